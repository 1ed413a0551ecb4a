package org.socius.expert.intake;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Topics;
import org.socius.contracts.action.ActionContract.ActionAmendedV1;
import org.socius.contracts.action.ActionContract.ActionApprovedV1;
import org.socius.contracts.action.ActionContract.ActionCancelledV1;
import org.socius.contracts.action.ActionContract.ActionClosedV1;
import org.socius.contracts.action.ActionContract.ActionResumedV1;
import org.socius.contracts.action.ActionContract.ActionSuspendedV1;
import org.socius.contracts.action.ActionContract.ActivityCancelledV1;
import org.socius.contracts.action.ActionContract.ActivityCompletedV1;
import org.socius.contracts.action.ActionContract.ActivityPostponedV1;
import org.socius.contracts.action.ActionContract.ActivityRescheduledV1;
import org.socius.contracts.action.ActionContract.Period;
import org.socius.contracts.action.ActionContract.Phases;
import org.socius.contracts.action.ActionContract.Place;
import org.socius.contracts.action.ActionContract.Position;
import org.socius.contracts.action.ActionContract.Share;
import org.socius.contracts.action.ActionContract.TermsOfReferenceFinalisedV1;
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
import org.socius.expert.actions.KnownActions;
import org.socius.expert.actions.TermsOfReference;
import org.socius.expert.calls.CallCommand.CancelCall;
import org.socius.expert.mobilisations.MobilisationCommand.MoveMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.RecordDueMobilisationSteps;
import org.socius.expert.mobilisations.MobilisationCommand.UnwindMobilisation;
import org.socius.platform.intake.Fact;
import org.socius.platform.intake.Intake;
import org.socius.platform.view.SystemCommands;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Learns of actions: their approval and amendments, final terms of reference, other dates,
 * completed activities, suspensions, cancellations and their end.
 */
@Configuration(proxyBeanMethods = false)
class ActionFacts {

    private static final String PART = "action-facts";

    private final SystemCommands commands;
    private final KnownActions actions;

    ActionFacts(SystemCommands commands, KnownActions actions) {
        this.commands = commands;
        this.actions = actions;
    }

    @Bean
    Intake actionFactsIntake() {
        return Intake.of("expert-service." + PART)
                .topics(Topics.ACTION)
                .on(ActionApprovedV1.class, this::approved)
                .on(ActionAmendedV1.class, this::amended)
                .on(TermsOfReferenceFinalisedV1.class, this::finalised)
                .on(ActivityCompletedV1.class, this::completed)
                .on(ActivityPostponedV1.class, this::postponed)
                .on(ActivityRescheduledV1.class, this::rescheduled)
                .on(
                        ActionClosedV1.class,
                        (fact, action) ->
                                send(fact, "closure", new LearnClosure(action.actionId())))
                .on(ActionCancelledV1.class, this::cancelled)
                .on(ActivityCancelledV1.class, this::activityCancelled)
                .on(
                        ActionSuspendedV1.class,
                        (fact, action) ->
                                send(fact, "suspension", new LearnSuspension(action.actionId())))
                .on(ActionResumedV1.class, this::resumed)
                .build();
    }

    void approved(Fact fact, ActionApprovedV1 action) {
        send(
                fact,
                "approval",
                new LearnApproval(
                        action.actionId(),
                        action.reference(),
                        action.institutionId(),
                        action.institutionName(),
                        action.title(),
                        byShare(action.countries())));
    }

    void amended(Fact fact, ActionAmendedV1 action) {
        send(
                fact,
                "amendment",
                new LearnAmendment(action.actionId(), action.title(), byShare(action.countries())));
    }

    private static List<String> byShare(List<Share> countries) {
        return countries.stream()
                .sorted(Comparator.comparingInt(Share::share).reversed())
                .map(Share::code)
                .toList();
    }

    void finalised(Fact fact, TermsOfReferenceFinalisedV1 terms) {
        Place place = terms.place();
        send(
                fact,
                "terms-of-reference",
                new LearnTermsOfReference(
                        terms.actionId(),
                        new TermsOfReference(
                                terms.activity(),
                                terms.version(),
                                terms.activityType(),
                                terms.activityTitle(),
                                terms.modality(),
                                place == null
                                        ? null
                                        : new TermsOfReference.Place(place.city(), place.country()),
                                terms.positions().stream().map(ActionFacts::position).toList(),
                                phases(terms.phases()))));
    }

    private static TermsOfReference.Phases phases(Phases phases) {
        return new TermsOfReference.Phases(
                period(phases.preparation()),
                period(phases.implementation()),
                period(phases.delivery()));
    }

    private static TermsOfReference.Period period(Period period) {
        return new TermsOfReference.Period(period.from(), period.to());
    }

    private static TermsOfReference.Position position(Position position) {
        return new TermsOfReference.Position(
                position.code(),
                position.responsibility(),
                position.principal(),
                position.expertiseArea(),
                position.required(),
                position.wished(),
                position.languages(),
                position.yearsMin(),
                new TermsOfReference.Days(
                        position.days().preparation(),
                        position.days().implementation(),
                        position.days().delivery()),
                position.mandatory());
    }

    void completed(Fact fact, ActivityCompletedV1 activity) {
        send(fact, "completion", new LearnCompletion(activity.actionId(), activity.activity()));
    }

    /** Nobody is on site any more on the days that were planned (R54). */
    void postponed(Fact fact, ActivityPostponedV1 activity) {
        move(fact, activity.actionId(), activity.activity(), null);
    }

    void rescheduled(Fact fact, ActivityRescheduledV1 activity) {
        Phases phases = activity.phases();
        if (phases != null) {
            move(fact, activity.actionId(), activity.activity(), phases(phases));
        }
    }

    private void move(
            Fact fact, String actionId, int activity, TermsOfReference.@Nullable Phases phases) {
        send(fact, "schedule", new LearnSchedule(actionId, activity, phases));
        actions.find(actionId)
                .ifPresent(
                        known ->
                                known.team(activity)
                                        .forEach(
                                                mobilisation ->
                                                        send(
                                                                fact,
                                                                "schedule/" + mobilisation,
                                                                new MoveMobilisation(
                                                                        mobilisation, phases))));
    }

    /** What hangs on the action ends with it; days worked stay recorded (R40). */
    void cancelled(Fact fact, ActionCancelledV1 action) {
        send(fact, "cancellation", new LearnCancellation(action.actionId()));
        actions.find(action.actionId())
                .ifPresent(
                        known -> {
                            known.calls()
                                    .values()
                                    .forEach(call -> cancelCall(fact, call, "ACTION_CANCELLED"));
                            known.mobilisations()
                                    .forEach(
                                            mobilisation ->
                                                    unwind(fact, mobilisation, "ACTION_CANCELLED"));
                        });
    }

    /** The same for one activity. */
    void activityCancelled(Fact fact, ActivityCancelledV1 activity) {
        int number = activity.activity();
        send(fact, "cancellation", new LearnActivityCancellation(activity.actionId(), number));
        actions.find(activity.actionId())
                .ifPresent(
                        known -> {
                            String call = known.callOf(number);
                            if (call != null) {
                                cancelCall(fact, call, "ACTIVITY_CANCELLED");
                            }
                            known.team(number)
                                    .forEach(
                                            mobilisation ->
                                                    unwind(
                                                            fact,
                                                            mobilisation,
                                                            "ACTIVITY_CANCELLED"));
                        });
    }

    /** Whose last condition was fulfilled during the suspension is mobilised now. */
    void resumed(Fact fact, ActionResumedV1 action) {
        send(fact, "resumption", new LearnResumption(action.actionId()));
        actions.find(action.actionId())
                .ifPresent(
                        known ->
                                known.mobilisations()
                                        .forEach(
                                                mobilisation ->
                                                        send(
                                                                fact,
                                                                "resumption/" + mobilisation,
                                                                new RecordDueMobilisationSteps(
                                                                        mobilisation))));
    }

    private void cancelCall(Fact fact, String callId, String cause) {
        send(fact, "cancellation/" + callId, new CancelCall(callId, cause));
    }

    private void unwind(Fact fact, String mobilisationId, String cause) {
        send(fact, "cancellation/" + mobilisationId, new UnwindMobilisation(mobilisationId, cause));
    }

    private void send(Fact fact, String step, Object command) {
        commands.sendFollowing(
                PART,
                command,
                fact.eventId(),
                step,
                fact.occurredAt(),
                fact.late(),
                fact.correlationId());
    }
}
