package org.socius.expert.calls;

import static org.socius.platform.view.ViewStore.field;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.bson.conversions.Bson;
import org.socius.contracts.Roles;
import org.socius.expert.calls.CallEvent.CallAmended;
import org.socius.expert.calls.CallEvent.CallCancelled;
import org.socius.expert.calls.CallEvent.CallExtended;
import org.socius.expert.calls.CallEvent.CallFilled;
import org.socius.expert.calls.CallEvent.CallPartlyFilled;
import org.socius.expert.calls.CallEvent.CallPublished;
import org.socius.expert.calls.CallEvent.CallRelaunched;
import org.socius.expert.calls.CallEvent.CallUnfilled;
import org.socius.expert.sight.Sight;
import org.socius.platform.command.Actor;
import org.socius.platform.view.DueStepsTimer;
import org.socius.platform.view.Duties;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.view.ViewStore;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.platform.web.ResourceReader;
import org.springframework.stereotype.Component;

/** Calls as readers see them, and their deadlines for the timer. */
@Component
@ProcessingGroup(Calls.NAME)
public class Calls implements ResourceReader {

    static final String NAME = "call-list";
    private static final String TYPE = "Call";

    private static final Set<Class<?>> DECISIONS =
            Set.of(
                    CallPublished.class,
                    CallAmended.class,
                    CallExtended.class,
                    CallRelaunched.class,
                    CallCancelled.class,
                    CallFilled.class,
                    CallPartlyFilled.class,
                    CallUnfilled.class);

    private final EventStreams streams;
    private final ViewStore<CallView> list;
    private final DueStepsTimer timer;

    Calls(EventStreams streams, MongoDatabase database, DueStepsTimer timer) {
        this.streams = streams;
        this.list = new ViewStore<>(database, "calls", CallView.class);
        this.timer = timer;
    }

    /** A call as its events say, without regard to who asks. */
    public Optional<Folded<Call>> find(String id) {
        return streams.fold(
                TYPE,
                id,
                Call::new,
                (call, event, moment) -> call.evolve((CallEvent) event, moment));
    }

    @Override
    public Optional<Shown> read(String id, Actor caller) {
        return find(id).map(found -> found.state().view(found.version()))
                .filter(view -> view.isVisibleTo(caller))
                .map(view -> new Shown(view.shownTo(caller), view.version()));
    }

    /** Who did which step of a call; empty if there is none or the caller is no staff. */
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

    @EventHandler
    void on(CallEvent event) {
        find(event.callId())
                .ifPresent(
                        found -> {
                            CallView view = found.state().view(found.version());
                            list.save(view.id(), found.version(), fields(view), view);
                            timer.schedule(TYPE, view.id(), found.state().timerDue());
                        });
    }

    private static Map<String, Object> fields(CallView view) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("status", view.status());
        fields.put("reference", view.reference());
        fields.put("country", view.country());
        fields.put("action", view.actionId());
        fields.put("activity", String.valueOf(view.activity()));
        fields.put("institution", view.partner().id());
        fields.put("deadline", Objects.toString(view.deadline(), ""));
        fields.put(
                "text",
                String.join(
                                "\n",
                                view.reference(),
                                String.join("\n", view.actionTitle().values()),
                                String.join("\n", view.activityTitle().values()))
                        .toLowerCase(Locale.ROOT));
        return fields;
    }

    /**
     * A page of the calls whose publication somebody was told of, the newest first.
     *
     * @param told whether at the moment of a publication
     */
    public Page<CallView> published(Predicate<Instant> told, ListQuery query, Actor caller) {
        query.names("status", Call.Status.class);
        Comparator<CallView> order =
                switch (Objects.requireNonNullElse(query.sort(), "publishedAt")) {
                    case "deadline" ->
                            Comparator.comparing(view -> Objects.toString(view.deadline()));
                    case "reference" -> Comparator.comparing(CallView::reference);
                    default -> Comparator.comparing(view -> Objects.toString(view.publishedAt()));
                };
        List<CallView> found =
                list
                        .all(
                                query.values("status").isEmpty()
                                        ? Filters.empty()
                                        : Filters.in(field("status"), query.values("status")))
                        .stream()
                        .filter(view -> view.publishedAt() != null && told.test(view.publishedAt()))
                        .sorted(
                                (query.sort() != null && query.ascending()
                                                ? order
                                                : order.reversed())
                                        .thenComparing(CallView::id))
                        .toList();
        return Page.cut(found, query).map(view -> view.shownTo(caller));
    }

    /** A page of the calls the caller may see; anybody sees open ones. */
    Page<CallView> list(ListQuery query, Actor caller) {
        List<Bson> filters = new ArrayList<>();
        if (!Sight.ofStaff(caller)) {
            // Only what was published has a deadline: neither a draft nor one that was cancelled.
            filters.add(Filters.gt(field("deadline"), ""));
            if (!caller.has(Roles.EXPERT) && !caller.has(Roles.COLLABORATIVE_PARTNER)) {
                filters.add(
                        Filters.or(
                                Filters.eq(field("status"), Call.Status.OPEN.name()),
                                Filters.in(field("institution"), caller.institutions())));
            }
        }
        query.names("status", Call.Status.class);
        for (String name : List.of("status", "country", "action", "activity")) {
            if (!query.values(name).isEmpty()) {
                filters.add(Filters.in(field(name), query.values(name)));
            }
        }
        filters.add(ViewStore.containing("text", query.values("q")));
        return list.find(Filters.and(filters), query, "reference", true)
                .map(view -> view.shownTo(caller));
    }
}
