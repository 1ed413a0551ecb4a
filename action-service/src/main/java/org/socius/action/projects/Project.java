package org.socius.action.projects;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.action.projects.ProjectCommand.*;
import org.socius.action.projects.ProjectEvent.*;
import org.socius.action.projects.ProjectPlan.Budget;
import org.socius.action.projects.ProjectPlan.Component;
import org.socius.action.projects.ProjectPlan.ComponentBudget;
import org.socius.action.projects.ProjectPlan.Member;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.EventMoment;
import org.socius.platform.lifecycle.LifeCycle;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.InvalidFields;
import org.socius.platform.time.Brussels;

/**
 * A project that starts from a grant and is led by a consortium for years. It is no action: it has
 * no reference of the facility, its events are no activities, and nothing of it is counted with
 * them (R106, R107).
 */
@Aggregate
public class Project implements Chronicled {

    /** Where a project stands. */
    public enum Status {
        IDENTIFIED,
        FORMULATED,
        CONTRACTED,
        INCEPTION,
        UNDER_IMPLEMENTATION,
        MID_TERM_REVIEW,
        EXTENDED,
        CLOSING,
        CLOSED,
        TERMINATED
    }

    /** What may be commanded. */
    enum Step {
        COMPONENTS("components"),
        MEMBERS("consortium-members"),
        CONTRACT("contract"),
        BUDGET_AMENDMENT("budget-amendments"),
        INCEPTION("inception"),
        WORK_PLAN("work-plan"),
        ANNUAL_PLAN("annual-plans"),
        COORDINATOR("components/{n}/coordinator"),
        EVENT("events"),
        DELIVERABLE("deliverables"),
        EXPERTISE("expertise"),
        ROLE("roles"),
        REVIEW_START("mid-term-review-start"),
        REVIEW("mid-term-review"),
        EXTENSION("extension"),
        RENAMING("consortium-members/{n}/name"),
        DEPARTURE("consortium-members/{n}/departure"),
        CLOSING_EVENT("closing-event"),
        FINAL_REPORT("final-report"),
        CLOSURE("closure"),
        TERMINATION("termination");

        private final String noun;

        Step(String noun) {
            this.noun = noun;
        }

        boolean allowedIn(Status status) {
            return LIFE_CYCLE.allows(noun, status);
        }
    }

    private static final Set<Status> UNENDED =
            EnumSet.complementOf(EnumSet.of(Status.CLOSED, Status.TERMINATED));

    private static final String STILL_RUNNING =
            "A project under review or extended is still carried out.";

    static final LifeCycle<Status> LIFE_CYCLE =
            LifeCycle.of("Project", Status.class)
                    .begin("project")
                    .then(ProjectIdentified.class, Status.IDENTIFIED)
                    .when(Step.COMPONENTS.noun, Status.IDENTIFIED)
                    .then(ProjectFormulated.class, Status.FORMULATED)
                    .when(Step.MEMBERS.noun, Status.FORMULATED)
                    .then(ConsortiumFormed.class)
                    .then(MemberJoined.class)
                    .when(Step.MEMBERS.noun, EnumSet.range(Status.CONTRACTED, Status.EXTENDED))
                    .beyond("Members come and go with their periods (R101).", MemberJoined.class)
                    .when(Step.CONTRACT.noun, Status.FORMULATED)
                    .then(ProjectContracted.class, Status.CONTRACTED)
                    .when(
                            Step.BUDGET_AMENDMENT.noun,
                            EnumSet.range(Status.FORMULATED, Status.EXTENDED))
                    .beyond(
                            "The budget moves by an amendment of its own (R105).",
                            ProjectBudgetAmended.class)
                    .when(Step.INCEPTION.noun, Status.CONTRACTED)
                    .then(InceptionStarted.class, Status.INCEPTION)
                    .when(Step.WORK_PLAN.noun, Status.INCEPTION)
                    .then(WorkPlanAdopted.class, Status.UNDER_IMPLEMENTATION)
                    .when(Step.ANNUAL_PLAN.noun, Status.UNDER_IMPLEMENTATION)
                    .then(AnnualPlanAdopted.class)
                    .when(Step.ANNUAL_PLAN.noun, Status.MID_TERM_REVIEW, Status.EXTENDED)
                    .beyond(STILL_RUNNING, AnnualPlanAdopted.class)
                    .when(Step.COORDINATOR.noun, Status.UNDER_IMPLEMENTATION)
                    .then(ComponentCoordinatorChanged.class)
                    .when(Step.COORDINATOR.noun, Status.MID_TERM_REVIEW, Status.EXTENDED)
                    .beyond(STILL_RUNNING, ComponentCoordinatorChanged.class)
                    .when(Step.EVENT.noun, Status.UNDER_IMPLEMENTATION)
                    .then(ProjectEventHeld.class)
                    .when(Step.EVENT.noun, Status.MID_TERM_REVIEW, Status.EXTENDED)
                    .beyond(STILL_RUNNING, ProjectEventHeld.class)
                    .when(Step.DELIVERABLE.noun, Status.UNDER_IMPLEMENTATION)
                    .then(ProjectDeliverableIssued.class)
                    .when(Step.DELIVERABLE.noun, Status.MID_TERM_REVIEW, Status.EXTENDED)
                    .beyond(STILL_RUNNING, ProjectDeliverableIssued.class)
                    .when(
                            Step.EXPERTISE.noun,
                            EnumSet.range(Status.UNDER_IMPLEMENTATION, Status.CLOSING))
                    .beyond(
                            "Countries that share what they know are on record (seed 001).",
                            ProjectExpertiseRecorded.class)
                    .when(Step.ROLE.noun, UNENDED)
                    .beyond("A person's role holds for a period (R108).", ProjectRoleAssigned.class)
                    .when(Step.REVIEW_START.noun, Status.UNDER_IMPLEMENTATION, Status.EXTENDED)
                    .beyond(
                            "The list of states has the mid-term review, the drawing only its end.",
                            MidTermReviewStarted.class,
                            Status.MID_TERM_REVIEW)
                    .when(Step.REVIEW.noun, Status.UNDER_IMPLEMENTATION)
                    .then(MidTermReviewFiled.class)
                    .when(Step.REVIEW.noun, Status.EXTENDED)
                    .beyond(STILL_RUNNING, MidTermReviewFiled.class)
                    .when(Step.REVIEW.noun, Status.MID_TERM_REVIEW)
                    .beyond(
                            "After its review the project goes on as it did before.",
                            MidTermReviewFiled.class,
                            Status.UNDER_IMPLEMENTATION,
                            Status.EXTENDED)
                    .when(Step.EXTENSION.noun, Status.UNDER_IMPLEMENTATION)
                    .then(ProjectExtended.class, Status.EXTENDED)
                    .when(Step.EXTENSION.noun, Status.EXTENDED)
                    .beyond("An extended project may be extended again.", ProjectExtended.class)
                    .when(Step.RENAMING.noun, Status.UNDER_IMPLEMENTATION, Status.EXTENDED)
                    .then(MemberRenamed.class)
                    .when(Step.RENAMING.noun, Status.MID_TERM_REVIEW)
                    .beyond(STILL_RUNNING, MemberRenamed.class)
                    .when(Step.DEPARTURE.noun, Status.UNDER_IMPLEMENTATION, Status.EXTENDED)
                    .then(MemberLeft.class)
                    .beyond("The chair's duties are handed over (R100).", ChairPassed.class)
                    .when(Step.DEPARTURE.noun, Status.MID_TERM_REVIEW)
                    .beyond(STILL_RUNNING, MemberLeft.class)
                    .beyond("The chair's duties are handed over (R100).", ChairPassed.class)
                    .when(Step.CLOSING_EVENT.noun, Status.UNDER_IMPLEMENTATION, Status.EXTENDED)
                    .then(ClosingEventHeld.class, Status.CLOSING)
                    .when(Step.CLOSING_EVENT.noun, Status.MID_TERM_REVIEW)
                    .beyond(STILL_RUNNING, ClosingEventHeld.class, Status.CLOSING)
                    .when(Step.FINAL_REPORT.noun, Status.CLOSING)
                    .then(FinalReportAccepted.class)
                    .when(Step.CLOSURE.noun, Status.CLOSING)
                    .then(ProjectClosed.class, Status.CLOSED)
                    .when(Step.TERMINATION.noun, UNENDED)
                    .beyond(
                            "The list of states has the termination, the drawing does not.",
                            ProjectTerminated.class,
                            Status.TERMINATED)
                    .meanwhile("erasure", Status.values())
                    .beyond(
                            "Who is named in a project may be forgotten (R75).",
                            ProjectErased.class)
                    .build();

    /** Who held a duty from a day on, until the next one began. */
    record Duty(int member, LocalDate from) {}

    @AggregateIdentifier private @Nullable String id;
    private @Nullable EventMoment latest;
    private Status status = Status.IDENTIFIED;
    private @Nullable ProjectIdentified identity;
    private @Nullable ProjectFormulated formulation;
    private @Nullable Budget budget;
    private @Nullable ProjectContracted contract;
    private @Nullable LocalDate end;
    private boolean extended;
    private boolean finalReport;

    /** Nothing has been said since the last erasure. */
    private boolean erased;

    private final List<Component> components = new ArrayList<>();
    private final Map<Integer, Member> members = new LinkedHashMap<>();
    private final List<Duty> chairs = new ArrayList<>();
    private final Map<Integer, List<Duty>> coordinators = new LinkedHashMap<>();
    private final ProjectView.Chronicle chronicle = new ProjectView.Chronicle();

    Project() {}

    @CommandHandler
    Project(IdentifyProject command) {
        ProjectPlan.requireText("/title", command.title());
        ProjectPlan.requireText("/objective", command.objective());
        ProjectPlan.requireCountries(command.countries());
        ProjectPlan.requireThemes(command.themes());
        apply(
                new ProjectIdentified(
                        command.projectId(),
                        command.code(),
                        command.title(),
                        command.acronym(),
                        command.countries(),
                        command.objective(),
                        command.funders(),
                        command.participants(),
                        command.themes(),
                        command.relatedAgreements()));
    }

    @CommandHandler
    void decide(FormulateProject command) {
        require(Step.COMPONENTS);
        ProjectPlan.requireComponents(command.components());
        command.budget().requireSound();
        command.budget().requireRoomFor(command.components());
        apply(
                new ProjectFormulated(
                        projectId(), command.components(), command.budget(), command.bodies()));
    }

    @CommandHandler
    void decide(EnterMembers command, CommandContext context) {
        require(Step.MEMBERS);
        ProjectPlan.requireMembers(command.members());
        int number = members.size();
        if (chairs.isEmpty()) {
            ProjectPlan.requireConsortium(command.members());
            int chair = 1 + command.members().indexOf(chairOf(command.members()));
            apply(new ConsortiumFormed(projectId(), chair));
        } else if (command.members().stream().anyMatch(Member::chair)) {
            throw new ProjectRejection.ChairTaken(chairs.getLast().member());
        }
        for (Member member : command.members()) {
            number++;
            apply(new MemberJoined(projectId(), number, member));
        }
    }

    private static Member chairOf(List<Member> members) {
        return members.stream().filter(Member::chair).findFirst().orElseThrow();
    }

    @CommandHandler
    void decide(SignGrant command, CommandContext context) {
        require(Step.CONTRACT);
        ProjectPlan.requireOrder("/plannedEnd", command.start(), command.plannedEnd());
        LocalDate signedOn = command.signedOn();
        if (signedOn != null && signedOn.isAfter(context.today())) {
            throw ProjectPlan.inTheFuture("/signedOn");
        }
        if (chairs.isEmpty()) {
            throw new ProjectRejection.NoConsortium();
        }
        if (!budget().addsUp()) {
            throw new ProjectRejection.FinancingDoesNotAddUp();
        }
        apply(
                new ProjectContracted(
                        projectId(),
                        command.contractNumber(),
                        command.signedOn(),
                        command.start(),
                        command.plannedEnd()));
    }

    @CommandHandler
    void decide(StartInception command, CommandContext context) {
        require(Step.INCEPTION);
        LocalDate start = contract().start();
        if (context.today().isBefore(start)) {
            throw new ProjectRejection.NotBegun(start);
        }
        apply(new InceptionStarted(projectId()));
    }

    @CommandHandler
    void decide(AdoptWorkPlan command) {
        require(Step.WORK_PLAN);
        ProjectPlan.requireText("/title", command.title());
        apply(new WorkPlanAdopted(projectId(), command.title()));
    }

    @CommandHandler
    void decide(AdoptAnnualPlan command) {
        require(Step.ANNUAL_PLAN);
        ProjectPlan.requireText("/title", command.title());
        LocalDate last = end();
        if (command.year() < contract().start().getYear() || command.year() > last.getYear()) {
            throw InvalidFields.of(
                    "/year", "out-of-range", "The plan is for a year of the project.");
        }
        apply(new AnnualPlanAdopted(projectId(), command.year(), command.title()));
    }

    @CommandHandler
    void decide(NameCoordinator command) {
        require(Step.COORDINATOR);
        requireComponent(command.component());
        Member member = members.get(command.member());
        if (member == null || !member.isMemberOn(command.from())) {
            throw InvalidFields.of(
                    "R102",
                    "/member",
                    "not-a-member",
                    "A coordinator is a member of the consortium on that day.");
        }
        List<Duty> before = coordinators.getOrDefault(command.component(), List.of());
        if (command.from().isBefore(contract().start())
                || command.from().isAfter(end())
                || !before.isEmpty() && !command.from().isAfter(before.getLast().from())) {
            throw InvalidFields.of(
                    "R102",
                    "/from",
                    "wrong-order",
                    "A coordinator begins in the time of the project and after the one before.");
        }
        if (before.isEmpty() || before.getLast().member() != command.member()) {
            apply(
                    new ComponentCoordinatorChanged(
                            projectId(), command.component(), command.member(), command.from()));
        }
    }

    @CommandHandler
    void decide(HoldProjectEvent command, CommandContext context) {
        require(Step.EVENT);
        if (command.component() < 1 || command.component() > components.size()) {
            throw InvalidFields.of(
                    "R106",
                    "/component",
                    "not-a-component",
                    "An event of a project hangs on one of its components.");
        }
        command.meeting().requireSound(context.today());
        requireCoordinator(command.component(), command.meeting().start());
        apply(new ProjectEventHeld(projectId(), command.component(), command.meeting()));
    }

    @CommandHandler
    void decide(IssueProjectDeliverable command, CommandContext context) {
        if (chronicle.holds(command)) {
            return;
        }
        require(Step.DELIVERABLE);
        if (command.component() < 1 || command.component() > components.size()) {
            throw InvalidFields.of(
                    "/component", "not-a-component", "A component of the project is expected.");
        }
        if (chronicle.hasDeliverable(command.deliverableId())) {
            throw new Rejection.IdInUse(command.deliverableId());
        }
        ProjectPlan.requireText("/title", command.title());
        if (command.issuedOn().isAfter(context.today())) {
            throw ProjectPlan.inTheFuture("/issuedOn");
        }
        requireCoordinator(command.component(), command.issuedOn());
        apply(
                new ProjectDeliverableIssued(
                        projectId(),
                        command.deliverableId(),
                        command.component(),
                        command.kind(),
                        command.title(),
                        command.issuedOn()));
    }

    @CommandHandler
    void decide(RecordExpertise command) {
        require(Step.EXPERTISE);
        ProjectPlan.requireCountries(command.countries());
        ProjectPlan.requireThemes(command.themes());
        ProjectPlan.requireText("/text", command.text());
        apply(
                new ProjectExpertiseRecorded(
                        projectId(),
                        command.countries(),
                        command.organisation(),
                        command.themes(),
                        command.text(),
                        command.source()));
    }

    @CommandHandler
    void decide(AssignRole command) {
        require(Step.ROLE);
        LocalDate from = command.from();
        LocalDate to = command.to();
        if (from == null) {
            throw ProjectPlan.required("R108", "/from", "A role holds for a period.");
        }
        if (to != null && to.isBefore(from)) {
            throw InvalidFields.of(
                    "R108", "/to", "wrong-order", "A role does not end before it begins.");
        }
        Integer component = command.component();
        if (component != null) {
            if (component < 1 || component > components.size()) {
                throw InvalidFields.of(
                        "/component", "not-a-component", "A component of the project is expected.");
            }
        }
        apply(
                new ProjectRoleAssigned(
                        projectId(),
                        command.person(),
                        command.name(),
                        command.role(),
                        command.organisation(),
                        component,
                        from,
                        to));
    }

    @CommandHandler
    void decide(StartMidTermReview command) {
        require(Step.REVIEW_START);
        apply(new MidTermReviewStarted(projectId()));
    }

    @CommandHandler
    void decide(FileMidTermReview command) {
        require(Step.REVIEW);
        ProjectPlan.requireText("/conclusions", command.conclusions());
        apply(new MidTermReviewFiled(projectId(), command.evaluator(), command.conclusions()));
    }

    @CommandHandler
    void decide(ExtendProject command) {
        require(Step.EXTENSION);
        if (!command.newEnd().isAfter(end())) {
            throw InvalidFields.of(
                    "R105", "/newEnd", "wrong-order", "An extension moves the end to a later day.");
        }
        apply(new ProjectExtended(projectId(), command.newEnd()));
    }

    @CommandHandler
    void decide(AmendBudget command) {
        require(Step.BUDGET_AMENDMENT);
        command.budget().requireSound();
        List<Component> amended = new ArrayList<>(components);
        for (int i = 0; i < command.components().size(); i++) {
            ComponentBudget part = command.components().get(i);
            if (part.component() < 1 || part.component() > components.size()) {
                throw InvalidFields.of(
                        "/components/" + i + "/component",
                        "not-a-component",
                        "A component of the project is expected.");
            }
            amended.set(
                    part.component() - 1, amended.get(part.component() - 1).with(part.budget()));
        }
        command.budget().requireRoomFor(amended);
        if (status != Status.FORMULATED && !command.budget().addsUp()) {
            throw new ProjectRejection.FinancingDoesNotAddUp();
        }
        apply(new ProjectBudgetAmended(projectId(), command.budget(), command.components()));
    }

    @CommandHandler
    void decide(RenameMember command, CommandContext context) {
        require(Step.RENAMING);
        Member member = member(command.member());
        LocalDate since = command.since();
        if (since != null && since.isAfter(context.today())) {
            throw ProjectPlan.inTheFuture("/since");
        }
        if (since != null && since.isBefore(member.from())) {
            throw InvalidFields.of(
                    "R101", "/since", "wrong-order", "It was no member before it joined.");
        }
        apply(
                new MemberRenamed(
                        projectId(), command.member(), command.name(), command.acronym(), since));
    }

    @CommandHandler
    void decide(LetMemberLeave command, CommandContext context) {
        require(Step.DEPARTURE);
        Member member = member(command.member());
        if (command.lastDay().isAfter(context.today())) {
            throw ProjectPlan.inTheFuture("/lastDay");
        }
        if (!member.isMemberOn(command.lastDay())) {
            throw InvalidFields.of(
                    "R101", "/lastDay", "wrong-order", "A day of the membership is expected.");
        }
        LocalDate next = command.lastDay().plusDays(1);
        boolean chair = chairs.getLast().member() == command.member();
        List<Integer> coordinated =
                coordinators.entrySet().stream()
                        .filter(e -> coordinates(command.member(), e.getValue(), next))
                        .map(Map.Entry::getKey)
                        .toList();
        List<Member> remaining =
                members.entrySet().stream()
                        .filter(e -> e.getKey() != command.member())
                        .map(Map.Entry::getValue)
                        .filter(m -> m.isMemberOn(next))
                        .toList();
        if (chair || !coordinated.isEmpty()) {
            requireSuccessor(command, chair, coordinated, next);
        }
        if (ProjectPlan.memberStates(remaining).size() < 2) {
            throw new ProjectRejection.TooFewMemberStates();
        }
        apply(new MemberLeft(projectId(), command.member(), command.lastDay()));
        Integer successor = command.dutiesTo();
        if (successor != null) {
            if (chair) {
                apply(new ChairPassed(projectId(), successor, next));
            }
            for (int component : coordinated) {
                apply(new ComponentCoordinatorChanged(projectId(), component, successor, next));
            }
        }
    }

    /** Whether a member has a duty on a day, or takes it up later. */
    private static boolean coordinates(int member, List<Duty> duties, LocalDate day) {
        return duties.stream()
                .filter(duty -> duty.equals(inForce(duties, day)) || duty.from().isAfter(day))
                .anyMatch(duty -> duty.member() == member);
    }

    private static @Nullable Duty inForce(List<Duty> duties, LocalDate day) {
        return duties.stream()
                .filter(duty -> !duty.from().isAfter(day))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private void requireSuccessor(
            LetMemberLeave command, boolean chair, List<Integer> coordinated, LocalDate next) {
        Integer successor = command.dutiesTo();
        if (successor == null) {
            throw new ProjectRejection.DutiesNotHandedOver(chair, coordinated);
        }
        Member taking = members.get(successor);
        if (taking == null || successor == command.member() || !taking.isMemberOn(next)) {
            throw InvalidFields.of(
                    chair ? "R100" : "R102",
                    "/dutiesTo",
                    "not-a-member",
                    "Another member of the consortium takes over.");
        }
        boolean later = chair && !next.isAfter(chairs.getLast().from());
        for (int component : coordinated) {
            later |=
                    coordinators.getOrDefault(component, List.of()).stream()
                            .filter(duty -> duty.member() == command.member())
                            .anyMatch(duty -> !next.isAfter(duty.from()));
        }
        if (later) {
            throw InvalidFields.of(
                    chair ? "R100" : "R102",
                    "/lastDay",
                    "wrong-order",
                    "The member took up a duty after that day.");
        }
    }

    @CommandHandler
    void decide(HoldClosingEvent command, CommandContext context) {
        require(Step.CLOSING_EVENT);
        LocalDate heldOn = command.heldOn();
        if (heldOn != null && heldOn.isAfter(context.today())) {
            throw ProjectPlan.inTheFuture("/heldOn");
        }
        ProjectPlan.Place place = command.place();
        if (place != null) {
            ProjectPlan.requireCountry("/place/country", place.country());
        }
        apply(new ClosingEventHeld(projectId(), place, heldOn));
    }

    @CommandHandler
    void decide(AcceptFinalReport command) {
        require(Step.FINAL_REPORT);
        if (finalReport) {
            throw new Rejection.WrongState(status.name(), transitions());
        }
        ProjectPlan.requireText("/finalEvaluation", command.finalEvaluation());
        apply(new FinalReportAccepted(projectId(), command.finalEvaluation()));
    }

    @CommandHandler
    void decide(CloseProject command, CommandContext context) {
        require(Step.CLOSURE);
        if (!finalReport) {
            throw new ProjectRejection.FinalReportMissing();
        }
        if (context.today().isBefore(end())) {
            throw new ProjectRejection.NotEnded(end());
        }
        apply(new ProjectClosed(projectId()));
    }

    @CommandHandler
    void decide(EraseProject command) {
        if (erased) {
            throw new Rejection.WrongState("R75", "ERASED", List.of());
        }
        apply(new ProjectErased(projectId()));
    }

    @CommandHandler
    void decide(TerminateProject command) {
        require(Step.TERMINATION);
        apply(new ProjectTerminated(projectId()));
    }

    private void require(Step step) {
        if (!step.allowedIn(status)) {
            throw new Rejection.WrongState(status.name(), transitions());
        }
    }

    private List<String> transitions() {
        return EnumSet.allOf(Step.class).stream()
                .filter(step -> step.allowedIn(status))
                .filter(step -> step != Step.FINAL_REPORT || !finalReport)
                .map(step -> step.noun)
                .toList();
    }

    private void requireComponent(int component) {
        if (component < 1 || component > components.size()) {
            throw new Rejection.NotFound();
        }
    }

    private void requireCoordinator(int component, LocalDate day) {
        Duty duty = inForce(coordinators.getOrDefault(component, List.of()), day);
        Member coordinator = duty == null ? null : members.get(duty.member());
        if (coordinator == null || !coordinator.isMemberOn(day)) {
            throw new ProjectRejection.NoCoordinator(component, day);
        }
    }

    private Member member(int number) {
        Member member = members.get(number);
        if (member == null) {
            throw new Rejection.NotFound();
        }
        return member;
    }

    private String projectId() {
        return Objects.requireNonNull(id);
    }

    private Budget budget() {
        return Objects.requireNonNull(budget);
    }

    private ProjectContracted contract() {
        return Objects.requireNonNull(contract);
    }

    private LocalDate end() {
        return Objects.requireNonNull(end);
    }

    @EventSourcingHandler
    public void evolve(ProjectEvent event, EventMoment moment) {
        latest = moment.notBefore(latest);
        erased = event instanceof ProjectErased;
        chronicle.add(event, Brussels.day(moment.occurredAt()));
        switch (event) {
            case ProjectIdentified e -> {
                id = e.projectId();
                identity = e;
            }
            case ProjectFormulated e -> {
                formulation = e;
                budget = e.budget();
                components.addAll(e.components());
                status = Status.FORMULATED;
            }
            case ConsortiumFormed _ -> {}
            case MemberJoined e -> {
                members.put(e.number(), e.member());
                if (e.member().chair()) {
                    chairs.add(new Duty(e.number(), e.member().from()));
                }
            }
            case ProjectContracted e -> {
                contract = e;
                end = e.plannedEnd();
                status = Status.CONTRACTED;
            }
            case InceptionStarted _ -> status = Status.INCEPTION;
            case WorkPlanAdopted _ -> status = Status.UNDER_IMPLEMENTATION;
            case ComponentCoordinatorChanged e -> {
                List<Duty> duties =
                        coordinators.computeIfAbsent(e.component(), c -> new ArrayList<>());
                duties.add(new Duty(e.member(), e.from()));
                duties.sort(Comparator.comparing(Duty::from));
            }
            case MidTermReviewStarted _ -> status = Status.MID_TERM_REVIEW;
            case MidTermReviewFiled _ -> status = running();
            case ProjectExtended e -> {
                end = e.newEnd();
                extended = true;
                status = Status.EXTENDED;
            }
            case ProjectBudgetAmended e -> {
                budget = e.budget();
                e.components()
                        .forEach(
                                part ->
                                        components.set(
                                                part.component() - 1,
                                                components
                                                        .get(part.component() - 1)
                                                        .with(part.budget())));
            }
            case MemberRenamed e ->
                    members.computeIfPresent(
                            e.member(), (n, member) -> member.named(e.name(), e.acronym()));
            case MemberLeft e ->
                    members.computeIfPresent(e.member(), (n, member) -> member.until(e.lastDay()));
            case ChairPassed e -> chairs.add(new Duty(e.member(), e.from()));
            case ClosingEventHeld _ -> status = Status.CLOSING;
            case FinalReportAccepted _ -> finalReport = true;
            case ProjectClosed _ -> status = Status.CLOSED;
            case ProjectTerminated _ -> status = Status.TERMINATED;
            case AnnualPlanAdopted _ -> {}
            case ProjectEventHeld _ -> {}
            case ProjectDeliverableIssued _ -> {}
            case ProjectExpertiseRecorded _ -> {}
            case ProjectRoleAssigned _ -> {}
            case ProjectErased _ -> {}
        }
    }

    Status status() {
        return status;
    }

    /** Nothing about persons has been said since they were forgotten. */
    boolean erased() {
        return erased;
    }

    private Status running() {
        return extended ? Status.EXTENDED : Status.UNDER_IMPLEMENTATION;
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    /**
     * The project as it is shown.
     *
     * @param persons whether names of persons are
     */
    ProjectView view(long version, boolean persons) {
        ProjectIdentified named = Objects.requireNonNull(identity);
        List<ProjectView.ComponentView> parts = new ArrayList<>();
        for (int i = 0; i < components.size(); i++) {
            Component component = components.get(i);
            parts.add(
                    new ProjectView.ComponentView(
                            i + 1,
                            component.aim(),
                            component.beneficiary(),
                            component.budget(),
                            ProjectView.periods(coordinators.getOrDefault(i + 1, List.of()))));
        }
        List<ProjectView.MemberView> consortium = new ArrayList<>();
        members.forEach(
                (number, member) ->
                        consortium.add(
                                ProjectView.MemberView.of(
                                        number,
                                        member,
                                        !chairs.isEmpty() && chairs.getLast().member() == number,
                                        chronicle.formerNames(number))));
        ProjectContracted signed = contract;
        return new ProjectView(
                named.projectId(),
                named.code(),
                status.name(),
                version,
                transitions(),
                named.title(),
                named.acronym(),
                named.countries(),
                named.objective(),
                named.funders(),
                named.participants(),
                named.themes(),
                named.relatedAgreements(),
                signed == null ? null : signed.contractNumber(),
                signed == null ? null : signed.signedOn(),
                signed == null ? null : signed.start(),
                signed == null ? null : signed.plannedEnd(),
                end,
                budget,
                formulation == null ? List.of() : formulation.bodies(),
                consortium,
                ProjectView.periods(chairs),
                parts,
                chronicle.plans(),
                chronicle.events(persons),
                chronicle.deliverables(),
                chronicle.expertise(),
                chronicle.roles(persons),
                chronicle.reviews(persons),
                chronicle.closing());
    }
}
