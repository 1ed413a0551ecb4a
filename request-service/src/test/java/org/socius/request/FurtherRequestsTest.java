package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.request.RequestDecisionsTest.folded;
import static org.socius.request.RequestExamples.*;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;
import org.socius.request.InstitutionCommand.RankRequests;
import org.socius.request.InstitutionDocket.DocketEvent;
import org.socius.request.InstitutionDocket.DocketEvent.DocketPlaceFreed;
import org.socius.request.InstitutionDocket.DocketEvent.DocketRequestLeft;
import org.socius.request.InstitutionDocket.DocketEvent.DocketRequestResumed;
import org.socius.request.InstitutionDocket.DocketEvent.DocketRequestWaits;
import org.socius.request.InstitutionDocket.DocketEvent.DocketRequestsRanked;
import org.socius.request.InstitutionEvent.RequestsRanked;
import org.socius.request.Request.Status;
import org.socius.request.RequestCommand.AcceptRequest;
import org.socius.request.RequestCommand.DecideEligibility;
import org.socius.request.RequestCommand.EditRequestDraft;
import org.socius.request.RequestCommand.HoldRequest;
import org.socius.request.RequestCommand.MergeRequest;
import org.socius.request.RequestCommand.NoteActionEnded;
import org.socius.request.RequestCommand.Opinion;
import org.socius.request.RequestCommand.RecordDueRequestSteps;
import org.socius.request.RequestCommand.ResumeRequest;
import org.socius.request.RequestCommand.ReturnRequest;
import org.socius.request.RequestCommand.SubmitRequest;
import org.socius.request.RequestCommand.TakeUpRequest;
import org.socius.request.RequestEvent.RequestLapsed;
import org.socius.request.RequestEvent.RequestMerged;
import org.socius.request.RequestEvent.RequestPutOnHold;
import org.socius.request.RequestEvent.RequestResumed;

/** What becomes of the requests of an institution that has more than one, and of those at rest. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FurtherRequestsTest {

    private static final String DOCKET = InstitutionDocket.idOf(IPES);
    private static final LocalDate CONSENT = LocalDate.of(2026, 3, 1);

    // hold and resumption

    @Test
    void a_request_on_hold_returns_to_the_state_it_was_in() {
        Story screened = underScreening();
        screened.because("BUDGET_EXHAUSTED", "next year")
                .when(CLARA, new HoldRequest(ONE))
                .expectEvents(new RequestPutOnHold(ONE, "BUDGET_EXHAUSTED", false));
        assertThat(folded(screened).status()).isEqualTo(Status.ON_HOLD);
        screened.when(CLARA, new ResumeRequest(ONE))
                .expectEvents(new RequestResumed(ONE, "UNDER_SCREENING"));
        assertThat(folded(screened).status()).isEqualTo(Status.UNDER_SCREENING);

        Story appraised = underAppraisal().because("next year");
        appraised.given(CLARA, new HoldRequest(ONE), new ResumeRequest(ONE));
        assertThat(folded(appraised).status()).isEqualTo(Status.UNDER_APPRAISAL);
    }

    @Test
    void a_hold_has_a_reason_that_the_institution_reads_and_a_code_of_the_list_if_any() {
        Story story = underScreening();

        story.when(CLARA, new HoldRequest(ONE)).expectRefusal(Rejection.InvalidFields.class);
        story.because("NIX", "x")
                .when(CLARA, new HoldRequest(ONE))
                .expectRefusal(Rejection.UnknownCode.class);
        story.because("the budget comes in May").when(CLARA, new HoldRequest(ONE)).accepted();
        assertThat(String.valueOf(folded(story).view(SIGNATORY, 0).get("hold")))
                .contains("the budget comes in May");
    }

    @Test
    @Rule("R13")
    void a_request_waits_only_for_an_action_that_is_open() {
        underScreening()
                .because(Request.OPEN_ACTION, "an action is open")
                .when(CLARA, new HoldRequest(ONE))
                .refusedBy("R13");
        furtherUnderScreening(actionOpen(), TWO)
                .because(Request.OPEN_ACTION, "an action is open")
                .when(CLARA, new HoldRequest(TWO))
                .expectEvents(
                        new DocketRequestWaits(DOCKET, TWO),
                        new RequestPutOnHold(TWO, Request.OPEN_ACTION, true));
    }

    @Test
    @Rule(value = "R13", derived = true)
    void requests_that_wait_for_the_open_action_are_taken_up_in_their_order_when_it_ends() {
        Story story = twoWaiting();

        story.when(SYSTEM, new NoteActionEnded(ONE, "action-1"));

        assertThat(story.eventsOf(DOCKET))
                .contains(new DocketPlaceFreed(DOCKET, ONE, List.of(TWO, THREE)));
        story.when(SYSTEM, new TakeUpRequest(TWO))
                .expectEvents(
                        new DocketRequestResumed(DOCKET, TWO),
                        new RequestResumed(TWO, "UNDER_SCREENING"));
        story.when(SYSTEM, new TakeUpRequest(TWO)).expectEvents();
    }

    @Test
    void what_ended_while_it_rested_is_neither_taken_up_nor_given_an_opinion() {
        Story waited = twoWaiting().given(SIGNATORY, new RequestCommand.WithdrawRequest(TWO));
        waited.given(SYSTEM, new NoteActionEnded(ONE, "action-1"));
        waited.when(SYSTEM, new TakeUpRequest(TWO)).expectEvents();
        assertThat(folded(waited, TWO).status()).isEqualTo(Status.WITHDRAWN);

        Story consulted =
                underAppraisal()
                        .given(CLARA, new RequestCommand.ConsultDelegation(ONE))
                        .because("next year")
                        .given(CLARA, new HoldRequest(ONE))
                        .given(SIGNATORY, new RequestCommand.WithdrawRequest(ONE));
        consulted
                .at("2027-03-02T09:00:00Z")
                .when(SYSTEM, new RecordDueRequestSteps(ONE))
                .expectEvents();
        assertThat(folded(consulted).nextStepDue()).isNull();
    }

    @Test
    @Rule(value = "R13", derived = true)
    void a_hold_for_another_reason_does_not_end_by_itself() {
        Story story = furtherUnderScreening(actionOpen(), TWO);
        story.because("BUDGET_EXHAUSTED", "next year").given(CLARA, new HoldRequest(TWO));

        story.given(SYSTEM, new NoteActionEnded(ONE, "action-1"));

        assertThat(story.eventsOf(DOCKET)).contains(new DocketPlaceFreed(DOCKET, ONE, List.of()));
        story.when(SYSTEM, new TakeUpRequest(TWO)).expectEvents();
        assertThat(folded(story, TWO).status()).isEqualTo(Status.ON_HOLD);
    }

    @Test
    void a_command_after_the_end_of_the_action_takes_the_request_up_itself() {
        Story story = secondReadyForAcceptance(actionOpen());
        story.because("an action is open").given(CLARA, new HoldRequest(TWO));
        story.when(CLARA, new AcceptRequest(TWO)).expectRefusal(Rejection.WrongState.class);

        story.given(SYSTEM, new NoteActionEnded(ONE, "action-1"));

        story.when(CLARA, new AcceptRequest(TWO)).accepted();
        assertThat(folded(story, TWO).status()).isEqualTo(Status.ACCEPTED);
    }

    @Test
    void a_hold_that_has_ended_does_not_stand_in_the_way_of_another_one() {
        Story story = furtherUnderScreening(actionOpen(), TWO);
        story.because("an action is open").given(CLARA, new HoldRequest(TWO));
        story.because("BUDGET_EXHAUSTED", "next year")
                .when(CLARA, new HoldRequest(TWO))
                .expectRefusal(Rejection.WrongState.class);

        story.given(SYSTEM, new NoteActionEnded(ONE, "action-1"));

        story.because("BUDGET_EXHAUSTED", "next year")
                .when(CLARA, new HoldRequest(TWO))
                .expectEvents(
                        new DocketRequestResumed(DOCKET, TWO),
                        new RequestResumed(TWO, "UNDER_SCREENING"),
                        new RequestPutOnHold(TWO, "BUDGET_EXHAUSTED", false));
    }

    @Test
    void a_request_stays_on_hold_while_the_place_is_taken_again() {
        Story story = twoWaiting().given(SYSTEM, new NoteActionEnded(ONE, "action-1"));
        story.given(CLARA, new DecideEligibility(TWO, true));
        appraised(consulted(story, TWO, Opinion.POSITIVE), TWO)
                .given(CLARA, new AcceptRequest(TWO));

        story.when(SYSTEM, new TakeUpRequest(THREE)).expectEvents();

        assertThat(folded(story, THREE).status()).isEqualTo(Status.ON_HOLD);
        story.given(SYSTEM, new NoteActionEnded(TWO, "action-2"));
        assertThat(story.eventsOf(DOCKET))
                .contains(new DocketPlaceFreed(DOCKET, TWO, List.of(THREE)));
    }

    @Test
    void the_coordinator_may_resume_at_any_time() {
        Story story = twoWaiting();

        story.when(CLARA, new ResumeRequest(THREE))
                .expectTypes(DocketRequestResumed.class, RequestResumed.class);
    }

    @Test
    void the_Delegation_s_time_runs_while_the_appraisal_rests() {
        Story story = underAppraisal().given(CLARA, new RequestCommand.ConsultDelegation(ONE));
        story.because("budget").given(CLARA, new HoldRequest(ONE));

        story.at("2026-03-20T08:00:00Z")
                .when(SYSTEM, new RecordDueRequestSteps(ONE))
                .expectEvents(
                        new RequestEvent.DelegationOpinionRecorded(ONE, "NONE_IN_TIME", null));
    }

    // ranking

    @Test
    @Rule("R14")
    void an_institution_with_several_open_requests_is_asked_to_rank_them_all() {
        Story story = submitted();
        assertThat(institutionSeen(story)).containsEntry("rankingAsked", false);
        story.when(SIGNATORY, new RankRequests(IPES, List.of(ONE))).refusedBy("R14");
        furtherUnderScreening(story, TWO);
        assertThat(institutionSeen(story))
                .containsEntry("rankingAsked", true)
                .containsEntry("openRequests", List.of(ONE, TWO))
                .containsEntry("allowedTransitions", List.of("contacts", "ranking"));

        story.when(SIGNATORY, new RankRequests(IPES, List.of(TWO))).refusedBy("R14");
        story.when(SIGNATORY, new RankRequests(IPES, List.of(TWO, TWO))).refusedBy("R14");
        story.when(SIGNATORY, new RankRequests(IPES, List.of(TWO, THREE))).refusedBy("R14");
        story.when(SIGNATORY, new RankRequests(IPES, List.of(TWO, ONE)))
                .expectEvents(
                        new DocketRequestsRanked(DOCKET, List.of(TWO, ONE)),
                        new RequestsRanked(IPES, List.of(TWO, ONE)));

        assertThat(institutionSeen(story))
                .containsEntry("rankingAsked", false)
                .containsEntry("openRequests", List.of(TWO, ONE));
    }

    @Test
    void an_institution_without_requests_has_nothing_to_rank_and_others_do_not_rank_for_it() {
        Story story = story().given(CLARA, ipes());

        story.when(SIGNATORY, new RankRequests(IPES, List.of(ONE))).refusedBy("R14");
        story.when(OF_MOLSA, new RankRequests(IPES, List.of(ONE)))
                .expectRefusal(Rejection.NotFound.class);
    }

    @Test
    @Rule(value = "R13", derived = true)
    void a_ranking_decides_which_waiting_request_is_taken_up_first() {
        Story story = twoWaiting().given(SIGNATORY, new RankRequests(IPES, List.of(THREE, TWO)));

        story.given(SYSTEM, new NoteActionEnded(ONE, "action-1"));

        assertThat(story.eventsOf(DOCKET))
                .contains(new DocketPlaceFreed(DOCKET, ONE, List.of(THREE, TWO)));
    }

    // merging

    @Test
    @Rule("R15")
    void a_merged_request_keeps_its_number_and_points_to_the_one_that_goes_on() {
        Story story = submitted();
        story.because("the same need").when(CLARA, merge(ONE, TWO)).refusedBy("R15");
        story.given(DRAFTER, draft(TWO));
        story.because("the same need").when(CLARA, merge(ONE, TWO)).refusedBy("R15");
        story.given(SIGNATORY, new SubmitRequest(TWO, true));

        story.because("the same need")
                .when(CLARA, merge(ONE, TWO))
                .expectEvents(
                        new DocketRequestLeft(DOCKET, ONE),
                        new RequestMerged(ONE, TWO, "R-2026-0002", CONSENT, "Inés", null));

        assertThat(folded(story).view(SIGNATORY, 0))
                .containsEntry("number", "R-2026-0001")
                .containsEntry("status", Status.MERGED);
        assertThat(String.valueOf(folded(story).view(SIGNATORY, 0).get("mergedInto")))
                .contains(TWO, "R-2026-0002");
        story.because("back").when(CLARA, merge(TWO, ONE)).refusedBy("R15");
        story.because("itself").when(CLARA, merge(TWO, TWO)).refusedBy("R15");
    }

    @Test
    @Rule("R15")
    void requests_of_two_institutions_are_not_merged() {
        Story story = submitted().given(CLARA, institution(MOLSA, "Ministry", "AM"));
        story.given(
                        OF_MOLSA,
                        new RequestCommand.DraftRequest(
                                TWO, RequestForm.Kind.FULL, MOLSA, complete()))
                .given(
                        OF_MOLSA,
                        new EditRequestDraft(TWO, null, null, only(Map.of("country", "AM"))))
                .given(OF_MOLSA, new SubmitRequest(TWO, true));

        story.because("x").when(CLARA, merge(ONE, TWO)).refusedBy("R15");
        furtherUnderScreening(story, THREE).because("x").when(CLARA, merge(ONE, THREE)).accepted();
    }

    @Test
    void the_partner_has_consented_before() {
        Story story = furtherUnderScreening(submitted(), TWO);

        story.because("x")
                .when(CLARA, new MergeRequest(ONE, TWO, LocalDate.of(2026, 3, 3), "Inés"))
                .expectRefusal(Rejection.InvalidFields.class);
        story.because("x")
                .when(CLARA, new MergeRequest(ONE, TWO, LocalDate.of(2026, 3, 2), "Inés"))
                .accepted();
    }

    // lapse

    @Test
    void a_draft_that_nobody_touches_for_half_a_year_lapses_once() {
        Story story = drafted();
        story.at("2026-09-02T21:59:58Z")
                .when(SYSTEM, new RecordDueRequestSteps(ONE))
                .expectEvents();

        story.at("2026-09-20T08:00:00Z")
                .when(SYSTEM, new RecordDueRequestSteps(ONE))
                .expectEvents(new RequestLapsed(ONE, true));

        assertThat(EventMoment.of(story.messagesOf(ONE).getLast().getMetaData()).occurredAt())
                .isEqualTo("2026-09-02T21:59:59Z");
        story.when(SYSTEM, new RecordDueRequestSteps(ONE)).expectEvents();
        story.when(SIGNATORY, new SubmitRequest(ONE, true))
                .expectRefusal(Rejection.WrongState.class);
        assertThat(folded(story).nextStepDue()).isNull();
    }

    @Test
    void every_change_gives_a_draft_another_half_year() {
        Story story =
                drafted()
                        .at("2026-05-04T08:00:00Z")
                        .given(
                                DRAFTER,
                                new EditRequestDraft(
                                        ONE,
                                        null,
                                        null,
                                        only(Map.of("themes", List.of("SI-PEN")))));

        assertThat(folded(story).view(DRAFTER, 0))
                .containsEntry("lapsesOn", LocalDate.of(2026, 11, 4));
        story.at("2026-11-04T22:59:58Z").when(SIGNATORY, new SubmitRequest(ONE, true)).accepted();
    }

    @Test
    void a_lapsed_request_that_was_returned_leaves_the_docket() {
        Story story = underScreening().because("incomplete");
        story.given(CLARA, new ReturnRequest(ONE, List.of("mandate"))).at("2026-09-20T08:00:00Z");

        story.when(SYSTEM, new RecordDueRequestSteps(ONE))
                .expectEvents(new RequestLapsed(ONE, null), new DocketRequestLeft(DOCKET, ONE));
        story.when(SYSTEM, new RecordDueRequestSteps(ONE)).expectEvents();
    }

    @Test
    void a_submitted_request_does_not_lapse() {
        assertThat(folded(submitted()).nextStepDue()).isNull();
        assertThat(folded(underScreening()).nextStepDue()).isNull();
    }

    /** As its signatory sees it. */
    private static Map<String, Object> institutionSeen(Story story) {
        InstitutionDocket docket = new InstitutionDocket();
        story.eventsOf(DOCKET).forEach(event -> docket.evolve((DocketEvent) event));
        return InstitutionTest.folded(story).view(SIGNATORY, 0, docket);
    }

    private static MergeRequest merge(String request, String into) {
        return new MergeRequest(request, into, CONSENT, "Inés");
    }

    /** The action of the first request is open; the second and the third wait for its end. */
    private static Story twoWaiting() {
        Story story = furtherUnderScreening(furtherUnderScreening(actionOpen(), TWO), THREE);
        story.because("an action is open").given(CLARA, new HoldRequest(THREE));
        story.because("an action is open").given(CLARA, new HoldRequest(TWO));
        return story;
    }
}
