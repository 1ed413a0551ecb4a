package org.socius.action.lifecycle;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socius.action.lifecycle.ActionEvent.ActionAmended;
import org.socius.action.lifecycle.ActivityCommand.AddTeamMember;
import org.socius.action.lifecycle.ActivityCommand.CompleteActivity;
import org.socius.action.lifecycle.ActivityCommand.ConfirmActivity;
import org.socius.action.lifecycle.ActivityCommand.EndImplementation;
import org.socius.action.lifecycle.ActivityCommand.NoteMobilisation;
import org.socius.action.lifecycle.ActivityCommand.NoteWorkedDays;
import org.socius.action.lifecycle.ActivityCommand.RescheduleActivity;
import org.socius.action.lifecycle.ActivityCommand.StatedDays;
import org.socius.action.lifecycle.ActivityCommand.SubmitDeliverable;
import org.socius.action.lifecycle.ActivityEvent.*;
import org.socius.action.plan.ActivityPlan;
import org.socius.action.plan.PlanRules;
import org.socius.action.plan.TermsOfReference;
import org.socius.action.plan.TermsOfReference.ExpectedDeliverable;
import org.socius.action.plan.TermsOfReference.Position;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.DueSteps;
import org.socius.platform.command.EventMoment;
import org.socius.platform.lifecycle.LifeCycle;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.InvalidFields;
import org.socius.platform.time.Brussels;

/**
 * One piece of work in an action: planned with it, its terms of reference drafted and finalised
 * with the partner's no-objection, staffed by the experts that expert-service mobilises, confirmed,
 * prepared, carried out, reported on, reviewed and completed. Lives and decides inside {@link
 * Action}.
 */
final class Activity {

    /** Where an activity stands. */
    enum Status {
        PLANNED,
        TOR_IN_DRAFT,
        TOR_FINAL,
        STAFFING,
        TEAM_COMPLETE,
        CONFIRMED,
        IN_PREPARATION,
        IN_PROGRESS,
        REPORTING,
        UNDER_QUALITY_REVIEW,
        COMPLETED,
        POSTPONED,
        CANCELLED
    }

    /** What may be commanded, and by whom. */
    enum Step {
        TERMS("terms-of-reference", Roles.ACTIVITY_MANAGER),
        NO_OBJECTION("terms-of-reference/no-objection", Roles.PARTNER_SIGNATORY),
        FINALISATION("terms-of-reference/finalisation", Roles.COORDINATOR),
        STAFFING("staffing", Roles.MOBILISATION_OFFICER),
        CONFIRMATION("confirmation", Roles.ACTIVITY_MANAGER),
        START("start", Roles.ACTIVITY_MANAGER),
        IMPLEMENTATION_END("implementation-end", Roles.ACTIVITY_MANAGER),
        DELIVERABLE("deliverables", Roles.EXPERT),
        ACCEPTANCE(
                "deliverables/{d}/acceptance",
                "deliverables/{d}/acceptance",
                Roles.ACTIVITY_MANAGER,
                Roles.PARTNER_SIGNATORY),
        RETURN("deliverables/{d}/return", Roles.ACTIVITY_MANAGER),
        RETURN_BY_PARTNER(
                "deliverables/{d}/return",
                "deliverables/{d}/return by the partner",
                Roles.PARTNER_SIGNATORY),
        COMPLETION("completion", Roles.ACTIVITY_MANAGER),
        POSTPONEMENT("postponement", Roles.ACTIVITY_MANAGER),
        RESCHEDULING("rescheduling", Roles.ACTIVITY_MANAGER),
        CANCELLATION("cancellation", Roles.COORDINATOR);

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
    }

    private static final Set<Status> BEFORE_START =
            EnumSet.range(Status.PLANNED, Status.IN_PREPARATION);

    private static final Set<Status> WITH_FINAL_TERMS =
            EnumSet.range(Status.TOR_FINAL, Status.IN_PREPARATION);

    private static final String LATER_VERSION =
            "A later version of the terms changes no contract by itself (R53).";

    private static final String TOLD =
            "What expert-service tells is true whatever the activity has come to.";

    static final LifeCycle<Status> LIFE_CYCLE =
            LifeCycle.of("Activity", Status.class)
                    .begin("activities")
                    .then(ActivityPlanned.class, Status.PLANNED)
                    .begin("amendments")
                    .beyond(
                            "An amendment of the action may add an activity (R45).",
                            ActionAmended.class,
                            Status.PLANNED)
                    .meanwhile(
                            "change of the plan",
                            Status.PLANNED,
                            Status.TOR_IN_DRAFT,
                            Status.TOR_FINAL,
                            Status.POSTPONED)
                    .beyond(
                            "Until the approval the plan is part of the design.",
                            ActivityPlanChanged.class)
                    .when(Step.TERMS.cause, Status.PLANNED)
                    .then(TermsOfReferenceDrafted.class, Status.TOR_IN_DRAFT)
                    .when(Step.TERMS.cause, Status.TOR_IN_DRAFT)
                    .beyond(
                            "A draft is written anew until it is final; each has its number.",
                            TermsOfReferenceDrafted.class)
                    .when(Step.TERMS.cause, WITH_FINAL_TERMS)
                    .beyond(LATER_VERSION, TermsOfReferenceDrafted.class)
                    .when(
                            Step.NO_OBJECTION.cause,
                            EnumSet.range(Status.TOR_IN_DRAFT, Status.IN_PREPARATION))
                    .beyond(
                            "The partner's no-objection is a step of its own.",
                            TermsOfReferenceNoObjectionGiven.class)
                    .when(Step.FINALISATION.cause, Status.TOR_IN_DRAFT)
                    .then(TermsOfReferenceFinalised.class, Status.TOR_FINAL)
                    .when(Step.FINALISATION.cause, WITH_FINAL_TERMS)
                    .beyond(LATER_VERSION, TermsOfReferenceFinalised.class)
                    .when(Step.STAFFING.cause, Status.TOR_FINAL)
                    .then(StaffingOpened.class, Status.STAFFING)
                    .meanwhile("all seats filled", Status.STAFFING)
                    .then(TeamCompleted.class, Status.TEAM_COMPLETE)
                    .meanwhile("a member drops out", Status.TEAM_COMPLETE)
                    .then(TeamIncomplete.class, Status.STAFFING)
                    .meanwhile("a member drops out", Status.CONFIRMED, Status.IN_PREPARATION)
                    .beyond(
                            "Nothing starts without its team, confirmed or not (R48).",
                            TeamIncomplete.class,
                            Status.STAFFING)
                    .when(Step.CONFIRMATION.cause, Status.TEAM_COMPLETE)
                    .then(ActivityConfirmed.class, Status.CONFIRMED)
                    .meanwhile("first day of the preparation", Status.CONFIRMED)
                    .then(ActivityPreparationStarted.class, Status.IN_PREPARATION)
                    .when(Step.START.cause, Status.CONFIRMED)
                    .then(ActivityPreparationStarted.class, Status.IN_PREPARATION)
                    .when(Step.START.cause, Status.IN_PREPARATION)
                    .then(ActivityStarted.class, Status.IN_PROGRESS)
                    .when(Step.IMPLEMENTATION_END.cause, Status.IN_PROGRESS)
                    .then(ActivityImplementationEnded.class, Status.REPORTING)
                    .when(Step.DELIVERABLE.cause, Status.REPORTING)
                    .then(DeliverableSubmitted.class, Status.REPORTING, Status.UNDER_QUALITY_REVIEW)
                    .when(Step.DELIVERABLE.cause, Status.UNDER_QUALITY_REVIEW)
                    .beyond(
                            "What is not mandatory may come during the review.",
                            DeliverableSubmitted.class)
                    .when(Step.ACCEPTANCE.cause, Status.UNDER_QUALITY_REVIEW)
                    .then(DeliverableAccepted.class)
                    .beyond(
                            "The partner's acceptance stands beside the facility's.",
                            DeliverableAcceptedByPartner.class)
                    .when(Step.RETURN.cause, Status.UNDER_QUALITY_REVIEW)
                    .then(DeliverableReturned.class, Status.REPORTING)
                    .beyond(
                            "What is not mandatory goes back without a halt to the review.",
                            DeliverableReturned.class,
                            Status.UNDER_QUALITY_REVIEW)
                    .when(Step.RETURN_BY_PARTNER.cause, Status.UNDER_QUALITY_REVIEW)
                    .then(DeliverableReturned.class, Status.REPORTING)
                    .when(Step.RETURN_BY_PARTNER.cause, Status.REPORTING)
                    .beyond(
                            "The partner need not wait until all are in.",
                            DeliverableReturned.class)
                    .when(Step.COMPLETION.cause, Status.UNDER_QUALITY_REVIEW)
                    .then(ActivityCompleted.class, Status.COMPLETED)
                    .when(Step.POSTPONEMENT.cause, BEFORE_START)
                    .then(ActivityPostponed.class, Status.POSTPONED)
                    .when(Step.RESCHEDULING.cause, Status.POSTPONED)
                    .then(ActivityRescheduled.class, Status.CONFIRMED, Status.STAFFING)
                    .beyond(
                            "What was put off before its team was sought goes on where it was.",
                            ActivityRescheduled.class,
                            Status.PLANNED,
                            Status.TOR_IN_DRAFT,
                            Status.TOR_FINAL)
                    .when(
                            Step.CANCELLATION.cause,
                            EnumSet.complementOf(EnumSet.of(Status.COMPLETED, Status.CANCELLED)))
                    .then(ActivityCancelled.class, Status.CANCELLED)
                    .meanwhile("news of experts", Status.values())
                    .beyond(TOLD, MobilisationNoted.class)
                    .beyond(TOLD, TeamMemberJoined.class)
                    .beyond(TOLD, TeamMemberLeft.class)
                    .beyond(TOLD, WorkedDaysNoted.class)
                    .beyond(TOLD, SettlementNoted.class)
                    .build();

    /** What became of a deliverable. */
    enum Verdict {
        SUBMITTED,
        ACCEPTED,
        RETURNED
    }

    private static final int MOST_DAYS_ON_SITE = 21;

    /** For a completion whose event does not say. */
    private static final List<Integer> USUAL_REMINDER_DAYS = List.of(10, 20);

    /** Without one of its mandatory members the team has to be completed again. */
    private static final Set<Status> COMPLETE =
            Set.of(Status.TEAM_COMPLETE, Status.CONFIRMED, Status.IN_PREPARATION);

    /** From here on a team is being gathered or stands. */
    private static final Set<Status> STAFFED =
            Set.of(Status.STAFFING, Status.TEAM_COMPLETE, Status.CONFIRMED, Status.IN_PREPARATION);

    private static final class Member {
        private final String mobilisationId;
        private final String position;
        private final String expertId;
        private boolean mobilised;
        private boolean principal;
        private String employerCountry = "";
        private double contractedDays;
        private double workedDays;
        private boolean daysRecorded;
        private boolean settled;
        private boolean left;

        Member(String mobilisationId, String position, String expertId) {
            this.mobilisationId = mobilisationId;
            this.position = position;
            this.expertId = expertId;
        }
    }

    /** The kind of a deliverable beside the agreed ones, as others learn it. */
    private static final String ADDITIONAL = "additional";

    private record Deliverable(
            String id,
            String kind,
            String title,
            String documentName,
            String documentReference,
            @Nullable String documentId,
            Verdict verdict,
            boolean acceptedByPartner) {

        Deliverable judged(Verdict newVerdict) {
            return new Deliverable(
                    id,
                    kind,
                    title,
                    documentName,
                    documentReference,
                    documentId,
                    newVerdict,
                    newVerdict != Verdict.RETURNED && acceptedByPartner);
        }

        boolean isIn() {
            return verdict != Verdict.RETURNED;
        }
    }

    private final String actionId;
    private final int number;
    private ActivityPlan plan;
    private Status status = Status.PLANNED;

    /** What the activity was when it was put off. */
    private Status putOffFrom = Status.PLANNED;

    private int termsVersion;
    private @Nullable TermsOfReference terms;

    /** A later version that is not final yet, while the terms before it hold (R53). */
    private @Nullable TermsOfReference draft;

    private int finalVersion;
    private boolean noObjection;
    private final Map<String, Member> team = new LinkedHashMap<>();
    private final Map<String, Deliverable> deliverables = new LinkedHashMap<>();
    private @Nullable Instant confirmedAt;
    private @Nullable LocalDate startedOn;
    private @Nullable LocalDate endedOn;
    private @Nullable LocalDate brokenOffOn;
    private List<Participants> participants = List.of();
    private @Nullable Visibility visibility;
    private @Nullable String travelClearance;
    private @Nullable Instant completedAt;
    private List<Integer> reminderDays = USUAL_REMINDER_DAYS;
    private @Nullable LocalDate completedOn;
    private Map<String, String> outcome = Map.of();

    Activity(ActivityPlanned event) {
        actionId = event.actionId();
        number = event.activity();
        plan = event.plan();
    }

    int number() {
        return number;
    }

    ActivityPlan plan() {
        return plan;
    }

    /** The plan as an amendment of its action leaves it. */
    void amend(ActivityPlan amended) {
        plan = amended;
    }

    Status status() {
        return status;
    }

    // ------------------------------------------------------------------ terms of reference

    void draft(TermsOfReference drafted, CommandContext context) {
        require(Step.TERMS, context);
        LocalDate first = context.today();
        if (terms != null && finalVersion > 0) {
            LocalDate begun = terms.phases().preparation().from();
            first = begun.isBefore(first) ? begun : first;
        }
        PlanRules.check(drafted, first);
        apply(new TermsOfReferenceDrafted(actionId, number, termsVersion + 1, drafted));
    }

    void giveNoObjection(CommandContext context) {
        require(Step.NO_OBJECTION, context);
        apply(new TermsOfReferenceNoObjectionGiven(actionId, number, termsVersion));
    }

    void finalise(String reference, CommandContext context) {
        require(Step.FINALISATION, context);
        if (!noObjection) {
            throw new ActionRejection.NoObjectionMissing(termsVersion);
        }
        apply(
                new TermsOfReferenceFinalised(
                        actionId,
                        number,
                        reference,
                        termsVersion,
                        plan.type(),
                        plan.title(),
                        plan.modality(),
                        plan.place(),
                        draft == null ? terms() : draft));
        completeTeam();
        List<String> vacant = vacantPositions();
        if (COMPLETE.contains(status) && !vacant.isEmpty()) {
            apply(new TeamIncomplete(actionId, number, vacant.get(0)));
        }
    }

    // ------------------------------------------------------------------ team

    void openStaffing(CommandContext context) {
        if (status == Status.PLANNED || status == Status.TOR_IN_DRAFT) {
            throw new Rejection.WrongState("R53", status.name(), allowed(context.person()));
        }
        require(Step.STAFFING, context);
        apply(new StaffingOpened(actionId, number));
        completeTeam();
    }

    void note(NoteMobilisation command) {
        Member known = team.get(command.mobilisationId());
        if (known == null || known.left) {
            apply(
                    new MobilisationNoted(
                            actionId,
                            number,
                            command.mobilisationId(),
                            command.position(),
                            command.expertId()));
        }
    }

    void add(AddTeamMember command) {
        Member known = team.get(command.mobilisationId());
        if (known != null && known.mobilised) {
            return;
        }
        apply(
                new TeamMemberJoined(
                        actionId,
                        number,
                        command.mobilisationId(),
                        command.position(),
                        command.expertId(),
                        command.principal(),
                        command.category(),
                        command.employerCountry(),
                        command.contractedDays()));
        completeTeam();
    }

    void remove(String mobilisationId) {
        Member leaver = team.get(mobilisationId);
        if (leaver == null || leaver.left) {
            return;
        }
        apply(new TeamMemberLeft(actionId, number, mobilisationId, leaver.position));
        if (COMPLETE.contains(status) && vacantPositions().contains(leaver.position)) {
            apply(new TeamIncomplete(actionId, number, leaver.position));
        }
    }

    private void completeTeam() {
        if (status == Status.STAFFING && vacantPositions().isEmpty()) {
            apply(new TeamCompleted(actionId, number));
        }
    }

    private List<String> vacantPositions() {
        return terms == null
                ? List.of()
                : terms.positions().stream()
                        .filter(Position::mandatory)
                        .map(Position::code)
                        .filter(
                                code ->
                                        mobilised().stream()
                                                .noneMatch(member -> member.position.equals(code)))
                        .toList();
    }

    /** Days as people add them: 0.1 and 0.2 are 0.3. */
    private static double sum(double days, double more) {
        return BigDecimal.valueOf(days).add(BigDecimal.valueOf(more)).doubleValue();
    }

    /** Those who are mobilised, and those who left and had worked before. */
    private Stream<Member> workers() {
        return team.values().stream().filter(m -> m.mobilised && (!m.left || m.daysRecorded));
    }

    private List<Member> mobilised() {
        return team.values().stream().filter(member -> member.mobilised && !member.left).toList();
    }

    boolean hasExpert(@Nullable String expertId) {
        return mobilised().stream().anyMatch(member -> member.expertId.equals(expertId));
    }

    /** Ids of the mobilised experts. */
    List<String> experts() {
        return mobilised().stream().map(member -> member.expertId).toList();
    }

    // ------------------------------------------------------------------ preparation and work

    void confirm(ConfirmActivity command, CommandContext context) {
        requireTeam(context);
        require(Step.CONFIRMATION, context);
        requirePast("/partnerAgreedOn", command.partnerAgreedOn(), context);
        requirePast("/hostAgreedOn", command.hostAgreedOn(), context);
        requireHost(command.hostAgreedOn());
        apply(
                new ActivityConfirmed(
                        actionId, number, command.partnerAgreedOn(), command.hostAgreedOn()));
    }

    private void requireTeam(CommandContext context) {
        List<String> vacant = vacantPositions();
        if (status == Status.STAFFING && !vacant.isEmpty()) {
            throw new ActionRejection.TeamNotComplete(
                    status.name(), allowed(context.person()), vacant);
        }
    }

    private void requireHost(@Nullable LocalDate hostAgreedOn) {
        if (plan.type().equals(ActivityPlan.STUDY_VISIT) && hostAgreedOn == null) {
            throw InvalidFields.of(
                    "R55", "/hostAgreedOn", "required", "The host of a study visit agrees first.");
        }
    }

    // ------------------------------------------------------------------ putting off and ending

    void postpone(CommandContext context) {
        require(Step.POSTPONEMENT, context);
        apply(new ActivityPostponed(actionId, number));
    }

    /** With its team complete it is confirmed for the new dates, else it goes on staffing. */
    void reschedule(RescheduleActivity command, CommandContext context) {
        require(Step.RESCHEDULING, context);
        PlanRules.checkDates(command.plannedStart(), command.plannedEnd(), context.today());
        requirePast("/partnerAgreedOn", command.partnerAgreedOn(), context);
        requirePast("/hostAgreedOn", command.hostAgreedOn(), context);
        TermsOfReference.Phases phases = command.phases();
        if (terms == null && phases != null) {
            throw InvalidFields.of(
                    "/phases", "not-allowed", "There are no terms of reference to have phases.");
        }
        if (terms != null) {
            if (phases == null) {
                phases =
                        terms.phases()
                                .moved(
                                        ChronoUnit.DAYS.between(
                                                plan.plannedStart(), command.plannedStart()));
            }
            PlanRules.requirePhases(phases, context.today());
        }
        Status next = putOffFrom;
        if (STAFFED.contains(putOffFrom)) {
            next = vacantPositions().isEmpty() ? Status.CONFIRMED : Status.STAFFING;
        }
        if (next == Status.CONFIRMED) {
            requireHost(command.hostAgreedOn());
        }
        apply(
                new ActivityRescheduled(
                        actionId,
                        number,
                        command.plannedStart(),
                        command.plannedEnd(),
                        phases,
                        command.partnerAgreedOn(),
                        command.hostAgreedOn(),
                        next.name()));
    }

    void cancel(CommandContext context) {
        require(Step.CANCELLATION, context);
        end(context);
    }

    /** Ends it with its action. */
    void end(CommandContext context) {
        apply(new ActivityCancelled(actionId, number, context.reasonCode()));
    }

    /** When its questionnaires went out with its completion; null before. */
    @Nullable Instant completedAt() {
        return completedAt;
    }

    /** How many days after the completion who has not answered the survey is reminded. */
    List<Integer> reminderDays() {
        return reminderDays;
    }

    /** True once its work in the field has ended, or nothing will come of it. */
    boolean carriedOut() {
        return switch (status) {
            case REPORTING, UNDER_QUALITY_REVIEW, COMPLETED, CANCELLED -> true;
            case PLANNED,
                    TOR_IN_DRAFT,
                    TOR_FINAL,
                    STAFFING,
                    TEAM_COMPLETE,
                    CONFIRMED,
                    IN_PREPARATION,
                    IN_PROGRESS,
                    POSTPONED ->
                    false;
        };
    }

    // ------------------------------------------------------------------ start

    /** When the preparation begins by itself, or null while nothing is confirmed. */
    @Nullable Instant preparationDue() {
        if (status != Status.CONFIRMED || confirmedAt == null) {
            return null;
        }
        Instant begins = Brussels.startOf(terms().phases().preparation().from());
        return begins.isAfter(confirmedAt) ? begins : confirmedAt;
    }

    void beginPreparation(Instant due) {
        apply(new ActivityPreparationStarted(actionId, number), DueSteps.at(due));
    }

    /**
     * Where somebody travels to; empty for remote work only.
     *
     * @param ofAction countries of the action, where the work is if its plan names no other
     */
    Set<String> destinations(Set<String> ofAction) {
        if (plan.modality().equals("REMOTE")) {
            return Set.of();
        }
        Set<String> countries = new TreeSet<>();
        if (plan.place() != null && plan.place().country() != null) {
            countries.add(plan.place().country());
        }
        if (plan.visit() != null) {
            countries.add(plan.visit().hostCountry());
        }
        return countries.isEmpty() ? new TreeSet<>(ofAction) : countries;
    }

    /**
     * @param earlier numbers of activities it depends on that are not carried out yet (R59)
     * @param closed countries of its destinations to which one is advised not to travel (R64)
     */
    void start(
            List<Integer> earlier,
            List<String> closed,
            @Nullable String clearance,
            CommandContext context) {
        requireTeam(context);
        require(Step.START, context);
        if (!earlier.isEmpty()) {
            throw new ActionRejection.EarlierActivityOpen(earlier);
        }
        if (!closed.isEmpty() && (clearance == null || clearance.isBlank())) {
            throw new ActionRejection.TravelAdvisedAgainst(closed);
        }
        LocalDate from = terms().phases().preparation().from();
        if (context.today().isBefore(from)) {
            throw new ActionRejection.PreparationNotBegun(from);
        }
        if (status == Status.CONFIRMED) {
            apply(new ActivityPreparationStarted(actionId, number));
        }
        apply(new ActivityStarted(actionId, number, clearance));
    }

    void endImplementation(EndImplementation command, CommandContext context) {
        require(Step.IMPLEMENTATION_END, context);
        requirePast("/endedOn", command.endedOn(), context);
        if (startedOn != null && command.endedOn().isBefore(startedOn)) {
            throw InvalidFields.of(
                    "/endedOn", "end-before-start", "The activity started on " + startedOn + ".");
        }
        int total =
                command.participants().stream()
                        .mapToInt(p -> p.women() + p.men() + p.other())
                        .sum();
        if (plan.isGroupFormat() && total == 0) {
            throw InvalidFields.of(
                    "R60",
                    "/participants",
                    "required",
                    "The participants of a workshop, seminar or training are counted.");
        }
        requireVisibility(command.visibility(), command.endedOn(), context);
        apply(
                new ActivityImplementationEnded(
                        actionId,
                        number,
                        command.endedOn(),
                        command.participants(),
                        command.visibility()));
    }

    private void requireVisibility(
            @Nullable Visibility visibility, LocalDate end, CommandContext context) {
        if (visibility == null) {
            return;
        }
        if (Boolean.FALSE.equals(visibility.templatesUsed())) {
            throw InvalidFields.of(
                    "R63",
                    "/visibility/templatesUsed",
                    "required",
                    "Templates and logo of the facility are used.");
        }
        LocalDate before = visibility.talkBefore();
        if (before != null && startedOn != null && before.isAfter(startedOn)) {
            throw InvalidFields.of(
                    "R63",
                    "/visibility/talkBefore",
                    "too-late",
                    "The talk before the mission precedes its start on " + startedOn + ".");
        }
        LocalDate after = visibility.talkAfter();
        requirePast("/visibility/talkAfter", after, context);
        if (after != null && after.isBefore(end)) {
            throw InvalidFields.of(
                    "R63",
                    "/visibility/talkAfter",
                    "too-early",
                    "The talk after the mission follows its end on " + end + ".");
        }
    }

    // ------------------------------------------------------------------ deliverables

    void submit(SubmitDeliverable command, CommandContext context) {
        require(Step.DELIVERABLE, context);
        String expertId = context.person().expertId();
        boolean principal =
                mobilised().stream()
                        .anyMatch(member -> member.principal && member.expertId.equals(expertId));
        if (!principal) {
            throw new ActionRejection.NotPrincipalExpert();
        }
        if (deliverables.containsKey(command.deliverableId())) {
            throw new Rejection.IdInUse(command.deliverableId());
        }
        apply(
                new DeliverableSubmitted(
                        actionId,
                        number,
                        command.deliverableId(),
                        command.kind(),
                        command.title(),
                        command.documentName(),
                        command.documentReference(),
                        Objects.requireNonNull(expertId),
                        command.documentId(),
                        publicKind(command.kind())));
    }

    /** What is told outside in place of a kind that nobody agreed to; null where the kind is. */
    private @Nullable String publicKind(String kind) {
        return terms().knows(kind) ? null : ADDITIONAL;
    }

    /** True if this very deliverable was handed in before, so that a repetition has no effect. */
    boolean holds(SubmitDeliverable command) {
        Deliverable known = deliverables.get(command.deliverableId());
        return known != null
                && known.kind().equals(command.kind())
                && known.title().equals(command.title())
                && known.documentName().equals(command.documentName())
                && known.documentReference().equals(command.documentReference())
                && Objects.equals(known.documentId(), command.documentId());
    }

    void accept(String deliverableId, CommandContext context) {
        Deliverable deliverable = deliverable(deliverableId);
        require(Step.ACCEPTANCE, context);
        if (context.person().role().equals(Roles.PARTNER_SIGNATORY)) {
            if (!deliverable.isIn() || deliverable.acceptedByPartner()) {
                throw new Rejection.WrongState(
                        deliverable.verdict().name(), allowed(context.person()));
            }
            apply(
                    new DeliverableAcceptedByPartner(
                            actionId, number, deliverableId, deliverable.kind()));
            return;
        }
        if (deliverable.verdict() != Verdict.SUBMITTED) {
            throw new Rejection.WrongState(deliverable.verdict().name(), allowed(context.person()));
        }
        apply(
                new DeliverableAccepted(
                        actionId,
                        number,
                        deliverableId,
                        deliverable.kind(),
                        publicKind(deliverable.kind())));
    }

    void giveBack(String deliverableId, CommandContext context) {
        Deliverable deliverable = deliverable(deliverableId);
        boolean partner = context.person().role().equals(Roles.PARTNER_SIGNATORY);
        require(partner ? Step.RETURN_BY_PARTNER : Step.RETURN, context);
        boolean open = partner ? deliverable.isIn() : deliverable.verdict() == Verdict.SUBMITTED;
        if (!open) {
            throw new Rejection.WrongState(deliverable.verdict().name(), allowed(context.person()));
        }
        apply(
                new DeliverableReturned(
                        actionId,
                        number,
                        deliverableId,
                        deliverable.kind(),
                        publicKind(deliverable.kind())));
    }

    private Deliverable deliverable(String id) {
        return Optional.ofNullable(deliverables.get(id)).orElseThrow(Rejection.NotFound::new);
    }

    /** Which agreed deliverable one belongs to: by kind, and by title where a kind occurs twice. */
    private Optional<ExpectedDeliverable> agreed(Deliverable deliverable) {
        List<ExpectedDeliverable> ofKind =
                terms().deliverables().stream()
                        .filter(expected -> expected.kind().equalsIgnoreCase(deliverable.kind()))
                        .toList();
        return ofKind.size() == 1
                ? Optional.of(ofKind.get(0))
                : ofKind.stream()
                        .filter(e -> e.title().equalsIgnoreCase(deliverable.title()))
                        .findFirst();
    }

    /** What keeps the deliverables from being complete, judged by the given verdicts. */
    private List<String> missing(Set<Verdict> enough) {
        List<Deliverable> counted =
                deliverables.values().stream().filter(d -> enough.contains(d.verdict())).toList();
        List<String> missing = new ArrayList<>();
        for (ExpectedDeliverable expected : terms().deliverables()) {
            if (expected.mandatory()
                    && counted.stream()
                            .noneMatch(d -> agreed(d).filter(expected::equals).isPresent())) {
                missing.add(expected.kind() + ": " + expected.title());
            }
        }
        boolean report =
                counted.stream()
                        .anyMatch(d -> d.kind().equalsIgnoreCase(TermsOfReference.MISSION_REPORT));
        if (!report
                && missing.stream().noneMatch(m -> m.startsWith(TermsOfReference.MISSION_REPORT))) {
            missing.add(TermsOfReference.MISSION_REPORT);
        }
        return missing;
    }

    // ------------------------------------------------------------------ completion

    void note(NoteWorkedDays command) {
        apply(
                new WorkedDaysNoted(
                        actionId,
                        number,
                        command.mobilisationId(),
                        command.position(),
                        command.days()));
    }

    void noteSettlement(String mobilisationId) {
        Member member = team.get(mobilisationId);
        if (member != null && !member.settled) {
            apply(new SettlementNoted(actionId, number, mobilisationId));
        }
    }

    void complete(
            CompleteActivity command,
            String reference,
            CommandContext context,
            List<Integer> reminders) {
        requireReadyForCompletion(context);
        LocalDate end = Objects.requireNonNull(endedOn);
        if (command.completedOn().isBefore(end)) {
            throw InvalidFields.of(
                    "R61",
                    "/completedOn",
                    "before-end",
                    "The implementation ended on " + end + ".");
        }
        if (command.completedOn().isAfter(context.today())) {
            throw InvalidFields.of(
                    "R61",
                    "/completedOn",
                    "in-the-future",
                    "A completion does not lie in the future.");
        }
        List<String> withoutDays =
                mobilised().stream().filter(m -> !m.daysRecorded).map(m -> m.position).toList();
        if (!withoutDays.isEmpty()) {
            throw new ActionRejection.WorkingDaysNotRecorded(withoutDays);
        }
        for (int i = 0; i < command.workedDays().size(); i++) {
            compare(command.workedDays().get(i), i);
        }
        apply(
                new ActivityCompleted(
                        actionId,
                        number,
                        reference,
                        plan.type(),
                        plan.modality(),
                        plan.place(),
                        startedOn,
                        endedOn,
                        command.completedOn(),
                        workers()
                                .map(
                                        m ->
                                                new WorkedDays(
                                                        m.position, m.mobilisationId, m.workedDays))
                                .toList(),
                        participants.stream().mapToInt(Participants::women).sum(),
                        participants.stream().mapToInt(Participants::men).sum(),
                        participants.stream().mapToInt(Participants::other).sum(),
                        deliverables.values().stream()
                                .filter(d -> d.verdict() == Verdict.ACCEPTED)
                                .map(
                                        d ->
                                                Objects.requireNonNullElse(
                                                        publicKind(d.kind()), d.kind()))
                                .toList(),
                        plan.visit() == null ? null : plan.visit().hostCountry(),
                        command.outcome(),
                        reminders));
    }

    private void requireReadyForCompletion(CommandContext context) {
        List<String> missing =
                switch (status) {
                    case IN_PROGRESS -> List.of("end of implementation");
                    case REPORTING, UNDER_QUALITY_REVIEW ->
                            missing(Set.of(Verdict.ACCEPTED)).stream()
                                    .map(kind -> "acceptance of " + kind)
                                    .toList();
                    case PLANNED,
                            TOR_IN_DRAFT,
                            TOR_FINAL,
                            STAFFING,
                            TEAM_COMPLETE,
                            CONFIRMED,
                            IN_PREPARATION,
                            COMPLETED,
                            POSTPONED,
                            CANCELLED ->
                            List.of();
                };
        if (!missing.isEmpty()) {
            throw new ActionRejection.ActivityNotReady(
                    status.name(), allowed(context.person()), missing);
        }
        require(Step.COMPLETION, context);
    }

    private void compare(StatedDays stated, int index) {
        List<Member> seat = workers().filter(m -> m.position.equals(stated.position())).toList();
        if (seat.isEmpty()) {
            throw InvalidFields.of(
                    "/workedDays/" + index + "/position",
                    "unknown-position",
                    "Nobody of the team holds this position.");
        }
        double recorded = seat.stream().map(m -> m.workedDays).reduce(0.0, Activity::sum);
        if (Math.abs(recorded - stated.days()) > 0.001) {
            throw new ActionRejection.WorkingDaysDiffer(stated.position(), stated.days(), recorded);
        }
    }

    /** Ids of mobilisations that are neither settled nor cancelled (R38). */
    long openMobilisations() {
        return team.values().stream().filter(member -> !member.settled && !member.left).count();
    }

    /** Refuses what an activity that has ended does not take. */
    void requireOpen(CommandContext context) {
        if (ended()) {
            throw new Rejection.WrongState(status.name(), allowed(context.person()));
        }
    }

    /** True once nothing can happen to it any more (R37). */
    boolean ended() {
        return status == Status.COMPLETED || status == Status.CANCELLED;
    }

    // ------------------------------------------------------------------ state

    void evolve(ActivityEvent event, EventMoment moment) {
        switch (event) {
            case ActivityPlanned e -> plan = e.plan();
            case ActivityPlanChanged e -> plan = e.plan();
            case TermsOfReferenceDrafted e -> {
                termsVersion = e.version();
                noObjection = false;
                if (finalVersion == 0) {
                    terms = e.terms();
                    status = Status.TOR_IN_DRAFT;
                } else {
                    draft = e.terms();
                }
            }
            case TermsOfReferenceNoObjectionGiven _ -> noObjection = true;
            case TermsOfReferenceFinalised e -> {
                terms = e.terms();
                draft = null;
                finalVersion = e.version();
                if (status == Status.TOR_IN_DRAFT) {
                    status = Status.TOR_FINAL;
                }
            }
            case StaffingOpened _ -> status = Status.STAFFING;
            case MobilisationNoted e ->
                    team.put(
                            e.mobilisationId(),
                            new Member(e.mobilisationId(), e.position(), e.expertId()));
            case TeamMemberJoined e -> join(e);
            case TeamMemberLeft e -> {
                Member leaver = team.get(e.mobilisationId());
                if (leaver != null) {
                    leaver.left = true;
                }
            }
            case TeamCompleted _ -> status = Status.TEAM_COMPLETE;
            case TeamIncomplete _ -> status = Status.STAFFING;
            case ActivityConfirmed _ -> {
                status = Status.CONFIRMED;
                confirmedAt = moment.occurredAt();
            }
            case ActivityPreparationStarted _ -> status = Status.IN_PREPARATION;
            case ActivityStarted e -> {
                travelClearance = e.travelClearance();
                status = Status.IN_PROGRESS;
                startedOn = Brussels.day(moment.occurredAt());
            }
            case ActivityImplementationEnded e -> {
                status = Status.REPORTING;
                endedOn = e.endedOn();
                participants = e.participants();
                visibility = e.visibility();
            }
            case DeliverableSubmitted e -> {
                deliverables.put(
                        e.deliverableId(),
                        new Deliverable(
                                e.deliverableId(),
                                e.kind(),
                                e.title(),
                                e.documentName(),
                                e.documentReference(),
                                e.documentId(),
                                Verdict.SUBMITTED,
                                false));
                review();
            }
            case DeliverableAccepted e -> judge(e.deliverableId(), Verdict.ACCEPTED);
            case DeliverableAcceptedByPartner e ->
                    deliverables.computeIfPresent(
                            e.deliverableId(),
                            (id, d) ->
                                    new Deliverable(
                                            id,
                                            d.kind(),
                                            d.title(),
                                            d.documentName(),
                                            d.documentReference(),
                                            d.documentId(),
                                            d.verdict(),
                                            true));
            case DeliverableReturned e -> {
                judge(e.deliverableId(), Verdict.RETURNED);
                review();
            }
            case WorkedDaysNoted e -> {
                Member member = team.get(e.mobilisationId());
                if (member != null) {
                    member.workedDays = sum(member.workedDays, e.days());
                    member.daysRecorded = true;
                }
            }
            case SettlementNoted e -> {
                Member member = team.get(e.mobilisationId());
                if (member != null) {
                    member.settled = true;
                }
            }
            case ActivityCompleted e -> {
                status = Status.COMPLETED;
                completedAt = moment.occurredAt();
                reminderDays = Objects.requireNonNullElse(e.reminderDays(), USUAL_REMINDER_DAYS);
                completedOn = e.completedOn();
                outcome = e.outcome();
            }
            case ActivityPostponed _ -> {
                putOffFrom = status;
                status = Status.POSTPONED;
            }
            case ActivityRescheduled e -> {
                plan = plan.on(e.plannedStart(), e.plannedEnd());
                if (terms != null && e.phases() != null) {
                    terms = terms.in(e.phases());
                    draft = draft == null ? null : draft.in(e.phases());
                }
                noObjection = noObjection && termsVersion == finalVersion;
                status = Status.valueOf(e.status());
                confirmedAt = moment.occurredAt();
            }
            case ActivityCancelled _ -> {
                status = Status.CANCELLED;
                if (hasStarted() && endedOn == null) {
                    LocalDate day = Brussels.day(moment.occurredAt());
                    brokenOffOn = day.isBefore(plan.plannedEnd()) ? day : plan.plannedEnd();
                }
            }
        }
    }

    private void join(TeamMemberJoined event) {
        Member member =
                team.computeIfAbsent(
                        event.mobilisationId(),
                        id -> new Member(id, event.position(), event.expertId()));
        member.mobilised = true;
        member.left = false;
        member.principal = event.principal();
        member.employerCountry = event.employerCountry();
        member.contractedDays = event.contractedDays().total();
    }

    private void judge(String deliverableId, Verdict verdict) {
        deliverables.computeIfPresent(deliverableId, (id, d) -> d.judged(verdict));
    }

    /** The review begins when everything mandatory is in, and waits when something went back. */
    private void review() {
        status =
                missing(Set.of(Verdict.SUBMITTED, Verdict.ACCEPTED)).isEmpty()
                        ? Status.UNDER_QUALITY_REVIEW
                        : Status.REPORTING;
    }

    void cancelled() {
        if (!ended()) {
            status = Status.CANCELLED;
        }
    }

    // ------------------------------------------------------------------ guards and view

    private TermsOfReference terms() {
        return Objects.requireNonNull(terms, "terms of reference");
    }

    private void require(Step step, CommandContext context) {
        if (!possible(step)) {
            throw new Rejection.WrongState(status.name(), allowed(context.person()));
        }
    }

    private boolean possible(Step step) {
        boolean drafted = termsVersion > finalVersion;
        boolean open =
                switch (step) {
                    case NO_OBJECTION -> drafted && !noObjection;
                    case FINALISATION -> drafted;
                    case TERMS,
                            STAFFING,
                            CONFIRMATION,
                            START,
                            IMPLEMENTATION_END,
                            DELIVERABLE,
                            ACCEPTANCE,
                            RETURN,
                            RETURN_BY_PARTNER,
                            COMPLETION,
                            POSTPONEMENT,
                            RESCHEDULING,
                            CANCELLATION ->
                            true;
                };
        return open && LIFE_CYCLE.allows(step.cause, status);
    }

    private static void requirePast(
            String pointer, @Nullable LocalDate day, CommandContext context) {
        if (day != null && day.isAfter(context.today())) {
            throw InvalidFields.of(pointer, "in-the-future", "A fact does not lie in the future.");
        }
    }

    /** What the reader may command next. */
    List<String> allowed(Actor reader) {
        return Arrays.stream(Step.values())
                .filter(this::possible)
                .filter(step -> reader.has(Roles.ADMIN) || reader.hasAny(step.roles))
                .map(step -> step.noun)
                .distinct()
                .toList();
    }

    /** On-site work lasts one to three weeks (R52). */
    private List<String> warnings() {
        if (terms == null || plan.modality().equals("REMOTE")) {
            return List.of();
        }
        TermsOfReference.Period work = terms.phases().implementation();
        return work.from().plusDays(MOST_DAYS_ON_SITE).isAfter(work.to())
                ? List.of()
                : List.of("R52");
    }

    private static ActionView.TermsView view(
            int version, boolean isFinal, boolean noObjection, TermsOfReference terms) {
        return new ActionView.TermsView(
                version,
                isFinal,
                noObjection,
                terms.tasks(),
                terms.positions(),
                terms.deliverables(),
                terms.phases());
    }

    LocalDate start() {
        return startedOn == null ? plan.plannedStart() : startedOn;
    }

    /** The last day of the work: as it was, else the day of its cancellation, else as planned. */
    LocalDate end() {
        if (endedOn != null) {
            return endedOn;
        }
        return brokenOffOn == null ? plan.plannedEnd() : brokenOffOn;
    }

    /** True if it has started, whatever became of it. */
    boolean hasStarted() {
        return startedOn != null;
    }

    /**
     * The activity as it is shown.
     *
     * @param persons whether the reader may see names of persons
     */
    ActionView.ActivityView show(Actor reader, boolean persons) {
        ActivityPlan.Visit visit = plan.visit();
        return new ActionView.ActivityView(
                number,
                plan.type(),
                plan.title(),
                plan.modality(),
                status.name(),
                plan.place(),
                plan.plannedStart(),
                plan.plannedEnd(),
                plan.estimatedDays(),
                plan.dependsOn(),
                visit == null
                        ? null
                        : new ActionView.VisitView(
                                visit.hostCountry(),
                                visit.hostInstitutions(),
                                visit.delegation().size(),
                                persons ? visit.delegation() : null,
                                persons ? visit.head() : null),
                plan.coOrganisers() == null ? List.of() : plan.coOrganisers(),
                terms == null
                        ? null
                        : view(
                                finalVersion == 0 ? termsVersion : finalVersion,
                                finalVersion > 0,
                                finalVersion > 0 || noObjection,
                                terms),
                draft == null ? null : view(termsVersion, false, noObjection, draft),
                workers()
                        .map(
                                m ->
                                        new ActionView.MemberView(
                                                m.position,
                                                m.expertId,
                                                m.mobilisationId,
                                                m.principal,
                                                m.employerCountry,
                                                m.contractedDays,
                                                m.daysRecorded ? m.workedDays : null))
                        .toList(),
                deliverables.values().stream()
                        .map(
                                d ->
                                        new ActionView.DeliverableView(
                                                d.id(),
                                                d.kind(),
                                                d.title(),
                                                d.verdict().name(),
                                                d.acceptedByPartner(),
                                                new ActionView.DocumentView(
                                                        d.documentName(),
                                                        d.documentReference(),
                                                        d.documentId())))
                        .toList(),
                startedOn,
                endedOn,
                participants,
                visibility,
                travelClearance,
                completedOn,
                outcome.isEmpty() ? null : outcome,
                null,
                warnings(),
                allowed(reader));
    }
}
