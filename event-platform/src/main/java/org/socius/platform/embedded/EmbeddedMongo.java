package org.socius.platform.embedded;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.bson.Document;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger log = LoggerFactory.getLogger(EmbeddedMongo.class);

    /** Drivers take it for a server that is away for a moment, so that nobody gives up for good. */
    private static final int SHUTDOWN_IN_PROGRESS = 91;

    /** Commands that wait for the same commit wait in these threads: as many can share one. */
    private static final int COMMAND_THREADS = 32;

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

    /**
     * How the store is watched over.
     *
     * @param scheme the file system of H2 that holds the files
     * @param period between two looks
     * @param attempts after so many failures in a row, without a commit between them, it is given
     *     up
     */
    record Care(String scheme, Duration period, int attempts) {
        static final Care USUAL = new Care("file", Duration.ofMillis(250), 40);
    }

    private final StoreDirectory directory;
    private final StoreFile file;
    private final Options options;
    private final Care care;
    private final WireServer server;
    private final int rebuiltIndexes;
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private final ScheduledExecutorService keeper =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("embedded-mongo-housekeeping").factory());
    private volatile OpenStore open;
    private int failures;
    private boolean closed;

    private EmbeddedMongo(StoreDirectory directory, Options options, Care care) {
        this.directory = directory;
        this.options = options;
        this.care = care;
        this.file = new StoreFile(directory, care.scheme(), options.cacheMegabytes());
        boolean wasClosed = directory.takeClosedMark();
        this.open = OpenStore.of(file.open(), options);
        try {
            this.rebuiltIndexes = wasClosed ? 0 : open.repair();
            this.server = listen(backend(), options.port());
        } catch (RuntimeException e) {
            open.store().closeImmediately();
            throw e;
        }
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
        return start(directory, options, Care.USUAL);
    }

    static EmbeddedMongo start(Path directory, Options options, Care care) {
        Quiet.unlessConfigured(Map.of("de.bwaldvogel.mongo", LogLevel.ERROR));
        StoreDirectory held = StoreDirectory.open(directory);
        try {
            EmbeddedMongo mongo = new EmbeddedMongo(held, options, care);
            long period = care.period().toMillis();
            mongo.keeper.scheduleWithFixedDelay(mongo::keep, period, period, TimeUnit.MILLISECONDS);
            return mongo;
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /** Answers from the store that is open: connections outlive a store that failed. */
    private MongoBackend backend() {
        return (MongoBackend)
                Proxy.newProxyInstance(
                        MongoBackend.class.getClassLoader(),
                        new Class<?>[] {MongoBackend.class},
                        (_, method, arguments) -> {
                            OpenStore now = open;
                            boolean command = method.getName().equals("handleMessage");
                            if (command && now.store().isClosed()) {
                                return away();
                            }
                            try {
                                return method.invoke(now.backend(), arguments);
                            } catch (InvocationTargetException cutOff) {
                                if (command && now.store().isClosed()) {
                                    log.warn("A command was cut off", cutOff.getCause());
                                    return away();
                                }
                                throw cutOff.getCause();
                            }
                        });
    }

    /** Tells a client that the server is away for a moment, and not that its command was wrong. */
    private static Document away() {
        return new Document("ok", 0.0)
                .append("errmsg", "The store opens its files again.")
                .append("code", SHUTDOWN_IN_PROGRESS)
                .append("codeName", "ShutdownInProgress");
    }

    private static WireServer listen(MongoBackend backend, int port) {
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

    private void keep() {
        OpenStore now = open;
        if (now.store().isClosed()) {
            openAgain(now);
            return;
        }
        if (now.gate().commits() > 0) {
            failures = 0;
        }
        now.housekeeping().tidy();
    }

    /** The file holds all that was acknowledged; what was not, nobody was told of. */
    private void openAgain(OpenStore failed) {
        failures++;
        try {
            OpenStore next =
                    OpenStore.of(
                            failed.gate().refusedToForce() ? file.openWrittenAnew() : file.open(),
                            options);
            next.repair();
            next.backend().numberCursorsAfter(failed.backend());
            open = next;
            log.warn(
                    "The embedded store had failed and was opened again",
                    failed.store().getPanicException());
        } catch (RuntimeException | AssertionError e) {
            log.warn("The embedded store has failed and could not be opened again", e);
        }
        if (failures == care.attempts()) {
            giveUp();
        }
    }

    private void giveUp() {
        keeper.shutdown();
        lost.completeAsync(
                () ->
                        "The embedded store below "
                                + directory
                                + " is given up after "
                                + failures
                                + " failures in a row; what it acknowledged is in its files.");
    }

    /**
     * Completes, with the reason in one sentence, when the store has failed again and again and is
     * given up: from then on it answers nothing, and its owner had better end. A failure that
     * passes is not told: the store opens its files again and goes on, with an error for the
     * commands that met it. Never completes exceptionally, and not because of {@link #close()}.
     */
    public CompletionStage<String> lost() {
        return lost.minimalCompletionStage();
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

    /** Ends connections and writes everything. Calling it again does nothing. */
    @Override
    public void close() {
        keeper.close();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            server.close();
            try (directory) {
                if (!open.store().isClosed()) {
                    open.gate().alone(() -> {});
                    open.store().closeImmediately();
                    directory.markClosed();
                }
            }
        }
    }

    /** A store and all that reads and writes it; replaced as a whole. */
    private record OpenStore(
            MVStore store, CommitGate gate, DurableBackend backend, Housekeeping housekeeping) {

        static OpenStore of(MVStore store, Options options) {
            try {
                CommitGate gate = new CommitGate(store, options.forceToDisk());
                DurableBackend backend = new DurableBackend(store, gate);
                return new OpenStore(store, gate, backend, new Housekeeping(store, gate));
            } catch (RuntimeException e) {
                store.closeImmediately();
                throw e;
            }
        }

        int repair() {
            return IndexCheck.repair(backend, gate);
        }
    }
}
