package org.socius.action.records;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.socius.action.records.FacilityRecord.Status;
import org.socius.action.records.FacilityRecordEvent.FacilityRecordErased;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.privacy.RecordKeys;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.view.Timeline;
import org.socius.platform.view.ViewStore;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.platform.web.ResourceReader;
import org.springframework.stereotype.Component;

/**
 * Reads facility records from their events and knows which ones a list asks for. The list itself
 * holds no name of a person, so an erasure leaves nothing behind in it; it destroys the key of the
 * record.
 */
@Component
@ProcessingGroup(FacilityRecords.NAME)
class FacilityRecords implements ResourceReader {

    static final String NAME = "facility-records";

    private static final Set<String> SEE_PERSONS =
            Set.of(
                    Roles.COORDINATOR,
                    Roles.MOBILISATION_OFFICER,
                    Roles.COMMUNICATION_OFFICER,
                    Roles.DATA_PROTECTION,
                    Roles.ADMIN);

    private final EventStreams streams;
    private final Timeline timeline;
    private final RecordKeys keys;
    private final Clock clock;
    private final ViewStore<Found> found;

    /** A line of the list: which record it is. */
    record Found(String id) {}

    FacilityRecords(
            EventStreams streams,
            Timeline timeline,
            RecordKeys keys,
            Clock clock,
            MongoDatabase database) {
        this.streams = streams;
        this.timeline = timeline;
        this.keys = keys;
        this.clock = clock;
        this.found = new ViewStore<>(database, NAME, Found.class);
    }

    @Override
    public Optional<Shown> read(String id, Actor caller) {
        return fold(id).filter(folded -> inside(caller) || isPublic(folded.state()))
                .map(folded -> new Shown(view(id, folded, caller), folded.version()));
    }

    private static FacilityRecordView view(String id, Folded<FacilityRecord> folded, Actor caller) {
        return FacilityRecordView.of(
                id, folded.version(), folded.state(), caller.hasAny(SEE_PERSONS), inside(caller));
    }

    private static boolean isPublic(FacilityRecord record) {
        return record.content().open() && record.status() == Status.ENTERED;
    }

    /** The history of a record for those inside; empty if the caller is not or there is none. */
    Optional<List<Timeline.Entry>> timeline(String id, Actor caller) {
        return inside(caller) && fold(id).isPresent()
                ? Optional.of(timeline.of(id, caller.hasAny(SEE_PERSONS), true))
                : Optional.empty();
    }

    /** A page of what the caller may read. */
    Page<FacilityRecordView> find(Bson filter, ListQuery query, Actor caller) {
        Bson readable =
                inside(caller)
                        ? filter
                        : Filters.and(
                                filter,
                                Filters.eq(ViewStore.field("public"), "true"),
                                Filters.eq(ViewStore.field("status"), Status.ENTERED.name()));
        return found.find(readable, query, "from", true)
                .map(line -> view(line.id(), fold(line.id()).orElseThrow(), caller));
    }

    /** Who works for the facility or looks after its data; others read what is public. */
    private static boolean inside(Actor caller) {
        return caller.hasAny(Roles.STAFF)
                || caller.has(Roles.ADMIN)
                || caller.has(Roles.DATA_PROTECTION);
    }

    private Optional<Folded<FacilityRecord>> fold(String id) {
        return streams.fold(
                FacilityRecord.TYPE,
                id,
                FacilityRecord::new,
                (record, event, moment) -> record.evolve((FacilityRecordEvent) event, moment));
    }

    @EventHandler
    void on(FacilityRecordEvent event) {
        String id = event.recordId();
        if (event instanceof FacilityRecordErased) {
            keys.destroy(id, clock.instant());
        }
        Folded<FacilityRecord> folded = fold(id).orElseThrow();
        RecordContent content = folded.state().content();
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put("kind", content.detail().kind().name());
        fields.put("status", folded.state().status().name());
        fields.put("public", Boolean.toString(content.open()));
        fields.put("code", content.code());
        fields.put("from", content.from());
        fields.put("tag", content.tags());
        fields.put(
                "subject",
                content.subjects().stream().map(RecordContent.RecordSubject::id).toList());
        fields.put("text", text(content));
        found.save(id, folded.version(), fields, new Found(id));
    }

    private static String text(RecordContent content) {
        List<String> texts = new ArrayList<>(content.title().values());
        if (content.text() != null) {
            texts.addAll(content.text().values());
        }
        return Stream.concat(texts.stream(), Stream.of(content.source()))
                .collect(Collectors.joining("\n"))
                .toLowerCase(Locale.ROOT);
    }

    @ResetHandler
    void forget() {
        found.clear();
    }
}
