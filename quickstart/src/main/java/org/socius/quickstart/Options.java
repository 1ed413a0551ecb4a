package org.socius.quickstart;

import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was typed after {@code ./run}.
 *
 * @param port of the gateway; 0 takes a free one
 * @param dataset null where none was named: the directory's own, or else the default
 * @param clock where the business clock starts; null leaves it where it is
 */
public record Options(
        Path data,
        int port,
        @Nullable Dataset dataset,
        @Nullable Instant clock,
        boolean journey,
        boolean exit) {

    /** What a data directory is filled with at its first start. */
    public enum Dataset {
        DEMO,
        EMPTY,
        /** Nothing but the imported history: what a journey starts from. */
        HISTORY;

        /** The name as typed and as {@code /status} shows it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Dataset of(String label) {
            return Arrays.stream(values())
                    .filter(dataset -> dataset != HISTORY && dataset.label().equals(label))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new CannotStart(
                                            "--dataset knows demo and empty, not \""
                                                    + label
                                                    + "\"."));
        }
    }

    /** The dataset to begin a fresh directory with. */
    Dataset datasetOfFreshDirectory() {
        return Optional.ofNullable(dataset).orElse(journey ? Dataset.HISTORY : Dataset.DEMO);
    }

    static Options parse(String... arguments) {
        Path data = Path.of("data");
        int port = 8080;
        Dataset dataset = null;
        Instant clock = null;
        boolean journey = false;
        boolean exit = false;
        Iterator<String> rest = Arrays.asList(arguments).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--data" -> data = Path.of(value(option, rest));
                case "--port" -> port = port(value(option, rest));
                case "--dataset" -> dataset = Dataset.of(value(option, rest));
                case "--empty" -> dataset = Dataset.EMPTY;
                case "--clock" -> clock = instant(value(option, rest));
                case "--journey" -> journey = true;
                case "--exit" -> exit = true;
                default ->
                        throw new CannotStart(
                                "Unknown option \"" + option + "\"; --help lists them.");
            }
        }
        return new Options(data.toAbsolutePath().normalize(), port, dataset, clock, journey, exit);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new CannotStart(option + " needs a value; --help shows which.");
        }
        return rest.next();
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // falls through to the sentence
        }
        throw new CannotStart("--port needs a number from 0 to 65535, not \"" + text + "\".");
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException malformed) {
            throw new CannotStart(
                    "--clock needs an instant such as 2026-03-01T09:00:00Z, not \"" + text + "\".",
                    malformed);
        }
    }
}
