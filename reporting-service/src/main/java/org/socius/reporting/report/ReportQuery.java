package org.socius.reporting.report;

import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.reporting.asked.Asked;

/**
 * What a figure is asked for.
 *
 * @param filters values of one dimension mean or, dimensions mean and
 */
record ReportQuery(Asked asked, Map<Dimension, List<String>> filters) {

    ReportQuery {
        filters = Map.copyOf(filters);
    }

    ReportQuery during(@Nullable LocalDate first, @Nullable LocalDate last) {
        return new ReportQuery(asked.during(first, last), filters);
    }

    ReportQuery with(Dimension dimension, List<String> values) {
        Map<Dimension, List<String>> changed = new EnumMap<>(Dimension.class);
        changed.putAll(filters);
        changed.put(dimension, values);
        return new ReportQuery(asked, changed);
    }

    boolean matches(Counted counted) {
        for (Map.Entry<Dimension, List<String>> filter : filters.entrySet()) {
            Dimension dimension = filter.getKey();
            if (counted instanceof Counted.OfCountry
                    && dimension != Dimension.COUNTRY
                    && dimension != Dimension.REGION) {
                continue;
            }
            Collection<String> found = counted.values(dimension);
            if (found.isEmpty()
                    ? !filter.getValue().contains(Dimension.NOT_RECORDED)
                    : !allowsAny(dimension, found)) {
                return false;
            }
        }
        return true;
    }

    private boolean allowsAny(Dimension dimension, Collection<String> values) {
        for (String value : values) {
            if (allows(dimension, value)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a value of a dimension passes its filter; without one every value does. */
    boolean allows(Dimension dimension, String value) {
        List<String> wanted = filters.get(dimension);
        if (wanted == null) {
            return true;
        }
        for (String one : wanted) {
            if (dimension.covers(one, value)) {
                return true;
            }
        }
        return false;
    }
}
