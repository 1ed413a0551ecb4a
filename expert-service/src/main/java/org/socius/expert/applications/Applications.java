package org.socius.expert.applications;

import static org.socius.platform.view.ViewStore.field;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.bson.conversions.Bson;
import org.socius.contracts.Roles;
import org.socius.expert.mobilisations.Mobilisations;
import org.socius.expert.sight.Sight;
import org.socius.platform.command.Actor;
import org.socius.platform.partners.Partners;
import org.socius.platform.privacy.PersonalDataCodec;
import org.socius.platform.view.Duties;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.view.RecordStanding;
import org.socius.platform.view.ViewStore;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.platform.web.ResourceReader;
import org.springframework.stereotype.Component;

/** Applications as readers see them. */
@Component
@ProcessingGroup(Applications.NAME)
public class Applications implements ResourceReader {

    static final String NAME = "application-list";
    private static final String TYPE = "Application";

    private final EventStreams streams;
    private final ViewStore<ApplicationView> list;
    private final Mobilisations mobilisations;
    private final Partners partners;

    Applications(
            EventStreams streams,
            MongoDatabase database,
            Mobilisations mobilisations,
            Partners partners,
            PersonalDataCodec codec) {
        this.streams = streams;
        this.list =
                ViewStore.sealed(
                        database,
                        "applications",
                        ApplicationView.class,
                        codec,
                        id -> find(id).map(found -> found.state().view(found.version())));
        this.mobilisations = mobilisations;
        this.partners = partners;
    }

    private Optional<Folded<Application>> find(String id) {
        return streams.fold(
                TYPE,
                id,
                Application::new,
                (application, event, moment) ->
                        application.evolve((ApplicationEvent) event, moment));
    }

    /** Who did which step of an application; empty if there is none or the caller is no staff. */
    Optional<Duties.Shown> duties(String id, Actor caller) {
        return Sight.ofStaff(caller)
                ? streams.fold(TYPE, id, ApplicationDuties::new, ApplicationDuties::note)
                        .map(found -> found.state().shown())
                : Optional.empty();
    }

    /** The application with everything in it, if the caller may see it at all. */
    Optional<ApplicationView> view(String id, Actor person) {
        Actor caller = partners.speaking(person);
        return find(id).map(found -> found.state().view(found.version()))
                .filter(view -> view.isVisibleTo(caller));
    }

    /** An application without what it says. */
    public Optional<Shown> standing(String id) {
        return find(id).map(
                        found ->
                                new RecordStanding(
                                                id,
                                                found.state().status().name(),
                                                found.state().erased(),
                                                found.version())
                                        .shown());
    }

    @Override
    public Optional<Shown> read(String id, Actor caller) {
        return view(id, caller).map(view -> new Shown(shown(view, caller), view.version()));
    }

    /**
     * A bid whose person a caller sees: with it the CV of that day.
     *
     * @param expertId whose bid it is
     */
    public record SeenPerson(String expertId, Instant submittedAt) {}

    /** Who stands behind an application, if the caller sees that. */
    public Optional<SeenPerson> person(String id, Actor caller) {
        return view(id, caller)
                .filter(view -> shown(view, caller).profile() != null)
                .map(Applications::person);
    }

    /** Whose application it is; empty if there is none. */
    public Optional<String> expertOf(String id) {
        return find(id).map(found -> found.state().view(found.version()).expertId());
    }

    /** An expert as a partner sees the one that was selected for it; the newest bid counts. */
    public Optional<SeenPerson> selected(String expertId, Actor person) {
        Actor caller = partners.speaking(person);
        return caller.has(Roles.PARTNER_SIGNATORY)
                ? list
                        .all(
                                Filters.and(
                                        Filters.eq(field("expert"), expertId),
                                        Filters.in(field("institution"), caller.institutions()),
                                        Filters.eq(field("wasSelected"), "yes")))
                        .stream()
                        .flatMap(listed -> person(listed.id(), caller).stream())
                        .max(Comparator.comparing(SeenPerson::submittedAt))
                : Optional.empty();
    }

    private static SeenPerson person(ApplicationView view) {
        return new SeenPerson(Objects.toString(view.expertId(), ""), view.submittedAt());
    }

    private ApplicationView shown(ApplicationView view, Actor caller) {
        boolean over =
                view.mobilisationId() != null
                        && !Sight.ofStaff(caller)
                        && !view.isOwn(caller)
                        && mobilisations.hasEnded(view.mobilisationId());
        return view.shownTo(caller, over);
    }

    @EventHandler
    void on(ApplicationEvent event) {
        find(event.applicationId())
                .ifPresent(
                        found -> {
                            ApplicationView view = found.state().view(found.version());
                            list.save(view.id(), found.version(), fields(view), view);
                        });
    }

    /** Writes the line in the list anew, without what has become unreadable. */
    public void forget(String id) {
        find(id).ifPresent(
                        found -> {
                            ApplicationView view = found.state().view(found.version());
                            list.rewrite(id, found.version(), fields(view), view);
                        });
    }

    private static Map<String, Object> fields(ApplicationView view) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("status", view.status());
        fields.put("call", view.call().id());
        fields.put("position", view.position());
        fields.put("action", view.activity().actionId());
        fields.put("expert", Objects.toString(view.expertId(), ""));
        fields.put("institution", view.institutionId());
        fields.put("wasSelected", view.selectedAt() == null ? "no" : "yes");
        fields.put("submittedAt", view.submittedAt().toString());
        return fields;
    }

    /** A page of the applications the caller may see. */
    Page<ApplicationView> list(ListQuery query, Actor person) {
        Actor caller = partners.speaking(person);
        List<Bson> filters = new ArrayList<>();
        if (!Sight.ofStaff(caller)) {
            filters.add(
                    Filters.or(
                            Filters.eq(field("expert"), Objects.toString(caller.expertId(), "-")),
                            Filters.and(
                                    Filters.in(
                                            field("institution"),
                                            caller.has(Roles.PARTNER_SIGNATORY)
                                                    ? caller.institutions()
                                                    : Set.of()),
                                    Filters.eq(field("wasSelected"), "yes"))));
        }
        query.names("status", Application.Status.class);
        for (String name : List.of("call", "status", "position", "action", "expert")) {
            if (!query.values(name).isEmpty()) {
                filters.add(Filters.in(field(name), query.values(name)));
            }
        }
        return list.find(
                        filters.isEmpty() ? Filters.empty() : Filters.and(filters),
                        query,
                        "submittedAt",
                        true)
                .map(view -> shown(view, caller));
    }
}
