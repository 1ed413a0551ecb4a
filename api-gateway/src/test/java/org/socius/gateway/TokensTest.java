package org.socius.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TokensTest {

    private static final RSAKey FOREIGN = Stage.key("right");

    private static Stage stage;

    @BeforeAll
    static void open() {
        stage = new Stage("--socius.gateway.per-address.burst=1000");
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void a_token_of_the_issuer_for_our_audience_opens_the_door() throws Exception {
        assertThat(answer(Stage.token(good().build()))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE"})
    void an_unsigned_token_is_refused(String algorithm) throws Exception {
        String header = base64("{\"alg\":\"" + algorithm + "\",\"kid\":\"right\"}");
        String claims = base64(good().build().toString());

        refused(header + "." + claims + ".");
        refused(header + "." + claims + ".AAAA");
    }

    @Test
    void a_token_signed_with_the_public_key_as_shared_secret_is_refused() throws Exception {
        for (byte[] secret :
                List.of(
                        Stage.KEY.toRSAPublicKey().getEncoded(),
                        Stage.KEY.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))) {
            SignedJWT token =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("right").build(),
                            good().build());
            token.sign(new MACSigner(secret));

            refused(token.serialize());
        }
    }

    @Test
    void tokens_are_signed_by_one_of_the_agreed_algorithms() throws Exception {
        assertThat(
                        answer(
                                Stage.token(
                                        new JWSHeader.Builder(JWSAlgorithm.PS256)
                                                .keyID("right")
                                                .build(),
                                        good().build(),
                                        Stage.KEY)))
                .isEqualTo(200);
        refused(
                Stage.token(
                        new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("right").build(),
                        good().build(),
                        Stage.KEY));
    }

    @Test
    void a_token_of_a_foreign_key_is_refused_even_under_our_key_id() throws Exception {
        refused(
                Stage.token(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("right").build(),
                        good().build(),
                        FOREIGN));
    }

    @Test
    void keys_that_a_token_brings_or_points_to_are_neither_used_nor_fetched() throws Exception {
        AtomicInteger fetched = new AtomicInteger();
        HttpServer foreign =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        foreign.createContext(
                "/",
                exchange -> {
                    fetched.incrementAndGet();
                    exchange.sendResponseHeaders(404, -1);
                });
        foreign.start();
        URI keys = URI.create("http://127.0.0.1:" + foreign.getAddress().getPort() + "/keys");
        try {
            refused(
                    Stage.token(
                            new JWSHeader.Builder(JWSAlgorithm.RS256)
                                    .jwk(FOREIGN.toPublicJWK())
                                    .build(),
                            good().build(),
                            FOREIGN));
            refused(
                    Stage.token(
                            new JWSHeader.Builder(JWSAlgorithm.RS256)
                                    .keyID("right")
                                    .jwkURL(keys)
                                    .build(),
                            good().build(),
                            FOREIGN));
            refused(
                    Stage.token(
                            new JWSHeader.Builder(JWSAlgorithm.RS256).x509CertURL(keys).build(),
                            good().build(),
                            FOREIGN));
        } finally {
            foreign.stop(0);
        }
        assertThat(fetched).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../dev/null", "' OR 1=1 --", "http://127.0.0.1/keys", "long"})
    void odd_key_ids_are_refused(String id) throws Exception {
        String kid = id.equals("long") ? "k".repeat(5_000) : id;

        refused(
                Stage.token(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(kid).build(),
                        good().build(),
                        FOREIGN));
    }

    @Test
    void whatever_keys_tokens_name_the_issuer_is_hardly_asked() throws Exception {
        int before = stage.keysFetched();
        for (int i = 0; i < 30; i++) {
            refused(
                    Stage.token(
                            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("new-" + i).build(),
                            good().build(),
                            FOREIGN));
        }

        assertThat(stage.keysFetched() - before).isLessThanOrEqualTo(2);
        assertThat(answer(Stage.token(good().build()))).isEqualTo(200);
    }

    @Test
    void an_expired_token_is_refused_and_one_within_the_skew_is_not() throws Exception {
        refused(Stage.token(expired(120)));
        assertThat(answer(Stage.token(expired(20)))).isEqualTo(200);
    }

    @Test
    void a_token_of_tomorrow_is_refused() throws Exception {
        refused(
                Stage.token(
                        good().notBeforeTime(Date.from(Instant.now().plusSeconds(600))).build()));
    }

    @Test
    void another_issuer_is_refused() throws Exception {
        refused(Stage.token(good().issuer("http://issuer.example.evil").build()));
        refused(Stage.token(good().issuer(null).build()));
    }

    @Test
    void another_audience_and_none_are_refused() throws Exception {
        refused(Stage.token(good().audience("socius-browser").build()));
        refused(Stage.token(good().audience((String) null).build()));
        assertThat(answer(Stage.token(good().audience(List.of("other", "socius-api")).build())))
                .isEqualTo(200);
    }

    @Test
    void a_token_without_a_subject_is_refused() throws Exception {
        refused(Stage.token(good().subject(null).build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b", "a.b.c", "a.b.c.d", "....", "e30.e30.e30"})
    void what_is_no_token_is_refused(String text) throws Exception {
        refused(text);
    }

    @Test
    void without_a_token_only_what_is_public_is_open() throws Exception {
        for (String open :
                List.of(
                        "catalogue/actions",
                        "reports/overview",
                        "reports/actions-by-theme/records",
                        "reports/sdg",
                        "calls?status=OPEN",
                        "calls/1",
                        "open-data/actions.json",
                        "openapi",
                        "status")) {
            assertThat(stage.send(stage.request("/api/v1/" + open)).statusCode())
                    .as(open)
                    .isEqualTo(200);
            assertThat(stage.send(stage.request("/api/v1/" + open).HEAD()).statusCode())
                    .as("HEAD " + open)
                    .isEqualTo(200);
        }
        for (String closed :
                List.of(
                        "requests",
                        "reports/satisfaction",
                        "reports/markers",
                        "reports/overview/secret",
                        "calls/1/applications",
                        "experts",
                        "me",
                        "feed",
                        "demo/clock")) {
            RoutesTest.problem(
                    stage.send(stage.request("/api/v1/" + closed)), 401, "unauthenticated");
        }
        RoutesTest.problem(
                stage.send(
                        stage.request("/api/v1/catalogue/actions")
                                .header("Content-Type", "application/json")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}"))),
                401,
                "unauthenticated");
    }

    @Test
    void a_bad_token_does_not_open_what_is_public_either() throws Exception {
        var response =
                stage.send(stage.request("/api/v1/status").header("Authorization", "Bearer x.y.z"));

        RoutesTest.problem(response, 401, "unauthenticated");
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }

    private static JWTClaimsSet.Builder good() {
        return Stage.claims("somebody", "coordinator");
    }

    private static JWTClaimsSet expired(int secondsAgo) {
        Instant end = Instant.now().minusSeconds(secondsAgo);
        return good().issueTime(Date.from(end.minusSeconds(600)))
                .expirationTime(Date.from(end))
                .build();
    }

    private static int answer(String token) throws Exception {
        return stage.send(stage.request("/api/v1/me").header("Authorization", "Bearer " + token))
                .statusCode();
    }

    private static void refused(String token) throws Exception {
        RoutesTest.problem(
                stage.send(stage.request("/api/v1/me").header("Authorization", "Bearer " + token)),
                401,
                "unauthenticated");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
