package org.socius.reporting.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.reference.Countries;
import org.socius.reporting.facts.Situation;

/**
 * Computes cells and the records behind them. Nothing is added up beforehand: both are taken from
 * the same situation by the same rules, so a cell equals its records.
 */
final class Figures {

    private final Situation situation;
    private final ReportQuery query;

    Figures(Situation situation, ReportQuery query) {
        this.situation = situation;
        this.query = query;
    }

    /**
     * A line of a table.
     *
     * @param place value by dimension of the table, null for not recorded
     */
    record Row(List<@Nullable String> place, Map<Measure, Double> values) {}

    /**
     * A record behind a figure.
     *
     * @param key distinct among the records of the figure
     * @param sources what has this key: several for a country, an institution or an expert
     */
    record Behind(String key, List<Counted> sources) {}

    /** Every cell that is not empty, ordered by place. */
    List<Row> rows(Table table) {
        Map<List<@Nullable String>, Map<Measure, Double>> cells = new HashMap<>();
        for (Measure measure : table.measures()) {
            Map<List<@Nullable String>, Map<String, Double>> found = new HashMap<>();
            for (Counted counted : counted(measure)) {
                for (List<@Nullable String> place : places(table.dimensions(), counted)) {
                    Map<String, Double> cell = found.computeIfAbsent(place, p -> new HashMap<>());
                    for (String key : keys(measure, counted)) {
                        cell.put(key, measure.weight(counted));
                    }
                }
            }
            found.forEach(
                    (place, cell) ->
                            cells.computeIfAbsent(place, p -> new EnumMap<>(Measure.class))
                                    .put(measure, sum(cell)));
        }
        List<Row> rows = new ArrayList<>();
        cells.forEach(
                (place, values) -> {
                    if (values.values().stream().anyMatch(value -> value != 0)) {
                        table.measures().forEach(measure -> values.putIfAbsent(measure, 0.0));
                        rows.add(new Row(place, values));
                    }
                });
        rows.sort(Comparator.comparing(row -> sortable(row.place())));
        return rows;
    }

    /** What the cells of a table are made of, by place. */
    Map<List<@Nullable String>, List<Counted>> sources(Table table, Measure measure) {
        Map<List<@Nullable String>, List<Counted>> found = new HashMap<>();
        for (Counted counted : counted(measure)) {
            for (List<@Nullable String> place : places(table.dimensions(), counted)) {
                found.computeIfAbsent(place, p -> new ArrayList<>()).add(counted);
            }
        }
        return found;
    }

    /** Whether the filters let something through, whatever its day. */
    boolean selects(Counted counted) {
        return query.matches(counted);
    }

    /** A figure over everything that the query selects; nothing counts twice. */
    double total(Measure measure) {
        Map<String, Double> cell = new HashMap<>();
        for (Counted counted : counted(measure)) {
            for (String key : keys(measure, counted)) {
                cell.put(key, measure.weight(counted));
            }
        }
        return sum(cell);
    }

    /** The records behind a figure, in a stable order. */
    List<Behind> records(Measure measure) {
        Map<String, List<Counted>> found = new TreeMap<>();
        for (Counted counted : counted(measure)) {
            for (String key : keys(measure, counted)) {
                found.computeIfAbsent(key, k -> new ArrayList<>()).add(counted);
            }
        }
        List<Behind> records = new ArrayList<>();
        found.forEach((key, sources) -> records.add(new Behind(key, sources)));
        return records;
    }

    /** How many records were left out because a period was asked for and they have no date. */
    int withoutDate(Measure measure) {
        if (!query.asked().hasPeriod()) {
            return 0;
        }
        Set<String> left = new HashSet<>();
        for (Counted counted : measure.candidates(situation, query.asked().asOf())) {
            if (!(counted instanceof Counted.OfCountry)
                    && counted.date() == null
                    && query.matches(counted)) {
                left.addAll(keys(measure, counted));
            }
        }
        return left.size();
    }

    private List<Counted> counted(Measure measure) {
        return measure.candidates(situation, query.asked().asOf()).stream()
                .filter(this::inPeriod)
                .filter(query::matches)
                .toList();
    }

    private boolean inPeriod(Counted counted) {
        if (counted instanceof Counted.OfCountry || !query.asked().hasPeriod()) {
            return true;
        }
        LocalDate date = counted.date();
        return date != null && query.asked().contains(date);
    }

    private Collection<String> keys(Measure measure, Counted counted) {
        Collection<String> keys = measure.keys(counted);
        if (measure != Measure.COUNTRIES) {
            return keys;
        }
        Set<String> allowed = new TreeSet<>();
        for (String country : keys) {
            if (query.allows(Dimension.COUNTRY, country) && regionAllowed(country)) {
                allowed.add(country);
            }
        }
        return allowed;
    }

    private boolean regionAllowed(String country) {
        return Countries.find(country)
                .map(found -> query.allows(Dimension.REGION, found.region()))
                .orElse(true);
    }

    private List<List<@Nullable String>> places(List<Dimension> dimensions, Counted counted) {
        List<List<@Nullable String>> places = new ArrayList<>();
        places.add(List.of());
        for (Dimension dimension : dimensions) {
            List<List<@Nullable String>> longer = new ArrayList<>();
            for (List<@Nullable String> place : places) {
                for (@Nullable String value : values(dimension, counted)) {
                    List<@Nullable String> next = new ArrayList<>(place);
                    next.add(value);
                    longer.add(next);
                }
            }
            places = longer;
        }
        return places;
    }

    private List<@Nullable String> values(Dimension dimension, Counted counted) {
        Collection<String> found = counted.values(dimension);
        List<@Nullable String> values = new ArrayList<>();
        if (found.isEmpty()) {
            values.add(null);
            return values;
        }
        for (String value : found) {
            if (query.allows(dimension, value)
                    && (dimension != Dimension.COUNTRY || regionAllowed(value))) {
                values.add(value);
            }
        }
        return values;
    }

    private static double sum(Map<String, Double> cell) {
        return cell.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static String sortable(List<@Nullable String> place) {
        StringBuilder text = new StringBuilder();
        for (String value : place) {
            text.append(value == null ? "\uffff" : value).append('\u0000');
        }
        return text.toString();
    }

    /** A figure as it is shown: whole numbers without a fraction, others to four decimals. */
    static Number shown(double value) {
        if (value == Math.rint(value)) {
            return (long) value;
        }
        double rounded =
                BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_EVEN).doubleValue();
        return rounded == Math.rint(rounded) ? (Number) (long) rounded : (Number) rounded;
    }

    /** The dimensions of a row by name. */
    static Map<String, @Nullable Object> named(Table table, Row row) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (int i = 0; i < table.dimensions().size(); i++) {
            named.put(table.dimensions().get(i).parameter(), row.place().get(i));
        }
        return named;
    }
}
