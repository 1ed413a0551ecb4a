package org.socius.platform.relay;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** The state of one relay as one document of the collection {@code relay}, beside the log. */
public final class MongoRelayStates implements RelayStates {

    /** Name of the collection. */
    public static final String COLLECTION = "relay";

    private static final String SHARD = "all";

    private final MongoCollection<Document> states;

    /** State beside the log in the same database. */
    public MongoRelayStates(MongoDatabase database) {
        states =
                database.getCollection(COLLECTION)
                        .withReadConcern(ReadConcern.MAJORITY)
                        .withReadPreference(ReadPreference.primary())
                        .withWriteConcern(
                                WriteConcern.MAJORITY
                                        .withJournal(true)
                                        .withWTimeout(5, TimeUnit.SECONDS));
    }

    @Override
    public RelayState read() {
        var document = states.find(new Document("_id", SHARD)).first();
        if (document == null) {
            return RelayState.NONE;
        }
        var sent = new LinkedHashMap<String, Long>();
        document.getList("sent", Document.class)
                .forEach(entry -> sent.put(entry.getString("topic"), entry.getLong("count")));
        return new RelayState(
                document.getLong("epoch"),
                document.getLong("beat"),
                document.getString("owner"),
                document.getLong("pos"),
                sent);
    }

    @Override
    public boolean replace(RelayState seen, RelayState next) {
        var document = document(next);
        if (!seen.equals(RelayState.NONE)) {
            return states.replaceOne(
                                    new Document("_id", SHARD)
                                            .append("epoch", seen.epoch())
                                            .append("beat", seen.beat()),
                                    document)
                            .getMatchedCount()
                    == 1;
        }
        try {
            states.insertOne(document);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    private static Document document(RelayState state) {
        // Topic names hold dots: they are values here, not field names.
        var sent = new ArrayList<Document>();
        state.sent()
                .forEach(
                        (topic, count) ->
                                sent.add(new Document("topic", topic).append("count", count)));
        return new Document("_id", SHARD)
                .append("epoch", state.epoch())
                .append("beat", state.beat())
                .append("owner", state.owner())
                .append("pos", state.position())
                .append("sent", sent);
    }
}
