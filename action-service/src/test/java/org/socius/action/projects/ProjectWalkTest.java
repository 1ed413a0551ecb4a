package org.socius.action.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.action.projects.ProjectExamples.*;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.action.projects.Project.Status;
import org.socius.action.projects.ProjectCommand.*;
import org.socius.platform.testing.RandomWalk;
import org.socius.platform.testing.RandomWalk.Attempt;

/** Whatever is asked of projects, they stay on the drawn paths. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProjectWalkTest {

    @Test
    void random_commands_lead_along_the_table_or_are_refused_with_a_named_problem() {
        RandomWalk walk =
                new RandomWalk(
                        Map.of("Project", RandomWalk.of(Project.class)),
                        Stream.of(Status.values()).map(ProjectExamples::at).toList(),
                        attempts(),
                        "SECURITY",
                        "NO_SUCH_CODE");

        Set<String> steps = walk.run();

        assertThat(steps)
                .contains(
                        "Project: MID_TERM_REVIEW --MidTermReviewFiled--> EXTENDED",
                        "Project: UNDER_IMPLEMENTATION --ChairPassed--> UNDER_IMPLEMENTATION",
                        "Project: CLOSING --ProjectClosed--> CLOSED");
        assertThat(walk.refusals()).contains("WrongState", "StaleVersion", "NotFound");
    }

    private static List<Function<Random, Attempt>> attempts() {
        List<Function<Random, Object>> commands = new ArrayList<>();
        ProjectStatesTest.commands().forEach(command -> commands.add(_ -> command));
        commands.add(r -> formulate(budget(670, any(r, null, 670, 600))));
        commands.add(
                r ->
                        new FormulateProject(
                                PROJECT,
                                List.of(component(any(r, null, "MoF"), any(r, null, 9_000L))),
                                budget(670, 670),
                                List.of()));
        commands.add(
                r ->
                        members(
                                member(
                                        any(r, null, "SISPI"),
                                        any(r, "IT", "BE", "CN", "XX"),
                                        r.nextBoolean())));
        commands.add(r -> members(inps(), any(r, formez(), poland())));
        commands.add(r -> new SignGrant(PROJECT, "C", any(r, null, day(r)), day(r), day(r)));
        commands.add(r -> new AdoptAnnualPlan(PROJECT, 2010 + r.nextInt(12), Map.of("en", "Plan")));
        commands.add(r -> new AdoptWorkPlan(PROJECT, any(r, Map.of(), Map.of("en", "Plan"))));
        commands.add(r -> new NameCoordinator(PROJECT, r.nextInt(4), r.nextInt(6), day(r)));
        commands.add(r -> workshop(r.nextInt(4)));
        commands.add(r -> deliverable("d" + r.nextInt(5)));
        commands.add(r -> role("expert", any(r, null, "2016-01-01"), any(r, null, "2015-01-01")));
        commands.add(r -> new ExtendProject(PROJECT, day(r).plusYears(2)));
        commands.add(
                r ->
                        new AmendBudget(
                                PROJECT,
                                budget(any(r, 0, 700), any(r, null, 700)),
                                List.of(
                                        new ProjectPlan.ComponentBudget(
                                                r.nextInt(4), euro(r.nextInt(900))))));
        commands.add(r -> new RenameMember(PROJECT, r.nextInt(5), "M", null, any(r, null, day(r))));
        commands.add(
                r -> new LetMemberLeave(PROJECT, r.nextInt(5), day(r), any(r, null, r.nextInt(5))));
        commands.add(r -> leave(1, any(r, 2, 3)));
        commands.add(r -> new HoldClosingEvent(PROJECT, null, any(r, null, day(r))));
        commands.add(r -> new StartMidTermReview(PROJECT));
        commands.add(r -> new CloseProject(any(r, PROJECT, "nowhere")));
        commands.add(r -> new EraseProject(any(r, PROJECT, "nowhere")));
        return commands.stream()
                .<Function<Random, Attempt>>map(
                        command -> r -> new Attempt(CLARA, command.apply(r)))
                .toList();
    }

    private static LocalDate day(Random random) {
        return LocalDate.of(2014, 1, 1).plusDays(random.nextInt(2_200));
    }

    @SafeVarargs
    private static <T> T any(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
