package org.socius.platform.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider for tests: signs tokens and serves its keys on loopback. */
public final class TestTokens {

    public static final String ISSUER = "http://issuer.test";
    public static final String AUDIENCE = "socius-api";

    private static final TestTokens SHARED = new TestTokens();

    private final RSAKey key;
    private final AtomicInteger asked = new AtomicInteger();
    private final String keysAddress;

    private TestTokens() {
        try {
            key = new RSAKeyGenerator(2048).keyID("test").generate();
            byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(
                    "/keys",
                    exchange -> {
                        asked.incrementAndGet();
                        exchange.getResponseHeaders().set("Content-Type", "application/json");
                        exchange.sendResponseHeaders(200, keys.length);
                        exchange.getResponseBody().write(keys);
                        exchange.close();
                    });
            server.start();
            keysAddress = "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Arguments that make a service trust these tokens. */
    public static List<String> serviceArguments() {
        return List.of(
                "--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + ISSUER,
                "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=" + SHARED.keysAddress,
                "--socius.audience=" + AUDIENCE);
    }

    /** A valid token of somebody with these roles. */
    public static String token(String subject, String... roles) {
        return token(subject, Map.of(), roles);
    }

    /** A valid token with further claims, such as {@code institution} or {@code expert}. */
    public static String token(String subject, Map<String, Object> claims, String... roles) {
        Instant now = Instant.now();
        JWTClaimsSet.Builder set =
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(AUDIENCE)
                        .subject(subject)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(600)))
                        .claim("roles", Arrays.asList(roles))
                        .claim("name", subject)
                        .claim("email_verified", true);
        claims.forEach(set::claim);
        return signed(set.build());
    }

    /** How often the keys were fetched, by all services of this JVM. */
    public static int timesAsked() {
        return SHARED.asked.get();
    }

    /** Any claims at all, signed with the trusted key. */
    public static String signed(JWTClaimsSet claims) {
        return signedUnder("test", claims);
    }

    /** Any claims, signed with the trusted key but naming another. */
    public static String signedUnder(String keyId, JWTClaimsSet claims) {
        try {
            SignedJWT token =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.RS256)
                                    .keyID(keyId)
                                    .type(JOSEObjectType.JWT)
                                    .build(),
                            claims);
            token.sign(new RSASSASigner(SHARED.key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
