package org.socius.platform.topics;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates topics and waits until they can be written. A producer that sends to a topic the broker
 * has only announced may lose its first batch (KAFKA-15591), so nobody sends before {@link #ensure}
 * has returned.
 */
public final class Topics {

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    private Topics() {}

    /**
     * A topic that should exist.
     *
     * @param partitions fixed for the life of the topic: changing it would break the order of keys
     * @param replicas 1 on a single broker
     * @param settings Kafka's topic settings
     */
    public record Spec(String name, int partitions, short replicas, Map<String, String> settings) {

        public Spec {
            settings = Map.copyOf(settings);
        }

        /** A log of events: nothing in it is ever deleted or compacted. */
        public static Spec ofEvents(String name, int partitions, short replicas) {
            return new Spec(
                    name,
                    partitions,
                    replicas,
                    Map.of(
                            "cleanup.policy",
                            "delete",
                            "retention.ms",
                            "-1",
                            "retention.bytes",
                            "-1"));
        }
    }

    /**
     * Creates the topics that are missing and waits until the leader of every partition answers.
     * Settings of existing topics are left as they are.
     *
     * @param limit for the whole call
     * @throws IllegalStateException if a topic exists with another number of partitions
     * @throws KafkaException if the broker refuses or cannot be reached within the limit
     */
    public static void ensure(Admin admin, Collection<Spec> specs, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        Map<String, KafkaFuture<Void>> creations =
                admin.createTopics(
                                specs.stream()
                                        .map(
                                                spec ->
                                                        new NewTopic(
                                                                        spec.name(),
                                                                        spec.partitions(),
                                                                        spec.replicas())
                                                                .configs(spec.settings()))
                                        .toList())
                        .values();
        for (KafkaFuture<Void> creation : creations.values()) {
            try {
                get(creation, end);
            } catch (TopicExistsException alreadyThere) {
                continue;
            }
        }
        awaitLeaders(
                admin,
                specs.stream()
                        .flatMap(
                                spec ->
                                        IntStream.range(0, spec.partitions())
                                                .mapToObj(
                                                        partition ->
                                                                new TopicPartition(
                                                                        spec.name(), partition)))
                        .toList(),
                Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        checkPartitions(admin, specs, end);
    }

    private static void checkPartitions(Admin admin, Collection<Spec> specs, long end) {
        List<String> names = specs.stream().map(Spec::name).toList();
        Map<String, TopicDescription> existing =
                get(admin.describeTopics(names).allTopicNames(), end);
        for (Spec spec : specs) {
            int partitions = Objects.requireNonNull(existing.get(spec.name())).partitions().size();
            if (partitions != spec.partitions()) {
                throw new IllegalStateException(
                        "Topic "
                                + spec.name()
                                + " has "
                                + partitions
                                + " partitions instead of "
                                + spec.partitions()
                                + ".");
            }
        }
    }

    /**
     * Waits until the leader of every partition answers.
     *
     * @throws KafkaException if that does not happen within the limit
     */
    public static void awaitLeaders(
            Admin admin, Collection<TopicPartition> partitions, Duration limit) {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream()
                        .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                get(admin.listOffsets(latest).all(), end);
                return;
            } catch (RetriableException e) {
                if (System.nanoTime() >= end) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static <T> T get(KafkaFuture<T> future, long end) {
        try {
            return future.get(
                    Math.max(1, NANOSECONDS.toMillis(end - System.nanoTime())), MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause
                    ? cause
                    : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("The broker did not answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while waiting for the broker", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while waiting for the broker", e);
        }
    }
}
