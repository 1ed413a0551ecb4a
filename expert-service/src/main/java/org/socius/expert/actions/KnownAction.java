package org.socius.expert.actions;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.reference.MemberStates;
import org.socius.expert.actions.KnownActionCommand.LearnActivityCancellation;
import org.socius.expert.actions.KnownActionCommand.LearnAmendment;
import org.socius.expert.actions.KnownActionCommand.LearnApproval;
import org.socius.expert.actions.KnownActionCommand.LearnCancellation;
import org.socius.expert.actions.KnownActionCommand.LearnClosure;
import org.socius.expert.actions.KnownActionCommand.LearnCompletion;
import org.socius.expert.actions.KnownActionCommand.LearnResumption;
import org.socius.expert.actions.KnownActionCommand.LearnSchedule;
import org.socius.expert.actions.KnownActionCommand.LearnSuspension;
import org.socius.expert.actions.KnownActionCommand.LearnTermsOfReference;
import org.socius.expert.actions.KnownActionEvent.ActionAmendmentNoted;
import org.socius.expert.actions.KnownActionEvent.ActionApprovalNoted;
import org.socius.expert.actions.KnownActionEvent.ActionCancellationNoted;
import org.socius.expert.actions.KnownActionEvent.ActionClosureNoted;
import org.socius.expert.actions.KnownActionEvent.ActionResumptionNoted;
import org.socius.expert.actions.KnownActionEvent.ActionSuspensionNoted;
import org.socius.expert.actions.KnownActionEvent.ActivityCancellationNoted;
import org.socius.expert.actions.KnownActionEvent.ActivityCompletionNoted;
import org.socius.expert.actions.KnownActionEvent.ActivityScheduleNoted;
import org.socius.expert.actions.KnownActionEvent.CallAttached;
import org.socius.expert.actions.KnownActionEvent.CallDetached;
import org.socius.expert.actions.KnownActionEvent.MobilisationAttached;
import org.socius.expert.actions.KnownActionEvent.MobilisationDetached;
import org.socius.expert.actions.KnownActionEvent.TermsOfReferenceNoted;
import org.socius.expert.actions.TermsOfReference.Phases;
import org.socius.platform.command.Aggregates;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;
import org.socius.platform.time.Brussels;

/**
 * An action as this service knows it: unknown, heard of, approved, perhaps suspended for a while,
 * perhaps cancelled. It owns what hangs on the action here, one call for each activity and one
 * mobilisation for each position, so that whoever joins and whoever cancels meet in one place. It
 * keeps no order of time: facts come from elsewhere.
 */
@Aggregate
public class KnownAction {

    @AggregateIdentifier private String id;
    private @Nullable ActionApprovalNoted approval;
    private boolean cancelled;
    private boolean closed;
    private boolean suspended;
    private @Nullable Instant resumedAt;
    private final Map<Integer, TermsOfReference> terms = new HashMap<>();
    private final Map<Integer, Optional<Phases>> schedules = new HashMap<>();
    private final Map<Integer, String> calls = new HashMap<>();
    private final Set<Integer> completed = new HashSet<>();
    private final Set<Integer> cancelledActivities = new HashSet<>();
    private final List<String> mobilisations = new ArrayList<>();
    private final Map<String, MobilisationAttached> team = new LinkedHashMap<>();
    private final Map<String, LocalDate> joined = new HashMap<>();

    KnownAction() {}

    /** An action of which nothing is known, to fold its events into. */
    public static KnownAction unknown() {
        return new KnownAction();
    }

    /**
     * The action with this id.
     *
     * @throws Rejection.NotYetKnown if nothing of it has arrived
     */
    public static org.axonframework.modelling.command.Aggregate<KnownAction> of(
            String actionId, Aggregates aggregates) {
        try {
            return aggregates.load(KnownAction.class, actionId);
        } catch (AggregateNotFoundException e) {
            throw new Rejection.NotYetKnown("action", actionId);
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(LearnApproval command) {
        if (approval == null) {
            apply(
                    new ActionApprovalNoted(
                            command.actionId(),
                            command.reference(),
                            command.institutionId(),
                            command.institutionName(),
                            command.title(),
                            command.countries()));
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(LearnAmendment command) {
        if (approval != null
                && !(approval.title().equals(command.title())
                        && approval.countries().equals(command.countries()))) {
            apply(
                    new ActionAmendmentNoted(
                            command.actionId(), command.title(), command.countries()));
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(LearnTermsOfReference command) {
        TermsOfReference known = terms.get(command.terms().activity());
        if (known == null || known.version() < command.terms().version()) {
            apply(new TermsOfReferenceNoted(command.actionId(), command.terms()));
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(LearnCompletion command) {
        if (!completed.contains(command.activity())) {
            apply(new ActivityCompletionNoted(command.actionId(), command.activity()));
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(LearnCancellation command) {
        if (!cancelled) {
            apply(new ActionCancellationNoted(command.actionId()));
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(LearnClosure command) {
        if (!closed) {
            apply(new ActionClosureNoted(command.actionId()));
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(LearnActivityCancellation command) {
        if (!cancelledActivities.contains(command.activity())) {
            apply(new ActivityCancellationNoted(command.actionId(), command.activity()));
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(LearnSchedule command) {
        Optional<Phases> phases = Optional.ofNullable(command.phases());
        if (!phases.equals(schedules.get(command.activity()))) {
            apply(
                    new ActivityScheduleNoted(
                            command.actionId(), command.activity(), command.phases()));
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(LearnSuspension command) {
        if (!suspended) {
            apply(new ActionSuspensionNoted(command.actionId()));
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(LearnResumption command) {
        if (suspended) {
            apply(new ActionResumptionNoted(command.actionId()));
        }
    }

    /** Whether new calls and mobilisations are possible in an activity (R34, R41). */
    public boolean isOpen(int activity) {
        return approval != null
                && !cancelled
                && !closed
                && !suspended
                && !completed.contains(activity)
                && !cancelledActivities.contains(activity);
    }

    /** When a step that fell due could be taken: then, or after a suspension in its way (R91). */
    public Instant possibleSince(Instant due) {
        return resumedAt != null && resumedAt.isAfter(due) ? resumedAt : due;
    }

    /** What is known since the approval, if work on the activity may go on (R34, R39, R40). */
    public ActionApprovalNoted alive(int activity) {
        ActionApprovalNoted known = uncancelled(activity);
        if (completed.contains(activity)) {
            throw new ActionRejection.ActivityCompleted(id, activity);
        }
        return known;
    }

    /** The same, also where the work is done and only its record is put right. */
    public ActionApprovalNoted uncancelled(int activity) {
        if (approval == null || cancelled || closed) {
            throw new ActionRejection.ActionNotOpen(id, cancelled, closed);
        }
        if (cancelledActivities.contains(activity)) {
            throw new ActionRejection.ActivityCancelled(id, activity);
        }
        return approval;
    }

    /** The same, if new calls and mobilisations are possible as well (R41). */
    public ActionApprovalNoted open(int activity) {
        ActionApprovalNoted known = alive(activity);
        if (suspended) {
            throw new ActionRejection.ActionSuspended(id);
        }
        return known;
    }

    /**
     * The final terms of reference of an activity.
     *
     * @throws Rejection.NotYetKnown if none have arrived
     */
    public TermsOfReference terms(int activity) {
        TermsOfReference known = terms.get(activity);
        if (known == null) {
            throw new Rejection.NotYetKnown("final terms of reference", id + "/" + activity);
        }
        return known.at(phases(activity, known.phases()));
    }

    /** The dates of an activity; where it was put off without new ones, those it had. */
    public Phases phases(int activity, Phases planned) {
        return schedules.getOrDefault(activity, Optional.empty()).orElse(planned);
    }

    /** True while an activity is put off without a new date. */
    public boolean isPostponed(int activity) {
        Optional<Phases> schedule = schedules.get(activity);
        return schedule != null && schedule.isEmpty();
    }

    /**
     * Demands that a call is not attached already, whatever has become of the action since.
     *
     * @throws AggregateStreamCreationException if it is: drafted again, it is answered as the first
     *     time
     */
    public void requireNewCall(String callId) {
        if (calls.containsValue(callId)) {
            throw new AggregateStreamCreationException("Call " + callId + " is drafted");
        }
    }

    /** A call for an activity; there is one (R77). */
    public void attachCall(int activity, String callId) {
        requireNewCall(callId);
        String other = calls.get(activity);
        if (other != null) {
            throw new ActionRejection.ActivityHasCall(other);
        }
        apply(new CallAttached(id, activity, callId));
    }

    /** The call of an activity was cancelled. */
    public void detachCall(int activity, String callId) {
        if (callId.equals(calls.get(activity))) {
            apply(new CallDetached(id, activity, callId));
        }
    }

    /** The call of an activity, cancelled ones aside, or null. */
    public @Nullable String callOf(int activity) {
        return calls.get(activity);
    }

    /** Ids of the calls on this action with the numbers of their activities. */
    public Map<Integer, String> calls() {
        return Map.copyOf(calls);
    }

    /** Demands that a position is free, and the expert without another one there (R85, R89). */
    public void requireFree(int activity, String position, String expertId) {
        for (MobilisationAttached other : team.values()) {
            if (other.activity() == activity && position.equals(other.position())) {
                throw new ActionRejection.PositionFilled(position, other.mobilisationId());
            }
            if (other.activity() == activity && expertId.equals(other.expertId())) {
                throw new ActionRejection.ExpertInTeam(
                        other.position() == null ? "" : other.position());
            }
        }
    }

    /**
     * Demands that a mobilisation is not attached already, whatever has become of it since.
     *
     * @throws AggregateStreamCreationException if it is: opened again, it is answered as the first
     *     time
     */
    public void requireNewMobilisation(String mobilisationId) {
        if (mobilisations.contains(mobilisationId)) {
            throw new AggregateStreamCreationException(
                    "Mobilisation " + mobilisationId + " is open");
        }
    }

    /**
     * A mobilisation that ends if the action is cancelled.
     *
     * @throws AggregateStreamCreationException if it is attached already: opened again, it is
     *     answered as the first time
     */
    public void attachMobilisation(
            int activity,
            String mobilisationId,
            String position,
            String expertId,
            String employerCountry) {
        open(activity);
        requireNewMobilisation(mobilisationId);
        requireFree(activity, position, expertId);
        apply(
                new MobilisationAttached(
                        id, activity, mobilisationId, position, expertId, employerCountry));
    }

    /** A mobilisation was cancelled or replaced. */
    public void detachMobilisation(String mobilisationId) {
        if (team.containsKey(mobilisationId)) {
            apply(new MobilisationDetached(id, mobilisationId));
        }
    }

    /** Demands that every deliverable is accepted (R97), or will never be asked for (R40). */
    public void requireOver(int activity) {
        if (!completed.contains(activity)
                && !cancelled
                && !cancelledActivities.contains(activity)) {
            throw new ActionRejection.DeliverablesNotAccepted(id, activity);
        }
    }

    /** Ids of the mobilisations on this action, ended ones included. */
    public List<String> mobilisations() {
        return List.copyOf(mobilisations);
    }

    /** Ids of the mobilisations in the team of an activity. */
    public List<String> team(int activity) {
        return team.values().stream()
                .filter(member -> member.activity() == activity)
                .map(MobilisationAttached::mobilisationId)
                .toList();
    }

    /**
     * True if practitioners of Member States and of other countries work together in an activity
     * (R72). Each one counts by the country of the employer, and its membership of the Union, on
     * the day on which that one joined (R71): a team does not change because a country leaves.
     */
    public boolean isTriangular(int activity) {
        return team.values().stream()
                        .filter(member -> member.activity() == activity)
                        .filter(member -> member.employerCountry() != null)
                        .map(this::isOfTheUnion)
                        .distinct()
                        .count()
                == 2;
    }

    private boolean isOfTheUnion(MobilisationAttached member) {
        LocalDate day = joined.get(member.mobilisationId());
        String country = member.employerCountry();
        return day != null && country != null && MemberStates.isMember(country, day);
    }

    @EventSourcingHandler
    public void evolve(KnownActionEvent event, EventMoment moment) {
        id = event.actionId();
        switch (event) {
            case ActionApprovalNoted e -> approval = e;
            case ActionAmendmentNoted e -> approval = approval == null ? null : approval.with(e);
            case TermsOfReferenceNoted e -> {
                terms.put(e.terms().activity(), e.terms());
                schedules.remove(e.terms().activity());
            }
            case ActivityScheduleNoted e ->
                    schedules.put(e.activity(), Optional.ofNullable(e.phases()));
            case ActivityCompletionNoted e -> completed.add(e.activity());
            case ActionCancellationNoted _ -> cancelled = true;
            case ActionClosureNoted _ -> closed = true;
            case CallAttached e -> calls.put(e.activity(), e.callId());
            case CallDetached e -> calls.remove(e.activity());
            case MobilisationAttached e -> {
                mobilisations.add(e.mobilisationId());
                team.put(e.mobilisationId(), e);
                joined.put(e.mobilisationId(), Brussels.day(moment.occurredAt()));
            }
            case MobilisationDetached e -> team.remove(e.mobilisationId());
            case ActionSuspensionNoted _ -> suspended = true;
            case ActionResumptionNoted _ -> {
                suspended = false;
                resumedAt = moment.occurredAt();
            }
            case ActivityCancellationNoted e -> cancelledActivities.add(e.activity());
        }
    }
}
