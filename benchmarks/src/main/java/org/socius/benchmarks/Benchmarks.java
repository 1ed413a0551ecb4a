package org.socius.benchmarks;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventsourcing.eventstore.MongoEventStorageEngine;
import org.axonframework.extensions.mongo.eventsourcing.eventstore.documentpercommit.DocumentPerCommitStorageStrategy;
import org.axonframework.extensions.mongo.eventsourcing.eventstore.documentperevent.DocumentPerEventStorageStrategy;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.bson.Document;
import org.socius.platform.embedded.EmbeddedKafka;
import org.socius.platform.embedded.EmbeddedMongo;
import org.socius.platform.relay.KafkaRecordSender;
import org.socius.platform.relay.MongoRelayStates;
import org.socius.platform.relay.Outbound;
import org.socius.platform.relay.RecordSender;
import org.socius.platform.relay.Relay;
import org.socius.platform.store.AppendRequest;
import org.socius.platform.store.Commit;
import org.socius.platform.store.CommitLog;
import org.socius.platform.store.MongoCommitStore;
import org.socius.platform.store.StoredEvent;
import org.socius.platform.topics.Topics;

/**
 * Prints Markdown tables of ratios; a wrong result ends the run. Arguments: names of scenarios to
 * run (all without), {@code --rounds N}, {@code --commits N}.
 */
public final class Benchmarks {

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final MongoClient client;
    private final String kafka;
    private final int rounds;
    private final int commits;

    private Benchmarks(MongoClient client, String kafka, int rounds, int commits) {
        this.client = client;
        this.kafka = kafka;
        this.rounds = rounds;
        this.commits = commits;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> names = new ArrayList<>(List.of(arguments));
        int rounds = option(names, "--rounds", 5);
        int commits = option(names, "--commits", 6_400);
        Path directory = Files.createTempDirectory("socius-benchmarks");
        try (EmbeddedMongo mongo =
                        EmbeddedMongo.start(
                                directory.resolve("store"),
                                EmbeddedMongo.Options.defaults().withCacheMegabytes(256));
                EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"));
                MongoClient client = MongoClients.create(mongo.uri())) {
            Benchmarks benchmarks =
                    new Benchmarks(client, broker.bootstrapServers(), rounds, commits);
            System.out.printf(
                    "# Ratios, peers interleaved in one run%n%nJDK %s, %d processors, embedded store with commit before each reply, %d rounds after one discarded.%n",
                    Runtime.version(), Runtime.getRuntime().availableProcessors(), rounds);
            for (int writers : new int[] {1, 8, 64}) {
                benchmarks.runIf(names, "append-" + writers, () -> benchmarks.append(writers));
            }
            benchmarks.runIf(names, "append-contended", benchmarks::contended);
            benchmarks.runIf(names, "replay", benchmarks::replay);
            for (int events : new int[] {10, 100, 1000}) {
                benchmarks.runIf(names, "load-" + events, () -> benchmarks.load(events));
            }
            benchmarks.runIf(names, "relay", benchmarks::relay);
        } finally {
            delete(directory);
        }
        System.exit(0);
    }

    private interface Part {
        void run() throws Exception;
    }

    private void runIf(List<String> names, String name, Part part) throws Exception {
        if (names.isEmpty() || names.contains(name)) {
            part.run();
        }
    }

    private void append(int writers) throws Exception {
        int amount = writers == 1 ? commits / 4 : commits;
        new Scenario("append-" + writers, "raw insertOne")
                .with("raw insertOne", latencies -> rawInsertOne(writers, amount, latencies))
                .with("raw insertMany(64)", latencies -> rawInsertMany(amount, latencies))
                .with("counter, then insert", latencies -> counter(writers, amount, latencies))
                .with(
                        "axon-mongo, document per event",
                        latencies -> axonMongo(writers, amount / 4, latencies, false))
                .with(
                        "axon-mongo, document per commit",
                        latencies -> axonMongo(writers, amount / 4, latencies, true))
                .with("Socius", latencies -> ours(writers, amount, latencies, 1))
                .run(rounds);
    }

    private void contended() throws Exception {
        new Scenario("append-contended (64 writers)", "one engine")
                .with("one engine", latencies -> ours(64, commits, latencies, 1))
                .with("two engines on one log", latencies -> ours(64, commits, latencies, 2))
                .with("four engines on one log", latencies -> ours(64, commits, latencies, 4))
                .run(rounds);
    }

    private MongoDatabase fresh() {
        return client.getDatabase("b" + NAMES.incrementAndGet());
    }

    private static Document rawDocument(Object id, AppendRequest request) {
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

    private MongoCollection<Document> rawCollection() {
        MongoCollection<Document> collection = fresh().getCollection("commits");
        collection.createIndex(Indexes.ascending("k"), new IndexOptions().unique(true));
        return collection;
    }

    private Scenario.Work rawInsertOne(int writers, int amount, Histogram latencies)
            throws Exception {
        MongoCollection<Document> collection = rawCollection();
        AtomicInteger id = new AtomicInteger();
        return new Workload(writers, amount)
                .drive(
                        latencies,
                        request ->
                                collection.insertOne(
                                        rawDocument((long) id.incrementAndGet(), request)));
    }

    private Scenario.Work rawInsertMany(int amount, Histogram latencies) throws Exception {
        MongoCollection<Document> collection = rawCollection();
        List<Document> batch = new ArrayList<>();
        AtomicInteger id = new AtomicInteger();
        return new Workload(1, amount)
                .drive(
                        latencies,
                        request -> {
                            batch.add(rawDocument((long) id.incrementAndGet(), request));
                            if (batch.size() == 64) {
                                collection.insertMany(batch);
                                batch.clear();
                            }
                        });
    }

    private Scenario.Work counter(int writers, int amount, Histogram latencies) throws Exception {
        MongoCollection<Document> collection = rawCollection();
        MongoCollection<Document> counters =
                client.getDatabase(collection.getNamespace().getDatabaseName())
                        .getCollection("counters");
        counters.insertOne(new Document("_id", "position").append("n", 0L));
        return new Workload(writers, amount)
                .drive(
                        latencies,
                        request -> {
                            Document before =
                                    counters.findOneAndUpdate(
                                            Filters.eq("_id", "position"), Updates.inc("n", 1L));
                            if (before == null) {
                                throw new IllegalStateException("no counter");
                            }
                            collection.insertOne(rawDocument(before.getLong("n") + 1, request));
                        });
    }

    private Scenario.Work axonMongo(
            int writers, int amount, Histogram latencies, boolean documentPerCommit)
            throws Exception {
        Jackson3Serializer json = Jackson3Serializer.builder().lenientDeserialization().build();
        MongoEventStorageEngine engine =
                MongoEventStorageEngine.builder()
                        .mongoTemplate(
                                DefaultMongoTemplate.builder()
                                        .mongoDatabase(client, fresh().getName())
                                        .build())
                        .eventSerializer(json)
                        .snapshotSerializer(json)
                        .storageStrategy(
                                documentPerCommit
                                        ? new DocumentPerCommitStorageStrategy()
                                        : new DocumentPerEventStorageStrategy())
                        .build();
        return new Workload(writers, amount)
                .drive(
                        latencies,
                        request ->
                                engine.appendEvents(
                                        request.events().stream()
                                                .map(
                                                        event ->
                                                                new GenericDomainEventMessage<>(
                                                                        "Request",
                                                                        event.aggregateId(),
                                                                        event.sequence(),
                                                                        event.data()))
                                                .toList()));
    }

    private static CommitLog open(MongoDatabase database, String writer) {
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

    private Scenario.Work ours(int writers, int amount, Histogram latencies, int engines)
            throws Exception {
        MongoDatabase database = fresh();
        List<CommitLog> logs = new ArrayList<>();
        for (int i = 0; i < engines; i++) {
            logs.add(open(database, "bench-" + i));
        }
        Scenario.Work work =
                new Workload(writers, amount)
                        .drive(
                                latencies,
                                request -> {
                                    int engine =
                                            Math.floorMod(
                                                    request.events()
                                                            .get(0)
                                                            .aggregateId()
                                                            .hashCode(),
                                                    engines);
                                    logs.get(engine).append(request);
                                });
        long events = 0;
        long position = 0;
        for (List<Commit> run = logs.get(0).after(position, 1_000);
                !run.isEmpty();
                run = logs.get(0).after(position, 1_000)) {
            events += run.stream().mapToLong(commit -> commit.events().size()).sum();
            position = run.getLast().position();
        }
        for (CommitLog log : logs) {
            log.close();
        }
        if (events != work.events()) {
            throw new IllegalStateException("Acknowledged " + work.events() + ", found " + events);
        }
        return work;
    }

    private void replay() throws Exception {
        MongoDatabase database = fresh();
        CommitLog log = open(database, "bench");
        long events = new Workload(64, commits * 4).drive(new Histogram(3), log::append).events();
        MongoCollection<Document> raw = database.getCollection(MongoCommitStore.COLLECTION);
        new Scenario("replay (" + events + " events)", "raw cursor")
                .with("raw cursor", latencies -> timed(events, () -> rawCursor(raw)))
                .with("Socius, from the start", latencies -> timed(events, () -> walk(log)))
                .run(rounds);
        log.close();
    }

    private interface Counting {
        long count();
    }

    private static Scenario.Work timed(long expected, Counting counting) {
        long start = System.nanoTime();
        long counted = counting.count();
        long nanos = System.nanoTime() - start;
        if (counted != expected) {
            throw new IllegalStateException("Expected " + expected + " events, read " + counted);
        }
        return new Scenario.Work(counted, nanos);
    }

    private static long rawCursor(MongoCollection<Document> raw) {
        long events = 0;
        for (Document commit : raw.find().batchSize(1_000)) {
            events += commit.getList("ev", Document.class).size();
        }
        return events;
    }

    private static long walk(CommitLog log) {
        long events = 0;
        long position = 0;
        for (List<Commit> run = log.after(position, 1_000);
                !run.isEmpty();
                run = log.after(position, 1_000)) {
            events += run.stream().mapToLong(commit -> commit.events().size()).sum();
            position = run.getLast().position();
        }
        return events;
    }

    private void load(int size) throws Exception {
        MongoDatabase database = fresh();
        CommitLog log = open(database, "bench");
        new Workload(64, commits).drive(new Histogram(3), log::append);
        for (int i = 0; i < size; i++) {
            log.append(
                    new AppendRequest(List.of(Workload.event("loaded", i, "loaded-" + i)), null));
        }
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            keys.add("a|loaded|%010d".formatted(i));
        }
        MongoCollection<Document> raw = database.getCollection(MongoCommitStore.COLLECTION);
        int times = Math.max(20, 2_000 / size);
        new Scenario("load-" + size, "raw exact lookup")
                .with(
                        "raw exact lookup",
                        latencies ->
                                repeated(
                                        times,
                                        size,
                                        latencies,
                                        () -> {
                                            long found = 0;
                                            for (Document commit :
                                                    raw.find(Filters.in("k", keys))) {
                                                found +=
                                                        commit.getList("ev", Document.class).size();
                                            }
                                            return found;
                                        }))
                .with(
                        "Socius",
                        latencies ->
                                repeated(
                                        times,
                                        size,
                                        latencies,
                                        () -> log.eventsOf("loaded", 0).size()))
                .run(rounds);
        log.close();
    }

    private static Scenario.Work repeated(
            int times, int size, Histogram latencies, Counting counting) {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            long before = System.nanoTime();
            if (counting.count() != size) {
                throw new IllegalStateException("Not all events were read");
            }
            latencies.recordValue(System.nanoTime() - before);
        }
        return new Scenario.Work((long) times * size, System.nanoTime() - start);
    }

    private void relay() throws Exception {
        MongoDatabase database = fresh();
        CommitLog log = open(database, "bench");
        long events = new Workload(64, commits * 4).drive(new Histogram(3), log::append).events();
        List<StoredEvent> all = new ArrayList<>();
        long position = 0;
        for (List<Commit> run = log.after(position, 1_000);
                !run.isEmpty();
                run = log.after(position, 1_000)) {
            run.forEach(commit -> all.addAll(commit.events()));
            position = run.getLast().position();
        }
        new Scenario("relay (" + events + " events)", "raw producer")
                .with("raw producer", latencies -> rawProducer(all))
                .with("Socius", latencies -> ourRelay(log, database, events))
                .with("send and wait, each event", latencies -> oneByOne(all.subList(0, 200)))
                .run(rounds);
        log.close();
    }

    private String freshTopic() {
        String topic = "bench-" + NAMES.incrementAndGet();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            Topics.ensure(
                    admin,
                    Set.of(Topics.Spec.ofEvents(topic, 4, (short) 1)),
                    Duration.ofSeconds(20));
        }
        return topic;
    }

    private static Outbound to(String topic) {
        return event ->
                Optional.of(
                        new ProducerRecord<>(
                                topic,
                                event.aggregateId(),
                                event.data().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private Scenario.Work rawProducer(List<StoredEvent> events) throws Exception {
        Outbound outbound = to(freshTopic());
        try (RecordSender sender =
                KafkaRecordSender.opening(Map.of("bootstrap.servers", kafka)).get()) {
            return sent(sender, outbound, events);
        }
    }

    private static Scenario.Work sent(
            RecordSender sender, Outbound outbound, List<StoredEvent> events) throws Exception {
        ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
        CountDownLatch acknowledged = new CountDownLatch(events.size());
        long start = System.nanoTime();
        for (StoredEvent event : events) {
            sender.send(
                    outbound.record(event).orElseThrow(),
                    failure -> {
                        if (failure != null) {
                            failures.add(failure);
                        }
                        acknowledged.countDown();
                    });
        }
        acknowledged.await();
        if (!failures.isEmpty()) {
            throw failures.element();
        }
        return new Scenario.Work(events.size(), System.nanoTime() - start);
    }

    private Scenario.Work oneByOne(List<StoredEvent> events) throws Exception {
        Outbound outbound = to(freshTopic());
        try (RecordSender sender =
                KafkaRecordSender.opening(Map.of("bootstrap.servers", kafka)).get()) {
            long start = System.nanoTime();
            for (StoredEvent event : events) {
                sent(sender, outbound, List.of(event));
            }
            return new Scenario.Work(events.size(), System.nanoTime() - start);
        }
    }

    private Scenario.Work ourRelay(CommitLog log, MongoDatabase database, long events)
            throws Exception {
        database.getCollection(MongoRelayStates.COLLECTION).drop();
        Outbound outbound = to(freshTopic());
        try (Relay relay =
                new Relay(
                        log,
                        outbound,
                        new MongoRelayStates(database),
                        KafkaRecordSender.opening(Map.of("bootstrap.servers", kafka)),
                        "bench",
                        Relay.LEASE)) {
            long start = System.nanoTime();
            relay.start();
            long head = log.head();
            MongoRelayStates states = new MongoRelayStates(database);
            while (states.read().position() < head) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            return new Scenario.Work(events, System.nanoTime() - start);
        }
    }

    private static int option(List<String> arguments, String name, int absent) {
        int at = arguments.indexOf(name);
        if (at < 0) {
            return absent;
        }
        int value = Integer.parseInt(arguments.get(at + 1));
        arguments.subList(at, at + 2).clear();
        return value;
    }

    private static void delete(Path directory) throws Exception {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
