package org.socius.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.expert.Scene.ACTION;
import static org.socius.expert.Scene.ADMIN;
import static org.socius.expert.Scene.CALL;
import static org.socius.expert.Scene.CLARA;
import static org.socius.expert.Scene.DAYS;
import static org.socius.expert.Scene.EMPLOYER;
import static org.socius.expert.Scene.FINANCE;
import static org.socius.expert.Scene.OFFICER;
import static org.socius.expert.Scene.SIGNATORY;
import static org.socius.expert.Scene.SYSTEM;
import static org.socius.expert.Scene.expert;
import static org.socius.expert.Scene.mobilisation;
import static org.socius.expert.Scene.profile;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.contracts.reference.Rates;
import org.socius.expert.actions.KnownAction;
import org.socius.expert.actions.KnownActionCommand.LearnApproval;
import org.socius.expert.actions.KnownActionCommand.LearnSuspension;
import org.socius.expert.actions.KnownActionCommand.LearnTermsOfReference;
import org.socius.expert.actions.KnownActionEvent;
import org.socius.expert.actions.TermsOfReference;
import org.socius.expert.actions.TermsOfReference.Days;
import org.socius.expert.actions.TermsOfReference.Period;
import org.socius.expert.applications.ApplicationCommand.SelectExpert;
import org.socius.expert.calls.CallCommand.CancelCall;
import org.socius.expert.calls.CallCommand.StateOutcome;
import org.socius.expert.mobilisations.Mobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.AmendContract;
import org.socius.expert.mobilisations.MobilisationCommand.AppointExpert;
import org.socius.expert.mobilisations.MobilisationCommand.CancelMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.EndAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.GrantAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.IssueContract;
import org.socius.expert.mobilisations.MobilisationCommand.ObjectToAppointment;
import org.socius.expert.mobilisations.MobilisationCommand.RecordWorkingDays;
import org.socius.expert.mobilisations.MobilisationCommand.ReplaceExpert;
import org.socius.expert.mobilisations.MobilisationCommand.RequestAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.SettleMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.SignContract;
import org.socius.expert.mobilisations.MobilisationCommand.StartAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.WaiveObjection;
import org.socius.expert.mobilisations.MobilisationCommand.Worked;
import org.socius.expert.mobilisations.MobilisationEvent.ContractIssued;
import org.socius.expert.mobilisations.MobilisationEvent.ContractSigned;
import org.socius.expert.mobilisations.MobilisationEvent.ExpertMobilised;
import org.socius.expert.mobilisations.MobilisationEvent.ExpertReplaced;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationCancelled;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationOpened;
import org.socius.expert.mobilisations.MobilisationEvent.Remuneration;
import org.socius.expert.mobilisations.MobilisationEvent.Terms;
import org.socius.expert.mobilisations.MobilisationEvent.WorkingDaysRecorded;
import org.socius.expert.mobilisations.MobilisationRejection;
import org.socius.expert.rates.RateList;
import org.socius.expert.rates.RateList.RateListEvent.RateSet;
import org.socius.expert.rates.RateList.SetRate;
import org.socius.expert.roster.ExpertCommand.RegisterExpert;
import org.socius.expert.roster.ExpertCommand.ReinstateExpert;
import org.socius.expert.roster.ExpertCommand.SubmitProfile;
import org.socius.expert.roster.ExpertCommand.SuspendExpert;
import org.socius.expert.roster.ExpertCommand.VerifyProfile;
import org.socius.expert.roster.ExpertEvent.PaidDaysNoted;
import org.socius.expert.roster.ExpertRejection.ProfileNotActive;
import org.socius.platform.command.EventMoment;
import org.socius.platform.format.Money;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

/** Appointments without an application, replacements, and what an engagement costs and takes. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AppointmentTest {

    private static final String M = mobilisation();

    private final Scene scene = new Scene();
    private final Story story = scene.story;

    private static AppointExpert appoint(String mobilisation, String position, String expert) {
        return appoint(mobilisation, ACTION, position, null, expert);
    }

    private static AppointExpert appoint(
            String mobilisation, String action, String position, String call, String expert) {
        return new AppointExpert(
                mobilisation, action, 1, position, call, expert, "NO_ADMISSIBLE_APPLICANT");
    }

    /** Another approved action with one activity in this period. */
    private void otherAction(String id, String from, String to, String modality) {
        TermsOfReference like = Scene.terms();
        story.given(
                SYSTEM,
                new LearnTermsOfReference(
                        id,
                        new TermsOfReference(
                                1,
                                1,
                                like.activityType(),
                                like.activityTitle(),
                                modality,
                                like.place(),
                                like.positions(),
                                new TermsOfReference.Phases(
                                        like.phases().preparation(),
                                        new Period(LocalDate.parse(from), LocalDate.parse(to)),
                                        like.phases().delivery()))),
                new LearnApproval(
                        id, "2027-99", "other", Map.of("en", "O"), Map.of("en", "T"), List.of()));
    }

    private static IssueContract contract(String id, Days days, Remuneration pay, String waiver) {
        return new IssueContract(
                id,
                "C-" + id,
                days,
                LocalDate.parse("2027-02-01"),
                LocalDate.parse("2027-04-30"),
                pay,
                waiver);
    }

    @Test
    @Rule("R82")
    void an_expert_is_appointed_where_the_call_found_nobody() {
        scene.openCall().activeExpert("x9");
        story.when(CLARA, appoint("m9", ACTION, "E1", CALL, "x9")).refusedBy("R82");
        scene.selectionStarted();
        story.when(CLARA, appoint("m9", ACTION, "E1", CALL, "x9")).refusedBy("R82");
        story.given(OFFICER, new StateOutcome(CALL));
        story.when(CLARA, appoint("m9", ACTION, "E1", CALL, "x9")).accepted();
        assertThat(story.eventsOf("m9").get(0))
                .isInstanceOfSatisfying(
                        MobilisationOpened.class,
                        opened -> {
                            assertThat(opened.justificationCode())
                                    .isEqualTo("NO_ADMISSIBLE_APPLICANT");
                            assertThat(opened.applicationId()).isNull();
                            assertThat(opened.reference()).isEqualTo("2027-03/1/E1");
                        });
    }

    @Test
    void a_justification_is_one_of_the_list_and_the_expert_one_of_the_roster() {
        scene.approvedAction();
        story.when(CLARA, new AppointExpert("m9", ACTION, 1, "E1", null, "x9", "FRIEND"))
                .expectRefusal(Rejection.UnknownCode.class);
        story.when(CLARA, appoint("m9", "E1", "x9")).expectRefusal(Rejection.InvalidFields.class);
        scene.activeExpert("x9");
        story.when(CLARA, appoint("m9", "E9", "x9")).expectRefusal(Rejection.UnknownCode.class);
        story.when(CLARA, appoint("m9", "E1", "x9")).accepted();
    }

    @Test
    void whose_call_came_into_being_meanwhile_appoints_again() {
        scene.draftedCall().activeExpert("x9");
        story.when(CLARA, appoint("m9", "E1", "x9")).expectRefusal(Rejection.Busy.class);
    }

    @Test
    @Rule("R89")
    void a_position_has_one_mobilisation_at_a_time() {
        scene.approvedAction().activeExpert("x8").activeExpert("x9");
        story.given(CLARA, appoint("m8", "E1", "x8"));
        story.when(CLARA, appoint("m9", "E1", "x9")).refusedBy("R89");
        story.given(OFFICER, new CancelMobilisation("m8", null, null));
        story.when(CLARA, appoint("m9", "E1", "x9")).accepted();
    }

    @Test
    @Rule("R85")
    void an_expert_is_appointed_to_one_position_of_an_activity() {
        scene.approvedAction().activeExpert("x8").activeExpert("x9");
        otherAction("remote", "2027-03-01", "2027-03-12", "REMOTE");
        story.given(CLARA, appoint("m8", "remote", "E1", null, "x8"));
        story.when(CLARA, appoint("m9", "remote", "E2", null, "x8")).refusedBy("R85");
        story.when(CLARA, appoint("m9", "remote", "E2", null, "x9")).accepted();
    }

    @Test
    @Rule("R76")
    void staff_of_the_partner_are_not_appointed() {
        scene.approvedAction().activeExpert("x9");
        story.given(
                expert("x8"),
                new RegisterExpert("x8", profile("PUBLIC_ADMINISTRATION", "ipes")),
                new SubmitProfile("x8"));
        story.given(OFFICER, new VerifyProfile("x8"));
        story.when(CLARA, appoint("m8", "E1", "x8")).refusedBy("R76");
        story.when(CLARA, appoint("m9", "E1", "x9")).accepted();
    }

    @Test
    @Rule("R76")
    void a_serving_official_of_the_commission_is_not_paid() {
        scene.approvedAction();
        story.given(
                expert("x8"),
                new RegisterExpert(
                        "x8", profile("INTERNATIONAL_ORGANISATION", "european-commission")),
                new SubmitProfile("x8"));
        story.given(OFFICER, new VerifyProfile("x8"));
        story.given(CLARA, appoint("m8", "E1", "x8"));
        story.when(FINANCE, contract("m8", DAYS, Remuneration.FEE, null)).refusedBy("R76");
        story.when(FINANCE, contract("m8", DAYS, null, null)).accepted();
        assertThat(contractOf("m8").remuneration()).isEqualTo(Remuneration.NONE);
    }

    private ContractIssued contractOf(String id) {
        return story.eventsOf(id).stream()
                .filter(ContractIssued.class::isInstance)
                .map(ContractIssued.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Rule("R83")
    void a_private_expert_is_appointed_only_if_no_public_one_passed() {
        scene.openCall()
                .activeExpert("x9", "PRIVATE")
                .applied("x1", "ACADEMIA", "a1", "E1")
                .applied("x2", "PUBLIC_ADMINISTRATION", "a2", "E2")
                .selectionStarted()
                .shortlisted("a1")
                .shortlisted("a2");
        story.given(OFFICER, new StateOutcome(CALL));
        story.when(CLARA, appoint("m9", ACTION, "E2", CALL, "x9")).refusedBy("R83");
        story.when(CLARA, appoint("m9", ACTION, "E1", CALL, "x9")).accepted();
        assertThat(((MobilisationOpened) story.eventsOf("m9").get(0)).ground())
                .isEqualTo("NO_PUBLIC_EXPERT_PASSED");
    }

    @Test
    @Rule("R91")
    void the_partner_objects_to_an_appointment_within_five_working_days() {
        scene.approvedAction().activeExpert("x8").activeExpert("x9");
        story.given(CLARA, appoint("m8", "E1", "x8"), appoint("m9", "E2", "x9"));
        story.when(Story.person("s", "partner-signatory", "other"), new ObjectToAppointment("m8"))
                .expectRefusal(Rejection.NotFound.class);
        story.at("2026-11-30T22:59:58Z");
        story.when(SIGNATORY, new ObjectToAppointment("m8")).accepted();
        assertThat(story.eventsOf("m8")).last().isInstanceOf(MobilisationCancelled.class);
        story.at("2026-11-30T22:59:59Z");
        story.when(SIGNATORY, new ObjectToAppointment("m9"))
                .expectRefusal(MobilisationRejection.ObjectionTooLate.class);
    }

    @Test
    @Rule(value = "R21", derived = true)
    void who_speaks_for_a_merged_record_objects_to_an_appointment() {
        var survivor = Story.person("sonia", "partner-signatory", "inclusion");
        Scene merged = Scene.merged().approvedAction().activeExpert("x8");
        merged.story.given(CLARA, appoint("m8", "E1", "x8"));
        merged.story.when(survivor, new ObjectToAppointment("m8")).accepted();
    }

    @Test
    @Rule("R91")
    void an_appointed_expert_is_mobilised_by_the_last_condition() {
        scene.approvedAction().activeExpert("x9", "PRIVATE");
        story.given(CLARA, appoint("m9", "E1", "x9"));
        story.given(FINANCE, contract("m9", DAYS, null, null));
        story.when(expert("x9"), new SignContract("m9", false)).refusedBy("R91");
        story.given(expert("x9"), new SignContract("m9", true));
        assertThat(story.eventsOf("m9")).noneMatch(ExpertMobilised.class::isInstance);
        story.when(SIGNATORY, new WaiveObjection("m9")).accepted();
        assertThat(story.eventsOf("m9")).last().isInstanceOf(ExpertMobilised.class);
    }

    @Test
    @Rule("R41")
    void nobody_is_appointed_on_a_suspended_action() {
        scene.approvedAction().activeExpert("x9");
        otherAction("going-on", "2027-05-01", "2027-05-10", "ON_SITE");
        story.given(SYSTEM, new LearnSuspension(ACTION));
        story.when(CLARA, appoint("m9", "E1", "x9")).refusedBy("R41");
        story.when(CLARA, appoint("m9", "going-on", "E1", null, "x9")).accepted();
    }

    @Test
    @Rule("R54")
    void nobody_is_on_site_in_two_activities_on_the_same_day() {
        scene.approvedAction().activeExpert("x9");
        otherAction("last-day", "2027-03-12", "2027-03-20", "ON_SITE");
        otherAction("day-after", "2027-03-13", "2027-03-20", "MIXED");
        otherAction("remote", "2027-03-01", "2027-03-12", "REMOTE");
        story.given(CLARA, appoint("m1", "E1", "x9"));
        story.when(CLARA, appoint("m2", "last-day", "E1", null, "x9")).refusedBy("R54");
        story.when(CLARA, appoint("m2", "day-after", "E1", null, "x9")).accepted();
        story.when(CLARA, appoint("m3", "remote", "E1", null, "x9")).accepted();
    }

    @Test
    @Rule("R54")
    void the_days_of_a_cancelled_mission_are_free_again() {
        scene.approvedAction().activeExpert("x9");
        otherAction("same-days", "2027-03-01", "2027-03-12", "ON_SITE");
        story.given(CLARA, appoint("m1", "E1", "x9"));
        story.when(CLARA, appoint("m2", "same-days", "E1", null, "x9")).refusedBy("R54");
        story.given(OFFICER, new CancelMobilisation("m1", null, null));
        story.when(CLARA, appoint("m2", "same-days", "E1", null, "x9")).accepted();
    }

    @Test
    @Rule("R93")
    void a_private_expert_gets_a_fee_and_a_public_one_an_allowance_or_nothing() {
        scene.approvedAction()
                .activeExpert("x8", "PRIVATE")
                .authorisedWithoutCall("x9", "m9", "E2");
        story.given(CLARA, appoint("m8", "E1", "x8"));
        story.when(FINANCE, contract("m8", DAYS, Remuneration.ALLOWANCE, null)).refusedBy("R93");
        story.when(FINANCE, contract("m8", DAYS, null, null)).accepted();
        assertThat(contractOf("m8").remuneration()).isEqualTo(Remuneration.FEE);
        story.when(FINANCE, contract("m9", DAYS, Remuneration.FEE, null)).refusedBy("R93");
        story.when(FINANCE, contract("m9", DAYS, Remuneration.NONE, null)).accepted();

        story.given(expert("x8"), new SignContract("m8", true));
        story.given(expert("x9"), new SignContract("m9", true));
        assertThat(termsOf("m8").perDay()).isEqualTo(new Money(45000L, "EUR"));
        assertThat(termsOf("m9").perDay()).isNull();
        assertThat(termsOf("m9").subsistence()).isEqualTo(new Money(20000L, "EUR"));
    }

    private Terms termsOf(String id) {
        return story.eventsOf(id).stream()
                .filter(ContractSigned.class::isInstance)
                .map(signed -> ((ContractSigned) signed).terms())
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Rule(value = "R92", derived = true)
    void journeys_of_every_expert_are_paid_by_the_guide_of_the_day_of_signature() {
        for (String category :
                List.of("PRIVATE", "PUBLIC_ADMINISTRATION", "INTERNATIONAL_ORGANISATION")) {
            Scene own = new Scene().approvedAction();
            own.activeExpert("x9", category);
            own.story.given(CLARA, appoint("m9", "E1", "x9"));
            if (category.startsWith("PUBLIC")) {
                own.story.given(OFFICER, new RequestAuthorisation("m9"));
                own.story.given(EMPLOYER, new GrantAuthorisation("m9", "letter"));
            }
            own.story.given(FINANCE, contract("m9", DAYS, null, null));
            own.story.given(expert("x9"), new SignContract("m9", true));
            assertThat(own.story.eventsOf("m9"))
                    .filteredOn(ContractSigned.class::isInstance)
                    .singleElement()
                    .satisfies(
                            signed ->
                                    assertThat(((ContractSigned) signed).terms().travelGuide())
                                            .isEqualTo("TG-2024"));
        }
    }

    @Test
    @Rule("R93")
    void a_contract_keeps_the_rates_of_the_day_of_its_signature() {
        for (String from : List.of("2026-11-23", "2026-11-24")) {
            Scene own = new Scene().approvedAction();
            own.activeExpert("x9", "PRIVATE");
            own.story.given(CLARA, appoint("m9", "E1", "x9"));
            own.story.given(ADMIN, fee(from, 50_000L));
            own.story.given(FINANCE, contract("m9", DAYS, null, null));
            own.story.given(expert("x9"), new SignContract("m9", true));
            own.story.at("2026-11-25T09:00:00Z").given(ADMIN, fee("2026-11-25", 60_000L));
            assertThat(own.story.eventsOf("m9"))
                    .filteredOn(ContractSigned.class::isInstance)
                    .singleElement()
                    .extracting(signed -> ((ContractSigned) signed).terms())
                    .isEqualTo(
                            new Terms(
                                    "TG-2024",
                                    new Money(from.equals("2026-11-23") ? 50_000L : 45_000L, "EUR"),
                                    new Money(20_000L, "EUR")));
        }
        story.when(ADMIN, fee("2026-11-22", 50_000L)).refusedBy("R93");
        story.when(ADMIN, fee("2026-11-23", -1L)).refusedBy("R93");
        story.when(ADMIN, fee("2026-11-23", 45_000L)).expectEvents();
        story.when(ADMIN, fee("2026-11-23", 0L)).expectTypes(RateSet.class);
    }

    private static SetRate fee(String from, long amountMinor) {
        return new SetRate(
                RateList.ID, Rates.Kind.FEE, LocalDate.parse(from), new Money(amountMinor, "EUR"));
    }

    @Test
    @Rule("R98")
    void sixty_paid_days_a_year_are_the_limit_without_a_waiver() {
        scene.approvedAction().activeExpert("x9", "PRIVATE");
        for (int i = 1; i <= 4; i++) {
            otherAction("a" + i, "2027-0" + (3 + i) + "-01", "2027-0" + (3 + i) + "-10", "ON_SITE");
            story.given(CLARA, appoint("m" + i, "a" + i, "E1", null, "x9"));
        }
        for (int i = 1; i <= 3; i++) {
            story.when(FINANCE, contract("m" + i, DAYS, null, null)).accepted();
        }
        story.when(FINANCE, contract("m4", new Days(0, 6.5, 0), null, null)).refusedBy("R98");
        story.when(FINANCE, contract("m4", new Days(0, 6, 0), null, null)).accepted();
    }

    @Test
    @Rule("R98")
    void a_waiver_lets_an_expert_exceed_the_paid_days() {
        scene.approvedAction().activeExpert("x9", "PRIVATE");
        for (int i = 1; i <= 4; i++) {
            otherAction("a" + i, "2027-0" + (3 + i) + "-01", "2027-0" + (3 + i) + "-10", "ON_SITE");
            story.given(CLARA, appoint("m" + i, "a" + i, "E1", null, "x9"));
        }
        for (int i = 1; i <= 3; i++) {
            story.given(FINANCE, contract("m" + i, DAYS, null, null));
        }
        story.when(FINANCE, contract("m4", DAYS, null, null)).refusedBy("R98");
        story.when(FINANCE, contract("m4", DAYS, null, "Steering committee, 3 May")).accepted();
    }

    @Test
    @Rule("R99")
    void a_public_employer_may_give_time_free() {
        scene.reporting();
        story.when(
                        expert("x1"),
                        new RecordWorkingDays(
                                M, List.of(new Worked("delivery", 2.0, null, null, true))))
                .accepted();
        assertThat(story.eventsOf(M))
                .last()
                .satisfies(
                        event ->
                                assertThat(((WorkingDaysRecorded) event).entries().get(0).inKind())
                                        .isTrue());
        Scene other = new Scene().onePrivateReporting();
        other.story
                .when(
                        expert("x1"),
                        new RecordWorkingDays(
                                M, List.of(new Worked("delivery", 2.0, null, null, true))))
                .refusedBy("R99");
    }

    @Test
    @Rule("R94")
    void more_days_than_contracted_need_an_amendment_first() {
        scene.authorised();
        story.given(FINANCE, Scene.contract(new Days(3, 8, 5)));
        story.at("2026-12-16T09:00:00Z").given(expert("x1"), new SignContract(M, true));
        story.given(OFFICER, new StartAssignment(M, null, null));
        story.at("2027-04-01T09:00:00Z").given(OFFICER, new EndAssignment(M));
        RecordWorkingDays days =
                new RecordWorkingDays(
                        M, List.of(new Worked("implementation", 17.0, null, null, null)));
        story.when(expert("x1"), days).refusedBy("R94");
        story.given(FINANCE, amendment(new Days(3, 10, 5)));
        story.when(expert("x1"), days).accepted();
        story.when(FINANCE, amendment(new Days(3, 8, 5))).refusedBy("R94");
    }

    private static AmendContract amendment(Days days) {
        return new AmendContract(M, days, null, LocalDate.parse("2027-04-01"), null);
    }

    /** R53: a later version of the terms of reference changes a contract by amendment only. */
    @Test
    @Rule("R94")
    void a_later_version_of_the_terms_changes_a_contract_by_amendment_only() {
        scene.reporting();
        RecordWorkingDays twenty =
                new RecordWorkingDays(
                        M, List.of(new Worked("implementation", 20.0, null, null, null)));
        story.when(FINANCE, amendment(new Days(3, 12, 5))).refusedBy("R91");
        TermsOfReference first = Scene.terms();
        TermsOfReference.Position seat = first.positions().get(0);
        story.given(
                SYSTEM,
                new LearnTermsOfReference(
                        ACTION,
                        new TermsOfReference(
                                1,
                                2,
                                first.activityType(),
                                first.activityTitle(),
                                first.modality(),
                                first.place(),
                                List.of(
                                        new TermsOfReference.Position(
                                                seat.code(),
                                                seat.responsibility(),
                                                seat.principal(),
                                                seat.expertiseArea(),
                                                seat.required(),
                                                seat.wished(),
                                                seat.languages(),
                                                seat.yearsMin(),
                                                new Days(3, 12, 5),
                                                true)),
                                first.phases())));
        story.when(expert("x1"), twenty).refusedBy("R94");
        story.when(FINANCE, amendment(new Days(3, 12, 5))).accepted();
        story.when(expert("x1"), twenty).accepted();
    }

    @Test
    @Rule(value = "R95", derived = true)
    void a_replacement_opens_a_new_mobilisation_and_leaves_the_old_one_readable() {
        scene.onAssignment().activeExpert("x2");
        int before = story.eventsOf(M).size();
        story.because("EXPERT_WITHDREW", "Fell ill.")
                .when(CLARA, new ReplaceExpert(M, "m2", "x2"))
                .accepted();

        assertThat(story.eventsOf(M)).hasSize(before + 1).last().isInstanceOf(ExpertReplaced.class);
        assertThat(((ExpertReplaced) story.eventsOf(M).get(before)).replacedBy()).isEqualTo("m2");
        MobilisationOpened opened = (MobilisationOpened) story.eventsOf("m2").get(0);
        assertThat(opened.replaces()).isEqualTo(M);
        assertThat(opened.expertId()).isEqualTo("x2");
        assertThat(opened.position()).isEqualTo("E1");
        story.when(
                        expert("x1"),
                        new RecordWorkingDays(
                                M, List.of(new Worked("preparation", 3.0, null, null, null))))
                .accepted();
        story.when(FINANCE, new SettleMobilisation(M)).expectRefusal(Rejection.WrongState.class);
    }

    @Test
    void a_replacement_is_another_active_expert_without_a_seat_in_the_team() {
        scene.mobilised();
        story.when(CLARA, new ReplaceExpert(M, "m2", "x1"))
                .expectRefusal(Rejection.InvalidFields.class);
        story.when(CLARA, new ReplaceExpert(M, "m2", "nobody"))
                .expectRefusal(Rejection.InvalidFields.class);
        story.given(
                expert("x2"), new RegisterExpert("x2", profile("PUBLIC_ADMINISTRATION", "inps")));
        story.when(CLARA, new ReplaceExpert(M, "m2", "x2")).refusedBy("R86");
    }

    @Test
    void notice_and_costs_of_a_cancellation_are_noted() {
        scene.mobilised();
        story.when(OFFICER, new CancelMobilisation(M, LocalDate.parse("2026-12-17"), null))
                .expectRefusal(Rejection.InvalidFields.class);
        story.when(OFFICER, new CancelMobilisation(M, null, new Money(-1L, "EUR")))
                .expectRefusal(Rejection.InvalidFields.class);
        Money costs = new Money(12_000L, "EUR");
        story.when(expert("x1"), new CancelMobilisation(M, LocalDate.parse("2026-12-15"), costs))
                .accepted();
        assertThat(story.eventsOf(M))
                .last()
                .isInstanceOfSatisfying(
                        MobilisationCancelled.class,
                        cancelled -> {
                            assertThat(cancelled.costs()).isEqualTo(costs);
                            assertThat(cancelled.noticeGivenOn()).isEqualTo("2026-12-15");
                        });
    }

    @Test
    @Rule(value = "R72", derived = true)
    void a_mixed_team_is_a_triangular_one() {
        scene.approvedAction().activeExpert("x8", "PRIVATE");
        story.given(CLARA, appoint("m8", "E1", "x8"));
        assertThat(action().isTriangular(1)).isFalse();
        story.given(
                expert("x9"),
                new RegisterExpert("x9", Scene.practitioner("EC")),
                new SubmitProfile("x9"));
        story.given(OFFICER, new VerifyProfile("x9"));
        story.when(CLARA, appoint("m9", "E2", "x9")).accepted();
        assertThat(action().isTriangular(1)).isTrue();
        story.given(OFFICER, new CancelMobilisation("m9", null, null));
        assertThat(action().isTriangular(1)).isFalse();
    }

    @Test
    @Rule(value = "R71", derived = true)
    void a_team_is_judged_by_the_day_on_which_each_one_joined() {
        KnownAction action = KnownAction.unknown();
        Instant lastDay = Instant.parse("2020-01-31T10:00:00Z");
        Instant afterwards = Instant.parse("2020-02-03T10:00:00Z");
        join(action, "m1", "FR", lastDay);
        join(action, "m2", "GB", lastDay);
        assertThat(action.isTriangular(1)).isFalse();
        join(action, "m3", "GB", afterwards);
        assertThat(action.isTriangular(1)).isTrue();
    }

    private static void join(KnownAction action, String id, String country, Instant at) {
        action.evolve(
                new KnownActionEvent.MobilisationAttached(ACTION, 1, id, "E", id, country),
                EventMoment.of(Map.of("occurredAt", at.toString())));
    }

    @Test
    void an_appointment_sent_again_is_known_by_its_id_whatever_has_changed() {
        scene.approvedAction().activeExpert("x9");
        story.given(CLARA, appoint("m9", "E1", "x9"));
        story.given(SYSTEM, new LearnSuspension(ACTION));
        story.when(CLARA, appoint("m9", "E1", "x9")).expectRefusal(Rejection.IdInUse.class);
        story.given(OFFICER, new CancelMobilisation("m9", null, null));
        story.given(CLARA, new SuspendExpert("x9"));
        story.when(CLARA, appoint("m9", "E1", "x9")).expectRefusal(Rejection.IdInUse.class);
    }

    @Test
    void a_suspended_expert_gets_no_contract_and_does_not_sign_one() {
        scene.authorised();
        story.given(CLARA, new SuspendExpert("x1"));
        story.when(FINANCE, Scene.contract(Scene.DAYS)).expectRefusal(ProfileNotActive.class);
        story.given(CLARA, new ReinstateExpert("x1"));
        story.when(FINANCE, Scene.contract(Scene.DAYS)).accepted();
        story.given(CLARA, new SuspendExpert("x1"));
        story.when(expert("x1"), new SignContract(M, true)).expectRefusal(ProfileNotActive.class);
        story.given(CLARA, new ReinstateExpert("x1"));
        story.when(expert("x1"), new SignContract(M, true)).accepted();
    }

    private KnownAction action() {
        KnownAction known = KnownAction.unknown();
        story.messagesOf(ACTION)
                .forEach(
                        message ->
                                known.evolve(
                                        (KnownActionEvent) message.getPayload(),
                                        EventMoment.of(message.getMetaData())));
        return known;
    }

    /** R85: with the seat gone elsewhere a selection is refused. */
    @Test
    @Rule("R89")
    void a_seat_that_was_given_away_is_not_offered_to_an_applicant() {
        scene.oneShortlisted().activeExpert("x9").activeExpert("x2");
        story.given(OFFICER, new StateOutcome(CALL));
        story.given(CLARA, appoint("m9", ACTION, "E1", CALL, "x9"));
        story.when(CLARA, new SelectExpert("a1")).refusedBy("R89");
        story.given(OFFICER, new CancelMobilisation("m9", null, null));
        story.when(CLARA, new SelectExpert("a1")).accepted();
    }

    @Test
    void after_a_cancelled_call_an_expert_may_be_appointed() {
        scene.openCall().activeExpert("x9");
        story.given(CLARA, new CancelCall(CALL, null));
        story.when(CLARA, appoint("m9", "E1", "x9")).accepted();
        assertThat(Mobilisation.replacementOf("m9")).isNotEqualTo("m9");
    }

    @Test
    @Rule("R99")
    void whoever_is_not_paid_records_days_all_the_same() {
        scene.approvedAction();
        story.given(
                expert("x8"),
                new RegisterExpert(
                        "x8", profile("INTERNATIONAL_ORGANISATION", "european-commission")),
                new SubmitProfile("x8"));
        story.given(OFFICER, new VerifyProfile("x8"));
        story.given(CLARA, appoint("m8", "E1", "x8"));
        story.given(FINANCE, contract("m8", DAYS, null, null));
        story.given(expert("x8"), new SignContract("m8", true));
        story.at("2027-02-15T09:00:00Z").given(OFFICER, new StartAssignment("m8", null, null));
        story.at("2027-04-01T09:00:00Z").given(OFFICER, new EndAssignment("m8"));
        story.when(expert("x8"), twoDays("m8", true)).refusedBy("R99");
        story.when(expert("x8"), twoDays("m8", null)).accepted();
        assertThat(story.eventsOf("m8"))
                .last()
                .satisfies(
                        event ->
                                assertThat(((WorkingDaysRecorded) event).entries().get(0).inKind())
                                        .isNull());
        scene.completedActivity();
        story.given(FINANCE, new SettleMobilisation("m8"));
        assertThat(story.eventsOf("x8")).noneMatch(PaidDaysNoted.class::isInstance);
    }

    private static RecordWorkingDays twoDays(String mobilisation, Boolean inKind) {
        return new RecordWorkingDays(
                mobilisation, List.of(new Worked("delivery", 2.0, null, null, inKind)));
    }
}
