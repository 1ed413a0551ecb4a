package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.socius.request.RunningService.SCORES;
import static org.socius.request.RunningService.at;
import static org.socius.request.RunningService.done;
import static org.socius.request.RunningService.institution;
import static org.socius.request.RunningService.person;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.testing.Http;
import org.socius.platform.testing.Http.Answer;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.SampleFiles;
import org.socius.platform.testing.TestTokens;
import org.socius.platform.time.Brussels;
import org.socius.platform.time.WorkingDays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RequestServiceTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static Http coordinator;
    private static Http activityManager;
    private static Http delegation;
    private static Http auditor;

    /** A partner institution of its own for each test, with one person who drafts and signs. */
    private final String institution = UUID.randomUUID().toString();

    private final Http partner =
            person(
                    "ines-" + institution,
                    Map.of("institution", institution),
                    "partner-drafter",
                    "partner-signatory");

    @BeforeAll
    static void start() {
        coordinator = RunningService.coordinator();
        activityManager = RunningService.activityManager();
        delegation = RunningService.delegation();
        auditor = person("aurelia", Map.of(), "auditor");
    }

    @Test
    void a_request_is_drafted_submitted_screened_appraised_and_accepted() {
        register();
        Answer drafted = partner.post("/api/v1/requests", form());
        assertThat(drafted.status()).isEqualTo(201);
        String id = drafted.body().path("id").asString();
        assertThat(drafted.header("Location")).isEqualTo("/api/v1/requests/" + id);
        assertThat(drafted.header("ETag")).isEqualTo("\"0\"");
        assertThat(drafted.body().path("status").asString()).isEqualTo("DRAFT");
        assertThat(drafted.body().path("title").path("es").asString()).isEqualTo("Una estrategia");

        Answer edited =
                partner.put(at(id), "{\"title\": \"Otra estrategia\"}", "If-Match", "\"0\"");
        assertThat(edited.header("ETag")).isEqualTo("\"1\"");

        Answer submitted = partner.post(at(id) + "/submission", "{\"declaration\": true}");
        assertThat(submitted.status()).isEqualTo(200);
        assertThat(submitted.body().path("number").asString()).matches("R-\\d{4}-\\d{4}");
        assertThat(submitted.body().path("formVersion").asInt()).isEqualTo(1);
        assertThat(submitted.body().path("screeningDueOn").asString())
                .matches("\\d{4}-\\d{2}-\\d{2}");

        done(coordinator, id, "screening", "");
        done(coordinator, id, "eligibility", "{\"eligible\": true}");
        done(coordinator, id, "delegation-consultation", "{}");
        done(
                delegation,
                id,
                "delegation-opinion",
                "{\"opinion\": \"POSITIVE\", \"text\": \"welcome\"}");
        done(coordinator, id, "appraisals", SCORES);
        done(activityManager, id, "appraisals", SCORES);
        Answer accepted = done(coordinator, id, "acceptance", "");
        assertThat(accepted.body().path("status").asString()).isEqualTo("ACCEPTED");
        assertThat(accepted.body().path("appraisals").path(0).path("percent").asDouble())
                .isEqualTo(100.0 * 27 / 35);

        await().untilAsserted(
                        () -> {
                            Answer list =
                                    auditor.get(
                                            "/api/v1/requests?status=ACCEPTED&theme=SI-COV&country=CO&institution="
                                                    + institution
                                                    + "&q=OTRA%20estra");
                            assertThat(list.body().path("totalItems").asInt()).isEqualTo(1);
                            assertThat(
                                            list.body()
                                                    .path("items")
                                                    .path(0)
                                                    .path("title")
                                                    .path("es")
                                                    .asString())
                                    .isEqualTo("Otra estrategia");
                        });
        JsonNode timeline = coordinator.get(at(id) + "/timeline").body();
        assertThat(timeline.valueStream().map(entry -> entry.path("type").asString()))
                .containsExactly(
                        "RequestDrafted",
                        "RequestDraftEdited",
                        "RequestSubmitted",
                        "RequestScreeningStarted",
                        "RequestFoundEligible",
                        "DelegationConsulted",
                        "DelegationOpinionRecorded",
                        "RequestAppraised",
                        "RequestAppraised",
                        "RequestAccepted");
    }

    @Test
    void a_command_to_the_id_of_something_else_finds_nothing() {
        register();
        String id = submitted();

        Answer hold = coordinator.post(at(institution) + "/hold", "{\"reason\": \"no budget\"}");
        Answer draft =
                coordinator.post("/api/v1/requests", form(form -> form.put("institutionId", id)));

        assertThat(hold.status()).as(hold.body().toString()).isEqualTo(404);
        assertThat(draft.status()).as(draft.body().toString()).isEqualTo(422);
    }

    @Test
    void a_request_is_handed_with_a_reason_to_an_account_and_not_to_a_name() {
        register();
        String id = submitted();
        String path = at(id) + "/hand-over";
        for (String body :
                List.of(
                        "{\"person\": \"Maria Rossi\", \"reason\": \"Leave.\"}",
                        "{\"person\": \"maria@example.org\", \"reason\": \"Leave.\"}",
                        "{\"person\": \"\", \"reason\": \"Leave.\"}",
                        "{\"reason\": \"Leave.\"}",
                        "{\"person\": \"auth0|5f7c8ec7\"}")) {
            assertThat(coordinator.post(path, body).status()).as(body).isEqualTo(422);
        }

        String body = "{\"person\": \"auth0|5f7c8ec7\", \"reason\": \"Leave of one\"}";
        assertThat(coordinator.post(path, body).status()).isEqualTo(200);

        assertThat(coordinator.get(at(id)).body().path("responsible").asString())
                .isEqualTo("auth0|5f7c8ec7");
        assertThat(coordinator.get(at(id) + "/timeline").body().toString())
                .contains("RequestHandedOver", "auth0|5f7c8ec7", "Leave of one");
        for (Http reader : List.of(partner, delegation)) {
            assertThat(reader.get(at(id) + "/timeline").body().toString())
                    .contains("RequestSubmitted")
                    .doesNotContain("RequestHandedOver", "auth0|5f7c8ec7", "Leave of one");
            assertThat(reader.get(at(id)).body().toString()).doesNotContain("auth0|5f7c8ec7");
        }
    }

    @Test
    void a_timeline_shows_a_partner_what_concerns_it_without_others() {
        String id = underAppraisal();
        done(coordinator, id, "appraisals", SCORES);

        String timeline = partner.get(at(id) + "/timeline").body().toString();

        assertThat(timeline)
                .contains("RequestFoundEligible", "ines-")
                .doesNotContain("RequestAppraised", "clara");
        assertThat(auditor.get(at(id) + "/timeline").body().toString())
                .contains("RequestAppraised", "clara")
                .doesNotContain("sound", "directora");
    }

    @Test
    void a_timeline_shows_a_Delegation_nothing_of_the_drafts() {
        register();
        String id = draft();
        partner.put(at(id), "{\"title\": \"Nunca enviado\"}");
        partner.put(at(id), "{\"title\": \"Una estrategia\"}");
        done(partner, id, "submission", "{\"declaration\": true}");

        assertThat(delegation.get(at(id) + "/timeline").body().toString())
                .contains("RequestSubmitted", "Una estrategia")
                .doesNotContain("RequestDrafted", "RequestDraftEdited", "Nunca enviado");
        for (Http reader : List.of(partner, auditor)) {
            assertThat(reader.get(at(id) + "/timeline").body().toString())
                    .contains("RequestDrafted", "Nunca enviado");
        }
    }

    @Test
    void an_institution_is_found_by_an_alias_and_a_merged_one_lends_it_its_requests() {
        register();
        String id = submitted();
        String other = UUID.randomUUID().toString();
        register(coordinator, other, "CO");
        String alias = "Fondo " + other;
        assertThat(
                        coordinator
                                .post(
                                        "/api/v1/institutions/" + other + "/alias",
                                        "{\"alias\": \"%s\", \"validFrom\": \"2006-08-08\"}"
                                                .formatted(alias))
                                .status())
                .isEqualTo(200);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                ids(
                                                        auditor.get(
                                                                "/api/v1/institutions?q=fondo%20"
                                                                        + other)))
                                        .containsExactly(other));

        Answer merged =
                coordinator.post(
                        "/api/v1/institutions/" + institution + "/merge",
                        "{\"into\": \"%s\", \"reason\": \"registered twice\"}".formatted(other));

        assertThat(merged.status()).as(merged.body().toString()).isEqualTo(200);
        assertThat(merged.body().path("mergedInto").asString()).isEqualTo(other);
        assertThat(partner.get(at(id)).body().path("institution").path("id").asString())
                .isEqualTo(other);
        await().untilAsserted(
                        () -> {
                            JsonNode line =
                                    auditor.get("/api/v1/requests?institution=" + other)
                                            .body()
                                            .path("items")
                                            .path(0);
                            assertThat(line.path("id").asString()).isEqualTo(id);
                            assertThat(line.path("institution").path("id").asString())
                                    .isEqualTo(other);
                        });
        assertThat(ids(partner.get("/api/v1/requests"))).containsExactly(id);
        assertThat(done(coordinator, id, "screening", "").status()).isEqualTo(200);
    }

    @Test
    void the_people_of_merged_records_go_on_under_the_last_of_them() {
        register();
        String id = submitted(draft());
        String middle = UUID.randomUUID().toString();
        Http ofMiddle =
                person(
                        "mia-" + middle,
                        Map.of("institution", middle),
                        "partner-drafter",
                        "partner-signatory");
        String last = UUID.randomUUID().toString();
        register(ofMiddle, middle, "CO");
        register(coordinator, last, "CO");
        merge(institution, middle);
        merge(middle, last);

        for (Http people : List.of(partner, ofMiddle)) {
            assertThat(people.get("/api/v1/institutions/" + last).status()).isEqualTo(200);
            assertThat(people.get(at(id)).body().path("signatory").path("name").asString())
                    .isEqualTo("Inés Pardo");
            await().untilAsserted(
                            () ->
                                    assertThat(ids(people.get("/api/v1/requests")))
                                            .containsExactly(id));
        }
        Answer further = ofMiddle.post("/api/v1/requests", RunningService.form(last, form -> {}));
        assertThat(further.status()).as(further.body().toString()).isEqualTo(201);
        String second = submitted(further.body().path("id").asString());
        Answer ranked =
                partner.post(
                        "/api/v1/institutions/" + last + "/ranking",
                        "{\"requests\": [\"%s\", \"%s\"]}".formatted(second, id));
        assertThat(ranked.status()).as(ranked.body().toString()).isEqualTo(200);
    }

    private void merge(String record, String into) {
        Answer merged =
                coordinator.post(
                        "/api/v1/institutions/" + record + "/merge",
                        "{\"into\": \"%s\", \"reason\": \"registered twice\"}".formatted(into));
        assertThat(merged.status()).as(merged.body().toString()).isEqualTo(200);
    }

    @Test
    void an_administrator_keeps_the_list_of_eligible_countries_by_day() {
        Http admin = person("ada", Map.of(), "admin");
        String path = "/api/v1/reference/countries";
        Answer changed =
                admin.put(path + "/MC", "{\"eligible\": true, \"validFrom\": \"2024-01-01\"}");
        assertThat(changed.status()).as(changed.body().toString()).isEqualTo(200);
        assertThat(changed.body().path("eligible").asBoolean()).isTrue();

        JsonNode before = partner.get(path + "?on=2023-12-31").body();
        JsonNode after = partner.get(path + "?on=2024-01-01").body();

        assertThat(before.path("validFrom").asString()).isEqualTo("2013-01-01");
        assertThat(after.path("validFrom").asString()).isEqualTo("2024-01-01");
        assertThat(eligible(before)).hasSize(138).doesNotContain("MC");
        assertThat(eligible(after)).hasSize(139).contains("MC");
        String withoutEffect = "{\"eligible\": true, \"validFrom\": \"2025-01-01\"}";
        assertThat(admin.put(path + "/MC", withoutEffect, "If-Match", "\"-1\"").status())
                .as("the version before the first change")
                .isEqualTo(412);
        String once = UUID.randomUUID().toString();
        String gone = "{\"eligible\": false, \"validFrom\": \"2026-01-01\"}";
        Answer first = admin.put(path + "/MC", gone, "Idempotency-Key", once);
        admin.put(path + "/MC", "{\"eligible\": true, \"validFrom\": \"2026-02-01\"}");
        Answer again = admin.put(path + "/MC", gone, "Idempotency-Key", once);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(partner.get(path + "?on=someday").status()).isEqualTo(400);
        assertThat(partner.get(path + "/ZZ").status()).isEqualTo(404);
        assertThat(partner.put(path + "/MC", "{}").status()).isEqualTo(403);
    }

    @Test
    void a_setting_that_an_administrator_changes_today_decides_the_next_submission() {
        Http admin = person("ada", Map.of(), "admin");
        String path = "/api/v1/reference/settings/socius.request.screening-days";
        register();
        String before = draft();
        LocalDate usual = dueOn(done(partner, before, "submission", "{\"declaration\": true}"));
        String today =
                admin.get("/api/v1/requests/" + before).body().path("submittedAt").asString();
        String from = Brussels.day(Instant.parse(today)).toString();

        Answer changed = admin.put(path, "{\"validFrom\": \"%s\", \"value\": 16}".formatted(from));
        try {
            assertThat(changed.status()).as(changed.body().toString()).isEqualTo(200);
            assertThat(changed.body().path("value").asInt()).isEqualTo(16);
            assertThat(changed.body().path("since").asString()).isEqualTo(from);
            String after = draft();
            assertThat(dueOn(done(partner, after, "submission", "{\"declaration\": true}")))
                    .isEqualTo(WorkingDays.belgian().dayAfter(usual, 1));
            assertThat(dueOn(partner.get("/api/v1/requests/" + before))).isEqualTo(usual);
            assertThat(admin.get("/api/v1/reference/settings").body().path("items").valueStream())
                    .anyMatch(line -> line.path("since").asString("").equals(from));
        } finally {
            admin.put(path, "{\"validFrom\": \"%s\", \"value\": 15}".formatted(from));
        }
        assertThat(partner.put(path, "{}").status()).isEqualTo(404);
        assertThat(person("clara", Map.of(), "coordinator").put(path, "{}").status())
                .isEqualTo(403);
    }

    @Test
    void the_holidays_of_a_year_are_those_that_no_working_day_counts_on() {
        JsonNode days = partner.get("/api/v1/reference/holidays?year=2027").body();
        assertThat(days.path("items").valueStream().map(day -> day.path("date").asString()))
                .containsExactly(
                        "2027-01-01",
                        "2027-03-29",
                        "2027-05-01",
                        "2027-05-06",
                        "2027-05-17",
                        "2027-07-21",
                        "2027-08-15",
                        "2027-11-01",
                        "2027-11-11",
                        "2027-12-25");
        assertThat(partner.get("/api/v1/reference/holidays?year=MMXXVII").status()).isEqualTo(400);
        assertThat(partner.get("/api/v1/reference/holidays/2027-02-29").status()).isEqualTo(404);
    }

    @Test
    void a_holiday_that_an_administrator_adds_counts_for_the_next_deadline_and_no_earlier_one() {
        Http admin = person("ada", Map.of(), "admin");
        register();
        String before = draft();
        LocalDate due = dueOn(done(partner, before, "submission", "{\"declaration\": true}"));
        String submitted =
                admin.get("/api/v1/requests/" + before).body().path("submittedAt").asString();
        LocalDate today = Brussels.day(Instant.parse(submitted));
        String path = "/api/v1/reference/holidays/" + due;
        String list = "/api/v1/reference/holidays?year=" + due.getYear();

        Answer changed =
                admin.put(
                        path,
                        "{\"validFrom\": \"%s\", \"free\": true, \"label\": \"Closed\"}"
                                .formatted(today));
        try {
            assertThat(changed.status()).as(changed.body().toString()).isEqualTo(200);
            assertThat(changed.body().path("free").asBoolean()).isTrue();
            assertThat(partner.get(list).body().path("items").valueStream())
                    .anySatisfy(
                            day -> {
                                assertThat(day.path("date").asString()).isEqualTo(due.toString());
                                assertThat(day.at("/label/en").asString()).isEqualTo("Closed");
                                assertThat(day.path("since").asString())
                                        .isEqualTo(today.toString());
                            });
            assertThat(dueOn(done(partner, draft(), "submission", "{\"declaration\": true}")))
                    .isEqualTo(WorkingDays.belgian().dayAfter(due, 1));
            assertThat(dueOn(partner.get("/api/v1/requests/" + before))).isEqualTo(due);
        } finally {
            admin.put(path, "{\"validFrom\": \"%s\", \"free\": false}".formatted(today));
        }
        assertThat(partner.get(list).body().path("items").valueStream())
                .filteredOn(day -> day.path("date").asString().equals(due.toString()))
                .singleElement()
                .satisfies(day -> assertThat(day.path("free").asBoolean()).isFalse());
        assertThat(partner.put(path, "{}").status()).isEqualTo(403);
        assertThat(admin.put(path, "{\"free\": true}").status()).isEqualTo(422);
    }

    private static LocalDate dueOn(Answer request) {
        return LocalDate.parse(request.body().path("screeningDueOn").asString());
    }

    private static List<String> eligible(JsonNode list) {
        return list.path("items")
                .valueStream()
                .filter(line -> line.path("eligible").asBoolean())
                .map(line -> line.path("code").asString())
                .toList();
    }

    @Test
    void a_submission_is_answered_with_a_receipt() {
        register();
        String id = draft();
        assertThat(partner.get(at(id) + "/receipt").status()).isEqualTo(404);
        Answer submitted = done(partner, id, "submission", "{\"declaration\": true}");

        JsonNode receipt = partner.get(at(id) + "/receipt").body();

        for (String fact : List.of("number", "submittedAt", "screeningDueOn")) {
            assertThat(receipt.path(fact)).isEqualTo(submitted.body().path(fact)).isNotNull();
        }
        assertThat(receipt.path("requestId").asString()).isEqualTo(id);
    }

    @Test
    void a_short_form_is_drafted_and_submitted() {
        register();
        String form =
                """
                {"form": "SHORT", "institutionId": "%s", "language": "es", "title": "Mesa redonda",
                 "contributionKind": "round_table", "organiser": "Ministry", "eventDate": "%s",
                 "topic": "pensiones", "speakerProfile": "actuario", "numberOfExperts": 2,
                 "support": ["EXPERTS"], "signatory": {"name": "Inés Pardo", "function": "directora",
                 "place": "Bogotá", "date": "2026-01-01"}}"""
                        .formatted(institution, Brussels.day(Instant.now()).plusDays(60));
        Answer drafted = partner.post("/api/v1/requests", form);
        assertThat(drafted.status()).as(drafted.body().toString()).isEqualTo(201);

        Answer submitted =
                done(
                        partner,
                        drafted.body().path("id").asString(),
                        "submission",
                        "{\"declaration\": true}");

        assertThat(submitted.body().path("form").asString()).isEqualTo("SHORT");
        assertThat(submitted.body().path("topic").path("es").asString()).isEqualTo("pensiones");
        assertThat(submitted.body().path("numberOfExperts").asInt()).isEqualTo(2);
        Answer wrong = partner.post("/api/v1/requests", form.replace("\"topic\"", "\"context\""));
        assertThat(wrong.status()).as("an incomplete draft is a draft").isEqualTo(201);
        Answer many =
                partner.post(
                        "/api/v1/requests", form.replace("}}", "}, \"expectedResults\": [\"r\"]}"));
        assertThat(many.status()).isEqualTo(422);
        assertThat(many.body().path("rule").asString()).isEqualTo("R07");
    }

    @Test
    void a_returned_request_is_completed_and_its_versions_can_be_compared() {
        String id = submitted();
        done(coordinator, id, "screening", "");
        done(
                coordinator,
                id,
                "return",
                "{\"reason\": \"title is vague\", \"missing\": [\"title\"]}");
        assertThat(partner.get(at(id)).body().path("reply").path("reason").asString())
                .isEqualTo("title is vague");
        partner.put(at(id), "{\"title\": \"Un título claro\"}");
        Answer again = done(partner, id, "resubmission", "");

        assertThat(again.body().path("formVersion").asInt()).isEqualTo(2);
        assertThat(partner.get(at(id) + "/versions/1").body().path("title").path("es").asString())
                .isEqualTo("Una estrategia");
        JsonNode changes = partner.get(at(id) + "/versions/1..2").body().path("changes");
        assertThat(changes).hasSize(1);
        assertThat(changes.path(0).path("field").asString()).isEqualTo("title");
        assertThat(changes.path(0).path("after").path("es").asString())
                .isEqualTo("Un título claro");
        assertThat(partner.get(at(id) + "/versions/3").status()).isEqualTo(404);
        assertThat(partner.get(at(id) + "/versions/1..3").status()).isEqualTo(404);
        assertThat(partner.get(at(id) + "/versions/x").status()).isEqualTo(404);
    }

    @Test
    void a_refusal_is_a_problem_document_and_changes_nothing() {
        String id = underAppraisal();
        Answer before = coordinator.get(at(id));

        Answer refused = coordinator.post(at(id) + "/acceptance", "");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.body().path("type").asString())
                .isEqualTo("urn:problem:request-service:delegation-not-consulted");
        assertThat(refused.body().path("rule").asString()).isEqualTo("R10");
        assertThat(refused.body().toString()).doesNotContain("org.socius", "Exception");
        assertThat(coordinator.get(at(id)).body()).isEqualTo(before.body());
    }

    @Test
    void a_command_in_a_wrong_state_says_which_transitions_there_are() {
        String id = submitted();

        Answer refused = partner.post(at(id) + "/submission", "{\"declaration\": true}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("wrong-state");
        assertThat(refused.body().path("state").asString()).isEqualTo("SUBMITTED");
        assertThat(refused.body().path("allowedTransitions").toString())
                .isEqualTo("[\"screening\",\"merge\",\"withdrawal\",\"hand-over\"]");
    }

    @Test
    void a_field_that_is_sent_as_null_is_emptied_and_an_absent_one_stays() {
        register();
        String id = draft();

        Answer edited = partner.put(at(id), "{\"signatory\": null, \"wishedPeriod\": null}");

        assertThat(edited.status()).as(edited.body().toString()).isEqualTo(200);
        assertThat(edited.header("ETag")).isEqualTo("\"1\"");
        assertThat(edited.body().has("signatory")).isFalse();
        assertThat(edited.body().has("wishedPeriod")).isFalse();
        assertThat(edited.body().path("title").path("es").asString()).isEqualTo("Una estrategia");
    }

    @Test
    void of_two_people_editing_one_draft_the_second_is_told() {
        register();
        String id = draft();

        assertThat(partner.put(at(id), "{\"title\": \"A\"}", "If-Match", "\"0\"").status())
                .isEqualTo(200);
        Answer stale = partner.put(at(id), "{\"title\": \"B\"}", "If-Match", "\"0\"");

        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.problem()).isEqualTo("stale-version");
        assertThat(stale.body().path("currentVersion").asInt()).isEqualTo(1);
    }

    @Test
    @Rule(value = "R19", derived = true)
    void the_same_submission_sent_twice_gives_one_number_and_the_same_answer() {
        register();
        String id = draft();

        Answer first =
                partner.post(
                        at(id) + "/submission", "{\"declaration\": true}", "Idempotency-Key", "s1");
        Answer again =
                partner.post(
                        at(id) + "/submission", "{\"declaration\": true}", "Idempotency-Key", "s1");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.body()).isEqualTo(first.body());
        Answer other =
                partner.post(
                        at(id) + "/submission",
                        "{\"declaration\": false}",
                        "Idempotency-Key",
                        "s1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void the_same_draft_under_its_own_id_is_one_and_another_under_it_is_refused() {
        register();
        String id = UUID.randomUUID().toString();
        String body = form(form -> form.put("id", id));

        assertThat(partner.post("/api/v1/requests", body).status()).isEqualTo(201);
        assertThat(partner.post("/api/v1/requests", body).status()).isEqualTo(201);
        Answer other =
                partner.post(
                        "/api/v1/requests", form(form -> form.put("id", id).put("title", "Otra")));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.problem()).isEqualTo("id-in-use");
    }

    @Test
    void of_fifty_who_want_the_next_number_at_once_each_gets_one_of_its_own_or_is_asked_to_wait()
            throws Exception {
        int count = 50;
        List<Callable<String>> submissions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String own = UUID.randomUUID().toString();
            Http somebody =
                    person(
                            "p-" + own,
                            Map.of("institution", own),
                            "partner-drafter",
                            "partner-signatory");
            register(somebody, own, "CO");
            String id =
                    somebody.post("/api/v1/requests", form(form -> form.put("institutionId", own)))
                            .body()
                            .path("id")
                            .asString();
            submissions.add(() -> submittedInTime(somebody, id));
        }
        Set<String> numbers = new HashSet<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(submissions)) {
                numbers.add(answer.get());
            }
        }
        assertThat(numbers).hasSize(count).allMatch(number -> number.matches("R-\\d{4}-\\d{4}"));
    }

    /** The number, after as many tries as the service asks for. */
    private static String submittedInTime(Http signatory, String id) {
        Answer answer = signatory.post(at(id) + "/submission", "{\"declaration\": true}");
        while (answer.status() == 409) {
            assertThat(answer.problem()).isEqualTo("busy");
            assertThat(answer.header("Retry-After")).isNotBlank();
            answer = signatory.post(at(id) + "/submission", "{\"declaration\": true}");
        }
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body().path("number").asString();
    }

    @Test
    void of_fifty_who_change_one_draft_at_once_one_does_and_the_others_learn_its_version()
            throws Exception {
        register();
        String id = draft();
        List<Callable<Answer>> edits = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String title = "Estrategia " + i;
            edits.add(
                    () ->
                            partner.put(
                                    at(id),
                                    "{\"title\": \"%s\"}".formatted(title),
                                    "If-Match",
                                    "\"0\""));
        }

        List<Answer> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(edits)) {
                answers.add(answer.get());
            }
        }

        List<Answer> done = answers.stream().filter(answer -> answer.status() == 200).toList();
        assertThat(done).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(
                        answer -> {
                            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(412);
                            assertThat(answer.body().path("currentVersion").asInt()).isEqualTo(1);
                        });
        JsonNode kept = partner.get(at(id)).body();
        assertThat(kept.path("version").asInt()).isEqualTo(1);
        assertThat(kept.path("title")).isEqualTo(done.getFirst().body().path("title"));
    }

    @Test
    void of_two_acceptances_at_once_one_takes_the_place_of_the_institution() throws Exception {
        register();
        List<Callable<Answer>> acceptances =
                Stream.of(readyForAcceptance(), readyForAcceptance())
                        .<Callable<Answer>>map(
                                id -> () -> coordinator.post(at(id) + "/acceptance", ""))
                        .toList();

        List<Integer> statuses = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (var answer : threads.invokeAll(acceptances)) {
                statuses.add(answer.get().status());
            }
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 409);
    }

    @Test
    void of_the_same_command_sent_several_times_at_once_one_is_carried_out() throws Exception {
        register();
        String id = draft();
        Callable<Answer> submission =
                () -> partner.post(at(id) + "/submission", "{\"declaration\": true}");

        List<Integer> statuses = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var answer : threads.invokeAll(Collections.nCopies(4, submission))) {
                statuses.add(answer.get().status());
            }
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 409, 409, 409);
        assertThat(partner.get(at(id) + "/timeline").body()).hasSize(2);
    }

    @Test
    @Rule("R75")
    void what_an_ended_request_says_about_persons_is_erased_and_the_rest_stays() throws Exception {
        register();
        String marker = "Marta Borrable " + UUID.randomUUID();
        String id =
                partner.post(
                                "/api/v1/requests",
                                form(form -> form.withObject("signatory").put("name", marker)))
                        .body()
                        .path("id")
                        .asString();
        HttpResponse<byte[]> file =
                partner.download(
                        "GET",
                        partner.upload(
                                        "POST",
                                        at(id) + "/attachments",
                                        Http.multipart("carta.pdf", SampleFiles.PDF))
                                .header("Location"));
        assertThat(file.statusCode()).isEqualTo(200);
        done(partner, id, "submission", "{\"declaration\": true}");
        Http privacy = person("dora", Map.of(), "data-protection");
        Answer export = partner.get(at(id) + "/personal-data");
        assertThat(export.status()).isEqualTo(200);
        assertThat(export.header("Cache-Control")).contains("no-store");
        assertThat(export.body().path("kind").asString()).isEqualTo("REQUEST");
        assertThat(export.body().toString()).contains(marker);
        assertThat(privacy.get(at(id) + "/personal-data").body().toString()).contains(marker);
        assertThat(coordinator.get(at(id) + "/personal-data").status()).isEqualTo(404);
        Answer open = privacy.post(at(id) + "/erasure", "{}");
        assertThat(open.problem()).isEqualTo("wrong-state");
        assertThat(open.body().path("rule").asString()).isEqualTo("R75");
        assertThat(coordinator.post(at(id) + "/erasure", "{}").status()).isEqualTo(403);

        String document =
                coordinator
                        .upload(
                                "POST",
                                "/api/v1/documents",
                                Http.multipart(
                                        "nota.pdf",
                                        SampleFiles.PDF,
                                        "owner",
                                        at(id),
                                        "reason",
                                        marker + " asked for it"))
                        .header("Location");
        assertThat(coordinator.get(document + "/timeline").body().toString()).contains(marker);
        assertThat(partner.get(document + "/timeline").body().toString()).doesNotContain(marker);
        await().untilAsserted(
                        () ->
                                assertThat(documentsIn(privacy.get(at(id) + "/personal-data")))
                                        .contains("nota.pdf", "DocumentAdded", "asked for it"));
        assertThat(documentsIn(partner.get(at(id) + "/personal-data")))
                .contains("nota.pdf")
                .doesNotContain("asked for it", "clara");

        done(partner, id, "withdrawal", "{\"reason\": \"%s has left\"}".formatted(marker));
        done(privacy, id, "erasure", "{}");

        await().untilAsserted(
                        () -> {
                            String seen =
                                    coordinator.get(at(id)).body().toString()
                                            + coordinator.get(at(id) + "/timeline").body()
                                            + coordinator.get(document + "/timeline").body()
                                            + privacy.get(at(id) + "/personal-data").body();
                            assertThat(seen)
                                    .contains("[erased]", "RequestErased", "Una estrategia")
                                    .contains("DocumentAdded")
                                    .doesNotContain(marker, "carta.pdf", "nota.pdf");
                        });
        assertThat(coordinator.get(at(id)).body().path("erased").asBoolean()).isTrue();
        assertThat(partner.get(at(id) + "/attachments").body().toString())
                .doesNotContain("carta.pdf");
        Answer again = privacy.post(at(id) + "/erasure", "{}");
        assertThat(again.problem()).isEqualTo("wrong-state");
    }

    private static String documentsIn(Answer export) {
        assertThat(export.status()).as(export.body().toString()).isEqualTo(200);
        return export.body().path("documents").toString();
    }

    @Test
    void the_contacts_of_an_institution_are_erased_and_it_goes_on() throws Exception {
        String marker = "Carlos Borrable " + institution;
        ObjectNode body = (ObjectNode) JSON.readTree(RunningService.institution(institution, "CO"));
        body.putArray("contacts").addObject().put("role", "director").put("name", marker);
        assertThat(partner.post("/api/v1/institutions", body.toString()).status()).isEqualTo(201);
        String at = "/api/v1/institutions/" + institution;
        Http privacy = person("dora", Map.of(), "data-protection");
        assertThat(partner.get(at).body().toString()).contains(marker);
        assertThat(partner.get(at + "/personal-data").body().toString()).contains(marker);
        coordinator.upload(
                "POST",
                "/api/v1/documents",
                Http.multipart("statut.pdf", SampleFiles.PDF, "owner", at));
        await().untilAsserted(
                        () ->
                                assertThat(documentsIn(partner.get(at + "/personal-data")))
                                        .contains("statut.pdf"));

        assertThat(privacy.post(at + "/erasure", "{}").status()).isEqualTo(200);

        await().untilAsserted(
                        () ->
                                assertThat(
                                                partner.get(at).body().toString()
                                                        + coordinator.get(at + "/timeline").body()
                                                        + privacy.get(at + "/personal-data").body())
                                        .contains("[erased]", "director", "InstitutionErased")
                                        .doesNotContain(marker, "statut.pdf"));
        assertThat(privacy.post(at + "/erasure", "{}").problem()).isEqualTo("wrong-state");
        Answer other =
                partner.post(
                        at + "/contacts",
                        "{\"contacts\": [{\"role\": \"director\", \"name\": \"Nora Nueva\"}]}");
        assertThat(other.status()).as(other.body().toString()).isEqualTo(200);
        assertThat(other.body().at("/contacts/0/name").asString()).isEqualTo("Nora Nueva");
        Answer renamed =
                coordinator.post(at + "/alias", "{\"alias\": \"INES\", \"reason\": \"New law\"}");
        assertThat(renamed.status()).as(renamed.body().toString()).isEqualTo(200);
        assertThat(coordinator.get(at + "/timeline").body().toString()).contains("New law");
        assertThat(privacy.post(at + "/erasure", "{}").status()).isEqualTo(200);
        await().untilAsserted(
                        () ->
                                assertThat(coordinator.get(at + "/timeline").body().toString())
                                        .doesNotContain("New law"));
    }

    @Test
    void a_request_that_came_to_nothing_is_due_after_five_years_and_not_a_day_before() {
        register();
        String id = submitted();
        done(partner, id, "withdrawal", "{\"reason\": \"No longer needed\"}");
        Http privacy = person("dora", Map.of(), "data-protection");
        LocalDate due = Brussels.day(Instant.now()).plusYears(5);
        await().untilAsserted(() -> assertThat(dueOn(privacy, due, id)).isPresent());

        JsonNode line = dueOn(privacy, due, id).orElseThrow();
        assertThat(line.path("dueSince").asString()).isEqualTo(due.toString());
        assertThat(line.path("since").asString()).isEqualTo(due.minusYears(5).toString());
        assertThat(line.path("keptFor").asString()).isEqualTo("P5Y");
        assertThat(line.path("basis").asString()).isNotBlank();
        assertThat(line.path("path").asString()).isEqualTo(at(id));
        assertThat(dueOn(privacy, due.minusDays(1), id)).isEmpty();
        assertThat(coordinator.get("/api/v1/requests/retention-due").status()).isEqualTo(403);
        assertThat(privacy.get("/api/v1/requests/retention-due?on=soon").status()).isEqualTo(400);
        assertThat(privacy.get("/api/v1/requests/retention-due?kind=NIX").status()).isEqualTo(400);

        assertThat(privacy.post(line.path("erasure").asString(), "{}").status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(dueOn(privacy, due, id)).isEmpty());
    }

    @Test
    void a_request_that_goes_on_in_another_one_is_due_as_well() {
        register();
        String id = submitted();
        String other = submitted();
        done(
                coordinator,
                id,
                "merge",
                """
                {"into": "%s", "partnerConsent": {"on": "%s", "by": "Inés"}, "reason": "The same need"}"""
                        .formatted(other, Brussels.day(Instant.now())));
        Http privacy = person("dora", Map.of(), "data-protection");
        LocalDate due = Brussels.day(Instant.now()).plusYears(5);

        await().untilAsserted(() -> assertThat(dueOn(privacy, due, id)).isPresent());
        assertThat(dueOn(privacy, due, other)).isEmpty();
    }

    private static Optional<JsonNode> dueOn(Http reader, LocalDate day, String id) {
        Answer answer =
                reader.get("/api/v1/requests/retention-due?size=200&kind=REQUEST&on=" + day);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body()
                .path("items")
                .valueStream()
                .filter(line -> line.path("record").asString().equals(id))
                .findFirst();
    }

    @Test
    void another_institution_s_request_does_not_exist() {
        String id = submitted();
        String other = UUID.randomUUID().toString();
        Http stranger =
                person("s", Map.of("institution", other), "partner-drafter", "partner-signatory");
        String nowhere = UUID.randomUUID().toString();

        for (String path : List.of("", "/timeline", "/versions/1")) {
            Answer foreign = stranger.get(at(id) + path);
            Answer unknown = stranger.get(at(nowhere) + path);
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(withoutInstance(foreign)).isEqualTo(withoutInstance(unknown));
        }
        assertThat(stranger.post(at(id) + "/withdrawal", "{\"reason\": \"x\"}").status())
                .isEqualTo(404);
        assertThat(stranger.put(at(id), "{}").status()).isEqualTo(404);
        assertThat(stranger.post("/api/v1/requests", form()).status()).isEqualTo(404);
        assertThat(stranger.get("/api/v1/institutions/" + institution).status()).isEqualTo(404);
        assertThat(
                        stranger.get("/api/v1/requests?institution=" + institution)
                                .body()
                                .path("totalItems")
                                .asInt())
                .isZero();
        assertThat(person("d", Map.of("country", "AM"), "delegation").get(at(id)).status())
                .isEqualTo(404);
        assertThat(delegation.get(at(id)).status()).isEqualTo(200);
        assertThat(person("e", Map.of(), "expert").get(at(id)).status()).isEqualTo(404);
    }

    @Test
    void a_role_that_may_read_but_not_command_is_forbidden() {
        String id = submitted();

        for (String transition :
                List.of(
                        "screening",
                        "return",
                        "eligibility",
                        "delegation-consultation",
                        "acceptance",
                        "rejection")) {
            Answer answer = auditor.post(at(id) + "/" + transition, "{}");
            assertThat(answer.status()).as(transition).isEqualTo(403);
            assertThat(answer.body().path("allowedRoles").toString())
                    .isEqualTo("[\"coordinator\"]");
        }
        assertThat(coordinator.post(at(id) + "/submission", "{\"declaration\": true}").status())
                .isEqualTo(403);
        assertThat(
                        coordinator
                                .post(at(id) + "/delegation-opinion", "{\"opinion\": \"POSITIVE\"}")
                                .status())
                .isEqualTo(403);
        assertThat(delegation.post(at(id) + "/appraisals", SCORES).status()).isEqualTo(403);
        assertThat(partner.post(at(id) + "/screening", "").status()).isEqualTo(403);
        assertThat(coordinator.put(at(id), "{}").status()).isEqualTo(403);
    }

    @Test
    void without_a_valid_token_there_is_nothing() {
        Http nobody = RunningService.http();
        for (Http caller :
                List.of(
                        nobody,
                        nobody.as("forged"),
                        nobody.as(TestTokens.token("clara", "coordinator") + "x"),
                        nobody.as(token("another-api", 600)),
                        nobody.as(token(TestTokens.AUDIENCE, -600)))) {
            assertThat(caller.get("/api/v1/requests").status()).isEqualTo(401);
            assertThat(caller.get("/api/v1/institutions").status()).isEqualTo(401);
            Answer refused = caller.post("/api/v1/requests", form());
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.problem()).isEqualTo("unauthenticated");
        }
        assertThat(nobody.as(token(TestTokens.AUDIENCE, 600)).get("/api/v1/requests").status())
                .isEqualTo(200);
    }

    private static String token(String audience, int secondsLeft) {
        Instant now = Instant.now();
        return TestTokens.signed(
                new JWTClaimsSet.Builder()
                        .issuer(TestTokens.ISSUER)
                        .audience(audience)
                        .subject("clara")
                        .issueTime(Date.from(now.minusSeconds(1_000)))
                        .expirationTime(Date.from(now.plusSeconds(secondsLeft)))
                        .claim("roles", List.of("coordinator"))
                        .build());
    }

    @Test
    void a_delegation_finds_the_requests_of_its_country_that_are_no_drafts() {
        register();
        String draft = draft();
        String submitted = draft();
        done(partner, submitted, "submission", "{\"declaration\": true}");

        String own = "/api/v1/requests?institution=" + institution;
        await().untilAsserted(
                        () ->
                                assertThat(ids(auditor.get(own)))
                                        .containsExactlyInAnyOrder(draft, submitted));
        assertThat(ids(partner.get("/api/v1/requests")))
                .containsExactlyInAnyOrder(draft, submitted);
        await().untilAsserted(
                        () -> assertThat(ids(delegation.get(own))).containsExactly(submitted));
        assertThat(ids(person("d", Map.of("country", "AM"), "delegation").get(own))).isEmpty();
        assertThat(ids(person("e", Map.of(), "expert").get(own))).isEmpty();
    }

    private static List<String> ids(Answer list) {
        return list.body()
                .path("items")
                .valueStream()
                .map(item -> item.path("id").asString())
                .toList();
    }

    @Test
    void the_same_content_in_another_order_is_the_same_command() {
        register();
        String id = UUID.randomUUID().toString();
        String first = form(form -> form.put("id", id));
        var turned = JSON.createObjectNode();
        ((ObjectNode) JSON.readTree(first))
                .properties().stream()
                        .sorted(Map.Entry.<String, JsonNode>comparingByKey().reversed())
                        .forEach(field -> turned.set(field.getKey(), field.getValue()));

        assertThat(partner.post("/api/v1/requests", first).status()).isEqualTo(201);
        assertThat(partner.post("/api/v1/requests", turned.toPrettyString()).status())
                .isEqualTo(201);
        turned.put("title", "Another one");
        Answer other = partner.post("/api/v1/requests", turned.toString());
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.problem()).isEqualTo("id-in-use");
    }

    @Test
    void a_command_takes_nothing_from_its_address() {
        register();
        Answer refused = partner.post("/api/v1/requests?dryRun=true", form());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.problem()).isEqualTo("unknown-parameter");
    }

    @Test
    void a_reason_code_is_a_code_and_no_free_text() {
        register();
        String id = draft();
        Answer refused =
                partner.post(
                        at(id) + "/withdrawal",
                        "{\"reason\": \"x\", \"reasonCode\": \"by Mrs X\"}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/reasonCode");
    }

    @Test
    void a_reason_code_is_one_of_the_list_whatever_is_commanded() {
        register();
        String id = draft();
        String withdrawal = "{\"reason\": \"x\", \"reasonCode\": \"%s\"}";

        Answer refused = partner.post(at(id) + "/withdrawal", withdrawal.formatted("NO_SUCH_CODE"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("unknown-code");
        Answer alias =
                coordinator.post(
                        "/api/v1/institutions/" + institution + "/alias",
                        "{\"alias\": \"Fund\", \"reason\": \"x\", \"reasonCode\": \"NO_SUCH_CODE\"}");
        assertThat(alias.problem()).isEqualTo("unknown-code");
        done(partner, id, "withdrawal", withdrawal.formatted("DUPLICATE"));
    }

    @Test
    void Kosovo_stands_on_the_list_and_may_ask() {
        String own = UUID.randomUUID().toString();
        Http somebody =
                person(
                        "w-" + own,
                        Map.of("institution", own),
                        "partner-drafter",
                        "partner-signatory");
        register(somebody, own, "XK");
        Answer drafted =
                somebody.post(
                        "/api/v1/requests",
                        RunningService.form(own, form -> form.put("country", "XK")));
        assertThat(drafted.status()).isEqualTo(201);
        String id = drafted.body().path("id").asString();
        assertThat(somebody.post(at(id) + "/submission", "{\"declaration\": true}").status())
                .isEqualTo(200);
    }

    @Test
    void malformed_bodies_are_400_and_wrong_fields_422_with_a_pointer() {
        register();
        String id = draft();

        assertThat(partner.post("/api/v1/requests", "{\"form\": ").status()).isEqualTo(400);
        assertThat(partner.post("/api/v1/requests", "[]").status()).isEqualTo(400);
        assertThat(
                        partner.post(
                                        "/api/v1/requests",
                                        form(form -> form.put("unit", "x".repeat(1 << 20))))
                                .status())
                .isEqualTo(413);
        wrong(form(form -> form.put("context", "x".repeat(20_001))), "/context", "too-long");
        assertThat(partner.post("/api/v1/requests", "[".repeat(60) + "]".repeat(60)).status())
                .isEqualTo(422);
        assertThat(
                        partner.post(
                                        "/api/v1/requests",
                                        "{\"form\": \"FULL\", " + form().substring(1))
                                .status())
                .as("a name twice")
                .isEqualTo(400);
        wrong(form(form -> form.put("colour", "blue")), "/colour", "unknown-field");
        wrong(form(form -> form.put("dataConsent", "yes")), "/dataConsent", "wrong-type");
        wrong(form(form -> form.put("form", "LONG")), "/form", "unknown-code");
        wrong(form(form -> form.remove("form")), "/form", "required");
        wrong(form(form -> form.remove("institutionId")), "/institutionId", "required");
        wrong(form(form -> form.put("id", "docket-1")), "/id", "wrong-form");
        wrong(
                form(form -> form.putObject("otherDonors").put("xx", "ILO")),
                "/otherDonors",
                "wrong-type");
        wrong(form(form -> form.put("country", "Colombia")), "/country", "wrong-size");
        wrong(form(form -> form.putArray("themes").add("NIX")), "/themes/0", "unknown-code");
        wrong(form(form -> form.put("title", 7)), "/title", "wrong-type");
        wrong(form(form -> form.put("unit", 7)), "/unit", "wrong-type");
        wrong(
                form(form -> form.putObject("wishedPeriod").put("from", "2027-02-01")),
                "/wishedPeriod/to",
                "required");
        wrong(
                form(form -> form.putObject("wishedPeriod").put("from", "x").put("to", "y")),
                "/wishedPeriod/from",
                "wrong-type");
        for (String noDate :
                List.of(
                        "+999999999-12-31",
                        "2099-1-1",
                        "2099-02-30",
                        "2099-01-01T00:00:00Z",
                        "20990101",
                        "")) {
            wrong(
                    form(
                            form ->
                                    form.putObject("wishedPeriod")
                                            .put("from", "2099-01-01")
                                            .put("to", noDate)),
                    "/wishedPeriod/to",
                    "wrong-type");
        }
        wrong(
                form(
                        form ->
                                form.putObject("wishedPeriod")
                                        .put("from", "2099-01-01")
                                        .putArray("to")
                                        .add(2099)
                                        .add(1)
                                        .add(1)),
                "/wishedPeriod/to",
                "wrong-type");
        Answer returned = coordinator.post(at(id) + "/return", "{\"missing\": [\"x\"]}");
        assertThat(returned.status()).isEqualTo(422);
        assertThat(returned.body().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/reason");
        Answer appraised = coordinator.post(at(id) + "/appraisals", SCORES.replace("5", "6"));
        assertThat(appraised.status()).isEqualTo(422);
        assertThat(appraised.body().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/scores/expertise");
    }

    @Test
    void unknown_parameters_are_refused() {
        assertThat(auditor.get("/api/v1/requests?colour=blue").problem())
                .isEqualTo("unknown-parameter");
        assertThat(auditor.get("/api/v1/institutions?colour=blue").problem())
                .isEqualTo("unknown-parameter");
        assertThat(auditor.get("/api/v1/requests?status=SLEEPING").problem())
                .isEqualTo("invalid-parameter");
        assertThat(auditor.get("/api/v1/requests?size=201").status()).isEqualTo(400);
    }

    @Test
    @Rule("R06")
    void an_incomplete_form_is_not_submitted() {
        register();
        String id =
                partner.post(
                                "/api/v1/requests",
                                form(form -> form.remove(List.of("context", "signatory"))))
                        .body()
                        .path("id")
                        .asString();

        Answer refused = partner.post(at(id) + "/submission", "{}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("rule").asString()).isEqualTo("R06");
        assertThat(
                        refused.body()
                                .path("errors")
                                .valueStream()
                                .map(e -> e.path("pointer").asString()))
                .containsExactly("/context", "/signatory", "/declaration");
        partner.put(at(id), form());
        assertThat(partner.post(at(id) + "/submission", "{}").status())
                .as("only the body is wrong now")
                .isEqualTo(422);
        assertThat(partner.post(at(id) + "/submission", "{\"declaration\": true}").status())
                .isEqualTo(200);
    }

    @Test
    void the_questions_on_other_donors_and_earlier_cooperation_may_be_answered_with_none() {
        register();
        for (Consumer<ObjectNode> none :
                List.<Consumer<ObjectNode>>of(
                        form -> {
                            form.put("otherDonors", "none");
                            form.put("earlierCooperation", "none");
                        },
                        form -> {
                            form.putArray("otherDonors");
                            form.putArray("earlierCooperation");
                        },
                        form -> form.putArray("otherDonors").add("ILO").add("World Bank"))) {
            String id = partner.post("/api/v1/requests", form(none)).body().path("id").asString();
            assertThat(partner.post(at(id) + "/submission", "{\"declaration\": true}").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_partner_registers_under_the_id_of_its_token_only() {
        String other = UUID.randomUUID().toString();

        assertThat(partner.post("/api/v1/institutions", institution(other, "CO")).status())
                .isEqualTo(403);
        Answer own =
                partner.post(
                        "/api/v1/institutions",
                        institution(institution, "CO")
                                .replace("\"id\": \"" + institution + "\",", ""));
        assertThat(own.status()).isEqualTo(201);
        assertThat(own.header("Location")).isEqualTo("/api/v1/institutions/" + institution);
        assertThat(own.body().path("contacts").path(0).path("email").asString())
                .isEqualTo("ines@example.org");
        assertThat(auditor.get("/api/v1/institutions/" + institution).body().has("contacts"))
                .isFalse();
        assertThat(coordinator.post("/api/v1/institutions", institution(other, "AM")).status())
                .isEqualTo(201);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                partner.get("/api/v1/institutions?q=social%20eco")
                                                        .body()
                                                        .path("items")
                                                        .valueStream()
                                                        .map(item -> item.path("id").asString()))
                                        .containsExactly(institution));
        assertThat(partner.get("/api/v1/institutions/" + institution + "/timeline").body())
                .hasSize(1);
    }

    @Test
    void an_administrator_registers_for_a_partner_under_the_partner_s_id() {
        Answer registered =
                person("ada", Map.of(), "admin")
                        .post(
                                "/api/v1/institutions",
                                institution(institution, "CO")
                                        .replace(
                                                "\"id\": \"" + institution + "\",",
                                                """
                                                "reason": "import", "onBehalfOf":
                                                {"role": "partner-drafter", "id": "%s"},"""
                                                        .formatted(institution)));

        assertThat(registered.status()).as(registered.body().toString()).isEqualTo(201);
        assertThat(registered.header("Location")).isEqualTo("/api/v1/institutions/" + institution);
    }

    @Test
    void an_institution_is_shown_with_its_open_requests_whatever_the_reader_has_seen_before() {
        register();
        String path = "/api/v1/institutions/" + institution;
        String seen = partner.get(path).header("ETag");

        String id = submitted(draft());

        var again = partner.download("GET", path, "If-None-Match", seen);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue("ETag")).hasValue(seen);
        assertThat(JSON.readTree(again.body()).path("openRequests").path(0).asString())
                .isEqualTo(id);
    }

    @Test
    void an_institution_is_registered_once() {
        register();

        assertThat(register().header("Location")).endsWith(institution);
        ObjectNode other = (ObjectNode) JSON.readTree(institution(institution, "CO"));
        other.put("acronym", "ANOTHER");
        Answer refused = partner.post("/api/v1/institutions", other.toString());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("id-in-use");
        assertThat(partner.get("/api/v1/institutions/" + institution).header("ETag"))
                .isEqualTo("\"0\"");
    }

    @Test
    void a_country_that_is_not_eligible_and_a_member_state_are_told_so_and_nothing_changes() {
        for (var wrong : Map.of("US", "R02", "BE", "R04").entrySet()) {
            String own = UUID.randomUUID().toString();
            Http somebody =
                    person(
                            "w-" + own,
                            Map.of("institution", own),
                            "partner-drafter",
                            "partner-signatory");
            register(somebody, own, wrong.getKey());
            Answer drafted = somebody.post("/api/v1/requests", RunningService.form(own, f -> {}));
            String id = drafted.body().path("id").asString();

            Answer refused = somebody.post(at(id) + "/submission", "{\"declaration\": true}");

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.body().path("rule").asString()).isEqualTo(wrong.getValue());
            assertThat(somebody.get(at(id)).header("ETag")).isEqualTo("\"0\"");
        }
    }

    @Test
    void a_fifth_activity_and_dates_that_cannot_be_are_refused_at_the_draft() {
        register();
        String day = Brussels.day(Instant.now()).toString();
        String before = Brussels.day(Instant.now()).minusDays(1).toString();
        String after = Brussels.day(Instant.now()).plusDays(1).toString();
        Answer five =
                partner.post(
                        "/api/v1/requests",
                        form(
                                form -> {
                                    JsonNode one = form.path("proposedActivities").path(0);
                                    var all = form.putArray("proposedActivities");
                                    Collections.nCopies(5, one).forEach(all::add);
                                }));
        assertThat(five.status()).isEqualTo(422);
        assertThat(five.body().path("rule").asString()).isEqualTo("R33");
        wrong(
                form(form -> form.putObject("wishedPeriod").put("from", before).put("to", after)),
                "/wishedPeriod/from",
                "in-the-past");
        wrong(
                form(form -> form.putObject("wishedPeriod").put("from", after).put("to", day)),
                "/wishedPeriod/to",
                "end-before-start");
        wrong(
                form(form -> ((ObjectNode) form.path("signatory")).put("date", after)),
                "/signatory/date",
                "in-the-future");
        assertThat(
                        partner.post(
                                        "/api/v1/requests",
                                        form(
                                                form -> {
                                                    form.putObject("wishedPeriod")
                                                            .put("from", day)
                                                            .put("to", day);
                                                    ((ObjectNode) form.path("signatory"))
                                                            .put("date", day);
                                                }))
                                .status())
                .isEqualTo(201);
    }

    @Test
    void codes_of_an_institution_are_those_of_the_lists() {
        Answer language =
                partner.post(
                        "/api/v1/institutions",
                        institution(institution, "CO")
                                .replace(
                                        "\"originalLanguage\": \"es\"",
                                        "\"originalLanguage\": \"zz\""));
        assertThat(language.problem()).isEqualTo("unknown-code");
        for (Map.Entry<String, String> wrong :
                Map.of("legalNature", "PRIVATE", "level", "GALACTIC", "country", "ZZ").entrySet()) {
            ObjectNode body = (ObjectNode) JSON.readTree(institution(institution, "CO"));
            body.put(wrong.getKey(), wrong.getValue());
            Answer refused = partner.post("/api/v1/institutions", body.toString());
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.problem()).isEqualTo("unknown-code");
            assertThat(refused.body().path("errors").path(0).path("pointer").asString())
                    .isEqualTo("/" + wrong.getKey());
        }
    }

    @Test
    void a_late_entry_counts_on_its_own_day() {
        register();
        String id = draft();
        Http admin = person("ada", Map.of(), "admin");
        String today = Brussels.day(Instant.now()).toString();

        Answer refused =
                partner.post(
                        at(id) + "/submission",
                        "{\"declaration\": true, \"occurredOn\": \"2020-01-01\"}");
        assertThat(refused.status()).isEqualTo(422);
        Answer submitted =
                admin.post(
                        at(id) + "/submission",
                        """
                        {"declaration": true, "occurredOn": "%s", "reason": "for the partner",
                         "onBehalfOf": {"role": "partner-signatory", "id": "%s"}}"""
                                .formatted(today, institution));
        assertThat(submitted.status()).isEqualTo(200);
        assertThat(submitted.body().path("number").asString())
                .startsWith("R-" + LocalDate.parse(today).getYear() + "-");
    }

    private Answer register() {
        return register(partner, institution, "CO");
    }

    private static Answer register(Http by, String id, String country) {
        Answer registered = by.post("/api/v1/institutions", institution(id, country));
        assertThat(registered.status()).as(registered.body().toString()).isEqualTo(201);
        return registered;
    }

    private String draft() {
        Answer drafted = partner.post("/api/v1/requests", form());
        assertThat(drafted.status()).as(drafted.body().toString()).isEqualTo(201);
        return drafted.body().path("id").asString();
    }

    private String submitted() {
        register();
        return submitted(draft());
    }

    private String submitted(String id) {
        done(partner, id, "submission", "{\"declaration\": true}");
        return id;
    }

    private String readyForAcceptance() {
        return RunningService.readyForAcceptance(partner, institution);
    }

    private String underAppraisal() {
        String id = submitted();
        done(coordinator, id, "screening", "");
        done(coordinator, id, "eligibility", "{\"eligible\": true}");
        return id;
    }

    private void wrong(String body, String pointer, String code) {
        Answer answer = partner.post("/api/v1/requests", body);
        assertThat(answer.status()).as(body).isEqualTo(422);
        JsonNode error = answer.body().path("errors").path(0);
        assertThat(error.path("code").asString()).as(body).isEqualTo(code);
        if (pointer != null) {
            assertThat(error.path("pointer").asString()).isEqualTo(pointer);
        }
    }

    private static Object withoutInstance(Answer answer) {
        return ((ObjectNode) answer.body()).without(List.of("instance"));
    }

    private String form() {
        return form(form -> {});
    }

    private String form(Consumer<ObjectNode> change) {
        return RunningService.form(institution, change);
    }
}
