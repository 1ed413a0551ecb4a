package org.socius.gateway;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/**
 * The refusals that are the gateway's own, as RFC 9457 documents. The codes are part of the
 * contract.
 */
enum GatewayProblem {
    MALFORMED_REQUEST(
            HttpStatus.BAD_REQUEST, "The request cannot be read", "Compare it with the API."),
    UNKNOWN_PARAMETER(
            HttpStatus.BAD_REQUEST,
            "A query parameter is not known here",
            "Leave it out, or use one of those listed."),
    INVALID_PARAMETER(
            HttpStatus.BAD_REQUEST,
            "A query parameter cannot be read",
            "Correct the value of this parameter."),
    UNAUTHENTICATED(
            HttpStatus.UNAUTHORIZED,
            "A valid access token is needed",
            "Fetch a token from the identity provider and send it as bearer token."),
    FORBIDDEN(
            HttpStatus.FORBIDDEN,
            "This is not open to you",
            "Ask somebody who holds the role that is needed."),
    NOT_FOUND(
            HttpStatus.NOT_FOUND,
            "There is nothing at this address",
            "Check the address; /api/v1/openapi lists all there are."),
    METHOD_NOT_ALLOWED(
            HttpStatus.METHOD_NOT_ALLOWED,
            "This address knows other methods only",
            "Look up in /api/v1/openapi which methods it knows."),
    CLOCK_RUNS_FORWARD(
            HttpStatus.CONFLICT,
            "The business clock runs forward only",
            "Send a time that is later than the one it shows now."),
    BODY_TOO_LARGE(
            HttpStatus.CONTENT_TOO_LARGE,
            "The body is too large",
            "Send less; a long import may be sent in parts."),
    UNSUPPORTED_MEDIA_TYPE(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            "The format of the body is not understood",
            "Send application/json in UTF-8, not compressed."),
    INVALID_FIELDS(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "Some fields are wrong",
            "Correct the fields listed; nothing was changed."),
    RATE_EXCEEDED(
            HttpStatus.TOO_MANY_REQUESTS,
            "Too many requests",
            "Send the request again after the time given in Retry-After."),
    INTERNAL_ERROR(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "Something went wrong on our side",
            "Quote the request id if you report this."),
    SERVICE_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE,
            "A service that is needed does not answer",
            "Send the request again after the time given in Retry-After; with an idempotency key"
                    + " nothing happens twice.");

    /** Media type of every problem document. */
    static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpStatus status;
    private final String title;
    private final String remedy;

    GatewayProblem(HttpStatus status, String title, String remedy) {
        this.status = status;
        this.title = title;
        this.remedy = remedy;
    }

    HttpStatus status() {
        return status;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Writes the document; does nothing where the answer has already begun. */
    void answer(HttpServletResponse response, String detail) throws IOException {
        answer(response, detail, Map.of());
    }

    /**
     * Writes the document with facts as further members; does nothing where the answer has already
     * begun.
     */
    void answer(HttpServletResponse response, String detail, Map<String, ?> facts)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(status.value());
        response.setContentType(MEDIA_TYPE);
        response.getOutputStream()
                .write(document(response, detail, facts).getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
    }

    private String document(HttpServletResponse response, String detail, Map<String, ?> facts) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "urn:problem:gateway:" + code());
        document.put("title", title);
        document.put("status", status.value());
        document.put("detail", detail);
        String request = response.getHeader(RequestIds.HEADER);
        if (request != null) {
            document.put("instance", request);
        }
        document.putAll(facts);
        document.put("remedy", remedy);
        return JSON.writeValueAsString(document);
    }
}
