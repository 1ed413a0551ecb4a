package org.socius.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socius.platform.embedded.EmbeddedMongo;
import org.socius.platform.store.AppendRequest;
import org.socius.platform.store.CommitLog;
import org.socius.platform.store.MongoCommitStore;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StoreCheckTest {

    @TempDir private Path data;

    private final List<String> said = new ArrayList<>();

    private boolean check(String... options) {
        said.clear();
        List<String> arguments = new ArrayList<>(List.of("--data", data.toString(), "--fsck"));
        arguments.addAll(List.of(options));
        return StoreCheck.run(said::add, arguments.toArray(String[]::new));
    }

    private void inStore(Consumer<MongoDatabase> work) {
        try (EmbeddedMongo mongo = EmbeddedMongo.start(data.resolve("mongodb"));
                MongoClient client = MongoClients.create(mongo.uri())) {
            work.accept(client.getDatabase(Part.REQUEST_SERVICE.label()));
        }
    }

    private static void append(MongoDatabase database) {
        append(database, "x");
    }

    private static void append(MongoDatabase database, String aggregateId) {
        try (CommitLog log =
                new CommitLog(
                        new MongoCommitStore(database),
                        "test",
                        type -> true,
                        Clock.systemUTC(),
                        CommitLog.Settings.DEFAULT)) {
            log.start();
            log.append(
                    new AppendRequest(
                            List.of(
                                    new AppendRequest.NewEvent(
                                            "e",
                                            aggregateId,
                                            "Thing",
                                            0,
                                            "thing",
                                            null,
                                            Instant.EPOCH,
                                            "{}",
                                            "{}")),
                            null));
        }
    }

    @Test
    void a_sound_store_is_clean() {
        inStore(StoreCheckTest::append);
        assertThat(check()).isTrue();
        assertThat(said)
                .hasSize(4)
                .first()
                .asString()
                .endsWith("1 commits, 1 events, head 1, clean");
    }

    @Test
    void a_relay_ahead_of_its_log_is_told_and_repaired_only_when_asked() {
        inStore(StoreCheckTest::append);
        inStore(
                database ->
                        database.getCollection("relay")
                                .insertOne(
                                        new Document("_id", "all")
                                                .append("epoch", 1L)
                                                .append("beat", 1L)
                                                .append("pos", 9L)
                                                .append("sent", List.of())));
        assertThat(check()).isFalse();
        assertThat(said).anyMatch(line -> line.contains("RELAY at 9 (repairable)"));
        assertThat(check()).isFalse();
        assertThat(check("--repair")).isTrue();
        assertThat(check()).isTrue();
    }

    @Test
    void a_start_with_a_damaged_log_is_refused_with_what_to_do_until_it_is_repaired() {
        inStore(StoreCheckTest::append);
        inStore(database -> database.getCollection("commits").dropIndex("k"));
        assertThatThrownBy(this::start)
                .isInstanceOf(CannotStart.class)
                .hasMessage(
                        "The log of request-service is damaged (the unique index over the keys is missing); "
                                + "./run --fsck --data "
                                + data
                                + " tells all, and with --repair it puts right what can be.");
        assertThat(check("--repair")).isTrue();
        start();
    }

    @Test
    void a_sound_store_is_looked_at_at_every_start() {
        start();
        inStore(StoreCheckTest::append);
        start();
        start();
    }

    @Test
    void a_hole_that_a_kill_left_is_told_and_does_not_keep_from_starting() {
        start();
        inStore(
                database -> {
                    List.of("x", "y", "z").forEach(id -> append(database, id));
                    database.getCollection("commits").deleteOne(Filters.eq("_id", 2L));
                });
        assertThat(check()).isFalse();
        assertThat(said).anyMatch(line -> line.contains("HOLE at 2 (repairable)"));
        start();
        inStore(database -> append(database, "w"));
        start();
    }

    private void start() {
        try (EmbeddedMongo mongo = EmbeddedMongo.start(data.resolve("mongodb"))) {
            StoreCheck.atStart(mongo.uri(), data);
        }
    }

    @Test
    void a_directory_without_a_store_is_refused_in_one_sentence() {
        assertThatThrownBy(this::check)
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("holds no store");
    }
}
