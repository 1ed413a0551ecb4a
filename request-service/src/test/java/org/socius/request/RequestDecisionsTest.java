package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.request.RequestExamples.*;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;
import org.socius.request.EligibilityList.ChangeEligibility;
import org.socius.request.EligibilityList.RetellEligibility;
import org.socius.request.InstitutionDocket.DocketEvent.DocketActionOpened;
import org.socius.request.InstitutionDocket.DocketEvent.DocketPlaceFreed;
import org.socius.request.InstitutionDocket.DocketEvent.DocketPlaceTaken;
import org.socius.request.InstitutionDocket.DocketEvent.DocketRequestEntered;
import org.socius.request.InstitutionDocket.DocketEvent.DocketRequestLeft;
import org.socius.request.NumberRegister.NumberAssigned;
import org.socius.request.RequestCommand.AcceptRequest;
import org.socius.request.RequestCommand.AppraiseRequest;
import org.socius.request.RequestCommand.ConsultDelegation;
import org.socius.request.RequestCommand.DecideEligibility;
import org.socius.request.RequestCommand.DraftRequest;
import org.socius.request.RequestCommand.EditRequestDraft;
import org.socius.request.RequestCommand.HandOverRequest;
import org.socius.request.RequestCommand.NoteActionEnded;
import org.socius.request.RequestCommand.NoteActionOpened;
import org.socius.request.RequestCommand.Opinion;
import org.socius.request.RequestCommand.OverrideDelegationOpinion;
import org.socius.request.RequestCommand.RecordDelegationOpinion;
import org.socius.request.RequestCommand.RecordDueRequestSteps;
import org.socius.request.RequestCommand.RejectRequest;
import org.socius.request.RequestCommand.ResubmitRequest;
import org.socius.request.RequestCommand.ReturnRequest;
import org.socius.request.RequestCommand.StartScreening;
import org.socius.request.RequestCommand.SubmitRequest;
import org.socius.request.RequestCommand.WithdrawRequest;
import org.socius.request.RequestEvent.DelegationConsulted;
import org.socius.request.RequestEvent.DelegationOpinionOverridden;
import org.socius.request.RequestEvent.DelegationOpinionRecorded;
import org.socius.request.RequestEvent.RequestAccepted;
import org.socius.request.RequestEvent.RequestActionEnded;
import org.socius.request.RequestEvent.RequestActionOpened;
import org.socius.request.RequestEvent.RequestAppraised;
import org.socius.request.RequestEvent.RequestDraftEdited;
import org.socius.request.RequestEvent.RequestDrafted;
import org.socius.request.RequestEvent.RequestFoundEligible;
import org.socius.request.RequestEvent.RequestFoundIneligible;
import org.socius.request.RequestEvent.RequestHandedOver;
import org.socius.request.RequestEvent.RequestLapsed;
import org.socius.request.RequestEvent.RequestRejected;
import org.socius.request.RequestEvent.RequestResubmitted;
import org.socius.request.RequestEvent.RequestReturned;
import org.socius.request.RequestEvent.RequestScreeningStarted;
import org.socius.request.RequestEvent.RequestSubmitted;
import org.socius.request.RequestEvent.RequestWithdrawn;
import org.socius.request.RequestForm.Kind;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RequestDecisionsTest {

    private static final Actor ADA = Story.person("ada", Roles.ADMIN);

    // drafting

    @Test
    void plain_texts_of_a_draft_are_in_the_language_of_the_form() {
        RequestDrafted drafted =
                (RequestDrafted)
                        story().given(CLARA, ipes()).when(DRAFTER, draft(ONE)).events().get(0);

        assertThat(drafted.content().title())
                .isEqualTo(Map.of("es", "Estrategia para vendedores informales"));
        assertThat(drafted.institution().name().en()).isEqualTo("Institute for Social Economy");
    }

    @Test
    void a_text_waits_for_the_language_of_the_form_if_that_comes_later() {
        Story story = story().given(CLARA, ipes());
        story.given(
                DRAFTER,
                new DraftRequest(
                        ONE, Kind.FULL, IPES, only(Map.of("title", Map.of("", "Un título")))));

        story.given(DRAFTER, edit(Map.of("language", "es")));

        assertThat(folded(story).view(DRAFTER, 1))
                .containsEntry("title", Map.of("es", "Un título"));
    }

    @Test
    void nobody_drafts_for_an_institution_that_is_not_registered() {
        Rejection refusal =
                story().when(DRAFTER, draft(ONE)).expectRefusal(Rejection.InvalidFields.class);

        assertThat(refusal.errors())
                .extracting(Rejection.FieldError::pointer)
                .containsExactly("/institutionId");
    }

    @Test
    void a_partner_does_not_draft_for_another_institution() {
        story().given(CLARA, ipes())
                .when(OF_MOLSA, draft(ONE))
                .expectRefusal(Rejection.NotFound.class);
    }

    @Test
    void an_edit_records_the_changed_fields_only() {
        RequestDraftEdited edited =
                (RequestDraftEdited)
                        drafted()
                                .when(
                                        DRAFTER,
                                        edit(Map.of("country", "CO", "themes", List.of("SI-PEN"))))
                                .events()
                                .get(0);

        assertThat(edited.changes().fields()).isEqualTo(Map.of("themes", List.of("SI-PEN")));
    }

    @Test
    void an_edit_that_changes_nothing_leaves_no_trace() {
        drafted().when(DRAFTER, edit(Map.of("country", "CO"))).expectEvents();
    }

    @Test
    void a_request_stays_with_its_institution() {
        drafted()
                .when(DRAFTER, new EditRequestDraft(ONE, null, MOLSA, complete()))
                .expectRefusal(Rejection.InvalidFields.class);
        drafted().when(DRAFTER, new EditRequestDraft(ONE, null, IPES, complete())).accepted();
    }

    @Test
    void codes_of_a_form_are_those_of_the_closed_lists() {
        expectUnknown(
                "/typesOfAssistance/1", Map.of("typesOfAssistance", List.of("TA-POL", "TA-NIX")));
        expectUnknown("/themes/0", Map.of("themes", List.of("NIX")));
        expectUnknown("/country", Map.of("country", "ZZ"));
        expectUnknown(
                "/proposedActivities/0/type",
                Map.of(
                        "proposedActivities",
                        List.of(Map.of("type", "party", "purpose", Map.of()))));
    }

    @Test
    void a_code_stands_once() {
        expectWrong("/themes/1", "duplicate", Map.of("themes", List.of("SI-COV", "SI-COV")));
    }

    @Test
    void planned_dates_lie_on_or_after_the_day_of_entry_and_end_after_they_start() {
        expectWrong("/wishedPeriod/from", "in-the-past", period("2026-03-01", "2026-04-01"));
        expectWrong("/wishedPeriod/to", "end-before-start", period("2026-03-02", "2026-03-01"));
        drafted().when(DRAFTER, edit(period("2026-03-02", "2026-03-02"))).accepted();
        expectWrong(
                "/proposedActivities/0/period/from",
                "in-the-past",
                Map.of(
                        "proposedActivities",
                        List.of(
                                Map.of(
                                        "type",
                                        "training",
                                        "purpose",
                                        Map.of("es", "x"),
                                        "period",
                                        Map.of("from", "2026-03-01", "to", "2026-03-05")))));
    }

    @Test
    void a_signature_lies_in_the_past_or_on_the_day() {
        expectWrong("/signatory/date", "in-the-future", signedOn("2026-03-03"));
        drafted().when(DRAFTER, edit(signedOn("2026-03-02"))).accepted();
        drafted().when(DRAFTER, edit(signedOn("2020-01-01"))).accepted();
    }

    @Test
    @Rule("R33")
    void a_form_proposes_at_most_four_activities() {
        Map<String, Object> one = Map.of("type", "training", "purpose", Map.of("es", "x"));

        drafted()
                .when(DRAFTER, edit(Map.of("proposedActivities", List.of(one, one, one, one))))
                .accepted();
        drafted()
                .when(DRAFTER, edit(Map.of("proposedActivities", List.of(one, one, one, one, one))))
                .refusedBy("R33");
    }

    // submission

    @Test
    @Rule(value = "R22", derived = true)
    void a_submission_gives_the_number_enters_the_docket_and_starts_the_time_of_screening() {
        drafted()
                .when(SIGNATORY, new SubmitRequest(ONE, true))
                .expectEvents(
                        new DocketRequestEntered(InstitutionDocket.idOf(IPES), IPES, ONE),
                        new NumberAssigned("request-number-2026", 2026, 1, ONE),
                        new RequestSubmitted(
                                ONE,
                                "R-2026-0001",
                                1,
                                IPES,
                                "CO",
                                "FULL",
                                Map.of("es", "Estrategia para vendedores informales"),
                                List.of("TA-POL"),
                                List.of("SI-COV", "LB-INF"),
                                "es",
                                LocalDate.of(2026, 3, 23)));
    }

    @Test
    @Rule(value = "R20", derived = true)
    void the_second_request_of_an_institution_is_known_as_such_and_has_the_next_number() {
        Story story = submitted().given(DRAFTER, draft(TWO));

        RequestSubmitted second =
                (RequestSubmitted)
                        story.when(SIGNATORY, new SubmitRequest(TWO, true)).events().get(2);

        assertThat(second.ordinal()).isEqualTo(2);
        assertThat(second.number()).isEqualTo("R-2026-0002");
        assertThat(folded(story, TWO).view(SIGNATORY, 0)).containsEntry("ordinal", 2);
        assertThat(folded(story, ONE).view(SIGNATORY, 0)).containsEntry("ordinal", 1);
    }

    @Test
    void the_year_of_a_number_is_that_of_the_day_in_Brussels() {
        Story story = editedInAugust().at("2026-12-31T23:30:00Z");

        RequestSubmitted submitted =
                (RequestSubmitted)
                        story.when(SIGNATORY, new SubmitRequest(ONE, true)).events().get(2);

        assertThat(submitted.number()).isEqualTo("R-2027-0001");
    }

    @Test
    void only_the_institution_s_own_people_submit() {
        drafted()
                .when(OF_MOLSA, new SubmitRequest(ONE, true))
                .expectRefusal(Rejection.NotFound.class);
        drafted().when(SIGNATORY, new SubmitRequest(ONE, true)).accepted();
    }

    @Test
    @Rule("R06")
    void everything_that_is_missing_is_named_field_by_field() {
        Story story = drafted();
        story.given(DRAFTER, edit(Map.of("title", Map.of("es", " "), "themes", List.of())));

        Rejection refusal = story.when(SIGNATORY, new SubmitRequest(ONE, false)).refusedBy("R06");

        assertThat(refusal.errors())
                .extracting(Rejection.FieldError::pointer)
                .containsExactly("/title", "/themes", "/declaration");
        story.given(
                DRAFTER,
                edit(Map.of("title", Map.of("es", "Título"), "themes", List.of("SI-COV"))));
        story.when(SIGNATORY, new SubmitRequest(ONE, false)).refusedBy("R06");
        story.when(SIGNATORY, new SubmitRequest(ONE, true)).accepted();
    }

    @Test
    void an_empty_form_lacks_every_compulsory_field() {
        Story story = story().given(CLARA, ipes());
        story.given(DRAFTER, new DraftRequest(ONE, Kind.FULL, IPES, RequestForm.EMPTY));

        Rejection refusal = story.when(SIGNATORY, new SubmitRequest(ONE, true)).refusedBy("R06");

        assertThat(refusal.errors()).hasSize(22).allMatch(error -> error.code().equals("required"));
    }

    @Test
    @Rule("R06")
    void the_consent_to_handling_the_data_must_be_given() {
        Story story = drafted().given(DRAFTER, edit(Map.of("dataConsent", false)));

        assertThat(story.when(SIGNATORY, new SubmitRequest(ONE, true)).refusedBy("R06").errors())
                .extracting(Rejection.FieldError::pointer)
                .containsExactly("/dataConsent");
        story.given(DRAFTER, edit(Map.of("dataConsent", true)));
        story.when(SIGNATORY, new SubmitRequest(ONE, true)).accepted();
    }

    @Test
    @Rule("R01")
    void an_institution_of_unknown_nature_may_not_ask() {
        ofHistory(null, "LOCAL").when(SIGNATORY, new SubmitRequest(ONE, true)).refusedBy("R01");
        ofHistory("SOCIAL_PARTNER", "LOCAL")
                .when(SIGNATORY, new SubmitRequest(ONE, true))
                .accepted();
    }

    @Test
    @Rule("R03")
    void national_regional_and_local_institutions_may_ask() {
        ofHistory("PUBLIC_AUTHORITY", null)
                .when(SIGNATORY, new SubmitRequest(ONE, true))
                .refusedBy("R03");
        for (String level : List.of("NATIONAL", "REGIONAL", "LOCAL")) {
            ofHistory("PUBLIC_AUTHORITY", level)
                    .when(SIGNATORY, new SubmitRequest(ONE, true))
                    .accepted();
        }
    }

    @Test
    @Rule("R02")
    void the_country_is_on_the_list_of_eligible_ones_on_the_day_of_submission() {
        Rejection refusal =
                inCountry("US").when(SIGNATORY, new SubmitRequest(ONE, true)).refusedBy("R02");

        assertThat(refusal.problem().status()).isEqualTo(409);
        assertThat(refusal.errors())
                .extracting(Rejection.FieldError::pointer)
                .containsExactly("/institutionId");
        inCountry("AM").when(SIGNATORY, new SubmitRequest(ONE, true)).accepted();
    }

    @Test
    @Rule("R02")
    void later_lists_hold_from_their_day_on() {
        Story story = inCountry("US");
        story.given(ADA, eligibility("US", true, "2026-03-03"));
        story.when(SIGNATORY, new SubmitRequest(ONE, true)).refusedBy("R02");
        story.at("2026-03-03T09:00:00Z").when(SIGNATORY, new SubmitRequest(ONE, true)).accepted();

        Story ended = inCountry("AM").given(ADA, eligibility("AM", false, "2026-03-02"));
        ended.when(SIGNATORY, new SubmitRequest(ONE, true)).refusedBy("R02");
        ended.given(ADA, eligibility("AM", true, "2026-03-02"));
        ended.when(SIGNATORY, new SubmitRequest(ONE, true)).accepted();
    }

    @Test
    void a_list_that_was_never_changed_has_a_version_too() {
        ChangeEligibility change =
                new ChangeEligibility(EligibilityList.ID, "MC", true, LocalDate.of(2024, 1, 1));

        story().seeing(7).when(ADA, change).expectRefusal(Rejection.StaleVersion.class);
        Story story = story().seeing(-1);
        story.when(ADA, change).accepted();
        story.seeing(-1).when(ADA, change).expectRefusal(Rejection.StaleVersion.class);
    }

    @Test
    @Rule("R02")
    void the_default_list_is_the_first_and_a_change_has_a_day_and_a_country() {
        Story story = story();
        story.when(ADA, eligibility("AM", false, "2012-12-31")).refusedBy("R02");
        story.when(ADA, eligibility("ZZ", true, "2026-03-02"))
                .expectRefusal(Rejection.UnknownCode.class);
        story.when(ADA, eligibility("AM", true, "2026-03-02")).expectEvents();
        story.when(ADA, eligibility("AM", false, "2013-01-01"))
                .expectEvents(
                        new EligibilityChanged(
                                EligibilityList.ID, "AM", false, LocalDate.of(2013, 1, 1)));
    }

    @Test
    void a_list_told_again_says_every_change_and_stays_as_it_is() {
        Story story =
                story().given(
                                ADA,
                                eligibility("MC", true, "2026-03-02"),
                                eligibility("AM", false, "2026-03-04"));
        List<EligibilityChanged> changes =
                story.eventsOf(EligibilityList.ID).stream()
                        .map(EligibilityChanged.class::cast)
                        .toList();
        assertThat(changes).hasSize(2);
        story.when(SYSTEM, new RetellEligibility(EligibilityList.ID))
                .expectEvents(new EligibilityListRetold(EligibilityList.ID, changes));
        story.when(ADA, eligibility("MC", true, "2026-03-05")).expectEvents();
        story.when(ADA, eligibility("MC", false, "2026-03-05")).accepted();
    }

    private static ChangeEligibility eligibility(String country, boolean eligible, String from) {
        return new ChangeEligibility(EligibilityList.ID, country, eligible, LocalDate.parse(from));
    }

    @Test
    @Rule("R02")
    void the_country_the_request_is_about_must_be_eligible_as_well() {
        Story story = drafted().given(DRAFTER, edit(Map.of("country", "US")));

        assertThat(story.when(SIGNATORY, new SubmitRequest(ONE, true)).refusedBy("R02").errors())
                .extracting(Rejection.FieldError::pointer)
                .containsExactly("/country");
        story.given(DRAFTER, edit(Map.of("country", "CO")));
        story.when(SIGNATORY, new SubmitRequest(ONE, true)).accepted();
    }

    @Test
    @Rule("R04")
    void a_member_state_does_not_ask() {
        inCountry("BE").when(SIGNATORY, new SubmitRequest(ONE, true)).refusedBy("R04");
        inCountry("CO").when(SIGNATORY, new SubmitRequest(ONE, true)).accepted();
    }

    @Test
    @Rule("R09")
    void requests_are_written_in_English_French_or_Spanish() {
        inLanguage("de").when(SIGNATORY, new SubmitRequest(ONE, true)).refusedBy("R09");
        for (String language : List.of("en", "fr", "es")) {
            inLanguage(language).when(SIGNATORY, new SubmitRequest(ONE, true)).accepted();
        }
    }

    // screening

    @Test
    void screening_starts() {
        submitted()
                .when(CLARA, new StartScreening(ONE))
                .expectEvents(new RequestScreeningStarted(ONE));
    }

    @Test
    @Rule("R23")
    void whoever_drafted_does_not_screen() {
        Story story =
                story().given(CLARA, ipes(), draft(ONE))
                        .given(SIGNATORY, new SubmitRequest(ONE, true));

        story.when(CLARA, new StartScreening(ONE)).refusedBy("R23");
        story.when(CONRAD, new StartScreening(ONE)).accepted();
    }

    @Test
    @Rule("R23")
    void whoever_signed_does_not_judge_whatever_else_he_is() {
        Actor both = Story.person("sofia", Roles.COORDINATOR);
        Story story = submitted();
        story.when(both, new StartScreening(ONE)).refusedBy("R23");
        story.when(CLARA, new StartScreening(ONE)).accepted();
        story.because("SECURITY", "x")
                .when(both, new ReturnRequest(ONE, List.of("x")))
                .refusedBy("R23");
        story.when(both, new DecideEligibility(ONE, true)).refusedBy("R23");
        story.given(CLARA, new DecideEligibility(ONE, true));
        story.when(both, appraisal(ONE, 3, 3, 3, 3, 3, 3, 3)).refusedBy("R23");
    }

    @Test
    @Rule("R23")
    void whoever_was_drafted_for_counts_as_the_one_who_drafted() {
        Actor admin = Story.person("ada", Roles.ADMIN);
        Story story = story().given(CLARA, ipes()).onBehalfOf(CONRAD).because("import");
        story.given(admin, draft(ONE)).given(SIGNATORY, new SubmitRequest(ONE, true));

        story.when(CONRAD, new StartScreening(ONE)).refusedBy("R23");
        story.onBehalfOf(CONRAD)
                .because("import")
                .when(admin, new StartScreening(ONE))
                .refusedBy("R23");
        story.when(CLARA, new StartScreening(ONE)).accepted();
    }

    @Test
    @Rule("R23")
    void an_assessor_with_an_interest_stands_aside() {
        AppraiseRequest appraisal = appraisal(ONE, 4, 4, 4, 4, 4, 4, 4);
        Story story = underAppraisal();

        story.when(CLARA, new AppraiseRequest(ONE, appraisal.scores(), "fine", false))
                .refusedBy("R23");
        story.when(CLARA, appraisal).accepted();
    }

    @Test
    void a_return_names_what_is_missing_and_is_answered_with_a_new_version() {
        Story story = underScreening();
        story.because("the mandate is not shown")
                .when(CLARA, new ReturnRequest(ONE, List.of("mandate")))
                .expectEvents(new RequestReturned(ONE, null, List.of("mandate")));
        story.given(DRAFTER, edit(Map.of("title", Map.of("es", "Otro título"))));

        story.when(SIGNATORY, new ResubmitRequest(ONE, true))
                .expectEvents(
                        new RequestResubmitted(
                                ONE,
                                2,
                                "CO",
                                Map.of("es", "Otro título"),
                                List.of("TA-POL"),
                                List.of("SI-COV", "LB-INF")));
        Request request = folded(story);
        assertThat(request.status()).isEqualTo(Request.Status.UNDER_SCREENING);
        assertThat(request.version(1, CLARA))
                .containsEntry("title", Map.of("es", "Estrategia para vendedores informales"));
        assertThat(request.version(2, CLARA)).containsEntry("title", Map.of("es", "Otro título"));
        assertThat(request.version(3, CLARA)).isNull();
        assertThat(request.version(0, CLARA)).isNull();
    }

    @Test
    @Rule("R06")
    void an_incomplete_form_is_not_taken_back_either() {
        Story story =
                underScreening()
                        .because("incomplete")
                        .given(CLARA, new ReturnRequest(ONE, List.of("context")))
                        .given(DRAFTER, edit(Map.of("context", Map.of("es", ""))));

        story.when(SIGNATORY, new ResubmitRequest(ONE, true)).refusedBy("R06");
        story.given(DRAFTER, edit(Map.of("context", Map.of("es", "nuevo contexto"))));
        story.when(SIGNATORY, new ResubmitRequest(ONE, true)).accepted();
    }

    @Test
    @Rule("R16")
    void a_submitted_request_is_not_edited_unless_it_is_returned() {
        Story story = underScreening();
        Map<String, Object> change = Map.of("title", Map.of("es", "Otro título"));

        story.when(DRAFTER, edit(change)).refusedBy("R16");
        story.because("x").given(CLARA, new ReturnRequest(ONE, List.of("title")));
        story.when(DRAFTER, edit(change)).accepted();
    }

    @Test
    void a_request_is_found_eligible() {
        underScreening()
                .when(CLARA, new DecideEligibility(ONE, true))
                .expectEvents(new RequestFoundEligible(ONE));
    }

    @Test
    void a_request_is_found_ineligible_and_leaves_the_docket() {
        underScreening()
                .because("OUTSIDE_THE_THEMES", "this is about roads")
                .when(CLARA, new DecideEligibility(ONE, false))
                .expectEvents(
                        new DocketRequestLeft(InstitutionDocket.idOf(IPES), ONE),
                        new RequestFoundIneligible(ONE, "OUTSIDE_THE_THEMES"));
    }

    @Test
    @Rule("R17")
    void ineligible_needs_a_code_and_a_text() {
        Story story = underScreening();

        story.because("no").when(CLARA, new DecideEligibility(ONE, false)).refusedBy("R17");
        story.because("DUPLICATE", " ")
                .when(CLARA, new DecideEligibility(ONE, false))
                .refusedBy("R17");
        story.because("NIX", "no")
                .when(CLARA, new DecideEligibility(ONE, false))
                .expectRefusal(Rejection.UnknownCode.class);
        story.because("DUPLICATE", "asked before")
                .when(CLARA, new DecideEligibility(ONE, false))
                .accepted();
    }

    @Test
    @Rule("R17")
    void a_rejection_needs_a_code_and_a_text() {
        Story story = underAppraisal();

        story.because("no").when(CLARA, new RejectRequest(ONE)).refusedBy("R17");
        story.when(CLARA, new RejectRequest(ONE)).refusedBy("R17");
        story.because("NO_EXPERTISE_AVAILABLE", "nobody knows this")
                .when(CLARA, new RejectRequest(ONE))
                .accepted();
    }

    @Test
    @Rule("R17")
    void a_return_needs_a_text_and_its_code_if_any_is_of_the_list() {
        Story story = underScreening();

        story.when(CLARA, new ReturnRequest(ONE, List.of("x"))).refusedBy("R17");
        story.because("NIX", "x")
                .when(CLARA, new ReturnRequest(ONE, List.of("x")))
                .expectRefusal(Rejection.UnknownCode.class);
        story.because("x").when(CLARA, new ReturnRequest(ONE, List.of("x"))).accepted();
    }

    // the Delegation

    @Test
    void the_Delegation_has_ten_working_days() {
        underAppraisal()
                .when(CLARA, new ConsultDelegation(ONE))
                .expectEvents(new DelegationConsulted(ONE, "CO", LocalDate.of(2026, 3, 16)));
    }

    @Test
    void the_Delegation_of_the_country_answers_once() {
        Story story = underAppraisal().given(CLARA, new ConsultDelegation(ONE));

        story.when(delegation("AM"), new RecordDelegationOpinion(ONE, Opinion.POSITIVE, null))
                .expectRefusal(Rejection.NotFound.class);
        story.when(
                        DELEGATION,
                        new RecordDelegationOpinion(
                                ONE, Opinion.WITH_REMARKS, "mind the elections"))
                .expectEvents(
                        new DelegationOpinionRecorded(ONE, "WITH_REMARKS", "mind the elections"));
        story.when(DELEGATION, new RecordDelegationOpinion(ONE, Opinion.NEGATIVE, null))
                .expectRefusal(Rejection.WrongState.class);
    }

    @Test
    void an_administrator_may_enter_an_opinion_for_the_Delegation() {
        Actor admin = Story.person("ada", Roles.ADMIN);
        underAppraisal()
                .given(CLARA, new ConsultDelegation(ONE))
                .onBehalfOf(Story.person("delegation-co", Roles.DELEGATION))
                .because("demo data")
                .when(admin, new RecordDelegationOpinion(ONE, Opinion.POSITIVE, null))
                .accepted();
    }

    @Test
    @Rule("R10")
    void nothing_is_accepted_before_the_Delegation_is_consulted() {
        Story story = appraised(underAppraisal(), ONE);

        story.when(CLARA, new AcceptRequest(ONE)).refusedBy("R10");
        consulted(story, ONE, Opinion.POSITIVE);
        story.when(CLARA, new AcceptRequest(ONE)).accepted();
    }

    @Test
    @Rule("R11")
    void acceptance_waits_for_the_opinion_for_ten_working_days() {
        Story story = appraised(underAppraisal(), ONE).given(CLARA, new ConsultDelegation(ONE));

        story.at("2026-03-16T22:59:58Z").when(CLARA, new AcceptRequest(ONE)).refusedBy("R11");
        story.at("2026-03-16T22:59:59Z")
                .when(CLARA, new AcceptRequest(ONE))
                .expectTypes(
                        DelegationOpinionRecorded.class,
                        DocketPlaceTaken.class,
                        RequestAccepted.class);
        assertThat(folded(story).view(CLARA, 0).get("delegationOpinion").toString())
                .contains("NONE_IN_TIME");
    }

    @Test
    void the_timer_records_the_time_out_dated_with_its_due_time() {
        Story story =
                underAppraisal()
                        .given(CLARA, new ConsultDelegation(ONE))
                        .at("2026-03-20T08:00:00Z");

        story.when(SYSTEM, new RecordDueRequestSteps(ONE))
                .expectEvents(new DelegationOpinionRecorded(ONE, "NONE_IN_TIME", null));

        var messages = story.messagesOf(ONE);
        assertThat(EventMoment.of(messages.getLast().getMetaData()).occurredAt())
                .isEqualTo("2026-03-16T22:59:59Z");
        story.when(SYSTEM, new RecordDueRequestSteps(ONE)).expectEvents();
        story.when(DELEGATION, new RecordDelegationOpinion(ONE, Opinion.POSITIVE, null))
                .expectRefusal(Rejection.WrongState.class);
    }

    @Test
    @Rule("R11")
    void a_negative_opinion_blocks_and_one_with_remarks_does_not() {
        appraised(consulted(underAppraisal(), ONE, Opinion.NEGATIVE), ONE)
                .when(CLARA, new AcceptRequest(ONE))
                .refusedBy("R11");
        appraised(consulted(underAppraisal(), ONE, Opinion.WITH_REMARKS), ONE)
                .when(CLARA, new AcceptRequest(ONE))
                .accepted();
    }

    @Test
    @Rule("R11")
    void the_Commission_overrides_a_negative_opinion_in_writing() {
        Story story = appraised(consulted(underAppraisal(), ONE, Opinion.NEGATIVE), ONE);
        story.when(CLARA, new AcceptRequest(ONE)).refusedBy("R11");
        story.when(COMMISSION, new OverrideDelegationOpinion(ONE)).refusedBy("R17");

        story.because("the reform is a priority")
                .when(COMMISSION, new OverrideDelegationOpinion(ONE))
                .expectEvents(new DelegationOpinionOverridden(ONE));

        story.because("again")
                .when(COMMISSION, new OverrideDelegationOpinion(ONE))
                .refusedBy("R11");
        story.when(CLARA, new AcceptRequest(ONE)).accepted();
    }

    // appraisal

    @Test
    void an_appraisal_counts_in_per_cent_of_the_highest_sum() {
        RequestAppraised appraised =
                (RequestAppraised)
                        underAppraisal()
                                .when(CLARA, appraisal(ONE, 4, 4, 3, 4, 5, 3, 4))
                                .events()
                                .get(0);

        assertThat(appraised.percent()).isEqualTo(100.0 * 27 / 35);
        assertThat(appraised.scores()).containsEntry("expertise", 5).hasSize(7);
    }

    @Test
    void nobody_appraises_twice() {
        Story story = underAppraisal().given(CLARA, appraisal(ONE, 4, 4, 4, 4, 4, 4, 4));

        story.when(CLARA, appraisal(ONE, 5, 5, 5, 5, 5, 5, 5))
                .expectRefusal(RequestRejection.AlreadyAppraised.class);
    }

    @Test
    void acceptance_needs_two_appraisals() {
        Story story = consulted(underAppraisal(), ONE, Opinion.POSITIVE);
        story.given(CLARA, appraisal(ONE, 4, 4, 4, 4, 4, 4, 4));

        story.when(CLARA, new AcceptRequest(ONE))
                .expectRefusal(RequestRejection.AppraisalsMissing.class);
        story.given(ALEKSANDER, appraisal(ONE, 4, 4, 4, 4, 4, 4, 4));
        story.when(CLARA, new AcceptRequest(ONE)).accepted();
    }

    @Test
    void acceptance_needs_a_mean_of_sixty_per_cent() {
        Story story = consulted(underAppraisal(), ONE, Opinion.POSITIVE);
        story.given(CLARA, appraisal(ONE, 3, 3, 3, 3, 3, 3, 2));
        story.given(ALEKSANDER, appraisal(ONE, 3, 3, 3, 3, 3, 3, 3));

        RequestRejection.AppraisalTooLow refusal =
                story.when(CLARA, new AcceptRequest(ONE))
                        .expectRefusal(RequestRejection.AppraisalTooLow.class);
        assertThat((double) refusal.facts().get("meanPercent")).isLessThan(60);
        story.given(CONRAD, appraisal(ONE, 4, 3, 3, 3, 3, 3, 3));
        story.when(CLARA, new AcceptRequest(ONE)).accepted();
    }

    @Test
    void a_single_one_prevents_acceptance() {
        Story story = consulted(underAppraisal(), ONE, Opinion.POSITIVE);
        story.given(CLARA, appraisal(ONE, 5, 5, 5, 5, 5, 5, 1));
        story.given(ALEKSANDER, appraisal(ONE, 5, 5, 5, 5, 5, 5, 5));

        story.when(CLARA, new AcceptRequest(ONE))
                .expectRefusal(RequestRejection.AppraisalTooLow.class);
    }

    // the end

    @Test
    void an_accepted_request_takes_the_place_of_its_institution() {
        readyForAcceptance()
                .when(CLARA, new AcceptRequest(ONE))
                .expectEvents(
                        new DocketPlaceTaken(InstitutionDocket.idOf(IPES), ONE),
                        new RequestAccepted(
                                ONE,
                                "R-2026-0001",
                                2026,
                                IPES,
                                ipes().name(),
                                "IPES",
                                "CO",
                                Map.of("es", "Estrategia para vendedores informales"),
                                List.of("TA-POL"),
                                List.of("SI-COV", "LB-INF"),
                                "es"));
    }

    @Test
    void R25_the_year_of_the_reference_is_that_of_the_submission() {
        Story story = editedInAugust().at("2026-12-31T22:30:00Z");
        story.given(SIGNATORY, new SubmitRequest(ONE, true))
                .at("2027-01-04T09:00:00Z")
                .given(CLARA, new StartScreening(ONE), new DecideEligibility(ONE, true));
        appraised(consulted(story, ONE, Opinion.POSITIVE), ONE);

        RequestAccepted accepted =
                (RequestAccepted) story.when(CLARA, new AcceptRequest(ONE)).events().get(1);

        assertThat(accepted.number()).isEqualTo("R-2026-0001");
        assertThat(accepted.registeredYear()).isEqualTo(2026);
    }

    @Test
    @Rule(value = "R13", derived = true)
    void a_further_request_is_screened_and_appraised_while_an_action_is_open() {
        Story story = accepted().given(SYSTEM, new NoteActionOpened(ONE, "action-1", "2026-01"));

        secondReadyForAcceptance(story);

        assertThat(story.eventsOf(TWO)).hasAtLeastOneElementOfType(RequestAppraised.class);
        story.when(CLARA, new AcceptRequest(TWO))
                .expectRefusal(RequestRejection.InstitutionHasOpenAction.class);
    }

    @Test
    @Rule("R12")
    void a_second_request_is_not_accepted_while_the_action_of_the_first_is_open() {
        Story story = secondReadyForAcceptance(accepted());

        story.when(CLARA, new AcceptRequest(TWO)).refusedBy("R12");
        story.given(SYSTEM, new NoteActionOpened(ONE, "action-1", "2026-01"));
        Rejection refusal = story.when(CLARA, new AcceptRequest(TWO)).refusedBy("R12");
        assertThat(refusal.problem().status()).isEqualTo(409);
        assertThat(refusal.facts()).containsEntry("openActionIds", List.of("action-1"));
        story.given(SYSTEM, new NoteActionEnded(ONE, "action-1"));
        story.when(CLARA, new AcceptRequest(TWO)).accepted();
    }

    @Test
    @Rule("R05")
    void there_is_no_action_without_an_accepted_request() {
        readyForAcceptance()
                .when(SYSTEM, new NoteActionOpened(ONE, "action-1", "2026-01"))
                .refusedBy("R05");
        accepted().when(SYSTEM, new NoteActionOpened(ONE, "action-1", "2026-01")).accepted();
    }

    @Test
    void an_action_is_noted_once_however_often_it_is_told() {
        Story story = accepted();
        String docket = InstitutionDocket.idOf(IPES);

        story.when(SYSTEM, new NoteActionOpened(ONE, "action-1", "2026-01"))
                .expectEvents(
                        new DocketActionOpened(docket, ONE, "action-1"),
                        new RequestActionOpened(ONE, "action-1", "2026-01"));
        story.when(SYSTEM, new NoteActionOpened(ONE, "action-1", "2026-01")).expectEvents();
        story.when(SYSTEM, new NoteActionEnded(ONE, "action-1"))
                .expectEvents(
                        new DocketPlaceFreed(docket, ONE, List.of()),
                        new RequestActionEnded(ONE, "action-1"));
        story.when(SYSTEM, new NoteActionEnded(ONE, "action-1")).expectEvents();
        assertThat(folded(story).view(CLARA, 0))
                .containsEntry("actionId", "action-1")
                .containsEntry("actionReference", "2026-01");
    }

    @Test
    void a_rejected_request_leaves_the_docket() {
        underAppraisal()
                .because("NEGATIVE_OPINION", "the Delegation advises against it")
                .when(CLARA, new RejectRequest(ONE))
                .expectEvents(
                        new DocketRequestLeft(InstitutionDocket.idOf(IPES), ONE),
                        new RequestRejected(ONE, "NEGATIVE_OPINION"));
    }

    @Test
    @Rule("R18")
    void withdrawal_is_free_until_acceptance() {
        readyForAcceptance()
                .when(SIGNATORY, new WithdrawRequest(ONE))
                .expectEvents(
                        new DocketRequestLeft(InstitutionDocket.idOf(IPES), ONE),
                        new RequestWithdrawn(ONE, null));
        accepted().when(SIGNATORY, new WithdrawRequest(ONE)).refusedBy("R18");
    }

    @Test
    void a_drafter_withdraws_a_draft_and_nothing_later() {
        drafted()
                .when(DRAFTER, new WithdrawRequest(ONE))
                .expectEvents(new RequestWithdrawn(ONE, true));
        submitted()
                .when(DRAFTER, new WithdrawRequest(ONE))
                .expectRefusal(Rejection.Forbidden.class);
    }

    // what is shown

    @Test
    void the_reason_of_a_return_stands_in_the_reply_to_the_requester() {
        Story story = underScreening().because("the mandate is not shown");
        story.given(CLARA, new ReturnRequest(ONE, List.of("mandate")));

        assertThat(String.valueOf(folded(story).view(SIGNATORY, 0).get("reply")))
                .contains("the mandate is not shown", "mandate");
    }

    @Test
    void names_are_shown_to_those_who_work_on_requests_and_to_the_institution_only() {
        Request request = folded(readyForAcceptance());
        Actor finance = Story.person("filip", Roles.FINANCE_OFFICER);

        assertThat(request.view(CLARA, 0).toString()).contains("Inés Pardo", "equipo", "clara");
        assertThat(request.view(DRAFTER, 0).toString()).contains("Inés Pardo", "equipo");
        for (Actor other : List.of(finance, DELEGATION)) {
            assertThat(request.view(other, 0).toString())
                    .contains("Bogotá")
                    .doesNotContain("Inés Pardo", "directora", "equipo", "clara", "sound");
        }
    }

    @Test
    void appraisals_are_not_for_partners_and_delegations() {
        Request request = folded(readyForAcceptance());

        assertThat(request.view(CLARA, 0)).containsKey("appraisals");
        assertThat(request.view(SIGNATORY, 0))
                .doesNotContainKeys("appraisals", "delegationOpinion");
        assertThat(request.view(DELEGATION, 0))
                .doesNotContainKey("appraisals")
                .containsKey("delegationOpinion");
    }

    @Test
    void a_request_is_visible_to_staff_to_its_institution_and_from_submission_to_the_Delegation() {
        Request draft = folded(drafted());
        Request submitted = folded(submitted());

        assertThat(draft.isVisibleTo(CLARA)).isTrue();
        assertThat(draft.isVisibleTo(DRAFTER)).isTrue();
        assertThat(draft.isVisibleTo(OF_MOLSA)).isFalse();
        assertThat(draft.isVisibleTo(DELEGATION)).isFalse();
        assertThat(submitted.isVisibleTo(DELEGATION)).isTrue();
        assertThat(submitted.isVisibleTo(delegation("AM"))).isFalse();
        assertThat(submitted.isVisibleTo(Story.expert("e1"))).isFalse();
        assertThat(submitted.isVisibleTo(Story.person("emilio", Roles.EMPLOYER, IPES))).isFalse();
    }

    @Test
    void the_transitions_offered_are_those_that_are_left() {
        assertThat(transitions(underAppraisal()))
                .contains("delegation-consultation")
                .doesNotContain("delegation-opinion");
        assertThat(transitions(underAppraisal().given(CLARA, new ConsultDelegation(ONE))))
                .contains("delegation-opinion")
                .doesNotContain("delegation-consultation");
        assertThat(transitions(readyForAcceptance()))
                .containsExactly(
                        "appraisals",
                        "acceptance",
                        "rejection",
                        "hold",
                        "merge",
                        "withdrawal",
                        "hand-over");
        assertThat(transitions(accepted())).isEmpty();
    }

    @Test
    void each_reader_is_offered_what_it_may_do_itself() {
        Request draft = folded(drafted());
        assertThat(offered(draft, DRAFTER)).containsExactly("withdrawal");
        assertThat(offered(draft, SIGNATORY)).containsExactly("submission", "withdrawal");
        assertThat(offered(draft, OF_MOLSA)).isEmpty();
        assertThat(offered(draft, CLARA)).containsExactly("merge");
        assertThat(offered(draft, Story.person("ada", Roles.ADMIN)))
                .containsExactly("submission", "merge", "withdrawal");

        Request appraised = folded(readyForAcceptance());
        assertThat(offered(appraised, CLARA))
                .containsExactly("acceptance", "rejection", "hold", "merge", "hand-over");
        assertThat(offered(appraised, CONRAD)).contains("appraisals");
        assertThat(offered(appraised, SIGNATORY)).containsExactly("withdrawal");
        assertThat(offered(appraised, DRAFTER)).isEmpty();
        assertThat(offered(appraised, DELEGATION)).isEmpty();
        assertThat(offered(appraised, COMMISSION)).isEmpty();

        Request consulted = folded(underAppraisal().given(CLARA, new ConsultDelegation(ONE)));
        assertThat(offered(consulted, DELEGATION)).containsExactly("delegation-opinion");
        assertThat(offered(consulted, delegation("AM"))).isEmpty();
        assertThat(offered(folded(consulted(underAppraisal(), ONE, Opinion.NEGATIVE)), COMMISSION))
                .containsExactly("commission-override");

        Story drafter = story().given(CLARA, ipes(), draft(ONE));
        drafter.given(SIGNATORY, new SubmitRequest(ONE, true));
        assertThat(offered(folded(drafter), CLARA)).containsExactly("merge", "hand-over");
        assertThat(offered(folded(drafter), CONRAD))
                .containsExactly("screening", "merge", "hand-over");
    }

    @Test
    void whoever_began_the_screening_is_responsible_until_the_request_is_handed_over() {
        assertThat(responsible(submitted())).isNull();
        Story story = underScreening();
        assertThat(responsible(story)).isEqualTo("clara");
        story.because("Leave")
                .when(CLARA, new HandOverRequest(ONE, "clara"))
                .expectRefusal(Rejection.WrongState.class);
        story.because("NO_SUCH_CODE", "Leave")
                .when(CLARA, new HandOverRequest(ONE, "cleo"))
                .expectRefusal(Rejection.UnknownCode.class);
        story.because("Leave")
                .when(CLARA, new HandOverRequest(ONE, "cleo"))
                .expectEvents(new RequestHandedOver(ONE, "clara", "cleo"));
        story.given(CLARA, new DecideEligibility(ONE, true));
        assertThat(responsible(story)).isEqualTo("cleo");
    }

    @Test
    void a_request_may_be_put_into_somebody_s_hands_before_it_is_screened() {
        Story story = submitted().because("Speaks Spanish");
        story.when(CLARA, new HandOverRequest(ONE, "cleo"))
                .expectEvents(new RequestHandedOver(ONE, null, "cleo"));
        story.given(CONRAD, new StartScreening(ONE));
        assertThat(responsible(story)).isEqualTo("cleo");
    }

    @Test
    void a_returned_request_does_not_live_longer_in_other_hands() {
        Story story = underScreening().because("x");
        story.given(CLARA, new ReturnRequest(ONE, List.of("x")));
        Object lapsesOn = folded(story).view(CLARA, 0).get("lapsesOn");
        story.at("2026-08-01T09:00:00Z")
                .because("x")
                .given(CLARA, new HandOverRequest(ONE, "cleo"));
        assertThat(folded(story).view(CLARA, 0))
                .containsEntry("lapsesOn", LocalDate.of(2026, 9, 2))
                .containsEntry("lapsesOn", lapsesOn);
        story.at("2026-09-02T22:00:00Z").given(SYSTEM, new RecordDueRequestSteps(ONE));
        assertThat(story.eventsOf(ONE)).endsWith(new RequestLapsed(ONE, null));
    }

    private static Object responsible(Story story) {
        return folded(story).view(CLARA, 0).get("responsible");
    }

    @SuppressWarnings("unchecked")
    private static List<String> offered(Request request, Actor reader) {
        return (List<String>) request.view(reader, 0).get("allowedTransitions");
    }

    private static List<String> transitions(Story story) {
        return folded(story).allowedTransitions();
    }

    static Request folded(Story story) {
        return folded(story, ONE);
    }

    static Request folded(Story story, String id) {
        Request request = new Request();
        story.messagesOf(id)
                .forEach(
                        message ->
                                request.evolve(
                                        (RequestEvent) message.getPayload(),
                                        EventMoment.of(message.getMetaData())));
        return request;
    }

    /** So that it has not lapsed at the end of the year. */
    private static Story editedInAugust() {
        return drafted()
                .at("2026-08-31T09:00:00Z")
                .given(DRAFTER, edit(Map.of("themes", List.of("SI-PEN"))));
    }

    private static EditRequestDraft edit(Map<String, Object> changes) {
        return new EditRequestDraft(ONE, null, null, only(changes));
    }

    private static Map<String, Object> period(String from, String to) {
        return Map.of("wishedPeriod", Map.of("from", from, "to", to));
    }

    private static Map<String, Object> signedOn(String date) {
        return Map.of("signatory", Map.of("name", "Inés", "function", "directora", "date", date));
    }

    private static void expectUnknown(String pointer, Map<String, Object> changes) {
        Rejection refusal =
                drafted().when(DRAFTER, edit(changes)).expectRefusal(Rejection.UnknownCode.class);
        assertThat(refusal.errors())
                .extracting(Rejection.FieldError::pointer)
                .containsExactly(pointer);
    }

    private static void expectWrong(String pointer, String code, Map<String, Object> changes) {
        Rejection refusal =
                drafted().when(DRAFTER, edit(changes)).expectRefusal(Rejection.InvalidFields.class);
        assertThat(refusal.errors())
                .extracting(Rejection.FieldError::pointer, Rejection.FieldError::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(pointer, code));
    }

    private static Story ofHistory(String legalNature, String level) {
        return story().given(
                        SYSTEM,
                        new InstitutionCommand.KeepInstitutionOfHistory(
                                IPES,
                                new InstitutionEvent.Name("Institute", null, null),
                                null,
                                List.of(),
                                legalNature,
                                level,
                                "CO"))
                .given(DRAFTER, draft(ONE));
    }

    private static Story inCountry(String country) {
        return story().given(CLARA, institution(IPES, "Institute", country))
                .given(DRAFTER, new DraftRequest(ONE, Kind.FULL, IPES, complete()));
    }

    private static Story inLanguage(String language) {
        RequestForm form = complete().with(only(Map.of("language", language)));
        return story().given(CLARA, ipes())
                .given(DRAFTER, new DraftRequest(ONE, Kind.FULL, IPES, form));
    }
}
