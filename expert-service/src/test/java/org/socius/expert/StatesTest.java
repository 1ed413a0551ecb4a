package org.socius.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.expert.Scene.CALL;
import static org.socius.expert.Scene.CLARA;
import static org.socius.expert.Scene.DATA_PROTECTION;
import static org.socius.expert.Scene.DAYS;
import static org.socius.expert.Scene.EMPLOYER;
import static org.socius.expert.Scene.FINANCE;
import static org.socius.expert.Scene.MANAGER;
import static org.socius.expert.Scene.OFFICER;
import static org.socius.expert.Scene.SIGNATORY;
import static org.socius.expert.Scene.bid;
import static org.socius.expert.Scene.contract;
import static org.socius.expert.Scene.expert;
import static org.socius.expert.Scene.mobilisation;
import static org.socius.expert.Scene.passing;
import static org.socius.expert.Scene.profile;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.socius.expert.actions.TermsOfReference;
import org.socius.expert.applications.Application;
import org.socius.expert.applications.ApplicationCommand;
import org.socius.expert.applications.ApplicationCommand.AcceptAssignment;
import org.socius.expert.applications.ApplicationCommand.CheckAdmissibility;
import org.socius.expert.applications.ApplicationCommand.DeclineAssignment;
import org.socius.expert.applications.ApplicationCommand.EraseApplication;
import org.socius.expert.applications.ApplicationCommand.GiveNoObjection;
import org.socius.expert.applications.ApplicationCommand.ObjectToExpert;
import org.socius.expert.applications.ApplicationCommand.RejectApplication;
import org.socius.expert.applications.ApplicationCommand.ReserveApplication;
import org.socius.expert.applications.ApplicationCommand.ScoreApplication;
import org.socius.expert.applications.ApplicationCommand.SelectExpert;
import org.socius.expert.applications.ApplicationCommand.ShortlistApplication;
import org.socius.expert.applications.ApplicationCommand.WithdrawApplication;
import org.socius.expert.calls.Call;
import org.socius.expert.calls.CallCommand;
import org.socius.expert.calls.CallCommand.AmendCall;
import org.socius.expert.calls.CallCommand.CancelCall;
import org.socius.expert.calls.CallCommand.ExtendCall;
import org.socius.expert.calls.CallCommand.HandOverCall;
import org.socius.expert.calls.CallCommand.PublishCall;
import org.socius.expert.calls.CallCommand.RecordDueCallSteps;
import org.socius.expert.calls.CallCommand.RelaunchCall;
import org.socius.expert.calls.CallCommand.StartSelection;
import org.socius.expert.calls.CallCommand.StateOutcome;
import org.socius.expert.calls.CallEvent.Wording;
import org.socius.expert.mobilisations.Mobilisation;
import org.socius.expert.mobilisations.MobilisationCommand;
import org.socius.expert.mobilisations.MobilisationCommand.AmendContract;
import org.socius.expert.mobilisations.MobilisationCommand.CancelMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.EndAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.EraseMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.GrantAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.ObjectToAppointment;
import org.socius.expert.mobilisations.MobilisationCommand.RecordWorkingDays;
import org.socius.expert.mobilisations.MobilisationCommand.RefuseAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.ReplaceExpert;
import org.socius.expert.mobilisations.MobilisationCommand.RequestAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.SettleMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.SignContract;
import org.socius.expert.mobilisations.MobilisationCommand.StartAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.WaiveObjection;
import org.socius.expert.mobilisations.MobilisationCommand.Worked;
import org.socius.expert.partners.CollaborativePartner;
import org.socius.expert.partners.CollaborativePartnerCommand;
import org.socius.expert.partners.CollaborativePartnerCommand.AgreeWithPartner;
import org.socius.expert.partners.CollaborativePartnerCommand.NominateExpert;
import org.socius.expert.partners.CollaborativePartnerCommand.RegisterCollaborativePartner;
import org.socius.expert.roster.Expert;
import org.socius.expert.roster.ExpertCommand;
import org.socius.expert.roster.ExpertCommand.ConfirmProfile;
import org.socius.expert.roster.ExpertCommand.DeactivateExpert;
import org.socius.expert.roster.ExpertCommand.EditProfile;
import org.socius.expert.roster.ExpertCommand.EraseExpert;
import org.socius.expert.roster.ExpertCommand.RecordDueExpertSteps;
import org.socius.expert.roster.ExpertCommand.RefuseProfile;
import org.socius.expert.roster.ExpertCommand.RegisterExpert;
import org.socius.expert.roster.ExpertCommand.ReinstateExpert;
import org.socius.expert.roster.ExpertCommand.ReturnProfile;
import org.socius.expert.roster.ExpertCommand.StoreCv;
import org.socius.expert.roster.ExpertCommand.SubmitProfile;
import org.socius.expert.roster.ExpertCommand.SuspendExpert;
import org.socius.expert.roster.ExpertCommand.VerifyProfile;
import org.socius.platform.command.Actor;
import org.socius.platform.documents.StoredFile;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.RandomWalk;
import org.socius.platform.testing.Story;

/** Every command in every state: where it is not allowed, it says so and changes nothing. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StatesTest {

    /**
     * A command as somebody who may give it would.
     *
     * @param noun of its address, or null for a PUT
     * @param states where it is carried out
     */
    private record Attempt(String noun, Actor by, Object command, Set<String> states) {}

    private static final List<Attempt> ON_EXPERTS =
            List.of(
                    new Attempt(
                            null,
                            expert("x1"),
                            new EditProfile("x1", profile("ACADEMIA", "uni")),
                            Set.of("DRAFT", "ACTIVE", "NEEDS_UPDATE")),
                    new Attempt(
                            null,
                            expert("x1"),
                            new StoreCv(
                                    "x1",
                                    new StoredFile("f1", "cv.pdf", "application/pdf", 1, "00"),
                                    1),
                            Set.of("DRAFT", "ACTIVE", "NEEDS_UPDATE")),
                    new Attempt(
                            "submission", expert("x1"), new SubmitProfile("x1"), Set.of("DRAFT")),
                    new Attempt(
                            "verification", OFFICER, new VerifyProfile("x1"), Set.of("SUBMITTED")),
                    new Attempt("return", OFFICER, new ReturnProfile("x1"), Set.of("SUBMITTED")),
                    new Attempt("refusal", OFFICER, new RefuseProfile("x1"), Set.of("SUBMITTED")),
                    new Attempt(
                            "confirmation",
                            expert("x1"),
                            new ConfirmProfile("x1"),
                            Set.of("ACTIVE", "NEEDS_UPDATE")),
                    new Attempt("suspension", CLARA, new SuspendExpert("x1"), Set.of("ACTIVE")),
                    new Attempt(
                            "reinstatement", CLARA, new ReinstateExpert("x1"), Set.of("SUSPENDED")),
                    new Attempt(
                            "deactivation",
                            expert("x1"),
                            new DeactivateExpert("x1"),
                            Set.of("DRAFT", "SUBMITTED", "ACTIVE", "NEEDS_UPDATE", "SUSPENDED")),
                    new Attempt(
                            "erasure",
                            DATA_PROTECTION,
                            new EraseExpert("x1"),
                            Set.of(
                                    "DRAFT",
                                    "SUBMITTED",
                                    "ACTIVE",
                                    "NEEDS_UPDATE",
                                    "SUSPENDED",
                                    "INACTIVE")));

    private static final List<Attempt> ON_CALLS =
            List.of(
                    new Attempt(
                            "publication",
                            CLARA,
                            new PublishCall(CALL, Instant.parse("2028-01-31T12:00:00Z")),
                            Set.of("DRAFT")),
                    new Attempt(
                            "selection-start",
                            OFFICER,
                            new StartSelection(CALL, List.of()),
                            Set.of("CLOSED")),
                    new Attempt(
                            "outcome", OFFICER, new StateOutcome(CALL), Set.of("UNDER_SELECTION")),
                    new Attempt(
                            "amendments",
                            OFFICER,
                            new AmendCall(
                                    CALL, List.of(new Wording("E1", null, null, null, null, 5))),
                            Set.of("OPEN")),
                    new Attempt(
                            "extension",
                            OFFICER,
                            new ExtendCall(CALL, Instant.parse("2028-01-31T12:00:00Z")),
                            Set.of("OPEN")),
                    new Attempt(
                            "relaunch",
                            CLARA,
                            new RelaunchCall(
                                    CALL, Instant.parse("2028-01-31T12:00:00Z"), List.of()),
                            Set.of("PARTLY_FILLED", "UNFILLED")),
                    new Attempt(
                            "hand-over",
                            CLARA,
                            new HandOverCall(CALL, "olga"),
                            Set.of(
                                    "DRAFT",
                                    "OPEN",
                                    "CLOSED",
                                    "UNDER_SELECTION",
                                    "PARTLY_FILLED",
                                    "UNFILLED")),
                    new Attempt(
                            "cancellation",
                            CLARA,
                            new CancelCall(CALL, null),
                            Set.of(
                                    "DRAFT",
                                    "OPEN",
                                    "CLOSED",
                                    "UNDER_SELECTION",
                                    "PARTLY_FILLED",
                                    "UNFILLED")));

    private static final List<Attempt> ON_APPLICATIONS =
            List.of(
                    new Attempt(
                            "admissibility",
                            OFFICER,
                            new CheckAdmissibility("a1", true),
                            Set.of("SUBMITTED")),
                    new Attempt(
                            "scores",
                            OFFICER,
                            new ScoreApplication("a1", passing(), null, true),
                            Set.of("ADMISSIBLE")),
                    new Attempt(
                            "shortlisting",
                            OFFICER,
                            new ShortlistApplication("a1"),
                            Set.of("ADMISSIBLE")),
                    new Attempt(
                            "selection",
                            CLARA,
                            new SelectExpert("a1"),
                            Set.of("SHORTLISTED", "RESERVE")),
                    new Attempt(
                            "reserve", CLARA, new ReserveApplication("a1"), Set.of("SHORTLISTED")),
                    new Attempt(
                            "rejection",
                            CLARA,
                            new RejectApplication("a1"),
                            Set.of("ADMISSIBLE", "SHORTLISTED", "RESERVE")),
                    new Attempt(
                            "partner-objection",
                            SIGNATORY,
                            new ObjectToExpert("a1"),
                            Set.of("SELECTED", "ACCEPTED")),
                    new Attempt(
                            "partner-no-objection",
                            SIGNATORY,
                            new GiveNoObjection("a1"),
                            Set.of("SELECTED", "ACCEPTED")),
                    new Attempt(
                            "withdrawal",
                            expert("x1"),
                            new WithdrawApplication("a1"),
                            Set.of("SUBMITTED", "ADMISSIBLE", "SHORTLISTED")),
                    new Attempt(
                            "acceptance",
                            expert("x1"),
                            new AcceptAssignment("a1"),
                            Set.of("SELECTED")),
                    new Attempt(
                            "decline",
                            expert("x1"),
                            new DeclineAssignment("a1"),
                            Set.of("SELECTED")),
                    new Attempt(
                            null,
                            DATA_PROTECTION,
                            new EraseApplication("a1"),
                            Set.of("INADMISSIBLE", "NOT_SELECTED", "DECLINED", "WITHDRAWN")));

    private static final List<Attempt> ON_PARTNERS =
            List.of(
                    new Attempt(
                            "agreement",
                            Scene.ADMIN,
                            new AgreeWithPartner(
                                    "inps", "CP/8", LocalDate.parse("2026-11-01"), null),
                            Set.of("REGISTERED", "AGREED")),
                    new Attempt(
                            "nominations",
                            Scene.PARTNER,
                            new NominateExpert("inps", CALL, "E1", "x1"),
                            Set.of("AGREED")));

    private static final String M = mobilisation();

    private static final List<Attempt> ON_MOBILISATIONS =
            List.of(
                    new Attempt(
                            "authorisation-request",
                            OFFICER,
                            new RequestAuthorisation(M),
                            Set.of("PROPOSED")),
                    new Attempt(
                            "authorisation",
                            EMPLOYER,
                            new GrantAuthorisation(M, "letter"),
                            Set.of("AWAITING_AUTHORISATION")),
                    new Attempt(
                            "authorisation-refusal",
                            EMPLOYER,
                            new RefuseAuthorisation(M, "letter"),
                            Set.of("AWAITING_AUTHORISATION")),
                    new Attempt("contract", FINANCE, contract(DAYS), Set.of("AUTHORISED")),
                    new Attempt(
                            "signature",
                            expert("x1"),
                            new SignContract(M, true),
                            Set.of("CONTRACTING")),
                    new Attempt(
                            "start",
                            OFFICER,
                            new StartAssignment(M, null, null),
                            Set.of("MOBILISED")),
                    new Attempt("end", OFFICER, new EndAssignment(M), Set.of("ON_ASSIGNMENT")),
                    new Attempt(
                            "working-days",
                            expert("x1"),
                            new RecordWorkingDays(
                                    M, List.of(new Worked("delivery", 1.0, null, null, null))),
                            Set.of("REPORTING", "REPLACED")),
                    new Attempt(
                            "settlement", FINANCE, new SettleMobilisation(M), Set.of("REPORTING")),
                    new Attempt(
                            "cancellation",
                            OFFICER,
                            new CancelMobilisation(M, null, null),
                            Set.of(
                                    "PROPOSED",
                                    "AWAITING_AUTHORISATION",
                                    "AUTHORISED",
                                    "CONTRACTING",
                                    "MOBILISED")),
                    new Attempt(
                            "contract-amendment",
                            FINANCE,
                            new AmendContract(
                                    M,
                                    new TermsOfReference.Days(2, 10, 5),
                                    null,
                                    LocalDate.parse("2026-12-16"),
                                    null),
                            Set.of("MOBILISED", "ON_ASSIGNMENT", "REPORTING")),
                    new Attempt(
                            "replacement",
                            CLARA,
                            new ReplaceExpert(M, "m2", "x9"),
                            Set.of("MOBILISED", "ON_ASSIGNMENT")),
                    new Attempt(
                            null,
                            DATA_PROTECTION,
                            new EraseMobilisation(M),
                            Set.of("SETTLED", "REPLACED", "CANCELLED")),
                    new Attempt(
                            "partner-objection", SIGNATORY, new ObjectToAppointment(M), Set.of()),
                    new Attempt(
                            "partner-no-objection", SIGNATORY, new WaiveObjection(M), Set.of()));

    private static Map<String, Supplier<Scene>> experts() {
        Map<String, Supplier<Scene>> scenes = new LinkedHashMap<>();
        scenes.put("DRAFT", StatesTest::registered);
        scenes.put("SUBMITTED", () -> then(registered(), expert("x1"), new SubmitProfile("x1")));
        scenes.put("ACTIVE", () -> new Scene().activeExpert("x1"));
        scenes.put(
                "NEEDS_UPDATE",
                () -> {
                    Scene scene = new Scene().activeExpert("x1");
                    scene.story.at("2028-11-24T09:00:00Z");
                    return then(scene, Scene.SYSTEM, new RecordDueExpertSteps("x1"));
                });
        scenes.put(
                "SUSPENDED",
                () -> then(new Scene().activeExpert("x1"), CLARA, new SuspendExpert("x1")));
        scenes.put(
                "INACTIVE",
                () ->
                        then(
                                then(registered(), expert("x1"), new SubmitProfile("x1")),
                                OFFICER,
                                new RefuseProfile("x1")));
        scenes.put(
                "ERASED",
                () -> then(new Scene().activeExpert("x1"), DATA_PROTECTION, new EraseExpert("x1")));
        return scenes;
    }

    private static Scene registered() {
        return then(
                new Scene(),
                expert("x1"),
                new RegisterExpert("x1", profile("PUBLIC_ADMINISTRATION", "inps")));
    }

    private static Map<String, Supplier<Scene>> calls() {
        Map<String, Supplier<Scene>> scenes = new LinkedHashMap<>();
        scenes.put("DRAFT", () -> new Scene().draftedCall());
        scenes.put("OPEN", () -> new Scene().openCall());
        scenes.put("CLOSED", StatesTest::closed);
        scenes.put("UNDER_SELECTION", () -> new Scene().openCall().selectionStarted());
        scenes.put(
                "FILLED",
                () -> {
                    Scene scene = new Scene().openCall();
                    scene.applied("x1", "ACADEMIA", "a1", "E1")
                            .applied("x2", "ACADEMIA", "a2", "E2")
                            .selectionStarted()
                            .shortlisted("a1")
                            .shortlisted("a2");
                    then(scene, CLARA, new SelectExpert("a1"));
                    then(scene, CLARA, new SelectExpert("a2"));
                    then(scene, expert("x1"), new AcceptAssignment("a1"));
                    then(scene, expert("x2"), new AcceptAssignment("a2"));
                    return then(scene, OFFICER, new StateOutcome(CALL));
                });
        scenes.put(
                "PARTLY_FILLED",
                () -> then(new Scene().oneAccepted(), OFFICER, new StateOutcome(CALL)));
        scenes.put(
                "UNFILLED",
                () ->
                        then(
                                new Scene().openCall().selectionStarted(),
                                OFFICER,
                                new StateOutcome(CALL)));
        scenes.put(
                "CANCELLED",
                () -> then(new Scene().draftedCall(), CLARA, new CancelCall(CALL, null)));
        return scenes;
    }

    private static Scene closed() {
        Scene scene = new Scene().openCall();
        scene.story.at(Scene.AFTER_DEADLINE);
        return then(scene, Scene.SYSTEM, new RecordDueCallSteps(CALL));
    }

    private static Map<String, Supplier<Scene>> applications() {
        Map<String, Supplier<Scene>> scenes = new LinkedHashMap<>();
        scenes.put("SUBMITTED", StatesTest::applied);
        scenes.put(
                "INADMISSIBLE",
                () -> {
                    Scene scene = applied();
                    scene.story.because("no");
                    return then(scene, OFFICER, new CheckAdmissibility("a1", false));
                });
        scenes.put("ADMISSIBLE", StatesTest::scoredOnce);
        scenes.put("SHORTLISTED", () -> new Scene().oneShortlisted());
        scenes.put("SELECTED", () -> new Scene().oneSelected());
        scenes.put(
                "RESERVE",
                () -> then(new Scene().oneShortlisted(), CLARA, new ReserveApplication("a1")));
        scenes.put(
                "NOT_SELECTED",
                () -> then(new Scene().oneShortlisted(), CLARA, new RejectApplication("a1")));
        scenes.put("ACCEPTED", () -> new Scene().oneAccepted());
        scenes.put(
                "DECLINED",
                () -> then(new Scene().oneSelected(), expert("x1"), new DeclineAssignment("a1")));
        scenes.put("WITHDRAWN", () -> then(applied(), expert("x1"), new WithdrawApplication("a1")));
        return scenes;
    }

    private static Scene applied() {
        return new Scene()
                .openCall()
                .applied("x1", "PUBLIC_ADMINISTRATION", "a1", "E1")
                .selectionStarted();
    }

    /** One score more makes the shortlist possible. */
    private static Scene scoredOnce() {
        Scene scene = then(applied(), OFFICER, new CheckAdmissibility("a1", true));
        return then(scene, MANAGER, new ScoreApplication("a1", passing(), null, true));
    }

    private static Map<String, Supplier<Scene>> mobilisations() {
        Map<String, Supplier<Scene>> scenes = new LinkedHashMap<>();
        scenes.put("PROPOSED", () -> new Scene().oneAccepted());
        scenes.put(
                "AWAITING_AUTHORISATION",
                () -> then(new Scene().oneAccepted(), OFFICER, new RequestAuthorisation(M)));
        scenes.put("AUTHORISED", () -> new Scene().authorised());
        scenes.put("CONTRACTING", () -> new Scene().contracting());
        scenes.put("MOBILISED", () -> new Scene().activeExpert("x9").mobilised());
        scenes.put("ON_ASSIGNMENT", () -> new Scene().activeExpert("x9").onAssignment());
        scenes.put(
                "REPLACED",
                () ->
                        then(
                                new Scene().activeExpert("x9").onAssignment(),
                                CLARA,
                                new ReplaceExpert(M, "m2", "x9")));
        scenes.put("REPORTING", () -> new Scene().reporting().completedActivity());
        scenes.put(
                "SETTLED",
                () ->
                        then(
                                new Scene().reporting().completedActivity(),
                                FINANCE,
                                new SettleMobilisation(M)));
        scenes.put(
                "CANCELLED",
                () ->
                        then(
                                new Scene().oneAccepted(),
                                OFFICER,
                                new CancelMobilisation(M, null, null)));
        return scenes;
    }

    private static Map<String, Supplier<Scene>> partners() {
        Map<String, Supplier<Scene>> scenes = new LinkedHashMap<>();
        scenes.put(
                "REGISTERED",
                () ->
                        then(
                                new Scene().openCall().activeExpert("x1"),
                                Scene.ADMIN,
                                new RegisterCollaborativePartner(
                                        "inps", "INPS", "IT", "MANDATED_BODY")));
        scenes.put("AGREED", () -> new Scene().openCall().activeExpert("x1").agreedPartner());
        return scenes;
    }

    /** Stories that have come to each state. */
    static List<Story> stories() {
        return Stream.of(experts(), calls(), applications(), mobilisations(), partners())
                .flatMap(scenes -> scenes.values().stream())
                .map(scene -> scene.get().story)
                .toList();
    }

    /** The commands of the tables, each by who may give it. */
    static List<RandomWalk.Attempt> commands() {
        return Stream.of(ON_EXPERTS, ON_CALLS, ON_APPLICATIONS, ON_MOBILISATIONS, ON_PARTNERS)
                .flatMap(List::stream)
                .map(attempt -> new RandomWalk.Attempt(attempt.by(), attempt.command()))
                .toList();
    }

    private static Scene then(Scene scene, Actor actor, Object command) {
        scene.story.given(actor, command);
        return scene;
    }

    static Stream<Arguments> everything() {
        return Stream.of(
                        pairs("x1", experts(), ON_EXPERTS),
                        pairs(CALL, calls(), ON_CALLS),
                        pairs("a1", applications(), ON_APPLICATIONS),
                        pairs("inps", partners(), ON_PARTNERS),
                        pairs(M, mobilisations(), ON_MOBILISATIONS))
                .flatMap(List::stream);
    }

    private static List<Arguments> pairs(
            String id, Map<String, Supplier<Scene>> scenes, List<Attempt> attempts) {
        List<Arguments> pairs = new ArrayList<>();
        scenes.forEach(
                (state, scene) ->
                        attempts.forEach(
                                attempt ->
                                        pairs.add(
                                                Arguments.of(
                                                        state, attempt, id, scene, attempts))));
        return pairs;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everything")
    void a_command_is_carried_out_where_it_is_allowed_and_changes_nothing_elsewhere(
            String state, Attempt attempt, String id, Supplier<Scene> at, List<Attempt> all) {
        Scene scene = at.get();
        int before = scene.story.eventsOf(id).size();

        var outcome = scene.story.because("for the record").when(attempt.by(), attempt.command());

        if (attempt.states().contains(state)) {
            if (state.equals("ADMISSIBLE") && "shortlisting".equals(attempt.noun())) {
                outcome.refusedBy("R87");
                return;
            }
            outcome.accepted();
            assertThat(scene.story.eventsOf(id)).hasSizeGreaterThan(before);
            return;
        }
        Rejection refusal = outcome.expectRefusal(Rejection.class);
        assertThat(refusal.problem().status()).isEqualTo(409);
        assertThat(refusal.facts()).containsEntry("state", state);
        assertThat(refusal.facts().get("allowedTransitions"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .containsExactlyInAnyOrderElementsOf(
                        all.stream()
                                .filter(other -> other.noun() != null)
                                .filter(other -> other.states().contains(state))
                                .map(Attempt::noun)
                                .toList());
        assertThat(scene.story.eventsOf(id)).hasSize(before);
    }

    @Test
    void every_state_is_reached() {
        assertThat(experts().keySet()).isEqualTo(names(Expert.Status.values()));
        assertThat(calls().keySet()).isEqualTo(names(Call.Status.values()));
        assertThat(applications().keySet()).isEqualTo(names(Application.Status.values()));
        assertThat(partners().keySet()).isEqualTo(names(CollaborativePartner.Status.values()));
        assertThat(mobilisations().keySet()).isEqualTo(names(Mobilisation.Status.values()));
    }

    @Test
    void every_command_is_attempted() {
        Set<Class<?>> creatingOrTimed =
                Set.of(
                        RegisterExpert.class,
                        CallCommand.DraftCall.class,
                        RecordDueCallSteps.class,
                        bid("a1", "E1").getClass(),
                        MobilisationCommand.RecordDueMobilisationSteps.class,
                        RecordDueExpertSteps.class,
                        RegisterCollaborativePartner.class,
                        MobilisationCommand.AppointExpert.class,
                        MobilisationCommand.UnwindMobilisation.class,
                        MobilisationCommand.MoveMobilisation.class,
                        ApplicationCommand.EndWithCall.class,
                        ApplicationCommand.EndWithPerson.class,
                        ApplicationCommand.EraseWithMobilisation.class);
        Set<Class<?>> attempted =
                Stream.of(ON_EXPERTS, ON_CALLS, ON_APPLICATIONS, ON_PARTNERS, ON_MOBILISATIONS)
                        .flatMap(List::stream)
                        .map(attempt -> attempt.command().getClass())
                        .collect(java.util.stream.Collectors.toSet());
        assertThat(
                        Stream.of(
                                        ExpertCommand.class,
                                        CallCommand.class,
                                        ApplicationCommand.class,
                                        CollaborativePartnerCommand.class,
                                        MobilisationCommand.class)
                                .flatMap(language -> Stream.of(language.getPermittedSubclasses()))
                                .filter(command -> !creatingOrTimed.contains(command)))
                .containsExactlyInAnyOrderElementsOf(attempted);
    }

    private static Set<String> names(Enum<?>[] states) {
        return Arrays.stream(states)
                .map(Enum::name)
                .collect(java.util.stream.Collectors.toCollection(java.util.LinkedHashSet::new));
    }
}
