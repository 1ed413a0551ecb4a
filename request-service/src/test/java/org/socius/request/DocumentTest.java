package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.socius.platform.testing.Http.multipart;
import static org.socius.request.RunningService.at;
import static org.socius.request.RunningService.coordinator;
import static org.socius.request.RunningService.done;
import static org.socius.request.RunningService.person;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.contracts.Roles;
import org.socius.platform.documents.Documents;
import org.socius.platform.filing.FiledDocuments;
import org.socius.platform.testing.Http;
import org.socius.platform.testing.Http.Answer;
import org.socius.platform.testing.SampleFiles;
import org.socius.platform.testing.TestTokens;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Documents of their own address; what holds for every service is tried here. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DocumentTest {

    private static final String DOCUMENTS = "/api/v1/documents";
    private static final String INSTITUTION = UUID.randomUUID().toString();
    private static final int LARGEST = 20 << 20;

    private static String submitted;

    private static final Http partner =
            person(
                    "paula",
                    Map.of("institution", INSTITUTION),
                    Roles.PARTNER_DRAFTER,
                    Roles.PARTNER_SIGNATORY);

    @BeforeAll
    static void register() {
        assertThat(
                        coordinator()
                                .post(
                                        "/api/v1/institutions",
                                        RunningService.institution(INSTITUTION, "CO"))
                                .status())
                .isEqualTo(201);
        submitted =
                partner.post("/api/v1/requests", RunningService.form(INSTITUTION, form -> {}))
                        .body()
                        .path("id")
                        .asString();
        done(partner, submitted, "submission", "{\"declaration\": true}");
    }

    private static Answer add(Http by, String name, byte[] content, String... fields) {
        return by.upload("POST", DOCUMENTS, multipart(name, content, fields));
    }

    private static Answer added(String owner) {
        Answer made = add(partner, "a.pdf", SampleFiles.PDF, "owner", owner);
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        return made;
    }

    private static void refused(Answer answer, String pointer, String code) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.body().at("/errors/0/pointer").asString()).isEqualTo(pointer);
        assertThat(answer.body().at("/errors/0/code").asString()).isEqualTo(code);
    }

    @Test
    void a_document_has_an_address_of_its_own_and_comes_back_as_it_was() {
        String id = UUID.randomUUID().toString();

        Answer made =
                add(
                        partner,
                        "Ley 100.pdf",
                        SampleFiles.PDF,
                        "id",
                        id,
                        "owner",
                        "/requests/" + submitted);

        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(DOCUMENTS + "/" + id);
        assertThat(made.header("ETag")).isEqualTo("\"0\"");
        JsonNode shown = made.body();
        assertThat(shown.path("id").asString()).isEqualTo(id);
        assertThat(shown.path("owner").asString()).isEqualTo(at(submitted));
        assertThat(shown.path("name").asString()).isEqualTo("Ley 100.pdf");
        assertThat(shown.path("type").asString()).isEqualTo("application/pdf");
        assertThat(shown.path("size").asInt()).isEqualTo(SampleFiles.PDF.length);
        assertThat(shown.path("sha256").asString()).hasSize(64);
        var served = partner.download("GET", made.header("Location"));
        assertThat(served.statusCode()).isEqualTo(200);
        assertThat(served.body()).isEqualTo(SampleFiles.PDF);
        assertThat(served.headers().firstValue("Content-Disposition").orElse(""))
                .startsWith("attachment;")
                .contains("Ley%20100.pdf");
        assertThat(served.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(partner.download("HEAD", made.header("Location")).statusCode()).isEqualTo(200);
    }

    @Test
    void a_resource_has_a_list_of_its_documents_for_those_who_read_them() {
        String mine =
                partner.post("/api/v1/requests", RunningService.form(INSTITUTION, form -> {}))
                        .header("Location");
        String first = added(mine).body().path("id").asString();
        String second = added(mine).body().path("id").asString();
        added(at(submitted));
        String list = DOCUMENTS + "?owner=" + mine;

        await().untilAsserted(
                        () ->
                                assertThat(partner.get(list).body().path("totalItems").asInt())
                                        .isEqualTo(2));
        JsonNode oldestFirst = partner.get(list + "&sort=addedAt,asc&size=1").body();

        assertThat(partner.get(list).body().path("items").findValuesAsString("id"))
                .containsExactlyInAnyOrder(first, second);
        assertThat(oldestFirst.path("items").findValuesAsString("id")).containsExactly(first);
        assertThat(oldestFirst.at("/items/0/name").asString()).isEqualTo("a.pdf");
        assertThat(partner.get(DOCUMENTS).problem()).isEqualTo("invalid-parameter");
        assertThat(partner.get(DOCUMENTS + "?owner=/actions/1").status()).isEqualTo(404);
        assertThat(
                        person(
                                        "petra",
                                        Map.of("institution", UUID.randomUUID().toString()),
                                        Roles.PARTNER_DRAFTER)
                                .get(list)
                                .status())
                .isEqualTo(404);
    }

    @Test
    void whose_it_is_stands_in_the_address_or_in_a_part_before_the_file() {
        String owner = at(submitted);
        byte[] alone = multipart("a.pdf", SampleFiles.PDF);

        Answer stated = partner.upload("POST", DOCUMENTS + "?owner=" + owner, alone);
        Answer twice =
                partner.upload(
                        "POST",
                        DOCUMENTS + "?owner=/requests/" + submitted,
                        multipart("a.pdf", SampleFiles.PDF, "owner", owner));

        assertThat(stated.status()).as(stated.body().toString()).isEqualTo(201);
        assertThat(stated.body().path("owner").asString()).isEqualTo(owner);
        assertThat(twice.status()).as(twice.body().toString()).isEqualTo(201);
        assertThat(twice.body().path("owner").asString()).isEqualTo(owner);
        refused(partner.upload("POST", DOCUMENTS, alone), "/owner", "required");
        refused(partner.upload("POST", DOCUMENTS, ownerBehindFile(owner)), "/owner", "required");
        refused(
                partner.upload(
                        "POST",
                        DOCUMENTS + "?owner=" + owner,
                        multipart("a.pdf", SampleFiles.PDF, "owner", "/institutions/1")),
                "/owner",
                "differs");
        assertThat(partner.upload("POST", DOCUMENTS + "?reader=x", alone).problem())
                .isEqualTo("unknown-parameter");
    }

    private static byte[] ownerBehindFile(String owner) {
        String whole =
                new String(
                        multipart("a.pdf", SampleFiles.PDF, "owner", owner),
                        StandardCharsets.ISO_8859_1);
        int file = whole.indexOf("\r\n--", 2) + 2;
        int end = whole.lastIndexOf("\r\n--") + 2;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(
                (whole.substring(file, end) + whole.substring(0, file) + whole.substring(end))
                        .getBytes(StandardCharsets.ISO_8859_1));
        return body.toByteArray();
    }

    @Test
    void an_owner_that_is_none_or_is_not_there_takes_nothing() {
        for (String owner :
                List.of(
                        "/actions/" + UUID.randomUUID(),
                        "requests/" + submitted,
                        "/requests/" + submitted + "/attachments/1",
                        "/requests/",
                        "..")) {
            refused(
                    add(partner, "a.pdf", SampleFiles.PDF, "owner", owner),
                    "/owner",
                    "unknown-owner");
        }
        for (String owner :
                List.of(
                        "/requests/" + UUID.randomUUID(),
                        "/requests/" + INSTITUTION,
                        "/institutions/" + submitted)) {
            Answer missing = add(partner, "a.pdf", SampleFiles.PDF, "owner", owner);
            assertThat(missing.status()).as(owner).isEqualTo(404);
        }
    }

    @Test
    void who_reads_the_owner_reads_its_documents_and_nobody_else() {
        String document = added(at(submitted)).header("Location");
        Http stranger =
                person(
                        "strange",
                        Map.of("institution", UUID.randomUUID().toString()),
                        Roles.PARTNER_DRAFTER);
        Http elsewhere = person("delphine", Map.of("country", "AM"), Roles.DELEGATION);

        for (Http reader :
                List.of(
                        partner,
                        coordinator(),
                        RunningService.delegation(),
                        person("ada", Map.of(), Roles.AUDITOR))) {
            assertThat(reader.download("GET", document).body()).isEqualTo(SampleFiles.PDF);
            assertThat(reader.get(document + "/timeline").status()).isEqualTo(200);
        }
        Answer unknown = stranger.get(DOCUMENTS + "/" + UUID.randomUUID());
        assertThat(unknown.status()).isEqualTo(404);
        for (Http reader : List.of(stranger, elsewhere)) {
            for (String path : List.of(document, document + "/timeline")) {
                Answer answer = reader.get(path);
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.body().path("detail")).isEqualTo(unknown.body().path("detail"));
            }
        }
        assertThat(RunningService.http().download("GET", document).statusCode()).isEqualTo(401);
        assertThat(partner.get(DOCUMENTS + "/" + submitted).status()).isEqualTo(404);
    }

    @Test
    void who_acts_on_the_owner_adds_documents_and_nobody_else() {
        String request = at(submitted);
        String institution = "/institutions/" + INSTITUTION;
        Http stranger =
                person(
                        "strange",
                        Map.of("institution", UUID.randomUUID().toString()),
                        Roles.PARTNER_SIGNATORY);

        assertThat(add(coordinator(), "a.pdf", SampleFiles.PDF, "owner", request).status())
                .isEqualTo(201);
        assertThat(
                        add(RunningService.delegation(), "a.pdf", SampleFiles.PDF, "owner", request)
                                .status())
                .isEqualTo(201);
        assertThat(add(partner, "a.pdf", SampleFiles.PDF, "owner", institution).status())
                .isEqualTo(201);
        assertThat(
                        add(
                                        RunningService.delegation(),
                                        "a.pdf",
                                        SampleFiles.PDF,
                                        "owner",
                                        institution)
                                .status())
                .isEqualTo(403);
        Http auditor = person("ada", Map.of(), Roles.AUDITOR);
        assertThat(add(auditor, "a.pdf", SampleFiles.PDF, "owner", request).status())
                .isEqualTo(403);
        assertThat(add(stranger, "a.pdf", SampleFiles.PDF, "owner", request).status())
                .isEqualTo(404);
        assertThat(add(RunningService.http(), "a.pdf", SampleFiles.PDF, "owner", request).status())
                .isEqualTo(401);
    }

    @Test
    void an_administrator_adds_for_another_with_a_reason() {
        Http admin = person("root", Map.of(), Roles.ADMIN);
        String[] fields = {
            "owner",
            at(submitted),
            "reason",
            "came by post",
            "onBehalfOf",
            "{\"role\": \"partner-drafter\", \"id\": \"" + INSTITUTION + "\"}"
        };

        Answer made = add(admin, "a.pdf", SampleFiles.PDF, fields);
        Answer alone = add(admin, "a.pdf", SampleFiles.PDF, "owner", at(submitted));

        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        assertThat(alone.status()).isEqualTo(403);
        JsonNode entry = coordinator().get(made.header("Location") + "/timeline").body().path(0);
        assertThat(entry.path("type").asString()).isEqualTo("DocumentAdded");
        assertThat(entry.path("reason").asString()).isEqualTo("came by post");
        assertThat(entry.at("/actor/id").asString()).isEqualTo("root");
        JsonNode fromOutside = partner.get(made.header("Location") + "/timeline").body().path(0);
        assertThat(fromOutside.at("/actor/role").asString()).isEqualTo("admin");
        assertThat(fromOutside.at("/actor/id").isMissingNode()).isTrue();
    }

    @Test
    void a_repeated_document_is_answered_as_the_first() {
        String id = UUID.randomUUID().toString();
        String[] fields = {"id", id, "owner", at(submitted)};
        Answer first = add(partner, "a.pdf", SampleFiles.PDF, fields);

        Answer again = add(partner, "a.pdf", SampleFiles.PDF, fields);
        Answer otherWords =
                add(partner, "a.pdf", SampleFiles.PDF, "owner", "/requests/" + submitted, "id", id);
        Answer otherFile = add(partner, "a.pdf", SampleFiles.pdf(1), fields);
        Answer otherOwner =
                add(
                        partner,
                        "a.pdf",
                        SampleFiles.PDF,
                        "id",
                        id,
                        "owner",
                        "/institutions/" + INSTITUTION);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(otherWords.body()).isEqualTo(first.body());
        assertThat(otherFile.problem()).isEqualTo("id-in-use");
        assertThat(otherOwner.problem()).isEqualTo("id-in-use");
        assertThat(
                        add(
                                        partner,
                                        "a.pdf",
                                        SampleFiles.PDF,
                                        "id",
                                        submitted,
                                        "owner",
                                        at(submitted))
                                .problem())
                .isEqualTo("id-in-use");
        assertThat(partner.download("GET", first.header("Location")).body())
                .isEqualTo(SampleFiles.PDF);
        byte[] body = multipart("b.pdf", SampleFiles.PDF, "owner", at(submitted));
        Answer keyed = partner.upload("POST", DOCUMENTS, body, "Idempotency-Key", "k-" + id);
        Answer replayed = partner.upload("POST", DOCUMENTS, body, "Idempotency-Key", "k-" + id);
        assertThat(replayed.status()).isEqualTo(201);
        assertThat(replayed.body()).isEqualTo(keyed.body());
        assertThat(replayed.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void a_file_that_is_too_large_or_in_disguise_is_refused() {
        String owner = at(submitted);

        Answer largest = add(partner, "a.pdf", SampleFiles.pdfOf(LARGEST), "owner", owner);
        Answer tooLarge = add(partner, "a.pdf", SampleFiles.pdfOf(LARGEST + 1), "owner", owner);
        Answer page = add(partner, "a.pdf", SampleFiles.ascii("<html><p>x"), "owner", owner);
        Answer empty = add(partner, "a.pdf", new byte[0], "owner", owner);
        Answer unknown =
                add(partner, "a.pdf", SampleFiles.PDF, "owner", owner, "status", "ACCEPTED");
        Answer noId = add(partner, "a.pdf", SampleFiles.PDF, "owner", owner, "id", "mine");
        Answer json = partner.post(DOCUMENTS + "?owner=" + owner, "{}");
        Answer noFile =
                partner.upload(
                        "POST",
                        DOCUMENTS + "?owner=" + owner,
                        SampleFiles.ascii("--seam-of-the-parts--\r\n"));

        assertThat(largest.status()).isEqualTo(201);
        assertThat(tooLarge.status()).isEqualTo(413);
        refused(page, "/file", "type-not-accepted");
        refused(empty, "/file", "empty");
        refused(unknown, "/status", "unknown-field");
        refused(noId, "/id", "wrong-form");
        assertThat(json.status()).isEqualTo(415);
        refused(noFile, "/file", "required");
    }

    @Test
    void a_service_that_was_started_anew_serves_what_was_stored_and_sweeps_nothing_of_it() {
        String document = added(at(submitted)).header("Location");

        try (ConfigurableApplicationContext anew =
                RunningService.start("--socius.documents.sweep-after=0s")) {
            Documents documents = anew.getBean(Documents.class);
            documents.sweep();
            String file =
                    anew.getBean(FiledDocuments.class)
                            .find(document.substring(document.lastIndexOf('/') + 1))
                            .orElseThrow()
                            .file()
                            .fileId();
            assertThat(documents.open(submitted, file)).isPresent();
            assertThat(
                            Http.at(RunningService.addressOf(anew))
                                    .as(
                                            TestTokens.token(
                                                    "paula",
                                                    Map.of("institution", INSTITUTION),
                                                    Roles.PARTNER_DRAFTER))
                                    .download("GET", document)
                                    .body())
                    .isEqualTo(SampleFiles.PDF);
        }
    }

    @Test
    void a_late_entry_is_dated_when_it_came() {
        Answer made =
                add(
                        coordinator(),
                        "a.pdf",
                        SampleFiles.PDF,
                        "owner",
                        at(submitted),
                        "occurredOn",
                        "2016-05-12");

        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        assertThat(made.body().path("addedAt").asString()).startsWith("2016-05-12");
        assertThat(
                        coordinator()
                                .get(made.header("Location") + "/timeline")
                                .body()
                                .at("/0/late")
                                .asBoolean())
                .isTrue();
    }
}
