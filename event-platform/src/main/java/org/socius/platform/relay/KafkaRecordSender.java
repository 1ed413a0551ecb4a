package org.socius.platform.relay;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** An idempotent Kafka producer that waits for all replicas. */
public final class KafkaRecordSender implements RecordSender {

    /**
     * One request in flight: on a topic whose leader has just changed, a second request could be
     * taken before the first and lock it out for the whole delivery time-out (KAFKA-15591).
     */
    private static final Map<String, Object> SETTINGS =
            Map.ofEntries(
                    Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                    Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                    Map.entry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1),
                    Map.entry(ProducerConfig.LINGER_MS_CONFIG, 5),
                    Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, 131_072),
                    Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, 67_108_864L),
                    Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000),
                    Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000),
                    Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000L),
                    Map.entry(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false));

    private final KafkaProducer<String, byte[]> producer;

    private KafkaRecordSender(Map<String, Object> settings) {
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * Opens producers with the settings of the house.
     *
     * @param connection bootstrap servers, security and the like; what it sets wins
     */
    public static Supplier<RecordSender> opening(Map<String, Object> connection) {
        var settings = new java.util.HashMap<>(SETTINGS);
        settings.putAll(connection);
        return () -> new KafkaRecordSender(Map.copyOf(settings));
    }

    @Override
    public void send(ProducerRecord<String, byte[]> record, Consumer<@Nullable Exception> ending) {
        var unused = producer.send(record, (metadata, failure) -> ending.accept(failure));
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
