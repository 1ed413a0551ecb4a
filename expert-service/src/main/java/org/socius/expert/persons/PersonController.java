package org.socius.expert.persons;

import static org.socius.contracts.Roles.DATA_PROTECTION;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.socius.expert.applications.ApplicationCommand.EraseApplication;
import org.socius.expert.applications.Applications;
import org.socius.expert.mobilisations.MobilisationCommand.EraseMobilisation;
import org.socius.expert.mobilisations.Mobilisations;
import org.socius.expert.roster.ExpertCommand.EraseExpert;
import org.socius.expert.roster.Experts;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.socius.platform.retention.RetentionList;
import org.socius.platform.view.Timeline;
import org.socius.platform.web.Callers;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.platform.web.ResourceReader;
import org.socius.platform.web.ResourceReader.Shown;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A person's rights: to see all that is held, to know who saw it, to be forgotten; and what is due
 * to be forgotten without being asked.
 */
@RestController
class PersonController {

    private final CommandDesk desk;
    private final Experts experts;
    private final RecordsOfPersons records;
    private final Accesses accesses;
    private final Applications applications;
    private final Mobilisations mobilisations;
    private final Retention retention;
    private final Timeline timeline;
    private final Clock clock;

    PersonController(
            CommandDesk desk,
            Experts experts,
            RecordsOfPersons records,
            Accesses accesses,
            Applications applications,
            Mobilisations mobilisations,
            Retention retention,
            Timeline timeline,
            Clock clock) {
        this.desk = desk;
        this.experts = experts;
        this.records = records;
        this.accesses = accesses;
        this.applications = applications;
        this.mobilisations = mobilisations;
        this.retention = retention;
        this.timeline = timeline;
        this.clock = clock;
    }

    record NoBody() {}

    /**
     * Everything held about a person: each record with all that happened to it. A record of the
     * last two seconds may be missing.
     *
     * @param person id in the roster
     * @param elsewhere addresses of what other services hold: settings of mails and notifications
     */
    record DataExport(
            String person,
            Instant exportedAt,
            List<Held> records,
            List<Accesses.Access> accesses,
            List<String> elsewhere) {

        record Held(RecordsOfPersons.Kind kind, String id, List<Timeline.Entry> history) {}
    }

    /**
     * Whom the service knows something about.
     *
     * @param status of the roster entry; ERASED once the person is forgotten
     * @param records what is held, the profile first
     */
    record Person(
            String id,
            String status,
            long version,
            List<RecordsOfPersons.PersonalRecord> records) {}

    private Optional<Shown> read(String id, Actor caller) {
        return id.equals(caller.expertId()) || caller.has(DATA_PROTECTION)
                ? experts.find(id)
                        .map(
                                found ->
                                        new Shown(
                                                new Person(
                                                        id,
                                                        found.state().status().name(),
                                                        found.version(),
                                                        records.of(id)),
                                                found.version()))
                : Optional.empty();
    }

    @GetMapping("/api/v1/persons/{id}")
    ResponseEntity<Object> one(@PathVariable String id, HttpServletRequest http) {
        ResourceReader persons = this::read;
        return persons.answer(id, http);
    }

    @PostMapping("/api/v1/persons/{id}/erasure")
    ResponseEntity<Object> erasure(@PathVariable String id, HttpServletRequest http) {
        return erasure(this::read, id, http);
    }

    @PostMapping("/api/v1/experts/{id}/erasure")
    ResponseEntity<Object> erasureOfExpert(@PathVariable String id, HttpServletRequest http) {
        return erasure(experts, id, http);
    }

    private ResponseEntity<Object> erasure(
            ResourceReader reader, String id, HttpServletRequest http) {
        return desk.on(http)
                .resource(reader, id)
                .allow(DATA_PROTECTION)
                .send(NoBody.class, body -> new EraseExpert(id));
    }

    @PostMapping("/api/v1/applications/{id}/erasure")
    ResponseEntity<Object> erasureOfApplication(@PathVariable String id, HttpServletRequest http) {
        return erasure(applications::standing, applications, id, new EraseApplication(id), http);
    }

    @PostMapping("/api/v1/mobilisations/{id}/erasure")
    ResponseEntity<Object> erasureOfMobilisation(@PathVariable String id, HttpServletRequest http) {
        return erasure(mobilisations::standing, mobilisations, id, new EraseMobilisation(id), http);
    }

    /** Who erases a record need not read it. */
    private ResponseEntity<Object> erasure(
            Function<String, Optional<Shown>> standing,
            ResourceReader records,
            String id,
            Object command,
            HttpServletRequest http) {
        ResourceReader reader =
                (record, caller) ->
                        caller.has(DATA_PROTECTION)
                                ? standing.apply(record)
                                : records.read(record, caller);
        return desk.on(http)
                .resource(reader, id)
                .allow(DATA_PROTECTION)
                .send(NoBody.class, body -> command);
    }

    @GetMapping("/api/v1/persons/retention-due")
    ResponseEntity<Page<RetentionList.Due>> retentionDue(HttpServletRequest http) {
        return retention.due(http);
    }

    @GetMapping("/api/v1/persons/{id}/data-export")
    ResponseEntity<DataExport> dataExport(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        requireThePersonOrDataProtection(id);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(
                        new DataExport(
                                id,
                                clock.instant(),
                                records.of(id).stream()
                                        .map(
                                                record ->
                                                        new DataExport.Held(
                                                                record.kind(),
                                                                record.id(),
                                                                timeline.of(
                                                                        record.id(), true, true)))
                                        .toList(),
                                accesses.to(id),
                                List.of("/api/v1/notifications/data-export?expert=" + id)));
    }

    @GetMapping("/api/v1/persons/{id}/accesses")
    ResponseEntity<Page<Accesses.Access>> accesses(
            @PathVariable String id, HttpServletRequest http) {
        ListQuery query = ListQuery.of(http, Set.of());
        requireThePersonOrDataProtection(id);
        return accesses.to(id, query).answer(query);
    }

    private void requireThePersonOrDataProtection(String id) {
        if (read(id, Callers.current()).isEmpty()) {
            throw new Rejection.NotFound();
        }
    }
}
