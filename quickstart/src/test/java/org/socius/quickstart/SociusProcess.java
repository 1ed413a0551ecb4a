package org.socius.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.socius.quickstart.journey.Api;

/**
 * The whole system in a process of its own, started as a person starts it, so that a test may kill
 * it. Its data are in the directory {@code data}, what it says to people in two files beside.
 */
public final class SociusProcess implements AutoCloseable {

    private final Path directory;
    private final Process process;

    private SociusProcess(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /** Starts it; what an earlier one in the same directory said is written over. */
    public static SociusProcess start(Path directory, String... options) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx400m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Daxoniq.update-checker.disabled=true",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SociusLauncher.class.getName(),
                                "--data",
                                directory.resolve("data").toString()));
        command.addAll(List.of(options));
        return new SociusProcess(
                directory,
                new ProcessBuilder(command)
                        .redirectOutput(directory.resolve("out").toFile())
                        .redirectError(directory.resolve("err").toFile())
                        .start());
    }

    /** A port that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    Api awaitUp(int port) {
        Api api = new Api("http://localhost:" + port, "demo", Clock.systemUTC());
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(250))
                .failFast(this::mustBeAlive)
                .until(api::isUp);
        return api;
    }

    /** Waits until it has said this on its standard output. */
    public void awaitOut(String text, Duration atMost) {
        await().atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .failFast(this::mustBeAlive)
                .until(() -> out().contains(text));
    }

    private void mustBeAlive() {
        assertThat(process.isAlive()).as(() -> out() + err() + lastOfTheLog()).isTrue();
    }

    public String out() {
        return text("out");
    }

    String err() {
        return text("err");
    }

    private String lastOfTheLog() {
        String log = text("data/logs/socius.log");
        return log.substring(Math.max(0, log.length() - 20_000));
    }

    private String text(String file) {
        try {
            Path path = directory.resolve(file);
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }

    String pid() {
        return String.valueOf(process.pid());
    }

    /** Ends it without a warning, as a power failure does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end. */
    void stop() {
        process.destroy();
    }

    /** The code with which it ended by itself. */
    public int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends within a minute").isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
