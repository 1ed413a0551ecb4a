package org.socius.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.StreamUtils;
import org.springframework.web.client.RestClient;

/** Asks one service after the other in a caller's name, for answers that are made of several. */
@Component
final class EveryService {

    private final GatewaySettings settings;
    private final RestClient client;

    EveryService(GatewaySettings settings, ClientHttpRequestFactory calls) {
        this.settings = settings;
        this.client = RestClient.builder().requestFactory(calls).build();
    }

    /** What a service said, whatever its status. */
    record Answer(HttpStatusCode status, MediaType format, String body) {}

    Answer ask(
            HttpMethod method,
            Service service,
            String path,
            HttpServletRequest request,
            Object... variables) {
        return client.method(method)
                .uri(settings.address(service) + path, variables)
                .headers(headers -> RequestIds.passOn(request, headers))
                .exchangeForRequiredValue(
                        (_, answer) ->
                                new Answer(
                                        answer.getStatusCode(),
                                        format(answer.getHeaders()),
                                        StreamUtils.copyToString(
                                                answer.getBody(), StandardCharsets.UTF_8)));
    }

    private static MediaType format(HttpHeaders headers) {
        MediaType format = headers.getContentType();
        return format == null ? MediaType.APPLICATION_JSON : format;
    }

    /** One of the services did not say what was expected. */
    static void unavailable(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, Refusals.RETRY_AFTER_SECONDS);
        GatewayProblem.SERVICE_UNAVAILABLE.answer(
                response, "Please send the request again in a moment.");
    }
}
