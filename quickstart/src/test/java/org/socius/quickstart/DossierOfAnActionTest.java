package org.socius.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socius.platform.testing.SampleFiles;
import org.socius.quickstart.issuer.DemoIdentity;
import org.socius.quickstart.journey.Api;
import org.socius.quickstart.journey.Form;
import org.socius.quickstart.journey.Journey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The dossier of a whole life through the gateway, read by nothing but a reader of ZIP files and a
 * digest, before and after a person was erased; and of a second request, where colleagues stand in
 * for each other and are still kept apart.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DossierOfAnActionTest {

    private static final String API = "/api/v1";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String FORGOTTEN = "expert-es@example.org";
    private static final String KNOWN = "expert-it@example.org";

    @TempDir private static Path directory;

    private static Socius socius;
    private static Api api;
    private static HttpClient client;
    private static String action;
    private static final Map<String, byte[]> ASKED = new TreeMap<>();
    private static Map<String, byte[]> before;
    private static Map<String, byte[]> after;
    private static Map<String, byte[]> second;
    private static String attachment;
    private static String paper;
    private static final Map<String, Api.Answer> REFUSED = new LinkedHashMap<>();

    @BeforeAll
    static void play_a_journey_and_take_its_dossier() throws Exception {
        Options options = Options.parse("--data", directory.toString(), "--port", "0", "--empty");
        DataDirectory data = DataDirectory.take(options.data());
        Progress silent = new Progress(new PrintStream(OutputStream.nullOutputStream()));
        socius = new Socius(options, data, silent, new LoadState(Options.Dataset.EMPTY));
        socius.start(Clock.systemUTC());
        api = new Api(socius.gateway(), "demo", Clock.systemUTC());
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        await().atMost(Duration.ofMinutes(2)).until(api::isUp);
        anExpertWithACv();
        new Journey(api, data, silent).play();
        action = only("/actions?status=CLOSED");
        for (DemoIdentity identity : DemoIdentity.all()) {
            HttpResponse<byte[]> answer = ask(identity.login(), dossier(action));
            if (answer.statusCode() == 200) {
                ASKED.put(identity.login(), answer.body());
            } else {
                assertThat(answer.statusCode()).as(identity.login()).isEqualTo(404);
            }
        }
        before = unpacked(ASKED.get("coordinator"));
        aSecondRequestWithSubstitutes();
        forget(DemoIdentity.EXPERT_ES);
        after = unpacked(ask("coordinator", dossier(action)).body());
    }

    @AfterAll
    static void stop() {
        client.close();
        socius.close();
    }

    // ------------------------------------------------------------------ what is played

    private static void anExpertWithACv() throws Exception {
        LocalDate today =
                LocalDate.parse(api.get("admin", API + "/status").text("clock").substring(0, 10));
        String login = "expert-es";
        accepted(
                api.post(
                        login,
                        API + "/experts",
                        "register",
                        Form.of("expert")
                                .with("id", DemoIdentity.EXPERT_ES.toString())
                                .with("name/family", login)
                                .with("email", FORGOTTEN)
                                .with("nationality", "ES")
                                .with("residence", "ES")
                                .with(
                                        "employers/0/organisationId",
                                        "5c1d0000-0002-4000-8000-000000000002")
                                .with("employers/0/country", "ES")
                                .with("consents/privacyNotice", today.toString())
                                .with(
                                        "availability",
                                        List.of(
                                                Map.of(
                                                        "from",
                                                        today.toString(),
                                                        "to",
                                                        today.plusDays(400).toString())))
                                .body()));
        send("PUT", login, API + "/experts/" + DemoIdentity.EXPERT_ES + "/cv");
    }

    /**
     * Clara drafts for the partner; Conrad, on leave, names her as his substitute. He designs and
     * names the approver, who plans in his place.
     */
    private static void aSecondRequestWithSubstitutes() throws Exception {
        String request = UUID.randomUUID().toString();
        String path = API + "/requests/" + request;
        accepted(
                api.post(
                        "coordinator",
                        API + "/requests",
                        "draft-2",
                        Form.of("request")
                                .with("id", request)
                                .with("institutionId", DemoIdentity.IPES.toString())
                                .with("country", "CO")
                                .with("signatory/date", today().minusDays(1).toString())
                                .with("wishedPeriod", later())
                                .with("proposedActivities/0/period", later())
                                .body()));
        attachment = send("POST", "ipes", path + "/attachments");
        command("ipes", path + "/submission", Map.of("declaration", true));
        substitute("coordinator-2", "coordinator");
        refused("a substitute who drafted screens", "coordinator", path + "/screening", Map.of());
        command("coordinator-2", path + "/screening", Map.of());
        refused(
                "a substitute who drafted finds eligible",
                "coordinator",
                path + "/eligibility",
                Map.of("eligible", true));
        command("coordinator-2", path + "/eligibility", Map.of("eligible", true));
        command("coordinator-2", path + "/delegation-consultation", Map.of());
        command("delegation-co", path + "/delegation-opinion", Map.of("opinion", "POSITIVE"));
        Map<String, Object> appraisal = Form.of("appraisal").with("scores/relevance", 4).body();
        refused(
                "a substitute who drafted appraises",
                "coordinator",
                path + "/appraisals",
                appraisal);
        command("coordinator-2", path + "/appraisals", appraisal);
        command("activity-manager", path + "/appraisals", appraisal);
        command("coordinator-2", path + "/acceptance", Map.of());
        await().atMost(Duration.ofSeconds(30)).until(() -> found(request).size() == 1);
        String opened = found(request).path(0).path("id").asString();
        String under = API + "/actions/" + opened;
        accepted(api.put("coordinator-2", under + "/design", "design-2", Form.of("design").body()));
        substitute("coordinator-2", "approver");
        command(
                "approver",
                under + "/activities",
                Form.of("activity")
                        .with("plannedStart", today().plusDays(60).toString())
                        .with("plannedEnd", today().plusDays(64).toString())
                        .body());
        command("ipes", under + "/partner-agreement", Map.of());
        command("coordinator-2", under + "/approval-request", Map.of());
        command("commission", under + "/commission-agreement", Map.of());
        refused("a substitute who planned approves", "approver", under + "/approval", Map.of());
        refused(
                "a substitute who planned returns",
                "approver",
                under + "/return",
                Map.of("reason", "Too dear"));
        String filed = API + "/documents?owner=" + under + "/activities/1";
        paper = send("POST", "activity-manager", filed);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> api.get("auditor", filed).body().path("totalItems").asInt() == 1);
        second = unpacked(ask("auditor", dossier(opened)).body());
    }

    private static void substitute(String person, String substitute) {
        api.get(substitute, API + "/notifications");
        accepted(
                api.post(
                        person,
                        API + "/substitutions",
                        "substitute-" + substitute,
                        Map.of(
                                "substitute",
                                substitute,
                                "from",
                                today().toString(),
                                "to",
                                today().plusDays(20).toString(),
                                "reason",
                                "Leave")));
    }

    private static void forget(UUID person) {
        command("data-protection", API + "/persons/" + person + "/erasure", Map.of());
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                !new String(
                                                ask(
                                                                "coordinator",
                                                                API
                                                                        + "/applications?expert="
                                                                        + person)
                                                        .body(),
                                                StandardCharsets.UTF_8)
                                        .contains(FORGOTTEN));
    }

    private static LocalDate today() {
        return LocalDate.parse(api.get("admin", API + "/status").text("clock").substring(0, 10));
    }

    private static Map<String, Object> later() {
        return Map.of(
                "from", today().plusDays(60).toString(), "to", today().plusDays(90).toString());
    }

    private static JsonNode found(String request) {
        return api.get("coordinator", API + "/actions?requestId=" + request).body().path("items");
    }

    private static void command(String login, String path, Map<String, Object> body) {
        accepted(api.post(login, path, "k-" + login + path.hashCode(), body));
    }

    private static void refused(String what, String login, String path, Map<String, Object> body) {
        REFUSED.put(what, api.post(login, path, "r-" + login + path.hashCode(), body));
    }

    private static void accepted(Api.Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isBetween(200, 201);
    }

    private static String only(String path) {
        JsonNode items = api.get("coordinator", API + path).body().path("items");
        assertThat(items).hasSize(1);
        return items.path(0).path("id").asString();
    }

    private static String dossier(String id) {
        return API + "/actions/" + id + "/dossier";
    }

    private static HttpResponse<byte[]> ask(String login, String path)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(socius.gateway() + path))
                        .header("Authorization", "Bearer " + api.token(login))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Sends a file; answers the id of what was made. */
    private static String send(String method, String login, String path) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(
                """
                --part\r
                Content-Disposition: form-data; name="file"; filename="some paper.pdf"\r
                Content-Type: application/pdf\r
                \r
                """
                        .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(SampleFiles.PDF);
        body.writeBytes("\r\n--part--\r\n".getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(socius.gateway() + path))
                                .header("Authorization", "Bearer " + api.token(login))
                                .header("Content-Type", "multipart/form-data; boundary=part")
                                .method(
                                        method,
                                        HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return JSON.readTree(answer.body()).path("id").asString("");
    }

    // ------------------------------------------------------------------ an independent reader

    private static Map<String, byte[]> unpacked(byte[] archive) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(entry.getName()).matches("[0-9A-Za-z./-]+").doesNotContain("..");
                assertThat(entries.put(entry.getName(), zip.readAllBytes())).isNull();
            }
        }
        return entries;
    }

    private static JsonNode json(Map<String, byte[]> dossier, String entry) {
        return JSON.readTree(dossier.get(entry));
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private static String everything(Map<String, byte[]> dossier) {
        StringBuilder all = new StringBuilder();
        dossier.values().forEach(entry -> all.append(new String(entry, StandardCharsets.UTF_8)));
        return all.toString();
    }

    // ------------------------------------------------------------------ what is found

    @Test
    void every_file_is_as_its_manifest_says_and_no_other_is_there() throws Exception {
        for (Map<String, byte[]> dossier : List.of(before, after, second)) {
            Map<String, String> hashes = new LinkedHashMap<>();
            for (String line :
                    new String(dossier.get("MANIFEST"), StandardCharsets.UTF_8).lines().toList()) {
                hashes.put(line.substring(66), line.substring(0, 64));
            }
            Set<String> others = new TreeSet<>(dossier.keySet());
            others.remove("MANIFEST");
            assertThat(hashes.keySet()).containsExactlyInAnyOrderElementsOf(others);
            for (Map.Entry<String, String> one : hashes.entrySet()) {
                assertThat(sha256(dossier.get(one.getKey())))
                        .as(one.getKey())
                        .isEqualTo(one.getValue());
            }
        }
    }

    @Test
    void sha256sum_finds_nothing_wrong(@TempDir Path folder) throws Exception {
        for (Map.Entry<String, byte[]> entry : before.entrySet()) {
            Path file = folder.resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, entry.getValue());
        }
        Process check =
                new ProcessBuilder("sha256sum", "--check", "--strict", "--quiet", "MANIFEST")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
    }

    @Test
    void every_event_of_every_history_is_in_it() {
        Map<String, String> histories = new LinkedHashMap<>();
        JsonNode shown = api.get("coordinator", API + "/actions/" + action).body();
        histories.put("events/action.json", "/actions/" + action);
        histories.put("events/request.json", "/requests/" + shown.path("requestId").asString());
        for (String kind : List.of("calls", "applications", "mobilisations")) {
            JsonNode items =
                    api.get("coordinator", API + "/" + kind + "?action=" + action)
                            .body()
                            .path("items");
            assertThat(items.size()).as(kind).isPositive();
            items.forEach(
                    item ->
                            histories.put(
                                    "events/" + kind + "/" + item.path("id").asString() + ".json",
                                    "/" + kind + "/" + item.path("id").asString()));
        }
        assertThat(before.keySet().stream().filter(name -> name.startsWith("events/")))
                .containsExactlyInAnyOrderElementsOf(histories.keySet());
        histories.forEach(
                (entry, path) -> {
                    JsonNode history = api.get("coordinator", API + path + "/timeline").body();
                    assertThat(history.size()).isPositive();
                    assertThat(json(after, entry)).as(entry).isEqualTo(history);
                    for (JsonNode event : json(before, entry)) {
                        assertThat(event.at("/trace/eventId").asString("")).isNotEmpty();
                        assertThat(event.at("/trace/correlationId").asString("")).isNotEmpty();
                        assertThat(event.at("/actor/role").asString("")).isNotEmpty();
                        assertThat(event.path("recordedAt").asString("")).isNotEmpty();
                    }
                    assertThat(
                                    json(before, entry)
                                            .valueStream()
                                            .map(e -> e.path("sequence").asInt()))
                            .as("numbers of " + entry)
                            .containsExactlyElementsOf(
                                    java.util.stream.IntStream.range(0, json(before, entry).size())
                                            .boxed()
                                            .toList());
                });
    }

    @Test
    void the_page_has_every_step_and_runs_nothing() {
        String page = new String(before.get("index.html"), StandardCharsets.UTF_8);
        assertThat(page)
                .containsSubsequence(
                        "Request drafted",
                        "Request accepted",
                        "Action approved",
                        "Call published",
                        "Application scored",
                        "Contract signed",
                        "Activity completed",
                        "Action published")
                .doesNotContain("<script", " src=");
    }

    @Test
    void duties_of_a_whole_life_were_kept_apart() {
        List<String> rules = new ArrayList<>();
        List<String> steps = new ArrayList<>();
        for (JsonNode record : json(before, "duties.json")) {
            record.path("duties").forEach(duty -> steps.add(duty.path("step").asString()));
            for (JsonNode one : record.path("separations")) {
                rules.add(one.path("rule").asString());
                assertThat(one.path("kept").asBoolean()).as(one.toString()).isTrue();
                assertThat(one.path("preparedBy").valueStream().map(JsonNode::asString))
                        .isNotEmpty()
                        .doesNotContain(one.path("decidedBy").asString());
            }
        }
        assertThat(rules).contains("R23", "R31", "R87");
        assertThat(steps)
                .contains("RequestAppraised", "ActionApproved", "ExpertSelected", "ContractSigned");
        long events =
                before.keySet().stream()
                        .filter(name -> name.startsWith("events/"))
                        .mapToLong(name -> json(before, name).size())
                        .sum();
        assertThat(steps).as("one step for each event").hasSize((int) events);
        assertThat(new String(before.get("duties.csv"), StandardCharsets.UTF_8))
                .contains("\"R23\"", "\"R31\"", "\"R87\"", "\"kept\"")
                .doesNotContain("BREACHED");
    }

    @Test
    void it_is_for_whom_the_table_of_roles_says() throws Exception {
        String line =
                Files.readAllLines(Path.of("../docs/roles.md")).stream()
                        .filter(one -> one.contains("/actions/{id}/dossier`"))
                        .findFirst()
                        .orElseThrow();
        assertThat(line).endsWith("| staff, admin |");
        Set<String> outside =
                Set.of(
                        "partner-drafter",
                        "partner-signatory",
                        "delegation",
                        "expert",
                        "employer",
                        "collaborative-partner",
                        "data-protection");
        assertThat(ASKED.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        DemoIdentity.all().stream()
                                .filter(one -> one.roles().stream().noneMatch(outside::contains))
                                .map(DemoIdentity::login)
                                .toList());
        assertThat(ask("coordinator", dossier(UUID.randomUUID().toString())).statusCode())
                .isEqualTo(404);
    }

    @Test
    void it_shows_of_persons_what_its_reader_may_see() throws Exception {
        assertThat(everything(before)).contains(KNOWN, FORGOTTEN);
        assertThat(everything(unpacked(ASKED.get("auditor")))).doesNotContain(KNOWN, FORGOTTEN);
        assertThat(before.keySet()).anyMatch(name -> name.startsWith("documents/applications/"));
        assertThat(unpacked(ASKED.get("auditor")).keySet())
                .noneMatch(name -> name.startsWith("documents/applications/"));
    }

    @Test
    void whoever_takes_one_is_noted_with_each_person_it_shows() {
        JsonNode accesses =
                api.get(
                                "data-protection",
                                API + "/persons/" + DemoIdentity.EXPERT_IT + "/accesses?size=200")
                        .body()
                        .path("items");
        assertThat(accesses.valueStream())
                .anyMatch(
                        one ->
                                one.path("by").asString().equals("coordinator-2")
                                        && one.path("what")
                                                .asString()
                                                .equals("history of the application"));
        assertThat(
                        accesses.valueStream()
                                .filter(one -> one.path("by").asString().equals("auditor"))
                                .map(one -> one.path("what").asString()))
                .as("an auditor sees who took which step, and nothing else of a person")
                .isNotEmpty()
                .allSatisfy(what -> assertThat(what).startsWith("steps of the "));
    }

    @Test
    void nothing_of_an_erased_person_is_in_it_and_the_days_worked_still_are() {
        assertThat(everything(after)).contains(KNOWN).doesNotContain(FORGOTTEN);
        assertThat(after.keySet()).noneMatch(name -> name.startsWith("documents/applications/"));
        assertThat(after.keySet())
                .filteredOn(name -> name.startsWith("events/mobilisations/"))
                .hasSize(2)
                .allSatisfy(
                        name ->
                                assertThat(json(after, name).findValuesAsString("type"))
                                        .contains("WorkingDaysRecorded", "MobilisationSettled"));
    }

    @Test
    void the_same_events_give_the_same_bytes() throws Exception {
        byte[] first = ask("coordinator", dossier(action)).body();
        assertThat(ask("coordinator", dossier(action)).body()).isEqualTo(first);
    }

    @Test
    void an_attachment_lies_in_it_as_it_was_sent() throws Exception {
        String entry = "documents/request/" + attachment + ".pdf";
        assertThat(second.get(entry)).isEqualTo(SampleFiles.PDF);
        assertThat(new String(second.get("MANIFEST"), StandardCharsets.UTF_8))
                .contains(sha256(SampleFiles.PDF) + "  " + entry);
    }

    @Test
    void a_document_that_was_filed_and_never_named_lies_in_it_with_its_event() {
        assertThat(second.get("documents/action/" + paper + ".pdf")).isEqualTo(SampleFiles.PDF);
        JsonNode filed = json(second, "records/action-documents.json").path(0);
        assertThat(filed.at("/document/name").asString()).isEqualTo("some paper.pdf");
        assertThat(filed.at("/timeline/0/type").asString()).isEqualTo("DocumentAdded");
    }

    @Test
    void standing_in_for_a_colleague_does_not_bring_apart_duties_into_one_hand() {
        assertThat(REFUSED).hasSize(5);
        REFUSED.forEach(
                (what, answer) -> {
                    assertThat(answer.status()).as(what + answer.body()).isEqualTo(409);
                    assertThat(answer.text("rule"))
                            .as(what)
                            .isEqualTo(what.contains("planned") ? "R31" : "R23");
                });
        json(second, "duties.json")
                .forEach(
                        record ->
                                record.path("separations")
                                        .forEach(
                                                one ->
                                                        assertThat(one.path("kept").asBoolean())
                                                                .isTrue()));
    }
}
