package org.socius.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socius.quickstart.journey.Api;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole system in one process is killed while ten clients register institutions. What was
 * acknowledged is kept by this process, which survives.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class KilledUnderLoadTest {

    private static final int KILLS = Boolean.getBoolean("socius.deep") ? 10 : 1;
    private static final int CLIENTS = 10;
    private static final int ACKNOWLEDGED_BEFORE_KILL = 30;

    @TempDir private Path directory;

    private final long seed = Long.getLong("socius.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** Ids of institutions whose registration was answered with 201. */
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

    /** Ids whose registration was sent and not answered, or answered with 503. */
    private final Map<String, String> unanswered = new ConcurrentHashMap<>();

    @Test
    void what_was_acknowledged_is_there_once_after_every_kill() throws Exception {
        int port = SociusProcess.freePort();
        for (int kill = 1; kill <= KILLS; kill++) {
            try (SociusProcess system = run(port)) {
                Api api = system.awaitUp(port);
                settle(api);
                int cutOff = loadUntilKilled(api, system, port);
                assertThat(cutOff)
                        .as("calls without an answer at kill %d, seed %d", kill, seed)
                        .isPositive();
            }
        }
        try (SociusProcess survivor = run(port)) {
            Api api = survivor.awaitUp(port);
            settle(api);
            for (String id : acknowledged) {
                assertThat(api.get("coordinator", "/api/v1/institutions/" + id).status())
                        .as("institution %s, seed %d", id, seed)
                        .isEqualTo(200);
                assertThat(
                                api.get("coordinator", "/api/v1/institutions/" + id + "/timeline")
                                        .body())
                        .as("events of %s", id)
                        .hasSize(1);
            }
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    api.get("/api/v1/reports/overview")
                                                            .body()
                                                            .at("/meta/positions/socius.request.v1")
                                                            .asLong(-1))
                                            .isEqualTo(acknowledged.size()));
        }
        try (SociusProcess check = run(port, "--fsck")) {
            assertThat(check.awaitEnd()).as("fsck, seed %d", seed).isZero();
        }
    }

    /** Sends again what was not answered, with the same keys: each happens once. */
    private void settle(Api api) {
        List<String> open = List.copyOf(unanswered.keySet());
        for (String id : open) {
            Api.Answer answer =
                    api.post("coordinator", "/api/v1/institutions", "register-" + id, body(id));
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
            acknowledged.add(id);
        }
        open.forEach(unanswered::remove);
    }

    /** How many clients waited for an answer that did not come. */
    private int loadUntilKilled(Api api, SociusProcess system, int port) throws Exception {
        String token = api.token("coordinator");
        int before = acknowledged.size();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Boolean>> ends = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                ends.add(clients.submit(() -> registerUntilSilence(port, token)));
            }
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> acknowledged.size() >= before + ACKNOWLEDGED_BEFORE_KILL);
            TimeUnit.MICROSECONDS.sleep(random.nextInt(500_000));
            system.kill();
            int cutOff = 0;
            for (Future<Boolean> end : ends) {
                cutOff += end.get() ? 1 : 0;
            }
            return cutOff;
        }
    }

    /** Whether the last call was sent and not answered. */
    private boolean registerUntilSilence(int port, String token) throws InterruptedException {
        while (true) {
            String id = UUID.randomUUID().toString();
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create("http://localhost:" + port + "/api/v1/institutions"))
                            .timeout(Duration.ofSeconds(30))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", "register-" + id)
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            JsonMapper.shared().writeValueAsString(body(id))))
                            .build();
            unanswered.put(id, id);
            try {
                int status =
                        http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
                if (status == 201) {
                    unanswered.remove(id);
                    acknowledged.add(id);
                } else {
                    assertThat(status).isIn(429, 502, 503, 504);
                }
            } catch (ConnectException gone) {
                return false;
            } catch (IOException cut) {
                return true;
            }
        }
    }

    /** In the order in which {@link Api} sends members: a key belongs to the bytes. */
    private static Map<String, Object> body(String id) {
        return new TreeMap<>(
                Map.of(
                        "id",
                        id,
                        "name",
                        Map.of("en", "Institute " + id),
                        "legalNature",
                        "PUBLIC_AUTHORITY",
                        "level",
                        "NATIONAL",
                        "country",
                        "CO",
                        "aliases",
                        List.of()));
    }

    private SociusProcess run(int port, String... more) throws IOException {
        String[] options =
                Stream.concat(
                                Stream.of("--port", Integer.toString(port), "--empty"),
                                Stream.of(more))
                        .toArray(String[]::new);
        return SociusProcess.start(directory, options);
    }
}
