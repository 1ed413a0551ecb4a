package org.socius.action.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.socius.action.lifecycle.ActionExamples.*;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.action.lifecycle.ActionCommand.*;
import org.socius.action.lifecycle.ActionEvent.*;
import org.socius.action.lifecycle.ActivityCommand.*;
import org.socius.platform.command.Actor;
import org.socius.platform.command.EventMoment;
import org.socius.platform.partners.Partners;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;
import org.socius.platform.view.Duties;

/** What comes after the work: questionnaires, lasting effects, and who did what. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AfterwardsTest {

    @Test
    @Rule(value = "R109", derived = true)
    void whoever_is_silent_is_reminded_after_ten_and_after_twenty_days() {
        Story story = at("COMPLETED").given(SIGNATORY, answer(SurveyKind.PARTNER, 5));
        tick(story, "2027-04-07T08:59:59Z").expectEvents();
        tick(story, "2027-04-07T09:00:00Z")
                .expectEvents(new SurveyReminded(ACTION, 1, 1, List.of("expert", "participant")));
        tick(story, "2027-04-07T10:00:00Z").expectEvents();
        story.given(PRINCIPAL, answer(SurveyKind.EXPERT, 4));
        tick(story, "2027-05-30T09:00:00Z")
                .expectEvents(new SurveyReminded(ACTION, 1, 2, List.of("participant")));
        assertThat(EventMoment.of(story.messagesOf(ACTION).getLast().getMetaData()).occurredAt())
                .as("dated with its due time")
                .isEqualTo("2027-04-17T09:00:00Z");
        tick(story, "2027-08-30T09:00:00Z").expectEvents();
    }

    @Test
    void who_has_answered_is_left_alone_and_so_is_a_closed_action() {
        Story answered =
                at("COMPLETED")
                        .given(SIGNATORY, answer(SurveyKind.PARTNER, 5))
                        .given(PRINCIPAL, answer(SurveyKind.EXPERT, 5))
                        .given(MANAGER, answer(SurveyKind.PARTICIPANT, 5));
        tick(answered, "2027-05-30T09:00:00Z").expectEvents();
        tick(at("CLOSED"), "2027-05-30T09:00:00Z").expectEvents();
    }

    private static Story.Outcome tick(Story story, String instant) {
        return story.at(instant).when(SYSTEM, new RecordDueActionSteps(ACTION));
    }

    @Test
    @Rule(value = "R110", derived = true)
    void a_figure_of_satisfaction_stands_beside_the_number_of_answers() {
        Story story = at("COMPLETED");
        for (int rating : List.of(3, 4, 5)) {
            story.given(MANAGER, answer(SurveyKind.PARTICIPANT, rating));
        }
        story.given(
                MANAGER,
                new AnswerSurvey(
                        ACTION,
                        1,
                        SurveyKind.PARTICIPANT,
                        Map.of("relevance", 2),
                        false,
                        false,
                        ""));
        assertThat(shown(story).surveys())
                .containsExactly(
                        new ActionView.SurveyView(
                                1, "participant", 4, Map.of("relevance", 3.5), 75));
    }

    @Test
    @Rule("R112")
    void lasting_effects_are_looked_at_nine_months_after_the_closing() {
        Story story = at("CLOSED");
        assertThat(shown(story).lastingEffects().dueOn()).isEqualTo("2027-12-28");
        story.at("2027-12-27T22:59:00Z").when(EVALUATOR, effects()).refusedBy("R112");
        tick(story, "2027-12-27T23:00:00Z").expectTypes(LastingEffectCheckFellDue.class);
        story.when(EVALUATOR, effects()).expectTypes(LastingEffectsChecked.class);
        assertThat(shown(story).lastingEffects().followUpProposed()).isTrue();
        story.when(EVALUATOR, effects()).expectRefusal(Rejection.WrongState.class);
        assertThat(folded(story, ACTION).nextStepDue()).isNull();
    }

    @Test
    @Rule(value = "R35", derived = true)
    void a_cancelled_activity_moves_neither_start_nor_end() {
        Story story =
                at(
                        "IN_PROGRESS",
                        plan(),
                        s -> {},
                        s ->
                                s.because("More")
                                        .given(
                                                OLGA,
                                                new AmendAction(
                                                        ACTION,
                                                        amendment(
                                                                null,
                                                                List.of(
                                                                        more(
                                                                                plan(
                                                                                        "training",
                                                                                        "2027-12-01",
                                                                                        "2027-12-05")))))));
        assertThat(shown(story).end()).isEqualTo("2027-12-05");
        story.because("EXPERT_WITHDREW", "x").given(MANAGER, new CancelActivity(ACTION, 2));
        assertThat(shown(story).start()).isEqualTo("2027-03-01");
        assertThat(shown(story).end()).isEqualTo("2027-03-05");
        story.at("2027-03-03T10:00:00Z")
                .because("EXPERT_WITHDREW", "x")
                .given(MANAGER, new CancelActivity(ACTION, 1));
        assertThat(shown(story).start()).isEqualTo("2027-03-01");
        assertThat(shown(story).end()).as("it was broken off").isEqualTo("2027-03-03");
    }

    @Test
    @Rule(value = "R35", derived = true)
    void an_activity_that_was_broken_off_late_lasted_no_longer_than_planned() {
        Story story = at("IN_PROGRESS").at("2027-03-20T10:00:00Z");
        story.because("EXPERT_WITHDREW", "x").given(MANAGER, new CancelActivity(ACTION, 1));
        assertThat(shown(story).start()).isEqualTo("2027-03-01");
        assertThat(shown(story).end()).isEqualTo("2027-03-05");
    }

    @Test
    @Rule(value = "R21", derived = true)
    void who_speaks_for_a_merged_record_speaks_for_the_partner() {
        Actor survivor = Story.person("sonia", "partner-signatory", "inclusion");
        Story apart = story();
        apart.given(SYSTEM, open())
                .given(CLARA, new DesignAction(ACTION, design()), activity(1))
                .when(survivor, new AgreeToActionForm(ACTION))
                .expectRefusal(Rejection.NotFound.class);

        Story merged = story(new Partners(_ -> Set.of("ipes", "inclusion")));
        merged.given(SYSTEM, open())
                .given(CLARA, new DesignAction(ACTION, design()), activity(1))
                .when(survivor, new AgreeToActionForm(ACTION))
                .accepted();
    }

    @Test
    @Rule(value = "R119", derived = true)
    void what_an_expert_calls_a_deliverable_beside_the_agreed_ones_is_not_told() {
        Story story = at("UNDER_QUALITY_REVIEW");
        story.given(
                PRINCIPAL,
                new SubmitDeliverable(
                        ACTION, 1, "d2", "Opinion of Dr Perez", "Opinion", "o.pdf", "doc-2"),
                new SubmitDeliverable(ACTION, 1, "d3", "Road Map", "Way", "w.pdf", "doc-3"));
        assertThat(publicKinds(story)).containsExactly(null, "additional", null);
        assertThat(shown(story).activities().getFirst().deliverables())
                .extracting("kind")
                .contains("Opinion of Dr Perez");
    }

    private static List<String> publicKinds(Story story) {
        return story.eventsOf(ACTION).stream()
                .filter(ActivityEvent.DeliverableSubmitted.class::isInstance)
                .map(event -> ((ActivityEvent.DeliverableSubmitted) event).publicKind())
                .toList();
    }

    @Test
    void a_fact_of_an_earlier_day_does_not_open_the_days_before() {
        Story story = at("REPORTING");
        story.given(PRINCIPAL, report("d1"));
        story.at("2027-03-20T09:00:00Z");
        story.on("2027-03-05").given(SYSTEM, worked(1, 1, 4));
        story.on("2027-03-08")
                .when(MANAGER, new AcceptDeliverable(ACTION, 1, "d1"))
                .expectRefusal(Rejection.EntryOutOfOrder.class);
        story.on("2027-03-13").when(MANAGER, new AcceptDeliverable(ACTION, 1, "d1")).accepted();
    }

    @Test
    void the_first_coordinator_who_acts_is_responsible_until_the_action_is_handed_over() {
        Story story = at("IN_DESIGN");
        assertThat(shown(story).responsible()).isNull();
        story.given(CLARA, activity(1));
        assertThat(shown(story).responsible()).isEqualTo("clara");
        story.because("Leave")
                .when(CLARA, new HandOverAction(ACTION, "clara"))
                .expectRefusal(Rejection.WrongState.class);
        story.because("Leave")
                .when(CLARA, new HandOverAction(ACTION, "cleo"))
                .expectEvents(new ActionHandedOver(ACTION, "clara", "cleo"));
        assertThat(shown(story).responsible()).isEqualTo("cleo");
        assertThat(folded(story, ACTION).show(SIGNATORY, 0).responsible()).isNull();
    }

    @Test
    void whoever_sets_new_dates_before_the_approval_has_prepared_it() {
        Story story = at("AGREED").because("Flood").given(MANAGER, new PostponeActivity(ACTION, 1));
        story.given(MANAGER, rescheduled("2027-06-01", "2027-06-05"))
                .given(SIGNATORY, new AgreeToActionForm(ACTION))
                .given(CLARA, new SubmitForApproval(ACTION))
                .given(COMMISSION, new RecordCommissionAgreement(ACTION))
                .given(OLGA, new ApproveAction(ACTION));
        assertThat(duties(story).separations())
                .extracting(
                        Duties.Separation::preparedBy,
                        Duties.Separation::decidedBy,
                        Duties.Separation::kept)
                .containsExactly(tuple(List.of("clara", "max"), "olga", true));
    }

    @Test
    void duties_say_who_did_which_step_and_that_what_belongs_apart_was_apart() {
        Duties.Shown shown = duties(at("APPROVED"));
        assertThat(shown.duties())
                .extracting(Duties.Duty::step, Duties.Duty::person)
                .contains(
                        tuple("ActionDesigned", "clara"),
                        tuple("ActionFormAgreed", "sofia"),
                        tuple("ActionApproved", "olga"));
        assertThat(shown.separations())
                .containsExactly(
                        new Duties.Separation(
                                "R31",
                                shown.duties().getLast().sequence(),
                                "ActionApproved",
                                List.of("ActionDesigned", "ActivityPlanned"),
                                List.of("clara"),
                                "olga",
                                true));
    }

    private static Duties.Shown duties(Story story) {
        ActionDuties duties = new ActionDuties();
        story.messagesOf(ACTION)
                .forEach(m -> duties.note(m.getPayload(), EventMoment.of(m.getMetaData())));
        return duties.shown();
    }
}
