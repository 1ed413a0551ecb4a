package org.socius.platform.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socius.platform.embedded.ChildServer;
import org.socius.platform.embedded.EmbeddedKafka;
import org.socius.platform.store.AppendRequest;
import org.socius.platform.store.CommitLog;
import org.socius.platform.store.FreshDatabase;
import org.socius.platform.store.MongoCommitStore;
import org.socius.platform.store.StoredEvent;
import org.socius.platform.topics.Topics;

/** The relay on a real broker, watched by a plain consumer that knows nothing of our classes. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RelayOnKafkaTest {

    private static final int PARTITIONS = 4;
    private static final int BROKER_KILLS = Boolean.getBoolean("socius.deep") ? 10 : 2;
    private static final Duration SHORT_LEASE = Duration.ofMillis(800);

    @TempDir private static Path directory;
    private static EmbeddedKafka kafka;
    private static int topics;

    private String bootstrap;
    private String topic;
    private MongoDatabase database;
    private CommitLog log;
    private final List<Killable> relays = new ArrayList<>();

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start(directory);
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void open() {
        topic = "things-" + ++topics;
        useBroker(kafka.bootstrapServers());
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

    private void useBroker(String address) {
        bootstrap = address;
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            Topics.ensure(
                    admin,
                    List.of(Topics.Spec.ofEvents(topic, PARTITIONS, (short) 1)),
                    Duration.ofSeconds(30));
        }
    }

    @AfterEach
    void close() throws Exception {
        for (var relay : relays) {
            relay.relay.close();
        }
        log.close();
    }

    /** A relay that can be cut off from everything in the middle of its work, as a kill does. */
    private final class Killable {
        private final Relay relay;
        private volatile boolean dead;

        Killable(String instance) {
            var states = new MongoRelayStates(database);
            var senders =
                    KafkaRecordSender.opening(
                            Map.of(
                                    "bootstrap.servers", bootstrap,
                                    "request.timeout.ms", 2_000,
                                    "delivery.timeout.ms", 3_000,
                                    "max.block.ms", 1_000));
            relay =
                    new Relay(
                            log,
                            this::outbound,
                            new RelayStates() {
                                @Override
                                public RelayState read() {
                                    return states.read();
                                }

                                @Override
                                public boolean replace(RelayState seen, RelayState next) {
                                    live();
                                    return states.replace(seen, next);
                                }
                            },
                            () -> {
                                var sender = senders.get();
                                return new RecordSender() {
                                    @Override
                                    public void send(
                                            ProducerRecord<String, byte[]> record,
                                            Consumer<@Nullable Exception> ending) {
                                        live();
                                        sender.send(record, ending);
                                    }

                                    @Override
                                    public void close() {
                                        sender.close();
                                    }
                                };
                            },
                            instance,
                            SHORT_LEASE);
            relays.add(this);
            relay.start();
        }

        private void live() {
            if (dead) {
                throw new IllegalStateException("this relay was killed");
            }
        }

        private Optional<ProducerRecord<String, byte[]>> outbound(StoredEvent event) {
            return event.isPublic()
                    ? Optional.of(
                            new ProducerRecord<>(
                                    topic,
                                    event.aggregateId(),
                                    Long.toString(event.contractSequence())
                                            .getBytes(StandardCharsets.UTF_8)))
                    : Optional.empty();
        }
    }

    private void append(String aggregateId, int from, int count) {
        log.append(
                new AppendRequest(
                        IntStream.range(from, from + count)
                                .mapToObj(
                                        sequence ->
                                                new AppendRequest.NewEvent(
                                                        aggregateId + "/" + sequence,
                                                        aggregateId,
                                                        "Thing",
                                                        sequence,
                                                        sequence % 5 == 4 ? "private" : "public",
                                                        null,
                                                        Instant.EPOCH,
                                                        "{}",
                                                        "{}"))
                                .toList(),
                        null));
    }

    @Test
    void order_and_completeness_per_key_survive_kills_of_the_relay_and_stops_of_the_broker()
            throws Exception {
        int aggregates = 24;
        int eventsEach = 100;
        var turns = new Semaphore(0);
        int turnsOfOneFifth = aggregates * eventsEach / 2 / 5;
        new Killable("relay-0");
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var written = new ArrayList<Future<?>>();
            for (int a = 0; a < aggregates; a++) {
                var aggregateId = "thing-" + a;
                written.add(
                        writers.submit(
                                () -> {
                                    for (int s = 0; s < eventsEach; s += 2) {
                                        turns.acquire();
                                        append(aggregateId, s, 2);
                                    }
                                    return null;
                                }));
            }
            for (int kill = 1; kill <= 4; kill++) {
                turns.release(turnsOfOneFifth);
                awaitProgress();
                relays.getLast().dead = true;
                if (kill == 2) {
                    kafka.stop();
                }
                new Killable("relay-" + kill);
                if (kill == 2) {
                    long before = log.head();
                    turns.release(turnsOfOneFifth);
                    await().until(() -> log.head() > before + 20);
                    kafka.startAgain();
                }
            }
            for (var one : written) {
                one.get();
            }
        }
        var last = relays.getLast().relay;
        await().atMost(Duration.ofMinutes(3)).until(() -> last.status().lag() == 0);

        long publicEvents = aggregates * eventsEach * 4L / 5;
        assertThat(last.status().sent())
                .isEqualTo(Map.of(topic, publicEvents))
                .isEqualTo(last.status().recorded());
        var expected = LongStream.rangeClosed(1, eventsEach * 4L / 5).boxed().toList();
        var arrived = firstOccurrences();
        assertThat(arrived).hasSize(aggregates);
        assertThat(arrived.values()).allSatisfy(numbers -> assertThat(numbers).isEqualTo(expected));
    }

    @Test
    void order_and_completeness_per_key_survive_kill_9_of_the_broker(@TempDir Path brokerDirectory)
            throws Exception {
        var broker = ChildServer.start(ChildServer.Kind.BROKER, brokerDirectory, 0);
        try {
            int port = broker.port();
            useBroker("127.0.0.1:" + port);
            new Killable("relay-0");
            var over = new CountDownLatch(1);
            var written = new TreeMap<String, Future<Integer>>();
            try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int a = 0; a < 12; a++) {
                    var aggregateId = "thing-" + a;
                    written.put(aggregateId, writers.submit(() -> appendUntil(over, aggregateId)));
                }
                for (int kill = 1; kill <= BROKER_KILLS; kill++) {
                    awaitProgress();
                    broker.kill();
                    long before = log.head();
                    await().until(() -> log.head() > before + 20);
                    if (kill % 2 == 0) {
                        relays.getLast().dead = true;
                        new Killable("relay-" + kill);
                    }
                    broker = ChildServer.start(ChildServer.Kind.BROKER, brokerDirectory, port);
                }
                awaitProgress();
                over.countDown();
            }
            var last = relays.getLast().relay;
            await().atMost(Duration.ofMinutes(3)).until(() -> last.status().lag() == 0);

            var arrived = firstOccurrences();
            assertThat(arrived.keySet()).isEqualTo(written.keySet());
            for (var one : written.entrySet()) {
                assertThat(arrived.get(one.getKey()))
                        .isEqualTo(
                                LongStream.rangeClosed(1, one.getValue().get()).boxed().toList());
            }
        } finally {
            broker.close();
        }
    }

    /**
     * How many public events were appended. A record waits for the one before it of its key:
     * writers who do not wait would leave more behind, while the broker is away, than is sent in
     * the end.
     */
    private int appendUntil(CountDownLatch over, String aggregateId) throws InterruptedException {
        int appended = 0;
        do {
            append(aggregateId, appended, 5);
            appended += 5;
        } while (!over.await(200, TimeUnit.MILLISECONDS));
        return appended / 5 * 4;
    }

    private void awaitProgress() {
        var relay = relays.getLast().relay;
        long before = relay.status().position();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> relay.status().leading() && relay.status().position() > before);
    }

    @Test
    void a_fresh_topic_is_filled_at_once() throws Exception {
        for (int a = 0; a < 50; a++) {
            append("thing-" + a, 0, 10);
        }
        var relay = new Killable("relay").relay;
        await().until(() -> relay.status().leading() && relay.status().lag() == 0);
        assertThat(firstOccurrences()).hasSize(50);
    }

    /** What a plain consumer reads from the start: per key the records that are not copies. */
    private Map<String, List<Long>> firstOccurrences() {
        var properties = new Properties();
        properties.put("bootstrap.servers", bootstrap);
        properties.put(
                "key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        properties.put(
                "value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        var seen = new TreeMap<String, List<Long>>();
        try (var consumer = new KafkaConsumer<String, String>(properties)) {
            var partitions =
                    IntStream.range(0, PARTITIONS)
                            .mapToObj(p -> new TopicPartition(topic, p))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    var numbers = seen.computeIfAbsent(record.key(), key -> new ArrayList<>());
                    long number = Long.parseLong(record.value());
                    if (!numbers.contains(number)) {
                        numbers.add(number);
                    }
                }
            }
        }
        return seen;
    }
}
