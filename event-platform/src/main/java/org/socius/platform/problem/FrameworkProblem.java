package org.socius.platform.problem;

import org.springframework.http.HttpStatusCode;

/**
 * The problems that no {@link Rejection} states: what the framework refuses before a command is
 * understood, and faults. With the classes that carry {@link Problem} they are the closed list of
 * codes.
 */
public enum FrameworkProblem {
    MALFORMED_REQUEST(
            400, "malformed-request", "The request cannot be read", "Compare it with the API."),
    NOT_FOUND(
            404,
            "not-found",
            "There is nothing here for you",
            "Check the address; it may also be that you may not read this."),
    METHOD_NOT_ALLOWED(
            405,
            "method-not-allowed",
            "This address knows other methods only",
            "Use one of the methods in Allow."),
    NOT_ACCEPTABLE(406, "not-acceptable", "No such format is offered", "Accept application/json."),
    TOO_LARGE(413, "too-large", "The body is too large", "Send less; the limit is given in bytes."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "unsupported-media-type",
            "This kind of body is not accepted",
            "Send application/json in UTF-8."),
    FAULT(
            500,
            "fault",
            "Something went wrong on our side",
            "Quote the request id if you report this."),
    UNAVAILABLE(
            503,
            "unavailable",
            "Something this command needs is down",
            "Send the command again after the time given in Retry-After; with an idempotency key"
                    + " nothing happens twice.");

    private final int status;
    private final String code;
    private final String title;
    private final String remedy;

    FrameworkProblem(int status, String code, String title, String remedy) {
        this.status = status;
        this.code = code;
        this.title = title;
        this.remedy = remedy;
    }

    /** The problem for a client's error that the framework found. */
    static FrameworkProblem of(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            default -> MALFORMED_REQUEST;
        };
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** Last part of the problem type. */
    public String code() {
        return code;
    }

    /** One short sentence, the same for every case. */
    public String title() {
        return title;
    }

    /** What the caller can do next. */
    public String remedy() {
        return remedy;
    }
}
