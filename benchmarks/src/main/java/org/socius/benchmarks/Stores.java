package org.socius.benchmarks;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.EventTableFactory;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventsourcing.eventstore.MongoEventStorageEngine;
import org.axonframework.extensions.mongo.eventsourcing.eventstore.documentpercommit.DocumentPerCommitStorageStrategy;
import org.axonframework.extensions.mongo.eventsourcing.eventstore.documentperevent.DocumentPerEventStorageStrategy;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.bson.Document;
import org.socius.platform.store.AppendRequest;
import org.socius.platform.store.Commit;
import org.socius.platform.store.CommitLog;
import org.socius.platform.store.MongoCommitStore;
import org.socius.platform.store.StoredEvent;

/** The log and its peers, each on fresh data. */
final class Stores {

    private static final AtomicLong NAMES = new AtomicLong();

    /** One way to keep events. */
    interface Store extends AutoCloseable {

        void append(AppendRequest request) throws Exception;

        /** Reads everything in order; the number of events. */
        long replay();

        /** Reads one aggregate; the number of its events. */
        long load(String aggregate);

        /**
         * @throws IllegalStateException unless exactly these are stored
         */
        default void check(long commits, long events) {
            mustBe(events, replay());
        }

        @Override
        default void close() {}
    }

    /** Opens a store on fresh data. */
    @FunctionalInterface
    interface Opening {
        Store open() throws Exception;
    }

    private Stores() {}

    static void mustBe(long expected, long found) {
        if (found != expected) {
            throw new IllegalStateException("Expected " + expected + ", found " + found);
        }
    }

    static String freshName() {
        return "b" + NAMES.incrementAndGet();
    }

    /** Our log; writers spread over the engines by aggregate. */
    static final class Socius implements Store {
        final MongoDatabase database;
        private final List<CommitLog> logs;

        Socius(MongoClient client, int engines) {
            database = client.getDatabase(freshName());
            logs = IntStream.range(0, engines).mapToObj(i -> open("bench-" + i)).toList();
        }

        CommitLog open(String writer) {
            CommitLog log =
                    new CommitLog(
                            new MongoCommitStore(database),
                            writer,
                            type -> true,
                            Clock.systemUTC(),
                            CommitLog.Settings.DEFAULT);
            log.start();
            return log;
        }

        CommitLog log() {
            return logs.get(0);
        }

        @Override
        public void append(AppendRequest request) {
            int hash = request.events().get(0).aggregateId().hashCode();
            logs.get(Math.floorMod(hash, logs.size())).append(request);
        }

        /** Every event in the order of the log. */
        List<StoredEvent> all() {
            List<StoredEvent> all = new ArrayList<>();
            long position = 0;
            for (List<Commit> run = log().after(position, 1_000);
                    !run.isEmpty();
                    run = log().after(position, 1_000)) {
                run.forEach(commit -> all.addAll(commit.events()));
                position = run.getLast().position();
            }
            return all;
        }

        @Override
        public long replay() {
            return replay(0, Long.MAX_VALUE);
        }

        long replay(long after, long last) {
            long events = 0;
            long position = after;
            for (List<Commit> run = log().after(position, 1_000);
                    !run.isEmpty() && position < last;
                    run = log().after(position, 1_000)) {
                events += run.stream().mapToLong(commit -> commit.events().size()).sum();
                position = run.getLast().position();
            }
            return events;
        }

        @Override
        public long load(String aggregate) {
            return log().eventsOf(aggregate, 0).size();
        }

        @Override
        public void check(long commits, long events) {
            mustBe(commits, log().head());
            Map<String, Long> last = new HashMap<>();
            List<StoredEvent> all = all();
            mustBe(events, all.size());
            for (StoredEvent event : all) {
                Long before = last.put(event.aggregateId(), event.sequence());
                mustBe(before == null ? 0 : before + 1, event.sequence());
            }
        }

        @Override
        public void close() {
            logs.forEach(CommitLog::close);
        }
    }

    /** The same documents by the driver alone; no order is promised and no conflict noticed. */
    static class Raw implements Store {
        final MongoCollection<Document> collection;
        private final AtomicLong id = new AtomicLong();

        Raw(MongoDatabase database) {
            collection = database.getCollection(MongoCommitStore.COLLECTION);
            collection.createIndex(Indexes.ascending("k"), new IndexOptions().unique(true));
        }

        long nextId() {
            return id.incrementAndGet();
        }

        @Override
        public void append(AppendRequest request) {
            collection.insertOne(document(nextId(), request));
        }

        static Document document(long id, AppendRequest request) {
            List<String> keys = new ArrayList<>();
            List<Document> events = new ArrayList<>();
            for (AppendRequest.NewEvent event : request.events()) {
                keys.add("a|%s|%010d".formatted(event.aggregateId(), event.sequence()));
                events.add(
                        new Document("id", event.eventId())
                                .append("a", event.aggregateId())
                                .append("ty", event.aggregateType())
                                .append("s", event.sequence())
                                .append("pt", event.type())
                                .append("d", event.data())
                                .append("m", event.metadata()));
            }
            return new Document("_id", id).append("k", keys).append("ev", events);
        }

        @Override
        public long replay() {
            return count(collection.find().batchSize(1_000));
        }

        @Override
        public long load(String aggregate) {
            throw new UnsupportedOperationException("give the keys");
        }

        long load(List<String> keys) {
            return count(collection.find(Filters.in("k", keys)));
        }

        private static long count(Iterable<Document> commits) {
            long events = 0;
            for (Document commit : commits) {
                events += commit.getList("ev", Document.class).size();
            }
            return events;
        }

        @Override
        public void check(long commits, long events) {
            mustBe(commits, collection.countDocuments());
        }
    }

    /** Sixty-four documents at once, from one writer. */
    static final class RawMany extends Raw {
        private final List<Document> batch = new ArrayList<>();

        RawMany(MongoDatabase database) {
            super(database);
        }

        @Override
        public void append(AppendRequest request) {
            batch.add(document(nextId(), request));
            if (batch.size() == 64) {
                collection.insertMany(batch);
                batch.clear();
            }
        }

        @Override
        public void check(long commits, long events) {
            super.check(commits - batch.size(), events);
        }
    }

    /** The next position from a counter, then the insert. */
    static final class Counter extends Raw {
        private final MongoCollection<Document> counters;

        Counter(MongoDatabase database) {
            super(database);
            counters = database.getCollection("counters");
            counters.insertOne(new Document("_id", "position").append("n", 0L));
        }

        @Override
        long nextId() {
            Document before =
                    counters.findOneAndUpdate(Filters.eq("_id", "position"), Updates.inc("n", 1L));
            if (before == null) {
                throw new IllegalStateException("no counter");
            }
            return before.getLong("n") + 1;
        }
    }

    /** An event storage engine of Axon Framework or its extension. */
    private static class Axon implements Store {
        final EventStorageEngine engine;

        Axon(EventStorageEngine engine) {
            this.engine = engine;
        }

        @Override
        public void append(AppendRequest request) {
            List<GenericDomainEventMessage<String>> messages =
                    request.events().stream()
                            .map(
                                    event ->
                                            new GenericDomainEventMessage<>(
                                                    "Request",
                                                    event.aggregateId(),
                                                    event.sequence(),
                                                    event.data()))
                            .toList();
            DefaultUnitOfWork.startAndGet(null).execute(() -> engine.appendEvents(messages));
        }

        @Override
        public long replay() {
            return payloads(engine.readEvents((TrackingToken) null, false));
        }

        @Override
        public long load(String aggregate) {
            return payloads(engine.readEvents(aggregate, 0).asStream());
        }

        /** The engines read lazily; our log hands out every payload as text. */
        private static long payloads(Stream<? extends EventMessage<?>> events) {
            return events.filter(event -> event.getPayload() instanceof String).count();
        }
    }

    private static Serializer json() {
        return Jackson3Serializer.builder().lenientDeserialization().build();
    }

    /** The extension for MongoDB. */
    static Store axonMongo(MongoClient client, boolean documentPerCommit) {
        MongoDatabase database = client.getDatabase(freshName());
        DefaultMongoTemplate template =
                DefaultMongoTemplate.builder().mongoDatabase(client, database.getName()).build();
        return new Axon(
                MongoEventStorageEngine.builder()
                        .mongoTemplate(template)
                        .eventSerializer(json())
                        .snapshotSerializer(json())
                        .storageStrategy(
                                documentPerCommit
                                        ? new DocumentPerCommitStorageStrategy()
                                        : new DocumentPerEventStorageStrategy())
                        .build()) {
            @Override
            public void check(long commits, long events) {
                mustBe(
                        documentPerCommit ? commits : events,
                        template.eventCollection().countDocuments());
            }
        };
    }

    /** The engine for relational databases, over a pool of 32 connections. */
    static Store axonJdbc(String url, EventTableFactory tables) throws SQLException {
        HikariConfig settings = new HikariConfig();
        settings.setJdbcUrl(url);
        settings.setMaximumPoolSize(32);
        HikariDataSource pool = new HikariDataSource(settings);
        String name = freshName();
        // The database may be that of an earlier run.
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists " + name + "_events");
            statement.execute("drop table if exists " + name + "_snapshots");
        }
        JdbcEventStorageEngine engine =
                JdbcEventStorageEngine.builder()
                        .connectionProvider(
                                new UnitOfWorkAwareConnectionProviderWrapper(
                                        new DataSourceConnectionProvider(pool)))
                        .transactionManager(NoTransactionManager.INSTANCE)
                        .schema(
                                EventSchema.builder()
                                        .eventTable(name + "_events")
                                        .snapshotTable(name + "_snapshots")
                                        .build())
                        .eventSerializer(json())
                        .snapshotSerializer(json())
                        .batchSize(1_000)
                        .build();
        engine.createSchema(tables);
        return new Axon(engine) {
            @Override
            public void close() {
                pool.close();
            }
        };
    }
}
