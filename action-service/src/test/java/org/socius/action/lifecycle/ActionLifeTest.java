package org.socius.action.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.action.lifecycle.ActionExamples.*;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.action.lifecycle.ActionCommand.*;
import org.socius.action.lifecycle.ActionEvent.*;
import org.socius.action.lifecycle.ActivityCommand.*;
import org.socius.action.lifecycle.ActivityEvent.*;
import org.socius.action.numbering.NumberRegister.NumberRegisterEvent.ActionReferenceTaken;
import org.socius.platform.command.EventMoment;
import org.socius.platform.testing.Story;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ActionLifeTest {

    @Test
    void an_action_lives_from_its_request_to_its_publication() {
        Story story = at("CLOSED");
        story.when(COMMUNICATOR, publication("A model of care")).accepted();

        assertThat(story.eventsOf(ACTION))
                .<Class<?>>extracting(Object::getClass)
                .containsExactly(
                        ActionProposed.class,
                        ActionDesigned.class,
                        ActivityPlanned.class,
                        ActionFormAgreed.class,
                        ActionSubmittedForApproval.class,
                        CommissionAgreementRecorded.class,
                        ActionApproved.class,
                        TermsOfReferenceDrafted.class,
                        TermsOfReferenceNoObjectionGiven.class,
                        TermsOfReferenceFinalised.class,
                        StaffingOpened.class,
                        TeamMemberJoined.class,
                        TeamCompleted.class,
                        ActivityConfirmed.class,
                        ActivityPreparationStarted.class,
                        ActivityStarted.class,
                        ActionStarted.class,
                        ActivityImplementationEnded.class,
                        DeliverableSubmitted.class,
                        DeliverableAccepted.class,
                        WorkedDaysNoted.class,
                        ActivityCompleted.class,
                        ActionActivitiesCompleted.class,
                        ActionEvaluationOpened.class,
                        ActionEvaluated.class,
                        SettlementNoted.class,
                        ActionClosed.class,
                        ActionPublished.class);
    }

    @Test
    void R25_an_accepted_request_opens_its_action_with_the_next_reference_of_its_year() {
        Story story = story();
        story.when(SYSTEM, open("a", 2026))
                .expectTypes(ActionReferenceTaken.class, ActionProposed.class);
        story.when(SYSTEM, open("b", 2026)).accepted();
        story.when(SYSTEM, open("c", 2025)).accepted();
        story.when(SYSTEM, open("a", 2026)).expectEvents();

        assertThat(List.of("a", "b", "c"))
                .extracting(id -> ((ActionProposed) story.eventsOf(id).get(0)).reference())
                .containsExactly("2026-01", "2026-02", "2025-01");
    }

    @Test
    void R35_start_and_end_of_an_action_follow_from_its_activities() {
        Story story = at("IN_DESIGN");
        assertThat(shown(story).start()).isNull();
        assertThat(shown(story).end()).isNull();

        story.given(CLARA, activity(1))
                .given(
                        CLARA,
                        new PlanActivity(ACTION, 2, plan("seminar", "2027-02-01", "2027-02-02")))
                .given(
                        CLARA,
                        new PlanActivity(ACTION, 3, plan("seminar", "2027-02-03", "2027-03-09")));
        assertThat(shown(story).start()).isEqualTo("2027-02-01");
        assertThat(shown(story).end()).isEqualTo("2027-03-09");

        assertThat(shown(at("CONFIRMED")).end()).as("as planned").isEqualTo("2027-03-05");
        assertThat(shown(at("REPORTING")).end()).as("as it was").isEqualTo("2027-03-12");
    }

    @Test
    void R47_activities_are_numbered_in_their_action_and_keep_the_number_in_its_cancellation() {
        Story story = at("IN_DESIGN").given(CLARA, activity(1), activity(2));
        story.given(SYSTEM, open("another", 2026))
                .when(CLARA, new PlanActivity("another", 1, plan()))
                .expectEvents(new ActivityPlanned("another", 1, plan()));
        story.when(CLARA, new ChangeActivityPlan("another", 2, plan()))
                .expectRefusal(org.socius.platform.problem.Rejection.NotFound.class);

        story.because("Elections").given(CLARA, new CancelAction(ACTION));

        assertThat(shown(story).activities())
                .extracting(a -> a.number() + " " + a.status())
                .containsExactly("1 CANCELLED", "2 CANCELLED");
    }

    @Test
    void R56_the_host_country_of_a_visit_stands_apart_from_the_countries_of_the_experts() {
        Story story = at("COMPLETED", visit());

        assertThat(only(story, ActivityCompleted.class).hostCountry()).isEqualTo("CY");
        assertThat(shown(story).activities().get(0).team())
                .extracting(ActionView.MemberView::expertCountry)
                .containsExactly("IT");
        assertThat(only(at("COMPLETED"), ActivityCompleted.class).hostCountry()).isNull();
    }

    @Test
    void R65_on_site_remote_and_mixed_are_all_valid_and_kept_apart() {
        for (String modality : List.of("ON_SITE", "REMOTE", "MIXED")) {
            assertThat(only(at("COMPLETED", plan(modality)), ActivityCompleted.class).modality())
                    .isEqualTo(modality);
        }
        at("IN_DESIGN")
                .when(CLARA, new PlanActivity(ACTION, 1, plan("BY_POST")))
                .expectRefusal(org.socius.platform.problem.Rejection.UnknownCode.class);
    }

    @Test
    void R66_each_of_several_teams_belongs_to_one_activity() {
        Story story = approvedWithTwo();

        story.given(SYSTEM, mobilised(1, "E1", 1, true), mobilised(2, "E2", 2, false));

        assertThat(shown(story).activities())
                .extracting(a -> a.status() + " " + a.team().get(0).expertId())
                .containsExactly("TEAM_COMPLETE expert-1", "STAFFING expert-2");
    }

    private static <E> E only(Story story, Class<E> type) {
        return story.eventsOf(ACTION).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .reduce(
                        (one, two) -> {
                            throw new AssertionError("more than one " + type);
                        })
                .orElseThrow();
    }

    @Test
    void texts_in_one_language_are_those_of_the_request() {
        Story story = at("IN_DESIGN");
        ActionDesigned designed =
                (ActionDesigned)
                        story.when(CLARA, new DesignAction(ACTION, design())).events().get(0);

        assertThat(designed.design().objective()).containsEntry("es", "Cobertura");
    }

    @Test
    void the_preparation_starts_by_itself_on_the_first_day_of_its_phase() {
        Story story = at("CONFIRMED");
        story.at("2027-02-14T22:59:59Z")
                .when(SYSTEM, new RecordDueActionSteps(ACTION))
                .expectEvents();
        story.at("2027-02-14T23:00:00Z")
                .when(SYSTEM, new RecordDueActionSteps(ACTION))
                .expectTypes(ActivityPreparationStarted.class);
        assertThat(last(story).occurredAt()).isEqualTo(Instant.parse("2027-02-14T23:00:00Z"));
    }

    @Test
    void a_start_records_the_preparation_that_nobody_has_recorded_yet() {
        Story story = at("CONFIRMED");
        story.at("2027-03-01T09:00:00Z")
                .when(MANAGER, new StartActivity(ACTION, 1))
                .expectTypes(
                        ActivityPreparationStarted.class,
                        ActivityStarted.class,
                        ActionStarted.class);

        Story late = at("CONFIRMED").at("2027-03-01T09:00:00Z");
        late.on("2027-02-15")
                .when(MANAGER, new StartActivity(ACTION, 1))
                .expectTypes(
                        ActivityPreparationStarted.class,
                        ActivityStarted.class,
                        ActionStarted.class);
    }

    @Test
    void the_last_of_several_activities_ends_the_implementation_in_the_same_commit() {
        Story story = approvedWithTwo();
        for (int n = 1; n <= 2; n++) {
            story.given(SYSTEM, mobilised(n, "E1", 1, true))
                    .given(MANAGER, new ConfirmActivity(ACTION, n, null, null));
        }
        story.at("2027-03-28T09:00:00Z");
        for (int n = 1; n <= 2; n++) {
            story.given(MANAGER, new StartActivity(ACTION, n), end(n, "2027-03-28"))
                    .given(
                            PRINCIPAL,
                            new SubmitDeliverable(
                                    ACTION, n, "d" + n, "mission report", "R", "r.pdf", "x"))
                    .given(MANAGER, new AcceptDeliverable(ACTION, n, "d" + n))
                    .given(SYSTEM, worked(n, 1, 18));
        }

        story.when(MANAGER, completion(2, "2027-03-28")).expectTypes(ActivityCompleted.class);
        story.when(MANAGER, completion(1, "2027-03-28"))
                .expectTypes(
                        ActivityCompleted.class,
                        ActionActivitiesCompleted.class,
                        ActionEvaluationOpened.class);
    }

    /** Approved with two activities, both being staffed. */
    private static Story approvedWithTwo() {
        Story story = at("IN_DESIGN");
        story.given(CLARA, new DesignAction(ACTION, design()), activity(1), activity(2))
                .given(SIGNATORY, new AgreeToActionForm(ACTION))
                .given(CLARA, new SubmitForApproval(ACTION))
                .given(COMMISSION, new RecordCommissionAgreement(ACTION))
                .given(OLGA, new ApproveAction(ACTION));
        for (int n = 1; n <= 2; n++) {
            story.given(MANAGER, new DraftTermsOfReference(ACTION, n, terms()))
                    .given(SIGNATORY, new GiveNoObjection(ACTION, n))
                    .given(CLARA, new FinaliseTermsOfReference(ACTION, n))
                    .given(OFFICER, new OpenStaffing(ACTION, n));
        }
        return story;
    }

    @Test
    void a_lost_member_opens_the_staffing_again_and_a_new_one_completes_the_team() {
        Story story = at("CONFIRMED");
        story.given(SYSTEM, mobilised(1, "E2", 2, false));
        story.when(SYSTEM, new RemoveTeamMember(ACTION, 1, "mobilisation-1-2", "E2"))
                .expectTypes(TeamMemberLeft.class);
        story.when(SYSTEM, new RemoveTeamMember(ACTION, 1, "mobilisation-1-1", "E1"))
                .expectTypes(TeamMemberLeft.class, TeamIncomplete.class);
        story.when(SYSTEM, mobilised(1, "E1", 3, true))
                .expectTypes(TeamMemberJoined.class, TeamCompleted.class);
    }

    @Test
    void seats_filled_before_the_staffing_was_opened_count_when_it_is() {
        Story story = at("TOR_FINAL");
        story.when(SYSTEM, mobilised(1, "E1", 1, true)).expectTypes(TeamMemberJoined.class);
        story.when(OFFICER, new OpenStaffing(ACTION, 1))
                .expectTypes(StaffingOpened.class, TeamCompleted.class);
    }

    @Test
    void what_a_topic_tells_twice_has_one_effect() {
        Story story = at("TEAM_COMPLETE");
        story.when(SYSTEM, mobilised(1, "E1", 1, true)).expectEvents();
        story.when(SYSTEM, new NoteMobilisation(ACTION, 1, "mobilisation-1-1", "E1", "expert-1"))
                .expectEvents();
        story.when(SYSTEM, new RemoveTeamMember(ACTION, 1, "unknown", "E1")).expectEvents();
        story.given(SYSTEM, new NoteSettlement(ACTION, 1, "mobilisation-1-1"));
        story.when(SYSTEM, new NoteSettlement(ACTION, 1, "mobilisation-1-1")).expectEvents();
    }

    @Test
    void a_returned_deliverable_is_handed_in_anew_and_reviewed_anew() {
        Story story = at("UNDER_QUALITY_REVIEW");
        story.because("Unclear").when(MANAGER, new ReturnDeliverable(ACTION, 1, "d1")).accepted();
        story.when(MANAGER, new AcceptDeliverable(ACTION, 1, "d1"))
                .expectRefusal(org.socius.platform.problem.Rejection.WrongState.class);
        story.when(PRINCIPAL, report("d2")).expectTypes(DeliverableSubmitted.class);
        story.when(MANAGER, new AcceptDeliverable(ACTION, 1, "d2"))
                .expectTypes(DeliverableAccepted.class);
    }

    @Test
    void the_signatorys_acceptance_is_kept_and_changes_no_state() {
        Story story = at("UNDER_QUALITY_REVIEW");
        story.when(SIGNATORY, new AcceptDeliverable(ACTION, 1, "d1"))
                .expectTypes(DeliverableAcceptedByPartner.class);
        story.when(MANAGER, new AcceptDeliverable(ACTION, 1, "d1"))
                .expectTypes(DeliverableAccepted.class);
        story.because("Wrong annex")
                .when(SIGNATORY, new ReturnDeliverable(ACTION, 1, "d1"))
                .expectTypes(DeliverableReturned.class);
    }

    private static EventMoment last(Story story) {
        return EventMoment.of(story.messagesOf(ACTION).getLast().getMetaData());
    }
}
