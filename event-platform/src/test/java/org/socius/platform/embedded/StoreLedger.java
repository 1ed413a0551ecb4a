package org.socius.platform.embedded;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.bson.Document;

/**
 * What a store acknowledged, kept by the process that survives. Every writer owns its documents and
 * does one thing at a time, so the state of each document is known, except for the one thing a
 * writer was not answered.
 */
final class StoreLedger {

    private static final int WRITERS = 16;
    private static final int DOCUMENTS_PER_WRITER = 40;

    private final List<Writer> writers;
    private final AtomicLong acknowledged = new AtomicLong();

    /** The highest value of the shared counter that any read returned. */
    private final AtomicLong seenOfCounter = new AtomicLong();

    StoreLedger(long seed) {
        writers =
                IntStream.range(0, WRITERS)
                        .mapToObj(number -> new Writer(number, seed + number))
                        .toList();
    }

    long acknowledged() {
        return acknowledged.get();
    }

    /** How many writers have a call under way, or got no answer to their last one. */
    long unanswered() {
        return writers.stream().filter(writer -> writer.pending != null || writer.counting).count();
    }

    static MongoDatabase database(MongoClient client) {
        return client.getDatabase("facility");
    }

    static MongoClient connect(int port) {
        return MongoClients.create(
                MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString("mongodb://127.0.0.1:" + port))
                        .applyToClusterSettings(
                                cluster -> cluster.serverSelectionTimeout(1, TimeUnit.SECONDS))
                        .build());
    }

    static void prepare(MongoDatabase database) {
        database.getCollection("things")
                .createIndex(Indexes.ascending("keys"), new IndexOptions().unique(true));
        database.getCollection("things")
                .createIndex(
                        Indexes.ascending("writer", "version", "_id"),
                        new IndexOptions().unique(true));
    }

    /** Writes from many threads until the store is killed by the given action. */
    void writeUntil(MongoDatabase database, KillingAction kill) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (Writer writer : writers) {
            threads.add(Thread.ofPlatform().daemon().start(() -> writer.write(database)));
        }
        threads.add(Thread.ofPlatform().daemon().start(() -> readCounter(database)));
        kill.run();
        for (Thread thread : threads) {
            if (!thread.join(Duration.ofSeconds(20))) {
                throw new IllegalStateException("A writer hangs");
            }
        }
    }

    interface KillingAction {
        void run() throws Exception;
    }

    private void readCounter(MongoDatabase database) {
        try {
            while (true) {
                Document counter = database.getCollection("counter").find(eq("_id", "all")).first();
                if (counter != null) {
                    long value = counter.get("value", Number.class).longValue();
                    seenOfCounter.accumulateAndGet(value, Math::max);
                }
            }
        } catch (MongoException killed) {
            return;
        }
    }

    /**
     * Everything that is not as it was acknowledged, in words; what was not answered is taken as it
     * is found.
     */
    List<String> differences(MongoDatabase database) {
        MongoCollection<Document> things = database.getCollection("things");
        List<String> differences = new ArrayList<>();
        Map<Object, Document> stored = new HashMap<>();
        things.find().forEach(document -> stored.put(document.get("_id"), document));
        for (Writer writer : writers) {
            writer.settle(stored);
            writer.documents.forEach(
                    (id, expected) -> {
                        Document found = stored.remove(id);
                        if (!expected.equals(found)) {
                            differences.add(id + " should be " + expected + " but is " + found);
                            return;
                        }
                        for (Object key : expected.getList("keys", Object.class)) {
                            if (!expected.equals(things.find(eq("keys", key)).first())) {
                                differences.add(id + " is not found by its key " + key);
                            }
                        }
                    });
        }
        stored.values().forEach(document -> differences.add("should be deleted: " + document));
        Document counter = database.getCollection("counter").find(eq("_id", "all")).first();
        long value = counter == null ? 0 : counter.get("value", Number.class).longValue();
        if (value < seenOfCounter.get()) {
            differences.add("the counter was read as " + seenOfCounter + " but is " + value);
        }
        return differences;
    }

    /** Starts again from what the store holds, after differences have been looked at. */
    void adopt(MongoDatabase database) {
        writers.forEach(writer -> writer.documents.clear());
        database.getCollection("things")
                .find()
                .forEach(
                        document ->
                                writers.get(document.getInteger("writer"))
                                        .documents
                                        .put(document.getString("_id"), document));
    }

    private final class Writer {

        private record Pending(String id, Optional<Document> before, Optional<Document> after) {}

        private final int number;
        private final Random random;
        private final Map<String, Document> documents = new HashMap<>();
        private volatile Pending pending;
        private volatile boolean counting;
        private int made;

        Writer(int number, long seed) {
            this.number = number;
            this.random = new Random(seed);
        }

        void write(MongoDatabase database) {
            try {
                while (true) {
                    writeOne(database.getCollection("things"));
                    acknowledged.incrementAndGet();
                    counting = true;
                    database.getCollection("counter")
                            .findOneAndUpdate(
                                    eq("_id", "all"),
                                    Updates.inc("value", 1L),
                                    new FindOneAndUpdateOptions().upsert(random.nextInt(5) == 0));
                    counting = false;
                }
            } catch (MongoException killed) {
                return;
            }
        }

        private void writeOne(MongoCollection<Document> things) {
            int choice = random.nextInt(10);
            if (documents.size() < DOCUMENTS_PER_WRITER / 2
                    || choice < 3 && documents.size() < DOCUMENTS_PER_WRITER) {
                insert(things);
                return;
            }
            List<String> ids = List.copyOf(documents.keySet());
            String id = ids.get(random.nextInt(ids.size()));
            Document before = documents.get(id);
            if (choice < 5) {
                pending = new Pending(id, Optional.of(before), Optional.empty());
                things.deleteOne(eq("_id", id));
                documents.remove(id);
            } else {
                change(things, id, before, choice < 8);
            }
            pending = null;
        }

        private void insert(MongoCollection<Document> things) {
            String id = number + "-" + made++ + "-" + random.nextInt(1_000_000_000);
            Document document =
                    new Document("_id", id)
                            .append("writer", number)
                            .append("version", 0)
                            .append("keys", List.of(id + "/0", id + "/first"))
                            .append("filler", "x".repeat(random.nextInt(600)));
            pending = new Pending(id, Optional.empty(), Optional.of(document));
            things.insertOne(new Document(document));
            documents.put(id, document);
            pending = null;
        }

        private void change(
                MongoCollection<Document> things, String id, Document before, boolean update) {
            int version = before.getInteger("version") + 1;
            List<String> keys = List.of(id + "/" + version, id + "/first");
            Document after = new Document(before).append("version", version).append("keys", keys);
            pending = new Pending(id, Optional.of(before), Optional.of(after));
            var changes = Updates.combine(Updates.inc("version", 1), Updates.set("keys", keys));
            if (update) {
                things.updateOne(eq("_id", id), changes);
            } else {
                Document answer =
                        things.findOneAndUpdate(
                                eq("_id", id),
                                changes,
                                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));
                if (!after.equals(answer)) {
                    throw new IllegalStateException("Answered " + answer + " instead of " + after);
                }
            }
            documents.put(id, after);
        }

        /** What was not answered may have happened or not. */
        private void settle(Map<Object, Document> stored) {
            Pending open = pending;
            pending = null;
            counting = false;
            if (open == null) {
                return;
            }
            Optional<Document> found = Optional.ofNullable(stored.get(open.id()));
            Optional<Document> now = found.equals(open.after()) ? open.after() : open.before();
            now.ifPresentOrElse(
                    document -> documents.put(open.id(), document),
                    () -> documents.remove(open.id()));
        }
    }
}
