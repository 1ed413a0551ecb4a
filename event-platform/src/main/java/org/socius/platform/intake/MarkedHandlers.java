package org.socius.platform.intake;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * Calls the handlers of an intake fact by fact and keeps the marks in a collection of their own.
 */
final class MarkedHandlers implements ReadModel {

    private static final long FRESH_NANOS = 1_000_000_000;

    private final Intake intake;
    private final MongoCollection<Document> marks;
    private volatile Counted counted = new Counted(0, Map.of());

    /** What was counted, and when by {@link System#nanoTime}; 0 for never. */
    private record Counted(long at, Map<String, Long> contained) {}

    MarkedHandlers(Intake intake, MongoDatabase database) {
        this.intake = intake;
        this.marks = database.getCollection("intake_marks");
    }

    @Override
    public Map<String, Long> marks(String topic, Collection<String> aggregateIds) {
        Map<String, Long> found = new HashMap<>();
        marks.find(Filters.in("_id", aggregateIds.stream().map(id -> id(topic, id)).toList()))
                .forEach(
                        mark ->
                                found.put(
                                        mark.getString("a"),
                                        mark.get("s", Number.class).longValue()));
        return found;
    }

    @Override
    public void take(List<Received> facts) {
        Map<String, WriteModel<Document>> handled = new LinkedHashMap<>();
        try {
            for (Received received : facts) {
                Fact fact = received.fact();
                Intake.Route<?> route = intake.route(fact.type());
                if (route != null && received.event() != null) {
                    route.handle(fact, received.event());
                }
                String id = id(fact.topic(), fact.aggregateId());
                handled.put(id, mark(id, fact));
            }
        } finally {
            if (!handled.isEmpty()) {
                marks.bulkWrite(
                        new ArrayList<>(handled.values()), new BulkWriteOptions().ordered(false));
            }
        }
    }

    /** At most a second old. */
    @Override
    public Map<String, Long> contained() {
        long now = System.nanoTime();
        if (counted.at() == 0 || now - counted.at() > FRESH_NANOS) {
            counted = new Counted(now, count());
        }
        return counted.contained();
    }

    private Map<String, Long> count() {
        Map<String, Long> contained = new HashMap<>();
        intake.topics().forEach(topic -> contained.put(topic, 0L));
        marks.aggregate(
                        List.of(
                                Aggregates.match(Filters.eq("g", intake.group())),
                                Aggregates.group("$t", Accumulators.sum("n", "$s"))))
                .forEach(
                        sum ->
                                contained.put(
                                        sum.getString("_id"),
                                        sum.get("n", Number.class).longValue()));
        return contained;
    }

    private WriteModel<Document> mark(String id, Fact fact) {
        return new UpdateOneModel<>(
                Filters.eq("_id", id),
                Updates.combine(
                        Updates.max("s", fact.sequence()),
                        Updates.setOnInsert("g", intake.group()),
                        Updates.setOnInsert("t", fact.topic()),
                        Updates.setOnInsert("a", fact.aggregateId())),
                new UpdateOptions().upsert(true));
    }

    private String id(String topic, String aggregateId) {
        return intake.group() + "|" + topic + "|" + aggregateId;
    }
}
