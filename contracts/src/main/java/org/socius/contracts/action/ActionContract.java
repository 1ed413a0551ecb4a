package org.socius.contracts.action;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts action-service publishes on {@link org.socius.contracts.Topics#ACTION}. The value of a
 * record is one of these plus {@code occurredAt} and {@code recordedAt}; the key is the id of the
 * action or of the facility record. An activity is named by its action and its number, which starts
 * at 1. Experts appear under their random id only (R119).
 */
public sealed interface ActionContract {

    /** Minor units (cents) and ISO 4217 currency. */
    record Amount(long amountMinor, String currency) {}

    record Share(String code, int share) {}

    record Place(@Nullable String city, @Nullable String country) {}

    record Period(LocalDate from, LocalDate to) {}

    record PlannedActivity(
            int number,
            String type,
            Map<String, String> title,
            String modality,
            @Nullable Place place,
            LocalDate plannedStart,
            LocalDate plannedEnd,
            int estimatedDays) {}

    record Days(double preparation, double implementation, double delivery) {}

    /** One seat of a team as the final terms of reference fix it. */
    record Position(
            String code,
            String responsibility,
            boolean principal,
            String expertiseArea,
            List<String> required,
            List<String> wished,
            Map<String, String> languages,
            @Nullable Integer yearsMin,
            Days days,
            boolean mandatory) {}

    record ExpectedDeliverable(String kind, String title, LocalDate due, boolean mandatory) {}

    record Phases(Period preparation, Period implementation, Period delivery) {}

    record Participants(int women, int men, int other) {}

    /** An accepted request is an action now, under its reference such as 2014-12. */
    record ActionProposedV1(
            String actionId,
            String reference,
            String requestId,
            String requestNumber,
            String institutionId,
            Map<String, String> institutionName,
            @Nullable String institutionAcronym,
            String country,
            Map<String, String> title,
            List<String> typesOfAssistance,
            List<String> themes)
            implements ActionContract {}

    /** The coordinator wrote or rewrote the design of the action. */
    record ActionDesignedV1(
            String actionId,
            Map<String, String> title,
            List<String> typesOfAssistance,
            List<Share> themes,
            List<String> sdgTargets,
            Map<String, Integer> markers,
            Amount budgetCeiling,
            List<Share> countries)
            implements ActionContract {}

    /** The action has one activity more. */
    record ActivityPlannedV1(String actionId, PlannedActivity activity) implements ActionContract {}

    /** The plan of an activity changed; the activity stands here as it is planned since then. */
    record ActivityPlanChangedV1(String actionId, PlannedActivity activity)
            implements ActionContract {}

    /** The partner institution agreed to the design and the plan. */
    record ActionFormAgreedV1(String actionId) implements ActionContract {}

    /** The design is complete and waits for the approver. */
    record ActionSubmittedForApprovalV1(String actionId) implements ActionContract {}

    /** The Commission agreed to the action. */
    record CommissionAgreementRecordedV1(String actionId) implements ActionContract {}

    /** The approver sent the action back to its designer. */
    record ActionReturnedForRedesignV1(String actionId) implements ActionContract {}

    /** The approver refused the action, which has ended. */
    record ActionRefusedV1(String actionId, String requestId, @Nullable String reasonCode)
            implements ActionContract {}

    /** Calls may open. {@code approverId} is the opaque subject of the approver's account. */
    record ActionApprovedV1(
            String actionId,
            String reference,
            String requestId,
            String institutionId,
            Map<String, String> institutionName,
            Map<String, String> title,
            Map<String, String> objective,
            List<Share> countries,
            List<String> typesOfAssistance,
            List<Share> themes,
            List<String> sdgTargets,
            Map<String, Integer> markers,
            List<PlannedActivity> activities,
            Amount budgetCeiling,
            @Nullable String predecessor,
            String approverId)
            implements ActionContract {}

    /** The first activity of the action started. */
    record ActionStartedV1(String actionId) implements ActionContract {}

    /** All activities ended and at least one was completed (R37). */
    record ActionActivitiesCompletedV1(String actionId) implements ActionContract {}

    /** The action waits for its evaluation. */
    record ActionEvaluationOpenedV1(String actionId) implements ActionContract {}

    /** OECD criteria by name, each 1 to 4. */
    record ActionEvaluatedV1(
            String actionId,
            Map<String, Integer> criteria,
            String outcomeLevel,
            boolean finalReportAccepted)
            implements ActionContract {}

    /** The action is evaluated, settled and closed; requests of its institution may move on. */
    record ActionClosedV1(String actionId, String requestId, String institutionId)
            implements ActionContract {}

    /**
     * The coordinator, before the approval also the signatory, ended the action; its open
     * activities were cancelled just before (R40).
     */
    record ActionCancelledV1(
            String actionId, String requestId, String institutionId, @Nullable String reasonCode)
            implements ActionContract {}

    /**
     * An approved action changed; it stands here as it is from now on, with what it may cost and
     * how many working days are estimated before and after (R45). {@code newApproval}: an approver
     * gave it.
     */
    record ActionAmendedV1(
            String actionId,
            Map<String, String> title,
            Map<String, String> objective,
            List<String> typesOfAssistance,
            List<Share> themes,
            List<String> sdgTargets,
            Map<String, Integer> markers,
            List<Share> countries,
            List<PlannedActivity> activities,
            Amount budgetBefore,
            Amount budgetCeiling,
            int estimatedDaysBefore,
            int estimatedDays,
            boolean newApproval)
            implements ActionContract {}

    /** The action continues a closed one (R29); reference null if none is recorded for that. */
    record FollowUpLinkedV1(
            String actionId, String predecessorActionId, @Nullable String predecessorReference)
            implements ActionContract {}

    /** The action is off the public record until it is published again; figures stay (R43). */
    record ActionUnpublishedV1(String actionId) implements ActionContract {}

    /** Nobody new is engaged and nothing starts until the action is resumed (R41). */
    record ActionSuspendedV1(String actionId, @Nullable String reasonCode)
            implements ActionContract {}

    /** The action goes on where it was suspended. */
    record ActionResumedV1(String actionId) implements ActionContract {}

    /** The activity ended without result; days worked on it stay counted (R40). */
    record ActivityCancelledV1(String actionId, int activity, @Nullable String reasonCode)
            implements ActionContract {}

    /** The activity, which has not started, is put off without a new date; its team stands. */
    record ActivityPostponedV1(String actionId, int activity) implements ActionContract {}

    /**
     * A postponed activity has new dates. {@code phases}: as they are from now on, null while there
     * are no terms of reference; {@code status}: where it goes on, CONFIRMED if its team is
     * complete.
     */
    record ActivityRescheduledV1(
            String actionId,
            int activity,
            LocalDate plannedStart,
            LocalDate plannedEnd,
            @Nullable Phases phases,
            String status)
            implements ActionContract {}

    /** The edited public text of the action. */
    record ActionPublishedV1(
            String actionId,
            Map<String, String> outcome,
            @Nullable Map<String, String> publishedTitle)
            implements ActionContract {}

    /** The terms of reference of an activity have a new version. */
    record TermsOfReferenceDraftedV1(String actionId, int activity, int version)
            implements ActionContract {}

    /** The partner institution does not object to this version of the terms of reference. */
    record TermsOfReferenceNoObjectionGivenV1(String actionId, int activity, int version)
            implements ActionContract {}

    /** Calls are drafted from this. */
    record TermsOfReferenceFinalisedV1(
            String actionId,
            String reference,
            int activity,
            int version,
            String activityType,
            Map<String, String> activityTitle,
            String modality,
            @Nullable Place place,
            List<Position> positions,
            List<ExpectedDeliverable> deliverables,
            Phases phases)
            implements ActionContract {}

    /** The seats of the activity may be filled. */
    record StaffingOpenedV1(String actionId, int activity) implements ActionContract {}

    /** Every mandatory seat of the activity is filled. */
    record TeamCompletedV1(String actionId, int activity) implements ActionContract {}

    /** A mandatory seat of the activity is empty again. */
    record TeamIncompleteV1(String actionId, int activity, String position)
            implements ActionContract {}

    /** Dates and places of the activity are confirmed. */
    record ActivityConfirmedV1(String actionId, int activity) implements ActionContract {}

    /** The preparation phase of the activity began. */
    record ActivityPreparationStartedV1(String actionId, int activity) implements ActionContract {}

    /** The activity is in progress. */
    record ActivityStartedV1(String actionId, int activity) implements ActionContract {}

    /** The work with the participants ended; deliverables follow. */
    record ActivityImplementationEndedV1(
            String actionId, int activity, LocalDate endedOn, Participants participants)
            implements ActionContract {}

    /** A deliverable of the activity was handed in. */
    record DeliverableSubmittedV1(String actionId, int activity, String deliverableId, String kind)
            implements ActionContract {}

    /** A deliverable of the activity was accepted. */
    record DeliverableAcceptedV1(String actionId, int activity, String deliverableId, String kind)
            implements ActionContract {}

    /** A deliverable of the activity went back to be improved. */
    record DeliverableReturnedV1(String actionId, int activity, String deliverableId, String kind)
            implements ActionContract {}

    record WorkedDays(String position, String mobilisationId, double days) {}

    /** The activity is completed with the figures that reports count (R60). */
    record ActivityCompletedV1(
            String actionId,
            String reference,
            int activity,
            String type,
            String modality,
            @Nullable Place place,
            @Nullable LocalDate start,
            @Nullable LocalDate end,
            LocalDate completedOn,
            List<WorkedDays> workedDays,
            Participants participants,
            List<String> deliverables,
            @Nullable String hostCountry)
            implements ActionContract {}

    /** {@code kind}: partner, expert or participant; ratings 1 to 5 by question. */
    record SurveyAnsweredV1(
            String actionId,
            int activity,
            String kind,
            Map<String, Integer> ratings,
            @Nullable Boolean wouldRecommend,
            @Nullable Boolean wouldWorkAgain)
            implements ActionContract {}

    /**
     * Those who have not answered yet were reminded: {@code round} 1 after ten days, 2 after
     * twenty; {@code kinds} as in the answers (R109).
     */
    record SurveyRemindedV1(String actionId, int activity, int round, List<String> kinds)
            implements ActionContract {}

    /** The check on the lasting effects of a closed action is due (R112). */
    record LastingEffectCheckFellDueV1(String actionId) implements ActionContract {}

    /** What is left of a closed action, and whether another one is proposed. */
    record LastingEffectsCheckedV1(String actionId, boolean lasting, boolean followUpProposed)
            implements ActionContract {}

    /** {@code responsible}: opaque subject of the account the action is with from now on. */
    record ActionHandedOverV1(String actionId, String responsible) implements ActionContract {}

    /** One activity of a historical record; what the source does not say is null. */
    record ImportedActivity(
            int number,
            @Nullable String type,
            boolean typeInferred,
            @Nullable String description,
            @Nullable String location,
            @Nullable String hostCountry) {}

    record ImportedInstitution(
            Map<String, String> name,
            @Nullable String acronym,
            List<String> aliases,
            @Nullable String legalNature,
            @Nullable String level,
            @Nullable String country) {}

    /**
     * A historical action entered from a publication. {@code key} is its name in the source; {@code
     * status}: CLOSED or UNDER_IMPLEMENTATION; null means the source does not say. {@code
     * predecessorUnknown}: the source says it follows another action without naming it.
     */
    record ActionImportedV1(
            String actionId,
            String key,
            @Nullable String reference,
            Map<String, String> title,
            String institutionId,
            ImportedInstitution institution,
            @Nullable String country,
            boolean countryInferred,
            List<String> typesOfAssistance,
            List<String> themes,
            List<String> targetGroups,
            List<String> expertCountries,
            List<String> sdgTargets,
            List<ImportedActivity> activities,
            @Nullable String outcome,
            @Nullable String predecessorActionId,
            @Nullable String predecessorReference,
            boolean predecessorUnknown,
            String status,
            @Nullable LocalDate start,
            @Nullable LocalDate end,
            @Nullable String category)
            implements ActionContract {}

    /**
     * A figure as somebody has published it, kept apart from computed ones (R113). Told again when
     * its facility record is corrected: what is told last replaces what was told before.
     *
     * @param code a short name to quote the record by
     * @param metric what is counted, such as {@code actions_implemented}
     * @param comparison such as {@code more than}; null for exactly
     * @param from first year, month or day of the period it is about, as exact as the source; null
     *     if the source tells none, and so is {@code to}
     * @param scope a project or country it is about; null for the facility
     * @param attributedTo the institution that states it, if not the facility (R120)
     * @param source where it is taken from
     * @param open whether the public may read it
     */
    record PublishedFigureStatedV1(
            String recordId,
            @Nullable String code,
            String metric,
            BigDecimal value,
            String unit,
            @Nullable String comparison,
            @Nullable String from,
            @Nullable String to,
            @Nullable String scope,
            @Nullable String attributedTo,
            String source,
            boolean open)
            implements ActionContract {}

    /**
     * A theme the facility says it worked on in a country, or in a region as a whole; not computed
     * (R113). Told again when its facility record is corrected, like a figure.
     *
     * @param code a short name to quote the record by
     * @param country null for a region as a whole
     * @param source where it is taken from
     * @param open whether the public may read it
     */
    record ThematicMentionStatedV1(
            String recordId,
            @Nullable String code,
            String topic,
            String theme,
            @Nullable String country,
            @Nullable String region,
            String source,
            boolean open)
            implements ActionContract {}

    /** The facility record of a figure or mention was withdrawn: it is stated no longer. */
    record StatementWithdrawnV1(String recordId) implements ActionContract {}
}
