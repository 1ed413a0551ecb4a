package org.socius.quickstart.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socius.quickstart.CannotStart;
import org.socius.quickstart.DataDirectory;
import org.socius.quickstart.Progress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class JourneyTest {

    @TempDir private Path directory;

    private HttpServer gateway;
    private DataDirectory data;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger shown = new AtomicInteger();
    private final List<String> keys = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private int answer = 200;

    @BeforeEach
    void open() throws Exception {
        data = DataDirectory.take(directory);
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext(
                "/oauth2/token",
                exchange -> respond(exchange, 200, "{\"access_token\":\"t\",\"expires_in\":600}"));
        gateway.createContext(
                "/api/v1/reports/overview",
                exchange -> {
                    int late = shown.getAndSet(requests.get());
                    respond(
                            exchange,
                            200,
                            "{\"requests\":%1$d,\"meta\":{\"positions\":{\"t\":%1$d}}}"
                                    .formatted(late));
                });
        gateway.createContext(
                "/api/v1/status",
                exchange ->
                        respond(
                                exchange,
                                200,
                                "{\"services\":{\"s\":{\"relay\":{\"recorded\":{\"t\":%d}}}}}"
                                        .formatted(requests.get())));
        gateway.createContext(
                "/api/v1/requests",
                exchange -> {
                    bodies.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
                    if (answer == 200) {
                        requests.incrementAndGet();
                    }
                    respond(
                            exchange,
                            answer,
                            "{\"type\":\"urn:problem:request-service:wrong-state\",\"status\":\"DRAFT\"}");
                });
        gateway.start();
    }

    @AfterEach
    void close() {
        gateway.stop(0);
        data.close();
    }

    @Test
    void each_step_prints_the_figures_it_changed_although_reports_come_late() {
        journey(post("First"), step("Second", _ -> {})).play();

        assertThat(printed())
                .contains("1/2  First")
                .contains("requests 0 -> 1")
                .contains("2/2  Second");
        assertThat(printed().lines().filter(line -> line.contains("->"))).hasSize(1);
    }

    @Test
    void a_step_that_is_answered_otherwise_ends_the_journey_with_a_reason() {
        answer = 409;

        assertThatThrownBy(
                        () -> journey(step("Quiet", _ -> {}), post("Loud"), post("Never")).play())
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("Step 2 (Loud)")
                .hasMessageContaining("409");
        assertThat(keys).hasSize(1);
    }

    @Test
    void a_journey_goes_on_from_the_first_step_that_was_not_acknowledged_with_the_same_keys() {
        Journey.Step remembering = step("Remember", stage -> stage.remember("id", "42"));
        answer = 500;
        assertThatThrownBy(() -> journey(remembering, post("Command")).play())
                .isInstanceOf(CannotStart.class);
        answer = 200;

        journey(
                        step(
                                "Never again",
                                _ -> {
                                    throw new AssertionError(
                                            "an acknowledged step was played again");
                                }),
                        post("Command"),
                        step("Use", stage -> assertThat(stage.fact("id")).isEqualTo("42")))
                .play();

        assertThat(keys).hasSize(2);
        assertThat(keys.get(0)).isEqualTo(keys.get(1));
    }

    @Test
    void a_journey_that_is_over_stays_over() {
        journey(post("Only")).play();
        journey(post("Only")).play();

        assertThat(requests).hasValue(1);
    }

    @Test
    void a_command_is_sent_with_the_same_bytes_by_every_process() {
        journey(
                        step(
                                "Several members",
                                stage ->
                                        stage.post(
                                                "ipes",
                                                "/api/v1/requests",
                                                Map.of(
                                                        "d",
                                                        Map.of("z", 1, "y", 2),
                                                        "c",
                                                        1,
                                                        "b",
                                                        2,
                                                        "a",
                                                        3))))
                .play();

        assertThat(bodies).containsExactly("{\"a\":3,\"b\":2,\"c\":1,\"d\":{\"y\":2,\"z\":1}}");
    }

    private Journey journey(Journey.Step... steps) {
        String address = "http://127.0.0.1:" + gateway.getAddress().getPort();
        return new Journey(
                new Api(address, "demo", Clock.systemUTC()),
                data,
                new Progress(new PrintStream(terminal)),
                List.of(steps));
    }

    private static Journey.Step post(String name) {
        return step(name, stage -> stage.post("ipes", "/api/v1/requests", Map.of()));
    }

    private static Journey.Step step(String name, Journey.Play play) {
        return new Journey.Step(name, play);
    }

    private String printed() {
        return terminal.toString(StandardCharsets.UTF_8);
    }

    private static void respond(
            com.sun.net.httpserver.HttpExchange exchange, int status, String body)
            throws java.io.IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
