package org.socius.quickstart.journey;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.socius.quickstart.DataDirectory;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far a journey is and what it has to remember, kept below the data directory after every step.
 */
final class JourneyState {

    private static final String FILE = "journey.json";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final DataDirectory directory;
    private Kept kept;

    private JourneyState(DataDirectory directory, Kept kept) {
        this.directory = directory;
        this.kept = kept;
    }

    static JourneyState in(DataDirectory directory) {
        Optional<Kept> found = directory.read(FILE).map(text -> JSON.readValue(text, Kept.class));
        JourneyState state =
                new JourneyState(
                        directory,
                        found.orElseGet(() -> new Kept(UUID.randomUUID().toString(), 0, Map.of())));
        if (found.isEmpty()) {
            state.acknowledge(0);
        }
        return state;
    }

    String id() {
        return kept.id;
    }

    int done() {
        return kept.done;
    }

    Optional<String> fact(String name) {
        return Optional.ofNullable(kept.facts.get(name));
    }

    /** Kept with the next acknowledgement. */
    void remember(String name, String value) {
        Map<String, String> facts = new TreeMap<>(kept.facts);
        facts.put(name, value);
        kept = new Kept(kept.id, kept.done, facts);
    }

    void acknowledge(int steps) {
        kept = new Kept(kept.id, steps, kept.facts);
        directory.write(FILE, JSON.writeValueAsString(kept));
    }

    /** The content of the file. */
    record Kept(String id, int done, Map<String, String> facts) {}
}
