package org.socius.platform.embedded;

import de.bwaldvogel.mongo.MongoServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LogLevel;

/**
 * A server that speaks MongoDB's protocol and keeps its data in files below one directory. What it
 * acknowledged, and what it let a client read, survives {@code kill -9}; with {@link
 * Options#forceToDisk()} also the loss of power.
 *
 * <p>It listens on the loopback address only and asks for no password. It has no transactions,
 * sessions, change streams, text or partial indexes; an expiry of documents (TTL) is accepted and
 * ignored.
 */
public final class EmbeddedMongo implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedMongo.class);

    /** Commands that wait for the same commit wait in these threads: as many can share one. */
    private static final int COMMAND_THREADS = 32;

    private static final int PAGE_BYTES = 4096;

    /**
     * How the server runs.
     *
     * @param port 0 for any free port
     * @param cacheMegabytes memory for pages of the files, at least 1
     * @param forceToDisk whether each commit is forced to the disk before it is acknowledged;
     *     needed against the loss of power, not against the death of the process
     */
    public record Options(int port, int cacheMegabytes, boolean forceToDisk) {

        public static Options defaults() {
            return new Options(0, 64, false);
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
    private final MongoServer server;
    private final Housekeeping housekeeping;
    private final InetSocketAddress address;
    private final int rebuiltIndexes;
    private boolean closed;

    private EmbeddedMongo(
            StoreDirectory directory,
            MVStore store,
            MongoServer server,
            Housekeeping housekeeping,
            InetSocketAddress address,
            int rebuiltIndexes) {
        this.directory = directory;
        this.store = store;
        this.server = server;
        this.housekeeping = housekeeping;
        this.address = address;
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
                MongoServer server = new MongoServer(backend);
                InetSocketAddress address = bind(server, options.port());
                return new EmbeddedMongo(
                        held, store, server, Housekeeping.start(store, gate), address, rebuilt);
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

    private static InetSocketAddress bind(MongoServer server, int port) {
        InetSocketAddress wanted = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            server.bind(wanted, 1, COMMAND_THREADS);
        } catch (Exception e) {
            throw new IllegalStateException(
                    "Port " + port + " for the embedded store is taken.", e);
        }
        return server.getLocalAddress();
    }

    /** The address for drivers, without a database. */
    public String uri() {
        return "mongodb://127.0.0.1:" + address.getPort();
    }

    public int port() {
        return address.getPort();
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
        server.shutdownNow();
        store.close(-1);
        directory.markClosed();
        directory.close();
    }

    /** Compacts the files while nobody asks for anything, and now and then under load. */
    private record Housekeeping(ScheduledExecutorService executor) implements AutoCloseable {

        private static final Duration PERIOD = Duration.ofMillis(500);
        private static final int FILL_RATE = 60;
        private static final int BYTES_AT_ONCE = 4 << 20;

        static Housekeeping start(MVStore store, CommitGate gate) {
            ScheduledExecutorService executor =
                    Executors.newSingleThreadScheduledExecutor(
                            Thread.ofPlatform()
                                    .daemon()
                                    .name("embedded-mongo-housekeeping")
                                    .factory());
            Runnable compact =
                    () -> {
                        try {
                            gate.alone(() -> store.compact(FILL_RATE, BYTES_AT_ONCE));
                        } catch (RuntimeException e) {
                            log.warn("The files of the embedded store could not be compacted", e);
                        }
                    };
            executor.scheduleWithFixedDelay(
                    compact, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
            return new Housekeeping(executor);
        }

        @Override
        public void close() {
            executor.close();
        }
    }
}
