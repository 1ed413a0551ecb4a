package org.socius.platform.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.store.AppendRequest;
import org.socius.platform.store.CommitLog;
import org.socius.platform.store.FreshDatabase;
import org.socius.platform.store.MongoCommitStore;
import org.socius.platform.store.StoredEvent;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RelayTest {

    private static final Duration LEASE = Duration.ofMillis(500);

    private MongoDatabase database;
    private CommitLog log;
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** Keeps what is sent; answers at once, or later when told. */
    static final class Broker implements Supplier<RecordSender> {
        record Sent(ProducerRecord<String, byte[]> record, Consumer<@Nullable Exception> ending) {}

        final ConcurrentLinkedQueue<String> stored = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<Sent> waiting = new ConcurrentLinkedQueue<>();
        final AtomicInteger sessions = new AtomicInteger();
        final AtomicInteger handedOver = new AtomicInteger();
        volatile boolean answering = true;
        volatile boolean away;

        @Override
        public RecordSender get() {
            sessions.incrementAndGet();
            return new RecordSender() {
                @Override
                public void send(
                        ProducerRecord<String, byte[]> record,
                        Consumer<@Nullable Exception> ending) {
                    handedOver.incrementAndGet();
                    if (away) {
                        ending.accept(new IllegalStateException("broker is away"));
                        return;
                    }
                    waiting.add(new Sent(record, ending));
                    if (answering) {
                        answerAll();
                    }
                }

                @Override
                public void close() {}
            };
        }

        void answerAll() {
            for (int left = waiting.size(); left > 0; left--) {
                var next = waiting.poll();
                if (next == null) {
                    return;
                }
                stored.add(
                        next.record().key()
                                + "/"
                                + new String(next.record().value(), StandardCharsets.UTF_8));
                next.ending().accept(null);
            }
        }

        void failAll() {
            for (var next = waiting.poll(); next != null; next = waiting.poll()) {
                next.ending().accept(new IllegalStateException("broker is gone"));
            }
        }

        List<String> under(String key) {
            return stored.stream().filter(record -> record.startsWith(key + "/")).toList();
        }
    }

    private static Optional<ProducerRecord<String, byte[]>> outbound(StoredEvent event) {
        return event.isPublic()
                ? Optional.of(
                        new ProducerRecord<>(
                                event.type() + ".v1",
                                event.aggregateId(),
                                Long.toString(event.contractSequence())
                                        .getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    @BeforeEach
    void open() {
        database = FreshDatabase.open();
        log =
                new CommitLog(
                        new MongoCommitStore(database),
                        "one",
                        type -> type.startsWith("public"),
                        Clock.systemUTC(),
                        CommitLog.Settings.DEFAULT);
        log.start();
    }

    private Relay relay(Broker broker, String instance) {
        var relay =
                new Relay(
                        log,
                        RelayTest::outbound,
                        new MongoRelayStates(database),
                        broker,
                        instance,
                        LEASE);
        opened.add(relay);
        relay.start();
        return relay;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (var closeable : opened) {
            closeable.close();
        }
        log.close();
    }

    private void append(String aggregateId, long sequence, String type) {
        log.append(
                new AppendRequest(
                        List.of(
                                new AppendRequest.NewEvent(
                                        aggregateId + sequence,
                                        aggregateId,
                                        "Thing",
                                        sequence,
                                        type,
                                        null,
                                        Instant.EPOCH,
                                        "{}",
                                        "{}")),
                        null));
    }

    @Test
    void tells_public_events_in_order_and_counts_them_by_topic() {
        var broker = new Broker();
        var relay = relay(broker, "one");
        for (int i = 0; i < 30; i++) {
            append("x", i, i % 3 == 0 ? "private.a" : i % 3 == 1 ? "public.b" : "public.c");
        }
        await().untilAsserted(() -> assertThat(relay.status().lag()).isZero());
        assertThat(broker.under("x")).hasSize(20);
        assertThat(broker.under("x").getFirst()).isEqualTo("x/1");
        assertThat(broker.under("x").getLast()).isEqualTo("x/20");
        assertThat(relay.status().sent())
                .isEqualTo(Map.of("public.b.v1", 10L, "public.c.v1", 10L))
                .isEqualTo(relay.status().recorded());
        assertThat(relay.status().waitingSince()).isNull();
        assertThat(relay.status().leading()).isTrue();
    }

    @Test
    void the_next_event_of_a_key_waits_for_the_acknowledgement_and_other_keys_do_not() {
        var broker = new Broker();
        broker.answering = false;
        for (int i = 0; i < 3; i++) {
            append("x", i, "public.b");
            append("y" + i, 0, "public.b");
        }
        relay(broker, "one");
        await().until(() -> broker.waiting.size() == 4);
        broker.answerAll();
        await().until(() -> broker.waiting.size() == 1);
        assertThat(broker.stored).containsExactlyInAnyOrder("x/1", "y0/1", "y1/1", "y2/1");
        broker.answering = true;
        broker.answerAll();
        await().untilAsserted(
                        () -> assertThat(broker.under("x")).containsExactly("x/1", "x/2", "x/3"));
    }

    @Test
    void while_the_broker_is_down_the_log_grows_and_afterwards_nothing_is_missing() {
        var broker = new Broker();
        broker.answering = false;
        var relay = relay(broker, "one");
        for (int i = 0; i < 5; i++) {
            append("x", i, "public.b");
            await().until(() -> !broker.waiting.isEmpty());
            broker.failAll();
        }
        assertThat(relay.status().recorded()).isEqualTo(Map.of("public.b.v1", 5L));
        assertThat(relay.status().sent()).isEmpty();
        assertThat(relay.status().waitingSince()).isNotNull();
        assertThat(relay.status().trouble()).contains("broker is gone");
        broker.answering = true;
        broker.answerAll();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(relay.status().lag()).isZero());
        assertThat(broker.under("x")).containsExactly("x/1", "x/2", "x/3", "x/4", "x/5");
        assertThat(broker.sessions.get()).isGreaterThan(1);
        await().untilAsserted(() -> assertThat(relay.status().trouble()).isNull());
    }

    @Test
    void after_a_failure_nothing_more_of_the_page_is_handed_over() {
        for (int i = 0; i < 20; i++) {
            append("x" + i, 0, "public.b");
        }
        var broker = new Broker();
        broker.away = true;
        var relay = relay(broker, "one");
        await().until(() -> broker.sessions.get() > 1);
        int handedOver = broker.handedOver.get();
        assertThat(handedOver).isPositive().isLessThanOrEqualTo(broker.sessions.get());
        broker.away = false;
        await().untilAsserted(() -> assertThat(relay.status().lag()).isZero());
        assertThat(broker.stored).hasSize(20);
    }

    @Test
    void a_relay_that_stops_in_order_leaves_the_lease_and_the_position_to_the_next()
            throws Exception {
        var first = new Broker();
        var relay = relay(first, "one");
        append("x", 0, "public.b");
        await().until(() -> first.stored.size() == 1);
        relay.close();
        append("x", 1, "public.b");
        var second = new Broker();
        relay(second, "two");
        await().untilAsserted(() -> assertThat(second.stored).containsExactly("x/2"));
    }

    @Test
    void a_silent_owner_is_replaced_after_the_lease_and_a_living_one_is_not() {
        var states = new MongoRelayStates(database);
        states.replace(RelayState.NONE, RelayState.NONE.takenBy("dead"));
        append("x", 0, "public.b");
        var broker = new Broker();
        var relay = relay(broker, "one");
        await().until(() -> broker.stored.size() == 1);
        assertThat(states.read().owner()).isEqualTo("one");
        var other = relay(new Broker(), "two");
        await().pollDelay(LEASE.multipliedBy(3)).until(() -> relay.status().leading());
        assertThat(other.status().leading()).isFalse();
    }

    @Test
    void a_translation_that_contradicts_the_log_stops_the_relay_and_says_so() throws Exception {
        append("x", 0, "public.b");
        var relay =
                new Relay(
                        log,
                        event -> Optional.empty(),
                        new MongoRelayStates(database),
                        new Broker(),
                        "one",
                        LEASE);
        opened.add(relay);
        relay.start();
        await().untilAsserted(() -> assertThat(relay.status().trouble()).contains("public.b"));
        assertThat(relay.status().position()).isZero();
    }

    @Test
    void the_state_is_replaced_only_by_who_knows_it() {
        var states = new MongoRelayStates(database);
        assertThat(states.read()).isEqualTo(RelayState.NONE);
        var first = RelayState.NONE.takenBy("one");
        assertThat(states.replace(RelayState.NONE, first)).isTrue();
        assertThat(states.replace(RelayState.NONE, RelayState.NONE.takenBy("two"))).isFalse();
        var moved = first.movedTo(7, Map.of("a.b.v1", 3L));
        assertThat(states.replace(first, moved)).isTrue();
        assertThat(states.replace(first, first.takenBy("two"))).isFalse();
        assertThat(states.read()).isEqualTo(moved);
    }
}
