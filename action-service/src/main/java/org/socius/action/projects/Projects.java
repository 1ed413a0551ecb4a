package org.socius.action.projects;

import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.socius.action.projects.ProjectEvent.ProjectErased;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.privacy.RecordKeys;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.view.RecordStanding;
import org.socius.platform.view.Timeline;
import org.socius.platform.view.ViewStore;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.platform.web.ResourceReader;
import org.springframework.stereotype.Component;

/**
 * Reads projects from their events and keeps a line of each for lists. Staff and administrators may
 * read them; names of persons are for those who work on projects.
 */
@Component
@ProcessingGroup(Projects.NAME)
public class Projects implements ResourceReader {

    static final String NAME = "project-register";

    private static final String TYPE = "Project";
    private static final Set<String> SEE_PERSONS =
            Set.of(Roles.COORDINATOR, Roles.MOBILISATION_OFFICER, Roles.ADMIN);

    private final EventStreams streams;
    private final Timeline timeline;
    private final ViewStore<ProjectView> lines;
    private final RecordKeys keys;
    private final Clock clock;

    Projects(
            EventStreams streams,
            Timeline timeline,
            MongoDatabase database,
            RecordKeys keys,
            Clock clock) {
        this.keys = keys;
        this.clock = clock;
        this.streams = streams;
        this.timeline = timeline;
        this.lines = new ViewStore<>(database, "projects", ProjectView.class);
    }

    @Override
    public Optional<Shown> read(String id, Actor caller) {
        return view(id, caller).map(view -> new Shown(view, view.version()));
    }

    /** One deliverable of a project. */
    Optional<Shown> readDeliverable(String id, String deliverable, Actor caller) {
        return view(id, caller)
                .flatMap(
                        view ->
                                view.deliverables().stream()
                                        .filter(d -> d.id().equals(deliverable))
                                        .findFirst()
                                        .map(d -> new Shown(d, view.version())));
    }

    /** The history of a project for one reader; empty if it may not read it. */
    Optional<List<Timeline.Entry>> timeline(String id, Actor caller) {
        return view(id, caller).map(view -> timeline.of(id, caller.hasAny(SEE_PERSONS), true));
    }

    /** A page of what the caller may read. */
    Page<ProjectView> find(Bson filter, ListQuery query) {
        return lines.find(filter, query, "code", true);
    }

    static boolean readableBy(Actor caller) {
        return caller.hasAny(Roles.STAFF) || caller.has(Roles.ADMIN);
    }

    private Optional<ProjectView> view(String id, Actor caller) {
        return readableBy(caller)
                ? fold(id).map(f -> f.state().view(f.version(), caller.hasAny(SEE_PERSONS)))
                : Optional.empty();
    }

    /** For who may erase, and those who read it anyway. */
    Optional<Shown> readForErasure(String id, Actor caller) {
        return caller.has(Roles.DATA_PROTECTION)
                ? fold(id).map(
                                folded ->
                                        new RecordStanding(
                                                        id,
                                                        folded.state().status().name(),
                                                        folded.state().erased(),
                                                        folded.version())
                                                .shown())
                : read(id, caller);
    }

    /** All that happened to a project, for data protection; else empty. */
    Optional<List<Timeline.Entry>> personalData(String id, Actor caller) {
        return caller.has(Roles.DATA_PROTECTION)
                ? fold(id).map(folded -> timeline.of(id, true, true))
                : Optional.empty();
    }

    private Optional<Folded<Project>> fold(String id) {
        return streams.fold(
                TYPE,
                id,
                Project::new,
                (project, event, moment) -> project.evolve((ProjectEvent) event, moment));
    }

    @EventHandler
    void on(ProjectEvent event, @MessageIdentifier String cause) {
        if (event instanceof ProjectErased) {
            keys.renew(event.projectId(), cause, clock.instant());
        }
        Folded<Project> folded = fold(event.projectId()).orElseThrow();
        ProjectView line = folded.state().view(folded.version(), false);
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put("status", line.status());
        fields.put("code", line.code());
        fields.put("country", line.countries());
        fields.put("theme", line.themes());
        lines.save(line.id(), line.version(), fields, line);
    }

    @ResetHandler
    void forget() {
        lines.clear();
    }
}
