package org.socius.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socius.platform.format.DerivedId;
import org.socius.quickstart.journey.Api;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the loader sends, to a gateway that keeps keys and content and nothing else. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DatasetLoaderTest {

    @TempDir private Path directory;

    private final Map<String, String> taken = new ConcurrentHashMap<>();
    private final Queue<String> repeated = new ConcurrentLinkedQueue<>();
    private final Queue<String> changed = new ConcurrentLinkedQueue<>();
    private final Queue<String> ids = new ConcurrentLinkedQueue<>();
    private volatile String clock = "";

    @Test
    void a_loading_that_goes_on_on_another_day_repeats_its_commands_to_the_byte() throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                DataDirectory data = DataDirectory.take(directory)) {
            server.setExecutor(threads);
            server.createContext("/", this::answer);
            server.start();
            Api api =
                    new Api(
                            "http://127.0.0.1:" + server.getAddress().getPort(),
                            "demo",
                            Clock.systemUTC());
            clock = "2026-03-02T09:00:00Z";
            interruptedLoading(api, data);
            assertThat(taken).containsKey("demo/expert-59/register");
            assertThat(repeated).isEmpty();

            clock = "2026-03-04T09:00:00Z";
            interruptedLoading(api, data);
            assertThat(repeated).contains("demo/expert-0/register", "demo/expert-49/verify");
            assertThat(changed).as("keys that came back with another content").isEmpty();
            assertThat(ids).hasSizeGreaterThan(50).allMatch(id -> id.matches(DerivedId.OF_CLIENT));
        } finally {
            server.stop(0);
        }
    }

    private void interruptedLoading(Api api, DataDirectory data) {
        DatasetLoader loader =
                new DatasetLoader(
                        api,
                        data,
                        new LoadState(Options.Dataset.DEMO),
                        new Progress(new PrintStream(OutputStream.nullOutputStream())));
        assertThatThrownBy(() -> loader.load(Options.Dataset.DEMO))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("was answered with 500");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String content =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        List<String> keys = exchange.getRequestHeaders().getOrDefault("Idempotency-Key", List.of());
        int status = keys.isEmpty() ? 200 : take(keys.getFirst(), content);
        byte[] body =
                """
                {"access_token": "t", "expires_in": 3600, "id": "1", "status": "FINISHED",
                 "clock": "%s", "services": {
                  "request-service": {"relay": {"recorded": {"socius.request.v1": 2}}},
                  "action-service": {"intakes": {"action-service.institutions.2":
                   {"contained": {"socius.request.v1": 2}}}}}}
                """
                        .formatted(clock)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** The loading is interrupted where the first request is submitted. */
    private int take(String key, String content) {
        if (key.startsWith("demo/life-") && key.endsWith("/submit")) {
            return 500;
        }
        JsonNode body = JsonMapper.shared().readTree(content);
        if (body.path("id").isString()) {
            ids.add(body.path("id").asString());
        }
        String before = taken.putIfAbsent(key, content);
        if (before == null) {
            return 201;
        }
        repeated.add(key);
        if (before.equals(content)) {
            return 201;
        }
        changed.add(key);
        return 422;
    }
}
