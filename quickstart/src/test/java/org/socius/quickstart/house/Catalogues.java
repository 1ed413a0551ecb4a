package org.socius.quickstart.house;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.socius.contracts.Topics;
import org.socius.contracts.action.ActionContract;
import org.socius.contracts.expert.ExpertContract;
import org.socius.contracts.request.RequestContract;
import org.socius.platform.problem.FrameworkProblem;
import org.socius.platform.problem.Problem;
import org.socius.platform.publishing.ContractTable;
import org.socius.platform.settings.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The texts of the generated pages below docs, made from what is compiled. */
final class Catalogues {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static final String NOTE =
            "Generated from the code; `mvn verify` compares, [how to change it](how-to-change.md)"
                    + " says how it is written anew.\n";

    private static final Map<String, Class<?>> TOPICS = new LinkedHashMap<>();

    static {
        TOPICS.put(Topics.REQUEST, RequestContract.class);
        TOPICS.put(Topics.ACTION, ActionContract.class);
        TOPICS.put(Topics.EXPERT, ExpertContract.class);
    }

    private Catalogues() {}

    static Map<String, String> all() {
        return new TreeMap<>(
                Map.of(
                        "events.md", events(),
                        "lifecycle.md", LifeCycles.text(),
                        "personal-data.md", new PersonalDataRegister().text(),
                        "problems.md", problems(),
                        "rules.md", rules(),
                        "settings.md", settings()));
    }

    // events

    static String events() {
        StringBuilder text =
                new StringBuilder(
                                """
                                # Contract events

                                What the services tell each other and anybody who reads the topics. Every value also has `occurredAt` and `recordedAt`; headers, keys and order stand in the [AsyncAPI document](../contracts/src/main/resources/org/socius/contracts/asyncapi.json). A field with `?` may be null or absent; fields that are not listed are to be ignored. reporting-service keeps every one of them; "acted on by" names the services that give commands of their own because of it.

                                """)
                        .append(NOTE);
        List<String> silent = new ArrayList<>();
        TOPICS.forEach(
                (topic, contract) -> {
                    text.append("\n## ").append(topic).append("\n\n");
                    text.append("| type | meaning | fields | acted on by |\n|---|---|---|---|\n");
                    for (Class<?> event : contract.getPermittedSubclasses()) {
                        if (users(event, "publishing").isEmpty()) {
                            silent.add(ContractTable.typeOf(event));
                        } else {
                            text.append(row(event));
                        }
                    }
                });
        if (!silent.isEmpty()) {
            text.append("\n## Described, published by nobody\n\n");
            silent.forEach(type -> text.append("- `").append(type).append("`\n"));
        }
        return text.toString();
    }

    private static String row(Class<?> event) {
        String type = ContractTable.typeOf(event);
        JsonNode schema = schema(type);
        String folder = "../contracts/src/main/resources/org/socius/contracts/";
        return "| `%s` [schema](%s), [sample](%s) | %s | %s | %s |\n"
                .formatted(
                        type,
                        folder + "schemas/" + type + ".json",
                        folder + "samples/" + type + ".json",
                        cell(schema.get("description").stringValue()),
                        fields(schema, List.of("occurredAt", "recordedAt")),
                        String.join(", ", actingOn(event)));
    }

    private static JsonNode schema(String type) {
        String name = "/org/socius/contracts/schemas/" + type + ".json";
        try (InputStream schema = Catalogues.class.getResourceAsStream(name)) {
            return JSON.readTree(Objects.requireNonNull(schema, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fields(JsonNode schema, List<String> without) {
        Set<String> required = new TreeSet<>();
        if (schema.has("required")) {
            schema.get("required").forEach(name -> required.add(name.stringValue()));
        }
        return schema.get("properties").properties().stream()
                .filter(field -> !without.contains(field.getKey()))
                .map(
                        field ->
                                "`"
                                        + field.getKey()
                                        + (required.contains(field.getKey()) ? "" : "?")
                                        + "` "
                                        + kind(field.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String kind(JsonNode schema) {
        if (schema.has("anyOf")) {
            for (JsonNode one : schema.get("anyOf")) {
                if (!kind(one).equals("null")) {
                    return kind(one);
                }
            }
        }
        JsonNode declared = schema.get("type");
        String type = declared.isArray() ? declared.get(0).stringValue() : declared.stringValue();
        return switch (type) {
            case "string" ->
                    switch (schema.has("format") ? schema.get("format").stringValue() : "") {
                        case "date" -> "date";
                        case "date-time" -> "instant";
                        default -> "text";
                    };
            case "array" -> "list of " + kind(schema.get("items"));
            case "object" ->
                    schema.has("properties")
                            ? "{" + fields(schema, List.of()) + "}"
                            : kind(schema.get("additionalProperties")) + " by key";
            default -> type;
        };
    }

    /** Reporting gives no commands: its intake takes in every contract event as it is. */
    private static Set<String> actingOn(Class<?> event) {
        Set<String> services = users(event, "intake");
        services.remove("reporting-service");
        return services;
    }

    /** The services that use a contract event in one of their packages. */
    private static Set<String> users(Class<?> event, String folder) {
        return WholeSystem.CLASSES.stream()
                .filter(type -> type.getPackageName().matches("org\\.socius\\.\\w+\\." + folder))
                .filter(
                        type ->
                                type.getDirectDependenciesFromSelf().stream()
                                        .anyMatch(d -> d.getTargetClass().isEquivalentTo(event)))
                .map(type -> type.getPackageName().split("\\.")[2] + "-service")
                .collect(Collectors.toCollection(TreeSet::new));
    }

    // problems

    /** One entry of the closed list. */
    record Listed(String where, String code, int status, String title, String remedy) {}

    static List<Listed> listed() {
        List<Listed> listed = new ArrayList<>();
        for (JavaClass type : WholeSystem.CLASSES) {
            if (type.isAnnotatedWith(Problem.class)) {
                Problem problem = type.getAnnotationOfType(Problem.class);
                listed.add(
                        new Listed(
                                where(type),
                                problem.code(),
                                problem.status(),
                                problem.title(),
                                problem.remedy()));
            }
        }
        for (FrameworkProblem problem : FrameworkProblem.values()) {
            listed.add(
                    new Listed(
                            "every service",
                            problem.code(),
                            problem.status(),
                            problem.title(),
                            problem.remedy()));
        }
        listed.addAll(ofTheGateway());
        return listed;
    }

    private static String where(JavaClass type) {
        String module = type.getPackageName().split("\\.")[2];
        return module.equals("platform") ? "every service" : module + "-service";
    }

    /** The gateway's own list is not open to other modules: it is read by its shape. */
    private static List<Listed> ofTheGateway() {
        try {
            List<Listed> listed = new ArrayList<>();
            Class<?> type = Class.forName("org.socius.gateway.GatewayProblem");
            for (Object problem : type.getEnumConstants()) {
                var code = type.getDeclaredMethod("code");
                var status = type.getDeclaredMethod("status");
                var title = type.getDeclaredField("title");
                var remedy = type.getDeclaredField("remedy");
                Stream.of(code, status, title, remedy)
                        .forEach(member -> member.setAccessible(true));
                listed.add(
                        new Listed(
                                "gateway",
                                (String) code.invoke(problem),
                                ((org.springframework.http.HttpStatus) status.invoke(problem))
                                        .value(),
                                (String) title.get(problem),
                                (String) remedy.get(problem)));
            }
            return listed;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The gateway's list has another shape", e);
        }
    }

    static String problems() {
        StringBuilder text =
                new StringBuilder(
                                """
                                # Problems

                                The closed list of everything a caller may be refused with (RFC 9457). The type of a problem is `urn:problem:<service>:<code>`; `rule` names the rule of the domain where one refused, facts stand in members of their own, wrong fields in `errors`.

                                """)
                        .append(NOTE);
        Map<String, List<Listed>> byPlace =
                listed().stream()
                        .distinct()
                        .collect(
                                Collectors.groupingBy(
                                        Listed::where, TreeMap::new, Collectors.toList()));
        for (Map.Entry<String, List<Listed>> place : byPlace.entrySet()) {
            text.append("\n## ").append(place.getKey()).append("\n\n");
            text.append("| code | status | title | what to do |\n|---|---|---|---|\n");
            place.getValue().stream()
                    .sorted(
                            java.util.Comparator.comparingInt(Listed::status)
                                    .thenComparing(Listed::code))
                    .forEach(
                            problem ->
                                    text.append(
                                            "| `%s` | %d | %s | %s |\n"
                                                    .formatted(
                                                            problem.code(),
                                                            problem.status(),
                                                            cell(problem.title()),
                                                            cell(problem.remedy()))));
        }
        return text.toString();
    }

    // settings

    static String settings() {
        StringBuilder text =
                new StringBuilder(
                                """
                                # Settings

                                The numbers that rules name and that a facility may set otherwise, as properties of the service or in the environment (`socius.request.screening-days` is `SOCIUS_REQUEST_SCREENINGDAYS`). They are read at the start; a service does not start with a value outside its range. What was decided by them stands in the events, so another value decides what comes and changes nothing that was. `GET /api/v1/reference/settings` shows what holds. Where a list is allowed, the range is that of each number.

                                An administrator changes one while the services run, from a day on (today at the earliest): `PUT /api/v1/reference/settings/socius.expert.pass-mark` with `{"validFrom": "2027-01-01", "value": 75}`. A list is written `[10, 20]`; `unit` may be added and must be that of the table; numbers that only make sense together change together (`"together": {"socius.matching.weights.language": 20}`). What was changed goes before the property from its day on, also after a restart with another one; `GET` of the same address shows all changes, those to come included. A command is judged by what holds on its business day, by each instance of the service at the latest a second after the change was acknowledged.

                                """)
                        .append(NOTE);
        for (String service : WholeSystem.SERVICES) {
            List<Settings.Line> lines =
                    WholeSystem.CLASSES.stream()
                            .filter(type -> type.isAnnotatedWith(ConfigurationProperties.class))
                            .filter(
                                    type ->
                                            type.getPackageName()
                                                    .startsWith("org.socius." + service))
                            .map(JavaClass::reflect)
                            .filter(Class::isRecord)
                            .flatMap(type -> Settings.of(type.asSubclass(Record.class)).stream())
                            .sorted(Comparator.comparing(Settings.Line::property))
                            .toList();
            if (!lines.isEmpty()) {
                text.append("\n## ").append(service).append("-service\n\n");
                text.append("| property | rule | what it says | default | from | to |\n");
                text.append("|---|---|---|---|---|---|\n");
                lines.forEach(
                        line ->
                                text.append(
                                        "| `%s` | %s | %s: %s %s | %s | %d | %d |\n"
                                                .formatted(
                                                        line.property(),
                                                        line.rule(),
                                                        line.what(),
                                                        line.standard(),
                                                        line.unit(),
                                                        line.standard(),
                                                        line.least(),
                                                        line.most())));
            }
        }
        return text.toString();
    }

    // rules

    /** Number and text of each rule in order; a line without a number is a heading. */
    static List<String> ruleLines() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        Catalogues.class.getResourceAsStream("rules.txt")),
                                StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("# ")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Set<String> ruleNumbers() {
        return ruleLines().stream()
                .filter(line -> line.startsWith("R"))
                .map(line -> line.split(" ")[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static String rules() {
        List<RuleTags.Tag> tags = RuleTags.all();
        Set<String> proved = tags.stream().map(RuleTags.Tag::rule).collect(Collectors.toSet());
        StringBuilder text =
                new StringBuilder(
                                """
                                # Rules

                                The rules of the domain and the tests that prove them. A test stands here only if it sees both sides: a refusal that names the rule, and an acceptance. Rules about recording, deriving and counting refuse nothing: there *kept by* names the test that asserts what the rule says. `mvn verify` fails when one of them has left no evidence. A rule that is *missing* is not proved; it may be kept or not.

                                """)
                        .append(NOTE)
                        .append(
                                "\n%d of %d rules are proved.\n"
                                        .formatted(proved.size(), ruleNumbers().size()));
        for (String line : ruleLines()) {
            if (line.startsWith("## ")) {
                text.append("\n").append(line).append("\n\n");
                text.append("| rule | what it says | proved by |\n|---|---|---|\n");
            } else {
                String number = line.split(" ")[0];
                text.append(
                        "| %s | %s | %s |\n"
                                .formatted(
                                        number,
                                        cell(line.substring(number.length() + 1)),
                                        tests(tags, number)));
            }
        }
        return text.toString();
    }

    private static String tests(List<RuleTags.Tag> tags, String rule) {
        String tests =
                tags.stream()
                        .filter(tag -> tag.rule().equals(rule))
                        .map(
                                tag ->
                                        "%s%s: `%s` %s"
                                                .formatted(
                                                        tag.derived() ? "kept by " : "",
                                                        tag.module(),
                                                        tag.type()
                                                                .replaceFirst(".*\\.", "")
                                                                .replace('$', '.'),
                                                        tag.method().replace('_', ' ')))
                        .distinct()
                        .collect(Collectors.joining("<br>"));
        return tests.isEmpty() ? "*missing*" : tests;
    }

    private static String cell(String text) {
        return Arrays.stream(text.split("\\R"))
                .map(String::strip)
                .collect(Collectors.joining(" "))
                .replace("|", "\\|");
    }
}
