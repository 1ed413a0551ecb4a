package org.socius.reporting;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Topics;
import org.socius.contracts.action.ActionContract;
import org.socius.contracts.expert.ExpertContract;
import org.socius.contracts.request.RequestContract;
import org.socius.platform.intake.Fact;
import org.socius.platform.intake.Received;
import org.socius.platform.publishing.ContractTable;
import org.socius.platform.time.Brussels;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Facts as other services tell them, for tests: in order per aggregate, with both times. */
public final class Told {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Received> facts = new ArrayList<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private LocalDate on = LocalDate.of(2026, 1, 5);
    private @Nullable Instant recorded;

    /** What follows happens at noon of this day and is recorded at once. */
    public Told on(String day) {
        on = LocalDate.parse(day);
        recorded = null;
        return this;
    }

    /** What follows happened at noon of one day and is recorded at another time. */
    public Told late(String day, String recordedAt) {
        on = LocalDate.parse(day);
        recorded = Instant.parse(recordedAt);
        return this;
    }

    /** Tells facts of one aggregate. */
    public Told tell(String aggregateId, Object... events) {
        for (Object event : events) {
            String topic =
                    switch (event) {
                        case RequestContract _ -> Topics.REQUEST;
                        case ActionContract _ -> Topics.ACTION;
                        case ExpertContract _ -> Topics.EXPERT;
                        default -> throw new IllegalArgumentException(String.valueOf(event));
                    };
            long sequence = sequences.merge(topic + aggregateId, 1L, Long::sum);
            Instant occurredAt = Brussels.noon(on);
            Instant recordedAt = recorded == null ? occurredAt : recorded;
            ObjectNode value =
                    (ObjectNode) (tools.jackson.databind.JsonNode) JSON.valueToTree(event);
            value.put("occurredAt", occurredAt.toString());
            value.put("recordedAt", recordedAt.toString());
            facts.add(
                    new Received(
                            new Fact(
                                    topic,
                                    0,
                                    facts.size(),
                                    ContractTable.typeOf(event.getClass()),
                                    aggregateId + "-" + sequence,
                                    aggregateId,
                                    sequence,
                                    sequence,
                                    occurredAt,
                                    recordedAt,
                                    recorded != null,
                                    "correlation",
                                    null),
                            event,
                            value));
        }
        return this;
    }

    public List<Received> facts() {
        return facts;
    }

    public long count(String topic) {
        return facts.stream().filter(one -> one.fact().topic().equals(topic)).count();
    }

    /** The facts as records of the topics. */
    public List<ProducerRecord<byte[], byte[]>> records() {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (Received received : facts) {
            Fact fact = received.fact();
            RecordHeaders headers = new RecordHeaders();
            Map.of(
                            "ce_id", fact.eventId(),
                            "ce_type", fact.type(),
                            "ce_subject", fact.aggregateId(),
                            "ce_time", fact.occurredAt().toString(),
                            "ce_sequence", "%010d".formatted(fact.sequence()))
                    .forEach((name, value) -> headers.add(name, bytes(value)));
            records.add(
                    new ProducerRecord<>(
                            fact.topic(),
                            null,
                            bytes(fact.aggregateId()),
                            bytes(String.valueOf(received.value())),
                            headers));
        }
        return records;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
