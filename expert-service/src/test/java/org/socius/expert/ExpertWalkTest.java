package org.socius.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.expert.Scene.*;

import java.time.Instant;
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
import org.socius.expert.actions.KnownActionCommand.*;
import org.socius.expert.actions.TermsOfReference.Days;
import org.socius.expert.applications.Application;
import org.socius.expert.applications.ApplicationCommand.*;
import org.socius.expert.applications.ApplicationEvent.EmployerSupport;
import org.socius.expert.calls.Call;
import org.socius.expert.calls.CallCommand.*;
import org.socius.expert.mobilisations.Mobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.*;
import org.socius.expert.mobilisations.MobilisationEvent.Remuneration;
import org.socius.expert.roster.Expert;
import org.socius.expert.roster.ExpertCommand.*;
import org.socius.platform.command.Actor;
import org.socius.platform.format.Money;
import org.socius.platform.testing.RandomWalk;
import org.socius.platform.testing.RandomWalk.Attempt;
import org.socius.platform.testing.Story;

/** Whatever is asked of experts, calls, applications and mobilisations, all stay on their paths. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExpertWalkTest {

    @Test
    void random_commands_lead_along_the_tables_or_are_refused_with_a_named_problem() {
        List<Story> starts = new ArrayList<>(StatesTest.stories());
        starts.add(new Scene().openCall().activeExpert("x1").activeExpert("x2", "PRIVATE").story);
        starts.add(new Scene().oneSelected().activeExpert("x2", "PRIVATE").story);
        starts.add(
                new Scene()
                        .approvedAction()
                        .authorisedWithoutCall("x1", mobilisation(), "E1")
                        .story);
        starts.add(new Scene().onePrivateReporting().story);
        RandomWalk walk =
                new RandomWalk(
                        Map.of(
                                "Expert", RandomWalk.of(Expert.class),
                                "Call", RandomWalk.of(Call.class),
                                "Application", RandomWalk.of(Application.class),
                                "Mobilisation", RandomWalk.of(Mobilisation.class)),
                        starts,
                        attempts(),
                        "SECURITY",
                        "FORCE_MAJEURE",
                        "NO_SUCH_CODE");

        Set<String> steps = walk.run();

        assertThat(steps)
                .contains(
                        "Expert profile: ACTIVE --ExpertProfileExpired--> NEEDS_UPDATE",
                        "Call for experts: OPEN --CallClosed--> CLOSED",
                        "Application: RESERVE --ExpertSelected--> SELECTED",
                        "Mobilisation: CONTRACTING --ExpertMobilised--> MOBILISED",
                        "Mobilisation: ON_ASSIGNMENT --ExpertReplaced--> REPLACED");
        assertThat(walk.refusals()).contains("WrongState", "StaleVersion", "NotFound");
    }

    private static List<Function<Random, Attempt>> attempts() {
        List<Function<Random, Attempt>> all = new ArrayList<>();
        StatesTest.commands().forEach(attempt -> all.add(_ -> attempt));
        on(
                all,
                r -> any(r, expert("x3"), OFFICER, CLARA),
                r -> new RegisterExpert("x3", profile(category(r), any(r, "inps", "ipes"))));
        on(
                all,
                ExpertWalkTest::person,
                r -> new EditProfile(who(r), profile(category(r), any(r, "inps", "uni"))));
        on(all, ExpertWalkTest::person, r -> new SubmitProfile(who(r)));
        on(all, r -> OFFICER, r -> new VerifyProfile(who(r)));
        on(all, ExpertWalkTest::person, r -> new ConfirmProfile(who(r)));
        on(all, r -> OFFICER, r -> new DeactivateExpert(who(r)));
        on(all, r -> CLARA, r -> new ReinstateExpert(who(r)));
        on(all, r -> SYSTEM, r -> new RecordDueExpertSteps(who(r)));
        on(all, r -> OFFICER, r -> new DraftCall(any(r, CALL, "call-2"), ACTION, 1 + r.nextInt(2)));
        on(all, r -> CLARA, r -> new PublishCall(call(r), moment(r)));
        on(all, r -> OFFICER, r -> new ExtendCall(call(r), moment(r)));
        on(all, r -> CLARA, r -> new RelaunchCall(call(r), moment(r), List.of()));
        on(all, r -> CLARA, r -> new CancelCall(call(r), any(r, null, "ACTION_CANCELLED")));
        on(
                all,
                r -> OFFICER,
                r -> new StartSelection(call(r), any(r, List.of(), List.of("clara", "manager"))));
        on(all, r -> OFFICER, r -> new StateOutcome(call(r)));
        on(all, r -> CLARA, r -> new HandOverCall(call(r), any(r, "olga", "officer")));
        on(all, r -> SYSTEM, r -> new RecordDueCallSteps(call(r)));
        for (int i = 0; i < 3; i++) {
            on(all, ExpertWalkTest::person, r -> application(r));
        }
        on(all, r -> OFFICER, r -> new CheckAdmissibility(bid(r), r.nextInt(4) > 0));
        on(
                all,
                r -> any(r, CLARA, MANAGER, OFFICER),
                r ->
                        new ScoreApplication(
                                bid(r), any(r, passing(), points(10, 10)), null, r.nextBoolean()));
        on(all, r -> OFFICER, r -> new ShortlistApplication(bid(r)));
        on(all, r -> CLARA, r -> new SelectExpert(bid(r)));
        on(all, r -> CLARA, r -> new ReserveApplication(bid(r)));
        on(all, r -> CLARA, r -> new RejectApplication(bid(r)));
        on(all, r -> SIGNATORY, r -> new ObjectToExpert(bid(r)));
        on(all, r -> any(r, SIGNATORY, EMPLOYER), r -> new GiveNoObjection(bid(r)));
        on(all, ExpertWalkTest::person, r -> new WithdrawApplication(bid(r)));
        on(all, ExpertWalkTest::person, r -> new AcceptAssignment(bid(r)));
        on(all, ExpertWalkTest::person, r -> new DeclineAssignment(bid(r)));
        on(all, r -> SYSTEM, r -> new EndWithCall(bid(r), "CALL_CANCELLED"));
        on(all, r -> SYSTEM, r -> new EndWithPerson(bid(r)));
        on(all, r -> SYSTEM, r -> new EraseWithMobilisation(bid(r)));
        on(
                all,
                r -> CLARA,
                r ->
                        new AppointExpert(
                                "m1",
                                ACTION,
                                1,
                                any(r, "E1", "E2", "E9"),
                                any(r, null, CALL),
                                who(r),
                                any(r, "UNIQUE_EXPERTISE", "NIX")));
        on(all, r -> SIGNATORY, r -> new ObjectToAppointment(mission(r)));
        on(all, r -> SIGNATORY, r -> new WaiveObjection(mission(r)));
        on(all, r -> OFFICER, r -> new RequestAuthorisation(mission(r)));
        on(
                all,
                r -> any(r, EMPLOYER, OFFICER),
                r -> new GrantAuthorisation(mission(r), any(r, null, "letter")));
        on(
                all,
                r -> FINANCE,
                r ->
                        new IssueContract(
                                mission(r),
                                "C",
                                days(r),
                                day(r),
                                day(r).plusDays(r.nextInt(200) - 20),
                                any(r, null, Remuneration.values()[r.nextInt(3)]),
                                any(r, null, "head")));
        on(
                all,
                r -> FINANCE,
                r -> new AmendContract(mission(r), days(r), any(r, null, day(r)), day(r), null));
        on(all, ExpertWalkTest::person, r -> new SignContract(mission(r), r.nextInt(4) > 0));
        on(all, r -> OFFICER, r -> new StartAssignment(mission(r), any(r, null, day(r)), null));
        on(all, r -> OFFICER, r -> new EndAssignment(mission(r)));
        on(
                all,
                r -> any(r, expert("x1"), expert("x2"), OFFICER, FINANCE),
                r ->
                        new RecordWorkingDays(
                                mission(r),
                                List.of(
                                        new Worked(
                                                any(r, "preparation", "delivery"),
                                                r.nextInt(60) / 2.0,
                                                any(r, null, day(r)),
                                                any(r, null, day(r)),
                                                any(r, null, true, false)))));
        on(all, r -> FINANCE, r -> new SettleMobilisation(mission(r)));
        on(all, r -> CLARA, r -> new ReplaceExpert(mission(r), "m2", who(r)));
        on(all, r -> DATA_PROTECTION, r -> new EraseMobilisation(mission(r)));
        on(
                all,
                r -> any(r, OFFICER, expert("x1")),
                r ->
                        new CancelMobilisation(
                                mission(r),
                                any(r, null, day(r)),
                                any(r, null, new Money(r.nextInt(9) - 2L, "EUR"))));
        on(all, r -> SYSTEM, r -> new UnwindMobilisation(mission(r), "ACTION_CANCELLED"));
        on(all, r -> SYSTEM, r -> new RecordDueMobilisationSteps(mission(r)));
        on(
                all,
                r -> SYSTEM,
                r ->
                        any(
                                r,
                                new LearnCompletion(ACTION, 1),
                                new LearnSuspension(ACTION),
                                new LearnResumption(ACTION),
                                new LearnResumption(ACTION)));
        on(
                all,
                r -> SYSTEM,
                r ->
                        r.nextInt(5) > 0
                                ? new LearnResumption(ACTION)
                                : any(
                                        r,
                                        new LearnActivityCancellation(ACTION, 1),
                                        new LearnCancellation(ACTION)));
        return all;
    }

    private static Apply application(Random random) {
        return new Apply(
                "a" + (1 + random.nextInt(4)),
                call(random),
                any(random, "E1", "E1", "E2", "E9"),
                "I should like to help.",
                List.of(),
                EmployerSupport.YES,
                random.nextBoolean(),
                null);
    }

    private static Actor person(Random random) {
        return any(random, expert("x1"), expert("x1"), expert("x2"), expert("x9"), OFFICER);
    }

    private static String who(Random random) {
        return any(random, "x1", "x1", "x2", "x9", "x7");
    }

    private static String call(Random random) {
        return any(random, CALL, CALL, CALL, "call-2", "x1");
    }

    private static String bid(Random random) {
        return any(random, "a1", "a1", "a1", "a2", "a3", CALL);
    }

    private static String mission(Random random) {
        return any(random, mobilisation(), mobilisation(), mobilisation(), "m1", "m2", "a1");
    }

    private static String category(Random random) {
        return any(random, "PUBLIC_ADMINISTRATION", "PRIVATE", "ACADEMIA");
    }

    private static Days days(Random random) {
        return any(random, DAYS, new Days(0, 0, 0), new Days(1, 5, 2), new Days(30, 30, 30));
    }

    private static LocalDate day(Random random) {
        return LocalDate.of(2026, 11, 1).plusDays(random.nextInt(300));
    }

    private static Instant moment(Random random) {
        return Instant.parse(DEADLINE).plusSeconds((random.nextInt(60) - 5) * 86_400L);
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
