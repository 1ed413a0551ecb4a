package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.request.RequestExamples.*;

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
import org.socius.platform.command.Actor;
import org.socius.platform.testing.RandomWalk;
import org.socius.platform.testing.RandomWalk.Attempt;
import org.socius.platform.testing.Story;
import org.socius.request.RequestCommand.*;

/** Whatever is asked of requests, in whatever order, they stay on the drawn paths. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RequestWalkTest {

    private static final List<String> IDS =
            List.of(ONE, ONE, ONE, ONE, ONE, TWO, TWO, TWO, FOUR, IPES);

    @Test
    void random_commands_lead_along_the_table_or_are_refused_with_a_named_problem() {
        List<Story> starts = new ArrayList<>(RequestStatesTest.stories());
        starts.add(story().given(CLARA, ipes()));
        starts.add(secondReadyForAcceptance(readyForAcceptance()));
        starts.add(secondReadyForAcceptance(actionOpen()));
        starts.add(furtherUnderScreening(actionOpen(), TWO));
        RandomWalk walk =
                new RandomWalk(
                        Map.of("Request", RandomWalk.of(Request.class)),
                        starts,
                        attempts(),
                        "SECURITY",
                        "DUPLICATE",
                        Request.OPEN_ACTION,
                        "NO_SUCH_CODE");

        Set<String> steps = walk.run();

        assertThat(steps)
                .contains(
                        "Request: ON_HOLD --RequestResumed--> UNDER_APPRAISAL",
                        "Request: UNDER_APPRAISAL --RequestAccepted--> ACCEPTED",
                        "Request: RETURNED --RequestLapsed--> LAPSED",
                        "Request: UNDER_APPRAISAL --RequestMerged--> MERGED");
        assertThat(walk.refusals())
                .contains("WrongState", "StaleVersion", "EntryOutOfOrder", "NotFound");
    }

    private static List<Function<Random, Attempt>> attempts() {
        List<Function<Random, Attempt>> all = new ArrayList<>();
        all.add(
                r ->
                        new Attempt(
                                any(r, DRAFTER, DRAFTER, OF_MOLSA, CLARA),
                                new DraftRequest(
                                        id(r),
                                        RequestForm.Kind.FULL,
                                        any(r, IPES, IPES, MOLSA),
                                        any(r, complete(), only(Map.of())))));
        all.add(
                r ->
                        new Attempt(
                                any(r, DRAFTER, SIGNATORY, OF_MOLSA),
                                new EditRequestDraft(
                                        id(r),
                                        any(r, null, RequestForm.Kind.SHORT),
                                        any(r, null, null, MOLSA),
                                        any(
                                                r,
                                                complete(),
                                                only(Map.of("themes", List.of("SI-PEN"))),
                                                only(Map.of("themes", List.of("NIX"))),
                                                only(Map.of("language", "de"))))));
        person(all, r -> any(r, SIGNATORY, SIGNATORY, OF_MOLSA), r -> submit(r));
        person(all, r -> any(r, SIGNATORY, OF_MOLSA), r -> new ResubmitRequest(id(r), yes(r)));
        person(all, RequestWalkTest::staff, r -> new StartScreening(id(r)));
        person(
                all,
                RequestWalkTest::staff,
                r -> new ReturnRequest(id(r), any(r, List.of(), List.of("mandate"))));
        person(all, RequestWalkTest::staff, r -> new DecideEligibility(id(r), yes(r)));
        person(all, RequestWalkTest::staff, r -> new HoldRequest(id(r)));
        person(all, RequestWalkTest::staff, r -> new ResumeRequest(id(r)));
        person(all, RequestWalkTest::staff, r -> new ConsultDelegation(id(r)));
        person(
                all,
                r -> any(r, DELEGATION, DELEGATION, delegation("AM")),
                r -> new RecordDelegationOpinion(id(r), any(r, Opinion.values()), null));
        person(all, r -> COMMISSION, r -> new OverrideDelegationOpinion(id(r)));
        person(all, RequestWalkTest::staff, r -> appraisal(id(r), scores(r)));
        person(all, RequestWalkTest::staff, r -> new AcceptRequest(id(r)));
        person(all, RequestWalkTest::staff, r -> new RejectRequest(id(r)));
        person(
                all,
                RequestWalkTest::staff,
                r -> new MergeRequest(id(r), id(r), LocalDate.of(2026, 1 + r.nextInt(6), 1), "I"));
        person(all, r -> any(r, DRAFTER, SIGNATORY, OF_MOLSA), r -> new WithdrawRequest(id(r)));
        person(all, r -> SYSTEM, r -> new NoteActionOpened(id(r), "action-1", "2026-01"));
        person(all, r -> SYSTEM, r -> new NoteActionEnded(id(r), "action-1"));
        person(
                all,
                RequestWalkTest::staff,
                r -> new HandOverRequest(id(r), any(r, "cleo", "conrad")));
        person(all, r -> DORA, r -> new EraseRequest(id(r)));
        person(all, r -> SYSTEM, r -> new RecordDueRequestSteps(id(r)));
        person(all, r -> SYSTEM, r -> new TakeUpRequest(id(r)));
        return all;
    }

    private static SubmitRequest submit(Random random) {
        return new SubmitRequest(id(random), random.nextInt(5) > 0);
    }

    private static void person(
            List<Function<Random, Attempt>> all,
            Function<Random, Actor> by,
            Function<Random, Object> command) {
        all.add(r -> new Attempt(by.apply(r), command.apply(r)));
    }

    private static Actor staff(Random random) {
        return any(random, CLARA, CONRAD, ALEKSANDER);
    }

    private static Integer[] scores(Random random) {
        int low = 1 + random.nextInt(4);
        return random.ints(7, low, 6).boxed().toArray(Integer[]::new);
    }

    private static boolean yes(Random random) {
        return random.nextInt(4) > 0;
    }

    private static String id(Random random) {
        return any(random, IDS.toArray(String[]::new));
    }

    @SafeVarargs
    private static <T> T any(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
