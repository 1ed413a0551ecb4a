package org.socius.action.lifecycle;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import org.socius.action.lifecycle.ActivityEvent.Participants;
import org.socius.action.lifecycle.ActivityEvent.Visibility;
import org.socius.action.plan.ActivityPlan;
import org.socius.action.plan.TermsOfReference;

/** What may be asked of one activity of an action, and what expert-service tells about its team. */
public sealed interface ActivityCommand {

    String actionId();

    /** Number of the activity in its action, from 1. */
    int activity();

    /** Plans an activity under the next number, as its author has seen the action. */
    record PlanActivity(@TargetAggregateIdentifier String actionId, int activity, ActivityPlan plan)
            implements ActivityCommand {}

    record ChangeActivityPlan(
            @TargetAggregateIdentifier String actionId, int activity, ActivityPlan plan)
            implements ActivityCommand {}

    record DraftTermsOfReference(
            @TargetAggregateIdentifier String actionId, int activity, TermsOfReference terms)
            implements ActivityCommand {}

    record GiveNoObjection(@TargetAggregateIdentifier String actionId, int activity)
            implements ActivityCommand {}

    record FinaliseTermsOfReference(@TargetAggregateIdentifier String actionId, int activity)
            implements ActivityCommand {}

    record OpenStaffing(@TargetAggregateIdentifier String actionId, int activity)
            implements ActivityCommand {}

    /**
     * Attests that dates and logistics stand.
     *
     * @param partnerAgreedOn null: attested without the day
     * @param hostAgreedOn compulsory for a study visit
     */
    record ConfirmActivity(
            @TargetAggregateIdentifier String actionId,
            int activity,
            @Nullable LocalDate partnerAgreedOn,
            @Nullable LocalDate hostAgreedOn)
            implements ActivityCommand {}

    /**
     * @param travelClearance reference of the special clearance to travel against the advice, or
     *     null (R64)
     */
    record StartActivity(
            @TargetAggregateIdentifier String actionId,
            int activity,
            @Nullable String travelClearance)
            implements ActivityCommand {

        /** Starts without a special clearance. */
        public StartActivity(String actionId, int activity) {
            this(actionId, activity, null);
        }
    }

    record EndImplementation(
            @TargetAggregateIdentifier String actionId,
            int activity,
            LocalDate endedOn,
            List<Participants> participants,
            @Nullable Visibility visibility)
            implements ActivityCommand {}

    record SubmitDeliverable(
            @TargetAggregateIdentifier String actionId,
            int activity,
            String deliverableId,
            String kind,
            String title,
            String documentName,
            String documentReference,
            @Nullable String documentId)
            implements ActivityCommand {

        /** A document that is known by reference only. */
        SubmitDeliverable(
                String actionId,
                int activity,
                String deliverableId,
                String kind,
                String title,
                String documentName,
                String documentReference) {
            this(
                    actionId,
                    activity,
                    deliverableId,
                    kind,
                    title,
                    documentName,
                    documentReference,
                    null);
        }
    }

    /** The activity manager's acceptance counts; the signatory's is kept beside it. */
    record AcceptDeliverable(
            @TargetAggregateIdentifier String actionId, int activity, String deliverableId)
            implements ActivityCommand {}

    record ReturnDeliverable(
            @TargetAggregateIdentifier String actionId, int activity, String deliverableId)
            implements ActivityCommand {}

    /**
     * @param workedDays by position, to be compared with what was recorded; empty if not stated
     */
    record CompleteActivity(
            @TargetAggregateIdentifier String actionId,
            int activity,
            LocalDate completedOn,
            List<StatedDays> workedDays,
            Map<String, String> outcome)
            implements ActivityCommand {}

    record CancelActivity(@TargetAggregateIdentifier String actionId, int activity)
            implements ActivityCommand {}

    /** Puts an activity off that has not started; its people keep their seats. */
    record PostponeActivity(@TargetAggregateIdentifier String actionId, int activity)
            implements ActivityCommand {}

    /**
     * Gives a postponed activity new dates.
     *
     * @param phases null: those of the terms of reference, moved by as many days as the start
     * @param partnerAgreedOn null: attested without the day
     * @param hostAgreedOn compulsory for a study visit whose team is complete
     */
    record RescheduleActivity(
            @TargetAggregateIdentifier String actionId,
            int activity,
            LocalDate plannedStart,
            LocalDate plannedEnd,
            TermsOfReference.@Nullable Phases phases,
            @Nullable LocalDate partnerAgreedOn,
            @Nullable LocalDate hostAgreedOn)
            implements ActivityCommand {}

    /** Worked days as the activity manager states them. */
    record StatedDays(String position, double days) {}

    /** An expert is to be engaged for a seat; not yet mobilised. */
    record NoteMobilisation(
            @TargetAggregateIdentifier String actionId,
            int activity,
            String mobilisationId,
            String position,
            String expertId)
            implements ActivityCommand {}

    /** A seat is filled. */
    record AddTeamMember(
            @TargetAggregateIdentifier String actionId,
            int activity,
            String mobilisationId,
            String position,
            String expertId,
            boolean principal,
            String category,
            String employerCountry,
            TermsOfReference.Days contractedDays)
            implements ActivityCommand {}

    /** A mobilisation has come to nothing. */
    record RemoveTeamMember(
            @TargetAggregateIdentifier String actionId,
            int activity,
            String mobilisationId,
            String position)
            implements ActivityCommand {}

    /**
     * @param days of this entry alone, in addition to earlier ones
     */
    record NoteWorkedDays(
            @TargetAggregateIdentifier String actionId,
            int activity,
            String mobilisationId,
            String position,
            double days)
            implements ActivityCommand {}

    record NoteSettlement(
            @TargetAggregateIdentifier String actionId, int activity, String mobilisationId)
            implements ActivityCommand {}
}
