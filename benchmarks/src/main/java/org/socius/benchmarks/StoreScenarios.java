package org.socius.benchmarks;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.jspecify.annotations.Nullable;
import org.socius.platform.store.AppendRequest;

/**
 * Appending to stores and reading from them.
 *
 * @param client the embedded store
 * @param forced another one that forces each commit to the disk
 * @param directory for the files of H2
 * @param postgres JDBC address of a PostgreSQL database; null if there is none
 */
record StoreScenarios(
        MongoClient client,
        MongoClient forced,
        Path directory,
        @Nullable String postgres,
        int rounds,
        int commits) {

    private static final String RAW = "raw insertOne";
    private static final String RAW_MANY = "raw insertMany(64)";
    private static final String PER_EVENT = "axon-mongo, document per event";
    private static final String PER_COMMIT = "axon-mongo, document per commit";
    private static final String H2 = "Axon JDBC, H2 in process";
    private static final String POSTGRES = "Axon JDBC, PostgreSQL (fsync)";
    private static final String SOCIUS = "Socius";

    private static final int PREFILLED_WRITERS = 64;

    void append(int writers) throws Exception {
        int amount = writers == 1 ? commits / 4 : commits;
        Scenario scenario =
                new Scenario("append-" + writers, RAW, RAW_MANY)
                        .with(RAW, appending(writers, amount, this::raw))
                        .with(
                                RAW_MANY,
                                appending(1, amount, () -> new Stores.RawMany(database(client))))
                        .with(
                                "counter, then insert",
                                appending(
                                        writers,
                                        amount / 4,
                                        () -> new Stores.Counter(database(client))))
                        .with(
                                PER_EVENT,
                                appending(
                                        writers, amount / 4, () -> Stores.axonMongo(client, false)))
                        .with(
                                PER_COMMIT,
                                appending(
                                        writers, amount / 4, () -> Stores.axonMongo(client, true)))
                        .with(H2, appending(writers, amount / 4, this::h2));
        if (postgres != null) {
            scenario.with(POSTGRES, appending(writers, amount / 4, this::postgresql));
        }
        scenario.with(SOCIUS, appending(writers, amount, () -> new Stores.Socius(client, 1)))
                .run(rounds);
    }

    void durable() throws Exception {
        String reference = postgres == null ? PER_COMMIT : POSTGRES;
        Scenario scenario =
                new Scenario(
                        "append-durable (64 writers, each commit forced to the disk)",
                        reference,
                        PER_COMMIT);
        if (postgres != null) {
            scenario.with(POSTGRES, appending(64, commits / 2, this::postgresql));
        }
        scenario.with(RAW, appending(64, commits / 2, () -> new Stores.Raw(database(forced))))
                .with(PER_COMMIT, appending(64, commits / 4, () -> Stores.axonMongo(forced, true)))
                .with(SOCIUS, appending(64, commits, () -> new Stores.Socius(forced, 1)))
                .with(
                        "Socius, committed but not forced",
                        appending(64, commits, () -> new Stores.Socius(client, 1)))
                .run(rounds);
    }

    void contended() throws Exception {
        new Scenario("append-contended (64 writers)", "one engine")
                .with("one engine", appending(64, commits, () -> new Stores.Socius(client, 1)))
                .with(
                        "two engines on one log",
                        appending(64, commits, () -> new Stores.Socius(client, 2)))
                .with(
                        "four engines on one log",
                        appending(64, commits, () -> new Stores.Socius(client, 4)))
                .run(rounds);
    }

    private static MongoDatabase database(MongoClient client) {
        return client.getDatabase(Stores.freshName());
    }

    private Stores.Store raw() {
        return new Stores.Raw(database(client));
    }

    private Stores.Store h2() throws SQLException {
        return Stores.axonJdbc(
                "jdbc:h2:file:"
                        + directory.resolve(Stores.freshName())
                        + ";WRITE_DELAY=0;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
                PostgresEventTableFactory.INSTANCE);
    }

    private Stores.Store postgresql() throws SQLException {
        if (postgres == null) {
            throw new IllegalStateException("no PostgreSQL");
        }
        return Stores.axonJdbc(postgres, PostgresEventTableFactory.INSTANCE);
    }

    private static Scenario.Variant appending(int writers, int amount, Stores.Opening opening) {
        return latencies -> {
            try (Stores.Store store = opening.open()) {
                Workload workload = new Workload(writers, amount);
                Scenario.Work work = workload.drive(latencies, store::append);
                store.check(workload.commits(), work.events());
                return work;
            }
        };
    }

    void replay() throws Exception {
        try (Peers peers = new Peers(commits * 4)) {
            Scenario scenario =
                    new Scenario("replay (" + peers.events + " events)", "raw cursor", H2)
                            .with("raw cursor", peers.replaying(peers.raw))
                            .with(H2, peers.replaying(peers.h2))
                            .with("axon-mongo (of a sixteenth)", peers.replayingSome());
            if (peers.postgres != null) {
                scenario.with(POSTGRES, peers.replaying(peers.postgres));
            }
            scenario.with(SOCIUS, peers.replaying(peers.socius)).run(rounds);
        }
    }

    /** Reading must not slow down as the log grows. */
    void replayFlat() throws Exception {
        try (Stores.Socius store = new Stores.Socius(client, 1)) {
            Workload workload = new Workload(PREFILLED_WRITERS, commits * 20);
            long events = workload.drive(new Histogram(3), store::append).events();
            long fifth = workload.commits() / 5 / 1_000 * 1_000;
            long start = workload.commits() - fifth;
            new Scenario("replay-flat (" + events + " events)", "the first fifth")
                    .with("the first fifth", _ -> counting(() -> store.replay(0, fifth)))
                    .with("the last fifth", _ -> counting(() -> store.replay(start, start + fifth)))
                    .run(rounds);
        }
    }

    void load(int size) throws Exception {
        try (Peers peers = new Peers(commits)) {
            String aggregate = "loaded";
            for (Stores.Store store : peers.all()) {
                for (int i = 0; i < size; i++) {
                    store.append(
                            new AppendRequest(
                                    List.of(Workload.event(aggregate, i, "loaded-" + i)), null));
                }
            }
            List<String> keys =
                    IntStream.range(0, size).mapToObj("a|loaded|%010d"::formatted).toList();
            int times = Math.max(20, 2_000 / size);
            Scenario scenario =
                    new Scenario("load-" + size, "raw exact look-up", H2)
                            .with(
                                    "raw exact look-up",
                                    loading(times, size, () -> peers.raw.load(keys)))
                            .with(H2, loading(times, size, () -> peers.h2.load(aggregate)))
                            .with(
                                    PER_COMMIT,
                                    loading(20, size, () -> peers.axonMongo.load(aggregate)));
            Stores.Store postgresql = peers.postgres;
            if (postgresql != null) {
                scenario.with(POSTGRES, loading(times, size, () -> postgresql.load(aggregate)));
            }
            scenario.with(SOCIUS, loading(times, size, () -> peers.socius.load(aggregate)))
                    .run(rounds);
        }
    }

    private interface Reading {
        long events();
    }

    private static Scenario.Work counting(Reading reading) {
        long start = System.nanoTime();
        long events = reading.events();
        return new Scenario.Work(events, System.nanoTime() - start);
    }

    private static Scenario.Variant loading(int times, int size, Reading reading) {
        return latencies -> {
            long start = System.nanoTime();
            for (int i = 0; i < times; i++) {
                long before = System.nanoTime();
                Stores.mustBe(size, reading.events());
                latencies.recordValue(System.nanoTime() - before);
            }
            return new Scenario.Work((long) times * size, System.nanoTime() - start);
        };
    }

    /** The same events in every store; in axon-mongo a sixteenth, for its queries are slow here. */
    private final class Peers implements AutoCloseable {
        final Stores.Raw raw = new Stores.Raw(database(client));
        final Stores.Store h2;
        final Stores.Store axonMongo = Stores.axonMongo(client, true);
        final Stores.@Nullable Store postgres;
        final Stores.Socius socius = new Stores.Socius(client, 1);
        final long events;
        final long someEvents;

        Peers(int amount) throws Exception {
            h2 = h2();
            postgres = StoreScenarios.this.postgres == null ? null : postgresql();
            long filled = 0;
            long some = 0;
            for (Stores.Store store : all()) {
                boolean slow = store == axonMongo;
                long found = fill(store, slow ? amount / 16 : amount);
                some = slow ? found : some;
                filled = slow ? filled : found;
            }
            events = filled;
            someEvents = some;
        }

        private long fill(Stores.Store store, int amount) throws Exception {
            return new Workload(PREFILLED_WRITERS, amount)
                    .drive(new Histogram(3), store::append)
                    .events();
        }

        List<Stores.Store> all() {
            List<Stores.Store> all = new ArrayList<>(List.of(raw, h2, axonMongo, socius));
            if (postgres != null) {
                all.add(postgres);
            }
            return all;
        }

        Scenario.Variant replaying(Stores.Store store) {
            return _ -> {
                Scenario.Work work = counting(store::replay);
                Stores.mustBe(events, work.events());
                return work;
            };
        }

        Scenario.Variant replayingSome() {
            return _ -> {
                Scenario.Work work = counting(axonMongo::replay);
                Stores.mustBe(someEvents, work.events());
                return work;
            };
        }

        @Override
        public void close() {
            all().forEach(Stores.Store::close);
        }
    }
}
