package org.socius.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socius.platform.parking.Failure;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FailingStoreTest {

    private static final String FAILING = "failing";
    private static final int ATTEMPTS = 3;
    private static final int FAILURES = Boolean.getBoolean("socius.deep") ? 40 : 10;

    /** How many of the next calls of each kind fail. */
    private static final AtomicInteger WRITES = new AtomicInteger();

    private static final AtomicInteger FORCINGS = new AtomicInteger();
    private static final AtomicInteger OPENINGS = new AtomicInteger();

    @TempDir private Path directory;

    @BeforeEach
    void soundFiles() {
        FilePath.register(new FailingFile());
        WRITES.set(0);
        FORCINGS.set(0);
        OPENINGS.set(0);
    }

    @Test
    void a_write_that_fails_is_not_acknowledged_and_the_store_goes_on() {
        goesOnAfter(WRITES, true);
    }

    @Test
    void a_write_that_fails_is_not_acknowledged_without_forcing_either() {
        goesOnAfter(WRITES, false);
    }

    @Test
    void what_the_disk_refused_to_keep_is_written_anew_before_the_store_goes_on() throws Exception {
        Path file = directory.resolve("store.mv");
        try (EmbeddedMongo mongo = start(true);
                MongoClient client = MongoClients.create(mongo.uri())) {
            things(client).insertOne(new Document("_id", 0));
            Object first = Files.getAttribute(file, "unix:ino");
            FORCINGS.set(1);
            assertThatThrownBy(() -> things(client).insertOne(new Document("_id", 1)))
                    .isInstanceOf(MongoException.class);
            awaitInsertion(client, 2);
            assertThat(Files.getAttribute(file, "unix:ino")).isNotEqualTo(first);
            assertThat(idsIn(client)).contains(0, 2);
        }
    }

    @Test
    void many_clients_under_failures_lose_nothing_that_was_acknowledged() throws Exception {
        Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
        AtomicInteger next = new AtomicInteger();
        Queue<MongoException> refused = new ConcurrentLinkedQueue<>();
        try (EmbeddedMongo mongo = start(false);
                MongoClient client = MongoClients.create(mongo.uri())) {
            things(client).createIndex(Indexes.ascending("k"), new IndexOptions().unique(true));
            Thread[] writers = new Thread[8];
            for (int writer = 0; writer < writers.length; writer++) {
                writers[writer] =
                        Thread.ofPlatform()
                                .daemon()
                                .start(() -> write(client, acknowledged, next, refused));
            }
            for (int failure = 0; failure < FAILURES; failure++) {
                int sofar = acknowledged.size();
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> acknowledged.size() > sofar + 100);
                WRITES.set(1);
                await().atMost(Duration.ofSeconds(20)).until(() -> WRITES.get() == 0);
            }
            int sofar = acknowledged.size();
            await().atMost(Duration.ofSeconds(20)).until(() -> acknowledged.size() > sofar + 100);
            next.set(Integer.MAX_VALUE / 2);
            for (Thread writer : writers) {
                assertThat(writer.join(Duration.ofSeconds(10))).isTrue();
            }
            assertThat(refused).isNotEmpty().allMatch(why -> Failure.of(why) == Failure.DOWN);
            assertThat(missing(client, acknowledged)).isEmpty();
        }
        try (EmbeddedMongo mongo = EmbeddedMongo.start(directory);
                MongoClient client = MongoClients.create(mongo.uri())) {
            assertThat(mongo.rebuiltIndexes()).isZero();
            assertThat(missing(client, acknowledged)).isEmpty();
        }
    }

    @Test
    void a_store_that_fails_again_and_again_is_given_up_in_one_sentence() throws Exception {
        try (EmbeddedMongo mongo = start(true);
                MongoClient client = MongoClients.create(mongo.uri())) {
            things(client).insertOne(new Document("_id", 0));
            OPENINGS.set(Integer.MAX_VALUE);
            WRITES.set(1);
            assertThatThrownBy(() -> things(client).insertOne(new Document("_id", 1)))
                    .isInstanceOf(MongoException.class);
            assertThat(mongo.lost().toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .isEqualTo(
                            "The embedded store below %s is given up after %d failures in a row;"
                                    + " what it acknowledged is in its files.",
                            directory, ATTEMPTS);
        }
        assertThat(directory.resolve("closed")).doesNotExist();
        try (EmbeddedMongo mongo = EmbeddedMongo.start(directory);
                MongoClient client = MongoClients.create(mongo.uri())) {
            assertThat(idsIn(client)).contains(0);
        }
    }

    @Test
    void failures_with_commits_between_them_never_end_the_store() throws Exception {
        try (EmbeddedMongo mongo = start(true);
                MongoClient client = MongoClients.create(mongo.uri())) {
            for (int failure = 0; failure <= ATTEMPTS; failure++) {
                WRITES.set(1);
                int thing = failure;
                assertThatThrownBy(() -> things(client).insertOne(new Document("_id", -thing - 1)))
                        .isInstanceOf(MongoException.class);
                awaitInsertion(client, thing);
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertThat(mongo.lost().toCompletableFuture()).isNotDone();
        }
    }

    private void goesOnAfter(AtomicInteger failures, boolean forceToDisk) {
        try (EmbeddedMongo mongo = start(forceToDisk);
                MongoClient client = MongoClients.create(mongo.uri())) {
            things(client).insertOne(new Document("_id", 0));
            failures.set(1);
            assertThatThrownBy(() -> things(client).insertOne(new Document("_id", 1)))
                    .isInstanceOf(MongoException.class);
            awaitInsertion(client, 2);
            assertThat(idsIn(client)).containsExactly(0, 2);
            assertThat(mongo.lost().toCompletableFuture()).isNotDone();
        }
    }

    private EmbeddedMongo start(boolean forceToDisk) {
        return EmbeddedMongo.start(
                directory,
                EmbeddedMongo.Options.defaults().withForceToDisk(forceToDisk),
                new EmbeddedMongo.Care(FAILING, Duration.ofMillis(20), ATTEMPTS));
    }

    private static void write(
            MongoClient client,
            Set<Integer> acknowledged,
            AtomicInteger next,
            Queue<MongoException> refused) {
        int id = next.getAndIncrement();
        while (id < Integer.MAX_VALUE / 2) {
            try {
                things(client).insertOne(new Document("_id", id).append("k", "k" + id));
                acknowledged.add(id);
            } catch (MongoException e) {
                refused.add(e);
            }
            id = next.getAndIncrement();
        }
    }

    private static void awaitInsertion(MongoClient client, int id) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsInstanceOf(MongoException.class)
                .until(() -> things(client).insertOne(new Document("_id", id)).wasAcknowledged());
    }

    private static Set<Integer> idsIn(MongoClient client) {
        return things(client).find().map(thing -> thing.getInteger("_id")).into(new TreeSet<>());
    }

    private static Set<Integer> missing(MongoClient client, Set<Integer> acknowledged) {
        Set<Integer> missing = new TreeSet<>(acknowledged);
        missing.removeAll(idsIn(client));
        return missing;
    }

    private static MongoCollection<Document> things(MongoClient client) {
        return client.getDatabase("facility").getCollection("things");
    }

    private static boolean fails(AtomicInteger calls) {
        return calls.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    /** Made by the store itself, hence public. */
    public static final class FailingFile extends FilePathWrapper {

        @Override
        public String getScheme() {
            return FAILING;
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            if (fails(OPENINGS)) {
                throw new IOException("The disk is gone");
            }
            return new FailingChannel(super.open(mode));
        }
    }

    /** Half of what fails to be written is written all the same. */
    private static final class FailingChannel extends FileBaseDefault {
        private final FileChannel file;

        FailingChannel(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public int write(ByteBuffer from, long position) throws IOException {
            if (fails(WRITES)) {
                file.write(from.slice(from.position(), from.remaining() / 2), position);
                throw new IOException("No space left on device");
            }
            return file.write(from, position);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            if (fails(FORCINGS)) {
                throw new IOException("The disk does not answer");
            }
            file.force(metaData);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
