package org.socius.reporting.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.reference.CodeList;
import org.socius.contracts.reference.Countries;
import org.socius.contracts.reference.Countries.Country;
import org.socius.contracts.reference.MemberStates;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.ApplicationFacts;
import org.socius.reporting.facts.Situation;
import org.socius.reporting.report.Counted.OfAnswer;
import org.socius.reporting.report.Counted.OfCall;
import org.socius.reporting.report.Counted.OfEvaluation;
import org.socius.reporting.report.Counted.OfStep;

/**
 * The rows of a table as they are shown: places with their labels, figures, and what adds to them.
 */
final class Rows {

    private final Table table;
    private final Situation situation;
    private final Predicate<ActionFacts> isOpen;
    private final ReportQuery query;
    private final Figures figures;

    /**
     * @param isOpen which actions the public may see
     */
    Rows(
            Table table,
            Situation situation,
            Predicate<ActionFacts> isOpen,
            ReportQuery query,
            Figures figures) {
        this.table = table;
        this.situation = situation;
        this.isOpen = isOpen;
        this.query = query;
        this.figures = figures;
    }

    List<Map<String, @Nullable Object>> shown() {
        List<Figures.Row> rows = new ArrayList<>(figures.rows(table));
        switch (table) {
            case ACTIONS_BY_TYPE_OF_ASSISTANCE -> addEmptyTypes(rows);
            case STEP_DURATIONS -> allSteps(rows);
            default -> {}
        }
        Map<String, LocalDate> newest = newest();
        Function<Figures.Row, Map<String, @Nullable Object>> more = more();
        List<Map<String, @Nullable Object>> shown = new ArrayList<>();
        for (Figures.Row row : rows) {
            Map<String, @Nullable Object> line = Figures.named(table, row);
            describe(line, newest);
            row.values()
                    .forEach((measure, value) -> line.put(measure.field(), Figures.shown(value)));
            line.putAll(more.apply(row));
            shown.add(line);
        }
        return shown;
    }

    /** What a row of the table says besides its figures. */
    private Function<Figures.Row, Map<String, @Nullable Object>> more() {
        return switch (table) {
            case ACTIONS_BY_COUNTRY -> spans();
            case FOLLOW_UP_CHAINS -> chains();
            case CALLS_BY_STATE -> calls();
            case STEP_DURATIONS -> durations();
            case SATISFACTION -> satisfaction();
            default -> _ -> Map.of();
        };
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

    private Function<Figures.Row, Map<String, @Nullable Object>> spans() {
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
        return row -> {
            Span span = spans.get(row.place().get(0));
            Map<String, @Nullable Object> dates = new LinkedHashMap<>();
            dates.put("firstDate", span == null ? null : span.first());
            dates.put("lastDate", span == null ? null : span.last());
            return dates;
        };
    }

    /** The types in use are shown even where nothing is counted. */
    private void addEmptyTypes(List<Figures.Row> rows) {
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
    private Map<String, LocalDate> newest() {
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

    private void describe(Map<String, @Nullable Object> line, Map<String, LocalDate> newest) {
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
                    line.put("name", nameOfCountry(value));
                    LocalDate day = value == null ? null : newest.get(value);
                    line.put(
                            "memberOfTheUnion",
                            value != null && day != null && MemberStates.isMember(value, day));
                }
                case TYPE -> line.put("label", label(CodeList.ACTIVITY_TYPES, value));
                case HOST_COUNTRY -> line.put("countryName", nameOfCountry(value));
                case MARKER -> {
                    String mark = value == null ? null : value.substring(0, value.indexOf(':'));
                    line.put("label", label(CodeList.MARKERS, mark));
                    line.put(
                            "score",
                            value == null ? null : value.substring(value.indexOf(':') + 1));
                }
                case STEP ->
                        line.put(
                                "label",
                                Arrays.stream(Step.values())
                                        .filter(one -> one.code().equals(value))
                                        .map(Step::label)
                                        .findFirst()
                                        .orElse(null));
                case FINDING ->
                        line.put(
                                "label",
                                Arrays.stream(Finding.values())
                                        .filter(one -> one.code().equals(value))
                                        .map(Finding::label)
                                        .findFirst()
                                        .orElse(null));
                case SDG -> line.put("goal", value == null ? null : value.split("\\.")[0]);
                case REGION, INSTITUTION, EXPERT_COUNTRY, STATUS, MODALITY, CHAIN -> {}
            }
        }
    }

    private static @Nullable String label(CodeList list, @Nullable String code) {
        return code == null ? null : list.find(code).map(CodeList.Entry::label).orElse(code);
    }

    private static @Nullable String nameOfCountry(@Nullable String code) {
        return code == null
                ? null
                : MemberStates.find(code)
                        .map(MemberStates.MemberState::name)
                        .or(() -> Countries.find(code).map(Country::name))
                        .orElse(code);
    }

    /**
     * The actions of each chain, the first ones first; a title only where the public may see it.
     */
    private Function<Figures.Row, Map<String, @Nullable Object>> chains() {
        Map<List<@Nullable String>, List<Counted>> sources =
                figures.sources(table, Measure.CHAINED_ACTIONS);
        return row -> {
            List<Map<String, @Nullable Object>> actions = new ArrayList<>();
            sources.getOrDefault(row.place(), List.of()).stream()
                    .flatMap(one -> one.action().stream())
                    .sorted(
                            Comparator.comparing(
                                            ActionFacts::start,
                                            Comparator.nullsFirst(Comparator.naturalOrder()))
                                    .thenComparing(
                                            ActionFacts::reference,
                                            Comparator.nullsFirst(Comparator.naturalOrder())))
                    .forEach(action -> actions.add(link(action)));
            boolean known =
                    actions.stream()
                            .anyMatch(one -> row.place().get(0) != null && isFirst(one, row));
            return Map.of("chained", actions, "firstIsKnown", known);
        };
    }

    private static boolean isFirst(Map<String, @Nullable Object> link, Figures.Row row) {
        return row.place().get(0) != null
                && (row.place().get(0).equals(link.get("reference"))
                        || row.place().get(0).equals(link.get("id")));
    }

    private Map<String, @Nullable Object> link(ActionFacts action) {
        Map<String, @Nullable Object> link = new LinkedHashMap<>();
        link.put("reference", action.reference());
        link.put("id", action.reference() == null ? action.id() : null);
        link.put("country", action.countries().isEmpty() ? null : action.countries().get(0));
        link.put("title", isOpen.test(action) ? action.title() : null);
        link.put(
                "continues",
                situation
                        .predecessor(action)
                        .map(ActionFacts::reference)
                        .orElse(action.predecessor()));
        return link;
    }

    private Function<Figures.Row, Map<String, @Nullable Object>> calls() {
        Map<List<@Nullable String>, List<Counted>> sources = figures.sources(table, Measure.CALLS);
        Map<String, Long> applied =
                situation.applications().stream()
                        .collect(
                                Collectors.groupingBy(
                                        ApplicationFacts::callId, Collectors.counting()));
        return row -> {
            double positions = row.values().getOrDefault(Measure.POSITIONS, 0.0);
            double applications = 0;
            List<Long> open = new ArrayList<>();
            for (Counted one : sources.getOrDefault(row.place(), List.of())) {
                if (!(one instanceof OfCall call)) {
                    continue;
                }
                applications += applied.getOrDefault(call.facts().id(), 0L);
                if (call.facts().publishedOn() != null && call.facts().closedOn() != null) {
                    open.add(
                            new OfStep(
                                            Step.MOBILISATION,
                                            call.facts().id(),
                                            call,
                                            call.facts().publishedOn(),
                                            call.facts().closedOn())
                                    .days());
                }
            }
            Map<String, @Nullable Object> more = new LinkedHashMap<>();
            more.put(
                    "applicationsPerPosition",
                    positions == 0 ? null : Figures.shown(applications / positions));
            more.put("medianDaysOpen", quantile(open, 50));
            return more;
        };
    }

    private Function<Figures.Row, Map<String, @Nullable Object>> durations() {
        Map<List<@Nullable String>, List<Counted>> taken =
                figures.sources(table, Measure.STEPS_TAKEN);
        Map<String, List<Long>> waiting =
                Step.waiting(situation, query.asked().asOf()).stream()
                        .filter(figures::selects)
                        .collect(
                                Collectors.groupingBy(
                                        one -> one.step().code(),
                                        TreeMap::new,
                                        Collectors.mapping(OfStep::days, Collectors.toList())));
        return row -> {
            List<Long> days =
                    taken.getOrDefault(row.place(), List.of()).stream()
                            .map(one -> ((OfStep) one).days())
                            .toList();
            List<Long> open = waiting.getOrDefault(row.place().get(0), List.of());
            Map<String, @Nullable Object> more = new LinkedHashMap<>();
            more.put("medianDays", quantile(days, 50));
            more.put("percentile90Days", quantile(days, 90));
            more.put("longestDays", quantile(days, 100));
            more.put("waiting", open.size());
            more.put("longestWaitingDays", quantile(open, 100));
            return more;
        };
    }

    /**
     * By the nearest rank: the least value that so many per cent do not exceed; null of nothing.
     */
    static @Nullable Long quantile(Collection<Long> values, int percent) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.isEmpty()
                ? null
                : sorted.get(Math.max(0, Math.ceilDiv(percent * sorted.size(), 100) - 1));
    }

    /** Every step has its row, also where nobody took it. */
    private void allSteps(List<Figures.Row> rows) {
        Map<@Nullable String, Figures.Row> there = new HashMap<>();
        rows.forEach(row -> there.put(row.place().get(0), row));
        rows.clear();
        for (Step step : Step.values()) {
            Figures.Row row =
                    there.getOrDefault(
                            step.code(),
                            new Figures.Row(
                                    List.of(step.code()),
                                    new EnumMap<>(Map.of(Measure.STEPS_TAKEN, 0.0))));
            if (query.allows(Dimension.STEP, step.code())) {
                rows.add(row);
            }
        }
    }

    private Function<Figures.Row, Map<String, @Nullable Object>> satisfaction() {
        Map<List<@Nullable String>, List<Counted>> answers =
                figures.sources(table, Measure.ANSWERS);
        Map<List<@Nullable String>, List<Counted>> evaluations =
                figures.sources(table, Measure.EVALUATIONS);
        return row ->
                satisfaction(
                        answers.getOrDefault(row.place(), List.of()),
                        evaluations.getOrDefault(row.place(), List.of()));
    }

    /** The same over everything that is selected. */
    Map<String, @Nullable Object> satisfactionOfAll() {
        return satisfaction(sourcesOf(Measure.ANSWERS), sourcesOf(Measure.EVALUATIONS));
    }

    private List<Counted> sourcesOf(Measure measure) {
        return figures.records(measure).stream().flatMap(one -> one.sources().stream()).toList();
    }

    private static Map<String, @Nullable Object> satisfaction(
            List<Counted> answers, List<Counted> evaluations) {
        Map<String, List<ActionFacts.Answer>> byKind = new TreeMap<>();
        for (Counted one : answers) {
            if (one instanceof OfAnswer answer) {
                byKind.computeIfAbsent(answer.facts().kind(), k -> new ArrayList<>())
                        .add(answer.facts());
            }
        }
        Map<String, @Nullable Object> respondents = new LinkedHashMap<>();
        byKind.forEach((kind, its) -> respondents.put(kind, of(its)));
        List<Integer> criteria = new ArrayList<>();
        Map<String, Integer> levels = new TreeMap<>();
        for (Counted one : evaluations) {
            if (one instanceof OfEvaluation evaluation) {
                criteria.addAll(evaluation.facts().criteria().values());
                levels.merge(evaluation.facts().outcomeLevel(), 1, Integer::sum);
            }
        }
        Map<String, @Nullable Object> more = new LinkedHashMap<>();
        more.put("respondents", respondents);
        more.put("meanOfCriteria", mean(criteria));
        more.put("outcomeLevels", levels);
        return more;
    }

    private static Map<String, @Nullable Object> of(List<ActionFacts.Answer> answers) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("answers", answers.size());
        shown.put(
                "wouldRecommendPercent",
                percent(answers.stream().map(ActionFacts.Answer::wouldRecommend).toList()));
        shown.put(
                "wouldWorkAgainPercent",
                percent(answers.stream().map(ActionFacts.Answer::wouldWorkAgain).toList()));
        shown.put(
                "meanRating",
                mean(answers.stream().flatMap(one -> one.ratings().values().stream()).toList()));
        return shown;
    }

    /** Of those who said yes or no, how many said yes; null if nobody said anything. */
    private static @Nullable Number percent(List<@Nullable Boolean> said) {
        long yes = said.stream().filter(Boolean.TRUE::equals).count();
        long no = said.stream().filter(Boolean.FALSE::equals).count();
        return yes + no == 0 ? null : Figures.shown(Math.round(1000.0 * yes / (yes + no)) / 10.0);
    }

    private static @Nullable Number mean(Collection<Integer> values) {
        return values.isEmpty()
                ? null
                : Figures.shown(
                        Math.round(
                                        100.0
                                                * values.stream().mapToInt(Integer::intValue).sum()
                                                / values.size())
                                / 100.0);
    }

    /** The counting rule of each figure of a table, and of what its rows say besides. */
    static Map<String, String> definition(Table table) {
        Map<String, String> definition = new LinkedHashMap<>();
        for (Measure measure : table.measures()) {
            definition.put(measure.field(), measure.definition());
        }
        switch (table) {
            case PUBLISHED_VS_COMPUTED -> {
                definition.put(
                        "computed",
                        "The same kind of figure computed from what is recorded here, as asked for;"
                                + " computedInPeriod for the period the source states, where"
                                + " records without a date (withoutDateInPeriod) are left out.");
                definition.put("difference", "computed minus published.");
            }
            case THEME_COUNTRY_MATRIX ->
                    definition.put(
                            "stated",
                            "Theme and country as the facility has named them together in public;"
                                    + " not computed (R113).");
            case ANNUAL_REPORT -> {
                definition.put(
                        "previousYear",
                        "The same figure of the year before, as known now; difference is year minus"
                                + " previousYear.");
                definition.put(
                        "total",
                        "The same figure from the beginning to the end of the year; records without"
                                + " a date are left out, meta.withoutDate says how many actions.");
                definition.put(
                        "actionList",
                        "The actions counted in the year; workingDays are all that are recorded for"
                                + " an action so far.");
            }
            case FOLLOW_UP_CHAINS ->
                    definition.put(
                            "firstIsKnown",
                            "Whether the first action of the chain is among those counted; else"
                                    + " chain is what the source calls it.");
            case CALLS_BY_STATE -> {
                definition.put(
                        "applicationsPerPosition",
                        "Applications for the calls counted, whenever they came, divided by"
                                + " positions; null without positions.");
                definition.put(
                        "medianDaysOpen",
                        "Median of the calendar days from the first publication to the passed"
                                + " deadline, of the calls that are not open any more.");
            }
            case STEP_DURATIONS -> {
                definition.put(
                        "medianDays",
                        "Calendar days that half of the items did not exceed (nearest rank);"
                                + " percentile90Days: nine in ten; longestDays: all.");
                definition.put(
                        "waiting",
                        "Items that were begun and may still be ended, on the last day that counts,"
                                + " whatever the period; longestWaitingDays: since their begin.");
            }
            case SATISFACTION -> {
                definition.put(
                        "respondents",
                        "By who answered: answers; the share of yes among those who said yes or no;"
                                + " the mean of all ratings, 1 to 5.");
                definition.put(
                        "meanOfCriteria",
                        "The mean of all criteria of the evaluations, 1 to 4; outcomeLevels counts"
                                + " evaluations by the level reached.");
            }
            default -> {}
        }
        return definition;
    }
}
