package org.socius.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.socius.platform.intake.IntakeStatus.Cause;
import org.socius.platform.parking.Failure;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.EmbeddedParts;

/** What becomes of records, without a broker. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReceptionTest {

    private static final String TOPIC = "things";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    record ThingMadeV1(String thingId) {}

    @Test
    @Tag("deep")
    void more_than_a_thousand_parked_sequences_stop_the_partition_and_nothing_is_skipped() {
        try (MongoClient mongo = MongoClients.create(EmbeddedParts.mongoUri("reception"))) {
            ParkedSequences parked = new ParkedSequences(mongo.getDatabase("reception"));
            Reception reception = reception(new Remembering(), parked);
            List<ConsumerRecord<byte[], byte[]>> poison = new ArrayList<>();
            for (int i = 0; i <= ParkedSequences.LIMIT; i++) {
                poison.add(
                        new ConsumerRecord<>(
                                TOPIC,
                                0,
                                i,
                                ("key" + i).getBytes(StandardCharsets.UTF_8),
                                new byte[0]));
            }
            Reception.Progress progress = reception.receive(poison).get(PARTITION);
            assertThat(progress.next()).isEqualTo(ParkedSequences.LIMIT);
            assertThat(progress.hold()).isNotNull();
            assertThat(progress.hold().cause()).isEqualTo(Cause.FULL);
            assertThat(parked.count("group")).isEqualTo(ParkedSequences.LIMIT);
        }
    }

    @Test
    void a_failing_handler_parks_the_thousandth_sequence_and_stops_the_partition_at_the_next() {
        try (MongoClient mongo = MongoClients.create(EmbeddedParts.mongoUri("failing"))) {
            ParkedSequences parked = new ParkedSequences(mongo.getDatabase("failing"));
            mongo.getDatabase("failing")
                    .getCollection("parked_sequences")
                    .insertMany(
                            LongStream.range(1, ParkedSequences.LIMIT)
                                    .mapToObj(i -> new Document("_id", "s" + i))
                                    .map(sequence -> sequence.append("group", "group"))
                                    .toList());
            Remembering model = new Remembering();
            model.failure = new IllegalStateException("a mistake of ours");
            Reception reception = reception(model, parked);

            Reception.Progress progress =
                    reception
                            .receive(
                                    List.of(
                                            record("a", 1, 5), record("a", 2, 6),
                                            record("b", 1, 7), record("c", 1, 8)))
                            .get(PARTITION);
            assertThat(parked.count("group")).isEqualTo(ParkedSequences.LIMIT);
            assertThat(progress.next()).isEqualTo(7);
            assertThat(progress.hold()).isNotNull();
            assertThat(progress.hold().cause()).isEqualTo(Cause.FULL);
            assertThat(progress.hold().aggregateId()).isEqualTo("b");

            model.failure = null;
            progress =
                    reception.receive(List.of(record("b", 1, 7), record("c", 1, 8))).get(PARTITION);
            assertThat(progress.hold()).isNull();
            assertThat(model.marks).containsOnlyKeys("b", "c");
        }
    }

    @Test
    void a_sequence_of_a_thousand_parked_records_stops_the_partition() {
        try (MongoClient mongo = MongoClients.create(EmbeddedParts.mongoUri("long"))) {
            ParkedSequences parked = new ParkedSequences(mongo.getDatabase("long"));
            Remembering model = new Remembering();
            model.failure = new IllegalStateException("a mistake of ours");
            Reception reception = reception(model, parked);
            reception.receive(List.of(record("a", 1, 0)));
            String id = ParkedSequences.id("group", TOPIC, "a");
            mongo.getDatabase("long")
                    .getCollection("parked")
                    .insertMany(
                            LongStream.range(1, ParkedSequences.LONGEST - 1)
                                    .mapToObj(i -> new Document("_id", "r" + i))
                                    .map(record -> record.append("sequence", id))
                                    .toList());
            Reception.Progress progress =
                    reception
                            .receive(List.of(record("a", 1_000, 999), record("a", 1_001, 1_000)))
                            .get(PARTITION);
            assertThat(parked.records(id)).isEqualTo(ParkedSequences.LONGEST);
            assertThat(progress.next()).isEqualTo(1_000);
            assertThat(progress.hold()).isNotNull();
            assertThat(progress.hold().cause()).isEqualTo(Cause.FULL);
        }
    }

    @Test
    void while_parts_are_being_stopped_nothing_is_parked() {
        try (MongoClient mongo = MongoClients.create(EmbeddedParts.mongoUri("stopping"))) {
            ParkedSequences parked = new ParkedSequences(mongo.getDatabase("stopping"));
            Remembering model = new Remembering();
            model.failure = new IllegalStateException("the pool is closed");
            Reception reception = reception(model, parked);
            reception.stopping();
            Reception.Progress progress =
                    reception.receive(List.of(record("a", 1, 5))).get(PARTITION);
            assertThat(progress.next()).isEqualTo(5);
            assertThat(parked.all(null)).isEmpty();

            reception.starting();
            progress = reception.receive(List.of(record("a", 1, 5))).get(PARTITION);
            assertThat(progress.next()).isEqualTo(6);
            assertThat(parked.all(null)).hasSize(1);
        }
    }

    @Test
    void failures_are_told_apart_by_whether_waiting_can_help() {
        assertThat(Failure.of(new MongoTimeoutException("no server"))).isEqualTo(Failure.DOWN);
        assertThat(
                        Failure.of(
                                new RuntimeException(
                                        new MongoSocketReadException(
                                                "gone", new ServerAddress("localhost")))))
                .isEqualTo(Failure.DOWN);
        assertThat(Failure.of(new RuntimeException(new TimeoutException())))
                .isEqualTo(Failure.DOWN);
        assertThat(Failure.of(new Rejection.Unavailable())).isEqualTo(Failure.DOWN);
        assertThat(Failure.of(new Rejection.NotYetKnown("action", "a"))).isEqualTo(Failure.NOT_YET);
        assertThat(Failure.of(new Rejection.Busy())).isEqualTo(Failure.NOT_YET);
        assertThat(Failure.of(new Rejection.WrongState("CLOSED", List.of())))
                .isEqualTo(Failure.LASTING);
        assertThat(Failure.of(new NullPointerException())).isEqualTo(Failure.LASTING);
    }

    private static Reception reception(ReadModel model, ParkedSequences parked) {
        return new Reception(
                Intake.batch("group").topics(TOPIC).types(ThingMadeV1.class).into(model),
                model,
                parked,
                (partition, id, from, to) -> List.of(),
                (record, reason) -> {},
                Clock.systemUTC());
    }

    private static ConsumerRecord<byte[], byte[]> record(String key, long sequence, long offset) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(
                        TOPIC,
                        0,
                        offset,
                        key.getBytes(StandardCharsets.UTF_8),
                        "{\"thingId\":\"a\",\"occurredAt\":\"2026-01-01T00:00:00Z\",\"recordedAt\":\"2026-01-01T00:00:00Z\"}"
                                .getBytes(StandardCharsets.UTF_8));
        Map.of(
                        "ce_id",
                        key + sequence,
                        "ce_type",
                        "org.socius.thing.made.v1",
                        "ce_subject",
                        key,
                        "ce_time",
                        "2026-01-01T00:00:00Z",
                        "ce_sequence",
                        "%010d".formatted(sequence))
                .forEach(
                        (name, value) ->
                                record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private static final class Remembering implements ReadModel {
        private final Map<String, Long> marks = new HashMap<>();
        private RuntimeException failure;

        @Override
        public Map<String, Long> marks(String topic, Collection<String> aggregateIds) {
            return Map.copyOf(marks);
        }

        @Override
        public void take(List<Received> facts) {
            if (failure != null) {
                throw failure;
            }
            facts.forEach(one -> marks.put(one.fact().aggregateId(), one.fact().sequence()));
        }

        @Override
        public Map<String, Long> contained() {
            return Map.of();
        }
    }
}
