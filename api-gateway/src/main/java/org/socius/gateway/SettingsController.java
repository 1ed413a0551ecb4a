package org.socius.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.gateway.EveryService.Answer;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The numbers of rules by which the services work, as one list; each says for itself who may see
 * them.
 */
@RestController
class SettingsController {

    private static final String PATH = "/api/v1/reference/settings";

    private final EveryService services;
    private final JsonMapper json;

    SettingsController(EveryService services, JsonMapper json) {
        this.services = services;
        this.json = json;
    }

    @GetMapping(PATH)
    @Nullable Map<String, Object> settings(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!request.getParameterMap().isEmpty()) {
            String name = request.getParameterMap().keySet().iterator().next();
            GatewayProblem.UNKNOWN_PARAMETER.answer(
                    response,
                    "The parameter " + name + " is not known here.",
                    Map.of("parameter", name, "allowed", List.of()));
            return null;
        }
        List<JsonNode> all = new ArrayList<>();
        for (Service service : Service.values()) {
            Answer answer = services.ask(HttpMethod.GET, service, PATH, request);
            if (answer.status().value() == HttpStatus.FORBIDDEN.value()) {
                GatewayProblem.FORBIDDEN.answer(response, "Settings are for staff and admin.");
                return null;
            }
            if (!answer.status().is2xxSuccessful()) {
                EveryService.unavailable(response);
                return null;
            }
            for (JsonNode line : json.readTree(answer.body()).path("items")) {
                ObjectNode named = json.createObjectNode().put("service", service.label());
                all.add(named.setAll((ObjectNode) line));
            }
        }
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("items", all);
        return list;
    }
}
