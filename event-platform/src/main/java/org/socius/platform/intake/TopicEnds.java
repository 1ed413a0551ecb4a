package org.socius.platform.intake;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Waits until a group has handled all that its topics hold, whichever processes it runs in. */
final class TopicEnds {

    private static final long BETWEEN_LOOKS_MILLIS = 50;

    private TopicEnds() {}

    /**
     * True once the group has handled what the topics hold when this is called; false if the limit
     * is reached before, or the broker does not answer in time.
     */
    static boolean reached(
            Map<String, Object> kafka, String group, Collection<String> topics, Duration limit)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Admin admin = Admin.create(kafka);
        try {
            Map<TopicPartition, Long> ends = ends(admin, topics, end);
            while (!contains(admin, group, ends, end)) {
                if (System.nanoTime() > end) {
                    return false;
                }
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            }
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin, Collection<String> topics, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        get(admin.describeTopics(topics).allTopicNames(), end)
                .forEach(
                        (topic, description) ->
                                description
                                        .partitions()
                                        .forEach(
                                                partition ->
                                                        asked.put(
                                                                new TopicPartition(
                                                                        topic,
                                                                        partition.partition()),
                                                                OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> answered =
                get(admin.listOffsets(asked).all(), end);
        answered.forEach((partition, offset) -> ends.put(partition, offset.offset()));
        return ends;
    }

    private static boolean contains(
            Admin admin, String group, Map<TopicPartition, Long> ends, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, @Nullable OffsetAndMetadata> handled =
                new HashMap<>(
                        get(
                                admin.listConsumerGroupOffsets(group)
                                        .partitionsToOffsetAndMetadata(),
                                end));
        return ends.entrySet().stream()
                .allMatch(
                        entry -> {
                            OffsetAndMetadata its = handled.get(entry.getKey());
                            return (its == null ? 0 : its.offset()) >= entry.getValue();
                        });
    }

    private static <T> T get(KafkaFuture<T> future, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
}
