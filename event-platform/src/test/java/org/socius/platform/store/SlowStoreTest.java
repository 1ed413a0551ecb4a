package org.socius.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.socius.platform.store.Examples.append;
import static org.socius.platform.store.Examples.command;
import static org.socius.platform.store.Examples.event;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** A database that answers late, not at all, or loses its answers. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SlowStoreTest {

    private static final CommitStore.Outcome NO_ANSWER =
            new CommitStore.Outcome.Unknown(new IllegalStateException("no answer"));

    private CommitStore store;
    private CommitLog log;
    private Function<List<Commit>, CommitStore.Outcome> insert = commits -> store.insert(commits);

    /** Inserts as the test says; reads what is there. */
    private final class Steered implements CommitStore {
        @Override
        public Outcome insert(List<Commit> commits) {
            return insert.apply(commits);
        }

        @Override
        public List<Commit> above(long position, int limit) {
            return store.above(position, limit);
        }

        @Override
        public List<Commit> at(Collection<Long> positions) {
            return store.at(positions);
        }

        @Override
        public List<Commit> holding(Collection<String> keys) {
            return store.holding(keys);
        }

        @Override
        public List<Commit> holdingBetween(String first, String last) {
            return store.holdingBetween(first, last);
        }

        @Override
        public long head(long atLeast) {
            return store.head(atLeast);
        }
    }

    @BeforeEach
    void open() {
        store = new MongoCommitStore(FreshDatabase.open());
    }

    private void open(int queue, Duration patience) {
        log =
                new CommitLog(
                        new Steered(),
                        "one",
                        type -> true,
                        Clock.systemUTC(),
                        new CommitLog.Settings(queue, patience, Duration.ofSeconds(2)));
        log.start();
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void an_append_beyond_the_queue_is_refused_at_once_and_the_others_are_stored()
            throws Exception {
        var go = new CountDownLatch(1);
        var inserting = new CountDownLatch(1);
        insert =
                commits -> {
                    inserting.countDown();
                    waitFor(go);
                    return store.insert(commits);
                };
        open(2, Duration.ofSeconds(10));
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var stored = new ArrayList<Future<Commit>>();
            stored.add(writers.submit(() -> log.append(append("w0", 0, 1))));
            inserting.await();
            var refused = new AtomicInteger();
            for (int i = 1; i <= 5; i++) {
                int writer = i;
                stored.add(
                        writers.submit(
                                () -> {
                                    try {
                                        return log.append(append("w" + writer, 0, 1));
                                    } catch (AppendRefused.Overloaded full) {
                                        refused.incrementAndGet();
                                        throw full;
                                    }
                                }));
            }
            await().until(() -> refused.get() == 3);
            go.countDown();
            await().until(() -> stored.stream().allMatch(Future::isDone));
            assertThat(stored.stream().filter(f -> f.state() == Future.State.SUCCESS)).hasSize(3);
        }
        assertThat(log.head()).isEqualTo(3);
    }

    @Test
    void a_writer_without_company_goes_to_the_database_itself() {
        var threads = new ArrayList<Thread>();
        insert =
                commits -> {
                    threads.add(Thread.currentThread());
                    return store.insert(commits);
                };
        open(10, Duration.ofSeconds(10));
        for (int i = 0; i < 5; i++) {
            log.append(append("x", i, 1));
        }
        assertThat(threads).contains(Thread.currentThread());
    }

    @Test
    void what_a_lone_writer_got_no_answer_to_is_ended_by_the_appending_thread() {
        var threads = new ArrayList<Thread>();
        insert =
                commits -> {
                    threads.add(Thread.currentThread());
                    return threads.size() == 1 ? NO_ANSWER : store.insert(commits);
                };
        open(10, Duration.ofSeconds(10));
        assertThat(log.append(append("x", 0, 1)).position()).isEqualTo(1);
        assertThat(threads).hasSize(2).last().isNotEqualTo(Thread.currentThread());
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void without_an_answer_the_outcome_is_unknown_and_repeating_the_command_tells_it() {
        insert = commits -> NO_ANSWER;
        open(10, Duration.ofMillis(400));
        var request = command("ana", "42", "first", event("x", 0));
        assertThatThrownBy(() -> log.append(request))
                .isInstanceOf(AppendRefused.OutcomeUnknown.class);
        insert = commits -> store.insert(commits);
        assertThat(log.append(request).position()).isEqualTo(1);
        assertThatThrownBy(() -> log.append(request)).isInstanceOf(CommandAlreadyRecorded.class);
    }

    @Test
    void an_answer_that_is_lost_is_found_out_by_reading() {
        var tries = new AtomicInteger();
        insert =
                commits -> {
                    store.insert(commits);
                    tries.incrementAndGet();
                    return NO_ANSWER;
                };
        open(10, Duration.ofSeconds(10));
        for (int i = 0; i < 5; i++) {
            assertThat(log.append(append("x", i, 1)).position()).isEqualTo(i + 1);
        }
        assertThat(tries).hasValue(5);
        assertThat(log.after(0, 10)).hasSize(5);
    }

    @Test
    void an_insert_that_comes_late_and_its_repetition_meet_at_one_position() {
        var delayed = new ArrayList<List<Commit>>();
        insert =
                commits -> {
                    if (delayed.isEmpty()) {
                        delayed.add(commits);
                        return NO_ANSWER;
                    }
                    var outcome = store.insert(commits);
                    assertThat(store.insert(delayed.getFirst()))
                            .isInstanceOf(CommitStore.Outcome.Refused.class);
                    return outcome;
                };
        open(10, Duration.ofSeconds(10));
        var commit = log.append(append("x", 0, 1));
        assertThat(delayed.getFirst().getFirst()).isEqualTo(commit);
        assertThat(log.after(0, 10)).hasSize(1);
    }

    @Test
    void an_append_that_waited_too_long_in_the_queue_is_known_not_to_be_stored() throws Exception {
        var go = new CountDownLatch(1);
        var inserting = new CountDownLatch(1);
        insert =
                commits -> {
                    inserting.countDown();
                    waitFor(go);
                    return NO_ANSWER;
                };
        open(10, Duration.ofMillis(300));
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = writers.submit(() -> log.append(append("x", 0, 1)));
            inserting.await();
            assertThatThrownBy(() -> log.append(append("y", 0, 1)))
                    .isInstanceOf(AppendRefused.Overloaded.class);
            go.countDown();
            assertThatThrownBy(first::get).hasCauseInstanceOf(AppendRefused.OutcomeUnknown.class);
        }
        assertThat(store.head(0)).isZero();
    }

    @Test
    void a_document_that_the_database_does_not_accept_fails_alone() {
        insert =
                commits ->
                        commits.getFirst().events().getFirst().aggregateId().equals("bad")
                                ? new CommitStore.Outcome.Refused(0, false, "not accepted")
                                : store.insert(commits);
        open(10, Duration.ofSeconds(10));
        assertThatThrownBy(() -> log.append(append("bad", 0, 1)))
                .isInstanceOf(AppendRefused.Rejected.class);
        assertThat(log.append(append("good", 0, 1)).position()).isEqualTo(1);
    }
}
