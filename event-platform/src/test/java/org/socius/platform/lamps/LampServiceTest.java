package org.socius.platform.lamps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.axonframework.serialization.Serializer;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.socius.platform.privacy.PersonalDataCodec;
import org.socius.platform.privacy.RecordKeys;
import org.socius.platform.privacy.SealedWithRecordKey;
import org.socius.platform.publishing.ContractOutbound;
import org.socius.platform.publishing.ContractTable;
import org.socius.platform.relay.Outbound;
import org.socius.platform.serialization.EventTypes;
import org.socius.platform.store.AppendRequest;
import org.socius.platform.store.CommitLog;
import org.socius.platform.store.StoredEvent;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.testing.Http;
import org.socius.platform.testing.Http.Answer;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LampServiceTest {

    private static final PersonalDataCodec CODEC =
            new SealedWithRecordKey(
                    new RecordKeys(
                            MongoClients.create(EmbeddedParts.mongoUri(""))
                                    .getDatabase("lamps-keys"),
                            System.getProperty("socius.personal-data.master-key"),
                            new SecureRandom()));

    private static Http electrician;
    private static Http resident;

    @BeforeAll
    static void start() {
        electrician = RunningLamps.as("eve", "electrician");
        resident = RunningLamps.as("rob", "resident");
    }

    @Test
    void a_lamp_is_installed_switched_and_found_in_the_list() {
        Answer installed =
                electrician.post("/api/v1/lamps", "{\"id\": \"l1\", \"room\": \"hall\"}");
        assertThat(installed.status()).isEqualTo(201);
        assertThat(installed.header("Location")).isEqualTo("/api/v1/lamps/l1");
        assertThat(installed.header("ETag")).isEqualTo("\"0\"");

        Answer switched =
                resident.post("/api/v1/lamps/l1/switch", "{\"on\": true}", "If-Match", "\"0\"");
        assertThat(switched.status()).isEqualTo(200);
        assertThat(switched.header("ETag")).isEqualTo("\"1\"");
        assertThat(switched.body().path("on").asBoolean()).isTrue();

        await().untilAsserted(
                        () -> {
                            Answer list = resident.get("/api/v1/lamps?room=hall");
                            assertThat(list.body().path("totalItems").asInt()).isEqualTo(1);
                            assertThat(list.body().path("items").path(0).path("on").asBoolean())
                                    .isTrue();
                        });
        Answer timeline = resident.get("/api/v1/lamps/l1/timeline");
        assertThat(timeline.body().path(1).path("actor").path("role").asString())
                .isEqualTo("resident");
        assertThat(timeline.body().path(1).path("type").asString()).isEqualTo("LampSwitched");
    }

    @Test
    void a_repeated_command_is_answered_as_the_first_time() {
        String body = "{\"id\": \"l2\", \"room\": \"attic\"}";
        electrician.post("/api/v1/lamps", body, "Idempotency-Key", "install-l2");
        Answer first =
                resident.post("/api/v1/lamps/l2/switch", "{\"on\": true}", "Idempotency-Key", "k1");
        resident.post("/api/v1/lamps/l2/switch", "{\"on\": false}");
        Answer again =
                resident.post("/api/v1/lamps/l2/switch", "{\"on\": true}", "Idempotency-Key", "k1");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.body().path("on").asBoolean()).as("the resource as it is now").isFalse();
        Answer installed = electrician.post("/api/v1/lamps", body, "Idempotency-Key", "install-l2");
        assertThat(installed.status()).isEqualTo(201);
        assertThat(installed.header("Location")).isEqualTo("/api/v1/lamps/l2");

        Answer other =
                resident.post(
                        "/api/v1/lamps/l2/switch", "{\"on\": false}", "Idempotency-Key", "k1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void the_same_creation_answers_as_the_first_and_another_under_its_id_is_refused() {
        String body = "{\"id\": \"l3\", \"room\": \"cellar\"}";
        electrician.post("/api/v1/lamps", body);
        assertThat(electrician.post("/api/v1/lamps", body).status()).isEqualTo(201);

        Answer other = electrician.post("/api/v1/lamps", "{\"id\": \"l3\", \"room\": \"hall\"}");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.problem()).isEqualTo("id-in-use");
    }

    @Test
    void the_same_command_sent_by_many_at_once_takes_effect_once() throws Exception {
        electrician.post("/api/v1/lamps", "{\"id\": \"l4\", \"room\": \"porch\"}");
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> sends = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                sends.add(
                        () ->
                                resident.post(
                                        "/api/v1/lamps/l4/switch",
                                        "{\"on\": true}",
                                        "Idempotency-Key",
                                        "same"));
            }
            for (var answer : pool.invokeAll(sends)) {
                assertThat(answer.get().status()).isEqualTo(200);
                assertThat(answer.get().header("ETag")).isEqualTo("\"1\"");
            }
        }
        assertThat(resident.get("/api/v1/lamps/l4").header("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void refusals_say_what_is_wrong_and_change_nothing() {
        electrician.post("/api/v1/lamps", "{\"id\": \"l5\", \"room\": \"bath\"}");

        refused(resident.post("/api/v1/lamps/l5/switch", "{\"on\": false}"), 409, "wrong-state");
        refused(
                resident.post("/api/v1/lamps/l5/switch", "{\"on\": true}", "If-Match", "\"4\""),
                412,
                "stale-version");
        refused(
                resident.post("/api/v1/lamps/l5/switch", "{\"on\": true}", "If-Match", "4"),
                400,
                "malformed-header");
        refused(resident.post("/api/v1/lamps/l5/switch", "{\"on\": tru"), 400, "malformed-body");
        refused(
                resident.post("/api/v1/lamps/l5/switch", "{\"on\": true, \"on\": true}"),
                400,
                "malformed-body");
        refused(resident.post("/api/v1/lamps/l5/switch", "[]"), 400, "malformed-body");
        refused(
                resident.post("/api/v1/lamps/l5/switch", "{\"on\": \"yes\"}"),
                422,
                "invalid-fields",
                "/on");
        refused(resident.post("/api/v1/lamps/l5/switch", "{}"), 422, "invalid-fields");
        refused(
                resident.post("/api/v1/lamps/l5/switch", "{\"on\": true, \"colour\": 1}"),
                422,
                "invalid-fields",
                "/colour");
        refused(resident.post("/api/v1/lamps/none/switch", "{\"on\": true}"), 404, "not-found");
        refused(electrician.post("/api/v1/lamps/l5/switch", "{\"on\": true}"), 403, "forbidden");
        refused(
                electrician.post("/api/v1/lamps", "{\"room\": \"\"}"),
                422,
                "invalid-fields",
                "/room");
        refused(
                electrician.post("/api/v1/lamps", "{\"room\": \"" + "x".repeat(21) + "\"}"),
                422,
                "invalid-fields",
                "/room");
        refused(
                electrician.post("/api/v1/lamps", "{\"room\": \"" + "x".repeat(1 << 20) + "\"}"),
                413,
                "too-large");
        refused(
                electrician.post("/api/v1/lamps", "{\"a\":".repeat(40) + "1" + "}".repeat(40)),
                422,
                "invalid-fields");
        refused(resident.get("/api/v1/lamps?colour=red"), 400, "unknown-parameter");
        refused(resident.get("/api/v1/lamps?size=201"), 400, "invalid-parameter");
        refused(resident.get("/api/v1/nothing"), 404, "not-found");
        refused(Http.at(RunningLamps.base()).get("/api/v1/lamps/l5"), 401, "unauthenticated");
        refused(
                resident.post(
                        "/api/v1/lamps/l5/switch",
                        "{\"on\": true, \"occurredOn\": \"2020-01-01\"}"),
                422,
                "invalid-fields",
                "/occurredOn");
        refused(
                resident.post(
                        "/api/v1/lamps/l5/switch",
                        "{\"on\": true, \"onBehalfOf\": {\"role\":\"resident\",\"id\":\"x\"}}"),
                403,
                "forbidden");

        assertThat(resident.get("/api/v1/lamps/l5").header("ETag")).isEqualTo("\"0\"");
    }

    @Test
    void what_happened_is_told_as_cloud_events_in_order() {
        electrician.post("/api/v1/lamps", "{\"id\": \"l6\", \"room\": \"shed\"}");
        resident.post("/api/v1/lamps/l6/switch", "{\"on\": true}");
        List<ConsumerRecord<String, String>> told = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers",
                                EmbeddedParts.kafkaBootstrap(),
                                "auto.offset.reset",
                                "earliest",
                                "enable.auto.commit",
                                false),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(
                    consumer.partitionsFor("lamps").stream()
                            .map(p -> new TopicPartition(p.topic(), p.partition()))
                            .toList());
            await().untilAsserted(
                            () -> {
                                consumer.poll(Duration.ofMillis(100))
                                        .forEach(
                                                record -> {
                                                    if (record.key().equals("l6")) {
                                                        told.add(record);
                                                    }
                                                });
                                assertThat(told).hasSize(2);
                            });
        }
        ConsumerRecord<String, String> second = told.get(1);
        assertThat(header(second, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(second, "ce_type")).isEqualTo("org.socius.lamp.switched.v1");
        assertThat(header(second, "ce_source")).isEqualTo("/lamp-service");
        assertThat(header(second, "ce_subject")).isEqualTo("l6");
        assertThat(header(second, "ce_sequence")).isEqualTo("0000000002");
        assertThat(header(second, "ce_aggregateversion")).isEqualTo("1");
        assertThat(header(second, "ce_correlationid")).isNotEmpty();
        assertThat(header(second, "ce_causationid")).isNotEmpty();
        assertThat(header(second, "content-type")).isEqualTo("application/json");
        assertThat(second.value()).contains("\"on\":true", "occurredAt", "recordedAt");
    }

    @Test
    void an_event_of_an_older_revision_and_name_is_read_as_todays_wherever_events_are_read() {
        String stored = "{\"lampId\":\"o1\",\"place\":\"crypt\"}";
        CommitLog log = RunningLamps.bean(CommitLog.class);
        log.append(
                new AppendRequest(
                        List.of(
                                new AppendRequest.NewEvent(
                                        "o1/0",
                                        "o1",
                                        "Lamp",
                                        0,
                                        "lamp.fitted",
                                        "1",
                                        Instant.parse("2016-03-01T09:00:00Z"),
                                        stored,
                                        "{}")),
                        null));
        assertThat(resident.get("/api/v1/lamps/o1").body().path("room").asString())
                .isEqualTo("crypt");
        assertThat(resident.post("/api/v1/lamps/o1/switch", "{\"on\": true}").header("ETag"))
                .isEqualTo("\"1\"");
        await().untilAsserted(
                        () ->
                                assertThat(
                                                resident.get("/api/v1/lamps?room=crypt")
                                                        .body()
                                                        .path("totalItems")
                                                        .asInt())
                                        .isEqualTo(1));
        assertThat(resident.get("/api/v1/lamps/o1/timeline").body().path(0).path("type").asString())
                .isEqualTo("LampInstalled");
        StoredEvent first = log.eventsOf("o1", 0).getFirst();
        assertThat(first.data()).isEqualTo(stored);

        Outbound outbound =
                new ContractOutbound(
                        RunningLamps.bean(ContractTable.class),
                        RunningLamps.bean("eventSerializer", Serializer.class));
        StoredEvent published =
                new StoredEvent(
                        first.position(),
                        first.index(),
                        first.eventId(),
                        first.aggregateId(),
                        first.aggregateType(),
                        first.sequence(),
                        1,
                        true,
                        first.type(),
                        first.revision(),
                        first.timestamp(),
                        first.data(),
                        first.metadata());
        assertThat(new String(outbound.record(published).orElseThrow().value(), UTF_8))
                .contains("\"room\":\"crypt\"");
    }

    @Test
    void an_upcaster_that_leads_nowhere_is_refused_at_the_start() {
        EventTypes types = EventTypes.of(LampService.LampEvent.class);
        assertThatThrownBy(() -> types.reading(upcaster("1", "lamp.installed", "3")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("which no event is");
        assertThatThrownBy(() -> types.reading(upcaster("1", "lamp.installed", "2")))
                .hasMessageContaining("Two upcasters");
        EventTypes circle = EventTypes.of(LampService.LampEvent.class);
        assertThatThrownBy(
                        () ->
                                circle.reading(
                                        upcaster("1", "lamp.fitted", "2"),
                                        upcaster("2", "lamp.fitted", "1")))
                .hasMessageContaining("circle");
    }

    private static EventTypes.Upcaster upcaster(String revision, String next, String nextRevision) {
        return new EventTypes.Upcaster("lamp.fitted", revision, next, nextRevision, node -> node);
    }

    @Test
    void the_state_of_an_aggregate_that_has_grown_is_kept_and_decides() {
        grow("s1");
        snapshot("s1", Map.of("d", state("s1").replace("\"on\":false", "\"on\":true")));
        refused(resident.post("/api/v1/lamps/s1/switch", "{\"on\": true}"), 409, "wrong-state");
        assertThat(resident.post("/api/v1/lamps/s1/switch", "{\"on\": false}").header("ETag"))
                .isEqualTo("\"7\"");
    }

    static List<Map<String, Object>> uselessSnapshots() {
        return List.of(
                Map.of("x", 1L),
                Map.of("d", "{\"id\":"),
                Map.of("d", "{\"colour\":\"red\"}"),
                Map.of("d", ""),
                Map.of("rev", "0"),
                Map.of("pt", "org.socius.platform.lamps.Candle"),
                Map.of("pt", "org.socius.platform.lamps.LampService$LampView"),
                Map.of("seq", 7L),
                Map.of("seq", 1_000_000L));
    }

    @ParameterizedTest
    @MethodSource("uselessSnapshots")
    void a_snapshot_that_is_damaged_or_of_another_time_is_as_good_as_none(
            Map<String, Object> change) {
        String id = "s" + (10 + uselessSnapshots().indexOf(change));
        grow(id);
        Map<String, Object> lie = new HashMap<>();
        lie.put("d", state(id).replace("\"on\":false", "\"on\":true"));
        lie.putAll(change);
        snapshot(id, lie);
        Answer switched = resident.post("/api/v1/lamps/" + id + "/switch", "{\"on\": true}");
        assertThat(switched.status()).as(switched.body().toString()).isEqualTo(200);
        assertThat(switched.header("ETag")).isEqualTo("\"7\"");
        assertThat(resident.get("/api/v1/lamps/" + id + "/timeline").body().size()).isEqualTo(8);
    }

    /** A lamp with seven events that is off, and its snapshot. */
    private static void grow(String id) {
        electrician.post("/api/v1/lamps", "{\"id\": \"" + id + "\", \"room\": \"tower\"}");
        for (int i = 0; i < 6; i++) {
            Answer answer =
                    resident.post(
                            "/api/v1/lamps/" + id + "/switch", "{\"on\": " + (i % 2 == 0) + "}");
            assertThat(answer.status()).isEqualTo(200);
        }
        await().until(() -> snapshots().countDocuments(Filters.eq("_id", id)) == 1);
    }

    private static MongoCollection<Document> snapshots() {
        return RunningLamps.bean(MongoDatabase.class).getCollection("snapshots");
    }

    private static String state(String id) {
        return CODEC.open("state", snapshots().find(Filters.eq("_id", id)).first().getString("d"));
    }

    /** Replaces fields of a snapshot and, unless it is among them, its checksum. */
    private static void snapshot(String id, Map<String, Object> fields) {
        Document snapshot = snapshots().find(Filters.eq("_id", id)).first();
        snapshot.putAll(fields);
        if (fields.get("d") instanceof String state) {
            snapshot.put("d", CODEC.protect(id, "state", state));
        }
        if (!fields.containsKey("x")) {
            CRC32C sum = new CRC32C();
            for (String part : List.of("_id", "seq", "id", "ty", "ts", "pt", "rev", "d", "m")) {
                sum.update(String.valueOf(snapshot.get(part)).getBytes(StandardCharsets.UTF_8));
                sum.update(0);
            }
            snapshot.put("x", sum.getValue());
        }
        snapshots().replaceOne(Filters.eq("_id", id), snapshot);
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static void refused(Answer answer, int status, String problem, String... pointers) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        for (int i = 0; i < pointers.length; i++) {
            assertThat(answer.body().path("errors").path(i).path("pointer").asString())
                    .isEqualTo(pointers[i]);
        }
    }
}
