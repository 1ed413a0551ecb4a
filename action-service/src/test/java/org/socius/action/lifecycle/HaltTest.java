package org.socius.action.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.action.lifecycle.ActionExamples.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.action.lifecycle.ActionCommand.*;
import org.socius.action.lifecycle.ActionEvent.*;
import org.socius.action.lifecycle.ActivityCommand.*;
import org.socius.action.lifecycle.ActivityEvent.*;
import org.socius.action.plan.TermsOfReference.Phases;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

/** Cancelling, suspending and putting off. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class HaltTest {

    @Test
    @Rule(value = "R40", derived = true)
    void a_cancelled_action_ends_what_is_open_and_keeps_the_days_that_were_worked() {
        Story story = two("IN_PROGRESS").given(SYSTEM, worked(1, 1, 7));
        story.because("POLITICAL_CHANGE", "New government")
                .when(CLARA, new CancelAction(ACTION))
                .expectEvents(
                        new ActivityCancelled(ACTION, 1, "POLITICAL_CHANGE"),
                        new ActivityCancelled(ACTION, 2, "POLITICAL_CHANGE"),
                        new ActionCancelled(
                                ACTION, "request-action-1", INSTITUTION, "POLITICAL_CHANGE"));
        story.given(SYSTEM, new RemoveTeamMember(ACTION, 1, "mobilisation-1-1", "E1"));
        ActionView cancelled = shown(story);
        assertThat(cancelled.activities())
                .extracting(ActionView.ActivityView::status)
                .containsOnly("CANCELLED");
        assertThat(cancelled.activities().get(0).team())
                .extracting(ActionView.MemberView::workedDays)
                .containsExactly(7.0);
        story.given(SYSTEM, worked(1, 1, 1));
        assertThat(shown(story).activities().get(0).team().get(0).workedDays()).isEqualTo(8);
        story.because("Again").when(CLARA, new CancelAction(ACTION)).refusedBy("R39");
    }

    @Test
    @Rule("R18")
    void after_the_approval_the_partner_asks_the_coordinator_for_the_cancellation() {
        Story story = at("APPROVED");
        story.because("Changed plans").when(SIGNATORY, new CancelAction(ACTION)).refusedBy("R18");
        assertThat(folded(story, ACTION).show(SIGNATORY, 0).allowedTransitions())
                .doesNotContain("cancellation");
        story.because("The partner asks").when(CLARA, new CancelAction(ACTION)).accepted();
        at("AWAITING_APPROVAL")
                .because("Changed plans")
                .when(SIGNATORY, new CancelAction(ACTION))
                .accepted();
    }

    @Test
    @Rule("R37")
    void without_any_completed_activity_only_the_cancellation_is_left() {
        Story story = at("IN_PROGRESS");
        story.because("SECURITY", "Unrest")
                .when(CLARA, new CancelActivity(ACTION, 1))
                .expectTypes(ActivityCancelled.class);
        assertThat(shown(story).status()).isEqualTo("UNDER_IMPLEMENTATION");
        story.when(CLARA, new CloseAction(ACTION)).refusedBy("R37");
        story.because("Wait").when(CLARA, new SuspendAction(ACTION)).refusedBy("R37");
        story.because("SECURITY", "Unrest").when(CLARA, new CancelAction(ACTION)).accepted();
    }

    @Test
    void the_end_of_the_last_open_activity_opens_the_evaluation_of_what_was_completed() {
        Story story = two("COMPLETED");
        assertThat(shown(story).status()).isEqualTo("UNDER_IMPLEMENTATION");
        story.because("OVERTAKEN_BY_EVENTS", "The law passed")
                .when(CLARA, new CancelActivity(ACTION, 2))
                .expectTypes(
                        ActivityCancelled.class,
                        ActionActivitiesCompleted.class,
                        ActionEvaluationOpened.class);
    }

    @Test
    void a_reason_for_the_end_of_an_activity_stands_on_its_list() {
        Story story = at("CONFIRMED");
        story.because("BUDGET_EXHAUSTED", "Money")
                .when(CLARA, new CancelActivity(ACTION, 1))
                .expectRefusal(Rejection.UnknownCode.class);
        story.because("SECURITY", "Unrest").when(CLARA, new CancelActivity(ACTION, 1)).accepted();
    }

    @Test
    void a_code_beside_a_reason_stands_on_a_list_wherever_one_is_given() {
        for (Object command : List.of(new PostponeActivity(ACTION, 1), amended(6_100_000L, null))) {
            Story story = at("CONFIRMED");
            Actor actor = command instanceof PostponeActivity ? MANAGER : CLARA;
            story.because("MRS_ROSSI_IS_ILL", "Illness")
                    .when(actor, command)
                    .expectRefusal(Rejection.UnknownCode.class);
            story.because("SECURITY", "Unrest").when(actor, command).accepted();
        }
    }

    @Test
    @Rule(value = "R47", derived = true)
    void a_cancelled_activity_is_replaced_under_a_new_number_and_no_longer_counts() {
        Story story = at("IN_DESIGN");
        story.given(CLARA, activity(1), activity(2), activity(3), activity(4));
        story.when(CLARA, activity(5)).refusedBy("R33");
        story.because("Too much").given(CLARA, new CancelActivity(ACTION, 2));
        story.when(CLARA, activity(5)).expectTypes(ActivityPlanned.class);
        assertThat(shown(story).activities())
                .extracting(ActionView.ActivityView::number)
                .containsExactly(1, 2, 3, 4, 5);
        story.when(CLARA, new ChangeActivityPlan(ACTION, 2, plan()))
                .expectRefusal(Rejection.WrongState.class);
        story.when(CLARA, new ChangeActivityPlan(ACTION, 3, dependingOn(2))).refusedBy("R59");
    }

    @Test
    void an_activity_cancelled_in_design_is_not_approved_and_voids_the_agreement() {
        Story story = at("DESIGNED").given(CLARA, activity(2));
        story.given(SIGNATORY, new AgreeToActionForm(ACTION))
                .because("Too much")
                .given(CLARA, new CancelActivity(ACTION, 1));
        story.when(CLARA, new SubmitForApproval(ACTION)).refusedBy("R32");
        story.given(SIGNATORY, new AgreeToActionForm(ACTION))
                .given(CLARA, new SubmitForApproval(ACTION))
                .given(COMMISSION, new RecordCommissionAgreement(ACTION))
                .given(OLGA, new ApproveAction(ACTION));
        ActionApproved approved = (ActionApproved) story.eventsOf(ACTION).getLast();
        assertThat(approved.activities()).extracting(NumberedPlan::number).containsExactly(2);
    }

    @Test
    @Rule("R41")
    void a_suspension_stops_staffing_and_starts() {
        Story story = at("SUSPENDED");
        story.when(OFFICER, new OpenStaffing(ACTION, 1)).refusedBy("R41");
        story.given(CLARA, new ResumeAction(ACTION));
        assertThat(shown(story).status()).isEqualTo("APPROVED");
        story.when(OFFICER, new OpenStaffing(ACTION, 1)).accepted();

        Story ready = at("IN_PREPARATION");
        ready.because("War").given(CLARA, new SuspendAction(ACTION));
        ready.at("2027-03-01T09:00:00Z")
                .when(MANAGER, new StartActivity(ACTION, 1))
                .refusedBy("R41");
        ready.given(CLARA, new ResumeAction(ACTION));
        ready.when(MANAGER, new StartActivity(ACTION, 1)).accepted();
    }

    @Test
    void work_in_the_field_may_finish_and_the_evaluation_opens_with_the_resumption() {
        Story story = at("IN_PROGRESS");
        story.because("Elections").given(CLARA, new SuspendAction(ACTION));
        story.at("2027-03-12T18:00:00Z")
                .given(MANAGER, end(1, "2027-03-12"))
                .given(PRINCIPAL, report("d1"))
                .given(MANAGER, new AcceptDeliverable(ACTION, 1, "d1"))
                .given(SYSTEM, worked(1, 1, 18));
        story.at("2027-03-28T09:00:00Z")
                .when(MANAGER, completion(1, "2027-03-28"))
                .expectTypes(ActivityCompleted.class);
        assertThat(shown(story).status()).isEqualTo("SUSPENDED");
        story.when(CLARA, new ResumeAction(ACTION))
                .expectTypes(
                        ActionResumed.class,
                        ActionActivitiesCompleted.class,
                        ActionEvaluationOpened.class);
    }

    @Test
    void a_postponed_activity_with_its_team_is_confirmed_for_its_new_dates() {
        Story story = at("POSTPONED");
        story.when(MANAGER, rescheduled("2026-11-01", "2026-11-05"))
                .expectRefusal(Rejection.InvalidFields.class);
        story.when(MANAGER, rescheduled("2027-03-31", "2027-04-04"))
                .expectTypes(ActivityRescheduled.class);
        ActionView.ActivityView activity = shown(story).activities().get(0);
        assertThat(activity.status()).isEqualTo("CONFIRMED");
        assertThat(activity.plannedStart()).isEqualTo("2027-03-31");
        Phases phases = activity.termsOfReference().phases();
        assertThat(phases.preparation()).isEqualTo(period("2027-03-17", "2027-03-28"));
        assertThat(activity.termsOfReference().deliverables().get(0).due()).isEqualTo("2027-04-25");
        story.at("2027-03-16T09:00:00Z")
                .when(MANAGER, new StartActivity(ACTION, 1))
                .expectRefusal(ActionRejection.PreparationNotBegun.class);
        story.at("2027-03-17T09:00:00Z").when(MANAGER, new StartActivity(ACTION, 1)).accepted();
    }

    @Test
    void terms_of_reference_that_are_not_final_move_with_the_dates_and_ask_the_partner_again() {
        for (String state : List.of("TOR_IN_DRAFT", "CONFIRMED")) {
            Story story = at(state);
            if (!state.equals("TOR_IN_DRAFT")) {
                story.given(MANAGER, new DraftTermsOfReference(ACTION, 1, terms()));
            }
            story.given(SIGNATORY, new GiveNoObjection(ACTION, 1))
                    .because("Flood")
                    .given(MANAGER, new PostponeActivity(ACTION, 1))
                    .given(MANAGER, rescheduled("2027-06-01", "2027-06-05"));
            story.when(CLARA, new FinaliseTermsOfReference(ACTION, 1))
                    .expectRefusal(ActionRejection.NoObjectionMissing.class);
            story.given(SIGNATORY, new GiveNoObjection(ACTION, 1))
                    .given(CLARA, new FinaliseTermsOfReference(ACTION, 1));
            ActionView.TermsView terms = shown(story).activities().get(0).termsOfReference();
            assertThat(terms.phases().preparation()).isEqualTo(period("2027-05-18", "2027-05-29"));
        }
        Story last = at("POSTPONED").given(MANAGER, rescheduled("2027-06-01", "2027-06-05"));
        assertThat(shown(last).activities().get(0).termsOfReference().noObjection())
                .as("of the final version")
                .isTrue();
    }

    @Test
    @Rule("R50")
    void phases_of_new_dates_keep_their_order() {
        Story story = at("POSTPONED");
        Phases good =
                new Phases(
                        period("2027-05-17", "2027-05-31"),
                        period("2027-06-01", "2027-06-05"),
                        period("2027-06-07", "2027-06-11"));
        story.when(
                        MANAGER,
                        on(new Phases(good.implementation(), good.preparation(), good.delivery())))
                .refusedBy("R50");
        story.when(MANAGER, on(good)).accepted();
    }

    private static RescheduleActivity on(Phases phases) {
        return new RescheduleActivity(
                ACTION,
                1,
                LocalDate.parse("2027-06-01"),
                LocalDate.parse("2027-06-05"),
                phases,
                null,
                null);
    }

    @Test
    void without_its_team_a_postponed_activity_goes_back_to_staffing() {
        Story story = at("POSTPONED");
        story.when(SYSTEM, new RemoveTeamMember(ACTION, 1, "mobilisation-1-1", "E1"))
                .expectTypes(TeamMemberLeft.class);
        story.given(MANAGER, rescheduled("2027-06-01", "2027-06-05"));
        assertThat(shown(story).activities().get(0).status()).isEqualTo("STAFFING");
        story.when(SYSTEM, mobilised(1, "E1", 3, true))
                .expectTypes(TeamMemberJoined.class, TeamCompleted.class);
    }

    @Test
    void what_was_put_off_before_its_staffing_goes_on_where_it_was() {
        for (String state : List.of("APPROVED", "TOR_IN_DRAFT", "TOR_FINAL")) {
            Story story = at(state);
            String before = shown(story).activities().get(0).status();
            story.because("Flood")
                    .given(MANAGER, new PostponeActivity(ACTION, 1))
                    .given(MANAGER, rescheduled("2027-06-01", "2027-06-05"));
            assertThat(shown(story).activities().get(0).status()).isEqualTo(before);
        }
    }

    @Test
    @Rule("R55")
    void the_host_of_a_visit_agrees_to_the_new_dates_too() {
        Story story = at("CONFIRMED", visit());
        story.because("Flood").given(MANAGER, new PostponeActivity(ACTION, 1));
        story.when(MANAGER, rescheduled("2027-06-01", "2027-06-05")).refusedBy("R55");
        story.when(
                        MANAGER,
                        new RescheduleActivity(
                                ACTION,
                                1,
                                LocalDate.parse("2027-06-01"),
                                LocalDate.parse("2027-06-05"),
                                null,
                                null,
                                LocalDate.parse("2026-11-02")))
                .accepted();
    }

    @Test
    @Rule("R59")
    void an_activity_starts_after_those_it_depends_on() {
        Story story = two("IN_PROGRESS");
        prepareSecond(story);
        story.when(MANAGER, new StartActivity(ACTION, 2)).refusedBy("R59");
        story.at("2027-03-12T18:00:00Z").given(MANAGER, end(1, "2027-03-12"));
        story.when(MANAGER, new StartActivity(ACTION, 2)).accepted();

        Story without = two("IN_PROGRESS");
        prepareSecond(without);
        without.because("SECURITY", "Unrest").given(CLARA, new CancelActivity(ACTION, 1));
        without.when(MANAGER, new StartActivity(ACTION, 2)).accepted();
    }

    private static void prepareSecond(Story story) {
        story.given(MANAGER, new ConfirmActivity(ACTION, 2, null, null));
    }

    /** The given state of the first of two activities; the second depends on it and has a team. */
    private static Story two(String state) {
        return at(
                state,
                plan(),
                story ->
                        story.given(CLARA, new PlanActivity(ACTION, 2, dependingOn(1)))
                                .given(SIGNATORY, new AgreeToActionForm(ACTION)),
                story ->
                        story.given(MANAGER, new DraftTermsOfReference(ACTION, 2, terms()))
                                .given(SIGNATORY, new GiveNoObjection(ACTION, 2))
                                .given(CLARA, new FinaliseTermsOfReference(ACTION, 2))
                                .given(OFFICER, new OpenStaffing(ACTION, 2))
                                .given(SYSTEM, mobilised(2, "E1", 4, true)));
    }
}
