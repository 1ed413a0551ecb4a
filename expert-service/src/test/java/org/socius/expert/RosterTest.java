package org.socius.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.expert.Scene.ACTION;
import static org.socius.expert.Scene.CALL;
import static org.socius.expert.Scene.CLARA;
import static org.socius.expert.Scene.OFFICER;
import static org.socius.expert.Scene.SYSTEM;
import static org.socius.expert.Scene.expert;
import static org.socius.expert.Scene.profile;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socius.expert.applications.ApplicationCommand.Apply;
import org.socius.expert.applications.ApplicationEvent.EmployerSupport;
import org.socius.expert.calls.CallCommand.CancelCall;
import org.socius.expert.calls.CallCommand.DraftCall;
import org.socius.expert.calls.CallCommand.PublishCall;
import org.socius.expert.calls.CallEvent.ApplicantEntered;
import org.socius.expert.mobilisations.MobilisationCommand.CancelMobilisation;
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
import org.socius.expert.roster.ExpertEvent.ExpertCvStored;
import org.socius.expert.roster.ExpertEvent.ExpertDeactivated;
import org.socius.expert.roster.ExpertEvent.ExpertErased;
import org.socius.expert.roster.ExpertEvent.ExpertProfileExpired;
import org.socius.expert.roster.ExpertEvent.ExpertProfileRefused;
import org.socius.expert.roster.ExpertEvent.ExpertProfileReturned;
import org.socius.expert.roster.ExpertEvent.ExpertProfileSubmitted;
import org.socius.expert.roster.ExpertEvent.ExpertProfileUpdated;
import org.socius.expert.roster.ExpertEvent.ExpertProfileVerified;
import org.socius.expert.roster.ExpertEvent.ExpertRegistered;
import org.socius.expert.roster.ExpertRejection.EmailNotConfirmed;
import org.socius.expert.roster.ExpertRejection.MobilisationRunning;
import org.socius.expert.roster.Profile;
import org.socius.expert.roster.Profile.Employment;
import org.socius.platform.command.Actor;
import org.socius.platform.documents.DocumentRejection;
import org.socius.platform.documents.StoredFile;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RosterTest {

    private static final Profile PUBLIC = profile("PUBLIC_ADMINISTRATION", "inps");

    private final Story story = new Scene().story;

    @Test
    void an_expert_registers_submits_and_is_verified() {
        story.when(expert("x1"), new RegisterExpert("x1", PUBLIC))
                .expectEvents(new ExpertRegistered("x1", PUBLIC));
        story.when(expert("x1"), new SubmitProfile("x1"))
                .expectEvents(new ExpertProfileSubmitted("x1"));
        story.when(OFFICER, new VerifyProfile("x1"))
                .expectEvents(
                        new ExpertProfileVerified(
                                "x1",
                                "PUBLIC_ADMINISTRATION",
                                "IT",
                                "F",
                                List.of(new Profile.Expertise("A", 12, "senior")),
                                Map.of("es", "C1"),
                                LocalDate.parse("2028-11-23")));
    }

    @Test
    void a_returned_profile_is_a_draft_again_and_a_refused_one_is_not() {
        story.given(expert("x1"), new RegisterExpert("x1", PUBLIC), new SubmitProfile("x1"));
        story.when(OFFICER, new ReturnProfile("x1")).expectTypes(ExpertProfileReturned.class);
        story.given(expert("x1"), new SubmitProfile("x1"));
        story.when(OFFICER, new RefuseProfile("x1")).expectTypes(ExpertProfileRefused.class);
        story.when(expert("x1"), new SubmitProfile("x1")).expectRefusal(Rejection.WrongState.class);
    }

    @Test
    void a_cv_is_stored_once_however_often_it_is_sent_and_not_without_limit() {
        StoredFile first = new StoredFile("f1", "cv.pdf", "application/pdf", 9, "aa");
        StoredFile same = new StoredFile("f2", "cv.pdf", "application/pdf", 9, "aa");
        StoredFile next = new StoredFile("f3", "cv.pdf", "application/pdf", 9, "bb");
        StoredFile third = new StoredFile("f4", "cv.pdf", "application/pdf", 9, "cc");
        story.given(expert("x1"), new RegisterExpert("x1", PUBLIC));

        story.when(expert("x1"), new StoreCv("x1", first, 2))
                .expectEvents(new ExpertCvStored("x1", first));
        story.when(expert("x1"), new StoreCv("x1", same, 2)).expectEvents();
        story.when(expert("x1"), new StoreCv("x1", next, 2))
                .expectEvents(new ExpertCvStored("x1", next));
        story.when(expert("x1"), new StoreCv("x1", third, 2))
                .expectRefusal(DocumentRejection.TooManyDocuments.class);
    }

    @Test
    void nobody_else_stores_a_cv_and_an_officer_says_why() {
        StoredFile cv = new StoredFile("f1", "cv.pdf", "application/pdf", 9, "aa");
        story.given(expert("x1"), new RegisterExpert("x1", PUBLIC));

        story.when(expert("x2"), new StoreCv("x1", cv, 2)).expectRefusal(Rejection.NotFound.class);
        story.when(OFFICER, new StoreCv("x1", cv, 2)).expectRefusal(Rejection.InvalidFields.class);
        story.because("Sent by post").when(OFFICER, new StoreCv("x1", cv, 2)).accepted();
    }

    @Test
    void an_expert_registers_only_under_the_own_id() {
        story.when(expert("x2"), new RegisterExpert("x1", PUBLIC))
                .expectRefusal(Rejection.Forbidden.class);
    }

    @Test
    void an_expert_without_an_id_of_its_own_registers_nobody() {
        story.because("I should like to")
                .when(Story.person("somebody", "expert"), new RegisterExpert("x1", PUBLIC))
                .expectRefusal(Rejection.Forbidden.class);
    }

    @Test
    void an_officer_registers_somebody_with_a_reason() {
        story.when(OFFICER, new RegisterExpert("x1", PUBLIC))
                .expectRefusal(Rejection.InvalidFields.class);
        story.because("Came with a letter of the ministry")
                .when(OFFICER, new RegisterExpert("x1", PUBLIC))
                .accepted();
        story.when(OFFICER, new SubmitProfile("x1")).expectRefusal(Rejection.InvalidFields.class);
        story.because("By telephone").when(OFFICER, new SubmitProfile("x1")).accepted();
    }

    @Test
    @Rule("R68")
    void a_profile_is_submitted_with_employer_expertise_and_language_only() {
        Profile bare =
                new Profile(
                        new Profile.Name("Ilaria", "Tosi"),
                        "ilaria@example.org",
                        null,
                        "IT",
                        "IT",
                        null,
                        List.of(),
                        List.of(new Profile.Expertise("A", null, null)),
                        List.of(),
                        new Profile.Consents(LocalDate.parse("2026-11-01"), null),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        story.given(expert("x1"), new RegisterExpert("x1", bare));

        Rejection refusal = story.when(expert("x1"), new SubmitProfile("x1")).refusedBy("R68");

        assertThat(refusal.facts())
                .containsEntry("missing", List.of("employers", "expertise", "languages"));
        story.given(expert("x1"), new EditProfile("x1", PUBLIC));
        story.when(expert("x1"), new SubmitProfile("x1")).accepted();
    }

    @Test
    @Rule("R68")
    void the_contact_must_be_confirmed() {
        Actor unconfirmed =
                new Actor(
                        "x1",
                        "expert",
                        java.util.Set.of("expert"),
                        java.util.Set.of(),
                        null,
                        "x1",
                        false,
                        null);
        story.when(unconfirmed, new RegisterExpert("x1", PUBLIC))
                .expectRefusal(EmailNotConfirmed.class);
        story.when(expert("x1"), new RegisterExpert("x1", PUBLIC)).accepted();
    }

    @Test
    void a_change_of_employer_is_verified_again_and_another_change_is_not() {
        story.given(expert("x1"), new RegisterExpert("x1", PUBLIC), new SubmitProfile("x1"));
        story.given(OFFICER, new VerifyProfile("x1"));
        Profile telephone = with(null, "+39 06 1");
        story.when(expert("x1"), new EditProfile("x1", telephone))
                .expectEvents(new ExpertProfileUpdated("x1", telephone, false));
        story.when(OFFICER, new VerifyProfile("x1")).expectRefusal(Rejection.WrongState.class);

        Profile employer = with(employers("MANDATED_BODY"), null);
        story.when(expert("x1"), new EditProfile("x1", employer))
                .expectEvents(new ExpertProfileUpdated("x1", employer, true));
        story.when(OFFICER, new VerifyProfile("x1")).accepted();
    }

    @Test
    void an_edit_that_changes_nothing_records_nothing() {
        story.given(expert("x1"), new RegisterExpert("x1", PUBLIC));
        story.when(expert("x1"), new EditProfile("x1", PUBLIC)).expectEvents();
    }

    @Test
    void another_expert_cannot_edit_a_profile() {
        story.given(expert("x1"), new RegisterExpert("x1", PUBLIC));
        story.when(expert("x2"), new EditProfile("x1", with(null, "1")))
                .expectRefusal(Rejection.NotFound.class);
    }

    @Test
    @Rule("R69")
    void the_category_is_that_of_the_employment_on_the_day() {
        List<Employment> career =
                List.of(
                        employment("PUBLIC_ADMINISTRATION", "IT", "2010-01-01", "2026-10-31"),
                        employment("PRIVATE", "FR", "2026-11-01", "2026-12-31"));
        story.given(expert("x1"), new RegisterExpert("x1", with(career, null, PUBLIC)));
        story.given(expert("x1"), new SubmitProfile("x1"));

        story.at("2027-01-01T09:00:00Z").when(OFFICER, new VerifyProfile("x1")).refusedBy("R69");
        story.on("2026-12-31")
                .when(OFFICER, new VerifyProfile("x1"))
                .expectEvents(
                        new ExpertProfileVerified(
                                "x1",
                                "PRIVATE",
                                "FR",
                                "F",
                                List.of(new Profile.Expertise("A", 12, "senior")),
                                Map.of("es", "C1"),
                                LocalDate.parse("2028-12-31")));
    }

    @ParameterizedTest
    @CsvSource({
        "IT, 2026-01-01, true",
        "GB, 2020-01-31, true",
        "GB, 2020-02-01, false",
        "CO, 2026-01-01, false"
    })
    @Rule(value = "R71", derived = true)
    void the_member_state_is_looked_up_by_the_employers_country_and_the_day(
            String country, LocalDate day, boolean member) {
        assertThat(
                        employment("PUBLIC_ADMINISTRATION", country, "2000-01-01", null)
                                .inMemberState(day))
                .isEqualTo(member);
    }

    @ParameterizedTest
    @CsvSource({
        "PUBLIC_ADMINISTRATION, true",
        "MANDATED_BODY, true",
        "SOCIAL_PARTNER, false",
        "ACADEMIA, false",
        "INTERNATIONAL_ORGANISATION, false",
        "PRIVATE, false",
        "PARTNER_COUNTRY_PRACTITIONER, false"
    })
    void public_experts_come_from_administrations_and_mandated_bodies(
            String category, boolean isPublic) {
        assertThat(employment(category, "IT", "2000-01-01", null).isPublic()).isEqualTo(isPublic);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUBLIC_ADMINISTRATION",
                "MANDATED_BODY",
                "SOCIAL_PARTNER",
                "ACADEMIA",
                "INTERNATIONAL_ORGANISATION",
                "PRIVATE",
                "PARTNER_COUNTRY_PRACTITIONER"
            })
    @Rule(value = "R67", derived = true)
    void experts_of_every_category_are_admitted(String category) {
        story.given(
                expert("x1"), new RegisterExpert("x1", with(employers(category), null, PUBLIC)));
        story.given(expert("x1"), new SubmitProfile("x1"));
        assertThat(story.when(OFFICER, new VerifyProfile("x1")).events())
                .singleElement()
                .extracting(event -> ((ExpertProfileVerified) event).category())
                .isEqualTo(category);
    }

    @Test
    @Rule(value = "R70", derived = true)
    void the_country_of_an_expert_is_that_of_the_employer_and_not_the_nationality() {
        List<Employment> abroad =
                List.of(employment("PUBLIC_ADMINISTRATION", "BE", "2015-01-01", null));
        story.given(expert("x1"), new RegisterExpert("x1", with(abroad, null, PUBLIC)));
        story.given(expert("x1"), new SubmitProfile("x1"));
        assertThat(PUBLIC.nationality()).isEqualTo("IT");
        assertThat(story.when(OFFICER, new VerifyProfile("x1")).events())
                .singleElement()
                .extracting(event -> ((ExpertProfileVerified) event).employerCountry())
                .isEqualTo("BE");
    }

    @Test
    void facts_of_a_career_lie_in_the_past() {
        List<Employment> tomorrow = List.of(employment("PRIVATE", "IT", "2026-11-24", null));
        Rejection refusal =
                story.when(expert("x1"), new RegisterExpert("x1", with(tomorrow, null, PUBLIC)))
                        .expectRefusal(Rejection.InvalidFields.class);
        assertThat(refusal.errors().get(0).pointer()).isEqualTo("/employers/0/from");

        List<Employment> today = List.of(employment("PRIVATE", "IT", "2026-11-23", null));
        story.when(expert("x1"), new RegisterExpert("x1", with(today, null, PUBLIC))).accepted();
    }

    @Test
    void unknown_codes_are_named_with_their_place() {
        Rejection category =
                story.when(
                                expert("x1"),
                                new RegisterExpert("x1", with(employers("WIZARD"), null, PUBLIC)))
                        .expectRefusal(Rejection.UnknownCode.class);
        assertThat(category.errors().get(0).pointer()).isEqualTo("/employers/0/category");

        Rejection country =
                story.when(
                                expert("x1"),
                                new RegisterExpert(
                                        "x1",
                                        with(
                                                List.of(
                                                        employment(
                                                                "PRIVATE",
                                                                "EL",
                                                                "2000-01-01",
                                                                null)),
                                                null,
                                                PUBLIC)))
                        .expectRefusal(Rejection.InvalidFields.class);
        assertThat(country.errors().get(0).pointer()).isEqualTo("/employers/0/country");
    }

    private static List<Employment> employers(String category) {
        return List.of(employment(category, "IT", "2015-01-01", null));
    }

    private static Employment employment(String category, String country, String from, String to) {
        return new Employment(
                "inps",
                "Istituto",
                country,
                category,
                LocalDate.parse(from),
                to == null ? null : LocalDate.parse(to),
                null);
    }

    private static Profile with(List<Employment> employers, String phone) {
        return new Profile(
                null, null, phone, null, null, null, employers, null, null, null, null, null, null,
                null, null, null, null, null);
    }

    private static Profile with(List<Employment> employers, String phone, Profile p) {
        return new Profile(
                p.name(),
                p.email(),
                phone,
                p.nationality(),
                p.residence(),
                p.sex(),
                employers,
                p.expertise(),
                p.languages(),
                p.consents(),
                p.availability(),
                p.onSite(),
                p.remote(),
                null,
                null,
                null,
                null,
                null);
    }

    @Test
    @Rule("R74")
    void a_profile_that_nobody_confirmed_for_24_months_is_not_matched() {
        Scene scene = new Scene().openCall().activeExpert("x1");
        scene.story.at("2026-11-23T10:00:00Z");
        Story later = scene.story;
        later.given(CLARA, new CancelCall(CALL, null));
        later.at("2028-11-23T22:59:58Z");
        later.given(OFFICER, new DraftCall("call-2", ACTION, 1));
        later.given(CLARA, new PublishCall("call-2", Instant.parse("2029-01-31T12:00:00Z")));
        later.when(SYSTEM, new RecordDueExpertSteps("x1")).expectEvents();
        later.at("2028-11-23T22:59:59Z");
        later.when(expert("x1"), bidFor("call-2")).refusedBy("R74");
        later.when(SYSTEM, new RecordDueExpertSteps("x1"))
                .expectEvents(new ExpertProfileExpired("x1"));
        later.when(expert("x1"), bidFor("call-2")).refusedBy("R74");
        later.given(expert("x1"), new ConfirmProfile("x1"));
        later.when(expert("x1"), bidFor("call-2")).accepted();
    }

    private static Apply bidFor(String call) {
        return new Apply(
                "a9",
                call,
                "E1",
                "I should like to help.",
                List.of(),
                EmployerSupport.YES,
                false,
                null);
    }

    @Test
    void a_confirmation_in_time_keeps_a_profile_active() {
        Scene scene = new Scene().activeExpert("x1");
        scene.story.at("2028-11-01T09:00:00Z").given(expert("x1"), new ConfirmProfile("x1"));
        scene.story
                .at("2030-10-31T09:00:00Z")
                .when(SYSTEM, new RecordDueExpertSteps("x1"))
                .expectEvents();
        scene.story
                .at("2030-11-02T09:00:00Z")
                .when(SYSTEM, new RecordDueExpertSteps("x1"))
                .expectEvents(new ExpertProfileExpired("x1"));
    }

    @Test
    @Rule("R86")
    void a_suspended_expert_does_not_apply_until_reinstated() {
        Scene scene = new Scene().openCall().activeExpert("x1");
        scene.story.given(CLARA, new SuspendExpert("x1"));
        scene.story.when(expert("x1"), Scene.bid("a1", "E1")).refusedBy("R86");
        scene.story.given(CLARA, new ReinstateExpert("x1"));
        scene.story.when(expert("x1"), Scene.bid("a1", "E1")).accepted();
    }

    @Test
    @Rule("R75")
    void a_person_is_forgotten_but_not_during_a_mobilisation() {
        Scene scene = new Scene().oneAccepted();
        scene.story.when(Scene.DATA_PROTECTION, new EraseExpert("x1")).refusedBy("R75");
        scene.story.given(OFFICER, new CancelMobilisation(Scene.mobilisation(), null, null));
        scene.story
                .when(Scene.DATA_PROTECTION, new EraseExpert("x1"))
                .expectEvents(new ExpertErased("x1"));
        scene.story
                .when(expert("x1"), new ConfirmProfile("x1"))
                .expectRefusal(Rejection.WrongState.class);
    }

    @Test
    void nobody_leaves_the_roster_during_a_mobilisation() {
        Scene scene = new Scene().oneAccepted();
        scene.story
                .when(expert("x1"), new DeactivateExpert("x1"))
                .expectRefusal(MobilisationRunning.class);
        scene.story.given(OFFICER, new CancelMobilisation(Scene.mobilisation(), null, null));
        scene.story
                .when(expert("x1"), new DeactivateExpert("x1"))
                .expectEvents(new ExpertDeactivated("x1"));
    }

    @Test
    @Rule(value = "R84", derived = true)
    void joining_the_roster_and_applying_are_separate_steps() {
        Scene scene = new Scene().openCall().activeExpert("x1");
        assertThat(scene.story.eventsOf(CALL)).noneMatch(ApplicantEntered.class::isInstance);
        scene.story.when(expert("x1"), Scene.bid("a1", "E1")).accepted();
        assertThat(scene.story.eventsOf(CALL)).anyMatch(ApplicantEntered.class::isInstance);
    }
}
