package org.socius.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.expert.Scene.ANSWER_DUE;
import static org.socius.expert.Scene.CALL;
import static org.socius.expert.Scene.CLARA;
import static org.socius.expert.Scene.MANAGER;
import static org.socius.expert.Scene.OFFICER;
import static org.socius.expert.Scene.SIGNATORY;
import static org.socius.expert.Scene.SYSTEM;
import static org.socius.expert.Scene.bid;
import static org.socius.expert.Scene.expert;
import static org.socius.expert.Scene.mobilisation;
import static org.socius.expert.Scene.passing;
import static org.socius.expert.Scene.profile;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.expert.actions.KnownActionCommand.LearnCancellation;
import org.socius.expert.actions.KnownActionEvent.MobilisationAttached;
import org.socius.expert.actions.KnownActionEvent.MobilisationDetached;
import org.socius.expert.applications.ApplicationCommand.AcceptAssignment;
import org.socius.expert.applications.ApplicationCommand.Apply;
import org.socius.expert.applications.ApplicationCommand.CheckAdmissibility;
import org.socius.expert.applications.ApplicationCommand.DeclineAssignment;
import org.socius.expert.applications.ApplicationCommand.GiveNoObjection;
import org.socius.expert.applications.ApplicationCommand.ObjectToExpert;
import org.socius.expert.applications.ApplicationCommand.RejectApplication;
import org.socius.expert.applications.ApplicationCommand.ReserveApplication;
import org.socius.expert.applications.ApplicationCommand.ScoreApplication;
import org.socius.expert.applications.ApplicationCommand.SelectExpert;
import org.socius.expert.applications.ApplicationCommand.ShortlistApplication;
import org.socius.expert.applications.ApplicationCommand.WithdrawApplication;
import org.socius.expert.applications.ApplicationEvent.ApplicationFoundInadmissible;
import org.socius.expert.applications.ApplicationEvent.ApplicationNotSelected;
import org.socius.expert.applications.ApplicationEvent.ApplicationReserved;
import org.socius.expert.applications.ApplicationEvent.ApplicationScored;
import org.socius.expert.applications.ApplicationEvent.ApplicationShortlisted;
import org.socius.expert.applications.ApplicationEvent.ApplicationSubmitted;
import org.socius.expert.applications.ApplicationEvent.ApplicationWithdrawn;
import org.socius.expert.applications.ApplicationEvent.AssignmentAccepted;
import org.socius.expert.applications.ApplicationEvent.AssignmentDeclined;
import org.socius.expert.applications.ApplicationEvent.EmployerSupport;
import org.socius.expert.applications.ApplicationEvent.Evidence;
import org.socius.expert.applications.ApplicationEvent.ExpertSelected;
import org.socius.expert.applications.ApplicationEvent.PartnerNoObjectionGiven;
import org.socius.expert.applications.ApplicationEvent.PartnerObjected;
import org.socius.expert.applications.ApplicationEvent.Scores;
import org.socius.expert.applications.ApplicationRejection.AnswerTooLate;
import org.socius.expert.applications.ApplicationRejection.BelowPassMark;
import org.socius.expert.applications.ApplicationRejection.ScoresMissing;
import org.socius.expert.calls.CallCommand.CancelCall;
import org.socius.expert.calls.CallCommand.StartSelection;
import org.socius.expert.calls.CallEvent.ApplicantEntered;
import org.socius.expert.calls.CallEvent.ApplicantLeft;
import org.socius.expert.calls.CallEvent.ApplicantRated;
import org.socius.expert.calls.CallEvent.ApplicantReserved;
import org.socius.expert.calls.CallEvent.SeatFreed;
import org.socius.expert.calls.CallEvent.SeatOffered;
import org.socius.expert.calls.CallEvent.SeatTaken;
import org.socius.expert.calls.CallRejection.NotAnAssessor;
import org.socius.expert.calls.CallRejection.SelectionNotUnderWay;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationCancelled;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationOpened;
import org.socius.expert.roster.ExpertCommand.ConfirmProfile;
import org.socius.expert.roster.ExpertCommand.DeactivateExpert;
import org.socius.expert.roster.ExpertCommand.EditProfile;
import org.socius.expert.roster.ExpertCommand.RegisterExpert;
import org.socius.expert.roster.ExpertCommand.ReinstateExpert;
import org.socius.expert.roster.ExpertCommand.SubmitProfile;
import org.socius.expert.roster.ExpertCommand.SuspendExpert;
import org.socius.expert.roster.ExpertCommand.VerifyProfile;
import org.socius.expert.roster.ExpertEvent.EngagementBooked;
import org.socius.expert.roster.ExpertEvent.EngagementEnded;
import org.socius.expert.roster.ExpertEvent.ExpertProfileVerified;
import org.socius.expert.roster.Profile;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ApplicationTest {

    private final Scene scene = new Scene();
    private final Story story = scene.story;

    @Test
    void an_application_and_its_entry_in_the_call_are_one_commit() {
        scene.openCall().activeExpert("x1");
        story.when(expert("x1"), bid("a1", "E1"))
                .expectTypes(ApplicantEntered.class, ApplicationSubmitted.class);
    }

    @Test
    @Rule("R85")
    void an_expert_applies_once_for_each_position() {
        scene.openCall().activeExpert("x1");
        story.when(expert("x1"), bid("a1", "E1")).accepted();
        story.when(expert("x1"), bid("a2", "E1")).refusedBy("R85");
        story.when(expert("x1"), bid("a3", "E2")).accepted();
    }

    @Test
    @Rule("R85")
    void a_withdrawn_application_leaves_room_for_another() {
        scene.openCall().applied("x1", "ACADEMIA", "a1", "E1");
        story.when(expert("x1"), bid("a2", "E1")).refusedBy("R85");
        story.given(expert("x1"), new WithdrawApplication("a1"));
        story.when(expert("x1"), bid("a3", "E1")).accepted();
    }

    @Test
    @Rule("R85")
    void an_expert_has_at_most_one_seat_of_an_activity() {
        scene.openCall().applied("x1", "PUBLIC_ADMINISTRATION", "a1", "E1");
        story.given(expert("x1"), bid("a2", "E2"));
        scene.selectionStarted().shortlisted("a1").shortlisted("a2");
        story.when(CLARA, new SelectExpert("a1")).accepted();
        story.when(CLARA, new SelectExpert("a2")).refusedBy("R85");
    }

    @Test
    @Rule("R85")
    void a_seat_has_one_holder_until_it_is_free_again() {
        scene.openCall()
                .applied("x1", "PUBLIC_ADMINISTRATION", "a1", "E1")
                .applied("x2", "PUBLIC_ADMINISTRATION", "a2", "E1")
                .selectionStarted()
                .shortlisted("a1")
                .shortlisted("a2");
        story.when(CLARA, new SelectExpert("a1"))
                .expectTypes(SeatOffered.class, ExpertSelected.class);
        story.when(CLARA, new SelectExpert("a2")).refusedBy("R85");
        story.when(expert("x1"), new DeclineAssignment("a1"))
                .expectTypes(AssignmentDeclined.class, SeatFreed.class, ApplicantLeft.class);
        story.when(CLARA, new SelectExpert("a2")).accepted();
    }

    @Test
    @Rule("R86")
    void only_an_active_profile_can_apply() {
        scene.openCall();
        story.when(expert("x1"), bid("a1", "E1")).refusedBy("R86");
        story.given(
                expert("x1"),
                new RegisterExpert("x1", profile("ACADEMIA", "uni")),
                new SubmitProfile("x1"));
        story.when(expert("x1"), bid("a1", "E1")).refusedBy("R86");
        story.given(OFFICER, new VerifyProfile("x1"));
        story.when(expert("x1"), bid("a1", "E1")).accepted();
    }

    /** R84: a profile is active without any call, and an application changes nothing in it. */
    @Test
    void joining_the_roster_and_applying_are_separate_steps_R84() {
        scene.activeExpert("x1");
        List<Object> joined = story.eventsOf("x1");
        assertThat(joined).last().isInstanceOf(ExpertProfileVerified.class);
        scene.openCall();
        story.given(expert("x1"), bid("a1", "E1"));
        assertThat(story.eventsOf("x1")).isEqualTo(joined);
    }

    @Test
    void the_profile_is_frozen_with_the_application() {
        scene.openCall().applied("x1", "ACADEMIA", "a1", "E1");
        story.given(expert("x1"), new EditProfile("x1", profile("PRIVATE", "own")));
        ApplicationSubmitted submitted = (ApplicationSubmitted) story.eventsOf("a1").get(0);
        assertThat(submitted.profile()).isEqualTo(profile("ACADEMIA", "inps"));
        assertThat(submitted.category()).isEqualTo("ACADEMIA");
    }

    @Test
    @Rule("R76")
    void staff_of_the_partner_do_not_apply_on_its_action() {
        scene.openCall();
        for (String id : List.of("x1", "x2")) {
            String employer = id.equals("x1") ? "ipes" : "inps";
            story.given(
                    expert(id),
                    new RegisterExpert(id, profile("PUBLIC_ADMINISTRATION", employer)),
                    new SubmitProfile(id));
            story.given(OFFICER, new VerifyProfile(id));
        }
        story.when(expert("x1"), bid("a1", "E1")).refusedBy("R76");
        story.when(expert("x2"), bid("a2", "E1")).accepted();
    }

    @Test
    @Rule("R34")
    void nobody_applies_to_a_cancelled_action() {
        scene.openCall().activeExpert("x1").activeExpert("x2");
        story.when(expert("x1"), bid("a1", "E1")).accepted();
        story.given(SYSTEM, new LearnCancellation(Scene.ACTION));
        story.when(expert("x2"), bid("a2", "E1")).refusedBy("R34");
        assertThat(story.eventsOf(CALL)).noneMatch(e -> e.toString().contains("a2"));
    }

    @Test
    void an_unknown_position_or_criterion_is_named() {
        scene.openCall().activeExpert("x1");
        Rejection position =
                story.when(expert("x1"), bid("a1", "E9"))
                        .expectRefusal(Rejection.UnknownCode.class);
        assertThat(position.errors().get(0).pointer()).isEqualTo("/position");
        Apply odd =
                new Apply(
                        "a1",
                        CALL,
                        "E1",
                        "m",
                        List.of(new Evidence("charm", "a lot")),
                        EmployerSupport.YES,
                        false,
                        null);
        Rejection criterion =
                story.when(expert("x1"), odd).expectRefusal(Rejection.UnknownCode.class);
        assertThat(criterion.errors().get(0).pointer()).isEqualTo("/evidence/0/criterion");
    }

    @Test
    void inadmissible_needs_a_reason() {
        scene.openCall().applied("x1", "ACADEMIA", "a1", "E1");
        story.when(OFFICER, new CheckAdmissibility("a1", false))
                .expectRefusal(Rejection.InvalidFields.class);
        story.because("Does not speak Spanish")
                .when(OFFICER, new CheckAdmissibility("a1", false))
                .expectTypes(ApplicationFoundInadmissible.class, ApplicantLeft.class);
    }

    @Test
    @Rule("R87")
    void two_different_persons_score() {
        scene.openCall().applied("x1", "ACADEMIA", "a1", "E1").selectionStarted();
        story.given(OFFICER, new CheckAdmissibility("a1", true));
        ScoreApplication sheet = new ScoreApplication("a1", passing(), null, true);
        story.when(CLARA, sheet).expectTypes(ApplicationScored.class);
        story.when(CLARA, sheet).refusedBy("R87");
        story.when(MANAGER, sheet).expectTypes(ApplicationScored.class, ApplicantRated.class);
        story.when(OFFICER, sheet).refusedBy("R87");
    }

    @Test
    @Rule("R87")
    void the_shortlist_needs_two_scores_with_a_mean_of_the_pass_mark() {
        scene.openCall()
                .applied("x1", "ACADEMIA", "a1", "E1")
                .applied("x2", "ACADEMIA", "a2", "E1")
                .selectionStarted();
        story.given(OFFICER, new CheckAdmissibility("a1", true));
        story.given(CLARA, new ScoreApplication("a1", new Scores(50, 20, 0, 0), null, true));
        story.when(OFFICER, new ShortlistApplication("a1")).expectRefusal(ScoresMissing.class);
        story.given(MANAGER, new ScoreApplication("a1", new Scores(50, 19, 0, 0), null, true));
        story.when(OFFICER, new ShortlistApplication("a1")).expectRefusal(BelowPassMark.class);

        scene.scored("a2", new Scores(50, 20, 1, 0), new Scores(50, 19, 0, 0));
        story.when(OFFICER, new ShortlistApplication("a2"))
                .expectEvents(new ApplicationShortlisted("a2", 70));
    }

    @Test
    @Rule("R87")
    void only_the_assessors_named_score() {
        scene.openCall().applied("x1", "ACADEMIA", "a1", "E1");
        story.given(OFFICER, new CheckAdmissibility("a1", true));
        story.at(Scene.AFTER_DEADLINE)
                .given(OFFICER, new StartSelection(CALL, List.of("clara", "other")));
        ScoreApplication sheet = new ScoreApplication("a1", passing(), null, true);
        story.when(MANAGER, sheet).expectRefusal(NotAnAssessor.class);
        story.when(CLARA, sheet).accepted();
    }

    @Test
    void nobody_scores_before_the_selection_has_begun() {
        scene.openCall().applied("x1", "ACADEMIA", "a1", "E1");
        story.given(OFFICER, new CheckAdmissibility("a1", true));
        story.when(CLARA, new ScoreApplication("a1", passing(), null, true))
                .expectRefusal(SelectionNotUnderWay.class);
    }

    @Test
    @Rule("R83")
    void a_private_expert_is_chosen_only_if_no_public_one_passed() {
        scene.openCall()
                .applied("x1", "PRIVATE", "a1", "E1")
                .applied("x2", "MANDATED_BODY", "a2", "E1")
                .selectionStarted()
                .shortlisted("a1")
                .scored("a2", new Scores(50, 20, 0, 0), new Scores(50, 20, 0, 0));
        Rejection refusal = story.when(CLARA, new SelectExpert("a1")).refusedBy("R83");
        assertThat(refusal.facts()).containsEntry("publicApplications", List.of("a2"));
        story.given(OFFICER, new ShortlistApplication("a2"));
        story.when(CLARA, new SelectExpert("a2")).accepted();
    }

    @Test
    @Rule("R83")
    void a_public_expert_below_the_pass_mark_or_gone_is_no_obstacle() {
        scene.openCall()
                .applied("x1", "PRIVATE", "a1", "E1")
                .applied("x2", "MANDATED_BODY", "a2", "E1")
                .applied("x3", "MANDATED_BODY", "a3", "E1")
                .selectionStarted()
                .shortlisted("a1")
                .scored("a2", new Scores(50, 19, 0, 0), new Scores(50, 20, 0, 0))
                .shortlisted("a3");
        story.when(CLARA, new SelectExpert("a1")).refusedBy("R83");
        story.given(expert("x3"), new WithdrawApplication("a3"));
        story.when(CLARA, new SelectExpert("a1")).accepted();
    }

    @Test
    @Rule("R88")
    void the_reserve_list_is_taken_in_its_order() {
        scene.openCall()
                .applied("x1", "PUBLIC_ADMINISTRATION", "a1", "E1")
                .applied("x2", "PUBLIC_ADMINISTRATION", "a2", "E1")
                .selectionStarted()
                .shortlisted("a1")
                .shortlisted("a2");
        story.when(CLARA, new ReserveApplication("a1"))
                .expectEvents(
                        new ApplicantReserved(CALL, "a1", 1),
                        new ApplicationReserved("a1", 1, Instant.parse("2027-12-08T22:59:59Z")));
        story.when(CLARA, new ReserveApplication("a2"))
                .expectEvents(
                        new ApplicantReserved(CALL, "a2", 2),
                        new ApplicationReserved("a2", 2, Instant.parse("2027-12-08T22:59:59Z")));
        story.when(CLARA, new SelectExpert("a2")).refusedBy("R88");
        story.given(CLARA, new SelectExpert("a1"));
        story.given(expert("x1"), new DeclineAssignment("a1"));
        story.when(CLARA, new SelectExpert("a2")).accepted();
    }

    @Test
    @Rule("R88")
    void a_reserve_list_is_valid_for_twelve_months() {
        scene.oneShortlisted();
        story.given(CLARA, new ReserveApplication("a1"));
        Scene other = new Scene().oneShortlisted();
        other.story.given(CLARA, new ReserveApplication("a1"));

        other.story.at("2027-12-08T22:59:58Z").when(CLARA, new SelectExpert("a1")).accepted();
        story.at("2027-12-08T22:59:59Z").when(CLARA, new SelectExpert("a1")).refusedBy("R88");
    }

    @Test
    void an_acceptance_opens_the_mobilisation_in_the_same_commit() {
        scene.oneSelected();
        List<Object> events = story.when(expert("x1"), new AcceptAssignment("a1")).events();
        assertThat(events)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrder(
                        AssignmentAccepted.class,
                        SeatTaken.class,
                        MobilisationOpened.class,
                        EngagementBooked.class,
                        MobilisationAttached.class);
        MobilisationOpened opened = (MobilisationOpened) story.eventsOf(mobilisation()).get(0);
        assertThat(opened.reference()).isEqualTo("2027-03/1/E1");
        assertThat(opened.employerCountry()).isEqualTo("IT");
        assertThat(opened.objectionUntil()).isEqualTo(ANSWER_DUE);
        assertThat(opened.principal()).isTrue();
    }

    @Test
    void an_assignment_is_accepted_within_five_working_days() {
        scene.oneSelected();
        ExpertSelected selected =
                (ExpertSelected) story.eventsOf("a1").get(story.eventsOf("a1").size() - 1);
        assertThat(selected.answerDue()).isEqualTo(Instant.parse(ANSWER_DUE));
        Scene other = new Scene().oneSelected();

        story.at(ANSWER_DUE)
                .when(expert("x1"), new AcceptAssignment("a1"))
                .expectRefusal(AnswerTooLate.class);
        other.story
                .at("2026-12-15T22:59:58Z")
                .when(expert("x1"), new AcceptAssignment("a1"))
                .accepted();
    }

    @Test
    void a_selected_expert_who_never_answers_makes_room_by_a_rejection() {
        scene.oneSelected();
        story.because("no answer")
                .when(CLARA, new RejectApplication("a1"))
                .expectRefusal(Rejection.WrongState.class);
        story.at(ANSWER_DUE)
                .because("no answer")
                .when(CLARA, new RejectApplication("a1"))
                .expectTypes(ApplicationNotSelected.class, SeatFreed.class, ApplicantLeft.class);
    }

    @Test
    void nobody_else_answers_for_an_expert() {
        scene.oneSelected().activeExpert("x2");
        story.when(expert("x2"), new AcceptAssignment("a1"))
                .expectRefusal(Rejection.NotFound.class);
        story.when(expert("x2"), new DeclineAssignment("a1"))
                .expectRefusal(Rejection.NotFound.class);
    }

    @Test
    @Rule("R91")
    void the_partner_objects_within_five_working_days() {
        scene.oneSelected();
        Scene other = new Scene().oneSelected();
        story.at(ANSWER_DUE).when(SIGNATORY, new ObjectToExpert("a1")).refusedBy("R91");
        other.story
                .at("2026-12-15T22:59:58Z")
                .when(SIGNATORY, new ObjectToExpert("a1"))
                .expectTypes(PartnerObjected.class, SeatFreed.class, ApplicantLeft.class);
    }

    @Test
    void an_objection_after_the_acceptance_cancels_the_mobilisation_and_frees_the_seat() {
        scene.oneAccepted();
        story.when(SIGNATORY, new ObjectToExpert("a1"))
                .expectTypes(
                        PartnerObjected.class,
                        MobilisationCancelled.class,
                        EngagementEnded.class,
                        SeatFreed.class,
                        ApplicantLeft.class,
                        MobilisationDetached.class);
    }

    @Test
    @Rule("R91")
    void who_has_no_objection_cannot_object_afterwards() {
        scene.oneSelected();
        story.when(SIGNATORY, new GiveNoObjection("a1")).expectTypes(PartnerNoObjectionGiven.class);
        story.when(SIGNATORY, new ObjectToExpert("a1")).refusedBy("R91");
    }

    @Test
    void another_institution_has_no_say() {
        scene.oneSelected();
        var molsa = Story.person("molsa", "partner-signatory", "molsa");
        story.when(molsa, new ObjectToExpert("a1")).expectRefusal(Rejection.NotFound.class);
        story.when(molsa, new GiveNoObjection("a1")).expectRefusal(Rejection.NotFound.class);
    }

    @Test
    @Rule(value = "R21", derived = true)
    void who_speaks_for_a_merged_record_objects_or_agrees_for_the_partner() {
        var survivor = Story.person("sonia", "partner-signatory", "inclusion");
        Scene apart = new Scene().oneSelected();
        apart.story
                .when(survivor, new ObjectToExpert("a1"))
                .expectRefusal(Rejection.NotFound.class);
        Scene.merged().oneSelected().story.when(survivor, new ObjectToExpert("a1")).accepted();
        Scene.merged().oneSelected().story.when(survivor, new GiveNoObjection("a1")).accepted();
    }

    @Test
    @Rule("R76")
    void staff_of_a_merged_record_are_staff_of_the_partner() {
        Scene merged = Scene.merged().openCall();
        merged.story.given(
                expert("x1"),
                new RegisterExpert("x1", profile("PUBLIC_ADMINISTRATION", "inclusion")),
                new SubmitProfile("x1"));
        merged.story.given(OFFICER, new VerifyProfile("x1"));
        merged.story.when(expert("x1"), bid("a1", "E1")).refusedBy("R76");
        merged.activeExpert("x2").story.when(expert("x2"), bid("a2", "E1")).accepted();
    }

    @Test
    void a_withdrawn_application_is_out() {
        scene.openCall().applied("x1", "ACADEMIA", "a1", "E1");
        story.when(expert("x1"), new WithdrawApplication("a1"))
                .expectTypes(ApplicationWithdrawn.class, ApplicantLeft.class);
    }

    @Test
    @Rule("R83")
    void a_private_expert_waits_until_every_public_one_is_scored_or_out() {
        Scores below = new Scores(50, 19, 0, 0);
        scene.openCall()
                .applied("x1", "PRIVATE", "a1", "E1")
                .applied("x2", "MANDATED_BODY", "a2", "E1")
                .applied("x3", "MANDATED_BODY", "a3", "E1")
                .selectionStarted()
                .shortlisted("a1");
        Rejection refusal = story.when(CLARA, new SelectExpert("a1")).refusedBy("R83");
        assertThat(refusal.facts()).containsEntry("publicApplications", List.of("a2", "a3"));
        scene.scored("a2", below, below);
        story.when(CLARA, new SelectExpert("a1")).refusedBy("R83");
        story.because("No support.").given(OFFICER, new CheckAdmissibility("a3", false));
        story.when(CLARA, new SelectExpert("a1")).accepted();
    }

    @Test
    @Rule("R83")
    void a_public_expert_who_passed_and_was_rejected_stays_an_obstacle() {
        publicAndPrivateShortlisted(scene);
        story.because("Others were stronger.").given(CLARA, new RejectApplication("a2"));
        story.when(CLARA, new SelectExpert("a1")).refusedBy("R83");

        Scene declined = new Scene();
        publicAndPrivateShortlisted(declined);
        declined.story.given(CLARA, new SelectExpert("a2"));
        declined.story.given(expert("x2"), new DeclineAssignment("a2"));
        declined.story.when(CLARA, new SelectExpert("a1")).accepted();

        Scene silent = new Scene();
        publicAndPrivateShortlisted(silent);
        silent.story.given(CLARA, new SelectExpert("a2"));
        silent.story.at(ANSWER_DUE);
        silent.story.because("no answer").given(CLARA, new RejectApplication("a2"));
        silent.story.when(CLARA, new SelectExpert("a1")).accepted();
    }

    private static void publicAndPrivateShortlisted(Scene scene) {
        scene.openCall()
                .applied("x1", "PRIVATE", "a1", "E1")
                .applied("x2", "MANDATED_BODY", "a2", "E1")
                .selectionStarted()
                .shortlisted("a1")
                .shortlisted("a2");
    }

    @Test
    @Rule("R86")
    void a_suspended_expert_is_not_selected_until_reinstated() {
        scene.oneShortlisted();
        story.because("Conduct.").given(OFFICER, new SuspendExpert("x1"));
        story.when(CLARA, new SelectExpert("a1")).refusedBy("R86");
        story.given(OFFICER, new ReinstateExpert("x1"));
        story.when(CLARA, new SelectExpert("a1")).accepted();
    }

    @Test
    @Rule("R74")
    void an_expert_is_not_selected_until_the_profile_is_confirmed() {
        scene.oneShortlisted();
        story.at("2028-11-23T23:00:00Z").when(CLARA, new SelectExpert("a1")).refusedBy("R74");
        story.given(expert("x1"), new ConfirmProfile("x1"));
        story.when(CLARA, new SelectExpert("a1")).accepted();
    }

    @Test
    @Rule("R86")
    void whoever_was_suspended_or_has_left_since_the_selection_does_not_accept() {
        scene.oneSelected();
        story.because("Conduct.").given(OFFICER, new SuspendExpert("x1"));
        story.when(expert("x1"), new AcceptAssignment("a1")).refusedBy("R86");
        story.given(OFFICER, new ReinstateExpert("x1"));
        story.when(expert("x1"), new AcceptAssignment("a1")).accepted();

        Scene gone = new Scene().oneSelected();
        gone.story.given(expert("x1"), new DeactivateExpert("x1"));
        gone.story.when(expert("x1"), new AcceptAssignment("a1")).refusedBy("R86");
    }

    @Test
    @Rule("R76")
    void somebody_with_two_employers_is_staff_of_both() {
        scene.openCall();
        career("x1", employed("ipes", "2015-01-01", null), employed("inps", "2020-01-01", null));
        career(
                "x2",
                employed("ipes", "2015-01-01", "2026-11-22"),
                employed("inps", "2020-01-01", null));
        story.when(expert("x1"), bid("a1", "E1")).refusedBy("R76");
        story.when(expert("x2"), bid("a2", "E1")).accepted();
    }

    @Test
    @Rule("R76")
    void whoever_became_staff_of_the_partner_since_the_application_does_not_accept() {
        for (String employer : List.of("ipes", "onem")) {
            Scene own = new Scene().oneSelected();
            own.story.given(
                    expert("x1"),
                    new EditProfile(
                            "x1",
                            Scene.employedBy(
                                    List.of(
                                            employed("inps", "2015-01-01", "2026-12-07"),
                                            employed(employer, "2026-12-08", null)))));
            Story.Outcome outcome = own.story.when(expert("x1"), new AcceptAssignment("a1"));
            if (employer.equals("ipes")) {
                outcome.refusedBy("R76");
            } else {
                outcome.accepted();
            }
        }
    }

    private void career(String id, Profile.Employment... employers) {
        story.given(
                expert(id),
                new RegisterExpert(id, Scene.employedBy(List.of(employers))),
                new SubmitProfile(id));
        story.given(OFFICER, new VerifyProfile(id));
    }

    private static Profile.Employment employed(String employer, String from, String to) {
        return new Profile.Employment(
                employer,
                "Instituto",
                "IT",
                "PUBLIC_ADMINISTRATION",
                LocalDate.parse(from),
                to == null ? null : LocalDate.parse(to),
                null);
    }

    @Test
    void nobody_accepts_a_seat_of_a_call_that_has_been_cancelled() {
        scene.oneSelected();
        story.given(CLARA, new CancelCall(CALL, null));
        story.when(expert("x1"), new AcceptAssignment("a1"))
                .expectRefusal(Rejection.WrongState.class);
        assertThat(story.eventsOf(mobilisation())).isEmpty();
    }
}
