package org.socius.expert;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.socius.contracts.Topics;
import org.socius.platform.publishing.ContractTable;
import org.socius.platform.topics.Topics.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plays the other services: puts their facts on their topics as the outside contract describes
 * them.
 */
final class ActionTopic implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final KafkaProducer<String, String> producer;
    private final Map<String, Integer> sequences = new HashMap<>();

    ActionTopic(String bootstrapServers) {
        try (Admin admin =
                Admin.create(
                        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            org.socius.platform.topics.Topics.ensure(
                    admin,
                    List.of(
                            Spec.ofEvents(Topics.ACTION, 12, (short) 1),
                            Spec.ofEvents(Topics.REQUEST, 12, (short) 1)),
                    java.time.Duration.ofSeconds(20));
        }
        producer =
                new KafkaProducer<>(
                        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                        new StringSerializer(),
                        new StringSerializer());
    }

    /** A fact of an action, happening at a time. */
    void tell(String actionId, Object contract, Instant at) throws Exception {
        tell(Topics.ACTION, "/action-service", actionId, contract, at);
    }

    /** A fact of an institution, happening at a time. */
    void tellOfInstitution(String institutionId, Object contract, Instant at) throws Exception {
        tell(Topics.REQUEST, "/request-service", institutionId, contract, at);
    }

    private void tell(String topic, String source, String subject, Object contract, Instant at)
            throws Exception {
        ObjectNode value = JSON.valueToTree(contract);
        value.put("occurredAt", at.toString());
        value.put("recordedAt", at.toString());
        int sequence = sequences.merge(subject, 1, Integer::sum);
        String eventId = UUID.randomUUID().toString();
        ProducerRecord<String, String> record =
                new ProducerRecord<>(topic, subject, JSON.writeValueAsString(value));
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        eventId,
                        "ce_type",
                        ContractTable.typeOf(contract.getClass()),
                        "ce_source",
                        source,
                        "ce_subject",
                        subject,
                        "ce_time",
                        at.toString(),
                        "ce_sequence",
                        "%010d".formatted(sequence),
                        "ce_aggregateversion",
                        String.valueOf(sequence - 1),
                        "ce_correlationid",
                        eventId,
                        "content-type",
                        "application/json")
                .forEach(
                        (name, text) ->
                                record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        producer.send(record).get();
    }

    @Override
    public void close() {
        producer.close();
    }
}
