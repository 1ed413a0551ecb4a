package org.socius.platform.embedded;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the files small: under load it rewrites the emptiest stretches little by little, and once
 * nobody has changed anything for a while it gives the free space back. Then it rests until
 * something changes.
 */
final class Housekeeping implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private static final Duration PERIOD = Duration.ofMillis(250);

    /** Percent of a stretch that is in use below which it is rewritten. */
    private static final int FILL_RATE = 60;

    /** Bounds the time for which commands wait. */
    private static final int BYTES_AT_ONCE = 1 << 20;

    /** After so many periods without a commit free space is given back, in some steps. */
    private static final int QUIET_PERIODS = 8;

    private static final int SHRINKING_STEPS = 8;
    private static final int SHRUNK_FILL_RATE = 95;
    private static final int BYTES_MOVED_AT_ONCE = 8 << 20;

    private final MVStore store;
    private final CommitGate gate;
    private final MVMap<String, Integer> steps;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("embedded-mongo-housekeeping").factory());
    private long commits = -1;
    private int quietPeriods;
    private int step;

    Housekeeping(MVStore store, CommitGate gate) {
        this.store = store;
        this.gate = gate;
        this.steps = store.openMap("housekeeping");
    }

    void start() {
        executor.scheduleWithFixedDelay(
                this::tidy, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tidy() {
        if (store.isClosed()) {
            return;
        }
        try {
            long now = gate.commits();
            quietPeriods = now == commits ? quietPeriods + 1 : 0;
            commits = now;
            if (quietPeriods < QUIET_PERIODS) {
                gate.alone(() -> store.compact(FILL_RATE, BYTES_AT_ONCE));
            } else if (quietPeriods < QUIET_PERIODS + SHRINKING_STEPS) {
                gate.alone(this::shrink);
            }
        } catch (RuntimeException e) {
            log.warn("The files of the embedded store could not be compacted", e);
        }
    }

    /** The store does not rewrite what the last version wrote, hence the new one. */
    private void shrink() {
        steps.put("shrinking", ++step);
        store.commit();
        store.compact(FILL_RATE, BYTES_MOVED_AT_ONCE);
        if (store.getFileStore() instanceof RandomAccessStore file) {
            file.compactMoveChunks(SHRUNK_FILL_RATE, BYTES_MOVED_AT_ONCE, store);
        }
    }

    @Override
    public void close() {
        executor.close();
    }
}
