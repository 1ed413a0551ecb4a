package org.socius.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no proper HTTP: answered like everything else, and passed on to nobody. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProtocolTest {

    private static Stage stage;

    @BeforeAll
    static void open() {
        stage = new Stage("--socius.gateway.per-address.burst=1000");
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private static String caller() {
        return "Host: localhost\r\nAuthorization: Bearer "
                + Stage.token(Stage.claims("somebody", "coordinator").build())
                + "\r\nConnection: close\r\n";
    }

    static Stream<String> unreadable() {
        return Stream.of(
                "NONSENSE\r\n\r\n",
                "GET /api/v1/requests HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET /api/v1/requests HTTP/1.1\r\n\r\n",
                "GET /api/v1/requests HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /api/v1/requests HTTP/1.1\r\nHost: a b/c\r\n\r\n",
                "GET http://elsewhere/api/v1/requests HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /api/v1/requests?q=<script> HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /api/v1/requests HTTP/1.1\r\nHost: localhost\r\nX-Long: "
                        + "x".repeat(20_000)
                        + "\r\n\r\n",
                "GET /api/v1/requests/" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /api/v1/requests HTTP/1.1\r\nHost: localhost\r\nBad Name: x\r\n\r\n",
                "GET /api/v1/requests HTTP/1.1\r\nHost: localhost\r\nX-A: b\u0000c\r\n\r\n",
                "POST /api/v1/requests HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
                "POST /api/v1/requests HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n{}",
                "POST /api/v1/requests HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n{}");
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void what_is_no_request_is_a_problem_document_and_nothing_more(String bytes) throws Exception {
        malformed(stage.raw(bytes));
        assertThat(stage.nothingReceived()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"q=100%", "q=%zz", "q=%E0%A4", "=x"})
    void a_query_that_cannot_be_decoded_is_a_problem_document(String query) throws Exception {
        for (String resource : java.util.List.of("requests", "catalogue/actions")) {
            malformed(
                    stage.raw(
                            "GET /api/v1/"
                                    + resource
                                    + "?"
                                    + query
                                    + " HTTP/1.1\r\n"
                                    + caller()
                                    + "\r\n"));
        }
        assertThat(stage.nothingReceived()).isTrue();
    }

    private static void malformed(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1 ");
        assertThat(answer)
                .contains("application/problem+json", "urn:problem:gateway:malformed-request")
                .containsIgnoringCase("x-request-id: ")
                .containsIgnoringCase("content-security-policy: ")
                .containsIgnoringCase("x-content-type-options: nosniff")
                .doesNotContainIgnoringCase(
                        "tomcat", "apache", "<html", "exception", ".java:", "\r\nServer:");
    }

    @Test
    void a_length_beside_chunks_smuggles_no_second_request() throws Exception {
        String answer =
                stage.raw(
                        "POST /api/v1/requests HTTP/1.1\r\n"
                                + caller().replace("Connection: close\r\n", "")
                                + "Content-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "0\r\n\r\nGET /api/v1/experts HTTP/1.1\r\n"
                                + caller()
                                + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 ").containsOnlyOnce("HTTP/1.1 ");
        while (!stage.nothingReceived()) {
            assertThat(stage.received().path()).isEqualTo("/api/v1/requests");
        }
    }

    @Test
    void a_chunk_that_is_none_reaches_no_service() throws Exception {
        String answer =
                stage.raw(
                        "POST /api/v1/requests HTTP/1.1\r\n"
                                + caller()
                                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");

        malformed(answer);
        assertThat(stage.nothingReceived()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/requests/../experts",
                "/api/v1/requests/%2e%2e/experts",
                "/api/v1/requests/%2e%2e%2fexperts",
                "/api/v1/requests/..%2fexperts",
                "/api/v1/requests/..;/experts",
                "/api/v1/requests/..%5cexperts",
                "/api/v1/requests/%252e%252e%252fexperts",
                "/api/v1/requests/%c0%ae%c0%ae/experts",
                "/api/v1/requests/%00",
                "/api/v1/requests/a%0d%0aX-Evil:1",
                "/api/v1/requests/%zz",
                "/api/v1//requests",
                "//api/v1/requests",
                "/api/v1/requests;a=b",
                "/API/V1/requests",
                "/actuator/../api/v1/me/../../../actuator/env"
            })
    void a_path_with_a_trick_in_it_leads_to_no_other_resource(String path) throws Exception {
        String answer = stage.raw("GET " + path + " HTTP/1.1\r\n" + caller() + "\r\n");

        assertThat(answer).containsOnlyOnce("HTTP/1.1 ").doesNotContain("\r\nX-Evil");
        if (!answer.startsWith("HTTP/1.1 200")) {
            assertThat(answer).containsPattern("^HTTP/1.1 (400|404)");
            assertThat(answer).contains("urn:problem:gateway:");
        }
        while (!stage.nothingReceived()) {
            Stage.Received received = stage.received();
            assertThat(received.service()).as(received.path()).isEqualTo(Service.EXPERT_SERVICE);
            assertThat(path).as("a plain .. is the address it spells").contains("/../experts");
        }
    }

    @ParameterizedTest
    @CsvSource({"TRACE, 405", "CONNECT, 400"})
    void methods_of_the_protocol_itself_are_not_passed_on(String method, int status)
            throws Exception {
        String answer = stage.raw(method + " /api/v1/requests HTTP/1.1\r\n" + caller() + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("urn:problem:gateway:");
        assertThat(stage.nothingReceived()).isTrue();
    }
}
