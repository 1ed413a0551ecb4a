package org.socius.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OutageTest {

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2027-01-01T00:00:00Z"));

    private final Stage stage =
            new Stage(
                    "--socius.gateway.answer-timeout=500ms",
                    (Dataset.Progress) () -> new Dataset("demo", Dataset.State.LOADING, 40),
                    new MovableClock() {
                        @Override
                        public Instant now() {
                            return now.get();
                        }

                        @Override
                        public boolean moveTo(Instant instant) {
                            return now.getAndUpdate(old -> instant.isBefore(old) ? old : instant)
                                            .compareTo(instant)
                                    <= 0;
                        }
                    });

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void a_service_that_is_down_is_a_reason_to_come_back_and_touches_no_other() throws Exception {
        stage.stop(Service.ACTION_SERVICE);

        HttpResponse<String> response = stage.send(stage.requestAs("somebody", "/api/v1/actions"));

        RoutesTest.problem(response, 503, "service-unavailable");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(response.body()).doesNotContain("127.0.0.1", "Exception", "java");
        assertThat(stage.send(stage.requestAs("somebody", "/api/v1/requests")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_service_that_does_not_answer_in_time_counts_as_down() throws Exception {
        RoutesTest.problem(
                stage.send(stage.requestAs("somebody", "/api/v1/requests/slow")),
                503,
                "service-unavailable");
    }

    @Test
    void a_stream_arrives_as_it_is_told_and_outlives_the_time_of_an_answer() throws Exception {
        HttpResponse<Stream<String>> response =
                stage.client.send(
                        stage.requestAs("somebody", "/api/v1/feed/stream", "coordinator")
                                .header("Accept", "text/event-stream")
                                .header("Last-Event-ID", "41")
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread reader = Thread.ofVirtual().start(() -> response.body().forEach(lines::add));

        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/event-stream");
        assertThat(lines.poll(5, TimeUnit.SECONDS)).isEqualTo("data: after 41");
        assertThat(lines.poll(5, TimeUnit.SECONDS)).isEmpty();
        assertThat(lines.poll(700, TimeUnit.MILLISECONDS)).as("nothing is told yet").isNull();
        stage.tell("42");
        assertThat(lines.poll(5, TimeUnit.SECONDS)).isEqualTo("data: 42");
        stage.tell("end");
        assertThat(reader.join(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void everything_is_up_only_if_every_service_says_so() throws Exception {
        HttpResponse<String> up = stage.send(stage.request("/api/v1/status"));
        stage.says(Service.EXPERT_SERVICE, "{\"up\":false,\"store\":{\"up\":false}}");
        HttpResponse<String> down = stage.send(stage.request("/api/v1/status"));

        assertThat(up.statusCode()).isEqualTo(200);
        assertThat(Stage.json(up).path("up").asBoolean()).isTrue();
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.headers().firstValue("Retry-After")).isPresent();
        JsonNode body = Stage.json(down);
        assertThat(body.path("up").asBoolean(true)).isFalse();
        assertThat(body.at("/services/expert-service/store/up").asBoolean(true)).isFalse();
        assertThat(body.at("/services/request-service/up").asBoolean()).isTrue();
        assertThat(body.at("/dataset/name").asString()).isEqualTo("demo");
        assertThat(body.at("/dataset/state").asString()).isEqualTo("LOADING");
        assertThat(body.at("/dataset/percent").asInt()).isEqualTo(40);
    }

    @Test
    void silence_is_down() throws Exception {
        stage.stop(Service.REPORTING_SERVICE);

        HttpResponse<String> response = stage.send(stage.request("/api/v1/status"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(Stage.json(response).at("/services/reporting-service/up").asBoolean(true))
                .isFalse();
    }

    @Test
    void services_decide_by_the_callers_token_what_the_status_shows() throws Exception {
        stage.send(stage.request("/api/v1/status"));
        for (Service ignored : Service.values()) {
            assertThat(stage.received().headers().getFirst("Authorization")).isNull();
        }
        stage.send(stage.requestAs("coordinator", "/api/v1/status"));
        for (Service ignored : Service.values()) {
            assertThat(stage.received().headers().getFirst("Authorization")).startsWith("Bearer ");
        }
    }

    @Test
    void admin_moves_the_clock_forward_and_nobody_moves_it_back() throws Exception {
        assertThat(Stage.json(move("admin", "2027-03-01T09:00:00Z")).path("now").asString())
                .isEqualTo("2027-03-01T09:00:00Z");
        RoutesTest.problem(move("admin", "2027-02-28T09:00:00Z"), 409, "clock-runs-forward");
        RoutesTest.problem(move("coordinator", "2027-04-01T09:00:00Z"), 403, "forbidden");
        HttpResponse<String> wrong = move("admin", "tomorrow");
        RoutesTest.problem(wrong, 422, "invalid-fields");
        assertThat(Stage.json(wrong).path("errors").path(0).path("pointer").asString())
                .isEqualTo("/now");
        assertThat(now).hasValue(Instant.parse("2027-03-01T09:00:00Z"));
    }

    @Test
    void admin_sees_what_any_service_parked_and_the_one_that_did_tries_again() throws Exception {
        JsonNode list =
                Stage.json(stage.send(stage.requestAs("ada", "/api/v1/parked?size=3", "admin")));

        assertThat(list.path("items").size()).isEqualTo(3);
        assertThat(list.path("totalItems").asInt()).isEqualTo(4);
        assertThat(list.path("totalPages").asInt()).isEqualTo(2);
        HttpResponse<String> retried = retry("of-expert-service", "admin");
        assertThat(retried.statusCode()).isEqualTo(200);
        assertThat(Stage.json(retried).path("from").asString()).isEqualTo("expert-service");
        RoutesTest.problem(retry("of-nobody", "admin"), 404, "not-found");
        RoutesTest.problem(retry("of-expert-service", "coordinator"), 403, "forbidden");
        RoutesTest.problem(
                stage.send(stage.requestAs("clara", "/api/v1/parked", "coordinator")),
                403,
                "forbidden");
    }

    @Test
    void the_settings_of_all_services_are_one_list_for_whom_the_services_let_see_them()
            throws Exception {
        JsonNode list =
                Stage.json(stage.send(stage.requestAs("ada", "/api/v1/reference/settings", "x")));
        assertThat(list.path("items").size()).isEqualTo(4);
        assertThat(list.at("/items/1/service").asString()).isEqualTo("action-service");
        assertThat(list.at("/items/1/property").asString()).isEqualTo("of.action-service");

        RoutesTest.problem(settings("?service=x", 200), 400, "unknown-parameter");
        RoutesTest.problem(settings("", 403), 403, "forbidden");
        RoutesTest.problem(settings("", 500), 503, "service-unavailable");
    }

    private HttpResponse<String> settings(String query, int code) throws Exception {
        stage.settingsCode = code;
        try {
            return stage.send(stage.requestAs("dora", "/api/v1/reference/settings" + query, "x"));
        } finally {
            stage.settingsCode = 200;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "size=0, invalid-parameter",
        "size=201, invalid-parameter",
        "size=many, invalid-parameter",
        "size=3&size=4, invalid-parameter",
        "page=-1, invalid-parameter",
        "status=PARKED, unknown-parameter"
    })
    void a_list_of_the_gateway_refuses_parameters_as_any_other_list(String query, String code)
            throws Exception {
        RoutesTest.problem(
                stage.send(stage.requestAs("ada", "/api/v1/parked?" + query, "admin")), 400, code);
        assertThat(
                        stage.send(stage.requestAs("ada", "/api/v1/parked?size=200", "admin"))
                                .statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> retry(String id, String role) throws Exception {
        return stage.send(
                stage.requestAs("somebody", "/api/v1/parked/" + id + "/retry", role)
                        .POST(BodyPublishers.noBody()));
    }

    private HttpResponse<String> move(String role, String instant) throws Exception {
        return stage.send(
                stage.requestAs(role, "/api/v1/demo/clock", role)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"now\":\"" + instant + "\"}")));
    }
}
