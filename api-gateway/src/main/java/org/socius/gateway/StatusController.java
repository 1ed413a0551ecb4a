package org.socius.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Whether the whole installation works: every service is asked for its own part with the caller's
 * token, so that numbers are shown to those only to whom the service shows them.
 */
@RestController
class StatusController {

    private static final String PATH = "/api/v1/status";
    private static final ParameterizedTypeReference<Map<String, @Nullable Object>> PART =
            new ParameterizedTypeReference<>() {};

    private final GatewaySettings settings;
    private final RestClient client;
    private final ObjectProvider<Dataset.Progress> dataset;
    private final ObjectProvider<MovableClock> clock;

    StatusController(
            GatewaySettings settings,
            ClientHttpRequestFactory calls,
            ObjectProvider<Dataset.Progress> dataset,
            ObjectProvider<MovableClock> clock) {
        this.settings = settings;
        this.client = RestClient.builder().requestFactory(calls).build();
        this.dataset = dataset;
        this.clock = clock;
    }

    @GetMapping(PATH)
    ResponseEntity<Map<String, @Nullable Object>> status(HttpServletRequest request)
            throws InterruptedException {
        Map<String, @Nullable Object> parts = parts(request);
        boolean up = parts.values().stream().allMatch(StatusController::up);
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("up", up);
        body.put("services", parts);
        clock.ifAvailable(movable -> body.put("clock", movable.now()));
        dataset.ifAvailable(progress -> body.put("dataset", progress.current()));
        return ResponseEntity.status(up ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .headers(
                        headers -> {
                            if (!up) {
                                headers.set(HttpHeaders.RETRY_AFTER, Refusals.RETRY_AFTER_SECONDS);
                            }
                        })
                .body(body);
    }

    private Map<String, @Nullable Object> parts(HttpServletRequest request)
            throws InterruptedException {
        Map<Service, Future<Map<String, @Nullable Object>>> asked = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Service service : Service.values()) {
                asked.put(service, threads.submit(() -> part(service, request)));
            }
        }
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        for (Map.Entry<Service, Future<Map<String, @Nullable Object>>> part : asked.entrySet()) {
            parts.put(part.getKey().label(), answer(part.getValue()));
        }
        return parts;
    }

    private static Map<String, @Nullable Object> answer(Future<Map<String, @Nullable Object>> part)
            throws InterruptedException {
        try {
            return part.get();
        } catch (ExecutionException failed) {
            return Map.of("up", false);
        }
    }

    /**
     * A service that is down says so with status 503 and the same body; silence is down as well.
     */
    private Map<String, @Nullable Object> part(Service service, HttpServletRequest request) {
        URI address = settings.address(service).resolve(PATH);
        try {
            Map<String, @Nullable Object> part =
                    client.get()
                            .uri(address)
                            .headers(headers -> RequestIds.passOn(request, headers))
                            .retrieve()
                            .onStatus(
                                    status ->
                                            status.value()
                                                    == HttpStatus.SERVICE_UNAVAILABLE.value(),
                                    (_, _) -> {})
                            .body(PART);
            return part == null ? Map.of("up", false) : part;
        } catch (RestClientException silent) {
            return Map.of("up", false);
        }
    }

    private static boolean up(@Nullable Object part) {
        return part instanceof Map<?, ?> facts && Boolean.TRUE.equals(facts.get("up"));
    }
}
