package org.socius.reporting.intake;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.action.ActionContract;
import org.socius.contracts.expert.ExpertContract;
import org.socius.contracts.request.RequestContract;
import org.socius.platform.intake.Fact;
import org.socius.platform.intake.ReadModel;
import org.socius.platform.intake.Received;
import org.socius.platform.publishing.ContractTable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps every contract event, one document per source aggregate with its mark, and what they say in
 * memory. A fact is in the document before it is in memory; where another instance was faster, its
 * document is read instead.
 */
final class FactLog implements ReadModel {

    private static final int DUPLICATE_KEY = 11_000;

    private final MongoCollection<Document> chronicles;
    private final Map<String, Class<?>> contracts = new HashMap<>();
    private final JsonMapper json =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();
    private volatile Known known = Known.nothing();

    /** Reads everything that is stored. */
    FactLog(MongoDatabase database) {
        chronicles = database.getCollection("chronicles");
        contracts().forEach(contract -> contracts.put(ContractTable.typeOf(contract), contract));
        List<Chronicle> stored = new ArrayList<>();
        chronicles.find().forEach(document -> stored.add(chronicle(document)));
        known = known.with(stored);
    }

    /** Every contract event of the three topics. */
    static List<Class<?>> contracts() {
        List<Class<?>> all = new ArrayList<>();
        for (Class<?> topic :
                List.of(RequestContract.class, ActionContract.class, ExpertContract.class)) {
            all.addAll(List.of(topic.getPermittedSubclasses()));
        }
        return all;
    }

    Known known() {
        return known;
    }

    @Override
    public Map<String, Long> marks(String topic, Collection<String> aggregateIds) {
        Map<String, Long> marks = new HashMap<>();
        for (String id : aggregateIds) {
            known.chronicle(topic, id).ifPresent(one -> marks.put(id, one.mark()));
        }
        return marks;
    }

    @Override
    public Map<String, Long> contained() {
        return known.contained();
    }

    @Override
    public void take(List<Received> facts) {
        Map<String, List<Received>> byAggregate = new LinkedHashMap<>();
        for (Received received : facts) {
            byAggregate.computeIfAbsent(id(received.fact()), id -> new ArrayList<>()).add(received);
        }
        Map<String, Chronicle> next = new LinkedHashMap<>();
        List<WriteModel<Document>> writes = new ArrayList<>();
        byAggregate.forEach(
                (id, its) -> {
                    Fact first = its.get(0).fact();
                    Chronicle before =
                            known.chronicle(first.topic(), first.aggregateId())
                                    .orElseGet(
                                            () ->
                                                    Chronicle.empty(
                                                            first.topic(), first.aggregateId()));
                    Chronicle after = before;
                    List<Document> added = new ArrayList<>();
                    for (Received received : its) {
                        Fact fact = received.fact();
                        after = after.plus(fact.sequence(), moment(fact, received.event()));
                        if (received.value() != null) {
                            added.add(
                                    new Document("s", fact.sequence())
                                            .append("t", fact.type())
                                            .append("o", fact.occurredAt().toString())
                                            .append("r", fact.recordedAt().toString())
                                            .append("v", received.value().toString()));
                        }
                    }
                    next.put(id, after);
                    writes.add(write(id, before, after, added));
                });
        Set<String> overtaken = write(next, writes);
        if (!overtaken.isEmpty()) {
            chronicles
                    .find(Filters.in("_id", overtaken))
                    .forEach(document -> next.put(document.getString("_id"), chronicle(document)));
        }
        known = known.with(next.values());
        List<Received> left = new ArrayList<>();
        for (String id : overtaken) {
            for (Received received : byAggregate.getOrDefault(id, List.of())) {
                Chronicle stored = next.get(id);
                if (stored != null && received.fact().sequence() > stored.mark()) {
                    left.add(received);
                }
            }
        }
        if (!left.isEmpty()) {
            take(left);
        }
    }

    /** The aggregates whose document was not as expected, because another instance was faster. */
    private Set<String> write(Map<String, Chronicle> next, List<WriteModel<Document>> writes) {
        int written;
        try {
            var result = chronicles.bulkWrite(writes, new BulkWriteOptions().ordered(false));
            written = result.getMatchedCount() + result.getUpserts().size();
        } catch (MongoBulkWriteException e) {
            if (e.getWriteErrors().stream().anyMatch(error -> error.getCode() != DUPLICATE_KEY)) {
                throw e;
            }
            written = -1;
        }
        if (written == writes.size()) {
            return Set.of();
        }
        Map<String, Long> stored = new HashMap<>();
        chronicles
                .find(Filters.in("_id", next.keySet()))
                .forEach(document -> stored.put(document.getString("_id"), mark(document)));
        Map<String, Chronicle> overtaken = new HashMap<>(next);
        overtaken.values().removeIf(one -> stored.getOrDefault(id(one), 0L) == one.mark());
        return Set.copyOf(overtaken.keySet());
    }

    private static WriteModel<Document> write(
            String id, Chronicle before, Chronicle after, List<Document> added) {
        boolean fresh = before.mark() == 0;
        Bson filter =
                Filters.and(
                        Filters.eq("_id", id),
                        fresh ? Filters.exists("mark", false) : Filters.eq("mark", before.mark()));
        return new UpdateOneModel<>(
                filter,
                Updates.combine(
                        Updates.set("mark", after.mark()),
                        Updates.set("topic", after.topic()),
                        Updates.set("aggregateId", after.aggregateId()),
                        Updates.pushEach("events", added)),
                new UpdateOptions().upsert(fresh));
    }

    private Chronicle chronicle(Document document) {
        List<Moment> moments = new ArrayList<>();
        for (Document event : document.getList("events", Document.class, List.of())) {
            Class<?> contract = contracts.get(event.getString("t"));
            if (contract != null) {
                moments.add(
                        new Moment(
                                event.getLong("s"),
                                json.readValue(event.getString("v"), contract),
                                Instant.parse(event.getString("o")),
                                Instant.parse(event.getString("r"))));
            }
        }
        return new Chronicle(
                document.getString("topic"),
                document.getString("aggregateId"),
                mark(document),
                moments);
    }

    private static @Nullable Moment moment(Fact fact, @Nullable Object event) {
        return event == null
                ? null
                : new Moment(fact.sequence(), event, fact.occurredAt(), fact.recordedAt());
    }

    private static long mark(Document document) {
        return document.get("mark", Number.class).longValue();
    }

    private static String id(Fact fact) {
        return fact.topic() + "|" + fact.aggregateId();
    }

    private static String id(Chronicle chronicle) {
        return chronicle.topic() + "|" + chronicle.aggregateId();
    }
}
