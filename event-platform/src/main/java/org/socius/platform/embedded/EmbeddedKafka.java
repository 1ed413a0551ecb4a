package org.socius.platform.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogLevel;

/**
 * One Apache Kafka broker, its own controller, inside this JVM, with its data below one directory.
 * What it acknowledged has been forced to the disk: it is the only copy. It can be stopped and
 * started again at the same address while clients stay: they reconnect.
 *
 * <p>It listens on the loopback address only. Topics are never created by a client that merely
 * names them: see {@link org.socius.platform.topics.Topics}. A broker that cannot go on (its files
 * cannot be written) ends the process.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final String CONTROLLER = "CONTROLLER";
    private static final int NODE = 1;

    /** A port found free may be taken by another before the broker has it. */
    private static final int ATTEMPTS = 3;

    /**
     * Small tables and few threads for a broker that shares its machine; a short session, so that
     * it is back soon.
     */
    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("process.roles", "broker,controller"),
                    Map.entry("node.id", String.valueOf(NODE)),
                    Map.entry("controller.listener.names", CONTROLLER),
                    Map.entry("auto.create.topics.enable", "false"),
                    Map.entry("log.flush.interval.messages", "1"),
                    Map.entry("broker.session.timeout.ms", "2000"),
                    Map.entry("broker.heartbeat.interval.ms", "500"),
                    Map.entry("controlled.shutdown.enable", "true"),
                    Map.entry("offsets.topic.replication.factor", "1"),
                    Map.entry("offsets.topic.num.partitions", "1"),
                    Map.entry("transaction.state.log.replication.factor", "1"),
                    Map.entry("transaction.state.log.min.isr", "1"),
                    Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                    Map.entry("share.coordinator.state.topic.min.isr", "1"),
                    Map.entry("group.initial.rebalance.delay.ms", "0"),
                    Map.entry("group.consumer.min.session.timeout.ms", "6000"),
                    Map.entry("group.consumer.session.timeout.ms", "6000"),
                    Map.entry("group.consumer.min.heartbeat.interval.ms", "500"),
                    Map.entry("group.consumer.heartbeat.interval.ms", "500"),
                    Map.entry("num.network.threads", "1"),
                    Map.entry("num.io.threads", "2"),
                    Map.entry("background.threads", "2"),
                    Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
                    Map.entry("log.index.size.max.bytes", "1048576"));

    private final Path directory;
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private int port;
    private int controllerPort;
    private @Nullable KafkaRaftServer server;

    private EmbeddedKafka(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /**
     * Opens the broker's data in a directory, which is created if absent, and answers on any free
     * port.
     */
    public static EmbeddedKafka start(Path directory) {
        return start(directory, 0);
    }

    /**
     * Opens the broker's data in a directory, which is created if absent, and answers when this
     * returns: after 2 to 5 seconds.
     *
     * @param port 0 for any free port
     * @throws IllegalStateException in one sentence, if the directory is in use or the port is
     *     taken
     */
    public static EmbeddedKafka start(Path directory, int port) {
        quieten();
        EmbeddedKafka kafka = new EmbeddedKafka(directory);
        Exit.setHaltProcedure((_, _) -> kafka.giveUp());
        Exit.setExitProcedure((_, _) -> kafka.giveUp());
        kafka.format();
        for (int attempt = 1; ; attempt++) {
            kafka.port = port == 0 ? freePort() : port;
            kafka.controllerPort = freePort();
            try {
                kafka.startAgain();
                return kafka;
            } catch (IllegalStateException e) {
                if (port != 0 || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void format() {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream silent =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Files.createDirectories(directory);
            new Formatter()
                    .setNodeId(NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(CONTROLLER)
                    .setDirectories(List.of(directory.toString()))
                    .setMetadataLogDirectory(directory.toString())
                    .setIgnoreFormatted(true)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setPrintStream(silent)
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The directory " + directory + " cannot be prepared for the broker.", e);
        }
    }

    /** Starts a stopped broker at its old address, on its old data. Does nothing if it runs. */
    public synchronized void startAgain() {
        if (server != null) {
            return;
        }
        checkFree();
        Properties properties = new Properties();
        properties.putAll(SETTINGS);
        properties.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        properties.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:"
                        + port
                        + ","
                        + CONTROLLER
                        + "://127.0.0.1:"
                        + controllerPort);
        properties.put("log.dirs", directory.toString());
        try {
            KafkaRaftServer starting =
                    new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
            try {
                starting.startup();
            } catch (RuntimeException e) {
                starting.shutdown();
                throw e;
            }
            server = starting;
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "The broker cannot start on port "
                            + port
                            + " with the data in "
                            + directory
                            + ".",
                    e);
        }
    }

    /** The broker's own words for these two are many lines. */
    private void checkFree() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new IllegalStateException("Port " + port + " for the broker is taken.", e);
        }
        try (FileChannel channel =
                        FileChannel.open(
                                directory.resolve(".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new OverlappingFileLockException();
            }
        } catch (OverlappingFileLockException e) {
            throw new IllegalStateException(
                    "The broker's directory " + directory + " is in use.", e);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The broker's directory " + directory + " cannot be written.", e);
        }
    }

    /**
     * Stops in order; clients see an unreachable broker until {@link #startAgain()}. Does nothing
     * if it is stopped.
     */
    public synchronized void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    /** Where a broker of its own would end its process without a word. */
    private void giveUp() {
        lost.complete(
                "The broker below "
                        + directory
                        + " has ended, most likely because it may not write its files any more; what"
                        + " it acknowledged is in them.");
    }

    /**
     * Completes, with the reason in one sentence, when the broker cannot go on, as with a full
     * disk: its owner had better end. If a process has more than one, the last one started is told.
     * Never completes exceptionally, and not because of {@link #stop()}.
     */
    public CompletionStage<String> lost() {
        return lost.minimalCompletionStage();
    }

    /** The address for clients; the same for the life of this object. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        stop();
    }

    /**
     * The broker and its clients in this JVM log every step and every attempt to reach a broker.
     */
    static void quieten() {
        Quiet.unlessConfigured(
                Map.of(
                        "kafka", LogLevel.WARN,
                        "kafka.server.ControllerApis", LogLevel.OFF,
                        "org.apache.kafka.clients.admin.internals.PartitionLeaderStrategy",
                                LogLevel.OFF,
                        "org.apache.kafka", LogLevel.WARN,
                        "org.apache.kafka.clients", LogLevel.ERROR,
                        "org.apache.kafka.controller.QuorumController", LogLevel.ERROR,
                        "state.change.logger", LogLevel.WARN));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
