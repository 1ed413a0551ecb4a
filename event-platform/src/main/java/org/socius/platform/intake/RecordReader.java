package org.socius.platform.intake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads records in CloudEvents' binary mode. Fields it does not know are ignored. */
final class RecordReader {

    private final JsonMapper json =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();

    /** A record that is not what the contract says; waiting does not help. */
    static final class Undecodable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Undecodable(String detail, @Nullable Throwable cause) {
            super(detail, cause);
        }
    }

    /** What the headers say. */
    record Head(String aggregateId, String type, String eventId, long sequence) {}

    /** The key facts are kept in order by; empty where the record has none. */
    static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }

    /**
     * @throws Undecodable if a header is missing or contradicts the key
     */
    Head head(ConsumerRecord<byte[], byte[]> record) {
        String key = key(record);
        String subject = demand(record, "ce_subject");
        if (key.isEmpty() || !subject.equals(key)) {
            throw new Undecodable("The record's key is not its ce_subject", null);
        }
        long sequence = number(demand(record, "ce_sequence"));
        if (sequence < 1) {
            throw new Undecodable("ce_sequence is below 1", null);
        }
        return new Head(key, demand(record, "ce_type"), demand(record, "ce_id"), sequence);
    }

    /**
     * The fact, with its event where the intake has a route for the type.
     *
     * @throws Undecodable if the value is not the contract's
     */
    Received read(
            ConsumerRecord<byte[], byte[]> record, Head head, Intake.@Nullable Route<?> route) {
        String version = header(record, "ce_aggregateversion");
        String correlation = header(record, "ce_correlationid");
        if (route == null) {
            Instant time = instant(demand(record, "ce_time"));
            return new Received(fact(record, head, version, correlation, time, time), null, null);
        }
        try {
            JsonNode value = json.readTree(record.value() == null ? new byte[0] : record.value());
            if (!value.isObject()) {
                throw new Undecodable("The value is not a JSON object", null);
            }
            Fact fact =
                    fact(
                            record,
                            head,
                            version,
                            correlation,
                            instant(value.path("occurredAt").asString("")),
                            instant(value.path("recordedAt").asString("")));
            return new Received(fact, json.treeToValue(value, route.contract()), value);
        } catch (JacksonException e) {
            throw new Undecodable(
                    "The value cannot be read as " + route.contract().getSimpleName(), e);
        }
    }

    private static Fact fact(
            ConsumerRecord<byte[], byte[]> record,
            Head head,
            @Nullable String version,
            @Nullable String correlation,
            Instant occurredAt,
            Instant recordedAt) {
        return new Fact(
                record.topic(),
                record.partition(),
                record.offset(),
                head.type(),
                head.eventId(),
                head.aggregateId(),
                head.sequence(),
                version == null ? -1 : number(version),
                occurredAt,
                recordedAt,
                "true".equals(header(record, "ce_late")),
                correlation == null ? head.eventId() : correlation,
                header(record, "ce_causationid"));
    }

    private static String demand(ConsumerRecord<byte[], byte[]> record, String name) {
        String value = header(record, name);
        if (value == null || value.isEmpty()) {
            throw new Undecodable("The header " + name + " is missing", null);
        }
        return value;
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null
                ? null
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Undecodable("A header that counts is not a number", e);
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Undecodable("occurredAt or recordedAt is not an instant", e);
        }
    }
}
