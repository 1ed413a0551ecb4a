package org.socius.platform.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** A plain HTTP client for tests: what any client of the API could do. */
public final class Http {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final String SEAM = "seam-of-the-parts";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String base;
    private final @Nullable String token;

    private Http(String base, @Nullable String token) {
        this.base = base;
        this.token = token;
    }

    /** A client without a token. */
    public static Http at(String base) {
        return new Http(base, null);
    }

    /** The same client with a bearer token. */
    public Http as(String bearer) {
        return new Http(base, bearer);
    }

    /** An answer. {@code body} is a missing node where the answer has none or is not JSON. */
    public record Answer(int status, JsonNode body, HttpResponse<String> response) {

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** Last part of a problem's type, empty if the answer is no problem. */
        public String problem() {
            String type = body.path("type").asString("");
            return type.substring(type.lastIndexOf(':') + 1);
        }
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    /**
     * @param headers name, value, name, value …
     */
    public Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    public Answer put(String path, String body, String... headers) {
        return send("PUT", path, body, headers);
    }

    /** A multipart body; {@link #multipart} makes one. */
    public Answer upload(String method, String path, byte[] body, String... headers) {
        return send(
                method,
                path,
                HttpRequest.BodyPublishers.ofByteArray(body),
                "multipart/form-data; boundary=" + SEAM,
                headers);
    }

    /**
     * A multipart body with one file, after the fields.
     *
     * @param fields name, value, name, value …
     */
    public static byte[] multipart(String fileName, byte[] content, String... fields) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i + 1 < fields.length; i += 2) {
            body.writeBytes(
                    ("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                                    .formatted(SEAM, fields[i], fields[i + 1]))
                            .getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(
                ("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
                                        .formatted(SEAM, fileName)
                                + "Content-Type: text/html\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes(("\r\n--" + SEAM + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    /** What lies at an address, as it is. */
    public HttpResponse<byte[]> download(String method, String path, String... headers) {
        HttpRequest.Builder request =
                request(path).method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i + 1 < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    public Answer send(String method, String path, @Nullable String body, String... headers) {
        return send(
                method,
                path,
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body),
                body == null ? null : "application/json",
                headers);
    }

    private Answer send(
            String method,
            String path,
            HttpRequest.BodyPublisher body,
            @Nullable String type,
            String... headers) {
        HttpRequest.Builder request = request(path).method(method, body);
        if (type != null) {
            request.header("Content-Type", type);
        }
        for (int i = 0; i + 1 < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> response =
                    CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Answer answer = new Answer(response.statusCode(), json(response), response);
            if (answer.status() < 300 && !method.equals("GET")) {
                RuleWitness.accepted();
            } else if (answer.status() >= 400) {
                RuleWitness.refused(answer.body().path("rule").asString(null));
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse("").contains("json")
                ? JSON.readTree(response.body())
                : MissingNode.getInstance();
    }
}
