package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.request.RequestDecisionsTest.folded;
import static org.socius.request.RequestExamples.*;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;
import org.socius.request.RequestCommand.EditRequestDraft;
import org.socius.request.RequestCommand.SubmitRequest;
import org.socius.request.RequestEvent.RequestDraftEdited;

/** What may stand on a form. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FormTest {

    @Test
    void a_field_that_was_filled_in_can_be_emptied() {
        Story story = drafted();

        story.when(DRAFTER, emptying("signatory", "wishedPeriod", "eventDate", "institutionId"))
                .expectEvents(
                        new RequestDraftEdited(
                                ONE, RequestForm.EMPTY, List.of("wishedPeriod", "signatory")));

        assertThat(folded(story).view(DRAFTER, 0))
                .doesNotContainKeys("signatory", "wishedPeriod")
                .containsKey("title");
        story.when(DRAFTER, emptying("signatory")).expectEvents();
    }

    @Test
    void a_field_can_be_emptied_while_another_one_is_changed() {
        Story story = drafted();
        RequestForm changes = only(Map.of("themes", List.of("SI-PEN")));

        story.when(DRAFTER, new EditRequestDraft(ONE, null, null, changes, Set.of("signatory")))
                .expectEvents(new RequestDraftEdited(ONE, changes, List.of("signatory")));
    }

    @Test
    @Rule("R09")
    void what_is_compulsory_is_written_in_the_language_of_the_form() {
        Story story = drafted();
        story.given(
                DRAFTER,
                edit(
                        Map.of(
                                "context",
                                Map.of("ru", "x"),
                                "expectedResults",
                                List.of(Map.of("es", "uno"), Map.of("en", "two")),
                                "title",
                                Map.of("es", "uno", "ru", "x"))));

        Rejection refusal = story.when(SIGNATORY, new SubmitRequest(ONE, true)).refusedBy("R09");
        assertThat(refusal.errors())
                .extracting(Rejection.FieldError::pointer)
                .containsExactly("/context", "/expectedResults/1");

        story.given(
                DRAFTER,
                edit(
                        Map.of(
                                "context",
                                Map.of("", "contexto", "ru", "x"),
                                "expectedResults",
                                List.of(Map.of("", "uno")))));
        story.when(SIGNATORY, new SubmitRequest(ONE, true)).accepted();
    }

    @Test
    @Rule("R09")
    void another_language_of_the_form_does_not_translate_what_was_written() {
        Story story = drafted().given(DRAFTER, edit(Map.of("language", "fr")));

        Rejection refusal = story.when(SIGNATORY, new SubmitRequest(ONE, true)).refusedBy("R09");
        assertThat(refusal.errors())
                .extracting(Rejection.FieldError::pointer)
                .contains("/title", "/proposedActivities/0/purpose")
                .doesNotContain("/otherDonors");

        story.given(DRAFTER, new EditRequestDraft(ONE, null, null, complete()));
        story.when(SIGNATORY, new SubmitRequest(ONE, true)).accepted();
    }

    @Test
    void a_language_is_one_of_ISO_639() {
        for (String field : List.of("language", "workingLanguage")) {
            assertThat(
                            drafted()
                                    .when(DRAFTER, edit(Map.of(field, "zz")))
                                    .expectRefusal(Rejection.UnknownCode.class)
                                    .errors())
                    .extracting(Rejection.FieldError::pointer)
                    .containsExactly("/" + field);
            drafted().when(DRAFTER, edit(Map.of(field, "hy"))).accepted();
            drafted().when(DRAFTER, edit(Map.of(field, ""))).accepted();
        }
    }

    @Test
    @Rule(value = "R28", derived = true)
    void a_form_takes_every_code_that_is_known_what_is_in_use_its_design_decides() {
        drafted().when(DRAFTER, edit(Map.of("typesOfAssistance", List.of("TA-CAP")))).accepted();
        assertThat(
                        drafted()
                                .when(
                                        DRAFTER,
                                        edit(
                                                Map.of(
                                                        "typesOfAssistance",
                                                        List.of("TA-CAP", "TA-NIX"))))
                                .expectRefusal(Rejection.UnknownCode.class)
                                .errors())
                .extracting(Rejection.FieldError::pointer)
                .containsExactly("/typesOfAssistance/1");
    }

    private static EditRequestDraft edit(Map<String, Object> changes) {
        return new EditRequestDraft(ONE, null, null, only(changes));
    }

    private static EditRequestDraft emptying(String... fields) {
        return new EditRequestDraft(ONE, null, null, RequestForm.EMPTY, Set.of(fields));
    }
}
