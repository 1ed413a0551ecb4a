package org.socius.platform.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.socius.platform.testing.Http.Answer;
import tools.jackson.databind.JsonNode;

/**
 * Compares what a service answers to every role at every operation with a table for people: one
 * section for each service, one line for each operation with the roles it is for. An operation
 * without a line is a finding, a line without an operation too.
 *
 * <p>What is expected: who is named gets through; of the others, who may read the resource (by the
 * line of its GET) is told 403, who may not 404; without a token it is 401. A command is sent with
 * a body that is refused after the role was checked (422, or 415 where a file is expected), so
 * nothing changes.
 */
public final class RoleMatrix {

    /**
     * A text is expected there, and that is looked at after the role and before everything else.
     */
    private static final String BODY = "{\"reason\": 7}";

    /** Also without a token. */
    private static final String ANYBODY = "anybody";

    /** Whatever the token says. */
    private static final String EVERYBODY = "everybody";

    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

    private final Map<String, Set<String>> allowed = new TreeMap<>();
    private final List<String> roles;
    private final Http service;

    private RoleMatrix(Http service, List<String> roles) {
        this.service = service;
        this.roles = roles;
    }

    /**
     * @param table the document with the sections
     * @param sections names of those that hold for this service
     * @param groups words of the table that stand for several roles
     */
    public static RoleMatrix of(
            Http service,
            Path table,
            Set<String> sections,
            List<String> roles,
            Map<String, Set<String>> groups)
            throws IOException {
        RoleMatrix matrix = new RoleMatrix(service, roles);
        String section = "";
        for (String line : Files.readAllLines(table)) {
            if (line.startsWith("## ")) {
                section = line.substring(3).strip();
            } else if (sections.contains(section) && line.startsWith("| `")) {
                String[] cells = line.split("\\|");
                Set<String> named = new TreeSet<>();
                for (String word : cells[2].strip().split(", *")) {
                    named.addAll(groups.getOrDefault(word, Set.of(word)));
                }
                matrix.allowed.put(cells[1].strip().replace("`", ""), named);
            }
        }
        return matrix;
    }

    /** Operations of the service's own description without a line, and lines without one. */
    public Set<String> differences() {
        Map<String, String> described = new TreeMap<>();
        service.get("/v3/api-docs")
                .body()
                .path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .properties()
                                        .forEach(
                                                operation ->
                                                        described.putAll(
                                                                described(
                                                                        operation
                                                                                        .getKey()
                                                                                        .toUpperCase(
                                                                                                Locale
                                                                                                        .ROOT)
                                                                                + " "
                                                                                + path.getKey(),
                                                                        operation.getValue()))));
        Set<String> differences = new TreeSet<>();
        described.forEach(
                (operation, stated) -> {
                    if (!allowed.containsKey(operation)) {
                        differences.add("| `" + operation + "` | " + stated + " | has no line");
                    } else if (!stated.isEmpty()
                            && !stated.equals(String.join(", ", allowed.get(operation)))) {
                        differences.add(operation + " is described for " + stated);
                    }
                });
        allowed.keySet().stream()
                .filter(operation -> !described.containsKey(operation))
                .forEach(operation -> differences.add(operation + " is not there"));
        return differences;
    }

    private Set<String> withFile() {
        Set<String> withFile = new TreeSet<>();
        service.get("/v3/api-docs")
                .body()
                .path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .properties()
                                        .forEach(
                                                operation -> {
                                                    if (operation
                                                            .getValue()
                                                            .path("requestBody")
                                                            .path("content")
                                                            .has("multipart/form-data")) {
                                                        withFile.add(
                                                                operation
                                                                                .getKey()
                                                                                .toUpperCase(
                                                                                        Locale.ROOT)
                                                                        + " "
                                                                        + path.getKey());
                                                    }
                                                }));
        return withFile;
    }

    /** The operation with its roles; once for each value if a variable of its path has a list. */
    private static Map<String, String> described(String operation, JsonNode description) {
        for (JsonNode parameter : description.path("parameters")) {
            if (parameter.path("in").asString().equals("path")
                    && parameter.at("/schema/enum").isArray()) {
                Map<String, String> each = new TreeMap<>();
                String variable = "{" + parameter.path("name").asString() + "}";
                for (JsonNode value : parameter.at("/schema/enum")) {
                    each.put(operation.replace(variable, value.asString()), "");
                }
                return each;
            }
        }
        return Map.of(operation, roles(description));
    }

    private static String roles(JsonNode operation) {
        return operation
                .path("x-roles")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.joining(", "));
    }

    /**
     * Every cell that is answered otherwise than expected.
     *
     * @param things addresses of existing resources by the path of their kind, such as {@code
     *     /api/v1/lamps/{id}}; of a list that belongs to one thing, which a parameter names, the
     *     address with it by the operation, such as {@code GET /api/v1/bulbs}
     * @param values of further variables in paths
     * @param own a token for a role that has to do with these resources, as far as the role can
     * @param foreign a token for the same role that has nothing to do with them; null where the
     *     role's rights do not depend on whose they are
     */
    public Map<String, String> check(
            Map<String, String> things,
            Map<String, String> values,
            Function<String, String> own,
            Function<String, @Nullable String> foreign) {
        Map<String, String> tokens = new TreeMap<>();
        Map<String, String> strangers = new TreeMap<>();
        for (String role : roles) {
            tokens.put(role, own.apply(role));
            String stranger = foreign.apply(role);
            if (stranger != null) {
                strangers.put(role, stranger);
            }
        }
        Map<String, String> wrong = new LinkedHashMap<>();
        Set<String> withFile = withFile();
        allowed.forEach(
                (operation, named) -> {
                    String method = operation.substring(0, operation.indexOf(' '));
                    String template = operation.substring(operation.indexOf(' ') + 1);
                    String kind = kind(template);
                    String asked = things.get(operation);
                    String path = asked == null ? filled(template, kind, things, values) : asked;
                    boolean ofOne = !kind.isEmpty() || asked != null;
                    expect(
                            wrong,
                            operation + " without a token",
                            service,
                            method,
                            path,
                            named.contains(ANYBODY)
                                    ? through(method, template, kind)
                                    : List.of(401));
                    for (String role : roles) {
                        List<Integer> expected =
                                may(named, role)
                                        ? withFile.contains(operation)
                                                ? List.of(415)
                                                : through(method, template, kind)
                                        : method.equals("GET")
                                                ? List.of(ofOne ? 404 : 403)
                                                : List.of(
                                                        kind.isEmpty() || mayRead(kind, role)
                                                                ? 403
                                                                : 404);
                        expect(
                                wrong,
                                operation + " as " + role,
                                service.as(tokens.get(role)),
                                method,
                                path,
                                expected);
                        String stranger = strangers.get(role);
                        if (stranger != null
                                && ofOne
                                && named.contains(role)
                                && !named.contains(ANYBODY)
                                && !mayRead(kind, ANYBODY)) {
                            expect(
                                    wrong,
                                    operation + " as " + role + " of somebody else",
                                    service.as(stranger),
                                    method,
                                    path,
                                    List.of(404));
                        }
                    }
                });
        return wrong;
    }

    /** How many operations the table has. */
    public int size() {
        return allowed.size();
    }

    private static void expect(
            Map<String, String> wrong,
            String cell,
            Http caller,
            String method,
            String path,
            List<Integer> expected) {
        Answer answer = caller.send(method, path, method.equals("GET") ? null : BODY);
        if (!expected.contains(answer.status())) {
            wrong.put(cell, answer.status() + " instead of " + expected + " " + answer.problem());
        }
    }

    private static List<Integer> through(String method, String template, String kind) {
        if (!method.equals("GET")) {
            return kind.isEmpty() && template.contains("{") ? List.of(404) : List.of(422);
        }
        boolean deeper = VARIABLE.matcher(template.substring(kind.length())).find();
        return deeper || template.endsWith("/me") ? List.of(200, 404) : List.of(200, 503);
    }

    private static boolean may(Set<String> named, String role) {
        return named.contains(role) || named.contains(EVERYBODY) || named.contains(ANYBODY);
    }

    private boolean mayRead(String kind, String role) {
        return may(allowed.getOrDefault("GET " + kind, Set.of()), role);
    }

    /**
     * The path of the resource that an operation is about; empty for a list, a creation, and where
     * nobody can read the single resource.
     */
    private String kind(String template) {
        int variable = template.indexOf("{id}");
        String kind = variable < 0 ? "" : template.substring(0, variable + "{id}".length());
        return allowed.containsKey("GET " + kind) ? kind : "";
    }

    private static String filled(
            String template, String kind, Map<String, String> things, Map<String, String> values) {
        String path =
                kind.isEmpty()
                        ? template
                        : things.getOrDefault(kind, kind.replace("{id}", "unknown"))
                                + template.substring(kind.length());
        List<String> variables = new ArrayList<>();
        VARIABLE.matcher(path).results().forEach(found -> variables.add(found.group()));
        for (String variable : variables) {
            path = path.replace(variable, values.getOrDefault(variable, "1"));
        }
        return path;
    }

    /** All the roles of a class of constants. */
    public static List<String> rolesOf(Class<?> constants) {
        return Arrays.stream(constants.getFields())
                .filter(field -> field.getType() == String.class)
                .map(
                        field -> {
                            try {
                                return (String) field.get(null);
                            } catch (IllegalAccessException e) {
                                throw new IllegalStateException(e);
                            }
                        })
                .toList();
    }
}
