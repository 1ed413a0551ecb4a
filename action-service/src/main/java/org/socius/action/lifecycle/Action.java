package org.socius.action.lifecycle;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.eventsourcing.IncompatibleAggregateException;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.action.advice.TravelAdvice;
import org.socius.action.advice.TravelAdvice.Level;
import org.socius.action.lifecycle.ActionCommand.*;
import org.socius.action.lifecycle.ActionEvent.*;
import org.socius.action.lifecycle.ActivityCommand.*;
import org.socius.action.lifecycle.ActivityEvent.ActivityCancelled;
import org.socius.action.lifecycle.ActivityEvent.ActivityPlanChanged;
import org.socius.action.lifecycle.ActivityEvent.ActivityPlanned;
import org.socius.action.lifecycle.ActivityEvent.ActivityRescheduled;
import org.socius.action.numbering.NumberRegister;
import org.socius.action.plan.ActionDesign;
import org.socius.action.plan.ActionSettings;
import org.socius.action.plan.ActivityPlan;
import org.socius.action.plan.HistoricalAction;
import org.socius.action.plan.PlanRules;
import org.socius.action.plan.SourceNote;
import org.socius.action.plan.Texts;
import org.socius.action.reference.ReferenceList;
import org.socius.contracts.Roles;
import org.socius.contracts.reference.CodeList;
import org.socius.platform.command.Actor;
import org.socius.platform.command.Aggregates;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.DueSteps;
import org.socius.platform.command.EventMoment;
import org.socius.platform.format.Money;
import org.socius.platform.lifecycle.LifeCycle;
import org.socius.platform.partners.Partners;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.FieldError;
import org.socius.platform.problem.Rejection.InvalidFields;
import org.socius.platform.time.Brussels;

/**
 * The answer to an accepted request. It is opened by itself with its reference, designed with the
 * partner, agreed by partner and Commission, approved by somebody who did not design it, carried
 * out in one to four activities, evaluated and closed; before its approval it can be sent back or
 * refused, after it suspended, before its closing cancelled. An action of former years enters as
 * the sources tell it and has no deadlines.
 */
@Aggregate
class Action implements Chronicled {

    private static final int MAX_ACTIVITIES = 4;

    /** No chain of follow-ups is longer. */
    private static final int LONGEST_CHAIN = 1_000;

    private static final Set<String> CRITERIA =
            Set.of(
                    "relevance",
                    "coherence",
                    "effectiveness",
                    "efficiency",
                    "impact",
                    "sustainability");
    private static final Set<String> SEES_PERSONS =
            Set.of(
                    Roles.COORDINATOR,
                    Roles.APPROVER,
                    Roles.ACTIVITY_MANAGER,
                    Roles.MOBILISATION_OFFICER);

    /** What may be commanded, and by whom. */
    private enum Step {
        DESIGN("design", Roles.COORDINATOR),
        ACTIVITIES("activities", Roles.COORDINATOR),
        PARTNER_AGREEMENT("partner-agreement", Roles.PARTNER_SIGNATORY),
        APPROVAL_REQUEST("approval-request", Roles.COORDINATOR),
        COMMISSION_AGREEMENT("commission-agreement", Roles.COMMISSION),
        APPROVAL("approval", Roles.APPROVER),
        RETURN("return", Roles.APPROVER),
        REFUSAL("refusal", Roles.APPROVER),
        CANCELLATION("cancellation", Roles.COORDINATOR),
        CANCELLATION_BY_PARTNER(
                "cancellation", "cancellation by the partner", Roles.PARTNER_SIGNATORY),
        SUSPENSION("suspension", Roles.COORDINATOR),
        RESUMPTION("resumption", Roles.COORDINATOR),
        AMENDMENT("amendments", "amendments", Roles.COORDINATOR, Roles.APPROVER),
        FOLLOW_UP("follow-ups", Roles.COORDINATOR),
        PARTNER_SURVEY("surveys/partner/answers", Roles.PARTNER_SIGNATORY),
        EXPERT_SURVEY("surveys/expert/answers", Roles.EXPERT),
        PARTICIPANT_SURVEY("surveys/participant/answers", Roles.ACTIVITY_MANAGER),
        EVALUATION("evaluation", Roles.EVALUATION_OFFICER),
        CLOSURE("closure", Roles.COORDINATOR),
        LASTING_EFFECTS("lasting-effects", Roles.EVALUATION_OFFICER),
        RESPONSIBLE("responsible", Roles.COORDINATOR),
        PUBLICATION("publication", Roles.COMMUNICATION_OFFICER),
        UNPUBLICATION("unpublication", Roles.COMMUNICATION_OFFICER);

        private final String noun;
        private final String cause;
        private final Set<String> roles;

        Step(String noun, String role) {
            this(noun, noun, role);
        }

        Step(String noun, String cause, String... roles) {
            this.noun = noun;
            this.cause = cause;
            this.roles = Set.of(roles);
        }

        boolean allowedIn(ActionStatus status) {
            return LIFE_CYCLE.allows(cause, status);
        }
    }

    private static final String ERASURE = "erasure";

    private static final Set<ActionStatus> UNENDED =
            EnumSet.range(ActionStatus.IN_DESIGN, ActionStatus.UNDER_EVALUATION);

    private static final Set<ActionStatus> WITH_COMPLETED_ACTIVITIES =
            EnumSet.range(ActionStatus.UNDER_IMPLEMENTATION, ActionStatus.UNDER_EVALUATION);

    /** What was approved and then cancelled keeps its public record. */
    private static final Set<ActionStatus> ON_RECORD =
            EnumSet.complementOf(
                    EnumSet.of(
                            ActionStatus.IN_DESIGN,
                            ActionStatus.AWAITING_APPROVAL,
                            ActionStatus.REFUSED));

    private static final Set<ActionStatus> PUBLIC =
            EnumSet.range(ActionStatus.APPROVED, ActionStatus.CLOSED);

    static final LifeCycle<ActionStatus> LIFE_CYCLE =
            LifeCycle.of("Action", ActionStatus.class)
                    .begin("acceptance of the request")
                    .then(ActionProposed.class, ActionStatus.IN_DESIGN)
                    .begin("import of history")
                    .beyond(
                            "Actions of former years are on record as they stood (R36).",
                            ActionImported.class,
                            ActionStatus.UNDER_IMPLEMENTATION,
                            ActionStatus.CLOSED)
                    .when(Step.DESIGN.cause, ActionStatus.IN_DESIGN)
                    .then(ActionDesigned.class)
                    .when(Step.ACTIVITIES.cause, ActionStatus.IN_DESIGN)
                    .beyond("Activities have a life of their own.", ActivityPlanned.class)
                    .beyond("Activities have a life of their own.", ActivityPlanChanged.class)
                    .when(Step.PARTNER_AGREEMENT.cause, ActionStatus.IN_DESIGN)
                    .then(ActionFormAgreed.class)
                    .when(
                            Step.COMMISSION_AGREEMENT.cause,
                            ActionStatus.IN_DESIGN,
                            ActionStatus.AWAITING_APPROVAL)
                    .then(CommissionAgreementRecorded.class)
                    .when(Step.APPROVAL_REQUEST.cause, ActionStatus.IN_DESIGN)
                    .then(ActionSubmittedForApproval.class, ActionStatus.AWAITING_APPROVAL)
                    .when(Step.APPROVAL.cause, ActionStatus.AWAITING_APPROVAL)
                    .then(ActionApproved.class, ActionStatus.APPROVED)
                    .when(Step.RETURN.cause, ActionStatus.AWAITING_APPROVAL)
                    .then(ActionReturnedForRedesign.class, ActionStatus.IN_DESIGN)
                    .when(Step.REFUSAL.cause, ActionStatus.AWAITING_APPROVAL)
                    .then(ActionRefused.class, ActionStatus.REFUSED)
                    .when(Step.CANCELLATION.cause, UNENDED)
                    .then(ActionCancelled.class, ActionStatus.CANCELLED)
                    .when(
                            Step.CANCELLATION_BY_PARTNER.cause,
                            ActionStatus.IN_DESIGN,
                            ActionStatus.AWAITING_APPROVAL)
                    .then(ActionCancelled.class, ActionStatus.CANCELLED)
                    .meanwhile("first activity starts", ActionStatus.APPROVED)
                    .then(ActionStarted.class, ActionStatus.UNDER_IMPLEMENTATION)
                    .when(
                            Step.SUSPENSION.cause,
                            ActionStatus.APPROVED,
                            ActionStatus.UNDER_IMPLEMENTATION)
                    .then(ActionSuspended.class, ActionStatus.SUSPENDED)
                    .when(Step.RESUMPTION.cause, ActionStatus.SUSPENDED)
                    .then(
                            ActionResumed.class,
                            ActionStatus.APPROVED,
                            ActionStatus.UNDER_IMPLEMENTATION)
                    .when(
                            Step.AMENDMENT.cause,
                            ActionStatus.APPROVED,
                            ActionStatus.UNDER_IMPLEMENTATION)
                    .then(ActionAmended.class)
                    .when(Step.FOLLOW_UP.cause, ActionStatus.values())
                    .then(FollowUpLinked.class)
                    .meanwhile("last activity ended", ActionStatus.UNDER_IMPLEMENTATION)
                    .then(ActionActivitiesCompleted.class)
                    .then(ActionEvaluationOpened.class, ActionStatus.UNDER_EVALUATION)
                    .when(Step.PARTNER_SURVEY.cause, WITH_COMPLETED_ACTIVITIES)
                    .beyond("Three groups are asked (R109).", SurveyAnswered.class)
                    .when(Step.EXPERT_SURVEY.cause, WITH_COMPLETED_ACTIVITIES)
                    .beyond("Three groups are asked (R109).", SurveyAnswered.class)
                    .when(Step.PARTICIPANT_SURVEY.cause, WITH_COMPLETED_ACTIVITIES)
                    .beyond("Three groups are asked (R109).", SurveyAnswered.class)
                    .meanwhile("10 and 20 days without an answer", WITH_COMPLETED_ACTIVITIES)
                    .beyond("Who has not answered is reminded (R109).", SurveyReminded.class)
                    .when(Step.EVALUATION.cause, ActionStatus.UNDER_EVALUATION)
                    .then(ActionEvaluated.class)
                    .when(Step.CLOSURE.cause, ActionStatus.UNDER_EVALUATION)
                    .then(ActionClosed.class, ActionStatus.CLOSED)
                    .meanwhile("9 months after closing", ActionStatus.CLOSED)
                    .beyond(
                            "Lasting effects are looked at (R112).",
                            LastingEffectCheckFellDue.class)
                    .when(Step.LASTING_EFFECTS.cause, ActionStatus.CLOSED)
                    .beyond("Lasting effects are looked at (R112).", LastingEffectsChecked.class)
                    .when(Step.RESPONSIBLE.cause, UNENDED)
                    .beyond(
                            "An action has a responsible person and may be handed over.",
                            ActionHandedOver.class)
                    .when(Step.PUBLICATION.cause, PUBLIC)
                    .then(ActionPublished.class)
                    .when(Step.UNPUBLICATION.cause, ON_RECORD)
                    .beyond(
                            "A public record can be taken off with a reason (R43).",
                            ActionUnpublished.class)
                    .meanwhile(
                            ERASURE,
                            ActionStatus.CLOSED,
                            ActionStatus.REFUSED,
                            ActionStatus.CANCELLED)
                    .beyond(
                            "Who is named in an action that has ended may be forgotten (R75).",
                            ActionErased.class)
                    .build();

    /** What the partner is told the reason of. */
    private static final Set<String> TOLD_TO_PARTNER =
            Set.of(
                    "ActionReturnedForRedesign",
                    "ActionRefused",
                    "ActionAmended",
                    "ActionSuspended",
                    "ActionCancelled",
                    "ActionUnpublished",
                    "ActivityPostponed",
                    "ActivityCancelled",
                    "DeliverableReturned");

    /** What may be commanded about an action of former years. */
    private static final Set<Step> OF_HISTORY =
            Set.of(Step.PUBLICATION, Step.UNPUBLICATION, Step.FOLLOW_UP);

    /** For a closing whose event does not say when the check is due. */
    private static final int USUAL_MONTHS_TO_LASTING_EFFECTS = 9;

    /** A step of the clock's and when it falls due. */
    private record Due(Instant at, Runnable step) {}

    @AggregateIdentifier private @Nullable String id;
    private @Nullable EventMoment latest;
    private ActionStatus status = ActionStatus.IN_DESIGN;
    private ActionStatus suspendedFrom = ActionStatus.IN_DESIGN;
    private @Nullable ActionProposed proposal;
    private @Nullable ActionImported history;
    private @Nullable ActionDesign design;
    private final TreeMap<Integer, Activity> activities = new TreeMap<>();
    private final Set<String> designers = new HashSet<>();
    private boolean partnerAgreed;
    private boolean commissionAgreed;
    private final List<SurveyAnswered> answers = new ArrayList<>();
    private final Map<Integer, Integer> reminders = new HashMap<>();
    private @Nullable String responsible;
    private @Nullable LocalDate lastingEffectsDueOn;
    private boolean lastingEffectsDue;
    private @Nullable LastingEffectsChecked lastingEffects;
    private @Nullable ActionEvaluated evaluation;
    private @Nullable ActionPublished publication;
    private boolean unpublished;

    /** Nothing has been said since the last erasure. */
    private boolean erased;

    private @Nullable Approved approved;
    private @Nullable FollowUpLinked followUp;

    /** What a later amendment is measured against (R45). */
    private record Approved(long days, long budgetMinor) {

        static Approved of(List<NumberedPlan> plans, Money budget) {
            return new Approved(
                    plans.stream().mapToLong(p -> p.plan().estimatedDays()).sum(),
                    budget.amountMinor());
        }

        boolean allows(Approved wanted, int percentMore) {
            return within(days, wanted.days, percentMore)
                    && within(budgetMinor, wanted.budgetMinor, percentMore);
        }

        private static boolean within(long approved, long wanted, int percentMore) {
            return wanted * 100 <= approved * (100 + percentMore);
        }
    }

    Action() {}

    // ------------------------------------------------------------------ opening

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(OpenAction command, Aggregates aggregates) {
        if (id != null) {
            return;
        }
        String reference =
                NumberRegister.next(aggregates, command.registeredYear(), command.actionId());
        apply(
                new ActionProposed(
                        command.actionId(),
                        reference,
                        command.requestId(),
                        command.requestNumber(),
                        command.institutionId(),
                        command.institutionName(),
                        command.institutionAcronym(),
                        command.country(),
                        command.title(),
                        command.typesOfAssistance(),
                        command.themes(),
                        command.language()));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(ImportAction command, Aggregates aggregates) {
        HistoricalAction h = command.history();
        if (id != null) {
            if (history == null || !history.fingerprint().equals(h.fingerprint())) {
                throw new ActionRejection.ImportKeyInUse(h.key());
            }
            return;
        }
        if (h.reference() != null) {
            NumberRegister.take(
                    aggregates,
                    NumberRegister.Reference.parse(h.reference()).orElseThrow(),
                    command.actionId());
        }
        apply(
                new ActionImported(
                        command.actionId(),
                        command.importId(),
                        h.key(),
                        h.fingerprint(),
                        h.reference(),
                        h.title(),
                        h.institutionId(),
                        h.institution(),
                        h.country(),
                        h.countryInferred(),
                        h.typesOfAssistance(),
                        h.themes(),
                        h.targetGroups(),
                        h.expertCountries(),
                        h.sdgTargets(),
                        h.activities(),
                        h.outcome(),
                        h.predecessorActionId(),
                        h.predecessorReference(),
                        h.predecessorUnknown(),
                        (h.ongoing() ? ActionStatus.UNDER_IMPLEMENTATION : ActionStatus.CLOSED)
                                .name(),
                        h.start(),
                        h.end(),
                        h.category(),
                        h.sourceNote()));
    }

    // ------------------------------------------------------------------ design

    @CommandHandler
    void decide(
            DesignAction command,
            CommandContext context,
            ActionSettings settings,
            Aggregates aggregates) {
        require(Step.DESIGN, context);
        ActionDesign wanted = command.design().in(proposal().language());
        PlanRules.check(wanted, settings);
        requireInUse(wanted, context, aggregates);
        apply(new ActionDesigned(id(), wanted));
    }

    /** What the action has already, it keeps (R28). */
    private void requireInUse(ActionDesign wanted, CommandContext context, Aggregates aggregates) {
        ReferenceList.requireInUse(
                ReferenceList.Kind.TYPES,
                "/typesOfAssistance/%d",
                wanted.typesOfAssistance(),
                design == null ? List.of() : design.typesOfAssistance(),
                context.today(),
                aggregates);
        ReferenceList.requireInUse(
                ReferenceList.Kind.THEMES,
                "/themes/%d/code",
                wanted.themes().stream().map(ActionDesign.Share::code).toList(),
                design == null
                        ? List.of()
                        : design.themes().stream().map(ActionDesign.Share::code).toList(),
                context.today(),
                aggregates);
    }

    @CommandHandler
    void decide(PlanActivity command, CommandContext context, ActionSettings settings) {
        require(Step.ACTIVITIES, context);
        if (open().size() >= MAX_ACTIVITIES) {
            throw new ActionRejection.TooManyActivities(MAX_ACTIVITIES);
        }
        int number = activities.size() + 1;
        if (command.activity() != number) {
            throw new Rejection.Busy();
        }
        PlanRules.check(command.plan(), number, plannedNumbers(), context.today(), settings);
        NumberedPlan wanted = new NumberedPlan(number, command.plan());
        requireFactFindingFirst(plans(open()), with(wanted, plans(open())));
        apply(new ActivityPlanned(id(), number, command.plan().in(proposal().language())));
    }

    @CommandHandler
    void decide(ChangeActivityPlan command, CommandContext context, ActionSettings settings) {
        Activity activity = activity(command);
        require(Step.ACTIVITIES, context);
        activity.requireOpen(context);
        PlanRules.check(
                command.plan(),
                activity.number(),
                dependable(plannedNumbers(), activity),
                context.today(),
                settings);
        NumberedPlan wanted = new NumberedPlan(activity.number(), command.plan());
        requireFactFindingFirst(plans(open()), with(wanted, plans(open())));
        apply(
                new ActivityPlanChanged(
                        id(), activity.number(), command.plan().in(proposal().language())));
    }

    /** What is found out may still change the design (R58); judged by the plans after a change. */
    private static void requireFactFindingFirst(
            List<NumberedPlan> before, List<NumberedPlan> after) {
        Set<Integer> late = lateFactFinding(after);
        late.removeAll(lateFactFinding(before));
        if (!late.isEmpty()) {
            throw InvalidFields.of(
                    "R58", "/type", "not-first", "A fact-finding mission comes before the others.");
        }
    }

    /** The numbers of the fact-finding missions that come after something else. */
    private static Set<Integer> lateFactFinding(List<NumberedPlan> plans) {
        int first =
                plans.stream()
                        .filter(plan -> !plan.plan().type().equals(ActivityPlan.FACT_FINDING))
                        .mapToInt(NumberedPlan::number)
                        .min()
                        .orElse(Integer.MAX_VALUE);
        return plans.stream()
                .filter(plan -> plan.plan().type().equals(ActivityPlan.FACT_FINDING))
                .map(NumberedPlan::number)
                .filter(number -> number > first)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static List<NumberedPlan> with(NumberedPlan wanted, List<NumberedPlan> plans) {
        return Stream.concat(
                        plans.stream().filter(plan -> plan.number() != wanted.number()),
                        Stream.of(wanted))
                .toList();
    }

    /** The activities that were not cancelled. */
    private List<Activity> open() {
        return activities.values().stream()
                .filter(activity -> activity.status() != Activity.Status.CANCELLED)
                .toList();
    }

    private Set<Integer> plannedNumbers() {
        return open().stream().map(Activity::number).collect(Collectors.toSet());
    }

    @CommandHandler
    void decide(AgreeToActionForm command, CommandContext context, Partners partners) {
        requirePartner(context, partners);
        require(Step.PARTNER_AGREEMENT, context);
        List<FieldError> missing = missingForm();
        if (!missing.isEmpty()) {
            throw new ActionRejection.ActionFormIncomplete(missing);
        }
        apply(new ActionFormAgreed(id()));
    }

    @CommandHandler
    void decide(RecordCommissionAgreement command, CommandContext context) {
        require(Step.COMMISSION_AGREEMENT, context);
        apply(new CommissionAgreementRecorded(id()));
    }

    @CommandHandler
    void decide(SubmitForApproval command, CommandContext context) {
        require(Step.APPROVAL_REQUEST, context);
        requireComplete();
        apply(new ActionSubmittedForApproval(id()));
    }

    /**
     * What R32 asks for and is not there. An accepted request implies the Delegation's opinion or
     * its time-out; what a design or plan must hold by itself was checked when it was entered.
     */
    private void requireComplete() {
        List<FieldError> missing = missingForm();
        if (!partnerAgreed) {
            missing.add(
                    new FieldError(
                            "/agreements/partner",
                            "required",
                            "The partner has not agreed to the action form as it stands."));
        }
        if (!missing.isEmpty()) {
            throw new ActionRejection.ActionFormIncomplete(missing);
        }
    }

    private List<FieldError> missingForm() {
        List<FieldError> missing = new ArrayList<>();
        if (design == null) {
            missing.add(new FieldError("/design", "required", "The action is not designed."));
        } else if (design.sdgTargets().isEmpty()) {
            missing.add(
                    new FieldError(
                            "/design/sdgTargets",
                            "required",
                            "At least one target of the 2030 Agenda is named."));
        }
        if (open().isEmpty()) {
            missing.add(
                    new FieldError("/activities", "required", "At least one activity is planned."));
        }
        return missing;
    }

    // ------------------------------------------------------------------ decision

    @CommandHandler
    void decide(ApproveAction command, CommandContext context) {
        require(Step.APPROVAL, context);
        requireOtherThanDesigner(context);
        if (!commissionAgreed) {
            throw new ActionRejection.CommissionAgreementMissing();
        }
        requireComplete();
        ActionProposed p = proposal();
        ActionDesign d = Objects.requireNonNull(design);
        apply(
                new ActionApproved(
                        id(),
                        p.reference(),
                        p.requestId(),
                        p.institutionId(),
                        p.institutionName(),
                        d.title(),
                        d.objective(),
                        d.countries(),
                        d.typesOfAssistance(),
                        d.themes(),
                        d.sdgTargets(),
                        d.markers(),
                        open().stream().map(a -> new NumberedPlan(a.number(), a.plan())).toList(),
                        d.budgetCeiling(),
                        predecessor(),
                        context.person().id()));
    }

    private @Nullable String predecessor() {
        if (followUp == null) {
            return null;
        }
        return followUp.predecessorReference() == null
                ? followUp.predecessorActionId()
                : followUp.predecessorReference();
    }

    @CommandHandler
    void decide(ReturnForRedesign command, CommandContext context) {
        require(Step.RETURN, context);
        requireOtherThanDesigner(context);
        requireKnownReason(context);
        apply(new ActionReturnedForRedesign(id()));
    }

    @CommandHandler
    void decide(RefuseAction command, CommandContext context) {
        require(Step.REFUSAL, context);
        requireOtherThanDesigner(context);
        requireKnownReason(context, CodeList.REQUEST_REASONS);
        apply(new ActionRefused(id(), proposal().requestId(), context.reasonCode()));
    }

    @CommandHandler
    void decide(
            AmendAction command,
            CommandContext context,
            ActionSettings settings,
            Aggregates aggregates) {
        requireSomethingLeft(context);
        require(Step.AMENDMENT, context);
        requireKnownReason(context);
        Amendment changes = command.changes();
        ActionDesign before = Objects.requireNonNull(design);
        ActionDesign after = changes.of(before, proposal().language());
        List<NumberedPlan> plans = plans(open());
        List<NumberedPlan> amended =
                changes.of(
                        plans(open().stream().filter(a -> !a.carriedOut()).toList()),
                        activities.size() + 1,
                        proposal().language());
        List<NumberedPlan> all = new ArrayList<>(amended);
        plans.stream()
                .filter(plan -> amended.stream().noneMatch(a -> a.number() == plan.number()))
                .forEach(all::add);
        all.sort(Comparator.comparing(NumberedPlan::number));
        if (after.equals(before) && all.equals(plans)) {
            throw InvalidFields.of(
                    "/changes", "nothing-changes", "An amendment changes something.");
        }
        checkAmended(changes, after, all, context, settings);
        below("/changes", () -> requireInUse(after, context, aggregates));
        below(pointerToType(changes, all), () -> requireFactFindingFirst(plans, all));
        Approved wanted = Approved.of(all, after.budgetCeiling());
        Approved now = Objects.requireNonNull(approved);
        boolean newApproval = !now.allows(wanted, settings.amendmentPercent());
        if (newApproval) {
            if (!context.person().role().equals(Roles.APPROVER)) {
                throw new ActionRejection.AmendmentNeedsApproval(
                        settings.amendmentPercent(),
                        now.days(),
                        wanted.days(),
                        now.budgetMinor(),
                        wanted.budgetMinor());
            }
            requireOtherThanDesigner(context);
        }
        apply(new ActionAmended(id(), before, after, plans, all, newApproval));
    }

    private void checkAmended(
            Amendment changes,
            ActionDesign after,
            List<NumberedPlan> all,
            CommandContext context,
            ActionSettings settings) {
        below("/changes", () -> PlanRules.check(after, settings));
        if (after.sdgTargets().isEmpty()) {
            throw InvalidFields.of(
                    "R32", "/changes/sdgTargets", "required", "At least one target is named.");
        }
        if (all.size() > MAX_ACTIVITIES) {
            throw new ActionRejection.TooManyActivities(MAX_ACTIVITIES);
        }
        Set<Integer> numbers = all.stream().map(NumberedPlan::number).collect(Collectors.toSet());
        for (NumberedPlan plan : all) {
            Activity known = activities.get(plan.number());
            if (known != null && known.plan().equals(plan.plan())) {
                continue;
            }
            LocalDate first = context.today();
            if (known != null && known.plan().plannedStart().isBefore(first)) {
                first = known.plan().plannedStart();
            }
            LocalDate earliest = first;
            below(
                    changes.pointerTo(plan.number(), activities.size() + 1),
                    () ->
                            PlanRules.check(
                                    plan.plan(),
                                    plan.number(),
                                    dependable(numbers, known),
                                    earliest,
                                    settings));
        }
    }

    /** Where an amendment gives an activity its type: the first that it makes or makes another. */
    private String pointerToType(Amendment changes, List<NumberedPlan> all) {
        return all.stream()
                .filter(
                        plan -> {
                            Activity known = activities.get(plan.number());
                            return known == null || !known.plan().type().equals(plan.plan().type());
                        })
                .findFirst()
                .map(plan -> changes.pointerTo(plan.number(), activities.size() + 1))
                .orElse("/changes");
    }

    /** Says where in the command the checked value stands. */
    private static void below(String pointer, Runnable check) {
        try {
            check.run();
        } catch (InvalidFields e) {
            throw e.below(pointer);
        } catch (Rejection.UnknownCode e) {
            throw e.below(pointer);
        }
    }

    /** What a plan may depend on: the activities that are open, and what it depends on already. */
    private static Set<Integer> dependable(Set<Integer> open, @Nullable Activity known) {
        Set<Integer> numbers = new HashSet<>(open);
        if (known != null) {
            numbers.addAll(known.plan().dependsOn());
        }
        return numbers;
    }

    private static List<NumberedPlan> plans(List<Activity> activities) {
        return activities.stream().map(a -> new NumberedPlan(a.number(), a.plan())).toList();
    }

    @CommandHandler
    void decide(LinkFollowUp command, CommandContext context, Aggregates aggregates) {
        require(Step.FOLLOW_UP, context);
        String earlier = named(command.predecessor(), aggregates);
        if (followUp != null && followUp.predecessorActionId().equals(earlier)) {
            throw new Rejection.WrongState("R29", status.name(), allowed(context.person()));
        }
        Predecessor first = predecessor(earlier, aggregates);
        Predecessor next = first;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            if (next.id().equals(id())) {
                throw new ActionRejection.FollowUpInCircle();
            }
            if (next.before() == null) {
                break;
            }
            next = predecessor(next.before(), aggregates);
        }
        if (!first.closed()) {
            throw new ActionRejection.PredecessorOpen();
        }
        apply(new FollowUpLinked(id(), first.id(), first.reference()));
    }

    private record Predecessor(
            String id, @Nullable String reference, boolean closed, @Nullable String before) {}

    private Predecessor predecessor(String actionId, Aggregates aggregates) {
        if (actionId.equals(id())) {
            return asPredecessor();
        }
        try {
            return aggregates.load(Action.class, actionId).invoke(Action::asPredecessor);
        } catch (AggregateNotFoundException | IncompatibleAggregateException unknown) {
            throw unknownPredecessor();
        }
    }

    private Predecessor asPredecessor() {
        String told = history == null ? null : history.predecessorActionId();
        return new Predecessor(
                id(),
                history == null ? proposal().reference() : history.reference(),
                status == ActionStatus.CLOSED,
                followUp == null ? told : followUp.predecessorActionId());
    }

    private static String named(String referenceOrId, Aggregates aggregates) {
        Optional<NumberRegister.Reference> reference =
                NumberRegister.Reference.parse(referenceOrId);
        if (reference.isEmpty()) {
            return referenceOrId;
        }
        return NumberRegister.holder(aggregates, reference.get())
                .orElseThrow(Action::unknownPredecessor);
    }

    private static Rejection unknownPredecessor() {
        return InvalidFields.of(
                "R29", "/predecessor", "unknown-action", "No action has this reference or id.");
    }

    @CommandHandler
    void decide(CancelAction command, CommandContext context, Partners partners) {
        requirePartner(context, partners);
        boolean partner = context.person().role().equals(Roles.PARTNER_SIGNATORY);
        if (partner && possible(Step.CANCELLATION) && !possible(Step.CANCELLATION_BY_PARTNER)) {
            throw new Rejection.WrongState("R18", status.name(), allowed(context.person()));
        }
        require(partner ? Step.CANCELLATION_BY_PARTNER : Step.CANCELLATION, context);
        requireKnownReason(context);
        ActionProposed p = proposal();
        activities.values().stream()
                .filter(activity -> !activity.ended())
                .forEach(activity -> activity.end(context));
        apply(new ActionCancelled(id(), p.requestId(), p.institutionId(), context.reasonCode()));
    }

    @CommandHandler
    void decide(SuspendAction command, CommandContext context) {
        requireSomethingLeft(context);
        require(Step.SUSPENSION, context);
        requireKnownReason(context);
        apply(new ActionSuspended(id(), context.reasonCode()));
    }

    @CommandHandler
    void decide(ResumeAction command, CommandContext context) {
        require(Step.RESUMPTION, context);
        apply(new ActionResumed(id()));
        completeActivities();
    }

    /** Where every activity was cancelled, only the cancellation is left (R37). */
    private void requireSomethingLeft(CommandContext context) {
        if (nothingCompleted()) {
            throw new ActionRejection.NothingCompleted(status, allowed(context.person()));
        }
    }

    private boolean nothingCompleted() {
        boolean carriedOn =
                switch (status) {
                    case APPROVED, UNDER_IMPLEMENTATION, SUSPENDED -> true;
                    case IN_DESIGN,
                            AWAITING_APPROVAL,
                            UNDER_EVALUATION,
                            CLOSED,
                            REFUSED,
                            CANCELLED ->
                            false;
                };
        return carriedOn && history == null && open().isEmpty();
    }

    private void requireOtherThanDesigner(CommandContext context) {
        if (designers.contains(context.person().id())) {
            throw new ActionRejection.DesignerMayNotDecide();
        }
    }

    /** A code stands on one of the lists, also where the command has none of its own. */
    private static void requireKnownReason(CommandContext context) {
        requireKnownReason(
                context, CodeList.REQUEST_REASONS, CodeList.ACTIVITY_CANCELLATION_REASONS);
    }

    private static void requireKnownReason(CommandContext context, CodeList... lists) {
        String code = context.reasonCode();
        if (code != null && Arrays.stream(lists).noneMatch(list -> list.contains(code))) {
            throw new Rejection.UnknownCode(
                    "/reasonCode", lists[lists.length - 1].listName(), code);
        }
    }

    // ------------------------------------------------------------------ activities

    @CommandHandler
    void decide(DraftTermsOfReference command, CommandContext context) {
        openActivity(command, context).draft(command.terms(), context);
    }

    @CommandHandler
    void decide(GiveNoObjection command, CommandContext context, Partners partners) {
        requirePartner(context, partners);
        openActivity(command, context).giveNoObjection(context);
    }

    @CommandHandler
    void decide(FinaliseTermsOfReference command, CommandContext context) {
        openActivity(command, context).finalise(proposal().reference(), context);
    }

    @CommandHandler
    void decide(OpenStaffing command, CommandContext context) {
        Activity activity = openActivity(command, context);
        requireNotSuspended(context);
        boolean approved =
                status == ActionStatus.APPROVED || status == ActionStatus.UNDER_IMPLEMENTATION;
        if (!approved && activity.status() == Activity.Status.TOR_FINAL) {
            throw new ActionRejection.ActionNotApproved(status);
        }
        activity.openStaffing(context);
    }

    @CommandHandler
    void decide(NoteMobilisation command) {
        activity(command).note(command);
    }

    @CommandHandler
    void decide(AddTeamMember command) {
        activity(command).add(command);
    }

    @CommandHandler
    void decide(RemoveTeamMember command) {
        activity(command).remove(command.mobilisationId());
    }

    @CommandHandler
    void decide(NoteWorkedDays command) {
        activity(command).note(command);
    }

    @CommandHandler
    void decide(NoteSettlement command) {
        activity(command).noteSettlement(command.mobilisationId());
    }

    @CommandHandler
    void decide(ConfirmActivity command, CommandContext context) {
        openActivity(command, context).confirm(command, context);
    }

    @CommandHandler
    void decide(StartActivity command, CommandContext context, Aggregates aggregates) {
        Activity activity = openActivity(command, context);
        requireNotSuspended(context);
        List<Integer> earlier =
                activities.values().stream()
                        .filter(other -> activity.plan().dependsOn().contains(other.number()))
                        .filter(other -> !other.carriedOut())
                        .map(Activity::number)
                        .toList();
        List<String> closed =
                activity.destinations(countries()).stream()
                        .filter(
                                country ->
                                        TravelAdvice.on(aggregates, country, context.today())
                                                .filter(a -> a.level() == Level.DO_NOT_TRAVEL)
                                                .isPresent())
                        .toList();
        activity.start(earlier, closed, command.travelClearance(), context);
        if (status == ActionStatus.APPROVED) {
            apply(new ActionStarted(id()));
        }
    }

    @CommandHandler
    void decide(EndImplementation command, CommandContext context) {
        openActivity(command, context).endImplementation(command, context);
    }

    @CommandHandler
    void decide(SubmitDeliverable command, CommandContext context) {
        if (!activity(command).holds(command)) {
            openActivity(command, context).submit(command, context);
        }
    }

    @CommandHandler
    void decide(AcceptDeliverable command, CommandContext context, Partners partners) {
        requirePartner(context, partners);
        openActivity(command, context).accept(command.deliverableId(), context);
    }

    @CommandHandler
    void decide(ReturnDeliverable command, CommandContext context, Partners partners) {
        requirePartner(context, partners);
        Activity activity = openActivity(command, context);
        requireKnownReason(context);
        activity.giveBack(command.deliverableId(), context);
    }

    @CommandHandler
    void decide(CompleteActivity command, CommandContext context, ActionSettings settings) {
        openActivity(command, context)
                .complete(command, proposal().reference(), context, settings.surveyReminderDays());
        completeActivities();
    }

    /** With the last activity ended, and at least one completed, the evaluation opens (R37). */
    private void completeActivities() {
        boolean allEnded = activities.values().stream().allMatch(Activity::ended);
        boolean completed = open().stream().anyMatch(a -> a.status() == Activity.Status.COMPLETED);
        if (status == ActionStatus.UNDER_IMPLEMENTATION && allEnded && completed) {
            apply(new ActionActivitiesCompleted(id()));
            apply(new ActionEvaluationOpened(id()));
        }
    }

    @CommandHandler
    void decide(CancelActivity command, CommandContext context) {
        Activity activity = openActivity(command, context);
        requireKnownReason(context, CodeList.ACTIVITY_CANCELLATION_REASONS);
        activity.cancel(context);
        completeActivities();
    }

    @CommandHandler
    void decide(PostponeActivity command, CommandContext context) {
        Activity activity = openActivity(command, context);
        requireKnownReason(context);
        activity.postpone(context);
    }

    @CommandHandler
    void decide(RescheduleActivity command, CommandContext context) {
        openActivity(command, context).reschedule(command, context);
    }

    private void requireNotSuspended(CommandContext context) {
        if (status == ActionStatus.SUSPENDED) {
            throw new ActionRejection.ActionIsSuspended(allowed(context.person()));
        }
    }

    // ------------------------------------------------------------------ evaluation and closing

    @CommandHandler
    void decide(AnswerSurvey command, CommandContext context, Partners partners) {
        Actor person = context.person();
        Step step =
                switch (command.kind()) {
                    case PARTNER -> Step.PARTNER_SURVEY;
                    case EXPERT -> Step.EXPERT_SURVEY;
                    case PARTICIPANT -> Step.PARTICIPANT_SURVEY;
                };
        requirePartner(context, partners);
        Activity activity = activities.get(command.activity());
        if (activity == null) {
            throw InvalidFields.of(
                    "/activity", "unknown-activity", "The action has no activity of this number.");
        }
        if (command.kind() == SurveyKind.EXPERT && !activity.hasExpert(person.expertId())) {
            throw new Rejection.Forbidden(Set.of(Roles.EXPERT));
        }
        require(step, context);
        if (activity.status() != Activity.Status.COMPLETED) {
            throw new ActionRejection.ActivityNotCompleted(activity.status().name());
        }
        command.ratings()
                .forEach(
                        (question, rating) -> {
                            if (rating < 1 || rating > 5) {
                                throw InvalidFields.of(
                                        "/" + question, "out-of-range", "Ratings are 1 to 5.");
                            }
                        });
        String kind = command.kind().name().toLowerCase(Locale.ROOT);
        String respondent =
                switch (command.kind()) {
                    case PARTNER -> institutionId();
                    case EXPERT -> person.expertId();
                    case PARTICIPANT -> null;
                };
        if (respondent != null && hasAnswered(command.activity(), kind, respondent)) {
            throw new ActionRejection.SurveyAlreadyAnswered();
        }
        apply(
                new SurveyAnswered(
                        id(),
                        command.activity(),
                        kind,
                        respondent,
                        command.ratings(),
                        command.wouldRecommend(),
                        command.wouldWorkAgain(),
                        command.comment()));
    }

    private boolean hasAnswered(int activity, String kind, @Nullable String respondent) {
        return answers.stream()
                .anyMatch(
                        a ->
                                a.activity() == activity
                                        && a.kind().equals(kind)
                                        && Objects.equals(a.respondent(), respondent));
    }

    /** Whose questionnaires about an activity are missing. */
    private List<String> silent(Activity activity) {
        List<String> silent = new ArrayList<>();
        if (!hasAnswered(activity.number(), "partner", institutionId())) {
            silent.add("partner");
        }
        if (!activity.experts().stream()
                .allMatch(expert -> hasAnswered(activity.number(), "expert", expert))) {
            silent.add("expert");
        }
        if (!hasAnswered(activity.number(), "participant", null)) {
            silent.add("participant");
        }
        return silent;
    }

    @CommandHandler
    void decide(EraseAction command, CommandContext context) {
        if (!LIFE_CYCLE.allows(ERASURE, status)) {
            throw new Rejection.WrongState("R75", status.name(), allowed(context.person()));
        }
        if (erased) {
            throw new Rejection.WrongState("R75", "ERASED", List.of());
        }
        apply(new ActionErased(id()));
    }

    @CommandHandler
    void decide(CheckLastingEffects command, CommandContext context) {
        if (status == ActionStatus.CLOSED && history == null && !lastingEffectsDue) {
            throw new ActionRejection.LastingEffectsNotDue(
                    Objects.requireNonNull(lastingEffectsDueOn()));
        }
        require(Step.LASTING_EFFECTS, context);
        apply(
                new LastingEffectsChecked(
                        id(), command.lasting(), command.followUpProposed(), command.text()));
    }

    private @Nullable LocalDate lastingEffectsDueOn() {
        return lastingEffectsDueOn;
    }

    @CommandHandler
    void decide(HandOverAction command, CommandContext context) {
        require(Step.RESPONSIBLE, context);
        if (command.to().equals(responsible)) {
            throw wrongState(context);
        }
        requireKnownReason(context);
        apply(new ActionHandedOver(id(), responsible, command.to()));
    }

    @CommandHandler
    void decide(EvaluateAction command, CommandContext context) {
        require(Step.EVALUATION, context);
        for (String criterion : command.criteria().keySet()) {
            if (!CRITERIA.contains(criterion)) {
                throw new Rejection.UnknownCode(
                        "/criteria/" + criterion, "evaluation criteria", criterion);
            }
        }
        for (String criterion : CRITERIA) {
            Integer mark = command.criteria().get(criterion);
            if (mark == null || mark < 1 || mark > 4) {
                throw InvalidFields.of(
                        "R111",
                        "/criteria/" + criterion,
                        mark == null ? "required" : "out-of-range",
                        "Each criterion is marked 1 to 4.");
            }
        }
        if (command.text().isBlank()) {
            throw InvalidFields.of(
                    "R111", "/text", "required", "An evaluation explains its marks.");
        }
        if (!CodeList.OUTCOME_LEVELS.contains(command.outcomeLevel())) {
            throw new Rejection.UnknownCode(
                    "/outcomeLevel", CodeList.OUTCOME_LEVELS.listName(), command.outcomeLevel());
        }
        apply(
                new ActionEvaluated(
                        id(),
                        command.criteria(),
                        command.text(),
                        command.outcomeLevel(),
                        command.finalReportAccepted()));
    }

    @CommandHandler
    void decide(CloseAction command, CommandContext context, ActionSettings settings) {
        requireSomethingLeft(context);
        if (status == ActionStatus.UNDER_IMPLEMENTATION && history == null) {
            throw new ActionRejection.ActivitiesOpen(
                    status,
                    allowed(context.person()),
                    activities.values().stream()
                            .filter(activity -> !activity.ended())
                            .map(Activity::number)
                            .toList());
        }
        require(Step.CLOSURE, context);
        List<String> missing = new ArrayList<>();
        if (evaluation == null) {
            missing.add("evaluation");
        }
        if (evaluation == null || !evaluation.finalReportAccepted()) {
            missing.add("acceptance of the final report");
        }
        int open = (int) activities.values().stream().mapToLong(Activity::openMobilisations).sum();
        if (open > 0) {
            missing.add("settlement of all mobilisations");
        }
        if (!missing.isEmpty()) {
            throw new ActionRejection.ClosingConditionsOpen(missing, open);
        }
        apply(
                new ActionClosed(
                        id(),
                        proposal().requestId(),
                        proposal().institutionId(),
                        context.today().plusMonths(settings.lastingEffectMonths())));
    }

    @CommandHandler
    void decide(PublishAction command, CommandContext context) {
        if (!Step.PUBLICATION.allowedIn(status)) {
            throw new ActionRejection.NotYetPublic(status, allowed(context.person()));
        }
        boolean done = status == ActionStatus.UNDER_EVALUATION || status == ActionStatus.CLOSED;
        Map<String, String> outcome = Texts.written(command.outcome());
        Map<String, String> title = Texts.written(command.publishedTitle());
        if (done && outcome.isEmpty()) {
            throw InvalidFields.of(
                    "R42",
                    "/outcome",
                    "required",
                    "A completed action is published with its outcome.");
        }
        if (!done && !outcome.isEmpty()) {
            throw InvalidFields.of(
                    "R42",
                    "/outcome",
                    "too-early",
                    "An action under way may show its objective only.");
        }
        if (title.isEmpty() && !command.publishedTitle().isEmpty()) {
            throw InvalidFields.of(
                    "/publishedTitle", "required", "A title that is published is not blank.");
        }
        apply(
                new ActionPublished(
                        id(), Texts.in(language(), outcome), Texts.in(language(), title)));
    }

    @CommandHandler
    void decide(UnpublishAction command, CommandContext context) {
        if (!Step.UNPUBLICATION.allowedIn(status) || neverApproved()) {
            throw new ActionRejection.NotYetPublic(status, allowed(context.person()));
        }
        require(Step.UNPUBLICATION, context);
        requireKnownReason(context);
        apply(new ActionUnpublished(id()));
    }

    // ------------------------------------------------------------------ time

    @CommandHandler
    void decide(RecordDueActionSteps command) {
        // the platform has called catchUp before
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    @Override
    public @Nullable Instant nextStepDue() {
        return nextStep().map(Due::at).orElse(null);
    }

    @Override
    public void catchUp(CommandContext context) {
        for (Optional<Due> next = nextStep();
                next.isPresent() && context.hasPassed(next.get().at());
                next = nextStep()) {
            next.get().step().run();
        }
    }

    private Optional<Due> nextStep() {
        List<Due> steps = new ArrayList<>();
        for (Activity activity : activities.values()) {
            Instant preparation = activity.preparationDue();
            if (preparation != null) {
                steps.add(new Due(preparation, () -> activity.beginPreparation(preparation)));
            }
            Instant reminder = reminderDue(activity);
            if (reminder != null) {
                steps.add(new Due(reminder, () -> remind(activity, reminder)));
            }
        }
        LocalDate check = lastingEffectsDueOn();
        if (check != null && !lastingEffectsDue) {
            Instant due = Brussels.startOf(check);
            steps.add(
                    new Due(
                            due,
                            () -> apply(new LastingEffectCheckFellDue(id()), DueSteps.at(due))));
        }
        return steps.stream().min(Comparator.comparing(Due::at));
    }

    private @Nullable Instant reminderDue(Activity activity) {
        Instant asked = activity.completedAt();
        int sent = reminders.getOrDefault(activity.number(), 0);
        List<Integer> days = activity.reminderDays();
        if (asked == null || sent >= days.size() || hasEnded() || silent(activity).isEmpty()) {
            return null;
        }
        return asked.plus(Duration.ofDays(days.get(sent)));
    }

    private void remind(Activity activity, Instant due) {
        int round = reminders.getOrDefault(activity.number(), 0) + 1;
        apply(
                new SurveyReminded(id(), activity.number(), round, silent(activity)),
                DueSteps.at(due));
    }

    // ------------------------------------------------------------------ state

    @EventSourcingHandler
    void evolve(ActionEvent event, EventMoment moment) {
        latest = moment.notBefore(latest);
        erased = event instanceof ActionErased;
        takenUp(moment);
        switch (event) {
            case ActionProposed e -> {
                id = e.actionId();
                proposal = e;
            }
            case ActionImported e -> {
                id = e.actionId();
                history = e;
                status = ActionStatus.valueOf(e.status());
            }
            case ActionDesigned e -> {
                design = e.design();
                redesigned(moment);
            }
            case ActionFormAgreed _ -> partnerAgreed = true;
            case ActionSubmittedForApproval _ -> status = ActionStatus.AWAITING_APPROVAL;
            case CommissionAgreementRecorded _ -> commissionAgreed = true;
            case ActionReturnedForRedesign _ -> {
                status = ActionStatus.IN_DESIGN;
                designers.clear();
            }
            case ActionApproved e -> {
                status = ActionStatus.APPROVED;
                approved = Approved.of(e.activities(), e.budgetCeiling());
            }
            case ActionAmended e -> {
                design = e.design();
                e.activities().forEach(this::amend);
                if (e.newApproval()) {
                    approved = Approved.of(e.activities(), e.design().budgetCeiling());
                } else {
                    designers.add(moment.personId());
                }
            }
            case FollowUpLinked e -> followUp = e;
            case ActionRefused _ -> status = ActionStatus.REFUSED;
            case ActionCancelled _ -> {
                status = ActionStatus.CANCELLED;
                activities.values().forEach(Activity::cancelled);
            }
            case ActionStarted _ -> status = ActionStatus.UNDER_IMPLEMENTATION;
            case ActionSuspended _ -> {
                suspendedFrom = status;
                status = ActionStatus.SUSPENDED;
            }
            case ActionResumed _ -> status = suspendedFrom;
            case ActionActivitiesCompleted _ -> {}
            case ActionEvaluationOpened _ -> status = ActionStatus.UNDER_EVALUATION;
            case SurveyAnswered e -> answers.add(e);
            case SurveyReminded e -> reminders.put(e.activity(), e.round());
            case LastingEffectCheckFellDue _ -> lastingEffectsDue = true;
            case LastingEffectsChecked e -> lastingEffects = e;
            case ActionHandedOver e -> responsible = e.responsible();
            case ActionEvaluated e -> evaluation = e;
            case ActionClosed e -> {
                status = ActionStatus.CLOSED;
                lastingEffectsDueOn =
                        Objects.requireNonNullElseGet(
                                e.lastingEffectsDueOn(),
                                () ->
                                        Brussels.day(moment.occurredAt())
                                                .plusMonths(USUAL_MONTHS_TO_LASTING_EFFECTS));
            }
            case ActionPublished e -> {
                publication = e;
                unpublished = false;
            }
            case ActionUnpublished _ -> unpublished = true;
            case ActionErased _ -> {}
        }
    }

    /** The first coordinator who acts is responsible until the action is handed over. */
    private void takenUp(EventMoment moment) {
        if (responsible == null && moment.personRole().equals(Roles.COORDINATOR)) {
            responsible = moment.personId();
        }
    }

    private void amend(NumberedPlan plan) {
        Activity known = activities.get(plan.number());
        if (known == null) {
            activities.put(
                    plan.number(),
                    new Activity(new ActivityPlanned(id(), plan.number(), plan.plan())));
        } else {
            known.amend(plan.plan());
        }
    }

    @EventSourcingHandler
    void evolve(ActivityEvent event, EventMoment moment) {
        latest = moment.notBefore(latest);
        erased = false;
        takenUp(moment);
        if (event instanceof ActivityPlanned planned) {
            activities.put(planned.activity(), new Activity(planned));
        }
        boolean planChanged =
                event instanceof ActivityPlanned
                        || event instanceof ActivityPlanChanged
                        || event instanceof ActivityRescheduled
                        || event instanceof ActivityCancelled;
        if (planChanged
                && (status == ActionStatus.IN_DESIGN || status == ActionStatus.AWAITING_APPROVAL)) {
            redesigned(moment);
        }
        Objects.requireNonNull(activities.get(event.activity())).evolve(event, moment);
    }

    /** A change voids what was agreed before it and makes its author a designer (R31). */
    private void redesigned(EventMoment moment) {
        designers.add(moment.personId());
        partnerAgreed = false;
        commissionAgreed = false;
    }

    /** Nothing about persons has been said since they were forgotten. */
    boolean erased() {
        return erased;
    }

    // ------------------------------------------------------------------ guards

    private String id() {
        return Objects.requireNonNull(id);
    }

    /** The proposal of a live action; a historical one takes none of the commands that need it. */
    private ActionProposed proposal() {
        if (proposal == null) {
            throw new Rejection.WrongState(ruleOfState(), status.name(), List.of());
        }
        return proposal;
    }

    private String institutionId() {
        return history == null ? proposal().institutionId() : history.institutionId();
    }

    private String language() {
        return proposal == null ? "en" : proposal.language();
    }

    private Activity activity(ActivityCommand command) {
        return Optional.ofNullable(activities.get(command.activity()))
                .orElseThrow(Rejection.NotFound::new);
    }

    /** The activity, while its action has not ended. */
    private Activity openActivity(ActivityCommand command, CommandContext context) {
        Activity activity = activity(command);
        if (hasEnded()) {
            throw wrongState(context);
        }
        return activity;
    }

    private void require(Step step, CommandContext context) {
        if (!possible(step)) {
            throw wrongState(context);
        }
    }

    private Rejection.WrongState wrongState(CommandContext context) {
        return new Rejection.WrongState(ruleOfState(), status.name(), allowed(context.person()));
    }

    /** What ends an action ends it for good (R39); in other states it is the order that forbids. */
    private @Nullable String ruleOfState() {
        return hasEnded() ? "R39" : null;
    }

    private boolean possible(Step step) {
        boolean open =
                switch (step) {
                    case PARTNER_AGREEMENT -> !partnerAgreed;
                    case COMMISSION_AGREEMENT -> partnerAgreed && !commissionAgreed;
                    case DESIGN,
                            ACTIVITIES,
                            APPROVAL_REQUEST,
                            APPROVAL,
                            RETURN,
                            REFUSAL,
                            CANCELLATION,
                            CANCELLATION_BY_PARTNER,
                            RESUMPTION,
                            RESPONSIBLE,
                            FOLLOW_UP,
                            PARTNER_SURVEY,
                            EXPERT_SURVEY,
                            PARTICIPANT_SURVEY,
                            CLOSURE,
                            PUBLICATION ->
                            true;
                    case SUSPENSION, AMENDMENT -> !nothingCompleted();
                    case UNPUBLICATION -> !unpublished && !neverApproved();
                    case LASTING_EFFECTS -> lastingEffectsDue && lastingEffects == null;
                    case EVALUATION -> evaluation == null || !evaluation.finalReportAccepted();
                };
        return open && step.allowedIn(status) && (history == null || OF_HISTORY.contains(step));
    }

    /** An action without public record; those of former years always have one (R43). */
    private boolean neverApproved() {
        return history == null && approved == null;
    }

    private boolean hasEnded() {
        return switch (status) {
            case CLOSED, REFUSED, CANCELLED -> true;
            case IN_DESIGN,
                    AWAITING_APPROVAL,
                    APPROVED,
                    UNDER_IMPLEMENTATION,
                    SUSPENDED,
                    UNDER_EVALUATION ->
                    false;
        };
    }

    /** A signatory acts for the partner of this action only. */
    private void requirePartner(CommandContext context, Partners partners) {
        Actor person = partners.speaking(context.person());
        if (person.role().equals(Roles.PARTNER_SIGNATORY) && !person.actsFor(institutionId())) {
            throw new Rejection.NotFound();
        }
    }

    private List<String> allowed(Actor reader) {
        return Arrays.stream(Step.values())
                .filter(this::possible)
                .filter(step -> reader.has(Roles.ADMIN) || reader.hasAny(step.roles))
                .map(step -> step.noun)
                .distinct()
                .toList();
    }

    // ------------------------------------------------------------------ view

    ActionStatus status() {
        return status;
    }

    /** Where each activity stands, by its number. */
    Map<Integer, Activity.Status> standings() {
        Map<Integer, Activity.Status> standings = new TreeMap<>();
        activities.forEach((number, activity) -> standings.put(number, activity.status()));
        return standings;
    }

    /** Whether somebody may see that this action exists. */
    boolean readableBy(Actor reader) {
        if (reader.hasAny(Roles.STAFF) || reader.has(Roles.ADMIN)) {
            return true;
        }
        boolean delegation =
                reader.has(Roles.DELEGATION)
                        && reader.country() != null
                        && countries().contains(reader.country());
        boolean expert =
                reader.has(Roles.EXPERT)
                        && activities.values().stream()
                                .anyMatch(activity -> activity.hasExpert(reader.expertId()));
        return speaksForPartner(reader) || delegation || expert;
    }

    /** True for the signatory and the drafters of the partner. */
    boolean speaksForPartner(Actor reader) {
        return reader.hasAny(Set.of(Roles.PARTNER_DRAFTER, Roles.PARTNER_SIGNATORY))
                && reader.actsFor(institutionId());
    }

    /**
     * Whether a reader who is no staff is told why something happened: the partner what was decided
     * about its action, an expert why a deliverable of its team came back.
     *
     * @param activity number of the activity it happened to, or null
     */
    boolean tellsWhy(String event, @Nullable Object activity, Actor reader) {
        boolean team =
                event.equals("DeliverableReturned")
                        && activity instanceof Integer number
                        && activities.containsKey(number)
                        && activities.get(number).hasExpert(reader.expertId());
        return team || TOLD_TO_PARTNER.contains(event) && speaksForPartner(reader);
    }

    /** Whether a reader's part needs names and free text of persons. */
    boolean personsShownTo(Actor reader) {
        return reader.hasAny(SEES_PERSONS);
    }

    /** The countries the action serves: the partner's, and those of a regional design. */
    Set<String> countries() {
        Set<String> countries = new HashSet<>();
        if (country() != null) {
            countries.add(country());
        }
        if (design != null) {
            design.countries().forEach(share -> countries.add(share.code()));
        }
        return countries;
    }

    private @Nullable String country() {
        return history == null ? proposal().country() : history.country();
    }

    /** Ids of the partner and of the experts in the teams. */
    List<String> readers() {
        List<String> readers = new ArrayList<>(List.of(institutionId()));
        activities.values().forEach(activity -> readers.addAll(activity.experts()));
        return readers.stream().distinct().toList();
    }

    /** Where it comes from, if this is an action of history. */
    Optional<Actions.Imported> importedAs() {
        return Optional.ofNullable(history)
                .map(h -> new Actions.Imported(h.importId(), h.fingerprint()));
    }

    /** The action as one reader may see it. */
    ActionView show(Actor reader, long version) {
        boolean persons = personsShownTo(reader) || reader.actsFor(institutionId());
        return history == null
                ? showLive(proposal(), reader, persons, version)
                : showHistory(history, reader, persons, version);
    }

    private ActionView showLive(ActionProposed p, Actor reader, boolean persons, long version) {
        return new ActionView(
                p.actionId(),
                p.reference(),
                p.requestId(),
                p.requestNumber(),
                "REQUEST",
                status.name(),
                version,
                new ActionView.InstitutionView(
                        p.institutionId(),
                        p.institutionName(),
                        p.institutionAcronym(),
                        p.country()),
                p.country(),
                followUp == null
                        ? null
                        : new ActionView.PredecessorView(
                                followUp.predecessorActionId(),
                                followUp.predecessorReference(),
                                false),
                design == null ? designOf(p) : designOf(design),
                new ActionView.AgreementsView(partnerAgreed, commissionAgreed),
                earliest(counting().map(Activity::start).toList()),
                latest(counting().map(Activity::end).toList()),
                activities.values().stream().map(a -> a.show(reader, persons)).toList(),
                surveys(),
                evaluation == null
                        ? null
                        : new ActionView.EvaluationView(
                                evaluation.criteria(),
                                persons || reader.has(Roles.EVALUATION_OFFICER)
                                        ? evaluation.text()
                                        : null,
                                evaluation.outcomeLevel(),
                                evaluation.finalReportAccepted()),
                publication == null ? null : publication.outcome(),
                publication != null && !unpublished,
                publication == null ? null : publication.publishedTitle(),
                lastingEffects(reader, persons),
                reader.hasAny(Roles.STAFF) || reader.has(Roles.ADMIN) ? responsible : null,
                null,
                allowed(reader));
    }

    /**
     * The activities that say when the action begins and ends (R35): a cancelled one only if it had
     * begun, unless none is left or had begun.
     */
    private Stream<Activity> counting() {
        List<Activity> counting =
                activities.values().stream()
                        .filter(
                                activity ->
                                        activity.status() != Activity.Status.CANCELLED
                                                || activity.hasStarted())
                        .toList();
        return counting.isEmpty() ? activities.values().stream() : counting.stream();
    }

    private static @Nullable LocalDate earliest(List<LocalDate> days) {
        return days.stream().min(Comparator.naturalOrder()).orElse(null);
    }

    private static @Nullable LocalDate latest(List<LocalDate> days) {
        return days.stream().max(Comparator.naturalOrder()).orElse(null);
    }

    private List<ActionView.SurveyView> surveys() {
        Map<String, List<SurveyAnswered>> asked = new LinkedHashMap<>();
        answers.forEach(
                a ->
                        asked.computeIfAbsent(a.activity() + "/" + a.kind(), _ -> new ArrayList<>())
                                .add(a));
        return asked.values().stream().map(Action::survey).toList();
    }

    private static ActionView.SurveyView survey(List<SurveyAnswered> answered) {
        Map<String, Double> ratings = new TreeMap<>();
        answered.stream()
                .flatMap(a -> a.ratings().keySet().stream())
                .distinct()
                .forEach(
                        question ->
                                ratings.put(
                                        question,
                                        answered.stream()
                                                .filter(a -> a.ratings().containsKey(question))
                                                .mapToInt(a -> a.ratings().get(question))
                                                .average()
                                                .orElse(0)));
        long recommending = answered.stream().filter(SurveyAnswered::wouldRecommend).count();
        return new ActionView.SurveyView(
                answered.get(0).activity(),
                answered.get(0).kind(),
                answered.size(),
                ratings,
                100.0 * recommending / answered.size());
    }

    private ActionView.@Nullable LastingEffectsView lastingEffects(Actor reader, boolean persons) {
        LocalDate dueOn = lastingEffectsDueOn();
        if (dueOn == null) {
            return null;
        }
        LastingEffectsChecked checked = lastingEffects;
        return new ActionView.LastingEffectsView(
                dueOn,
                checked == null ? null : checked.lasting(),
                checked == null ? null : checked.followUpProposed(),
                checked != null && (persons || reader.has(Roles.EVALUATION_OFFICER))
                        ? checked.text()
                        : null);
    }

    private static ActionView.DesignView designOf(ActionDesign d) {
        return new ActionView.DesignView(
                d.title(),
                d.objective(),
                d.results(),
                d.typesOfAssistance(),
                shares(d.themes()),
                d.sdgTargets(),
                d.markers(),
                d.budgetCeiling(),
                shares(d.countries()),
                d.stakeholders(),
                d.risks());
    }

    private static ActionView.DesignView designOf(ActionProposed p) {
        return new ActionView.DesignView(
                p.title(),
                null,
                List.of(),
                p.typesOfAssistance(),
                codes(p.themes()),
                List.of(),
                Map.of(),
                null,
                codes(List.of(p.country())),
                List.of(),
                null);
    }

    private static List<ActionView.ShareView> shares(List<ActionDesign.Share> shares) {
        return shares.stream()
                .map(share -> new ActionView.ShareView(share.code(), share.share()))
                .toList();
    }

    private static List<ActionView.ShareView> codes(List<String> codes) {
        return codes.stream().map(code -> new ActionView.ShareView(code, null)).toList();
    }

    private ActionView showHistory(ActionImported h, Actor reader, boolean persons, long version) {
        boolean predecessor =
                h.predecessorActionId() != null
                        || h.predecessorReference() != null
                        || h.predecessorUnknown();
        Map<String, String> told = h.outcome() == null ? null : Map.of("en", h.outcome());
        return new ActionView(
                h.actionId(),
                h.reference(),
                null,
                null,
                "HISTORY",
                status.name(),
                version,
                new ActionView.InstitutionView(
                        h.institutionId(),
                        h.institution().name(),
                        h.institution().acronym(),
                        h.institution().country()),
                h.country(),
                followUp != null
                        ? new ActionView.PredecessorView(
                                followUp.predecessorActionId(),
                                followUp.predecessorReference(),
                                false)
                        : predecessor
                                ? new ActionView.PredecessorView(
                                        h.predecessorActionId(),
                                        h.predecessorReference(),
                                        h.predecessorUnknown())
                                : null,
                new ActionView.DesignView(
                        h.title(),
                        null,
                        List.of(),
                        h.typesOfAssistance(),
                        codes(h.themes()),
                        h.sdgTargets(),
                        Map.of(),
                        null,
                        h.country() == null ? List.of() : codes(List.of(h.country())),
                        List.of(),
                        null),
                new ActionView.AgreementsView(false, false),
                h.start(),
                h.end(),
                h.activities().stream().map(this::showHistorical).toList(),
                surveys(),
                null,
                publication == null ? told : publication.outcome(),
                publication != null && !unpublished,
                publication == null ? null : publication.publishedTitle(),
                null,
                null,
                new ActionView.HistoryView(
                        h.key(),
                        h.countryInferred(),
                        h.targetGroups(),
                        h.expertCountries(),
                        h.category(),
                        persons ? h.sourceNote() : null,
                        persons ? SourceNote.of(h.sourceNote()) : null),
                allowed(reader));
    }

    private ActionView.ActivityView showHistorical(HistoricalAction.Activity a) {
        return new ActionView.ActivityView(
                a.number(),
                a.type(),
                a.title() == null ? Map.of() : Map.of("en", a.title()),
                null,
                status == ActionStatus.CLOSED ? Activity.Status.COMPLETED.name() : null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                new ActionView.HistoricalDetail(
                        a.typeInferred(), a.description(), a.location(), a.hostCountry()),
                List.of(),
                List.of());
    }
}
