package org.socius.reporting.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.ListQuery;
import org.socius.reporting.asked.Questions;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.MobilisationFacts;

/**
 * A year against the one before and against everything until its end, the public tables of the
 * year, and its actions.
 */
final class AnnualReport {

    /** The parameter that names the year; without it that of the last day that counts. */
    static final String YEAR = "year";

    /** The facility began in this year. */
    private static final int FIRST = 2013;

    private static final List<Table> TABLES =
            List.of(
                    Table.ACTIONS_BY_COUNTRY,
                    Table.ACTIONS_BY_THEME,
                    Table.ACTIONS_BY_TYPE_OF_ASSISTANCE,
                    Table.THEME_TYPE_MATRIX,
                    Table.THEME_COUNTRY_MATRIX,
                    Table.ACTIVITIES_BY_TYPE,
                    Table.WORKING_DAYS_BY_MEMBER_STATE,
                    Table.EXPERTS_BY_MEMBER_STATE,
                    Table.STUDY_VISIT_HOSTS);

    private final Questions.Opened opened;
    private final ReportQuery query;
    private final int year;

    /**
     * @param opened asked for the days of the year, see {@link #ofYear}
     */
    AnnualReport(Questions.Opened opened, ReportQuery query) {
        LocalDate last = opened.asked().to();
        if (last == null) {
            throw new IllegalArgumentException("not asked for a year");
        }
        this.opened = opened;
        this.query = query;
        this.year = last.getYear();
    }

    /** The question with the days of its year as the period. */
    static Questions.Opened ofYear(Questions.Opened opened, ListQuery asked) {
        String given = asked.value(YEAR);
        int last = opened.asked().asOf().getYear();
        int year = last;
        if (given != null) {
            if (!given.matches("\\d{4}")
                    || Integer.parseInt(given) < FIRST
                    || Integer.parseInt(given) > last) {
                throw new Rejection.InvalidParameter(
                        YEAR, "A year from " + FIRST + " to " + last + " is expected.");
            }
            year = Integer.parseInt(given);
        }
        return opened.during(first(year), last(year));
    }

    Map<String, @Nullable Object> shown() {
        Figures of = new Figures(opened.situation(), query);
        Figures before =
                new Figures(opened.situation(), query.during(first(year - 1), last(year - 1)));
        Figures ever = new Figures(opened.situation(), query.during(null, last(year)));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        Map<String, @Nullable Object> totals = new LinkedHashMap<>();
        for (Measure measure : Table.ANNUAL_REPORT.measures()) {
            double now = of.total(measure);
            double then = before.total(measure);
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("measure", measure.field());
            row.put("year", Figures.shown(now));
            row.put("previousYear", Figures.shown(then));
            row.put("difference", Figures.shown(now - then));
            row.put("total", Figures.shown(ever.total(measure)));
            rows.add(row);
            totals.put(measure.field(), Figures.shown(now));
        }
        Map<String, @Nullable Object> tables = new LinkedHashMap<>();
        for (Table table : TABLES) {
            tables.put(
                    table.path(),
                    new Rows(table, opened.situation(), opened::isOpen, query, of).shown());
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("year", year);
        body.put("rows", rows);
        body.put("totals", totals);
        body.put("tables", tables);
        body.put("actionList", actions(of));
        return body;
    }

    private List<Map<String, @Nullable Object>> actions(Figures figures) {
        Map<String, Double> days = new HashMap<>();
        for (MobilisationFacts mobilisation : opened.situation().mobilisations()) {
            for (MobilisationFacts.Entry entry : mobilisation.entries()) {
                days.merge(mobilisation.actionId(), entry.days(), Double::sum);
            }
        }
        List<Map<String, @Nullable Object>> shown = new ArrayList<>();
        for (Figures.Behind behind : figures.records(Measure.ACTIONS)) {
            behind.sources().getFirst().action().ifPresent(action -> shown.add(line(action, days)));
        }
        return shown;
    }

    /** Of an action that is not public only what may be seen of its figure (R117). */
    private Map<String, @Nullable Object> line(ActionFacts action, Map<String, Double> days) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("reference", action.reference());
        line.put("country", action.countries().isEmpty() ? null : action.countries().get(0));
        if (opened.isOpen(action)) {
            line.put("title", action.title());
            line.put("partner", action.partnerName());
            line.put("typesOfAssistance", action.typesOfAssistance());
            line.put("status", action.status());
            line.put("workingDays", Figures.shown(days.getOrDefault(action.id(), 0.0)));
        }
        return line;
    }

    private static LocalDate first(int year) {
        return LocalDate.of(year, 1, 1);
    }

    private static LocalDate last(int year) {
        return LocalDate.of(year, 12, 31);
    }
}
