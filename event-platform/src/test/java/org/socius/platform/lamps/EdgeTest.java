package org.socius.platform.lamps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socius.platform.testing.Http;
import org.socius.platform.testing.Http.Answer;
import org.socius.platform.testing.RawHttp;
import org.socius.platform.testing.TestTokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every service refuses at its own port, whatever stands in front of it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class EdgeTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String LAMPS = "/api/v1/lamps";

    private static String base;
    private static String token;
    private static Http electrician;
    private static Http resident;

    @BeforeAll
    static void start() {
        base = RunningLamps.base();
        token = TestTokens.token("eve", "electrician");
        electrician = RunningLamps.as("eve", "electrician");
        resident = RunningLamps.as("rob", "resident");
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private static HttpResponse<String> post(byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request =
                request(LAMPS).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String bearer() {
        return "Host: localhost\r\nAuthorization: Bearer " + token + "\r\n";
    }

    private static String code(String body) {
        String type = JsonMapper.shared().readTree(body).path("type").asString("");
        return type.substring(type.lastIndexOf(':') + 1);
    }

    private static void tellsNothing(String answer) {
        assertThat(answer)
                .doesNotContainIgnoringCase(
                        "tomcat", "apache", "coyote", "<html", "exception", "\tat ", ".java:")
                .doesNotContain(LampService.SECRET, "inside:27017", "org.socius", "org.spring");
    }

    static Stream<String> unreadable() {
        return Stream.of(
                "NONSENSE\r\n\r\n",
                "GET /api/v1/lamps HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET /api/v1/lamps HTTP/1.1\r\n\r\n",
                "GET /api/v1/lamps HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /api/v1/lamps HTTP/1.1\r\nHost: a b/c\r\n\r\n",
                "GET /api/v1/lamps?room=<script> HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /api/v1/la mps HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /api/v1/lamps HTTP/1.1\r\nHost: localhost\r\nX-Long: "
                        + "x".repeat(20_000)
                        + "\r\n\r\n",
                "GET /api/v1/lamps/" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /api/v1/lamps HTTP/1.1\r\nHost: localhost\r\nBad Name: x\r\n\r\n",
                "GET /api/v1/lamps HTTP/1.1\r\nHost: localhost\r\nX-A: b\u0000c\r\n\r\n",
                "POST /api/v1/lamps HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
                "POST /api/v1/lamps HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n{}",
                "POST /api/v1/lamps HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n{}",
                "GET /api/v1/..%2flamps HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /api/v1/lamps;a=b/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /api//v1/lamps HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /api/v1/lamps/%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /api/v1/lamps/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /api/v1/lamps/%0d%0aX-A:b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void what_is_no_request_is_a_problem_document_and_nothing_more(String bytes) {
        String answer = RawHttp.exchange(base, bytes);

        assertThat(answer).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1 ");
        String[] parts = answer.split("\r\n\r\n", 2);
        assertThat(parts[0])
                .containsIgnoringCase("application/problem+json")
                .containsIgnoringCase("X-Request-Id: ")
                .doesNotContainIgnoringCase("\r\nServer:");
        assertThat(parts[1]).contains("urn:problem:lamp-service:malformed-request");
        tellsNothing(answer);
    }

    @Test
    void a_chunk_that_is_none_is_a_malformed_body() {
        String answer =
                RawHttp.exchange(
                        base,
                        "POST /api/v1/lamps HTTP/1.1\r\n"
                                + bearer()
                                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1 ");
        assertThat(answer).contains("application/problem+json");
        tellsNothing(answer);
    }

    @Test
    void a_length_beside_chunks_smuggles_no_second_request() {
        String answer =
                RawHttp.exchange(
                        base,
                        "POST /api/v1/lamps HTTP/1.1\r\n"
                                + bearer()
                                + "Content-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "0\r\n\r\nGET /api/v1/lamps HTTP/1.1\r\n"
                                + bearer()
                                + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 4").containsOnlyOnce("HTTP/1.1 ");
    }

    @Test
    void a_body_that_ends_before_its_length_is_malformed_and_one_that_goes_on_is_cut()
            throws Exception {
        String head =
                "POST /api/v1/lamps HTTP/1.1\r\n"
                        + bearer()
                        + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: ";
        String body = "{\"id\": \"cut\", \"room\": \"hall\"}";

        String longer = RawHttp.exchange(base, head + 5 + "\r\n\r\n" + body);

        assertThat(longer).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1 ");
        assertThat(longer).contains("urn:problem:lamp-service:malformed-body");
        assertThat(electrician.get(LAMPS + "/cut").status()).isEqualTo(404);
    }

    @Test
    void a_body_of_any_size_costs_no_memory_and_is_refused() {
        String megabytes = "x".repeat(10 << 20);
        System.gc();
        Runtime jvm = Runtime.getRuntime();
        long before = jvm.totalMemory() - jvm.freeMemory();

        String stated =
                RawHttp.exchange(
                        base,
                        "POST /api/v1/lamps HTTP/1.1\r\n"
                                + bearer()
                                + "Content-Type: application/json\r\nContent-Length: "
                                + megabytes.length()
                                + "\r\n\r\n"
                                + megabytes);
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        String counted =
                RawHttp.exchange(
                        base,
                        "POST /api/v1/lamps HTTP/1.1\r\n"
                                + bearer()
                                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + chunk.repeat(60)
                                + "0\r\n\r\n");

        assertThat(stated).startsWith("HTTP/1.1 413").contains(":too-large");
        assertThat(counted).startsWith("HTTP/1.1 413").contains(":too-large");
        await().untilAsserted(
                        () -> {
                            System.gc();
                            assertThat(jvm.totalMemory() - jvm.freeMemory() - before)
                                    .isLessThan(20 << 20);
                        });
    }

    @Test
    void a_compressed_body_is_not_unpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[8 << 20]);
        }

        HttpResponse<String> answer = post(packed.toByteArray(), "Content-Encoding", "gzip");

        assertThat(answer.statusCode()).isIn(400, 415);
        tellsNothing(answer.body());
    }

    static Stream<byte[]> malformed() {
        String keys =
                IntStream.range(0, 60_000)
                        .mapToObj(i -> "\"k" + i + "\":1")
                        .collect(java.util.stream.Collectors.joining(",", "{", ",\"k1\":2}"));
        return Stream.of(
                        "[".repeat(100_000),
                        "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000),
                        keys,
                        "{\"room\": " + "9".repeat(1_000) + "}",
                        "{\"room\": 1e" + "9".repeat(1_000) + "}",
                        "{\"room\": \"a\", \"room\": \"b\"}",
                        "{\"room\": \"a\u0000b\"}",
                        "{\"room\": \"a\\ud800\"}",
                        "{\"\\udc00\": \"a\"}",
                        "{\"room\": \"a\"",
                        "{\"room\": \"a\"} {}",
                        "{room: 'a'}",
                        "[]",
                        "\"text\"",
                        "null")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void json_that_is_an_attack_is_refused_at_once(byte[] body) throws Exception {
        HttpResponse<String> answer = post(body);
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long begin = System.nanoTime();
            post(body);
            fastest = Math.min(fastest, System.nanoTime() - begin);
        }

        assertThat(answer.statusCode()).as("malformed, or over a limit").isIn(400, 422);
        assertThat(code(answer.body())).isNotEmpty();
        assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(100));
        tellsNothing(answer.body());
    }

    @Test
    void bytes_that_are_no_utf_8_are_malformed() throws Exception {
        byte[] body = "{\"room\": \"a?\"}".getBytes(StandardCharsets.UTF_8);
        body[11] = (byte) 0xC3;

        assertThat(post(body).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"room\": {\"$ne\": null}}",
                "{\"room\": {\"$gt\": \"\"}}",
                "{\"id\": {\"$regex\": \".*\"}, \"room\": \"hall\"}",
                "{\"$where\": \"sleep(1000)\", \"room\": \"hall\"}",
                "{\"room.name\": \"hall\", \"room\": \"hall\"}"
            })
    void operators_of_the_store_are_wrong_fields(String body) {
        Answer answer = electrician.post(LAMPS, body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("invalid-fields");
    }

    @Test
    void operators_of_the_store_in_a_query_are_text_that_nothing_matches() {
        electrician.post(LAMPS, "{\"id\": \"p1\", \"room\": \"parlour\"}");
        await().untilAsserted(() -> assertThat(found("parlour")).isEqualTo(1));

        for (String text :
                List.of(
                        "%7B%22%24ne%22%3Anull%7D",
                        ".*", "%24where", "%24regex", "parlour%00", "%7B%7D")) {
            Answer answer = resident.get(LAMPS + "?room=" + text);
            assertThat(answer.status()).as(text).isIn(200, 400);
            assertThat(answer.body().path("totalItems").asInt(0)).as(text).isZero();
        }
        for (String name : List.of("room%5B%24ne%5D", "%24where", "room.name", "room%5B%5D")) {
            Answer answer = resident.get(LAMPS + "?" + name + "=x");
            assertThat(answer.status()).as(name).isEqualTo(400);
            assertThat(answer.problem()).as(name).isEqualTo("unknown-parameter");
        }
        assertThat(resident.get(LAMPS + "/%24ne").status()).isEqualTo(404);
    }

    private static int found(String room) {
        return resident.get(LAMPS + "?room=" + room).body().path("totalItems").asInt();
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "status", "version", "commandId", "actor", "recordedAt", "owner"})
    void nobody_sets_what_is_not_asked_for(String field) {
        Answer answer =
                electrician.post(
                        LAMPS, "{\"id\": \"m1\", \"room\": \"hall\", \"" + field + "\": true}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().at("/errors/0/pointer").asString()).isEqualTo("/" + field);
        assertThat(electrician.get(LAMPS + "/m1").status()).isEqualTo(404);
    }

    @Test
    void the_key_of_another_user_neither_shows_nor_stops_anything() {
        electrician.post(LAMPS, "{\"id\": \"k9\", \"room\": \"hall\"}", "Idempotency-Key", "key-9");
        Http other = RunningLamps.as("ed", "electrician");

        Answer answer =
                other.post(
                        LAMPS,
                        "{\"id\": \"k10\", \"room\": \"attic\"}",
                        "Idempotency-Key",
                        "key-9");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Idempotency-Replayed")).isEmpty();
        assertThat(answer.header("Location")).isEqualTo(LAMPS + "/k10");
        assertThat(answer.body().path("room").asString()).isEqualTo("attic");
    }

    @ParameterizedTest
    @CsvSource({
        "Idempotency-Key, a b, malformed-header",
        "Idempotency-Key, é, malformed-header",
        "If-Match, 7, malformed-header",
        "If-Match, W/\"0\", malformed-header",
        "If-Match, \"x\", malformed-header",
        "If-Match, '\"0\", \"1\"', malformed-header"
    })
    void headers_that_cannot_be_read_are_refused(String header, String value, String problem) {
        electrician.post(LAMPS, "{\"id\": \"h1\", \"room\": \"hall\"}");
        String answer =
                RawHttp.exchange(
                        base,
                        "POST /api/v1/lamps/h1/switch HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                + TestTokens.token("rob", "resident")
                                + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 12\r\n"
                                + header
                                + ": "
                                + value
                                + "\r\n\r\n{\"on\": true}");

        assertThat(answer).startsWith("HTTP/1.1 400").contains(":" + problem);
        assertThat(resident.get(LAMPS + "/h1").header("ETag")).isEqualTo("\"0\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "image/png"})
    void an_answer_in_a_format_that_is_not_there_is_refused_as_json(String format) {
        electrician.post(LAMPS, "{\"id\": \"f1\", \"room\": \"hall\"}");

        Answer answer = resident.send("GET", LAMPS + "/f1", null, "Accept", format);

        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.problem()).isEqualTo("not-acceptable");
        Answer refusal = resident.send("GET", LAMPS + "/nobody", null, "Accept", format);
        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.problem()).isEqualTo("not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /api/v1/lamps, 405, method-not-allowed",
        "PATCH, /api/v1/lamps, 405, method-not-allowed",
        "TRACE, /api/v1/lamps, 405, method-not-allowed",
        "GET, /api/v1/lamps/, 404, not-found",
        "GET, /api/v1/lamps/x/nothing, 404, not-found",
        "GET, /api/v1/lamps?page=-1, 400, invalid-parameter",
        "GET, /api/v1/lamps?page=x, 400, invalid-parameter",
        "GET, /api/v1/lamps?size=0, 400, invalid-parameter",
        "GET, /api/v1/lamps?size=201, 400, invalid-parameter",
        "GET, /api/v1/lamps?sort=secret, 400, invalid-parameter",
        "GET, /api/v1/lamps?nothing=1, 400, unknown-parameter",
        "GET, /api/v1/nothing, 404, not-found",
        "GET, /error, 404, not-found"
    })
    void what_is_not_offered_is_refused_with_a_problem(
            String method, String path, int status, String problem) {
        String raw =
                RawHttp.exchange(
                        base,
                        method
                                + " "
                                + path
                                + " HTTP/1.1\r\n"
                                + bearer()
                                + "Connection: close\r\n\r\n");

        assertThat(raw).startsWith("HTTP/1.1 " + status).contains(":" + problem);
        tellsNothing(raw);
    }

    @Test
    void the_largest_page_is_offered() {
        assertThat(resident.get(LAMPS + "?size=200").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/lamps/faulty",
        "POST, /api/v1/lamps/faulty/switch",
        "POST, /api/v1/lamps",
        "GET, /api/v1/faulty-filter"
    })
    void a_fault_shows_its_request_id_and_nothing_else(String method, String path) {
        String body = method.equals("GET") ? null : "{\"id\": \"f-1\", \"room\": \"faulty\"}";

        Answer answer = electrician.send(method, path, body);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.problem()).isEqualTo("fault");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.body().path("instance").asString())
                .isNotEmpty()
                .isEqualTo(answer.header("X-Request-Id"));
        assertThat(answer.body().propertyNames())
                .isSubsetOf("type", "title", "status", "detail", "instance", "remedy");
        tellsNothing(answer.response().body());
    }

    @Test
    void what_a_client_says_of_its_request_id_is_believed_only_if_it_is_one() {
        Answer plain = resident.send("GET", LAMPS, null, "X-Request-Id", "0123456789-abc");
        Answer odd = resident.send("GET", LAMPS, null, "X-Request-Id", "x".repeat(1_000));

        assertThat(plain.header("X-Request-Id")).isEqualTo("0123456789-abc");
        assertThat(odd.header("X-Request-Id")).hasSizeLessThan(65).doesNotContain("xxx");
    }

    @Test
    void tokens_that_name_unknown_keys_do_not_make_the_service_ask_each_time() {
        int before = TestTokens.timesAsked();
        for (int i = 0; i < 30; i++) {
            Answer answer =
                    Http.at(base).as(TestTokens.signedUnder("unknown-" + i, claims())).get(LAMPS);
            assertThat(answer.status()).isEqualTo(401);
        }

        assertThat(TestTokens.timesAsked() - before).isLessThanOrEqualTo(3);
        assertThat(resident.get(LAMPS).status()).isEqualTo(200);
    }

    private static JWTClaimsSet claims() {
        return new JWTClaimsSet.Builder()
                .issuer(TestTokens.ISSUER)
                .audience(TestTokens.AUDIENCE)
                .subject("rob")
                .claim("roles", List.of("resident"))
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .build();
    }

    @Test
    void the_description_of_the_api_says_what_commands_take_and_who_gives_them() {
        JsonNode document = resident.get("/v3/api-docs").body();
        JsonNode install = document.at("/paths/~1api~1v1~1lamps/post");
        JsonNode change = document.at("/paths/~1api~1v1~1lamps~1{id}~1switch/post");

        assertThat(install.at("/x-roles/0").asString()).isEqualTo("electrician");
        JsonNode body = install.at("/requestBody/content/application~1json/schema/allOf");
        assertThat(body.at("/0/$ref").asString()).isEqualTo("#/components/schemas/InstallBody");
        JsonNode fields = document.at("/components/schemas/InstallBody");
        assertThat(fields.at("/properties/room/maxLength").asInt()).isEqualTo(20);
        assertThat(fields.path("required").toString()).isEqualTo("[\"room\"]");
        assertThat(
                        document.at("/components/schemas/CommandFrame/properties/reason")
                                .isMissingNode())
                .isFalse();
        assertThat(install.path("responses").propertyNames())
                .contains("201", "400", "403", "409", "422", "503")
                .doesNotContain("200");
        assertThat(change.path("responses").propertyNames()).contains("200", "404", "412");
        assertThat(
                        change.at("/responses/409/content/application~1problem+json/schema/$ref")
                                .asString())
                .isEqualTo("#/components/schemas/Problem");
    }

    @Test
    void the_description_of_the_api_says_what_lists_read_from_the_address() {
        JsonNode list =
                resident.get("/v3/api-docs").body().at("/paths/~1api~1v1~1lamps/get/parameters");

        assertThat(list.findValuesAsString("name")).containsExactly("room", "page", "size", "sort");
        assertThat(list.at("/2/schema/maximum").asInt()).isEqualTo(200);
        assertThat(list.at("/3/schema/enum").toString()).isEqualTo("[\"room,asc\",\"room,desc\"]");
    }
}
