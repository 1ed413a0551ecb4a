package org.socius.platform.intake;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.socius.platform.intake.RecordReader.Head;
import org.socius.platform.intake.RecordReader.Undecodable;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Looks through a whole partition for facts the group's consumer did not get, with a consumer of
 * its own that commits nothing. Takes as long as reading the partition takes, at most {@link
 * #LIMIT}.
 */
final class TopicScan implements Reception.Gaps {

    private static final Logger log = LoggerFactory.getLogger(TopicScan.class);
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(500);

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final RecordReader reader = new RecordReader();

    TopicScan(ConsumerFactory<byte[], byte[]> consumers) {
        this.consumers = consumers;
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> find(
            TopicPartition partition, String aggregateId, long from, long to) {
        byte[] key = aggregateId.getBytes(StandardCharsets.UTF_8);
        TreeMap<Long, ConsumerRecord<byte[], byte[]>> found = new TreeMap<>();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (Consumer<byte[], byte[]> consumer = consumers.createConsumer()) {
            consumer.assign(Set.of(partition));
            consumer.seekToBeginning(Set.of(partition));
            long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end
                    && found.size() <= to - from
                    && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (Arrays.equals(record.key(), key)) {
                        keep(record, from, to, found);
                    }
                }
            }
        } catch (KafkaException e) {
            log.warn("{} could not be looked through: {}", partition, e.toString());
        }
        return List.copyOf(found.values());
    }

    private void keep(
            ConsumerRecord<byte[], byte[]> record,
            long from,
            long to,
            TreeMap<Long, ConsumerRecord<byte[], byte[]>> found) {
        try {
            Head head = reader.head(record);
            if (head.sequence() >= from && head.sequence() <= to) {
                found.putIfAbsent(head.sequence(), record);
            }
        } catch (Undecodable e) {
            log.debug("{} says nothing of its sequence", record.offset());
        }
    }
}
