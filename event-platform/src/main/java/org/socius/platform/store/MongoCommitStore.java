package org.socius.platform.store;

import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientSettings;
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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;

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
    private static final CodecRegistry CODECS =
            CodecRegistries.fromRegistries(
                    CodecRegistries.fromCodecs(new CommitCodec()),
                    MongoClientSettings.getDefaultCodecRegistry());
    private static final InsertManyOptions IN_ORDER = new InsertManyOptions().ordered(true);

    private final MongoCollection<Commit> commits;

    /** Creates the index where it is missing; to be called once per process and database. */
    public MongoCommitStore(MongoDatabase database) {
        commits =
                database.getCollection(COLLECTION, Commit.class)
                        .withCodecRegistry(CODECS)
                        .withReadConcern(ReadConcern.MAJORITY)
                        .withReadPreference(ReadPreference.primary())
                        .withWriteConcern(
                                WriteConcern.MAJORITY
                                        .withJournal(true)
                                        .withWTimeout(5, TimeUnit.SECONDS));
        createIndex(commits);
    }

    static void createIndex(MongoCollection<?> collection) {
        collection.createIndex(
                Indexes.ascending("k"), new IndexOptions().unique(true).name(KEY_INDEX));
    }

    @Override
    public Outcome insert(List<Commit> pending) {
        try {
            commits.insertMany(pending, IN_ORDER);
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
        return commits(commits.find(gte("_id", position + 1)).sort(ascending("_id")).limit(limit));
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
        return commits.find(eq("_id", position), Document.class).projection(include("_id")).first()
                != null;
    }

    /** Servers may return a document once per key that matches. */
    private static List<Commit> commits(FindIterable<Commit> found) {
        var distinct = new LinkedHashMap<Long, Commit>();
        for (var commit : found.batchSize(1000)) {
            distinct.putIfAbsent(commit.position(), commit);
        }
        return List.copyOf(distinct.values());
    }
}
