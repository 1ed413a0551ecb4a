package org.socius.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socius.platform.topics.Topics;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EmbeddedKafkaKillTest {

    private static final int KILLS = Boolean.getBoolean("socius.deep") ? 10 : 1;
    private static final int KEYS = 64;
    private static final int PARTITIONS = 4;
    private static final String TOPIC = "killed";

    @TempDir Path directory;

    private final long seed = Long.getLong("socius.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** The last acknowledged number of each key; the next leaves only then. */
    private final Map<String, AtomicLong> acknowledged = new HashMap<>();

    private final AtomicLong total = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private volatile boolean sending = true;

    @Test
    void acknowledged_records_survive_kill_9_and_each_key_stays_in_order() throws Exception {
        EmbeddedKafka.quieten();
        ChildServer broker = ChildServer.start(ChildServer.Kind.BROKER, directory, 0);
        int port = broker.port();
        String address = "127.0.0.1:" + port;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            Topics.ensure(
                    admin,
                    List.of(Topics.Spec.ofEvents(TOPIC, PARTITIONS, (short) 1)),
                    Duration.ofSeconds(20));
        }
        try (KafkaProducer<String, Long> producer = producer(address)) {
            for (int key = 0; key < KEYS; key++) {
                acknowledged.put("key" + key, new AtomicLong());
            }
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> acknowledged.keySet().forEach(key -> sendNext(producer, key)));
            for (int kill = 1; kill <= KILLS; kill++) {
                awaitMore(2_000);
                TimeUnit.MICROSECONDS.sleep(random.nextInt(500_000));
                broker.kill();
                broker = ChildServer.start(ChildServer.Kind.BROKER, directory, port);
            }
            awaitMore(2_000);
            sending = false;
            producer.flush();
            assertThat(failure.get()).as("seed %d", seed).isNull();
            assertComplete(address);
        } finally {
            broker.close();
        }
    }

    private void awaitMore(long records) {
        long wanted = total.get() + records;
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> total.get() >= wanted || failure.get() != null);
    }

    private void sendNext(KafkaProducer<String, Long> producer, String key) {
        long number = acknowledged.get(key).get() + 1;
        producer.send(
                new ProducerRecord<>(TOPIC, key, number),
                (_, refused) -> {
                    if (refused != null) {
                        failure.compareAndSet(null, refused);
                        return;
                    }
                    acknowledged.get(key).set(number);
                    total.incrementAndGet();
                    if (sending) {
                        sendNext(producer, key);
                    }
                });
    }

    private void assertComplete(String address) {
        Map<String, Long> last = new HashMap<>();
        List<String> disorder = new ArrayList<>();
        try (KafkaConsumer<String, Long> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", address),
                        new StringDeserializer(),
                        new LongDeserializer())) {
            List<TopicPartition> all =
                    IntStream.range(0, PARTITIONS)
                            .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                            .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(
                                record -> {
                                    long before = last.getOrDefault(record.key(), 0L);
                                    if (record.value() == before + 1) {
                                        last.put(record.key(), record.value());
                                    } else if (record.value() > before) {
                                        disorder.add(
                                                record.key()
                                                        + " jumps from "
                                                        + before
                                                        + " to "
                                                        + record.value());
                                    }
                                });
            }
        }
        assertThat(disorder).as("seed %d", seed).isEmpty();
        acknowledged.forEach(
                (key, number) ->
                        assertThat(last.getOrDefault(key, 0L))
                                .as("last of %s, seed %d", key, seed)
                                .isGreaterThanOrEqualTo(number.get()));
    }

    private static KafkaProducer<String, Long> producer(String address) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", address);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("max.in.flight.requests.per.connection", 1);
        settings.put("linger.ms", 5);
        settings.put("request.timeout.ms", 10_000);
        settings.put("delivery.timeout.ms", 60_000);
        settings.put("metadata.recovery.strategy", "none");
        settings.put("enable.metrics.push", false);
        return new KafkaProducer<>(settings, new StringSerializer(), new LongSerializer());
    }
}
