package org.socius.reporting.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.socius.reporting.asked.Asked;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.ActivityFacts;
import org.socius.reporting.facts.ApplicationFacts;
import org.socius.reporting.facts.CallFacts;
import org.socius.reporting.facts.EligibilityFacts;
import org.socius.reporting.facts.InstitutionFacts;
import org.socius.reporting.facts.MobilisationFacts;
import org.socius.reporting.facts.RequestFacts;
import org.socius.reporting.facts.Situation;

/** R117 for any facts, filters and dates: a figure is exactly what its records say. */
class CellsEqualRecordsTest {

    private static final List<String> COUNTRIES = List.of("CO", "PE", "AM", "GH", "XK");
    private static final List<String> REGIONS = List.of("Latin America", "Sub-Saharan Africa");
    private static final List<String> THEMES = List.of("SI-COV", "SA-DIS", "LB-INF");
    private static final List<String> TYPES = List.of("TA-POL", "TA-LEG", "TA-INS");
    private static final List<String> EXPERTS = List.of("e1", "e2", "e3");
    private static final List<String> EMPLOYERS = List.of("IT", "ES", "GB", "MX");
    private static final LocalDate START = LocalDate.of(2026, 1, 1);

    @Property(tries = 300)
    void every_cell_equals_the_records_behind_it(
            @ForAll("situations") Situation situation, @ForAll("queries") ReportQuery query) {
        for (Table table : Table.values()) {
            Figures figures = new Figures(situation, query);
            for (Figures.Row row : figures.rows(table)) {
                ReportQuery cell = query;
                for (int i = 0; i < table.dimensions().size(); i++) {
                    String value = row.place().get(i);
                    cell =
                            cell.with(
                                    table.dimensions().get(i),
                                    List.of(value == null ? Dimension.NOT_RECORDED : value));
                }
                for (Measure measure : table.measures()) {
                    assertThat(recorded(situation, cell, measure))
                            .as("%s %s %s", table, measure, row.place())
                            .isEqualTo(row.values().get(measure));
                }
            }
        }
    }

    @Property(tries = 300)
    void every_total_equals_the_records_behind_it_and_no_cell_is_larger(
            @ForAll("situations") Situation situation, @ForAll("queries") ReportQuery query) {
        for (Table table : Table.values()) {
            Figures figures = new Figures(situation, query);
            for (Measure measure : table.measures()) {
                double total = figures.total(measure);
                assertThat(recorded(situation, query, measure)).isEqualTo(total);
                for (Figures.Row row : figures.rows(table)) {
                    assertThat(row.values().get(measure)).isLessThanOrEqualTo(total);
                }
            }
        }
    }

    @Property(tries = 200)
    void a_period_and_what_it_leaves_out_for_want_of_a_date_make_the_whole(
            @ForAll("situations") Situation situation) {
        ReportQuery all = new ReportQuery(new Asked(null, null, START, null), Map.of());
        ReportQuery ever = all.during(LocalDate.of(1900, 1, 1), LocalDate.of(2200, 1, 1));
        Figures within = new Figures(situation, ever);
        assertThat(within.total(Measure.ACTIONS) + within.withoutDate(Measure.ACTIONS))
                .isEqualTo(new Figures(situation, all).total(Measure.ACTIONS));
    }

    private static double recorded(Situation situation, ReportQuery query, Measure measure) {
        double sum = 0;
        for (Figures.Behind behind : new Figures(situation, query).records(measure)) {
            sum += measure.weight(behind.sources().get(0));
        }
        return sum;
    }

    @Provide
    Arbitrary<ReportQuery> queries() {
        Arbitrary<@Nullable LocalDate> day = days().injectNull(0.5);
        return Combinators.combine(
                        day,
                        day,
                        some(COUNTRIES),
                        some(REGIONS),
                        some(THEMES),
                        some(TYPES),
                        some(EMPLOYERS),
                        some(List.of("CLOSED", "APPROVED")))
                .as(
                        (from, to, countries, regions, themes, types, employers, statuses) -> {
                            Map<Dimension, List<String>> filters = new EnumMap<>(Dimension.class);
                            put(filters, Dimension.COUNTRY, countries);
                            put(filters, Dimension.REGION, regions);
                            put(filters, Dimension.THEME, themes);
                            put(filters, Dimension.TYPE_OF_ASSISTANCE, types);
                            put(filters, Dimension.EXPERT_COUNTRY, employers);
                            put(filters, Dimension.STATUS, statuses);
                            return new ReportQuery(new Asked(from, to, START, null), filters);
                        });
    }

    private static void put(
            Map<Dimension, List<String>> filters, Dimension dimension, List<String> values) {
        if (!values.isEmpty()) {
            filters.put(dimension, values);
        }
    }

    @Provide
    Arbitrary<Situation> situations() {
        return Combinators.combine(
                        actions().list().ofMaxSize(8),
                        requests().list().ofMaxSize(6),
                        mobilisations().list().ofMaxSize(8),
                        calls().list().ofMaxSize(4),
                        applications().list().ofMaxSize(6),
                        institutions().list().ofMaxSize(3))
                .as(
                        (actions, requests, mobilisations, calls, applications, institutions) -> {
                            List<ActionFacts> named = new ArrayList<>();
                            for (int i = 0; i < actions.size(); i++) {
                                named.add(actions.get(i).named("a" + i));
                            }
                            List<RequestFacts> asked = new ArrayList<>();
                            for (int i = 0; i < requests.size(); i++) {
                                asked.add(requests.get(i).named("r" + i));
                            }
                            List<MobilisationFacts> engaged = new ArrayList<>();
                            for (int i = 0; i < mobilisations.size(); i++) {
                                engaged.add(mobilisations.get(i).named("m" + i));
                            }
                            List<CallFacts> called = new ArrayList<>();
                            for (int i = 0; i < calls.size(); i++) {
                                called.add(calls.get(i).named("c" + i));
                            }
                            List<ApplicationFacts> applied = new ArrayList<>();
                            for (int i = 0; i < applications.size(); i++) {
                                applied.add(applications.get(i).named("p" + i));
                            }
                            List<InstitutionFacts> known = new ArrayList<>();
                            for (int i = 0; i < institutions.size(); i++) {
                                known.add(institutions.get(i).named("i" + i));
                            }
                            return new Situation(
                                    known,
                                    asked,
                                    named,
                                    engaged,
                                    called,
                                    applied,
                                    EligibilityFacts.DEFAULT,
                                    List.of());
                        });
    }

    /** Facts without their id. */
    @FunctionalInterface
    private interface Nameless<T> {
        T named(String id);
    }

    private static Arbitrary<Nameless<ActionFacts>> actions() {
        return Combinators.combine(
                        some(COUNTRIES),
                        some(THEMES),
                        some(TYPES),
                        Arbitraries.of("CLOSED", "APPROVED", "IN_DESIGN"),
                        Arbitraries.of(true, false),
                        days().injectNull(0.4),
                        activities().list().ofMaxSize(3),
                        more())
                .as(
                        (countries, themes, types, status, imported, day, activities, more) ->
                                id ->
                                        new ActionFacts(
                                                id,
                                                imported ? null : "2026-" + id,
                                                "r" + id.substring(1),
                                                "i" + countries.size(),
                                                Map.of(),
                                                null,
                                                countries,
                                                false,
                                                Map.of(),
                                                Map.of(),
                                                types,
                                                themes,
                                                more.goals(),
                                                List.of(),
                                                status,
                                                imported,
                                                imported ? null : day,
                                                null,
                                                imported ? day : null,
                                                null,
                                                activities,
                                                imported ? more.employers() : List.of(),
                                                Map.of(),
                                                null,
                                                false,
                                                more.predecessor(),
                                                more.predecessor() == null && imported,
                                                null,
                                                Map.of("gender", more.score()),
                                                more.answers(),
                                                more.evaluation()));
    }

    /** What an action says besides. */
    private record More(
            List<String> employers,
            List<String> goals,
            @Nullable String predecessor,
            int score,
            List<ActionFacts.Answer> answers,
            ActionFacts.@Nullable Evaluation evaluation) {}

    private static Arbitrary<More> more() {
        Arbitrary<ActionFacts.Answer> answer =
                Combinators.combine(Arbitraries.of("partner", "expert"), days())
                        .as(
                                (kind, day) ->
                                        new ActionFacts.Answer(
                                                1, kind, Map.of("overall", 4), true, null, day));
        Arbitrary<ActionFacts.Evaluation> evaluation =
                days().map(day -> new ActionFacts.Evaluation(Map.of("impact", 3), "output", day));
        return Combinators.combine(
                        some(EMPLOYERS),
                        some(List.of("1.3", "1.4", "8.5")),
                        Arbitraries.of("a0", "a1", "2026-a2", "elsewhere").injectNull(0.5),
                        Arbitraries.integers().between(0, 2),
                        answer.list().ofMaxSize(2),
                        evaluation.injectNull(0.5))
                .as(More::new);
    }

    private static Arbitrary<Nameless<CallFacts>> calls() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.of("OPEN", "FILLED", "CANCELLED"),
                        days().injectNull(0.2),
                        Arbitraries.integers().between(1, 2),
                        some(List.of("E1", "E2")))
                .as(
                        (action, status, day, round, seats) ->
                                id ->
                                        new CallFacts(
                                                id,
                                                "C-" + id,
                                                "a" + action,
                                                1,
                                                seats,
                                                status,
                                                day,
                                                round,
                                                day == null ? null : day.plusDays(round)));
    }

    private static Arbitrary<Nameless<ApplicationFacts>> applications() {
        return Combinators.combine(Arbitraries.integers().between(0, 5), days())
                .as(
                        (call, day) ->
                                id ->
                                        new ApplicationFacts(
                                                id, "c" + call, "E1", "e1", "SUBMITTED", day));
    }

    private static Arbitrary<Nameless<InstitutionFacts>> institutions() {
        return Combinators.combine(
                        Arbitraries.of(COUNTRIES).injectNull(0.3),
                        Arbitraries.of("LOCAL").injectNull(0.5))
                .as(
                        (country, level) ->
                                id ->
                                        new InstitutionFacts(
                                                id, Map.of(), null, List.of(), null, level, country,
                                                null));
    }

    private static Arbitrary<ActivityFacts> activities() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 50),
                        Arbitraries.of("workshop", "training").injectNull(0.2),
                        Arbitraries.of(true, false),
                        days().injectNull(0.3),
                        Arbitraries.of("IT", "CY").injectNull(0.5))
                .as(
                        (number, type, carriedOut, day, host) ->
                                new ActivityFacts(
                                        number,
                                        type,
                                        false,
                                        Map.of(),
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        day,
                                        "COMPLETED",
                                        carriedOut,
                                        host,
                                        null,
                                        List.of()));
    }

    private static Arbitrary<Nameless<RequestFacts>> requests() {
        return Combinators.combine(Arbitraries.of(COUNTRIES), some(THEMES), some(TYPES), days())
                .as(
                        (country, themes, types, day) ->
                                id ->
                                        new RequestFacts(
                                                id,
                                                id,
                                                "i1",
                                                country,
                                                "FULL",
                                                Map.of(),
                                                types,
                                                themes,
                                                "SUBMITTED",
                                                day,
                                                day.plusDays(3),
                                                null));
    }

    private static Arbitrary<Nameless<MobilisationFacts>> mobilisations() {
        return Combinators.combine(
                        Arbitraries.of(EXPERTS),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.of(EMPLOYERS),
                        days().injectNull(0.2),
                        entries().list().ofMaxSize(3))
                .as(
                        (expert, action, employer, day, entries) ->
                                id ->
                                        new MobilisationFacts(
                                                id,
                                                expert,
                                                "a" + action,
                                                1,
                                                "E1",
                                                "PRIVATE",
                                                employer,
                                                day,
                                                "MOBILISED",
                                                entries,
                                                "p" + action));
    }

    private static Arbitrary<MobilisationFacts.Entry> entries() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 20), days(), Arbitraries.of(EMPLOYERS))
                .as(
                        (halves, day, employer) ->
                                new MobilisationFacts.Entry(
                                        "implementation",
                                        halves / 2.0,
                                        day,
                                        day,
                                        employer,
                                        "PRIVATE"));
    }

    private static Arbitrary<LocalDate> days() {
        return Arbitraries.integers().between(0, 120).map(START::plusDays);
    }

    private static Arbitrary<List<String>> some(List<String> values) {
        return Arbitraries.of(values).set().ofMaxSize(2).map(List::copyOf);
    }
}
