package org.socius.platform.problem;

import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * Turns refusals, the framework's own errors and faults into RFC 9457 documents. A fault shows its
 * request id only; what went wrong stands in the log.
 */
@RestControllerAdvice
public class ProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private final String service;
    private final Supplier<String> requestId;

    /**
     * @param service the name in problem types, {@code urn:problem:<service>:<code>}
     * @param requestId the id of the current request
     */
    public ProblemAdvice(String service, Supplier<String> requestId) {
        this.service = service;
        this.requestId = requestId;
    }

    @ExceptionHandler(Rejection.class)
    ResponseEntity<ProblemDetail> refused(Rejection rejection) {
        HttpHeaders headers = new HttpHeaders();
        Object retryAfter = rejection.facts().get("retryAfterSeconds");
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, retryAfter.toString());
        }
        if (rejection.problem().status() == 401) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return answer(document(rejection), headers);
    }

    /** An address in which a number should stand and something else does: nothing has it. */
    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ResponseEntity<ProblemDetail> noSuchAddress() {
        return refused(new Rejection.NotFound());
    }

    /** A query that the server cannot decode: it finds out only when somebody asks for it. */
    @ExceptionHandler(InvalidParameterException.class)
    ResponseEntity<ProblemDetail> undecodable() {
        return answer(document(FrameworkProblem.MALFORMED_REQUEST, null), new HttpHeaders());
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<ProblemDetail> failed(Exception exception) {
        if (exception instanceof ErrorResponse framework) {
            HttpStatusCode status = framework.getStatusCode();
            if (status.is4xxClientError()) {
                return answer(document(FrameworkProblem.of(status), null), framework.getHeaders());
            }
        }
        if (exception.getClass().getName().contains("ClientAbort")
                || exception.getClass().getName().contains("AsyncRequestNotUsable")) {
            return answer(document(FrameworkProblem.UNAVAILABLE, null), new HttpHeaders());
        }
        if (exception instanceof MongoSocketException
                || exception instanceof MongoTimeoutException
                || exception instanceof MongoNotPrimaryException
                || exception instanceof MongoNodeIsRecoveringException
                || exception instanceof MongoInterruptedException
                || exception instanceof MongoWriteConcernException) {
            log.warn("The store does not answer: {}", exception.toString());
            return refused(new Rejection.Unavailable());
        }
        log.error("Request {} failed", requestId.get(), exception);
        return answer(
                document(FrameworkProblem.FAULT, "Nothing is known to have changed."),
                new HttpHeaders());
    }

    /** The document of a refusal. */
    public ProblemDetail document(Rejection rejection) {
        Problem problem = rejection.problem();
        ProblemDetail document =
                document(problem.status(), problem.code(), problem.title(), rejection.getMessage());
        Map<String, Object> members = new LinkedHashMap<>(rejection.facts());
        members.remove("retryAfterSeconds");
        members.forEach(document::setProperty);
        if (rejection.rule() != null) {
            document.setProperty("rule", rejection.rule());
        }
        if (!rejection.errors().isEmpty()) {
            document.setProperty("errors", rejection.errors());
        }
        if (!problem.remedy().isEmpty()) {
            document.setProperty("remedy", problem.remedy());
        }
        return document;
    }

    /**
     * The document for what failed outside of every handler. Its status may differ from the one
     * given: whatever the server's parser objects to is a malformed request.
     *
     * @param id of the request
     */
    public ProblemDetail unhandled(int status, String id) {
        boolean clientsFault = status < 500 || status == 501 || status == 505;
        FrameworkProblem problem =
                clientsFault
                        ? FrameworkProblem.of(HttpStatusCode.valueOf(status))
                        : FrameworkProblem.FAULT;
        ProblemDetail document = document(problem, null);
        document.setInstance(URI.create(id));
        return document;
    }

    private ProblemDetail document(FrameworkProblem problem, @Nullable String detail) {
        ProblemDetail document =
                document(problem.status(), problem.code(), problem.title(), detail);
        document.setProperty("remedy", problem.remedy());
        return document;
    }

    private ProblemDetail document(int status, String code, String title, @Nullable String detail) {
        ProblemDetail document = ProblemDetail.forStatus(status);
        document.setType(URI.create("urn:problem:" + service + ":" + code));
        document.setTitle(title);
        document.setDetail(detail);
        document.setInstance(URI.create(requestId.get()));
        return document;
    }

    private static ResponseEntity<ProblemDetail> answer(
            ProblemDetail document, HttpHeaders headers) {
        HttpHeaders all = new HttpHeaders(headers);
        all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return ResponseEntity.status(document.getStatus()).headers(all).body(document);
    }
}
