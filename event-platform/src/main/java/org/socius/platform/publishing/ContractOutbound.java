package org.socius.platform.publishing;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.socius.platform.command.EventMoment;
import org.socius.platform.relay.Outbound;
import org.socius.platform.serialization.EventNames;
import org.socius.platform.store.StoredEvent;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Contract events as Kafka records: CloudEvents 1.0, Kafka protocol binding in binary mode. The
 * value is the contract record with {@code occurredAt} and {@code recordedAt}; {@code ce_late}
 * marks an entry made after the fact.
 */
public final class ContractOutbound implements Outbound {

    private static final TypeReference<Map<String, Object>> METADATA = new TypeReference<>() {};

    private final ContractTable contracts;
    private final Serializer events;
    private final JsonMapper json = JsonMapper.builder().build();

    /**
     * @param events reads the private events of this service
     */
    public ContractOutbound(ContractTable contracts, Serializer events) {
        this.contracts = contracts;
        this.events = events;
    }

    @Override
    public Optional<ProducerRecord<String, byte[]>> record(StoredEvent stored) {
        if (!stored.isPublic()) {
            return Optional.empty();
        }
        Object event =
                events.deserialize(
                        new SimpleSerializedObject<>(
                                stored.data(), String.class, stored.type(), stored.revision()));
        EventMoment moment = EventMoment.of(json.readValue(stored.metadata(), METADATA));
        return contracts
                .translate(EventNames.of(event.getClass()), event)
                .map(contract -> record(stored, moment, contract));
    }

    private ProducerRecord<String, byte[]> record(
            StoredEvent stored, EventMoment moment, ContractTable.ContractEvent contract) {
        ObjectNode value = contract.value();
        value.put("occurredAt", moment.occurredAt().toString());
        value.put("recordedAt", moment.recordedAt().toString());
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(
                        contracts.topicOf(String.valueOf(stored.aggregateType())),
                        stored.aggregateId(),
                        json.writeValueAsBytes(value));
        header(record, "ce_specversion", "1.0");
        header(record, "ce_id", stored.eventId());
        header(record, "ce_type", contract.type());
        header(record, "ce_source", contracts.source());
        header(record, "ce_subject", stored.aggregateId());
        header(record, "ce_time", moment.occurredAt().toString());
        header(record, "ce_sequence", "%010d".formatted(stored.contractSequence()));
        header(record, "ce_aggregateversion", Long.toString(stored.sequence()));
        header(record, "ce_correlationid", moment.correlationId());
        header(
                record,
                "ce_causationid",
                moment.causationId() == null ? moment.correlationId() : moment.causationId());
        if (moment.late()) {
            header(record, "ce_late", "true");
        }
        header(record, "content-type", "application/json");
        return record;
    }

    private static void header(ProducerRecord<?, ?> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
