package org.socius.action.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.socius.action.lifecycle.ActionExamples.*;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.socius.action.lifecycle.ActionCommand.AgreeToActionForm;
import org.socius.action.lifecycle.ActionCommand.ApproveAction;
import org.socius.action.lifecycle.ActionCommand.DesignAction;
import org.socius.action.lifecycle.ActionCommand.RecordCommissionAgreement;
import org.socius.action.lifecycle.ActionCommand.RefuseAction;
import org.socius.action.lifecycle.ActionCommand.ReturnForRedesign;
import org.socius.action.lifecycle.ActionCommand.SubmitForApproval;
import org.socius.action.lifecycle.ActionEvent.ActionDesigned;
import org.socius.action.lifecycle.ActionEvent.ActionReturnedForRedesign;
import org.socius.action.lifecycle.ActivityCommand.CancelActivity;
import org.socius.action.lifecycle.ActivityCommand.ChangeActivityPlan;
import org.socius.action.lifecycle.ActivityCommand.PostponeActivity;
import org.socius.action.plan.ActionDesign;
import org.socius.platform.command.Actor;
import org.socius.platform.command.EventMoment;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;
import org.socius.platform.view.Duties;

/**
 * One person, who has every role there is, takes one step of the design and tries every decision
 * about the action (R31). Standing in for somebody makes no difference to it: commands know who
 * acts and for whom, never instead of whom.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SeparationTest {

    private static final String XENIA = "xenia";
    private static final Actor AS_COORDINATOR = Story.person(XENIA, "coordinator");
    private static final Actor AS_MANAGER = Story.person(XENIA, "activity-manager");
    private static final Actor AS_APPROVER = Story.person(XENIA, "approver");
    private static final Actor ADMIN = Story.person("ada", "admin");

    /**
     * A step of the design, taken by her on an action that Clara has designed with two activities.
     */
    private enum Design {
        DESIGNS(
                s ->
                        s.given(
                                AS_COORDINATOR,
                                new DesignAction(
                                        ACTION,
                                        design(
                                                List.of("TA-POL"),
                                                List.of(new ActionDesign.Share("SI-PEN", 100)))))),
        PLANS(s -> s.given(AS_COORDINATOR, activity(3))),
        CHANGES_A_PLAN(
                s ->
                        s.given(
                                AS_COORDINATOR,
                                new ChangeActivityPlan(
                                        ACTION, 1, plan("workshop", "2027-03-08", "2027-03-12")))),
        CANCELS_AN_ACTIVITY(
                s -> s.because("Late").given(AS_COORDINATOR, new CancelActivity(ACTION, 2))),
        SETS_NEW_DATES(
                s ->
                        s.because("Flood")
                                .given(AS_MANAGER, new PostponeActivity(ACTION, 1))
                                .given(AS_MANAGER, rescheduled("2027-06-01", "2027-06-05"))),
        IS_DESIGNED_FOR(
                s -> s.onBehalfOf(AS_COORDINATOR).because("Paper").given(ADMIN, activity(3)));

        private final UnaryOperator<Story> step;

        Design(UnaryOperator<Story> step) {
            this.step = step;
        }

        /** The action waits for its approval. */
        Story told() {
            Story story = at("IN_DESIGN");
            story.given(CLARA, new DesignAction(ACTION, design()), activity(1), activity(2));
            return step.apply(story)
                    .given(SIGNATORY, new AgreeToActionForm(ACTION))
                    .given(CLARA, new SubmitForApproval(ACTION))
                    .given(COMMISSION, new RecordCommissionAgreement(ACTION));
        }
    }

    private enum Decision {
        APPROVES(new ApproveAction(ACTION)),
        RETURNS(new ReturnForRedesign(ACTION)),
        REFUSES(new RefuseAction(ACTION));

        private final Object command;

        Decision(Object command) {
            this.command = command;
        }
    }

    static Stream<Arguments> pairs() {
        return Arrays.stream(Design.values())
                .flatMap(
                        design ->
                                Arrays.stream(Decision.values())
                                        .map(decision -> Arguments.of(design, decision)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @Rule("R31")
    void who_took_any_step_of_the_design_decides_nothing_about_it(
            Design design, Decision decision) {
        Story story = design.told();
        story.because("why").when(AS_APPROVER, decision.command).refusedBy("R31");
        story.onBehalfOf(AS_APPROVER).because("why").when(ADMIN, decision.command).refusedBy("R31");
        story.because("why").when(OLGA, decision.command).accepted();
    }

    @ParameterizedTest
    @EnumSource
    @Rule("R31")
    void who_took_any_step_of_the_design_does_not_approve_its_great_amendment(Design design) {
        Story story = design.told().given(OLGA, new ApproveAction(ACTION));
        story.because("Dear").when(AS_APPROVER, amended(9_000_000L, null)).refusedBy("R31");
        story.because("Dear").when(OLGA, amended(9_000_000L, null)).accepted();
    }

    @Test
    @Rule("R31")
    void who_amended_the_action_a_little_does_not_approve_its_great_amendment() {
        Story story =
                at("APPROVED").because("Prices").given(AS_COORDINATOR, amended(6_100_000L, null));
        story.because("Dear").when(AS_APPROVER, amended(9_000_000L, null)).refusedBy("R31");
        story.because("Dear").when(OLGA, amended(9_000_000L, null)).accepted();
        assertThat(duties(story).separations())
                .extracting(Duties.Separation::decision, Duties.Separation::preparedBy)
                .containsExactly(
                        tuple("ActionApproved", List.of("clara")),
                        tuple("ActionAmended", List.of("clara", XENIA)));
    }

    /** No command leads there; a list that could not say so would prove nothing. */
    @Test
    void the_list_of_duties_would_show_a_breach() {
        ActionDuties duties = new ActionDuties();
        EventMoment xenia = EventMoment.of(Map.of("actorId", XENIA, "actorRole", "approver"));
        duties.note(new ActionDesigned(ACTION, design()), xenia);
        duties.note(new ActionReturnedForRedesign(ACTION), xenia);
        assertThat(duties.shown().separations())
                .extracting(Duties.Separation::rule, Duties.Separation::kept)
                .containsExactly(tuple("R31", false));
    }

    private static Duties.Shown duties(Story story) {
        ActionDuties duties = new ActionDuties();
        story.messagesOf(ACTION)
                .forEach(m -> duties.note(m.getPayload(), EventMoment.of(m.getMetaData())));
        return duties.shown();
    }
}
