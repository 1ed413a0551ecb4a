package org.socius.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything about one action in one archive that is read without this system. All of it is asked
 * of the services with the caller's own token: the archive holds what the caller may see and no
 * more, and where a service notes who opens personal data, it notes this too.
 */
@RestController
class DossierController {

    static final String PATH = "/api/v1/actions/{id}/dossier";

    private static final String ID = "[0-9A-Za-z-]{1,64}";

    private final GatewaySettings settings;
    private final RestClient client;
    private final JsonMapper json;

    DossierController(GatewaySettings settings, ClientHttpRequestFactory calls, JsonMapper json) {
        this.settings = settings;
        this.client = RestClient.builder().requestFactory(calls).build();
        this.json = json;
    }

    /**
     * All records are read before the first byte goes out, so that a service that is down is still
     * a 503; files come one after the other while the archive is written.
     */
    @GetMapping(PATH)
    void dossier(
            @PathVariable String id,
            Authentication caller,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (request.getQueryString() != null) {
            GatewayProblem.UNKNOWN_PARAMETER.answer(response, "A dossier has no parameters.");
            return;
        }
        DossierReading reading = new DossierReading(settings, client, json, request);
        Dossier dossier;
        try {
            if (!id.matches(ID) || !reading.mayRead(id)) {
                GatewayProblem.NOT_FOUND.answer(response, "No dossier of this id is open to you.");
                return;
            }
            dossier = reading.dossier(id);
        } catch (DossierReading.Missing missing) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Refusals.RETRY_AFTER_SECONDS);
            GatewayProblem.SERVICE_UNAVAILABLE.answer(
                    response, "Please send the request again in a moment.");
            return;
        }
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"dossier-" + id + ".zip\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-store");
        dossier.write(
                response.getOutputStream(),
                caller.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .filter(name -> name != null && name.startsWith("ROLE_"))
                        .map(name -> name.substring("ROLE_".length()))
                        .sorted()
                        .toList(),
                reading);
    }
}
