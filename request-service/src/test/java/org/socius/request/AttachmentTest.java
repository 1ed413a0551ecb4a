package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.platform.testing.Http.multipart;
import static org.socius.request.RunningService.at;
import static org.socius.request.RunningService.coordinator;
import static org.socius.request.RunningService.done;
import static org.socius.request.RunningService.person;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.contracts.Roles;
import org.socius.platform.testing.Http;
import org.socius.platform.testing.Http.Answer;
import org.socius.platform.testing.RawHttp;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.SampleFiles;
import org.socius.platform.testing.TestTokens;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AttachmentTest {

    private static final String INSTITUTION = UUID.randomUUID().toString();
    private static final String FORM = RunningService.form(INSTITUTION, form -> {});
    private static final int LARGEST = 20 << 20;

    private final Http partner =
            person(
                    "paula",
                    Map.of("institution", INSTITUTION),
                    Roles.PARTNER_DRAFTER,
                    Roles.PARTNER_SIGNATORY);

    @BeforeAll
    static void register() {
        Answer registered =
                coordinator()
                        .post(
                                "/api/v1/institutions",
                                RunningService.institution(INSTITUTION, "CO"));
        assertThat(registered.status()).isEqualTo(201);
    }

    private String drafted() {
        return partner.post("/api/v1/requests", FORM).body().path("id").asString();
    }

    private static String attachments(String request) {
        return at(request) + "/attachments";
    }

    private Answer attach(String request, String name, byte[] content, String... fields) {
        return partner.upload("POST", attachments(request), multipart(name, content, fields));
    }

    @Test
    void an_attachment_is_listed_and_comes_back_as_it_was() {
        String request = drafted();

        Answer made = attach(request, "Ley 100.pdf", SampleFiles.PDF);

        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        String id = made.body().path("id").asString();
        assertThat(made.header("Location")).isEqualTo(attachments(request) + "/" + id);
        assertThat(made.header("ETag")).isEqualTo("\"1\"");
        assertThat(made.body().path("name").asString()).isEqualTo("Ley 100.pdf");
        assertThat(made.body().path("size").asInt()).isEqualTo(SampleFiles.PDF.length);
        assertThat(partner.get(attachments(request)).body().path(0)).isEqualTo(made.body());
        assertThat(partner.get(at(request)).body().path("attachments").path(0))
                .isEqualTo(made.body());
        assertThat(partner.download("GET", made.header("Location")).body())
                .isEqualTo(SampleFiles.PDF);
    }

    @Test
    void a_file_is_served_to_be_saved_and_never_shown() {
        String request = drafted();
        String file = attach(request, "informe ñ.pdf", SampleFiles.PDF).header("Location");

        HttpResponse<byte[]> served = partner.download("GET", file);
        HttpResponse<byte[]> head = partner.download("HEAD", file);

        for (HttpResponse<byte[]> answer : List.of(served, head)) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "Content-Type")).isEqualTo("application/pdf");
            assertThat(header(answer, "Content-Length"))
                    .isEqualTo(String.valueOf(SampleFiles.PDF.length));
            assertThat(header(answer, "Content-Disposition"))
                    .startsWith("attachment;")
                    .contains("filename*=UTF-8''informe%20%C3%B1.pdf");
            assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(answer, "Content-Security-Policy"))
                    .isEqualTo("sandbox; default-src 'none'");
            assertThat(header(answer, "Cache-Control")).contains("private").contains("no-store");
        }
        assertThat(head.body()).isEmpty();
        String etag = header(served, "ETag");
        assertThat(etag).isNotEmpty();
        assertThat(partner.download("GET", file, "If-None-Match", etag).statusCode())
                .isEqualTo(304);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void a_file_of_20_MiB_is_taken_and_one_byte_more_is_not() {
        String request = drafted();

        assertThat(attach(request, "a.pdf", SampleFiles.pdfOf(LARGEST)).status()).isEqualTo(201);
        Answer refused = attach(request, "b.pdf", SampleFiles.pdfOf(LARGEST + 1));

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.body().path("limitBytes").asInt()).isEqualTo(LARGEST);
        assertThat(partner.get(attachments(request)).body()).hasSize(1);
    }

    @Test
    void a_body_that_is_stated_too_large_is_refused_before_it_is_sent() {
        String request = drafted();

        String status =
                RawHttp.firstLine(
                        RunningService.address(),
                        "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                                        .formatted(
                                                attachments(request),
                                                TestTokens.token(
                                                        "paula",
                                                        Map.of("institution", INSTITUTION),
                                                        Roles.PARTNER_DRAFTER))
                                + "Content-Type: multipart/form-data; boundary=x\r\n"
                                + "Content-Length: 2147483648\r\n\r\n--x\r\n");

        assertThat(status.strip()).isEqualTo("HTTP/1.1 413");
    }

    @Test
    void other_kinds_of_bodies_and_files_are_refused() {
        String request = drafted();

        assertThat(partner.post(attachments(request), "{}").status()).isEqualTo(415);
        Answer page = attach(request, "a.pdf", SampleFiles.ascii("<html><p>x"));
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body().at("/errors/0/pointer").asString()).isEqualTo("/file");
        assertThat(page.body().at("/errors/0/code").asString()).isEqualTo("type-not-accepted");
        assertThat(attach(request, "a.pdf", new byte[0]).body().at("/errors/0/code").asString())
                .isEqualTo("empty");
        assertThat(
                        attach(request, "a.pdf", SampleFiles.PDF, "status", "ACCEPTED")
                                .body()
                                .at("/errors/0/code")
                                .asString())
                .isEqualTo("unknown-field");
        assertThat(
                        partner.upload(
                                        "POST",
                                        attachments(request),
                                        SampleFiles.ascii("--seam-of-the-parts\r\nhalf"))
                                .status())
                .isEqualTo(400);
        assertThat(
                        partner.upload(
                                        "POST",
                                        attachments(request),
                                        SampleFiles.ascii("--seam-of-the-parts--\r\n"))
                                .body()
                                .at("/errors/0/code")
                                .asString())
                .isEqualTo("required");
        assertThat(partner.get(attachments(request)).body()).isEmpty();
    }

    @Test
    void a_repeated_attachment_is_answered_as_the_first() {
        String request = drafted();
        String id = UUID.randomUUID().toString();
        Answer first = attach(request, "a.pdf", SampleFiles.PDF, "id", id);

        Answer again = attach(request, "a.pdf", SampleFiles.PDF, "id", id);
        Answer other = attach(request, "a.pdf", SampleFiles.pdf(1), "id", id);

        assertThat(first.body().path("id").asString()).isEqualTo(id);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(other.problem()).isEqualTo("id-in-use");
        byte[] body = multipart("b.pdf", SampleFiles.PDF);
        Answer keyed =
                partner.upload("POST", attachments(request), body, "Idempotency-Key", "k-" + id);
        Answer replayed =
                partner.upload("POST", attachments(request), body, "Idempotency-Key", "k-" + id);
        assertThat(replayed.status()).isEqualTo(201);
        assertThat(replayed.body()).isEqualTo(keyed.body());
        assertThat(replayed.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(
                        partner.upload(
                                        "POST",
                                        attachments(request),
                                        multipart("b.pdf", SampleFiles.pdf(2)),
                                        "Idempotency-Key",
                                        "k-" + id)
                                .problem())
                .isEqualTo("idempotency-key-reused");
        assertThat(partner.get(attachments(request)).body()).hasSize(2);
    }

    @Test
    void a_request_has_thirty_attachments_at_most() {
        String request = drafted();
        for (int i = 0; i < 30; i++) {
            assertThat(attach(request, i + ".pdf", SampleFiles.PDF).status()).isEqualTo(201);
        }

        Answer refused = attach(request, "31.pdf", SampleFiles.PDF);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("too-many-documents");
        assertThat(refused.body().path("limit").asInt()).isEqualTo(30);
    }

    @Test
    @Rule("R16")
    void attachments_change_before_submission_and_after_a_return_only() {
        String request = drafted();
        String first = attach(request, "a.pdf", SampleFiles.PDF).header("Location");
        String second = attach(request, "b.pdf", SampleFiles.PDF).header("Location");
        Answer removed = partner.send("DELETE", second, null);
        assertThat(removed.status()).isEqualTo(200);
        assertThat(removed.body().path("id").asString()).isEqualTo(request);
        assertThat(partner.download("GET", second).statusCode()).isEqualTo(404);
        assertThat(partner.send("DELETE", second, null).status()).isEqualTo(404);
        done(partner, request, "submission", "{\"declaration\": true}");

        assertThat(attach(request, "c.pdf", SampleFiles.PDF).problem()).isEqualTo("wrong-state");
        assertThat(partner.send("DELETE", first, null).problem()).isEqualTo("wrong-state");

        done(coordinator(), request, "screening", "");
        done(
                coordinator(),
                request,
                "return",
                "{\"missing\": [\"mandate\"], \"reason\": \"the mandate is missing\"}");
        assertThat(partner.send("DELETE", first, null).status()).isEqualTo(200);
        assertThat(attach(request, "mandate.pdf", SampleFiles.PDF).status()).isEqualTo(201);
        done(partner, request, "resubmission", "{\"declaration\": true}");
        assertThat(
                        partner.get(at(request) + "/versions/1..2")
                                .body()
                                .path("changes")
                                .findValuesAsString("name"))
                .containsExactly("a.pdf", "mandate.pdf");
        assertThat(partner.download("GET", first).statusCode()).isEqualTo(200);
    }

    @Test
    void who_may_read_the_request_reads_its_attachments_and_nobody_else() {
        String request = drafted();
        String other = drafted();
        String file = attach(request, "a.pdf", SampleFiles.PDF).header("Location");
        String id = file.substring(file.lastIndexOf('/') + 1);
        Http stranger =
                person(
                        "strange",
                        Map.of("institution", UUID.randomUUID().toString()),
                        Roles.PARTNER_DRAFTER);

        assertThat(coordinator().download("GET", file).statusCode()).isEqualTo(200);
        assertThat(RunningService.delegation().download("GET", file).statusCode()).isEqualTo(404);
        assertThat(RunningService.http().download("GET", file).statusCode()).isEqualTo(401);
        Answer unknown = stranger.get(attachments(request) + "/" + UUID.randomUUID());
        for (Answer answer :
                List.of(
                        stranger.get(file),
                        stranger.get(attachments(request)),
                        stranger.get(attachments(other) + "/" + id),
                        stranger.send("DELETE", file, null),
                        stranger.upload(
                                "POST",
                                attachments(request),
                                multipart("x.pdf", SampleFiles.PDF)))) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body().path("detail")).isEqualTo(unknown.body().path("detail"));
        }
        assertThat(partner.download("GET", attachments(other) + "/" + id).statusCode())
                .isEqualTo(404);
        assertThat(coordinator().send("DELETE", file, null).status()).isEqualTo(403);
    }
}
