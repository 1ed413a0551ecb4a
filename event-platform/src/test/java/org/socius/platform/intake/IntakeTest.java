package org.socius.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.intake.IntakeStatus.Cause;
import org.socius.platform.parking.Parking;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.topics.Topics;
import tools.jackson.databind.json.JsonMapper;

/** Intakes on a real broker and store, fed by a producer that knows nothing of them. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class IntakeTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final int PARTITIONS = 3;

    private static MongoClient mongo;
    private static KafkaProducer<byte[], byte[]> producer;
    private static Admin admin;

    private MongoDatabase database;
    private String topic;
    private String group;
    private final List<Intakes> running = new ArrayList<>();
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> notYet = ConcurrentHashMap.newKeySet();

    record LampLitV1(String lampId, int brightness) {}

    record LampPutOutV1(String lampId) {}

    @BeforeAll
    static void connect() {
        mongo = MongoClients.create(EmbeddedParts.mongoUri("intake"));
        producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                EmbeddedParts.kafkaBootstrap(),
                                "max.in.flight.requests.per.connection",
                                1),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        admin = Admin.create(Map.of("bootstrap.servers", EmbeddedParts.kafkaBootstrap()));
    }

    @AfterAll
    static void disconnect() {
        mongo.close();
        producer.close();
        admin.close();
    }

    @BeforeEach
    void fresh() {
        int number = COUNTER.incrementAndGet();
        database = mongo.getDatabase("intake" + number);
        topic = "lamps" + number;
        group = "test.lamps" + number;
        Topics.ensure(
                admin,
                List.of(Topics.Spec.ofEvents(topic, PARTITIONS, (short) 1)),
                Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() {
        running.forEach(
                intakes -> {
                    intakes.stop();
                    intakes.close();
                });
    }

    @Test
    void each_fact_is_handled_once_and_in_order_though_every_record_comes_three_times() {
        start(recording());
        for (int sequence = 1; sequence <= 20; sequence++) {
            for (int copy = 0; copy < 3; copy++) {
                lit("a", sequence);
                lit("b", sequence);
            }
        }
        awaitContained(40);
        lit("a", 21);
        awaitContained(41);
        assertThat(of("a")).containsExactlyElementsOf(range("a", 21));
        assertThat(of("b")).containsExactlyElementsOf(range("b", 20));
    }

    @Test
    void a_replay_from_a_thousand_records_back_changes_nothing() throws Exception {
        Intakes first = start(recording());
        for (int sequence = 1; sequence <= 1_000; sequence++) {
            lit("a", sequence);
        }
        awaitContained(1_000);
        stop(first);
        forgetOffsets();
        Intakes second = start(recording());
        lit("a", 1_001);
        awaitContained(1_001);
        await().atMost(SOON).until(() -> second.status().get(0).lagRecords() == 0);
        assertThat(of("a")).containsExactlyElementsOf(range("a", 1_001));
    }

    @Test
    void a_restart_goes_on_where_the_last_run_stopped() {
        Intakes first = start(recording());
        lit("a", 1);
        awaitContained(1);
        stop(first);
        lit("a", 2);
        lit("a", 3);
        start(recording());
        awaitContained(3);
        assertThat(of("a")).containsExactly("a1", "a2", "a3");
    }

    @Test
    void a_gap_stops_the_partition_with_an_alarm_and_heals_when_the_missing_fact_comes() {
        Intakes intakes = start(recording());
        lit("a", 1);
        awaitContained(1);
        lit("a", 3);
        lit("a", 4);
        await().atMost(SOON).until(() -> !intakes.areUp());
        assertThat(intakes.status().get(0).held())
                .singleElement()
                .satisfies(
                        held -> {
                            assertThat(held.cause()).isEqualTo(Cause.GAP);
                            assertThat(held.aggregateId()).isEqualTo("a");
                            assertThat(held.missingSequence()).isEqualTo(2);
                        });
        String elsewhere = keyOutside(partition("a"));
        lit(elsewhere, 1);
        awaitContained(2);
        assertThat(of("a")).containsExactly("a1");

        lit("a", 2);

        awaitContained(5);
        assertThat(of("a")).containsExactly("a1", "a2", "a3", "a4");
        await().atMost(SOON).until(intakes::areUp);
    }

    @Test
    void a_fact_the_consumer_never_got_is_fetched_from_the_topic() throws Exception {
        lit("a", 1);
        lit("a", 2);
        lit("a", 3);
        producer.flush();
        TopicPartition partition = new TopicPartition(topic, partition("a"));
        admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(2)))
                .all()
                .get();
        Intakes intakes = start(recording());
        awaitContained(3);
        assertThat(of("a")).containsExactly("a1", "a2", "a3");
        assertThat(intakes.areUp()).isTrue();
    }

    @Test
    void unknown_types_and_unknown_fields_are_passed_over_but_counted() {
        start(recording());
        lit("a", 1);
        send("a", 2, "org.socius.lamp.stolen.v1", "{}");
        send("a", 3, "org.socius.lamp.lit.v2", "not even JSON");
        send(
                "a",
                4,
                "org.socius.lamp.lit.v1",
                "{\"lampId\":\"a\",\"brightness\":4,\"colour\":\"red\",\"occurredAt\":\"2026-01-01T00:00:00Z\",\"recordedAt\":\"2026-01-01T00:00:00Z\"}");
        awaitContained(4);
        assertThat(of("a")).containsExactly("a1", "a4");
    }

    @Test
    void a_handler_sees_what_the_record_says_of_its_event() {
        List<Fact> facts = new CopyOnWriteArrayList<>();
        start(
                Intake.of(group)
                        .topics(topic)
                        .on(LampLitV1.class, (fact, event) -> facts.add(fact))
                        .build());
        RecordHeaders headers = headers("a", 1, "org.socius.lamp.lit.v1");
        headers.add("ce_late", "true".getBytes(StandardCharsets.UTF_8));
        headers.add("ce_correlationid", "trace".getBytes(StandardCharsets.UTF_8));
        send("a", headers, value("a", 1).getBytes(StandardCharsets.UTF_8));
        awaitContained(1);
        assertThat(facts)
                .singleElement()
                .satisfies(
                        fact -> {
                            assertThat(fact.late()).isTrue();
                            assertThat(fact.correlationId()).isEqualTo("trace");
                            assertThat(fact.aggregateVersion()).isEqualTo(7);
                            assertThat(fact.occurredAt())
                                    .isEqualTo(Instant.parse("2026-03-01T11:00:00Z"));
                            assertThat(fact.recordedAt())
                                    .isEqualTo(Instant.parse("2026-04-01T09:00:00Z"));
                        });
    }

    @Test
    void poison_of_four_kinds_parks_its_own_aggregate_only_and_a_retry_drains_in_order()
            throws Exception {
        refused.add("handler1");
        Intakes intakes = start(recording());
        send(
                "bytes",
                headers("bytes", 1, "org.socius.lamp.lit.v1"),
                new byte[] {(byte) 0xC3, 1, 2});
        send(
                "headless",
                new RecordHeaders(),
                value("headless", 1).getBytes(StandardCharsets.UTF_8));
        send(
                "schema",
                1,
                "org.socius.lamp.lit.v1",
                "{\"lampId\":\"schema\",\"brightness\":\"very\"}");
        lit("handler", 1);
        for (String key : List.of("bytes", "headless", "schema", "handler", "good")) {
            lit(key, 2);
            lit(key, 3);
        }
        lit("good", 1);
        await().atMost(SOON).until(() -> of("good").size() == 3);
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(intakes.parked())
                                        .extracting(
                                                Parking.Sequence::aggregateId,
                                                Parking.Sequence::records)
                                        .containsExactlyInAnyOrder(
                                                tuple("bytes", 3L),
                                                tuple("headless", 3L),
                                                tuple("schema", 3L),
                                                tuple("handler", 3L)));
        assertThat(handled).noneMatch(one -> !one.startsWith("good"));
        assertThat(copies()).isEqualTo(12);

        Parking.Sequence stillBroken = retry(intakes, "handler");
        assertThat(stillBroken.state()).isEqualTo("PARKED");
        assertThat(stillBroken.error()).contains("refused");

        refused.clear();
        lit("handler", 4);
        Parking.Sequence drained = retry(intakes, "handler");
        assertThat(drained.state()).isEqualTo("DRAINED");
        await().atMost(SOON).until(() -> of("handler").size() == 4);
        assertThat(of("handler")).containsExactly("handler1", "handler2", "handler3", "handler4");
        lit("handler", 5);
        await().atMost(SOON).until(() -> of("handler").size() == 5);

        assertThat(retry(intakes, "schema").state()).isEqualTo("PARKED");
        assertThat(intakes.retry("no-such-id", SOON)).isEmpty();
    }

    @Test
    void what_is_not_known_yet_is_waited_for_without_losing_the_order() {
        notYet.add("a2");
        Intakes intakes = start(recording());
        lit("a", 1);
        lit("a", 2);
        lit("a", 3);
        String elsewhere = keyOutside(partition("a"));
        lit(elsewhere, 1);
        awaitContained(2);
        await().atMost(SOON).until(() -> !intakes.areUp());
        assertThat(intakes.status().get(0).held().get(0).cause()).isEqualTo(Cause.WAITING);
        assertThat(intakes.parked()).isEmpty();
        notYet.clear();
        awaitContained(4);
        assertThat(of("a")).containsExactly("a1", "a2", "a3");
    }

    @Test
    void one_can_wait_until_an_intake_has_handled_what_its_topic_holds() throws Exception {
        Intakes intakes = start(recording());
        assertThat(intakes.caughtUp(group, SOON)).as("nothing to handle").isTrue();
        notYet.add("a1");
        lit("a", 1);
        producer.flush();
        assertThat(intakes.caughtUp(group, Duration.ofMillis(600))).isFalse();
        notYet.clear();
        assertThat(intakes.caughtUp(group, SOON)).isTrue();
        assertThat(of("a")).containsExactly("a1");
        assertThatThrownBy(() -> intakes.caughtUp("another", SOON))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_broker_that_does_not_answer_is_not_waited_for_longer_than_asked() throws Exception {
        assertThat(
                        TopicEnds.reached(
                                Map.of("bootstrap.servers", "127.0.0.1:1"),
                                group,
                                List.of(topic),
                                Duration.ofMillis(500)))
                .isFalse();
    }

    @Test
    void a_read_model_gets_batches_and_keeps_its_own_marks() {
        Marked model = new Marked(database);
        start(Intake.batch(group).topics(topic).types(LampLitV1.class).into(model));
        for (int sequence = 1; sequence <= 50; sequence++) {
            for (String key : List.of("a", "b", "c", "d")) {
                lit(key, sequence);
                lit(key, sequence);
            }
        }
        await().atMost(SOON).until(() -> model.contained().getOrDefault(topic, 0L) == 200);
        assertThat(model.sum("a")).isEqualTo(50 * 51 / 2);
        assertThat(model.batches).hasSizeLessThan(150);
    }

    @Test
    void a_read_model_whose_store_fails_in_the_middle_of_a_batch_loses_and_doubles_nothing() {
        Marked model = new Marked(database);
        model.failures.set(3);
        start(Intake.batch(group).topics(topic).types(LampLitV1.class).into(model));
        for (int sequence = 1; sequence <= 10; sequence++) {
            lit("a", sequence);
            lit("b", sequence);
        }
        await().atMost(SOON).until(() -> model.contained().getOrDefault(topic, 0L) == 20);
        assertThat(model.failures.get()).isLessThan(3);
        assertThat(model.sum("a")).isEqualTo(55);
        assertThat(model.sum("b")).isEqualTo(55);
    }

    @Test
    void one_poisonous_fact_in_a_batch_parks_its_aggregate_only() {
        Marked model = new Marked(database);
        model.poison = "b2";
        Intakes intakes =
                start(Intake.batch(group).topics(topic).types(LampLitV1.class).into(model));
        for (int sequence = 1; sequence <= 5; sequence++) {
            lit("a", sequence);
            lit("b", sequence);
            lit("c", sequence);
        }
        await().atMost(SOON).until(() -> model.contained().getOrDefault(topic, 0L) == 11);
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(intakes.parked())
                                        .singleElement()
                                        .satisfies(
                                                parked -> {
                                                    assertThat(parked.aggregateId()).isEqualTo("b");
                                                    assertThat(parked.records()).isEqualTo(4);
                                                }));
    }

    /** Adds up brightness, with the mark in the same document. */
    private static final class Marked implements ReadModel {
        private final com.mongodb.client.MongoCollection<Document> documents;
        final List<Integer> batches = new CopyOnWriteArrayList<>();
        final AtomicInteger failures = new AtomicInteger();
        volatile @Nullable String poison;

        Marked(MongoDatabase database) {
            documents = database.getCollection("sums");
        }

        @Override
        public Map<String, Long> marks(String topic, Collection<String> aggregateIds) {
            Map<String, Long> marks = new HashMap<>();
            documents
                    .find(Filters.in("_id", aggregateIds))
                    .forEach(one -> marks.put(one.getString("_id"), one.getLong("mark")));
            return marks;
        }

        @Override
        public void take(List<Received> facts) {
            batches.add(facts.size());
            Map<String, List<Received>> byKey = new HashMap<>();
            for (Received one : facts) {
                String id = one.fact().aggregateId();
                if ((id + one.fact().sequence()).equals(poison)) {
                    throw new IllegalArgumentException("poison");
                }
                byKey.computeIfAbsent(id, k -> new ArrayList<>()).add(one);
            }
            byKey.forEach(
                    (id, its) -> {
                        Document before = documents.find(Filters.eq("_id", id)).first();
                        long mark = before == null ? 0 : before.getLong("mark");
                        long sum = before == null ? 0 : before.getLong("sum");
                        for (Received one : its) {
                            assertThat(one.fact().sequence()).isEqualTo(mark + 1);
                            mark++;
                            sum += ((LampLitV1) one.event()).brightness();
                        }
                        documents.replaceOne(
                                Filters.eq("_id", id),
                                new Document("_id", id)
                                        .append("mark", mark)
                                        .append("sum", sum)
                                        .append("topic", its.get(0).fact().topic()),
                                new ReplaceOptions().upsert(true));
                        if (failures.getAndDecrement() > 0) {
                            throw new MongoTimeoutException("the store is down");
                        }
                    });
        }

        @Override
        public Map<String, Long> contained() {
            Map<String, Long> contained = new HashMap<>();
            documents
                    .find()
                    .forEach(
                            one ->
                                    contained.merge(
                                            one.getString("topic"),
                                            one.getLong("mark"),
                                            Long::sum));
            return contained;
        }

        long sum(String id) {
            return documents.find(Filters.eq("_id", id)).first().getLong("sum");
        }
    }

    private Intake recording() {
        return Intake.of(group)
                .topics(topic)
                .on(
                        LampLitV1.class,
                        (fact, event) -> {
                            String name = fact.aggregateId() + fact.sequence();
                            if (refused.contains(name)) {
                                throw new IllegalStateException("refused");
                            }
                            if (notYet.contains(name)) {
                                throw new Rejection.NotYetKnown("lamp", event.lampId());
                            }
                            handled.add(name);
                        })
                .on(LampPutOutV1.class, (fact, event) -> handled.add("out"))
                .build();
    }

    private Intakes start(Intake intake) {
        Intakes intakes =
                new Intakes(
                        List.of(intake),
                        database,
                        Map.of("bootstrap.servers", EmbeddedParts.kafkaBootstrap()),
                        "0",
                        Clock.systemUTC());
        intakes.start();
        running.add(intakes);
        return intakes;
    }

    private void stop(Intakes intakes) {
        intakes.stop();
        intakes.close();
        running.remove(intakes);
    }

    private Parking.Sequence retry(Intakes intakes, String key) throws InterruptedException {
        return intakes.retry(ParkedSequences.id(group, topic, key), SOON).orElseThrow();
    }

    private void awaitContained(long facts) {
        await().atMost(SOON)
                .until(
                        () ->
                                running.get(running.size() - 1)
                                                .status()
                                                .get(0)
                                                .contained()
                                                .get(topic)
                                        == facts);
    }

    private long copies() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", EmbeddedParts.kafkaBootstrap()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic + "." + group + ".DLT", 0);
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }

    private void forgetOffsets() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            start.put(new TopicPartition(topic, partition), new OffsetAndMetadata(0));
        }
        await().atMost(SOON)
                .ignoreExceptions()
                .until(
                        () -> {
                            admin.alterConsumerGroupOffsets(group, start).all().get();
                            return true;
                        });
    }

    private List<String> of(String key) {
        return handled.stream().filter(one -> one.matches(key + "\\d+")).toList();
    }

    private static List<String> range(String key, int last) {
        List<String> range = new ArrayList<>();
        for (int i = 1; i <= last; i++) {
            range.add(key + i);
        }
        return range;
    }

    private int partition(String key) {
        return org.apache.kafka.common.utils.Utils.toPositive(
                        org.apache.kafka.common.utils.Utils.murmur2(
                                key.getBytes(StandardCharsets.UTF_8)))
                % PARTITIONS;
    }

    private String keyOutside(int partition) {
        int number = 0;
        while (partition("other" + number + "x") == partition) {
            number++;
        }
        return "other" + number + "x";
    }

    private void lit(String key, long sequence) {
        send(key, sequence, "org.socius.lamp.lit.v1", value(key, sequence));
    }

    private static String value(String key, long sequence) {
        return JsonMapper.shared()
                .writeValueAsString(
                        Map.of(
                                "lampId",
                                key,
                                "brightness",
                                sequence,
                                "occurredAt",
                                "2026-03-01T11:00:00Z",
                                "recordedAt",
                                "2026-04-01T09:00:00Z"));
    }

    private void send(String key, long sequence, String type, String value) {
        send(key, headers(key, sequence, type), value.getBytes(StandardCharsets.UTF_8));
    }

    private void send(String key, RecordHeaders headers, byte[] value) {
        producer.send(
                new ProducerRecord<>(
                        topic, null, key.getBytes(StandardCharsets.UTF_8), value, headers));
    }

    private static RecordHeaders headers(String key, long sequence, String type) {
        RecordHeaders headers = new RecordHeaders();
        Map.of(
                        "ce_id",
                        key + "-" + sequence,
                        "ce_type",
                        type,
                        "ce_subject",
                        key,
                        "ce_time",
                        "2026-03-01T11:00:00Z",
                        "ce_sequence",
                        "%010d".formatted(sequence),
                        "ce_aggregateversion",
                        "7")
                .forEach(
                        (name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }
}
