package org.socius.action.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.action.projects.ProjectExamples.*;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.socius.action.projects.Project.Status;
import org.socius.action.projects.ProjectCommand.*;
import org.socius.action.projects.ProjectEvent.ClosingEventHeld;
import org.socius.action.projects.ProjectEvent.FinalReportAccepted;
import org.socius.action.projects.ProjectEvent.ProjectClosed;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Story;

/** Every command in every state: accepted where the table says so, refused elsewhere. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProjectStatesTest {

    private static final Set<Status> RUNNING =
            EnumSet.of(Status.UNDER_IMPLEMENTATION, Status.MID_TERM_REVIEW, Status.EXTENDED);
    private static final Set<Status> WITH_CONSORTIUM =
            EnumSet.range(Status.FORMULATED, Status.EXTENDED);

    /** A command with the states in which it is carried out, and the state it leads to. */
    private record Row(ProjectCommand command, Set<Status> accepting) {}

    private static List<Row> table() {
        Set<Status> betweenReviews = EnumSet.of(Status.UNDER_IMPLEMENTATION, Status.EXTENDED);
        return List.of(
                new Row(formulate(budget(670, 670)), EnumSet.of(Status.IDENTIFIED)),
                new Row(members(member("SISPI", "IT", false)), WITH_CONSORTIUM),
                new Row(grant(), EnumSet.of(Status.FORMULATED)),
                new Row(new AmendBudget(PROJECT, budget(700, 700), List.of()), WITH_CONSORTIUM),
                new Row(new StartInception(PROJECT), EnumSet.of(Status.CONTRACTED)),
                new Row(
                        new AdoptWorkPlan(PROJECT, Map.of("en", "Plan")),
                        EnumSet.of(Status.INCEPTION)),
                new Row(new AdoptAnnualPlan(PROJECT, 2016, Map.of("en", "Plan")), RUNNING),
                new Row(new NameCoordinator(PROJECT, 1, 3, START), RUNNING),
                new Row(workshop(2), RUNNING),
                new Row(deliverable("d1"), RUNNING),
                new Row(
                        new RecordExpertise(
                                PROJECT,
                                List.of("BE"),
                                null,
                                List.of("SI-PEN"),
                                Map.of("en", "Pensions"),
                                "press release"),
                        EnumSet.of(
                                Status.UNDER_IMPLEMENTATION,
                                Status.MID_TERM_REVIEW,
                                Status.EXTENDED,
                                Status.CLOSING)),
                new Row(role("expert", "2016-01-01", null), OPEN_ENDED),
                new Row(new StartMidTermReview(PROJECT), betweenReviews),
                new Row(
                        new FileMidTermReview(PROJECT, "Evaluator", Map.of("en", "On course")),
                        RUNNING),
                new Row(new ExtendProject(PROJECT, LocalDate.of(2021, 1, 1)), betweenReviews),
                new Row(new RenameMember(PROJECT, 3, "Ministry", null, null), RUNNING),
                new Row(
                        leave(2, 1),
                        EnumSet.of(
                                Status.UNDER_IMPLEMENTATION,
                                Status.MID_TERM_REVIEW,
                                Status.EXTENDED)),
                new Row(new HoldClosingEvent(PROJECT, null, null), RUNNING),
                new Row(
                        new AcceptFinalReport(PROJECT, Map.of("en", "Sound")),
                        EnumSet.of(Status.CLOSING)),
                new Row(new CloseProject(PROJECT), Set.of()),
                new Row(new TerminateProject(PROJECT), OPEN_ENDED),
                new Row(new EraseProject(PROJECT), EnumSet.allOf(Status.class)));
    }

    /** The commands of the table. */
    static List<ProjectCommand> commands() {
        return table().stream().map(Row::command).toList();
    }

    @Test
    void every_command_stands_in_the_table() {
        assertThat(table().stream().<Class<?>>map(row -> row.command().getClass()))
                .containsAll(
                        Stream.of(ProjectCommand.class.getPermittedSubclasses())
                                .filter(type -> type != IdentifyProject.class)
                                .toList());
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void commands_of_a_state_are_carried_out_in_it(Status status) {
        for (Row row : table()) {
            if (row.accepting().contains(status)) {
                Story story = at(status);
                int before = story.eventsOf(PROJECT).size();
                story.because("A reason").when(CLARA, row.command()).accepted();
                assertThat(story.eventsOf(PROJECT)).hasSizeGreaterThan(before);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void commands_of_other_states_are_refused_and_change_nothing(Status status) {
        Story story = at(status);
        assertThat(shown(story).status()).isEqualTo(status.name());
        int before = story.eventsOf(PROJECT).size();
        for (Row row : table()) {
            if (!row.accepting().contains(status)) {
                Rejection refusal =
                        story.because("A reason")
                                .when(CLARA, row.command())
                                .expectRefusal(Rejection.class);
                assertThat(refusal.problem().status()).as("%s", row.command()).isEqualTo(409);
                assertThat(story.eventsOf(PROJECT)).as("%s", row.command()).hasSize(before);
            }
        }
    }

    @Test
    void a_project_that_is_closed_has_its_final_report_and_has_come_to_its_end() {
        Story early = at(Status.EXTENDED).given(CLARA, new HoldClosingEvent(PROJECT, null, null));
        early.when(CLARA, new CloseProject(PROJECT))
                .expectRefusal(ProjectRejection.FinalReportMissing.class);
        early.given(CLARA, new AcceptFinalReport(PROJECT, Map.of("en", "Sound")))
                .at("2019-11-15T12:00:00Z")
                .when(CLARA, new CloseProject(PROJECT))
                .expectRefusal(ProjectRejection.NotEnded.class);
        early.at("2019-11-16T12:00:00Z")
                .when(CLARA, new CloseProject(PROJECT))
                .expectTypes(ProjectClosed.class);
        assertThat(at(Status.CLOSED).eventsOf(PROJECT).stream().<Class<?>>map(Object::getClass))
                .containsSubsequence(
                        ClosingEventHeld.class, FinalReportAccepted.class, ProjectClosed.class);
        assertThat(
                        at(Status.CLOSING)
                                .given(CLARA, new AcceptFinalReport(PROJECT, Map.of("en", "A")))
                                .when(CLARA, new AcceptFinalReport(PROJECT, Map.of("en", "B")))
                                .expectRefusal(Rejection.WrongState.class)
                                .facts())
                .containsEntry("state", "CLOSING");
    }

    @Test
    void the_inception_waits_for_the_start_of_the_contract() {
        Story story =
                story().given(
                                CLARA,
                                identify(),
                                formulate(budget(670, 670)),
                                members(inps(), poland()));
        story.given(
                CLARA,
                new SignGrant(
                        PROJECT, "C-1", null, LocalDate.of(2016, 9, 2), LocalDate.of(2018, 9, 2)));
        story.when(CLARA, new StartInception(PROJECT))
                .expectRefusal(ProjectRejection.NotBegun.class);
        story.at("2016-09-02T06:00:00Z").when(CLARA, new StartInception(PROJECT)).accepted();
    }

    @Test
    void after_a_review_the_project_goes_on_as_it_did_before() {
        FileMidTermReview review =
                new FileMidTermReview(PROJECT, "Evaluator", Map.of("en", "On course"));
        Story first = at(Status.MID_TERM_REVIEW).given(CLARA, review);
        assertThat(shown(first).status()).isEqualTo("UNDER_IMPLEMENTATION");
        Story second =
                at(Status.EXTENDED)
                        .given(CLARA, new StartMidTermReview(PROJECT))
                        .given(CLARA, review);
        assertThat(shown(second).status()).isEqualTo("EXTENDED");
        assertThat(shown(second).midTermReviews()).hasSize(1);
    }
}
