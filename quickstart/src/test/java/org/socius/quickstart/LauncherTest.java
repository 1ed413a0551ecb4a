package org.socius.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socius.quickstart.journey.Api;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LauncherTest {

    @TempDir private Path directory;

    @Test
    void everything_starts_survives_a_kill_and_stops_in_order() throws Exception {
        int port = SociusProcess.freePort();
        String token;
        try (SociusProcess killed =
                run(
                        "--port",
                        Integer.toString(port),
                        "--empty",
                        "--clock",
                        "2031-05-05T08:00:00Z")) {
            Api api = killed.awaitUp(port);
            JsonNode addresses =
                    JsonMapper.shared()
                            .readTree(Files.readString(directory.resolve("data/addresses.json")));
            assertThat(addresses.path("gateway").asString()).isEqualTo("http://localhost:" + port);
            assertThat(addresses.path("kafka").asString()).startsWith("127.0.0.1:");
            assertThat(addresses.path("mongodb").asString()).startsWith("mongodb://");
            assertThat(addresses.path("services").propertyNames())
                    .containsExactly(
                            "request-service",
                            "action-service",
                            "expert-service",
                            "reporting-service");
            token = api.token("coordinator");
            Api.Answer moved =
                    api.post(
                            "admin",
                            "/api/v1/demo/clock",
                            "k1",
                            Map.of("now", "2031-06-01T08:00:00Z"));
            assertThat(moved.status()).isEqualTo(200);
            assertThat(wishesMailTo(api, "k2", "<b>&@home.example")).isEqualTo(422);
            assertThat(wishesMailTo(api, "k3", "b&b@home.example")).isEqualTo(200);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> mailbox(port).contains("[Socius] Confirmez votre adresse"));
            assertThat(mailbox(port)).contains("b&amp;b@home.example").doesNotContain("b&b@");
            killed.kill();
        }
        try (SociusProcess again = run("--port", Integer.toString(port))) {
            Api api = again.awaitUp(port);
            assertThat(me(port, token)).as("a token from before the kill").isEqualTo(200);
            assertThat(mailbox(port)).contains("[Socius] Confirmez votre adresse");
            assertThat(api.get("coordinator", "/api/v1/demo/mails").body().at("/items"))
                    .as("sent once")
                    .hasSize(1);
            assertThat(Instant.parse(api.get("/api/v1/status").text("clock")))
                    .isBetween(
                            Instant.parse("2031-06-01T08:00:00Z"),
                            Instant.parse("2031-06-01T09:00:00Z"));
            assertThat(api.get("/api/v1/status").body().at("/dataset/name").asString())
                    .isEqualTo("empty");
            again.stop();
            assertThat(again.awaitEnd()).isZero();
        }
        assertThat(directory.resolve("data/addresses.json")).doesNotExist();
        assertThat(Files.readString(directory.resolve("data/logs/socius.log")))
                .contains("api-gateway stopped");
    }

    @Test
    void a_port_in_use_is_one_sentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refusedWith(
                    run("--port", Integer.toString(taken.getLocalPort())),
                    "Port " + taken.getLocalPort() + " is in use; choose another with --port N.");
        }
    }

    @Test
    void a_directory_in_use_is_one_sentence() throws Exception {
        try (DataDirectory ignored = DataDirectory.take(directory.resolve("data"))) {
            refusedWith(
                    run("--port", "0"),
                    "The directory "
                            + directory.resolve("data")
                            + " is in use by another running Socius; choose another with --data DIR.");
        }
    }

    @Test
    void a_directory_of_a_newer_format_is_one_sentence() throws Exception {
        Files.createDirectories(directory.resolve("data"));
        Files.writeString(directory.resolve("data/format"), (DataDirectory.FORMAT + 1) + "\n");

        refusedWith(
                run("--port", "0"),
                "The directory %s is of the newer format %d, this version reads format %d; choose another with --data DIR."
                        .formatted(
                                directory.resolve("data"),
                                DataDirectory.FORMAT + 1,
                                DataDirectory.FORMAT));
    }

    private SociusProcess run(String... options) throws IOException {
        return SociusProcess.start(directory, options);
    }

    private static void refusedWith(SociusProcess process, String sentence) throws Exception {
        try (process) {
            assertThat(process.awaitEnd()).isEqualTo(1);
            assertThat(process.err()).isEqualTo(sentence + "\n");
        }
    }

    private static int wishesMailTo(Api api, String key, String email) {
        return api.put(
                        "coordinator",
                        "/api/v1/notifications/preferences",
                        key,
                        Map.of("email", email, "language", "fr"))
                .status();
    }

    private static String mailbox(int port) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> page =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://localhost:" + port + "/mailbox"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .startsWith("default-src 'none';");
            return page.body();
        }
    }

    private static int me(int port, String token) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://localhost:" + port + "/api/v1/me"))
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
