package org.socius.expert.persons;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.socius.expert.sight.Sight;
import org.socius.platform.command.Actor;
import org.socius.platform.filing.FiledDocuments;
import org.socius.platform.time.Brussels;
import org.socius.platform.web.Callers;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Notes who of the staff opens a profile, an application, a mobilisation or all that is held about
 * a person, before it is shown: without the note nothing is. A note may be of something that was
 * not there. Of lists see {@link AccessesOfLists}.
 */
@Component
class Accesses implements HandlerInterceptor, WebMvcConfigurer {

    /** Who took which step, by account: shown to all staff. */
    private static final String STEPS = "steps of the ";

    /** Paths under which one person's data is shown, and what of it. */
    private static final Map<String, String> SHOWING =
            Map.ofEntries(
                    Map.entry("/api/v1/experts/{id}", "profile"),
                    Map.entry("/api/v1/experts/{id}/timeline", "history of the profile"),
                    Map.entry("/api/v1/experts/{id}/cv", "CV"),
                    Map.entry("/api/v1/applications/{id}/cv", "CV of the application"),
                    Map.entry("/api/v1/applications/{id}", "application"),
                    Map.entry("/api/v1/applications/{id}/timeline", "history of the application"),
                    Map.entry("/api/v1/mobilisations/{id}", "mobilisation"),
                    Map.entry("/api/v1/mobilisations/{id}/timeline", "history of the mobilisation"),
                    Map.entry("/api/v1/applications/{id}/duties", STEPS + "application"),
                    Map.entry("/api/v1/mobilisations/{id}/duties", STEPS + "mobilisation"),
                    Map.entry("/api/v1/persons/{id}/data-export", "everything"));

    /** What of a person is shown by a document, by the kind of its owner. */
    private static final Map<String, String> DOCUMENTS =
            Map.of(
                    "experts", "document of the profile",
                    "applications", "document of the application",
                    "mobilisations", "document of the mobilisation");

    private final MongoCollection<Document> accesses;
    private final RecordsOfPersons records;
    private final FiledDocuments documents;
    private final Clock clock;
    private final Period kept;
    private @Nullable LocalDate lastTidied;

    Accesses(
            MongoDatabase database,
            RecordsOfPersons records,
            FiledDocuments documents,
            Clock clock,
            @Value("${socius.retention.accesses:P2Y}") Period kept) {
        this.accesses = database.getCollection("accesses");
        accesses.createIndex(Indexes.ascending("record"));
        accesses.createIndex(Indexes.ascending("at"));
        this.records = records;
        this.documents = documents;
        this.clock = clock;
        this.kept = kept;
    }

    /**
     * One reading.
     *
     * @param record the profile, application or mobilisation that was read
     * @param by subject of the reader's account
     * @param roles in which the reader could see it, which is why it was shown
     */
    record Access(Instant at, String what, String record, String by, List<String> roles) {}

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/v1/**");
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (Set.of("GET", "HEAD").contains(request.getMethod())
                && request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
                        instanceof Map<?, ?> variables) {
            String id = String.valueOf(variables.get("id"));
            String pattern =
                    String.valueOf(
                            request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
            String what = SHOWING.get(pattern);
            if (what != null) {
                note(what, List.of(id), Callers.current());
            } else if (pattern.startsWith("/api/v1/documents/{id}")) {
                documents
                        .find(id)
                        .ifPresent(
                                document ->
                                        note(
                                                document.recordId(),
                                                document.owner(),
                                                Callers.current()));
            } else if (pattern.equals("/api/v1/documents")) {
                Optional.ofNullable(request.getParameter("owner"))
                        .flatMap(documents::belonging)
                        .ifPresent(
                                place -> note(place.recordId(), place.owner(), Callers.current()));
            }
        }
        return true;
    }

    private void note(String record, String owner, Actor reader) {
        String what = DOCUMENTS.get(owner.split("/")[3]);
        if (what != null) {
            note(what, List.of(record), reader);
        }
    }

    /** One note for all these records, if the reader sees the persons in them. */
    void note(String what, List<String> shown, Actor reader) {
        boolean seesPersons =
                what.contains("match")
                        || what.startsWith(STEPS) && Sight.ofStaff(reader)
                        || (what.contains("application")
                                ? Sight.ofApplicants(reader)
                                : what.contains("mobilisation")
                                        ? Sight.ofMobilised(reader)
                                        : Sight.ofRoster(reader));
        if (!seesPersons) {
            return;
        }
        tidy();
        accesses.insertOne(
                new Document("record", shown)
                        .append("at", clock.instant().toString())
                        .append("what", what)
                        .append("by", reader.id())
                        .append("roles", sorted(reader.roles())));
    }

    /** Once a day what has been kept for long enough is forgotten. */
    private synchronized void tidy() {
        LocalDate today = Brussels.day(clock.instant());
        if (!today.equals(lastTidied)) {
            accesses.deleteMany(Filters.lt("at", keptSince()));
            lastTidied = today;
        }
    }

    private String keptSince() {
        return Brussels.day(clock.instant())
                .minus(kept)
                .atStartOfDay(Brussels.ZONE)
                .toInstant()
                .toString();
    }

    private static List<String> sorted(Set<String> roles) {
        return roles.stream().sorted().toList();
    }

    /** Which of these records it was: older notes name one, those of a page several. */
    private static String readOf(Document note, List<String> held) {
        return note.get("record") instanceof List<?> shown
                ? held.stream().filter(shown::contains).findFirst().orElse("")
                : note.getString("record");
    }

    /** Who has read what about a person as long as that is kept, the newest first. */
    List<Access> to(String person) {
        List<String> held = held(person);
        return read(held, accesses.find(about(held)));
    }

    /** A page of the same. */
    Page<Access> to(String person, ListQuery query) {
        List<String> held = held(person);
        Bson about = about(held);
        return Page.of(
                read(
                        held,
                        accesses.find(about).skip(query.page() * query.size()).limit(query.size())),
                query,
                accesses.countDocuments(about));
    }

    private List<String> held(String person) {
        List<String> held = new ArrayList<>(List.of(person));
        records.of(person).forEach(record -> held.add(record.id()));
        return held;
    }

    private Bson about(List<String> held) {
        return Filters.and(Filters.in("record", held), Filters.gte("at", keptSince()));
    }

    private static List<Access> read(List<String> held, FindIterable<Document> notes) {
        List<Access> found = new ArrayList<>();
        notes.sort(Sorts.descending("at", "_id"))
                .forEach(
                        document ->
                                found.add(
                                        new Access(
                                                Instant.parse(document.getString("at")),
                                                document.getString("what"),
                                                readOf(document, held),
                                                document.getString("by"),
                                                document.getList("roles", String.class))));
        return found;
    }
}
