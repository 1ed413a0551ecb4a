package org.socius.request.holidays;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.format.MultilingualText;
import org.socius.platform.problem.Rejection;
import org.socius.platform.time.Brussels;
import org.socius.platform.time.Holidays;
import org.socius.platform.time.Holidays.Change;
import org.socius.platform.time.Holidays.OnDay;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.view.LatestFold;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.ResourceReader;
import org.socius.request.holidays.HolidayList.ChangeHoliday;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The reference list of holidays, for every caller with a token and for an administrator to keep;
 * and what this service reckons with. An instance reckons with a change that another one took at
 * the latest a second after.
 */
@RestController
@RequestMapping("/api/v1/reference/holidays")
class HolidayController implements ResourceReader, Holidays.Source {

    private static final Duration REREAD_AFTER = Duration.ofSeconds(1);
    private static final int LONGEST_LABEL = 200;

    private final CommandDesk desk;
    private final LatestFold<HolidayList> list;
    private final Clock businessClock;

    HolidayController(CommandDesk desk, EventStreams streams, Clock businessClock) {
        this.desk = desk;
        this.list =
                new LatestFold<>(
                        () -> streams,
                        HolidayList.TYPE,
                        HolidayList.ID,
                        HolidayList::new,
                        (state, event, moment) -> state.evolve((HolidayChanged) event, moment),
                        REREAD_AFTER);
        this.businessClock = businessClock;
    }

    /**
     * @param label a text or texts by language; may be absent where the date has a name
     */
    record HolidayBody(
            @NotNull LocalDate validFrom,
            @NotNull Boolean free,
            @Nullable MultilingualText label) {}

    /** {@code items}: as they are reckoned with today, and dates that are holidays no longer. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Year(int year, List<OnDay> items) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OneDate(LocalDate date, Map<String, String> label, boolean free, List<Change> changes) {}

    @Override
    public Holidays holidays() {
        return list.recent().state().holidays();
    }

    @Override
    public Optional<Shown> read(String date, Actor caller) {
        return date(date)
                .map(
                        day -> {
                            Folded<HolidayList> now = list.now();
                            Holidays holidays = now.state().holidays();
                            OnDay today = holidays.of(day, today());
                            return new Shown(
                                    new OneDate(day, today.label(), today.free(), holidays.of(day)),
                                    now.version());
                        });
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return text.matches("\\d{4}-\\d{2}-\\d{2}")
                    ? Optional.of(LocalDate.parse(text))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    @GetMapping
    ResponseEntity<Year> year(HttpServletRequest http) {
        ListQuery query = ListQuery.of(http, Set.of(), "year");
        String asked = query.value("year");
        if (asked != null && !asked.matches("[12]\\d{3}")) {
            throw new Rejection.InvalidParameter("year", "A year such as 2027 is expected.");
        }
        int year = asked == null ? today().getYear() : Integer.parseInt(asked);
        Folded<HolidayList> now = list.now();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache().cachePrivate())
                .eTag("\"" + now.version() + "-" + year + "-" + today() + "\"")
                .body(new Year(year, now.state().holidays().of(year, today())));
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> one(@PathVariable("id") String date, HttpServletRequest http) {
        return answer(date, http);
    }

    @PutMapping("/{id}")
    ResponseEntity<Object> change(@PathVariable("id") String date, HttpServletRequest http) {
        return desk.on(http)
                .resource(this, date)
                .versionedBy(HolidayList.ID)
                .allow(Roles.ADMIN)
                .send(
                        HolidayBody.class,
                        body ->
                                new ChangeHoliday(
                                        HolidayList.ID,
                                        LocalDate.parse(date),
                                        body.free(),
                                        written(body.label()),
                                        body.validFrom()));
    }

    private static @Nullable Map<String, String> written(@Nullable MultilingualText label) {
        if (label == null) {
            return null;
        }
        Map<String, String> texts = label.texts("en");
        if (texts.isEmpty()
                || texts.values().stream()
                        .anyMatch(text -> text.isBlank() || text.length() > LONGEST_LABEL)) {
            throw Rejection.InvalidFields.of(
                    "/label", "wrong-size", "A label has 1 to " + LONGEST_LABEL + " characters.");
        }
        return texts;
    }

    private LocalDate today() {
        return Brussels.day(businessClock.instant());
    }
}
