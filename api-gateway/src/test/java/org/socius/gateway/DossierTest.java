package org.socius.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The archive, with services whose answers the test has written. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DossierTest {

    private static final String DOSSIER = "/api/v1/actions/a1/dossier";
    private static final String NO_PAGE = "{\"items\":[],\"totalPages\":0}";

    private final Stage stage = new Stage();

    @BeforeEach
    void services_know_an_action() {
        record(
                "actions/a1",
                "{\"id\":\"a1\",\"reference\":\"2027-01\",\"requestId\":\"r1\",\"status\":\"CLOSED\","
                        + "\"design\":{\"title\":{\"en\":\"Pensions <b>now</b>\"}},"
                        + "\"allowedTransitions\":[\"publication\"],"
                        + "\"activities\":[{\"number\":1,\"allowedTransitions\":[]}]}",
                event(0, "ActionDesigned", "2027-01-05T09:00:00Z", "clara", "{}"),
                event(
                        1,
                        "ActionApproved",
                        "2027-01-06T09:00:00Z",
                        "olga",
                        "{\"document\":{\"reference\":\"/api/v1/documents/of-action-service\"}}"));
        stage.answers(
                "/api/v1/actions/a1/duties",
                "{\"duties\":["
                        + duty(0, "ActionDesigned", false, "clara")
                        + ","
                        + duty(1, "ActionApproved", true, "olga")
                        + "],\"separations\":[{\"rule\":\"R31\",\"sequence\":1,\"decision\":\"ActionApproved\","
                        + "\"preparedIn\":[\"ActionDesigned\"],\"preparedBy\":[\"clara\"],\"decidedBy\":\"olga\",\"kept\":true}]}");
        record(
                "requests/r1",
                "{\"id\":\"r1\",\"number\":\"R-2027-0001\",\"status\":\"ACCEPTED\",\"formVersion\":2,"
                        + "\"attachments\":[{\"id\":\"d2\",\"name\":\"../../=mandate\\\".pdf\"}]}",
                event(
                        0,
                        "RequestDrafted",
                        "2026-12-01T09:00:00Z",
                        "=dora",
                        "{\"title\":\"<script>alert(1)</script>\"}"));
        stage.answers(
                "/api/v1/requests/r1/duties",
                "{\"duties\":["
                        + duty(0, "RequestDrafted", false, "=dora")
                        + "],\"separations\":[]}");
        stage.answers(
                "/api/v1/requests/r1/versions/1",
                "{\"formVersion\":1,\"attachments\":[{\"id\":\"d1\",\"name\":\"first.pdf\"}]}");
        stage.answers("/api/v1/requests/r1/versions/2", "{\"formVersion\":2,\"attachments\":[]}");
        list("calls", NO_PAGE);
        list("mobilisations", NO_PAGE);
        list("applications", "{\"items\":[{\"id\":\"b1\"},{\"id\":\"b2\"}],\"totalPages\":1}");
        record(
                "applications/b1",
                "{\"id\":\"b1\",\"status\":\"SELECTED\",\"position\":\"E1\",\"profile\":{\"email\":\"x@example.org\"}}",
                event(0, "ApplicationSubmitted", "2027-02-02T09:00:00Z", "x", "{}"));
        record(
                "applications/b2",
                "{\"id\":\"b2\",\"status\":\"WITHDRAWN\",\"position\":\"E1\"}",
                event(0, "ApplicationSubmitted", "2027-02-01T09:00:00Z", "y", "{}"));
        stage.answers("/api/v1/applications/b1/duties", "{\"duties\":[],\"separations\":[]}");
        stage.answers("/api/v1/applications/b2/duties", "{\"duties\":[],\"separations\":[]}");
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private void list(String kind, String page) {
        stage.answers("/api/v1/" + kind + "?action=a1&size=200&page=0", page);
    }

    private void record(String path, String resource, String... events) {
        stage.answers("/api/v1/" + path, resource);
        stage.answers("/api/v1/" + path + "/timeline", "[" + String.join(",", events) + "]");
    }

    private static String event(int sequence, String type, String at, String by, String changes) {
        return """
               {"sequence":%d,"type":"%s","occurredAt":"%s","recordedAt":"%s","late":false,
               "actor":{"id":"%s","role":"somebody"},"reason":"because, \\"so\\"","reasonCode":null,"changes":%s}"""
                .formatted(sequence, type, at, at, by, changes);
    }

    private static String duty(int sequence, String step, boolean decision, String person) {
        return """
               {"sequence":%d,"step":"%s","decision":%s,"occurredAt":"2027-01-06T09:00:00Z","person":"%s","role":"somebody"}"""
                .formatted(sequence, step, decision, person);
    }

    private HttpResponse<byte[]> take(String path) throws Exception {
        return stage.client.send(
                stage.requestAs("aurelia", path, "auditor").build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private Map<String, byte[]> unpacked() throws Exception {
        HttpResponse<byte[]> answer = take(DOSSIER);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/zip");
        return unpacked(answer.body());
    }

    private static Map<String, byte[]> unpacked(byte[] archive) throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(entries.put(entry.getName(), zip.readAllBytes())).isNull();
            }
        }
        return entries;
    }

    private static String text(Map<String, byte[]> entries, String name) {
        return new String(entries.get(name), StandardCharsets.UTF_8);
    }

    @Test
    void the_manifest_names_every_other_entry_with_its_hash() throws Exception {
        Map<String, byte[]> entries = unpacked();

        List<String> listed = new ArrayList<>();
        for (String line : text(entries, Dossier.MANIFEST).lines().toList()) {
            String[] hashAndName = line.split("  ", 2);
            listed.add(hashAndName[1]);
            assertThat(hashAndName[0])
                    .as(hashAndName[1])
                    .isEqualTo(
                            HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256")
                                                    .digest(entries.get(hashAndName[1]))));
        }
        listed.add(Dossier.MANIFEST);
        assertThat(listed).containsExactlyElementsOf(entries.keySet());
        assertThat(listed)
                .contains(
                        "index.html",
                        "decisions.csv",
                        "duties.csv",
                        "duties.json",
                        "events/action.json",
                        "events/request.json",
                        "events/applications/b1.json",
                        "records/request-version-1.json",
                        "records/request-version-2.json",
                        "documents/action/of-action-service.bin",
                        "documents/request/d1.pdf",
                        "documents/request/d2.pdf",
                        "documents/applications/b1/cv.pdf")
                .allSatisfy(
                        name -> assertThat(name).matches("[0-9A-Za-z./-]+").doesNotContain(".."));
        assertThat(text(entries, "documents/request/d1.pdf")).isEqualTo("\0\u0001PDF");
    }

    @Test
    void a_cv_is_asked_for_where_the_profile_is_shown_only() throws Exception {
        assertThat(unpacked().keySet())
                .filteredOn(name -> name.contains("b2"))
                .containsExactlyInAnyOrder(
                        "events/applications/b2.json", "records/applications/b2.json");
    }

    @Test
    void the_same_answers_give_the_same_bytes_whatever_may_happen_next() throws Exception {
        byte[] first = take(DOSSIER).body();
        stage.answers(
                "/api/v1/actions/a1",
                "{\"id\":\"a1\",\"reference\":\"2027-01\",\"requestId\":\"r1\",\"status\":\"CLOSED\","
                        + "\"design\":{\"title\":{\"en\":\"Pensions <b>now</b>\"}},"
                        + "\"allowedTransitions\":[],\"activities\":[{\"number\":1,\"allowedTransitions\":[\"x\"]}]}");

        assertThat(take(DOSSIER).body()).isEqualTo(first);
        list("applications", NO_PAGE);
        assertThat(take(DOSSIER).body()).isNotEqualTo(first);
    }

    @Test
    void the_page_tells_the_story_in_its_order_and_runs_nothing() throws Exception {
        String page = text(unpacked(), "index.html");

        assertThat(page)
                .containsSubsequence(
                        "Dossier of action 2027-01",
                        "Decisions",
                        "Action approved",
                        "Duties kept apart",
                        "R31",
                        "kept",
                        "What happened",
                        "Request drafted",
                        "Action designed",
                        "Action approved",
                        "Documents")
                .contains("Pensions &lt;b&gt;now&lt;/b&gt;", "&lt;script&gt;", "auditor")
                .doesNotContain("<script", "<b>now");
        assertThat(page).contains("first.pdf").contains("=mandate&quot;.pdf");
    }

    @Test
    void tables_open_in_a_spreadsheet_without_a_formula() throws Exception {
        Map<String, byte[]> entries = unpacked();

        assertThat(text(entries, "duties.csv").lines())
                .contains(
                        "\"request\",\"0\",\"2027-01-06T09:00:00Z\",\"RequestDrafted\",\"no\",\"'=dora\","
                                + "\"somebody\",\"\",\"\",\"\",\"\",\"\"",
                        "\"action\",\"1\",\"2027-01-06T09:00:00Z\",\"ActionApproved\",\"yes\",\"olga\","
                                + "\"somebody\",\"\",\"R31\",\"ActionDesigned\",\"clara\",\"kept\"");
        assertThat(text(entries, "decisions.csv").lines())
                .hasSize(2)
                .last()
                .asString()
                .endsWith("\"because, \"\"so\"\"\"");
        assertThat(
                        JsonMapper.shared()
                                .readTree(entries.get("duties.json"))
                                .findValuesAsString("record"))
                .containsExactly("request", "action", "applications/b2", "applications/b1");
    }

    @Test
    void a_breach_is_named_as_one() throws Exception {
        stage.answers(
                "/api/v1/actions/a1/duties",
                "{\"duties\":["
                        + duty(1, "ActionApproved", true, "clara")
                        + "],\"separations\":[{\"rule\":\"R31\",\"sequence\":1,\"decision\":\"ActionApproved\","
                        + "\"preparedIn\":[],\"preparedBy\":[\"clara\"],\"decidedBy\":\"clara\",\"kept\":false}]}");
        Map<String, byte[]> entries = unpacked();
        assertThat(text(entries, "duties.csv")).contains("BREACHED");
        assertThat(text(entries, "index.html")).contains("BREACHED");
    }

    @Test
    void an_action_of_history_has_no_request() throws Exception {
        stage.answers(
                "/api/v1/actions/a1", "{\"id\":\"a1\",\"reference\":null,\"requestId\":null}");
        Map<String, byte[]> entries = unpacked();
        assertThat(entries).doesNotContainKey("events/request.json");
        assertThat(text(entries, "index.html")).contains("without reference");
    }

    @Test
    void a_file_that_is_gone_is_said_to_be_gone() throws Exception {
        stage.refuses("/api/v1/applications/b1/cv", 404);
        Map<String, byte[]> entries = unpacked();
        assertThat(entries).doesNotContainKey("documents/applications/b1/cv.pdf");
        assertThat(text(entries, "index.html")).contains("not there, or erased");
    }

    @Test
    void who_may_not_see_who_did_what_gets_no_dossier_and_nothing_else_is_asked() throws Exception {
        stage.refuses("/api/v1/actions/a1/duties", 404);
        RoutesTest.problem(
                stage.send(stage.requestAs("sofia", DOSSIER, "partner-signatory")),
                404,
                "not-found");
        assertThat(stage.received().path()).isEqualTo("/api/v1/actions/a1/duties");
        assertThat(stage.nothingReceived()).isTrue();
        RoutesTest.problem(stage.send(stage.request(DOSSIER)), 401, "unauthenticated");
    }

    @Test
    void every_service_is_asked_with_the_callers_token_request_id_and_trace() throws Exception {
        HttpResponse<String> answer =
                stage.send(
                        stage.requestAs("aurelia", DOSSIER, "auditor")
                                .header("traceparent", RoutesTest.TRACE)
                                .header("tracestate", "vendor=1"));
        assertThat(stage.nothingReceived()).isFalse();
        while (!stage.nothingReceived()) {
            Stage.Received asked = stage.received();
            assertThat(asked.headers().getFirst("Authorization")).startsWith("Bearer ");
            assertThat(answer.headers().firstValue("X-Request-Id"))
                    .hasValue(asked.headers().getFirst("X-Request-Id"));
            assertThat(asked.headers().getFirst("traceparent")).isEqualTo(RoutesTest.TRACE);
            assertThat(asked.headers().getFirst("tracestate")).isEqualTo("vendor=1");
        }
    }

    @Test
    void each_record_is_read_once() throws Exception {
        take(DOSSIER);
        List<String> asked = new ArrayList<>();
        while (!stage.nothingReceived()) {
            asked.add(stage.received().path());
        }
        assertThat(asked)
                .contains("/api/v1/requests/r1", "/api/v1/requests/r1/timeline")
                .filteredOn(path -> !path.equals("/api/v1/actions/a1/duties"))
                .doesNotHaveDuplicates();
    }

    @Test
    void without_one_of_its_records_there_is_no_dossier_for_the_moment() throws Exception {
        stage.refuses("/api/v1/applications/b2/timeline", 500);
        HttpResponse<String> answer = stage.send(stage.requestAs("aurelia", DOSSIER, "auditor"));
        RoutesTest.problem(answer, 503, "service-unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        stage.stop(Service.EXPERT_SERVICE);
        RoutesTest.problem(
                stage.send(stage.requestAs("aurelia", DOSSIER, "auditor")),
                503,
                "service-unavailable");
    }

    @Test
    void an_archive_that_broke_off_is_none() throws Exception {
        stage.refuses("/api/v1/applications/b1/cv", 500);
        byte[] broken = take(DOSSIER).body();
        assertThat(new String(broken, StandardCharsets.ISO_8859_1))
                .doesNotContain(Dossier.MANIFEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?x=1", "?format=pdf"})
    void it_has_no_parameters(String query) throws Exception {
        RoutesTest.problem(
                stage.send(stage.requestAs("aurelia", DOSSIER + query, "auditor")),
                400,
                "unknown-parameter");
    }
}
