package org.socius.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.socius.contracts.Roles;
import org.socius.contracts.Topics;
import org.socius.contracts.action.ActionContract.ActionAmendedV1;
import org.socius.contracts.action.ActionContract.ActionApprovedV1;
import org.socius.contracts.action.ActionContract.ActionCancelledV1;
import org.socius.contracts.action.ActionContract.ActionResumedV1;
import org.socius.contracts.action.ActionContract.ActionSuspendedV1;
import org.socius.contracts.action.ActionContract.ActivityCancelledV1;
import org.socius.contracts.action.ActionContract.ActivityCompletedV1;
import org.socius.contracts.action.ActionContract.ActivityPostponedV1;
import org.socius.contracts.action.ActionContract.ActivityRescheduledV1;
import org.socius.contracts.action.ActionContract.Amount;
import org.socius.contracts.action.ActionContract.Days;
import org.socius.contracts.action.ActionContract.Participants;
import org.socius.contracts.action.ActionContract.Period;
import org.socius.contracts.action.ActionContract.Phases;
import org.socius.contracts.action.ActionContract.Place;
import org.socius.contracts.action.ActionContract.Position;
import org.socius.contracts.action.ActionContract.Share;
import org.socius.contracts.action.ActionContract.TermsOfReferenceFinalisedV1;
import org.socius.contracts.request.RequestContract.HolidayChangedV1;
import org.socius.contracts.request.RequestContract.InstitutionsMergedV1;
import org.socius.expert.actions.KnownActions;
import org.socius.expert.mobilisations.Mobilisation;
import org.socius.platform.privacy.PersonalDataCodec;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.testing.Http;
import org.socius.platform.testing.Http.Answer;
import org.socius.platform.testing.RoleMatrix;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.SampleFiles;
import org.socius.platform.testing.TestTokens;
import org.socius.platform.time.Brussels;
import org.socius.platform.time.BusinessClock;
import org.socius.platform.time.Holidays;
import org.socius.platform.time.WorkingDays;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The service on its real parts: HTTP on one side, the topics on the other. */
@ExtendWith(EmbeddedParts.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExpertServiceComponentTest {

    private static final String IPES = "2c1f0f4e-0d4c-4d0a-9a52-6f1f6b1d0a01";
    private static final String INPS = "2c1f0f4e-0d4c-4d0a-9a52-6f1f6b1d0a02";
    private static final WorkingDays WORKING_DAYS = WorkingDays.belgian();

    private static ConfigurableApplicationContext service;
    private static ActionTopic actions;
    private static String base;
    private static BusinessClock clock;
    private static Http officer;
    private static Http coordinator;
    private static Http manager;
    private static Http finance;
    private static Http signatory;
    private static Http employer;
    private static Http anybody;

    @BeforeAll
    static void start() {
        List<String> arguments = new ArrayList<>(TestTokens.serviceArguments());
        arguments.add("--server.port=0");
        arguments.add("--spring.mongodb.uri=" + EmbeddedParts.mongoUri("experts"));
        arguments.add("--spring.mongodb.database=experts");
        arguments.add("--spring.kafka.bootstrap-servers=" + EmbeddedParts.kafkaBootstrap());
        actions = new ActionTopic(EmbeddedParts.kafkaBootstrap());
        service = ExpertServiceApplication.application().run(arguments.toArray(String[]::new));
        base =
                "http://127.0.0.1:"
                        + ((WebServerApplicationContext) service).getWebServer().getPort();
        clock = service.getBean(BusinessClock.class);
        anybody = Http.at(base);
        officer = anybody.as(TestTokens.token("officer", "mobilisation-officer"));
        coordinator = anybody.as(TestTokens.token("clara", "coordinator"));
        manager = anybody.as(TestTokens.token("manager", "activity-manager"));
        finance = anybody.as(TestTokens.token("finance", "finance-officer"));
        signatory =
                anybody.as(
                        TestTokens.token("ipes", Map.of("institution", IPES), "partner-signatory"));
        employer = anybody.as(TestTokens.token("inps", Map.of("institution", INPS), "employer"));
    }

    @AfterAll
    static void stop() {
        actions.close();
        service.close();
    }

    private static Http expert(String id) {
        return anybody.as(TestTokens.token("sub-" + id, Map.of("expert", id), "expert"));
    }

    private static String id() {
        return java.util.UUID.randomUUID().toString();
    }

    private static String approvedAction(String reference) throws Exception {
        String action = id();
        actions.tell(
                action,
                new TermsOfReferenceFinalisedV1(
                        action,
                        reference,
                        1,
                        1,
                        "workshop",
                        Map.of("en", "Workshop"),
                        "ON_SITE",
                        new Place("Bogotá", "CO"),
                        List.of(
                                new Position(
                                        "E1",
                                        "principal expert",
                                        true,
                                        "A",
                                        List.of("pensions"),
                                        List.of(),
                                        Map.of("es", "C1"),
                                        8,
                                        new Days(3, 10, 5),
                                        true)),
                        List.of(),
                        new Phases(
                                new Period(
                                        LocalDate.parse("2026-01-01"),
                                        LocalDate.parse("2026-01-05")),
                                new Period(
                                        LocalDate.parse("2026-01-06"),
                                        LocalDate.parse("2026-01-16")),
                                new Period(
                                        LocalDate.parse("2026-01-19"),
                                        LocalDate.parse("2026-01-23")))),
                clock.instant());
        actions.tell(
                action,
                new ActionApprovedV1(
                        action,
                        reference,
                        id(),
                        IPES,
                        Map.of("en", "Institute for Social Economy"),
                        Map.of("en", "Coverage of street vendors"),
                        Map.of("en", "Objective"),
                        List.of(new Share("PE", 30), new Share("CO", 70)),
                        List.of("TA-POL"),
                        List.of(new Share("SI-COV", 100)),
                        List.of("1.3"),
                        Map.of(),
                        List.of(),
                        new Amount(6_000_000, "EUR"),
                        null,
                        "approver"),
                clock.instant());
        return action;
    }

    private static String profile(String id, String category) {
        return """
        {"id": "%s", "name": {"given": "Ilaria", "family": "Tosi"}, "email": "ilaria@example.org",
         "nationality": "IT", "residence": "IT", "sex": "F",
         "employers": [{"organisationId": "%s", "name": "INPS", "country": "IT", "category": "%s", "from": "2015-01-01"}],
         "expertise": [{"area": "A1", "years": 12, "level": "senior"}], "languages": [{"code": "es", "level": "C1"}],
         "consents": {"privacyNotice": "2026-01-01", "publicName": false},
         "availability": [{"from": "2027-01-01", "to": "2027-12-31"}], "onSite": true, "remote": true}
        """
                .formatted(id, INPS, category);
    }

    private static void cvOf(String expert, String name) {
        ok(
                200,
                expert(expert)
                        .upload(
                                "PUT",
                                "/api/v1/experts/" + expert + "/cv",
                                Http.multipart(name, SampleFiles.PDF)));
    }

    @Test
    @Rule(value = "R86", derived = true)
    void a_cv_is_frozen_with_the_application_and_shown_to_whom_the_person_is_shown()
            throws Exception {
        String expert = activeExpert("PRIVATE");
        String at = "/api/v1/experts/" + expert + "/cv";
        assertThat(officer.download("GET", at).statusCode()).isEqualTo(404);
        byte[] cv = SampleFiles.pdf(1);
        Answer stored = ok(200, expert(expert).upload("PUT", at, Http.multipart("Tosi.pdf", cv)));
        assertThat(stored.body().at("/cv/name").asString()).isEqualTo("Tosi.pdf");
        String call = openCall(approvedAction("2027-42"));
        String application = applied(call, expert);
        String ofTheDay = "/api/v1/applications/" + application + "/cv";
        cvOf(expert, "later.pdf");

        assertThat(officer.download("GET", at).body()).isEqualTo(SampleFiles.PDF);
        assertThat(expert(expert).download("GET", at).body()).isEqualTo(SampleFiles.PDF);
        assertThat(coordinator.download("GET", ofTheDay).body()).isEqualTo(cv);
        assertThat(coordinator.download("GET", at).statusCode()).isEqualTo(404);
        assertThat(finance.download("GET", ofTheDay).statusCode()).isEqualTo(404);
        assertThat(expert(id()).download("GET", at).statusCode()).isEqualTo(404);
        assertThat(signatory.download("GET", ofTheDay).statusCode()).isEqualTo(404);
        assertThat(signatory.download("GET", at).statusCode()).isEqualTo(404);
        afterDeadline();
        selected(call, application);
        await().untilAsserted(() -> assertThat(signatory.download("GET", at).body()).isEqualTo(cv));
        assertThat(signatory.download("GET", ofTheDay).body()).isEqualTo(cv);
        assertThat(
                        ok(200, expert(expert).get("/api/v1/persons/" + expert + "/accesses"))
                                .response()
                                .body())
                .contains("\"CV\"", "\"CV of the application\"");
        assertThat(
                        ok(200, expert(expert).get("/api/v1/persons/" + expert + "/data-export"))
                                .response()
                                .body())
                .contains("ExpertCvStored", "Tosi.pdf", "later.pdf");
    }

    private static String activeExpert(String category) {
        String id = id();
        ok(201, expert(id).post("/api/v1/experts", profile(id, category)));
        ok(200, expert(id).post("/api/v1/experts/" + id + "/submission", "{}"));
        ok(200, officer.post("/api/v1/experts/" + id + "/verification", "{}"));
        return id;
    }

    private static Answer ok(int status, Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        return answer;
    }

    private static String openCall(String action) {
        String call = id();
        await().untilAsserted(
                        () ->
                                ok(
                                        201,
                                        officer.post(
                                                "/api/v1/calls",
                                                "{\"id\": \"%s\", \"actionId\": \"%s\", \"activity\": 1}"
                                                        .formatted(call, action))));
        Instant deadline = WORKING_DAYS.deadlineAfter(Brussels.day(clock.instant()), 10);
        ok(
                200,
                coordinator.post(
                        "/api/v1/calls/" + call + "/publication",
                        "{\"deadline\": \"%s\"}"
                                .formatted(deadline.atZone(Brussels.ZONE).toOffsetDateTime())));
        return call;
    }

    private static final String BID =
            """
            {"id": "%s", "position": "E1", "motivation": "To help.", "evidence": [{"criterion": "technicalFit", "text": "Years of it."}],
             "employerSupport": "YES", "conflictDeclaration": {"conflict": false}}
            """;

    private static final String SCORES =
            """
            {"scores": {"technicalFit": 42, "experienceAbroad": 15, "language": 13, "peerBackground": 12}, "comment": "Strong.", "noConflictOfInterest": true}
            """;

    private static String applied(String call, String expert) {
        String application = id();
        ok(
                201,
                expert(expert)
                        .post(
                                "/api/v1/calls/" + call + "/applications",
                                BID.formatted(application)));
        return application;
    }

    private static void afterDeadline() {
        clock.moveTo(
                WORKING_DAYS
                        .deadlineAfter(Brussels.day(clock.instant()), 10)
                        .plus(Duration.ofHours(9)));
    }

    private static void selected(String call, String application) {
        ok(200, officer.post("/api/v1/calls/" + call + "/selection-start", "{}"));
        shortlisted(application);
        ok(200, coordinator.post("/api/v1/applications/" + application + "/selection", "{}"));
    }

    private static void shortlisted(String application) {
        String at = "/api/v1/applications/" + application;
        ok(200, officer.post(at + "/admissibility", "{\"admissible\": true}"));
        ok(200, coordinator.post(at + "/scores", SCORES));
        ok(200, manager.post(at + "/scores", SCORES));
        ok(200, officer.post(at + "/shortlisting", "{}"));
    }

    private static String acceptedMobilisation(String expert, String application) {
        Answer accepted =
                ok(
                        200,
                        expert(expert)
                                .post("/api/v1/applications/" + application + "/acceptance", "{}"));
        Answer list = ok(200, officer.get("/api/v1/mobilisations?application=" + application));
        assertThat(list.body().path("items").path(0).path("id").asString())
                .isEqualTo(accepted.body().path("mobilisationId").asString());
        return accepted.body().path("mobilisationId").asString();
    }

    private static final String CONTRACT =
            """
            {"contractNumber": "C-1", "days": {"preparation": 3, "implementation": 10, "delivery": 5}, "validFrom": "2026-01-01", "validTo": "2027-12-31"}
            """;

    @Test
    void an_expert_goes_from_the_roster_to_the_settlement() throws Exception {
        String expert = activeExpert("PUBLIC_ADMINISTRATION");
        String action = approvedAction("2027-03");
        String call = openCall(action);

        Answer shown = ok(200, anybody.get("/api/v1/calls/" + call));
        assertThat(shown.body().path("reference").asString()).isEqualTo("27-03/COL/1");
        assertThat(shown.body().path("applications").isMissingNode()).isTrue();
        await().untilAsserted(
                        () ->
                                assertThat(
                                                anybody.get(
                                                                "/api/v1/calls?status=OPEN&action="
                                                                        + action)
                                                        .body()
                                                        .path("totalItems")
                                                        .asInt())
                                        .isEqualTo(1));

        String application = applied(call, expert);
        afterDeadline();
        await().untilAsserted(
                        () ->
                                assertThat(
                                                officer.get("/api/v1/calls/" + call)
                                                        .body()
                                                        .path("status")
                                                        .asString())
                                        .isEqualTo("CLOSED"));
        selected(call, application);
        String mobilisation = acceptedMobilisation(expert, application);
        String at = "/api/v1/mobilisations/" + mobilisation;
        ok(200, officer.post("/api/v1/calls/" + call + "/outcome", "{}"));

        ok(200, officer.post(at + "/authorisation-request", "{}"));
        ok(200, employer.post(at + "/authorisation", "{\"documentReference\": \"INPS/77\"}"));
        ok(
                200,
                finance.post(
                        at + "/contract",
                        CONTRACT.replace("\"C-1\"", "\"C-1\", \"waiver\": \"Dr Rossi\"")));
        Answer signed =
                ok(200, expert(expert).post(at + "/signature", "{\"codeOfConduct\": true}"));
        assertThat(signed.body().path("status").asString()).isEqualTo("CONTRACTING");
        assertThat(signed.body().path("waitingFor").path(0).path("condition").asString())
                .isEqualTo("PARTNER_NO_OBJECTION");
        assertThat(signed.body().path("waitingFor").size()).isEqualTo(1);
        ok(
                200,
                signatory.post(
                        "/api/v1/applications/" + application + "/partner-no-objection", "{}"));
        assertThat(officer.get(at).body().path("status").asString()).isEqualTo("MOBILISED");

        ok(200, officer.post(at + "/start", "{\"insuranceReference\": \"POL-9\"}"));
        assertThat(signatory.get(at).response().body())
                .contains("Tosi")
                .doesNotContain("POL-9", "C-1");
        assertThat(employer.get(at).response().body())
                .contains("Tosi")
                .doesNotContain("POL-9", "C-1");
        assertThat(signatory.get(at + "/timeline").response().body())
                .contains("ContractIssued")
                .doesNotContain("C-1");
        assertThat(coordinator.get(at).response().body())
                .contains("C-1")
                .doesNotContain("Tosi", "POL-9");
        assertThat(expert(expert).get(at).response().body()).contains("C-1", "POL-9");
        ok(200, officer.post(at + "/end", "{}"));
        assertThat(signatory.get(at).response().body())
                .contains("REPORTING")
                .doesNotContain("Tosi", expert, INPS);
        assertThat(signatory.get("/api/v1/applications/" + application).response().body())
                .contains("ACCEPTED")
                .doesNotContain("Tosi");
        ok(
                200,
                expert(expert)
                        .post(
                                at + "/working-days",
                                "{\"entries\": [{\"phase\": \"implementation\", \"days\": 10}]}"));
        Answer early = finance.post(at + "/settlement", "{}");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.body().path("rule").asString()).isEqualTo("R97");
        assertThat(early.header("Retry-After")).isEqualTo("1");
        actions.tell(
                action,
                new ActivityCompletedV1(
                        action,
                        "2027-03",
                        1,
                        "workshop",
                        "ON_SITE",
                        null,
                        null,
                        null,
                        LocalDate.parse("2026-01-31"),
                        List.of(),
                        new Participants(1, 1, 0),
                        List.of(),
                        null),
                clock.instant());
        await().untilAsserted(() -> ok(200, finance.post(at + "/settlement", "{}")));
        assertThat(officer.get(at).body().path("status").asString()).isEqualTo("SETTLED");
        JsonNode settled = officer.get(at).body();
        assertThat(settled.at("/authorisation/documentReference").asString()).isEqualTo("INPS/77");
        assertThat(settled.path("endedOn").asString())
                .isEqualTo(Brussels.day(clock.instant()).toString());
        assertThat(settled.path("settledOn")).isEqualTo(settled.path("endedOn"));
        assertThat(signatory.get(at).body().has("authorisation")).isFalse();
        ok(200, approver().get(at + "/duties"));
        keptAsLongAsTheAccounts(expert, mobilisation);
        assertThat(
                        ok(200, expert(expert).get("/api/v1/persons/" + expert + "/accesses"))
                                .response()
                                .body())
                .contains(
                        "\"mobilisation\"",
                        mobilisation,
                        "\"officer\"",
                        "\"steps of the mobilisation\"",
                        "\"paul\"")
                .doesNotContain("\"clara\"");

        await().untilAsserted(
                        () ->
                                assertThat(published(mobilisation))
                                        .extracting(r -> header(r, "ce_type"))
                                        .containsExactly(
                                                "org.socius.mobilisation.opened.v1",
                                                "org.socius.authorisation.requested.v1",
                                                "org.socius.authorisation.granted.v1",
                                                "org.socius.contract.issued.v1",
                                                "org.socius.contract.signed.v1",
                                                "org.socius.expert.mobilised.v1",
                                                "org.socius.assignment.started.v1",
                                                "org.socius.assignment.ended.v1",
                                                "org.socius.working-days.recorded.v1",
                                                "org.socius.mobilisation.settled.v1"));
        assertThat(published(mobilisation))
                .extracting(r -> header(r, "ce_sequence"))
                .startsWith("0000000001", "0000000002", "0000000003");
        for (String subject : List.of(expert, call, application, mobilisation)) {
            assertThat(published(subject)).isNotEmpty();
            for (ConsumerRecord<String, String> record : published(subject)) {
                assertThat(record.value())
                        .doesNotContain(
                                "Ilaria",
                                "Tosi",
                                "example.org",
                                "Years of it",
                                "Strong.",
                                "INPS/77");
            }
        }
        forgottenByItself(expert, application, mobilisation);
    }

    @Test
    void the_timer_mobilises_when_the_partners_time_is_over() throws Exception {
        String expert = activeExpert("PRIVATE");
        String call = openCall(approvedAction("2027-04"));
        String application = applied(call, expert);
        afterDeadline();
        selected(call, application);
        String mobilisation = acceptedMobilisation(expert, application);
        String at = "/api/v1/mobilisations/" + mobilisation;
        ok(200, finance.post(at + "/contract", CONTRACT));
        ok(200, expert(expert).post(at + "/signature", "{\"codeOfConduct\": true}"));

        clock.moveTo(clock.instant().plus(Duration.ofDays(12)));

        await().untilAsserted(
                        () ->
                                assertThat(officer.get(at).body().path("status").asString())
                                        .isEqualTo("MOBILISED"));
        Answer timeline = officer.get(at + "/timeline");
        assertThat(timeline.body().path(4).path("type").asString()).isEqualTo("ExpertMobilised");
        assertThat(timeline.body().path(4).path("actor").path("role").asString())
                .isEqualTo("system");
    }

    @Test
    void a_cancelled_action_ends_its_mobilisations() throws Exception {
        String expert = activeExpert("PRIVATE");
        String action = approvedAction("2027-05");
        String call = openCall(action);
        String application = applied(call, expert);
        afterDeadline();
        selected(call, application);
        String mobilisation = acceptedMobilisation(expert, application);

        actions.tell(action, new ActionCancelledV1(action, id(), IPES, null), clock.instant());

        await().untilAsserted(
                        () ->
                                assertThat(
                                                officer.get("/api/v1/mobilisations/" + mobilisation)
                                                        .body()
                                                        .path("status")
                                                        .asString())
                                        .isEqualTo("CANCELLED"));
    }

    @Test
    void persons_are_shown_only_to_whom_they_concern() throws Exception {
        String expert = activeExpert("PUBLIC_ADMINISTRATION");
        String at = "/api/v1/experts/" + expert;
        for (Http reader : List.of(expert(expert), officer)) {
            assertThat(reader.get(at).body().path("name").path("family").asString())
                    .isEqualTo("Tosi");
        }
        Answer me = ok(200, expert(expert).get("/api/v1/experts/me"));
        assertThat(me.body().path("id").asString()).isEqualTo(expert);
        for (Http reader : List.of(coordinator, finance)) {
            Answer reduced = ok(200, reader.get(at));
            assertThat(reduced.response().body()).doesNotContain("Tosi", "example.org", "INPS");
            assertThat(reduced.body().path("employerCountry").asString()).isEqualTo("IT");
        }
        assertThat(expert(id()).get(at).status()).isEqualTo(404);
        assertThat(signatory.get(at).status()).isEqualTo(404);
        assertThat(anybody.get(at).status()).isEqualTo(401);

        String call = openCall(approvedAction("2027-06"));
        String application = applied(call, expert);
        String applicationAt = "/api/v1/applications/" + application;
        assertThat(signatory.get(applicationAt).status()).isEqualTo(404);
        assertThat(expert(id()).get(applicationAt).status()).isEqualTo(404);
        assertThat(finance.get(applicationAt).response().body()).doesNotContain("Tosi", "To help");
        assertThat(coordinator.get(applicationAt).response().body()).contains("Tosi", "To help");
        afterDeadline();
        selected(call, application);
        Answer partner = ok(200, signatory.get(applicationAt));
        assertThat(partner.body().path("profile").path("name").path("family").asString())
                .isEqualTo("Tosi");
        assertThat(partner.response().body())
                .doesNotContain("Strong.", "technicalFit", "meanScore");
        assertThat(expert(expert).get(applicationAt).response().body())
                .doesNotContain("Strong.", "meanScore", "\"clara\"");
        String history = expert(expert).get(applicationAt + "/timeline").response().body();
        assertThat(history).contains("ExpertSelected").doesNotContain("ApplicationScored", "clara");
    }

    @Test
    @Rule(value = "R75", derived = true)
    void an_erased_person_is_gone_from_the_log_the_lists_and_the_files_and_what_was_counted_stays()
            throws Exception {
        String marker = "Marker " + id();
        String expert = activeExpert("PUBLIC_ADMINISTRATION");
        String at = "/api/v1/experts/" + expert;
        ok(200, expert(expert).put(at, "{\"publications\": \"%s\"}".formatted(marker)));
        cvOf(expert, marker + ".pdf");
        String call = openCall(approvedAction("2027-41"));
        String application = applied(call, expert);
        String applicationAt = "/api/v1/applications/" + application;
        assertThat(ok(200, coordinator.get(applicationAt)).response().body()).contains(marker);
        ok(200, officer.get(at));
        for (String listed :
                List.of("/api/v1/experts?q=" + expert, "/api/v1/applications?call=" + call)) {
            await().untilAsserted(
                            () ->
                                    assertThat(
                                                    ok(200, expert(expert).get(listed))
                                                            .response()
                                                            .body())
                                            .contains(marker));
        }
        assertThat(stored(marker)).as("in the clear").isEmpty();

        Http privacy = anybody.as(TestTokens.token("privacy", "data-protection"));
        String persons = "/api/v1/persons/" + expert;
        await().untilAsserted(
                        () ->
                                assertThat(
                                                ok(
                                                                200,
                                                                expert(expert)
                                                                        .get(
                                                                                persons
                                                                                        + "/data-export"))
                                                        .response()
                                                        .body())
                                        .contains(marker, "To help.", "ExpertRegistered"));
        Answer export = ok(200, expert(expert).get(persons + "/data-export"));
        assertThat(export.header("Cache-Control")).contains("no-store");
        Answer readers = ok(200, expert(expert).get(persons + "/accesses"));
        assertThat(readers.response().body()).contains("\"clara\"", "\"officer\"");
        assertThat(ok(200, privacy.get(persons + "/accesses")).body().path("totalItems").asInt())
                .isEqualTo(2);
        assertThat(coordinator.get(persons + "/data-export").status()).isEqualTo(404);
        assertThat(expert(id()).get(persons + "/data-export").status()).isEqualTo(404);
        assertThat(officer.post(persons + "/erasure", "{}").status()).isEqualTo(404);
        assertThat(officer.post(at + "/erasure", "{}").status()).isEqualTo(403);

        ok(200, privacy.post(persons + "/erasure", "{}"));

        await().untilAsserted(
                        () -> {
                            assertThat(stored(marker)).isEmpty();
                            assertThat(ok(200, officer.get(at)).body().path("status").asString())
                                    .isEqualTo("ERASED");
                            Answer gone = ok(200, coordinator.get(applicationAt));
                            assertThat(gone.body().path("status").asString())
                                    .isEqualTo("WITHDRAWN");
                            assertThat(gone.response().body())
                                    .contains("[erased]")
                                    .doesNotContain("Tosi", "To help.", marker);
                        });
        assertThat(officer.download("GET", at + "/cv").statusCode()).isEqualTo(404);
        assertThat(coordinator.download("GET", applicationAt + "/cv").statusCode()).isEqualTo(404);
        assertThat(ok(200, privacy.get(persons + "/data-export")).response().body())
                .doesNotContain("Tosi", "To help.", marker)
                .contains("ExpertErased");
        assertThat(ok(200, officer.get(at + "/timeline")).response().body()).doesNotContain("Tosi");
        assertThat(published(expert).stream().map(r -> header(r, "ce_type")))
                .contains("org.socius.expert.erased.v1");
        assertThat(privacy.post(persons + "/erasure", "{}").problem()).isEqualTo("wrong-state");
        assertThat(privacy.post("/api/v1/persons/" + id() + "/erasure", "{}").status())
                .isEqualTo(404);
    }

    private static Answer documented(Http by, String owner, String... fields) {
        List<String> all = new ArrayList<>(List.of("owner", owner));
        all.addAll(List.of(fields));
        return by.upload(
                "POST",
                "/api/v1/documents",
                Http.multipart("Tosi.pdf", SampleFiles.PDF, all.toArray(String[]::new)));
    }

    private static void served(Answer document, Http... readers) {
        assertThat(document.status()).as(document.body().toString()).isEqualTo(201);
        for (Http reader : readers) {
            assertThat(reader.download("GET", document.header("Location")).body())
                    .isEqualTo(SampleFiles.PDF);
        }
    }

    private static void kept(Answer document, Http... others) {
        for (Http other : others) {
            assertThat(other.download("GET", document.header("Location")).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void documents_are_read_by_those_who_see_the_person_or_the_call_they_belong_to()
            throws Exception {
        String expert = activeExpert("PRIVATE");
        Http own = expert(expert);
        String call = openCall(approvedAction("2027-51"));
        String application = applied(call, expert);

        Answer ofProfile = documented(own, "/experts/" + expert);
        served(ofProfile, own, officer);
        kept(ofProfile, coordinator, signatory, employer, expert(id()), finance);
        Answer ofApplication = documented(own, "/api/v1/applications/" + application);
        served(ofApplication, own, officer, coordinator, manager);
        kept(ofApplication, signatory, finance, expert(id()));
        Answer ofCall = documented(officer, "/calls/" + call);
        served(ofCall, anybody, expert(id()), signatory);
        assertThat(anybody.get(ofCall.header("Location") + "/timeline").status()).isEqualTo(401);
        assertThat(documented(own, "/calls/" + call).status()).isEqualTo(403);
        assertThat(documented(expert(id()), "/experts/" + expert).status()).isEqualTo(404);
        assertThat(documented(finance, "/experts/" + expert).status()).isEqualTo(403);
        kept(ofProfile, anybody);
        afterDeadline();
        await().untilAsserted(() -> kept(ofCall, anybody));
        served(ofCall, own);
        selected(call, application);
        await().untilAsserted(() -> served(ofApplication, signatory));
        String mobilisation = acceptedMobilisation(expert, application);
        Answer letter = documented(employer, "/mobilisations/" + mobilisation);
        served(letter, employer, own, officer, finance, signatory);
        kept(letter, coordinator, manager, expert(id()), anybody);
        served(documented(coordinator, "/mobilisations/" + mobilisation), officer);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                ok(
                                                                200,
                                                                own.get(
                                                                        "/api/v1/persons/"
                                                                                + expert
                                                                                + "/accesses"))
                                                        .response()
                                                        .body())
                                        .contains(
                                                "\"document of the profile\"",
                                                "\"document of the application\"",
                                                "\"document of the mobilisation\""));
    }

    private static void refusedLetter(Answer answer, String pointer, String code) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.body().at("/errors/0/pointer").asString()).isEqualTo(pointer);
        assertThat(answer.body().at("/errors/0/code").asString()).isEqualTo(code);
    }

    @Test
    void a_letter_of_the_employer_may_be_a_document_of_the_mobilisation_and_no_other()
            throws Exception {
        String expert = activeExpert("PUBLIC_ADMINISTRATION");
        String call = openCall(approvedAction("2027-53"));
        String application = applied(call, expert);
        afterDeadline();
        selected(call, application);
        String at = "/api/v1/mobilisations/" + acceptedMobilisation(expert, application);
        ok(200, officer.post(at + "/authorisation-request", "{}"));
        String letter = documented(officer, at).body().path("id").asString();
        String other =
                documented(expert(expert), "/experts/" + expert).body().path("id").asString();
        String byId = "{\"documentId\": \"%s\"}";

        for (String wrong : List.of(other, id(), "..", expert)) {
            refusedLetter(
                    officer.post(at + "/authorisation", byId.formatted(wrong)),
                    "/documentId",
                    "unknown-document");
        }
        refusedLetter(
                officer.post(
                        at + "/authorisation",
                        "{\"documentId\": \"%s\", \"documentReference\": \"L/1\"}"
                                .formatted(letter)),
                "/documentId",
                "not-both");
        ok(200, officer.post(at + "/authorisation", byId.formatted(letter)));

        JsonNode granted =
                ok(200, finance.get(at + "/timeline"))
                        .body()
                        .valueStream()
                        .filter(e -> e.path("type").asString().equals("AuthorisationGranted"))
                        .findFirst()
                        .orElseThrow();
        assertThat(granted.at("/changes/documentId").asString()).isEqualTo(letter);
        assertThat(granted.at("/changes/documentReference").asString())
                .isEqualTo("/api/v1/documents/" + letter);
    }

    @Test
    @Rule(value = "R75", derived = true)
    void the_documents_of_an_erased_person_are_gone_with_their_names_and_reasons()
            throws Exception {
        String marker = "Marker " + id();
        String expert = activeExpert("PRIVATE");
        Http own = expert(expert);
        String application = applied(openCall(approvedAction("2027-52")), expert);
        String export = "/api/v1/persons/" + expert + "/data-export";
        Http privacy = anybody.as(TestTokens.token("privacy", "data-protection"));
        Answer profile = documented(own, "/experts/" + expert, "reason", marker);
        Answer bid = documented(own, "/applications/" + application, "reason", marker);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                own.get(export)
                                                        .body()
                                                        .path("records")
                                                        .valueStream()
                                                        .map(held -> held.path("kind").asString()))
                                        .containsExactly(
                                                "PROFILE", "APPLICATION", "DOCUMENT", "DOCUMENT"));
        assertThat(ok(200, own.get(export)).response().body()).contains("Tosi.pdf", marker);

        ok(200, privacy.post("/api/v1/persons/" + expert + "/erasure", "{}"));

        await().untilAsserted(
                        () -> {
                            kept(profile, officer, own, privacy);
                            kept(bid, officer, coordinator, own);
                            assertThat(ok(200, privacy.get(export)).response().body())
                                    .contains("DocumentAdded")
                                    .doesNotContain("Tosi.pdf", marker);
                        });
        assertThat(documented(own, "/experts/" + expert).problem()).isEqualTo("record-erased");
    }

    @Test
    void an_application_that_was_not_chosen_is_due_after_two_years_and_erased_by_itself()
            throws Exception {
        String expert = activeExpert("PUBLIC_ADMINISTRATION");
        String application = applied(openCall(approvedAction("2027-71")), expert);
        String at = "/api/v1/applications/" + application;
        Http privacy = anybody.as(TestTokens.token("privacy", "data-protection"));
        assertThat(privacy.post(at + "/erasure", "{}").problem()).isEqualTo("wrong-state");
        ok(200, expert(expert).post(at + "/withdrawal", "{\"reason\": \"No time\"}"));
        LocalDate due = Brussels.day(clock.instant()).plusYears(2);
        await().untilAsserted(
                        () -> assertThat(dueOn(privacy, due, expert)).containsKey(application));
        JsonNode line = dueOn(privacy, due, expert).get(application);
        assertThat(line.path("kind").asString()).isEqualTo("APPLICATION");
        assertThat(line.path("dueSince").asString()).isEqualTo(due.toString());
        assertThat(line.path("keptFor").asString()).isEqualTo("P2Y");
        assertThat(line.path("path").asString()).isEqualTo(at);
        assertThat(dueOn(privacy, due.minusDays(1), expert)).isEmpty();
        assertThat(officer.get("/api/v1/persons/retention-due").status()).isEqualTo(403);
        assertThat(ok(200, coordinator.get(at)).response().body()).contains("To help.");

        ok(200, privacy.post(line.path("erasure").asString(), "{}"));

        await().untilAsserted(
                        () -> {
                            assertThat(dueOn(privacy, due, expert)).isEmpty();
                            assertThat(
                                            coordinator.get(at).response().body()
                                                    + coordinator
                                                            .get(at + "/timeline")
                                                            .response()
                                                            .body())
                                    .contains("[erased]", "ApplicationErased")
                                    .doesNotContain("To help.", "No time");
                        });
        assertThat(privacy.post(at + "/erasure", "{}").problem()).isEqualTo("wrong-state");
        assertThat(officer.get("/api/v1/experts/" + expert).response().body())
                .contains("Tosi")
                .contains("\"ACTIVE\"");
    }

    @Test
    void who_has_left_the_roster_is_due_after_five_years_and_gone_from_the_list_when_erased() {
        String expert = activeExpert("PUBLIC_ADMINISTRATION");
        Http privacy = anybody.as(TestTokens.token("privacy", "data-protection"));
        ok(200, expert(expert).post("/api/v1/experts/" + expert + "/deactivation", "{}"));
        LocalDate due = Brussels.day(clock.instant()).plusYears(5);
        await().untilAsserted(() -> assertThat(dueOn(privacy, due, expert)).containsKey(expert));
        assertThat(dueOn(privacy, due.minusDays(1), expert)).isEmpty();

        ok(
                200,
                privacy.post(
                        dueOn(privacy, due, expert).get(expert).path("erasure").asString(), "{}"));

        await().untilAsserted(() -> assertThat(dueOn(privacy, due, expert)).isEmpty());
    }

    /**
     * Ten years for the mobilisation; for who then leaves five from the last day of the mission, or
     * as long as the mobilisation where that is longer.
     */
    private static void keptAsLongAsTheAccounts(String expert, String mobilisation) {
        Http privacy = anybody.as(TestTokens.token("privacy", "data-protection"));
        LocalDate settled = Brussels.day(clock.instant());
        LocalDate due = settled.plusYears(10);
        await().untilAsserted(
                        () ->
                                assertThat(dueOn(privacy, due, expert))
                                        .containsOnlyKeys(mobilisation));
        assertThat(dueOn(privacy, due.minusDays(1), expert)).isEmpty();
        clock.moveTo(clock.instant().plus(Duration.ofDays(30)));
        ok(200, expert(expert).post("/api/v1/experts/" + expert + "/deactivation", "{}"));
        await().untilAsserted(
                        () ->
                                assertThat(dueOn(privacy, due, expert))
                                        .containsOnlyKeys(expert, mobilisation));
        JsonNode person = dueOn(privacy, due, expert).get(expert);
        assertThat(person.path("blockedBy").asString())
                .isEqualTo("/api/v1/mobilisations/" + mobilisation);
        assertThat(person.path("dueSince").asString()).isEqualTo(due.toString());
        assertThat(dueOn(privacy, due.minusDays(1), expert)).isEmpty();
    }

    /** Erased by itself, with the application that led to it; the person is then due alone. */
    private static void forgottenByItself(String expert, String application, String mobilisation)
            throws Exception {
        Http privacy = anybody.as(TestTokens.token("privacy", "data-protection"));
        String at = "/api/v1/mobilisations/" + mobilisation;
        String marker = "Marker " + id();
        Answer letter = documented(employer, at, "reason", marker);
        served(letter, officer);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                privacy.get(
                                                                "/api/v1/persons/"
                                                                        + expert
                                                                        + "/data-export")
                                                        .response()
                                                        .body())
                                        .contains(marker));
        assertThat(finance.get(at + "/timeline").response().body()).contains("INPS/77", "Dr Rossi");
        assertThat(officer.get("/api/v1/experts/" + expert + "/timeline").response().body())
                .contains("Dr Rossi");
        String listed = "/api/v1/mobilisations?expert=" + expert;
        assertThat(ok(200, officer.get(listed)).response().body()).contains("POL-9", "Tosi");
        JsonNode before = ok(200, officer.get(at)).body();
        LocalDate settled = Brussels.day(clock.instant());
        String erasure =
                dueOn(privacy, settled.plusYears(10), expert)
                        .get(mobilisation)
                        .path("erasure")
                        .asString();
        assertThat(officer.post(erasure, "{}").status()).isEqualTo(403);
        assertThat(expert(id()).post(erasure, "{}").status()).isEqualTo(404);

        Answer erased = ok(200, privacy.post(erasure, "{}"));

        assertThat(erased.body().path("erased").asBoolean()).isTrue();
        await().untilAsserted(
                        () -> {
                            assertThat(stored("POL-9")).isEmpty();
                            assertThat(ok(200, officer.get(listed)).response().body())
                                    .contains(mobilisation)
                                    .doesNotContain("POL-9", "Tosi");
                            assertThat(
                                            finance.get(at + "/timeline").response().body()
                                                    + officer.get(at).response().body()
                                                    + officer.get(
                                                                    "/api/v1/experts/"
                                                                            + expert
                                                                            + "/timeline")
                                                            .response()
                                                            .body())
                                    .contains("[erased]", "MobilisationErased")
                                    .doesNotContain("INPS/77", "POL-9", "Dr Rossi");
                            assertThat(
                                            coordinator
                                                    .get("/api/v1/applications/" + application)
                                                    .response()
                                                    .body())
                                    .contains("[erased]", "ACCEPTED")
                                    .doesNotContain("To help.", "Tosi");
                            kept(letter, officer, employer, finance);
                            assertThat(
                                            privacy.get(
                                                            "/api/v1/persons/"
                                                                    + expert
                                                                    + "/data-export")
                                                    .response()
                                                    .body())
                                    .doesNotContain(marker);
                        });
        JsonNode after = ok(200, officer.get(at)).body();
        for (String member : List.of("status", "workedDays", "contractedDays", "workingDays")) {
            assertThat(after.path(member)).as(member).isEqualTo(before.path(member));
        }
        assertThat(after.at("/pay/perDay")).isEqualTo(before.at("/pay/perDay"));
        assertThat(after.has("expertName")).isFalse();
        assertThat(privacy.post(at + "/erasure", "{}").problem()).isEqualTo("wrong-state");
        assertThat(ok(200, officer.get("/api/v1/experts/" + expert)).response().body())
                .contains("Tosi");
        await().untilAsserted(
                        () ->
                                assertThat(dueOn(privacy, settled.plusYears(10), expert))
                                        .containsOnlyKeys(expert));
        JsonNode alone = dueOn(privacy, settled.plusYears(10), expert).get(expert);
        assertThat(alone.path("blockedBy").isNull()).isTrue();
        LocalDate lastDay = LocalDate.parse(alone.path("since").asString());
        assertThat(lastDay).isBefore(settled);
        assertThat(dueOn(privacy, lastDay.plusYears(5), expert)).containsOnlyKeys(expert);
        assertThat(dueOn(privacy, lastDay.plusYears(5).minusDays(1), expert)).isEmpty();
    }

    @Test
    void whom_the_employer_did_not_let_go_is_not_held_back_for_ever() throws Exception {
        String expert = activeExpert("PUBLIC_ADMINISTRATION");
        String call = openCall(approvedAction("2027-72"));
        String application = applied(call, expert);
        afterDeadline();
        selected(call, application);
        String mobilisation = acceptedMobilisation(expert, application);
        String at = "/api/v1/mobilisations/" + mobilisation;
        ok(200, officer.post(at + "/authorisation-request", "{}"));
        ok(200, employer.post(at + "/authorisation-refusal", "{\"reason\": \"Needed here\"}"));
        ok(200, expert(expert).post("/api/v1/experts/" + expert + "/deactivation", "{}"));
        Http privacy = anybody.as(TestTokens.token("privacy", "data-protection"));
        LocalDate due = Brussels.day(clock.instant()).plusYears(10);
        await().untilAsserted(
                        () ->
                                assertThat(dueOn(privacy, due, expert))
                                        .containsOnlyKeys(expert, mobilisation));
        assertThat(dueOn(privacy, due.minusDays(1), expert)).isEmpty();
    }

    @Test
    void who_leaves_the_roster_applies_for_nothing_any_more() throws Exception {
        String expert = activeExpert("PUBLIC_ADMINISTRATION");
        String application = applied(openCall(approvedAction("2027-74")), expert);
        String other = applied(openCall(approvedAction("2027-75")), activeExpert("PRIVATE"));
        ok(200, expert(expert).post("/api/v1/experts/" + expert + "/deactivation", "{}"));
        await().untilAsserted(
                        () ->
                                assertThat(
                                                officer.get("/api/v1/applications/" + application)
                                                        .body()
                                                        .path("status")
                                                        .asString())
                                        .isEqualTo("WITHDRAWN"));
        assertThat(officer.get("/api/v1/applications/" + other).body().path("status").asString())
                .isEqualTo("SUBMITTED");
    }

    @Test
    void a_profile_that_nobody_completes_is_due_after_five_years() {
        Http privacy = anybody.as(TestTokens.token("privacy", "data-protection"));
        String expert = id();
        Http own = expert(expert);
        ok(201, own.post("/api/v1/experts", profile(expert, "PRIVATE")));
        LocalDate due = Brussels.day(clock.instant()).plusYears(5);
        await().untilAsserted(
                        () -> assertThat(dueOn(privacy, due, expert)).containsOnlyKeys(expert));
        assertThat(dueOn(privacy, due.minusDays(1), expert)).isEmpty();

        ok(200, own.post("/api/v1/experts/" + expert + "/submission", "{}"));
        await().untilAsserted(() -> assertThat(dueOn(privacy, due, expert)).isEmpty());
        ok(
                200,
                officer.post(
                        "/api/v1/experts/" + expert + "/return", "{\"reason\": \"No phone\"}"));
        await().untilAsserted(
                        () -> assertThat(dueOn(privacy, due, expert)).containsOnlyKeys(expert));

        clock.moveTo(clock.instant().plus(Duration.ofDays(1)));
        ok(200, own.put("/api/v1/experts/" + expert, "{\"phone\": \"+39 1\"}"));
        await().untilAsserted(() -> assertThat(dueOn(privacy, due, expert)).isEmpty());
        assertThat(dueOn(privacy, due.plusDays(1), expert)).containsOnlyKeys(expert);
    }

    private static Map<String, JsonNode> dueOn(Http reader, LocalDate day, String person) {
        Map<String, JsonNode> due = new TreeMap<>();
        ok(
                        200,
                        reader.get(
                                "/api/v1/persons/retention-due?size=200&person="
                                        + person
                                        + "&on="
                                        + day))
                .body()
                .path("items")
                .forEach(line -> due.put(line.path("record").asString(), line));
        return due;
    }

    /** The collections that hold a text. */
    private static Set<String> stored(String text) {
        Set<String> holding = new TreeSet<>();
        try (MongoClient client = MongoClients.create(EmbeddedParts.mongoUri("experts"))) {
            for (String name : List.of("experts", "experts-keys")) {
                MongoDatabase database = client.getDatabase(name);
                for (String collection : database.listCollectionNames()) {
                    for (Document document : database.getCollection(collection).find()) {
                        if (document.toJson().contains(text)) {
                            holding.add(collection);
                        }
                    }
                }
            }
        }
        return holding;
    }

    @Test
    @Rule(
            value = {"R73", "R78"},
            derived = true)
    void a_published_call_shows_anybody_what_an_applicant_needs_and_no_person() throws Exception {
        String expert = activeExpert("PUBLIC_ADMINISTRATION");
        String call = openCall(approvedAction("2027-08"));
        applied(call, expert);
        Answer shown = ok(200, anybody.get("/api/v1/calls/" + call));
        Map.ofEntries(
                        Map.entry("/actionReference", "2027-08"),
                        Map.entry("/country", "CO"),
                        Map.entry("/actionTitle/en", "Coverage of street vendors"),
                        Map.entry("/partner/name/en", "Institute for Social Economy"),
                        Map.entry("/activity", "1"),
                        Map.entry("/activityTitle/en", "Workshop"),
                        Map.entry("/positions/0/expertiseArea", "A"),
                        Map.entry("/positions/0/responsibility", "principal expert"),
                        Map.entry("/positions/0/days/implementation", "10.0"),
                        Map.entry("/phases/preparation/from", "2026-01-01"),
                        Map.entry("/phases/delivery/to", "2026-01-23"),
                        Map.entry("/modality", "ON_SITE"),
                        Map.entry("/place/city", "Bogotá"),
                        Map.entry("/languages/0", "es"),
                        Map.entry("/termsOfReferenceVersion", "1"))
                .forEach(
                        (pointer, expected) ->
                                assertThat(shown.body().at(pointer).asString())
                                        .as(pointer)
                                        .isEqualTo(expected));
        assertThat(shown.body().at("/deadline").asString()).isNotEmpty();
        Answer list = ok(200, anybody.get("/api/v1/calls?size=200"));
        Answer history = ok(200, expert(id()).get("/api/v1/calls/" + call + "/timeline"));
        for (Answer open : List.of(shown, list, history)) {
            assertThat(open.response().body())
                    .doesNotContain(expert, "Tosi", "example.org", "officer", "clara");
        }
        assertThat(anybody.get("/api/v1/experts").status()).isEqualTo(401);
    }

    @Test
    void the_history_of_a_call_tells_nobody_outside_who_applies() throws Exception {
        String call = openCall(approvedAction("2027-61"));
        String application = applied(call, activeExpert("PUBLIC_ADMINISTRATION"));
        Instant later = WORKING_DAYS.deadlineAfter(Brussels.day(clock.instant()), 15);
        ok(
                200,
                officer.post(
                        "/api/v1/calls/" + call + "/extension",
                        "{\"deadline\": \"%s\"}"
                                .formatted(later.atZone(Brussels.ZONE).toOffsetDateTime())));
        String history = "/api/v1/calls/" + call + "/timeline";

        assertThat(ok(200, officer.get(history)).response().body())
                .contains("CallExtended", application);
        assertThat(ok(200, expert(id()).get(history)).response().body())
                .contains("CallExtended", "deadline")
                .doesNotContain(application, "applicants");
    }

    @Test
    void a_call_is_handed_with_a_reason_to_an_account_and_not_to_a_name() throws Exception {
        String call = "/api/v1/calls/" + openCall(approvedAction("2027-62"));
        for (String body :
                List.of(
                        "{\"person\": \"Maria Rossi\", \"reason\": \"Leave.\"}",
                        "{\"person\": \"maria@example.org\", \"reason\": \"Leave.\"}",
                        "{\"reason\": \"Leave.\"}",
                        "{\"person\": \"auth0|5f7c8ec7\"}")) {
            assertThat(coordinator.post(call + "/hand-over", body).status())
                    .as(body)
                    .isEqualTo(422);
        }
        ok(
                200,
                coordinator.post(
                        call + "/hand-over",
                        "{\"person\": \"auth0|5f7c8ec7\", \"reason\": \"Leave of one\"}"));

        assertThat(ok(200, officer.get(call)).body().path("responsible").asString())
                .isEqualTo("auth0|5f7c8ec7");
        assertThat(ok(200, officer.get(call + "/timeline")).response().body())
                .contains("CallHandedOver", "auth0|5f7c8ec7", "Leave of one");
        for (String path : List.of(call, call + "/timeline")) {
            assertThat(ok(200, expert(id()).get(path)).response().body())
                    .doesNotContain("auth0|5f7c8ec7", "CallHandedOver", "Leave of one");
        }
    }

    @Test
    void what_belongs_to_others_is_not_there_for_any_command() throws Exception {
        String expert = activeExpert("PUBLIC_ADMINISTRATION");
        String call = openCall(approvedAction("2027-09"));
        String application = applied(call, expert);
        Http stranger = expert(activeExpert("PUBLIC_ADMINISTRATION"));
        Http elsewhere =
                anybody.as(
                        TestTokens.token(
                                "molsa",
                                Map.of("institution", id()),
                                "partner-signatory",
                                "employer"));
        String at = "/api/v1/applications/" + application;
        String why = "{\"reason\": \"because\"}";
        assertThat(stranger.post(at + "/withdrawal", why).status()).isEqualTo(404);
        afterDeadline();
        selected(call, application);
        for (String noun : List.of("acceptance", "decline")) {
            assertThat(stranger.post(at + "/" + noun, "{}").status()).as(noun).isEqualTo(404);
        }
        for (String noun : List.of("partner-objection", "partner-no-objection")) {
            assertThat(elsewhere.post(at + "/" + noun, why).status()).as(noun).isEqualTo(404);
        }
        String mobilisation = "/api/v1/mobilisations/" + acceptedMobilisation(expert, application);
        ok(200, officer.post(mobilisation + "/authorisation-request", "{}"));
        assertThat(elsewhere.post(mobilisation + "/authorisation", "{}").status()).isEqualTo(404);
        assertThat(elsewhere.post(mobilisation + "/authorisation-refusal", why).status())
                .isEqualTo(404);
        ok(200, employer.post(mobilisation + "/authorisation", "{\"documentReference\": \"L/1\"}"));
        ok(200, finance.post(mobilisation + "/contract", CONTRACT));
        assertThat(stranger.post(mobilisation + "/signature", "{\"codeOfConduct\": true}").status())
                .isEqualTo(404);
        assertThat(
                        stranger.post(
                                        mobilisation + "/working-days",
                                        "{\"entries\": [{\"phase\": \"delivery\", \"days\": 1}]}")
                                .status())
                .isEqualTo(404);
        assertThat(stranger.post(mobilisation + "/cancellation", why).status()).isEqualTo(404);
        for (Http reader : List.of(stranger, elsewhere)) {
            assertThat(reader.get(mobilisation).status()).isEqualTo(404);
            assertThat(reader.get(mobilisation + "/timeline").status()).isEqualTo(404);
            assertThat(reader.get(at).status()).isEqualTo(404);
        }
        assertThat(officer.get(mobilisation).body().path("status").asString())
                .isEqualTo("CONTRACTING");
    }

    @Test
    void numbers_of_days_that_no_calendar_holds_are_refused() throws Exception {
        String expert = activeExpert("PRIVATE");
        String call = openCall(approvedAction("2027-10"));
        String application = applied(call, expert);
        afterDeadline();
        selected(call, application);
        String mobilisation = "/api/v1/mobilisations/" + acceptedMobilisation(expert, application);
        for (String days : List.of("1e400", "-1", "367", "\"ten\"")) {
            Answer refused =
                    finance.post(
                            mobilisation + "/contract",
                            CONTRACT.replace(
                                    "\"implementation\": 10", "\"implementation\": " + days));
            assertThat(refused.status()).as(days).isBetween(400, 422);
        }
        ok(200, finance.post(mobilisation + "/contract", CONTRACT));
    }

    @Test
    void of_fifty_selections_at_once_for_the_last_seat_one_is_carried_out() throws Exception {
        int bidders = 50;
        String call = openCall(approvedAction("2027-07"));
        List<String> applications = new ArrayList<>();
        for (int i = 0; i < bidders; i++) {
            applications.add(applied(call, activeExpert("ACADEMIA")));
        }
        afterDeadline();
        ok(200, officer.post("/api/v1/calls/" + call + "/selection-start", "{}"));
        applications.forEach(ExpertServiceComponentTest::shortlisted);

        List<Answer> answers;
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> all = new ArrayList<>();
            applications.forEach(
                    a ->
                            all.add(
                                    () ->
                                            coordinator.post(
                                                    "/api/v1/applications/" + a + "/selection",
                                                    "{}")));
            answers = new ArrayList<>();
            for (var answer : pool.invokeAll(all)) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .hasSize(bidders - 1)
                .allSatisfy(
                        answer -> {
                            assertThat(answer.status()).isEqualTo(409);
                            assertThat(answer.body().path("type").asString())
                                    .isIn(
                                            "urn:problem:expert-service:seat-taken",
                                            "urn:problem:expert-service:busy");
                        });
        Answer seen = ok(200, officer.get("/api/v1/calls/" + call));
        assertThat(seen.body().path("seats").size()).isEqualTo(1);
    }

    @Test
    void a_cancelled_activity_ends_its_call_and_the_applications() throws Exception {
        String action = approvedAction("2027-11");
        String call = openCall(action);
        String application = applied(call, activeExpert("ACADEMIA"));

        actions.tell(action, new ActivityCancelledV1(action, 1, null), clock.instant());

        await().untilAsserted(
                        () ->
                                assertThat(
                                                officer.get("/api/v1/applications/" + application)
                                                        .body()
                                                        .path("status")
                                                        .asString())
                                        .isEqualTo("NOT_SELECTED"));
        assertThat(officer.get("/api/v1/calls/" + call).body().path("status").asString())
                .isEqualTo("CANCELLED");
    }

    @Test
    void a_call_is_published_as_the_action_was_amended() throws Exception {
        String action = approvedAction("2027-31");
        String call = id();
        String draft = "{\"id\": \"%s\", \"actionId\": \"%s\", \"activity\": 1}";
        await().untilAsserted(
                        () ->
                                ok(
                                        201,
                                        officer.post(
                                                "/api/v1/calls", draft.formatted(call, action))));
        actions.tell(
                action,
                new ActionAmendedV1(
                        action,
                        Map.of("en", "Coverage of all"),
                        Map.of("en", "Objective"),
                        List.of("TA-POL"),
                        List.of(new Share("SI-COV", 100)),
                        List.of("1.3"),
                        Map.of(),
                        List.of(new Share("PE", 70), new Share("CO", 30)),
                        List.of(),
                        new Amount(6_000_000, "EUR"),
                        new Amount(6_000_000, "EUR"),
                        18,
                        18,
                        false),
                clock.instant());
        Instant deadline = WORKING_DAYS.deadlineAfter(Brussels.day(clock.instant()), 10);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                service.getBean(KnownActions.class)
                                                        .find(action)
                                                        .orElseThrow()
                                                        .alive(1)
                                                        .countries())
                                        .startsWith("PE"));
        Answer published =
                ok(
                        200,
                        coordinator.post(
                                "/api/v1/calls/" + call + "/publication",
                                "{\"deadline\": \"%s\"}"
                                        .formatted(
                                                deadline.atZone(Brussels.ZONE)
                                                        .toOffsetDateTime())));
        assertThat(published.body().at("/actionTitle/en").asString()).isEqualTo("Coverage of all");
        assertThat(published.body().path("country").asString()).isEqualTo("PE");
    }

    @Test
    @Rule(value = "R90", derived = true)
    void who_employs_the_expert_now_finds_the_case_in_the_list() throws Exception {
        String expert = activeExpert("PUBLIC_ADMINISTRATION");
        String call = openCall(approvedAction("2027-33"));
        String application = applied(call, expert);
        afterDeadline();
        selected(call, application);
        String mobilisation = acceptedMobilisation(expert, application);
        ok(
                200,
                officer.post(
                        "/api/v1/mobilisations/" + mobilisation + "/authorisation-request", "{}"));
        String next = id();
        Http newEmployer =
                anybody.as(TestTokens.token("next-hr", Map.of("institution", next), "employer"));
        assertThat(ids(newEmployer, "/api/v1/mobilisations")).isEmpty();

        ok(
                200,
                expert(expert)
                        .put(
                                "/api/v1/experts/" + expert,
                                "{\"employers\": [{\"organisationId\": \"%s\", \"name\": \"INPS\", \"country\": \"IT\", \"category\": \"PUBLIC_ADMINISTRATION\", \"from\": \"2015-01-01\", \"to\": \"%s\"}, {\"organisationId\": \"%s\", \"name\": \"INAIL\", \"country\": \"IT\", \"category\": \"PUBLIC_ADMINISTRATION\", \"from\": \"%s\"}]}"
                                        .formatted(
                                                INPS,
                                                Brussels.day(clock.instant()).minusDays(1),
                                                next,
                                                Brussels.day(clock.instant()))));

        await().untilAsserted(
                        () ->
                                assertThat(ids(newEmployer, "/api/v1/mobilisations"))
                                        .containsExactly(mobilisation));
        assertThat(newEmployer.get("/api/v1/mobilisations").response().body()).contains("Tosi");
        assertThat(ids(employer, "/api/v1/mobilisations?size=200")).contains(mobilisation);
        ok(
                200,
                newEmployer.post(
                        "/api/v1/mobilisations/" + mobilisation + "/authorisation",
                        "{\"documentReference\": \"INAIL/1\"}"));
    }

    private static List<String> ids(Http reader, String list) {
        List<String> ids = new ArrayList<>();
        ok(200, reader.get(list))
                .body()
                .path("items")
                .forEach(item -> ids.add(item.path("id").asString()));
        return ids;
    }

    @Test
    @Rule(value = "R21", derived = true)
    void who_speaks_for_a_merged_record_finds_what_began_under_the_other() throws Exception {
        String record = id();
        Http successor =
                anybody.as(
                        TestTokens.token(
                                "sonia", Map.of("institution", record), "partner-signatory"));
        String expert = activeExpert("PRIVATE");
        cvOf(expert, "cv.pdf");
        String call = openCall(approvedAction("2027-73"));
        String application = applied(call, expert);
        afterDeadline();
        selected(call, application);
        String at = "/api/v1/applications/" + application;
        assertThat(successor.get(at).status()).isEqualTo(404);
        assertThat(successor.post(at + "/partner-no-objection", "{}").status()).isEqualTo(404);

        actions.tellOfInstitution(IPES, new InstitutionsMergedV1(IPES, record), clock.instant());

        await().untilAsserted(() -> ok(200, successor.get(at)));
        await().untilAsserted(
                        () ->
                                assertThat(
                                                successor
                                                        .get("/api/v1/applications?call=" + call)
                                                        .response()
                                                        .body())
                                        .contains(application));
        assertThat(successor.download("GET", "/api/v1/experts/" + expert + "/cv").statusCode())
                .isEqualTo(200);
        ok(200, successor.post(at + "/partner-no-objection", "{}"));
        String mobilisation = acceptedMobilisation(expert, application);
        assertThat(
                        ok(200, successor.get("/api/v1/mobilisations/" + mobilisation))
                                .response()
                                .body())
                .contains("Tosi");
        await().untilAsserted(
                        () ->
                                assertThat(
                                                successor
                                                        .get("/api/v1/mobilisations?size=200")
                                                        .response()
                                                        .body())
                                        .contains(mobilisation));
        ok(200, signatory.get(at));
    }

    @Test
    void nobody_is_appointed_while_the_action_is_suspended() throws Exception {
        String action = approvedAction("2027-12");
        String appointment =
                "{\"id\": \"%s\", \"actionId\": \"%s\", \"activity\": 1, \"position\": \"E1\", \"expertId\":"
                        + " \"%s\", \"justificationCode\": \"UNIQUE_EXPERTISE\", \"reason\": \"Nobody"
                        + " else.\"}";
        String body = appointment.formatted(id(), action, activeExpert("PRIVATE"));
        actions.tell(action, new ActionSuspendedV1(action, null), clock.instant());
        await().untilAsserted(
                        () ->
                                assertThat(
                                                coordinator
                                                        .post("/api/v1/mobilisations", body)
                                                        .body()
                                                        .path("rule")
                                                        .asString())
                                        .isEqualTo("R41"));

        actions.tell(action, new ActionResumedV1(action), clock.instant());

        await().untilAsserted(() -> ok(201, coordinator.post("/api/v1/mobilisations", body)));
        Answer again = ok(201, coordinator.post("/api/v1/mobilisations", body));
        assertThat(again.body().path("appointment").path("justificationCode").asString())
                .isEqualTo("UNIQUE_EXPERTISE");
    }

    @Test
    void what_is_sent_again_is_answered_as_the_first_time() throws Exception {
        String expert = activeExpert("PRIVATE");
        String action = approvedAction("2027-09");
        String call = openCall(action);
        String draft = "{\"id\": \"%s\", \"actionId\": \"%s\", \"activity\": 1}";
        Answer drafted = ok(201, officer.post("/api/v1/calls", draft.formatted(call, action)));
        assertThat(drafted.header("Location")).isEqualTo("/api/v1/calls/" + call);
        Answer second = officer.post("/api/v1/calls", draft.formatted(id(), action));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.problem()).isEqualTo("activity-has-call");

        String application = id();
        String path = "/api/v1/calls/" + call + "/applications";
        Answer first = ok(201, expert(expert).post(path, BID.formatted(application)));
        Answer again = ok(201, expert(expert).post(path, BID.formatted(application)));
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        Answer other =
                expert(expert)
                        .post(path, BID.formatted(application).replace("To help.", "To learn."));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.problem()).isEqualTo("id-in-use");
        Answer one = ok(200, officer.get("/api/v1/applications/" + application));
        assertThat(one.body().path("version").asInt()).isZero();

        afterDeadline();
        ok(201, expert(expert).post(path, BID.formatted(application)));
        Answer late = expert(expert).post(path, BID.formatted(id()));
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.body().path("rule").asString()).isEqualTo("R80");
    }

    @Test
    void each_command_is_for_the_roles_of_the_contract_only() throws Exception {
        String expert = activeExpert("PRIVATE");
        String call = openCall(approvedAction("2027-08"));
        String application = applied(call, expert);
        afterDeadline();
        selected(call, application);
        String mobilisation = acceptedMobilisation(expert, application);
        Http auditor = anybody.as(TestTokens.token("auditor", "auditor"));
        Map<String, String> rolesByPath = new LinkedHashMap<>();
        String experts = "/api/v1/experts/" + expert;
        rolesByPath.put(experts + "/submission", "expert, mobilisation-officer");
        for (String noun : List.of("verification", "return", "refusal")) {
            rolesByPath.put(experts + "/" + noun, "mobilisation-officer");
        }
        String calls = "/api/v1/calls/" + call;
        rolesByPath.put(calls + "/publication", "coordinator");
        rolesByPath.put(calls + "/selection-start", "mobilisation-officer");
        rolesByPath.put(calls + "/outcome", "mobilisation-officer");
        rolesByPath.put(calls + "/applications", "expert");
        String applications = "/api/v1/applications/" + application;
        for (String noun : List.of("admissibility", "shortlisting")) {
            rolesByPath.put(applications + "/" + noun, "mobilisation-officer");
        }
        rolesByPath.put(
                applications + "/scores", "activity-manager, coordinator, mobilisation-officer");
        for (String noun : List.of("selection", "reserve", "rejection")) {
            rolesByPath.put(applications + "/" + noun, "coordinator");
        }
        for (String noun : List.of("partner-objection", "partner-no-objection")) {
            rolesByPath.put(applications + "/" + noun, "partner-signatory");
        }
        for (String noun : List.of("withdrawal", "acceptance", "decline")) {
            rolesByPath.put(applications + "/" + noun, "expert");
        }
        String mobilisations = "/api/v1/mobilisations/" + mobilisation;
        for (String noun : List.of("authorisation-request", "start", "end")) {
            rolesByPath.put(mobilisations + "/" + noun, "mobilisation-officer");
        }
        for (String noun : List.of("authorisation", "authorisation-refusal")) {
            rolesByPath.put(mobilisations + "/" + noun, "employer, mobilisation-officer");
        }
        for (String noun : List.of("contract", "settlement")) {
            rolesByPath.put(mobilisations + "/" + noun, "finance-officer");
        }
        rolesByPath.put(mobilisations + "/signature", "expert");
        rolesByPath.put(mobilisations + "/working-days", "expert, finance-officer");
        rolesByPath.put(mobilisations + "/cancellation", "expert, mobilisation-officer");

        rolesByPath.forEach(
                (path, roles) -> {
                    Answer refused = auditor.post(path, "{}");
                    assertThat(refused.status()).as(path).isEqualTo(403);
                    List<String> allowed = new ArrayList<>();
                    refused.body()
                            .path("allowedRoles")
                            .forEach(role -> allowed.add(role.asString()));
                    assertThat(String.join(", ", allowed)).as(path).isEqualTo(roles);
                    assertThat(anybody.post(path, "{}").status()).as(path).isEqualTo(401);
                    if (!path.startsWith(calls)) {
                        Answer hidden =
                                anybody.as(
                                                TestTokens.token(
                                                        "other",
                                                        Map.of("institution", id(), "expert", id()),
                                                        "expert",
                                                        "employer",
                                                        "partner-signatory"))
                                        .post(path, "{}");
                        assertThat(hidden.status()).as(path).isEqualTo(404);
                    }
                });
    }

    @Test
    void every_role_gets_from_every_operation_what_the_table_says() throws Exception {
        RoleMatrix matrix =
                RoleMatrix.of(
                        anybody,
                        Path.of("../docs/roles.md"),
                        Set.of("expert-service", "Every service"),
                        RoleMatrix.rolesOf(Roles.class),
                        Map.of("staff", Roles.STAFF));
        String expert = activeExpert("PRIVATE");
        cvOf(expert, "cv.pdf");
        String call = openCall(approvedAction("2027-09"));
        String application = applied(call, expert);
        afterDeadline();
        selected(call, application);
        String mobilisation = acceptedMobilisation(expert, application);
        String open = openCall(approvedAction("2027-10"));

        ok(
                201,
                admin().post(
                                "/api/v1/collaborative-partners",
                                PARTNER.formatted(IPES, "An administration")));

        String document = documented(officer, "/calls/" + open).header("Location");

        assertThat(matrix.differences()).isEmpty();
        assertThat(
                        matrix.check(
                                Map.of(
                                        "/api/v1/experts/{id}",
                                        "/api/v1/experts/" + expert,
                                        "/api/v1/persons/{id}",
                                        "/api/v1/persons/" + expert,
                                        "/api/v1/calls/{id}",
                                        "/api/v1/calls/" + open,
                                        "/api/v1/documents/{id}",
                                        document,
                                        "GET /api/v1/documents",
                                        "/api/v1/documents?owner=" + "/api/v1/calls/" + open,
                                        "/api/v1/applications/{id}",
                                        "/api/v1/applications/" + application,
                                        "/api/v1/mobilisations/{id}",
                                        "/api/v1/mobilisations/" + mobilisation,
                                        "/api/v1/collaborative-partners/{id}",
                                        "/api/v1/collaborative-partners/" + IPES,
                                        "/api/v1/reference/rates/{id}",
                                        "/api/v1/reference/rates/FEE",
                                        "/api/v1/reference/settings/{id}",
                                        "/api/v1/reference/settings/socius.expert.pass-mark"),
                                Map.of("{position}", "E1"),
                                role ->
                                        roleToken(
                                                role,
                                                role.equals(Roles.EMPLOYER) ? INPS : IPES,
                                                expert),
                                role ->
                                        Set.of(
                                                                Roles.PARTNER_DRAFTER,
                                                                Roles.PARTNER_SIGNATORY,
                                                                Roles.EMPLOYER,
                                                                Roles.COLLABORATIVE_PARTNER,
                                                                Roles.EXPERT)
                                                        .contains(role)
                                                ? roleToken(role, id(), id())
                                                : null))
                .isEmpty();
    }

    @Test
    void an_administrator_keeps_the_rates_and_everybody_sees_them() {
        String path = "/api/v1/reference/rates";
        Answer list = officer.get(path);
        assertThat(list.body().at("/items/0/code").asString()).isEqualTo("FEE");
        assertThat(list.body().at("/guides/2/code").asString()).isEqualTo("TG-2024");
        String later =
                "{\"validFrom\": \"%s\", \"amount\": {\"amountMinor\": %d, \"currency\": \"%s\"}}";

        Answer set =
                ok(200, admin().put(path + "/FEE", later.formatted("2039-01-01", 50000, "EUR")));

        assertThat(set.body().at("/versions/2/amount/amountMinor").asInt()).isEqualTo(50_000);
        assertThat(set.header("ETag")).isEqualTo(officer.get(path + "/FEE").header("ETag"));
        ok(
                412,
                admin().put(
                                path + "/FEE",
                                later.formatted("2040-01-01", 1, "EUR"),
                                "If-Match",
                                "\"-1\""));
        ok(422, admin().put(path + "/FEE", later.formatted("2001-01-01", 1, "EUR")));
        ok(422, admin().put(path + "/FEE", later.formatted("2040-01-01", 1, "USD")));
        ok(422, admin().put(path + "/FEE", "{\"validFrom\": \"2040-01-01\", \"sum\": 1}"));
        ok(404, admin().put(path + "/BRIBE", later.formatted("2040-01-01", 1, "EUR")));
        ok(400, officer.get(path + "?year=2027"));
    }

    @Test
    void staff_see_by_which_numbers_the_service_works() {
        Answer settings = ok(200, officer.get("/api/v1/reference/settings"));
        assertThat(settings.body().path("items").valueStream())
                .anySatisfy(
                        line -> {
                            assertThat(line.path("property").asString())
                                    .isEqualTo("socius.expert.pass-mark");
                            assertThat(line.path("rule").asString()).isEqualTo("R87");
                            assertThat(line.path("default").asString()).isEqualTo("70");
                            assertThat(line.path("value").asInt()).isEqualTo(70);
                        })
                .anyMatch(
                        line ->
                                line.path("property")
                                        .asString()
                                        .equals("socius.matching.weights.language"));
    }

    @Test
    void a_holiday_that_was_added_counts_for_the_next_time_to_answer() throws Exception {
        String expert = activeExpert("PRIVATE");
        String call = openCall(approvedAction("2027-61"));
        String application = applied(call, expert);
        afterDeadline();
        LocalDate today = Brussels.day(clock.instant());
        LocalDate fifth = WORKING_DAYS.dayAfter(today, 5);
        holiday(fifth, true, today);
        try {
            selected(call, application);
            assertThat(
                            officer.get("/api/v1/applications/" + application)
                                    .body()
                                    .path("answerDue")
                                    .asString())
                    .isEqualTo(WORKING_DAYS.deadlineAfter(today, 6).toString());
        } finally {
            holiday(fifth, false, today);
        }
    }

    private static void holiday(LocalDate date, boolean free, LocalDate from) throws Exception {
        actions.tellOfInstitution(
                "holidays",
                new HolidayChangedV1(date, free, Map.of("en", "Closed"), from),
                clock.instant());
        Holidays.Source known = service.getBean(Holidays.Source.class);
        await().until(() -> known.holidays().on(from).isWorkingDay(date) != free);
    }

    @Test
    void weights_of_the_matching_change_together_from_a_day_on() {
        String path = "/api/v1/reference/settings/socius.matching.weights.language";
        String alone = "{\"validFrom\": \"2039-01-01\", \"value\": 25}";
        assertThat(ok(422, admin().put(path, alone)).body().at("/errors/0/code").asString())
                .isEqualTo("inconsistent");

        Answer changed =
                ok(
                        200,
                        admin().put(
                                        path,
                                        """
                                        {"validFrom": "2039-01-01", "value": 25, "unit": "points",
                                         "together": {"socius.matching.weights.technical-fit": 40}}
                                        """));

        assertThat(changed.body().path("value").asInt()).as("today").isEqualTo(15);
        assertThat(changed.body().at("/changes/0/value").asInt()).isEqualTo(25);
        assertThat(changed.header("ETag")).isEqualTo(officer.get(path).header("ETag"));
        Answer other =
                officer.get("/api/v1/reference/settings/socius.matching.weights.technical-fit");
        assertThat(other.body().at("/changes/0/validFrom").asString()).isEqualTo("2039-01-01");
        ok(412, admin().put(path, alone, "If-Match", "\"-1\""));
        ok(422, admin().put(path, "{\"validFrom\": \"2001-01-01\", \"value\": 15}"));
        ok(404, admin().put("/api/v1/reference/settings/socius.expert.luck", alone));
    }

    /** Who meets every condition of a position of its own, under an own letter of expertise. */
    private static String matchable(String area, String category) {
        String id = id();
        ok(
                201,
                expert(id)
                        .post(
                                "/api/v1/experts",
                                profile(id, category)
                                        .replace("\"A1\"", '"' + area + '"')
                                        .replace("2027-01-01", "2025-01-01")));
        ok(200, expert(id).post("/api/v1/experts/" + id + "/submission", "{}"));
        ok(200, officer.post("/api/v1/experts/" + id + "/verification", "{}"));
        return id;
    }

    @Test
    void staff_see_who_of_the_roster_fits_a_position_and_why_and_that_is_noted() throws Exception {
        String call = openCall(approvedAction("2027-43"));
        String best = matchable("A7", "PUBLIC_ADMINISTRATION");
        String next = matchable("A7", "PRIVATE");
        String unverified = id();
        ok(201, expert(unverified).post("/api/v1/experts", profile(unverified, "ACADEMIA")));
        String at = "/api/v1/calls/" + call + "/positions/E1/matches";

        await().untilAsserted(
                        () -> {
                            List<String> ranked = matches(coordinator, at);
                            assertThat(ranked).contains(best, next).doesNotContain(unverified);
                            assertThat(ranked.indexOf(best)).isLessThan(ranked.indexOf(next));
                        });
        assertThat(matches(officer, at)).isEqualTo(matches(coordinator, at));
        Answer page = ok(200, coordinator.get(at + "?size=200"));
        assertThat(page.response().body())
                .doesNotContain("Tosi", "example.org", "INPS")
                .contains("\"code\":\"technicalFit\",\"weight\":50", "\"rotation\"");
        assertThat(page.body().at("/items/0").propertyNames())
                .containsExactlyInAnyOrder(
                        "expertId", "score", "mustHaves", "criteria", "availability", "rotation");
        assertThat(coordinator.get(at + "?size=1").body().path("items").size()).isEqualTo(1);
        for (Http other : List.of(manager, finance, signatory, expert(best))) {
            assertThat(other.get(at).status()).isEqualTo(404);
        }
        assertThat(anybody.get(at).status()).isEqualTo(401);
        assertThat(coordinator.get(at.replace("E1", "E9")).status()).isEqualTo(404);

        Answer readers = expert(next).get("/api/v1/persons/" + next + "/accesses?size=200");
        assertThat(readers.response().body())
                .contains("match with a position", "\"clara\"", next)
                .doesNotContain(best);
        assertThat(
                        expert(unverified)
                                .get("/api/v1/persons/" + unverified + "/accesses")
                                .response()
                                .body())
                .doesNotContain("match with a position");
    }

    private static List<String> matches(Http reader, String at) {
        List<String> experts = new ArrayList<>();
        ok(200, reader.get(at + "?size=200"))
                .body()
                .path("items")
                .forEach(match -> experts.add(match.path("expertId").asString()));
        return experts;
    }

    /** Five thousand lines of the roster in one field, all of them looked at for each page. */
    @Test
    @EnabledIfSystemProperty(named = "socius.deep", matches = "true")
    void five_thousand_experts_are_ranked_within_a_second() throws Exception {
        String call = openCall(approvedAction("2027-44"));
        String model = matchable("A7", "PUBLIC_ADMINISTRATION");
        String at = "/api/v1/calls/" + call + "/positions/E1/matches";
        await().untilAsserted(() -> assertThat(matches(officer, at)).contains(model));
        try (MongoClient client = MongoClients.create(EmbeddedParts.mongoUri("experts"))) {
            var lines = client.getDatabase("experts").getCollection("experts");
            Document line = lines.find(new Document("_id", model)).first();
            PersonalDataCodec codec = service.getBean(PersonalDataCodec.class);
            String view = codec.open("json", line.getString("json"));
            List<Document> copies = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                String id = "copy-" + i;
                copies.add(
                        new Document(line)
                                .append("_id", id)
                                .append(
                                        "json",
                                        codec.protect(id, "json", view.replace(model, id))));
            }
            lines.insertMany(copies);
            try {
                officer.get(at);
                officer.get(at);
                long before = System.nanoTime();
                Answer page = ok(200, officer.get(at));
                Duration took = Duration.ofNanos(System.nanoTime() - before);
                System.out.println("5,000 experts ranked in " + took.toMillis() + " ms");
                assertThat(page.body().path("totalItems").asInt()).isGreaterThan(5_000);
                assertThat(took).isLessThan(Duration.ofSeconds(1));
            } finally {
                lines.deleteMany(new Document("_id", new Document("$regex", "^copy-")));
            }
        }
    }

    @Test
    void a_page_of_a_list_is_noted_once_for_whom_it_shows() {
        String shown = activeExpert("PUBLIC_ADMINISTRATION");
        await().untilAsserted(
                        () ->
                                assertThat(
                                                officer.get("/api/v1/experts?q=" + shown)
                                                        .body()
                                                        .path("totalItems")
                                                        .asInt())
                                        .isEqualTo(1));
        ok(200, manager.get("/api/v1/experts?q=" + shown));
        String accesses =
                expert(shown)
                        .get("/api/v1/persons/" + shown + "/accesses?size=200")
                        .response()
                        .body();
        assertThat(accesses).contains("line of the roster", "\"officer\"");
        assertThat(accesses).doesNotContain("\"manager\"");
    }

    @Test
    void an_engagement_follows_the_dates_of_its_activity() throws Exception {
        String action = approvedAction("2027-45");
        String expert = activeExpert("PUBLIC_ADMINISTRATION");
        String mobilisation = id();
        String at = "/api/v1/mobilisations/" + mobilisation;
        await().untilAsserted(
                        () ->
                                ok(
                                        201,
                                        coordinator.post(
                                                "/api/v1/mobilisations",
                                                """
                                                {"id": "%s", "actionId": "%s", "activity": 1, "position": "E1", "expertId": "%s",
                                                 "justificationCode": "UNIQUE_EXPERTISE", "reason": "Nobody else knows it."}
                                                """
                                                        .formatted(mobilisation, action, expert))));

        actions.tell(action, new ActivityPostponedV1(action, 1), clock.instant());
        await().untilAsserted(
                        () ->
                                assertThat(
                                                officer.get(at)
                                                        .body()
                                                        .path("postponed")
                                                        .asBoolean(false))
                                        .isTrue());
        LocalDate first = LocalDate.parse("2027-09-06");
        actions.tell(
                action,
                new ActivityRescheduledV1(
                        action,
                        1,
                        first,
                        first.plusDays(11),
                        new Phases(
                                new Period(first.minusDays(14), first.minusDays(10)),
                                new Period(first, first.plusDays(11)),
                                new Period(first.plusDays(14), first.plusDays(18))),
                        "STAFFING"),
                clock.instant());
        await().untilAsserted(
                        () -> {
                            assertThat(
                                            officer.get(at)
                                                    .body()
                                                    .at("/phases/implementation/from")
                                                    .asString())
                                    .isEqualTo("2027-09-06");
                            assertThat(
                                            officer.get("/api/v1/experts/" + expert)
                                                    .body()
                                                    .at("/bookings/0/from")
                                                    .asString())
                                    .isEqualTo("2027-09-06");
                        });
        assertThat(officer.get(at).body().has("postponed")).isFalse();
    }

    private static final String PARTNER =
            """
            {"id": "%s", "name": "%s", "country": "IT", "category": "PUBLIC_ADMINISTRATION"}
            """;

    private static Http approver() {
        return anybody.as(TestTokens.token("paul", "approver"));
    }

    private static Http admin() {
        return anybody.as(TestTokens.token("ada", "admin"));
    }

    @Test
    void a_collaborative_partner_learns_of_a_call_and_nominates_its_staff() throws Exception {
        String earlier = openCall(approvedAction("2027-41"));
        String organisation = id();
        String at = "/api/v1/collaborative-partners/" + organisation;
        Http partner =
                anybody.as(
                        TestTokens.token(
                                "fps",
                                Map.of("institution", organisation),
                                "collaborative-partner"));
        assertThat(partner.get(at).status()).isEqualTo(404);
        Answer registered =
                ok(
                        201,
                        admin().post(
                                        "/api/v1/collaborative-partners",
                                        PARTNER.formatted(organisation, "FPS of Testland")));
        assertThat(registered.header("Location")).isEqualTo(at);
        assertThat(partner.get(at + "/calls").body().path("totalItems").asInt()).isZero();
        clock.moveTo(clock.instant().plus(Duration.ofDays(1)));
        LocalDate today = Brussels.day(clock.instant());
        refusedLetter(
                admin().post(at + "/agreement", "{\"from\": \"%s\"}".formatted(today)),
                "/agreementReference",
                "required");
        Answer agreement = documented(admin(), at);
        Answer agreed =
                ok(
                        200,
                        admin().post(
                                        at + "/agreement",
                                        "{\"documentId\": \"%s\", \"from\": \"%s\"}"
                                                .formatted(
                                                        agreement.body().path("id").asString(),
                                                        today)));
        assertThat(agreed.body().at("/agreements/0/documentId"))
                .isEqualTo(agreement.body().path("id"));
        assertThat(agreed.body().at("/agreements/0/reference").asString())
                .isEqualTo(agreement.header("Location"));
        served(agreement, partner, officer);
        String expert = id();
        ok(
                201,
                expert(expert)
                        .post(
                                "/api/v1/experts",
                                profile(expert, "PUBLIC_ADMINISTRATION")
                                        .replace(INPS, organisation)));
        ok(200, expert(expert).post("/api/v1/experts/" + expert + "/submission", "{}"));
        ok(200, officer.post("/api/v1/experts/" + expert + "/verification", "{}"));
        String call = openCall(approvedAction("2027-42"));

        await().untilAsserted(
                        () ->
                                assertThat(partner.get(at + "/calls").response().body())
                                        .contains(call)
                                        .doesNotContain(earlier));
        String body =
                "{\"callId\": \"%s\", \"position\": \"E1\", \"expertId\": \"%s\"}"
                        .formatted(call, expert);
        Answer nominated = ok(200, partner.post(at + "/nominations", body));
        assertThat(nominated.body().at("/nominations/0/expertId").asString()).isEqualTo(expert);
        assertThat(partner.post(at + "/nominations", body).problem())
                .isEqualTo("already-nominated");
        String application = applied(call, expert);

        String shown = "/api/v1/applications/" + application;
        assertThat(officer.get(shown).body().path("nominatedBy").asString())
                .isEqualTo(organisation);
        assertThat(expert(expert).get(shown).body().path("nominatedBy").asString())
                .isEqualTo(organisation);
        assertThat(officer.get("/api/v1/calls/" + call).body().at("/nominations/0/partnerId"))
                .isEqualTo(nominated.body().path("id"));
        assertThat(anybody.get("/api/v1/calls/" + call).body().has("nominations")).isFalse();
        assertThat(
                        anybody.as(TestTokens.token("nobody", "collaborative-partner"))
                                .get("/api/v1/collaborative-partners")
                                .body()
                                .path("totalItems")
                                .asInt())
                .isZero();
        await().untilAsserted(
                        () ->
                                assertThat(
                                                partner.get("/api/v1/collaborative-partners")
                                                        .body()
                                                        .path("totalItems")
                                                        .asInt())
                                        .isEqualTo(1));
        await().untilAsserted(
                        () ->
                                assertThat(published(organisation))
                                        .extracting(record -> header(record, "ce_type"))
                                        .containsExactly(
                                                "org.socius.collaborative-partner.agreed.v1",
                                                "org.socius.expert.nominated.v1"));
        assertThat(ok(200, partner.get(at + "/timeline")).body().size()).isEqualTo(3);
    }

    private static String roleToken(String role, String institution, String expert) {
        Map<String, Object> claims =
                switch (role) {
                    case Roles.EXPERT -> Map.of("expert", expert);
                    case Roles.PARTNER_DRAFTER,
                            Roles.PARTNER_SIGNATORY,
                            Roles.EMPLOYER,
                            Roles.COLLABORATIVE_PARTNER ->
                            Map.of("institution", institution);
                    case Roles.DELEGATION -> Map.of("country", "CO");
                    default -> Map.of();
                };
        return TestTokens.token("some-" + role, claims, role);
    }

    @Test
    void without_a_valid_token_there_is_nothing() {
        JWTClaimsSet.Builder claims =
                new JWTClaimsSet.Builder()
                        .issuer(TestTokens.ISSUER)
                        .subject("officer")
                        .claim("roles", List.of("mobilisation-officer"))
                        .expirationTime(java.util.Date.from(Instant.now().plusSeconds(60)));
        String forged = TestTokens.token("officer", "mobilisation-officer");
        for (Http caller :
                List.of(
                        anybody,
                        anybody.as("nonsense"),
                        anybody.as(forged.substring(0, forged.lastIndexOf('.') + 1) + "AAAA"),
                        anybody.as(TestTokens.signed(claims.audience("another-api").build())))) {
            assertThat(caller.get("/api/v1/experts").status()).isEqualTo(401);
            assertThat(caller.get("/api/v1/mobilisations").status()).isEqualTo(401);
            assertThat(caller.post("/api/v1/experts", profile(id(), "PRIVATE")).problem())
                    .isEqualTo("unauthenticated");
        }
        assertThat(
                        anybody.as(TestTokens.signed(claims.audience(TestTokens.AUDIENCE).build()))
                                .get("/api/v1/experts")
                                .status())
                .isEqualTo(200);
    }

    @Test
    void lists_filter_and_refuse_what_they_do_not_know() {
        String expert = activeExpert("MANDATED_BODY");
        await().untilAsserted(
                        () ->
                                assertThat(
                                                officer.get(
                                                                "/api/v1/experts?q=nobody&q=tosi&expertise=A&language=es&country=IT&category=MANDATED_BODY&status=ACTIVE"
                                                                        + "&availableFrom=2027-02-01&availableTo=2027-03-31&size=200")
                                                        .response()
                                                        .body())
                                        .contains(expert));
        Answer none =
                officer.get("/api/v1/experts?availableFrom=2026-12-31&availableTo=2027-03-31");
        assertThat(none.body().path("totalItems").asInt()).isZero();
        Answer own = expert(expert).get("/api/v1/experts");
        assertThat(own.body().path("totalItems").asInt()).isEqualTo(1);
        for (String list :
                List.of(
                        "experts",
                        "calls",
                        "applications",
                        "mobilisations",
                        "collaborative-partners")) {
            ok(200, officer.get("/api/v1/" + list));
            Answer refused = officer.get("/api/v1/" + list + "?colour=red");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.problem()).isEqualTo("unknown-parameter");
            Answer stateless = officer.get("/api/v1/" + list + "?status=SLEEPING");
            assertThat(stateless.status()).isEqualTo(400);
            assertThat(stateless.problem()).isEqualTo("invalid-parameter");
        }
        assertThat(anybody.get("/api/v1/applications").status()).isEqualTo(401);
    }

    @Test
    void wrong_bodies_name_their_fields() {
        String id = id();
        Http own = expert(id);
        Answer missing = own.post("/api/v1/experts", "{\"id\": \"%s\"}".formatted(id));
        assertThat(missing.status()).isEqualTo(422);
        assertThat(missing.response().body()).contains("/name", "/email", "/consents");
        Answer unknown =
                own.post(
                        "/api/v1/experts",
                        profile(id, "PRIVATE").replace("\"sex\"", "\"shoeSize\""));
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.body().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/shoeSize");
        Answer email =
                own.post(
                        "/api/v1/experts",
                        profile(id, "PRIVATE").replace("ilaria@example.org", "ilaria"));
        assertThat(email.body().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/email");
        Answer level =
                own.post("/api/v1/experts", profile(id, "PRIVATE").replace("\"C1\"", "\"Z9\""));
        assertThat(level.body().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/languages/0/level");
        Answer talkative =
                own.post(
                        "/api/v1/experts",
                        profile(id, "PRIVATE").replace("\"senior\"", "\"ask for Ilaria\""));
        assertThat(talkative.body().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/expertise/0/level");
        Answer nothing =
                own.post(
                        "/api/v1/experts",
                        profile(id, "PRIVATE")
                                .replace("\"expertise\": [{", "\"expertise\": [null, {"));
        assertThat(nothing.status()).isEqualTo(422);
        assertThat(nothing.body().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/expertise/0");
        Answer derived = own.post("/api/v1/experts", profile(Mobilisation.idFor("any"), "PRIVATE"));
        assertThat(derived.status()).isEqualTo(422);
        assertThat(derived.body().at("/errors/0/pointer").asString()).isEqualTo("/id");
        Answer notMine = own.post("/api/v1/experts", profile(id(), "PRIVATE"));
        assertThat(notMine.status()).isEqualTo(403);
        Answer call =
                officer.post(
                        "/api/v1/calls", "{\"actionId\": \"%s\", \"activity\": 1}".formatted(id()));
        assertThat(call.status()).isEqualTo(409);
        assertThat(call.problem()).isEqualTo("not-yet-known");
        assertThat(call.header("Retry-After")).isEqualTo("1");
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(
                record.headers().lastHeader(name).value(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** What a plain consumer finds on the topic for one aggregate, from the start. */
    private static List<ConsumerRecord<String, String>> published(String subject) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", EmbeddedParts.kafkaBootstrap()),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(Topics.EXPERT).stream()
                            .map(p -> new TopicPartition(p.topic(), p.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, String>> found = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(
                                record -> {
                                    if (subject.equals(record.key())) {
                                        found.add(record);
                                    }
                                });
            }
            return found;
        }
    }
}
