package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.request.RequestExamples.*;

import java.time.LocalDate;
import java.util.ArrayList;
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
import org.socius.platform.command.Actor;
import org.socius.platform.documents.StoredFile;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Story;
import org.socius.request.RequestCommand.AcceptRequest;
import org.socius.request.RequestCommand.AttachDocument;
import org.socius.request.RequestCommand.ConsultDelegation;
import org.socius.request.RequestCommand.DecideEligibility;
import org.socius.request.RequestCommand.EditRequestDraft;
import org.socius.request.RequestCommand.EraseRequest;
import org.socius.request.RequestCommand.HandOverRequest;
import org.socius.request.RequestCommand.HoldRequest;
import org.socius.request.RequestCommand.MergeRequest;
import org.socius.request.RequestCommand.NoteActionEnded;
import org.socius.request.RequestCommand.NoteActionOpened;
import org.socius.request.RequestCommand.Opinion;
import org.socius.request.RequestCommand.OverrideDelegationOpinion;
import org.socius.request.RequestCommand.RecordDelegationOpinion;
import org.socius.request.RequestCommand.RecordDueRequestSteps;
import org.socius.request.RequestCommand.RejectRequest;
import org.socius.request.RequestCommand.RemoveDocument;
import org.socius.request.RequestCommand.ResubmitRequest;
import org.socius.request.RequestCommand.ResumeRequest;
import org.socius.request.RequestCommand.ReturnRequest;
import org.socius.request.RequestCommand.StartScreening;
import org.socius.request.RequestCommand.SubmitRequest;
import org.socius.request.RequestCommand.WithdrawRequest;

/** Every command in every state: what is not allowed is refused and leaves no trace. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RequestStatesTest {

    private record Attempt(Actor by, RequestCommand command) {}

    /** A state, or a stage of one, and the commands it accepts. */
    private record Situation(Request.Status status, Supplier<Story> story, Set<String> accepted) {}

    private static final Map<String, Attempt> COMMANDS = new LinkedHashMap<>();
    private static final Map<String, Situation> SITUATIONS = new LinkedHashMap<>();

    /**
     * In the right state, but a condition of its own is not fulfilled: see RequestDecisionsTest.
     */
    private static final Set<String> GUARDED =
            Set.of(
                    "draft: removal",
                    "returned: removal",
                    "freshly under appraisal: acceptance",
                    "consulted: acceptance",
                    "opposed: acceptance");

    static {
        COMMANDS.put(
                "edit",
                new Attempt(
                        DRAFTER,
                        new EditRequestDraft(
                                ONE, null, null, only(Map.of("themes", List.of("SI-PEN"))))));
        COMMANDS.put(
                "attachment",
                new Attempt(
                        DRAFTER,
                        new AttachDocument(
                                ONE,
                                "document-1",
                                new StoredFile("file-1", "a.pdf", "application/pdf", 1, "00"),
                                1)));
        COMMANDS.put("removal", new Attempt(DRAFTER, new RemoveDocument(ONE, "document-1")));
        COMMANDS.put("submission", new Attempt(SIGNATORY, new SubmitRequest(ONE, true)));
        COMMANDS.put("screening", new Attempt(CONRAD, new StartScreening(ONE)));
        COMMANDS.put("return", new Attempt(CONRAD, new ReturnRequest(ONE, List.of("mandate"))));
        COMMANDS.put("resubmission", new Attempt(SIGNATORY, new ResubmitRequest(ONE, true)));
        COMMANDS.put("eligible", new Attempt(CONRAD, new DecideEligibility(ONE, true)));
        COMMANDS.put("ineligible", new Attempt(CONRAD, new DecideEligibility(ONE, false)));
        COMMANDS.put("hold", new Attempt(CONRAD, new HoldRequest(ONE)));
        COMMANDS.put("resumption", new Attempt(CONRAD, new ResumeRequest(ONE)));
        COMMANDS.put("override", new Attempt(COMMISSION, new OverrideDelegationOpinion(ONE)));
        COMMANDS.put(
                "merge",
                new Attempt(CONRAD, new MergeRequest(ONE, TWO, LocalDate.of(2026, 3, 1), "Inés")));
        COMMANDS.put("consultation", new Attempt(CONRAD, new ConsultDelegation(ONE)));
        COMMANDS.put(
                "opinion",
                new Attempt(DELEGATION, new RecordDelegationOpinion(ONE, Opinion.POSITIVE, null)));
        COMMANDS.put("appraisal", new Attempt(CONRAD, appraisal(ONE, 4, 4, 4, 4, 4, 4, 4)));
        COMMANDS.put("acceptance", new Attempt(CONRAD, new AcceptRequest(ONE)));
        COMMANDS.put("rejection", new Attempt(CONRAD, new RejectRequest(ONE)));
        COMMANDS.put("withdrawal", new Attempt(SIGNATORY, new WithdrawRequest(ONE)));
        COMMANDS.put("hand-over", new Attempt(CONRAD, new HandOverRequest(ONE, "cleo")));
        COMMANDS.put("erasure", new Attempt(DORA, new EraseRequest(ONE)));
        COMMANDS.put(
                "action opened",
                new Attempt(SYSTEM, new NoteActionOpened(ONE, "action-1", "2026-01")));
        COMMANDS.put("action ended", new Attempt(SYSTEM, new NoteActionEnded(ONE, "action-1")));

        put(
                "draft",
                Request.Status.DRAFT,
                RequestExamples::drafted,
                "edit",
                "attachment",
                "submission",
                "merge",
                "withdrawal");
        put(
                "submitted",
                Request.Status.SUBMITTED,
                RequestExamples::submitted,
                "screening",
                "merge",
                "withdrawal",
                "hand-over");
        put(
                "under screening",
                Request.Status.UNDER_SCREENING,
                RequestExamples::underScreening,
                "return",
                "eligible",
                "ineligible",
                "hold",
                "merge",
                "withdrawal",
                "hand-over");
        put(
                "returned",
                Request.Status.RETURNED,
                () ->
                        underScreening()
                                .because("x")
                                .given(CLARA, new ReturnRequest(ONE, List.of("x"))),
                "edit",
                "attachment",
                "resubmission",
                "merge",
                "withdrawal",
                "hand-over");
        put(
                "on hold from screening",
                Request.Status.ON_HOLD,
                () -> underScreening().because("x").given(CLARA, new HoldRequest(ONE)),
                "resumption",
                "merge",
                "withdrawal",
                "hand-over");
        put(
                "consulted and on hold",
                Request.Status.ON_HOLD,
                () ->
                        underAppraisal()
                                .given(CLARA, new ConsultDelegation(ONE))
                                .because("x")
                                .given(CLARA, new HoldRequest(ONE)),
                "resumption",
                "opinion",
                "merge",
                "withdrawal",
                "hand-over");
        put(
                "opposed",
                Request.Status.UNDER_APPRAISAL,
                () -> consulted(underAppraisal(), ONE, Opinion.NEGATIVE),
                "override",
                "appraisal",
                "rejection",
                "hold",
                "merge",
                "withdrawal",
                "hand-over");
        put(
                "freshly under appraisal",
                Request.Status.UNDER_APPRAISAL,
                RequestExamples::underAppraisal,
                "consultation",
                "appraisal",
                "rejection",
                "hold",
                "merge",
                "withdrawal",
                "hand-over");
        put(
                "consulted",
                Request.Status.UNDER_APPRAISAL,
                () -> underAppraisal().given(CLARA, new ConsultDelegation(ONE)),
                "opinion",
                "appraisal",
                "rejection",
                "hold",
                "merge",
                "withdrawal",
                "hand-over");
        put(
                "appraised",
                Request.Status.UNDER_APPRAISAL,
                RequestExamples::readyForAcceptance,
                "appraisal",
                "acceptance",
                "rejection",
                "hold",
                "merge",
                "withdrawal",
                "hand-over");
        put(
                "ineligible",
                Request.Status.INELIGIBLE,
                () ->
                        underScreening()
                                .because("DUPLICATE", "x")
                                .given(CLARA, new DecideEligibility(ONE, false)),
                "erasure");
        put(
                "accepted",
                Request.Status.ACCEPTED,
                RequestExamples::accepted,
                "action opened",
                "action ended",
                "erasure");
        put(
                "rejected",
                Request.Status.REJECTED,
                () ->
                        underAppraisal()
                                .because("SECURITY", "x")
                                .given(CLARA, new RejectRequest(ONE)),
                "erasure");
        put(
                "merged",
                Request.Status.MERGED,
                () ->
                        withAnother(submitted())
                                .because("x")
                                .given(
                                        CLARA,
                                        new MergeRequest(
                                                ONE, TWO, LocalDate.of(2026, 3, 1), "Inés")),
                "erasure");
        put(
                "lapsed",
                Request.Status.LAPSED,
                () ->
                        drafted()
                                .at("2026-09-03T09:00:00Z")
                                .given(SYSTEM, new RecordDueRequestSteps(ONE)),
                "erasure");
        put(
                "withdrawn",
                Request.Status.WITHDRAWN,
                () -> submitted().given(SIGNATORY, new WithdrawRequest(ONE)),
                "erasure");
    }

    /** Stories that have come to each of the situations. */
    static List<Story> stories() {
        return SITUATIONS.values().stream().map(situation -> situation.story().get()).toList();
    }

    private static Story withAnother(Story story) {
        return story.given(DRAFTER, draft(TWO)).given(SIGNATORY, new SubmitRequest(TWO, true));
    }

    private static void put(
            String name, Request.Status status, Supplier<Story> story, String... accepted) {
        SITUATIONS.put(name, new Situation(status, story, Set.of(accepted)));
    }

    static Stream<Arguments> every_command_in_every_state() {
        List<Arguments> all = new ArrayList<>();
        SITUATIONS.forEach(
                (situation, _) ->
                        COMMANDS.forEach(
                                (command, _) -> all.add(Arguments.of(situation, command))));
        return all.stream();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void every_command_in_every_state(String situationName, String commandName) {
        Situation situation = SITUATIONS.get(situationName);
        Attempt attempt = COMMANDS.get(commandName);
        Story story = situation.story().get();
        if (commandName.equals("merge") && situation.accepted().contains(commandName)) {
            withAnother(story);
        }
        int before = story.eventsOf(ONE).size();

        Story.Outcome outcome =
                story.because("SECURITY", "why").when(attempt.by(), attempt.command());

        if (situation.accepted().contains(commandName)) {
            assertThat(outcome.events()).isNotEmpty();
            return;
        }
        if (!GUARDED.contains(situationName + ": " + commandName)) {
            Rejection.WrongState refusal = outcome.expectRefusal(Rejection.WrongState.class);
            assertThat(refusal.facts()).containsEntry("state", situation.status().name());
        } else {
            assertThat(outcome.expectRefusal(Rejection.class))
                    .isNotInstanceOf(Rejection.WrongState.class);
        }
        assertThat(story.eventsOf(ONE)).hasSize(before);
    }

    @Test
    void every_state_is_in_the_table() {
        assertThat(SITUATIONS.values())
                .extracting(Situation::status)
                .containsAll(List.of(Request.Status.values()));
        assertThat(
                        COMMANDS.values().stream()
                                .<Class<?>>map(attempt -> attempt.command().getClass()))
                .containsAll(
                        Stream.of(RequestCommand.class.getPermittedSubclasses())
                                .filter(type -> !type.equals(RequestCommand.DraftRequest.class))
                                .filter(type -> !type.equals(RecordDueRequestSteps.class))
                                .filter(type -> !type.equals(RequestCommand.TakeUpRequest.class))
                                .toList());
    }
}
