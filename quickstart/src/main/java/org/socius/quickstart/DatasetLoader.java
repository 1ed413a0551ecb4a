package org.socius.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.socius.platform.time.Brussels;
import org.socius.quickstart.dataset.DemoDataset;
import org.socius.quickstart.issuer.DemoIdentity;
import org.socius.quickstart.journey.Api;
import org.socius.quickstart.journey.Registered;
import tools.jackson.databind.JsonNode;

/**
 * Fills a fresh data directory by commands through the API, behind a system that already answers.
 * An interrupted loading goes on at the next start: every command has a key that makes its
 * repetition harmless.
 */
final class DatasetLoader {

    private static final String LOADED = "loaded";

    /** The day on which the loading of demo data began: all its dates are reckoned from it. */
    private static final String FIRST_DAY = "demo-day";

    private static final String HISTORY = "/org/socius/action/history/seed-actions.json";
    private static final Duration BETWEEN_POLLS = Duration.ofMillis(250);
    private static final int POLLS = 480;

    private final Api api;
    private final DataDirectory directory;
    private final LoadState state;
    private final Progress progress;

    DatasetLoader(Api api, DataDirectory directory, LoadState state, Progress progress) {
        this.api = api;
        this.directory = directory;
        this.state = state;
        this.progress = progress;
    }

    void load(Options.Dataset dataset) {
        if (directory.read(LOADED).isEmpty()) {
            switch (dataset) {
                case EMPTY -> {}
                case HISTORY -> history();
                case DEMO -> {
                    history();
                    demo();
                }
            }
            directory.write(LOADED, dataset.label());
        }
        state.loaded();
    }

    private void history() {
        Registered.institution(api, DemoIdentity.IPES);
        Registered.institution(api, DemoIdentity.MOLSA);
        until("the institutions to be known everywhere", this::institutionsAreKnown);
        Api.Answer started = api.post("admin", "/api/v1/imports", "import-history", text());
        if (started.status() != 201) {
            throw new CannotStart(
                    "The history was not taken: " + started.status() + " " + started.body());
        }
        String path = "/api/v1/imports/" + started.text("id");
        until(
                "the end of the import",
                () -> api.get("admin", path).body().path("status").asString("").equals("FINISHED"));
        taken("history", () -> new DemoDataset(api, firstDay(), this::at).whatWasPublished());
        progress.say("The history of the facility is imported.");
    }

    /** Rows of the history find an institution by its names only once they have arrived there. */
    private boolean institutionsAreKnown() {
        JsonNode services = api.get("admin", "/api/v1/status").body().path("services");
        long told = services.at("/request-service/relay/recorded/socius.request.v1").asLong(-1);
        return told >= 0
                && services.at(
                                        "/action-service/intakes/action-service.institutions.2/contained/socius.request.v1")
                                .asLong(-1)
                        >= told;
    }

    private static void until(String what, BooleanSupplier isThere) {
        for (int poll = 0; poll < POLLS; poll++) {
            if (isThere.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(BETWEEN_POLLS.toNanos());
        }
        throw new CannotStart("Waited in vain for " + what + ".");
    }

    private void demo() {
        progress.say("Loading demo data ...");
        taken("demo data", () -> new DemoDataset(api, firstDay(), this::at).load());
        progress.say("The demo data is complete.");
    }

    private static void taken(String what, Runnable entering) {
        try {
            entering.run();
        } catch (RuntimeException refused) {
            throw new CannotStart(
                    "The %s was not taken: %s".formatted(what, refused.getMessage()), refused);
        }
    }

    private LocalDate firstDay() {
        return directory
                .read(FIRST_DAY)
                .map(LocalDate::parse)
                .orElseGet(
                        () -> {
                            String now = api.get("admin", "/api/v1/status").text("clock");
                            LocalDate today = Brussels.day(Instant.parse(now));
                            directory.write(FIRST_DAY, today.toString());
                            return today;
                        });
    }

    private void at(int percent) {
        if (percent / 10 > state.current().percent() / 10) {
            progress.say("Demo data: " + percent + " %");
        }
        state.at(percent);
    }

    private static String text() {
        try (InputStream in = DatasetLoader.class.getResourceAsStream(HISTORY)) {
            if (in == null) {
                throw new CannotStart("The history is missing from this build.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
