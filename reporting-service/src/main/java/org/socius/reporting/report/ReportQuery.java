package org.socius.reporting.report;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.reference.CodeList;
import org.socius.contracts.reference.Countries;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.Callers;
import org.socius.platform.web.ListQuery;
import org.socius.reporting.asked.Asked;
import org.socius.reporting.asked.Questions;
import org.socius.reporting.facts.ActionFacts;

/**
 * What a figure is asked for.
 *
 * @param filters values of one dimension mean or, dimensions mean and
 * @param whole whether the reader may tell inner states apart; others filter by the states of
 *     public actions only, and nobody learns from a figure what a list would not show
 */
record ReportQuery(Asked asked, Map<Dimension, List<String>> filters, boolean whole) {

    private static final List<Dimension> FILTERS =
            List.of(
                    Dimension.COUNTRY,
                    Dimension.REGION,
                    Dimension.THEME,
                    Dimension.TYPE_OF_ASSISTANCE,
                    Dimension.INSTITUTION,
                    Dimension.EXPERT_COUNTRY,
                    Dimension.STATUS,
                    Dimension.SDG);

    /** Asked by somebody who may tell inner states apart. */
    ReportQuery(Asked asked, Map<Dimension, List<String>> filters) {
        this(asked, filters, true);
    }

    ReportQuery {
        filters = Map.copyOf(filters);
    }

    /** The names of the filters that every report takes. */
    static List<String> filterNames() {
        return FILTERS.stream().map(Dimension::parameter).toList();
    }

    /**
     * What is asked for.
     *
     * @param open whether anybody may read the answer; else partners are asked the figures of their
     *     own institution
     * @throws Rejection.InvalidParameter for a value that the dimension cannot have
     */
    static ReportQuery of(boolean open, Questions.Opened opened, ListQuery query) {
        Map<Dimension, List<String>> filters = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            List<String> values = query.values(dimension.parameter());
            if (!values.isEmpty()) {
                values.forEach(value -> check(dimension, value));
                filters.put(dimension, values);
            }
        }
        filters.computeIfPresent(
                Dimension.INSTITUTION, (_, ids) -> List.copyOf(opened.today().recordsOf(ids)));
        Actor caller = Callers.current();
        if (!open && !Records.isStaff(caller)) {
            Set<String> own = Records.own(opened, caller);
            filters.merge(
                    Dimension.INSTITUTION,
                    List.copyOf(own),
                    (ids, _) -> ids.stream().filter(own::contains).toList());
        }
        return new ReportQuery(opened.asked(), filters, !open || Records.isStaff(caller));
    }

    private static void check(Dimension dimension, String value) {
        boolean fine =
                value.equals(Dimension.NOT_RECORDED)
                        || switch (dimension) {
                            case COUNTRY, EXPERT_COUNTRY, MEMBER_STATE, HOST_COUNTRY ->
                                    value.matches("[A-Z]{2}");
                            case STEP ->
                                    Arrays.stream(Step.values())
                                            .anyMatch(one -> one.code().equals(value));
                            case FINDING ->
                                    Arrays.stream(Finding.values())
                                            .anyMatch(one -> one.code().equals(value));
                            case MARKER ->
                                    value.indexOf(':') > 0
                                            && CodeList.MARKERS.contains(
                                                    value.substring(0, value.indexOf(':')))
                                            && Counted.SCORES.contains(
                                                    value.substring(value.indexOf(':') + 1));
                            case THEME -> CodeList.THEMES.find(value).isPresent();
                            case TYPE_OF_ASSISTANCE ->
                                    CodeList.TYPES_OF_ASSISTANCE.find(value).isPresent();
                            case STATUS -> value.matches("[A-Z]+(_[A-Z]+)*");
                            case SDG -> value.matches("\\d{1,2}(\\.[0-9a-z]{1,2})?");
                            case REGION ->
                                    Countries.all().stream()
                                            .anyMatch(one -> one.region().equals(value));
                            case INSTITUTION, TYPE, MODALITY, CHAIN -> !value.isBlank();
                        };
        if (!fine) {
            throw new Rejection.InvalidParameter(
                    dimension.parameter(), "This is no value of " + dimension.parameter() + ".");
        }
    }

    ReportQuery during(@Nullable LocalDate first, @Nullable LocalDate last) {
        return new ReportQuery(asked.during(first, last), filters, whole);
    }

    ReportQuery with(Dimension dimension, List<String> values) {
        Map<Dimension, List<String>> changed = new EnumMap<>(Dimension.class);
        changed.putAll(filters);
        changed.put(dimension, values);
        return new ReportQuery(asked, changed, whole);
    }

    boolean matches(Counted counted) {
        for (Map.Entry<Dimension, List<String>> filter : filters.entrySet()) {
            Dimension dimension = filter.getKey();
            if (counted instanceof Counted.OfCountry
                    && dimension != Dimension.COUNTRY
                    && dimension != Dimension.REGION) {
                continue;
            }
            Collection<String> found =
                    whole ? counted.values(dimension) : inPublic(counted, dimension);
            if (found.isEmpty()
                    ? !filter.getValue().contains(Dimension.NOT_RECORDED)
                    : !allowsAny(dimension, found)) {
                return false;
            }
        }
        return true;
    }

    private static Collection<String> inPublic(Counted counted, Dimension dimension) {
        if (dimension == Dimension.STATUS) {
            return counted.action()
                    .filter(ActionFacts::isOpen)
                    .<Collection<String>>map(action -> Set.of(action.status()))
                    .orElse(Set.of());
        }
        boolean kept =
                dimension == Dimension.INSTITUTION
                        && counted instanceof Counted.OfRequest
                        && counted.action().filter(ActionFacts::isOpen).isEmpty();
        return kept ? Set.of() : counted.values(dimension);
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
