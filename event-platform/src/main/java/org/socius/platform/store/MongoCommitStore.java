package org.socius.platform.store;

import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The log in one collection {@code commits} of a MongoDB database: single documents, majority reads
 * and writes, one unique multikey index. Works alike on one server, a replica set and the embedded
 * store. Waits for an answer as long as the client's socket timeout allows.
 */
public final class MongoCommitStore implements CommitStore {

    /** Name of the collection. */
    public static final String COLLECTION = "commits";

    /** Name of the unique index over the keys. */
    static final String KEY_INDEX = "k";

    private static final int DUPLICATE_KEY = 11000;
    private static final InsertManyOptions IN_ORDER = new InsertManyOptions().ordered(true);

    private final MongoCollection<Document> commits;

    /** Creates the index where it is missing; to be called once per process and database. */
    public MongoCommitStore(MongoDatabase database) {
        commits =
                database.getCollection(COLLECTION)
                        .withReadConcern(ReadConcern.MAJORITY)
                        .withReadPreference(ReadPreference.primary())
                        .withWriteConcern(
                                WriteConcern.MAJORITY
                                        .withJournal(true)
                                        .withWTimeout(5, TimeUnit.SECONDS));
        createIndex(commits);
    }

    static void createIndex(MongoCollection<Document> collection) {
        collection.createIndex(
                Indexes.ascending("k"), new IndexOptions().unique(true).name(KEY_INDEX));
    }

    @Override
    public Outcome insert(List<Commit> pending) {
        try {
            commits.insertMany(pending.stream().map(MongoCommitStore::document).toList(), IN_ORDER);
            return new Outcome.Stored();
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null || e.getWriteErrors().size() != 1) {
                return new Outcome.Unknown(e);
            }
            // The number of inserted documents is not to be trusted on every server; the index is.
            var error = e.getWriteErrors().getFirst();
            return new Outcome.Refused(
                    error.getIndex(), error.getCode() == DUPLICATE_KEY, error.getMessage());
        } catch (MongoException e) {
            return new Outcome.Unknown(e);
        }
    }

    @Override
    public List<Commit> above(long position, int limit) {
        return commits(commits.find(gt("_id", position)).sort(ascending("_id")).limit(limit));
    }

    @Override
    public List<Commit> at(Collection<Long> positions) {
        return commits(commits.find(in("_id", positions)));
    }

    @Override
    public List<Commit> holding(Collection<String> keys) {
        return commits(commits.find(in("k", keys)));
    }

    @Override
    public List<Commit> holdingBetween(String first, String last) {
        // Both bounds on one element: two conditions beside each other would match two elements.
        return commits(
                commits.find(elemMatch("k", new Document("$gte", first).append("$lte", last))));
    }

    @Override
    public long head(long atLeast) {
        long known = atLeast;
        long stride = 1;
        while (true) {
            if (exists(known + stride)) {
                known += stride;
                stride *= 2;
            } else if (stride == 1) {
                return known;
            } else {
                stride = 1;
            }
        }
    }

    private boolean exists(long position) {
        return commits.find(new Document("_id", position)).projection(include("_id")).first()
                != null;
    }

    /** Servers may return a document once per key that matches. */
    private static List<Commit> commits(FindIterable<Document> found) {
        var distinct = new LinkedHashMap<Long, Commit>();
        for (var document : found.batchSize(1000)) {
            distinct.computeIfAbsent(document.getLong("_id"), position -> commit(document));
        }
        return List.copyOf(distinct.values());
    }

    private static Document document(Commit commit) {
        var document =
                new Document("_id", commit.position())
                        .append("k", commit.keys())
                        .append("cid", commit.id())
                        .append("w", commit.writer())
                        .append("t", Date.from(commit.writtenAt()));
        if (commit.isTombstone()) {
            return document.append("gap", true);
        }
        if (commit.result() != null) {
            document.append("r", commit.result());
        }
        return document.append("pp", commit.previousPosition())
                .append("x", commit.checksum())
                .append("ev", commit.events().stream().map(MongoCommitStore::document).toList());
    }

    private static Document document(StoredEvent event) {
        var document = new Document("id", event.eventId()).append("a", event.aggregateId());
        if (event.aggregateType() != null) {
            document.append("ty", event.aggregateType());
        }
        document.append("s", event.sequence())
                .append("n", event.contractSequence())
                .append("pub", event.isPublic())
                .append("ts", event.timestamp().toString())
                .append("pt", event.type());
        if (event.revision() != null) {
            document.append("rev", event.revision());
        }
        return document.append("d", event.data()).append("m", event.metadata());
    }

    /** Throws {@link CorruptLog} if the document is not what was written. */
    static Commit commit(Document document) {
        long position = document.getLong("_id");
        var keys = document.getList("k", String.class);
        var writer = document.getString("w");
        var writtenAt = document.getDate("t").toInstant();
        var id = document.getString("cid");
        if (document.containsKey("gap")) {
            return new Commit(position, id, keys, writer, writtenAt, 0, null, List.of());
        }
        try {
            var commit =
                    new Commit(
                            position,
                            id,
                            keys,
                            writer,
                            writtenAt,
                            document.getLong("pp"),
                            document.getString("r"),
                            events(position, document.getList("ev", Document.class)));
            if (commit.checksum() == document.getLong("x")) {
                return commit;
            }
        } catch (RuntimeException malformed) {
            throw new CorruptLog(
                    "the commit at position %d is torn: %s".formatted(position, malformed));
        }
        throw new CorruptLog(
                "the commit at position %d does not fit its checksum".formatted(position));
    }

    private static List<StoredEvent> events(long position, List<Document> documents) {
        var events = new ArrayList<StoredEvent>(documents.size());
        for (var event : documents) {
            @Nullable String aggregateType = event.getString("ty");
            @Nullable String revision = event.getString("rev");
            events.add(
                    new StoredEvent(
                            position,
                            events.size(),
                            event.getString("id"),
                            event.getString("a"),
                            aggregateType,
                            event.getLong("s"),
                            event.getLong("n"),
                            event.getBoolean("pub"),
                            event.getString("pt"),
                            revision,
                            Instant.parse(event.getString("ts")),
                            event.getString("d"),
                            event.getString("m")));
        }
        return events;
    }
}
