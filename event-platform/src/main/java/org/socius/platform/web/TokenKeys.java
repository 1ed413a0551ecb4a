package org.socius.platform.web;

import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * The check of bearer tokens: agreed algorithms, one issuer, one audience, in time. Keys come from
 * the configured address only; whatever key ids tokens name, that address is asked at most twice in
 * ten seconds, so a new key of the issuer is known after that time at the latest. A token that
 * cannot be checked is refused like a bad one; keys once fetched outlive a silent issuer for an
 * hour.
 */
public final class TokenKeys {

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration WAIT_FOR_KEYS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(10);
    private static final Duration KEPT_IN_AN_OUTAGE = Duration.ofHours(1);

    /** An issuer that has just started, on a busy machine, needs this long. */
    private static final int ANSWER_WITHIN_MILLIS = 5_000;

    private static final int MOST_BYTES = 64 << 10;

    private TokenKeys() {}

    /**
     * The check with the keys at an address.
     *
     * @param algorithms the agreed ones; a token that names another is refused
     */
    public static JwtDecoder at(
            String address, String issuer, String audience, Set<SignatureAlgorithm> algorithms) {
        NimbusJwtDecoder decoder =
                NimbusJwtDecoder.withJwkSource(
                                JWKSourceBuilder.<SecurityContext>create(
                                                url(address),
                                                new DefaultResourceRetriever(
                                                        ANSWER_WITHIN_MILLIS,
                                                        ANSWER_WITHIN_MILLIS,
                                                        MOST_BYTES))
                                        .cache(KEPT.toMillis(), WAIT_FOR_KEYS.toMillis())
                                        .refreshAheadCache(false)
                                        .rateLimited(BETWEEN_QUESTIONS.toMillis())
                                        .outageTolerant(KEPT_IN_AN_OUTAGE.toMillis())
                                        .build())
                        .jwsAlgorithms(agreed -> agreed.addAll(algorithms))
                        .build();
        decoder.setJwtValidator(
                new DelegatingOAuth2TokenValidator<>(
                        new JwtTimestampValidator(CLOCK_SKEW),
                        new JwtIssuerValidator(issuer),
                        new JwtClaimValidator<List<String>>(
                                "aud", aud -> aud != null && aud.contains(audience)),
                        new JwtClaimValidator<>("sub", sub -> sub != null)));
        return token -> {
            try {
                return decoder.decode(token);
            } catch (BadJwtException bad) {
                throw bad;
            } catch (JwtException unchecked) {
                throw new BadJwtException("The token cannot be checked", unchecked);
            }
        };
    }

    private static java.net.URL url(String address) {
        try {
            return URI.create(address).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("Not an address of keys: " + address, e);
        }
    }
}
