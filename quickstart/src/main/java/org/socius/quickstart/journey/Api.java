package org.socius.quickstart.journey;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.socius.quickstart.CannotStart;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A client of the API like any other: it knows the gateway's address and the logins, nothing of
 * what is behind. It waits and asks again where the API says {@code Retry-After}.
 */
public final class Api {

    /** Longest patience with an effect that has not arrived yet or a service that restarts. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A token is renewed this long before it ends. */
    private static final Duration MARGIN = Duration.ofSeconds(60);

    /** Maps have another order in every JVM; a repeated command has to be the same to the byte. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private final URI gateway;
    private final String secret;
    private final InstantSource machine;
    private final Duration patience;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    /**
     * @param gateway base address
     * @param secret of all logins
     * @param machine for the life of tokens
     */
    public Api(String gateway, String secret, InstantSource machine) {
        this(gateway, secret, machine, PATIENCE);
    }

    /**
     * @param gateway base address
     * @param secret of all logins
     * @param machine for the life of tokens
     * @param patience how long to ask again where the answer asks for it; zero asks once
     */
    public Api(String gateway, String secret, InstantSource machine, Duration patience) {
        this.gateway = URI.create(gateway);
        this.secret = secret;
        this.machine = machine;
        this.patience = patience;
    }

    /**
     * What came back.
     *
     * @param location of a created resource, else null
     * @param body a missing node where there was none or it was not JSON
     */
    public record Answer(
            int status, @Nullable String location, @Nullable String entityTag, JsonNode body) {

        /** The code of the problem document, without its prefix; empty if the answer is none. */
        public String problem() {
            String type = body.path("type").asString("");
            return type.substring(type.lastIndexOf(':') + 1);
        }

        /** The text of a member; the answer without it is not what the contract says. */
        public String text(String member) {
            JsonNode value = body.path(member);
            if (value.isMissingNode() || value.isNull()) {
                throw new Unexpected("the answer has no \"" + member + "\": " + body);
            }
            return value.asString();
        }
    }

    /** An answer that the contract does not allow here. */
    public static final class Unexpected extends RuntimeException {

        private static final long serialVersionUID = 1;

        Unexpected(String what) {
            super(what);
        }

        Unexpected(String what, Throwable cause) {
            super(what, cause);
        }
    }

    /** Whether every part says that it works. */
    public boolean isUp() {
        try {
            return exchange(request("/api/v1/status").GET().build()).status() == 200;
        } catch (Unexpected silent) {
            return false;
        }
    }

    /** Asks without a token. */
    public Answer get(String path) {
        return patiently(() -> request(path).GET().build());
    }

    /** Asks as this login. */
    public Answer get(String login, String path) {
        return patiently(() -> as(login, path).GET().build());
    }

    /** Sends a command as this login; the same key makes its repetition harmless. */
    public Answer post(String login, String path, String key, Object body) {
        return patiently(
                () ->
                        json(as(login, path))
                                .header("Idempotency-Key", key)
                                .POST(bytes(body))
                                .build());
    }

    /** Sends a command as this login; the same key makes its repetition harmless. */
    public Answer put(String login, String path, String key, Object body) {
        return patiently(
                () ->
                        json(as(login, path))
                                .header("Idempotency-Key", key)
                                .PUT(bytes(body))
                                .build());
    }

    private static HttpRequest.Builder json(HttpRequest.Builder request) {
        return request.header("Content-Type", "application/json");
    }

    private static HttpRequest.BodyPublisher bytes(Object body) {
        return HttpRequest.BodyPublishers.ofString(
                body instanceof String text ? text : JSON.writeValueAsString(body));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.resolve(path)).timeout(Duration.ofSeconds(30));
    }

    private HttpRequest.Builder as(String login, String path) {
        return request(path).header("Authorization", "Bearer " + token(login));
    }

    /** The access token of this login, renewed in time. */
    public String token(String login) {
        return tokens.compute(
                        login,
                        (_, known) ->
                                known != null && known.until.isAfter(machine.instant())
                                        ? known
                                        : fresh(login))
                .value;
    }

    private Token fresh(String login) {
        String basic =
                Base64.getEncoder()
                        .encodeToString((login + ":" + secret).getBytes(StandardCharsets.UTF_8));
        Answer answer =
                patiently(
                        () ->
                                request("/oauth2/token")
                                        .header("Authorization", "Basic " + basic)
                                        .header("Content-Type", "application/x-www-form-urlencoded")
                                        .POST(
                                                HttpRequest.BodyPublishers.ofString(
                                                        "grant_type=client_credentials"))
                                        .build());
        if (answer.status() != 200) {
            throw new Unexpected(
                    "no token for " + login + ": " + answer.status() + " " + answer.body());
        }
        Duration life = Duration.ofSeconds(answer.body().path("expires_in").asLong(0));
        return new Token(answer.text("access_token"), machine.instant().plus(life).minus(MARGIN));
    }

    private Answer patiently(Supplier<HttpRequest> request) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Outcome outcome = attempt(request.get());
            if (outcome.again.isEmpty() || System.nanoTime() >= end) {
                return outcome.answer.orElseThrow(() -> outcome.failure);
            }
            pause(outcome.again.get());
        }
    }

    private Outcome attempt(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            Optional<Duration> wait =
                    response.headers()
                            .firstValue("Retry-After")
                            .filter(_ -> response.statusCode() >= 400)
                            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
            return new Outcome(wait, Optional.of(answer(response)), null);
        } catch (IOException broken) {
            return new Outcome(
                    Optional.of(Duration.ofSeconds(1)),
                    Optional.empty(),
                    new Unexpected(
                            "no answer to "
                                    + request.method()
                                    + " "
                                    + request.uri()
                                    + ": "
                                    + broken,
                            broken));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CannotStart("Stopped while waiting for an answer.", stopped);
        }
    }

    private Answer exchange(HttpRequest request) {
        Outcome outcome = attempt(request);
        return outcome.answer.orElseThrow(() -> outcome.failure);
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Location").orElse(null),
                response.headers().firstValue("ETag").orElse(null),
                tree(response.body()));
    }

    private static JsonNode tree(String body) {
        try {
            return body.isBlank() ? JsonNodeFactory.instance.missingNode() : JSON.readTree(body);
        } catch (JacksonException notJson) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    /** Escapes a value for a query. */
    public static String escaped(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    static void pause(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CannotStart("Stopped while waiting.", stopped);
        }
    }

    private record Token(String value, Instant until) {}

    /**
     * An attempt; {@code again}: how long to wait before the next one, if the answer asks for one.
     */
    private record Outcome(
            Optional<Duration> again, Optional<Answer> answer, @Nullable Unexpected failure) {}
}
