package org.socius.platform.embedded;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.logging.LogLevel;

/**
 * A server in a JVM of its own, made to be killed. It also ends when the process that started it
 * does.
 */
public final class ChildServer implements AutoCloseable {

    private static final String READY = "READY ";

    /** What runs in the child. */
    public enum Kind {
        DURABLE_STORE,
        STORE_AS_SHIPPED,
        BROKER
    }

    private final Process process;
    private final int port;

    private ChildServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a server; returns when it answers. Port 0 for any. */
    public static ChildServer start(Kind kind, Path directory, int port) throws IOException {
        Process process = launch(kind, directory, port);
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        while (line != null && !line.startsWith(READY)) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IllegalStateException(kind + " did not start");
        }
        return new ChildServer(process, Integer.parseInt(line.substring(READY.length())));
    }

    /** A process that is on its way to serve; whoever starts it ends it. */
    static Process launch(Kind kind, Path directory, int port) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-ea:org.h2...",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildServer.class.getName(),
                        kind.name(),
                        directory.toString(),
                        String.valueOf(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public int port() {
        return port;
    }

    /** Ends the process as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The process cannot be killed");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        int wanted = Integer.parseInt(arguments[2]);
        int port =
                switch (Kind.valueOf(arguments[0])) {
                    case DURABLE_STORE ->
                            EmbeddedMongo.start(
                                            directory,
                                            EmbeddedMongo.Options.defaults().withPort(wanted))
                                    .port();
                    case STORE_AS_SHIPPED -> startAsShipped(directory);
                    case BROKER -> portOf(EmbeddedKafka.start(directory, wanted));
                };
        System.out.println(READY + port);
        System.out.flush();
        while (System.in.read() >= 0) {
            // until the parent is gone
        }
        Runtime.getRuntime().halt(0);
    }

    private static int startAsShipped(Path directory) {
        Quiet.unlessConfigured(Map.of("de.bwaldvogel.mongo", LogLevel.ERROR));
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MongoServer(new H2Backend(directory.resolve("store.mv").toString()))
                .bind()
                .getPort();
    }

    private static int portOf(EmbeddedKafka kafka) {
        return Integer.parseInt(List.of(kafka.bootstrapServers().split(":")).getLast());
    }
}
