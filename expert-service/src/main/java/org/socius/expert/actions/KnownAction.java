package org.socius.expert.actions;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
import org.socius.expert.actions.KnownActionCommand.LearnApproval;
import org.socius.expert.actions.KnownActionCommand.LearnCancellation;
import org.socius.expert.actions.KnownActionCommand.LearnCompletion;
import org.socius.expert.actions.KnownActionCommand.LearnTermsOfReference;
import org.socius.expert.actions.KnownActionEvent.ActionApprovalNoted;
import org.socius.expert.actions.KnownActionEvent.ActionCancellationNoted;
import org.socius.expert.actions.KnownActionEvent.ActivityCompletionNoted;
import org.socius.expert.actions.KnownActionEvent.CallAttached;
import org.socius.expert.actions.KnownActionEvent.MobilisationAttached;
import org.socius.expert.actions.KnownActionEvent.TermsOfReferenceNoted;
import org.socius.platform.command.Aggregates;
import org.socius.platform.problem.Rejection;

/**
 * An action as this service knows it: unknown, heard of, approved, perhaps cancelled. It owns what
 * hangs on the action here, one call for each activity and the mobilisations, so that whoever joins
 * and whoever cancels meet in one place. It keeps no order of time: facts come from elsewhere.
 */
@Aggregate
public class KnownAction {

    @AggregateIdentifier private String id;
    private @Nullable ActionApprovalNoted approval;
    private boolean cancelled;
    private final Map<Integer, TermsOfReference> terms = new HashMap<>();
    private final Map<Integer, String> calls = new HashMap<>();
    private final Set<Integer> completed = new HashSet<>();
    private final List<String> mobilisations = new ArrayList<>();

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

    /** Whether calls and mobilisations are possible (R34). */
    public boolean isOpen() {
        return approval != null && !cancelled;
    }

    /** What is known since the approval, if calls and mobilisations are possible (R34). */
    public ActionApprovalNoted open() {
        if (approval == null || cancelled) {
            throw new ActionRejection.ActionNotOpen(id, cancelled);
        }
        return approval;
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
        return known;
    }

    /**
     * A call for an activity; there is one (R77).
     *
     * @throws AggregateStreamCreationException if it is attached already: drafted again, it is
     *     answered as the first time
     */
    public void attachCall(int activity, String callId) {
        String other = calls.get(activity);
        if (callId.equals(other)) {
            throw new AggregateStreamCreationException("Call " + callId + " is drafted");
        }
        if (other != null) {
            throw new ActionRejection.ActivityHasCall(other);
        }
        apply(new CallAttached(id, activity, callId));
    }

    /** A mobilisation that ends if the action is cancelled. */
    public void attachMobilisation(int activity, String mobilisationId) {
        open();
        apply(new MobilisationAttached(id, activity, mobilisationId));
    }

    /** Demands that the activity is completed, and with it every deliverable accepted (R97). */
    public void requireCompleted(int activity) {
        if (!completed.contains(activity)) {
            throw new ActionRejection.DeliverablesNotAccepted(id, activity);
        }
    }

    /** Ids of the mobilisations on this action, ended ones included. */
    public List<String> mobilisations() {
        return List.copyOf(mobilisations);
    }

    @EventSourcingHandler
    public void evolve(KnownActionEvent event) {
        id = event.actionId();
        switch (event) {
            case ActionApprovalNoted e -> approval = e;
            case TermsOfReferenceNoted e -> terms.put(e.terms().activity(), e.terms());
            case ActivityCompletionNoted e -> completed.add(e.activity());
            case ActionCancellationNoted _ -> cancelled = true;
            case CallAttached e -> calls.put(e.activity(), e.callId());
            case MobilisationAttached e -> mobilisations.add(e.mobilisationId());
        }
    }
}
