package org.socius.request;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.contracts.reference.Countries;
import org.socius.contracts.reference.Countries.Country;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.socius.platform.time.Brussels;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.ResourceReader;
import org.socius.request.EligibilityList.ChangeEligibility;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The reference list of partner countries and of the days on which each may ask (R02). */
@RestController
@RequestMapping("/api/v1/reference/countries")
class EligibilityController implements ResourceReader {

    private final CommandDesk desk;
    private final EventStreams streams;
    private final Clock businessClock;

    EligibilityController(CommandDesk desk, EventStreams streams, Clock businessClock) {
        this.desk = desk;
        this.streams = streams;
        this.businessClock = businessClock;
    }

    record EligibilityBody(@NotNull Boolean eligible, @NotNull LocalDate validFrom) {}

    /** {@code eligible}: on the day asked for. */
    record Line(String code, @Nullable String name, @Nullable String region, boolean eligible) {}

    /**
     * @param validFrom first day of the version of the list that is shown; null before the first
     */
    record Version(@Nullable LocalDate validFrom, List<LocalDate> versions, List<Line> items) {}

    record Change(boolean eligible, LocalDate validFrom) {}

    record OneCountry(
            String code,
            @Nullable String name,
            @Nullable String region,
            boolean eligible,
            List<Change> changes) {}

    @Override
    public Optional<Shown> read(String code, Actor caller) {
        if (!Countries.isCode(code)) {
            return Optional.empty();
        }
        Folded<EligibilityList> list = list();
        Line line = line(code, list.state(), today());
        return Optional.of(
                new Shown(
                        new OneCountry(
                                code,
                                line.name(),
                                line.region(),
                                line.eligible(),
                                list.state().of(code).stream()
                                        .map(one -> new Change(one.eligible(), one.validFrom()))
                                        .toList()),
                        list.version()));
    }

    private Folded<EligibilityList> list() {
        return streams.fold(
                        "EligibilityList",
                        EligibilityList.ID,
                        EligibilityList::new,
                        EligibilityList::evolve)
                .orElseGet(() -> new Folded<>(new EligibilityList(), -1));
    }

    private LocalDate today() {
        return Brussels.day(businessClock.instant());
    }

    private static Line line(String code, EligibilityList list, LocalDate on) {
        Optional<Country> known = Countries.find(code);
        return new Line(
                code,
                known.map(Country::name).orElse(null),
                known.map(Country::region).orElse(null),
                list.isEligible(code, on));
    }

    @GetMapping
    Version all(HttpServletRequest http) {
        ListQuery query = ListQuery.of(http, Set.of(), "on");
        LocalDate on = day(query.value("on"));
        EligibilityList list = list().state();
        List<LocalDate> versions = list.versions();
        return new Version(
                versions.stream()
                        .filter(from -> !from.isAfter(on))
                        .reduce((_, b) -> b)
                        .orElse(null),
                versions,
                Stream.concat(
                                Countries.all().stream().map(Country::iso2),
                                Stream.of(Locale.getISOCountries())
                                        .filter(code -> !list.of(code).isEmpty()))
                        .distinct()
                        .map(code -> line(code, list, on))
                        .toList());
    }

    private LocalDate day(@Nullable String text) {
        if (text == null) {
            return today();
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new Rejection.InvalidParameter("on", "A date such as 2026-03-31 is expected.");
        }
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> one(@PathVariable("id") String code, HttpServletRequest http) {
        ListQuery.none(http);
        Shown shown = read(code, Actor.ANONYMOUS).orElseThrow(Rejection.NotFound::new);
        return ResponseEntity.ok().eTag("\"" + shown.version() + "\"").body(shown.body());
    }

    @PutMapping("/{id}")
    ResponseEntity<Object> change(@PathVariable("id") String code, HttpServletRequest http) {
        return desk.on(http)
                .resource(this, code)
                .versionedBy(EligibilityList.ID)
                .allow(Roles.ADMIN)
                .send(
                        EligibilityBody.class,
                        body ->
                                new ChangeEligibility(
                                        EligibilityList.ID,
                                        code,
                                        body.eligible(),
                                        body.validFrom()));
    }
}
