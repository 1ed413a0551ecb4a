package org.socius.expert.mobilisations;

import static org.socius.platform.view.ViewStore.field;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.expert.actions.KnownAction;
import org.socius.expert.actions.KnownActions;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationGranted;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationRefused;
import org.socius.expert.mobilisations.MobilisationEvent.ContractAmended;
import org.socius.expert.mobilisations.MobilisationEvent.ContractIssued;
import org.socius.expert.mobilisations.MobilisationEvent.ContractSigned;
import org.socius.expert.mobilisations.MobilisationEvent.ExpertReplaced;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationCancelled;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationSettled;
import org.socius.expert.mobilisations.MobilisationEvent.ObjectionWaived;
import org.socius.expert.roster.Experts;
import org.socius.expert.roster.Profile;
import org.socius.expert.sight.Sight;
import org.socius.platform.command.Actor;
import org.socius.platform.partners.Partners;
import org.socius.platform.privacy.PersonalDataCodec;
import org.socius.platform.time.Brussels;
import org.socius.platform.view.DueStepsTimer;
import org.socius.platform.view.Duties;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.view.RecordStanding;
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

    private static final Set<Class<?>> DECISIONS =
            Set.of(
                    AuthorisationGranted.class,
                    AuthorisationRefused.class,
                    ContractIssued.class,
                    ContractSigned.class,
                    ContractAmended.class,
                    ObjectionWaived.class,
                    ExpertReplaced.class,
                    MobilisationCancelled.class,
                    MobilisationSettled.class);

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
    private final Partners partners;
    private final Clock clock;

    Mobilisations(
            EventStreams streams,
            MongoDatabase database,
            DueStepsTimer timer,
            Experts experts,
            KnownActions actions,
            Partners partners,
            Clock clock,
            PersonalDataCodec codec) {
        this.streams = streams;
        this.list =
                ViewStore.sealed(
                        database,
                        "mobilisations",
                        MobilisationView.class,
                        codec,
                        id -> find(id).map(found -> found.state().view(found.version())));
        this.timer = timer;
        this.experts = experts;
        this.actions = actions;
        this.partners = partners;
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

    /** A mobilisation without what it says. */
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

    /** The application it began with; empty if there is none. */
    public Optional<String> applicationOf(String id) {
        return find(id).flatMap(found -> Optional.ofNullable(found.state().applicationId()));
    }

    /** True once the mission is over or will not take place. */
    public boolean hasEnded(String id) {
        return find(id).filter(found -> found.state().ended()).isPresent();
    }

    @Override
    public Optional<Shown> read(String id, Actor person) {
        Actor caller = partners.speaking(person);
        return view(id).filter(view -> mayRead(view, caller, recorded()))
                .map(view -> new Shown(shown(view, caller, recorded()), view.version()));
    }

    /** Where a reader's answer finds the persons and actions that a mobilisation names. */
    private record Around(
            Function<String, Optional<Profile>> profiles,
            Function<String, Optional<KnownAction>> actions) {}

    /** From their own events: up to date, and dear for many. */
    private Around recorded() {
        return new Around(
                id -> experts.find(id).map(found -> found.state().profile()), actions::find);
    }

    /** For a page: the persons as their list has them, each action once. */
    private Around listed(List<MobilisationView> page) {
        Map<String, Profile> profiles =
                experts.profiles(
                        page.stream()
                                .map(Mobilisations::personOf)
                                .collect(Collectors.toUnmodifiableSet()));
        Map<String, Optional<KnownAction>> known = new HashMap<>();
        return new Around(
                id -> Optional.ofNullable(profiles.get(id)),
                id -> known.computeIfAbsent(id, actions::find));
    }

    /** Who did which step of a mobilisation; empty if there is none or the caller is no staff. */
    Optional<Duties.Shown> duties(String id, Actor caller) {
        return Sight.ofStaff(caller)
                ? streams.fold(
                                TYPE,
                                id,
                                Duties::new,
                                (duties, event, moment) ->
                                        duties.add(
                                                event,
                                                DECISIONS.contains(event.getClass()),
                                                moment))
                        .map(found -> found.state().shown())
                : Optional.empty();
    }

    private boolean mayRead(MobilisationView view, Actor caller, Around around) {
        return Sight.ofStaff(caller)
                || personOf(view).equals(caller.expertId())
                || isEmployer(view, caller, around)
                || isPartner(view, caller);
    }

    private static String personOf(MobilisationView stored) {
        return Objects.requireNonNull(stored.expertId());
    }

    /**
     * The employer at the opening, or until the mission is over the present one, which may have to
     * authorise instead.
     */
    private boolean isEmployer(MobilisationView view, Actor caller, Around around) {
        return caller.has(Roles.EMPLOYER)
                && (caller.actsFor(view.employerId())
                        || !OVER.contains(view.status())
                                && around.profiles()
                                        .apply(personOf(view))
                                        .flatMap(profile -> profile.employmentOn(today()))
                                        .filter(now -> caller.actsFor(now.organisationId()))
                                        .isPresent());
    }

    private LocalDate today() {
        return Brussels.day(clock.instant());
    }

    private static boolean isPartner(MobilisationView view, Actor caller) {
        return caller.has(Roles.PARTNER_SIGNATORY) && caller.actsFor(view.institutionId());
    }

    private boolean seesPerson(MobilisationView view, Actor caller, Around around) {
        return Sight.ofMobilised(caller)
                || isOwn(view, caller)
                || isEmployer(view, caller, around)
                || isPartner(view, caller) && !OVER.contains(view.status());
    }

    private static boolean isOwn(MobilisationView view, Actor caller) {
        return personOf(view).equals(caller.expertId());
    }

    /** Whether a caller sees who is mobilised. */
    public boolean seesPerson(String id, Actor person) {
        Actor caller = partners.speaking(person);
        return view(id).filter(view -> seesPerson(view, caller, recorded())).isPresent();
    }

    /** Who is mobilised; empty if there is no such mobilisation. */
    public Optional<String> expertOf(String id) {
        return view(id).map(Mobilisations::personOf);
    }

    private MobilisationView shown(MobilisationView view, Actor caller, Around around) {
        boolean own = isOwn(view, caller);
        boolean seesPerson = seesPerson(view, caller, around);
        return view.at(
                clock.instant(),
                seesPerson || Sight.ofStaff(caller),
                seesPerson
                        ? around.profiles().apply(personOf(view)).map(Profile::name).orElse(null)
                        : null,
                own || Sight.ofStaff(caller),
                own || Sight.ofMobilised(caller),
                around.actions()
                        .apply(view.activity().actionId())
                        .map(action -> action.isTriangular(view.activity().number()))
                        .orElse(null));
    }

    /** The call of an activity, which a direct appointment looks at, or null. */
    @Nullable String callOf(String actionId, int activity) {
        return actions.find(actionId).map(action -> action.callOf(activity)).orElse(null);
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
        fields.put("expert", personOf(view));
        fields.put("employer", Objects.toString(view.employerId(), ""));
        fields.put("institution", view.institutionId());
        return fields;
    }

    /**
     * A page of the mobilisations the caller may see. What an acceptance has just opened is found
     * by its application at once.
     */
    Page<MobilisationView> list(ListQuery query, Actor person) {
        Actor caller = partners.speaking(person);
        if (query.filters().keySet().equals(Set.of("application"))) {
            List<MobilisationView> found =
                    query.values("application").stream()
                            .distinct()
                            .flatMap(id -> view(Mobilisation.idFor(id)).stream())
                            .toList();
            Around around = listed(found);
            return Page.cut(
                            found.stream().filter(view -> mayRead(view, caller, around)).toList(),
                            query)
                    .map(view -> shown(view, caller, around));
        }
        List<Bson> filters = new ArrayList<>();
        if (!Sight.ofStaff(caller)) {
            List<Bson> own = new ArrayList<>();
            own.add(Filters.eq(field("expert"), Objects.toString(caller.expertId(), "-")));
            if (caller.has(Roles.EMPLOYER)) {
                own.add(Filters.in(field("employer"), caller.institutions()));
                own.add(
                        Filters.and(
                                Filters.in(
                                        field("expert"),
                                        experts.employedBy(caller.institutions(), today())),
                                Filters.nin(field("status"), OVER)));
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
        Page<MobilisationView> page =
                list.find(
                        filters.isEmpty() ? Filters.empty() : Filters.and(filters),
                        query,
                        "reference",
                        true);
        Around around = listed(page.items());
        return page.map(view -> shown(view, caller, around));
    }
}
