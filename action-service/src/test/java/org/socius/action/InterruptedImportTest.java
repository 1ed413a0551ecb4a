package org.socius.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.action.history.ImportEvent;
import org.socius.action.history.ImportEvent.ImportRowsJudged;
import org.socius.action.history.ImportEvent.ImportRowsReceived;
import org.socius.action.history.ImportEvent.ImportStarted;
import org.socius.action.history.ImportEvent.Line;
import org.socius.action.history.ImportEvent.Note;
import org.socius.action.history.ImportEvent.Outcome;
import org.socius.action.history.ImportEvent.Row;
import org.socius.contracts.Topics;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.testing.Http;
import org.socius.platform.testing.Http.Answer;
import org.socius.platform.testing.TestTokens;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** An import of more rows than one commit can hold, in a service that is stopped in the middle. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class InterruptedImportTest {

    private static final int ROWS = 300;

    /** Every tenth row comes a second time under the same key. */
    private static final int DOUBLED = 10;

    private static ConfigurableApplicationContext service;
    private static Http coordinator;

    @BeforeAll
    static void startWithTopics() {
        try (Admin admin =
                Admin.create(
                        Map.of(
                                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                                EmbeddedParts.kafkaBootstrap()))) {
            org.socius.platform.topics.Topics.ensure(
                    admin,
                    Topics.ALL.stream()
                            .map(
                                    name ->
                                            org.socius.platform.topics.Topics.Spec.ofEvents(
                                                    name, 12, (short) 1))
                            .toList(),
                    Duration.ofSeconds(30));
        }
        start();
    }

    private static void start() {
        List<String> arguments = new ArrayList<>(TestTokens.serviceArguments());
        arguments.add("--server.port=0");
        arguments.add("--socius.instance=interrupted-import");
        arguments.add("--spring.mongodb.uri=" + EmbeddedParts.mongo().uri());
        arguments.add("--spring.mongodb.database=interrupted-import");
        arguments.add("--spring.kafka.bootstrap-servers=" + EmbeddedParts.kafkaBootstrap());
        service = ActionServiceApplication.application().run(arguments.toArray(String[]::new));
        coordinator =
                Http.at(
                                "http://127.0.0.1:"
                                        + ((WebServerApplicationContext) service)
                                                .getWebServer()
                                                .getPort())
                        .as(TestTokens.token("clara", "coordinator"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void a_large_import_goes_on_after_an_interruption_and_its_report_tells_what_was_imported() {
        Answer started = coordinator.post("/api/v1/imports", file());
        assertThat(started.status()).as(started.body().toString()).isEqualTo(201);
        String report = started.header("Location");
        int before =
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> judged(report), judged -> judged >= 50);
        assertThat(before).isLessThan(ROWS);

        stop();
        start();

        JsonNode finished =
                await().atMost(Duration.ofMinutes(2))
                        .until(
                                () -> coordinator.get(report).body(),
                                shown -> shown.path("status").asString().equals("FINISHED"));
        assertThat(finished.path("judged").asInt()).isEqualTo(ROWS);
        assertThat(finished.path("refused").asInt())
                .as(finished.path("lines").path(0).toString())
                .isEqualTo(ROWS / DOUBLED);
        List<String> imported = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            JsonNode line = finished.path("lines").path(i);
            assertThat(line.path("line").asInt()).isEqualTo(i + 1);
            if (!line.path("outcome").asString().equals("REFUSED")) {
                imported.add(line.path("actionId").asString());
            }
        }
        assertThat(imported).doesNotHaveDuplicates();
        assertThat(imported)
                .allSatisfy(
                        id ->
                                assertThat(coordinator.get("/api/v1/actions/" + id).header("ETag"))
                                        .isEqualTo("\"0\""));
    }

    @Test
    void a_row_that_was_refused_before_an_interruption_is_not_imported_after_it() {
        String id = "interrupted-when-incomplete";
        String reported = UUID.nameUUIDFromBytes("imported action A1".getBytes(UTF_8)).toString();
        Note unknown = new Note("institutions-not-known", "Not read to the end.", null);
        publish(
                new ImportStarted(id, false, 2, List.of()),
                new ImportRowsReceived(
                        id, List.of(new Row(1, item("A1"), null), new Row(2, item("A2"), null))),
                new ImportRowsJudged(
                        id,
                        List.of(new Line(1, "A1", null, null, Outcome.REFUSED, List.of(unknown)))));

        JsonNode finished =
                await().atMost(Duration.ofMinutes(1))
                        .until(
                                () -> coordinator.get("/api/v1/imports/" + id).body(),
                                shown -> shown.path("status").asString().equals("FINISHED"));
        assertThat(finished.path("judged").asInt()).isEqualTo(2);
        assertThat(finished.path("refused").asInt()).as("judged alike").isEqualTo(2);
        assertThat(coordinator.get("/api/v1/actions/" + reported).status()).isEqualTo(404);
    }

    private static String item(String key) {
        return """
               {"key": "%s", "title": "T", "country_iso2": "GH",
                "partner_institution": {"name_en": "Bureau of Interruptions"}}"""
                .formatted(key);
    }

    /** What an import has come to when its service was killed. */
    private static void publish(ImportEvent... events) {
        String now = Instant.now().toString();
        MetaData metadata =
                MetaData.from(Map.of("occurredAt", now, "recordedAt", now, "correlationId", "c"));
        List<DomainEventMessage<?>> messages = new ArrayList<>();
        for (ImportEvent event : events) {
            messages.add(
                    new GenericDomainEventMessage<>(
                            "ImportRun", event.importId(), messages.size(), event, metadata));
        }
        service.getBean(EventStore.class).publish(messages);
    }

    private static int judged(String report) {
        return coordinator.get(report).body().path("judged").asInt();
    }

    private static String file() {
        return IntStream.range(0, ROWS)
                .mapToObj(
                        i ->
                                """
                                {"key": "K%d", "title": "Action %d", "country_iso2": "GH", \
                                "reference": "%d-%02d", \
                                "partner_institution": {"name_en": "Ministry of Labour"}}"""
                                        .formatted(
                                                i % DOUBLED == 9 ? i - 1 : i,
                                                i,
                                                1980 + i % 7,
                                                i / 7 + 1))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
