package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.socius.request.RequestExamples.CLARA;
import static org.socius.request.RequestExamples.CONRAD;
import static org.socius.request.RequestExamples.DRAFTER;
import static org.socius.request.RequestExamples.IPES;
import static org.socius.request.RequestExamples.ONE;
import static org.socius.request.RequestExamples.SIGNATORY;
import static org.socius.request.RequestExamples.appraisal;
import static org.socius.request.RequestExamples.complete;
import static org.socius.request.RequestExamples.draft;
import static org.socius.request.RequestExamples.drafted;
import static org.socius.request.RequestExamples.ipes;
import static org.socius.request.RequestExamples.only;
import static org.socius.request.RequestExamples.readyForAcceptance;
import static org.socius.request.RequestExamples.story;
import static org.socius.request.RequestExamples.submitted;

import java.util.Arrays;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.command.EventMoment;
import org.socius.platform.documents.StoredFile;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;
import org.socius.platform.view.Duties;
import org.socius.request.RequestCommand.AttachDocument;
import org.socius.request.RequestCommand.DecideEligibility;
import org.socius.request.RequestCommand.EditRequestDraft;
import org.socius.request.RequestCommand.RemoveDocument;
import org.socius.request.RequestCommand.ResubmitRequest;
import org.socius.request.RequestCommand.ReturnRequest;
import org.socius.request.RequestCommand.StartScreening;
import org.socius.request.RequestCommand.SubmitRequest;
import org.socius.request.RequestEvent.RequestDrafted;
import org.socius.request.RequestEvent.RequestScreeningStarted;

/**
 * One person, who has every role there is, takes one step of the preparation and tries every
 * judgement, and the other way round (R23). Standing in for somebody makes no difference to it:
 * commands know who acts and for whom, never instead of whom.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SeparationTest {

    private static final String XENIA = "xenia";
    private static final Actor AS_COORDINATOR = Story.person(XENIA, Roles.COORDINATOR);
    private static final Actor AS_MANAGER = Story.person(XENIA, Roles.ACTIVITY_MANAGER);
    private static final Actor AS_DRAFTER = Story.person(XENIA, Roles.PARTNER_DRAFTER, IPES);
    private static final Actor AS_SIGNATORY = Story.person(XENIA, Roles.PARTNER_SIGNATORY, IPES);

    /** A step of the preparation, taken by her; the request is then as far as it says. */
    private enum Preparation {
        DRAFTS(() -> signed(story().given(CLARA, ipes()).given(AS_COORDINATOR, draft(ONE)))),
        EDITS(() -> signed(drafted().given(AS_DRAFTER, title("Otro")))),
        ATTACHES(() -> signed(drafted().given(AS_DRAFTER, file("d1")))),
        REMOVES(
                () ->
                        signed(
                                drafted()
                                        .given(DRAFTER, file("d1"))
                                        .given(AS_DRAFTER, new RemoveDocument(ONE, "d1")))),
        SIGNS(() -> drafted().given(AS_SIGNATORY, new SubmitRequest(ONE, true))),
        EDITS_AFTER_RETURN(
                () ->
                        returned()
                                .given(AS_DRAFTER, title("Otro"))
                                .given(SIGNATORY, new ResubmitRequest(ONE, true))),
        SIGNS_AGAIN(() -> returned().given(AS_SIGNATORY, new ResubmitRequest(ONE, true)));

        private final Supplier<Story> told;

        Preparation(Supplier<Story> told) {
            this.told = told;
        }

        Story told() {
            return told.get();
        }

        boolean isScreened() {
            return this == EDITS_AFTER_RETURN || this == SIGNS_AGAIN;
        }
    }

    /** A judgement, in the roles in which one may be given. */
    private enum Judgement {
        SCREENS(AS_COORDINATOR, new StartScreening(ONE)),
        RETURNS(AS_COORDINATOR, new ReturnRequest(ONE, List.of("mandate"))),
        FINDS_ELIGIBLE(AS_COORDINATOR, new DecideEligibility(ONE, true)),
        FINDS_INELIGIBLE(AS_COORDINATOR, new DecideEligibility(ONE, false)),
        APPRAISES(AS_COORDINATOR, appraisal(ONE, 4, 4, 4, 4, 4, 4, 4)),
        APPRAISES_AS_MANAGER(AS_MANAGER, appraisal(ONE, 4, 4, 4, 4, 4, 4, 4));

        private final Actor actor;
        private final Object command;

        Judgement(Actor actor, Object command) {
            this.actor = actor;
            this.command = command;
        }

        /** Brings the request as far as this judgement is due. */
        Story due(Story story, boolean screened) {
            if (this != SCREENS && !screened) {
                story.given(CLARA, new StartScreening(ONE));
            }
            if (this == APPRAISES || this == APPRAISES_AS_MANAGER) {
                story.given(CLARA, new DecideEligibility(ONE, true));
            }
            return story;
        }
    }

    private static Story signed(Story story) {
        return story.given(SIGNATORY, new SubmitRequest(ONE, true));
    }

    private static Story returned() {
        return submitted()
                .given(CLARA, new StartScreening(ONE))
                .because("The mandate is missing")
                .given(CLARA, new ReturnRequest(ONE, List.of("mandate")));
    }

    private static EditRequestDraft title(String title) {
        return new EditRequestDraft(
                ONE, null, null, only(Map.of("title", Map.of("es", title))), Set.of());
    }

    private static AttachDocument file(String id) {
        return new AttachDocument(
                ONE, id, new StoredFile("f-" + id, "a.pdf", "application/pdf", 1, "00"), 20);
    }

    static Stream<Arguments> pairs() {
        return Arrays.stream(Preparation.values())
                .flatMap(
                        preparation ->
                                Arrays.stream(Judgement.values())
                                        .filter(
                                                judgement ->
                                                        judgement != Judgement.SCREENS
                                                                || !preparation.isScreened())
                                        .map(judgement -> Arguments.of(preparation, judgement)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @Rule("R23")
    void who_took_any_step_of_the_preparation_gives_no_judgement(
            Preparation preparation, Judgement judgement) {
        Story story = judgement.due(preparation.told(), preparation.isScreened());
        story.because("DUPLICATE", "why").when(judgement.actor, judgement.command).refusedBy("R23");
        Actor other = judgement.actor.equals(AS_MANAGER) ? RequestExamples.ALEKSANDER : CONRAD;
        story.because("DUPLICATE", "why").when(other, judgement.command).accepted();
    }

    /** The steps that a returned request leaves open. */
    private enum Further {
        EDITS(AS_DRAFTER, DRAFTER, title("Otro")),
        ATTACHES(AS_DRAFTER, DRAFTER, file("d2")),
        REMOVES(AS_DRAFTER, DRAFTER, new RemoveDocument(ONE, "d1")),
        SIGNS_AGAIN(AS_SIGNATORY, SIGNATORY, new ResubmitRequest(ONE, true));

        private final Actor xenia;
        private final Actor other;
        private final Object command;

        Further(Actor xenia, Actor other, Object command) {
            this.xenia = xenia;
            this.other = other;
            this.command = command;
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule("R23")
    void who_has_screened_takes_no_further_step_of_the_preparation(Further further) {
        Story story =
                signed(drafted().given(DRAFTER, file("d1")))
                        .given(AS_COORDINATOR, new StartScreening(ONE))
                        .because("The mandate is missing")
                        .given(CLARA, new ReturnRequest(ONE, List.of("mandate")));
        story.when(further.xenia, further.command).refusedBy("R23");
        story.when(further.other, further.command).accepted();
    }

    @ParameterizedTest
    @EnumSource
    @Rule("R23")
    void who_has_returned_a_request_does_not_complete_it(Further further) {
        Story story =
                signed(drafted().given(DRAFTER, file("d1")))
                        .given(CLARA, new StartScreening(ONE))
                        .because("The mandate is missing")
                        .given(AS_COORDINATOR, new ReturnRequest(ONE, List.of("mandate")));
        story.when(further.xenia, further.command).refusedBy("R23");
        story.when(further.other, further.command).accepted();
    }

    @Test
    void the_list_of_duties_shows_every_judgement_apart_from_the_preparation() {
        Duties.Shown shown = duties(readyForAcceptance());
        assertThat(shown.separations())
                .extracting(Duties.Separation::decision, Duties.Separation::decidedBy)
                .containsExactly(
                        tuple("RequestScreeningStarted", "clara"),
                        tuple("RequestFoundEligible", "clara"),
                        tuple("RequestAppraised", "clara"),
                        tuple("RequestAppraised", "aleksander"));
        assertThat(shown.separations())
                .allSatisfy(
                        one -> {
                            assertThat(one.kept()).isTrue();
                            assertThat(one.preparedBy()).containsExactly("dora", "sofia");
                            assertThat(one.preparedIn())
                                    .containsExactly("RequestDrafted", "RequestSubmitted");
                        });
    }

    /** No command leads there; a list that could not say so would prove nothing. */
    @Test
    void the_list_of_duties_would_show_a_breach() {
        RequestDuties duties = new RequestDuties();
        Map<String, Object> xenia =
                Map.of("actorId", XENIA, "actorRole", Roles.COORDINATOR, "correlationId", "c");
        duties.note(
                new RequestDrafted(
                        ONE,
                        "FULL",
                        new RequestEvent.Asking(IPES, null, null, null),
                        complete(),
                        null),
                EventMoment.of(xenia));
        duties.note(new RequestScreeningStarted(ONE), EventMoment.of(xenia));
        assertThat(duties.shown().separations())
                .extracting(Duties.Separation::rule, Duties.Separation::kept)
                .containsExactly(tuple("R23", false));
    }

    private static Duties.Shown duties(Story story) {
        RequestDuties duties = new RequestDuties();
        story.messagesOf(ONE)
                .forEach(m -> duties.note(m.getPayload(), EventMoment.of(m.getMetaData())));
        return duties.shown();
    }
}
