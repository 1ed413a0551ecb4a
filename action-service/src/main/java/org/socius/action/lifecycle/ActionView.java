package org.socius.action.lifecycle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.action.lifecycle.ActivityEvent.Participants;
import org.socius.action.lifecycle.ActivityEvent.Visibility;
import org.socius.action.plan.ActionDesign;
import org.socius.action.plan.ActivityPlan.CoOrganiser;
import org.socius.action.plan.ActivityPlan.Delegate;
import org.socius.action.plan.ActivityPlan.Place;
import org.socius.action.plan.SourceNote;
import org.socius.action.plan.TermsOfReference.ExpectedDeliverable;
import org.socius.action.plan.TermsOfReference.Phases;
import org.socius.action.plan.TermsOfReference.Position;
import org.socius.platform.format.Money;

/**
 * An action as it is shown to one reader; what is not recorded is null.
 *
 * @param reference such as 2014-12, or null for a historical action whose reference is not recorded
 * @param origin REQUEST or HISTORY
 * @param start earliest start of the activities, actual before planned (R35)
 * @param end latest end of the activities
 * @param outcome the published text, or what the source of a historical action says
 * @param responsible account of the person the action is with, for staff; null if nobody's yet
 * @param published whether a text has been published
 * @param version of the aggregate, as {@code ETag} says it
 */
public record ActionView(
        String id,
        @Nullable String reference,
        @Nullable String requestId,
        @Nullable String requestNumber,
        String origin,
        String status,
        long version,
        InstitutionView institution,
        @Nullable String country,
        @Nullable PredecessorView predecessor,
        DesignView design,
        AgreementsView agreements,
        @Nullable LocalDate start,
        @Nullable LocalDate end,
        List<ActivityView> activities,
        List<SurveyView> surveys,
        @Nullable EvaluationView evaluation,
        @Nullable Map<String, String> outcome,
        boolean published,
        @Nullable Map<String, String> publishedTitle,
        @Nullable LastingEffectsView lastingEffects,
        @Nullable String responsible,
        @Nullable HistoryView history,
        List<String> allowedTransitions) {

    /** The lead partner. */
    public record InstitutionView(
            String id,
            Map<String, String> name,
            @Nullable String acronym,
            @Nullable String country) {}

    /** The action this one continues; {@code unknown}: the source does not name it. */
    public record PredecessorView(
            @Nullable String actionId, @Nullable String reference, boolean unknown) {}

    /** The design; before it is made, what the request asked for. */
    public record DesignView(
            Map<String, String> title,
            @Nullable Map<String, String> objective,
            List<ActionDesign.Result> results,
            List<String> typesOfAssistance,
            List<ShareView> themes,
            List<String> sdgTargets,
            Map<String, Integer> markers,
            @Nullable Money budgetCeiling,
            List<ShareView> countries,
            List<ActionDesign.Stakeholder> stakeholders,
            @Nullable Map<String, String> risks) {}

    /** {@code share} in per cent, or null while none is fixed. */
    public record ShareView(String code, @Nullable Integer share) {}

    /** Who has agreed to the form as it stands. */
    public record AgreementsView(boolean partner, boolean commission) {}

    /**
     * An activity; a historical one has no plan, team or terms of reference.
     *
     * @param termsOfReferenceDraft a later version on its way, while the final one holds (R53)
     * @param warnings rules of good practice that the terms of reference leave, such as R52
     */
    public record ActivityView(
            int number,
            @Nullable String type,
            Map<String, String> title,
            @Nullable String modality,
            @Nullable String status,
            @Nullable Place place,
            @Nullable LocalDate plannedStart,
            @Nullable LocalDate plannedEnd,
            @Nullable Integer estimatedDays,
            List<Integer> dependsOn,
            @Nullable VisitView visit,
            List<CoOrganiser> coOrganisers,
            @Nullable TermsView termsOfReference,
            @Nullable TermsView termsOfReferenceDraft,
            List<MemberView> team,
            List<DeliverableView> deliverables,
            @Nullable LocalDate startedOn,
            @Nullable LocalDate endedOn,
            List<Participants> participants,
            @Nullable Visibility visibility,
            @Nullable String travelClearance,
            @Nullable LocalDate completedOn,
            @Nullable Map<String, String> outcome,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable HistoricalDetail history,
            List<String> warnings,
            List<String> allowedTransitions) {}

    /** What a source says of an activity beside its type. */
    public record HistoricalDetail(
            boolean typeInferred,
            @Nullable String description,
            @Nullable String location,
            @Nullable String hostCountry) {}

    /** Names are null for readers whose part does not need them. */
    public record VisitView(
            String hostCountry,
            List<String> hostInstitutions,
            int delegationSize,
            @Nullable List<Delegate> delegation,
            @Nullable String head) {}

    public record TermsView(
            int version,
            @JsonProperty("final") boolean isFinal,
            boolean noObjection,
            List<String> tasks,
            List<Position> positions,
            List<ExpectedDeliverable> deliverables,
            Phases phases) {}

    /** {@code workedDays} null: none recorded. */
    public record MemberView(
            String position,
            String expertId,
            String mobilisationId,
            boolean principal,
            String expertCountry,
            double days,
            @Nullable Double workedDays) {}

    public record DeliverableView(
            String id,
            String kind,
            String title,
            String status,
            boolean acceptedByPartner,
            DocumentView document) {}

    /** {@code documentId}: where it is kept in this system; null if elsewhere. */
    public record DocumentView(String name, String reference, @Nullable String documentId) {}

    /**
     * What the answers to a questionnaire say; a figure never stands without their number (R110).
     *
     * @param answers how many
     * @param ratings mean of 1 to 5 by question
     * @param wouldRecommendPercent of those who answered
     */
    public record SurveyView(
            int activity,
            String kind,
            int answers,
            Map<String, Double> ratings,
            double wouldRecommendPercent) {}

    /** The check on lasting effects (R112); null members until it is made. */
    public record LastingEffectsView(
            LocalDate dueOn,
            @Nullable Boolean lasting,
            @Nullable Boolean followUpProposed,
            @Nullable String text) {}

    /** {@code text} is null for readers whose part does not need it. */
    public record EvaluationView(
            Map<String, Integer> criteria,
            @Nullable String text,
            String outcomeLevel,
            boolean finalReportAccepted) {}

    /**
     * Where a historical action comes from.
     *
     * @param sourceNote what the source says beside, as JSON text; null for readers whose part does
     *     not need it
     * @param told the same as far as it is understood; null for the same readers
     */
    public record HistoryView(
            String key,
            boolean countryInferred,
            List<String> targetGroups,
            List<String> expertCountries,
            @Nullable String category,
            @Nullable String sourceNote,
            @Nullable SourceNote told) {}
}
