package org.socius.platform.filing;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.socius.platform.view.Timeline;
import org.socius.platform.web.Callers;
import org.socius.platform.web.ListQuery;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;

/** Answers what records hold about persons, with the documents that were filed under them. */
public final class PersonalDataExports {

    /** Who sees all of it, whoever reads the record. */
    private static final String KEEPER = "data-protection";

    private final FiledDocuments filed;
    private final Timeline timeline;
    private final Clock businessClock;

    PersonalDataExports(FiledDocuments filed, Timeline timeline, Clock businessClock) {
        this.filed = filed;
        this.timeline = timeline;
        this.businessClock = businessClock;
    }

    /**
     * What a record holds about persons, with all that happened to it, as far as the reader is to
     * see that. A document of the last two seconds may be missing.
     *
     * @param kind what the record is, such as {@code REQUEST}
     * @param history oldest first; what was erased reads {@code [erased]}
     * @param documents of the record and of its parts, the oldest first
     */
    public record PersonalDataExport(
            String kind,
            String id,
            Instant exportedAt,
            List<Timeline.Entry> history,
            List<HeldDocument> documents) {}

    /**
     * A document of a record; its first event says name, size and hash.
     *
     * @param owner address of the resource it belongs to
     */
    public record HeldDocument(String id, String owner, List<Timeline.Entry> history) {}

    /**
     * @param kind what the record is
     * @param path below which the service has such records, from the root of the API on
     * @param history of the record for a caller; empty if it gets none of it
     * @throws Rejection.NotFound if it is empty
     */
    public ResponseEntity<PersonalDataExport> answer(
            HttpServletRequest http,
            String kind,
            String path,
            String id,
            Function<Actor, Optional<List<Timeline.Entry>>> history) {
        ListQuery.none(http);
        Actor caller = Callers.current();
        List<Timeline.Entry> events = history.apply(caller).orElseThrow(Rejection.NotFound::new);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(
                        new PersonalDataExport(
                                kind,
                                id,
                                businessClock.instant(),
                                events,
                                documents(path + "/" + id, caller)));
    }

    private List<HeldDocument> documents(String record, Actor caller) {
        return filed.under(record).stream()
                .flatMap(
                        document ->
                                history(document.id(), caller)
                                        .map(
                                                events ->
                                                        new HeldDocument(
                                                                document.id(),
                                                                document.owner(),
                                                                events))
                                        .stream())
                .toList();
    }

    private Optional<List<Timeline.Entry>> history(String document, Actor caller) {
        return caller.has(KEEPER)
                ? Optional.of(timeline.of(document, true, true))
                : filed.timeline(document, caller);
    }
}
