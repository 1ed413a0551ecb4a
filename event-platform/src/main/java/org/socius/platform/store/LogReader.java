package org.socius.platform.store;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * Reads the log in order and never passes a hole. A hole that stays open is closed by a tombstone:
 * a late writer and the tombstone compete for the position, so whoever loses goes above, where
 * every reader still comes by. Time decides only who wins.
 */
class LogReader {

    private static final int TOMBSTONES_AT_ONCE = 256;

    private final CommitStore store;
    private final String writer;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Duration patience;
    private final ConcurrentMap<Long, Long> holesSeen = new ConcurrentHashMap<>();

    LogReader(
            CommitStore store,
            String writer,
            Clock clock,
            LongSupplier nanoTime,
            Duration patience) {
        this.store = store;
        this.writer = writer;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.patience = patience;
    }

    /** The unbroken run of commits that follows the position, tombstones included. */
    List<Commit> after(long position, int limit) {
        var found = store.above(position, limit);
        var run = new ArrayList<Commit>(found.size());
        long expected = position + 1;
        for (var commit : found) {
            if (commit.position() != expected) {
                holeAt(expected, commit.position());
                break;
            }
            run.add(commit);
            expected++;
        }
        return run;
    }

    private void holeAt(long first, long above) {
        long now = nanoTime.getAsLong();
        long seen = holesSeen.computeIfAbsent(first, hole -> now);
        if (now - seen < patience.toNanos()) {
            return;
        }
        holesSeen.keySet().removeIf(hole -> hole <= first);
        long last = Math.min(above, first + TOMBSTONES_AT_ONCE);
        seal(LongStream.range(first, last).boxed().toList());
    }

    /** Whatever comes of it, the next look finds a document there or tries again. */
    void seal(List<Long> positions) {
        for (long position : positions) {
            store.insert(List.of(Commit.tombstone(position, writer, clock.instant())));
        }
    }
}
