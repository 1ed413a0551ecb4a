package org.socius.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.socius.quickstart.issuer.DemoIdentity;
import org.socius.quickstart.journey.Api;
import sun.misc.Signal;

/**
 * What {@code ./run} starts. Exit codes: 0 (over, or stopped by SIGTERM), 1 (a reason in one
 * sentence), 130 (Ctrl-C).
 */
public final class SociusLauncher {

    /** Ctrl-C and SIGTERM are through within 20 seconds, whatever hangs. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(19);

    /** Longest wait for all parts to say that they work, on a busy machine. */
    private static final Duration UP_LIMIT = Duration.ofMinutes(3);

    /**
     * What the services, the store and the broker take together; with less the machine would swap.
     */
    private static final long MEMORY_NEEDED_MIB = 1_100;

    private static final Path MEMORY = Path.of("/proc/meminfo");

    private static final int OVER = 0;
    private static final int FAILED = 1;
    private static final int INTERRUPTED = 130;

    private final Progress progress;
    private final AtomicInteger code = new AtomicInteger(FAILED);

    private SociusLauncher(Progress progress) {
        this.progress = progress;
    }

    public static void main(String[] arguments) {
        SociusLauncher launcher = new SociusLauncher(new Progress(System.out));
        try {
            if (StoreCheck.isAskedFor(arguments)) {
                LogFile.nowhere();
                System.exit(StoreCheck.run(System.out::println, arguments) ? OVER : FAILED);
            }
            launcher.run(Options.parse(arguments));
        } catch (CannotStart refused) {
            launcher.fail(String.valueOf(refused.getMessage()));
        } catch (RuntimeException unexpected) {
            launcher.fail("Socius stopped unexpectedly: " + unexpected);
        }
    }

    private void run(Options options) {
        checkMemory();
        DataDirectory directory = DataDirectory.take(options.data());
        LogFile.in(directory.resolve("logs"));
        Options.Dataset chosen = datasetOf(directory, options);
        LoadState dataset = new LoadState(chosen);
        Socius socius = new Socius(options, directory, progress, dataset);
        stopInOrder(socius);
        socius.start(Clock.systemUTC());
        Api api = new Api(socius.gateway(), secret(), Clock.systemUTC());
        awaitUp(api);
        greet(options, socius);
        new DatasetLoader(api, directory, dataset, progress).load(chosen);
        if (options.journey()) {
            socius.journey(api).play();
        }
        if (options.exit()) {
            end(OVER);
        }
    }

    /** The secret of all demo identities. */
    static String secret() {
        String chosen = System.getenv("SOCIUS_DEMO_SECRET");
        return chosen == null || chosen.isBlank() ? "demo" : chosen;
    }

    private Options.Dataset datasetOf(DataDirectory directory, Options options) {
        return directory
                .read("dataset")
                .map(
                        label ->
                                kept(
                                        Options.Dataset.valueOf(label.toUpperCase(Locale.ROOT)),
                                        options))
                .orElseGet(
                        () -> {
                            Options.Dataset chosen = options.datasetOfFreshDirectory();
                            directory.write("dataset", chosen.label());
                            return chosen;
                        });
    }

    private Options.Dataset kept(Options.Dataset kept, Options options) {
        if (options.dataset() != null && options.dataset() != kept) {
            progress.say(
                    "The directory keeps its data set \""
                            + kept.label()
                            + "\"; another one needs another --data DIR.");
        }
        return kept;
    }

    private static void checkMemory() {
        if (Files.notExists(MEMORY)) {
            return;
        }
        try {
            long available =
                    Files.readAllLines(MEMORY).stream()
                            .filter(line -> line.startsWith("MemAvailable:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                            .findFirst()
                            .orElse(Long.MAX_VALUE);
            if (available < MEMORY_NEEDED_MIB) {
                throw new CannotStart(
                        "Too little memory: %d MiB are available, %d MiB are needed."
                                .formatted(available, MEMORY_NEEDED_MIB));
            }
        } catch (IOException unknown) {
            // a machine that does not tell is taken to have enough
        }
    }

    private void awaitUp(Api api) {
        long end = System.nanoTime() + UP_LIMIT.toNanos();
        while (!api.isUp()) {
            if (System.nanoTime() > end) {
                throw new CannotStart(
                        "Not all parts came up within "
                                + UP_LIMIT.toSeconds()
                                + " seconds; the log below the data directory says more.");
            }
            pause();
        }
        progress.done("everything is up");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(250);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CannotStart("The start was interrupted.", stopped);
        }
    }

    private void greet(Options options, Socius socius) {
        progress.say("");
        progress.say("Socius answers at " + socius.gateway() + "/api/v1/status");
        progress.say("Addresses of all parts: " + options.data().resolve(Socius.ADDRESSES));
        progress.say(
                "Log:                    " + options.data().resolve("logs").resolve("socius.log"));
        progress.say(
                "Logins (secret \"demo\" or SOCIUS_DEMO_SECRET): "
                        + DemoIdentity.all().stream()
                                .map(DemoIdentity::login)
                                .collect(Collectors.joining(", ")));
        progress.say(
                "A token: curl -u coordinator:demo -d grant_type=client_credentials "
                        + socius.gateway()
                        + "/oauth2/token");
        progress.say("");
    }

    private void stopInOrder(Socius socius) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    Thread.ofPlatform().daemon().start(this::haltAfterLimit);
                                    socius.close();
                                    Runtime.getRuntime().halt(code.get());
                                },
                                "stop"));
        Signal.handle(new Signal("INT"), _ -> end(INTERRUPTED));
        Signal.handle(new Signal("TERM"), _ -> end(OVER));
    }

    private void haltAfterLimit() {
        try {
            TimeUnit.NANOSECONDS.sleep(STOP_LIMIT.toNanos());
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(code.get());
    }

    private void fail(String sentence) {
        System.err.println(sentence);
        end(FAILED);
    }

    private void end(int exitCode) {
        code.set(exitCode);
        System.exit(exitCode);
    }
}
