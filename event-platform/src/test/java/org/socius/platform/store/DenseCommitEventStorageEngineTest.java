package org.socius.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.snapshotting.SnapshotFilter;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.socius.platform.privacy.PersonalDataCodec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DenseCommitEventStorageEngineTest {

    @Revision("1")
    record Counted(int number) {}

    record State(int sum) {}

    private MongoDatabase database;
    private MongoCommitStore store;
    private CommitLog log;
    private DenseCommitEventStorageEngine engine;
    private EmbeddedEventStore eventStore;

    @BeforeEach
    void open() {
        database = FreshDatabase.open();
        store = new MongoCommitStore(database);
        log =
                new CommitLog(
                        store,
                        "one",
                        type -> true,
                        Clock.systemUTC(),
                        new CommitLog.Settings(
                                100, Duration.ofSeconds(10), Duration.ofMillis(200)));
        log.start();
        engine = engine(SnapshotFilter.allowAll());
        eventStore = EmbeddedEventStore.builder().storageEngine(engine).build();
    }

    private DenseCommitEventStorageEngine engine(SnapshotFilter filter) {
        var serializer = Jackson3Serializer.builder().build();
        return new DenseCommitEventStorageEngine(
                log,
                new Snapshots(database, PersonalDataCodec.PLAIN),
                PersonalDataCodec.PLAIN,
                serializer,
                serializer,
                NoOpEventUpcaster.INSTANCE,
                filter);
    }

    @AfterEach
    void closeLog() {
        eventStore.shutDown();
        log.close();
    }

    private static DomainEventMessage<Counted> counted(String aggregateId, long sequence) {
        return counted(aggregateId, sequence, Map.of());
    }

    private static DomainEventMessage<Counted> counted(
            String aggregateId, long sequence, Map<String, ?> metadata) {
        return new GenericDomainEventMessage<>(
                "Counter",
                aggregateId,
                sequence,
                new Counted((int) sequence),
                MetaData.from(metadata));
    }

    @Test
    void an_event_comes_back_as_it_was_published() {
        var event = counted("x", 0, Map.of("actor", "ana"));
        engine.appendEvents(event);
        var read = engine.readEvents("x", 0).next();
        assertThat(read.getIdentifier()).isEqualTo(event.getIdentifier());
        assertThat(read.getPayload()).isEqualTo(event.getPayload());
        assertThat(read.getMetaData()).containsEntry("actor", "ana");
        assertThat(read.getTimestamp()).isEqualTo(event.getTimestamp());
        assertThat(read.getType()).isEqualTo("Counter");
        assertThat(log.eventsOf("x", 0).getFirst().revision()).isEqualTo("1");
    }

    @Test
    void a_reason_stays_with_the_events_of_the_aggregate_it_was_given_for() {
        var given = Map.of("reason", "Ms X is ill", "reasonOf", "x", "actor", "ana");
        engine.appendEvents(counted("y", 0, given), counted("x", 0, given));

        assertThat(engine.readEvents("x", 0).next().getMetaData())
                .containsEntry("reason", "Ms X is ill")
                .doesNotContainKey("reasonOf");
        assertThat(engine.readEvents("y", 0).next().getMetaData())
                .containsEntry("actor", "ana")
                .doesNotContainKeys("reason", "reasonOf");
    }

    @Test
    void what_could_not_be_read_again_is_not_stored() {
        for (String half : List.of("x\ud800", "\udc00\ud800x")) {
            assertThatThrownBy(() -> engine.appendEvents(counted("x", 0, Map.of("reason", half))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        engine.appendEvents(counted("x", 0, Map.of("actor", "🌍")));
        assertThat(engine.readEvents("x", 0).next().getMetaData()).containsEntry("actor", "🌍");
    }

    @Test
    void events_of_an_older_revision_pass_the_upcasters() {
        engine.appendEvents(counted("x", 0), counted("x", 1));
        var serializer = Jackson3Serializer.builder().build();
        var upcasting =
                new DenseCommitEventStorageEngine(
                        log,
                        new Snapshots(database, PersonalDataCodec.PLAIN),
                        PersonalDataCodec.PLAIN,
                        serializer,
                        serializer,
                        new CountsTenTimes(),
                        SnapshotFilter.allowAll());
        assertThat(upcasting.readEvents("x", 0).asStream().map(m -> (Object) m.getPayload()))
                .containsExactly(new Counted(0), new Counted(10));
        assertThat(upcasting.readEvents(null, false).map(m -> (Object) m.getPayload()))
                .containsExactly(new Counted(0), new Counted(10));
    }

    /** Takes revision 1 to 2 on the JSON tree. */
    private static final class CountsTenTimes extends SingleEventUpcaster {
        @Override
        protected boolean canUpcast(IntermediateEventRepresentation event) {
            return "1".equals(event.getType().getRevision());
        }

        @Override
        protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
            return event.upcastPayload(
                    new SimpleSerializedType(event.getType().getName(), "2"),
                    JsonNode.class,
                    json -> {
                        var object = (ObjectNode) json;
                        return object.put("number", object.get("number").asInt() * 10);
                    });
        }
    }

    @Test
    void a_stream_starts_where_it_is_asked_to_and_spans_batches() {
        for (int i = 0; i < 5; i++) {
            engine.appendEvents(
                    Stream.iterate(i * 50L, s -> s + 1)
                            .limit(50)
                            .map(s -> counted("x", s))
                            .toList());
        }
        assertThat(engine.readEvents("x", 0).asStream()).hasSize(250);
        assertThat(engine.readEvents("x", 249).asStream()).hasSize(1);
        assertThat(engine.readEvents("x", 250).hasNext()).isFalse();
        assertThat(engine.lastSequenceNumberFor("x")).contains(249L);
    }

    @Test
    void events_of_several_aggregates_in_one_unit_of_work_are_one_commit() {
        var unitOfWork = DefaultUnitOfWork.startAndGet(null);
        eventStore.publish(counted("x", 0), counted("y", 0));
        eventStore.publish(counted("x", 1));
        unitOfWork.commit();
        assertThat(log.after(0, 10))
                .singleElement()
                .satisfies(c -> assertThat(c.events()).hasSize(3));
    }

    @Test
    void tokens_follow_the_log_and_lead_on_from_the_middle_of_a_commit() {
        engine.appendEvents(counted("x", 0), counted("x", 1), counted("x", 2));
        store.insert(List.of(Commit.tombstone(2, "test", Instant.EPOCH)));
        engine.appendEvents(counted("y", 0));
        var all = engine.readEvents(null, false).toList();
        assertThat(all)
                .extracting(message -> message.trackingToken().position().orElseThrow())
                .containsExactly(1024L, 1025L, 1026L, 3 * 1024L);
        for (int i = 0; i < all.size(); i++) {
            assertThat(
                            engine.readEvents(all.get(i).trackingToken(), false)
                                    .map(EventMessage::getIdentifier))
                    .containsExactlyElementsOf(
                            all.subList(i + 1, all.size()).stream()
                                    .map(EventMessage::getIdentifier)
                                    .toList());
        }
    }

    @Test
    void more_tombstones_than_a_batch_do_not_stop_a_reader() {
        for (long position = 1; position <= 300; position++) {
            store.insert(List.of(Commit.tombstone(position, "test", Instant.EPOCH)));
        }
        engine.appendEvents(counted("x", 0));
        assertThat(engine.readEvents(null, false)).hasSize(1);
    }

    @Test
    void the_head_token_sees_only_what_comes_later_and_the_tail_token_everything() {
        assertThat(engine.createHeadToken()).isNull();
        engine.appendEvents(counted("x", 0), counted("x", 1));
        var head = engine.createHeadToken();
        assertThat(engine.readEvents(head, false)).isEmpty();
        engine.appendEvents(counted("x", 2));
        assertThat(engine.readEvents(head, false)).hasSize(1);
        assertThat(engine.readEvents(engine.createTailToken(), false)).hasSize(3);
    }

    @Test
    void a_token_for_a_time_lies_rather_too_early() {
        for (int i = 1; i <= 20; i++) {
            store.insert(
                    List.of(
                            new Commit(
                                    i,
                                    "c" + i,
                                    List.of("k" + i),
                                    "w",
                                    Examples.NOON.plus(Duration.ofMinutes(i)),
                                    0,
                                    null,
                                    Examples.commit(i, "e" + i).events())));
        }
        assertThat(engine.createTokenAt(Examples.NOON)).isNull();
        assertThat(engine.createTokenAt(Examples.NOON.plus(Duration.ofMinutes(15)).minusMillis(1)))
                .isEqualTo(new GlobalSequenceTrackingToken(10 * 1024 - 1));
        assertThat(engine.createTokenAt(Examples.NOON.plus(Duration.ofDays(1))))
                .isEqualTo(new GlobalSequenceTrackingToken(21 * 1024 - 1));
    }

    @Test
    void a_second_creation_and_a_lost_race_are_told_apart() {
        engine.appendEvents(counted("x", 0), counted("x", 1));
        assertThatThrownBy(() -> engine.appendEvents(counted("x", 0)))
                .isInstanceOf(AggregateStreamCreationException.class);
        assertThatThrownBy(() -> engine.appendEvents(counted("x", 1)))
                .isInstanceOf(ConcurrencyException.class);
    }

    @Test
    void the_command_is_recorded_from_metadata_and_recognised_when_it_comes_again() {
        var metadata =
                Map.of(
                        CommandKeys.COMMAND_PRINCIPAL,
                        "ana",
                        CommandKeys.COMMAND_ID,
                        "42",
                        CommandKeys.COMMAND_RESULT,
                        "{\"id\":\"x\"}",
                        "actor",
                        "ana");
        engine.appendEvents(counted("x", 0, metadata));
        assertThat(engine.readEvents("x", 0).next().getMetaData())
                .containsOnlyKeys(CommandKeys.COMMAND_ID, "actor");
        assertThat(log.recordedCommand("ana", "42").orElseThrow().result())
                .isEqualTo("{\"id\":\"x\"}");
        assertThatThrownBy(() -> engine.appendEvents(counted("x", 0, metadata)))
                .isInstanceOfSatisfying(
                        CommandAlreadyRecorded.class,
                        e -> assertThat(e.recorded().sequences()).isEqualTo(Map.of("x", 0L)));
    }

    @Test
    @Timeout(30)
    void a_tailing_stream_of_the_event_store_misses_nothing_and_passes_tombstones()
            throws Exception {
        engine.appendEvents(counted("a", 0));
        var stream = eventStore.openStream(null);
        var seen = new ArrayList<String>();
        seen.add(((DomainEventMessage<?>) stream.nextAvailable()).getAggregateIdentifier());
        publish(counted("b", 0));
        seen.add(((DomainEventMessage<?>) stream.nextAvailable()).getAggregateIdentifier());
        store.insert(List.of(Examples.commit(5, "rogue", "n|rogue")));
        publish(counted("c", 0));
        while (seen.size() < 4) {
            if (stream.hasNextAvailable(100, TimeUnit.MILLISECONDS)) {
                TrackedEventMessage<?> next = stream.nextAvailable();
                seen.add(((DomainEventMessage<?>) next).getAggregateIdentifier());
            }
        }
        stream.close();
        assertThat(seen).containsExactly("a", "b", "c", "x");
    }

    private void publish(DomainEventMessage<?> event) {
        var unitOfWork = DefaultUnitOfWork.startAndGet(null);
        eventStore.publish(event);
        unitOfWork.commit();
    }

    @Test
    void a_snapshot_is_used_and_only_a_newer_one_replaces_it() {
        engine.appendEvents(counted("x", 0), counted("x", 1), counted("x", 2));
        engine.storeSnapshot(snapshot(1, 10));
        engine.storeSnapshot(snapshot(0, 5));
        assertThat(engine.readSnapshot("x"))
                .hasValueSatisfying(
                        message -> assertThat(message.getPayload()).isEqualTo(new State(10)));
        engine.storeSnapshot(snapshot(2, 20));
        assertThat(engine.readSnapshot("x"))
                .hasValueSatisfying(
                        message -> assertThat(message.getPayload()).isEqualTo(new State(20)));
        var stream = eventStore.readEvents("x");
        assertThat(stream.next().getPayload()).isEqualTo(new State(20));
        assertThat(stream.hasNext()).isFalse();
    }

    @Test
    void a_damaged_snapshot_is_deleted_and_the_events_speak() {
        engine.appendEvents(counted("x", 0), counted("x", 1));
        engine.storeSnapshot(snapshot(1, 10));
        damage(Updates.set("d", "{\"sum\":11}"));
        assertThat(eventStore.readEvents("x").asStream().map(m -> (Object) m.getPayload()))
                .containsExactly(new Counted(0), new Counted(1));
        assertThat(snapshots()).isZero();
    }

    @Test
    void a_snapshot_of_an_unknown_class_is_deleted_and_the_events_speak() {
        engine.appendEvents(counted("x", 0));
        engine.storeSnapshot(
                new GenericDomainEventMessage<>("Counter", "x", 0, Map.of("strange", "thing")));
        var snapshot = database.getCollection(Snapshots.COLLECTION).find().first();
        assertThat(snapshot).isNotNull();
        new Snapshots(database, PersonalDataCodec.PLAIN).delete("x");
        new Snapshots(database, PersonalDataCodec.PLAIN)
                .store(
                        new org.axonframework.eventhandling.GenericDomainEventEntry<>(
                                "Counter",
                                "x",
                                0,
                                "id",
                                Examples.NOON.toString(),
                                "no.such.Class",
                                null,
                                "{}",
                                "{}"));
        assertThat(eventStore.readEvents("x").asStream()).hasSize(1);
        assertThat(snapshots()).isZero();
    }

    @Test
    void a_snapshot_from_the_future_is_deleted_and_the_events_speak() {
        engine.appendEvents(counted("x", 0), counted("x", 1));
        engine.storeSnapshot(snapshot(7, 10));
        assertThat(eventStore.readEvents("x").asStream()).hasSize(2);
        assertThat(snapshots()).isZero();
    }

    @Test
    void a_snapshot_of_another_revision_is_ignored() {
        engine.appendEvents(counted("x", 0));
        engine.storeSnapshot(snapshot(0, 10));
        var strict = engine(data -> "2".equals(data.getPayload().getType().getRevision()));
        assertThat(strict.readSnapshot("x")).isEmpty();
        assertThat(engine.readSnapshot("x")).isPresent();
    }

    private static DomainEventMessage<State> snapshot(long sequence, int sum) {
        return new GenericDomainEventMessage<>("Counter", "x", sequence, new State(sum));
    }

    private void damage(org.bson.conversions.Bson update) {
        database.getCollection(Snapshots.COLLECTION).updateOne(Filters.eq("_id", "x"), update);
    }

    private long snapshots() {
        return database.getCollection(Snapshots.COLLECTION).countDocuments(new Document());
    }
}
