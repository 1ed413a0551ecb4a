package org.socius.platform.embedded;

import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * Makes every command durable before it is answered. Operations that change the store run under a
 * shared lock and take a ticket; a commit runs under the exclusive lock, so it never cuts an
 * operation in two, and covers every ticket taken before it. A command waits for the highest ticket
 * it took or saw: what one client was told, even by a read, survives the death of the process.
 * Commands that wait at the same time share one commit.
 *
 * <p>A commit that fails ends the gate and the store with it: nothing that waited is acknowledged,
 * and nobody commits again what the disk may have lost half of.
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
    private volatile boolean refusedToForce;

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
        } catch (MVStoreException e) {
            if (e.getCause() instanceof ClosedChannelException) {
                store.closeImmediately();
            }
            throw e;
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
            commitAfter(() -> {});
            commits++;
        } finally {
            committing.unlock();
        }
    }

    /** The lock of the commits is held, so that nothing is written before this is forced. */
    private void commitAfter(Runnable work) {
        long covered;
        operations.writeLock().lock();
        try {
            work.run();
            covered = tickets.get();
            nameTheCommitInTheHeader();
            store.commit();
            if (store.isClosed()) {
                throw new IllegalStateException("The store has ended.");
            }
        } catch (RuntimeException | Error failed) {
            store.closeImmediately();
            throw failed;
        } finally {
            operations.writeLock().unlock();
        }
        force();
        settled = covered;
    }

    /**
     * H2 finds the last commit from the header of the file, which it does not write with every
     * commit: it follows a chain of chunks, and the next commit may write over a link of that chain
     * before it writes the header. Cut short just then, it would go back to an older commit. It
     * does write the header with a commit that takes the mark of a clean end away.
     */
    private void nameTheCommitInTheHeader() {
        store.getStoreHeader().put("clean", 1);
    }

    private void force() {
        if (!forceToDisk) {
            return;
        }
        try {
            store.sync();
        } catch (RuntimeException failed) {
            refusedToForce = true;
            store.closeImmediately();
            throw failed;
        }
    }

    /**
     * Whether the disk refused to keep what was written. The machine may show it all the same until
     * its power fails: only what is written anew and forced can be trusted.
     */
    boolean refusedToForce() {
        return refusedToForce;
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

    /** Runs work on the files while nothing changes, and commits what it wrote. */
    void alone(Runnable work) {
        committing.lock();
        try {
            commitAfter(work);
        } finally {
            committing.unlock();
        }
    }

    /** How many commits commands have asked for. */
    long commits() {
        return commits;
    }
}
