package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.request.RequestExamples.*;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;
import org.socius.request.RequestCommand.DraftRequest;
import org.socius.request.RequestCommand.EditRequestDraft;
import org.socius.request.RequestCommand.SubmitRequest;
import org.socius.request.RequestEvent.RequestSubmitted;
import org.socius.request.RequestForm.Kind;

/** One contribution to an event of others, asked for on the short form. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ShortFormTest {

    @Test
    @Rule("R07")
    void the_short_form_asks_for_one_contribution_and_the_full_one_for_several_activities() {
        Story story = story().given(CLARA, ipes());

        Rejection refusal =
                story.when(DRAFTER, shortly(Map.of("proposedActivities", List.of())))
                        .refusedBy("R07");
        assertThat(refusal.errors())
                .extracting(Rejection.FieldError::pointer)
                .containsExactly("/proposedActivities");
        story.when(DRAFTER, shortly(Map.of())).accepted();
        story.when(
                        DRAFTER,
                        new DraftRequest(TWO, Kind.FULL, IPES, only(Map.of("organiser", "ILO"))))
                .refusedBy("R07");
        story.when(
                        DRAFTER,
                        new EditRequestDraft(
                                ONE, null, null, only(Map.of("generalObjective", Map.of("", "x")))))
                .refusedBy("R07");
    }

    @Test
    @Rule("R07")
    void a_request_stays_on_its_kind_of_form() {
        Story story = story().given(CLARA, ipes()).given(DRAFTER, shortly(Map.of()));

        story.when(DRAFTER, new EditRequestDraft(ONE, Kind.FULL, null, RequestForm.EMPTY))
                .refusedBy("R07");
        story.when(DRAFTER, new EditRequestDraft(ONE, Kind.SHORT, null, RequestForm.EMPTY))
                .accepted();
    }

    @Test
    @Rule("R08")
    void a_short_form_asks_for_experts_and_neither_for_money_nor_for_logistics() {
        Story story = story().given(CLARA, ipes());
        story.given(DRAFTER, shortly(Map.of("support", List.of("EXPERTS", "MONEY"))));

        story.when(SIGNATORY, new SubmitRequest(ONE, true)).refusedBy("R08");
        story.given(DRAFTER, edit(Map.of("support", List.of("LOGISTICS"))));
        assertThat(story.when(SIGNATORY, new SubmitRequest(ONE, true)).refusedBy("R08").errors())
                .extracting(Rejection.FieldError::pointer)
                .containsExactly("/support");
        story.given(DRAFTER, edit(Map.of("support", List.of("EXPERTS"))));
        story.when(SIGNATORY, new SubmitRequest(ONE, true)).accepted();
    }

    @Test
    @Rule("R06")
    void a_short_form_is_complete_with_its_own_fields() {
        Story story = story().given(CLARA, ipes());
        story.given(DRAFTER, new DraftRequest(ONE, Kind.SHORT, IPES, RequestForm.EMPTY));

        assertThat(story.when(SIGNATORY, new SubmitRequest(ONE, true)).refusedBy("R06").errors())
                .extracting(Rejection.FieldError::pointer)
                .containsExactly(
                        "/language",
                        "/title",
                        "/contributionKind",
                        "/organiser",
                        "/eventDate",
                        "/topic",
                        "/speakerProfile",
                        "/signatory");
        story.given(DRAFTER, new EditRequestDraft(ONE, null, null, shortForm(Map.of())));
        RequestSubmitted submitted =
                (RequestSubmitted)
                        story.when(SIGNATORY, new SubmitRequest(ONE, true)).events().get(2);
        assertThat(submitted.form()).isEqualTo("SHORT");
        assertThat(submitted.country()).as("of the institution").isEqualTo("CO");
        assertThat(submitted.typesOfAssistance()).isEmpty();
    }

    @Test
    void kinds_and_dates_of_a_contribution_are_looked_at_when_they_are_entered() {
        Story story = story().given(CLARA, ipes());

        story.when(DRAFTER, shortly(Map.of("contributionKind", "party")))
                .expectRefusal(Rejection.UnknownCode.class);
        story.when(DRAFTER, shortly(Map.of("support", List.of("FLOWERS"))))
                .expectRefusal(Rejection.UnknownCode.class);
        story.when(DRAFTER, shortly(Map.of("eventDate", "2026-03-01")))
                .expectRefusal(Rejection.InvalidFields.class);
        story.when(DRAFTER, shortly(Map.of("eventDate", "2026-03-02"))).accepted();
    }

    private static DraftRequest shortly(Map<String, Object> more) {
        return new DraftRequest(ONE, Kind.SHORT, IPES, shortForm(more));
    }

    private static EditRequestDraft edit(Map<String, Object> changes) {
        return new EditRequestDraft(ONE, null, null, only(changes));
    }
}
