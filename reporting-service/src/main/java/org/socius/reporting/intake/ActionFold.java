package org.socius.reporting.intake;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.action.ActionContract;
import org.socius.contracts.action.ActionContract.*;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.ActivityFacts;
import org.socius.reporting.facts.ActivityFacts.Participants;
import org.socius.reporting.facts.Statement;

/** Folds the events of one action, or of what one facility record states: the id tells which. */
final class ActionFold {

    private static final String CLOSED = "CLOSED";

    private @Nullable String id;
    private @Nullable String reference;
    private @Nullable String requestId;
    private String institutionId = "";
    private Map<String, String> partnerName = Map.of();
    private @Nullable String partnerAcronym;
    private List<String> countries = List.of();
    private boolean countryInferred;
    private Map<String, String> title = Map.of();
    private Map<String, String> objective = Map.of();
    private List<String> typesOfAssistance = List.of();
    private List<String> themes = List.of();
    private List<String> sdgTargets = List.of();
    private List<String> targetGroups = List.of();
    private String status = "IN_DESIGN";
    private String suspendedFrom = "IN_DESIGN";
    private boolean imported;
    private @Nullable LocalDate approvedOn;
    private @Nullable LocalDate closedOn;
    private @Nullable LocalDate statedStart;
    private @Nullable LocalDate statedEnd;
    private final Map<Integer, Activity> activities = new TreeMap<>();
    private List<String> statedExpertCountries = List.of();
    private Map<String, String> outcome = Map.of();
    private @Nullable Map<String, String> publishedTitle;
    private boolean unpublished;
    private @Nullable String predecessor;
    private boolean predecessorUnknown;
    private @Nullable String category;
    private @Nullable Statement statement;
    private Map<String, Integer> markers = Map.of();
    private final List<ActionFacts.Answer> answers = new ArrayList<>();
    private ActionFacts.@Nullable Evaluation evaluation;

    private static final class Activity {
        private final int number;
        private @Nullable String type;
        private boolean typeInferred;
        private Map<String, String> title = Map.of();
        private @Nullable String description;
        private @Nullable String modality;
        private @Nullable String city;
        private @Nullable String placeCountry;
        private @Nullable LocalDate plannedStart;
        private @Nullable LocalDate plannedEnd;
        private @Nullable LocalDate startedOn;
        private @Nullable LocalDate endedOn;
        private @Nullable LocalDate completedOn;
        private String status = "PLANNED";
        private boolean carriedOut;
        private @Nullable String hostCountry;
        private @Nullable Participants participants;
        private List<String> deliverables = List.of();

        Activity(int number) {
            this.number = number;
        }

        void place(@Nullable Place place) {
            city = place == null ? null : place.city();
            placeCountry = place == null ? null : place.country();
        }

        ActivityFacts facts() {
            return new ActivityFacts(
                    number,
                    type,
                    typeInferred,
                    title,
                    description,
                    modality,
                    city,
                    placeCountry,
                    plannedStart,
                    plannedEnd,
                    startedOn,
                    endedOn,
                    completedOn,
                    status,
                    carriedOut,
                    hostCountry,
                    participants,
                    deliverables);
        }
    }

    /** What these events are about; empty for a record that states nothing any longer. */
    static Optional<?> of(List<Moment> moments) {
        ActionFold fold = new ActionFold();
        for (Moment moment : moments) {
            if (moment.event() instanceof ActionContract event) {
                fold.evolve(event, moment, moments.getFirst().recordedAt());
            }
        }
        return fold.statement == null ? fold.facts() : Optional.of(fold.statement);
    }

    private void evolve(ActionContract event, Moment moment, Instant enteredAt) {
        switch (event) {
            case PublishedFigureStatedV1 e ->
                    statement =
                            new Statement.Figure(
                                    e.recordId(),
                                    enteredAt,
                                    e.metric(),
                                    e.value(),
                                    e.unit(),
                                    e.comparison(),
                                    e.from(),
                                    e.to(),
                                    e.scope(),
                                    e.attributedTo(),
                                    e.source(),
                                    e.open());
            case ThematicMentionStatedV1 e ->
                    statement =
                            new Statement.Mention(
                                    e.recordId(),
                                    enteredAt,
                                    e.topic(),
                                    e.theme(),
                                    e.country(),
                                    e.region(),
                                    e.source(),
                                    e.open());
            case StatementWithdrawnV1 _ -> statement = null;
            case ActionProposedV1 e -> {
                id = e.actionId();
                reference = e.reference();
                requestId = e.requestId();
                institutionId = e.institutionId();
                partnerName = e.institutionName();
                partnerAcronym = e.institutionAcronym();
                countries = List.of(e.country());
                title = e.title();
                typesOfAssistance = e.typesOfAssistance();
                themes = e.themes();
            }
            case ActionDesignedV1 e -> {
                title = e.title();
                typesOfAssistance = e.typesOfAssistance();
                themes = codes(e.themes());
                sdgTargets = e.sdgTargets();
                countries = codes(e.countries());
                markers = e.markers();
            }
            case ActivityPlannedV1 e -> plan(e.activity());
            case ActivityPlanChangedV1 e -> plan(e.activity());
            case ActionFormAgreedV1 _, CommissionAgreementRecordedV1 _ -> {}
            case ActionEvaluatedV1 e ->
                    evaluation =
                            new ActionFacts.Evaluation(
                                    e.criteria(), e.outcomeLevel(), moment.day());
            case ActionSubmittedForApprovalV1 _ -> status = "AWAITING_APPROVAL";
            case ActionReturnedForRedesignV1 _ -> status = "IN_DESIGN";
            case ActionRefusedV1 _ -> status = "REFUSED";
            case ActionApprovedV1 e -> approve(e, moment);
            case ActionStartedV1 _ -> status = "UNDER_IMPLEMENTATION";
            case ActionActivitiesCompletedV1 _, ActionEvaluationOpenedV1 _ ->
                    status = "UNDER_EVALUATION";
            case ActionClosedV1 _ -> {
                status = CLOSED;
                closedOn = moment.day();
            }
            case ActionCancelledV1 _ -> status = "CANCELLED";
            case ActionAmendedV1 e -> {
                title = e.title();
                objective = e.objective();
                countries = codes(e.countries());
                typesOfAssistance = e.typesOfAssistance();
                themes = codes(e.themes());
                sdgTargets = e.sdgTargets();
                markers = e.markers();
                e.activities().forEach(this::plan);
            }
            case FollowUpLinkedV1 e -> {
                predecessor = e.predecessorActionId();
                predecessorUnknown = false;
            }
            case SurveyRemindedV1 _,
                    LastingEffectCheckFellDueV1 _,
                    LastingEffectsCheckedV1 _,
                    ActionHandedOverV1 _ -> {}
            case ActionUnpublishedV1 _ -> unpublished = true;
            case ActionSuspendedV1 _ -> {
                suspendedFrom = status;
                status = "SUSPENDED";
            }
            case ActionResumedV1 _ -> status = suspendedFrom;
            case ActivityCancelledV1 e -> {
                Activity activity = at(e.activity());
                activity.status = "CANCELLED";
                if (activity.startedOn != null && activity.endedOn == null) {
                    activity.endedOn = earlier(moment.day(), activity.plannedEnd);
                }
            }
            case ActivityPostponedV1 e -> at(e.activity()).status = "POSTPONED";
            case ActivityRescheduledV1 e -> {
                Activity activity = at(e.activity());
                activity.plannedStart = e.plannedStart();
                activity.plannedEnd = e.plannedEnd();
                activity.status = e.status();
            }
            case ActionPublishedV1 e -> {
                outcome = e.outcome();
                publishedTitle = e.publishedTitle();
                unpublished = false;
            }
            case TermsOfReferenceDraftedV1 e -> {
                if (at(e.activity()).status.equals("PLANNED")) {
                    at(e.activity()).status = "TOR_IN_DRAFT";
                }
            }
            case TermsOfReferenceNoObjectionGivenV1 _ -> {}
            case SurveyAnsweredV1 e ->
                    answers.add(
                            new ActionFacts.Answer(
                                    e.activity(),
                                    e.kind(),
                                    e.ratings(),
                                    e.wouldRecommend(),
                                    e.wouldWorkAgain(),
                                    moment.day()));
            case TermsOfReferenceFinalisedV1 e -> {
                if (at(e.activity()).status.equals("TOR_IN_DRAFT")) {
                    at(e.activity()).status = "TOR_FINAL";
                }
            }
            case StaffingOpenedV1 e -> at(e.activity()).status = "STAFFING";
            case TeamCompletedV1 e -> at(e.activity()).status = "TEAM_COMPLETE";
            case TeamIncompleteV1 e -> at(e.activity()).status = "STAFFING";
            case ActivityConfirmedV1 e -> at(e.activity()).status = "CONFIRMED";
            case ActivityPreparationStartedV1 e -> at(e.activity()).status = "IN_PREPARATION";
            case ActivityStartedV1 e -> {
                at(e.activity()).status = "IN_PROGRESS";
                at(e.activity()).startedOn = moment.day();
            }
            case ActivityImplementationEndedV1 e -> {
                Activity activity = at(e.activity());
                activity.status = "REPORTING";
                activity.endedOn = e.endedOn();
                activity.participants = participants(e.participants());
            }
            case DeliverableSubmittedV1 _, DeliverableAcceptedV1 _ -> {}
            case DeliverableReturnedV1 e -> at(e.activity()).status = "REPORTING";
            case ActivityCompletedV1 e -> complete(e);
            case ActionImportedV1 e -> importFrom(e);
        }
    }

    private static LocalDate earlier(LocalDate day, @Nullable LocalDate other) {
        return other != null && other.isBefore(day) ? other : day;
    }

    private void approve(ActionApprovedV1 e, Moment moment) {
        id = e.actionId();
        reference = e.reference();
        requestId = e.requestId();
        institutionId = e.institutionId();
        partnerName = e.institutionName();
        title = e.title();
        objective = e.objective();
        countries = codes(e.countries());
        typesOfAssistance = e.typesOfAssistance();
        themes = codes(e.themes());
        sdgTargets = e.sdgTargets();
        markers = e.markers();
        e.activities().forEach(this::plan);
        if (e.predecessor() != null && predecessor == null) {
            predecessor = e.predecessor();
        }
        status = "APPROVED";
        if (approvedOn == null) {
            approvedOn = moment.day();
        }
    }

    private void complete(ActivityCompletedV1 e) {
        Activity activity = at(e.activity());
        activity.status = "COMPLETED";
        activity.carriedOut = true;
        activity.type = e.type();
        activity.modality = e.modality();
        activity.place(e.place());
        activity.startedOn = e.start() == null ? activity.startedOn : e.start();
        activity.endedOn = e.end() == null ? activity.endedOn : e.end();
        activity.completedOn = e.completedOn();
        activity.participants = participants(e.participants());
        activity.deliverables = e.deliverables();
        activity.hostCountry = e.hostCountry();
    }

    private void importFrom(ActionImportedV1 e) {
        id = e.actionId();
        reference = e.reference();
        imported = true;
        institutionId = e.institutionId();
        partnerName = e.institution().name();
        partnerAcronym = e.institution().acronym();
        countries = e.country() == null ? List.of() : List.of(e.country());
        countryInferred = e.countryInferred();
        title = e.title();
        typesOfAssistance = e.typesOfAssistance();
        themes = e.themes();
        targetGroups = e.targetGroups();
        sdgTargets = e.sdgTargets();
        status = e.status();
        statedStart = e.start();
        statedEnd = e.end();
        statedExpertCountries = e.expertCountries();
        outcome = e.outcome() == null ? Map.of() : Map.of("en", e.outcome());
        predecessor =
                e.predecessorActionId() == null
                        ? e.predecessorReference()
                        : e.predecessorActionId();
        predecessorUnknown = e.predecessorUnknown();
        category = e.category();
        boolean over = status.equals(CLOSED);
        for (ImportedActivity given : e.activities()) {
            Activity activity = at(given.number());
            activity.type = given.type();
            activity.typeInferred = given.typeInferred();
            activity.description = given.description();
            activity.city = given.location();
            activity.hostCountry = given.hostCountry();
            activity.carriedOut = over;
            activity.status = over ? "COMPLETED" : "NOT_RECORDED";
        }
    }

    private void plan(PlannedActivity planned) {
        Activity activity = at(planned.number());
        activity.type = planned.type();
        activity.title = planned.title();
        activity.modality = planned.modality();
        activity.place(planned.place());
        activity.plannedStart = planned.plannedStart();
        activity.plannedEnd = planned.plannedEnd();
    }

    private Activity at(int number) {
        return activities.computeIfAbsent(number, Activity::new);
    }

    private static @Nullable Participants participants(
            ActionContract.@Nullable Participants given) {
        return given == null ? null : new Participants(given.women(), given.men(), given.other());
    }

    private static List<String> codes(List<Share> shares) {
        return shares.stream().map(Share::code).toList();
    }

    private Optional<ActionFacts> facts() {
        if (id == null) {
            return Optional.empty();
        }
        List<ActivityFacts> all = new ArrayList<>();
        activities.values().forEach(activity -> all.add(activity.facts()));
        return Optional.of(
                new ActionFacts(
                        id,
                        reference,
                        requestId,
                        institutionId,
                        partnerName,
                        partnerAcronym,
                        countries,
                        countryInferred,
                        title,
                        objective,
                        typesOfAssistance,
                        themes,
                        sdgTargets,
                        targetGroups,
                        status,
                        imported,
                        approvedOn,
                        closedOn,
                        statedStart,
                        statedEnd,
                        List.copyOf(all),
                        statedExpertCountries,
                        outcome,
                        publishedTitle,
                        unpublished,
                        predecessor,
                        predecessorUnknown,
                        category,
                        markers,
                        List.copyOf(answers),
                        evaluation));
    }
}
