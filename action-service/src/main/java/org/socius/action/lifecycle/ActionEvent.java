package org.socius.action.lifecycle;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import org.socius.action.plan.ActionDesign;
import org.socius.action.plan.ActionDesign.Share;
import org.socius.action.plan.ActivityPlan;
import org.socius.action.plan.HistoricalAction;
import org.socius.platform.format.Money;
import org.socius.platform.serialization.PersonalData;

/** What has happened to an action as a whole; private to this service. */
public sealed interface ActionEvent {

    String actionId();

    @Revision("1")
    record ActionProposed(
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
            List<String> themes,
            String language)
            implements ActionEvent {}

    @Revision("1")
    record ActionImported(
            String actionId,
            String importId,
            String key,
            String fingerprint,
            @Nullable String reference,
            Map<String, String> title,
            String institutionId,
            HistoricalAction.Institution institution,
            @Nullable String country,
            boolean countryInferred,
            List<String> typesOfAssistance,
            List<String> themes,
            List<String> targetGroups,
            List<String> expertCountries,
            List<String> sdgTargets,
            List<HistoricalAction.Activity> activities,
            @Nullable String outcome,
            @Nullable String predecessorActionId,
            @Nullable String predecessorReference,
            boolean predecessorUnknown,
            String status,
            @Nullable LocalDate start,
            @Nullable LocalDate end,
            @Nullable String category,
            @PersonalData String sourceNote)
            implements ActionEvent {}

    @Revision("1")
    record ActionDesigned(String actionId, ActionDesign design) implements ActionEvent {}

    @Revision("1")
    record ActionFormAgreed(String actionId) implements ActionEvent {}

    @Revision("1")
    record ActionSubmittedForApproval(String actionId) implements ActionEvent {}

    @Revision("1")
    record CommissionAgreementRecorded(String actionId) implements ActionEvent {}

    @Revision("1")
    record ActionReturnedForRedesign(String actionId) implements ActionEvent {}

    /**
     * Holds all that the world outside learns of the approved plan.
     *
     * @param predecessor reference of the action this one continues, its id if it has none, or null
     */
    @Revision("1")
    record ActionApproved(
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
            List<NumberedPlan> activities,
            Money budgetCeiling,
            @Nullable String predecessor,
            String approverId)
            implements ActionEvent {}

    /** An activity with its number, as it was approved. */
    record NumberedPlan(int number, ActivityPlan plan) {}

    @Revision("1")
    record ActionRefused(String actionId, String requestId, @Nullable String reasonCode)
            implements ActionEvent {}

    @Revision("1")
    record ActionCancelled(
            String actionId, String requestId, String institutionId, @Nullable String reasonCode)
            implements ActionEvent {}

    /**
     * Design and plan as they were and as they are from now on (R45); the reason stands beside it.
     *
     * @param newApproval given by an approver: what comes later is measured against this
     */
    @Revision("1")
    record ActionAmended(
            String actionId,
            ActionDesign designBefore,
            ActionDesign design,
            List<NumberedPlan> activitiesBefore,
            List<NumberedPlan> activities,
            boolean newApproval)
            implements ActionEvent {}

    /**
     * @param predecessorReference null if none is recorded for it
     */
    @Revision("1")
    record FollowUpLinked(
            String actionId, String predecessorActionId, @Nullable String predecessorReference)
            implements ActionEvent {}

    /** No new staffing until the action is resumed (R41). */
    @Revision("1")
    record ActionSuspended(String actionId, @Nullable String reasonCode) implements ActionEvent {}

    @Revision("1")
    record ActionResumed(String actionId) implements ActionEvent {}

    @Revision("1")
    record ActionStarted(String actionId) implements ActionEvent {}

    @Revision("1")
    record ActionActivitiesCompleted(String actionId) implements ActionEvent {}

    @Revision("1")
    record ActionEvaluationOpened(String actionId) implements ActionEvent {}

    /**
     * @param respondent id of the institution or expert that answered; null for participants'
     *     sheets
     */
    @Revision("1")
    record SurveyAnswered(
            String actionId,
            int activity,
            String kind,
            @Nullable String respondent,
            Map<String, Integer> ratings,
            boolean wouldRecommend,
            boolean wouldWorkAgain,
            @PersonalData String comment)
            implements ActionEvent {}

    /**
     * Who has not answered yet was reminded (R109).
     *
     * @param round 1 after ten days, 2 after twenty
     * @param kinds whose questionnaires are missing: partner, expert, participant
     */
    @Revision("1")
    record SurveyReminded(String actionId, int activity, int round, List<String> kinds)
            implements ActionEvent {}

    /** Nine months after the closing (R112). */
    @Revision("1")
    record LastingEffectCheckFellDue(String actionId) implements ActionEvent {}

    @Revision("1")
    record LastingEffectsChecked(
            String actionId, boolean lasting, boolean followUpProposed, @PersonalData String text)
            implements ActionEvent {}

    /**
     * @param formerly account of whom it was with, null if nobody had taken it up
     * @param responsible account of whom it is with from now on
     */
    @Revision("1")
    record ActionHandedOver(String actionId, @Nullable String formerly, String responsible)
            implements ActionEvent {}

    @Revision("1")
    record ActionEvaluated(
            String actionId,
            Map<String, Integer> criteria,
            @PersonalData String text,
            String outcomeLevel,
            boolean finalReportAccepted)
            implements ActionEvent {}

    /**
     * @param lastingEffectsDueOn when the check on lasting effects is due (R112); null where nobody
     *     said, which means after nine months
     */
    @Revision("1")
    record ActionClosed(
            String actionId,
            String requestId,
            String institutionId,
            @Nullable LocalDate lastingEffectsDueOn)
            implements ActionEvent {}

    @Revision("1")
    record ActionPublished(
            String actionId, Map<String, String> outcome, Map<String, String> publishedTitle)
            implements ActionEvent {}

    /** The public record is gone until the next publication; figures stay (R43). */
    @Revision("1")
    record ActionUnpublished(String actionId) implements ActionEvent {}

    /** What the action said about persons until now is forgotten; what it did stays. */
    @Revision("1")
    record ActionErased(String actionId) implements ActionEvent {}
}
