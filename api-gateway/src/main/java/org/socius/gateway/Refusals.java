package org.socius.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.client.ResourceAccessException;

/**
 * Turns whatever goes wrong at the door into a problem document that tells nothing of what is
 * behind it.
 */
@ControllerAdvice
class Refusals {

    /** A service that restarts is back within this many seconds; the client asks again then. */
    static final String RETRY_AFTER_SECONDS = "2";

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    @ExceptionHandler
    void unreachable(
            ResourceAccessException failure,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (BodyLimit.refuseIfExceeded(request, response)) {
            return;
        }
        LOG.warn(
                "Request {}: no answer from behind the gateway: {}",
                RequestIds.of(request),
                failure.getMessage());
        response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        GatewayProblem.SERVICE_UNAVAILABLE.answer(
                response, "Please send the request again in a moment.");
    }

    @ExceptionHandler
    void other(Exception failure, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (BodyLimit.refuseIfExceeded(request, response)) {
            return;
        }
        if (failure instanceof InvalidParameterException) {
            GatewayProblem.MALFORMED_REQUEST.answer(
                    response, "The query behind the question mark cannot be decoded.");
            return;
        }
        if (failure instanceof ErrorResponse refusal) {
            problem(refusal.getStatusCode().value())
                    .answer(response, "The request was not understood as it stands.");
            return;
        }
        LOG.error("Request {} failed", RequestIds.of(request), failure);
        GatewayProblem.INTERNAL_ERROR.answer(response, "Please report the id of this request.");
    }

    /** The gateway's own problem for a refusal by the framework or by the server. */
    static GatewayProblem problem(int status) {
        return switch (status) {
            case 404 -> GatewayProblem.NOT_FOUND;
            case 405 -> GatewayProblem.METHOD_NOT_ALLOWED;
            case 413 -> GatewayProblem.BODY_TOO_LARGE;
            case 415 -> GatewayProblem.UNSUPPORTED_MEDIA_TYPE;
            default ->
                    status >= 400 && status < 500 || status == 501 || status == 505
                            ? GatewayProblem.MALFORMED_REQUEST
                            : GatewayProblem.INTERNAL_ERROR;
        };
    }
}
