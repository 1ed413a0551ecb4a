package org.socius.quickstart.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.socius.quickstart.CannotStart;
import org.socius.quickstart.dataset.Entry.Person;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What public sources say around the actions and projects: facility records, with the figures and
 * themes that reports show as published. They name actions, projects and each other by short names,
 * in whose place the ids are put.
 */
final class SeedRecords {

    private static final String RECORDS = "/org/socius/action/records/facility-records.json";
    private static final String PUBLISHED = "/org/socius/action/records/published.json";
    private static final String PATH = "/api/v1/facility-records";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Map<String, String> SOURCES =
            Map.of(
                    "001",
                    "Press release of the Belgian FPS Social Security, 31 August 2016, 15:46",
                    "003",
                    "Article on SOCIEUX+ on the web, with figures up to June 2018",
                    "004",
                    "Page Constructing Social Protection on the web");

    private final Entry entry;

    SeedRecords(Entry entry) {
        this.entry = entry;
    }

    void enter() {
        for (JsonNode record : read(RECORDS).path("records")) {
            enter(body(record));
        }
    }

    /** The figures and the themes with their countries that reports show as published. */
    void enterPublished() {
        JsonNode published = read(PUBLISHED);
        for (JsonNode figure : published.path("figures")) {
            enter(figure(figure));
        }
        for (JsonNode mention : published.path("thematicMentions")) {
            enter(mention(mention));
        }
    }

    private void enter(Map<String, Object> body) {
        String name = "record/" + body.get("code");
        body.put("id", Entry.idOf(name));
        body.put("reason", "Source: " + body.get("source"));
        entry.now(name, Person.staff("communication-officer"), PATH, body);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> body(JsonNode record) {
        Map<String, Object> body = new LinkedHashMap<>(JSON.convertValue(record, Map.class));
        List<Map<String, Object>> subjects = new ArrayList<>();
        for (JsonNode subject : record.path("subjects")) {
            Map<String, Object> known = JSON.convertValue(subject, Map.class);
            known.put("id", id(text(subject, "type"), text(subject, "id")));
            subjects.add(known);
        }
        body.put("subjects", subjects);
        return body;
    }

    /** An imported action's id follows from its key; projects and records are entered here. */
    private static String id(String type, String name) {
        return switch (type) {
            case "ACTION" ->
                    UUID.nameUUIDFromBytes(
                                    ("imported action " + name).getBytes(StandardCharsets.UTF_8))
                            .toString();
            case "PROJECT" -> Entry.idOf("project/" + name);
            case "RECORD", "ORGANISATION" -> Entry.idOf("record/" + name);
            default -> name;
        };
    }

    private static Map<String, Object> figure(JsonNode figure) {
        String scope = figure.path("scope").asString(null);
        String metric = text(figure, "metric");
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("kind", "PUBLISHED_FIGURE");
        detail.put("metric", metric);
        detail.put("value", figure.path("value").numberValue());
        detail.put("unit", text(figure, "unit"));
        detail.put("comparison", figure.path("comparison").asString(null));
        detail.put("scope", scope);
        detail.put("attributedTo", figure.path("attributed_to").asString(null));
        Map<String, Object> body =
                published("S-" + code(metric), metric.replace('_', ' '), figure, detail);
        String period = figure.path("period").asString(null);
        if (period != null) {
            body.put("from", period.substring(0, period.indexOf('/')));
            body.put("to", period.substring(period.indexOf('/') + 1));
        }
        if (scope != null) {
            String type = scope.length() == 2 ? "COUNTRY" : "PROJECT";
            body.put("subjects", List.of(Map.of("type", type, "id", id(type, scope))));
        }
        return body;
    }

    private static Map<String, Object> mention(JsonNode mention) {
        String country = mention.path("country").asString(null);
        String region = mention.path("region").asString(null);
        String theme = text(mention, "theme");
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("kind", "THEMATIC_MENTION");
        detail.put("topic", text(mention, "topic"));
        detail.put("theme", theme);
        detail.put("country", country);
        detail.put("region", region);
        Map<String, Object> body =
                published(
                        "T-" + theme + "-" + (country == null ? code(region) : country),
                        text(mention, "topic"),
                        mention,
                        detail);
        body.put(
                "subjects",
                List.of(
                        Map.of("type", "THEME", "id", theme),
                        country == null
                                ? Map.of("type", "REGION", "id", String.valueOf(region))
                                : Map.of("type", "COUNTRY", "id", country)));
        return body;
    }

    private static Map<String, Object> published(
            String code, String title, JsonNode stated, Map<String, Object> detail) {
        detail.values().removeIf(value -> value == null);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", code);
        body.put("title", title);
        body.put("source", SOURCES.get(text(stated, "source")));
        body.put("public", true);
        body.put("detail", detail);
        return body;
    }

    private static String code(@Nullable String name) {
        return String.valueOf(name).toUpperCase(Locale.ROOT).replace('_', '-');
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).stringValue();
    }

    private static JsonNode read(String file) {
        try (InputStream in = SeedRecords.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new CannotStart("The records are missing from this build.");
            }
            return JSON.readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
