package org.socius.platform.embedded;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Total order over BSON values in which all key maps are sorted: first by kind, then by value,
 * numbers of all types by their numeric value. It agrees with the sort order of the query engine
 * for every value that a key may have, so a scan in key order is a sorted result. A missing value
 * and null are the same key.
 */
final class BsonOrder implements Comparator<@Nullable Object> {

    static final BsonOrder ASCENDING = new BsonOrder();

    /**
     * Where a kind of values begins or ends; occurs in bounds of scans only, never in a stored key.
     */
    record Edge(int kind, boolean end) {}

    static final int MIN = 0;
    static final int NULL = 1;
    static final int NUMBER = 2;
    static final int STRING = 3;
    static final int DOCUMENT = 4;
    static final int ARRAY = 5;
    static final int BINARY = 6;
    static final int LEGACY_UUID = 7;
    static final int STANDARD_UUID = 8;
    static final int OBJECT_ID = 9;
    static final int BOOLEAN = 10;
    static final int DATE = 11;
    static final int TIMESTAMP = 12;
    static final int REGULAR_EXPRESSION = 13;
    static final int JAVASCRIPT = 14;
    static final int MAX = 15;

    private static final double TWO_TO_63 = 0x1p63;

    private BsonOrder() {}

    static int kind(@Nullable Object value) {
        return switch (value) {
            case null -> NULL;
            case Missing _ -> NULL;
            case String _ -> STRING;
            case Number _ -> NUMBER;
            case Map<?, ?> _ -> DOCUMENT;
            case Collection<?> _ -> ARRAY;
            case BinData _ -> BINARY;
            case LegacyUUID _ -> LEGACY_UUID;
            case UUID _ -> STANDARD_UUID;
            case ObjectId _ -> OBJECT_ID;
            case Boolean _ -> BOOLEAN;
            case Instant _ -> DATE;
            case BsonTimestamp _ -> TIMESTAMP;
            case BsonRegularExpression _ -> REGULAR_EXPRESSION;
            case BsonJavaScript _ -> JAVASCRIPT;
            case MinKey _ -> MIN;
            case MaxKey _ -> MAX;
            case Edge edge -> edge.kind();
            default -> throw new IllegalArgumentException("Not a BSON value: " + value.getClass());
        };
    }

    /**
     * Whether a range over values of this kind is a contiguous stretch of keys with the meaning of
     * the query engine.
     */
    static boolean hasRanges(@Nullable Object bound) {
        return switch (kind(bound)) {
            case STRING, BINARY, LEGACY_UUID, STANDARD_UUID, OBJECT_ID, BOOLEAN, DATE, TIMESTAMP ->
                    true;
            case NUMBER -> bound instanceof Number number && !Double.isNaN(number.doubleValue());
            default -> false;
        };
    }

    @Override
    public int compare(@Nullable Object left, @Nullable Object right) {
        if (left == right) {
            return 0;
        }
        int kind = kind(left);
        int byKind = Integer.compare(kind, kind(right));
        if (byKind != 0) {
            return byKind;
        }
        if (left instanceof Edge || right instanceof Edge) {
            return Integer.compare(side(left), side(right));
        }
        if (left == null || right == null) {
            return 0;
        }
        return switch (left) {
            case String text -> text.compareTo((String) right);
            case Number number -> compareNumbers(number, (Number) right);
            case ObjectId id -> id.compareTo((ObjectId) right);
            case Instant instant -> instant.compareTo((Instant) right);
            case Boolean flag -> flag.compareTo((Boolean) right);
            case UUID id -> compareUnsigned(id, (UUID) right);
            case LegacyUUID id -> id.compareTo((LegacyUUID) right);
            case BinData data -> data.compareTo((BinData) right);
            case BsonTimestamp timestamp -> timestamp.compareTo((BsonTimestamp) right);
            case Map<?, ?> document -> compareDocuments(document, (Map<?, ?>) right);
            case Collection<?> array -> compareArrays(array, (Collection<?>) right);
            case BsonRegularExpression expression ->
                    compareExpressions(expression, (BsonRegularExpression) right);
            case BsonJavaScript script ->
                    script.getCode().compareTo(((BsonJavaScript) right).getCode());
            default -> 0;
        };
    }

    private static int side(@Nullable Object value) {
        return value instanceof Edge edge ? (edge.end() ? 1 : -1) : 0;
    }

    private static int compareNumbers(Number left, Number right) {
        boolean leftIsFloating = left instanceof Double || left instanceof Decimal128;
        boolean rightIsFloating = right instanceof Double || right instanceof Decimal128;
        if (leftIsFloating && rightIsFloating) {
            return Double.compare(left.doubleValue() + 0.0, right.doubleValue() + 0.0);
        }
        if (leftIsFloating) {
            return -compareToFloating(right.longValue(), left.doubleValue());
        }
        if (rightIsFloating) {
            return compareToFloating(left.longValue(), right.doubleValue());
        }
        return Long.compare(left.longValue(), right.longValue());
    }

    private static int compareToFloating(long whole, double floating) {
        if (Double.isNaN(floating) || floating >= TWO_TO_63) {
            return -1;
        }
        if (floating < -TWO_TO_63) {
            return 1;
        }
        int byWhole = Long.compare(whole, (long) floating);
        return byWhole != 0
                ? byWhole
                : Double.compare(0.0, floating - (double) (long) floating + 0.0);
    }

    private static int compareUnsigned(UUID left, UUID right) {
        int high =
                Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(
                        left.getLeastSignificantBits(), right.getLeastSignificantBits());
    }

    private int compareDocuments(Map<?, ?> left, Map<?, ?> right) {
        Iterator<? extends Map.Entry<?, ?>> lefts = left.entrySet().iterator();
        Iterator<? extends Map.Entry<?, ?>> rights = right.entrySet().iterator();
        while (lefts.hasNext() && rights.hasNext()) {
            Map.Entry<?, ?> a = lefts.next();
            Map.Entry<?, ?> b = rights.next();
            int byKind = Integer.compare(kind(a.getValue()), kind(b.getValue()));
            if (byKind != 0) {
                return byKind;
            }
            int byName = ((String) a.getKey()).compareTo((String) b.getKey());
            if (byName != 0) {
                return byName;
            }
            int byValue = compare(a.getValue(), b.getValue());
            if (byValue != 0) {
                return byValue;
            }
        }
        return Boolean.compare(lefts.hasNext(), rights.hasNext());
    }

    private int compareArrays(Collection<?> left, Collection<?> right) {
        Iterator<?> lefts = left.iterator();
        Iterator<?> rights = right.iterator();
        while (lefts.hasNext() && rights.hasNext()) {
            int byElement = compare(lefts.next(), rights.next());
            if (byElement != 0) {
                return byElement;
            }
        }
        return Boolean.compare(lefts.hasNext(), rights.hasNext());
    }

    private static int compareExpressions(BsonRegularExpression left, BsonRegularExpression right) {
        int byPattern = left.getPattern().compareTo(right.getPattern());
        return byPattern != 0
                ? byPattern
                : String.valueOf(left.getOptions()).compareTo(String.valueOf(right.getOptions()));
    }
}
