package org.socius.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.expert.Scene.ADMIN;
import static org.socius.expert.Scene.CALL;
import static org.socius.expert.Scene.OFFICER;
import static org.socius.expert.Scene.PARTNER;
import static org.socius.expert.Scene.bid;
import static org.socius.expert.Scene.expert;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socius.expert.actions.KnownActionCommand.LearnActivityCancellation;
import org.socius.expert.applications.ApplicationEvent.ApplicationSubmitted;
import org.socius.expert.calls.CallCommand.PublishCall;
import org.socius.expert.calls.CallCommand.RecordDueCallSteps;
import org.socius.expert.calls.CallEvent.NominationNoted;
import org.socius.expert.partners.CollaborativePartnerCommand.AgreeWithPartner;
import org.socius.expert.partners.CollaborativePartnerCommand.NominateExpert;
import org.socius.expert.partners.CollaborativePartnerCommand.RegisterCollaborativePartner;
import org.socius.expert.partners.CollaborativePartnerEvent.CollaborativePartnerAgreed;
import org.socius.expert.partners.CollaborativePartnerEvent.CollaborativePartnerRegistered;
import org.socius.expert.partners.CollaborativePartnerEvent.ExpertNominated;
import org.socius.expert.partners.CollaborativePartnerRejection.AgreementNotInForce;
import org.socius.expert.partners.CollaborativePartnerRejection.NotItsStaff;
import org.socius.expert.roster.ExpertCommand.EditProfile;
import org.socius.expert.roster.ExpertCommand.EraseExpert;
import org.socius.expert.roster.ExpertCommand.VerifyProfile;
import org.socius.expert.roster.Profile.Employment;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

/** Who may nominate whom for what: the story begins on 23 November 2026. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CollaborativePartnerTest {

    private final Scene scene = new Scene();
    private final Story story = scene.story;

    private static RegisterCollaborativePartner registration(String country, String category) {
        return new RegisterCollaborativePartner("inps", "INPS", country, category);
    }

    private static AgreeWithPartner agreement(String from, @Nullable String to) {
        return new AgreeWithPartner(
                "inps", "CP/7", LocalDate.parse(from), to == null ? null : LocalDate.parse(to));
    }

    private static NominateExpert nomination(String expert, String position) {
        return new NominateExpert("inps", CALL, position, expert);
    }

    @Test
    void a_member_states_administration_becomes_a_partner_and_agrees() {
        story.when(ADMIN, registration("IT", "PUBLIC_ADMINISTRATION"))
                .expectEvents(
                        new CollaborativePartnerRegistered(
                                "inps", "INPS", "IT", "PUBLIC_ADMINISTRATION"));
        story.when(ADMIN, agreement("2026-01-01", null))
                .expectEvents(
                        new CollaborativePartnerAgreed(
                                "inps", "IT", "CP/7", LocalDate.parse("2026-01-01"), null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "CO, PUBLIC_ADMINISTRATION, /country",
        "GB, MANDATED_BODY, /country",
        "IT, PRIVATE, /category",
        "IT, ACADEMIA, /category"
    })
    void others_do_not(String country, String category, String pointer) {
        Rejection refusal =
                story.when(ADMIN, registration(country, category))
                        .expectRefusal(Rejection.InvalidFields.class);
        assertThat(refusal.errors()).extracting(error -> error.pointer()).containsExactly(pointer);
    }

    /** The United Kingdom was a Member State until 31 January 2020 (R71). */
    @Test
    void a_late_entry_is_judged_by_its_day() {
        story.on("2020-01-31").when(ADMIN, registration("GB", "MANDATED_BODY")).accepted();
    }

    @Test
    void an_agreement_does_not_end_before_it_begins_nor_begin_before_the_one_it_replaces() {
        story.given(ADMIN, registration("IT", "MANDATED_BODY"));
        story.when(ADMIN, agreement("2026-05-02", "2026-05-01"))
                .expectRefusal(Rejection.InvalidFields.class);
        story.when(ADMIN, agreement("2026-05-01", "2026-05-01")).accepted();
        story.when(ADMIN, agreement("2026-05-01", null))
                .expectRefusal(Rejection.InvalidFields.class);
        story.when(ADMIN, agreement("2026-05-02", null)).accepted();
    }

    @Test
    @Rule("R81")
    void a_partner_nominates_its_staff_who_apply_like_others() {
        scene.openCall().activeExpert("x1");
        story.given(ADMIN, registration("IT", "PUBLIC_ADMINISTRATION"));
        story.when(PARTNER, nomination("x1", "E1")).refusedBy("R81");
        story.given(ADMIN, agreement("2026-01-01", null));

        story.when(PARTNER, nomination("x1", "E1"))
                .expectEvents(
                        new NominationNoted(CALL, "inps", "E1", "x1"),
                        new ExpertNominated("inps", CALL, "E1", "x1"));

        story.given(expert("x1"), bid("a1", "E1"), bid("a2", "E2"));
        assertThat(story.eventsOf("a1"))
                .singleElement()
                .asInstanceOf(
                        org.assertj.core.api.InstanceOfAssertFactories.type(
                                ApplicationSubmitted.class))
                .extracting(ApplicationSubmitted::nominatedBy)
                .isEqualTo("inps");
        assertThat(((ApplicationSubmitted) story.eventsOf("a2").getFirst()).nominatedBy()).isNull();
    }

    @ParameterizedTest
    @Rule("R81")
    @CsvSource({"2026-11-23, 2026-11-23", "2026-11-23, ", "2026-01-01, 2026-11-23"})
    void a_partner_nominates_from_the_first_to_the_last_day_of_its_agreement(
            String from, @Nullable String to) {
        scene.openCall().activeExpert("x1");
        story.given(ADMIN, registration("IT", "PUBLIC_ADMINISTRATION"));
        story.given(ADMIN, agreement("2025-01-01", "2025-12-31"));
        AgreementNotInForce lapsed =
                story.when(PARTNER, nomination("x1", "E1"))
                        .expectRefusal(AgreementNotInForce.class);
        assertThat(lapsed.facts()).containsEntry("to", "2025-12-31");
        story.given(ADMIN, agreement(from, to));
        story.when(PARTNER, nomination("x1", "E1")).accepted();
    }

    @ParameterizedTest
    @Rule("R81")
    @CsvSource({"2026-11-24, ", "2026-01-01, 2026-11-22"})
    void nobody_nominates_the_day_before_an_agreement_begins_or_the_day_after_it_ends(
            String from, @Nullable String to) {
        scene.openCall().activeExpert("x1");
        story.given(ADMIN, registration("IT", "PUBLIC_ADMINISTRATION"), agreement(from, to));
        story.when(PARTNER, nomination("x1", "E1")).refusedBy("R81");
        story.at("2026-11-24T09:00:00Z");
        if (to == null) {
            story.when(PARTNER, nomination("x1", "E1")).accepted();
        } else {
            story.given(ADMIN, agreement("2026-11-24", null));
            story.when(PARTNER, nomination("x1", "E1")).accepted();
        }
    }

    @Test
    @Rule("R81")
    void only_whom_the_partner_employs_on_that_day() {
        scene.openCall().activeExpert("x1").activeExpert("x2");
        story.given(
                ADMIN, registration("IT", "PUBLIC_ADMINISTRATION"), agreement("2026-01-01", null));
        story.given(expert("x1"), new EditProfile("x1", career("2026-11-22")));
        story.given(OFFICER, new VerifyProfile("x1"));
        story.given(expert("x2"), new EditProfile("x2", career("2026-11-23")));

        story.when(PARTNER, nomination("x1", "E1")).refusedBy("R81");
        story.when(PARTNER, nomination("x2", "E1")).accepted();
        story.when(PARTNER, nomination("nobody", "E2")).expectRefusal(NotItsStaff.class);
    }

    /** At the partner until this day, at a university from the next one on. */
    private static org.socius.expert.roster.Profile career(String lastDay) {
        LocalDate last = LocalDate.parse(lastDay);
        return Scene.employedBy(
                List.of(
                        new Employment(
                                "inps",
                                "Istituto",
                                "IT",
                                "PUBLIC_ADMINISTRATION",
                                LocalDate.parse("2015-01-01"),
                                last,
                                null),
                        new Employment(
                                "uni",
                                "Ateneo",
                                "IT",
                                "ACADEMIA",
                                LocalDate.parse("2026-11-23").isAfter(last)
                                        ? last.plusDays(1)
                                        : LocalDate.parse("2026-11-01").minusYears(20),
                                null,
                                null)));
    }

    @Test
    @Rule("R81")
    void somebody_with_two_employers_is_staff_of_both() {
        scene.openCall().activeExpert("x1").activeExpert("x2");
        story.given(
                ADMIN, registration("IT", "PUBLIC_ADMINISTRATION"), agreement("2026-01-01", null));
        for (String id : List.of("x1", "x2")) {
            story.given(
                    expert(id),
                    new EditProfile(
                            id,
                            Scene.employedBy(
                                    List.of(
                                            since(id.equals("x1") ? "inps" : "inail", "2015-01-01"),
                                            since("uni", "2020-01-01")))));
            story.given(OFFICER, new VerifyProfile(id));
        }
        story.when(PARTNER, nomination("x2", "E1")).refusedBy("R81");
        story.when(PARTNER, nomination("x1", "E1")).accepted();
    }

    private static Employment since(String employer, String day) {
        return new Employment(
                employer, employer, "IT", "ACADEMIA", LocalDate.parse(day), null, null);
    }

    @Test
    void an_erased_person_is_nobodys_staff() {
        scene.openCall().activeExpert("x1");
        story.given(
                ADMIN, registration("IT", "PUBLIC_ADMINISTRATION"), agreement("2026-01-01", null));
        story.given(Scene.DATA_PROTECTION, new EraseExpert("x1"));
        story.when(PARTNER, nomination("x1", "E1")).expectRefusal(NotItsStaff.class);
    }

    @Test
    @Rule("R81")
    void an_expert_is_nominated_once_for_a_position() {
        agreed();
        story.when(PARTNER, nomination("x1", "E1")).accepted();
        story.when(PARTNER, nomination("x1", "E1")).refusedBy("R81");
        story.when(PARTNER, nomination("x1", "E2")).accepted();
    }

    @Test
    @Rule("R80")
    void nobody_is_nominated_after_the_deadline() {
        agreed();
        story.at(Scene.DEADLINE.replace(":59Z", ":58Z"));
        story.when(PARTNER, nomination("x1", "E1")).accepted();
        story.at(Scene.DEADLINE).when(PARTNER, nomination("x1", "E2")).refusedBy("R80");
        story.given(Scene.SYSTEM, new RecordDueCallSteps(CALL));
        story.when(PARTNER, nomination("x1", "E2")).refusedBy("R80");
    }

    @Test
    @Rule("R85")
    void nobody_is_nominated_for_a_position_the_expert_has_applied_for() {
        agreed();
        story.given(expert("x1"), bid("a1", "E1"));
        story.when(PARTNER, nomination("x1", "E1")).refusedBy("R85");
        story.when(PARTNER, nomination("x1", "E2")).accepted();
    }

    @Test
    @Rule("R40")
    void nobody_is_nominated_in_a_cancelled_activity() {
        agreed();
        story.when(PARTNER, nomination("x1", "E1")).accepted();
        story.given(Scene.SYSTEM, new LearnActivityCancellation(Scene.ACTION, 1));
        story.when(PARTNER, nomination("x1", "E2")).refusedBy("R40");
    }

    @Test
    void nobody_speaks_for_another_partner_and_unknown_calls_and_positions_are_named() {
        agreed();
        story.when(Story.person("other", "collaborative-partner", "other"), nomination("x1", "E1"))
                .expectRefusal(Rejection.NotFound.class);
        story.when(PARTNER, new NominateExpert("inps", "no-call", "E1", "x1"))
                .expectRefusal(Rejection.InvalidFields.class);
        story.when(PARTNER, nomination("x1", "E9")).expectRefusal(Rejection.UnknownCode.class);
    }

    private void agreed() {
        scene.openCall().activeExpert("x1").agreedPartner();
    }

    @Test
    void a_draft_is_unknown_to_partners_and_whose_application_there_is_is_not_told() {
        scene.draftedCall().activeExpert("x1").agreedPartner();
        story.when(PARTNER, nomination("x1", "E1")).expectRefusal(Rejection.InvalidFields.class);
        story.given(Scene.CLARA, new PublishCall(CALL, Instant.parse(Scene.DEADLINE)));
        story.given(expert("x1"), bid("a1", "E1"));
        Rejection refusal = story.when(PARTNER, nomination("x1", "E1")).refusedBy("R85");
        assertThat(refusal.facts()).doesNotContainValue("a1");
    }
}
