package org.socius.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.socius.reporting.Examples.figure;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socius.platform.embedded.EmbeddedKafka;
import org.socius.platform.intake.Fact;
import org.socius.platform.testing.Http;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.TestTokens;
import org.socius.platform.time.Brussels;
import org.socius.reporting.Oracle.Question;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The service against a second, naive count of the same facts: random histories, told in any order
 * between aggregates, with late entries and every fourth record again; random questions.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class OracleTest {

    private static final boolean DEEP = Boolean.getBoolean("socius.deep");
    private static final int ACTIONS = DEEP ? 120 : 40;
    private static final int QUESTIONS = DEEP ? 300 : 25;

    /** Every table that is split, with its dimensions and measures. */
    private static final Map<String, Map<List<String>, List<String>>> TABLES =
            Map.of(
                    "actions-by-country",
                    Map.of(
                            List.of("country"),
                            List.of("actions", "activities", "institutions", "workingDays")),
                    "actions-by-theme",
                    Map.of(
                            List.of("theme"),
                            List.of("actions", "activities", "countries", "workingDays")),
                    "actions-by-type-of-assistance",
                    Map.of(
                            List.of("typeOfAssistance"),
                            List.of("actions", "activities", "countries", "workingDays")),
                    "theme-type-matrix",
                    Map.of(List.of("theme", "typeOfAssistance"), List.of("actions")),
                    "theme-country-matrix",
                    Map.of(List.of("theme", "country"), List.of("actions")),
                    "activities-by-type",
                    Map.of(List.of("type", "modality"), List.of("activities")),
                    "working-days-by-member-state",
                    Map.of(
                            List.of("memberState"),
                            List.of("workingDays", "mobilisations", "experts")),
                    "experts-by-member-state",
                    Map.of(List.of("memberState"), List.of("experts", "mobilisations")),
                    "sdg",
                    Map.of(List.of("sdg"), List.of("actions", "activities", "countries")));

    private static final List<String> OVERVIEW =
            List.of(
                    "requests",
                    "actions",
                    "activities",
                    "countries",
                    "institutions",
                    "experts",
                    "mobilisations",
                    "workingDays");

    /** What somebody has published of the same kind. */
    private static final List<String> STATED =
            List.of("actions_implemented", "activities", "countries", "experts", "days");

    /** Another one each time in the deep run; a failure prints it. */
    private final long seed = Long.getLong("socius.seed", DEEP ? System.nanoTime() : 117L);

    private final Random random = new Random(seed);

    @Test
    @Rule(value = "R117", derived = true)
    void every_report_is_what_a_naive_count_of_the_facts_says_and_so_is_a_rebuilt_one(
            @TempDir Path directory) {
        Told history = RandomHistory.of(random, ACTIONS);
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            questions.add(question(history));
        }
        history.on("2012-01-01");
        STATED.forEach(metric -> history.tell(metric, figure(metric, metric, "1", null, null)));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            publish(kafka, history);
            List<String> answers;
            try (RunningService live =
                    RunningService.start(kafka.bootstrapServers(), "oracle").knowing(history)) {
                Http http = live.http().as(TestTokens.token("clara", "coordinator"));
                for (Question question : questions) {
                    compare(http, history, question);
                }
                answers = answers(http, questions);
            }
            try (RunningService rebuilt =
                    RunningService.start(kafka.bootstrapServers(), "oracle-anew")
                            .knowing(history)) {
                assertThat(
                                answers(
                                        rebuilt.http().as(TestTokens.token("clara", "coordinator")),
                                        questions))
                        .as("seed %d", seed)
                        .isEqualTo(answers);
            }
        }
    }

    private void compare(Http http, Told history, Question question) {
        Oracle oracle = new Oracle(history.facts(), question);
        String asked = "?" + question.asQuery();
        JsonNode overview = get(http, "overview" + asked);
        for (String measure : OVERVIEW) {
            assertThat(overview.path(measure).asDouble())
                    .as("seed %d overview%s %s", seed, asked, measure)
                    .isCloseTo(oracle.figure(measure), within(1e-6));
        }
        TABLES.forEach(
                (table, shape) ->
                        shape.forEach(
                                (dimensions, measures) -> {
                                    JsonNode body = get(http, table + asked);
                                    assertThat(cells(body, dimensions, measures))
                                            .as("seed %d %s%s", seed, table, asked)
                                            .isEqualTo(rounded(oracle.table(dimensions, measures)));
                                    for (String measure : measures) {
                                        assertThat(body.at("/totals").path(measure).asDouble())
                                                .as("seed %d %s%s %s", seed, table, asked, measure)
                                                .isCloseTo(oracle.figure(measure), within(1e-6));
                                    }
                                }));
        JsonNode compared = get(http, "published-vs-computed" + asked).at("/rows");
        assertThat(compared).hasSize(STATED.size());
        for (JsonNode row : compared) {
            String measure = row.path("measure").asString("");
            assertThat(OVERVIEW).contains(measure);
            assertThat(row.path("computed").asDouble())
                    .as("seed %d published-vs-computed%s %s", seed, asked, measure)
                    .isCloseTo(oracle.figure(measure), within(1e-6));
        }
        if (!question.filters().containsKey("institution")) {
            Set<String> cards = new TreeSet<>();
            http.get("/api/v1/catalogue/actions" + asked + "&size=200")
                    .body()
                    .at("/items")
                    .forEach(card -> cards.add(card.path("id").asString()));
            assertThat(cards).as("seed %d catalogue%s", seed, asked).isEqualTo(oracle.actions());
        }
    }

    private static JsonNode get(Http http, String path) {
        Http.Answer answer = http.get("/api/v1/reports/" + path);
        assertThat(answer.status()).as(path + " " + answer.response().body()).isEqualTo(200);
        return answer.body();
    }

    private static Map<List<String>, Map<String, Double>> cells(
            JsonNode body, List<String> dimensions, List<String> measures) {
        Map<List<String>, Map<String, Double>> cells = new HashMap<>();
        for (JsonNode row : body.at("/rows")) {
            List<String> place = new ArrayList<>();
            dimensions.forEach(dimension -> place.add(row.get(dimension).asString("null")));
            for (String measure : measures) {
                double value = row.get(measure).asDouble();
                if (value != 0) {
                    cells.computeIfAbsent(place, p -> new TreeMap<>()).put(measure, value);
                }
            }
        }
        return rounded(cells);
    }

    private static Map<List<String>, Map<String, Double>> rounded(
            Map<List<String>, Map<String, Double>> cells) {
        cells.values().forEach(row -> row.replaceAll((_, value) -> Math.rint(value * 1e4) / 1e4));
        return cells;
    }

    private static List<String> answers(Http http, List<Question> questions) {
        List<String> answers = new ArrayList<>();
        for (Question question : questions) {
            List<String> paths = new ArrayList<>(TABLES.keySet());
            paths.add("overview");
            paths.sort(null);
            for (String path : paths) {
                JsonNode body = get(http, path + "?" + question.asQuery());
                answers.add(((ObjectNode) body).without("meta").toString());
            }
        }
        return answers;
    }

    private Question question(Told history) {
        Map<String, Set<String>> filters = new LinkedHashMap<>();
        if (random.nextInt(3) == 0) {
            filters.put("country", two(RandomHistory.COUNTRIES));
        }
        if (random.nextInt(4) == 0) {
            filters.put("theme", two(RandomHistory.THEMES));
        }
        if (random.nextInt(4) == 0) {
            filters.put("typeOfAssistance", two(RandomHistory.TYPES));
        }
        if (random.nextInt(4) == 0) {
            filters.put("expertCountry", two(RandomHistory.MEMBER_STATES));
        }
        if (random.nextInt(5) == 0) {
            filters.put("institution", Set.of("i" + random.nextInt(5)));
        }
        LocalDate from = random.nextBoolean() ? null : dayOf(history);
        LocalDate to = random.nextBoolean() ? null : dayOf(history);
        if (from != null && to != null && to.isBefore(from)) {
            LocalDate later = from;
            from = to;
            to = later;
        }
        return new Question(
                random.nextInt(3) == 0 ? dayOf(history) : RandomHistory.day(900),
                random.nextInt(3) == 0 ? one(history).recordedAt() : null,
                from,
                to,
                filters);
    }

    /** A day on which something happened: limits matter where they fall on one. */
    private LocalDate dayOf(Told history) {
        return Brussels.day(one(history).occurredAt());
    }

    private Fact one(Told history) {
        return history.facts().get(random.nextInt(history.facts().size())).fact();
    }

    private Set<String> two(List<String> values) {
        Set<String> two = new TreeSet<>();
        two.add(values.get(random.nextInt(values.size())));
        two.add(values.get(random.nextInt(values.size())));
        return two;
    }

    /** In order within an aggregate, in any order between them, with earlier records again. */
    private void publish(EmbeddedKafka kafka, Told history) {
        Map<String, Deque<ProducerRecord<byte[], byte[]>>> waiting = new TreeMap<>();
        for (var record : history.records()) {
            waiting.computeIfAbsent(
                            record.topic()
                                    + new String(
                                            record.key(), java.nio.charset.StandardCharsets.UTF_8),
                            key -> new ArrayDeque<>())
                    .add(record);
        }
        List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
        RunningService.feed(
                kafka.bootstrapServers(),
                producer -> {
                    List<String> keys = new ArrayList<>(waiting.keySet());
                    while (!keys.isEmpty()) {
                        String key = keys.get(random.nextInt(keys.size()));
                        Deque<ProducerRecord<byte[], byte[]>> its = waiting.get(key);
                        ProducerRecord<byte[], byte[]> next = its.remove();
                        producer.send(next);
                        sent.add(next);
                        if (its.isEmpty()) {
                            keys.remove(key);
                        }
                        if (random.nextInt(4) == 0) {
                            producer.send(sent.get(random.nextInt(sent.size())));
                        }
                    }
                });
    }
}
