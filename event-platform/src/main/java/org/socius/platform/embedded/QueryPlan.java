package org.socius.platform.embedded;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Which keys to look at for a query: those of the data map ({@code _id}) or of one index, narrowed
 * by equalities on its first fields and by a range or a list on the next. A plan yields every
 * matching document at least once and may yield others; the query engine still checks each
 * document, unless the plan is known to yield no others. Whatever this class does not understand
 * narrows nothing.
 */
final class QueryPlan {

    /**
     * What a query demands of a field: one of some values, or a value between two of the same kind.
     */
    private sealed interface Demand {
        record OneOf(List<@Nullable Object> values) implements Demand {}

        record Between(@Nullable Object low, @Nullable Object high) implements Demand {
            int kind() {
                return BsonOrder.kind(low != null ? low : high);
            }
        }
    }

    /** Sorts after every value of a key. */
    private static final BsonOrder.Edge LAST = new BsonOrder.Edge(BsonOrder.MAX + 1, true);

    private final @Nullable StoredIndex index;
    private final List<@Nullable Object> prefix;
    private final @Nullable Demand next;
    private final boolean sorted;
    private final boolean reverse;
    private final int score;
    private final Document unchecked;

    /** The field that must hold an array, which keys do not tell; null if none needs to. */
    private final @Nullable String array;

    private QueryPlan(
            @Nullable StoredIndex index,
            List<@Nullable Object> prefix,
            @Nullable Demand next,
            boolean sorted,
            boolean reverse,
            Document unchecked,
            @Nullable String array) {
        this.index = index;
        this.unchecked = unchecked;
        this.array = array;
        this.prefix = prefix;
        this.next = next;
        this.sorted = sorted;
        this.reverse = reverse;
        this.score = 2 * prefix.size() + (next == null ? 0 : 1);
    }

    /** The best plan for a query, or empty if all documents must be looked at and then sorted. */
    static Optional<QueryPlan> of(
            Document query, @Nullable Document orderBy, List<StoredIndex> indexes) {
        Map<String, List<Demand>> demands = new LinkedHashMap<>();
        collect(query, demands);
        List<QueryPlan> plans = new ArrayList<>();
        plans.add(plan(null, List.of("_id"), demands, orderBy, query));
        for (StoredIndex index : indexes) {
            plans.add(plan(index, index.fields(), demands, orderBy, query));
        }
        return plans.stream()
                .filter(
                        plan ->
                                plan.score > 0
                                        || (plan.sorted
                                                && !isUnordered(orderBy)
                                                && (plan.index == null
                                                        || !plan.index.omitsDocuments())))
                .max(
                        Comparator.<QueryPlan>comparingInt(plan -> plan.score)
                                .thenComparing(plan -> plan.sorted)
                                .thenComparing(plan -> plan.index == null));
    }

    private static QueryPlan plan(
            @Nullable StoredIndex index,
            List<String> fields,
            Map<String, List<Demand>> demands,
            @Nullable Document orderBy,
            Document query) {
        boolean overArrays = index != null && index.overArrays();
        boolean sparse = index != null && index.omitsDocuments();
        List<@Nullable Object> prefix = new ArrayList<>();
        Demand next = null;
        for (String name : overArrays ? fields.subList(0, 1) : fields) {
            Demand demand = narrowest(demands.getOrDefault(name, List.of()), overArrays);
            if (demand instanceof Demand.OneOf(var values)
                    && sparse
                    && values.stream().anyMatch(value -> BsonOrder.kind(value) == BsonOrder.NULL)) {
                demand = null;
            }
            if (demand instanceof Demand.OneOf(var values) && values.size() == 1) {
                prefix.add(values.getFirst());
            } else {
                next = demand;
                break;
            }
        }
        boolean reverse =
                !isUnordered(orderBy)
                        && isDescending(Objects.requireNonNull(orderBy).values().iterator().next());
        boolean sorted =
                isUnordered(orderBy)
                        || (!overArrays
                                && follows(
                                        orderBy,
                                        orderedFields(index, fields, prefix.size()),
                                        reverse));
        String field = fields.getFirst();
        boolean exact = isExact(query, field, overArrays);
        return new QueryPlan(
                index,
                prefix,
                next,
                sorted,
                reverse,
                exact ? new Document() : query,
                exact && isElement(query.get(field)) ? field : null);
    }

    /**
     * Whether the keys of a field say all about a query: it demands one thing only, of this field,
     * and of values whose order is that of keys. Bounds that are met by different elements of an
     * array are two demands.
     */
    private static boolean isExact(Document query, String field, boolean overArrays) {
        if (query.size() != 1 || !query.containsKey(field)) {
            return false;
        }
        Object condition = query.get(field);
        if (!(condition instanceof Document operators)) {
            return isPlain(condition);
        }
        if (isElement(condition)) {
            return overArrays
                    && !field.contains(".")
                    && operators.get("$elemMatch") instanceof Document element
                    && isInclusiveRange(element);
        }
        if (operators.size() == 1 && operators.get("$in") instanceof Collection<?> values) {
            return values.stream().allMatch(QueryPlan::isPlain);
        }
        return !overArrays && isInclusiveRange(operators);
    }

    private static boolean isElement(@Nullable Object condition) {
        return condition instanceof Document operators
                && operators.size() == 1
                && operators.containsKey("$elemMatch");
    }

    private static boolean isInclusiveRange(Document operators) {
        return !operators.isEmpty()
                && operators.keySet().stream()
                        .allMatch(name -> name.equals("$gte") || name.equals("$lte"))
                && operators.values().stream().allMatch(QueryPlan::isPlain)
                && operators.values().stream().mapToInt(BsonOrder::kind).distinct().count() == 1;
    }

    private static boolean isPlain(@Nullable Object value) {
        return value instanceof String || value instanceof Long || value instanceof Integer;
    }

    private static List<String> orderedFields(
            @Nullable StoredIndex index, List<String> fields, int known) {
        List<String> ordered = new ArrayList<>(fields.subList(known, fields.size()));
        if (index != null && !index.isUnique()) {
            ordered.add("_id");
        }
        return ordered;
    }

    private static boolean isUnordered(@Nullable Document orderBy) {
        return orderBy == null || orderBy.isEmpty();
    }

    private static boolean follows(
            @Nullable Document orderBy, List<String> fields, boolean reverse) {
        Document order = Objects.requireNonNull(orderBy);
        return order.size() <= fields.size()
                && fields.subList(0, order.size()).equals(List.copyOf(order.keySet()))
                && order.values().stream()
                        .allMatch(direction -> isDescending(direction) == reverse);
    }

    private static boolean isDescending(@Nullable Object direction) {
        return direction instanceof Number number && number.intValue() <= 0;
    }

    private static void collect(Document query, Map<String, List<Demand>> demands) {
        query.forEach(
                (field, condition) -> {
                    if (field.equals("$and") && condition instanceof Collection<?> clauses) {
                        for (Object clause : clauses) {
                            if (clause instanceof Document document) {
                                collect(document, demands);
                            }
                        }
                    } else if (!field.startsWith("$")) {
                        Demand demand = demandOf(condition);
                        if (demand != null) {
                            demands.computeIfAbsent(field, _ -> new ArrayList<>()).add(demand);
                        }
                    }
                });
    }

    /**
     * Several demands may be met by different elements of an array: then only one of them can be
     * used.
     */
    private static @Nullable Demand narrowest(List<Demand> demands, boolean overArrays) {
        Demand narrowest = null;
        for (Demand demand : demands) {
            if (narrowest == null) {
                narrowest = demand;
            } else if (demand instanceof Demand.OneOf(var values)) {
                boolean narrower =
                        !(narrowest instanceof Demand.OneOf(var others))
                                || values.size() < others.size();
                narrowest = narrower ? demand : narrowest;
            } else if (!overArrays
                    && demand instanceof Demand.Between one
                    && narrowest instanceof Demand.Between other
                    && one.kind() == other.kind()) {
                narrowest =
                        new Demand.Between(
                                higher(one.low(), other.low(), 1),
                                higher(one.high(), other.high(), -1));
            }
        }
        return narrowest;
    }

    private static @Nullable Object higher(@Nullable Object one, @Nullable Object other, int sign) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return sign * BsonOrder.ASCENDING.compare(one, other) > 0 ? one : other;
    }

    private static @Nullable Demand demandOf(@Nullable Object condition) {
        if (!(condition instanceof Document operators)
                || operators.keySet().stream().noneMatch(name -> name.startsWith("$"))) {
            return isPoint(condition) ? new Demand.OneOf(listOf(condition)) : null;
        }
        if (operators.containsKey("$eq") && isPoint(operators.get("$eq"))) {
            return new Demand.OneOf(listOf(operators.get("$eq")));
        }
        if (operators.get("$in") instanceof Collection<?> values
                && values.stream().allMatch(QueryPlan::isPoint)) {
            TreeSet<@Nullable Object> distinct = new TreeSet<>(BsonOrder.ASCENDING);
            distinct.addAll(values);
            return new Demand.OneOf(new ArrayList<>(distinct));
        }
        if (operators.get("$elemMatch") instanceof Document element
                && element.keySet().stream().allMatch(name -> name.startsWith("$"))) {
            return demandOf(element);
        }
        Object low = bound(operators, "$gt", "$gte");
        Object high = bound(operators, "$lt", "$lte");
        if (low != null && high != null && BsonOrder.kind(low) != BsonOrder.kind(high)) {
            high = null;
        }
        return low == null && high == null ? null : new Demand.Between(low, high);
    }

    private static @Nullable Object bound(Document operators, String exclusive, String inclusive) {
        Object bound =
                operators.containsKey(exclusive)
                        ? operators.get(exclusive)
                        : operators.get(inclusive);
        return BsonOrder.hasRanges(bound) ? bound : null;
    }

    /** Whether equality with a value is equality of keys. */
    private static boolean isPoint(@Nullable Object value) {
        return switch (BsonOrder.kind(value)) {
            case BsonOrder.MIN,
                    BsonOrder.MAX,
                    BsonOrder.ARRAY,
                    BsonOrder.REGULAR_EXPRESSION,
                    BsonOrder.JAVASCRIPT ->
                    false;
            case BsonOrder.DOCUMENT ->
                    value instanceof Document document
                            && !document.isEmpty()
                            && document.entrySet().stream()
                                    .allMatch(
                                            field ->
                                                    !field.getKey().startsWith("$")
                                                            && field.getValue() != null);
            default -> true;
        };
    }

    private static List<@Nullable Object> listOf(@Nullable Object value) {
        List<@Nullable Object> values = new ArrayList<>(1);
        values.add(value);
        return values;
    }

    /** All documents by {@code _id}, each of which the query must still be held against. */
    static QueryPlan ofAll(Document query) {
        return new QueryPlan(null, List.of(), null, true, false, query, null);
    }

    /** What the documents of the plan must still be checked for; empty if nothing. */
    Document unchecked() {
        return unchecked;
    }

    /** Whether the plan can go on behind a document it gave before. */
    boolean resumable() {
        return index == null && sorted && prefix.isEmpty() && !(next instanceof Demand.OneOf);
    }

    /** What a resumable plan yields behind a document. */
    Stream<Document> documentsBehind(MVMap<Object, Document> data, Document last) {
        Object position = StoredIndex.positionOf(last);
        Demand.Between range = (Demand.Between) next;
        Stream<Document> rest =
                reverse
                        ? scan(data, range == null ? null : lowEnd(range), position)
                        : scan(data, position, range == null ? null : highEnd(range));
        return rest.dropWhile(
                document ->
                        BsonOrder.ASCENDING.compare(StoredIndex.positionOf(document), position)
                                == 0);
    }

    /** Whether the documents come in the order that was asked for. */
    boolean sorted() {
        return sorted;
    }

    /** Whether the plan reads an index, which must not change while it runs. */
    boolean readsIndex() {
        return index != null;
    }

    Stream<Document> documents(MVMap<Object, Document> data) {
        if (index == null) {
            return primary(data);
        }
        Stream<Object> positions =
                next instanceof Demand.OneOf(var values)
                        ? inOrder(values)
                                .flatMap(value -> positions(index, plus(prefix, value), null))
                        : positions(index, prefix, (Demand.Between) next);
        return (index.overArrays() ? positions.distinct() : positions)
                .map(data::get)
                .filter(Objects::nonNull)
                .filter(found -> array == null || found.get(array) instanceof Collection);
    }

    private Stream<Document> primary(MVMap<Object, Document> data) {
        List<@Nullable Object> points =
                !prefix.isEmpty()
                        ? prefix
                        : next instanceof Demand.OneOf(var values) ? values : null;
        if (points != null) {
            return inOrder(points).map(Missing::ofNullable).map(data::get).filter(Objects::nonNull);
        }
        return next instanceof Demand.Between range
                ? scan(data, lowEnd(range), highEnd(range))
                : scan(data, null, null);
    }

    private Stream<Object> positions(
            StoredIndex index, List<@Nullable Object> known, Demand.@Nullable Between range) {
        if (range != null) {
            return scan(
                    index.entries(),
                    new KeyValue(plus(known, lowEnd(range))).normalized(),
                    new KeyValue(plus(plus(known, highEnd(range)), LAST)).normalized());
        }
        return known.isEmpty()
                ? scan(index.entries(), null, null)
                : scan(
                        index.entries(),
                        new KeyValue(known).normalized(),
                        new KeyValue(plus(known, LAST)).normalized());
    }

    private static Object lowEnd(Demand.Between range) {
        return range.low() != null ? range.low() : new BsonOrder.Edge(range.kind(), false);
    }

    private static Object highEnd(Demand.Between range) {
        return range.high() != null ? range.high() : new BsonOrder.Edge(range.kind(), true);
    }

    private <K, V> Stream<V> scan(MVMap<K, V> map, @Nullable K low, @Nullable K high) {
        Cursor<K, V> cursor = reverse ? map.cursor(high, low, true) : map.cursor(low, high, false);
        return values(cursor);
    }

    /** The values a cursor passes, read as they are asked for. */
    static <K, V> Stream<V> values(Cursor<K, V> cursor) {
        Iterator<V> values =
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return cursor.hasNext();
                    }

                    @Override
                    public V next() {
                        cursor.next();
                        return cursor.getValue();
                    }
                };
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(values, Spliterator.ORDERED), false);
    }

    private Stream<@Nullable Object> inOrder(List<@Nullable Object> values) {
        return (reverse ? values.reversed() : values).stream();
    }

    private static List<@Nullable Object> plus(
            List<@Nullable Object> values, @Nullable Object value) {
        List<@Nullable Object> longer = new ArrayList<>(values);
        longer.add(value);
        return longer;
    }
}
