package org.socius.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socius.contracts.Topics;
import org.socius.platform.testing.Rule;
import org.socius.quickstart.dataset.Missions;
import org.socius.quickstart.journey.Api;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An expert is erased after three missions: the person is nowhere, the days still count. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ErasedExpertStoryTest {

    private static final String API = "/api/v1";
    private static final int MISSIONS = 3;

    /** Days of the first and the second seat of a life, and of the first alone. */
    private static final int DAYS_OF_ALL = MISSIONS * (18 + 14);

    private static final int DAYS_OF_THE_EXPERT = MISSIONS * 18;

    private static final List<String> FIGURES =
            List.of(
                    "working-days-by-member-state",
                    "experts-by-member-state",
                    "overview",
                    "actions-by-country");

    @TempDir private static Path directory;

    private static final UUID EXPERT = Missions.expert();
    private static Socius socius;
    private static Api api;
    private static HttpClient client;
    private static final List<String> ACTIONS = new ArrayList<>();
    private static Map<String, String> figuresBefore;
    private static Map<String, String> figuresAfter;
    private static Map<String, String> before;
    private static Map<String, String> after;

    @BeforeAll
    static void play_three_missions_and_erase_the_expert() throws Exception {
        Options options = Options.parse("--data", directory.toString(), "--port", "0", "--empty");
        DataDirectory data = DataDirectory.take(options.data());
        Progress silent = new Progress(new PrintStream(OutputStream.nullOutputStream()));
        socius = new Socius(options, data, silent, new LoadState(Options.Dataset.EMPTY));
        socius.start(Clock.systemUTC());
        api = new Api(socius.gateway(), "demo", Clock.systemUTC());
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        await().atMost(Duration.ofMinutes(2)).until(api::isUp);
        LocalDate today =
                LocalDate.parse(api.get("admin", API + "/status").text("clock").substring(0, 10));
        Missions.play(api, today, MISSIONS);
        for (JsonNode action : items("coordinator", "/actions?status=CLOSED")) {
            ACTIONS.add(action.path("id").asString());
        }
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                report("working-days-by-member-state")
                                                .at("/totals/workingDays")
                                                .asInt()
                                        == DAYS_OF_ALL);
        figuresBefore = figures();
        before = everywhere();
        Api.Answer erased =
                api.post(
                        "data-protection",
                        API + "/persons/" + EXPERT + "/erasure",
                        "erase",
                        Map.of("reason", "The person asked for it."));
        assertThat(erased.status()).as(erased.body().toString()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                isNowhere(
                                        text("mobilisation-officer", "/experts?size=200")
                                                + text(
                                                        "coordinator",
                                                        "/applications?expert=" + EXPERT)));
        await().atMost(Duration.ofSeconds(30)).until(() -> told().contains("expert.erased"));
        await().atMost(Duration.ofSeconds(30)).until(ErasedExpertStoryTest::reportsHaveEverything);
        figuresAfter = figures();
        after = everywhere();
    }

    @AfterAll
    static void stop() {
        client.close();
        socius.close();
    }

    // ------------------------------------------------------------------ what is read

    private static List<JsonNode> items(String login, String path) {
        return api.get(login, API + path).body().path("items").valueStream().toList();
    }

    private static JsonNode report(String name) {
        return api.get(API + "/reports/" + name).body();
    }

    private static Map<String, String> figures() {
        Map<String, String> figures = new TreeMap<>();
        for (String name : FIGURES) {
            Map<String, Object> shown = new LinkedHashMap<>();
            report(name)
                    .properties()
                    .forEach(
                            member -> {
                                if (!member.getKey().equals("meta")) {
                                    shown.put(member.getKey(), member.getValue());
                                }
                            });
            figures.put(name, shown.toString());
        }
        return figures;
    }

    private static boolean reportsHaveEverything() {
        JsonNode told =
                api.get("coordinator", API + "/status")
                        .body()
                        .at("/services/expert-service/relay/recorded");
        return told.path(Topics.EXPERT).asLong(-1)
                == report("overview").at("/meta/positions").path(Topics.EXPERT).asLong();
    }

    private static byte[] bytes(String login, String path) {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create(socius.gateway() + API + path))
                                    .header("Authorization", "Bearer " + api.token(login))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(String login, String path) {
        return new String(bytes(login, path), StandardCharsets.UTF_8);
    }

    /** Whatever names the person, by those who may see most of it. */
    private static Map<String, String> everywhere() throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        String ofExpert = "?size=200&expert=" + EXPERT;
        all.put("profile", text("mobilisation-officer", "/experts/" + EXPERT));
        all.put("history", text("mobilisation-officer", "/experts/" + EXPERT + "/timeline"));
        all.put("roster", text("mobilisation-officer", "/experts?size=200"));
        all.put("search", text("mobilisation-officer", "/experts?q=" + Missions.marks()[1]));
        all.put("applications", text("coordinator", "/applications" + ofExpert));
        all.put("mobilisations", text("finance-officer", "/mobilisations" + ofExpert));
        for (JsonNode one : items("coordinator", "/applications" + ofExpert)) {
            String path = "/applications/" + one.path("id").asString();
            all.put(path, text("coordinator", path) + text("coordinator", path + "/timeline"));
        }
        for (JsonNode one : items("finance-officer", "/mobilisations" + ofExpert)) {
            String path = "/mobilisations/" + one.path("id").asString();
            all.put(
                    path,
                    text("finance-officer", path) + text("finance-officer", path + "/timeline"));
        }
        for (String action : ACTIONS) {
            all.put("action " + action, text("activity-manager", "/actions/" + action));
            all.put("dossier " + action, dossier(action));
        }
        all.put("data export", text("data-protection", "/persons/" + EXPERT + "/data-export"));
        all.put("topics", told());
        return all;
    }

    private static String dossier(String action) throws IOException {
        StringBuilder all = new StringBuilder();
        try (ZipInputStream zip =
                new ZipInputStream(
                        new ByteArrayInputStream(
                                bytes("coordinator", "/actions/" + action + "/dossier")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                all.append(entry.getName())
                        .append('\n')
                        .append(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return all.toString();
    }

    /** Every record of the three topics, as a stranger at the broker reads it. */
    private static String told() throws IOException {
        String kafka =
                JsonMapper.shared()
                        .readTree(Files.readString(directory.resolve(Socius.ADDRESSES)))
                        .path("kafka")
                        .asString();
        StringBuilder all = new StringBuilder();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka, "auto.offset.reset", "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            List<TopicPartition> partitions =
                    Topics.ALL.stream()
                            .flatMap(topic -> consumer.partitionsFor(topic).stream())
                            .map(one -> new TopicPartition(one.topic(), one.partition()))
                            .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, String> one : consumer.poll(Duration.ofSeconds(1))) {
                    all.append(new String(one.headers().lastHeader("ce_type").value()))
                            .append(one.value())
                            .append('\n');
                }
            }
        }
        return all.toString();
    }

    private static boolean isNowhere(String text) {
        for (String mark : Missions.marks()) {
            if (text.contains(mark)) {
                return false;
            }
        }
        return true;
    }

    // ------------------------------------------------------------------ what is found

    @Test
    void the_days_of_three_missions_were_counted() {
        assertThat(ACTIONS).hasSize(MISSIONS);
        JsonNode rows = report("working-days-by-member-state").path("rows");
        assertThat(rows.valueStream())
                .anySatisfy(
                        row -> {
                            assertThat(row.path("memberState").asString()).isEqualTo("FR");
                            assertThat(row.path("workingDays").asInt())
                                    .isEqualTo(DAYS_OF_THE_EXPERT);
                            assertThat(row.path("mobilisations").asInt()).isEqualTo(MISSIONS);
                            assertThat(row.path("experts").asInt()).isEqualTo(1);
                        });
    }

    @Test
    @Rule(value = "R75", derived = true)
    void the_figures_are_the_same_after_the_erasure() {
        assertThat(figuresAfter).isEqualTo(figuresBefore);
    }

    @Test
    void the_person_was_there_before() {
        assertThat(before.keySet()).hasSizeGreaterThanOrEqualTo(6 + 2 * MISSIONS * 2 + 2);
        for (String place :
                List.of(
                        "profile",
                        "roster",
                        "search",
                        "data export",
                        "dossier " + ACTIONS.get(0))) {
            assertThat(isNowhere(before.get(place))).as(place).isFalse();
        }
        assertThat(before.get("topics")).contains(EXPERT.toString());
    }

    @Test
    @Rule(value = "R75", derived = true)
    void the_person_is_nowhere_afterwards() {
        assertThat(after.keySet()).containsAll(before.keySet());
        after.forEach((place, text) -> assertThat(isNowhere(text)).as(place).isTrue());
    }

    @Test
    void no_topic_ever_named_the_person() {
        assertThat(isNowhere(before.get("topics"))).isTrue();
        assertThat(isNowhere(after.get("topics"))).isTrue();
    }

    @Test
    void the_dossier_of_each_action_still_opens_and_has_the_days() {
        for (String action : ACTIONS) {
            String dossier = after.get("dossier " + action);
            assertThat(dossier)
                    .contains(
                            "MANIFEST", "index.html", "WorkingDaysRecorded", "MobilisationSettled");
        }
    }
}
