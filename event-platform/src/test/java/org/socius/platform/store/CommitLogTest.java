package org.socius.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.socius.platform.store.Examples.append;
import static org.socius.platform.store.Examples.command;
import static org.socius.platform.store.Examples.event;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CommitLogTest {

    private CommitStore store;
    private CommitLog log;

    @BeforeEach
    void open() {
        store = new MongoCommitStore(FreshDatabase.open());
        log = log("one");
    }

    private CommitLog log(String writer) {
        var opened =
                new CommitLog(
                        store,
                        writer,
                        type -> type.startsWith("public"),
                        Clock.systemUTC(),
                        new CommitLog.Settings(
                                1024, Duration.ofSeconds(10), Duration.ofMillis(300)));
        opened.start();
        return opened;
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void positions_are_dense_and_commits_come_back_in_order() {
        for (int i = 0; i < 5; i++) {
            assertThat(log.append(append("x" + i, 0, 2)).position()).isEqualTo(i + 1);
        }
        assertThat(log.after(2, 2)).extracting(Commit::position).containsExactly(3L, 4L);
        assertThat(log.after(4, 10)).extracting(Commit::position).containsExactly(5L);
        assertThat(log.after(5, 10)).isEmpty();
        assertThat(log.head()).isEqualTo(5);
    }

    @Test
    void an_aggregate_is_read_from_any_sequence_across_windows() {
        for (int i = 0; i < 6; i++) {
            log.append(append("x", i * 200L, 200));
            log.append(append("y" + i, 0, 1));
        }
        assertThat(log.eventsOf("x", 0)).extracting(StoredEvent::sequence).hasSize(1200).isSorted();
        assertThat(log.eventsOf("x", 1199)).hasSize(1);
        assertThat(log.eventsOf("x", 1200)).isEmpty();
        assertThat(log.eventsOf("nobody", 0)).isEmpty();
        assertThat(log.lastSequenceOf("x")).contains(1199L);
        assertThat(log.lastSequenceOf("nobody")).isEmpty();
    }

    @Test
    void public_events_of_an_aggregate_are_numbered_without_holes() {
        log.append(
                append(
                        event("x", 0, "public.a", "{}"),
                        event("x", 1, "private.b", "{}"),
                        event("y", 0, "private.b", "{}"),
                        event("x", 2, "public.a", "{}")));
        log.append(append(event("x", 3, "private.b", "{}")));
        log.close();
        log = log("two");
        log.append(append(event("x", 4, "public.a", "{}"), event("y", 1, "public.a", "{}")));
        assertThat(log.eventsOf("x", 0).stream().filter(StoredEvent::isPublic))
                .extracting(StoredEvent::contractSequence)
                .containsExactly(1L, 2L, 3L);
        assertThat(log.eventsOf("y", 0).stream().filter(StoredEvent::isPublic))
                .extracting(StoredEvent::contractSequence)
                .containsExactly(1L);
    }

    @Test
    void a_taken_sequence_is_a_conflict_and_leaves_nothing() {
        log.append(append("x", 0, 2));
        assertThatThrownBy(() -> log.append(append(event("y", 0), event("x", 1))))
                .isInstanceOfSatisfying(
                        AppendRefused.Conflict.class,
                        conflict -> {
                            assertThat(conflict.aggregateId()).isEqualTo("x");
                            assertThat(conflict.sequence()).isEqualTo(1);
                        });
        assertThat(log.eventsOf("y", 0)).isEmpty();
        assertThat(log.head()).isEqualTo(1);
        assertThat(log.append(append("z", 0, 1)).position()).isEqualTo(2);
    }

    @Test
    void a_sequence_whose_predecessor_is_missing_is_refused() {
        log.append(append("x", 0, 1));
        assertThatThrownBy(() -> log.append(append("x", 2, 1)))
                .isInstanceOf(AppendRefused.Conflict.class);
        assertThatThrownBy(() -> log.append(append(event("y", 0), event("y", 2))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_repeated_command_answers_as_the_first_time_whoever_repeats_it() {
        log.append(append("y", 0, 4));
        var first =
                log.append(command("ana", "42", "{\"id\":\"x\"}", event("x", 0), event("y", 4)));
        var other = log("two");
        try {
            for (var again : List.of(log, other)) {
                var refusal =
                        catchThrowable(
                                () -> again.append(command("ana", "42", "other", event("x2", 0))));
                assertThat(refusal).isInstanceOf(CommandAlreadyRecorded.class);
                var recorded = ((CommandAlreadyRecorded) refusal).recorded();
                assertThat(recorded.position()).isEqualTo(first.position());
                assertThat(recorded.result()).isEqualTo("{\"id\":\"x\"}");
                assertThat(recorded.sequences()).isEqualTo(Map.of("x", 0L, "y", 4L));
                assertThat(again.recordedCommand("ana", "42")).contains(recorded);
            }
        } finally {
            other.close();
        }
        assertThat(log.eventsOf("x2", 0)).isEmpty();
        assertThat(log.commitOf("x", 0))
                .hasValueSatisfying(commit -> assertThat(commit.position()).isEqualTo(2));
    }

    @Test
    void the_same_command_id_of_another_principal_is_another_command() {
        log.append(command("ana", "42", null, event("x", 0)));
        log.append(command("bob", "42", null, event("x", 1)));
        assertThat(log.recordedCommand("bob", "42").orElseThrow().position()).isEqualTo(2);
        assertThat(log.recordedCommand("eve", "42")).isEmpty();
    }

    @Test
    void a_principal_may_be_called_anything_and_is_mistaken_for_no_other() {
        log.append(command("ana", "b|c", null, event("x", 0)));
        log.append(command("ana|b", "c", null, event("x", 1)));
        assertThat(log.recordedCommand("ana", "b|c").orElseThrow().position()).isEqualTo(1);
        assertThat(log.recordedCommand("ana|b", "c").orElseThrow().position()).isEqualTo(2);
        String asDigest =
                Commit.commandKey("ana|b", "c").substring("c|".length()).replace("|c", "");
        log.append(command(asDigest, "c", null, event("x", 2)));
        assertThat(log.recordedCommand(asDigest, "c").orElseThrow().position()).isEqualTo(3);
        String shortest = "x".repeat(128);
        log.append(command(shortest, "c", null, event("x", 3)));
        log.append(command(shortest + "x", "c", null, event("x", 4)));
        assertThat(log.recordedCommand(shortest + "x", "c").orElseThrow().position()).isEqualTo(5);
        assertThatThrownBy(() -> log.append(command("", "x", null, event("z", 0))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sixty_four_writers_of_one_aggregate_win_each_sequence_once() throws Exception {
        log.append(append("x", 0, 1));
        var other = log("two");
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 64; i++) {
                var mine = i % 2 == 0 ? log : other;
                results.add(writers.submit(() -> addOneAtLast(mine)));
            }
            int conflicts = 0;
            for (var result : results) {
                conflicts += result.get();
            }
            assertThat(conflicts).isPositive();
        } finally {
            other.close();
        }
        assertThat(log.eventsOf("x", 0)).hasSize(65);
        assertThat(log.eventsOf("x", 0))
                .extracting(StoredEvent::position)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    private static int addOneAtLast(CommitLog log) {
        for (int conflicts = 0; ; conflicts++) {
            try {
                log.append(append("x", log.eventsOf("x", 0).size(), 1));
                return conflicts;
            } catch (AppendRefused.Conflict lost) {
                // The next round reads what the winner wrote.
            }
        }
    }

    @Test
    void many_writers_share_round_trips_and_every_acknowledged_commit_is_there() throws Exception {
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var positions =
                    writers
                            .invokeAll(
                                    IntStream.range(0, 500)
                                            .mapToObj(
                                                    i ->
                                                            (Callable<Long>)
                                                                    () ->
                                                                            log.append(
                                                                                            append(
                                                                                                    "w"
                                                                                                            + i,
                                                                                                    0,
                                                                                                    1))
                                                                                    .position())
                                            .toList())
                            .stream()
                            .map(Future::resultNow)
                            .toList();
            assertThat(positions).doesNotHaveDuplicates().allMatch(p -> p >= 1 && p <= 500);
        }
        assertThat(log.after(0, 1000)).hasSize(500);
    }

    @Test
    void a_commit_of_256_events_is_taken_and_one_of_257_is_not() {
        log.append(append("x", 0, 256));
        assertThatThrownBy(() -> log.append(append("y", 0, 257)))
                .isInstanceOf(AppendRefused.TooLarge.class);
        assertThat(log.head()).isEqualTo(1);
    }

    @Test
    void an_event_of_exactly_the_limit_is_taken_and_one_byte_more_is_not() {
        var exact = "\"" + "é".repeat((Drafts.MOST_EVENT_BYTES - 4) / 2) + "\"";
        log.append(append(event("x", 0, "public.a", exact)));
        assertThatThrownBy(() -> log.append(append(event("x", 1, "public.a", exact + " "))))
                .isInstanceOf(AppendRefused.TooLarge.class);
        assertThat(log.eventsOf("x", 0)).singleElement().matches(e -> e.data().equals(exact));
    }

    @Test
    void a_commit_of_more_than_four_mebibytes_is_refused_before_anything_is_sent() {
        var text = "\"" + "a".repeat(800_000) + "\"";
        var events = IntStream.range(0, 6).mapToObj(i -> event("x", i, "public.a", text)).toList();
        log.append(new AppendRequest(events.subList(0, 5), null));
        assertThatThrownBy(
                        () ->
                                log.append(
                                        new AppendRequest(
                                                IntStream.range(5, 11)
                                                        .mapToObj(
                                                                i ->
                                                                        event(
                                                                                "x",
                                                                                i,
                                                                                "public.a",
                                                                                text))
                                                        .toList(),
                                                null)))
                .isInstanceOf(AppendRefused.TooLarge.class);
        assertThat(log.head()).isEqualTo(1);
    }

    @Test
    void ids_that_could_be_mistaken_for_keys_are_refused() {
        for (var id : List.of("", "a|b", "a b", "a".repeat(65), "é")) {
            assertThatThrownBy(() -> log.append(append(id, 0, 1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        log.append(append("a".repeat(64), 0, 1));
    }

    @Test
    void a_reader_stops_at_a_hole_until_it_is_closed_and_then_sees_everything() {
        log.append(append("x", 0, 1));
        store.insert(List.of(Examples.commit(4, "rogue", "a|rogue|0000000000")));
        assertThat(log.after(0, 10)).extracting(Commit::position).containsExactly(1L);
        org.awaitility.Awaitility.await()
                .untilAsserted(
                        () ->
                                assertThat(log.after(0, 10))
                                        .extracting(Commit::isTombstone)
                                        .containsExactly(false, true, true, false));
    }

    @Test
    void waiting_readers_are_woken_by_an_append() throws Exception {
        var calls = new ArrayList<Long>();
        var listener = log.onAppend(() -> calls.add(1L));
        try (var reader = Executors.newVirtualThreadPerTaskExecutor()) {
            var woken = reader.submit(() -> log.awaitAbove(0, Duration.ofSeconds(20)));
            log.append(append("x", 0, 1));
            assertThat(woken.get()).isTrue();
        }
        assertThat(log.awaitAbove(1, Duration.ofMillis(20))).isFalse();
        listener.close();
        log.append(append("x", 1, 1));
        assertThat(calls).hasSize(1);
    }

    @Test
    void a_closed_log_refuses_at_once() {
        log.close();
        assertThatThrownBy(() -> log.append(append("x", 0, 1)))
                .isInstanceOf(AppendRefused.Overloaded.class);
    }
}
