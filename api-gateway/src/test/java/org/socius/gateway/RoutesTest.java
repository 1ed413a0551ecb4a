package org.socius.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RoutesTest {

    static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static Stage stage;

    @BeforeAll
    static void open() {
        stage = new Stage();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({
        "institutions, request-service",
        "requests/1/timeline, request-service",
        "actions?requestId=1, action-service",
        "reference/holidays/2027-05-07, request-service",
        "projects, action-service",
        "reference/settings/socius.request.screening-days, request-service",
        "reference/settings/socius.action.survey-reminder-days, action-service",
        "reference/settings/socius.expert.pass-mark, expert-service",
        "reference/settings/socius.matching.weights.language, expert-service",
        "imports, action-service",
        "facility-records?kind=QUOTATION, action-service",
        "experts/me, expert-service",
        "persons/1/data-export, expert-service",
        "collaborative-partners, expert-service",
        "calls, expert-service",
        "applications, expert-service",
        "mobilisations, expert-service",
        "reports/overview, reporting-service",
        "catalogue/actions, reporting-service",
        "open-data/actions.json, reporting-service",
        "feed, reporting-service",
        "tasks, reporting-service"
    })
    void a_path_is_answered_by_the_service_that_owns_it(String path, String service)
            throws Exception {
        var response = stage.send(stage.requestAs("somebody", "/api/v1/" + path));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Stage.json(response).path("from").asString()).isEqualTo(service);
        assertThat(stage.received().path()).isEqualTo("/api/v1/" + path);
        assertThat(response.headers().firstValue("ETag")).contains("\"7\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/nothing",
                "/api/v1/requestsx",
                "/api/v1/reference/settings/socius.reporting.days",
                "/actuator/health",
                "/actuator/gateway/routes",
                "/"
            })
    void an_address_that_nobody_owns_is_not_found(String path) throws Exception {
        var response = stage.send(stage.requestAs("somebody", path));

        problem(response, 404, "not-found");
        assertThat(stage.nothingReceived()).isTrue();
    }

    @Test
    void who_speaks_in_the_name_of_the_gateway_is_not_heard() throws Exception {
        stage.send(
                stage.requestAs("somebody", "/api/v1/requests")
                        .header("X-Forwarded-For", "10.0.0.1")
                        .header("X-Forwarded-Host", "evil.example")
                        .header("Forwarded", "for=10.0.0.1")
                        .header("X-User-Id", "admin")
                        .header("X-Request-Id", "mine-0123456789")
                        .header("Cookie", "SESSION=1")
                        .header("Idempotency-Key", "k1")
                        .header("If-Match", "\"3\"")
                        .header("traceparent", TRACE));

        var headers = stage.received().headers();
        assertThat(headers.keySet())
                .doesNotContain(
                        "X-forwarded-for", "X-forwarded-host", "Forwarded", "X-user-id", "Cookie");
        assertThat(headers.getFirst("X-Request-Id")).isNotEqualTo("mine-0123456789");
        assertThat(headers.getFirst("Idempotency-Key")).isEqualTo("k1");
        assertThat(headers.getFirst("If-Match")).isEqualTo("\"3\"");
        assertThat(headers.getFirst("traceparent")).startsWith(TRACE.substring(0, 35));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/status",
                "/api/v1/parked",
                "/api/v1/reference/settings",
                "/api/v1/documents/none"
            })
    void whoever_is_asked_for_an_answer_of_several_learns_the_trace(String path) throws Exception {
        while (!stage.nothingReceived()) {
            stage.received();
        }
        stage.send(stage.requestAs("root", path, "admin").header("traceparent", TRACE));

        int asked = 0;
        while (!stage.nothingReceived()) {
            assertThat(stage.received().headers().getFirst("traceparent"))
                    .startsWith(TRACE.substring(0, 35));
            asked++;
        }
        assertThat(asked).isGreaterThan(2);
    }

    @Test
    void the_service_and_the_client_learn_the_same_request_id() throws Exception {
        var response = stage.send(stage.requestAs("somebody", "/api/v1/requests"));

        assertThat(response.headers().allValues("X-Request-Id"))
                .containsExactly(stage.received().headers().getFirst("X-Request-Id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/requests", "/api/v1/nothing", "/api/v1/status", "/nowhere"})
    void every_answer_carries_the_security_headers_once(String path) throws Exception {
        for (var request :
                new java.net.http.HttpRequest.Builder[] {
                    stage.request(path), stage.requestAs("a", path)
                }) {
            HttpResponse<String> response = stage.send(request);

            assertThat(response.headers().allValues("X-Content-Type-Options"))
                    .containsExactly("nosniff");
            assertThat(response.headers().allValues("X-Frame-Options")).containsExactly("DENY");
            assertThat(response.headers().allValues("Content-Security-Policy"))
                    .containsExactly("default-src 'none'; frame-ancestors 'none'");
            assertThat(response.headers().allValues("Referrer-Policy"))
                    .containsExactly("no-referrer");
            assertThat(response.headers().firstValue("Cache-Control").orElse(""))
                    .contains("no-store");
            assertThat(response.headers().allValues("X-Request-Id")).hasSize(1);
            assertThat(response.headers().map())
                    .doesNotContainKeys("server", "x-powered-by", "set-cookie");
        }
        while (!stage.nothingReceived()) {
            stage.received();
        }
    }

    @Test
    void a_file_arrives_as_its_service_serves_it() throws Exception {
        HttpResponse<String> file =
                stage.send(stage.requestAs("somebody", "/api/v1/requests/1/attachments/2"));

        assertThat(stage.received().service()).isEqualTo(Service.REQUEST_SERVICE);
        assertThat(file.body()).isEqualTo("\0\u0001PDF");
        Stage.FILE.forEach(
                (name, value) ->
                        assertThat(file.headers().allValues(name)).as(name).containsExactly(value));
    }

    @Test
    void a_command_arrives_with_its_body() throws Exception {
        var response =
                stage.send(
                        stage.requestAs("somebody", "/api/v1/requests")
                                .header("Content-Type", "application/json; charset=utf-8")
                                .POST(BodyPublishers.ofString("{\"form\":\"FULL\"}")));

        assertThat(response.statusCode()).isEqualTo(200);
        var received = stage.received();
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.bodyLength()).isEqualTo(15);
    }

    @Test
    void the_caller_is_told_how_it_is_known() throws Exception {
        var token =
                Stage.token(
                        Stage.claims("ipes", "partner-drafter", "partner-signatory")
                                .claim("institution", java.util.List.of("i-1"))
                                .build());

        JsonNode me =
                Stage.json(
                        stage.send(
                                stage.request("/api/v1/me")
                                        .header("Authorization", "Bearer " + token)));

        assertThat(me.path("sub").asString()).isEqualTo("ipes");
        assertThat(me.path("roles").size()).isEqualTo(2);
        assertThat(me.path("institution").asString()).isEqualTo("i-1");
        assertThat(me.path("country").isNull()).isTrue();
    }

    @Test
    void the_documents_of_the_services_become_one_and_keep_their_schemas_apart() throws Exception {
        JsonNode document = Stage.json(stage.send(stage.request("/api/v1/openapi")));

        assertThat(document.path("paths").propertyNames())
                .contains(
                        "/api/v1/institutions",
                        "/api/v1/actions",
                        "/api/v1/experts",
                        "/api/v1/reports",
                        "/api/v1/me");
        assertThat(
                        document.at(
                                        "/paths/~1api~1v1~1actions/get/responses/200/content/application~1json/schema/$ref")
                                .asString())
                .isEqualTo("#/components/schemas/action-service.Page");
        assertThat(document.at("/components/schemas/action-service.Page/description").asString())
                .isEqualTo("of action-service");
        for (Service service : Service.values()) {
            assertThat(stage.received().path()).isEqualTo("/v3/api-docs");
        }
    }

    @Test
    void the_events_on_the_broker_are_described_to_everybody() throws Exception {
        var response = stage.send(stage.request("/api/v1/asyncapi"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Stage.json(response).path("asyncapi").asString()).startsWith("3.");
        assertThat(Stage.json(response).toString()).contains("socius.request.v1");
    }

    static void problem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        JsonNode problem = Stage.json(response);
        assertThat(problem.path("type").asString()).isEqualTo("urn:problem:gateway:" + code);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asString()).isNotBlank();
        assertThat(problem.path("remedy").asString()).isNotBlank();
        assertThat(problem.path("instance").asString())
                .isEqualTo(response.headers().firstValue("X-Request-Id").orElseThrow());
    }
}
