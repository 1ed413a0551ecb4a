package org.socius.action.projects;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import org.socius.action.projects.ProjectPlan.Body;
import org.socius.action.projects.ProjectPlan.Budget;
import org.socius.action.projects.ProjectPlan.Component;
import org.socius.action.projects.ProjectPlan.ComponentBudget;
import org.socius.action.projects.ProjectPlan.DeliverableKind;
import org.socius.action.projects.ProjectPlan.Meeting;
import org.socius.action.projects.ProjectPlan.Member;
import org.socius.action.projects.ProjectPlan.Place;

/** What can be asked of a project. */
public sealed interface ProjectCommand {

    String projectId();

    record IdentifyProject(
            @TargetAggregateIdentifier String projectId,
            @Nullable String code,
            Map<String, String> title,
            @Nullable String acronym,
            List<String> countries,
            Map<String, String> objective,
            List<String> funders,
            List<String> participants,
            List<String> themes,
            List<String> relatedAgreements)
            implements ProjectCommand {}

    record FormulateProject(
            @TargetAggregateIdentifier String projectId,
            List<Component> components,
            Budget budget,
            List<Body> bodies)
            implements ProjectCommand {}

    /** The first members form the consortium, later ones join it. */
    record EnterMembers(@TargetAggregateIdentifier String projectId, List<Member> members)
            implements ProjectCommand {}

    /**
     * @param signedOn null where only the contract's period is known
     */
    record SignGrant(
            @TargetAggregateIdentifier String projectId,
            String contractNumber,
            @Nullable LocalDate signedOn,
            LocalDate start,
            LocalDate plannedEnd)
            implements ProjectCommand {}

    record StartInception(@TargetAggregateIdentifier String projectId) implements ProjectCommand {}

    record AdoptWorkPlan(@TargetAggregateIdentifier String projectId, Map<String, String> title)
            implements ProjectCommand {}

    record AdoptAnnualPlan(
            @TargetAggregateIdentifier String projectId, int year, Map<String, String> title)
            implements ProjectCommand {}

    /**
     * @param from first day; the predecessor's last is the day before
     */
    record NameCoordinator(
            @TargetAggregateIdentifier String projectId, int component, int member, LocalDate from)
            implements ProjectCommand {}

    record HoldProjectEvent(
            @TargetAggregateIdentifier String projectId, int component, Meeting meeting)
            implements ProjectCommand {}

    record IssueProjectDeliverable(
            @TargetAggregateIdentifier String projectId,
            String deliverableId,
            int component,
            DeliverableKind kind,
            Map<String, String> title,
            LocalDate issuedOn)
            implements ProjectCommand {}

    /**
     * What experts of some countries have contributed, as far as it is told.
     *
     * @param organisation that sent them, or null
     */
    record RecordExpertise(
            @TargetAggregateIdentifier String projectId,
            List<String> countries,
            @Nullable String organisation,
            List<String> themes,
            Map<String, String> text,
            String source)
            implements ProjectCommand {}

    /**
     * @param person the same for one person in every role
     * @param component null for a role in the whole project
     * @param from null is refused: a role holds for a period
     */
    record AssignRole(
            @TargetAggregateIdentifier String projectId,
            String person,
            String name,
            String role,
            @Nullable String organisation,
            @Nullable Integer component,
            @Nullable LocalDate from,
            @Nullable LocalDate to)
            implements ProjectCommand {}

    record StartMidTermReview(@TargetAggregateIdentifier String projectId)
            implements ProjectCommand {}

    record FileMidTermReview(
            @TargetAggregateIdentifier String projectId,
            String evaluator,
            Map<String, String> conclusions)
            implements ProjectCommand {}

    record ExtendProject(@TargetAggregateIdentifier String projectId, LocalDate newEnd)
            implements ProjectCommand {}

    record AmendBudget(
            @TargetAggregateIdentifier String projectId,
            Budget budget,
            List<ComponentBudget> components)
            implements ProjectCommand {}

    /**
     * @param since first day of the new name, or null where it is not known
     */
    record RenameMember(
            @TargetAggregateIdentifier String projectId,
            int member,
            String name,
            @Nullable String acronym,
            @Nullable LocalDate since)
            implements ProjectCommand {}

    /**
     * @param lastDay of the membership
     * @param dutiesTo number of the member that takes over, or null if there is nothing to
     */
    record LetMemberLeave(
            @TargetAggregateIdentifier String projectId,
            int member,
            LocalDate lastDay,
            @Nullable Integer dutiesTo)
            implements ProjectCommand {}

    /**
     * @param place null where it is not known
     * @param heldOn null where it is not known
     */
    record HoldClosingEvent(
            @TargetAggregateIdentifier String projectId,
            @Nullable Place place,
            @Nullable LocalDate heldOn)
            implements ProjectCommand {}

    record AcceptFinalReport(
            @TargetAggregateIdentifier String projectId, Map<String, String> finalEvaluation)
            implements ProjectCommand {}

    record CloseProject(@TargetAggregateIdentifier String projectId) implements ProjectCommand {}

    /** What the project says about persons until now is forgotten for good. */
    record EraseProject(@TargetAggregateIdentifier String projectId) implements ProjectCommand {}

    record TerminateProject(@TargetAggregateIdentifier String projectId)
            implements ProjectCommand {}
}
