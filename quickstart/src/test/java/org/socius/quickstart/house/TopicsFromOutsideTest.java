package org.socius.quickstart.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.socius.quickstart.SociusProcess;
import org.socius.quickstart.journey.Api;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * A whole journey during which everything is killed twice, at moments that differ from run to run.
 * Afterwards a plain Kafka client reads the topics from the start: it knows what the outside
 * contract says and nothing of our classes.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicsFromOutsideTest {

    private static final List<String> TOPICS =
            List.of("socius.request.v1", "socius.action.v1", "socius.expert.v1");

    private static final Set<String> HEADERS =
            Set.of(
                    "ce_specversion",
                    "ce_id",
                    "ce_type",
                    "ce_source",
                    "ce_subject",
                    "ce_time",
                    "ce_sequence",
                    "ce_aggregateversion",
                    "ce_correlationid",
                    "ce_causationid",
                    "content-type");

    /** What the journey says about and in the words of persons. */
    private static final Pattern PERSONAL =
            Pattern.compile("@example|\"given\"|\"family\"|I do this work at home|Very useful");

    private static final Duration LONGEST_JOURNEY = Duration.ofMinutes(10);
    private static final String END = "The journey is over";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<ConsumerRecord<String, String>> records = new ArrayList<>();
    private final Map<String, Long> recorded = new TreeMap<>();
    private JsonNode overview = MissingNode.getInstance();
    private boolean soundLogs;

    @BeforeAll
    void play_a_journey_and_read(@TempDir Path directory) throws Exception {
        for (String step : List.of(" 12/", " 47/")) {
            try (SociusProcess killed = journey(directory)) {
                killed.awaitOut(step, LONGEST_JOURNEY);
                killed.kill();
                assertThat(killed.out()).doesNotContain(END);
            }
        }
        try (SociusProcess survivor = journey(directory)) {
            survivor.awaitOut(END, LONGEST_JOURNEY);
            JsonNode addresses =
                    JSON.readTree(Files.readString(directory.resolve("data/addresses.json")));
            Api api = new Api(addresses.get("gateway").stringValue(), "demo", Clock.systemUTC());
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(
                            () -> {
                                recorded.clear();
                                readRecorded(api.get("coordinator", "/api/v1/status").body());
                                read(addresses.get("kafka").stringValue());
                                assertThat(distinctByTopic()).isEqualTo(recorded);
                                overview = api.get("/api/v1/reports/overview").body();
                                assertThat(overview.at("/meta/positions").propertyNames())
                                        .allSatisfy(
                                                topic ->
                                                        assertThat(
                                                                        overview.at(
                                                                                        "/meta/positions")
                                                                                .get(topic)
                                                                                .asLong())
                                                                .isEqualTo(recorded.get(topic)));
                            });
        }
        try (SociusProcess check = SociusProcess.start(directory, "--fsck")) {
            soundLogs = check.awaitEnd() == 0;
        }
    }

    private static SociusProcess journey(Path directory) throws IOException {
        return SociusProcess.start(directory, "--port", "0", "--journey");
    }

    @AfterAll
    void forget() {
        records.clear();
    }

    /** The numbers of contract events that the services say they have published, by topic. */
    private void readRecorded(JsonNode status) {
        for (JsonNode service : status.get("services")) {
            JsonNode counts = service.at("/relay/recorded");
            counts.properties()
                    .forEach(topic -> recorded.put(topic.getKey(), topic.getValue().asLong()));
        }
    }

    private void read(String bootstrap) {
        records.clear();
        Map<String, Object> settings =
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions =
                    TOPICS.stream()
                            .flatMap(topic -> consumer.partitionsFor(topic).stream())
                            .map(p -> new TopicPartition(p.topic(), p.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private Map<String, Long> distinctByTopic() {
        Map<String, Set<String>> ids = new TreeMap<>();
        records.forEach(
                r -> ids.computeIfAbsent(r.topic(), t -> new HashSet<>()).add(header(r, "ce_id")));
        Map<String, Long> counts = new TreeMap<>();
        ids.forEach((topic, distinct) -> counts.put(topic, (long) distinct.size()));
        return counts;
    }

    @Test
    void no_step_is_lost_and_no_figure_counted_twice() {
        assertThat(overview.path("requests").asInt()).isEqualTo(1);
        assertThat(overview.path("actions").asInt()).as("14 of history and one").isEqualTo(15);
        assertThat(overview.path("experts").asInt()).isEqualTo(2);
        assertThat(overview.path("mobilisations").asInt()).isEqualTo(2);
        assertThat(overview.path("workingDays").asInt()).isEqualTo(32);
    }

    @Test
    void the_logs_are_sound() {
        assertThat(soundLogs).isTrue();
    }

    @Test
    void everything_that_the_services_recorded_is_there() {
        assertThat(recorded.keySet()).isEqualTo(new TreeSet<>(TOPICS));
        assertThat(recorded.values()).allMatch(count -> count > 10);
        assertThat(distinctByTopic()).isEqualTo(recorded);
    }

    @Test
    void the_sequence_of_each_aggregate_starts_at_1_and_has_no_hole() {
        Map<String, Long> newest = new HashMap<>();
        for (ConsumerRecord<String, String> record : records) {
            String sequence = header(record, "ce_sequence");
            assertThat(sequence).matches("[0-9]{10}");
            long number = Long.parseLong(sequence);
            String aggregate = record.topic() + " " + record.key();
            long before = newest.getOrDefault(aggregate, 0L);
            assertThat(number).as(aggregate).isLessThanOrEqualTo(before + 1);
            newest.merge(aggregate, number, Math::max);
        }
        assertThat(newest).hasSizeGreaterThan(10);
        assertThat(newest.values()).anyMatch(number -> number > 5);
    }

    @Test
    void the_headers_are_those_of_cloud_events() {
        for (ConsumerRecord<String, String> record : records) {
            Set<String> names = new HashSet<>();
            record.headers().forEach(header -> names.add(header.key()));
            names.remove("ce_late");
            assertThat(names).isEqualTo(HEADERS);
            HEADERS.forEach(name -> assertThat(header(record, name)).as(name).isNotBlank());
            assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
            assertThat(header(record, "ce_subject")).isEqualTo(record.key());
            assertThat(header(record, "content-type")).isEqualTo("application/json");
            assertThat(header(record, "ce_source"))
                    .isEqualTo("/" + record.topic().split("\\.")[1] + "-service");
            assertThat(header(record, "ce_time"))
                    .isEqualTo(JSON.readTree(record.value()).get("occurredAt").stringValue());
        }
    }

    @Test
    void each_value_is_what_its_schema_describes_and_nothing_more() throws IOException {
        SchemaRegistry schemas =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        Set<String> types = new TreeSet<>();
        for (ConsumerRecord<String, String> record : records) {
            String type = header(record, "ce_type");
            types.add(type);
            String schema = schema(type);
            assertThat(
                            schemas.getSchema(schema)
                                    .validate(
                                            record.value(),
                                            InputFormat.JSON,
                                            context ->
                                                    context.executionConfig(
                                                            c -> c.formatAssertionsEnabled(true))))
                    .as(type)
                    .isEmpty();
            assertThat(JSON.readTree(schema).get("properties").propertyNames())
                    .as(type)
                    .containsAll(JSON.readTree(record.value()).propertyNames());
        }
        assertThat(types)
                .contains(
                        "org.socius.request.submitted.v1",
                        "org.socius.action.approved.v1",
                        "org.socius.expert.mobilised.v1",
                        "org.socius.activity.completed.v1");
    }

    private static String schema(String type) throws IOException {
        String name = "/org/socius/contracts/schemas/" + type + ".json";
        try (InputStream schema = TopicsFromOutsideTest.class.getResourceAsStream(name)) {
            assertThat(schema).as(name).isNotNull();
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void the_journey_speaks_of_persons() throws IOException {
        Path pages = Path.of("src/main/resources/org/socius/quickstart/journey");
        StringBuilder words =
                new StringBuilder(
                        Files.readString(
                                Path.of(
                                        "src/main/java/org/socius/quickstart/journey/Registered.java")));
        for (String page : List.of("expert", "application", "survey")) {
            words.append(Files.readString(pages.resolve(page + ".json")));
        }
        for (String word : PERSONAL.pattern().split("\\|")) {
            assertThat(words.toString()).contains(word);
        }
    }

    @Test
    void no_personal_data_is_in_them() {
        for (ConsumerRecord<String, String> record : records) {
            assertThat(record.value()).doesNotContainPattern(PERSONAL);
            assertThat(record.key()).doesNotContainPattern(PERSONAL);
        }
    }
}
