package org.socius.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.topics.Topics;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EmbeddedKafkaTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void nothing_is_lost_that_is_sent_at_once_to_fresh_topics() throws Exception {
        List<String> names = IntStream.range(0, 50).mapToObj(i -> "fresh-" + i).toList();
        try (Admin admin = admin()) {
            for (String name : names) {
                Topics.ensure(admin, List.of(Topics.Spec.ofEvents(name, 4, (short) 1)), LIMIT);
                try (KafkaProducer<String, String> producer = producer()) {
                    List<Future<RecordMetadata>> sent =
                            IntStream.range(0, 200)
                                    .mapToObj(
                                            i ->
                                                    producer.send(
                                                            new ProducerRecord<>(
                                                                    name,
                                                                    "key" + i % 10,
                                                                    name + "/" + i)))
                                    .toList();
                    for (Future<RecordMetadata> record : sent) {
                        record.get();
                    }
                }
            }
        }
        assertThat(valuesIn(names, 4, 50 * 200)).hasSize(50 * 200).doesNotHaveDuplicates();
    }

    @Test
    void every_record_of_a_topic_is_forced_to_the_disk_before_it_is_acknowledged()
            throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "forced");
        try (Admin admin = admin()) {
            Topics.ensure(admin, List.of(Topics.Spec.ofEvents("forced", 1, (short) 1)), LIMIT);
            Config settings = admin.describeConfigs(List.of(topic)).all().get().get(topic);
            assertThat(settings.get("flush.messages").value()).isEqualTo("1");
        }
    }

    @Test
    void a_stopped_broker_comes_back_at_the_same_address_for_the_clients_it_had() throws Exception {
        EmbeddedKafka kafka = EmbeddedParts.kafka();
        String address = kafka.bootstrapServers();
        try (Admin admin = admin();
                KafkaProducer<String, String> producer = producer()) {
            Topics.ensure(admin, List.of(Topics.Spec.ofEvents("restarted", 2, (short) 1)), LIMIT);
            producer.send(new ProducerRecord<>("restarted", "key", "before")).get();
            kafka.stop();
            CompletableFuture<RecordMetadata> meanwhile =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return producer.send(
                                                    new ProducerRecord<>(
                                                            "restarted", "key", "meanwhile"))
                                            .get();
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            kafka.startAgain();
            meanwhile.get();
            producer.send(new ProducerRecord<>("restarted", "key", "after")).get();
            assertThat(kafka.bootstrapServers()).isEqualTo(address);
            assertThat(valuesIn(List.of("restarted"), 2, 3))
                    .containsExactly("before", "meanwhile", "after");
        }
    }

    @Test
    void a_topic_with_another_number_of_partitions_is_refused() {
        try (Admin admin = admin()) {
            Topics.ensure(admin, List.of(Topics.Spec.ofEvents("partitioned", 3, (short) 1)), LIMIT);
            Topics.ensure(admin, List.of(Topics.Spec.ofEvents("partitioned", 3, (short) 1)), LIMIT);
            assertThatThrownBy(
                            () ->
                                    Topics.ensure(
                                            admin,
                                            List.of(
                                                    Topics.Spec.ofEvents(
                                                            "partitioned", 2, (short) 1)),
                                            LIMIT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("3 partitions instead of 2");
        }
    }

    @Test
    void a_directory_or_port_in_use_is_said_in_one_sentence(@TempDir Path directory) {
        String address = EmbeddedParts.kafkaBootstrap();
        int taken = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        assertThatThrownBy(() -> EmbeddedKafka.start(directory, taken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Port " + taken + " for the broker is taken.");
        assertThatThrownBy(() -> EmbeddedKafka.start(EmbeddedParts.kafkaDirectory()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("is in use.");
    }

    private static Admin admin() {
        return Admin.create(
                Map.of(
                        "bootstrap.servers",
                        EmbeddedParts.kafkaBootstrap(),
                        "enable.metrics.push",
                        false));
    }

    private static KafkaProducer<String, String> producer() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", EmbeddedParts.kafkaBootstrap());
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("max.in.flight.requests.per.connection", 1);
        settings.put("request.timeout.ms", 10_000);
        settings.put("delivery.timeout.ms", 30_000);
        settings.put("enable.metrics.push", false);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static List<String> valuesIn(List<String> topics, int partitions, int expected) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                EmbeddedParts.kafkaBootstrap(),
                                "enable.metrics.push",
                                false),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            List<TopicPartition> all =
                    topics.stream()
                            .flatMap(
                                    topic ->
                                            IntStream.range(0, partitions)
                                                    .mapToObj(
                                                            partition ->
                                                                    new TopicPartition(
                                                                            topic, partition)))
                            .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long end = System.nanoTime() + LIMIT.toNanos();
            while (values.size() < expected && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
            consumer.poll(Duration.ZERO).forEach(record -> values.add(record.value()));
        }
        return values;
    }
}
