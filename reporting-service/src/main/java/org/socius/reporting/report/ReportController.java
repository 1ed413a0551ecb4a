package org.socius.reporting.report;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.contracts.reference.CodeList;
import org.socius.contracts.reference.Countries;
import org.socius.contracts.reference.Countries.Country;
import org.socius.contracts.reference.MemberStates;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.Callers;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.reporting.asked.Asked;
import org.socius.reporting.asked.Meta;
import org.socius.reporting.asked.Questions;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.Situation;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tables of figures and the records behind each cell. */
@RestController
@RequestMapping("/api/v1/reports")
class ReportController {

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

    private final Questions questions;

    ReportController(Questions questions) {
        this.questions = questions;
    }

    @GetMapping("/{name}")
    Map<String, @Nullable Object> table(@PathVariable String name, HttpServletRequest http) {
        Table table = table(name);
        ListQuery asked = ListQuery.unpaged(http, parameters(table, false));
        Questions.Opened opened = questions.open(asked);
        Situation situation = opened.situation();
        ReportQuery query = query(table, opened, asked);
        Figures figures = new Figures(situation, query);
        Published published = Published.in(situation, Records.isStaff(Callers.current()));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        switch (table) {
            case OVERVIEW -> {
                for (Measure measure : table.measures()) {
                    body.put(measure.field(), Figures.shown(figures.total(measure)));
                }
                body.put("published", published.figures());
            }
            case PUBLISHED_VS_COMPUTED -> {
                body.put("rows", compared(published, situation, query));
                body.put("totals", Map.of());
            }
            case ACTIONS_BY_COUNTRY,
                    ACTIONS_BY_THEME,
                    ACTIONS_BY_TYPE_OF_ASSISTANCE,
                    THEME_TYPE_MATRIX,
                    THEME_COUNTRY_MATRIX,
                    ACTIVITIES_BY_TYPE,
                    WORKING_DAYS_BY_MEMBER_STATE,
                    EXPERTS_BY_MEMBER_STATE,
                    REQUESTS_BY_STATE -> {
                body.put("rows", rows(table, figures, query));
                Map<String, Number> totals = new LinkedHashMap<>();
                for (Measure measure : table.measures()) {
                    totals.put(measure.field(), Figures.shown(figures.total(measure)));
                }
                body.put("totals", totals);
                if (table == Table.THEME_COUNTRY_MATRIX) {
                    body.put("stated", published.mentions());
                }
            }
        }
        body.put("definition", definition(table));
        body.put("meta", opened.meta(figures.withoutDate(table.measures().getFirst())));
        return body;
    }

    @GetMapping("/{name}/records")
    ResponseEntity<Meta.OfPage<Map<String, @Nullable Object>>> records(
            @PathVariable String name, HttpServletRequest http) {
        Table table = table(name);
        ListQuery asked =
                ListQuery.of(http, Set.of(), parameters(table, true).toArray(String[]::new));
        Questions.Opened opened = questions.open(asked);
        ReportQuery query = query(table, opened, asked);
        Measure measure = table.measures().get(0);
        String metric = asked.value("metric");
        if (metric != null) {
            Published.Figure figure =
                    Published.in(opened.situation(), Records.isStaff(Callers.current()))
                            .figures()
                            .stream()
                            .filter(one -> one.metric().equals(metric))
                            .filter(one -> one.measure().isPresent())
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new Rejection.InvalidParameter(
                                                    "metric",
                                                    "Nothing is computed for this metric."));
            measure = figure.measure().orElseThrow();
        }
        String wanted = asked.value("measure");
        if (wanted != null) {
            measure =
                    Measure.named(wanted)
                            .filter(table.measures()::contains)
                            .orElseThrow(
                                    () ->
                                            new Rejection.InvalidParameter(
                                                    "measure",
                                                    "One of "
                                                            + table.measures().stream()
                                                                    .map(Measure::field)
                                                                    .toList()
                                                            + " is expected."));
        }
        Situation situation = opened.situation();
        Figures figures = new Figures(situation, query);
        Measure shown = measure;
        Records records = new Records(opened, Callers.current());
        Page<Map<String, @Nullable Object>> page =
                Page.cut(figures.records(measure), asked)
                        .map(behind -> records.shown(shown, behind));
        return new Meta.OfPage<>(page, opened.meta(figures.withoutDate(measure))).answer(asked);
    }

    private static Table table(String name) {
        Table table = Table.named(name).orElseThrow(Rejection.NotFound::new);
        Actor caller = Callers.current();
        if (!table.isPublic() && caller.isAnonymous()) {
            throw new Rejection.Unauthenticated();
        }
        if (!table.isPublic() && !Records.isStaff(caller) && !isPartner(caller)) {
            throw new Rejection.Forbidden(Roles.STAFF);
        }
        return table;
    }

    private static boolean isPartner(Actor caller) {
        return caller.hasAny(Set.of(Roles.PARTNER_DRAFTER, Roles.PARTNER_SIGNATORY));
    }

    private static List<String> parameters(Table table, boolean records) {
        List<String> parameters = new ArrayList<>(Asked.PARAMETERS);
        FILTERS.forEach(filter -> parameters.add(filter.parameter()));
        if (records) {
            parameters.add("measure");
            table.dimensions().forEach(dimension -> parameters.add(dimension.parameter()));
            if (table == Table.PUBLISHED_VS_COMPUTED) {
                parameters.add("metric");
            }
        }
        return parameters.stream().distinct().toList();
    }

    /** Of a table that is not public, partners are asked their own institution's figures. */
    private static ReportQuery query(Table table, Questions.Opened opened, ListQuery query) {
        Map<Dimension, List<String>> filters = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            List<String> values = query.values(dimension.parameter());
            if (!values.isEmpty()) {
                values.forEach(value -> check(dimension, value));
                filters.put(dimension, values);
            }
        }
        filters.computeIfPresent(
                Dimension.INSTITUTION,
                (_, ids) -> ids.stream().map(opened.situation()::standingFor).toList());
        Actor caller = Callers.current();
        if (!table.isPublic() && !Records.isStaff(caller)) {
            Set<String> own = Records.own(opened, caller);
            filters.merge(
                    Dimension.INSTITUTION,
                    List.copyOf(own),
                    (ids, _) -> ids.stream().filter(own::contains).toList());
        }
        return new ReportQuery(opened.asked(), filters);
    }

    private static void check(Dimension dimension, String value) {
        boolean fine =
                value.equals(Dimension.NOT_RECORDED)
                        || switch (dimension) {
                            case COUNTRY, EXPERT_COUNTRY, MEMBER_STATE -> value.matches("[A-Z]{2}");
                            case THEME -> CodeList.THEMES.find(value).isPresent();
                            case TYPE_OF_ASSISTANCE ->
                                    CodeList.TYPES_OF_ASSISTANCE.find(value).isPresent();
                            case STATUS -> value.matches("[A-Z]+(_[A-Z]+)*");
                            case SDG -> value.matches("\\d{1,2}(\\.[0-9a-z]{1,2})?");
                            case REGION ->
                                    Countries.all().stream()
                                            .anyMatch(one -> one.region().equals(value));
                            case INSTITUTION, TYPE, MODALITY -> !value.isBlank();
                        };
        if (!fine) {
            throw new Rejection.InvalidParameter(
                    dimension.parameter(), "This is no value of " + dimension.parameter() + ".");
        }
    }

    static List<Map<String, @Nullable Object>> rows(
            Table table, Figures figures, ReportQuery query) {
        List<Figures.Row> rows = new ArrayList<>(figures.rows(table));
        if (table == Table.ACTIONS_BY_TYPE_OF_ASSISTANCE) {
            addEmptyTypes(rows, table, query);
        }
        Map<@Nullable String, Span> spans =
                table == Table.ACTIONS_BY_COUNTRY ? spans(figures) : Map.of();
        List<Map<String, @Nullable Object>> shown = new ArrayList<>();
        Map<String, LocalDate> newest = newest(table, figures);
        for (Figures.Row row : rows) {
            Map<String, @Nullable Object> line = Figures.named(table, row);
            describe(table, line, newest);
            row.values()
                    .forEach((measure, value) -> line.put(measure.field(), Figures.shown(value)));
            if (table == Table.ACTIONS_BY_COUNTRY) {
                Span span = spans.get((String) line.get(Dimension.COUNTRY.parameter()));
                line.put("firstDate", span == null ? null : span.first());
                line.put("lastDate", span == null ? null : span.last());
            }
            shown.add(line);
        }
        return shown;
    }

    /** From the earliest start to the latest end that are recorded; null where none is. */
    private record Span(@Nullable LocalDate first, @Nullable LocalDate last) {

        Span with(ActionFacts action) {
            return new Span(pick(first, action.start(), true), pick(last, action.end(), false));
        }

        private static @Nullable LocalDate pick(
                @Nullable LocalDate one, @Nullable LocalDate other, boolean earlier) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return one.isBefore(other) == earlier ? one : other;
        }
    }

    private static Map<@Nullable String, Span> spans(Figures figures) {
        Map<@Nullable String, Span> spans = new HashMap<>();
        for (Figures.Behind behind : figures.records(Measure.ACTIONS)) {
            for (Counted counted : behind.sources()) {
                counted.action()
                        .ifPresent(
                                action -> {
                                    Collection<String> countries =
                                            counted.values(Dimension.COUNTRY);
                                    List<@Nullable String> places = new ArrayList<>(countries);
                                    if (places.isEmpty()) {
                                        places.add(null);
                                    }
                                    for (@Nullable String place : places) {
                                        spans.put(
                                                place,
                                                spans.getOrDefault(place, new Span(null, null))
                                                        .with(action));
                                    }
                                });
            }
        }
        return spans;
    }

    /** The types in use are shown even where nothing is counted. */
    private static void addEmptyTypes(List<Figures.Row> rows, Table table, ReportQuery query) {
        Set<@Nullable String> there = new HashSet<>();
        rows.forEach(row -> there.add(row.place().get(0)));
        int index = 0;
        for (CodeList.Entry entry : CodeList.TYPES_OF_ASSISTANCE.entries()) {
            if (entry.active()
                    && !there.contains(entry.code())
                    && query.allows(Dimension.TYPE_OF_ASSISTANCE, entry.code())) {
                Map<Measure, Double> nothing = new EnumMap<>(Measure.class);
                table.measures().forEach(measure -> nothing.put(measure, 0.0));
                rows.add(
                        Math.min(index, rows.size()),
                        new Figures.Row(List.of(entry.code()), nothing));
            }
            index++;
        }
    }

    /**
     * The last day that counts in each country's row: on that day it is, or is no longer, a Member
     * State (R71).
     */
    private static Map<String, LocalDate> newest(Table table, Figures figures) {
        Map<String, LocalDate> newest = new HashMap<>();
        if (!table.dimensions().contains(Dimension.MEMBER_STATE)) {
            return newest;
        }
        for (Measure measure : table.measures()) {
            for (Figures.Behind behind : figures.records(measure)) {
                for (Counted counted : behind.sources()) {
                    LocalDate day = counted.date();
                    if (day != null) {
                        counted.values(Dimension.MEMBER_STATE)
                                .forEach(
                                        country ->
                                                newest.merge(
                                                        country,
                                                        day,
                                                        (a, b) -> a.isBefore(b) ? b : a));
                    }
                }
            }
        }
        return newest;
    }

    private static void describe(
            Table table, Map<String, @Nullable Object> line, Map<String, LocalDate> newest) {
        for (Dimension dimension : table.dimensions()) {
            String value = (String) line.get(dimension.parameter());
            switch (dimension) {
                case COUNTRY -> {
                    Optional<Country> country =
                            value == null ? Optional.empty() : Countries.find(value);
                    line.put("countryName", country.map(Country::name).orElse(null));
                    line.put("region", country.map(Country::region).orElse(null));
                }
                case THEME -> line.put("themeLabel", label(CodeList.THEMES, value));
                case TYPE_OF_ASSISTANCE -> {
                    line.put("label", label(CodeList.TYPES_OF_ASSISTANCE, value));
                    if ("TA-INS".equals(value) || "TA-IRP".equals(value)) {
                        line.put("group", "institutional");
                    }
                }
                case MEMBER_STATE -> {
                    line.put(
                            "name",
                            value == null
                                    ? null
                                    : MemberStates.find(value)
                                            .map(MemberStates.MemberState::name)
                                            .or(() -> Countries.find(value).map(Country::name))
                                            .orElse(value));
                    LocalDate day = value == null ? null : newest.get(value);
                    line.put(
                            "memberOfTheUnion",
                            value != null && day != null && MemberStates.isMember(value, day));
                }
                case TYPE -> line.put("label", label(CodeList.ACTIVITY_TYPES, value));
                case REGION, INSTITUTION, EXPERT_COUNTRY, STATUS, SDG, MODALITY -> {}
            }
        }
    }

    private static @Nullable String label(CodeList list, @Nullable String code) {
        return code == null ? null : list.find(code).map(CodeList.Entry::label).orElse(code);
    }

    private static List<Map<String, @Nullable Object>> compared(
            Published published, Situation situation, ReportQuery query) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        Figures figures = new Figures(situation, query);
        for (Published.Figure figure : published.figures()) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("metric", figure.metric());
            row.put("published", figure.value());
            row.put("unit", figure.unit());
            row.put("comparison", figure.comparison());
            row.put("period", figure.period());
            row.put("scope", figure.scope());
            row.put("attributedTo", figure.attributedTo());
            row.put("source", figure.source());
            row.put("recordId", figure.recordId());
            row.put("measure", figure.measure().map(Measure::field).orElse(null));
            row.put("computed", null);
            figure.measure()
                    .ifPresent(
                            measure -> {
                                double computed = figures.total(measure);
                                row.put("computed", Figures.shown(computed));
                                row.put(
                                        "difference",
                                        Figures.shown(computed - figure.value().doubleValue()));
                                if (figure.period() != null) {
                                    Figures then =
                                            new Figures(
                                                    situation,
                                                    query.during(figure.from(), figure.to()));
                                    row.put("computedInPeriod", Figures.shown(then.total(measure)));
                                    row.put("withoutDateInPeriod", then.withoutDate(measure));
                                }
                            });
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, String> definition(Table table) {
        Map<String, String> definition = new LinkedHashMap<>();
        for (Measure measure : table.measures()) {
            definition.put(measure.field(), measure.definition());
        }
        if (table == Table.PUBLISHED_VS_COMPUTED) {
            definition.put(
                    "computed",
                    "The same kind of figure computed from what is recorded here, as asked for;"
                            + " computedInPeriod for the period the source states, where records"
                            + " without a date (withoutDateInPeriod) are left out.");
            definition.put("difference", "computed minus published.");
        }
        if (table == Table.THEME_COUNTRY_MATRIX) {
            definition.put(
                    "stated",
                    "Theme and country as the facility has named them together in public; not"
                            + " computed (R113).");
        }
        return definition;
    }
}
