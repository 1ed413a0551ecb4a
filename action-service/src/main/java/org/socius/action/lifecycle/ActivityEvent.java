package org.socius.action.lifecycle;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import org.socius.action.plan.ActivityPlan;
import org.socius.action.plan.ActivityPlan.Place;
import org.socius.action.plan.TermsOfReference;
import org.socius.action.plan.TermsOfReference.Days;

/** What has happened to one activity of an action; private to this service. */
public sealed interface ActivityEvent {

    String actionId();

    /** Number of the activity in its action, from 1. */
    int activity();

    @Revision("1")
    record ActivityPlanned(String actionId, int activity, ActivityPlan plan)
            implements ActivityEvent {}

    @Revision("1")
    record ActivityPlanChanged(String actionId, int activity, ActivityPlan plan)
            implements ActivityEvent {}

    /** {@code version} counts from 1. */
    @Revision("1")
    record TermsOfReferenceDrafted(
            String actionId, int activity, int version, TermsOfReference terms)
            implements ActivityEvent {}

    @Revision("1")
    record TermsOfReferenceNoObjectionGiven(String actionId, int activity, int version)
            implements ActivityEvent {}

    @Revision("1")
    record TermsOfReferenceFinalised(
            String actionId,
            int activity,
            String reference,
            int version,
            String activityType,
            Map<String, String> activityTitle,
            String modality,
            @Nullable Place place,
            TermsOfReference terms)
            implements ActivityEvent {}

    @Revision("1")
    record StaffingOpened(String actionId, int activity) implements ActivityEvent {}

    @Revision("1")
    record MobilisationNoted(
            String actionId, int activity, String mobilisationId, String position, String expertId)
            implements ActivityEvent {}

    @Revision("1")
    record TeamMemberJoined(
            String actionId,
            int activity,
            String mobilisationId,
            String position,
            String expertId,
            boolean principal,
            String category,
            String employerCountry,
            Days contractedDays)
            implements ActivityEvent {}

    @Revision("1")
    record TeamMemberLeft(String actionId, int activity, String mobilisationId, String position)
            implements ActivityEvent {}

    @Revision("1")
    record TeamCompleted(String actionId, int activity) implements ActivityEvent {}

    @Revision("1")
    record TeamIncomplete(String actionId, int activity, String position)
            implements ActivityEvent {}

    @Revision("1")
    record ActivityConfirmed(
            String actionId,
            int activity,
            @Nullable LocalDate partnerAgreedOn,
            @Nullable LocalDate hostAgreedOn)
            implements ActivityEvent {}

    @Revision("1")
    record ActivityPreparationStarted(String actionId, int activity) implements ActivityEvent {}

    /**
     * @param travelClearance what allowed to travel against the advice, or null
     */
    @Revision("1")
    record ActivityStarted(String actionId, int activity, @Nullable String travelClearance)
            implements ActivityEvent {}

    @Revision("1")
    record ActivityImplementationEnded(
            String actionId,
            int activity,
            LocalDate endedOn,
            List<Participants> participants,
            @Nullable Visibility visibility)
            implements ActivityEvent {}

    /**
     * How the facility was seen on a mission (R63); null: attested without saying.
     *
     * @param templatesUsed whether templates and logo of the facility were used
     * @param talkBefore day of the talk about communication before the mission
     * @param talkAfter day of the one after it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Visibility(
            @Nullable Boolean templatesUsed,
            @Nullable LocalDate talkBefore,
            @Nullable LocalDate talkAfter) {}

    /** How many persons of one institution took part. */
    record Participants(String institution, int women, int men, int other) {}

    /** {@code documentId}: the document in this system, or null if it is known by reference. */
    @Revision("1")
    record DeliverableSubmitted(
            String actionId,
            int activity,
            String deliverableId,
            String kind,
            String title,
            String documentName,
            String documentReference,
            String expertId,
            @Nullable String documentId,
            @Nullable String publicKind)
            implements ActivityEvent {}

    @Revision("1")
    record DeliverableAccepted(
            String actionId,
            int activity,
            String deliverableId,
            String kind,
            @Nullable String publicKind)
            implements ActivityEvent {}

    /** Kept beside the activity manager's judgement; changes no state. */
    @Revision("1")
    record DeliverableAcceptedByPartner(
            String actionId, int activity, String deliverableId, String kind)
            implements ActivityEvent {}

    @Revision("1")
    record DeliverableReturned(
            String actionId,
            int activity,
            String deliverableId,
            String kind,
            @Nullable String publicKind)
            implements ActivityEvent {}

    @Revision("1")
    record WorkedDaysNoted(
            String actionId, int activity, String mobilisationId, String position, double days)
            implements ActivityEvent {}

    @Revision("1")
    record SettlementNoted(String actionId, int activity, String mobilisationId)
            implements ActivityEvent {}

    /**
     * @param start day of the actual start
     * @param end day on which the implementation ended
     * @param deliverables kinds of the accepted ones
     * @param reminderDays how many days later who has not answered the survey is reminded (R109);
     *     null where nobody said, which means 10 and 20
     */
    @Revision("1")
    record ActivityCompleted(
            String actionId,
            int activity,
            String reference,
            String type,
            String modality,
            @Nullable Place place,
            @Nullable LocalDate start,
            @Nullable LocalDate end,
            LocalDate completedOn,
            List<WorkedDays> workedDays,
            int women,
            int men,
            int other,
            List<String> deliverables,
            @Nullable String hostCountry,
            Map<String, String> outcome,
            @Nullable List<Integer> reminderDays)
            implements ActivityEvent {}

    /** The number stays taken, and days that were worked stay counted. */
    @Revision("1")
    record ActivityCancelled(String actionId, int activity, @Nullable String reasonCode)
            implements ActivityEvent {}

    @Revision("1")
    record ActivityPostponed(String actionId, int activity) implements ActivityEvent {}

    /**
     * @param phases as they are from now on; null while there are no terms of reference
     * @param status where the activity goes on: CONFIRMED or STAFFING, or what it had not left yet
     */
    @Revision("1")
    record ActivityRescheduled(
            String actionId,
            int activity,
            LocalDate plannedStart,
            LocalDate plannedEnd,
            TermsOfReference.@Nullable Phases phases,
            @Nullable LocalDate partnerAgreedOn,
            @Nullable LocalDate hostAgreedOn,
            String status)
            implements ActivityEvent {}

    /** All days recorded for one mobilisation. */
    record WorkedDays(String position, String mobilisationId, double days) {}
}
