package org.socius.action.advice;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socius.action.advice.TravelAdvice.Advice;
import org.socius.action.advice.TravelAdvice.GiveTravelAdvice;
import org.socius.action.advice.TravelAdvice.Level;
import org.socius.action.advice.TravelAdvice.TravelAdviceEvent;
import org.socius.contracts.Roles;
import org.socius.contracts.reference.Countries;
import org.socius.platform.command.Actor;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.ResourceReader;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The reference list of travel advice, for every caller with a token and for an administrator to
 * keep.
 */
@RestController
@RequestMapping("/api/v1/reference/travel-advice")
class TravelAdviceController implements ResourceReader {

    private final CommandDesk desk;
    private final EventStreams streams;

    TravelAdviceController(CommandDesk desk, EventStreams streams) {
        this.desk = desk;
        this.streams = streams;
    }

    record AdviceBody(
            @NotNull LocalDate validFrom,
            @NotNull Level level,
            @Size(max = 300) @Nullable String source) {}

    /** A country and all advice for it, oldest day first. */
    record CountryAdvice(String code, List<Advice> advice) {}

    record All(List<CountryAdvice> items) {}

    /** Every country is there; one without advice has an empty list. */
    @Override
    public Optional<Shown> read(String code, Actor caller) {
        if (!Countries.isCode(code)) {
            return Optional.empty();
        }
        Folded<TravelAdvice> list = list();
        return Optional.of(
                new Shown(new CountryAdvice(code, list.state().of(code)), list.version()));
    }

    private Folded<TravelAdvice> list() {
        return streams.fold(
                        TravelAdvice.TYPE,
                        TravelAdvice.ID,
                        TravelAdvice::empty,
                        (list, event, moment) -> list.evolve((TravelAdviceEvent) event, moment))
                .orElseGet(() -> new Folded<>(TravelAdvice.empty(), -1));
    }

    @GetMapping
    All all(HttpServletRequest http) {
        ListQuery.none(http);
        TravelAdvice list = list().state();
        return new All(
                list.countries().stream()
                        .map(code -> new CountryAdvice(code, list.of(code)))
                        .toList());
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> one(@PathVariable("id") String code, HttpServletRequest http) {
        return answer(code, http);
    }

    @PutMapping("/{id}")
    ResponseEntity<Object> give(@PathVariable("id") String code, HttpServletRequest http) {
        return desk.on(http)
                .resource(this, code)
                .versionedBy(TravelAdvice.ID)
                .allow(Roles.ADMIN)
                .send(
                        AdviceBody.class,
                        body ->
                                new GiveTravelAdvice(
                                        TravelAdvice.ID,
                                        code,
                                        body.validFrom(),
                                        body.level(),
                                        body.source()));
    }
}
