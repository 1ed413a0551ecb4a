package org.socius.expert.mobilisations;

import static org.socius.platform.view.ViewStore.field;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.expert.actions.KnownActions;
import org.socius.expert.roster.Experts;
import org.socius.expert.roster.Profile;
import org.socius.expert.sight.Sight;
import org.socius.platform.command.Actor;
import org.socius.platform.time.Brussels;
import org.socius.platform.view.DueStepsTimer;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.view.ViewStore;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.platform.web.ResourceReader;
import org.springframework.stereotype.Component;

/** Mobilisations as readers see them, and their automatic step for the timer. */
@Component
@ProcessingGroup(Mobilisations.NAME)
public class Mobilisations implements ResourceReader {

    static final String NAME = "mobilisation-list";
    private static final String TYPE = "Mobilisation";

    private static final Set<String> OVER =
            Set.of(
                    Mobilisation.Status.REPORTING.name(),
                    Mobilisation.Status.SETTLED.name(),
                    Mobilisation.Status.REPLACED.name(),
                    Mobilisation.Status.CANCELLED.name());

    private final EventStreams streams;
    private final ViewStore<MobilisationView> list;
    private final DueStepsTimer timer;
    private final Experts experts;
    private final KnownActions actions;
    private final Clock clock;

    Mobilisations(
            EventStreams streams,
            MongoDatabase database,
            DueStepsTimer timer,
            Experts experts,
            KnownActions actions,
            Clock clock) {
        this.streams = streams;
        this.list = new ViewStore<>(database, "mobilisations", MobilisationView.class);
        this.timer = timer;
        this.experts = experts;
        this.actions = actions;
        this.clock = clock;
    }

    private Optional<Folded<Mobilisation>> find(String id) {
        return streams.fold(
                TYPE,
                id,
                Mobilisation::new,
                (mobilisation, event, moment) ->
                        mobilisation.evolve((MobilisationEvent) event, moment));
    }

    private Optional<MobilisationView> view(String id) {
        return find(id).map(found -> found.state().view(found.version()));
    }

    /** True once the mission is over or will not take place. */
    public boolean hasEnded(String id) {
        return find(id).filter(found -> found.state().ended()).isPresent();
    }

    @Override
    public Optional<Shown> read(String id, Actor caller) {
        return view(id).filter(view -> mayRead(view, caller))
                .map(view -> new Shown(shown(view, caller), view.version()));
    }

    private boolean mayRead(MobilisationView view, Actor caller) {
        return Sight.ofStaff(caller)
                || view.expertId().equals(caller.expertId())
                || isEmployer(view, caller)
                || isPartner(view, caller);
    }

    /** The employer at the opening, or the present one, which may have to authorise instead. */
    private boolean isEmployer(MobilisationView view, Actor caller) {
        return caller.has(Roles.EMPLOYER)
                && (caller.actsFor(view.employerId())
                        || experts.find(view.expertId())
                                .flatMap(
                                        found ->
                                                found.state()
                                                        .profile()
                                                        .employmentOn(
                                                                Brussels.day(clock.instant())))
                                .filter(now -> caller.actsFor(now.organisationId()))
                                .isPresent());
    }

    private static boolean isPartner(MobilisationView view, Actor caller) {
        return caller.has(Roles.PARTNER_SIGNATORY) && caller.actsFor(view.institutionId());
    }

    private static boolean isOwn(MobilisationView view, Actor caller) {
        return view.expertId().equals(caller.expertId());
    }

    private boolean seesPerson(MobilisationView view, Actor caller) {
        return Sight.ofMobilised(caller)
                || isOwn(view, caller)
                || isEmployer(view, caller)
                || isPartner(view, caller) && !OVER.contains(view.status());
    }

    /** Whether a caller sees who is mobilised. */
    public boolean seesPerson(String id, Actor caller) {
        return view(id).filter(view -> seesPerson(view, caller)).isPresent();
    }

    /** Who is mobilised; empty if there is no such mobilisation. */
    public Optional<String> expertOf(String id) {
        return view(id).map(MobilisationView::expertId);
    }

    private MobilisationView shown(MobilisationView view, Actor caller) {
        boolean own = isOwn(view, caller);
        return view.at(
                clock.instant(),
                seesPerson(view, caller) ? name(view.expertId()) : null,
                own || Sight.ofStaff(caller),
                own || Sight.ofMobilised(caller),
                actions.find(view.activity().actionId())
                        .map(
                                action ->
                                        action.isTriangular(
                                                view.activity().number(),
                                                Brussels.day(clock.instant())))
                        .orElse(null));
    }

    /** The call of an activity, which a direct appointment looks at, or null. */
    @Nullable String callOf(String actionId, int activity) {
        return actions.find(actionId).map(action -> action.callOf(activity)).orElse(null);
    }

    private Profile.@Nullable Name name(String expertId) {
        return experts.find(expertId).map(found -> found.state().profile().name()).orElse(null);
    }

    @EventHandler
    void on(MobilisationEvent event) {
        find(event.mobilisationId())
                .ifPresent(
                        found -> {
                            MobilisationView view = found.state().view(found.version());
                            list.save(view.id(), found.version(), fields(view), view);
                            timer.schedule(TYPE, view.id(), found.state().timerDue());
                        });
    }

    /** Writes the line in the list anew, without what has become unreadable. */
    public void forget(String id) {
        find(id).ifPresent(
                        found -> {
                            MobilisationView view = found.state().view(found.version());
                            list.rewrite(id, found.version(), fields(view), view);
                        });
    }

    private static Map<String, Object> fields(MobilisationView view) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("status", view.status());
        fields.put("reference", view.reference());
        fields.put("application", Objects.toString(view.applicationId(), ""));
        fields.put("action", view.activity().actionId());
        fields.put("activity", String.valueOf(view.activity().number()));
        fields.put("expert", view.expertId());
        fields.put("employer", Objects.toString(view.employerId(), ""));
        fields.put("institution", view.institutionId());
        return fields;
    }

    /**
     * A page of the mobilisations the caller may see. What an acceptance has just opened is found
     * by its application at once.
     */
    Page<MobilisationView> list(ListQuery query, Actor caller) {
        if (query.filters().keySet().equals(Set.of("application"))) {
            List<MobilisationView> found =
                    query.values("application").stream()
                            .distinct()
                            .flatMap(id -> view(Mobilisation.idFor(id)).stream())
                            .filter(view -> mayRead(view, caller))
                            .toList();
            return Page.cut(found, query).map(view -> shown(view, caller));
        }
        List<Bson> filters = new ArrayList<>();
        if (!Sight.ofStaff(caller)) {
            List<Bson> own = new ArrayList<>();
            own.add(Filters.eq(field("expert"), Objects.toString(caller.expertId(), "-")));
            if (caller.has(Roles.EMPLOYER)) {
                own.add(Filters.in(field("employer"), caller.institutions()));
            }
            if (caller.has(Roles.PARTNER_SIGNATORY)) {
                own.add(Filters.in(field("institution"), caller.institutions()));
            }
            filters.add(Filters.or(own));
        }
        query.names("status", Mobilisation.Status.class);
        for (String name : List.of("application", "action", "activity", "expert", "status")) {
            if (!query.values(name).isEmpty()) {
                filters.add(Filters.in(field(name), query.values(name)));
            }
        }
        return list.find(
                        filters.isEmpty() ? Filters.empty() : Filters.and(filters),
                        query,
                        "reference",
                        true)
                .map(view -> shown(view, caller));
    }
}
