package org.socius.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The one OpenAPI document of all services and the AsyncAPI document of their events. */
@RestController
class ApiDocuments {

    private static final String SCHEMA_REFERENCE = "#/components/schemas/";

    /** Written by the contracts, whose only part at the gateway this document is. */
    private static final String EVENTS = "/org/socius/contracts/asyncapi.json";

    private final GatewaySettings settings;
    private final RestClient client;
    private final JsonMapper json;

    ApiDocuments(GatewaySettings settings, ClientHttpRequestFactory calls, JsonMapper json) {
        this.settings = settings;
        this.client = RestClient.builder().requestFactory(calls).build();
        this.json = json;
    }

    /**
     * Schemas of the services keep apart by the service's name in front, since two services may use
     * one name.
     */
    @GetMapping(path = "/api/v1/openapi", produces = MediaType.APPLICATION_JSON_VALUE)
    ObjectNode openapi() {
        Map<String, JsonNode> paths = new TreeMap<>();
        Map<String, JsonNode> schemas = new TreeMap<>();
        for (Service service : Service.values()) {
            JsonNode document = json.readTree(prefixed(service, document(service)));
            document.path("paths")
                    .properties()
                    .forEach(path -> merge(paths, path.getKey(), path.getValue()));
            document.path("components")
                    .path("schemas")
                    .properties()
                    .forEach(
                            schema ->
                                    schemas.put(
                                            service.label() + "." + schema.getKey(),
                                            schema.getValue()));
        }
        paths.remove("/api/v1/status");
        json.readTree(own())
                .properties()
                .forEach(path -> merge(paths, path.getKey(), path.getValue()));
        Map<String, @Nullable Object> whole = new LinkedHashMap<>();
        whole.put("openapi", "3.1.0");
        whole.put("info", Map.of("title", "Socius", "version", "v1"));
        whole.put("security", List.of(Map.of("token", List.of())));
        whole.put("paths", paths);
        whole.put(
                "components",
                Map.of(
                        "schemas",
                        schemas,
                        "securitySchemes",
                        Map.of(
                                "token",
                                Map.of(
                                        "type",
                                        "http",
                                        "scheme",
                                        "bearer",
                                        "bearerFormat",
                                        "JWT"))));
        return json.valueToTree(whole);
    }

    @GetMapping(path = "/api/v1/asyncapi")
    ResponseEntity<String> asyncapi() throws IOException {
        try (InputStream document = ApiDocuments.class.getResourceAsStream(EVENTS)) {
            return document == null
                    ? ResponseEntity.notFound().build()
                    : ResponseEntity.ok()
                            .contentType(MediaType.APPLICATION_JSON)
                            .body(new String(document.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private String document(Service service) {
        String document =
                client.get()
                        .uri(settings.address(service).resolve("/v3/api-docs"))
                        .retrieve()
                        .body(String.class);
        return document == null ? "{}" : document;
    }

    private static String prefixed(Service service, String document) {
        return document.replace(SCHEMA_REFERENCE, SCHEMA_REFERENCE + service.label() + ".");
    }

    private static void merge(Map<String, JsonNode> paths, String path, JsonNode operations) {
        JsonNode known = paths.putIfAbsent(path, operations);
        if (known instanceof ObjectNode object) {
            object.setAll((ObjectNode) operations);
        }
    }

    private static String own() {
        try (InputStream document =
                ApiDocuments.class.getResourceAsStream("/openapi-gateway.json")) {
            if (document == null) {
                throw new IllegalStateException("openapi-gateway.json is not on the class path");
            }
            return new String(document.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException("openapi-gateway.json cannot be read", unreadable);
        }
    }
}
