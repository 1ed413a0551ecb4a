package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.socius.request.RunningService.at;
import static org.socius.request.RunningService.institution;
import static org.socius.request.RunningService.person;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.contracts.Topics;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.testing.Http;
import org.socius.platform.testing.Http.Answer;
import org.socius.platform.testing.Rule;
import tools.jackson.databind.json.JsonMapper;

/** What goes out on the service's topic, and what it does about what comes in on the actions'. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RequestTopicsTest {

    private static KafkaProducer<String, String> actionService;

    private final String institution = UUID.randomUUID().toString();
    private final Http partner =
            person(
                    "ines-" + institution,
                    Map.of("institution", institution),
                    "partner-drafter",
                    "partner-signatory");
    private final Http coordinator = RunningService.coordinator();

    @BeforeAll
    static void open() throws Exception {
        Map<String, Object> broker = Map.of("bootstrap.servers", EmbeddedParts.kafkaBootstrap());
        try (Admin admin = Admin.create(broker)) {
            org.socius.platform.topics.Topics.ensure(
                    admin,
                    List.of(
                            org.socius.platform.topics.Topics.Spec.ofEvents(
                                    Topics.ACTION, 12, (short) 1)),
                    Duration.ofSeconds(20));
        }
        actionService = new KafkaProducer<>(broker, new StringSerializer(), new StringSerializer());
    }

    @AfterAll
    static void close() {
        actionService.close();
    }

    @Test
    @Rule("R12")
    void an_institution_has_one_action_at_a_time() {
        assertThat(partner.post("/api/v1/institutions", institution(institution, "CO")).status())
                .isEqualTo(201);
        String first = readyForAcceptance();
        String second = readyForAcceptance();
        assertThat(coordinator.post(at(first) + "/acceptance", "").status()).isEqualTo(200);

        Answer refused = coordinator.post(at(second) + "/acceptance", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("rule").asString()).isEqualTo("R12");

        String action = UUID.randomUUID().toString();
        tell(
                action,
                1,
                "org.socius.action.proposed.v1",
                """
                "actionId": "%s", "reference": "2026-07", "requestId": "%s", "requestNumber": "R-2026-0001",
                "institutionId": "%s", "institutionName": {"en": "I"}, "country": "CO", "title": {"es": "t"},
                "typesOfAssistance": [], "themes": []"""
                        .formatted(action, first, institution));
        await().untilAsserted(
                        () -> {
                            Answer request = partner.get(at(first));
                            assertThat(request.body().path("actionId").asString())
                                    .isEqualTo(action);
                            assertThat(request.body().path("actionReference").asString())
                                    .isEqualTo("2026-07");
                        });
        assertThat(
                        coordinator
                                .post(at(second) + "/acceptance", "")
                                .body()
                                .path("openActionIds")
                                .toString())
                .contains(action);

        tell(
                action,
                2,
                "org.socius.action.closed.v1",
                "\"actionId\": \"%s\", \"requestId\": \"%s\", \"institutionId\": \"%s\""
                        .formatted(action, first, institution));
        await().untilAsserted(
                        () ->
                                assertThat(
                                                coordinator
                                                        .post(at(second) + "/acceptance", "")
                                                        .status())
                                        .isEqualTo(200));
    }

    @Test
    void requests_on_hold_for_an_open_action_are_taken_up_in_the_order_of_the_ranking() {
        partner.post("/api/v1/institutions", institution(institution, "CO"));
        String first = readyForAcceptance();
        String second = underScreening();
        String third = underScreening();
        assertThat(coordinator.post(at(first) + "/acceptance", "").status()).isEqualTo(200);
        String hold =
                """
                {"reason": "one action at a time", "reasonCode": "INSTITUTION_HAS_AN_OPEN_ACTION"}""";
        RunningService.done(coordinator, second, "hold", hold);
        RunningService.done(coordinator, third, "hold", hold);
        Answer ranked =
                partner.post(
                        "/api/v1/institutions/" + institution + "/ranking",
                        "{\"requests\": [\"%s\", \"%s\"]}".formatted(third, second));
        assertThat(ranked.status()).as(ranked.body().toString()).isEqualTo(200);
        assertThat(ranked.body().path("openRequests").path(0).asString()).isEqualTo(third);

        String action = UUID.randomUUID().toString();
        Instant ended = Instant.now();
        tell(
                action,
                1,
                "org.socius.action.closed.v1",
                "\"actionId\": \"%s\", \"requestId\": \"%s\", \"institutionId\": \"%s\""
                        .formatted(action, first, institution),
                ended,
                false);

        await().untilAsserted(() -> assertThat(status(second)).isEqualTo("UNDER_SCREENING"));
        assertThat(status(third)).as("taken up before the other").isEqualTo("UNDER_SCREENING");
        assertThat(
                        coordinator
                                .get(at(third) + "/timeline")
                                .body()
                                .valueStream()
                                .filter(e -> e.path("type").asString().equals("RequestResumed"))
                                .map(e -> Instant.parse(e.path("occurredAt").asString())))
                .containsExactly(ended);
    }

    private String status(String id) {
        return partner.get(at(id)).body().path("status").asString();
    }

    private String drafted() {
        return partner.post("/api/v1/requests", RunningService.form(institution, form -> {}))
                .body()
                .path("id")
                .asString();
    }

    private String underScreening() {
        String id = drafted();
        RunningService.done(partner, id, "submission", "{\"declaration\": true}");
        RunningService.done(coordinator, id, "screening", "");
        return id;
    }

    @Test
    void the_institution_of_an_imported_action_becomes_known_and_the_action_never_counts_as_open() {
        String action = UUID.randomUUID().toString();
        tell(action, 1, "org.socius.action.imported.v1", imported(action, institution));
        await().untilAsserted(
                        () -> {
                            Answer kept = partner.get("/api/v1/institutions/" + institution);
                            assertThat(kept.status()).isEqualTo(200);
                            assertThat(kept.body().path("origin").asString()).isEqualTo("HISTORY");
                            assertThat(kept.body().path("name").path("original").asString())
                                    .isEqualTo("Instituto");
                        });

        assertThat(coordinator.post(at(readyForAcceptance()) + "/acceptance", "").status())
                .isEqualTo(200);
    }

    @Test
    void an_action_imported_as_a_late_entry_leaves_a_registered_institution_as_it_is() {
        partner.post("/api/v1/institutions", institution(institution, "CO"));
        String action = UUID.randomUUID().toString();
        String later = UUID.randomUUID().toString();
        String other = UUID.randomUUID().toString();
        Instant longAgo = Instant.parse("2016-05-12T10:00:00Z");

        tell(
                action,
                1,
                "org.socius.action.imported.v1",
                imported(action, institution),
                longAgo,
                true);
        tell(later, 1, "org.socius.action.imported.v1", imported(later, other), longAgo, true);

        await().untilAsserted(
                        () ->
                                assertThat(
                                                coordinator
                                                        .get("/api/v1/institutions/" + other)
                                                        .status())
                                        .isEqualTo(200));
        assertThat(
                        partner.get("/api/v1/institutions/" + institution)
                                .body()
                                .path("origin")
                                .asString())
                .isEqualTo("PARTNER");
        assertThat(
                        person("ada", Map.of(), "admin")
                                .get("/api/v1/parked")
                                .body()
                                .path("totalItems")
                                .asInt())
                .isZero();
    }

    @Test
    void what_happened_is_told_in_order_and_says_nothing_about_persons() {
        partner.post("/api/v1/institutions", institution(institution, "CO"));
        String id = readyForAcceptance();
        coordinator.post(at(id) + "/acceptance", "");

        List<ConsumerRecord<String, String>> told = told(id, 8);

        assertThat(told)
                .extracting(record -> header(record, "ce_type"))
                .containsExactly(
                        "org.socius.request.submitted.v1",
                        "org.socius.request-screening.started.v1",
                        "org.socius.request.found-eligible.v1",
                        "org.socius.delegation.consulted.v1",
                        "org.socius.delegation-opinion.recorded.v1",
                        "org.socius.request.appraised.v1",
                        "org.socius.request.appraised.v1",
                        "org.socius.request.accepted.v1");
        for (int i = 0; i < told.size(); i++) {
            assertThat(header(told.get(i), "ce_sequence")).isEqualTo("%010d".formatted(i + 1));
            assertThat(header(told.get(i), "ce_source")).isEqualTo("/request-service");
            assertThat(told.get(i).value())
                    .contains("occurredAt", "recordedAt")
                    .doesNotContain("Inés", "directora", "clara", "sound", "welcome");
        }
    }

    @Test
    void the_end_of_a_draft_that_was_never_submitted_is_told_to_nobody() {
        partner.post("/api/v1/institutions", institution(institution, "CO"));
        String reason = "{\"reason\": \"No longer needed\"}";
        String draft = drafted();
        RunningService.done(partner, draft, "withdrawal", reason);
        String submitted = drafted();
        RunningService.done(partner, submitted, "submission", "{\"declaration\": true}");
        RunningService.done(partner, submitted, "withdrawal", reason);

        assertThat(told(submitted, 2))
                .extracting(record -> header(record, "ce_type"))
                .containsExactly(
                        "org.socius.request.submitted.v1", "org.socius.request.withdrawn.v1");
        assertThat(stored(draft))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.getBoolean("pub")).isFalse());
        assertThat(told(draft, 0)).isEmpty();
    }

    @Test
    @Rule(value = "R118", derived = true)
    void every_event_says_who_when_what_version_and_why_and_heard_again_it_changes_nothing() {
        String action = UUID.randomUUID().toString();
        String other = UUID.randomUUID().toString();
        for (int time = 0; time < 3; time++) {
            tell(action, 1, "org.socius.action.imported.v1", imported(action, institution));
        }
        // Of one key all are heard in order: with this one the copies have been.
        tell(action, 2, "org.socius.action.imported.v1", imported(action, other));
        await().untilAsserted(
                        () ->
                                assertThat(
                                                coordinator
                                                        .get("/api/v1/institutions/" + other)
                                                        .status())
                                        .isEqualTo(200));
        assertThat(coordinator.get("/api/v1/institutions/" + institution + "/timeline").body())
                .hasSize(1);

        String id = readyForAcceptance();

        List<Document> stored = stored(institution, id);
        assertThat(stored).hasSizeGreaterThan(8);
        for (Document event : stored) {
            String type = event.getString("pt");
            assertThat(event.keySet())
                    .as(type)
                    .contains("id", "a", "ty", "s", "n", "pub", "pt", "rev", "ts", "d", "m");
            assertThat(JsonMapper.shared().readTree(event.getString("m")).propertyNames())
                    .as(type)
                    .contains(
                            "actorId",
                            "actorRole",
                            "occurredAt",
                            "recordedAt",
                            "correlationId",
                            "causationId");
        }
        for (ConsumerRecord<String, String> record : told(id, 7)) {
            for (String name :
                    List.of(
                            "ce_id",
                            "ce_type",
                            "ce_subject",
                            "ce_aggregateversion",
                            "ce_time",
                            "ce_correlationid",
                            "ce_causationid")) {
                assertThat(header(record, name)).as(name).isNotBlank();
            }
        }
    }

    /** The events of these aggregates as they lie in the log. */
    private static List<Document> stored(String... aggregates) {
        List<Document> stored = new ArrayList<>();
        try (MongoClient client = MongoClients.create(EmbeddedParts.mongoUri("requests"))) {
            client.getDatabase("requests")
                    .getCollection("commits")
                    .find(Filters.in("ev.a", aggregates))
                    .forEach(
                            commit ->
                                    commit.getList("ev", Document.class).stream()
                                            .filter(
                                                    event ->
                                                            List.of(aggregates)
                                                                    .contains(event.getString("a")))
                                            .forEach(stored::add));
        }
        return stored;
    }

    private String readyForAcceptance() {
        return RunningService.readyForAcceptance(partner, institution);
    }

    private static String imported(String action, String institutionId) {
        return """
               "actionId": "%s", "key": "S002-1", "title": {"en": "Consolidation"}, "institutionId": "%s",
               "institution": {"name": {"en": "Institute", "original": "Instituto"}, "acronym": "I",
               "aliases": [], "legalNature": "PUBLIC_AUTHORITY", "level": "LOCAL", "country": "CO"},
               "countryInferred": false, "typesOfAssistance": [], "themes": [], "targetGroups": [],
               "expertCountries": [], "sdgTargets": [], "activities": [], "predecessorUnknown": false,
               "status": "UNDER_IMPLEMENTATION\""""
                .formatted(action, institutionId);
    }

    /** Says on the actions' topic what action-service would say. */
    private static void tell(String action, int sequence, String type, String fields) {
        tell(action, sequence, type, fields, Instant.now(), false);
    }

    private static void tell(
            String action,
            int sequence,
            String type,
            String fields,
            Instant occurredAt,
            boolean late) {
        ProducerRecord<String, String> record =
                new ProducerRecord<>(
                        Topics.ACTION,
                        action,
                        "{%s, \"occurredAt\": \"%s\", \"recordedAt\": \"%s\"}"
                                .formatted(fields, occurredAt, occurredAt));
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        UUID.randomUUID().toString(),
                        "ce_type",
                        type,
                        "ce_source",
                        "/action-service",
                        "ce_subject",
                        action,
                        "ce_time",
                        occurredAt.toString(),
                        "ce_sequence",
                        "%010d".formatted(sequence),
                        "ce_aggregateversion",
                        String.valueOf(sequence - 1),
                        "ce_late",
                        String.valueOf(late))
                .forEach(
                        (name, value) ->
                                record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        actionService.send(record);
        actionService.flush();
    }

    /** The records of one aggregate, as any client of the topic sees them. */
    private static List<ConsumerRecord<String, String>> told(String id, int count) {
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
                    consumer.partitionsFor(Topics.REQUEST).stream()
                            .map(p -> new TopicPartition(p.topic(), p.partition()))
                            .toList());
            await().untilAsserted(
                            () -> {
                                consumer.poll(Duration.ofMillis(100))
                                        .forEach(
                                                record -> {
                                                    if (record.key().equals(id)) {
                                                        told.add(record);
                                                    }
                                                });
                                assertThat(told).hasSize(count);
                            });
        }
        return told;
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
