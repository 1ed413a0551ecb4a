package org.socius.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.DocumentComparator;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The oracle looks at every document with the matcher and the comparator of the library. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class QueryPlanTest {

    private static final boolean DEEP = Boolean.getBoolean("socius.deep");
    private static final int ROUNDS = DEEP ? 60 : 6;
    private static final int DOCUMENTS = 120;
    private static final int QUERIES = 800;

    /** Another one each time in the deep run; a failure prints it. */
    private final long seed = Long.getLong("socius.seed", DEEP ? System.nanoTime() : 138L);

    private final Random random = new Random(seed);
    private final List<Document> documents = new ArrayList<>();

    @Test
    void planned_queries_answer_like_a_scan_of_all_documents() {
        long planned = 0;
        for (int round = 0; round < ROUNDS; round++) {
            MVStore store = new MVStore.Builder().autoCommitDisabled().open();
            DurableBackend backend = new DurableBackend(store, new CommitGate(store, false));
            DurableDatabase database = (DurableDatabase) backend.resolveDatabase("facility");
            DurableCollection collection =
                    (DurableCollection)
                            (MongoCollection<?>) database.createCollectionOrThrowIfExists("things");
            boolean indexesFirst = random.nextBoolean();
            if (indexesFirst) {
                indexes(database);
            }
            fill(collection);
            if (!indexesFirst) {
                indexes(database);
            }
            change(collection);
            for (StoredIndex index : collection.storedIndexes()) {
                assertThat(IndexCheck.agrees(collection, index))
                        .as("index %s, seed %d", index.getName(), seed)
                        .isTrue();
            }
            for (int i = 0; i < QUERIES; i++) {
                Document query = query();
                Document orderBy = order();
                int skip = random.nextInt(4) == 0 ? random.nextInt(5) : 0;
                int limit = random.nextInt(3) == 0 ? 1 + random.nextInt(10) : 0;
                compare(collection, query, orderBy, skip, limit);
                if (QueryPlan.of(query, orderBy, collection.storedIndexes()).isPresent()) {
                    planned++;
                }
            }
            documents.clear();
            store.closeImmediately();
        }
        assertThat(planned).as("queries with a plan").isGreaterThan((long) ROUNDS * QUERIES / 2);
    }

    private void indexes(DurableDatabase database) {
        index(database, true, false, "k");
        index(database, false, false, "a");
        index(database, false, false, "a", "b");
        index(database, true, false, "b", "a", "_id");
        index(database, false, false, "array");
        index(database, false, false, "b", "array");
        index(database, false, true, "rare", "b");
        index(database, false, false, "sub.x");
        index(database, false, false, "subs.x", "subs.y");
    }

    private static void index(
            DurableDatabase database, boolean unique, boolean sparse, String... fields) {
        Document key = new Document();
        for (String field : fields) {
            key.put(field, 1);
        }
        database.addIndex(
                new Document("ns", "facility.things")
                        .append("name", String.join("_", fields))
                        .append("key", key)
                        .append("unique", unique)
                        .append("sparse", sparse));
    }

    private void fill(DurableCollection collection) {
        while (documents.size() < DOCUMENTS) {
            Document document = new Document("_id", anyId());
            int number = documents.size();
            document.put(
                    "k",
                    IntStream.range(0, 1 + random.nextInt(3))
                            .mapToObj(i -> "a|" + number % 12 + "|" + number + i)
                            .toList());
            sometimes(() -> document.put("a", value()));
            sometimes(() -> document.put("b", value()));
            sometimes(() -> document.put("array", random.nextInt(3) == 0 ? value() : values()));
            if (random.nextInt(6) == 0) {
                document.put("rare", value());
            }
            sometimes(() -> document.put("sub", new Document("x", value())));
            sometimes(
                    () ->
                            document.put(
                                    "subs",
                                    Stream.generate(
                                                    () ->
                                                            new Document("x", value())
                                                                    .append("y", value()))
                                            .limit(random.nextInt(4))
                                            .toList()));
            try {
                collection.addDocument(document);
                documents.add(document);
            } catch (MongoServerError duplicate) {
                assertThat(duplicate).hasMessageContaining("E11000");
            }
        }
    }

    /** Updates and deletes, mirrored by a scan with the library's own means. */
    private void change(DurableCollection collection) {
        for (int i = 0; i < DOCUMENTS / 2; i++) {
            Document victim = documents.get(random.nextInt(documents.size()));
            Document selector = new Document("_id", victim.get("_id"));
            if (random.nextInt(4) == 0) {
                collection.deleteDocuments(selector, 1, NoopOplog.get());
                documents.remove(victim);
            } else {
                String field = List.of("a", "b", "array", "rare").get(random.nextInt(4));
                Object value = field.equals("array") ? values() : value();
                Document update = new Document("$set", new Document(field, value));
                collection.updateDocuments(
                        selector, update, ArrayFilters.empty(), false, false, NoopOplog.get());
                if (!isSame(victim.get(field), value)) {
                    victim.put(field, value);
                }
            }
        }
    }

    /** The library does not write what differs only in the type of its numbers. */
    private static boolean isSame(Object before, Object after) {
        if (before instanceof List<?> one && after instanceof List<?> other) {
            return one.size() == other.size()
                    && IntStream.range(0, one.size())
                            .allMatch(
                                    i ->
                                            isSame(one.get(i), other.get(i))
                                                    || Objects.equals(one.get(i), other.get(i)));
        }
        return before instanceof Number one
                && after instanceof Number other
                && one.doubleValue() == other.doubleValue();
    }

    private void compare(
            DurableCollection collection, Document query, Document orderBy, int skip, int limit) {
        Document selector = new Document("$query", query).append("$orderby", orderBy);
        List<Document> found = new ArrayList<>();
        collection.handleQuery(selector, skip, limit).forEach(found::add);
        List<Document> expected =
                documents.stream()
                        .filter(each -> new DefaultQueryMatcher().matches(each, query))
                        .toList();
        Supplier<String> description =
                () ->
                        "query " + query + " order " + orderBy + " skip " + skip + " limit " + limit
                                + " seed " + seed;
        int size = Math.max(0, expected.size() - skip);
        assertThat(found)
                .as(description)
                .hasSize(limit > 0 ? Math.min(limit, size) : size)
                .doesNotHaveDuplicates();
        assertThat(expected).as(description).containsAll(found);
        if (orderBy != null) {
            Comparator<Document> order = new DocumentComparator(orderBy);
            assertThat(found).as(description).isSortedAccordingTo(order);
            List<Document> sorted = expected.stream().sorted(order).toList();
            for (int i = 0; i < found.size(); i++) {
                assertThat(order.compare(found.get(i), sorted.get(skip + i)))
                        .as(description)
                        .isZero();
            }
        }
    }

    private Document query() {
        Document query = new Document();
        int conditions = random.nextInt(4);
        for (int i = 0; i < conditions; i++) {
            String field = field();
            Object condition = condition(field);
            if (random.nextInt(4) == 0) {
                query.put(
                        "$and",
                        List.of(
                                new Document(field, condition),
                                new Document(field(), condition("a"))));
            } else {
                query.put(field, condition);
            }
        }
        if (random.nextInt(12) == 0) {
            query.put("$or", List.of(new Document("a", value()), new Document("b", value())));
        }
        return query;
    }

    private String field() {
        return List.of("_id", "a", "b", "k", "array", "rare", "sub.x", "subs.x", "subs.y")
                .get(random.nextInt(9));
    }

    private Object condition(String field) {
        Supplier<Object> operand =
                switch (field) {
                    case "_id" -> this::anyIdNearOne;
                    case "k" -> () -> "a|" + random.nextInt(12) + "|" + random.nextInt(200);
                    default -> this::value;
                };
        return switch (random.nextInt(9)) {
            case 0, 1 -> operand.get();
            case 2 -> new Document("$eq", operand.get());
            case 3 ->
                    new Document("$in", Stream.generate(operand).limit(random.nextInt(5)).toList());
            case 4 -> new Document(random.nextBoolean() ? "$gt" : "$gte", operand.get());
            case 5 -> new Document(random.nextBoolean() ? "$lt" : "$lte", operand.get());
            case 6 ->
                    new Document(random.nextBoolean() ? "$gt" : "$gte", operand.get())
                            .append(random.nextBoolean() ? "$lt" : "$lte", operand.get());
            case 7 ->
                    new Document(
                            "$elemMatch",
                            new Document("$gte", operand.get())
                                    .append(random.nextBoolean() ? "$lt" : "$lte", operand.get()));
            default ->
                    random.nextBoolean()
                            ? new Document("$ne", operand.get())
                            : new Document("$exists", random.nextBoolean());
        };
    }

    private Document order() {
        return switch (random.nextInt(9)) {
            case 0, 1 -> new Document("_id", direction());
            case 2 -> new Document("a", direction());
            case 3 -> new Document("a", direction()).append("b", direction());
            case 4 ->
                    new Document("b", direction())
                            .append("a", direction())
                            .append("_id", direction());
            case 5 -> new Document("array", direction()).append("_id", direction());
            case 6 -> new Document("rare", direction());
            default -> null;
        };
    }

    private int direction() {
        return random.nextInt(3) == 0 ? -1 : 1;
    }

    private void sometimes(Runnable action) {
        if (random.nextInt(5) != 0) {
            action.run();
        }
    }

    private Object anyIdNearOne() {
        return random.nextBoolean() && !documents.isEmpty()
                ? documents.get(random.nextInt(documents.size())).get("_id")
                : anyId();
    }

    private Object anyId() {
        return random.nextInt(8) == 0
                ? new Document("x", random.nextInt(5)).append("y", value(5))
                : value(200);
    }

    /** Never empty: the library's order of two empty arrays is no order. */
    private List<Object> values() {
        return Stream.generate(this::value).limit(1 + random.nextInt(3)).toList();
    }

    private Object value() {
        return random.nextInt(10) == 0 ? null : value(6);
    }

    private Object value(int range) {
        int number = random.nextInt(range);
        return switch (random.nextInt(12)) {
            case 0, 1 -> number;
            case 2 -> (long) number;
            case 3 -> number / 2.0;
            case 4 -> 4_000_000_000L * number;
            case 5 -> Instant.ofEpochMilli(number * 1_000L);
            case 6 -> random.nextBoolean();
            case 7 -> new UUID(number * 0x4000_0000_0000_0000L, number);
            case 8 -> new ObjectId(String.format("%024x", number));
            case 9 -> new BinData(new byte[] {(byte) number, (byte) 200});
            case 10 -> new BsonTimestamp(number);
            default -> Objects.toString("s" + number);
        };
    }
}
