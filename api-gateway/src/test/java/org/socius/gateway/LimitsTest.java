package org.socius.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LimitsTest {

    private static final int MEBIBYTE = 1 << 20;

    private final Stage stage =
            new Stage(
                    "--socius.gateway.per-subject.per-second=1",
                    "--socius.gateway.per-subject.burst=5",
                    "--socius.gateway.per-address.per-second=1",
                    "--socius.gateway.per-address.burst=3");

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void a_subject_that_asks_too_fast_is_told_when_to_come_back_and_others_are_not_affected()
            throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(stage.send(stage.requestAs("hasty", "/api/v1/me")).statusCode())
                    .isEqualTo(200);
        }
        HttpResponse<String> sixth = stage.send(stage.requestAs("hasty", "/api/v1/me"));

        RoutesTest.problem(sixth, 429, "rate-exceeded");
        assertThat(sixth.headers().firstValue("Retry-After")).contains("1");
        assertThat(stage.send(stage.requestAs("patient", "/api/v1/me")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void an_address_without_a_token_has_its_own_rate_whatever_it_says_of_forwarding()
            throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(
                            stage.send(
                                            stage.request("/api/v1/catalogue/actions")
                                                    .header("X-Forwarded-For", "10.0.0." + i)
                                                    .header("Forwarded", "for=10.0.0." + i))
                                    .statusCode())
                    .isEqualTo(200);
        }
        HttpResponse<String> fourth =
                stage.send(
                        stage.request("/api/v1/catalogue/actions")
                                .header("X-Forwarded-For", "10.0.0.4"));

        RoutesTest.problem(fourth, 429, "rate-exceeded");
        assertThat(stage.send(stage.requestAs("somebody", "/api/v1/me")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void guessing_tokens_is_as_slow_as_asking_without_one() throws Exception {
        for (int i = 0; i < 3; i++) {
            RoutesTest.problem(guess(i), 401, "unauthenticated");
        }

        RoutesTest.problem(guess(4), 429, "rate-exceeded");
    }

    private HttpResponse<String> guess(int i) throws Exception {
        return stage.send(
                stage.request("/api/v1/me").header("Authorization", "Bearer guess." + i + ".x"));
    }

    @Test
    void
            a_body_of_exactly_the_limit_passes_and_one_byte_more_is_refused_before_the_service_hears_of_it()
                    throws Exception {
        assertThat(post("application/json", MEBIBYTE).statusCode()).isEqualTo(200);
        assertThat(stage.received().bodyLength()).isEqualTo(MEBIBYTE);

        RoutesTest.problem(post("application/json", MEBIBYTE + 1), 413, "body-too-large");
        assertThat(stage.nothingReceived()).isTrue();
    }

    @Test
    void an_attachment_may_be_larger_than_a_command() throws Exception {
        int whole = 20 * MEBIBYTE + (64 << 10);
        assertThat(post("multipart/form-data; boundary=x", whole).statusCode()).isEqualTo(200);
        RoutesTest.problem(
                post("multipart/form-data; boundary=x", whole + 1), 413, "body-too-large");
    }

    @Test
    void an_attachment_of_no_stated_length_is_refused_at_the_limit() throws Exception {
        HttpRequest.Builder request =
                stage.requestAs("somebody", "/api/v1/requests/1/attachments")
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(
                                HttpRequest.BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(new byte[21 * MEBIBYTE])));

        RoutesTest.problem(stage.send(request), 413, "body-too-large");
    }

    @Test
    void a_body_without_a_stated_length_is_refused_at_the_limit_although_it_goes_on()
            throws Exception {
        try (Socket socket = new Socket("127.0.0.1", stage.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            String token = Stage.token(Stage.claims("somebody").build());
            out.write(
                    ("POST /api/v1/requests HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + token
                                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] chunk =
                    ("10000\r\n" + "x".repeat(0x10000) + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 20; i++) {
                out.write(chunk);
            }
            out.flush();

            String answer = head(socket.getInputStream());
            assertThat(answer).startsWith("HTTP/1.1 413").contains("application/problem+json");
        }
        assertThat(stage.nothingReceived()).isTrue();
    }

    @Test
    void a_chunked_body_below_the_limit_passes() throws Exception {
        var response =
                stage.send(
                        stage.requestAs("somebody", "/api/v1/requests")
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofInputStream(
                                                () ->
                                                        new java.io.ByteArrayInputStream(
                                                                new byte[MEBIBYTE]))));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(stage.received().bodyLength()).isEqualTo(MEBIBYTE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "",
                "nonsense",
                "*/*"
            })
    void a_body_in_another_format_is_refused(String format) throws Exception {
        var request =
                stage.requestAs("somebody", "/api/v1/requests").POST(BodyPublishers.ofString("{}"));
        if (!format.isEmpty()) {
            request.header("Content-Type", format);
        }

        RoutesTest.problem(stage.send(request), 415, "unsupported-media-type");
        assertThat(stage.nothingReceived()).isTrue();
    }

    @Test
    void a_compressed_body_is_refused_because_its_size_is_unknown() throws Exception {
        RoutesTest.problem(
                stage.send(
                        stage.requestAs("somebody", "/api/v1/requests")
                                .header("Content-Type", "application/json")
                                .header("Content-Encoding", "gzip")
                                .POST(BodyPublishers.ofByteArray(new byte[10]))),
                415,
                "unsupported-media-type");
    }

    private HttpResponse<String> post(String format, int length) throws Exception {
        return stage.send(
                stage.requestAs("somebody", "/api/v1/requests")
                        .header("Content-Type", format)
                        .POST(BodyPublishers.ofByteArray(new byte[length])));
    }

    private static String head(InputStream in) throws Exception {
        StringBuilder text = new StringBuilder();
        int next = in.read();
        while (next >= 0 && text.indexOf("\r\n\r\n") < 0) {
            text.append((char) next);
            next = in.read();
        }
        return text.toString();
    }
}
