package org.socius.platform.lamps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.lamps.LampService.LampEvent;
import org.socius.platform.store.Fsck;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.testing.Http;
import org.socius.platform.testing.Http.Answer;
import org.socius.platform.testing.TestTokens;
import org.socius.platform.testing.Wire;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The lamp service while its store is gone, silent or forgetful, and while a handler fails. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LampsInTroubleTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** A request of the driver that inserts into the log, as it stands on the wire. */
    private static final String INSERT = "insert\u0000\b\u0000\u0000\u0000commits";

    private static Wire wire;
    private static ConfigurableApplicationContext service;
    private static Http electrician;
    private static Http resident;
    private static Http admin;

    /** Buys bulbs for new lamps; for some rooms it cannot. */
    @ProcessingGroup("bulb-orders")
    static class BulbOrders {
        static final Set<String> BROKEN = ConcurrentHashMap.newKeySet();
        static final Queue<String> DONE = new ConcurrentLinkedQueue<>();

        @EventHandler
        void on(LampEvent event) {
            String id =
                    switch (event) {
                        case LampEvent.LampInstalled e -> e.lampId();
                        case LampEvent.LampSwitched e -> e.lampId();
                    };
            if (BROKEN.contains(id)) {
                throw new IllegalStateException("no bulb fits");
            }
            DONE.add(id + "/" + event.getClass().getSimpleName());
        }

        static List<String> done(String id) {
            return DONE.stream().filter(entry -> entry.startsWith(id + "/")).toList();
        }
    }

    @BeforeAll
    static void start() {
        wire = Wire.to(EmbeddedParts.mongo().port());
        List<String> arguments = new ArrayList<>(TestTokens.serviceArguments());
        arguments.add("--server.port=0");
        arguments.add("--spring.application.name=lamps-in-trouble");
        arguments.add("--spring.mongodb.uri=mongodb://127.0.0.1:" + wire.port());
        arguments.add("--spring.mongodb.database=lamps-in-trouble");
        arguments.add("--spring.kafka.bootstrap-servers=" + EmbeddedParts.kafkaBootstrap());
        arguments.add("--socius.dead-letter-retry=2s");
        service =
                new SpringApplicationBuilder(LampService.class, BulbOrders.class)
                        .run(arguments.toArray(String[]::new));
        String base =
                "http://127.0.0.1:"
                        + ((WebServerApplicationContext) service).getWebServer().getPort();
        electrician = Http.at(base).as(TestTokens.token("eve", "electrician"));
        resident = Http.at(base).as(TestTokens.token("rob", "resident"));
        admin = Http.at(base).as(TestTokens.token("ada", "admin"));
    }

    @AfterAll
    static void stop() {
        service.close();
        wire.close();
    }

    @AfterEach
    void mend() {
        wire.resume();
        await().atMost(LIMIT).until(() -> electrician.get("/api/v1/lamps").status() == 200);
    }

    private static Answer install(String id) {
        return electrician.post(
                "/api/v1/lamps",
                "{\"id\": \"" + id + "\", \"room\": \"hall\"}",
                "Idempotency-Key",
                "install-" + id);
    }

    private static void assertUnavailable(Callable<Answer> call) throws Exception {
        long since = System.nanoTime();
        Answer answer = call.call();
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(LIMIT);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("2");
    }

    @Test
    void a_store_that_falls_silent_delays_no_answer_beyond_ten_seconds() throws Exception {
        assertThat(install("silent").status()).isEqualTo(201);
        wire.hush();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> calls = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String id = "unheard-" + i;
                calls.add(callers.submit(() -> unavailable(() -> install(id))));
                calls.add(
                        callers.submit(
                                () -> unavailable(() -> resident.get("/api/v1/lamps/silent"))));
            }
            for (Future<Void> call : calls) {
                call.get();
            }
        }
        wire.resume();
        await().atMost(LIMIT).until(() -> install("silent-0").status() == 201);
        assertThat(install("silent").status()).as("sent again").isEqualTo(201);
    }

    private static Void unavailable(Callable<Answer> call) throws Exception {
        assertUnavailable(call);
        return null;
    }

    @Test
    void a_store_that_is_gone_is_told_and_found_again_when_it_is_back() throws Exception {
        assertThat(install("gone").status()).isEqualTo(201);
        wire.cut();
        assertUnavailable(() -> resident.get("/api/v1/lamps/gone"));
        assertUnavailable(() -> install("gone-0"));
        wire.resume();
        await().atMost(LIMIT).until(() -> install("gone-0").status() == 201);
        assertThat(timeline("gone-0")).isOne();
    }

    @Test
    void commands_whose_answer_from_the_store_is_lost_succeed_once() {
        wire.loseAnswers(INSERT, 5);
        int lost = wire.answersLost();
        List<String> ids = IntStream.range(0, 30).mapToObj(i -> "lost-" + i).toList();
        ids.forEach(id -> assertThat(install(id).status()).isEqualTo(201));
        assertThat(wire.answersLost() - lost).isGreaterThanOrEqualTo(5);
        wire.resume();
        ids.forEach(id -> assertThat(timeline(id)).isOne());
        try (MongoClient client = MongoClients.create(EmbeddedParts.mongo().uri())) {
            Fsck.Report report =
                    new Fsck(client.getDatabase("lamps-in-trouble"), Clock.systemUTC()).check();
            assertThat(report.findings()).isEmpty();
        }
    }

    private static int timeline(String id) {
        return electrician.get("/api/v1/lamps/" + id + "/timeline").body().size();
    }

    @Test
    void events_of_one_aggregate_wait_for_a_mended_handler_and_are_then_handled_in_order() {
        BulbOrders.BROKEN.add("odd");
        install("odd");
        resident.post("/api/v1/lamps/odd/switch", "{\"on\": true}");
        install("even");
        await().until(() -> BulbOrders.done("even").size() == 1);
        await().until(() -> parked("odd").path("records").asInt() == 2);
        assertThat(parked("odd").path("group").asString()).isEqualTo("bulb-orders");
        assertThat(parked("odd").path("state").asString()).isEqualTo("PARKED");
        assertThat(parked("odd").path("error").asString())
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(parked("even").isMissingNode()).isTrue();
        assertThat(BulbOrders.done("odd")).isEmpty();

        BulbOrders.BROKEN.remove("odd");
        await().atMost(Duration.ofSeconds(30)).until(() -> parked("odd").isMissingNode());
        assertThat(BulbOrders.done("odd")).containsExactly("odd/LampInstalled", "odd/LampSwitched");
        resident.post("/api/v1/lamps/odd/switch", "{\"on\": false}");
        await().until(() -> BulbOrders.done("odd").size() == 3);
    }

    @Test
    void an_administrator_need_not_wait_for_the_next_retry() {
        BulbOrders.BROKEN.add("rare");
        install("rare");
        await().until(() -> !parked("rare").isMissingNode());
        String retry = "/api/v1/parked/" + parked("rare").path("id").asString() + "/retry";

        Answer inVain = admin.post(retry, "");
        assertThat(inVain.status()).isEqualTo(200);
        assertThat(inVain.body().path("state").asString()).isEqualTo("PARKED");
        assertThat(electrician.post(retry, "").status()).isEqualTo(403);

        BulbOrders.BROKEN.remove("rare");
        assertThat(admin.post(retry, "").body().path("state").asString()).isEqualTo("DRAINED");
        assertThat(parked("rare").isMissingNode()).isTrue();
        assertThat(BulbOrders.done("rare")).containsExactly("rare/LampInstalled");
        assertThat(admin.post(retry, "").status()).isEqualTo(404);
    }

    /** What waits for a lamp, a missing node if nothing does. */
    private static JsonNode parked(String id) {
        Answer answer = admin.get("/api/v1/parked?size=100");
        assertThat(answer.status()).isEqualTo(200);
        for (JsonNode sequence : answer.body().path("items")) {
            if (sequence.path("aggregateId").asString().equals(id)) {
                return sequence;
            }
        }
        return answer.body().path("nothing");
    }
}
