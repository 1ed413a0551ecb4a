package org.socius.action.lifecycle;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import org.socius.action.plan.ActionDesign;

/** What may be asked of an action as a whole. Who asks, when and why stands in the command's context. */
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

    /** Enters a historical action; the same facts under the same key a second time change nothing. */
    record ImportAction(@TargetAggregateIdentifier String actionId, History history)
            implements ActionCommand {}

    record DesignAction(@TargetAggregateIdentifier String actionId, ActionDesign design)
            implements ActionCommand {}

    record AgreeToActionForm(@TargetAggregateIdentifier String actionId)
            implements ActionCommand {}

    record RecordCommissionAgreement(@TargetAggregateIdentifier String actionId)
            implements ActionCommand {}

    record SubmitForApproval(@TargetAggregateIdentifier String actionId)
            implements ActionCommand {}

    record ApproveAction(@TargetAggregateIdentifier String actionId) implements ActionCommand {}

    record ReturnForRedesign(@TargetAggregateIdentifier String actionId)
            implements ActionCommand {}

    record RefuseAction(@TargetAggregateIdentifier String actionId) implements ActionCommand {}

    record CancelAction(@TargetAggregateIdentifier String actionId) implements ActionCommand {}

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

    /** The clock's: an action records its automatic steps that are due. */
    record RecordDueActionSteps(@TargetAggregateIdentifier String actionId)
            implements ActionCommand {}

    /** Who answers a questionnaire. */
    enum SurveyKind {
        PARTNER,
        EXPERT,
        PARTICIPANT
    }

    /**
     * What a publication says about an action of former years; what it does not say is null or empty
     * (R36).
     *
     * @param key the action's name in the source
     * @param fingerprint of the item as it was read, to tell a repetition from another text
     * @param status CLOSED, or UNDER_IMPLEMENTATION where the source says it was going on
     * @param predecessorUnknown the source says it follows another action without naming it
     * @param sourceNote everything else the item says, as JSON text
     */
    record History(
            String key,
            String fingerprint,
            @Nullable String reference,
            Map<String, String> title,
            String institutionId,
            HistoricalInstitution institution,
            @Nullable String country,
            boolean countryInferred,
            List<String> typesOfAssistance,
            List<String> themes,
            List<String> targetGroups,
            List<String> expertCountries,
            List<String> sdgTargets,
            List<HistoricalActivity> activities,
            @Nullable String outcome,
            @Nullable String predecessorActionId,
            @Nullable String predecessorReference,
            boolean predecessorUnknown,
            ActionStatus status,
            @Nullable LocalDate start,
            @Nullable LocalDate end,
            @Nullable String category,
            String sourceNote) {}

    /** The partner as the source names it. */
    record HistoricalInstitution(
            Map<String, String> name,
            @Nullable String acronym,
            List<String> aliases,
            @Nullable String legalNature,
            @Nullable String level,
            @Nullable String country) {}

    /** One activity as the source describes it. */
    record HistoricalActivity(
            int number,
            @Nullable String type,
            boolean typeInferred,
            @Nullable String title,
            @Nullable String description,
            @Nullable String location,
            @Nullable String hostCountry) {}
}
