package org.socius.action.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.socius.action.lifecycle.ActionExamples.*;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socius.action.lifecycle.ActionCommand.*;
import org.socius.action.lifecycle.ActionEvent.*;
import org.socius.action.plan.ActionSettings;
import org.socius.action.plan.ActivityPlan;
import org.socius.platform.testing.BoundSettings;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

/** The limits move with the settings, and what was decided stays as it was. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SettingsTest {

    @Test
    @Rule("R45")
    void an_amendment_may_add_as_much_as_is_set() {
        Story story = at(story(Map.of("socius.action.amendment-percent", 5)), "APPROVED");
        story.because("Dear").when(CLARA, amended(6_300_001L, null)).refusedBy("R45");
        story.because("Dear").when(CLARA, amended(6_300_000L, null)).accepted();
    }

    @Test
    @Rule("R57")
    void a_delegation_is_as_large_as_is_set() {
        Story story = at(story(Map.of("socius.action.delegation-size", 8)), "IN_DESIGN");
        story.when(CLARA, visiting(9)).refusedBy("R57");
        story.when(CLARA, visiting(8)).accepted();
    }

    private static ActivityCommand.PlanActivity visiting(int size) {
        return new ActivityCommand.PlanActivity(
                ACTION,
                1,
                visit(
                        new ActivityPlan.Visit(
                                "CY",
                                List.of("Ministry of Labour"),
                                Collections.nCopies(
                                        size, new ActivityPlan.Delegate("A person", null, null)),
                                "A person")));
    }

    @Test
    @Rule(value = "R109", derived = true)
    void reminders_go_out_on_the_days_that_are_set() {
        Story story = at(story(Map.of("socius.action.survey-reminder-days", "3,5,8")), "COMPLETED");
        tick(story, "2027-03-31T08:59:59Z").expectEvents();
        tick(story, "2027-03-31T09:00:00Z").expectTypes(SurveyReminded.class);
        tick(story, "2027-04-02T09:00:00Z").expectTypes(SurveyReminded.class);
        tick(story, "2027-04-05T09:00:00Z").expectTypes(SurveyReminded.class);
        tick(story, "2027-12-05T09:00:00Z").expectEvents();
    }

    @Test
    @Rule("R112")
    void lasting_effects_are_looked_at_when_it_is_set() {
        Story story = at(story(Map.of("socius.action.lasting-effect-months", 3)), "CLOSED");
        assertThat(shown(story).lastingEffects().dueOn()).isEqualTo("2027-06-28");
        story.at("2027-06-27T21:59:59Z").when(EVALUATOR, effects()).refusedBy("R112");
        tick(story, "2027-06-27T22:00:00Z").expectTypes(LastingEffectCheckFellDue.class);
        story.when(EVALUATOR, effects()).accepted();
    }

    private static Story.Outcome tick(Story story, String instant) {
        return story.at(instant).when(SYSTEM, new RecordDueActionSteps(ACTION));
    }

    @Test
    @Rule("R32")
    void a_ceiling_is_as_high_as_is_set() {
        Story story = at(story(Map.of("socius.action.max-budget-minor", 6_000_000)), "IN_DESIGN");
        story.when(CLARA, new DesignAction(ACTION, design())).accepted();
        Story less = at(story(Map.of("socius.action.max-budget-minor", 5_999_999)), "IN_DESIGN");
        less.when(CLARA, new DesignAction(ACTION, design())).refusedBy("R32");
    }

    /** An administrator sets a number in the middle of a story, from a day on. */
    private static Story set(Story story, String name, String from, long value) {
        return story.given(ADMIN, BoundSettings.set("socius.action." + name, from, value));
    }

    @Test
    @Rule(value = "R109", derived = true)
    void surveys_that_began_keep_the_days_of_their_reminders() {
        Story story = set(at("COMPLETED"), "survey-reminder-days", "2027-03-28", 3);
        tick(story, "2027-04-07T08:59:59Z").expectEvents();
        tick(story, "2027-04-07T09:00:00Z").expectTypes(SurveyReminded.class);
        tick(story, "2027-04-17T09:00:00Z").expectTypes(SurveyReminded.class);

        Story next = set(at("UNDER_QUALITY_REVIEW"), "survey-reminder-days", "2027-03-28", 3);
        reach(next, "COMPLETED");
        tick(next, "2027-03-31T09:00:00Z").expectTypes(SurveyReminded.class);
        tick(next, "2027-04-17T09:00:00Z").expectEvents();
    }

    @Test
    @Rule("R112")
    void a_closed_action_keeps_the_day_of_its_check_on_lasting_effects() {
        Story story = set(at("CLOSED"), "lasting-effect-months", "2027-03-28", 3);
        tick(story, "2027-06-27T22:00:00Z").expectEvents();
        story.at("2027-12-27T22:59:59Z").when(EVALUATOR, effects()).refusedBy("R112");
        tick(story, "2027-12-27T23:00:00Z").expectTypes(LastingEffectCheckFellDue.class);
        story.when(EVALUATOR, effects()).accepted();

        Story next = set(at("EVALUATED"), "lasting-effect-months", "2027-03-28", 3);
        reach(next, "CLOSED");
        tick(next, "2027-06-27T22:00:00Z").expectTypes(LastingEffectCheckFellDue.class);
    }

    @Test
    @Rule("R32")
    void a_design_is_judged_by_the_ceiling_of_its_day_and_stays() {
        Story story = at("IN_DESIGN").given(CLARA, new DesignAction(ACTION, design()));
        set(story, "max-budget-minor", "2026-11-03", 5_999_999);
        story.at("2026-11-02T22:59:59Z").when(CLARA, new DesignAction(ACTION, design())).accepted();
        assertThat(shown(story).design()).isNotNull();
        story.at("2026-11-02T23:00:00Z")
                .when(CLARA, new DesignAction(ACTION, design()))
                .refusedBy("R32");
    }

    @Test
    @Rule("R45")
    void an_amendment_that_was_accepted_stays_and_the_next_is_judged_by_what_holds() {
        Story story = at("APPROVED");
        story.because("Dear").when(CLARA, amended(7_200_000L, null)).accepted();
        set(story, "amendment-percent", "2026-11-02", 5);
        story.because("Dear").when(CLARA, amended(7_200_001L, null)).refusedBy("R45");
    }

    @Test
    @Rule("R57")
    void a_delegation_is_as_large_as_holds_on_its_day() {
        Story story = set(at("IN_DESIGN"), "delegation-size", "2026-11-02", 8);
        story.when(CLARA, visiting(9)).refusedBy("R57");
        story.when(CLARA, visiting(8)).accepted();
    }

    @ParameterizedTest
    @CsvSource({
        "max-budget-minor, 0",
        "amendment-percent, 101",
        "delegation-size, 0",
        "survey-reminder-days, '0,10'",
        "survey-reminder-days, '10,10'",
        "lasting-effect-months, -1"
    })
    void nonsense_is_refused_with_the_name_of_the_property(String name, String value) {
        String property = "socius.action." + name;
        assertThatThrownBy(() -> BoundSettings.with(ActionSettings.class, Map.of(property, value)))
                .rootCause()
                .hasMessageStartingWith(property + " is ");
    }
}
