package org.socius.platform.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.socius.platform.privacy.PersonalDataCodec;

/**
 * Newest snapshot of each aggregate, in the collection {@code snapshots}: a cache that may be lost
 * or damaged at any time. One that does not fit its checksum, or whose record was erased, is
 * deleted and counts as absent.
 */
public final class Snapshots {

    /** Name of the collection. */
    public static final String COLLECTION = "snapshots";

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private static final String STATE = "state";

    private final MongoCollection<Document> snapshots;
    private final PersonalDataCodec codec;

    /** Snapshots beside the log in the same database, each protected as a whole. */
    public Snapshots(MongoDatabase database, PersonalDataCodec codec) {
        this.snapshots = database.getCollection(COLLECTION);
        this.codec = codec;
    }

    /** Keeps the snapshot unless a newer one is there. */
    void store(DomainEventData<String> snapshot) {
        var document =
                new Document("_id", snapshot.getAggregateIdentifier())
                        .append("seq", snapshot.getSequenceNumber())
                        .append("id", snapshot.getEventIdentifier())
                        .append("ty", snapshot.getType())
                        .append("ts", snapshot.getTimestamp().toString())
                        .append("pt", snapshot.getPayload().getType().getName())
                        .append("rev", snapshot.getPayload().getType().getRevision())
                        .append(
                                "d",
                                codec.protect(
                                        snapshot.getAggregateIdentifier(),
                                        STATE,
                                        snapshot.getPayload().getData()))
                        .append("m", snapshot.getMetaData().getData());
        document.append("x", checksum(document));
        try {
            snapshots.replaceOne(
                    and(
                            eq("_id", snapshot.getAggregateIdentifier()),
                            lt("seq", snapshot.getSequenceNumber())),
                    document,
                    UPSERT);
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        }
    }

    Optional<DomainEventData<String>> find(String aggregateId) {
        var document = snapshots.find(eq("_id", aggregateId)).first();
        if (document == null) {
            return Optional.empty();
        }
        try {
            String state =
                    checksum(document) == document.getLong("x")
                            ? codec.open(STATE, document.getString("d"))
                            : null;
            if (state != null) {
                return Optional.of(
                        new GenericDomainEventEntry<>(
                                document.getString("ty"),
                                aggregateId,
                                document.getLong("seq"),
                                document.getString("id"),
                                document.getString("ts"),
                                document.getString("pt"),
                                document.getString("rev"),
                                state,
                                document.getString("m")));
            }
        } catch (RuntimeException malformed) {
            LOG.debug("Snapshot of {} is malformed", aggregateId, malformed);
        }
        delete(aggregateId);
        return Optional.empty();
    }

    void delete(String aggregateId) {
        LOG.warn("Snapshot of {} is unusable and deleted", aggregateId);
        snapshots.deleteOne(eq("_id", aggregateId));
    }

    private static long checksum(Document snapshot) {
        var crc = new CRC32C();
        for (var part : new String[] {"_id", "seq", "id", "ty", "ts", "pt", "rev", "d", "m"}) {
            crc.update(String.valueOf(snapshot.get(part)).getBytes(StandardCharsets.UTF_8));
            crc.update(0);
        }
        return crc.getValue();
    }
}
