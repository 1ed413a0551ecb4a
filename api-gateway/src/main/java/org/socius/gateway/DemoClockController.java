package org.socius.gateway;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Moves the business clock where the installation allows it; elsewhere there is nothing at this
 * address.
 */
@RestController
class DemoClockController {

    /** Years have four digits, as everywhere in the contract. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final String ADMIN = "ROLE_admin";

    private final ObjectProvider<MovableClock> clocks;

    DemoClockController(ObjectProvider<MovableClock> clocks) {
        this.clocks = clocks;
    }

    @PostMapping("/api/v1/demo/clock")
    @Nullable Map<String, Instant> move(
            @RequestBody(required = false) byte @Nullable [] body,
            Authentication caller,
            HttpServletResponse response)
            throws IOException {
        MovableClock clock = clocks.getIfAvailable();
        if (clock == null) {
            GatewayProblem.NOT_FOUND.answer(
                    response, "The clock of this installation cannot be moved.");
            return null;
        }
        if (caller.getAuthorities().stream().noneMatch(role -> ADMIN.equals(role.getAuthority()))) {
            GatewayProblem.FORBIDDEN.answer(response, "Only admin moves the clock.");
            return null;
        }
        JsonNode tree;
        try {
            tree = JsonMapper.shared().readTree(body == null ? new byte[0] : body);
        } catch (JacksonException malformed) {
            GatewayProblem.MALFORMED_REQUEST.answer(response, "The body is not well-formed JSON.");
            return null;
        }
        Instant wanted = instant(tree);
        if (wanted == null) {
            String message = "An instant such as 2027-03-01T09:00:00Z is expected.";
            GatewayProblem.INVALID_FIELDS.answer(
                    response,
                    message,
                    Map.of(
                            "errors",
                            List.of(
                                    Map.of(
                                            "pointer",
                                            "/now",
                                            "code",
                                            "wrong-type",
                                            "message",
                                            message))));
            return null;
        }
        if (!clock.moveTo(wanted)) {
            GatewayProblem.CLOCK_RUNS_FORWARD.answer(
                    response, "The clock stands later than that.", Map.of("now", clock.now()));
            return null;
        }
        return Map.of("now", clock.now());
    }

    private static @Nullable Instant instant(JsonNode body) {
        try {
            Instant wanted =
                    body.path("now").isString() && body.size() == 1
                            ? Instant.parse(body.path("now").stringValue())
                            : null;
            return wanted == null || wanted.isAfter(LATEST) ? null : wanted;
        } catch (DateTimeException malformed) {
            return null;
        }
    }
}
