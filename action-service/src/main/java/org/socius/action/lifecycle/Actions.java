package org.socius.action.lifecycle;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.command.EventMoment;
import org.socius.platform.partners.Partners;
import org.socius.platform.view.Duties;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.view.RecordStanding;
import org.socius.platform.view.Timeline;
import org.socius.platform.web.ResourceReader;
import org.springframework.stereotype.Component;

/**
 * Reads actions from their events, so that a reader sees what was written just before. Who may read
 * one: staff, its partner, the Delegation of a country it serves, the experts mobilised for it.
 */
@Component
public class Actions implements ResourceReader {

    /** The aggregate type in the store. */
    public static final String TYPE = "Action";

    /** The aggregate, for those who need its class and not its insides. */
    public static final Class<?> AGGREGATE = Action.class;

    /** Judgements, and who among the staff looks after the action. */
    private static final Set<String> OF_STAFF =
            Set.of("SurveyAnswered", "ActionEvaluated", "ActionHandedOver");

    private final EventStreams streams;
    private final Timeline timeline;
    private final Partners partners;

    Actions(EventStreams streams, Timeline timeline, Partners partners) {
        this.streams = streams;
        this.timeline = timeline;
        this.partners = partners;
    }

    /**
     * What the register of actions keeps of one.
     *
     * @param view without names, as nobody in particular sees it
     * @param readers ids of institutions and experts that may read it
     * @param timerDue when its next automatic step is to be taken, or null
     */
    public record Listing(
            ActionView view,
            List<String> countries,
            List<String> readers,
            @Nullable Instant timerDue,
            long version) {}

    @Override
    public Optional<Shown> read(String id, Actor caller) {
        Actor reader = partners.speaking(caller);
        return fold(id).filter(folded -> folded.state().readableBy(reader))
                .map(
                        folded ->
                                new Shown(
                                        folded.state().show(reader, folded.version()),
                                        folded.version()));
    }

    /** One activity of an action, under {@code <action>/<number>}. */
    public Optional<Shown> readActivity(String id, Actor caller) {
        String[] parts = id.split("/", 2);
        return read(parts[0], caller)
                .flatMap(
                        shown ->
                                ((ActionView) shown.body())
                                        .activities().stream()
                                                .filter(a -> parts[1].equals("" + a.number()))
                                                .findFirst()
                                                .map(a -> new Shown(a, shown.version())));
    }

    /** One deliverable, under {@code <action>/<activity>/<id>}. */
    public Optional<Shown> readDeliverable(String id, Actor caller) {
        String[] parts = id.split("/", 3);
        return readActivity(parts[0] + "/" + parts[1], caller)
                .flatMap(
                        shown ->
                                ((ActionView.ActivityView) shown.body())
                                        .deliverables().stream()
                                                .filter(d -> d.id().equals(parts[2]))
                                                .findFirst()
                                                .map(d -> new Shown(d, shown.version())));
    }

    /** The history of an action for one reader; empty if it may not read it. */
    public Optional<List<Timeline.Entry>> timeline(String id, Actor caller) {
        Actor reader = partners.speaking(caller);
        return fold(id).map(Folded::state)
                .filter(action -> action.readableBy(reader))
                .map(
                        action -> {
                            boolean all = reader.hasAny(Roles.STAFF) || reader.has(Roles.ADMIN);
                            return timeline.of(id, action.personsShownTo(reader), true).stream()
                                    .filter(entry -> all || !OF_STAFF.contains(entry.type()))
                                    .map(entry -> all ? entry : outside(entry, action, reader))
                                    .toList();
                        });
    }

    /** What somebody who is no staff sees: no accounts, and reasons that concern the reader. */
    private static Timeline.Entry outside(Timeline.Entry entry, Action action, Actor reader) {
        Map<String, Object> changes = new LinkedHashMap<>(entry.changes());
        changes.remove("approverId");
        boolean why = action.tellsWhy(entry.type(), changes.get("activity"), reader);
        return new Timeline.Entry(
                        entry.sequence(),
                        entry.type(),
                        entry.occurredAt(),
                        entry.recordedAt(),
                        entry.late(),
                        entry.actor(),
                        why ? entry.reason() : null,
                        entry.reasonCode(),
                        changes,
                        null)
                .withoutOthers(reader);
    }

    /** For who may erase, and those who read it anyway. */
    public Optional<Shown> readForErasure(String id, Actor caller) {
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

    /** The history for data protection in full, for the partner as it reads it; else empty. */
    public Optional<List<Timeline.Entry>> personalData(String id, Actor caller) {
        Optional<Action> action = fold(id).map(Folded::state);
        return caller.has(Roles.DATA_PROTECTION)
                ? action.map(found -> timeline.of(id, true, true))
                : action.filter(found -> found.speaksForPartner(partners.speaking(caller)))
                        .flatMap(found -> timeline(id, caller));
    }

    /** Who did which step of an action; empty if there is none or the caller is no staff. */
    public Optional<Duties.Shown> duties(String id, Actor caller) {
        if (!caller.hasAny(Roles.STAFF) && !caller.has(Roles.ADMIN)) {
            return Optional.empty();
        }
        return streams.fold(TYPE, id, ActionDuties::new, ActionDuties::note)
                .map(folded -> folded.state().shown());
    }

    /** What the register keeps; empty if there is no such action. */
    public Optional<Listing> listing(String id) {
        return fold(id).map(
                        folded -> {
                            Action action = folded.state();
                            return new Listing(
                                    action.show(Actor.ANONYMOUS, folded.version()),
                                    List.copyOf(action.countries()),
                                    action.readers(),
                                    action.timerDue(),
                                    folded.version());
                        });
    }

    /** Which import brought an action, and the fingerprint of its item. */
    public record Imported(String importId, String fingerprint) {}

    /** What was imported under an id; empty if nothing was. */
    public Optional<Imported> importedAs(String id) {
        return fold(id).flatMap(folded -> folded.state().importedAs());
    }

    private Optional<Folded<Action>> fold(String id) {
        return streams.fold(TYPE, id, Action::new, Actions::apply);
    }

    private static void apply(Action action, Object event, EventMoment moment) {
        if (event instanceof ActivityEvent activityEvent) {
            action.evolve(activityEvent, moment);
        } else {
            action.evolve((ActionEvent) event, moment);
        }
    }
}
