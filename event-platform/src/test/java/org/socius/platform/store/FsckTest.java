package org.socius.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.platform.store.Examples.append;
import static org.socius.platform.store.Examples.event;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.relay.MongoRelayStates;
import org.socius.platform.relay.RelayState;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FsckTest {

    private MongoDatabase database;
    private CommitLog log;
    private Fsck fsck;

    @BeforeEach
    void openALogOfSomeCommits() {
        database = FreshDatabase.open();
        log =
                new CommitLog(
                        new MongoCommitStore(database),
                        "one",
                        type -> type.startsWith("public"),
                        Clock.systemUTC(),
                        CommitLog.Settings.DEFAULT);
        log.start();
        fsck = new Fsck(database, Clock.systemUTC());
        log.append(append("x", 0, 3));
        log.append(append(event("y", 0), event("x", 3, "private", "{}")));
        log.append(append("z", 0, 1));
        log.append(append(event("y", 1), event("x", 4)));
    }

    @AfterEach
    void close() {
        log.close();
    }

    private MongoCollection<Document> commits() {
        return database.getCollection(MongoCommitStore.COLLECTION);
    }

    private List<Fsck.Kind> kinds() {
        return fsck.check().findings().stream().map(Fsck.Finding::kind).distinct().toList();
    }

    @Test
    void a_sound_log_is_clean() {
        relayAt(4, 7);
        assertThat(fsck.check()).isEqualTo(new Fsck.Report(4, 4, 8, List.of()));
        assertThat(fsck.repair()).isEqualTo(new Fsck.Report(4, 4, 8, List.of()));
    }

    @Test
    void an_empty_log_is_clean() {
        assertThat(new Fsck(FreshDatabase.open(), Clock.systemUTC()).check().isClean()).isTrue();
    }

    @Test
    void a_changed_event_is_found_and_not_repaired() {
        commits().updateOne(Filters.eq("_id", 3L), Updates.set("ev.0.d", "{\"n\":1}"));
        assertThat(fsck.check().findings())
                .extracting(Fsck.Finding::kind, Fsck.Finding::position)
                .contains(org.assertj.core.groups.Tuple.tuple(Fsck.Kind.TORN, 3L));
        assertThat(fsck.repair().isClean()).isFalse();
        assertThat(commits().countDocuments()).isEqualTo(4);
    }

    @Test
    void a_hole_is_found_and_closed() {
        new MongoCommitStore(database).insert(List.of(Commit.tombstone(7, "t", Examples.NOON)));
        assertThat(fsck.check().findings())
                .containsExactly(
                        new Fsck.Finding(Fsck.Kind.HOLE, 5, "nothing at position 5"),
                        new Fsck.Finding(Fsck.Kind.HOLE, 6, "nothing at position 6"));
        assertThat(fsck.repair()).isEqualTo(new Fsck.Report(7, 7, 8, List.of()));
        assertThat(log.after(0, 10)).hasSize(7);
    }

    @Test
    void a_lost_commit_shows_as_a_gap_in_its_aggregates() {
        commits().deleteOne(Filters.eq("_id", 2L));
        assertThat(kinds())
                .contains(Fsck.Kind.HOLE, Fsck.Kind.SEQUENCE, Fsck.Kind.PREVIOUS_POSITION);
        assertThat(fsck.repair().findings())
                .extracting(Fsck.Finding::kind)
                .contains(Fsck.Kind.SEQUENCE)
                .doesNotContain(Fsck.Kind.HOLE);
    }

    @Test
    void commits_of_an_aggregate_in_the_wrong_order_are_found() {
        var fourth = commits().findOneAndDelete(Filters.eq("_id", 4L));
        var third = commits().findOneAndDelete(Filters.eq("_id", 3L));
        var second = commits().findOneAndDelete(Filters.eq("_id", 2L));
        commits().insertOne(new Document(fourth).append("_id", 2L));
        commits().insertOne(third);
        commits().insertOne(new Document(second).append("_id", 4L));
        assertThat(kinds()).contains(Fsck.Kind.SEQUENCE, Fsck.Kind.CONTRACT_NUMBER);
    }

    @Test
    void keys_that_do_not_belong_to_the_events_are_found() {
        commits().updateOne(Filters.eq("_id", 3L), Updates.set("k", List.of("a|other|0000000000")));
        assertThat(kinds()).containsExactly(Fsck.Kind.KEYS);
    }

    @Test
    void a_missing_index_is_found_and_built_again() {
        commits().dropIndex(MongoCommitStore.KEY_INDEX);
        assertThat(kinds()).containsExactly(Fsck.Kind.INDEX);
        assertThat(fsck.repair().isClean()).isTrue();
        assertThat(
                        new MongoCommitStore(database)
                                .insert(List.of(Examples.commit(5, "c", "a|x|0000000000"))))
                .isInstanceOf(CommitStore.Outcome.Refused.class);
    }

    @Test
    void a_snapshot_ahead_of_the_log_is_found_and_deleted() {
        var snapshots = database.getCollection(Snapshots.COLLECTION);
        snapshots.insertOne(new Document("_id", "x").append("seq", 5L));
        snapshots.insertOne(new Document("_id", "y").append("seq", 1L));
        assertThat(kinds()).containsExactly(Fsck.Kind.SNAPSHOT);
        assertThat(fsck.repair().isClean()).isTrue();
        assertThat(snapshots.find()).extracting(d -> d.getString("_id")).containsExactly("y");
    }

    @Test
    void a_relay_ahead_of_the_log_is_found_and_told_to_start_again() {
        relayAt(5, 7);
        assertThat(kinds()).containsExactly(Fsck.Kind.RELAY);
        assertThat(fsck.repair().isClean()).isTrue();
        assertThat(new MongoRelayStates(database).read().position()).isZero();
    }

    @Test
    void a_relay_that_counted_wrongly_is_found() {
        relayAt(4, 6);
        assertThat(kinds()).containsExactly(Fsck.Kind.RELAY);
        assertThat(fsck.repair().isClean()).isTrue();
    }

    @Test
    void what_was_found_clean_is_not_read_again_at_the_next_start() {
        assertThat(fsck.checkNewest()).isEqualTo(new Fsck.Report(4, 4, 8, List.of()));
        assertThat(fsck.checkNewest()).isEqualTo(new Fsck.Report(4, 0, 0, List.of()));
        log.append(append(event("z", 1), event("x", 5)));
        assertThat(fsck.checkNewest()).isEqualTo(new Fsck.Report(5, 1, 2, List.of()));
    }

    @Test
    void the_newest_commits_are_checked_against_those_before_them() {
        fsck.checkNewest();
        log.append(append("x", 5, 1));
        log.append(append("z", 1, 1));
        commits().deleteOne(Filters.eq("_id", 5L));
        assertThat(fsck.checkNewest().findings())
                .containsExactly(new Fsck.Finding(Fsck.Kind.HOLE, 5, "nothing at position 5"));
        commits().updateOne(Filters.eq("_id", 6L), Updates.set("ev.0.s", 2L));
        assertThat(fsck.checkNewest().findings())
                .extracting(Fsck.Finding::kind)
                .contains(Fsck.Kind.TORN);
    }

    @Test
    void a_newest_commit_that_does_not_continue_its_aggregate_is_found() {
        fsck.checkNewest();
        log.append(append("x", 5, 1));
        log.append(append("x", 6, 1));
        commits().deleteOne(Filters.eq("_id", 5L));
        assertThat(fsck.checkNewest().findings())
                .extracting(Fsck.Finding::kind)
                .contains(Fsck.Kind.HOLE, Fsck.Kind.SEQUENCE, Fsck.Kind.PREVIOUS_POSITION);
    }

    @Test
    void a_log_that_lost_its_end_is_found_and_taken_as_it_is_only_by_a_repair() {
        fsck.check();
        commits().deleteOne(Filters.eq("_id", 4L));
        var cutOff =
                new Fsck.Finding(
                        Fsck.Kind.CUT_OFF, 3, "the log ends at 3, an earlier check has seen 4");
        assertThat(fsck.checkNewest().findings()).containsExactly(cutOff);
        assertThat(fsck.check().findings()).containsExactly(cutOff);
        assertThat(fsck.repair()).isEqualTo(new Fsck.Report(3, 3, 6, List.of()));
        assertThat(fsck.checkNewest().isClean()).isTrue();
    }

    @Test
    void a_log_with_damage_is_not_taken_for_checked() {
        commits().updateOne(Filters.eq("_id", 3L), Updates.set("ev.0.d", "{\"n\":1}"));
        assertThat(fsck.checkNewest().isClean()).isFalse();
        assertThat(fsck.checkNewest().isClean()).isFalse();
    }

    private void relayAt(long position, long sent) {
        new MongoRelayStates(database)
                .replace(
                        RelayState.NONE,
                        new RelayState(1, 1, null, position, Map.of("socius.things.v1", sent)));
    }
}
