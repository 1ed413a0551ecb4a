package org.socius.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.net.URLDecoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which service gets a new document, and which one is asked for a known one. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DocumentRoutesTest {

    private static final String SEAM = "seam";
    private static final String END = "--" + SEAM + "--\r\n";

    private static Stage stage;

    @BeforeAll
    static void open() {
        stage = new Stage();
    }

    @AfterEach
    void forget() throws InterruptedException {
        while (!stage.nothingReceived()) {
            stage.received();
        }
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private static String text(String name, String value) {
        return "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                .formatted(SEAM, name, value);
    }

    private static String file(int size) {
        return "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%s\r\n"
                .formatted(SEAM, "x".repeat(size));
    }

    private HttpResponse<String> upload(String query, String body) throws Exception {
        return upload(query, BodyPublishers.ofString(body));
    }

    private HttpResponse<String> upload(String query, BodyPublisher body) throws Exception {
        return stage.send(
                stage.requestAs("somebody", "/api/v1/documents" + query)
                        .header("Content-Type", "multipart/form-data; boundary=" + SEAM)
                        .POST(body));
    }

    @ParameterizedTest
    @CsvSource({
        "/requests/1, REQUEST_SERVICE",
        "/api/v1/institutions/1, REQUEST_SERVICE",
        "/actions/1/activities/2, ACTION_SERVICE",
        "/projects/1, ACTION_SERVICE",
        "/api/v1/experts/1, EXPERT_SERVICE",
        "/calls/1, EXPERT_SERVICE",
        "/applications/1, EXPERT_SERVICE",
        "/mobilisations/1, EXPERT_SERVICE",
        "/collaborative-partners/1, EXPERT_SERVICE"
    })
    void a_new_document_goes_to_the_service_of_its_owner(String owner, Service service)
            throws Exception {
        String inBody = text("id", "1") + text("owner", owner) + file(200_000) + END;
        assertThat(upload("", inBody).statusCode()).isEqualTo(200);
        Stage.Received first = stage.received();
        assertThat(upload("?owner=" + owner, file(200_000) + END).statusCode()).isEqualTo(200);
        Stage.Received second = stage.received();

        assertThat(first.service()).isEqualTo(service);
        assertThat(first.bodyLength()).isEqualTo(inBody.length());
        assertThat(second.service()).isEqualTo(service);
        assertThat(URLDecoder.decode(second.path(), StandardCharsets.UTF_8))
                .isEqualTo("/api/v1/documents?owner=" + owner);
    }

    @Test
    void a_body_of_unknown_length_is_passed_on_whole() throws Exception {
        byte[] begin = (text("owner", "/actions/1") + file(0)).getBytes(StandardCharsets.UTF_8);
        byte[] rest = new byte[3 << 20];

        upload(
                "",
                BodyPublishers.ofInputStream(
                        () ->
                                new SequenceInputStream(
                                        new ByteArrayInputStream(begin),
                                        new ByteArrayInputStream(rest))));

        Stage.Received received = stage.received();
        assertThat(received.service()).isEqualTo(Service.ACTION_SERVICE);
        assertThat(received.bodyLength()).isEqualTo(begin.length + rest.length);
    }

    @Test
    void an_owner_that_is_not_said_in_time_is_asked_for() throws Exception {
        for (String body :
                new String[] {
                    file(10) + END,
                    file(10) + text("owner", "/actions/1") + END,
                    text("filler", "x".repeat(70_000)) + text("owner", "/actions/1") + END,
                    "no seam at all",
                    ""
                }) {
            HttpResponse<String> refused = upload("", body);

            RoutesTest.problem(refused, 422, "invalid-fields");
            assertThat(Stage.json(refused).at("/errors/0/pointer").asString()).isEqualTo("/owner");
            assertThat(Stage.json(refused).at("/errors/0/code").asString()).isEqualTo("required");
        }
        assertThat(stage.nothingReceived()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/reports/overview", "/nothing/1", "/actions", "actions/1", "/", ""})
    void an_owner_that_has_no_documents_is_refused(String owner) throws Exception {
        HttpResponse<String> refused = upload("?owner=" + owner, file(10) + END);

        RoutesTest.problem(refused, 422, "invalid-fields");
        assertThat(Stage.json(refused).at("/errors/0/code").asString()).isEqualTo("unknown-owner");
        assertThat(stage.nothingReceived()).isTrue();
    }

    @Test
    void another_spelling_of_the_address_is_nothing() throws Exception {
        HttpResponse<String> answer =
                stage.send(
                        stage.requestAs("somebody", "/api/v1/document%73?owner=/requests/1")
                                .header("Content-Type", "multipart/form-data; boundary=" + SEAM)
                                .POST(BodyPublishers.ofString(file(1) + END)));
        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @Test
    void two_owners_and_bodies_without_parts_are_refused() throws Exception {
        RoutesTest.problem(
                upload("?owner=/actions/1&owner=/actions/2", file(1) + END),
                400,
                "invalid-parameter");
        RoutesTest.problem(
                stage.send(
                        stage.requestAs("somebody", "/api/v1/documents")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{}"))),
                415,
                "unsupported-media-type");
        assertThat(stage.nothingReceived()).isTrue();
    }

    @Test
    void a_file_that_is_too_large_is_refused_whoever_owns_it() throws Exception {
        byte[] begin = (text("owner", "/actions/1") + file(0)).getBytes(StandardCharsets.UTF_8);
        byte[] rest = new byte[(20 << 20) + (64 << 10)];

        HttpResponse<String> refused =
                upload(
                        "",
                        BodyPublishers.concat(
                                BodyPublishers.ofByteArray(begin),
                                BodyPublishers.ofByteArray(rest)));

        RoutesTest.problem(refused, 413, "body-too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"request-service", "action-service", "expert-service"})
    void a_document_is_answered_by_the_service_that_knows_it(String service) throws Exception {
        for (String path : new String[] {"of-" + service, "of-" + service + "/timeline"}) {
            HttpResponse<String> found =
                    stage.send(stage.requestAs("somebody", "/api/v1/documents/" + path));

            assertThat(found.statusCode()).isEqualTo(200);
            assertThat(Stage.json(found).path("from").asString()).isEqualTo(service);
            assertThat(found.headers().allValues("X-Request-Id")).hasSize(1);
        }
    }

    @Test
    void nobody_puts_another_document_in_front_of_one() throws Exception {
        HttpResponse<String> found =
                stage.send(
                        stage.requestAs(
                                "somebody",
                                "/api/v1/documents/of-request-service-of-expert-service"));

        assertThat(Stage.json(found).path("from").asString()).isEqualTo("expert-service");
    }

    @Test
    void the_list_of_an_owner_comes_from_its_service() throws Exception {
        HttpResponse<String> found =
                stage.send(stage.requestAs("somebody", "/api/v1/documents?owner=/calls/1"));

        assertThat(Stage.json(found).path("from").asString()).isEqualTo("expert-service");
    }

    @Test
    void a_list_of_nobody_is_refused_before_any_service_is_asked() throws Exception {
        HttpResponse<String> refused =
                stage.send(stage.requestAs("somebody", "/api/v1/documents?page=0"));

        RoutesTest.problem(refused, 400, "invalid-parameter");
        assertThat(Stage.json(refused).path("parameter").asString()).isEqualTo("owner");
        assertThat(stage.nothingReceived()).isTrue();
    }

    @Test
    void a_document_that_nobody_knows_is_not_found_however_often_it_is_asked_for()
            throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(
                            stage.send(stage.requestAs("somebody", "/api/v1/documents/none"))
                                    .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void a_service_that_is_down_hides_only_its_own_documents() throws Exception {
        try (Stage troubled = new Stage()) {
            troubled.stop(Service.ACTION_SERVICE);

            HttpResponse<String> known =
                    troubled.send(
                            troubled.requestAs("somebody", "/api/v1/documents/of-expert-service"));
            HttpResponse<String> unknown =
                    troubled.send(troubled.requestAs("somebody", "/api/v1/documents/none"));

            assertThat(known.statusCode()).isEqualTo(200);
            RoutesTest.problem(unknown, 503, "service-unavailable");
            assertThat(unknown.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void a_service_in_trouble_hides_only_its_own_documents() throws Exception {
        try (Stage troubled = new Stage()) {
            troubled.inTrouble(Service.REQUEST_SERVICE);

            assertThat(
                            troubled.send(
                                            troubled.requestAs(
                                                    "somebody",
                                                    "/api/v1/documents/of-expert-service"))
                                    .statusCode())
                    .isEqualTo(200);
            RoutesTest.problem(
                    troubled.send(troubled.requestAs("somebody", "/api/v1/documents/none")),
                    503,
                    "service-unavailable");
        }
    }

    @Test
    void without_a_token_documents_may_be_asked_for_and_nothing_else() throws Exception {
        assertThat(stage.send(stage.request("/api/v1/documents/of-expert-service")).statusCode())
                .isEqualTo(200);
        assertThat(
                        stage.send(stage.request("/api/v1/documents/of-expert-service").HEAD())
                                .statusCode())
                .isEqualTo(200);
        RoutesTest.problem(
                stage.send(stage.request("/api/v1/documents/of-expert-service/timeline")),
                401,
                "unauthenticated");
        RoutesTest.problem(
                stage.send(
                        stage.request("/api/v1/documents?owner=/calls/1")
                                .header("Content-Type", "multipart/form-data; boundary=" + SEAM)
                                .POST(BodyPublishers.ofString(file(1) + END))),
                401,
                "unauthenticated");
    }
}
