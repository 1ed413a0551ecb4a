package org.socius.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.socius.gateway.EveryService.Answer;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What any service could not take in, as one list, and the way to try it again; for administrators.
 */
@RestController
class ParkedController {

    private static final String PATH = "/api/v1/parked";
    private static final List<String> PARAMETERS = List.of("page", "size");
    private static final int USUAL = 20;
    private static final int MOST = 200;
    private static final int MOST_PAGES = 1_000_000;

    private final EveryService services;
    private final JsonMapper json;

    ParkedController(EveryService services, JsonMapper json) {
        this.services = services;
        this.json = json;
    }

    /**
     * Of each service the first {@value #MOST} sequences, which is more than anybody works off by
     * hand.
     */
    @GetMapping(PATH)
    @Nullable Map<String, Object> parked(
            Authentication caller, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!mayAsk(caller, response)) {
            return null;
        }
        for (String name : request.getParameterMap().keySet()) {
            if (!PARAMETERS.contains(name)) {
                GatewayProblem.UNKNOWN_PARAMETER.answer(
                        response,
                        "The parameter " + name + " is not known here.",
                        Map.of("parameter", name, "allowed", PARAMETERS));
                return null;
            }
        }
        OptionalInt page = number(request, response, "page", 0, 0, MOST_PAGES);
        OptionalInt size = number(request, response, "size", USUAL, 1, MOST);
        return page.isPresent() && size.isPresent()
                ? list(page.getAsInt(), size.getAsInt(), request, response)
                : null;
    }

    /** Empty if the parameter was refused. */
    private static OptionalInt number(
            HttpServletRequest request,
            HttpServletResponse response,
            String name,
            int usual,
            int least,
            int most)
            throws IOException {
        String[] given = request.getParameterValues(name);
        if (given == null) {
            return OptionalInt.of(usual);
        }
        if (given.length == 1 && given[0].matches("\\d{1,7}")) {
            int number = Integer.parseInt(given[0]);
            if (number >= least && number <= most) {
                return OptionalInt.of(number);
            }
        }
        GatewayProblem.INVALID_PARAMETER.answer(
                response,
                "A number from " + least + " to " + most + " is expected, once.",
                Map.of("parameter", name));
        return OptionalInt.empty();
    }

    private @Nullable Map<String, Object> list(
            int page, int size, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (Service service : Service.values()) {
            Answer answer = services.ask(HttpMethod.GET, service, PATH + "?size=" + MOST, request);
            if (!answer.status().is2xxSuccessful()) {
                EveryService.unavailable(response);
                return null;
            }
            json.readTree(answer.body()).path("items").forEach(all::add);
        }
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("items", all.stream().skip((long) page * size).limit(size).toList());
        list.put("page", page);
        list.put("size", size);
        list.put("totalItems", all.size());
        list.put("totalPages", (all.size() + size - 1) / size);
        return list;
    }

    /** The service that parked the sequence answers; the others do not know its id. */
    @PostMapping(PATH + "/{id}/retry")
    @Nullable ResponseEntity<String> retry(
            @PathVariable String id,
            Authentication caller,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (!mayAsk(caller, response)) {
            return null;
        }
        for (Service service : Service.values()) {
            Answer answer =
                    services.ask(HttpMethod.POST, service, PATH + "/{id}/retry", request, id);
            if (answer.status().value() != HttpStatus.NOT_FOUND.value()) {
                return ResponseEntity.status(answer.status())
                        .contentType(answer.format())
                        .body(answer.body());
            }
        }
        GatewayProblem.NOT_FOUND.answer(response, "No service has parked anything under this id.");
        return null;
    }

    private static boolean mayAsk(Authentication caller, HttpServletResponse response)
            throws IOException {
        boolean admin =
                caller.getAuthorities().stream()
                        .anyMatch(role -> "ROLE_admin".equals(role.getAuthority()));
        if (!admin) {
            GatewayProblem.FORBIDDEN.answer(response, "Only admin works off what was parked.");
        }
        return admin;
    }
}
