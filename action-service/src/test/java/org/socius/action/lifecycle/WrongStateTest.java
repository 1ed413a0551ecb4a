package org.socius.action.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.action.lifecycle.ActionExamples.*;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socius.action.lifecycle.ActionCommand.*;
import org.socius.action.lifecycle.ActivityCommand.*;
import org.socius.action.plan.ActivityPlan;
import org.socius.action.plan.TermsOfReference;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.RandomWalk.Attempt;
import org.socius.platform.testing.Story;

/**
 * Every command in every state of the main path: accepted where the table says so, refused
 * elsewhere.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WrongStateTest {

    /** A command with the states in which it is carried out; the others refuse it. */
    private record Row(Actor actor, Object command, Set<String> accepting) {}

    private static List<Row> table() {
        return List.of(
                new Row(
                        CLARA,
                        new DesignAction(ACTION, design()),
                        Set.of("IN_DESIGN", "DESIGNED", "AGREED")),
                new Row(CLARA, new PlanActivity(ACTION, 2, plan()), Set.of("DESIGNED", "AGREED")),
                new Row(
                        CLARA,
                        new ChangeActivityPlan(ACTION, 1, laterPlan()),
                        Set.of("DESIGNED", "AGREED")),
                new Row(SIGNATORY, new AgreeToActionForm(ACTION), Set.of("DESIGNED")),
                new Row(COMMISSION, new RecordCommissionAgreement(ACTION), Set.of("AGREED")),
                new Row(CLARA, new SubmitForApproval(ACTION), Set.of("AGREED")),
                new Row(OLGA, new ApproveAction(ACTION), Set.of("AWAITING_APPROVAL")),
                new Row(OLGA, new ReturnForRedesign(ACTION), Set.of("AWAITING_APPROVAL")),
                new Row(OLGA, new RefuseAction(ACTION), Set.of("AWAITING_APPROVAL")),
                new Row(CLARA, new CancelAction(ACTION), except("CLOSED", "REFUSED", "CANCELLED")),
                new Row(
                        SIGNATORY,
                        new CancelAction(ACTION),
                        Set.of("IN_DESIGN", "DESIGNED", "AGREED", "AWAITING_APPROVAL")),
                new Row(
                        CLARA,
                        new SuspendAction(ACTION),
                        except(
                                "IN_DESIGN",
                                "DESIGNED",
                                "AGREED",
                                "AWAITING_APPROVAL",
                                "SUSPENDED",
                                "COMPLETED",
                                "EVALUATED",
                                "CLOSED",
                                "REFUSED",
                                "CANCELLED")),
                new Row(CLARA, new ResumeAction(ACTION), Set.of("SUSPENDED")),
                new Row(
                        CLARA,
                        amended(6_100_000L, null),
                        Set.of(
                                "APPROVED",
                                "TOR_IN_DRAFT",
                                "TOR_FINAL",
                                "STAFFING",
                                "TEAM_COMPLETE",
                                "CONFIRMED",
                                "IN_PREPARATION",
                                "IN_PROGRESS",
                                "REPORTING",
                                "UNDER_QUALITY_REVIEW",
                                "POSTPONED")),
                new Row(CLARA, new LinkFollowUp(ACTION, "before"), except()),
                new Row(
                        CLARA,
                        new HandOverAction(ACTION, "cleo"),
                        except("CLOSED", "REFUSED", "CANCELLED")),
                new Row(EVALUATOR, effects(), Set.of()),
                new Row(
                        COMMUNICATOR,
                        new UnpublishAction(ACTION),
                        except(
                                "IN_DESIGN",
                                "DESIGNED",
                                "AGREED",
                                "AWAITING_APPROVAL",
                                "REFUSED",
                                "CANCELLED")),
                new Row(
                        MANAGER,
                        new PostponeActivity(ACTION, 1),
                        except(
                                "IN_DESIGN",
                                "IN_PROGRESS",
                                "REPORTING",
                                "UNDER_QUALITY_REVIEW",
                                "POSTPONED",
                                "COMPLETED",
                                "EVALUATED",
                                "CLOSED",
                                "REFUSED",
                                "CANCELLED")),
                new Row(MANAGER, rescheduled("2027-06-01", "2027-06-05"), Set.of("POSTPONED")),
                new Row(
                        CLARA,
                        new CancelActivity(ACTION, 1),
                        except(
                                "IN_DESIGN",
                                "COMPLETED",
                                "EVALUATED",
                                "CLOSED",
                                "REFUSED",
                                "CANCELLED")),
                new Row(
                        MANAGER,
                        new DraftTermsOfReference(ACTION, 1, laterTerms()),
                        Set.of(
                                "DESIGNED",
                                "AGREED",
                                "AWAITING_APPROVAL",
                                "APPROVED",
                                "TOR_IN_DRAFT",
                                "TOR_FINAL",
                                "STAFFING",
                                "TEAM_COMPLETE",
                                "CONFIRMED",
                                "IN_PREPARATION",
                                "SUSPENDED")),
                new Row(SIGNATORY, new GiveNoObjection(ACTION, 1), Set.of("TOR_IN_DRAFT")),
                new Row(CLARA, new FinaliseTermsOfReference(ACTION, 1), Set.of()),
                new Row(OFFICER, new OpenStaffing(ACTION, 1), Set.of("TOR_FINAL")),
                new Row(
                        MANAGER,
                        new ConfirmActivity(ACTION, 1, null, null),
                        Set.of("TEAM_COMPLETE")),
                new Row(MANAGER, new StartActivity(ACTION, 1), Set.of("IN_PREPARATION")),
                new Row(MANAGER, end(1, "2027-03-01"), Set.of("IN_PROGRESS")),
                new Row(PRINCIPAL, report("d9"), Set.of("REPORTING", "UNDER_QUALITY_REVIEW")),
                new Row(
                        MANAGER,
                        new AcceptDeliverable(ACTION, 1, "d1"),
                        Set.of("UNDER_QUALITY_REVIEW")),
                new Row(
                        SIGNATORY,
                        new AcceptDeliverable(ACTION, 1, "d1"),
                        Set.of("UNDER_QUALITY_REVIEW")),
                new Row(
                        MANAGER,
                        new ReturnDeliverable(ACTION, 1, "d1"),
                        Set.of("UNDER_QUALITY_REVIEW")),
                new Row(
                        SIGNATORY,
                        new ReturnDeliverable(ACTION, 1, "d1"),
                        Set.of("UNDER_QUALITY_REVIEW")),
                new Row(MANAGER, completion(1, "2027-03-12"), Set.of()),
                new Row(SIGNATORY, answer(SurveyKind.PARTNER, 3), Set.of("COMPLETED", "EVALUATED")),
                new Row(EVALUATOR, evaluation(true), Set.of("COMPLETED")),
                new Row(CLARA, new CloseAction(ACTION), Set.of()),
                new Row(DORA, new EraseAction(ACTION), Set.of("CLOSED", "REFUSED", "CANCELLED")),
                new Row(
                        COMMUNICATOR,
                        publication("Done"),
                        Set.of("COMPLETED", "EVALUATED", "CLOSED")),
                new Row(
                        COMMUNICATOR,
                        publication(""),
                        Set.of(
                                "APPROVED",
                                "TOR_IN_DRAFT",
                                "TOR_FINAL",
                                "STAFFING",
                                "TEAM_COMPLETE",
                                "CONFIRMED",
                                "IN_PREPARATION",
                                "IN_PROGRESS",
                                "REPORTING",
                                "UNDER_QUALITY_REVIEW",
                                "SUSPENDED",
                                "POSTPONED")));
    }

    /** The commands of the table, each by who may give it. */
    static List<Attempt> commands() {
        return table().stream().map(row -> new Attempt(row.actor(), row.command())).toList();
    }

    private static Set<String> except(String... states) {
        return states().stream()
                .filter(state -> !Set.of(states).contains(state))
                .collect(Collectors.toSet());
    }

    static List<String> states() {
        return Stream.concat(STATES.stream(), ASIDE.keySet().stream().sorted()).toList();
    }

    @Test
    void every_command_of_a_person_stands_in_the_table() {
        Set<Class<?>> notOfPersons =
                Set.of(
                        OpenAction.class,
                        ImportAction.class,
                        RecordDueActionSteps.class,
                        NoteMobilisation.class,
                        AddTeamMember.class,
                        RemoveTeamMember.class,
                        NoteWorkedDays.class,
                        NoteSettlement.class);
        assertThat(table().stream().<Class<?>>map(row -> row.command().getClass()))
                .containsAll(
                        Stream.of(ActionCommand.class, ActivityCommand.class)
                                .<Class<?>>flatMap(all -> Stream.of(all.getPermittedSubclasses()))
                                .filter(type -> !notOfPersons.contains(type))
                                .toList());
        assertThat(states().stream().map(state -> shown(at(state)).status()))
                .containsAll(Stream.of(ActionStatus.values()).map(Enum::name).toList());
    }

    @ParameterizedTest
    @MethodSource("states")
    void what_other_services_tell_is_taken_in_every_state(String state) {
        if (state.equals("IN_DESIGN")) {
            return;
        }
        for (Object fact :
                List.of(
                        new NoteMobilisation(ACTION, 1, "mobilisation-1-2", "E2", "expert-2"),
                        mobilised(1, "E2", 2, false),
                        worked(1, 2, 3),
                        new NoteSettlement(ACTION, 1, "mobilisation-1-1"),
                        new RemoveTeamMember(ACTION, 1, "mobilisation-1-2", "E2"),
                        new RemoveTeamMember(ACTION, 1, "mobilisation-1-1", "E1"))) {
            at(state).when(SYSTEM, fact).accepted();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_action_of_history_takes_its_publication_its_predecessor_and_its_erasure_only(
            boolean ongoing) {
        Story story = story().given(SYSTEM, history(ACTION, "2014-12", ongoing));
        for (Row row : table()) {
            boolean ofHistory =
                    row.command() instanceof PublishAction
                            || row.command() instanceof UnpublishAction
                            || row.command() instanceof LinkFollowUp
                            || row.command() instanceof EraseAction;
            if (!ofHistory) {
                assertThat(
                                story.because("A reason")
                                        .when(row.actor(), row.command())
                                        .expectRefusal(Rejection.class)
                                        .problem()
                                        .status())
                        .as("%s", row.command())
                        .isIn(404, 409, 422);
            }
        }
        assertThat(story.eventsOf(ACTION)).hasSize(1);
        assertThat(folded(story, ACTION).nextStepDue()).as("no deadline").isNull();
        story.when(COMMUNICATOR, publication(ongoing ? "" : "Done")).accepted();
    }

    @ParameterizedTest
    @MethodSource("states")
    void commands_of_other_states_are_refused_and_change_nothing(String state) {
        Story story = at(state);
        int before = story.eventsOf(ACTION).size();

        for (Row row : table()) {
            if (!row.accepting().contains(state)) {
                Rejection refusal =
                        story.because("A reason")
                                .when(row.actor(), row.command())
                                .expectRefusal(Rejection.class);
                assertThat(refusal.problem().status())
                        .as("%s: %s", row.command(), refusal)
                        .isIn(404, 409, 422);
                assertThat(story.eventsOf(ACTION)).as("%s", row.command()).hasSize(before);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void commands_of_a_state_are_carried_out_in_it(String state) {
        for (Row row : table()) {
            if (row.accepting().contains(state)) {
                Story story = at(state);
                story.given(SYSTEM, history("before", "2014-12", false));
                int before = story.eventsOf(ACTION).size();
                story.because("A reason").when(row.actor(), row.command()).accepted();
                assertThat(story.eventsOf(ACTION)).hasSizeGreaterThan(before);
            }
        }
    }

    private static ActivityPlan laterPlan() {
        return plan("workshop", "2027-06-01", "2027-06-05");
    }

    private static TermsOfReference laterTerms() {
        var terms = terms();
        return new TermsOfReference(
                terms.tasks(),
                terms.positions(),
                List.of(
                        new TermsOfReference.ExpectedDeliverable(
                                "mission report", "Report", LocalDate.of(2027, 6, 30), true)),
                new TermsOfReference.Phases(
                        period("2027-06-01", "2027-06-02"),
                        period("2027-06-03", "2027-06-04"),
                        period("2027-06-05", "2027-06-06")));
    }
}
