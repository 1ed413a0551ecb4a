package org.socius.reporting.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.reporting.Examples.institution;
import static org.socius.reporting.Examples.submitted;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.intake.Received;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.testing.Wire;
import org.socius.reporting.Told;

/** A read model that is built anew, and torn away from its store again and again while it is. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RebuildKilledTest {

    private static final int KILLS = Boolean.getBoolean("socius.deep") ? 50 : 8;
    private static final int INSTITUTIONS = 400;
    private static final int BATCH = 25;

    private final long seed = Long.getLong("socius.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void a_rebuild_that_is_killed_anywhere_ends_like_one_that_was_not() throws Exception {
        List<Received> facts = facts();
        try (MongoClient mongo = MongoClients.create(EmbeddedParts.mongoUri("rebuild"))) {
            FactLog whole = new FactLog(mongo.getDatabase("rebuild-whole-" + seed));
            whole.take(facts);

            String database = "rebuild-killed-" + seed;
            int torn = 0;
            long stored = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                torn += killed(database, facts) ? 1 : 0;
                FactLog left = new FactLog(mongo.getDatabase(database));
                long now = left.contained().values().stream().mapToLong(Long::longValue).sum();
                assertThat(now).as("seed %d", seed).isBetween(stored, (long) facts.size());
                stored = now;
            }
            assertThat(torn).as("rebuilds that were cut off, seed %d", seed).isPositive();

            FactLog rebuilt = new FactLog(mongo.getDatabase(database));
            rebuild(rebuilt, facts);
            assertThat(rebuilt.contained()).isEqualTo(whole.contained());
            assertThat(chronicles(mongo, database))
                    .as("seed %d", seed)
                    .isEqualTo(chronicles(mongo, "rebuild-whole-" + seed));
        }
    }

    /** Whether the wire was cut before the rebuild was through. */
    private boolean killed(String database, List<Received> facts) throws InterruptedException {
        try (Wire wire = Wire.to(EmbeddedParts.mongo().port());
                MongoClient client =
                        MongoClients.create(
                                "mongodb://127.0.0.1:"
                                        + wire.port()
                                        + "/?retryWrites=false&retryReads=false&serverSelectionTimeoutMS=1000")) {
            FactLog dying = new FactLog(client.getDatabase(database));
            Thread killer =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            TimeUnit.MICROSECONDS.sleep(random.nextInt(20_000));
                                            wire.cut();
                                        } catch (InterruptedException over) {
                                            Thread.currentThread().interrupt();
                                        }
                                    });
            boolean torn = false;
            try {
                rebuild(dying, facts);
            } catch (MongoException cut) {
                torn = true;
            }
            killer.join();
            return torn;
        }
    }

    /**
     * From the start of the topics, as after a rebuild was asked for: what is known is left out.
     */
    private static void rebuild(FactLog log, List<Received> facts) {
        for (int start = 0; start < facts.size(); start += BATCH) {
            List<Received> batch =
                    facts.subList(start, Math.min(facts.size(), start + BATCH)).stream()
                            .filter(one -> isNew(log, one))
                            .toList();
            if (!batch.isEmpty()) {
                log.take(batch);
            }
        }
    }

    private static boolean isNew(FactLog log, Received one) {
        String id = one.fact().aggregateId();
        return one.fact().sequence()
                > log.marks(one.fact().topic(), List.of(id)).getOrDefault(id, 0L);
    }

    private static List<Received> facts() {
        Told told = new Told().on("2026-03-02");
        for (int i = 0; i < INSTITUTIONS; i++) {
            told.tell("i" + i, institution("i" + i, "Institute " + i, "CO"));
            told.tell("r" + i, submitted("r" + i, "i" + i, "CO", "TA-POL", "SI-COV"));
        }
        return told.facts();
    }

    private static List<Map<String, Object>> chronicles(MongoClient mongo, String database) {
        List<Map<String, Object>> all = new ArrayList<>();
        mongo.getDatabase(database).getCollection("chronicles").find().forEach(all::add);
        all.sort((one, other) -> one.get("_id").toString().compareTo(other.get("_id").toString()));
        return all;
    }
}
