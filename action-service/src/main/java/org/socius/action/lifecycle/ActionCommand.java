package org.socius.action.lifecycle;

import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import org.socius.action.plan.ActionDesign;
import org.socius.action.plan.HistoricalAction;

/**
 * What may be asked of an action as a whole. Who asks, when and why stands in the command's
 * context.
 */
public sealed interface ActionCommand {

    /** Opens the action of an accepted request; an action that is open already stays as it is. */
    record OpenAction(
            @TargetAggregateIdentifier String actionId,
            String requestId,
            String requestNumber,
            int registeredYear,
            String institutionId,
            Map<String, String> institutionName,
            @Nullable String institutionAcronym,
            String country,
            Map<String, String> title,
            List<String> typesOfAssistance,
            List<String> themes,
            String language)
            implements ActionCommand {}

    /**
     * Enters a historical action; the same facts under the same key a second time change nothing.
     */
    record ImportAction(
            @TargetAggregateIdentifier String actionId, String importId, HistoricalAction history)
            implements ActionCommand {}

    record DesignAction(@TargetAggregateIdentifier String actionId, ActionDesign design)
            implements ActionCommand {}

    record AgreeToActionForm(@TargetAggregateIdentifier String actionId) implements ActionCommand {}

    record RecordCommissionAgreement(@TargetAggregateIdentifier String actionId)
            implements ActionCommand {}

    record SubmitForApproval(@TargetAggregateIdentifier String actionId) implements ActionCommand {}

    record ApproveAction(@TargetAggregateIdentifier String actionId) implements ActionCommand {}

    record ReturnForRedesign(@TargetAggregateIdentifier String actionId) implements ActionCommand {}

    record RefuseAction(@TargetAggregateIdentifier String actionId) implements ActionCommand {}

    record CancelAction(@TargetAggregateIdentifier String actionId) implements ActionCommand {}

    record SuspendAction(@TargetAggregateIdentifier String actionId) implements ActionCommand {}

    record ResumeAction(@TargetAggregateIdentifier String actionId) implements ActionCommand {}

    /**
     * @param ratings 1 to 5 by question
     */
    record AnswerSurvey(
            @TargetAggregateIdentifier String actionId,
            int activity,
            SurveyKind kind,
            Map<String, Integer> ratings,
            boolean wouldRecommend,
            boolean wouldWorkAgain,
            String comment)
            implements ActionCommand {}

    /**
     * @param criteria the six OECD criteria by name, each 1 to 4 (R111)
     */
    record EvaluateAction(
            @TargetAggregateIdentifier String actionId,
            Map<String, Integer> criteria,
            String text,
            String outcomeLevel,
            boolean finalReportAccepted)
            implements ActionCommand {}

    /** What is left of the action nine months after its closing (R112). */
    record CheckLastingEffects(
            @TargetAggregateIdentifier String actionId,
            boolean lasting,
            boolean followUpProposed,
            String text)
            implements ActionCommand {}

    /**
     * @param to account of the person who is responsible from now on
     */
    record HandOverAction(@TargetAggregateIdentifier String actionId, String to)
            implements ActionCommand {}

    /** What an action that has ended says about persons is forgotten for good. */
    record EraseAction(@TargetAggregateIdentifier String actionId) implements ActionCommand {}

    record CloseAction(@TargetAggregateIdentifier String actionId) implements ActionCommand {}

    /**
     * @param outcome empty while the action is under way (R42)
     * @param publishedTitle edited title, or empty for the action's own
     */
    record PublishAction(
            @TargetAggregateIdentifier String actionId,
            Map<String, String> outcome,
            Map<String, String> publishedTitle)
            implements ActionCommand {}

    record UnpublishAction(@TargetAggregateIdentifier String actionId) implements ActionCommand {}

    /** Changes an approved action; see {@link Amendment} for what may change. */
    record AmendAction(@TargetAggregateIdentifier String actionId, Amendment changes)
            implements ActionCommand {}

    /**
     * @param predecessor reference or id of the action that this one continues
     */
    record LinkFollowUp(@TargetAggregateIdentifier String actionId, String predecessor)
            implements ActionCommand {}

    /** The clock's: an action records its automatic steps that are due. */
    record RecordDueActionSteps(@TargetAggregateIdentifier String actionId)
            implements ActionCommand {}

    /** Who answers a questionnaire. */
    enum SurveyKind {
        PARTNER,
        EXPERT,
        PARTICIPANT
    }
}
