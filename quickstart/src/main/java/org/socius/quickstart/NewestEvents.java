package org.socius.quickstart;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.socius.platform.store.Commit;
import org.socius.platform.store.MongoCommitStore;
import org.socius.platform.store.StoredEvent;
import tools.jackson.databind.json.JsonMapper;

/** Reads when the newest events of the logs were recorded, before any service writes. */
final class NewestEvents {

    private NewestEvents() {}

    /**
     * One instant for each log that holds events.
     *
     * @param mongodb where the stores are
     * @param databases names of the services' databases
     */
    static List<Instant> in(String mongodb, Stream<String> databases) {
        try (MongoClient client = MongoClients.create(mongodb)) {
            return databases
                    .map(client::getDatabase)
                    .map(MongoCommitStore::new)
                    .map(NewestEvents::newest)
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    /** A tombstone at the end says nothing; the few commits before it are looked at as well. */
    private static Optional<Instant> newest(MongoCommitStore log) {
        int looked = 100;
        return log.above(Math.max(0, log.head(0) - looked), looked).stream()
                .map(Commit::events)
                .flatMap(List::stream)
                .map(NewestEvents::recordedAt)
                .max(Instant::compareTo);
    }

    private static Instant recordedAt(StoredEvent event) {
        String stated =
                JsonMapper.shared().readTree(event.metadata()).path("recordedAt").asString("");
        return stated.isEmpty() ? event.timestamp() : Instant.parse(stated);
    }
}
