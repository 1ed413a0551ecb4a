package org.socius.platform.embedded;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.h2.mvstore.MVStore;
import org.springframework.boot.logging.LogLevel;

/**
 * A server that speaks MongoDB's protocol and keeps its data in files below one directory. What it
 * acknowledged, and what it let a client read, survives {@code kill -9}; unless {@link
 * Options#forceToDisk()} is off also the loss of power.
 *
 * <p>It listens on the loopback address only and asks for no password. It has no transactions,
 * sessions, change streams, text or partial indexes; an expiry of documents (TTL) is accepted and
 * ignored.
 */
public final class EmbeddedMongo implements AutoCloseable {

    /** Commands that wait for the same commit wait in these threads: as many can share one. */
    private static final int COMMAND_THREADS = 32;

    private static final int PAGE_BYTES = 4096;

    /**
     * Up to this size closing writes the files anew, without any free space; beyond, that would
     * take too long.
     */
    private static final long FULLY_COMPACTED_BYTES = 32L << 20;

    private static final int FULLY = -1;
    private static final int COMPACTION_AT_CLOSE_MILLIS = 1_000;

    /**
     * How the server runs.
     *
     * @param port 0 for any free port
     * @param cacheMegabytes memory for pages of the files, at least 1
     * @param forceToDisk whether each commit is forced to the disk before it is acknowledged;
     *     needed against the loss of power, not against the death of the process; commands that
     *     wait at the same time share one forcing
     */
    public record Options(int port, int cacheMegabytes, boolean forceToDisk) {

        /** Any free port, 64 MB of cache, commits forced to the disk. */
        public static Options defaults() {
            return new Options(0, 64, true);
        }

        public Options withPort(int port) {
            return new Options(port, cacheMegabytes, forceToDisk);
        }

        public Options withCacheMegabytes(int cacheMegabytes) {
            return new Options(port, cacheMegabytes, forceToDisk);
        }

        public Options withForceToDisk(boolean forceToDisk) {
            return new Options(port, cacheMegabytes, forceToDisk);
        }
    }

    private final StoreDirectory directory;
    private final MVStore store;
    private final WireServer server;
    private final Housekeeping housekeeping;
    private final int rebuiltIndexes;
    private boolean closed;

    private EmbeddedMongo(
            StoreDirectory directory,
            MVStore store,
            WireServer server,
            Housekeeping housekeeping,
            int rebuiltIndexes) {
        this.directory = directory;
        this.store = store;
        this.server = server;
        this.housekeeping = housekeeping;
        this.rebuiltIndexes = rebuiltIndexes;
    }

    /** Opens the store in a directory, which is created if absent, and answers on any free port. */
    public static EmbeddedMongo start(Path directory) {
        return start(directory, Options.defaults());
    }

    /**
     * Opens the store in a directory, which is created if absent, and answers when this returns.
     *
     * @throws IllegalStateException in one sentence, if the directory is in use or of a newer
     *     format, or the port is taken
     */
    public static EmbeddedMongo start(Path directory, Options options) {
        Quiet.unlessConfigured(Map.of("de.bwaldvogel.mongo", LogLevel.ERROR));
        StoreDirectory held = StoreDirectory.open(directory);
        try {
            boolean wasClosed = held.takeClosedMark();
            MVStore store = open(held, options);
            try {
                CommitGate gate = new CommitGate(store, options.forceToDisk());
                DurableBackend backend = new DurableBackend(store, gate);
                int rebuilt = wasClosed ? 0 : IndexCheck.repair(backend, gate);
                WireServer server = listen(backend, options.port());
                Housekeeping housekeeping = new Housekeeping(store, gate);
                housekeeping.start();
                return new EmbeddedMongo(held, store, server, housekeeping, rebuilt);
            } catch (RuntimeException e) {
                store.closeImmediately();
                throw e;
            }
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private static MVStore open(StoreDirectory directory, Options options) {
        MVStore store =
                new MVStore.Builder()
                        .fileName(directory.data().toString())
                        .autoCommitDisabled()
                        .autoCommitBufferSize(0)
                        .cacheSize(options.cacheMegabytes())
                        .pageSplitSize(PAGE_BYTES)
                        .open();
        store.setVersionsToKeep(0);
        store.setRetentionTime(0);
        return store;
    }

    private static WireServer listen(DurableBackend backend, int port) {
        try {
            return new WireServer(
                    backend,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    COMMAND_THREADS);
        } catch (Exception e) {
            throw new IllegalStateException(
                    "Port " + port + " for the embedded store is taken.", e);
        }
    }

    /** The address for drivers, without a database. */
    public String uri() {
        return "mongodb://127.0.0.1:" + server.address().getPort();
    }

    public int port() {
        return server.address().getPort();
    }

    /**
     * How many indexes did not agree with their documents at the start and were built anew; 0
     * unless files were damaged from outside. Only looked at if the last process did not close the
     * store.
     */
    public int rebuiltIndexes() {
        return rebuiltIndexes;
    }

    /**
     * Ends connections, writes everything and compacts the files. Calling it again does nothing.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        housekeeping.close();
        server.close();
        store.close(
                store.getFileStore().size() > FULLY_COMPACTED_BYTES
                        ? COMPACTION_AT_CLOSE_MILLIS
                        : FULLY);
        directory.markClosed();
        directory.close();
    }
}
