package org.socius.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socius.quickstart.issuer.DemoIdentity;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayNameGeneration(ReplaceUnderscores.class)
class IssuerTest {

    private static final String VERIFIER =
            "a-verifier-of-at-least-forty-three-characters-0123456789";
    private static final String CALLBACK = "http://127.0.0.1:9/callback";

    @TempDir private static Path directory;

    private static ConfigurableApplicationContext issuer;
    private static URI address;

    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @BeforeAll
    static void open() {
        issuer =
                Part.DEMO_ISSUER
                        .application()
                        .registerShutdownHook(false)
                        .run(
                                Part.DEMO_ISSUER.arguments(
                                        "--server.port=0",
                                        "--socius.issuer=http://localhost:8080",
                                        "--socius.issuer.key-file=" + directory.resolve("key.json"),
                                        "--socius.issuer.secret=demo"));
        address =
                URI.create(
                        "http://localhost:"
                                + issuer.getEnvironment().getProperty("local.server.port"));
    }

    @AfterAll
    static void close() {
        issuer.close();
    }

    @Test
    void every_identity_gets_a_token_that_says_who_it_is() throws Exception {
        for (DemoIdentity identity : DemoIdentity.all()) {
            HttpResponse<String> answer = credentials(identity.login(), "demo");

            assertThat(answer.statusCode()).as(identity.login()).isEqualTo(200);
            JWTClaimsSet claims = claims(answer);
            assertThat(claims.getSubject()).isEqualTo(identity.login());
            assertThat(claims.getIssuer()).isEqualTo("http://localhost:8080");
            assertThat(claims.getAudience()).containsExactly("socius-api");
            assertThat(claims.getStringListClaim("roles")).isEqualTo(identity.roles());
            assertThat(claims.getBooleanClaim("email_verified")).isTrue();
            assertThat(claims.getStringClaim("country")).isEqualTo(identity.country());
            assertThat(claims.getStringClaim("institution"))
                    .isEqualTo(
                            identity.institution() == null
                                    ? null
                                    : identity.institution().toString());
            assertThat(claims.getStringClaim("expert"))
                    .isEqualTo(identity.expert() == null ? null : identity.expert().toString());
            assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime())
                    .isEqualTo(600_000);
        }
    }

    @Test
    void a_wrong_secret_and_an_unknown_login_get_none() throws Exception {
        assertThat(credentials("coordinator", "wrong").statusCode()).isEqualTo(401);
        assertThat(credentials("somebody", "demo").statusCode()).isEqualTo(401);
    }

    @Test
    void a_person_signs_in_with_code_and_proof_of_the_asker() throws Exception {
        String challenge =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-256")
                                        .digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        String authorize =
                "/oauth2/authorize?response_type=code&client_id=socius-browser&scope=openid&redirect_uri="
                        + encoded(CALLBACK);

        HttpResponse<String> without = page(authorize);
        assertThat(location(without)).as("without a challenge").contains("error=invalid_request");

        String withProof = authorize + "&code_challenge_method=S256&code_challenge=" + challenge;
        assertThat(location(page(withProof))).endsWith("/login");
        HttpResponse<String> signedIn =
                form(
                        "/login",
                        "username=ipes&password=demo&_csrf="
                                + encoded(csrf(page("/login").body())));
        assertThat(location(signedIn)).contains("/oauth2/authorize").doesNotContain("error");
        String callback = location(page(withProof));
        assertThat(callback).startsWith(CALLBACK + "?code=");
        String code = callback.substring(callback.indexOf('=') + 1).replaceAll("&.*", "");

        String exchange =
                "grant_type=authorization_code&client_id=socius-browser&redirect_uri="
                        + encoded(CALLBACK)
                        + "&code="
                        + code;
        HttpResponse<String> answer =
                form("/oauth2/token", exchange + "&code_verifier=" + VERIFIER);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(claims(answer).getSubject()).isEqualTo("ipes");
        assertThat(claims(answer).getAudience()).containsExactly("socius-api");
        JWTClaimsSet idToken =
                SignedJWT.parse(json(answer).path("id_token").asString()).getJWTClaimsSet();
        assertThat(idToken.getAudience())
                .as("opens nothing at the API")
                .isEqualTo(List.of("socius-browser"));
        assertThat(form("/oauth2/token", exchange + "&code_verifier=" + VERIFIER).statusCode())
                .as("a code is good once")
                .isEqualTo(400);
    }

    private HttpResponse<String> credentials(String login, String secret) throws Exception {
        String basic =
                Base64.getEncoder()
                        .encodeToString((login + ":" + secret).getBytes(StandardCharsets.UTF_8));
        return browser.send(
                HttpRequest.newBuilder(address.resolve("/oauth2/token"))
                        .header("Authorization", "Basic " + basic)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> page(String path) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(address.resolve(path)).header("Accept", "text/html").build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> form(String path, String fields) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(fields))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private static String csrf(String page) {
        Matcher field =
                Pattern.compile("name=\"_csrf\" type=\"hidden\" value=\"([^\"]+)\"").matcher(page);
        assertThat(field.find()).isTrue();
        return field.group(1);
    }

    private static JWTClaimsSet claims(HttpResponse<String> answer) throws Exception {
        return SignedJWT.parse(json(answer).path("access_token").asString()).getJWTClaimsSet();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
