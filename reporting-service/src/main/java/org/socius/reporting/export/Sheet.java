package org.socius.reporting.export;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An answer as rows and columns. A text in several languages is shown in English or else in its
 * first one, a list in one cell by its codes or references, what lies deeper in columns such as
 * {@code a.b}.
 *
 * @param columns in the order in which the rows name them first
 * @param rows values by column: text, whole or decimal number, truth, day or null
 * @param facts what was asked and how far the answer is, by name
 */
record Sheet(
        List<String> columns,
        List<Map<String, @Nullable Object>> rows,
        Map<String, String> facts,
        Map<String, String> definitions) {

    /** Between the elements of a list. */
    private static final String BETWEEN = "; ";

    /** A card repeats what its row says, for machines. */
    private static final Set<String> LEFT_OUT = Set.of("card");

    /**
     * @param answer of a table ({@code rows}) or a list ({@code items})
     * @param query as it was asked
     */
    static Sheet of(JsonNode answer, String query) {
        Set<String> columns = new LinkedHashSet<>();
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (JsonNode line : lines(answer)) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            flatten("", line, row);
            columns.addAll(row.keySet());
            rows.add(row);
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("query", query);
        answer.path("meta")
                .properties()
                .forEach(
                        one ->
                                facts.put(
                                        one.getKey(),
                                        one.getValue().isNull()
                                                ? ""
                                                : one.getValue().isValueNode()
                                                        ? one.getValue().asString()
                                                        : one.getValue().toString()));
        Map<String, String> definitions = new LinkedHashMap<>();
        answer.path("definition")
                .properties()
                .forEach(one -> definitions.put(one.getKey(), one.getValue().asString()));
        return new Sheet(List.copyOf(columns), rows, facts, definitions);
    }

    /** The headline figures have no rows: they are one. */
    private static Iterable<JsonNode> lines(JsonNode answer) {
        if (answer.path("rows").isArray()) {
            return answer.path("rows");
        }
        if (answer.path("items").isArray()) {
            return answer.path("items");
        }
        var single = answer.deepCopy();
        if (single instanceof tools.jackson.databind.node.ObjectNode object) {
            object.remove(List.of("meta", "definition", "published"));
        }
        return List.of(single);
    }

    private static void flatten(String path, JsonNode node, Map<String, @Nullable Object> row) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (LEFT_OUT.contains(field.getKey())) {
                continue;
            }
            String column = path + field.getKey();
            JsonNode value = field.getValue();
            if (!value.isObject()) {
                row.put(column, cell(value));
            } else if (isText(value)) {
                row.put(column, text(value));
            } else {
                flatten(column + '.', value, row);
            }
        }
    }

    /** By language: two letters each, with what else is said of the original. */
    private static boolean isText(JsonNode value) {
        return !value.isEmpty()
                && value.propertyNames().stream()
                        .allMatch(name -> name.length() == 2 || name.startsWith("original"));
    }

    private static @Nullable String text(JsonNode value) {
        JsonNode english = value.path("en");
        JsonNode shown = english.isString() ? english : value.iterator().next();
        return shown.asString();
    }

    /** What an element of a list is called by. */
    private static String element(JsonNode one) {
        for (String name : List.of("code", "reference")) {
            if (one.path(name).isString()) {
                return one.path(name).asString();
            }
        }
        return one.isValueNode() ? one.asString() : one.toString();
    }

    private static @Nullable Object cell(JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        if (value.isArray()) {
            List<String> all = new ArrayList<>();
            value.forEach(one -> all.add(element(one)));
            return String.join(BETWEEN, all);
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        if (value.isIntegralNumber()) {
            return value.asLong();
        }
        if (value.isNumber()) {
            return value.asDouble();
        }
        String text = value.asString();
        return text.matches("\\d{4}-\\d\\d-\\d\\d") ? LocalDate.parse(text) : text;
    }
}
