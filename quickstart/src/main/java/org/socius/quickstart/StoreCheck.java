package org.socius.quickstart;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.socius.platform.embedded.EmbeddedMongo;
import org.socius.platform.store.Fsck;

/**
 * Looks whether the logs are sound. At every start it reads what came since the last look; {@code
 * ./run --fsck} reads all of a data directory that is not in use and says what is wrong, and with
 * {@code --repair} puts right what can be.
 */
final class StoreCheck {

    private static final String FSCK = "--fsck";
    private static final String REPAIR = "--repair";

    private StoreCheck() {}

    static boolean isAskedFor(String... arguments) {
        return Arrays.asList(arguments).contains(FSCK);
    }

    /**
     * The quick look at a start, before any service writes. A hole is no damage: a kill right after
     * an outage of the store can leave one, and the readers of the log seal it.
     *
     * @throws CannotStart if a log is damaged, with what to do about it
     */
    static void atStart(String mongodb, Path data) {
        try (MongoClient client = MongoClients.create(mongodb)) {
            for (Part service : Part.services()) {
                Optional<Fsck.Finding> damage =
                        fsck(client, service).checkNewest().findings().stream()
                                .filter(finding -> finding.kind() != Fsck.Kind.HOLE)
                                .findFirst();
                if (damage.isPresent()) {
                    throw new CannotStart(
                            ("The log of %s is damaged (%s); ./run --fsck --data %s tells all,"
                                            + " and with --repair it puts right what can be.")
                                    .formatted(service.label(), damage.get().text(), data));
                }
            }
        }
    }

    private static Fsck fsck(MongoClient client, Part service) {
        return new Fsck(client.getDatabase(service.label()), Clock.systemUTC());
    }

    /** Returns whether all logs are clean, after the repair if there was one. */
    static boolean run(Consumer<String> say, String... arguments) {
        List<String> rest = new ArrayList<>(List.of(arguments));
        rest.removeAll(List.of(FSCK));
        boolean repair = rest.removeAll(List.of(REPAIR));
        Path data = Options.parse(rest.toArray(String[]::new)).data();
        if (!Files.isDirectory(data.resolve("mongodb"))) {
            throw new CannotStart("The directory " + data + " holds no store.");
        }
        try (DataDirectory directory = DataDirectory.take(data);
                EmbeddedMongo mongo = EmbeddedMongo.start(directory.resolve("mongodb"));
                MongoClient client = MongoClients.create(mongo.uri())) {
            boolean clean = true;
            for (Part service : Part.services()) {
                Fsck fsck = fsck(client, service);
                Fsck.Report report = repair ? fsck.repair() : fsck.check();
                tell(say, service.label(), report);
                clean &= report.isClean();
            }
            return clean;
        }
    }

    private static void tell(Consumer<String> say, String service, Fsck.Report report) {
        say.accept(
                "%s: %d commits, %d events, head %d, %s"
                        .formatted(
                                service,
                                report.commits(),
                                report.events(),
                                report.head(),
                                report.isClean()
                                        ? "clean"
                                        : report.findings().size() + " findings"));
        for (Fsck.Finding finding : report.findings()) {
            say.accept(
                    "  %s at %d%s: %s"
                            .formatted(
                                    finding.kind(),
                                    finding.position(),
                                    finding.kind().repairable() ? " (repairable)" : "",
                                    finding.text()));
        }
    }
}
