package org.socius.action.reference;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.action.reference.ReferenceList.Change;
import org.socius.action.reference.ReferenceList.ChangeReferenceCode;
import org.socius.action.reference.ReferenceList.Kind;
import org.socius.action.reference.ReferenceList.OnDay;
import org.socius.action.reference.ReferenceList.ReferenceListEvent;
import org.socius.contracts.Roles;
import org.socius.contracts.reference.CodeList.Entry;
import org.socius.platform.format.MultilingualText;
import org.socius.platform.problem.Rejection;
import org.socius.platform.time.Brussels;
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

/**
 * The reference lists of types of assistance and themes, for every caller with a token; an
 * administrator says which of them are used from when on.
 */
@RestController
@RequestMapping("/api/v1/reference")
class ReferenceController {

    private static final int LONGEST_LABEL = 200;

    private final CommandDesk desk;
    private final EventStreams streams;
    private final Clock businessClock;

    ReferenceController(CommandDesk desk, EventStreams streams, Clock businessClock) {
        this.desk = desk;
        this.streams = streams;
        this.businessClock = businessClock;
    }

    record CodeBody(
            @NotNull LocalDate validFrom,
            @NotNull Boolean active,
            @Nullable MultilingualText label) {}

    /**
     * @param active on the day asked for
     * @param since first day of the change that holds; null where the list is as it began
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            String code, Map<String, String> label, boolean active, @Nullable LocalDate since) {}

    /**
     * @param on the day asked for
     * @param versions first day of each version after the one the list began with
     */
    record Version(LocalDate on, List<LocalDate> versions, List<Line> items) {}

    record OneCode(String code, Map<String, String> label, boolean active, List<Change> changes) {}

    @GetMapping("/types")
    ResponseEntity<Version> types(HttpServletRequest http) {
        return all(Kind.TYPES, http);
    }

    @GetMapping("/themes")
    ResponseEntity<Version> themes(HttpServletRequest http) {
        return all(Kind.THEMES, http);
    }

    @GetMapping("/types/{id}")
    ResponseEntity<Object> type(@PathVariable("id") String code, HttpServletRequest http) {
        return of(Kind.TYPES).answer(code, http);
    }

    @GetMapping("/themes/{id}")
    ResponseEntity<Object> theme(@PathVariable("id") String code, HttpServletRequest http) {
        return of(Kind.THEMES).answer(code, http);
    }

    @PutMapping("/types/{id}")
    ResponseEntity<Object> changeType(@PathVariable("id") String code, HttpServletRequest http) {
        return desk.on(http)
                .resource(of(Kind.TYPES), code)
                .versionedBy(Kind.TYPES.id())
                .allow(Roles.ADMIN)
                .send(CodeBody.class, body -> change(Kind.TYPES, code, body));
    }

    @PutMapping("/themes/{id}")
    ResponseEntity<Object> changeTheme(@PathVariable("id") String code, HttpServletRequest http) {
        return desk.on(http)
                .resource(of(Kind.THEMES), code)
                .versionedBy(Kind.THEMES.id())
                .allow(Roles.ADMIN)
                .send(CodeBody.class, body -> change(Kind.THEMES, code, body));
    }

    private static ChangeReferenceCode change(Kind list, String code, CodeBody body) {
        MultilingualText label = body.label();
        return new ChangeReferenceCode(
                list.id(),
                list,
                code,
                body.validFrom(),
                body.active(),
                label == null ? null : written(label.texts("en")));
    }

    private static Map<String, String> written(Map<String, String> label) {
        if (label.isEmpty()
                || label.values().stream()
                        .anyMatch(text -> text.isBlank() || text.length() > LONGEST_LABEL)) {
            throw Rejection.InvalidFields.of(
                    "/label", "wrong-size", "A label has 1 to " + LONGEST_LABEL + " characters.");
        }
        return label;
    }

    private ResourceReader of(Kind list) {
        return (code, _) -> one(list, code);
    }

    private Optional<ResourceReader.Shown> one(Kind list, String code) {
        return list.codes()
                .find(code)
                .map(
                        entry -> {
                            Folded<ReferenceList> state = state(list);
                            OnDay now = state.state().on(entry, today());
                            return new ResourceReader.Shown(
                                    new OneCode(
                                            code,
                                            now.label(),
                                            now.active(),
                                            state.state().of(code)),
                                    state.version());
                        });
    }

    private Folded<ReferenceList> state(Kind list) {
        return streams.fold(
                        ReferenceList.TYPE,
                        list.id(),
                        ReferenceList::new,
                        (state, event, moment) -> state.evolve((ReferenceListEvent) event, moment))
                .orElseGet(() -> new Folded<>(new ReferenceList(), -1));
    }

    /** To be asked again each time, and answered without a body while nothing has changed. */
    private ResponseEntity<Version> all(Kind list, HttpServletRequest http) {
        ListQuery query = ListQuery.of(http, Set.of(), "on");
        LocalDate on = day(query.value("on"));
        Folded<ReferenceList> state = state(list);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache().cachePrivate())
                .eTag("\"" + state.version() + "-" + on + "\"")
                .body(
                        new Version(
                                on,
                                state.state().versions(),
                                list.codes().entries().stream()
                                        .map(entry -> line(entry, state.state().on(entry, on)))
                                        .toList()));
    }

    private static Line line(Entry entry, OnDay now) {
        return new Line(entry.code(), now.label(), now.active(), now.since());
    }

    private LocalDate today() {
        return Brussels.day(businessClock.instant());
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
}
