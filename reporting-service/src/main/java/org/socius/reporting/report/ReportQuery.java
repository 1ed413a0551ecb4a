package org.socius.reporting.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a figure is asked for.
 *
 * @param from first day of the period, null for no limit; {@code to} the last one
 * @param asOf what had happened by the end of this day
 * @param knownAt only what was recorded up to this instant, null for everything
 * @param filters values of one dimension mean or, dimensions mean and
 */
record ReportQuery(
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        LocalDate asOf,
        @Nullable Instant knownAt,
        Map<Dimension, List<String>> filters) {

    ReportQuery {
        filters = Map.copyOf(filters);
    }

    boolean hasPeriod() {
        return from != null || to != null;
    }

    boolean contains(LocalDate day) {
        return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
    }

    ReportQuery during(@Nullable LocalDate first, @Nullable LocalDate last) {
        return new ReportQuery(first, last, asOf, knownAt, filters);
    }

    ReportQuery with(Dimension dimension, List<String> values) {
        Map<Dimension, List<String>> changed = new EnumMap<>(Dimension.class);
        changed.putAll(filters);
        changed.put(dimension, values);
        return new ReportQuery(from, to, asOf, knownAt, changed);
    }

    boolean matches(Counted counted) {
        for (Map.Entry<Dimension, List<String>> filter : filters.entrySet()) {
            Dimension dimension = filter.getKey();
            if (counted instanceof Counted.OfCountry
                    && dimension != Dimension.COUNTRY
                    && dimension != Dimension.REGION) {
                continue;
            }
            Set<String> found = counted.values(dimension);
            if (found.isEmpty()
                    ? !filter.getValue().contains(Dimension.NOT_RECORDED)
                    : found.stream().noneMatch(value -> allows(dimension, value))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a value of a dimension passes its filter; without one every value does. */
    boolean allows(Dimension dimension, String value) {
        List<String> asked = filters.get(dimension);
        return asked == null || asked.stream().anyMatch(one -> dimension.covers(one, value));
    }
}
