package org.socius.benchmarks;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socius.platform.embedded.EmbeddedKafka;
import org.socius.platform.embedded.EmbeddedMongo;

/**
 * Prints Markdown tables of ratios; a wrong result ends the run. Arguments: names of scenarios to
 * run (all without), {@code --rounds N}, {@code --commits N}, {@code --postgres JDBC-ADDRESS}.
 */
public final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        List<String> names = new ArrayList<>(List.of(arguments));
        int rounds = number(names, "--rounds", 5);
        int commits = number(names, "--commits", 6_400);
        String postgres = option(names, "--postgres");
        Path directory = Files.createTempDirectory("socius-benchmarks");
        EmbeddedMongo.Options options =
                EmbeddedMongo.Options.defaults().withForceToDisk(false).withCacheMegabytes(256);
        try (EmbeddedMongo mongo = EmbeddedMongo.start(directory.resolve("store"), options);
                EmbeddedMongo forcing =
                        EmbeddedMongo.start(
                                directory.resolve("forced"), options.withForceToDisk(true));
                EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"));
                MongoClient client = MongoClients.create(mongo.uri());
                MongoClient forced = MongoClients.create(forcing.uri())) {
            System.out.printf(
                    "# Ratios, peers interleaved in one run%n%nJDK %s, %d processors, embedded store with commit before each reply, %d rounds after one discarded.%n",
                    Runtime.version(), Runtime.getRuntime().availableProcessors(), rounds);
            StoreScenarios stores =
                    new StoreScenarios(client, forced, directory, postgres, rounds, commits);
            RelayScenarios relay =
                    new RelayScenarios(client, broker.bootstrapServers(), rounds, commits);
            for (int writers : new int[] {1, 8, 64}) {
                runIf(names, "append-" + writers, () -> stores.append(writers));
            }
            runIf(names, "append-durable", stores::durable);
            runIf(names, "append-contended", stores::contended);
            runIf(names, "replay", stores::replay);
            runIf(names, "replay-flat", stores::replayFlat);
            for (int events : new int[] {10, 100, 1000}) {
                runIf(names, "load-" + events, () -> stores.load(events));
            }
            runIf(names, "relay", relay::backlog);
            runIf(names, "relay-live", relay::live);
        } finally {
            delete(directory);
        }
        System.exit(0);
    }

    private interface Part {
        void run() throws Exception;
    }

    private static void runIf(List<String> names, String name, Part part) throws Exception {
        if (names.isEmpty() || names.contains(name)) {
            part.run();
        }
    }

    private static int number(List<String> arguments, String name, int absent) {
        String value = option(arguments, name);
        return value == null ? absent : Integer.parseInt(value);
    }

    private static @Nullable String option(List<String> arguments, String name) {
        int at = arguments.indexOf(name);
        if (at < 0) {
            return null;
        }
        String value = arguments.get(at + 1);
        arguments.subList(at, at + 2).clear();
        return value;
    }

    private static void delete(Path directory) throws Exception {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
