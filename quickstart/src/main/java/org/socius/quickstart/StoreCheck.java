package org.socius.quickstart;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.socius.platform.embedded.EmbeddedMongo;
import org.socius.platform.store.Fsck;

/**
 * What {@code ./run --fsck} does: reads the logs of all services in a data directory that is not in
 * use and says what is wrong with them; with {@code --repair} it puts right what can be.
 */
final class StoreCheck {

    private static final String FSCK = "--fsck";
    private static final String REPAIR = "--repair";

    private StoreCheck() {}

    static boolean isAskedFor(String... arguments) {
        return Arrays.asList(arguments).contains(FSCK);
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
                Fsck fsck = new Fsck(client.getDatabase(service.label()), Clock.systemUTC());
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
