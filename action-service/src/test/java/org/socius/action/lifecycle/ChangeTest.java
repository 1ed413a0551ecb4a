package org.socius.action.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.action.lifecycle.ActionExamples.*;
import static org.socius.action.lifecycle.ActionRulesTest.points;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.action.advice.TravelAdvice;
import org.socius.action.advice.TravelAdvice.GiveTravelAdvice;
import org.socius.action.advice.TravelAdvice.Level;
import org.socius.action.lifecycle.ActionCommand.*;
import org.socius.action.lifecycle.ActionEvent.*;
import org.socius.action.lifecycle.ActivityCommand.*;
import org.socius.action.plan.ActionDesign;
import org.socius.action.plan.ActivityPlan;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

/** Amendments, follow-ups and what the public sees. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ChangeTest {

    @Test
    @Rule("R45")
    void a_fifth_more_budget_is_the_coordinators_and_a_cent_above_it_the_approvers() {
        Story story = at("APPROVED");
        assertThat(
                        story.because("Dear")
                                .when(CLARA, amended(7_200_001L, null))
                                .refusedBy("R45")
                                .facts())
                .containsEntry("approvedBudgetMinor", 6_000_000L)
                .containsEntry("wantedBudgetMinor", 7_200_001L);
        story.because("Dear").when(CLARA, amended(7_200_000L, null)).accepted();
        story.because("Dearer").when(CLARA, amended(7_200_001L, null)).refusedBy("R45");
        story.because("Dearer").when(OLGA, amended(7_200_001L, null)).accepted();
        story.because("Dearest").when(CLARA, amended(8_640_001L, null)).accepted();
        story.because("Dearest").when(CLARA, amended(8_640_002L, null)).refusedBy("R45");
    }

    @Test
    @Rule("R45")
    void a_fifth_more_days_are_the_coordinators_and_one_above_them_the_approvers() {
        Story story = at("IN_PROGRESS");
        story.because("Longer").when(CLARA, amended(null, 25)).refusedBy("R45");
        story.because("Longer").when(CLARA, amended(null, 24)).accepted();
        story.because("Longer").when(OLGA, amended(null, 25)).accepted();
        assertThat(shown(story).activities().get(0).estimatedDays()).isEqualTo(25);
    }

    @Test
    void an_amendment_keeps_before_and_after_and_its_reason() {
        Story story = at("APPROVED");
        story.because("Prices rose").given(CLARA, amended(7_000_000L, 22));
        ActionAmended amended = (ActionAmended) story.eventsOf(ACTION).getLast();
        assertThat(amended.designBefore().budgetCeiling().amountMinor()).isEqualTo(6_000_000);
        assertThat(amended.design().budgetCeiling().amountMinor()).isEqualTo(7_000_000);
        assertThat(amended.activitiesBefore().get(0).plan().estimatedDays()).isEqualTo(20);
        assertThat(amended.activities().get(0).plan().estimatedDays()).isEqualTo(22);
        assertThat(story.messagesOf(ACTION).getLast().getMetaData())
                .containsEntry("reason", "Prices rose");
        assertThat(shown(story).design().budgetCeiling().amountMinor()).isEqualTo(7_000_000);
        story.because("Again")
                .when(CLARA, amended(7_000_000L, 22))
                .expectRefusal(Rejection.InvalidFields.class);
    }

    @Test
    @Rule("R32")
    void an_amended_budget_stays_within_the_ceiling_of_the_facility() {
        Story story = at("APPROVED");
        story.because("Dear").when(OLGA, amended(25_000_001L, null)).refusedBy("R32");
        story.because("Dear").when(OLGA, amended(25_000_000L, null)).accepted();
    }

    @Test
    @Rule("R31")
    void who_designed_the_action_does_not_approve_its_great_amendment() {
        Story story = at("APPROVED");
        story.because("Dear")
                .when(Story.person("clara", "approver"), amended(9_000_000L, null))
                .refusedBy("R31");
        story.because("Dear").when(OLGA, amended(9_000_000L, null)).accepted();
    }

    @Test
    void an_amendment_touches_open_activities_only_and_finds_each_once() {
        Story story = at("UNDER_QUALITY_REVIEW");
        story.because("Late").when(CLARA, amended(null, 21)).expectRefusal(Rejection.class);
        Story open = at("APPROVED");
        open.because("Twice")
                .when(
                        CLARA,
                        new AmendAction(ACTION, amendment(null, List.of(days(1, 21), days(1, 22)))))
                .expectRefusal(Rejection.InvalidFields.class);
        open.because("Which")
                .when(CLARA, new AmendAction(ACTION, amendment(null, List.of(days(7, 21)))))
                .expectRefusal(Rejection.InvalidFields.class);
    }

    @Test
    @Rule("R58")
    void no_activity_is_changed_into_one_that_would_come_before_the_fact_finding() {
        ActivityPlan facts = plan("fact_finding_mission", "2027-03-01", "2027-03-05");
        Story story =
                at("IN_DESIGN")
                        .given(
                                CLARA,
                                new PlanActivity(ACTION, 1, facts),
                                new PlanActivity(ACTION, 2, facts));
        story.when(CLARA, new ChangeActivityPlan(ACTION, 1, plan())).refusedBy("R58");
        story.when(CLARA, new ChangeActivityPlan(ACTION, 2, plan())).accepted();

        Story running =
                at(
                        "APPROVED",
                        facts,
                        s -> {},
                        s ->
                                s.because("More to find out")
                                        .given(
                                                OLGA,
                                                new AmendAction(
                                                        ACTION,
                                                        amendment(null, List.of(more(facts))))));
        Amendment.OfActivity workshop =
                new Amendment.OfActivity(
                        1, "workshop", null, null, null, null, null, null, null, null, null);
        Rejection refusal =
                running.because("Known already")
                        .when(OLGA, new AmendAction(ACTION, amendment(null, List.of(workshop))))
                        .refusedBy("R58");
        assertThat(refusal.errors().getFirst().pointer()).isEqualTo("/changes/activities/0/type");
    }

    @Test
    void days_and_texts_have_bounds_that_no_action_meets() {
        Story story = at("DESIGNED");
        ActivityPlan p = plan();
        for (int days : List.of(1_000, 1_001)) {
            ActivityPlan many =
                    new ActivityPlan(
                            p.type(),
                            p.title(),
                            p.modality(),
                            p.place(),
                            p.plannedStart(),
                            p.plannedEnd(),
                            days,
                            p.dependsOn(),
                            null,
                            null);
            Story.Outcome outcome = story.when(CLARA, new ChangeActivityPlan(ACTION, 1, many));
            if (days > 1_000) {
                outcome.expectRefusal(Rejection.InvalidFields.class);
            } else {
                outcome.accepted();
            }
        }
        ActionDesign d = design();
        int others = "Street vendors".length() + "Cobertura".length() + "Elections".length();
        for (int more : List.of(0, 1)) {
            ActionDesign whole =
                    new ActionDesign(
                            d.title(),
                            d.objective(),
                            List.of(
                                    new ActionDesign.Result(
                                            Map.of("en", "x".repeat(100_000 - others + more)),
                                            null)),
                            d.typesOfAssistance(),
                            d.themes(),
                            d.sdgTargets(),
                            d.markers(),
                            d.budgetCeiling(),
                            d.countries(),
                            d.stakeholders(),
                            d.risks());
            Story.Outcome outcome = story.when(CLARA, new DesignAction(ACTION, whole));
            if (more > 0) {
                outcome.expectRefusal(Rejection.InvalidFields.class);
            } else {
                outcome.accepted();
            }
        }
    }

    @Test
    @Rule("R58")
    void a_fact_finding_mission_comes_first_and_may_lead_to_an_amended_design() {
        ActivityPlan facts = plan("fact_finding_mission", "2027-03-01", "2027-03-05");
        Story late = at("IN_DESIGN").given(CLARA, activity(1));
        late.when(CLARA, new PlanActivity(ACTION, 2, facts)).refusedBy("R58");
        late.given(CLARA, new ChangeActivityPlan(ACTION, 1, facts));
        late.when(CLARA, new PlanActivity(ACTION, 2, facts)).accepted();
        late.when(CLARA, activity(3)).accepted();

        Story story =
                at(
                        "COMPLETED",
                        facts,
                        s -> {},
                        s ->
                                s.because("Room for what is found")
                                        .given(
                                                OLGA,
                                                new AmendAction(
                                                        ACTION,
                                                        amendment(
                                                                10_000_000L,
                                                                List.of(
                                                                        more(
                                                                                plan(
                                                                                        "training",
                                                                                        "2027-05-01",
                                                                                        "2027-05-05")))))));
        assertThat(shown(story).status()).isEqualTo("UNDER_IMPLEMENTATION");
        story.because("What was found")
                .when(
                        CLARA,
                        new AmendAction(
                                ACTION,
                                amendment(
                                        null,
                                        List.of(
                                                more(
                                                        plan(
                                                                "workshop",
                                                                "2027-06-01",
                                                                "2027-06-05"))))))
                .refusedBy("R45");
        story.because("What was found")
                .when(
                        OLGA,
                        new AmendAction(
                                ACTION,
                                amendment(
                                        null,
                                        List.of(
                                                more(
                                                        plan(
                                                                "workshop",
                                                                "2027-06-01",
                                                                "2027-06-05"))))))
                .accepted();
        assertThat(shown(story).activities())
                .extracting(ActionView.ActivityView::number)
                .containsExactly(1, 2, 3);
    }

    @Test
    @Rule("R59")
    void what_hung_on_a_cancelled_activity_can_still_be_changed_but_nothing_new_hangs_on_it() {
        Story design = at("IN_DESIGN").given(CLARA, activity(1), activity(2));
        design.given(CLARA, new PlanActivity(ACTION, 3, dependingOn(1)))
                .because("Too much")
                .given(CLARA, new CancelActivity(ACTION, 1));
        design.when(CLARA, new ChangeActivityPlan(ACTION, 2, dependingOn(1))).refusedBy("R59");
        design.when(CLARA, new ChangeActivityPlan(ACTION, 3, dependingOn(1))).accepted();

        Story story =
                at(
                        "APPROVED",
                        plan(),
                        s ->
                                s.given(CLARA, new PlanActivity(ACTION, 2, dependingOn(1)))
                                        .given(SIGNATORY, new AgreeToActionForm(ACTION)),
                        s -> s.because("Late").given(CLARA, new CancelActivity(ACTION, 1)));
        story.because("Longer")
                .when(CLARA, new AmendAction(ACTION, amendment(null, List.of(days(2, 21)))))
                .accepted();
    }

    @Test
    void a_study_visit_that_becomes_a_workshop_has_no_host_any_more() {
        Story story = at("APPROVED", visit());
        Amendment.OfActivity workshop =
                new Amendment.OfActivity(
                        1, "workshop", null, null, null, null, null, null, null, null, null);
        story.because("No visas")
                .when(CLARA, new AmendAction(ACTION, amendment(null, List.of(workshop))))
                .accepted();
        assertThat(shown(story).activities().get(0).visit()).isNull();
        assertThat(shown(story).activities().get(0).type()).isEqualTo("workshop");
    }

    @Test
    void a_wrong_field_of_an_amendment_is_found_where_it_was_sent() {
        Story story =
                at(
                        "APPROVED",
                        plan(),
                        s ->
                                s.given(CLARA, activity(2))
                                        .given(SIGNATORY, new AgreeToActionForm(ACTION)),
                        s -> {});
        points(
                wrong(story, amendment(null, List.of(days(2, 21), days(1, 0)))),
                "/changes/activities/1/estimatedDays");
        points(
                wrong(
                        story,
                        amendment(null, List.of(more(plan("party", "2027-05-01", "2027-05-02"))))),
                "/changes/activities/0/type");
        points(wrong(story, amendment(0L, List.of())), "/changes/budgetCeiling/amountMinor");
    }

    private static Rejection wrong(Story story, Amendment amendment) {
        return story.because("Wrong")
                .when(CLARA, new AmendAction(ACTION, amendment))
                .expectRefusal(Rejection.class);
    }

    @Test
    @Rule("R33")
    void an_amendment_does_not_lead_beyond_four_activities() {
        Story story =
                at(
                        "APPROVED",
                        plan(),
                        s ->
                                s.given(CLARA, activity(2), activity(3))
                                        .given(SIGNATORY, new AgreeToActionForm(ACTION)),
                        s -> {});
        AmendAction one = new AmendAction(ACTION, amendment(null, List.of(more(plan()))));
        story.because("More").when(OLGA, one).accepted();
        story.because("More").when(OLGA, one).refusedBy("R33");
    }

    @Test
    @Rule("R29")
    void the_follow_up_of_Ghana_continues_an_action_of_the_former_phase() {
        Story story = story();
        story.given(SYSTEM, history("key-ghana-2014", "2014-12", false))
                .given(SYSTEM, history("ongoing", "2014-13", true))
                .given(SYSTEM, open());
        story.when(CLARA, new LinkFollowUp(ACTION, "2014-99")).refusedBy("R29");
        story.when(CLARA, new LinkFollowUp(ACTION, "2013-01")).refusedBy("R29");
        story.when(CLARA, new LinkFollowUp(ACTION, "nobody")).refusedBy("R29");
        story.when(CLARA, new LinkFollowUp(ACTION, "2014-13")).refusedBy("R29");
        story.when(CLARA, new LinkFollowUp(ACTION, "2014-12"))
                .expectEvents(new FollowUpLinked(ACTION, "key-ghana-2014", "2014-12"));
        assertThat(shown(story).predecessor())
                .isEqualTo(new ActionView.PredecessorView("key-ghana-2014", "2014-12", false));
        story.when(CLARA, new LinkFollowUp(ACTION, "key-ghana-2014")).refusedBy("R29");
        story.given(CLARA, new DesignAction(ACTION, design()), activity(1))
                .given(SIGNATORY, new AgreeToActionForm(ACTION))
                .given(CLARA, new SubmitForApproval(ACTION))
                .given(COMMISSION, new RecordCommissionAgreement(ACTION))
                .given(OLGA, new ApproveAction(ACTION));
        assertThat(((ActionApproved) story.eventsOf(ACTION).getLast()).predecessor())
                .isEqualTo("2014-12");
    }

    @Test
    @Rule("R29")
    void what_is_no_action_cannot_be_continued() {
        Story story = story().given(SYSTEM, open(), history("before", "2014-12", false));
        story.given(
                Story.person("ada", "admin"),
                new GiveTravelAdvice(
                        TravelAdvice.ID, "CO", LocalDate.parse("2027-01-01"), Level.CAUTION, null));
        for (String other : List.of(TravelAdvice.ID, "action-number-2014")) {
            assertThat(story.eventsOf(other)).isNotEmpty();
            story.when(CLARA, new LinkFollowUp(ACTION, other)).refusedBy("R29");
        }
        story.when(CLARA, new LinkFollowUp(ACTION, "before")).accepted();
    }

    @Test
    @Rule("R29")
    void a_chain_of_follow_ups_does_not_come_back() {
        Story story = story();
        for (String id : List.of("a", "b", "c")) {
            story.given(SYSTEM, history(id, "2014-1" + (id.charAt(0) - 'a'), false));
        }
        story.when(CLARA, new LinkFollowUp("a", "a")).refusedBy("R29");
        story.when(CLARA, new LinkFollowUp("b", "a")).accepted();
        story.when(CLARA, new LinkFollowUp("c", "b")).accepted();
        story.when(CLARA, new LinkFollowUp("a", "c")).refusedBy("R29");
        story.when(CLARA, new LinkFollowUp("a", "2014-12")).refusedBy("R29");
        story.when(CLARA, new LinkFollowUp("c", "a")).accepted();
    }

    @Test
    @Rule("R43")
    void what_is_taken_off_the_public_record_comes_back_with_the_next_publication() {
        Story early = at("AWAITING_APPROVAL");
        early.because("Wrong").when(COMMUNICATOR, new UnpublishAction(ACTION)).refusedBy("R43");
        Story story = at("CLOSED").given(COMMUNICATOR, publication("Done"));
        story.because("Wrong").when(COMMUNICATOR, new UnpublishAction(ACTION)).accepted();
        assertThat(shown(story).published()).isFalse();
        story.because("Wrong")
                .when(COMMUNICATOR, new UnpublishAction(ACTION))
                .expectRefusal(Rejection.WrongState.class);
        story.given(COMMUNICATOR, publication("Right"));
        assertThat(shown(story).published()).isTrue();
        assertThat(shown(story).outcome()).containsEntry("en", "Right");
    }

    @Test
    @Rule("R43")
    void what_was_approved_and_then_cancelled_can_be_taken_off_the_public_record() {
        Story story = at("APPROVED").because("Late").given(CLARA, new CancelAction(ACTION));
        assertThat(folded(story, ACTION).show(COMMUNICATOR, 0).allowedTransitions())
                .contains("unpublication");
        story.because("Wrong").when(COMMUNICATOR, new UnpublishAction(ACTION)).accepted();
        story.because("Wrong")
                .when(COMMUNICATOR, new UnpublishAction(ACTION))
                .expectRefusal(Rejection.WrongState.class);

        Story never = at("CANCELLED");
        assertThat(folded(never, ACTION).show(COMMUNICATOR, 0).allowedTransitions()).isEmpty();
        never.because("Wrong").when(COMMUNICATOR, new UnpublishAction(ACTION)).refusedBy("R43");
    }

    @Test
    @Rule(value = "R62", derived = true)
    void co_organisers_are_kept_with_their_part() {
        ActivityPlan p = plan();
        ActivityPlan.CoOrganiser iom = new ActivityPlan.CoOrganiser("IOM", "premises");
        Story story = at("IN_DESIGN");
        story.given(
                CLARA,
                new PlanActivity(
                        ACTION,
                        1,
                        new ActivityPlan(
                                p.type(),
                                p.title(),
                                p.modality(),
                                p.place(),
                                p.plannedStart(),
                                p.plannedEnd(),
                                p.estimatedDays(),
                                p.dependsOn(),
                                null,
                                List.of(iom))));
        assertThat(shown(story).activities().get(0).coOrganisers()).containsExactly(iom);
    }
}
