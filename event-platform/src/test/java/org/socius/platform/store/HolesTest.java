package org.socius.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.socius.platform.store.Examples.append;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Holes on a real server: forced by a rogue, raced for by writers and by tombstones. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class HolesTest {

    private CommitStore store;

    @BeforeEach
    void open() {
        store = new MongoCommitStore(FreshDatabase.open());
    }

    /** A store that now and then thinks the log to be shorter or longer than it is. */
    private record Misjudging(CommitStore store, AtomicBoolean misjudge) implements CommitStore {
        @Override
        public Outcome insert(List<Commit> commits) {
            return store.insert(commits);
        }

        @Override
        public List<Commit> above(long position, int limit) {
            return store.above(position, limit);
        }

        @Override
        public List<Commit> at(java.util.Collection<Long> positions) {
            return store.at(positions);
        }

        @Override
        public List<Commit> holding(java.util.Collection<String> keys) {
            return store.holding(keys);
        }

        @Override
        public List<Commit> holdingBetween(String first, String last) {
            return store.holdingBetween(first, last);
        }

        @Override
        public long head(long atLeast) {
            return misjudge.getAndSet(false) ? store.head(atLeast) + 3 : store.head(atLeast);
        }
    }

    private CommitLog log(CommitStore over, String writer) {
        var log =
                new CommitLog(
                        over,
                        writer,
                        type -> true,
                        Clock.systemUTC(),
                        new CommitLog.Settings(
                                1024, Duration.ofSeconds(10), Duration.ofMillis(50)));
        log.start();
        return log;
    }

    @Test
    void with_forced_holes_and_stale_instances_nothing_is_missed_and_no_aggregate_reordered()
            throws Exception {
        var misjudge = new AtomicBoolean();
        var logs = new ArrayList<CommitLog>();
        for (int i = 0; i < 3; i++) {
            logs.add(log(new Misjudging(store, misjudge), "instance-" + i));
        }
        var done = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reader = threads.submit(() -> follow(logs.get(0), done));
            var writers = new ArrayList<Future<?>>();
            for (int w = 0; w < 6; w++) {
                int writer = w;
                writers.add(
                        threads.submit(
                                () -> {
                                    for (int i = 0; i < 60; i++) {
                                        misjudge.set(i % 3 == 0);
                                        addOne(logs.get((writer + i) % 3), "x" + (writer + i) % 5);
                                    }
                                }));
            }
            for (var writer : writers) {
                writer.get();
            }
            done.set(true);
            var seen = reader.get();
            var everything = store.above(0, 10_000);
            assertThat(seen).isEqualTo(everything.stream().map(Commit::id).toList());
            assertThat(everything.stream().filter(Commit::isTombstone)).isNotEmpty();
            for (int a = 0; a < 5; a++) {
                var events = logs.get(0).eventsOf("x" + a, 0);
                assertThat(events).hasSize(72);
                assertThat(events)
                        .isSortedAccordingTo(Comparator.comparingLong(StoredEvent::position));
            }
        } finally {
            logs.forEach(CommitLog::close);
        }
    }

    private static void addOne(CommitLog log, String aggregateId) {
        while (true) {
            try {
                log.append(append(aggregateId, log.eventsOf(aggregateId, 0).size(), 1));
                return;
            } catch (AppendRefused.Conflict lost) {
                // The next round reads what the winner wrote.
            }
        }
    }

    /** Reads until nothing more comes after the writers are done. */
    private List<String> follow(CommitLog log, AtomicBoolean done) throws InterruptedException {
        var seen = new ArrayList<String>();
        long position = 0;
        while (true) {
            boolean last = done.get() && store.above(position, 1).isEmpty();
            var commits = log.after(position, 50);
            commits.forEach(commit -> seen.add(commit.id()));
            if (!commits.isEmpty()) {
                position = commits.getLast().position();
            } else if (last) {
                return seen;
            } else {
                log.awaitAbove(position, Duration.ofMillis(10));
            }
        }
    }

    @Test
    void a_thousand_times_a_late_writer_races_the_tombstone_and_one_of_them_gets_the_position()
            throws Exception {
        int rounds = 1_000;
        int written = 0;
        var barrier = new CyclicBarrier(2);
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < rounds; round++) {
                long position = round + 1;
                var writer =
                        race(threads, barrier, Examples.commit(position, "w" + round, "k" + round));
                var sealer = race(threads, barrier, Commit.tombstone(position, "t", Examples.NOON));
                boolean writerWon = writer.get();
                assertThat(writerWon).isNotEqualTo(sealer.get());
                assertThat(store.at(List.of(position)))
                        .singleElement()
                        .matches(commit -> commit.isTombstone() != writerWon);
                written += writerWon ? 1 : 0;
            }
        }
        assertThat(store.above(0, 2 * rounds)).hasSize(rounds);
        assertThat(written).isBetween(1, rounds - 1);
    }

    private Future<Boolean> race(
            java.util.concurrent.ExecutorService threads, CyclicBarrier barrier, Commit commit) {
        Callable<Boolean> insert =
                () -> {
                    barrier.await();
                    return store.insert(List.of(commit)) instanceof CommitStore.Outcome.Stored;
                };
        return threads.submit(insert);
    }

    @Test
    void a_commit_that_lost_its_position_to_a_tombstone_reappears_above() {
        var misjudge = new AtomicBoolean();
        var log = log(new Misjudging(store, misjudge), "one");
        try {
            log.append(append("x", 0, 1));
            for (long position = 2; position <= 5; position++) {
                store.insert(List.of(Commit.tombstone(position, "t", Examples.NOON)));
            }
            assertThat(log.append(append("x", 1, 1)).position()).isEqualTo(6);
            await().untilAsserted(() -> assertThat(log.after(0, 100)).hasSize(6));
        } finally {
            log.close();
        }
    }
}
