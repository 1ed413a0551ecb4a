package org.socius.platform.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/** Answers commands from the store, each only after what it changed or saw is committed. */
final class DurableBackend extends AbstractMongoBackend {

    private static final int BATCH = 1_000;

    private final MVStore store;
    private final CommitGate gate;

    DurableBackend(MVStore store, CommitGate gate) {
        this.store = store;
        this.gate = gate;
        DurableDatabase.namesIn(store).forEach(this::resolveDatabase);
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new DurableDatabase(name, store, gate, getCursorRegistry());
    }

    List<DurableDatabase> databases() {
        return listDatabaseNames().stream()
                .map(name -> (DurableDatabase) resolveDatabase(name))
                .toList();
    }

    /** A client that goes on with a cursor of an earlier backend must not get another one's. */
    void numberCursorsAfter(DurableBackend earlier) {
        long last = earlier.getCursorRegistry().generateCursorId();
        while (getCursorRegistry().generateCursorId() < last) {
            // each call counts one up
        }
    }

    /** A refusal is an answer like another: it is not logged as a failure of the server. */
    @Override
    public Document handleMessage(MongoMessage message) {
        try {
            return super.handleMessage(message);
        } catch (MongoServerException refusal) {
            Document answer =
                    new Document("ok", 0.0).append("errmsg", refusal.getMessageWithoutErrorCode());
            if (refusal instanceof MongoServerError error) {
                answer.append("code", error.getCode());
                answer.putIfNotNull("codeName", error.getCodeName());
            }
            return answer;
        }
    }

    @Override
    public Document handleCommand(
            Channel channel, String database, String command, Document query) {
        return gate.durably(
                () ->
                        switch (command.toLowerCase(Locale.ROOT)) {
                            case "find", "getmore" ->
                                    super.handleCommand(
                                            channel, database, command, inBatches(query));
                            case "hello" -> hello(channel, query);
                            case "listdatabases" -> listDatabases();
                            case "dropindexes" -> dropIndexes(channel, database, command, query);
                            case "create",
                                    "createindexes",
                                    "drop",
                                    "dropdatabase",
                                    "renamecollection" ->
                                    gate.change(
                                            _ ->
                                                    super.handleCommand(
                                                            channel, database, command, query));
                            case "aggregate" ->
                                    writes(query.get("pipeline"))
                                            ? gate.change(
                                                    _ ->
                                                            super.handleCommand(
                                                                    channel, database, command,
                                                                    query))
                                            : super.handleCommand(
                                                    channel, database, command, query);
                            default -> super.handleCommand(channel, database, command, query);
                        });
    }

    @Override
    public QueryResult handleQuery(MongoQuery query) {
        return gate.durably(() -> super.handleQuery(query));
    }

    /** One answer has room for 48 MB: a client that names no size gets batches, as from MongoDB. */
    private static Document inBatches(Document query) {
        boolean sized = query.get("batchSize") instanceof Number size && size.intValue() > 0;
        boolean limited =
                query.get("limit") instanceof Number limit
                        && limit.intValue() > 0
                        && limit.intValue() <= BATCH;
        return sized || limited ? query : new Document(query).append("batchSize", BATCH);
    }

    private Document hello(Channel channel, Document query) {
        return super.handleCommand(channel, "admin", "isMaster", query)
                .append("isWritablePrimary", true);
    }

    private Document listDatabases() {
        List<Document> databases =
                databases().stream()
                        .filter(database -> !database.isEmpty())
                        .map(
                                database ->
                                        new Document("name", database.getDatabaseName())
                                                .append("empty", false))
                        .toList();
        Document answer = new Document("databases", databases);
        Utils.markOkay(answer);
        return answer;
    }

    private Document dropIndexes(Channel channel, String database, String command, Document query) {
        Object named = query.get("index");
        if (!(named instanceof String name)) {
            return gate.change(_ -> super.handleCommand(channel, database, command, query));
        }
        DurableDatabase target = (DurableDatabase) resolveDatabase(database);
        return gate.change(
                _ -> {
                    Document answer = new Document();
                    Utils.markOkay(answer);
                    for (Document keys :
                            target.keysOfIndexes(String.valueOf(query.get(command)), name)) {
                        answer =
                                super.handleCommand(
                                        channel,
                                        database,
                                        command,
                                        new Document(query).append("index", keys));
                    }
                    return answer;
                });
    }

    private static boolean writes(@Nullable Object pipeline) {
        return pipeline instanceof Collection<?> stages
                && stages.stream()
                        .anyMatch(
                                stage ->
                                        stage instanceof Document document
                                                && (document.containsKey("$out")
                                                        || document.containsKey("$merge")));
    }
}
