package org.socius.action.projects;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import org.socius.action.projects.ProjectPlan.Body;
import org.socius.action.projects.ProjectPlan.Budget;
import org.socius.action.projects.ProjectPlan.Component;
import org.socius.action.projects.ProjectPlan.ComponentBudget;
import org.socius.action.projects.ProjectPlan.DeliverableKind;
import org.socius.action.projects.ProjectPlan.Meeting;
import org.socius.action.projects.ProjectPlan.Member;
import org.socius.action.projects.ProjectPlan.Place;
import org.socius.platform.serialization.PersonalData;

/** What has happened to a project. Nothing of it is published: no figure depends on it. */
public sealed interface ProjectEvent {

    String projectId();

    @Revision("1")
    record ProjectIdentified(
            String projectId,
            @Nullable String code,
            Map<String, String> title,
            @Nullable String acronym,
            List<String> countries,
            Map<String, String> objective,
            List<String> funders,
            List<String> participants,
            List<String> themes,
            List<String> relatedAgreements)
            implements ProjectEvent {}

    @Revision("1")
    record ProjectFormulated(
            String projectId, List<Component> components, Budget budget, List<Body> bodies)
            implements ProjectEvent {}

    /**
     * @param chair number of the member that leads
     */
    @Revision("1")
    record ConsortiumFormed(String projectId, int chair) implements ProjectEvent {}

    /**
     * @param number from 1
     */
    @Revision("1")
    record MemberJoined(String projectId, int number, Member member) implements ProjectEvent {}

    @Revision("1")
    record ProjectContracted(
            String projectId,
            String contractNumber,
            @Nullable LocalDate signedOn,
            LocalDate start,
            LocalDate plannedEnd)
            implements ProjectEvent {}

    @Revision("1")
    record InceptionStarted(String projectId) implements ProjectEvent {}

    @Revision("1")
    record WorkPlanAdopted(String projectId, Map<String, String> title) implements ProjectEvent {}

    @Revision("1")
    record AnnualPlanAdopted(String projectId, int year, Map<String, String> title)
            implements ProjectEvent {}

    @Revision("1")
    record ComponentCoordinatorChanged(String projectId, int component, int member, LocalDate from)
            implements ProjectEvent {}

    @Revision("1")
    record ProjectEventHeld(String projectId, int component, Meeting meeting)
            implements ProjectEvent {}

    @Revision("1")
    record ProjectDeliverableIssued(
            String projectId,
            String deliverableId,
            int component,
            DeliverableKind kind,
            Map<String, String> title,
            LocalDate issuedOn)
            implements ProjectEvent {}

    @Revision("1")
    record ProjectExpertiseRecorded(
            String projectId,
            List<String> countries,
            @Nullable String organisation,
            List<String> themes,
            Map<String, String> text,
            String source)
            implements ProjectEvent {}

    @Revision("1")
    record ProjectRoleAssigned(
            String projectId,
            String person,
            @PersonalData String name,
            String role,
            @Nullable String organisation,
            @Nullable Integer component,
            LocalDate from,
            @Nullable LocalDate to)
            implements ProjectEvent {}

    @Revision("1")
    record MidTermReviewStarted(String projectId) implements ProjectEvent {}

    @Revision("1")
    record MidTermReviewFiled(
            String projectId, @PersonalData String evaluator, Map<String, String> conclusions)
            implements ProjectEvent {}

    @Revision("1")
    record ProjectExtended(String projectId, LocalDate newEnd) implements ProjectEvent {}

    @Revision("1")
    record ProjectBudgetAmended(String projectId, Budget budget, List<ComponentBudget> components)
            implements ProjectEvent {}

    @Revision("1")
    record MemberRenamed(
            String projectId,
            int member,
            String name,
            @Nullable String acronym,
            @Nullable LocalDate since)
            implements ProjectEvent {}

    @Revision("1")
    record MemberLeft(String projectId, int member, LocalDate lastDay) implements ProjectEvent {}

    @Revision("1")
    record ChairPassed(String projectId, int member, LocalDate from) implements ProjectEvent {}

    @Revision("1")
    record ClosingEventHeld(String projectId, @Nullable Place place, @Nullable LocalDate heldOn)
            implements ProjectEvent {}

    @Revision("1")
    record FinalReportAccepted(String projectId, Map<String, String> finalEvaluation)
            implements ProjectEvent {}

    @Revision("1")
    record ProjectClosed(String projectId) implements ProjectEvent {}

    @Revision("1")
    record ProjectTerminated(String projectId) implements ProjectEvent {}

    /** What the project said about persons until now is forgotten; the project goes on. */
    @Revision("1")
    record ProjectErased(String projectId) implements ProjectEvent {}
}
