package org.socius.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the services for what belongs to an action, with the token of who wants the dossier. */
final class DossierReading {

    private static final String API = "/api/v1/";

    private static final Pattern DOCUMENT =
            Pattern.compile("/api/v1/documents/([0-9A-Za-z-]{1,64})");

    /** The largest page that the contract allows. */
    private static final int PAGE = 200;

    /** What hangs on an action under its own id, in the order in which it comes about. */
    private static final List<String> OF_THE_ACTION =
            List.of("calls", "applications", "mobilisations");

    /**
     * Members that say what may happen next, and so change with the clock and the reader while
     * nothing happens; a dossier is about what has happened.
     */
    private static final Set<String> OF_THE_MOMENT =
            Set.of("allowedTransitions", "waitingFor", "triangularTeam");

    private final GatewaySettings settings;
    private final RestClient client;
    private final JsonMapper json;
    private final HttpServletRequest request;

    DossierReading(
            GatewaySettings settings,
            RestClient client,
            JsonMapper json,
            HttpServletRequest request) {
        this.settings = settings;
        this.client = client;
        this.json = json;
        this.request = request;
    }

    /** Something could not be read that belongs to the dossier. */
    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1;

        Missing(String path, HttpStatusCode status) {
            super(path + " answered " + status.value());
        }
    }

    /** What is done with the content of a file. */
    @FunctionalInterface
    interface Use {
        void content(@Nullable MediaType type, InputStream content) throws IOException;
    }

    /** Whether the caller is one of those who may see who did what in an action. */
    boolean mayRead(String action) {
        return found(API + "actions/" + action + "/duties") != null;
    }

    Dossier dossier(String id) {
        List<Dossier.Part> parts = new ArrayList<>();
        Dossier.Part action = part("actions", id, "action");
        String asked = action.resource().path("requestId").asString("");
        if (!asked.isEmpty()) {
            parts.add(request(asked));
        }
        parts.add(withFiles(action));
        for (String kind : OF_THE_ACTION) {
            ids(kind, id).stream()
                    .map(one -> part(kind, one, kind + "/" + one))
                    .map(this::withFiles)
                    .sorted(
                            Comparator.comparing(Dossier.Part::begun)
                                    .thenComparing(Dossier.Part::name))
                    .forEach(parts::add);
        }
        return new Dossier(action, parts);
    }

    /** The request with every version of its form that was submitted. */
    private Dossier.Part request(String id) {
        Dossier.Part now = part("requests", id, "request");
        List<JsonNode> versions = new ArrayList<>();
        for (int n = 1; n <= now.resource().path("formVersion").asInt(0); n++) {
            versions.add(read(API + "requests/" + id + "/versions/" + n));
        }
        return now.with(versions, files(now, versions));
    }

    private Dossier.Part withFiles(Dossier.Part part) {
        return part.with(List.of(), files(part, List.of()));
    }

    /**
     * What was filed under a record or its activities, the first one first, each with its events.
     */
    private ArrayNode filed(String owner, JsonNode resource) {
        ArrayNode filed = json.createArrayNode();
        List<String> owners = new ArrayList<>(List.of(owner));
        resource.path("activities")
                .forEach(
                        activity ->
                                owners.add(
                                        owner + "/activities/" + activity.path("number").asInt()));
        for (String one : owners) {
            pages(keeper(owner), API + "documents?sort=addedAt,asc&owner=" + one)
                    .orElse(List.of())
                    .forEach(
                            document -> {
                                String path =
                                        API
                                                + "documents/"
                                                + safe(document.path("id").asString(""))
                                                + "/timeline";
                                JsonNode events = found(keeper(owner), path);
                                if (events != null) {
                                    filed.addObject()
                                            .set("document", document)
                                            .set("timeline", events);
                                }
                            });
        }
        return filed;
    }

    /**
     * The files of a record that its reader may open, each once: what is attached to a form or was
     * attached to a version of it, the CV where the profile is shown, and documents it names.
     */
    private static List<Dossier.FileOf> files(Dossier.Part part, List<JsonNode> versions) {
        Map<String, Dossier.FileOf> files = new LinkedHashMap<>();
        List<JsonNode> forms = new ArrayList<>(versions);
        forms.add(part.resource());
        for (JsonNode form : forms) {
            for (JsonNode attached : form.path("attachments")) {
                String id = attached.path("id").asString("");
                files.put(
                        id,
                        new Dossier.FileOf(
                                safe(id),
                                attached.path("name").asString("attachment"),
                                part.path() + "/attachments/" + safe(id)));
            }
        }
        if (part.resource().hasNonNull("profile")) {
            files.put("cv", new Dossier.FileOf("cv", "CV", part.path() + "/cv"));
        }
        for (JsonNode filed : part.filed()) {
            String id = safe(filed.at("/document/id").asString(""));
            files.putIfAbsent(
                    id,
                    new Dossier.FileOf(
                            id,
                            filed.at("/document/name").asString("document"),
                            API + "documents/" + id));
        }
        named(part.timeline(), files);
        named(part.resource(), files);
        return List.copyOf(files.values());
    }

    /** Documents with an address of their own, wherever a record or an event names one. */
    private static void named(JsonNode text, Map<String, Dossier.FileOf> files) {
        if (text.isString()) {
            Matcher address = DOCUMENT.matcher(text.asString());
            if (address.matches()) {
                String id = address.group(1);
                files.putIfAbsent(id, new Dossier.FileOf(id, "document " + id, address.group()));
            }
        }
        text.forEach(part -> named(part, files));
    }

    private Dossier.Part part(String kind, String id, String name) {
        String path = API + kind + "/" + safe(id);
        JsonNode resource = lasting(read(path));
        return new Dossier.Part(
                name,
                path,
                resource,
                List.of(),
                read(path + "/timeline"),
                read(path + "/duties"),
                filed(path, resource),
                List.of());
    }

    private List<String> ids(String kind, String action) {
        String path = API + "%s?action=%s".formatted(kind, action);
        return pages(keeper(path), path)
                .orElseThrow(() -> new Missing(path, HttpStatus.NOT_FOUND))
                .stream()
                .map(item -> item.path("id").asString(""))
                .toList();
    }

    /** Everything that a list has; empty where the caller may not read it. */
    private Optional<List<JsonNode>> pages(Service service, String path) {
        List<JsonNode> items = new ArrayList<>();
        int pages = 1;
        for (int page = 0; page < pages; page++) {
            JsonNode list = found(service, path + "&size=%d&page=%d".formatted(PAGE, page));
            if (list == null) {
                return Optional.empty();
            }
            list.path("items").forEach(items::add);
            pages = list.path("totalPages").asInt(0);
        }
        return Optional.of(items);
    }

    /** Names of entries and paths are made of ids; nothing else becomes a part of either. */
    private static String safe(String id) {
        if (!id.matches("[0-9A-Za-z-]{1,64}")) {
            throw new IllegalStateException("An id of an unknown shape");
        }
        return id;
    }

    private static JsonNode lasting(JsonNode shown) {
        if (shown instanceof ObjectNode object) {
            object.remove(OF_THE_MOMENT);
            object.forEach(DossierReading::lasting);
        } else if (shown instanceof ArrayNode array) {
            array.forEach(DossierReading::lasting);
        }
        return shown;
    }

    private JsonNode read(String path) {
        JsonNode found = found(path);
        if (found == null) {
            throw new Missing(path, HttpStatus.NOT_FOUND);
        }
        return found;
    }

    private @Nullable JsonNode found(String path) {
        return found(keeper(path), path);
    }

    private @Nullable JsonNode found(Service service, String path) {
        return ask(service, path)
                .exchangeForRequiredValue(
                        (_, answer) ->
                                isThere(path, answer)
                                        ? Optional.of(json.readTree(answer.getBody()))
                                        : Optional.<JsonNode>empty())
                .orElse(null);
    }

    /**
     * Hands on the content of a file, without keeping it.
     *
     * @param record address of the record that it belongs to, whose service has it
     * @return false if there is none, or none any longer
     */
    boolean open(String record, String path, Use use) {
        return ask(keeper(record), path)
                .exchangeForRequiredValue(
                        (_, answer) -> {
                            boolean there = isThere(path, answer);
                            if (there) {
                                use.content(answer.getHeaders().getContentType(), answer.getBody());
                            }
                            return there;
                        });
    }

    private static boolean isThere(String path, ClientHttpResponse answer) throws IOException {
        return switch (answer.getStatusCode().value()) {
            case 200 -> true;
            case 404 -> false;
            default -> throw new Missing(path, answer.getStatusCode());
        };
    }

    private static Service keeper(String path) {
        return Service.owning(path.substring(API.length()).split("[/?]", 2)[0]).orElseThrow();
    }

    private RestClient.RequestHeadersSpec<?> ask(Service service, String path) {
        return client.get()
                .uri(settings.address(service).resolve(path))
                .headers(headers -> RequestIds.passOn(request, headers));
    }
}
