package org.socius.action.publishing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.action.lifecycle.ActionEvent.*;
import org.socius.action.lifecycle.Actions;
import org.socius.action.lifecycle.ActivityEvent.*;
import org.socius.action.numbering.NumberRegister.NumberRegisterEvent.ActionReferenceTaken;
import org.socius.action.plan.ActionDesign;
import org.socius.action.plan.ActivityPlan;
import org.socius.action.plan.HistoricalAction;
import org.socius.action.plan.TermsOfReference;
import org.socius.action.records.FacilityRecord;
import org.socius.action.records.FacilityRecordEvent.FacilityRecordCorrected;
import org.socius.action.records.FacilityRecordEvent.FacilityRecordEntered;
import org.socius.action.records.FacilityRecordEvent.FacilityRecordErased;
import org.socius.action.records.FacilityRecordEvent.FacilityRecordWithdrawn;
import org.socius.action.records.FacilityRecordEvent.PublishedFigureStated;
import org.socius.action.records.FacilityRecordEvent.StatementWithdrawn;
import org.socius.action.records.FacilityRecordEvent.ThematicMentionStated;
import org.socius.contracts.Topics;
import org.socius.contracts.action.ActionContract;
import org.socius.contracts.action.ActionContract.*;
import org.socius.platform.format.Money;
import org.socius.platform.publishing.ContractTable;

/** Translates the events of actions and activities into contract records. */
public final class ActionContracts {

    private ActionContracts() {}

    /**
     * The table of everything about actions and facility records; other private events of the
     * service are added as kept.
     */
    public static ContractTable.Builder table() {
        return ContractTable.of("/action-service")
                .topic(Topics.ACTION, Actions.AGGREGATE, FacilityRecord.class)
                .publish(ActionProposed.class, ActionProposedV1.class)
                .publish(ActionImported.class, ActionImportedV1.class, ActionContracts::imported)
                .publish(ActionDesigned.class, ActionDesignedV1.class, ActionContracts::designed)
                .publish(
                        ActivityPlanned.class,
                        ActivityPlannedV1.class,
                        e -> new ActivityPlannedV1(e.actionId(), planned(e.activity(), e.plan())))
                .publish(
                        ActivityPlanChanged.class,
                        ActivityPlanChangedV1.class,
                        e ->
                                new ActivityPlanChangedV1(
                                        e.actionId(), planned(e.activity(), e.plan())))
                .publish(ActionFormAgreed.class, ActionFormAgreedV1.class)
                .publish(ActionSubmittedForApproval.class, ActionSubmittedForApprovalV1.class)
                .publish(CommissionAgreementRecorded.class, CommissionAgreementRecordedV1.class)
                .publish(ActionReturnedForRedesign.class, ActionReturnedForRedesignV1.class)
                .publish(ActionApproved.class, ActionApprovedV1.class, ActionContracts::approved)
                .publish(ActionRefused.class, ActionRefusedV1.class)
                .publish(ActionCancelled.class, ActionCancelledV1.class)
                .publish(ActionAmended.class, ActionAmendedV1.class, ActionContracts::amended)
                .publish(FollowUpLinked.class, FollowUpLinkedV1.class)
                .publish(ActionUnpublished.class, ActionUnpublishedV1.class)
                .publish(ActionSuspended.class, ActionSuspendedV1.class)
                .publish(ActionResumed.class, ActionResumedV1.class)
                .publish(ActionStarted.class, ActionStartedV1.class)
                .publish(ActionActivitiesCompleted.class, ActionActivitiesCompletedV1.class)
                .publish(ActionEvaluationOpened.class, ActionEvaluationOpenedV1.class)
                .publish(SurveyAnswered.class, SurveyAnsweredV1.class)
                .publish(SurveyReminded.class, SurveyRemindedV1.class)
                .publish(LastingEffectCheckFellDue.class, LastingEffectCheckFellDueV1.class)
                .publish(LastingEffectsChecked.class, LastingEffectsCheckedV1.class)
                .publish(ActionHandedOver.class, ActionHandedOverV1.class)
                .publish(ActionEvaluated.class, ActionEvaluatedV1.class)
                .publish(ActionClosed.class, ActionClosedV1.class)
                .publish(
                        ActionPublished.class,
                        ActionPublishedV1.class,
                        e ->
                                new ActionPublishedV1(
                                        e.actionId(),
                                        e.outcome(),
                                        e.publishedTitle().isEmpty() ? null : e.publishedTitle()))
                .publish(TermsOfReferenceDrafted.class, TermsOfReferenceDraftedV1.class)
                .publish(
                        TermsOfReferenceNoObjectionGiven.class,
                        TermsOfReferenceNoObjectionGivenV1.class)
                .publish(
                        TermsOfReferenceFinalised.class,
                        TermsOfReferenceFinalisedV1.class,
                        ActionContracts::finalised)
                .publish(StaffingOpened.class, StaffingOpenedV1.class)
                .publish(TeamCompleted.class, TeamCompletedV1.class)
                .publish(TeamIncomplete.class, TeamIncompleteV1.class)
                .publish(ActivityConfirmed.class, ActivityConfirmedV1.class)
                .publish(ActivityPreparationStarted.class, ActivityPreparationStartedV1.class)
                .publish(ActivityStarted.class, ActivityStartedV1.class)
                .publish(
                        ActivityImplementationEnded.class,
                        ActivityImplementationEndedV1.class,
                        ActionContracts::ended)
                .publish(
                        DeliverableSubmitted.class,
                        DeliverableSubmittedV1.class,
                        e ->
                                new DeliverableSubmittedV1(
                                        e.actionId(),
                                        e.activity(),
                                        e.deliverableId(),
                                        kind(e.kind(), e.publicKind())))
                .publish(
                        DeliverableAccepted.class,
                        DeliverableAcceptedV1.class,
                        e ->
                                new DeliverableAcceptedV1(
                                        e.actionId(),
                                        e.activity(),
                                        e.deliverableId(),
                                        kind(e.kind(), e.publicKind())))
                .publish(
                        DeliverableReturned.class,
                        DeliverableReturnedV1.class,
                        e ->
                                new DeliverableReturnedV1(
                                        e.actionId(),
                                        e.activity(),
                                        e.deliverableId(),
                                        kind(e.kind(), e.publicKind())))
                .publish(
                        ActivityCompleted.class,
                        ActivityCompletedV1.class,
                        ActionContracts::completed)
                .publish(ActivityCancelled.class, ActivityCancelledV1.class)
                .publish(ActivityPostponed.class, ActivityPostponedV1.class)
                .publish(
                        ActivityRescheduled.class,
                        ActivityRescheduledV1.class,
                        ActionContracts::rescheduled)
                .publish(PublishedFigureStated.class, PublishedFigureStatedV1.class)
                .publish(ThematicMentionStated.class, ThematicMentionStatedV1.class)
                .publish(StatementWithdrawn.class, StatementWithdrawnV1.class)
                .keep(
                        FacilityRecordEntered.class,
                        FacilityRecordCorrected.class,
                        FacilityRecordWithdrawn.class,
                        FacilityRecordErased.class,
                        ActionErased.class,
                        MobilisationNoted.class,
                        TeamMemberJoined.class,
                        TeamMemberLeft.class,
                        DeliverableAcceptedByPartner.class,
                        WorkedDaysNoted.class,
                        SettlementNoted.class,
                        ActionReferenceTaken.class);
    }

    private static String kind(String own, @Nullable String told) {
        return told == null ? own : told;
    }

    private static ActionImportedV1 imported(ActionImported e) {
        HistoricalAction.Institution i = e.institution();
        return new ActionImportedV1(
                e.actionId(),
                e.key(),
                e.reference(),
                e.title(),
                e.institutionId(),
                new ImportedInstitution(
                        i.name(),
                        i.acronym(),
                        i.aliases(),
                        i.legalNature(),
                        i.level(),
                        i.country()),
                e.country(),
                e.countryInferred(),
                e.typesOfAssistance(),
                e.themes(),
                e.targetGroups(),
                e.expertCountries(),
                e.sdgTargets(),
                e.activities().stream()
                        .map(
                                a ->
                                        new ImportedActivity(
                                                a.number(),
                                                a.type(),
                                                a.typeInferred(),
                                                a.description(),
                                                a.location(),
                                                a.hostCountry()))
                        .toList(),
                e.outcome(),
                e.predecessorActionId(),
                e.predecessorReference(),
                e.predecessorUnknown(),
                e.status(),
                e.start(),
                e.end(),
                e.category());
    }

    private static ActionDesignedV1 designed(ActionDesigned e) {
        ActionDesign d = e.design();
        return new ActionDesignedV1(
                e.actionId(),
                d.title(),
                d.typesOfAssistance(),
                shares(d.themes()),
                d.sdgTargets(),
                d.markers(),
                amount(d.budgetCeiling()),
                shares(d.countries()));
    }

    private static ActionApprovedV1 approved(ActionApproved e) {
        return new ActionApprovedV1(
                e.actionId(),
                e.reference(),
                e.requestId(),
                e.institutionId(),
                e.institutionName(),
                e.title(),
                e.objective(),
                shares(e.countries()),
                e.typesOfAssistance(),
                shares(e.themes()),
                e.sdgTargets(),
                e.markers(),
                e.activities().stream().map(a -> planned(a.number(), a.plan())).toList(),
                amount(e.budgetCeiling()),
                e.predecessor(),
                e.approverId());
    }

    private static ActionAmendedV1 amended(ActionAmended e) {
        ActionDesign d = e.design();
        return new ActionAmendedV1(
                e.actionId(),
                d.title(),
                d.objective(),
                d.typesOfAssistance(),
                shares(d.themes()),
                d.sdgTargets(),
                d.markers(),
                shares(d.countries()),
                e.activities().stream().map(a -> planned(a.number(), a.plan())).toList(),
                amount(e.designBefore().budgetCeiling()),
                amount(d.budgetCeiling()),
                days(e.activitiesBefore()),
                days(e.activities()),
                e.newApproval());
    }

    private static int days(List<NumberedPlan> plans) {
        return plans.stream().mapToInt(p -> p.plan().estimatedDays()).sum();
    }

    private static TermsOfReferenceFinalisedV1 finalised(TermsOfReferenceFinalised e) {
        TermsOfReference t = e.terms();
        return new TermsOfReferenceFinalisedV1(
                e.actionId(),
                e.reference(),
                e.activity(),
                e.version(),
                e.activityType(),
                e.activityTitle(),
                e.modality(),
                place(e.place()),
                t.positions().stream().map(ActionContracts::position).toList(),
                t.deliverables().stream()
                        .map(
                                d ->
                                        new ExpectedDeliverable(
                                                d.kind(), d.title(), d.due(), d.mandatory()))
                        .toList(),
                phases(t.phases()));
    }

    private static Phases phases(TermsOfReference.Phases phases) {
        return new Phases(
                period(phases.preparation()),
                period(phases.implementation()),
                period(phases.delivery()));
    }

    private static Position position(TermsOfReference.Position p) {
        Map<String, String> languages = new LinkedHashMap<>();
        p.profile().languages().forEach(l -> languages.put(l.code(), l.level()));
        return new Position(
                p.code(),
                p.responsibility(),
                p.principal(),
                p.expertiseArea(),
                p.profile().required(),
                p.profile().wished(),
                languages,
                p.profile().yearsMin(),
                new Days(p.days().preparation(), p.days().implementation(), p.days().delivery()),
                p.mandatory());
    }

    private static ActivityImplementationEndedV1 ended(ActivityImplementationEnded e) {
        int women = 0;
        int men = 0;
        int other = 0;
        for (var participants : e.participants()) {
            women += participants.women();
            men += participants.men();
            other += participants.other();
        }
        return new ActivityImplementationEndedV1(
                e.actionId(),
                e.activity(),
                e.endedOn(),
                new ActionContract.Participants(women, men, other));
    }

    private static ActivityRescheduledV1 rescheduled(ActivityRescheduled e) {
        return new ActivityRescheduledV1(
                e.actionId(),
                e.activity(),
                e.plannedStart(),
                e.plannedEnd(),
                e.phases() == null ? null : phases(e.phases()),
                e.status());
    }

    private static ActivityCompletedV1 completed(ActivityCompleted e) {
        return new ActivityCompletedV1(
                e.actionId(),
                e.reference(),
                e.activity(),
                e.type(),
                e.modality(),
                place(e.place()),
                e.start(),
                e.end(),
                e.completedOn(),
                e.workedDays().stream()
                        .map(
                                d ->
                                        new ActionContract.WorkedDays(
                                                d.position(), d.mobilisationId(), d.days()))
                        .toList(),
                new ActionContract.Participants(e.women(), e.men(), e.other()),
                e.deliverables(),
                e.hostCountry());
    }

    private static PlannedActivity planned(int number, ActivityPlan plan) {
        return new PlannedActivity(
                number,
                plan.type(),
                plan.title(),
                plan.modality(),
                place(plan.place()),
                plan.plannedStart(),
                plan.plannedEnd(),
                plan.estimatedDays());
    }

    private static @Nullable Place place(ActivityPlan.@Nullable Place place) {
        return place == null ? null : new Place(place.city(), place.country());
    }

    private static Period period(TermsOfReference.Period period) {
        return new Period(period.from(), period.to());
    }

    private static Amount amount(Money money) {
        return new Amount(money.amountMinor(), money.currency());
    }

    private static List<Share> shares(List<ActionDesign.Share> shares) {
        return shares.stream().map(s -> new Share(s.code(), s.share())).toList();
    }
}
