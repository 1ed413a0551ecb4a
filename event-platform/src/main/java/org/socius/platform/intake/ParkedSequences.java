package org.socius.platform.intake;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Facts that could not be handled, and every later fact of the same aggregate behind them. A
 * sequence is one group, topic and aggregate; its records keep the order of their offsets. Only the
 * thread that reads the partition adds and takes away; others may ask for a retry.
 */
final class ParkedSequences {

    /** More sequences than this in a group are no accident any more. */
    static final long LIMIT = 1_000;

    /** More records than this in a sequence wait for people, not for a retry. */
    static final long LONGEST = 1_000;

    private final MongoCollection<Document> sequences;
    private final MongoCollection<Document> records;

    /**
     * @param id opaque, stable for group, topic and aggregate
     * @param error what went wrong with the first record, in one line
     * @param retry true while a retry is asked for and not yet done
     */
    record Sequence(
            String id,
            String group,
            String topic,
            int partition,
            String key,
            String error,
            Instant parkedAt,
            boolean retry) {

        TopicPartition topicPartition() {
            return new TopicPartition(topic, partition);
        }
    }

    ParkedSequences(MongoDatabase database) {
        sequences = database.getCollection("parked_sequences");
        records = database.getCollection("parked");
    }

    static String id(String group, String topic, String key) {
        return UUID.nameUUIDFromBytes(
                        (group + "|" + topic + "|" + key).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Ids of the parked sequences of a group. */
    Set<String> ids(String group) {
        Set<String> ids = new HashSet<>();
        sequences.find(Filters.eq("group", group)).forEach(s -> ids.add(s.getString("_id")));
        return ids;
    }

    long count(String group) {
        return sequences.countDocuments(Filters.eq("group", group));
    }

    /**
     * Parks a record, behind those of its sequence that are parked already.
     *
     * @param error why, null if only because it stands behind another
     */
    void park(
            String group,
            ConsumerRecord<byte[], byte[]> record,
            @Nullable String type,
            @Nullable String error,
            Instant now) {
        String key = RecordReader.key(record);
        String id = id(group, record.topic(), key);
        sequences.updateOne(
                Filters.eq("_id", id),
                Updates.combine(
                        Updates.setOnInsert("group", group),
                        Updates.setOnInsert("topic", record.topic()),
                        Updates.setOnInsert("partition", record.partition()),
                        Updates.setOnInsert("key", key),
                        Updates.setOnInsert("error", error == null ? "" : error),
                        Updates.setOnInsert("parkedAt", now.toString()),
                        Updates.setOnInsert("retry", false)),
                new UpdateOptions().upsert(true));
        List<Document> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(
                    new Document("k", header.key())
                            .append(
                                    "v",
                                    header.value() == null ? null : new Binary(header.value())));
        }
        String recordId = "%s/%019d".formatted(id, record.offset());
        records.replaceOne(
                Filters.eq("_id", recordId),
                new Document("_id", recordId)
                        .append("sequence", id)
                        .append("topic", record.topic())
                        .append("partition", record.partition())
                        .append("offset", record.offset())
                        .append("timestamp", record.timestamp())
                        .append("type", type)
                        .append("headers", headers)
                        .append("key", record.key() == null ? null : new Binary(record.key()))
                        .append(
                                "value",
                                record.value() == null ? null : new Binary(record.value())),
                new ReplaceOptions().upsert(true));
    }

    /** Oldest first. */
    List<Sequence> all(@Nullable String group) {
        List<Sequence> found = new ArrayList<>();
        sequences
                .find(group == null ? new Document() : Filters.eq("group", group))
                .sort(Sorts.ascending("parkedAt", "_id"))
                .forEach(document -> found.add(sequence(document)));
        return found;
    }

    Optional<Sequence> find(String id) {
        return Optional.ofNullable(sequences.find(Filters.eq("_id", id)).first())
                .map(ParkedSequences::sequence);
    }

    long records(String id) {
        return records.countDocuments(Filters.eq("sequence", id));
    }

    void askForRetry(String id) {
        sequences.updateOne(Filters.eq("_id", id), Updates.set("retry", true));
    }

    /** The oldest record of a sequence, or null if none is left. */
    @Nullable ConsumerRecord<byte[], byte[]> first(String id) {
        Document document =
                records.find(Filters.eq("sequence", id)).sort(Sorts.ascending("_id")).first();
        return document == null ? null : record(document);
    }

    void handled(String id, ConsumerRecord<byte[], byte[]> record) {
        records.deleteOne(Filters.eq("_id", "%s/%019d".formatted(id, record.offset())));
    }

    void failedAgain(String id, String error) {
        sequences.updateOne(
                Filters.eq("_id", id),
                Updates.combine(Updates.set("retry", false), Updates.set("error", error)));
    }

    void drained(String id) {
        sequences.deleteOne(Filters.eq("_id", id));
    }

    private static Sequence sequence(Document document) {
        return new Sequence(
                document.getString("_id"),
                document.getString("group"),
                document.getString("topic"),
                document.getInteger("partition"),
                document.getString("key"),
                document.getString("error"),
                Instant.parse(document.getString("parkedAt")),
                document.getBoolean("retry", false));
    }

    private static ConsumerRecord<byte[], byte[]> record(Document document) {
        RecordHeaders headers = new RecordHeaders();
        for (Document header : document.getList("headers", Document.class)) {
            headers.add(header.getString("k"), bytes(header.get("v", Binary.class)));
        }
        byte[] key = bytes(document.get("key", Binary.class));
        byte[] value = bytes(document.get("value", Binary.class));
        return new ConsumerRecord<>(
                document.getString("topic"),
                document.getInteger("partition"),
                document.getLong("offset"),
                document.getLong("timestamp"),
                TimestampType.CREATE_TIME,
                key == null ? 0 : key.length,
                value == null ? 0 : value.length,
                key,
                value,
                headers,
                Optional.empty());
    }

    private static byte @Nullable [] bytes(@Nullable Binary binary) {
        return binary == null ? null : binary.getData();
    }
}
