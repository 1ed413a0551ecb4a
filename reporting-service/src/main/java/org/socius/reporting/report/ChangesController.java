package org.socius.reporting.report;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Topics;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.Callers;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.reporting.asked.Asked;
import org.socius.reporting.asked.Meta;
import org.socius.reporting.asked.Questions;
import org.socius.reporting.intake.Bounds;
import org.socius.reporting.intake.Known;
import org.socius.reporting.report.Counted.OfDays;
import org.socius.reporting.report.Counted.OfMobilisation;
import org.socius.reporting.report.Counted.OfRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What changed in the headline figures between the ends of two days: each record that is counted
 * now and was not, or the other way round, with the events that happened to it in between. The
 * changes of a figure add up to its difference.
 */
@RestController
class ChangesController {

    private static final List<Measure> MEASURES =
            Table.OVERVIEW.measures().stream()
                    .filter(measure -> measure != Measure.ELIGIBLE_COUNTRIES)
                    .toList();

    private final Questions questions;

    ChangesController(Questions questions) {
        this.questions = questions;
    }

    /** One record that changed a figure. */
    private record Change(Measure measure, String key, double change, List<Counted> sources) {}

    /** The figures of both days, and a page of what changed them. */
    private record Answer(
            LocalDate between,
            LocalDate and,
            List<Map<String, @Nullable Object>> figures,
            Page<Map<String, @Nullable Object>> changes,
            Meta meta) {}

    @GetMapping("/api/v1/reports/changes")
    @Operation(
            summary = "What changed in the figures between two days, record by record",
            description =
                    "Compares the figures of overview by the ends of the days between (a month"
                            + " earlier if not given) and and (today if not given), both as known now or at knownAt. Each item names the figure, the record, by"
                            + " how much it changed the figure, and the events that happened to it in"
                            + " between, the late ones included; the changes of a figure add up to its"
                            + " difference. Takes the filters of all reports and measure. Partners are"
                            + " told of their own institution, without the events.")
    ResponseEntity<Answer> changes(HttpServletRequest http) {
        Records.requireReader(Callers.current());
        List<String> parameters = new ArrayList<>(List.of("between", "and", "knownAt", "measure"));
        parameters.addAll(ReportQuery.filterNames());
        ListQuery asked = ListQuery.of(http, Set.of(), parameters.toArray(String[]::new));
        LocalDate last = Asked.day(asked, "and");
        LocalDate and = last == null ? questions.today() : last;
        LocalDate first = Asked.day(asked, "between");
        LocalDate between = first == null ? and.minusMonths(1) : first;
        if (and.isBefore(between)) {
            throw new Rejection.InvalidParameter("and", "It lies before the day in between.");
        }
        Questions.Opened after = questions.open(asked).asOf(and);
        Questions.Opened before = after.asOf(between);
        List<Measure> measures = measures(asked);
        Figures then = new Figures(before.situation(), ReportQuery.of(false, before, asked));
        Figures now = new Figures(after.situation(), ReportQuery.of(false, after, asked));
        List<Map<String, @Nullable Object>> figures = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (Measure measure : measures) {
            double earlier = then.total(measure);
            double later = now.total(measure);
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("measure", measure.field());
            line.put("before", Figures.shown(earlier));
            line.put("after", Figures.shown(later));
            line.put("difference", Figures.shown(later - earlier));
            line.put("definition", measure.definition());
            figures.add(line);
            changes.addAll(changes(measure, then, now));
        }
        Records gone = new Records(before, Callers.current());
        Records come = new Records(after, Callers.current());
        Page<Map<String, @Nullable Object>> page =
                Page.cut(changes, asked)
                        .map(
                                change ->
                                        shown(
                                                change,
                                                change.change() < 0 ? gone : come,
                                                before,
                                                after));
        return ResponseEntity.ok()
                .headers(page.answer(asked).getHeaders())
                .body(new Answer(between, and, figures, page, after.meta(0)));
    }

    private static List<Measure> measures(ListQuery asked) {
        List<Measure> wanted = new ArrayList<>();
        for (String name : asked.values("measure")) {
            wanted.add(
                    MEASURES.stream()
                            .filter(one -> one.field().equals(name))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new Rejection.InvalidParameter(
                                                    "measure",
                                                    "One of "
                                                            + MEASURES.stream()
                                                                    .map(Measure::field)
                                                                    .toList()
                                                            + " is expected.")));
        }
        return wanted.isEmpty() ? MEASURES : wanted;
    }

    /** The records by which a figure differs, in the order of their keys. */
    private static List<Change> changes(Measure measure, Figures then, Figures now) {
        Map<String, Figures.Behind> before = byKey(then.records(measure));
        Map<String, Figures.Behind> after = byKey(now.records(measure));
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<Change> changes = new ArrayList<>();
        for (String key : keys) {
            Figures.Behind old = before.get(key);
            Figures.Behind fresh = after.get(key);
            double change = weight(measure, fresh) - weight(measure, old);
            if (change != 0) {
                Figures.Behind shown = fresh == null ? old : fresh;
                changes.add(
                        new Change(
                                measure, key, change, shown == null ? List.of() : shown.sources()));
            }
        }
        return changes;
    }

    private static Map<String, Figures.Behind> byKey(List<Figures.Behind> records) {
        return records.stream().collect(Collectors.toMap(Figures.Behind::key, Function.identity()));
    }

    private static double weight(Measure measure, Figures.@Nullable Behind behind) {
        return behind == null ? 0 : measure.weight(behind.sources().getFirst());
    }

    private static Map<String, @Nullable Object> shown(
            Change change, Records records, Questions.Opened before, Questions.Opened after) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("measure", change.measure().field());
        shown.put("change", Figures.shown(change.change()));
        shown.put(
                "record",
                records.shown(
                        change.measure(), new Figures.Behind(change.key(), change.sources())));
        Bounds earlier = before.asked().bounds();
        Bounds later = after.asked().bounds();
        Set<String> told = new HashSet<>();
        shown.put(
                "events",
                aggregates(change, Records.isStaff(Callers.current()))
                        .filter(one -> told.add(one.topic() + one.id()))
                        .flatMap(
                                one ->
                                        after
                                                .known()
                                                .between(one.topic(), one.id(), earlier, later)
                                                .stream()
                                                .map(event -> event(one, event)))
                        .toList());
        return shown;
    }

    private record Aggregate(String topic, String id) {}

    /**
     * Where the events lie that a record is made of; for others than staff nowhere, because the
     * timelines of the records keep some of them from them.
     */
    private static Stream<Aggregate> aggregates(Change change, boolean staff) {
        if (!staff) {
            return Stream.of();
        }
        Stream<Aggregate> itself =
                change.measure() == Measure.INSTITUTIONS
                        ? Stream.of(new Aggregate(Topics.REQUEST, change.key()))
                        : Stream.of();
        return Stream.concat(
                itself, change.sources().stream().flatMap(ChangesController::aggregates));
    }

    /** Where the events lie that a record is made of. */
    private static Stream<Aggregate> aggregates(Counted counted) {
        return switch (counted) {
            case OfRequest one -> Stream.of(new Aggregate(Topics.REQUEST, one.facts().id()));
            case OfMobilisation one -> Stream.of(new Aggregate(Topics.EXPERT, one.facts().id()));
            case OfDays one -> Stream.of(new Aggregate(Topics.EXPERT, one.of().id()));
            default -> counted.action().stream().map(one -> new Aggregate(Topics.ACTION, one.id()));
        };
    }

    private static Map<String, @Nullable Object> event(Aggregate of, Known.Told told) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("type", told.type());
        event.put("id", of.id());
        event.put("occurredAt", told.occurredAt());
        event.put("recordedAt", told.recordedAt());
        return event;
    }
}
