package org.socius.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.expert.Scene.ACTION;
import static org.socius.expert.Scene.AFTER_DEADLINE;
import static org.socius.expert.Scene.CALL;
import static org.socius.expert.Scene.CLARA;
import static org.socius.expert.Scene.DEADLINE;
import static org.socius.expert.Scene.OFFICER;
import static org.socius.expert.Scene.SYSTEM;
import static org.socius.expert.Scene.bid;
import static org.socius.expert.Scene.expert;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.expert.actions.KnownActionCommand.LearnAmendment;
import org.socius.expert.actions.KnownActionCommand.LearnCancellation;
import org.socius.expert.actions.KnownActionCommand.LearnSuspension;
import org.socius.expert.actions.KnownActionCommand.LearnTermsOfReference;
import org.socius.expert.actions.KnownActionEvent.ActionAmendmentNoted;
import org.socius.expert.actions.KnownActionEvent.CallAttached;
import org.socius.expert.actions.KnownActionEvent.CallDetached;
import org.socius.expert.applications.ApplicationCommand.AcceptAssignment;
import org.socius.expert.applications.ApplicationCommand.DeclineAssignment;
import org.socius.expert.applications.ApplicationCommand.EndWithCall;
import org.socius.expert.applications.ApplicationCommand.RejectApplication;
import org.socius.expert.applications.ApplicationCommand.ReserveApplication;
import org.socius.expert.applications.ApplicationCommand.SelectExpert;
import org.socius.expert.applications.ApplicationEvent.ApplicationNotSelected;
import org.socius.expert.calls.Call;
import org.socius.expert.calls.CallCommand.AmendCall;
import org.socius.expert.calls.CallCommand.CancelCall;
import org.socius.expert.calls.CallCommand.DraftCall;
import org.socius.expert.calls.CallCommand.ExtendCall;
import org.socius.expert.calls.CallCommand.HandOverCall;
import org.socius.expert.calls.CallCommand.PublishCall;
import org.socius.expert.calls.CallCommand.RecordDueCallSteps;
import org.socius.expert.calls.CallCommand.RelaunchCall;
import org.socius.expert.calls.CallCommand.StartSelection;
import org.socius.expert.calls.CallCommand.StateOutcome;
import org.socius.expert.calls.CallEvent;
import org.socius.expert.calls.CallEvent.ApplicantsReleased;
import org.socius.expert.calls.CallEvent.CallAmended;
import org.socius.expert.calls.CallEvent.CallCancelled;
import org.socius.expert.calls.CallEvent.CallClosed;
import org.socius.expert.calls.CallEvent.CallDrafted;
import org.socius.expert.calls.CallEvent.CallExtended;
import org.socius.expert.calls.CallEvent.CallFilled;
import org.socius.expert.calls.CallEvent.CallHandedOver;
import org.socius.expert.calls.CallEvent.CallPartlyFilled;
import org.socius.expert.calls.CallEvent.CallPublished;
import org.socius.expert.calls.CallEvent.CallRelaunched;
import org.socius.expert.calls.CallEvent.CallUnfilled;
import org.socius.expert.calls.CallEvent.SelectionStarted;
import org.socius.expert.calls.CallEvent.Wording;
import org.socius.expert.calls.CallRejection.AnswersPending;
import org.socius.expert.mobilisations.MobilisationCommand.AppointExpert;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CallTest {

    private final Scene scene = new Scene();
    private final Story story = scene.story;

    @Test
    void a_call_is_drafted_from_the_final_terms_of_reference() {
        scene.approvedAction();
        List<Object> events = story.when(OFFICER, new DraftCall(CALL, ACTION, 1)).events();

        assertThat(events)
                .hasSize(2)
                .contains(new CallAttached(ACTION, 1, CALL))
                .anySatisfy(
                        event -> {
                            assertThat(event).isInstanceOf(CallDrafted.class);
                            CallDrafted draft = (CallDrafted) event;
                            assertThat(draft.reference()).isEqualTo("27-03/COL/1");
                            assertThat(draft.positions())
                                    .extracting("code")
                                    .containsExactly("E1", "E2");
                        });
    }

    @Test
    void what_has_not_arrived_is_not_yet_known() {
        story.when(OFFICER, new DraftCall(CALL, ACTION, 1))
                .expectRefusal(Rejection.NotYetKnown.class);
        story.given(SYSTEM, Scene.approval());
        Rejection terms =
                story.when(OFFICER, new DraftCall(CALL, ACTION, 1))
                        .expectRefusal(Rejection.NotYetKnown.class);
        assertThat(terms.facts()).containsKey("retryAfterSeconds");
        story.given(SYSTEM, new LearnTermsOfReference(ACTION, Scene.terms()));
        story.when(OFFICER, new DraftCall(CALL, ACTION, 1)).accepted();
    }

    @Test
    @Rule("R34")
    void a_call_needs_an_approved_action() {
        story.given(SYSTEM, new LearnTermsOfReference(ACTION, Scene.terms()));
        story.when(OFFICER, new DraftCall(CALL, ACTION, 1)).refusedBy("R34");
        story.given(SYSTEM, Scene.approval());
        story.when(OFFICER, new DraftCall(CALL, ACTION, 1)).accepted();
    }

    @Test
    @Rule("R34")
    void a_call_of_a_cancelled_action_is_not_published() {
        scene.draftedCall();
        PublishCall publish = new PublishCall(CALL, Instant.parse(DEADLINE));
        Scene other = new Scene().draftedCall();
        other.story.when(CLARA, publish).accepted();

        story.given(SYSTEM, new LearnCancellation(ACTION));
        Rejection refusal = story.when(CLARA, publish).refusedBy("R34");
        assertThat(refusal.facts()).doesNotContainKey("retryAfterSeconds");
    }

    @Test
    @Rule("R77")
    void an_activity_has_one_call() {
        scene.approvedAction();
        story.when(OFFICER, new DraftCall(CALL, ACTION, 1)).accepted();
        story.when(OFFICER, new DraftCall("call-2", ACTION, 1)).refusedBy("R77");
    }

    @Test
    @Rule("R79")
    void a_call_stays_open_at_least_ten_working_days() {
        scene.draftedCall();
        Rejection refusal =
                story.when(CLARA, new PublishCall(CALL, Instant.parse("2026-12-06T22:59:59Z")))
                        .refusedBy("R79");
        assertThat(refusal.errors().get(0).pointer()).isEqualTo("/deadline");
        story.when(CLARA, new PublishCall(CALL, Instant.parse("2026-12-07T08:00:00Z")))
                .expectTypes(CallPublished.class);
    }

    @Test
    @Rule("R79")
    void a_late_publication_is_judged_by_its_own_day() {
        scene.draftedCall();
        Scene late = new Scene();
        late.story.given(
                SYSTEM, new LearnTermsOfReference(ACTION, Scene.terms()), Scene.approval());
        late.story.on("2026-10-05").given(OFFICER, new DraftCall(CALL, ACTION, 1));
        late.story
                .on("2026-10-05")
                .when(CLARA, new PublishCall(CALL, Instant.parse("2026-10-16T21:59:59Z")))
                .refusedBy("R79");
        late.story
                .on("2026-10-05")
                .when(CLARA, new PublishCall(CALL, Instant.parse("2026-10-19T21:59:59Z")))
                .accepted();
    }

    @Test
    @Rule("R80")
    void nothing_is_taken_after_the_deadline() {
        scene.openCall().activeExpert("x1").activeExpert("x2");
        story.at("2026-12-07T22:59:58Z").when(expert("x1"), bid("a1", "E1")).accepted();
        story.at(DEADLINE).when(expert("x2"), bid("a2", "E1")).refusedBy("R80");
    }

    @Test
    @Rule("R80")
    void a_late_entry_of_the_last_day_still_counts_and_of_the_next_day_does_not() {
        scene.openCall().activeExpert("x1").activeExpert("x2");
        story.at("2026-12-10T09:00:00Z");
        story.on("2026-12-08").when(expert("x2"), bid("a2", "E1")).refusedBy("R80");
        story.on("2026-12-07").when(expert("x1"), bid("a1", "E1")).accepted();
    }

    @Test
    void whoever_drafted_a_call_is_responsible_until_it_is_handed_over() {
        scene.openCall();
        story.because("Leave")
                .when(CLARA, new HandOverCall(CALL, "officer"))
                .expectRefusal(Rejection.WrongState.class);
        story.because("Leave")
                .when(CLARA, new HandOverCall(CALL, "olga"))
                .expectEvents(new CallHandedOver(CALL, "officer", "olga"));
        story.because("Leave")
                .when(CLARA, new HandOverCall(CALL, "olga"))
                .expectRefusal(Rejection.WrongState.class);
        story.because("Back again")
                .when(CLARA, new HandOverCall(CALL, "officer"))
                .expectEvents(new CallHandedOver(CALL, "olga", "officer"));
    }

    @Test
    void the_deadline_closes_a_call_and_dates_it() {
        scene.openCall();
        story.at("2026-12-07T22:59:58Z").when(SYSTEM, new RecordDueCallSteps(CALL)).expectEvents();
        story.at("2026-12-09T09:00:00Z")
                .when(SYSTEM, new RecordDueCallSteps(CALL))
                .expectEvents(new CallClosed(CALL));
        var closed = story.messagesOf(CALL).get(2);
        assertThat(EventMoment.of(closed.getMetaData()).occurredAt()).isEqualTo(DEADLINE);
    }

    @Test
    void the_selection_starts_after_the_deadline_even_if_nobody_recorded_the_closing() {
        scene.openCall();
        story.when(OFFICER, new StartSelection(CALL, List.of()))
                .expectRefusal(Rejection.WrongState.class);
        story.at(AFTER_DEADLINE)
                .when(OFFICER, new StartSelection(CALL, List.of()))
                .expectTypes(CallClosed.class, SelectionStarted.class);
    }

    @Test
    void a_call_without_seats_taken_is_unfilled() {
        scene.openCall().selectionStarted();
        story.when(OFFICER, new StateOutcome(CALL)).expectTypes(CallUnfilled.class);
    }

    @Test
    void a_call_with_some_seats_taken_is_partly_filled() {
        scene.oneAccepted();
        story.when(OFFICER, new StateOutcome(CALL)).expectTypes(CallPartlyFilled.class);
    }

    @Test
    void a_call_with_all_seats_taken_is_filled() {
        scene.openCall()
                .applied("x1", "PUBLIC_ADMINISTRATION", "a1", "E1")
                .applied("x2", "PUBLIC_ADMINISTRATION", "a2", "E2")
                .selectionStarted()
                .shortlisted("a1")
                .shortlisted("a2");
        for (String a : List.of("a1", "a2")) {
            story.given(
                    CLARA, new org.socius.expert.applications.ApplicationCommand.SelectExpert(a));
        }
        story.given(expert("x1"), new AcceptAssignment("a1"));
        story.given(expert("x2"), new AcceptAssignment("a2"));
        story.when(OFFICER, new StateOutcome(CALL)).expectTypes(CallFilled.class);
    }

    @Test
    @Rule(value = "R88", derived = true)
    void a_filled_call_tells_those_it_has_no_use_for() {
        scene.openCall()
                .applied("x1", "ACADEMIA", "a1", "E1")
                .applied("x2", "ACADEMIA", "a2", "E2")
                .applied("x3", "ACADEMIA", "a3", "E2")
                .applied("x4", "ACADEMIA", "a4", "E2")
                .applied("x5", "ACADEMIA", "a5", "E2")
                .selectionStarted()
                .shortlisted("a1")
                .shortlisted("a2")
                .shortlisted("a3")
                .scored("a4", Scene.points(10, 10), Scene.points(10, 10));
        story.given(CLARA, new SelectExpert("a1"), new SelectExpert("a2"));
        story.given(expert("x1"), new AcceptAssignment("a1"));
        story.given(expert("x2"), new AcceptAssignment("a2"));

        story.when(OFFICER, new StateOutcome(CALL))
                .expectEvents(
                        new CallFilled(CALL),
                        new ApplicantsReleased(CALL, "CALL_FILLED", List.of("a4")));
        story.when(SYSTEM, new EndWithCall("a4", "CALL_FILLED"))
                .expectEvents(new ApplicationNotSelected("a4", "CALL_FILLED"));
        story.when(CLARA, new ReserveApplication("a3")).accepted();
    }

    @Test
    void who_is_not_chosen_while_seats_are_free_waits_for_another_round() {
        scene.openCall().applied("x1", "ACADEMIA", "a1", "E1").selectionStarted();
        story.when(OFFICER, new StateOutcome(CALL)).expectEvents(new CallUnfilled(CALL));
    }

    @Test
    @Rule(value = "R78", derived = true)
    void a_call_is_published_under_the_title_and_country_of_the_action_as_it_is_amended() {
        scene.draftedCall();
        Map<String, String> wider = Map.of("en", "Wider coverage");
        story.when(SYSTEM, new LearnAmendment(ACTION, wider, List.of("PE", "CO")))
                .expectEvents(new ActionAmendmentNoted(ACTION, wider, List.of("PE", "CO")));
        story.when(SYSTEM, new LearnAmendment(ACTION, wider, List.of("PE", "CO"))).expectEvents();
        story.given(CLARA, new PublishCall(CALL, Instant.parse(DEADLINE)));
        assertThat(last())
                .isInstanceOfSatisfying(
                        CallPublished.class,
                        published -> {
                            assertThat(published.actionTitle()).isEqualTo(wider);
                            assertThat(published.country()).isEqualTo("PE");
                            assertThat(published.reference()).isEqualTo("27-03/COL/1");
                        });
        assertThat(call().draft().actionTitle()).isEqualTo(wider);
        assertThat(call().draft().country()).isEqualTo("PE");
    }

    @Test
    void what_is_published_keeps_its_words_until_the_next_round() {
        scene.openCall();
        Map<String, String> wider = Map.of("en", "Wider coverage");
        story.given(SYSTEM, new LearnAmendment(ACTION, wider, List.of()));
        assertThat(call().draft().actionTitle()).isEqualTo(Map.of("en", "Coverage"));
        scene.selectionStarted();
        story.given(OFFICER, new StateOutcome(CALL));
        story.given(
                CLARA, new RelaunchCall(CALL, Instant.parse("2026-12-22T22:59:59Z"), List.of()));
        assertThat(call().draft().actionTitle()).isEqualTo(wider);
        assertThat(call().draft().country()).isNull();
    }

    private Call call() {
        Call call = new Call();
        story.messagesOf(CALL)
                .forEach(
                        message ->
                                call.evolve(
                                        (CallEvent) message.getPayload(),
                                        EventMoment.of(message.getMetaData())));
        return call;
    }

    @Test
    void the_outcome_waits_for_the_answers_of_those_selected() {
        scene.oneSelected();
        story.when(OFFICER, new StateOutcome(CALL)).expectRefusal(AnswersPending.class);
        story.given(expert("x1"), new DeclineAssignment("a1"));
        story.when(OFFICER, new StateOutcome(CALL)).expectTypes(CallUnfilled.class);
    }

    @Test
    @Rule("R80")
    void a_call_is_corrected_before_its_deadline_in_brussels_only_and_applicants_are_told() {
        scene.openCall().applied("x1", "ACADEMIA", "a1", "E1");
        Wording wider = new Wording("E1", null, List.of("pensions"), null, null, 3);
        story.at("2026-12-07T22:59:58Z")
                .when(OFFICER, new AmendCall(CALL, List.of(wider)))
                .expectEvents(new CallAmended(CALL, List.of(wider), List.of("a1")));
        story.at("2026-12-07T22:59:59Z")
                .when(OFFICER, new AmendCall(CALL, List.of(wider)))
                .refusedBy("R80");
    }

    @Test
    void an_amendment_names_positions_of_the_call_and_changes_something() {
        scene.openCall();
        story.when(OFFICER, new AmendCall(CALL, List.of()))
                .expectRefusal(Rejection.InvalidFields.class);
        story.when(
                        OFFICER,
                        new AmendCall(CALL, List.of(new Wording("E9", null, null, null, null, 3))))
                .expectRefusal(Rejection.UnknownCode.class);
    }

    @Test
    @Rule({"R79", "R80"})
    void an_extension_gives_more_time_and_comes_before_the_deadline() {
        scene.openCall();
        Instant deadline = Instant.parse(Scene.DEADLINE);
        story.when(OFFICER, new ExtendCall(CALL, deadline)).refusedBy("R79");
        story.at("2026-12-07T22:59:58Z")
                .when(OFFICER, new ExtendCall(CALL, deadline.plusSeconds(1)))
                .expectEvents(new CallExtended(CALL, deadline.plusSeconds(1), deadline, List.of()));
        story.at("2026-12-07T23:00:00Z")
                .when(OFFICER, new ExtendCall(CALL, deadline.plusSeconds(9)))
                .refusedBy("R80");
    }

    /** Nobody applies, twice; the second time somebody is appointed. */
    @Test
    @Rule({"R79", "R82"})
    void a_call_with_no_applicant_is_relaunched_and_then_filled_directly() {
        scene.openCall().activeExpert("x9");
        RelaunchCall again =
                new RelaunchCall(
                        CALL,
                        Instant.parse("2026-12-22T22:59:59Z"),
                        List.of(new Wording("E1", null, null, null, null, 3)));
        story.when(CLARA, again).refusedBy("R82");
        scene.selectionStarted();
        story.given(OFFICER, new StateOutcome(CALL));
        story.when(CLARA, new RelaunchCall(CALL, Instant.parse("2026-12-21T22:59:59Z"), List.of()))
                .refusedBy("R79");
        story.when(CLARA, again).accepted();
        assertThat(((CallRelaunched) last()).round()).isEqualTo(2);

        story.at("2026-12-23T09:00:00Z").given(OFFICER, new StartSelection(CALL, List.of()));
        story.given(OFFICER, new StateOutcome(CALL));
        assertThat(last()).isInstanceOf(CallUnfilled.class);
        story.when(
                        CLARA,
                        new AppointExpert(
                                "m9", ACTION, 1, "E1", CALL, "x9", "NO_ADMISSIBLE_APPLICANT"))
                .accepted();
    }

    private Object last() {
        return story.eventsOf(CALL).get(story.eventsOf(CALL).size() - 1);
    }

    @Test
    @Rule("R85")
    void who_was_not_chosen_applies_again_in_a_new_round_for_a_position_that_is_free() {
        scene.openCall()
                .applied("x1", "ACADEMIA", "a1", "E1")
                .applied("x2", "ACADEMIA", "a2", "E2")
                .selectionStarted()
                .shortlisted("a1")
                .shortlisted("a2");
        story.given(CLARA, new SelectExpert("a1"), new RejectApplication("a2"));
        story.given(expert("x1"), new AcceptAssignment("a1"));
        story.given(OFFICER, new StateOutcome(CALL));
        story.given(
                CLARA, new RelaunchCall(CALL, Instant.parse("2026-12-22T22:59:59Z"), List.of()));
        story.when(expert("x2"), bid("a3", "E1")).refusedBy("R85");
        story.when(expert("x2"), bid("a3", "E2")).accepted();
        story.when(expert("x2"), bid("a4", "E2")).refusedBy("R85");
    }

    @Test
    void a_cancelled_call_makes_room_for_another() {
        scene.openCall().applied("x1", "ACADEMIA", "a1", "E1");
        story.when(OFFICER, new DraftCall("call-2", ACTION, 1)).refusedBy("R77");
        story.when(CLARA, new CancelCall(CALL, null))
                .expectEvents(
                        new CallCancelled(CALL, null, List.of("a1")),
                        new CallDetached(ACTION, 1, CALL));
        story.when(OFFICER, new DraftCall("call-2", ACTION, 1)).accepted();
        story.when(SYSTEM, new CancelCall(CALL, "ACTION_CANCELLED")).expectEvents();
    }

    @Test
    void the_reason_of_a_cancelled_call_is_one_of_the_list() {
        scene.openCall();
        story.because("MR_ROSSI_DRINKS", "No.")
                .when(CLARA, new CancelCall(CALL, null))
                .expectRefusal(Rejection.UnknownCode.class);
        story.because("EXPERT_WITHDREW", "No experts.")
                .when(CLARA, new CancelCall(CALL, null))
                .accepted();
    }

    @Test
    void a_draft_sent_again_after_a_suspension_is_known_by_its_id() {
        scene.draftedCall();
        story.given(SYSTEM, new LearnSuspension(ACTION));
        story.when(OFFICER, new DraftCall(CALL, ACTION, 1)).expectRefusal(Rejection.IdInUse.class);
    }
}
