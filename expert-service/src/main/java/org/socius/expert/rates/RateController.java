package org.socius.expert.rates;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.socius.contracts.Roles;
import org.socius.contracts.reference.Rates;
import org.socius.contracts.reference.Rates.Kind;
import org.socius.contracts.reference.Rates.TravelGuide;
import org.socius.expert.rates.RateList.Rate;
import org.socius.expert.rates.RateList.RateListEvent;
import org.socius.expert.rates.RateList.SetRate;
import org.socius.platform.command.Actor;
import org.socius.platform.format.Money;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.ResourceReader;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The reference list of rates, for every caller with a token and for an administrator to keep. */
@RestController
@RequestMapping("/api/v1/reference/rates")
class RateController implements ResourceReader {

    private static final Map<Kind, Map<String, String>> LABELS =
            Map.of(
                    Kind.FEE, Map.of("en", "Fee for a working day"),
                    Kind.ALLOWANCE, Map.of("en", "Allowance for a working day"),
                    Kind.SUBSISTENCE, Map.of("en", "Subsistence for a day away from home"));

    private final CommandDesk desk;
    private final EventStreams streams;

    RateController(CommandDesk desk, EventStreams streams) {
        this.desk = desk;
        this.streams = streams;
    }

    record RateBody(@NotNull LocalDate validFrom, @NotNull Money amount) {}

    /** {@code versions}: oldest day first, each until the next one. */
    record OneKind(String code, Map<String, String> label, List<Rate> versions) {}

    /** {@code guides}: by which guide journeys are paid when (R92). */
    record All(List<OneKind> items, List<TravelGuide> guides) {}

    @Override
    public Optional<Shown> read(String code, Actor caller) {
        return kind(code)
                .map(
                        kind -> {
                            Folded<RateList> list = list();
                            return new Shown(one(kind, list.state()), list.version());
                        });
    }

    private static Optional<Kind> kind(String code) {
        return Arrays.stream(Kind.values()).filter(kind -> kind.name().equals(code)).findFirst();
    }

    private static OneKind one(Kind kind, RateList list) {
        return new OneKind(kind.name(), LABELS.getOrDefault(kind, Map.of()), list.of(kind));
    }

    private Folded<RateList> list() {
        return streams.fold(
                        RateList.TYPE,
                        RateList.ID,
                        RateList::new,
                        (list, event, moment) -> list.evolve((RateListEvent) event, moment))
                .orElseGet(() -> new Folded<>(new RateList(), -1));
    }

    @GetMapping
    ResponseEntity<All> all(HttpServletRequest http) {
        ListQuery.none(http);
        Folded<RateList> list = list();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache().cachePrivate())
                .eTag("\"" + list.version() + "\"")
                .body(
                        new All(
                                Arrays.stream(Kind.values())
                                        .map(kind -> one(kind, list.state()))
                                        .toList(),
                                Rates.guides()));
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> one(@PathVariable("id") String code, HttpServletRequest http) {
        return answer(code, http);
    }

    @PutMapping("/{id}")
    ResponseEntity<Object> set(@PathVariable("id") String code, HttpServletRequest http) {
        return desk.on(http)
                .resource(this, code)
                .versionedBy(RateList.ID)
                .allow(Roles.ADMIN)
                .send(
                        RateBody.class,
                        body ->
                                new SetRate(
                                        RateList.ID,
                                        Kind.valueOf(code),
                                        body.validFrom(),
                                        body.amount()));
    }
}
