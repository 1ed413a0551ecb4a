package org.socius.platform.embedded;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import de.bwaldvogel.mongo.backend.KeyValue;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bson.Document;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StoreDirectoryTest {

    private static final int ROUNDS = Boolean.getBoolean("socius.deep") ? 8_000 : 2_000;

    @TempDir Path directory;

    @Test
    void a_directory_serves_one_process_at_a_time() throws Exception {
        try (ChildServer holder = ChildServer.start(ChildServer.Kind.DURABLE_STORE, directory, 0)) {
            assertThatThrownBy(() -> EmbeddedMongo.start(directory))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The store in " + directory + " is in use.");
            holder.kill();
        }
        try (EmbeddedMongo next = EmbeddedMongo.start(directory)) {
            assertThatThrownBy(() -> EmbeddedMongo.start(directory))
                    .hasMessageEndingWith("is in use.");
            assertThat(next.port()).isPositive();
        }
    }

    @Test
    void a_directory_of_a_newer_format_is_refused_and_left_alone() throws Exception {
        EmbeddedMongo.start(directory).close();
        Path format = directory.resolve("format");
        Files.writeString(format, (StoreDirectory.FORMAT + 1) + "\n");
        assertThatThrownBy(() -> EmbeddedMongo.start(directory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "The store in %s has format 2; this version reads up to format 1.",
                        directory);
        Files.writeString(format, StoreDirectory.FORMAT + "\n");
        EmbeddedMongo.start(directory).close();
    }

    @Test
    void a_first_start_that_was_cut_short_is_no_obstacle() throws Exception {
        Files.writeString(directory.resolve("format"), "");
        Files.writeString(directory.resolve("store.mv"), "H:2,block:0");
        EmbeddedMongo.start(directory).close();
        EmbeddedMongo.start(directory).close();
    }

    @Test
    void a_taken_port_is_said_in_one_sentence_and_the_directory_stays_free() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedMongo.Options options =
                    EmbeddedMongo.Options.defaults().withPort(taken.getLocalPort());
            assertThatThrownBy(() -> EmbeddedMongo.start(directory, options))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "Port " + taken.getLocalPort() + " for the embedded store is taken.");
        }
        EmbeddedMongo.start(directory).close();
    }

    @Test
    void an_index_that_disagrees_with_its_documents_is_built_anew() throws Exception {
        try (EmbeddedMongo mongo = EmbeddedMongo.start(directory);
                MongoClient client = MongoClients.create(mongo.uri())) {
            things(client).createIndex(Indexes.ascending("k"), new IndexOptions().unique(true));
            things(client).createIndex(Indexes.ascending("n"));
            things(client)
                    .insertMany(
                            IntStream.range(0, 50)
                                    .mapToObj(
                                            i ->
                                                    new Document("_id", i)
                                                            .append("k", List.of("k" + i, "l" + i))
                                                            .append("n", i % 3))
                                    .toList());
        }
        tear();
        try (EmbeddedMongo mongo = EmbeddedMongo.start(directory);
                MongoClient client = MongoClients.create(mongo.uri())) {
            assertThat(mongo.rebuiltIndexes()).isOne();
            assertThat(things(client).find(eq("k", "l7")).first()).containsEntry("_id", 7);
            assertThat(things(client).find(eq("k", "stray")).first()).isNull();
            things(client).insertOne(new Document("_id", 50).append("k", "stray"));
        }
        try (EmbeddedMongo mongo = EmbeddedMongo.start(directory)) {
            assertThat(mongo.rebuiltIndexes()).isZero();
        }
    }

    /**
     * Leaves one document without an entry and one entry without a document, as a crash of another
     * kind might.
     */
    private void tear() throws Exception {
        try (MVStore store = MVStore.open(directory.resolve("store.mv").toString())) {
            MVMap<KeyValue, Object> entries =
                    store.openMap(
                            "index/facility/things/k_1",
                            new MVMap.Builder<KeyValue, Object>()
                                    .keyType(new StoredTypes.Key())
                                    .valueType(new StoredTypes.Value()));
            assertThat(entries.remove(new KeyValue("l7"))).isEqualTo(7);
            entries.put(new KeyValue("stray"), 8);
        }
        Files.delete(directory.resolve("closed"));
    }

    @Test
    void space_that_became_free_is_given_back_when_nobody_asks_for_anything() throws Exception {
        try (EmbeddedMongo mongo = EmbeddedMongo.start(directory);
                MongoClient client = MongoClients.create(mongo.uri())) {
            for (int batch = 0; batch < 20; batch++) {
                things(client)
                        .insertMany(
                                IntStream.range(0, 100)
                                        .mapToObj(_ -> new Document("filler", "x".repeat(8_000)))
                                        .toList());
            }
            Path file = directory.resolve("store.mv");
            assertThat(Files.size(file)).isGreaterThan(12L << 20);
            things(client).deleteMany(new Document());
            await().atMost(Duration.ofSeconds(20)).until(() -> Files.size(file) < 1L << 20);
        }
    }

    @Test
    void space_that_became_free_is_given_back_at_the_next_start() throws Exception {
        Path file = directory.resolve("store.mv");
        try (EmbeddedMongo mongo = EmbeddedMongo.start(directory);
                MongoClient client = MongoClients.create(mongo.uri())) {
            things(client).insertMany(filled(0, 1_000));
            things(client).deleteMany(gt("_id", 0));
        }
        long closed = Files.size(file);
        try (EmbeddedMongo mongo = EmbeddedMongo.start(directory);
                MongoClient client = MongoClients.create(mongo.uri())) {
            assertThat(Files.size(file)).isLessThan(closed / 4);
            assertThat(things(client).find().map(thing -> thing.get("_id"))).containsExactly(0);
        }
        assertThat(directory.resolve("store.mv.new")).doesNotExist();
    }

    @Test
    void free_space_is_used_again_while_nobody_ever_pauses() throws Exception {
        Path file = directory.resolve("store.mv");
        EmbeddedMongo.Options unforced = EmbeddedMongo.Options.defaults().withForceToDisk(false);
        try (EmbeddedMongo mongo = EmbeddedMongo.start(directory, unforced);
                MongoClient client = MongoClients.create(mongo.uri())) {
            Random random = new Random(7);
            long highest = 0;
            for (int round = 0; round < ROUNDS; round++) {
                things(client).insertMany(filled(round * 20, 20));
                things(client).deleteMany(and(lt("_id", round * 20 - 1_000), gt("n", 0)));
                things(client).deleteOne(eq("_id", round == 0 ? 0 : random.nextInt(round * 20)));
                highest = Math.max(highest, Files.size(file));
            }
            long alive = ROUNDS * 20L / 100 * 8_192;
            assertThat(highest)
                    .as("bytes, of %d MB written", ROUNDS * 160 / 1_024)
                    .isLessThan(alive + (56L << 20));
            System.out.println(
                    "size: at most " + (highest >> 10) + " KB, of " + ROUNDS * 160 + " KB written");
        }
    }

    /** Documents of 8 KB; one of a hundred is to stay. */
    private static List<Document> filled(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(
                        i ->
                                new Document("_id", i)
                                        .append("n", i % 100)
                                        .append("filler", "x".repeat(8_000)))
                .toList();
    }

    @Test
    void a_forced_store_answers_like_another() {
        EmbeddedMongo.Options options =
                EmbeddedMongo.Options.defaults().withForceToDisk(true).withCacheMegabytes(1);
        try (EmbeddedMongo mongo = EmbeddedMongo.start(directory, options);
                MongoClient client = MongoClients.create(mongo.uri())) {
            things(client).insertOne(new Document("_id", 1));
            assertThat(things(client).find().first()).containsEntry("_id", 1);
        }
    }

    private static MongoCollection<Document> things(MongoClient client) {
        return client.getDatabase("facility").getCollection("things");
    }
}
