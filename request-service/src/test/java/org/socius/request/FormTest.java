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
import org.socius.platform.testing.Story;
import org.socius.request.RequestCommand.EditRequestDraft;
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

        story.when(
                        DRAFTER,
                        new EditRequestDraft(ONE, null, null, changes, Set.of("signatory")))
                .expectEvents(new RequestDraftEdited(ONE, changes, List.of("signatory")));
    }

    private static EditRequestDraft emptying(String... fields) {
        return new EditRequestDraft(ONE, null, null, RequestForm.EMPTY, Set.of(fields));
    }
}
