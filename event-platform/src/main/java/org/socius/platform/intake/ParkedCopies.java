package org.socius.platform.intake;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;

/**
 * Copies of parked records on {@code <topic>.<group>.DLT}, for people with Kafka tools. The parked
 * record itself is in the store: a copy that cannot be made is reported in the log, nothing more.
 */
final class ParkedCopies implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ParkedCopies.class);
    private static final int PATIENCE_MILLIS = 10_000;

    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final KafkaTemplate<byte[], byte[]> template;
    private final KafkaAdmin admin;
    private final Set<String> created = ConcurrentHashMap.newKeySet();

    ParkedCopies(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 2);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
        settings.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        producers = new DefaultKafkaProducerFactory<>(settings);
        template = new KafkaTemplate<>(producers);
        admin = new KafkaAdmin(new HashMap<>(kafka));
    }

    void copy(String group, ConsumerRecord<byte[], byte[]> record, Exception reason) {
        String topic = record.topic() + "." + group + ".DLT";
        try {
            if (!created.contains(topic)) {
                admin.createOrModifyTopics(TopicBuilder.name(topic).partitions(1).build());
                created.add(topic);
            }
            DeadLetterPublishingRecoverer recoverer =
                    new DeadLetterPublishingRecoverer(
                            template, (its, e) -> new TopicPartition(topic, 0));
            recoverer.accept(record, null, reason);
        } catch (RuntimeException e) {
            log.warn("No copy of {} offset {} on {}", record.topic(), record.offset(), topic, e);
        }
    }

    @Override
    public void close() {
        producers.destroy();
    }
}
