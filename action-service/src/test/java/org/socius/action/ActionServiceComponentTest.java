package org.socius.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.action.projects.ProjectEvent;
import org.socius.contracts.Roles;
import org.socius.contracts.Topics;
import org.socius.contracts.expert.ExpertContract;
import org.socius.contracts.request.RequestContract.InstitutionAliasAddedV1;
import org.socius.contracts.request.RequestContract.InstitutionRegisteredV1;
import org.socius.contracts.request.RequestContract.InstitutionsMergedV1;
import org.socius.contracts.request.RequestContract.RequestAcceptedV1;
import org.socius.platform.format.DerivedId;
import org.socius.platform.publishing.ContractTable;
import org.socius.platform.serialization.EventNames;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.testing.Http;
import org.socius.platform.testing.Http.Answer;
import org.socius.platform.testing.RoleMatrix;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.SampleFiles;
import org.socius.platform.testing.TestTokens;
import org.socius.platform.time.Brussels;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The service on a real broker and store; other services' facts come over their topics. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ActionServiceComponentTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String INSTITUTION = "institution-ipes";
    private static final LocalDate TODAY = Brussels.day(Instant.now());

    private static ConfigurableApplicationContext service;
    private static KafkaProducer<String, String> producer;
    private static final Map<String, Integer> SEQUENCES = new HashMap<>();

    private static String address;
    private static Http anonymous;
    private static Http coordinator;
    private static Http approver;
    private static Http commission;
    private static Http manager;
    private static Http officer;
    private static Http evaluator;
    private static Http communicator;
    private static Http signatory;
    private static Http stranger;
    private static Http delegation;
    private static Http expert;

    @BeforeAll
    static void start() {
        Map<String, Object> kafka =
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, EmbeddedParts.kafkaBootstrap(),
                        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class,
                        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        try (Admin admin = Admin.create(kafka)) {
            org.socius.platform.topics.Topics.ensure(
                    admin,
                    Topics.ALL.stream()
                            .map(
                                    name ->
                                            org.socius.platform.topics.Topics.Spec.ofEvents(
                                                    name, 12, (short) 1))
                            .toList(),
                    Duration.ofSeconds(30));
        }
        producer = new KafkaProducer<>(kafka);
        List<String> arguments = new ArrayList<>(TestTokens.serviceArguments());
        arguments.add("--server.port=0");
        arguments.add("--spring.mongodb.uri=" + EmbeddedParts.mongo().uri());
        arguments.add("--spring.mongodb.database=action-component");
        arguments.add("--spring.kafka.bootstrap-servers=" + EmbeddedParts.kafkaBootstrap());
        service = ActionServiceApplication.application().run(arguments.toArray(String[]::new));
        address =
                "http://127.0.0.1:"
                        + ((WebServerApplicationContext) service).getWebServer().getPort();
        anonymous = Http.at(address);
        coordinator = staff("clara", "coordinator");
        approver = staff("olga", "approver");
        commission = staff("camille", "commission");
        manager = staff("max", "activity-manager");
        officer = staff("olaf", "mobilisation-officer");
        evaluator = staff("eva", "evaluation-officer");
        communicator = staff("carl", "communication-officer");
        signatory = with("sofia", "institution", INSTITUTION, "partner-signatory");
        stranger = with("samir", "institution", "institution-molsa", "partner-signatory");
        delegation = with("dora", "country", "CO", "delegation");
        expert = with("enzo", "expert", "expert-it", "expert");
    }

    @AfterAll
    static void stop() {
        producer.close(Duration.ofSeconds(5));
        service.close();
    }

    @Test
    void an_action_goes_from_an_accepted_request_to_its_publication() {
        String path = "/api/v1/actions/" + approved("request-main");
        String activity = path + "/activities/1";

        ok(manager.post(activity + "/terms-of-reference", terms()));
        ok(signatory.post(activity + "/terms-of-reference/no-objection", ""));
        ok(coordinator.post(activity + "/terms-of-reference/finalisation", ""));
        ok(officer.post(activity + "/staffing", ""));
        String id = path.substring(path.lastIndexOf('/') + 1);
        mobilise(id, "m-main");
        await().untilAsserted(
                        () ->
                                assertThat(activity(path).path("status").asString())
                                        .isEqualTo("TEAM_COMPLETE"));
        ok(manager.post(activity + "/confirmation", "{}"));
        await().untilAsserted(
                        () ->
                                assertThat(activity(path).path("status").asString())
                                        .as("the clock starts the preparation")
                                        .isEqualTo("IN_PREPARATION"));
        ok(manager.post(activity + "/start", "{}"));
        ok(
                manager.post(
                        activity + "/implementation-end",
                        """
                        {"endedOn": "%s", "participants":
                         [{"institution": "IPES", "women": 14, "men": 9, "other": 0}]}"""
                                .formatted(TODAY)));
        String document = documented(expert, activity).body().path("id").asString();
        String other = approved("request-elsewhere");
        String elsewhere =
                documented(coordinator, "/actions/" + other).body().path("id").asString();
        for (String wrong : List.of(elsewhere, id, "none")) {
            refused(
                    expert.post(activity + "/deliverables", report("documentId", wrong)),
                    422,
                    "/document/documentId");
        }
        refused(
                expert.post(
                        activity + "/deliverables",
                        report("documentId", document + "\", \"reference\": \"doc-1")),
                422,
                "/document/documentId");
        refused(
                expert.post(activity + "/deliverables", report("reference", " ")),
                422,
                "/document/reference");
        Answer report = expert.post(activity + "/deliverables", report("documentId", document));
        assertThat(report.status()).as(report.body().toString()).isEqualTo(201);
        String deliverable = report.body().path("id").asString();
        assertThat(report.body().at("/document/documentId").asString()).isEqualTo(document);
        assertThat(report.body().at("/document/reference").asString())
                .isEqualTo("/api/v1/documents/" + document);
        assertThat(report.header("Location")).isEqualTo(activity + "/deliverables/" + deliverable);
        assertThat(manager.get(report.header("Location")).status()).isEqualTo(200);
        ok(manager.post(activity + "/deliverables/" + deliverable + "/acceptance", ""));
        String completion = "{\"completedOn\": \"%s\", \"outcome\": \"Done\"}".formatted(TODAY);
        Answer early = manager.post(activity + "/completion", completion);
        assertThat(early.problem()).isEqualTo("working-days-not-recorded");
        assertThat(early.header("Retry-After")).isEqualTo("1");
        tell(
                Topics.EXPERT,
                "m-main",
                new ExpertContract.WorkingDaysRecordedV1(
                        "m-main",
                        "expert-it",
                        id,
                        1,
                        "E1",
                        "PUBLIC_ADMINISTRATION",
                        "IT",
                        List.of(
                                new ExpertContract.DaysEntry(
                                        "implementation", 10, TODAY, TODAY, null))));
        await().untilAsserted(
                        () ->
                                assertThat(
                                                activity(path)
                                                        .path("team")
                                                        .path(0)
                                                        .path("workedDays")
                                                        .asDouble())
                                        .isEqualTo(10));
        for (LocalDate wrong : List.of(TODAY.minusDays(1), TODAY.plusDays(1))) {
            ruled(
                    path,
                    422,
                    "R61",
                    () ->
                            manager.post(
                                    activity + "/completion",
                                    completion.replace(TODAY.toString(), wrong.toString())));
        }
        ok(manager.post(activity + "/completion", completion));
        ok(signatory.post(path + "/surveys/partner/answers", survey()));
        ok(expert.post(path + "/surveys/expert/answers", survey()));
        ok(
                evaluator.post(
                        path + "/evaluation",
                        """
                        {"criteria": {"relevance": 4, "coherence": 3, "effectiveness": 4,
                          "efficiency": 3, "impact": 3, "sustainability": 3}, "text": "Solid",
                         "outcomeLevel": "policy adopted", "finalReportAccepted": true}"""));
        assertThat(coordinator.post(path + "/closure", "").problem())
                .isEqualTo("closing-conditions-open");
        tell(Topics.EXPERT, "m-main", new ExpertContract.MobilisationSettledV1("m-main", id, 1));
        await().untilAsserted(() -> ok(coordinator.post(path + "/closure", "")));
        ok(
                communicator.post(
                        path + "/publication", "{\"outcome\": {\"en\": \"A model of care\"}}"));

        JsonNode closed = coordinator.get(path).body();
        assertThat(closed.path("status").asString()).isEqualTo("CLOSED");
        assertThat(closed.path("start").asString()).isEqualTo(TODAY.toString());
        assertThat(closed.path("end").asString()).isEqualTo(TODAY.toString());
        assertThat(closed.path("outcome").path("en").asString()).isEqualTo("A model of care");
        await().untilAsserted(
                        () ->
                                assertThat(
                                                coordinator
                                                        .get(
                                                                "/api/v1/actions?status=CLOSED&q=nothing&q=vendors")
                                                        .body()
                                                        .path("totalItems")
                                                        .asInt())
                                        .isEqualTo(1));
        await().untilAsserted(
                        () ->
                                assertThat(published(id))
                                        .startsWith(
                                                "org.socius.action.proposed.v1",
                                                "org.socius.action.designed.v1",
                                                "org.socius.activity.planned.v1")
                                        .endsWith(
                                                "org.socius.action.closed.v1",
                                                "org.socius.action.published.v1"));
    }

    @Test
    void an_action_is_seen_by_staff_its_partner_its_delegation_and_nobody_else() {
        String path = "/api/v1/actions/" + open("request-seen");

        for (Http reader : List.of(coordinator, signatory, delegation)) {
            Answer shown = reader.get(path);
            assertThat(shown.status()).isEqualTo(200);
            assertThat(shown.header("ETag")).isEqualTo("\"0\"");
            assertThat(reader.get(path + "/timeline").body().path(0).path("type").asString())
                    .isEqualTo("ActionProposed");
        }
        assertThat(anonymous.get(path).status()).isEqualTo(401);
        for (Http other : List.of(stranger, expert)) {
            assertThat(other.get(path).status()).isEqualTo(404);
            assertThat(other.get(path + "/timeline").status()).isEqualTo(404);
            assertThat(other.post(path + "/partner-agreement", "").status()).isEqualTo(404);
        }
        assertThat(signatory.put(path + "/design", design()).status()).isEqualTo(403);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                signatory
                                                        .get(
                                                                "/api/v1/actions?requestId=request-seen")
                                                        .body()
                                                        .path("items")
                                                        .path(0)
                                                        .path("requestId")
                                                        .asString())
                                        .isEqualTo("request-seen"));
        assertThat(
                        stranger.get("/api/v1/actions?requestId=request-seen")
                                .body()
                                .path("totalItems")
                                .asInt())
                .isZero();
    }

    @Test
    void every_role_gets_from_every_operation_what_the_table_says() throws Exception {
        RoleMatrix matrix =
                RoleMatrix.of(
                        anonymous,
                        Path.of("../docs/roles.md"),
                        Set.of("action-service", "Every service"),
                        RoleMatrix.rolesOf(Roles.class),
                        Map.of("staff", Roles.STAFF));
        String id = approved("request-roles");
        mobilise(id, "m-roles");
        await().untilAsserted(
                        () ->
                                assertThat(expert.get("/api/v1/actions/" + id).status())
                                        .isEqualTo(200));
        String report =
                coordinator
                        .post("/api/v1/imports?dryRun=true", "[{\"key\": \"roles\"}]")
                        .header("Location");

        String project =
                coordinator.post("/api/v1/projects", project("P-ROLES")).header("Location");
        String record =
                communicator
                        .post("/api/v1/facility-records", quotation("The minister"))
                        .header("Location");

        String document =
                documented(manager, "/actions/" + id + "/activities/1").header("Location");

        assertThat(matrix.differences()).isEmpty();
        assertThat(
                        matrix.check(
                                Map.of(
                                        "/api/v1/actions/{id}",
                                        "/api/v1/actions/" + id,
                                        "/api/v1/imports/{id}",
                                        report,
                                        "/api/v1/projects/{id}",
                                        project,
                                        "/api/v1/documents/{id}",
                                        document,
                                        "GET /api/v1/documents",
                                        "/api/v1/documents?owner="
                                                + "/api/v1/actions/"
                                                + id
                                                + "/activities/1",
                                        "/api/v1/facility-records/{id}",
                                        record,
                                        "/api/v1/reference/travel-advice/{id}",
                                        "/api/v1/reference/travel-advice/CO",
                                        "/api/v1/reference/settings/{id}",
                                        "/api/v1/reference/settings/socius.action.delegation-size",
                                        "/api/v1/reference/types/{id}",
                                        "/api/v1/reference/types/TA-POL",
                                        "/api/v1/reference/themes/{id}",
                                        "/api/v1/reference/themes/SI-COV"),
                                Map.of("{kind}", "partner"),
                                role -> roleToken(role, INSTITUTION, "CO", "expert-it"),
                                role ->
                                        Roles.STAFF.contains(role)
                                                        || role.equals(Roles.ADMIN)
                                                        || role.equals(Roles.DATA_PROTECTION)
                                                ? null
                                                : roleToken(role, "elsewhere", "AM", "nobody")))
                .isEmpty();
    }

    private static String report(String member, String value) {
        return """
               {"kind": "mission report", "title": "Report",
                "document": {"name": "report.pdf", "%s": "%s"}}"""
                .formatted(member, value);
    }

    private static Answer documented(Http by, String owner) {
        return by.upload(
                "POST",
                "/api/v1/documents",
                Http.multipart("a.pdf", SampleFiles.PDF, "owner", owner));
    }

    private static String documentsIn(Answer export) {
        ok(export);
        return export.body().path("documents").toString();
    }

    @Test
    void documents_belong_to_actions_activities_and_projects() {
        String action = approved("request-documents");
        String path = "/api/v1/actions/" + action;
        String project = coordinator.post("/api/v1/projects", project("P-DOCS")).header("Location");

        Answer ofAction = documented(signatory, path);
        Answer ofActivity = documented(officer, path + "/activities/1");
        Answer ofProject = documented(coordinator, project);

        for (Answer made : List.of(ofAction, ofActivity, ofProject)) {
            assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        }
        assertThat(ofActivity.body().path("owner").asString()).isEqualTo(path + "/activities/1");
        for (Answer readable : List.of(ofAction, ofActivity)) {
            String document = readable.header("Location");
            for (Http reader : List.of(signatory, delegation, commission)) {
                assertThat(reader.download("GET", document).body()).isEqualTo(SampleFiles.PDF);
            }
            for (Http other : List.of(stranger, expert)) {
                assertThat(other.download("GET", document).statusCode()).isEqualTo(404);
                assertThat(other.get(document + "/timeline").status()).isEqualTo(404);
            }
        }
        String document = ofProject.header("Location");
        assertThat(commission.download("GET", document).body()).isEqualTo(SampleFiles.PDF);
        assertThat(signatory.download("GET", document).statusCode()).isEqualTo(404);
        assertThat(documented(signatory, project).status()).isEqualTo(404);
        assertThat(documented(manager, project).status()).isEqualTo(403);
        assertThat(documented(stranger, path).status()).isEqualTo(404);
        assertThat(documented(delegation, path).status()).isEqualTo(403);
        assertThat(documented(manager, path + "/activities/2").status()).isEqualTo(404);
        assertThat(documented(manager, "/projects/" + action).status()).isEqualTo(404);
        assertThat(
                        documented(manager, "/requests/" + action)
                                .body()
                                .at("/errors/0/code")
                                .asString())
                .isEqualTo("unknown-owner");
    }

    @Test
    @Rule(
            value = {"R106", "R107"},
            derived = true)
    void a_project_lives_its_life_and_is_never_counted_with_the_actions() {
        String listed = "/api/v1/actions?size=1&q=consortium";
        approved("request-beside-a-project");
        await().untilAsserted(
                        () ->
                                assertThat(
                                                coordinator
                                                        .get(
                                                                "/api/v1/actions?requestId=request-beside-a-project")
                                                        .body()
                                                        .path("totalItems")
                                                        .asInt())
                                        .isEqualTo(1));
        Answer made = coordinator.post("/api/v1/projects", project("P-LIFE"));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        String path = made.header("Location");
        for (String step : projectLife().split("\n---\n")) {
            String[] parts = step.strip().split("\n", 2);
            Answer answer = coordinator.post(path + parts[0], parts.length == 1 ? "{}" : parts[1]);
            assertThat(answer.status())
                    .as(parts[0] + " " + answer.body())
                    .isIn(parts[0].equals("/deliverables") ? List.of(201) : List.of(200));
        }
        JsonNode shown = coordinator.get(path).body();
        assertThat(shown.path("status").asString()).isEqualTo("CLOSED");
        assertThat(shown.path("events").path(0).path("component").asInt()).isEqualTo(1);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                coordinator
                                                        .get("/api/v1/projects?status=CLOSED")
                                                        .body()
                                                        .path("items")
                                                        .path(0)
                                                        .path("code")
                                                        .asString())
                                        .isEqualTo("P-LIFE"));
        assertThat(stranger.get("/api/v1/projects").body().path("totalItems").asInt(-1)).isZero();
        String id = path.substring(path.lastIndexOf('/') + 1);
        assertThat(coordinator.get("/api/v1/actions/" + id).status()).isEqualTo(404);
        assertThat(coordinator.get("/api/v1/actions/" + id + "/activities/1").status())
                .isEqualTo(404);
        assertThat(coordinator.get(listed).body().path("totalItems").asInt(-1)).isZero();
        assertThat(coordinator.get(path + "/timeline").body().size()).isGreaterThan(12);
        assertThat(evaluator.get(path + "/timeline").body().toString())
                .contains("NDRC")
                .doesNotContain("Head of delegation");
        Http petra = staff("petra", "data-protection");
        assertThat(petra.get(path + "/personal-data").body().toString())
                .contains("Head of delegation");
        assertThat(coordinator.get(path + "/personal-data").status()).isEqualTo(404);
        documented(coordinator, path);
        await().untilAsserted(
                        () ->
                                assertThat(documentsIn(petra.get(path + "/personal-data")))
                                        .contains("DocumentAdded", "a.pdf"));
        ok(petra.post(path + "/erasure", "{}"));
        await().untilAsserted(
                        () ->
                                assertThat(
                                                coordinator.get(path).body().toString()
                                                        + coordinator.get(path + "/timeline").body()
                                                        + petra.get(path + "/personal-data").body())
                                        .contains("NDRC", "[erased]", "ProjectErased")
                                        .contains("DocumentAdded")
                                        .doesNotContain("Head of delegation", "a.pdf"));
        assertThat(petra.post(path + "/erasure", "{}").problem()).isEqualTo("wrong-state");
        ContractTable published =
                new ActionServiceApplication().contracts(ActionServiceApplication.events());
        for (Class<?> event : ProjectEvent.class.getPermittedSubclasses()) {
            assertThat(published.isPublic(EventNames.of(event))).as(event.getName()).isFalse();
        }
    }

    @Test
    @Rule(value = "R75", derived = true)
    void what_a_record_says_about_a_person_is_erased_and_the_rest_stays() {
        Http petra = staff("petra", "data-protection");
        String said =
                communicator
                        .post("/api/v1/facility-records", quotation("Minister Erasable"))
                        .header("Location");
        assertThat(anonymous.get(said).body().at("/detail/speaker").asString())
                .isEqualTo("Minister Erasable");
        String contact =
                communicator
                        .post(
                                "/api/v1/facility-records",
                                """
                                {"title": "Contact", "source": "Press release", "from": "2017-05",
                                 "detail": {"kind": "CONTACT_POINT", "person": "Koen Erasable",
                                  "role": "Press service", "organisation": "FPS"}}""")
                        .header("Location");
        assertThat(anonymous.get(contact).status()).isEqualTo(404);
        assertThat(evaluator.get(contact).body().toString())
                .contains("Press service")
                .doesNotContain("Erasable");
        assertThat(evaluator.get(contact + "/timeline").body().toString())
                .doesNotContain("Erasable");
        assertThat(coordinator.get(contact).body().at("/detail/person").asString())
                .isEqualTo("Koen Erasable");

        for (String record : List.of(said, contact)) {
            ok(petra.post(record + "/erasure", "{}"));
            await().untilAsserted(
                            () ->
                                    assertThat(
                                                    petra.get(record).body().toString()
                                                            + petra.get(record + "/timeline")
                                                                    .body())
                                            .contains("[erased]")
                                            .doesNotContain("Erasable"));
        }

        JsonNode rest = coordinator.get(contact).body();
        assertThat(rest.path("erased").asBoolean()).isTrue();
        assertThat(rest.at("/detail/person").asString()).isEqualTo("[erased]");
        assertThat(rest.at("/detail/role").asString()).isEqualTo("Press service");
        assertThat(rest.path("from").asString()).isEqualTo("2017-05");
        Answer again =
                communicator.post(
                        said + "/correction",
                        "{\"reason\": \"Found again\", "
                                + quotation("Minister Erasable").strip().substring(1));
        assertThat(again.problem()).isEqualTo("record-erased");
    }

    @Test
    @Rule("R75")
    void what_an_ended_action_says_about_persons_is_erased_and_the_rest_stays() {
        String path = "/api/v1/actions/" + open("request-to-be-forgotten");
        Http petra = staff("petra", "data-protection");
        documented(signatory, path);
        documented(coordinator, path);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                signatory
                                                        .get(path + "/personal-data")
                                                        .body()
                                                        .path("documents"))
                                        .hasSize(2));
        assertThat(documentsIn(signatory.get(path + "/personal-data")))
                .contains("a.pdf", "sofia")
                .doesNotContain("clara");
        assertThat(documentsIn(petra.get(path + "/personal-data"))).contains("a.pdf", "clara");
        Answer early = petra.post(path + "/erasure", "{}");
        assertThat(early.problem()).isEqualTo("wrong-state");
        assertThat(early.body().path("rule").asString()).isEqualTo("R75");
        ok(signatory.post(path + "/cancellation", "{\"reason\": \"Marta Erasable has left\"}"));
        assertThat(signatory.get(path + "/personal-data").body().toString())
                .contains("Marta Erasable");
        assertThat(coordinator.get(path + "/personal-data").status()).isEqualTo(404);
        assertThat(stranger.get(path + "/personal-data").status()).isEqualTo(404);
        assertThat(coordinator.post(path + "/erasure", "{}").status()).isEqualTo(403);

        ok(petra.post(path + "/erasure", "{}"));

        await().untilAsserted(
                        () ->
                                assertThat(
                                                coordinator.get(path + "/timeline").body()
                                                        + petra.get(path + "/personal-data")
                                                                .body()
                                                                .toString())
                                        .contains("[erased]", "ActionErased", "ActionCancelled")
                                        .contains("DocumentAdded")
                                        .doesNotContain("Marta", "a.pdf"));
        assertThat(coordinator.get(path).body().path("status").asString()).isEqualTo("CANCELLED");
        assertThat(petra.post(path + "/erasure", "{}").problem()).isEqualTo("wrong-state");
    }

    @Test
    void facility_records_are_found_by_what_they_are_about() {
        communicator.post("/api/v1/facility-records", quotation("One"));
        await().untilAsserted(
                        () ->
                                assertThat(
                                                anonymous
                                                        .get(
                                                                "/api/v1/facility-records?kind=QUOTATION&subject=CM&q=SILOS&tag=cooperation&size=1")
                                                        .body()
                                                        .at("/items/0/text/en")
                                                        .asString())
                                        .isEqualTo("No more silos"));
        assertThat(
                        anonymous
                                .get("/api/v1/facility-records?subject=KH")
                                .body()
                                .path("totalItems")
                                .asInt(-1))
                .isZero();
        assertThat(anonymous.get("/api/v1/facility-records?kind=GOSSIP").status()).isEqualTo(400);
        Answer withdrawn = communicator.post("/api/v1/facility-records", quotation("Nobody"));
        String path = withdrawn.header("Location");
        ok(communicator.post(path + "/withdrawal", "{\"reason\": \"Never said\"}"));
        assertThat(anonymous.get(path).status()).isEqualTo(404);
        assertThat(coordinator.get(path).body().path("status").asString()).isEqualTo("WITHDRAWN");
        Answer wrong =
                communicator.post(
                        "/api/v1/facility-records", quotation("x").replace("QUOTATION", "GOSSIP"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(
                        communicator
                                .post("/api/v1/facility-records", quotation(" "))
                                .body()
                                .path("rule")
                                .asString())
                .isEqualTo("R120");
    }

    private static String quotation(String speaker) {
        return """
        {"title": {"en": "On cooperation"}, "text": "No more silos", "source": "Press release",
         "from": "2017-05-30", "tags": ["cooperation"], "public": true,
         "subjects": [{"type": "COUNTRY", "id": "CM"}],
         "detail": {"kind": "QUOTATION", "speaker": "%s", "function": "Minister"}}"""
                .formatted(speaker);
    }

    @Test
    void what_the_sources_say_about_two_projects_is_taken_and_shown() throws Exception {
        JsonNode china = seeded("P-CHN");
        assertThat(china.path("status").asString()).isEqualTo("CLOSING");
        assertThat(china.at("/budget/total/amountMinor").asLong()).isEqualTo(670_000_000);
        assertThat(china.at("/budget/contributions").size()).isEqualTo(4);
        assertThat(china.path("members").size()).isEqualTo(10);
        assertThat(china.path("members").valueStream().map(m -> m.path("country").asString()))
                .containsOnly("IT", "FR", "PL", "BE", "ES", "RO", "CZ");
        assertThat(china.at("/members/0/acronym").asString()).isEqualTo("INPS");
        assertThat(china.at("/members/0/chair").asBoolean()).isTrue();
        assertThat(
                        china.path("components")
                                .valueStream()
                                .map(c -> c.path("beneficiary").asString()))
                .containsExactly("NDRC", "MoF", "MoCA");
        assertThat(china.at("/components/1/coordinators/0/to").asString()).isEqualTo("2015-11-16");
        assertThat(china.at("/components/1/coordinators/1/member").asInt()).isEqualTo(1);
        assertThat(china.path("end").asString()).isEqualTo("2019-11-16");
        assertThat(china.path("plannedEnd").asString()).isEqualTo("2018-11-16");
        assertThat(china.at("/events/0/meeting/place/city").asString()).isEqualTo("Brussels");
        assertThat(china.at("/events/0/meeting/topics").size()).isEqualTo(3);
        assertThat(china.at("/roles/0/person").asString())
                .isEqualTo(china.at("/roles/1/person").asString());

        JsonNode morocco = seeded("P-MAR");
        assertThat(morocco.path("status").asString()).isEqualTo("IDENTIFIED");
        assertThat(morocco.at("/themes/0").asString()).isEqualTo("XC-IST");
    }

    /** Enters a project of the seed data and answers it as it is shown then. */
    private static JsonNode seeded(String code) throws IOException {
        JsonNode file;
        try (InputStream in =
                ActionServiceApplication.class.getResourceAsStream("projects/seed-projects.json")) {
            file = JSON.readTree(in.readAllBytes());
        }
        JsonNode project =
                file.path("projects")
                        .valueStream()
                        .filter(p -> p.path("key").asString().equals(code))
                        .findFirst()
                        .orElseThrow();
        String address = "/api/v1/projects";
        for (JsonNode step : project.path("steps")) {
            ObjectNode body = (ObjectNode) step.path("body");
            body.put("occurredOn", step.path("on").asString());
            body.put("reason", "Source: " + step.path("source").asString());
            Answer answer =
                    coordinator.post(address + step.path("path").asString(), body.toString());
            assertThat(answer.status())
                    .as(step + " " + answer.body())
                    .isEqualTo(step.path("path").asString().isEmpty() ? 201 : 200);
            if (step.path("path").asString().isEmpty()) {
                address = answer.header("Location");
            }
        }
        coordinator
                .get(address + "/timeline")
                .body()
                .forEach(
                        entry -> {
                            assertThat(entry.path("reason").asString()).startsWith("Source: ");
                            assertThat(entry.path("late").asBoolean()).isTrue();
                        });
        return coordinator.get(address).body();
    }

    private static String project(String code) {
        return """
               {"code": "%s", "title": "Reform with a consortium", "countries": ["CN"],
                "objective": "Social equity", "funders": ["European Commission"]}"""
                .formatted(code);
    }

    /** A path and its body, steps apart by a line. */
    private static String projectLife() {
        return """
               /components
               {"components": [{"aim": "Policy", "beneficiary": "NDRC"}],
                "budget": {"total": {"amountMinor": 670, "currency": "EUR"}, "source": "release",
                 "contributions": [{"funder": "EU", "source": "release"}]}}
               ---
               /consortium-members
               {"members": [
                {"name": "INPS", "country": "IT", "chair": true, "from": "2014-11-17"},
                {"name": "FIIAPP", "country": "ES", "chair": false, "from": "2014-11-17"}]}
               ---
               /contract
               {"contractNumber": "C-1", "start": "2014-11-17", "plannedEnd": "2018-11-16"}
               ---
               /inception
               ---
               /work-plan
               {"title": "Work plan"}
               ---
               /annual-plans
               {"year": 2016, "title": "Plan of the year"}
               ---
               /components/1/coordinator
               {"member": 1, "from": "2014-11-17"}
               ---
               /events
               {"component": 1, "kind": "WORKSHOP", "title": "Income inequality",
                "place": {"city": "Brussels", "country": "BE"},
                "start": "2016-08-31", "end": "2016-09-01",
                "topics": [{"title": "Inequality", "theme": "EM-INE"}],
                "delegation": {"institution": "NDRC", "head": "Head of delegation"}}
               ---
               /deliverables
               {"component": 1, "kind": "TRAINING", "title": "A training",
                "issuedOn": "2017-01-01"}
               ---
               /mid-term-review
               {"evaluator": "Somebody", "conclusions": "On course"}
               ---
               /consortium-members/2/name
               {"name": "FIAP"}
               ---
               /extension
               {"newEnd": "2019-11-16"}
               ---
               /closing-event
               {"place": {"city": "Beijing", "country": "CN"}, "heldOn": "2019-09-20"}
               ---
               /final-report
               {"finalEvaluation": "Sound"}
               ---
               /closure
               """;
    }

    private static String roleToken(
            String role, String institution, String country, String expertId) {
        return TestTokens.token(
                "some-" + role,
                Map.of("institution", institution, "country", country, "expert", expertId),
                role);
    }

    @Test
    void tokens_that_are_forged_or_for_somebody_else_open_nothing() throws Exception {
        String path = "/api/v1/actions/" + open("request-token");
        String token = TestTokens.token("clara", "coordinator");
        String forged = token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";
        String elsewhere =
                TestTokens.signed(
                        new JWTClaimsSet.Builder(SignedJWT.parse(token).getJWTClaimsSet())
                                .audience("another-api")
                                .build());

        for (String wrong : List.of(forged, elsewhere, "nonsense")) {
            assertThat(anonymous.as(wrong).get(path).status()).isEqualTo(401);
            assertThat(anonymous.as(wrong).put(path + "/design", design()).status()).isEqualTo(401);
        }
        assertThat(coordinator.get(path).header("ETag")).isEqualTo("\"0\"");
    }

    @Test
    void of_two_who_edit_one_design_the_second_sees_that_it_has_changed() {
        String path = "/api/v1/actions/" + open("request-edit");

        ok(coordinator.put(path + "/design", design(), "If-Match", "\"0\""));
        Answer stale = coordinator.put(path + "/design", design(), "If-Match", "\"0\"");

        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.problem()).isEqualTo("stale-version");
        assertThat(stale.body().path("currentVersion").asInt()).isEqualTo(1);
    }

    @Test
    void bodies_of_the_wrong_shape_are_refused_with_a_pointer() {
        String path = "/api/v1/actions/" + open("request-shape");

        refused(coordinator.put(path + "/design", "{}"), 422, "/budgetCeiling");
        refused(
                coordinator.put(path + "/design", design().replace("SI-COV", "XX-XXX")),
                422,
                "/themes/0/code");
        refused(
                coordinator.post(path + "/activities", plan().replace("workshop", "party")),
                422,
                "/type");
        refused(
                coordinator.post(
                        path + "/activities", plan().replace("\"dependsOn\"", "\"dependson\"")),
                422,
                "/dependson");
        refused(
                coordinator.post(
                        path + "/activities",
                        plan().replace(TODAY.plusDays(1).toString(), "2020-01-01")),
                422,
                "/plannedStart");
        refused(approver.post(path + "/return", "{}"), 422, "/reason");
        String activity = path + "/activities/1";
        refused(
                manager.post(
                        activity + "/terms-of-reference",
                        terms().replace("\"delivery\": 5", "\"delivery\": 367")),
                422,
                "/positions/0/days/delivery");
        refused(
                manager.post(
                        activity + "/implementation-end",
                        """
                        {"endedOn": "%s", "participants":
                         [{"institution": "IPES", "women": 2147483647, "men": -1, "other": 0}]}"""
                                .formatted(TODAY)),
                422,
                "/participants/0/women",
                "/participants/0/men");
        for (String far : List.of("+999999999-12-31", "+10000-01-01")) {
            refused(
                    coordinator.post(
                            path + "/activities",
                            plan().replace(TODAY.plusDays(5).toString(), far)),
                    422,
                    "/plannedEnd");
        }
        assertThat(coordinator.get(path + "?x=1").status()).isEqualTo(400);
        assertThat(coordinator.get(path).header("ETag")).isEqualTo("\"0\"");
    }

    @Test
    void what_a_rule_refuses_is_told_with_its_number_and_changes_nothing() {
        String path = "/api/v1/actions/" + open("request-rules");
        String activity = path + "/activities/1";
        Http both = anonymous.as(TestTokens.token("berta", "coordinator", "approver"));
        ok(both.put(path + "/design", design()));
        ruled(path, 409, "R32", () -> coordinator.post(path + "/approval-request", ""));
        for (int n = 1; n <= 4; n++) {
            assertThat(coordinator.post(path + "/activities", plan()).status()).isEqualTo(201);
        }
        ruled(path, 409, "R33", () -> coordinator.post(path + "/activities", plan()));
        ruled(
                path,
                422,
                "R59",
                () ->
                        coordinator.put(
                                activity,
                                plan().replace("\"dependsOn\": []", "\"dependsOn\": [1]")));
        ok(signatory.post(path + "/partner-agreement", "{}"));
        ok(coordinator.post(path + "/approval-request", ""));
        ruled(path, 409, "R31", () -> approver.post(path + "/approval", ""));
        ok(commission.post(path + "/commission-agreement", "{}"));
        ruled(path, 409, "R31", () -> both.post(path + "/approval", ""));
        ok(manager.post(activity + "/terms-of-reference", terms()));
        ok(signatory.post(activity + "/terms-of-reference/no-objection", ""));
        ruled(path, 409, "R53", () -> officer.post(activity + "/staffing", ""));
        ok(coordinator.post(activity + "/terms-of-reference/finalisation", ""));
        ruled(path, 409, "R34", () -> officer.post(activity + "/staffing", ""));
        ok(approver.post(path + "/approval", ""));
        ok(officer.post(activity + "/staffing", ""));
        ruled(path, 409, "R48", () -> manager.post(activity + "/start", "{}"));
        mobilise(path.substring(path.lastIndexOf('/') + 1), "m-rules");
        await().untilAsserted(() -> ok(manager.post(activity + "/confirmation", "{}")));
        ok(manager.post(activity + "/start", "{}"));
        ruled(
                path,
                409,
                "R60",
                () ->
                        manager.post(
                                activity + "/completion",
                                "{\"completedOn\": \"%s\", \"outcome\": \"Done\"}"
                                        .formatted(TODAY)));
        ruled(
                path,
                422,
                "R60",
                () ->
                        manager.post(
                                activity + "/implementation-end",
                                "{\"endedOn\": \"%s\", \"participants\": []}".formatted(TODAY)));
        ruled(
                path,
                422,
                "",
                () ->
                        manager.post(
                                activity + "/implementation-end",
                                "{\"endedOn\": \"%s\", \"participants\": []}"
                                        .formatted(TODAY.plusDays(1))));
    }

    /** A refusal with the number of its rule, empty for none, that leaves the action as it was. */
    private static void ruled(String action, int status, String rule, Supplier<Answer> attempt) {
        String before = coordinator.get(action).header("ETag");
        Answer refused = attempt.get();
        assertThat(refused.status()).as(refused.body().toString()).isEqualTo(status);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.body().path("rule").asString("")).isEqualTo(rule);
        assertThat(refused.body().toString()).doesNotContain("org.socius", "Exception");
        assertThat(coordinator.get(action).header("ETag")).isEqualTo(before);
    }

    @Test
    void an_address_below_an_action_that_is_none_is_not_found() {
        String path = "/api/v1/actions/" + open("request-address");
        for (String wrong : List.of("0", "1", "-1", "x", "99999999999", "1.0")) {
            assertThat(coordinator.get(path + "/activities/" + wrong).status())
                    .as(wrong)
                    .isEqualTo(404);
            assertThat(coordinator.put(path + "/activities/" + wrong, plan()).status())
                    .as(wrong)
                    .isEqualTo(404);
            assertThat(officer.post(path + "/activities/" + wrong + "/staffing", "").status())
                    .as(wrong)
                    .isEqualTo(404);
        }
        assertThat(coordinator.get(path).header("ETag")).isEqualTo("\"0\"");
    }

    @Test
    void planning_answers_with_the_new_activity_and_its_address() {
        String path = "/api/v1/actions/" + open("request-plan");

        Answer planned =
                coordinator.post(path + "/activities", plan(), "Idempotency-Key", "plan-1");
        coordinator.put(path + "/activities/1", plan());
        Answer again = coordinator.post(path + "/activities", plan(), "Idempotency-Key", "plan-1");

        assertThat(again.header("ETag"))
                .as("of the first answer")
                .isEqualTo(planned.header("ETag"));
        assertThat(planned.status()).isEqualTo(201);
        assertThat(planned.header("Location")).isEqualTo(path + "/activities/1");
        assertThat(planned.body().path("number").asInt()).isEqualTo(1);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(coordinator.get(path).body().path("activities").size()).isEqualTo(1);
        assertThat(coordinator.get(path + "/activities/1").body().path("type").asString())
                .isEqualTo("workshop");
    }

    @Test
    void of_fifty_imports_at_once_for_one_reference_one_takes_it_and_the_others_learn_why()
            throws Exception {
        int importers = 50;
        tell(
                Topics.REQUEST,
                "institution-fund",
                new InstitutionRegisteredV1(
                        "institution-fund",
                        Map.of("en", "Fund of Fifty"),
                        null,
                        List.of(),
                        "PUBLIC_AUTHORITY",
                        "NATIONAL",
                        "GH",
                        "PARTNER"));
        finished(postLines(ofTheFund("fund-0", "2015-70")));

        List<Answer> taken = new ArrayList<>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> all = new ArrayList<>();
            for (int i = 1; i <= importers; i++) {
                String row = ofTheFund("fund-" + i, "2015-77");
                all.add(() -> postLines(row));
            }
            for (var answer : pool.invokeAll(all)) {
                taken.add(answer.get());
            }
        }

        List<String> outcomes = new ArrayList<>();
        for (Answer answer : taken) {
            JsonNode line = finished(answer).path("lines").path(0);
            outcomes.add(
                    line.path("outcome").asString()
                            + " "
                            + line.at("/notes/0/code").asString("")
                            + " "
                            + line.at("/notes/0/rule").asString(""));
        }
        assertThat(outcomes).filteredOn(one -> one.startsWith("ACCEPTED")).hasSize(1);
        assertThat(outcomes)
                .filteredOn(one -> !one.startsWith("ACCEPTED"))
                .hasSize(importers - 1)
                .containsOnly("REFUSED reference-taken R24");
        await().untilAsserted(() -> assertThat(total("reference=2015-77")).isEqualTo(1));
    }

    private static String ofTheFund(String key, String reference) {
        return """
               {"key": "%s", "title": "T", "country_iso2": "GH", "reference": "%s", "partner_institution": {"name_en": "Fund of Fifty"}}
               """
                .formatted(key, reference);
    }

    @Test
    @Rule(value = "R75", derived = true)
    void an_import_keeps_no_copy_of_what_an_erased_action_said_about_persons() {
        String row =
                """
                [{"key": "forgettable", "title": "T", "country_iso2": "GH",
                  "partner_institution": {"name_en": "Bureau of Notes"},
                  "expert_notes": "Led by Marta Copied"}]""";
        JsonNode report = finished(coordinator.post("/api/v1/imports", row));
        JsonNode tried = finished(coordinator.post("/api/v1/imports?dryRun=true", row));
        String action = report.path("lines").path(0).path("actionId").asString();
        assertThat(said(action)).contains("Marta Copied");
        for (JsonNode run : List.of(report, tried)) {
            await().untilAsserted(
                            () ->
                                    assertThat(said(run.path("id").asString()))
                                            .contains("ImportRowsReceived", "ImportFinished")
                                            .doesNotContain("Copied"));
        }

        Http petra = staff("petra", "data-protection");
        ok(petra.post("/api/v1/actions/" + action + "/erasure", "{}"));
        await().untilAsserted(() -> assertThat(said(action)).doesNotContain("Copied"));

        JsonNode again = finished(coordinator.post("/api/v1/imports", row));
        assertThat(again.path("lines").path(0).path("notes").path(0).path("code").asString())
                .isEqualTo("already-imported");
        assertThat(
                        coordinator
                                .get("/api/v1/imports/" + report.path("id").asString())
                                .body()
                                .path("lines"))
                .isEqualTo(report.path("lines"));
    }

    /** All that can be read of a stream. */
    private static String said(String stream) {
        return service.getBean(EventStore.class)
                .readEvents(stream)
                .asStream()
                .map(event -> event.getPayload().toString())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void history_is_imported_once_and_shown_as_far_as_it_is_recorded() throws Exception {
        tell(
                Topics.REQUEST,
                "institution-molsa",
                new InstitutionRegisteredV1(
                        "institution-molsa",
                        Map.of("en", "Ministry of Labour and Social Affairs"),
                        null,
                        List.of(),
                        "PUBLIC_AUTHORITY",
                        "NATIONAL",
                        "AM",
                        "PARTNER"));
        String file =
                new String(
                        ActionServiceApplication.class
                                .getResourceAsStream("history/seed-actions.json")
                                .readAllBytes(),
                        StandardCharsets.UTF_8);

        int before = total("origin=HISTORY");
        int closedBefore = total("origin=HISTORY&status=CLOSED");
        JsonNode dry = finished(coordinator.post("/api/v1/imports?dryRun=true", file));
        assertThat(dry.path("dryRun").asBoolean()).isTrue();
        assertThat(dry.path("accepted").asInt()).isEqualTo(14);
        assertThat(total("origin=HISTORY")).isEqualTo(before);

        JsonNode report = finished(coordinator.post("/api/v1/imports", file));
        assertThat(report.path("lines")).isEqualTo(dry.path("lines"));
        assertThat(report.path("notRead").toString()).contains("projects", "published_figures");
        await().untilAsserted(() -> assertThat(total("origin=HISTORY")).isEqualTo(before + 14));
        assertThat(total("origin=HISTORY&status=CLOSED")).isEqualTo(closedBefore + 10);
        assertThat(total("reference=2014-12")).isEqualTo(1);
        assertThat(total("institution=institution-molsa&origin=HISTORY")).isEqualTo(1);
        JsonNode armenia =
                coordinator
                        .get("/api/v1/actions?institution=institution-molsa&origin=HISTORY")
                        .body()
                        .path("items")
                        .path(0);
        assertThat(armenia.path("reference").isNull()).isTrue();
        JsonNode shown = stranger.get("/api/v1/actions/" + armenia.path("id").asString()).body();
        assertThat(shown.path("activities").size()).isEqualTo(4);
        assertThat(shown.path("start").isNull()).isTrue();
        assertThat(shown.path("allowedTransitions").size()).isZero();

        JsonNode again = finished(coordinator.post("/api/v1/imports", file));
        assertThat(again.path("accepted").asInt()).isEqualTo(14);
        assertThat(again.path("lines").path(0).path("notes").path(0).path("code").asString())
                .isEqualTo("already-imported");
        assertThat(
                        coordinator
                                .get("/api/v1/actions/" + armenia.path("id").asString())
                                .header("ETag"))
                .isEqualTo("\"0\"");

        String lines =
                """
                {"key": "X1", "title": "T", "country_iso2": "GH", "partner_institution": {"name_en": "M"}, "reference": "2014-12"}
                {"key": "X2", "title": "T", "country_iso2": "QQ", "partner_institution": {"name_en": "M"}}
                {"key": "X3", "title":

                {"key": "X4", "title": "T", "country_iso2": "GH", "partner_institution": {"name_en": "M"}, "types_of_assistance": ["Gold"]}
                {"key": "X5", "title": "T", "country_iso2": "GH", "partner_institution": {"name_en": "M"}, "follow_up_of": {"key": "X6"}}
                {"key": "X6", "title": "T", "country_iso2": "GH", "partner_institution": {"name_en": "M"}, "follow_up_of": {"key": "X5"}}
                {"key": "X7", "title": "T", "country_iso2": "GH", "partner_institution": {"name_en": "M"}, "reference": "2014-13"}
                {"key": "X8", "title": "T", "country_iso2": "GH", "partner_institution": {"name_en": "M"}, "reference": "2014-10000"}
                {"key": "X9", "title": "T", "country_iso2": "GH", "partner_institution": {"name_en": "M"}, "more": 12345678901234567890123456789012345678901}
                """;
        JsonNode bad = finished(postLines(lines));
        List<String> outcomes = new ArrayList<>();
        bad.path("lines")
                .forEach(
                        l ->
                                outcomes.add(
                                        l.path("line").asInt()
                                                + " "
                                                + l.path("outcome").asString()
                                                + " "
                                                + l.path("notes")
                                                        .path(0)
                                                        .path("code")
                                                        .asString("")));
        assertThat(outcomes)
                .containsExactly(
                        "1 REFUSED reference-taken",
                        "2 REFUSED unknown-country",
                        "3 REFUSED broken-row",
                        "5 REFUSED unknown-type",
                        "6 REFUSED cycle",
                        "7 REFUSED cycle",
                        "8 ACCEPTED level-not-recorded",
                        "9 REFUSED wrong-reference",
                        "10 REFUSED broken-row");
        await().untilAsserted(() -> assertThat(total("reference=2014-13")).isEqualTo(1));
    }

    @Test
    @Rule(value = "R21", derived = true)
    void merged_records_and_later_names_are_of_one_institution() throws Exception {
        for (String record : List.of("institution-old", "institution-new")) {
            tell(
                    Topics.REQUEST,
                    record,
                    new InstitutionRegisteredV1(
                            record,
                            Map.of("en", "Board of Pensions"),
                            null,
                            List.of(),
                            "PUBLIC_AUTHORITY",
                            "NATIONAL",
                            "MA",
                            "PARTNER"));
        }
        String path = "/api/v1/actions/" + open("request-merged", "institution-old");
        Http successor = with("sonia", "institution", "institution-new", "partner-signatory");
        assertThat(successor.get(path).status()).isEqualTo(404);

        tell(
                Topics.REQUEST,
                "institution-old",
                new InstitutionsMergedV1("institution-old", "institution-new"));
        tell(
                Topics.REQUEST,
                "institution-new",
                new InstitutionAliasAddedV1("institution-new", "Pension Board", null, null));

        await().untilAsserted(() -> assertThat(successor.get(path).status()).isEqualTo(200));
        assertThat(successor.get(path + "/timeline").status()).isEqualTo(200);
        assertThat(
                        successor
                                .get("/api/v1/actions?requestId=request-merged")
                                .body()
                                .path("totalItems")
                                .asInt())
                .isEqualTo(1);
        assertThat(total("institution=institution-new&requestId=request-merged")).isEqualTo(1);
        ok(coordinator.put(path + "/design", design()));
        assertThat(coordinator.post(path + "/activities", plan()).status()).isEqualTo(201);
        ok(successor.post(path + "/partner-agreement", "{}"));

        finished(
                postLines(
                        """
                        {"key": "MERGED", "title": "T", "country_iso2": "MA", "partner_institution": {"name_en": "Board of Pensions"}}
                        {"key": "ALIAS", "title": "T", "country_iso2": "MA", "partner_institution": {"name_en": "Pension Board"}}
                        """));
        await().untilAsserted(
                        () ->
                                assertThat(total("institution=institution-new&origin=HISTORY"))
                                        .isEqualTo(2));
    }

    @Test
    void an_id_that_the_system_will_make_is_not_given_to_something_else() {
        String future = DerivedId.of("action of request request-of-tomorrow");
        Answer refused =
                coordinator.post(
                        "/api/v1/projects",
                        project("P-SQUAT").replaceFirst("\\{", "{\"id\": \"" + future + "\","));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().at("/errors/0/pointer").asString()).isEqualTo("/id");
        String opened = open("request-of-tomorrow");
        assertThat(opened).isEqualTo(future);
    }

    @Test
    @Rule(value = "R119", derived = true)
    void an_action_is_handed_to_an_account_and_not_to_a_name() {
        String path = "/api/v1/actions/" + open("request-handed") + "/responsible";
        for (String person : List.of("Maria Rossi", "maria@example.org", "")) {
            assertThat(
                            coordinator
                                    .post(
                                            path,
                                            "{\"person\": \"%s\", \"reason\": \"Leave.\"}"
                                                    .formatted(person))
                                    .status())
                    .as(person)
                    .isEqualTo(422);
        }
        ok(coordinator.post(path, "{\"person\": \"auth0|5f7c8ec7\", \"reason\": \"Leave.\"}"));
    }

    @Test
    void a_registration_that_is_on_its_way_is_waited_for() throws Exception {
        Answer started =
                postLines(
                        """
                        {"key": "LATE", "title": "T", "country_iso2": "GH", "partner_institution": {"name_en": "Bureau of Arrivals"}}
                        """);
        tell(
                Topics.REQUEST,
                "institution-late",
                new InstitutionRegisteredV1(
                        "institution-late",
                        Map.of("en", "Office of Arrivals"),
                        null,
                        List.of("Bureau of Arrivals"),
                        "PUBLIC_AUTHORITY",
                        "NATIONAL",
                        "GH",
                        "PARTNER"));

        JsonNode line = finished(started).path("lines").path(0);

        assertThat(line.path("outcome").asString()).isEqualTo("ACCEPTED");
        assertThat(
                        coordinator
                                .get("/api/v1/actions/" + line.path("actionId").asString())
                                .body()
                                .path("institution")
                                .path("id")
                                .asString())
                .isEqualTo("institution-late");
        await().untilAsserted(() -> assertThat(total("institution=institution-late")).isEqualTo(1));
    }

    @Test
    void R05_nobody_opens_an_action_without_a_request() {
        Answer refused =
                coordinator.post(
                        "/api/v1/actions", "{\"requestId\": \"request-none\", \"title\": \"T\"}");

        assertThat(refused.status()).isEqualTo(405);
        String id = UUID.randomUUID().toString();
        assertThat(coordinator.put("/api/v1/actions/" + id + "/design", design()).status())
                .isEqualTo(404);
        assertThat(total("requestId=request-none")).isZero();
        assertThat(
                        coordinator
                                .get("/api/v1/actions/" + open("request-some"))
                                .body()
                                .path("requestId")
                                .asString())
                .isEqualTo("request-some");
    }

    @Test
    void a_file_that_is_none_is_refused_as_a_whole() {
        assertThat(coordinator.post("/api/v1/imports", "{\"actions\": [").problem())
                .isEqualTo("malformed-body");
        assertThat(coordinator.post("/api/v1/imports", "{}").status()).isEqualTo(422);
        assertThat(coordinator.post("/api/v1/imports?dryRun=maybe", "[]").status()).isEqualTo(400);
        assertThat(manager.post("/api/v1/imports", "[]").status()).isEqualTo(403);
        assertThat(anonymous.post("/api/v1/imports", "[]").status()).isEqualTo(401);
        assertThat(coordinator.post("/api/v1/imports", "[" + " ".repeat(1 << 20) + "]").status())
                .isEqualTo(413);
        assertThat(coordinator.get("/api/v1/imports/none").status()).isEqualTo(404);
    }

    @Test
    void an_administrator_retires_a_type_from_a_day_on_and_everybody_sees_it() {
        Http admin = anonymous.as(roleToken("admin", INSTITUTION, "CO", "expert-it"));
        String path = "/api/v1/reference/types";
        Answer before = coordinator.get(path);
        assertThat(before.body().path("items").valueStream())
                .anySatisfy(
                        line -> {
                            assertThat(line.path("code").asString()).isEqualTo("TA-CAP");
                            assertThat(line.path("active").asBoolean()).isFalse();
                            assertThat(line.at("/label/en").asString())
                                    .isEqualTo("Capacity building");
                        });
        String tag = before.header("ETag");
        assertThat(coordinator.send("GET", path, null, "If-None-Match", tag).status())
                .isEqualTo(304);

        String body =
                "{\"validFrom\": \"2039-01-01\", \"active\": false, \"label\": {\"fr\": \"Ancien\"}}";
        Answer retired = admin.put(path + "/TA-IRP", body);

        assertThat(retired.status()).as(retired.body().toString()).isEqualTo(200);
        assertThat(retired.body().path("active").asBoolean()).as("today").isTrue();
        assertThat(retired.body().at("/changes/0/validFrom").asString()).isEqualTo("2039-01-01");
        assertThat(coordinator.send("GET", path, null, "If-None-Match", tag).status())
                .isEqualTo(200);
        JsonNode later = coordinator.get(path + "?on=2039-01-01").body();
        assertThat(later.path("versions").get(0).asString()).isEqualTo("2039-01-01");
        assertThat(later.path("items").valueStream())
                .filteredOn(line -> line.path("code").asString().equals("TA-IRP"))
                .singleElement()
                .satisfies(
                        line -> {
                            assertThat(line.path("active").asBoolean()).isFalse();
                            assertThat(line.path("since").asString()).isEqualTo("2039-01-01");
                            assertThat(line.at("/label/fr").asString()).isEqualTo("Ancien");
                        });
        assertThat(admin.put(path + "/TA-IRP", body, "If-Match", "\"-1\"").status()).isEqualTo(412);
        for (String wrong :
                List.of(
                        "{\"active\": false}",
                        "{\"validFrom\": \"2001-01-01\", \"active\": false}",
                        "{\"validFrom\": \"2039-13-01\", \"active\": false}",
                        "{\"validFrom\": \"2039-01-01\", \"active\": false, \"label\": \" \"}",
                        "{\"validFrom\": \"2039-01-01\", \"retired\": true}")) {
            assertThat(admin.put(path + "/TA-ORG", wrong).status()).as(wrong).isEqualTo(422);
        }
        assertThat(admin.put(path + "/TA-XXX", body).status()).isEqualTo(404);
        assertThat(coordinator.get(path + "?on=someday").status()).isEqualTo(400);
        assertThat(coordinator.get("/api/v1/reference/colours").status()).isEqualTo(404);
    }

    @Test
    void an_administrator_changes_a_setting_and_the_next_design_is_judged_by_it() {
        Http admin = anonymous.as(roleToken("admin", INSTITUTION, "CO", "expert-it"));
        String path = "/api/v1/reference/settings/socius.action.survey-reminder-days";

        Answer changed = admin.put(path, "{\"validFrom\": \"2039-01-01\", \"value\": [5, 15, 25]}");

        assertThat(changed.status()).as(changed.body().toString()).isEqualTo(200);
        assertThat(changed.body().path("value").toString()).isEqualTo("[10,20]");
        assertThat(changed.body().at("/changes/0/value").toString()).isEqualTo("[5,15,25]");
        for (String wrong :
                List.of(
                        "{\"validFrom\": \"2039-01-01\", \"value\": [15, 5]}",
                        "{\"validFrom\": \"2039-01-01\", \"value\": 0}",
                        "{\"validFrom\": \"2039-01-01\", \"value\": \"five\"}",
                        "{\"validFrom\": \"2039-01-01\", \"value\": 2.5}")) {
            Answer refused = admin.put(path, wrong);
            assertThat(refused.status()).as(wrong).isEqualTo(422);
            assertThat(refused.body().at("/errors/0/pointer").asString()).startsWith("/value");
        }
    }

    @Test
    void two_administrators_do_not_overwrite_each_others_travel_advice_unseen() {
        Http admin = anonymous.as(roleToken("admin", INSTITUTION, "CO", "expert-it"));
        String path = "/api/v1/reference/travel-advice/BO";
        String advice = "{\"validFrom\": \"2027-01-01\", \"level\": \"%s\"}";
        String seen = admin.get(path).header("ETag");
        assertThat(admin.put(path, advice.formatted("CAUTION"), "If-Match", seen).status())
                .isEqualTo(200);
        assertThat(admin.put(path, advice.formatted("NORMAL"), "If-Match", seen).status())
                .isEqualTo(412);
    }

    @Test
    void no_import_takes_an_id_that_the_service_uses_itself() {
        String row = "{\"id\": \"%s\", \"actions\": [{\"key\": \"own-id\"}]}";
        for (String own : List.of("action-number-2031", "travel-advice", "a", "1".repeat(36))) {
            Answer refused = coordinator.post("/api/v1/imports", row.formatted(own));
            assertThat(refused.status()).as(own).isEqualTo(422);
            assertThat(refused.body().at("/errors/0/pointer").asString()).isEqualTo("/id");
        }
        String id = UUID.randomUUID().toString();
        Answer taken = coordinator.post("/api/v1/imports", row.formatted(id));
        assertThat(taken.body().path("id").asString()).isEqualTo(id);
        finished(taken);
    }

    private static int total(String filter) {
        return coordinator.get("/api/v1/actions?" + filter).body().path("totalItems").asInt();
    }

    /** The report of an import once each row has its line. */
    private static JsonNode finished(Answer started) {
        assertThat(started.status()).as(started.body().toString()).isEqualTo(201);
        return await().until(
                        () -> coordinator.get(started.header("Location")).body(),
                        shown -> shown.path("status").asString().equals("FINISHED"));
    }

    private static Answer postLines(String lines) throws Exception {
        HttpResponse<String> response =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(address + "/api/v1/imports"))
                                        .header("Content-Type", "application/x-ndjson")
                                        .header(
                                                "Authorization",
                                                "Bearer "
                                                        + TestTokens.token("clara", "coordinator"))
                                        .POST(HttpRequest.BodyPublishers.ofString(lines))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), JSON.readTree(response.body()), response);
    }

    private static String open(String requestId) {
        return open(requestId, INSTITUTION);
    }

    private static String open(String requestId, String institution) {
        tell(
                Topics.REQUEST,
                requestId,
                new RequestAcceptedV1(
                        requestId,
                        "R-2026-0001",
                        2026,
                        institution,
                        Map.of("en", "Institute for Social Economy"),
                        "IPES",
                        "CO",
                        Map.of("es", "Economía popular"),
                        List.of("TA-POL"),
                        List.of("SI-COV"),
                        "es"));
        return await().until(
                        () ->
                                coordinator
                                        .get("/api/v1/actions?requestId=" + requestId)
                                        .body()
                                        .path("items")
                                        .path(0)
                                        .path("id")
                                        .asString(""),
                        id -> !id.isEmpty());
    }

    private static String approved(String requestId) {
        String id = open(requestId);
        String path = "/api/v1/actions/" + id;
        ok(coordinator.put(path + "/design", design()));
        assertThat(coordinator.post(path + "/activities", plan()).status()).isEqualTo(201);
        ok(signatory.post(path + "/partner-agreement", "{}"));
        ok(commission.post(path + "/commission-agreement", "{}"));
        ok(coordinator.post(path + "/approval-request", ""));
        ok(approver.post(path + "/approval", ""));
        return id;
    }

    private static void mobilise(String action, String mobilisation) {
        tell(
                Topics.EXPERT,
                mobilisation,
                new ExpertContract.MobilisationOpenedV1(
                        mobilisation, null, "expert-it", action, 1, "E1"));
        tell(
                Topics.EXPERT,
                mobilisation,
                new ExpertContract.ExpertMobilisedV1(
                        mobilisation,
                        "expert-it",
                        action,
                        "2026-01",
                        1,
                        "E1",
                        true,
                        "PUBLIC_ADMINISTRATION",
                        "IT",
                        null,
                        new ExpertContract.Days(3, 10, 5)));
    }

    private static JsonNode activity(String path) {
        return coordinator.get(path).body().path("activities").path(0);
    }

    private static String design() {
        return """
        {"title": {"en": "Street vendors", "es": "Vendedores"}, "objective": "Cobertura",
         "results": [{"text": "Modelo", "indicator": "Adoptado"}], "typesOfAssistance": ["TA-POL"],
         "themes": [{"code": "SI-COV", "share": 70}, {"code": "LB-INF", "share": 30}],
         "sdgTargets": ["1.3", "8.3"],
         "markers": {"gender": 1, "governance": 2, "environment": 0, "humanRights": 1, "disability": 0},
         "budgetCeiling": {"amountMinor": 6000000, "currency": "EUR"},
         "countries": [{"code": "CO", "share": 100}],
         "stakeholders": [{"name": "Alcaldía", "role": "host"}], "risks": "Elecciones"}""";
    }

    private static String plan() {
        return """
        {"type": "workshop", "title": "Taller", "modality": "ON_SITE",
         "place": {"city": "Bogotá", "country": "CO"}, "plannedStart": "%s", "plannedEnd": "%s",
         "estimatedDays": 20, "dependsOn": []}"""
                .formatted(TODAY.plusDays(1), TODAY.plusDays(5));
    }

    private static String terms() {
        return """
        {"tasks": ["Advise"], "positions": [{"code": "E1", "responsibility": "principal expert",
          "principal": true, "expertiseArea": "A", "profile": {"required": ["law"], "wished": [],
          "languages": [{"code": "es", "level": "C1"}], "yearsMin": 8},
          "days": {"preparation": 3, "implementation": 10, "delivery": 5}, "mandatory": true}],
         "deliverables": [{"kind": "mission report", "title": "Report", "due": "%4$s",
           "mandatory": true}],
         "phases": {"preparation": {"from": "%1$s", "to": "%1$s"},
           "implementation": {"from": "%2$s", "to": "%2$s"},
           "delivery": {"from": "%3$s", "to": "%4$s"}}}"""
                .formatted(TODAY, TODAY.plusDays(1), TODAY.plusDays(2), TODAY.plusDays(3));
    }

    private static String survey() {
        return """
        {"activity": 1, "relevance": 5, "qualityOfExperts": 5, "organisation": 4, "usefulness": 5,
         "wouldRecommend": true, "wouldWorkAgain": true, "comment": ""}""";
    }

    private static void tell(String topic, String key, Object contract) {
        int sequence = SEQUENCES.merge(topic + key, 1, Integer::sum);
        Instant now = Instant.now();
        ObjectNode value = JSON.valueToTree(contract);
        value.put("occurredAt", now.toString());
        value.put("recordedAt", now.toString());
        ProducerRecord<String, String> record =
                new ProducerRecord<>(topic, key, JSON.writeValueAsString(value));
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", UUID.randomUUID().toString(),
                        "ce_type", ContractTable.typeOf(contract.getClass()),
                        "ce_source", "/test",
                        "ce_subject", key,
                        "ce_time", now.toString(),
                        "ce_sequence", "%010d".formatted(sequence),
                        "ce_aggregateversion", String.valueOf(sequence - 1))
                .forEach((n, v) -> record.headers().add(n, v.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The types on the action topic for one key, in order, with sequences checked. */
    private static List<String> published(String key) {
        List<String> types = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                EmbeddedParts.kafkaBootstrap(),
                                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                                StringDeserializer.class,
                                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                                StringDeserializer.class))) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(Topics.ACTION).stream()
                            .map(p -> new TopicPartition(p.topic(), p.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    if (record.key().equals(key)) {
                        String sequence = header(record, "ce_sequence");
                        assertThat(Integer.parseInt(sequence)).isEqualTo(types.size() + 1);
                        types.add(header(record, "ce_type"));
                    }
                }
            }
        }
        return types;
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static void ok(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    }

    private static void refused(Answer answer, int status, String... expected) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        List<String> pointers = new ArrayList<>();
        answer.body().path("errors").forEach(e -> pointers.add(e.path("pointer").asString()));
        assertThat(pointers).contains(expected);
    }

    private static Http staff(String name, String role) {
        return anonymous.as(TestTokens.token(name, role));
    }

    private static Http with(String name, String claim, String value, String role) {
        return anonymous.as(TestTokens.token(name, Map.of(claim, value), role));
    }
}
