package org.socius.gateway;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;

/** A dossier as people read it: a page to be read or printed, and tables for a spreadsheet. */
final class DossierPages {

    private static final DateTimeFormatter BRUSSELS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                    .withZone(ZoneId.of("Europe/Brussels"));

    /** Longer contents of an event are cut on the page; its file has them whole. */
    private static final int MOST_WORDS = 500;

    /** What a spreadsheet would take for a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private final Dossier dossier;

    DossierPages(Dossier dossier) {
        this.dossier = dossier;
    }

    /** One event of a record. */
    private record Happened(int order, Dossier.Part part, JsonNode event) {

        Instant occurredAt() {
            return Dossier.Part.occurredAt(event);
        }

        Instant recordedAt() {
            return Instant.parse(event.path("recordedAt").asString());
        }

        long sequence() {
            return event.path("sequence").asLong();
        }
    }

    /** One step of a record with the event that tells of it. */
    private record Step(Dossier.Part part, JsonNode duty, JsonNode event) {

        Instant occurredAt() {
            return Dossier.Part.occurredAt(duty);
        }

        long sequence() {
            return duty.path("sequence").asLong();
        }

        String text(String member) {
            return duty.path(member).asString("");
        }
    }

    // ------------------------------------------------------------------ tables

    /** Every step with the rule that keeps it apart from others, one line for each such rule. */
    String duties() {
        List<List<String>> rows = new ArrayList<>();
        for (Step step : steps()) {
            List<JsonNode> separations =
                    step.part()
                            .duties()
                            .path("separations")
                            .valueStream()
                            .filter(one -> one.path("sequence").asLong() == step.sequence())
                            .toList();
            if (separations.isEmpty()) {
                rows.add(duty(step, "", "", "", ""));
            }
            for (JsonNode one : separations) {
                rows.add(
                        duty(
                                step,
                                one.path("rule").asString(""),
                                joined(one.path("preparedIn")),
                                joined(one.path("preparedBy")),
                                verdict(one)));
            }
        }
        return csv(
                List.of(
                        "record",
                        "sequence",
                        "occurredAt",
                        "step",
                        "decision",
                        "person",
                        "role",
                        "enteredBy",
                        "rule",
                        "apartFrom",
                        "doneBy",
                        "verdict"),
                rows);
    }

    private static List<String> duty(
            Step step, String rule, String apartFrom, String doneBy, String verdict) {
        return List.of(
                step.part().name(),
                String.valueOf(step.sequence()),
                step.text("occurredAt"),
                step.text("step"),
                step.duty().path("decision").asBoolean() ? "yes" : "no",
                step.text("person"),
                step.text("role"),
                step.text("enteredBy"),
                rule,
                apartFrom,
                doneBy,
                verdict);
    }

    private static String verdict(JsonNode separation) {
        return separation.path("kept").asBoolean() ? "kept" : "BREACHED";
    }

    String decisions() {
        return csv(
                List.of(
                        "occurredAt",
                        "record",
                        "sequence",
                        "decision",
                        "person",
                        "role",
                        "enteredBy",
                        "reasonCode",
                        "reason"),
                decided()
                        .map(
                                step ->
                                        List.of(
                                                step.text("occurredAt"),
                                                step.part().name(),
                                                String.valueOf(step.sequence()),
                                                step.text("step"),
                                                step.text("person"),
                                                step.text("role"),
                                                step.text("enteredBy"),
                                                step.event().path("reasonCode").asString(""),
                                                step.event().path("reason").asString("")))
                        .toList());
    }

    /** In the order in which they were taken. */
    private Stream<Step> decided() {
        return steps().stream()
                .filter(step -> step.duty().path("decision").asBoolean())
                .sorted(Comparator.comparing(Step::occurredAt));
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Dossier.Part part : dossier.parts()) {
            Map<Long, JsonNode> events =
                    part.timeline()
                            .valueStream()
                            .collect(
                                    Collectors.toMap(
                                            event -> event.path("sequence").asLong(),
                                            event -> event));
            for (JsonNode duty : part.duties().path("duties")) {
                JsonNode event = events.get(duty.path("sequence").asLong());
                steps.add(new Step(part, duty, Objects.requireNonNullElse(event, duty)));
            }
        }
        return steps;
    }

    private static String csv(List<String> head, List<List<String>> rows) {
        StringBuilder csv = new StringBuilder();
        Stream.concat(Stream.of(head), rows.stream())
                .forEach(
                        row ->
                                csv.append(
                                                row.stream()
                                                        .map(DossierPages::cell)
                                                        .collect(Collectors.joining(",")))
                                        .append("\r\n"));
        return csv.toString();
    }

    private static String cell(String text) {
        String harmless =
                !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return "\"" + harmless.replace("\"", "\"\"") + "\"";
    }

    // ------------------------------------------------------------------ page

    /**
     * @param roles with whose rights the dossier was read
     */
    String index(List<String> roles, List<Dossier.Filed> filed) {
        JsonNode action = dossier.action().resource();
        String reference = action.path("reference").asString("without reference");
        StringBuilder html =
                new StringBuilder(
                        """
                        <!DOCTYPE html>
                        <html lang="en"><head><meta charset="utf-8">
                        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                        <style>
                        body{font:1rem/1.4 sans-serif;margin:2rem}
                        table{border-collapse:collapse;margin-bottom:2rem}
                        td,th{border:1px solid #999;padding:.2rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
                        thead{display:table-header-group}tr{break-inside:avoid}
                        @media print{body{margin:0;font-size:9pt}a{color:inherit;text-decoration:none}}
                        </style>
                        """);
        html.append("<title>Dossier of action ").append(text(reference)).append("</title>");
        html.append("</head><body>\n<h1>Dossier of action ").append(text(reference));
        html.append("</h1>\n<p>").append(text(title(action))).append("</p>\n<p>State: ");
        html.append(text(action.path("status").asString(""))).append(". Newest entry: ");
        html.append(when(dossier.lastEntry())).append(". Read with the rights of: ");
        html.append(text(String.join(", ", roles)))
                .append(
                        """
                        . Times are those of Brussels.</p>
                        <p>Each line under “What happened” is an event as it is stored; the files under events/ have it whole,
                        with its number, times, actor and what it belongs to. What is missing there about a person was erased, or is
                        not for whoever had this dossier made. In the folder of this page, <code>sha256sum -c MANIFEST</code> tells
                        whether every file is as it was written.</p>
                        """);
        heading(html, "Records");
        table(
                html,
                List.of("Record", "Known as", "State", "Events", "As it stands"),
                dossier.parts().stream()
                        .map(
                                part ->
                                        List.of(
                                                text(part.name()),
                                                text(knownAs(part.resource())),
                                                text(part.resource().path("status").asString("")),
                                                link(
                                                        "events/" + part.name() + ".json",
                                                        String.valueOf(part.timeline().size())),
                                                link("records/" + part.name() + ".json", "record")))
                        .toList());
        heading(html, "Decisions");
        table(
                html,
                List.of("When", "Record", "Decision", "By", "Why"),
                decided()
                        .map(
                                step ->
                                        List.of(
                                                when(step.occurredAt()),
                                                text(step.part().name()),
                                                text(words(step.text("step"))),
                                                text(by(step)),
                                                text(why(step.event()))))
                        .toList());
        heading(html, "Duties kept apart");
        table(
                html,
                List.of("Rule", "Record", "Step", "By", "Apart from", "Done by", "Verdict"),
                dossier.parts().stream()
                        .flatMap(
                                part ->
                                        part.duties()
                                                .path("separations")
                                                .valueStream()
                                                .map(one -> separation(part, one)))
                        .toList());
        heading(html, "What happened");
        table(
                html,
                List.of("When", "Record", "Event", "By", "What", "Why"),
                happened().map(DossierPages::line).toList());
        heading(html, "Documents");
        table(
                html,
                List.of("Record", "Document", "Bytes", "SHA-256"),
                filed.stream()
                        .map(
                                file ->
                                        file.entry() == null
                                                ? List.of(
                                                        text(file.record()),
                                                        text(file.title()),
                                                        "not there, or erased",
                                                        "")
                                                : List.of(
                                                        text(file.record()),
                                                        link(file.entry(), file.title()),
                                                        String.valueOf(file.size()),
                                                        "<code>" + file.sha256() + "</code>"))
                        .toList());
        return html.append("</body></html>\n").toString();
    }

    private Stream<Happened> happened() {
        List<Happened> all = new ArrayList<>();
        for (int i = 0; i < dossier.parts().size(); i++) {
            for (JsonNode event : dossier.parts().get(i).timeline()) {
                all.add(new Happened(i, dossier.parts().get(i), event));
            }
        }
        return all.stream()
                .sorted(
                        Comparator.comparing(Happened::occurredAt)
                                .thenComparing(Happened::recordedAt)
                                .thenComparing(Happened::order)
                                .thenComparing(Happened::sequence));
    }

    private static List<String> line(Happened one) {
        JsonNode event = one.event();
        JsonNode actor = event.path("actor");
        String behalf = actor.path("onBehalfOf").asString("");
        String late = event.path("late").asBoolean() ? "<br>entered " + when(one.recordedAt()) : "";
        return List.of(
                when(one.occurredAt()) + late,
                text(one.part().name()),
                text(words(event.path("type").asString(""))),
                text(
                        (actor.path("role").asString("") + " " + actor.path("id").asString(""))
                                        .strip()
                                + (behalf.isEmpty() ? "" : " for " + behalf)),
                text(what(event.path("changes"))),
                text(why(event)));
    }

    private static List<String> separation(Dossier.Part part, JsonNode one) {
        return List.of(
                text(one.path("rule").asString("")),
                text(part.name()),
                text(words(one.path("decision").asString(""))),
                text(one.path("decidedBy").asString("")),
                text(words(joined(one.path("preparedIn")))),
                text(joined(one.path("preparedBy"))),
                text(verdict(one)));
    }

    private static String by(Step step) {
        String entered = step.text("enteredBy");
        return step.text("role")
                + " "
                + step.text("person")
                + (entered.isEmpty() ? "" : ", entered by " + entered);
    }

    private static String why(JsonNode event) {
        return Stream.of(event.path("reasonCode").asString(""), event.path("reason").asString(""))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(": "));
    }

    private static String what(JsonNode changes) {
        String all =
                changes.properties().stream()
                        .filter(member -> !isEmpty(member.getValue()))
                        .map(
                                member ->
                                        words(member.getKey())
                                                + ": "
                                                + (member.getValue().isValueNode()
                                                        ? member.getValue().asString()
                                                        : member.getValue().toString()))
                        .collect(Collectors.joining("; "));
        return all.length() <= MOST_WORDS ? all : all.substring(0, MOST_WORDS) + " …";
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isNull() || value.isContainer() && value.isEmpty();
    }

    /** In the first language it has. */
    private static String title(JsonNode action) {
        JsonNode title = action.at("/design/title");
        return title.isContainer()
                ? title.valueStream().findFirst().map(JsonNode::asString).orElse("")
                : title.asString("");
    }

    private static String knownAs(JsonNode resource) {
        return Stream.of("number", "reference", "position")
                .map(member -> resource.path(member).asString(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** {@code RequestFoundEligible} as people write it. */
    private static String words(String name) {
        String spaced = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return spaced.isEmpty()
                ? spaced
                : spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
    }

    private static String joined(JsonNode texts) {
        return StreamSupport.stream(texts.spliterator(), false)
                .map(JsonNode::asString)
                .collect(Collectors.joining("; "));
    }

    private static String when(Instant instant) {
        return BRUSSELS.format(instant);
    }

    private static String text(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }

    private static String link(String entry, String title) {
        return "<a href=\"" + text(entry) + "\">" + text(title) + "</a>";
    }

    private static void heading(StringBuilder html, String title) {
        html.append("<h2>").append(text(title)).append("</h2>\n");
    }

    /** The cells are HTML already. */
    private static void table(StringBuilder html, List<String> head, List<List<String>> rows) {
        html.append("<table><thead><tr>");
        head.forEach(cell -> html.append("<th>").append(text(cell)).append("</th>"));
        html.append("</tr></thead><tbody>\n");
        for (List<String> row : rows) {
            html.append("<tr>");
            row.forEach(cell -> html.append("<td>").append(cell).append("</td>"));
            html.append("</tr>\n");
        }
        html.append("</tbody></table>\n");
    }
}
