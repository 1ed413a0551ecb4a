package org.socius.action.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.action.lifecycle.ActionExamples.*;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.action.lifecycle.ActionCommand.*;
import org.socius.action.lifecycle.ActivityCommand.*;
import org.socius.action.lifecycle.ActivityEvent.Participants;
import org.socius.action.plan.ActivityPlan;
import org.socius.platform.command.Actor;
import org.socius.platform.command.EventMoment;
import org.socius.platform.testing.RandomWalk;
import org.socius.platform.testing.RandomWalk.Attempt;
import org.socius.platform.testing.RandomWalk.Place;
import org.socius.platform.testing.Story;

/** Whatever is asked of actions and their activities, they stay on the drawn paths. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ActionWalkTest {

    private static final Actor ADMIN = Story.person("admin", "admin");

    private static final class Told implements RandomWalk.Shadow {

        private final Action action = new Action();

        @Override
        public void evolve(Object event, EventMoment moment) {
            switch (event) {
                case ActionEvent e -> action.evolve(e, moment);
                case ActivityEvent e -> action.evolve(e, moment);
                default -> throw new AssertionError(event);
            }
        }

        @Override
        public List<Place> places() {
            List<Place> places = new ArrayList<>();
            places.add(new Place("action", Action.LIFE_CYCLE, action.status()));
            action.standings()
                    .forEach(
                            (number, status) ->
                                    places.add(
                                            new Place(
                                                    "activity " + number,
                                                    Activity.LIFE_CYCLE,
                                                    status)));
            return places;
        }

        @Override
        public String about(Object event) {
            return event instanceof ActivityEvent e ? "activity " + e.activity() : "action";
        }

        @Override
        public Object state() {
            return List.of(action.show(ADMIN, 0), action.show(SIGNATORY, 0));
        }
    }

    @Test
    void random_commands_lead_along_the_tables_or_are_refused_with_a_named_problem() {
        List<Story> starts = new ArrayList<>();
        WrongStateTest.states().forEach(state -> starts.add(at(state)));
        starts.add(at("IN_PREPARATION", visit()));
        starts.add(
                at(
                        "REPORTING",
                        plan(),
                        story ->
                                story.given(CLARA, activity(2))
                                        .given(SIGNATORY, new AgreeToActionForm(ACTION)),
                        story -> {}));
        starts.add(story().given(SYSTEM, history("action-0", "2014-12", false)));
        RandomWalk walk =
                new RandomWalk(
                        Map.of("Action", Told::new),
                        starts,
                        attempts(),
                        "SECURITY",
                        "FORCE_MAJEURE",
                        "NO_SUCH_CODE");

        Set<String> steps = walk.run();

        assertThat(steps)
                .contains(
                        "Action: UNDER_IMPLEMENTATION --ActionEvaluationOpened--> UNDER_EVALUATION",
                        "Action: SUSPENDED --ActionResumed--> APPROVED",
                        "Activity: CONFIRMED --TeamIncomplete--> STAFFING",
                        "Activity: POSTPONED --ActivityRescheduled--> CONFIRMED",
                        "Activity: [*] --ActionAmended--> PLANNED");
        assertThat(walk.refusals()).contains("WrongState", "StaleVersion", "NotFound");
    }

    private static List<Function<Random, Attempt>> attempts() {
        List<Function<Random, Attempt>> all = new ArrayList<>();
        WrongStateTest.commands().forEach(attempt -> all.add(_ -> attempt));
        on(all, r -> any(r, SIGNATORY, STRANGER, CLARA), r -> new AgreeToActionForm(ACTION));
        on(all, r -> any(r, CLARA, OLGA), r -> new DesignAction(ACTION, design()));
        on(all, r -> any(r, OLGA, CLARA), r -> new ApproveAction(ACTION));
        on(all, r -> CLARA, r -> new PlanActivity(ACTION, number(r), anyPlan(r)));
        on(all, r -> CLARA, r -> new ChangeActivityPlan(ACTION, number(r), anyPlan(r)));
        on(
                all,
                r -> any(r, CLARA, OLGA),
                r ->
                        new AmendAction(
                                ACTION,
                                amendment(
                                        any(r, null, 6_100_000L, 9_000_000L, -1L),
                                        any(
                                                r,
                                                List.of(),
                                                List.of(more(anyPlan(r))),
                                                List.of(days(number(r), r.nextInt(60)))))));
        on(all, r -> OLGA, r -> new AmendAction(ACTION, amendment(null, List.of(more(plan())))));
        on(all, r -> MANAGER, r -> new DraftTermsOfReference(ACTION, number(r), terms()));
        on(
                all,
                r -> MANAGER,
                r ->
                        new DraftTermsOfReference(
                                ACTION,
                                number(r),
                                terms(
                                        List.of(
                                                position("E1", true, true),
                                                position("E2", r.nextInt(9) == 0, true)),
                                        List.of(
                                                deliverable(
                                                        "manual", "Manual", r.nextBoolean())))));
        on(all, r -> any(r, SIGNATORY, STRANGER), r -> new GiveNoObjection(ACTION, number(r)));
        on(all, r -> CLARA, r -> new FinaliseTermsOfReference(ACTION, number(r)));
        on(all, r -> OFFICER, r -> new OpenStaffing(ACTION, number(r)));
        on(
                all,
                r -> SYSTEM,
                r ->
                        new NoteMobilisation(
                                ACTION,
                                number(r),
                                "mobilisation-1-" + (1 + r.nextInt(3)),
                                "E" + (1 + r.nextInt(3)),
                                "expert-" + (1 + r.nextInt(3))));
        on(
                all,
                r -> SYSTEM,
                r -> mobilised(number(r), "E" + (1 + r.nextInt(2)), 1 + r.nextInt(3), true));
        on(
                all,
                r -> SYSTEM,
                r -> new RemoveTeamMember(ACTION, 1, "mobilisation-1-" + (1 + r.nextInt(3)), "E1"));
        on(all, r -> SYSTEM, r -> new RemoveTeamMember(ACTION, 1, "mobilisation-1-1", "E1"));
        on(all, r -> SYSTEM, r -> worked(number(r), 1 + r.nextInt(3), r.nextInt(20)));
        on(
                all,
                r -> SYSTEM,
                r -> new NoteSettlement(ACTION, 1, "mobilisation-1-" + (1 + r.nextInt(3))));
        on(
                all,
                r -> MANAGER,
                r -> new ConfirmActivity(ACTION, number(r), day(r), any(r, null, day(r))));
        on(all, r -> MANAGER, r -> new StartActivity(ACTION, number(r), any(r, null, "clearance")));
        on(
                all,
                r -> MANAGER,
                r ->
                        new EndImplementation(
                                ACTION,
                                number(r),
                                day(r),
                                any(r, List.of(), List.of(new Participants("I", 1, 2, 0))),
                                null));
        on(
                all,
                r -> any(r, PRINCIPAL, SECOND_EXPERT),
                r ->
                        new SubmitDeliverable(
                                ACTION,
                                number(r),
                                "d" + r.nextInt(4),
                                any(r, "mission report", "manual"),
                                any(r, "Report", "Manual"),
                                "report.pdf",
                                "doc-1"));
        on(
                all,
                r -> any(r, MANAGER, SIGNATORY),
                r -> new AcceptDeliverable(ACTION, number(r), "d" + r.nextInt(4)));
        on(
                all,
                r -> any(r, MANAGER, SIGNATORY),
                r -> new ReturnDeliverable(ACTION, number(r), "d" + r.nextInt(4)));
        on(
                all,
                r -> MANAGER,
                r ->
                        new CompleteActivity(
                                ACTION,
                                number(r),
                                day(r),
                                any(r, List.of(), List.of(new StatedDays("E1", r.nextInt(20)))),
                                Map.of("", "Hecho")));
        on(all, r -> MANAGER, r -> new PostponeActivity(ACTION, number(r)));
        on(
                all,
                r -> MANAGER,
                r ->
                        new RescheduleActivity(
                                ACTION,
                                number(r),
                                day(r),
                                day(r).plusDays(r.nextInt(10)),
                                null,
                                null,
                                any(r, null, day(r))));
        on(all, r -> CLARA, r -> new CancelActivity(ACTION, number(r)));
        on(
                all,
                r -> any(r, SIGNATORY, PRINCIPAL, MANAGER),
                r ->
                        new AnswerSurvey(
                                ACTION,
                                number(r),
                                any(r, SurveyKind.values()),
                                Map.of("relevance", r.nextInt(7)),
                                true,
                                true,
                                ""));
        on(all, r -> EVALUATOR, r -> evaluation(r.nextBoolean()));
        on(all, r -> CLARA, r -> new CloseAction(ACTION));
        on(all, r -> CLARA, r -> new LinkFollowUp(ACTION, any(r, ACTION, "2014-12", "before")));
        on(all, r -> COMMUNICATOR, r -> publication(any(r, "", "Done")));
        on(all, r -> SYSTEM, r -> open());
        on(all, r -> SYSTEM, r -> history(any(r, ACTION, "before"), "2014-12", r.nextBoolean()));
        on(all, r -> SYSTEM, r -> new RecordDueActionSteps(ACTION));
        on(all, r -> CLARA, r -> new SuspendAction(ACTION));
        on(all, r -> CLARA, r -> new ResumeAction(ACTION));
        return all;
    }

    private static ActivityPlan anyPlan(Random random) {
        return any(
                random,
                plan(),
                visit(),
                visit(null),
                plan("REMOTE"),
                plan("NOWHERE"),
                dependingOn(1 + random.nextInt(5)),
                plan("fact_finding", "2027-04-01", "2027-04-05"),
                plan("workshop", "2026-01-01", "2025-01-01"));
    }

    private static LocalDate day(Random random) {
        return LocalDate.of(2026, 11, 1).plusDays(random.nextInt(400));
    }

    private static int number(Random random) {
        return any(random, 1, 1, 1, 1, 2, 2, 3, 9);
    }

    private static void on(
            List<Function<Random, Attempt>> all,
            Function<Random, Actor> by,
            Function<Random, Object> command) {
        all.add(r -> new Attempt(by.apply(r), command.apply(r)));
    }

    @SafeVarargs
    private static <T> T any(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
