package org.socius.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.socius.quickstart.dataset.DemoDataset;
import org.socius.quickstart.journey.Api;
import tools.jackson.databind.JsonNode;

/**
 * Everything the facility's sources say (section 4 of the domain) is entered through the API as the
 * demo does it, and asked for again, row by row: {@code what-the-sources-say.txt}.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WhatTheSourcesSayTest {

    private static final String API = "/api/v1";

    /** How many rows each of the five tables has. */
    private static final Map<String, Long> ROWS =
            Map.of("4.1", 21L, "4.2", 17L, "4.3", 38L, "4.4", 23L, "4.5", 20L);

    @TempDir private static Path directory;

    private static Socius socius;
    private static Api api;
    private static final Map<String, String> IDS = new HashMap<>();
    private static final Map<String, JsonNode> ANSWERS = new HashMap<>();

    /** What is asked, and the facts that one item of the answer has. */
    private record Question(String login, String path, List<String> facts) {}

    private record Row(String name, List<Question> questions) {
        String table() {
            return name.substring(0, "4.1".length());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void enter_what_the_sources_say() {
        Options options = Options.parse("--data", directory.toString(), "--port", "0", "--empty");
        DataDirectory data = DataDirectory.take(options.data());
        Progress silent = new Progress(new PrintStream(OutputStream.nullOutputStream()));
        socius = new Socius(options, data, silent, new LoadState(Options.Dataset.EMPTY));
        socius.start(Clock.systemUTC());
        api = new Api(socius.gateway(), "demo", Clock.systemUTC());
        await().atMost(Duration.ofMinutes(2)).until(api::isUp);
        new DatasetLoader(api, data, new LoadState(Options.Dataset.HISTORY), silent)
                .load(Options.Dataset.HISTORY);
        LocalDate today =
                LocalDate.parse(api.get("admin", "/api/v1/status").text("clock").substring(0, 10));
        new DemoDataset(api, today, _ -> {}).whatPublicSourcesTell();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> records("status=ENTERED").path("totalItems").asInt() >= 130);
        everything("/facility-records?status=ENTERED", "code");
        everything("/projects?", "code");
        for (JsonNode action : all("/actions?origin=HISTORY")) {
            String id = action.path("id").asString();
            JsonNode shown = api.get("coordinator", API + "/actions/" + id).body();
            IDS.put(shown.at("/history/key").asString(), id);
        }
        await().atMost(Duration.ofMinutes(1))
                .until(
                        () ->
                                api.get("coordinator", API + "/catalogue/actions?size=1")
                                                .body()
                                                .path("totalItems")
                                                .asInt()
                                        >= 14);
    }

    @AfterAll
    static void stop() {
        socius.close();
    }

    private static void everything(String path, String named) {
        for (JsonNode item : all(path)) {
            IDS.put(item.path(named).asString(), item.path("id").asString());
        }
    }

    private static List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        JsonNode page = api.get("coordinator", API + path + "&size=200").body();
        page.path("items").forEach(items::add);
        assertThat(items).hasSize(page.path("totalItems").asInt());
        return items;
    }

    private static JsonNode records(String query) {
        return api.get("coordinator", API + "/facility-records?size=1&" + query).body();
    }

    @Test
    void every_row_of_the_five_tables_is_asked_for() throws IOException {
        Map<String, Long> found = new TreeMap<>();
        rows().forEach(row -> found.merge(row.table(), 1L, Long::sum));
        assertThat(found).isEqualTo(new TreeMap<>(ROWS));
        assertThat(rows()).allSatisfy(row -> assertThat(row.questions()).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_api_shows(Row row) {
        for (Question question : row.questions()) {
            JsonNode body = ask(question.login(), resolved(question.path()));
            List<JsonNode> things = new ArrayList<>();
            things.add(body);
            body.path("items").forEach(things::add);
            assertThat(things)
                    .as("%s%n%s > %s", row, question.path(), question.facts())
                    .anyMatch(
                            thing ->
                                    question.facts().stream()
                                            .allMatch(fact -> holds(thing, resolved(fact))));
        }
    }

    @Test
    void a_fact_that_no_source_states_is_not_shown() {
        JsonNode body = ask("anonymous", "/facility-records?code=O-FPS").path("items").path(0);
        assertThat(holds(body, "detail/parts/from = 2016")).isTrue();
        assertThat(holds(body, "detail/parts/from = 2015")).isFalse();
        assertThat(holds(body, "title/en = ~Social")).isTrue();
        assertThat(holds(body, "title/en = Social")).isFalse();
        assertThat(holds(body, "title/fr")).isFalse();
    }

    @Test
    void the_public_reads_no_contact_point_and_others_no_name() {
        assertThat(
                        ask("anonymous", "/facility-records?kind=CONTACT_POINT")
                                .path("totalItems")
                                .asInt())
                .isZero();
        JsonNode auditor = ask("auditor", "/facility-records?kind=CONTACT_POINT&size=50");
        assertThat(auditor.path("totalItems").asInt()).isEqualTo(6);
        assertThat(auditor.toString()).doesNotContain("Vleminckx").contains("Press service");
    }

    @Test
    void figures_on_record_are_those_that_reports_show_as_published() {
        Set<String> shown = new TreeSet<>();
        for (JsonNode figure : ask("anonymous", "/reports/overview").path("published")) {
            shown.add(figure.path("metric").asString() + " " + figure.path("value").asString());
        }
        Set<String> kept = new TreeSet<>();
        for (JsonNode record :
                ask("anonymous", "/facility-records?kind=PUBLISHED_FIGURE&size=200")
                        .path("items")) {
            kept.add(
                    record.at("/detail/metric").asString()
                            + " "
                            + record.at("/detail/value").asString());
        }
        assertThat(shown).isNotEmpty().isEqualTo(kept);
    }

    private static JsonNode ask(String login, String path) {
        return ANSWERS.computeIfAbsent(
                login + " " + path,
                _ -> {
                    String address = API + encoded(path);
                    Api.Answer answer =
                            login.equals("anonymous") ? api.get(address) : api.get(login, address);
                    assertThat(answer.status()).as(address).isEqualTo(200);
                    return answer.body();
                });
    }

    /** The values in the query as a browser would write them. */
    private static String encoded(String path) {
        int query = path.indexOf('?');
        String plain = (query < 0 ? path : path.substring(0, query)).replaceFirst("/$", "");
        if (query < 0) {
            return plain;
        }
        return plain
                + Stream.of(path.substring(query + 1).split("&"))
                        .map(pair -> pair.split("=", 2))
                        .map(
                                pair ->
                                        pair[0]
                                                + "="
                                                + URLEncoder.encode(
                                                        pair[1], StandardCharsets.UTF_8))
                        .reduce((one, other) -> one + "&" + other)
                        .map(all -> "?" + all)
                        .orElse("");
    }

    private static String resolved(String text) {
        Matcher name = Pattern.compile("\\{([A-Z0-9-]+)}").matcher(text);
        return name.replaceAll(
                found -> {
                    assertThat(IDS).containsKey(found.group(1));
                    return IDS.get(found.group(1));
                });
    }

    private static boolean holds(JsonNode thing, String fact) {
        String[] parts = fact.split(" = ", 2);
        List<JsonNode> found = List.of(thing);
        for (String member : parts[0].split("/")) {
            String name = member.replace("~1", "/");
            found = found.stream().flatMap(node -> step(node, name)).toList();
        }
        List<String> values =
                found.stream()
                        .flatMap(WhatTheSourcesSayTest::leaves)
                        .map(JsonNode::asString)
                        .toList();
        if (parts.length == 1) {
            return !found.isEmpty();
        }
        return parts[1].startsWith("~")
                ? values.stream().anyMatch(value -> value.contains(parts[1].substring(1)))
                : values.contains(parts[1]);
    }

    private static Stream<JsonNode> step(JsonNode node, String name) {
        if (node.isArray() && !name.matches("\\d+")) {
            return node.valueStream().flatMap(element -> step(element, name));
        }
        JsonNode next = node.isArray() ? node.path(Integer.parseInt(name)) : node.path(name);
        return next.isMissingNode() || next.isNull() ? Stream.empty() : Stream.of(next);
    }

    private static Stream<JsonNode> leaves(JsonNode node) {
        return node.isArray()
                ? node.valueStream().flatMap(WhatTheSourcesSayTest::leaves)
                : node.isValueNode() ? Stream.of(node) : Stream.empty();
    }

    private static List<Row> rows() throws IOException {
        Map<String, List<Question>> rows = new LinkedHashMap<>();
        String row = "";
        for (String line : lines()) {
            if (line.startsWith(" ")) {
                String[] asked = line.strip().split(" ", 2);
                String[] pathAndFacts = asked[1].split(" > ", 2);
                rows.get(row)
                        .add(
                                new Question(
                                        asked[0],
                                        pathAndFacts[0],
                                        List.of(
                                                pathAndFacts[1].split(
                                                        " & (?=[a-zA-Z]+(/|$| =))"))));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                row = line;
                rows.put(row, new ArrayList<>());
            }
        }
        return rows.entrySet().stream().map(e -> new Row(e.getKey(), e.getValue())).toList();
    }

    private static List<String> lines() throws IOException {
        try (InputStream in =
                WhatTheSourcesSayTest.class.getResourceAsStream("what-the-sources-say.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
