package org.socius.quickstart.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.socius.quickstart.CannotStart;
import org.socius.quickstart.dataset.Entry.Person;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The two projects beside the facility that public sources tell of, each fact with its source. */
final class SeedProjects {

    private static final String FILE = "/org/socius/action/projects/seed-projects.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Entry entry;

    SeedProjects(Entry entry) {
        this.entry = entry;
    }

    void enter() {
        for (JsonNode project : read().path("projects")) {
            String key = project.path("key").stringValue();
            String id = Entry.idOf("project/" + key);
            int step = 0;
            for (JsonNode fact : project.path("steps")) {
                Map<String, Object> body = body(fact);
                String path = fact.path("path").stringValue();
                if (path.isEmpty()) {
                    body.put("id", id);
                }
                entry.post(
                        "project/" + key + "/" + step++,
                        Person.staff("coordinator"),
                        LocalDate.parse(fact.path("on").stringValue()),
                        "/api/v1/projects" + (path.isEmpty() ? "" : "/" + id + path),
                        body);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> body(JsonNode fact) {
        Map<String, Object> body =
                new LinkedHashMap<>(JSON.convertValue(fact.path("body"), Map.class));
        body.put("reason", "Source: " + fact.path("source").stringValue());
        return body;
    }

    private static JsonNode read() {
        try (InputStream in = SeedProjects.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new CannotStart("The projects are missing from this build.");
            }
            return JSON.readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
