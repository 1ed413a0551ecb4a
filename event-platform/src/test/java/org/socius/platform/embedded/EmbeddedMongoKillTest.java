package org.socius.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EmbeddedMongoKillTest {

    private static final int KILLS = Boolean.getBoolean("socius.deep") ? 20 : 5;
    private static final int KILLS_AS_SHIPPED = 5;
    private static final int WRITERS_IN_FLIGHT = 8;

    @TempDir Path directory;

    private final long seed = Long.getLong("socius.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void what_was_acknowledged_or_read_survives_kill_9() throws Exception {
        StoreLedger ledger = new StoreLedger(seed);
        for (int kill = 1; kill <= KILLS; kill++) {
            long before = ledger.acknowledged();
            assertThat(writeAndKill(ledger, ChildServer.Kind.DURABLE_STORE))
                    .as("writers in flight at kill %d, seed %d", kill, seed)
                    .isGreaterThanOrEqualTo(WRITERS_IN_FLIGHT);
            assertThat(ledger.acknowledged())
                    .as("acknowledged before kill %d", kill)
                    .isGreaterThan(before + 100);
            try (EmbeddedMongo survivor = EmbeddedMongo.start(directory);
                    MongoClient client = StoreLedger.connect(survivor.port())) {
                assertThat(survivor.rebuiltIndexes()).as("torn indexes, seed %d", seed).isZero();
                assertThat(ledger.differences(StoreLedger.database(client)))
                        .as("after kill %d, seed %d", kill, seed)
                        .isEmpty();
            }
        }
        System.out.println(
                "kill -9: " + KILLS + " kills, " + ledger.acknowledged() + " acknowledged, 0 lost");
    }

    @Test
    void the_backend_as_shipped_loses_writes_so_this_test_can_see_loss() throws Exception {
        StoreLedger ledger = new StoreLedger(seed);
        List<String> differences = new ArrayList<>();
        for (int kill = 1; kill <= KILLS_AS_SHIPPED && differences.isEmpty(); kill++) {
            writeAndKill(ledger, ChildServer.Kind.STORE_AS_SHIPPED);
            try (ChildServer survivor =
                            ChildServer.start(ChildServer.Kind.STORE_AS_SHIPPED, directory, 0);
                    MongoClient client = StoreLedger.connect(survivor.port())) {
                differences.addAll(ledger.differences(StoreLedger.database(client)));
                ledger.adopt(StoreLedger.database(client));
            }
        }
        assertThat(differences).as("seed %d", seed).isNotEmpty();
    }

    @Test
    void a_kill_while_space_is_given_back_loses_nothing() throws Exception {
        for (int kill = 1; kill <= KILLS / 4; kill++) {
            Path store = directory.resolve("shrinking" + kill);
            Map<Object, Document> expected;
            try (ChildServer child = ChildServer.start(ChildServer.Kind.DURABLE_STORE, store, 0)) {
                expected = fillAndEmpty(child, 1_000);
                long full = Files.size(store.resolve("store.mv"));
                await().atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> Files.size(store.resolve("store.mv")) < full);
                TimeUnit.MICROSECONDS.sleep(random.nextInt(500_000));
                child.kill();
            }
            assertThat(documentsIn(store)).as("kill %d, seed %d", kill, seed).isEqualTo(expected);
        }
    }

    @Test
    void a_kill_while_the_files_are_written_anew_at_a_start_loses_nothing() throws Exception {
        Path store = directory.resolve("air");
        Path data = store.resolve("store.mv");
        Path copy = store.resolve("store.mv.new");
        Map<Object, Document> expected;
        try (ChildServer child = ChildServer.start(ChildServer.Kind.DURABLE_STORE, store, 0)) {
            expected = fillAndEmpty(child, 5_000);
            child.kill();
        }
        byte[] air = Files.readAllBytes(data);
        int inTheMiddle = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            Files.write(data, air);
            Process starting = ChildServer.launch(ChildServer.Kind.DURABLE_STORE, store, 0);
            try {
                await().atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> Files.exists(copy) || Files.size(data) < air.length / 2);
                TimeUnit.MICROSECONDS.sleep(random.nextInt(60_000));
            } finally {
                starting.destroyForcibly().waitFor();
            }
            inTheMiddle += Files.exists(copy) ? 1 : 0;
            assertThat(documentsIn(store)).as("kill %d, seed %d", kill, seed).isEqualTo(expected);
            assertThat(copy).doesNotExist();
            assertThat(Files.size(data)).isLessThan(air.length / 2);
        }
        assertThat(inTheMiddle).as("kills while it was written, seed %d", seed).isPositive();
    }

    /** Nine documents of ten are deleted; what is left is returned. */
    private Map<Object, Document> fillAndEmpty(ChildServer child, int documents) {
        Map<Object, Document> expected = new HashMap<>();
        try (MongoClient client = StoreLedger.connect(child.port())) {
            MongoCollection<Document> things = StoreLedger.database(client).getCollection("things");
            for (int i = 0; i < documents; i++) {
                expected.put(
                        i,
                        new Document("_id", i).append("filler", "x".repeat(random.nextInt(8_000))));
            }
            things.insertMany(List.copyOf(expected.values()));
            expected.keySet().removeIf(id -> id.hashCode() % 10 != 0);
            things.deleteMany(Filters.nin("_id", expected.keySet()));
        }
        return expected;
    }

    private static Map<Object, Document> documentsIn(Path store) {
        Map<Object, Document> found = new HashMap<>();
        try (EmbeddedMongo survivor = EmbeddedMongo.start(store);
                MongoClient client = StoreLedger.connect(survivor.port())) {
            StoreLedger.database(client)
                    .getCollection("things")
                    .find()
                    .forEach(document -> found.put(document.get("_id"), document));
        }
        return found;
    }

    /** Returns how many writers had a call under way the moment before the kill. */
    private long writeAndKill(StoreLedger ledger, ChildServer.Kind kind) throws Exception {
        long before = ledger.acknowledged();
        AtomicLong inFlight = new AtomicLong();
        try (ChildServer child = ChildServer.start(kind, directory, 0);
                MongoClient client = StoreLedger.connect(child.port())) {
            StoreLedger.prepare(StoreLedger.database(client));
            ledger.writeUntil(
                    StoreLedger.database(client),
                    () -> {
                        await().atMost(Duration.ofSeconds(20))
                                .pollInterval(Duration.ofMillis(5))
                                .until(() -> ledger.acknowledged() > before + 200);
                        TimeUnit.MICROSECONDS.sleep(random.nextInt(800_000));
                        inFlight.set(ledger.unanswered());
                        child.kill();
                    });
        }
        return inFlight.get();
    }
}
