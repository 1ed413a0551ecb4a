package org.socius.platform.lamps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.axonframework.springboot.TimeoutProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.command.EventMoment;
import org.socius.platform.lamps.LampService.LampEvent;
import org.socius.platform.problem.Rejection;
import org.socius.platform.store.Fsck;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.testing.Http;
import org.socius.platform.testing.Http.Answer;
import org.socius.platform.testing.TestTokens;
import org.socius.platform.testing.Wire;
import org.socius.platform.view.SystemCommands;
import org.socius.platform.web.CommandJournal;
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
        static final Set<String> HELD_UP = ConcurrentHashMap.newKeySet();
        static final Set<String> BROKEN = ConcurrentHashMap.newKeySet();
        static final Queue<String> DONE = new ConcurrentLinkedQueue<>();

        @EventHandler
        void on(LampEvent event) {
            String id =
                    switch (event) {
                        case LampEvent.LampInstalled e -> e.lampId();
                        case LampEvent.LampSwitched e -> e.lampId();
                    };
            if (HELD_UP.contains(id)) {
                throw new Rejection.Unavailable();
            }
            if (BROKEN.contains(id)) {
                throw new IllegalStateException("no bulb fits");
            }
            DONE.add(id + "/" + event.getClass().getSimpleName());
        }

        static List<String> done(String id) {
            return DONE.stream().filter(entry -> entry.startsWith(id + "/")).toList();
        }
    }

    /** Hangs a string of lamps in every ballroom; the first time it is interrupted half way. */
    @ProcessingGroup("ballrooms")
    static class Ballrooms {
        static final int LAMPS = 300;
        static final CountDownLatch HALF_WAY = new CountDownLatch(1);
        static final CountDownLatch GO_ON = new CountDownLatch(1);

        private final SystemCommands commands;

        Ballrooms(SystemCommands commands) {
            this.commands = commands;
        }

        @EventHandler
        void on(LampEvent.LampInstalled event, @MessageIdentifier String cause, EventMoment moment)
                throws InterruptedException {
            if (!event.room().equals("ballroom")) {
                return;
            }
            for (int i = 0; i < LAMPS; i++) {
                if (i == LAMPS / 2 && HALF_WAY.getCount() > 0) {
                    HALF_WAY.countDown();
                    GO_ON.await(20, TimeUnit.SECONDS);
                    throw new Rejection.Unavailable();
                }
                commands.sendFollowing(
                        "ballrooms",
                        new LampService.Install(event.lampId() + "-" + i, "string"),
                        cause,
                        "lamp " + i,
                        moment);
            }
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
        arguments.add("--socius.instance=trouble-1");
        service =
                new SpringApplicationBuilder(LampService.class, BulbOrders.class, Ballrooms.class)
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
                calls.add(
                        callers.submit(
                                () ->
                                        unavailable(
                                                () ->
                                                        electrician.post(
                                                                "/api/v1/lamps",
                                                                "{\"id\": \"crowd\","
                                                                        + " \"room\": \"hall\"}"))));
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
        resident.post("/api/v1/lamps/odd/switch", "{\"on\": true, \"reason\": \"Rob reads\"}");
        install("even");
        await().until(() -> BulbOrders.done("even").size() == 1);
        await().until(() -> parked("odd").path("records").asInt() == 2);
        assertThat(parked("odd").path("group").asString()).isEqualTo("bulb-orders");
        assertThat(parked("odd").path("state").asString()).isEqualTo("PARKED");
        assertThat(parked("odd").path("error").asString())
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(parked("even").isMissingNode()).isTrue();
        assertThat(BulbOrders.done("odd")).isEmpty();
        try (MongoClient client = MongoClients.create(EmbeddedParts.mongo().uri())) {
            List<String> letters = new ArrayList<>();
            client.getDatabase("lamps-in-trouble")
                    .getCollection("deadletters")
                    .find()
                    .forEach(letter -> letters.add(letter.toJson()));
            assertThat(letters).hasSizeGreaterThanOrEqualTo(2);
            assertThat(letters).noneMatch(letter -> letter.contains("Rob reads"));
            assertThat(letters).noneMatch(letter -> letter.contains("no bulb fits"));
            assertThat(letters).anyMatch(letter -> letter.contains("§1:odd:"));
        }

        BulbOrders.BROKEN.remove("odd");
        await().atMost(Duration.ofSeconds(30)).until(() -> parked("odd").isMissingNode());
        assertThat(BulbOrders.done("odd")).containsExactly("odd/LampInstalled", "odd/LampSwitched");
        resident.post("/api/v1/lamps/odd/switch", "{\"on\": false}");
        await().until(() -> BulbOrders.done("odd").size() == 3);
    }

    @Test
    void the_status_says_how_far_each_projection_is_and_which_one_does_not_get_on() {
        install("status-0");
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> {
                            JsonNode status = status().body();
                            JsonNode list = status.at("/projections/groups/lamp-list");
                            assertThat(list.path("lag").asLong(-1)).isZero();
                            assertThat(list.path("position").asLong(-1))
                                    .isEqualTo(status.at("/log/position").asLong());
                            assertThat(status.at("/projections/up").asBoolean()).isTrue();
                        });
        BulbOrders.HELD_UP.add("status-1");
        try {
            install("status-1");
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> {
                                Answer status = status();
                                assertThat(status.status()).isEqualTo(503);
                                JsonNode groups = status.body().at("/projections/groups");
                                assertThat(groups.at("/bulb-orders/up").asBoolean(true)).isFalse();
                                assertThat(groups.at("/bulb-orders/lag").asLong()).isPositive();
                                assertThat(groups.at("/lamp-list/up").asBoolean()).isTrue();
                                assertThat(groups.at("/lamp-list/lag").asLong()).isZero();
                            });
        } finally {
            BulbOrders.HELD_UP.clear();
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> status().body().at("/projections/up").asBoolean());
        assertThat(BulbOrders.done("status-1")).hasSize(1);
    }

    private static Answer status() {
        return admin.get("/api/v1/status");
    }

    @Test
    void a_lost_race_for_another_new_aggregate_is_run_again() {
        mirrored("mirror-1");
        Answer installed =
                electrician.post("/api/v1/lamps", "{\"id\": \"m1\", \"room\": \"mirror-1\"}");
        assertThat(installed.status()).as(installed.body().toString()).isEqualTo(201);
        assertThat(timeline("mirror-1")).isEqualTo(2);

        mirrored("mirror-2");
        service.getBean(SystemCommands.class)
                .sendNow("test", new LampService.Install("m2", "mirror-2"), "install-m2");
        assertThat(timeline("m2")).isOne();
        assertThat(timeline("mirror-2")).isEqualTo(2);
    }

    /** Another instance creates the image first. */
    private static void mirrored(String image) {
        LampService.Lamp.meanwhile =
                () -> {
                    LampService.Lamp.meanwhile = () -> {};
                    CompletableFuture.runAsync(
                                    () ->
                                            service.getBean(EventStore.class)
                                                    .publish(
                                                            new GenericDomainEventMessage<>(
                                                                    "Lamp",
                                                                    image,
                                                                    0,
                                                                    new LampEvent.LampInstalled(
                                                                            image, "image"))))
                            .join();
                };
    }

    @Test
    void a_command_of_the_system_that_was_recorded_meanwhile_is_done() {
        SystemCommands blind =
                new SystemCommands(
                        service.getBean(CommandGateway.class),
                        new CommandJournal() {
                            @Override
                            public Optional<Recorded> find(String principal, String commandId) {
                                return Optional.empty();
                            }

                            @Override
                            public Optional<Recorded> findCreation(String aggregateId) {
                                return Optional.empty();
                            }
                        },
                        Clock.systemUTC());
        blind.sendNow("test", new LampService.Install("first", "hall"), "recorded");
        blind.sendNow("test", new LampService.Install("second", "hall"), "recorded");
        assertThat(installed("first")).isTrue();
        assertThat(installed("second")).isFalse();
    }

    @Test
    void whatever_a_token_calls_its_holder_commands_are_carried_out_once() {
        for (String name : List.of("auth0|123", "x".repeat(200), "~")) {
            Http holder = electrician.as(TestTokens.token(name, "electrician"));
            String id = "of-" + name.length();
            String body = "{\"id\": \"" + id + "\", \"room\": \"hall\"}";
            Answer first = holder.post("/api/v1/lamps", body, "Idempotency-Key", "k-" + id);
            assertThat(first.status()).as(first.body().toString()).isEqualTo(201);
            Answer again = holder.post("/api/v1/lamps", body, "Idempotency-Key", "k-" + id);
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(timeline(id)).isOne();
        }
    }

    @Test
    void an_instance_with_a_name_knows_its_claims_again_and_its_policies_have_time() {
        try (MongoClient client = MongoClients.create(EmbeddedParts.mongo().uri())) {
            var tokens = client.getDatabase("lamps-in-trouble").getCollection("trackingtokens");
            await().until(
                            () ->
                                    tokens.distinct("owner", String.class)
                                            .into(new ArrayList<>())
                                            .equals(List.of("trouble-1")));
        }
        TimeoutProperties limits = service.getBean(TimeoutProperties.class);
        assertThat(limits.getHandler().getEvents().getTimeoutMs()).isEqualTo(3_600_000);
        assertThat(limits.getTransaction().getEventProcessors().getTimeoutMs())
                .isEqualTo(3_600_000);
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

    @Test
    void what_a_policy_commands_stands_at_once_and_once_however_often_it_is_interrupted()
            throws InterruptedException {
        electrician.post("/api/v1/lamps", "{\"id\": \"main\", \"room\": \"ballroom\"}");
        assertThat(Ballrooms.HALF_WAY.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(installed("main-" + (Ballrooms.LAMPS / 2 - 1))).isTrue();
        assertThat(installed("main-" + Ballrooms.LAMPS / 2)).isFalse();

        Ballrooms.GO_ON.countDown();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> installed("main-" + (Ballrooms.LAMPS - 1)));
        IntStream.range(0, Ballrooms.LAMPS)
                .forEach(i -> assertThat(timeline("main-" + i)).as("lamp %d", i).isOne());
        assertThat(parked("main").isMissingNode()).isTrue();
    }

    private static boolean installed(String id) {
        return electrician.get("/api/v1/lamps/" + id).status() == 200;
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
