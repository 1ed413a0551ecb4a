package org.socius.action.projects;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.action.projects.Project.Status;
import org.socius.action.projects.ProjectCommand.*;
import org.socius.action.projects.ProjectPlan.*;
import org.socius.platform.command.Actor;
import org.socius.platform.command.EventMoment;
import org.socius.platform.format.Money;
import org.socius.platform.serialization.EventTypes;
import org.socius.platform.testing.Story;

/**
 * Short words for stories about a project that begins on 17 November 2014 for four years. INPS (1)
 * is the chair, Formez (2) and the Polish ministry (3) are members. The story begins on 1 September
 * 2016.
 */
final class ProjectExamples {

    static final String PROJECT = "project-1";
    static final String PERSON = "11111111-1111-4111-8111-111111111111";
    static final Actor CLARA = Story.person("clara", "coordinator");
    static final LocalDate START = LocalDate.of(2014, 11, 17);
    static final LocalDate END = LocalDate.of(2018, 11, 16);
    static final Set<Status> OPEN_ENDED =
            EnumSet.complementOf(EnumSet.of(Status.CLOSED, Status.TERMINATED));

    private ProjectExamples() {}

    static Story story() {
        return Story.of(
                EventTypes.of(ProjectEvent.class),
                "2016-09-01T09:00:00Z",
                List.of(),
                Project.class);
    }

    /** A story in which the project stands in this state. */
    static Story at(Status status) {
        Story story = story().given(CLARA, identify());
        if (status == Status.IDENTIFIED) {
            return story;
        }
        story.given(CLARA, formulate(budget(670, 670)), members(inps(), formez(), poland()));
        if (status == Status.FORMULATED) {
            return story;
        }
        story.given(CLARA, grant());
        if (status == Status.CONTRACTED) {
            return story;
        }
        story.given(CLARA, new StartInception(PROJECT));
        if (status == Status.INCEPTION) {
            return story;
        }
        story.given(CLARA, new AdoptWorkPlan(PROJECT, Map.of("en", "Work plan")));
        story.given(CLARA, new NameCoordinator(PROJECT, 2, 2, START));
        if (status == Status.UNDER_IMPLEMENTATION) {
            return story;
        }
        if (status == Status.MID_TERM_REVIEW) {
            return story.given(CLARA, new StartMidTermReview(PROJECT));
        }
        if (status == Status.TERMINATED) {
            return story.given(CLARA, new TerminateProject(PROJECT));
        }
        story.given(CLARA, new ExtendProject(PROJECT, END.plusYears(1)));
        if (status == Status.EXTENDED) {
            return story;
        }
        story.at("2019-11-16T09:00:00Z")
                .given(CLARA, new HoldClosingEvent(PROJECT, new Place("Beijing", "CN"), null));
        if (status == Status.CLOSING) {
            return story;
        }
        return story.given(
                CLARA,
                new AcceptFinalReport(PROJECT, Map.of("en", "Sound")),
                new CloseProject(PROJECT));
    }

    static IdentifyProject identify() {
        return new IdentifyProject(
                PROJECT,
                "P-CHN",
                Map.of("en", "Social Protection Reform Project"),
                "SPRP",
                List.of("CN"),
                Map.of("en", "Social equity"),
                List.of("European Commission", "China"),
                List.of(),
                List.of("SI-PEN"),
                List.of());
    }

    static FormulateProject formulate(Budget budget) {
        return new FormulateProject(
                PROJECT,
                List.of(component("NDRC", null), component("MoF", null)),
                budget,
                List.of(new Body("Advisory committee", "Guides the project")));
    }

    static Component component(@Nullable String beneficiary, @Nullable Long budget) {
        return new Component(
                Map.of("en", "Policy"), beneficiary, budget == null ? null : euro(budget));
    }

    /** A total and one contribution of the same source. */
    static Budget budget(long total, @Nullable Integer contribution) {
        return new Budget(
                euro(total),
                "press release",
                List.of(
                        new Contribution(
                                "European Commission",
                                contribution == null ? null : euro(contribution),
                                contribution == null ? null : Kind.CASH,
                                "press release")));
    }

    static Money euro(long amount) {
        return new Money(amount, "EUR");
    }

    static EnterMembers members(Member... members) {
        return new EnterMembers(PROJECT, List.of(members));
    }

    static Member inps() {
        return member("INPS", "IT", true);
    }

    static Member formez() {
        return member("Formez", "IT", false);
    }

    static Member poland() {
        return member("Ministry of Labour", "PL", false);
    }

    static Member member(@Nullable String name, String country, boolean chair) {
        return new Member(name, null, country, chair, START, null);
    }

    static SignGrant grant() {
        return new SignGrant(PROJECT, "DCI-ASIE/2014/350-601", null, START, END);
    }

    static HoldProjectEvent workshop(int component) {
        return new HoldProjectEvent(
                PROJECT,
                component,
                new Meeting(
                        EventKind.WORKSHOP,
                        Map.of("en", "Income inequality"),
                        new Place("Brussels", "BE"),
                        LocalDate.of(2016, 8, 31),
                        LocalDate.of(2016, 9, 1),
                        List.of(new Topic(Map.of("en", "Income inequality"), "EM-INE")),
                        new Delegation("NDRC", "Department", "high", 2, "Head of delegation"),
                        "BELINCOSOC"));
    }

    static IssueProjectDeliverable deliverable(String id) {
        return new IssueProjectDeliverable(
                PROJECT,
                id,
                2,
                DeliverableKind.ASSESSMENT_REPORT,
                Map.of("en", "Report"),
                LocalDate.of(2016, 8, 1));
    }

    static AssignRole role(String role, @Nullable String from, @Nullable String to) {
        return new AssignRole(
                PROJECT,
                PERSON,
                "A Person",
                role,
                "FPS",
                null,
                from == null ? null : LocalDate.parse(from),
                to == null ? null : LocalDate.parse(to));
    }

    static LetMemberLeave leave(int member, @Nullable Integer dutiesTo) {
        return new LetMemberLeave(PROJECT, member, LocalDate.of(2016, 8, 31), dutiesTo);
    }

    /** The project as it is shown to somebody who sees persons. */
    static ProjectView shown(Story story) {
        return shown(story, true);
    }

    static ProjectView shown(Story story, boolean persons) {
        Project project = new Project();
        story.messagesOf(PROJECT)
                .forEach(
                        message ->
                                project.evolve(
                                        (ProjectEvent) message.getPayload(),
                                        EventMoment.of(message.getMetaData())));
        return project.view(0, persons);
    }
}
