package org.socius.platform.embedded;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;

/**
 * Makes every command durable before it is answered. Operations that change the store run under a
 * shared lock and take a ticket; a commit runs under the exclusive lock, so it never cuts an
 * operation in two, and covers every ticket taken before it. A command waits for the highest ticket
 * it took or saw: what one client was told, even by a read, survives the death of the process.
 * Commands that wait at the same time share one commit.
 */
final class CommitGate {

    private final MVStore store;
    private final boolean forceToDisk;
    private final ReentrantReadWriteLock operations = new ReentrantReadWriteLock(true);
    private final ReentrantLock committing = new ReentrantLock();
    private final AtomicLong tickets = new AtomicLong();
    private final ThreadLocal<long[]> seen = ThreadLocal.withInitial(() -> new long[1]);
    private volatile long settled;
    private volatile long commits;

    CommitGate(MVStore store, boolean forceToDisk) {
        this.store = store;
        this.forceToDisk = forceToDisk;
    }

    /** Runs one change that no commit may cut in two; it gets its ticket. May be nested. */
    <T> T change(LongFunction<T> operation) {
        operations.readLock().lock();
        try {
            long ticket = tickets.incrementAndGet();
            saw(ticket);
            return operation.apply(ticket);
        } finally {
            operations.readLock().unlock();
        }
    }

    /** Notes that the running command has seen the effects of a change. */
    void saw(long ticket) {
        long[] highest = seen.get();
        highest[0] = Math.max(highest[0], ticket);
    }

    /**
     * Runs a command and returns, or throws, only after all that it changed or saw has been
     * committed.
     */
    <T> T durably(Supplier<T> command) {
        long[] highest = seen.get();
        highest[0] = 0;
        try {
            return command.get();
        } finally {
            settle(highest[0]);
        }
    }

    private void settle(long ticket) {
        if (settled >= ticket) {
            return;
        }
        committing.lock();
        try {
            if (settled >= ticket) {
                return;
            }
            long covered;
            operations.writeLock().lock();
            try {
                covered = tickets.get();
                store.commit();
            } finally {
                operations.writeLock().unlock();
            }
            if (forceToDisk) {
                store.sync();
            }
            settled = covered;
            commits++;
        } finally {
            committing.unlock();
        }
    }

    /** Reads a snapshot: the files keep what it needs until the reading ends. */
    <T> T snapshot(Supplier<T> reading) {
        MVStore.TxCounter usage = store.registerVersionUsage();
        try {
            return reading.get();
        } finally {
            store.deregisterVersionUsage(usage);
        }
    }

    /** Runs work on the files while nothing changes and nothing is committed. */
    void alone(Runnable work) {
        committing.lock();
        operations.writeLock().lock();
        try {
            work.run();
        } finally {
            operations.writeLock().unlock();
            committing.unlock();
        }
    }

    /** How many commits there have been. */
    long commits() {
        return commits;
    }
}
