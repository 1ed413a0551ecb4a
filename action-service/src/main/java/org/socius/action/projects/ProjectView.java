package org.socius.action.projects;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.action.projects.ProjectEvent.AnnualPlanAdopted;
import org.socius.action.projects.ProjectEvent.ClosingEventHeld;
import org.socius.action.projects.ProjectEvent.FinalReportAccepted;
import org.socius.action.projects.ProjectEvent.MemberJoined;
import org.socius.action.projects.ProjectEvent.MemberRenamed;
import org.socius.action.projects.ProjectEvent.MidTermReviewFiled;
import org.socius.action.projects.ProjectEvent.ProjectDeliverableIssued;
import org.socius.action.projects.ProjectEvent.ProjectEventHeld;
import org.socius.action.projects.ProjectEvent.ProjectExpertiseRecorded;
import org.socius.action.projects.ProjectEvent.ProjectRoleAssigned;
import org.socius.action.projects.ProjectEvent.WorkPlanAdopted;
import org.socius.action.projects.ProjectPlan.Body;
import org.socius.action.projects.ProjectPlan.Budget;
import org.socius.action.projects.ProjectPlan.Delegation;
import org.socius.action.projects.ProjectPlan.DeliverableKind;
import org.socius.action.projects.ProjectPlan.Meeting;
import org.socius.action.projects.ProjectPlan.Member;
import org.socius.action.projects.ProjectPlan.Place;
import org.socius.platform.format.Money;

/** A project as readers see it; what is not recorded is null. */
public record ProjectView(
        String id,
        @Nullable String code,
        String status,
        long version,
        List<String> allowedTransitions,
        Map<String, String> title,
        @Nullable String acronym,
        List<String> countries,
        Map<String, String> objective,
        List<String> funders,
        List<String> participants,
        List<String> themes,
        List<String> relatedAgreements,
        @Nullable String contractNumber,
        @Nullable LocalDate signedOn,
        @Nullable LocalDate start,
        @Nullable LocalDate plannedEnd,
        @Nullable LocalDate end,
        @Nullable Budget budget,
        List<Body> bodies,
        List<MemberView> members,
        List<Period> chairs,
        List<ComponentView> components,
        List<PlanView> plans,
        List<EventView> events,
        List<DeliverableView> deliverables,
        List<ExpertiseView> expertise,
        List<RoleView> roles,
        List<ReviewView> midTermReviews,
        @Nullable ClosingView closing) {

    /**
     * A member's time in a duty.
     *
     * @param to last day, or null while nobody has followed
     */
    public record Period(int member, LocalDate from, @Nullable LocalDate to) {}

    /** A member under its present name, with those it had before. */
    public record MemberView(
            int number,
            @Nullable String name,
            @Nullable String acronym,
            List<FormerName> formerNames,
            String country,
            boolean chair,
            LocalDate from,
            @Nullable LocalDate to) {

        static MemberView of(int number, Member m, boolean chair, List<FormerName> formerNames) {
            return new MemberView(
                    number,
                    m.name(),
                    m.acronym(),
                    formerNames,
                    m.country(),
                    chair,
                    m.from(),
                    m.to());
        }
    }

    /**
     * @param until first day of the name after it, or null where that is not known
     */
    public record FormerName(
            @Nullable String name, @Nullable String acronym, @Nullable LocalDate until) {}

    /** One component with its coordinators, the present one last. */
    public record ComponentView(
            int number,
            Map<String, String> aim,
            @Nullable String beneficiary,
            @Nullable Money budget,
            List<Period> coordinators) {}

    /**
     * @param year null for the plan of the whole project
     */
    public record PlanView(
            @Nullable Integer year, Map<String, String> title, LocalDate adoptedOn) {}

    /** One event of a component. */
    public record EventView(int component, Meeting meeting) {}

    /** One deliverable of a component. */
    public record DeliverableView(
            String id,
            int component,
            DeliverableKind kind,
            Map<String, String> title,
            LocalDate issuedOn) {}

    /** What experts have contributed, as a source tells it. */
    public record ExpertiseView(
            List<String> countries,
            @Nullable String organisation,
            List<String> themes,
            Map<String, String> text,
            String source) {}

    /**
     * Who was what, and when.
     *
     * @param name null for readers who do not see persons
     */
    public record RoleView(
            String person,
            @Nullable String name,
            String role,
            @Nullable String organisation,
            @Nullable Integer component,
            LocalDate from,
            @Nullable LocalDate to) {}

    /**
     * @param evaluator null for readers who do not see persons
     */
    public record ReviewView(
            LocalDate filedOn, @Nullable String evaluator, Map<String, String> conclusions) {}

    /** How it ends; what has not been is null. */
    public record ClosingView(
            @Nullable Place place,
            @Nullable LocalDate heldOn,
            @Nullable LocalDate finalReportAcceptedOn,
            @Nullable Map<String, String> finalEvaluation) {}

    /** Each duty until the day before the next. */
    static List<Period> periods(List<Project.Duty> duties) {
        List<Period> periods = new ArrayList<>();
        for (int i = 0; i < duties.size(); i++) {
            Project.Duty duty = duties.get(i);
            periods.add(
                    new Period(
                            duty.member(),
                            duty.from(),
                            i + 1 < duties.size() ? duties.get(i + 1).from().minusDays(1) : null));
        }
        return periods;
    }

    /** What no decision depends on, as it is shown. */
    static final class Chronicle {

        private final List<PlanView> plans = new ArrayList<>();
        private final List<EventView> events = new ArrayList<>();
        private final List<DeliverableView> deliverables = new ArrayList<>();
        private final List<ExpertiseView> expertise = new ArrayList<>();
        private final List<RoleView> roles = new ArrayList<>();
        private final List<ReviewView> reviews = new ArrayList<>();
        private final Map<Integer, FormerName> names = new LinkedHashMap<>();
        private final Map<Integer, List<FormerName>> formerNames = new LinkedHashMap<>();
        private @Nullable ClosingView closing;

        /** Takes in what it shows and passes over the rest. */
        void add(ProjectEvent event, LocalDate day) {
            if (event instanceof WorkPlanAdopted e) {
                plans.add(new PlanView(null, e.title(), day));
            } else if (event instanceof AnnualPlanAdopted e) {
                plans.add(new PlanView(e.year(), e.title(), day));
            } else if (event instanceof ProjectEventHeld e) {
                events.add(new EventView(e.component(), e.meeting()));
            } else if (event instanceof ProjectDeliverableIssued e) {
                deliverables.add(
                        new DeliverableView(
                                e.deliverableId(),
                                e.component(),
                                e.kind(),
                                e.title(),
                                e.issuedOn()));
            } else if (event instanceof ProjectExpertiseRecorded e) {
                expertise.add(
                        new ExpertiseView(
                                e.countries(), e.organisation(), e.themes(), e.text(), e.source()));
            } else if (event instanceof ProjectRoleAssigned e) {
                roles.add(
                        new RoleView(
                                e.person(),
                                e.name(),
                                e.role(),
                                e.organisation(),
                                e.component(),
                                e.from(),
                                e.to()));
            } else if (event instanceof MidTermReviewFiled e) {
                reviews.add(new ReviewView(day, e.evaluator(), e.conclusions()));
            } else if (event instanceof MemberJoined e) {
                names.put(
                        e.number(), new FormerName(e.member().name(), e.member().acronym(), null));
            } else if (event instanceof MemberRenamed e) {
                rename(e);
            } else if (event instanceof ClosingEventHeld e) {
                closing = new ClosingView(e.place(), e.heldOn(), null, null);
            } else if (event instanceof FinalReportAccepted e) {
                ClosingView held = closing;
                closing =
                        new ClosingView(
                                held == null ? null : held.place(),
                                held == null ? null : held.heldOn(),
                                day,
                                e.finalEvaluation());
            }
        }

        private void rename(MemberRenamed e) {
            FormerName old = names.put(e.member(), new FormerName(e.name(), e.acronym(), null));
            if (old != null) {
                formerNames
                        .computeIfAbsent(e.member(), n -> new ArrayList<>())
                        .add(new FormerName(old.name(), old.acronym(), e.since()));
            }
        }

        /** True if this very deliverable was issued before, so that a repetition has no effect. */
        boolean holds(ProjectCommand.IssueProjectDeliverable command) {
            return deliverables.contains(
                    new DeliverableView(
                            command.deliverableId(),
                            command.component(),
                            command.kind(),
                            command.title(),
                            command.issuedOn()));
        }

        boolean hasDeliverable(String id) {
            return deliverables.stream().anyMatch(d -> d.id().equals(id));
        }

        List<FormerName> formerNames(int member) {
            return formerNames.getOrDefault(member, List.of());
        }

        List<PlanView> plans() {
            return List.copyOf(plans);
        }

        List<EventView> events(boolean persons) {
            return persons
                    ? List.copyOf(events)
                    : events.stream()
                            .map(e -> new EventView(e.component(), withoutHead(e.meeting())))
                            .toList();
        }

        private static Meeting withoutHead(Meeting m) {
            Delegation d = m.delegation();
            return new Meeting(
                    m.kind(),
                    m.title(),
                    m.place(),
                    m.start(),
                    m.end(),
                    m.topics(),
                    new Delegation(d.institution(), d.unit(), d.level(), d.occurrence(), null),
                    m.host());
        }

        List<DeliverableView> deliverables() {
            return List.copyOf(deliverables);
        }

        List<ExpertiseView> expertise() {
            return List.copyOf(expertise);
        }

        List<RoleView> roles(boolean persons) {
            return persons
                    ? List.copyOf(roles)
                    : roles.stream()
                            .map(
                                    r ->
                                            new RoleView(
                                                    r.person(),
                                                    null,
                                                    r.role(),
                                                    r.organisation(),
                                                    r.component(),
                                                    r.from(),
                                                    r.to()))
                            .toList();
        }

        List<ReviewView> reviews(boolean persons) {
            return persons
                    ? List.copyOf(reviews)
                    : reviews.stream()
                            .map(r -> new ReviewView(r.filedOn(), null, r.conclusions()))
                            .toList();
        }

        @Nullable ClosingView closing() {
            return closing;
        }
    }
}
