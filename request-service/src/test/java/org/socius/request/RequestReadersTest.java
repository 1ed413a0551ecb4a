package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.request.RequestDecisionsTest.folded;
import static org.socius.request.RequestExamples.*;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.documents.StoredFile;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;
import org.socius.request.RequestCommand.AttachDocument;
import org.socius.request.RequestCommand.ConsultDelegation;
import org.socius.request.RequestCommand.EditRequestDraft;
import org.socius.request.RequestCommand.HoldRequest;
import org.socius.request.RequestCommand.Opinion;
import org.socius.request.RequestCommand.RecordDelegationOpinion;
import org.socius.request.RequestCommand.ResubmitRequest;
import org.socius.request.RequestCommand.ReturnRequest;
import org.socius.request.RequestCommand.WithdrawRequest;

/** Who reads what of a request. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RequestReadersTest {

    private static final Actor ADA = Story.person("ada", Roles.ADMIN);
    private static final Actor FILIP = Story.person("filip", Roles.FINANCE_OFFICER);
    private static final Map<String, String> SUBMITTED_TITLE =
            Map.of("es", "Estrategia para vendedores informales");
    private static final Map<String, String> NEXT_TITLE = Map.of("es", "Otro título");

    @Test
    @Rule(value = "R16", derived = true)
    void the_next_version_is_seen_by_those_who_prepare_it_and_by_others_when_it_is_submitted() {
        Story story = nextVersionPrepared();

        Request prepared = folded(story);
        for (Actor other : List.of(DELEGATION, CLARA, FILIP)) {
            assertThat(prepared.view(other, 0))
                    .as(other.id())
                    .containsEntry("title", SUBMITTED_TITLE)
                    .containsEntry("country", "CO")
                    .containsEntry("attachments", List.of());
            assertThat(prepared.attachment("d1", other)).as(other.id()).isEmpty();
        }
        for (Actor own : List.of(DRAFTER, SIGNATORY, ADA)) {
            assertThat(prepared.view(own, 0))
                    .as(own.id())
                    .containsEntry("title", NEXT_TITLE)
                    .containsEntry("country", "AM");
            assertThat(prepared.attachment("d1", own)).as(own.id()).isPresent();
        }
        assertThat(prepared.summary(0).title()).isEqualTo(SUBMITTED_TITLE);
        assertThat(prepared.summary(0).country()).isEqualTo("CO");

        Request submitted = folded(story.given(SIGNATORY, new ResubmitRequest(ONE, true)));
        assertThat(submitted.view(CLARA, 0)).containsEntry("title", NEXT_TITLE);
        assertThat(submitted.attachment("d1", CLARA)).isPresent();
    }

    @Test
    void in_whose_hands_a_request_is_is_told_to_those_who_work_on_requests_only() {
        Story story = underScreening().because("Leave");
        story.given(CLARA, new RequestCommand.HandOverRequest(ONE, "cleo"));
        for (Actor reader : List.of(CLARA, ADA)) {
            assertThat(folded(story).view(reader, 0))
                    .as(reader.id())
                    .containsEntry("responsible", "cleo");
        }
        for (Actor reader : List.of(FILIP, DRAFTER, SIGNATORY, DELEGATION)) {
            assertThat(folded(story).view(reader, 0).toString())
                    .as(reader.id())
                    .contains("UNDER_SCREENING")
                    .doesNotContain("responsible", "cleo");
        }
    }

    @Test
    void a_Delegation_reads_what_was_submitted_about_its_country() {
        Story story = nextVersionPrepared();

        assertThat(folded(story).isVisibleTo(DELEGATION)).isTrue();
        assertThat(folded(story).isVisibleTo(delegation("AM"))).isFalse();

        story.given(SIGNATORY, new ResubmitRequest(ONE, true));
        assertThat(folded(story).isVisibleTo(DELEGATION)).isFalse();
        assertThat(folded(story).isVisibleTo(delegation("AM"))).isTrue();
    }

    @Test
    @Rule(value = "R16", derived = true)
    void words_that_were_never_submitted_are_not_the_last_ones_of_a_request_that_ends() {
        Story story = nextVersionPrepared().because("no longer needed");

        story.given(SIGNATORY, new WithdrawRequest(ONE));

        for (Actor reader : List.of(DELEGATION, CLARA, DRAFTER)) {
            assertThat(folded(story).view(reader, 0))
                    .as(reader.id())
                    .containsEntry("title", SUBMITTED_TITLE)
                    .containsEntry("country", "CO");
        }
        assertThat(folded(story).summary(0).title()).isEqualTo(SUBMITTED_TITLE);
    }

    @Test
    void what_is_said_of_a_request_is_for_those_who_work_on_it_and_for_the_institution() {
        Story story = underScreening().because("Ms X never answers");
        Request returned =
                folded(story.given(CLARA, new ReturnRequest(ONE, List.of("signature of Ms X"))));

        for (Actor reader : List.of(CLARA, SIGNATORY)) {
            assertThat(String.valueOf(returned.view(reader, 0).get("reply")))
                    .as(reader.id())
                    .contains("Ms X never answers", "signature of Ms X");
        }
        assertThat(String.valueOf(returned.view(FILIP, 0).get("reply")))
                .contains("RETURNED", "Ms X never answers")
                .doesNotContain("signature of Ms X");
        assertThat(String.valueOf(returned.view(DELEGATION, 0).get("reply")))
                .contains("RETURNED")
                .doesNotContain("Ms X");
    }

    @Test
    void why_a_request_rests_is_for_staff_and_for_the_institution() {
        Story story = underScreening().because("BUDGET_EXHAUSTED", "Ms X has no money left");
        Request resting = folded(story.given(CLARA, new HoldRequest(ONE)));

        for (Actor reader : List.of(CLARA, SIGNATORY, FILIP)) {
            assertThat(String.valueOf(resting.view(reader, 0).get("hold")))
                    .as(reader.id())
                    .contains("Ms X has no money left");
        }
        assertThat(String.valueOf(resting.view(DELEGATION, 0).get("hold")))
                .contains("BUDGET_EXHAUSTED")
                .doesNotContain("Ms X");
    }

    @Test
    void the_words_of_an_opinion_are_for_those_who_decide_about_it_and_for_the_Delegation() {
        Story story = underAppraisal().given(CLARA, new ConsultDelegation(ONE));
        story.given(
                DELEGATION,
                new RecordDelegationOpinion(ONE, Opinion.WITH_REMARKS, "not with Ms X"));
        Request request = folded(story);

        for (Actor reader : List.of(CLARA, COMMISSION, DELEGATION)) {
            assertThat(String.valueOf(request.view(reader, 0).get("delegationOpinion")))
                    .as(reader.id())
                    .contains("not with Ms X");
        }
        assertThat(String.valueOf(request.view(FILIP, 0).get("delegationOpinion")))
                .contains("WITH_REMARKS")
                .doesNotContain("Ms X");
        assertThat(request.view(SIGNATORY, 0)).doesNotContainKey("delegationOpinion");
    }

    @Test
    void an_opinion_that_is_entered_late_shows_when_it_was_entered() {
        Story story = underAppraisal().given(CLARA, new ConsultDelegation(ONE));
        story.at("2026-03-09T09:00:00Z")
                .on("2026-03-05")
                .because("it came on paper")
                .onBehalfOf(DELEGATION)
                .given(ADA, new RecordDelegationOpinion(ONE, Opinion.POSITIVE, null));

        assertThat(String.valueOf(folded(story).view(CLARA, 0).get("delegationOpinion")))
                .contains("recordedAt=2026-03-09T09:00:00Z");
    }

    /** Returned, and changed since by its drafter. */
    private static Story nextVersionPrepared() {
        Story story = underScreening().because("the title is vague");
        return story.given(CLARA, new ReturnRequest(ONE, List.of("title")))
                .given(
                        DRAFTER,
                        new EditRequestDraft(
                                ONE,
                                null,
                                null,
                                only(Map.of("country", "AM", "title", NEXT_TITLE))),
                        new AttachDocument(
                                ONE,
                                "d1",
                                new StoredFile("f1", "mandate.pdf", "application/pdf", 1, "00"),
                                10));
    }
}
