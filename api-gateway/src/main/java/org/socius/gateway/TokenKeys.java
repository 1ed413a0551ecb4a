package org.socius.gateway;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * The issuer's keys: from the configured address, or from where the issuer says they are. Whatever
 * key ids tokens name, the issuer is asked at most twice in ten seconds; keys once fetched outlive
 * a silent issuer for an hour.
 */
final class TokenKeys implements JWKSetSource<SecurityContext> {

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration WAIT_FOR_KEYS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(10);
    private static final Duration KEPT_IN_AN_OUTAGE = Duration.ofHours(1);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final String issuer;
    private final String address;
    private final RestClient client;

    private TokenKeys(String issuer, String address) {
        this.issuer = issuer;
        this.address = address;
        SimpleClientHttpRequestFactory calls = new SimpleClientHttpRequestFactory();
        calls.setConnectTimeout(ANSWER_WITHIN);
        calls.setReadTimeout(ANSWER_WITHIN);
        this.client = RestClient.builder().requestFactory(calls).build();
    }

    /**
     * @param address of the keys; empty to ask the issuer's discovery document for it
     */
    static JWKSource<SecurityContext> of(String issuer, String address) {
        return JWKSourceBuilder.create(new TokenKeys(issuer, address))
                .cache(KEPT.toMillis(), WAIT_FOR_KEYS.toMillis())
                .refreshAheadCache(false)
                .rateLimited(BETWEEN_QUESTIONS.toMillis())
                .outageTolerant(KEPT_IN_AN_OUTAGE.toMillis())
                .build();
    }

    @Override
    public JWKSet getJWKSet(
            JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
            throws KeySourceException {
        try {
            return JWKSet.parse(read(address.isEmpty() ? discovered() : address));
        } catch (RestClientException | java.text.ParseException failure) {
            throw new JWKSetRetrievalException("The keys cannot be fetched", failure);
        }
    }

    private String discovered() {
        Map<?, ?> document =
                client.get()
                        .uri(issuer.replaceAll("/$", "") + "/.well-known/openid-configuration")
                        .retrieve()
                        .body(Map.class);
        if (document == null || !(document.get("jwks_uri") instanceof String keys)) {
            throw new RestClientException("The issuer does not say where its keys are");
        }
        return keys;
    }

    private String read(String from) {
        String keys = client.get().uri(java.net.URI.create(from)).retrieve().body(String.class);
        return keys == null ? "" : keys;
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
