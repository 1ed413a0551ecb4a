package org.socius.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.expert.Scene.ACTION;
import static org.socius.expert.Scene.CALL;
import static org.socius.expert.Scene.CLARA;
import static org.socius.expert.Scene.FINANCE;
import static org.socius.expert.Scene.OFFICER;
import static org.socius.expert.Scene.SYSTEM;
import static org.socius.expert.Scene.expert;
import static org.socius.expert.Scene.mobilisation;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.expert.actions.ActionRejection.ActivityCompleted;
import org.socius.expert.actions.KnownActionCommand.LearnActivityCancellation;
import org.socius.expert.actions.KnownActionCommand.LearnCancellation;
import org.socius.expert.actions.KnownActionCommand.LearnClosure;
import org.socius.expert.actions.KnownActionCommand.LearnCompletion;
import org.socius.expert.actions.KnownActionCommand.LearnResumption;
import org.socius.expert.actions.KnownActionCommand.LearnSuspension;
import org.socius.expert.actions.KnownActionEvent.ActionClosureNoted;
import org.socius.expert.actions.KnownActionEvent.ActionResumptionNoted;
import org.socius.expert.actions.KnownActionEvent.ActionSuspensionNoted;
import org.socius.expert.actions.KnownActionEvent.ActivityCancellationNoted;
import org.socius.expert.applications.ApplicationCommand.AcceptAssignment;
import org.socius.expert.applications.ApplicationCommand.EndWithCall;
import org.socius.expert.applications.ApplicationCommand.ReserveApplication;
import org.socius.expert.applications.ApplicationCommand.SelectExpert;
import org.socius.expert.applications.ApplicationEvent.ApplicationNotSelected;
import org.socius.expert.calls.CallCommand.CancelCall;
import org.socius.expert.calls.CallCommand.DraftCall;
import org.socius.expert.calls.CallCommand.PublishCall;
import org.socius.expert.calls.CallCommand.StateOutcome;
import org.socius.expert.calls.CallEvent.ApplicantsReleased;
import org.socius.expert.calls.CallEvent.CallCancelled;
import org.socius.expert.calls.CallEvent.CallFilled;
import org.socius.expert.mobilisations.MobilisationCommand.AppointExpert;
import org.socius.expert.mobilisations.MobilisationCommand.EndAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.GrantAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.RecordDueMobilisationSteps;
import org.socius.expert.mobilisations.MobilisationCommand.RecordWorkingDays;
import org.socius.expert.mobilisations.MobilisationCommand.RequestAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.SettleMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.SignContract;
import org.socius.expert.mobilisations.MobilisationCommand.StartAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.UnwindMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.Worked;
import org.socius.expert.mobilisations.MobilisationEvent.AssignmentEnded;
import org.socius.expert.mobilisations.MobilisationEvent.ExpertMobilised;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationCancelled;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationSettled;
import org.socius.expert.mobilisations.MobilisationEvent.WorkingDaysRecorded;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

/** What becomes of calls, applications and mobilisations when their action does not go on. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class UnwindingTest {

    private static final String M = mobilisation();

    private final Scene scene = new Scene();
    private final Story story = scene.story;

    private static AppointExpert second() {
        return new AppointExpert("m9", ACTION, 1, "E2", CALL, "x9", "NO_ADMISSIBLE_APPLICANT");
    }

    /** One expert is on assignment, the other one has not begun. */
    @Test
    void a_cancelled_action_with_two_mobilised_experts() {
        scene.oneAccepted();
        story.given(OFFICER, new StateOutcome(CALL));
        scene.activeExpert("x9", "PRIVATE");
        story.given(CLARA, second());
        story.given(OFFICER, new RequestAuthorisation(M));
        story.given(Scene.EMPLOYER, new GrantAuthorisation(M, "letter"));
        story.given(FINANCE, Scene.contract(Scene.DAYS));
        story.at("2026-12-16T09:00:00Z").given(expert("x1"), new SignContract(M, true));
        story.at("2027-03-01T09:00:00Z").given(OFFICER, new StartAssignment(M, null, null));

        story.at("2027-03-05T09:00:00Z").given(SYSTEM, new LearnCancellation(ACTION));
        story.when(SYSTEM, new UnwindMobilisation(M, "ACTION_CANCELLED"))
                .expectTypes(AssignmentEnded.class);
        story.when(SYSTEM, new UnwindMobilisation("m9", "ACTION_CANCELLED")).accepted();
        assertThat(story.eventsOf("m9")).last().isInstanceOf(MobilisationCancelled.class);

        story.when(SYSTEM, new UnwindMobilisation(M, "ACTION_CANCELLED")).expectEvents();
        story.when(SYSTEM, new UnwindMobilisation("m9", "ACTION_CANCELLED")).expectEvents();

        story.when(
                        expert("x1"),
                        new RecordWorkingDays(
                                M, List.of(new Worked("preparation", 3.0, null, null, null))))
                .expectTypes(WorkingDaysRecorded.class);
        story.when(FINANCE, new SettleMobilisation(M)).accepted();
        assertThat(story.eventsOf(M)).last().isInstanceOf(MobilisationSettled.class);
    }

    @Test
    @Rule("R40")
    void with_an_activity_its_call_applications_and_mobilisations_end() {
        scene.openCall().applied("x1", "ACADEMIA", "a1", "E1");
        story.when(SYSTEM, new LearnActivityCancellation(ACTION, 1))
                .expectEvents(new ActivityCancellationNoted(ACTION, 1));
        story.when(SYSTEM, new LearnActivityCancellation(ACTION, 1)).expectEvents();
        story.when(SYSTEM, new CancelCall(CALL, "ACTIVITY_CANCELLED")).accepted();
        assertThat(story.eventsOf(CALL))
                .last()
                .isEqualTo(new CallCancelled(CALL, "ACTIVITY_CANCELLED", List.of("a1")));
        story.when(SYSTEM, new EndWithCall("a1", "CALL_CANCELLED"))
                .expectEvents(new ApplicationNotSelected("a1", "CALL_CANCELLED"));
        story.when(SYSTEM, new EndWithCall("a1", "CALL_CANCELLED")).expectEvents();
        story.when(OFFICER, new DraftCall("call-2", ACTION, 1)).refusedBy("R40");
    }

    @Test
    @Rule(value = "R40", derived = true)
    void who_waits_in_reserve_of_a_filled_call_is_told_when_the_action_ends() {
        scene.openCall()
                .applied("x1", "ACADEMIA", "a1", "E1")
                .applied("x2", "ACADEMIA", "a2", "E2")
                .applied("x3", "ACADEMIA", "a3", "E2")
                .selectionStarted()
                .shortlisted("a1")
                .shortlisted("a2")
                .shortlisted("a3");
        story.given(CLARA, new SelectExpert("a1"), new SelectExpert("a2"));
        story.given(CLARA, new ReserveApplication("a3"));
        story.given(expert("x1"), new AcceptAssignment("a1"));
        story.given(expert("x2"), new AcceptAssignment("a2"));
        story.when(OFFICER, new StateOutcome(CALL)).expectEvents(new CallFilled(CALL));

        story.when(SYSTEM, new CancelCall(CALL, "ACTION_CANCELLED"))
                .expectEvents(new ApplicantsReleased(CALL, "ACTION_CANCELLED", List.of("a3")));
        story.when(SYSTEM, new CancelCall(CALL, "ACTION_CANCELLED")).expectEvents();
        story.when(CLARA, new SelectExpert("a3")).expectRefusal(Rejection.WrongState.class);
        story.when(SYSTEM, new EndWithCall("a3", "ACTION_CANCELLED"))
                .expectEvents(new ApplicationNotSelected("a3", "ACTION_CANCELLED"));
    }

    @Test
    @Rule("R41")
    void a_suspended_action_has_no_new_call_until_it_is_resumed() {
        scene.draftedCall();
        story.when(SYSTEM, new LearnSuspension(ACTION))
                .expectEvents(new ActionSuspensionNoted(ACTION));
        story.when(SYSTEM, new LearnSuspension(ACTION)).expectEvents();
        PublishCall publication = new PublishCall(CALL, Instant.parse(Scene.DEADLINE));
        story.when(CLARA, publication).refusedBy("R41");
        story.when(SYSTEM, new LearnResumption(ACTION))
                .expectEvents(new ActionResumptionNoted(ACTION));
        story.when(CLARA, publication).accepted();
    }

    @Test
    @Rule("R41")
    void work_in_the_field_goes_on_during_a_suspension_and_nobody_else_is_mobilised() {
        scene.onAssignment();
        story.given(SYSTEM, new LearnSuspension(ACTION));
        story.when(OFFICER, new EndAssignment(M)).expectTypes(AssignmentEnded.class);

        Scene signing = new Scene().contracting();
        signing.story.given(SYSTEM, new LearnSuspension(ACTION));
        signing.story.when(expert("x1"), new SignContract(M, true)).refusedBy("R41");
    }

    @Test
    void who_waited_during_a_suspension_is_mobilised_afterwards() {
        scene.contracting();
        story.given(expert("x1"), new SignContract(M, true));
        story.given(SYSTEM, new LearnSuspension(ACTION));
        story.at("2026-12-20T09:00:00Z")
                .when(SYSTEM, new RecordDueMobilisationSteps(M))
                .expectEvents();
        story.given(SYSTEM, new LearnResumption(ACTION));
        story.at("2026-12-20T10:00:00Z")
                .when(SYSTEM, new RecordDueMobilisationSteps(M))
                .expectTypes(ExpertMobilised.class);
        assertThat(lastMoment(story)).isEqualTo("2026-12-20T09:00:00Z");
    }

    @Test
    void a_suspension_that_was_over_in_time_delays_nobody() {
        scene.contracting();
        story.given(expert("x1"), new SignContract(M, true));
        story.given(SYSTEM, new LearnSuspension(ACTION), new LearnResumption(ACTION));
        story.at("2026-12-20T09:00:00Z")
                .when(SYSTEM, new RecordDueMobilisationSteps(M))
                .expectTypes(ExpertMobilised.class);
        assertThat(lastMoment(story)).isEqualTo(Scene.ANSWER_DUE);
    }

    private static Instant lastMoment(Story story) {
        return EventMoment.of(story.messagesOf(M).getLast().getMetaData()).occurredAt();
    }

    @Test
    @Rule("R34")
    void a_closed_action_has_no_new_call_appointment_or_contract() {
        scene.approvedAction().authorisedWithoutCall("x1", "m1", "E1").activeExpert("x9");
        AppointExpert late =
                new AppointExpert("m9", ACTION, 1, "E2", null, "x9", "UNIQUE_EXPERTISE");
        Scene open = new Scene().approvedAction().activeExpert("x9");
        open.story.when(CLARA, late).accepted();

        story.when(SYSTEM, new LearnClosure(ACTION)).expectEvents(new ActionClosureNoted(ACTION));
        story.when(SYSTEM, new LearnClosure(ACTION)).expectEvents();
        story.when(CLARA, late).refusedBy("R34");
        story.when(OFFICER, new DraftCall(CALL, ACTION, 1)).refusedBy("R34");
    }

    @Test
    void nobody_joins_a_completed_activity_and_nobody_is_mobilised_in_it() {
        scene.contracting().activeExpert("x9");
        story.given(expert("x1"), new SignContract(M, true));
        story.given(SYSTEM, new LearnCompletion(ACTION, 1));
        story.at(Scene.ANSWER_DUE).when(SYSTEM, new RecordDueMobilisationSteps(M)).expectEvents();

        Scene other = new Scene().approvedAction().activeExpert("x9");
        AppointExpert late =
                new AppointExpert("m9", ACTION, 1, "E2", null, "x9", "UNIQUE_EXPERTISE");
        other.story.given(SYSTEM, new LearnCompletion(ACTION, 1));
        other.story.when(CLARA, late).expectRefusal(ActivityCompleted.class);
        other.story
                .when(OFFICER, new DraftCall(CALL, ACTION, 1))
                .expectRefusal(ActivityCompleted.class);
    }

    @Test
    void who_has_worked_records_and_settles_after_the_completion() {
        scene.reporting();
        story.given(SYSTEM, new LearnCompletion(ACTION, 1));
        story.when(
                        expert("x1"),
                        new RecordWorkingDays(
                                M, List.of(new Worked("preparation", 3.0, null, null, null))))
                .expectTypes(WorkingDaysRecorded.class);
        story.when(FINANCE, new SettleMobilisation(M)).accepted();
    }
}
