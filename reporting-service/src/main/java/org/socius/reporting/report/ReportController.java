package org.socius.reporting.report;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.Callers;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.reporting.asked.Asked;
import org.socius.reporting.asked.Meta;
import org.socius.reporting.asked.Questions;
import org.socius.reporting.export.Spreadsheets;
import org.socius.reporting.facts.Situation;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tables of figures and the records behind each cell. */
@RestController
@RequestMapping("/api/v1/reports")
class ReportController {

    private final Questions questions;

    ReportController(Questions questions) {
        this.questions = questions;
    }

    @GetMapping(
            path = "/{name}",
            produces = {MediaType.APPLICATION_JSON_VALUE, Spreadsheets.CSV, Spreadsheets.XLSX})
    Map<String, @Nullable Object> table(@PathVariable String name, HttpServletRequest http) {
        Table table = table(name);
        ListQuery asked = ListQuery.unpaged(http, parameters(table, false));
        Questions.Opened opened = open(table, asked);
        Situation situation = opened.situation();
        ReportQuery query = ReportQuery.of(table.isPublic(), opened, asked);
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
            case ANNUAL_REPORT -> body.putAll(new AnnualReport(opened, query).shown());
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
                    REQUESTS_BY_STATE,
                    STUDY_VISIT_HOSTS,
                    FOLLOW_UP_CHAINS,
                    CALLS_BY_STATE,
                    STEP_DURATIONS,
                    SATISFACTION,
                    SDGS,
                    MARKERS,
                    DATA_QUALITY -> {
                Rows rows = new Rows(table, situation, opened::isOpen, query, figures);
                body.put("rows", rows.shown());
                Map<String, @Nullable Object> totals = new LinkedHashMap<>();
                for (Measure measure : table.measures()) {
                    totals.put(measure.field(), Figures.shown(figures.total(measure)));
                }
                if (table == Table.SATISFACTION) {
                    totals.putAll(rows.satisfactionOfAll());
                }
                body.put("totals", totals);
                if (table == Table.THEME_COUNTRY_MATRIX) {
                    body.put("stated", published.mentions());
                }
            }
        }
        body.put("definition", Rows.definition(table));
        body.put("meta", opened.meta(figures.withoutDate(table.measures().getFirst())));
        return body;
    }

    @GetMapping(
            path = "/{name}/records",
            produces = {MediaType.APPLICATION_JSON_VALUE, Spreadsheets.CSV, Spreadsheets.XLSX})
    ResponseEntity<Meta.OfPage<Map<String, @Nullable Object>>> records(
            @PathVariable String name, HttpServletRequest http) {
        Table table = table(name);
        ListQuery asked =
                ListQuery.of(http, Set.of(), parameters(table, true).toArray(String[]::new));
        Questions.Opened opened = open(table, asked);
        ReportQuery query = ReportQuery.of(table.isPublic(), opened, asked);
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
                    table.measure(wanted)
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
                Spreadsheets.cut(figures.records(measure), asked, http)
                        .map(behind -> records.shown(shown, behind));
        return new Meta.OfPage<>(page, opened.meta(figures.withoutDate(measure))).answer(asked);
    }

    private static Table table(String name) {
        Table table = Table.named(name).orElseThrow(Rejection.NotFound::new);
        if (!table.isPublic()) {
            Records.requireReader(Callers.current());
        }
        return table;
    }

    private Questions.Opened open(Table table, ListQuery asked) {
        Questions.Opened opened = questions.open(asked);
        return table == Table.ANNUAL_REPORT ? AnnualReport.ofYear(opened, asked) : opened;
    }

    private static List<String> parameters(Table table, boolean records) {
        List<String> parameters = new ArrayList<>(Asked.PARAMETERS);
        if (table == Table.ANNUAL_REPORT) {
            parameters.removeAll(List.of("from", "to"));
            parameters.add(AnnualReport.YEAR);
        }
        parameters.addAll(ReportQuery.filterNames());
        if (records) {
            parameters.add("measure");
            table.dimensions().forEach(dimension -> parameters.add(dimension.parameter()));
            if (table == Table.PUBLISHED_VS_COMPUTED) {
                parameters.add("metric");
            }
        }
        return parameters.stream().distinct().toList();
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
}
