package org.socius.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.expert.Scene.ACTION;
import static org.socius.expert.Scene.ANSWER_DUE;
import static org.socius.expert.Scene.CALL;
import static org.socius.expert.Scene.CLARA;
import static org.socius.expert.Scene.DAYS;
import static org.socius.expert.Scene.EMPLOYER;
import static org.socius.expert.Scene.FINANCE;
import static org.socius.expert.Scene.MANAGER;
import static org.socius.expert.Scene.OFFICER;
import static org.socius.expert.Scene.SIGNATORY;
import static org.socius.expert.Scene.SYSTEM;
import static org.socius.expert.Scene.bid;
import static org.socius.expert.Scene.contract;
import static org.socius.expert.Scene.expert;
import static org.socius.expert.Scene.mobilisation;
import static org.socius.expert.Scene.passing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socius.expert.actions.KnownActionCommand.LearnCancellation;
import org.socius.expert.actions.KnownActionEvent.MobilisationDetached;
import org.socius.expert.actions.TermsOfReference.Days;
import org.socius.expert.applications.ApplicationCommand.AcceptAssignment;
import org.socius.expert.applications.ApplicationCommand.CheckAdmissibility;
import org.socius.expert.applications.ApplicationCommand.EraseWithMobilisation;
import org.socius.expert.applications.ApplicationCommand.GiveNoObjection;
import org.socius.expert.applications.ApplicationCommand.ObjectToExpert;
import org.socius.expert.applications.ApplicationCommand.ScoreApplication;
import org.socius.expert.applications.ApplicationCommand.SelectExpert;
import org.socius.expert.applications.ApplicationCommand.ShortlistApplication;
import org.socius.expert.applications.ApplicationEvent.ApplicationErased;
import org.socius.expert.applications.ApplicationEvent.ExpertSelected;
import org.socius.expert.applications.ApplicationEvent.PartnerNoObjectionGiven;
import org.socius.expert.calls.CallCommand.DraftCall;
import org.socius.expert.calls.CallCommand.PublishCall;
import org.socius.expert.calls.CallCommand.StartSelection;
import org.socius.expert.calls.CallEvent.ApplicantLeft;
import org.socius.expert.calls.CallEvent.CallClosed;
import org.socius.expert.calls.CallEvent.SeatFreed;
import org.socius.expert.mobilisations.MobilisationCommand.CancelMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.EndAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.EraseMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.GrantAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.IssueContract;
import org.socius.expert.mobilisations.MobilisationCommand.RecordDueMobilisationSteps;
import org.socius.expert.mobilisations.MobilisationCommand.RecordWorkingDays;
import org.socius.expert.mobilisations.MobilisationCommand.RefuseAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.RequestAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.SettleMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.SignContract;
import org.socius.expert.mobilisations.MobilisationCommand.StartAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.UnwindMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.Worked;
import org.socius.expert.mobilisations.MobilisationEvent.AssignmentEnded;
import org.socius.expert.mobilisations.MobilisationEvent.AssignmentStarted;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationGranted;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationRefused;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationRequested;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationSkipped;
import org.socius.expert.mobilisations.MobilisationEvent.ContractIssued;
import org.socius.expert.mobilisations.MobilisationEvent.ContractSigned;
import org.socius.expert.mobilisations.MobilisationEvent.DaysEntry;
import org.socius.expert.mobilisations.MobilisationEvent.ExpertMobilised;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationCancelled;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationErased;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationOpened;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationSettled;
import org.socius.expert.mobilisations.MobilisationEvent.ObjectionWaived;
import org.socius.expert.mobilisations.MobilisationEvent.Terms;
import org.socius.expert.mobilisations.MobilisationEvent.WorkingDaysRecorded;
import org.socius.expert.mobilisations.MobilisationRejection.NotTheEmployer;
import org.socius.expert.roster.ExpertCommand.EditProfile;
import org.socius.expert.roster.ExpertEvent.EngagementEnded;
import org.socius.expert.roster.ExpertEvent.PaidDaysNoted;
import org.socius.expert.roster.Profile;
import org.socius.platform.command.Actor;
import org.socius.platform.command.EventMoment;
import org.socius.platform.format.Money;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MobilisationTest {

    private static final String M = mobilisation();

    private final Scene scene = new Scene();
    private final Story story = scene.story;

    @Test
    void a_word_of_the_partner_that_is_entered_late_does_not_undo_a_mission_under_way() {
        scene.onAssignment();

        story.on("2026-12-10")
                .when(SIGNATORY, new ObjectToExpert("a1"))
                .expectRefusal(Rejection.WrongState.class);
        story.on("2026-12-10")
                .when(SIGNATORY, new GiveNoObjection("a1"))
                .expectTypes(PartnerNoObjectionGiven.class);
        assertThat(story.eventsOf(mobilisation()))
                .noneMatch(ObjectionWaived.class::isInstance)
                .noneMatch(MobilisationCancelled.class::isInstance);
    }

    @Test
    @Rule("R90")
    void a_public_expert_needs_the_employers_authorisation_before_the_contract() {
        scene.oneAccepted();
        story.when(FINANCE, contract(DAYS)).refusedBy("R90");
        story.when(OFFICER, new RequestAuthorisation(M)).expectTypes(AuthorisationRequested.class);
        story.when(FINANCE, contract(DAYS)).refusedBy("R90");
        story.when(EMPLOYER, new GrantAuthorisation(M, "INPS/2026/77"))
                .expectTypes(AuthorisationGranted.class);
        story.when(FINANCE, contract(DAYS)).expectTypes(ContractIssued.class, PaidDaysNoted.class);
    }

    @Test
    void nobody_is_asked_for_a_private_expert() {
        scene.onePrivateSelected();
        story.given(expert("x1"), new AcceptAssignment("a1"));
        story.when(FINANCE, contract(DAYS))
                .expectTypes(AuthorisationSkipped.class, ContractIssued.class, PaidDaysNoted.class);
    }

    @Test
    void an_officer_may_skip_the_authorisation_of_a_private_expert_first() {
        scene.onePrivateSelected();
        story.given(expert("x1"), new AcceptAssignment("a1"));
        story.when(OFFICER, new RequestAuthorisation(M)).expectTypes(AuthorisationSkipped.class);
        story.when(FINANCE, contract(DAYS)).expectTypes(ContractIssued.class, PaidDaysNoted.class);
    }

    @Test
    @Rule("R90")
    void whoever_grants_or_enters_it_names_the_letter() {
        for (Actor who : List.of(OFFICER, EMPLOYER)) {
            Story own = new Scene().oneAccepted().story;
            own.given(OFFICER, new RequestAuthorisation(M));
            own.when(who, new GrantAuthorisation(M, null)).refusedBy("R90");
            own.when(who, new GrantAuthorisation(M, " ")).refusedBy("R90");
            own.when(who, new GrantAuthorisation(M, "INPS/2026/77")).accepted();
        }
    }

    @Test
    @Rule("R90")
    void an_officer_who_enters_a_refusal_names_the_letter_and_it_is_kept() {
        scene.oneAccepted();
        story.given(OFFICER, new RequestAuthorisation(M));
        story.when(OFFICER, new RefuseAuthorisation(M, null)).refusedBy("R90");
        story.when(OFFICER, new RefuseAuthorisation(M, "INPS/2026/78")).accepted();
        assertThat(story.eventsOf(M))
                .last()
                .isEqualTo(new AuthorisationRefused(M, null, "INPS/2026/78", null));
    }

    @Test
    @Rule("R90")
    void the_employer_of_the_day_authorises() {
        scene.oneAccepted();
        story.given(OFFICER, new RequestAuthorisation(M));
        Actor other = Story.person("other", "employer", "onem");
        story.when(other, new GrantAuthorisation(M, "x")).refusedBy("R90");
        Profile moved = Scene.profile("MANDATED_BODY", "onem");
        story.given(expert("x1"), new EditProfile("x1", moved));
        story.when(EMPLOYER, new GrantAuthorisation(M, "x")).expectRefusal(NotTheEmployer.class);
        story.when(other, new GrantAuthorisation(M, "x")).accepted();
    }

    @Test
    void a_refused_authorisation_ends_the_mobilisation_and_frees_the_seat() {
        scene.oneAccepted();
        story.given(OFFICER, new RequestAuthorisation(M));
        story.when(EMPLOYER, new RefuseAuthorisation(M, null))
                .expectTypes(
                        AuthorisationRefused.class,
                        EngagementEnded.class,
                        SeatFreed.class,
                        ApplicantLeft.class,
                        MobilisationDetached.class);
        story.when(FINANCE, contract(DAYS)).expectRefusal(Rejection.WrongState.class);
    }

    @Test
    @Rule("R91")
    void the_contract_stays_within_the_terms_of_reference() {
        scene.authorised();
        Rejection refusal = story.when(FINANCE, contract(new Days(3, 10.5, 5))).refusedBy("R91");
        assertThat(refusal.errors().get(0).pointer()).isEqualTo("/days/implementation");
        story.when(FINANCE, contract(new Days(0, 0, 0)))
                .expectRefusal(Rejection.InvalidFields.class);
        story.when(FINANCE, contract(new Days(3, 10, 5))).accepted();
    }

    @Test
    @Rule("R34")
    void no_contract_on_a_cancelled_action() {
        scene.authorised();
        story.given(SYSTEM, new LearnCancellation(ACTION));
        story.when(FINANCE, contract(DAYS)).refusedBy("R34");
        new Scene().authorised().story.when(FINANCE, contract(DAYS)).accepted();
    }

    @Test
    void a_contract_does_not_end_before_it_is_entered() {
        scene.authorised();
        Rejection refusal =
                story.when(FINANCE, until("2026-12-07"))
                        .expectRefusal(Rejection.InvalidFields.class);
        assertThat(refusal.errors().get(0).pointer()).isEqualTo("/validTo");
        story.when(FINANCE, until("2026-12-08")).accepted();
    }

    private static IssueContract until(String day) {
        return new IssueContract(
                M, "C-1", DAYS, LocalDate.parse("2026-12-01"), LocalDate.parse(day), null, null);
    }

    @Test
    @Rule("R34")
    void nobody_signs_on_a_cancelled_action() {
        scene.contracting();
        story.given(SYSTEM, new LearnCancellation(ACTION));
        story.when(expert("x1"), new SignContract(M, true)).refusedBy("R34");
        new Scene().contracting().story.when(expert("x1"), new SignContract(M, true)).accepted();
    }

    @Test
    @Rule("R34")
    void the_partners_word_mobilises_nobody_on_a_cancelled_action() {
        scene.contracting();
        story.given(expert("x1"), new SignContract(M, true));
        story.given(SYSTEM, new LearnCancellation(ACTION));
        story.when(SIGNATORY, new GiveNoObjection("a1")).refusedBy("R34");
        Story open = new Scene().contracting().story;
        open.given(expert("x1"), new SignContract(M, true));
        open.when(SIGNATORY, new GiveNoObjection("a1")).accepted();
    }

    /** R91: whichever condition comes last, and nothing before it. */
    @ParameterizedTest
    @ValueSource(strings = {"no-objection", "signature", "time"})
    void an_expert_is_mobilised_by_the_last_condition_of_R91_and_by_none_before(String last) {
        scene.oneAccepted();
        List<Runnable> steps = new ArrayList<>();
        steps.add(() -> story.given(OFFICER, new RequestAuthorisation(M)));
        steps.add(() -> story.given(EMPLOYER, new GrantAuthorisation(M, "letter")));
        steps.add(() -> story.given(FINANCE, contract(DAYS)));
        Runnable signature = () -> story.given(expert("x1"), new SignContract(M, true));
        Runnable noObjection = () -> story.given(SIGNATORY, new GiveNoObjection("a1"));
        switch (last) {
            case "no-objection" -> steps.addAll(List.of(signature, noObjection));
            case "signature" -> steps.addAll(List.of(noObjection, signature));
            default -> {
                steps.add(signature);
                steps.add(
                        () ->
                                story.at(ANSWER_DUE)
                                        .given(SYSTEM, new RecordDueMobilisationSteps(M)));
            }
        }
        for (Runnable step : steps) {
            assertThat(story.eventsOf(M)).noneMatch(ExpertMobilised.class::isInstance);
            step.run();
        }
        assertThat(story.eventsOf(M)).last().isInstanceOf(ExpertMobilised.class);
    }

    /** What a mobilisation joins never changes. */
    @Test
    @Rule(value = "R89", derived = true)
    void a_mobilisation_joins_one_expert_one_position_and_one_activity() {
        scene.mobilised();
        MobilisationOpened opened = (MobilisationOpened) story.eventsOf(M).get(0);
        assertThat(List.of(opened.expertId(), opened.position(), opened.actionId()))
                .containsExactly("x1", "E1", ACTION);
        ExpertMobilised mobilised =
                (ExpertMobilised) story.eventsOf(M).get(story.eventsOf(M).size() - 1);
        assertThat(List.of(mobilised.expertId(), mobilised.position(), mobilised.actionId()))
                .containsExactly("x1", "E1", ACTION);
        assertThat(mobilised.activity()).isEqualTo(opened.activity()).isEqualTo(1);
        story.when(expert("x1"), new AcceptAssignment("a1"))
                .expectRefusal(Rejection.WrongState.class);
    }

    @Test
    @Rule("R91")
    void the_code_of_conduct_is_accepted_with_the_signature() {
        scene.contracting();
        story.when(expert("x1"), new SignContract(M, false)).refusedBy("R91");
        story.when(expert("x1"), new SignContract(M, true)).accepted();
    }

    @Test
    void only_the_expert_signs() {
        scene.contracting();
        story.when(expert("x2"), new SignContract(M, true)).expectRefusal(Rejection.NotFound.class);
    }

    @Test
    void a_signature_after_the_time_for_objections_mobilises_in_the_same_commit() {
        scene.contracting();
        story.at(ANSWER_DUE)
                .when(expert("x1"), new SignContract(M, true))
                .expectEvents(
                        new ContractSigned(
                                M,
                                new Terms(
                                        "TG-2024",
                                        new Money(25000L, "EUR"),
                                        new Money(20000L, "EUR"))),
                        new ExpertMobilised(
                                M,
                                "x1",
                                ACTION,
                                "2027-03",
                                1,
                                "E1",
                                true,
                                "PUBLIC_ADMINISTRATION",
                                "IT",
                                "F",
                                DAYS));
    }

    @Test
    void a_signature_within_the_time_for_objections_mobilises_when_that_ends() {
        scene.contracting();
        story.when(expert("x1"), new SignContract(M, true)).expectTypes(ContractSigned.class);
        story.at("2026-12-15T22:59:58Z")
                .when(SYSTEM, new RecordDueMobilisationSteps(M))
                .expectEvents();
        story.at("2026-12-17T09:00:00Z")
                .when(SYSTEM, new RecordDueMobilisationSteps(M))
                .expectTypes(ExpertMobilised.class);
        var messages = story.messagesOf(M);
        assertThat(EventMoment.of(messages.get(messages.size() - 1).getMetaData()).occurredAt())
                .isEqualTo(ANSWER_DUE);
    }

    @Test
    void the_end_of_the_time_for_objections_mobilises_nobody_on_a_cancelled_action_R91() {
        scene.contracting();
        story.given(expert("x1"), new SignContract(M, true));
        story.given(SYSTEM, new LearnCancellation(ACTION));
        story.at(ANSWER_DUE).when(SYSTEM, new RecordDueMobilisationSteps(M)).expectEvents();
        story.when(OFFICER, new StartAssignment(M, null, null))
                .expectRefusal(Rejection.WrongState.class);
        story.when(SYSTEM, new UnwindMobilisation(M, "ACTION_CANCELLED"))
                .expectTypes(
                        MobilisationCancelled.class,
                        PaidDaysNoted.class,
                        EngagementEnded.class,
                        SeatFreed.class,
                        ApplicantLeft.class,
                        MobilisationDetached.class);
    }

    @Test
    void a_cancellation_after_the_time_for_objections_is_one_of_a_mobilised_expert() {
        scene.contracting();
        story.given(expert("x1"), new SignContract(M, true));
        story.at(ANSWER_DUE)
                .when(OFFICER, new CancelMobilisation(M, null, null))
                .expectTypes(
                        ExpertMobilised.class,
                        MobilisationCancelled.class,
                        PaidDaysNoted.class,
                        EngagementEnded.class,
                        SeatFreed.class,
                        ApplicantLeft.class,
                        MobilisationDetached.class);
    }

    @Test
    void the_automatic_step_does_not_stand_in_the_way_of_the_start() {
        scene.contracting();
        story.given(expert("x1"), new SignContract(M, true));
        story.when(OFFICER, new StartAssignment(M, null, null))
                .expectRefusal(Rejection.WrongState.class);
        story.at(ANSWER_DUE)
                .when(OFFICER, new StartAssignment(M, null, null))
                .expectTypes(ExpertMobilised.class, AssignmentStarted.class);
    }

    @Test
    void a_statement_of_no_objection_after_the_signature_mobilises() {
        scene.contracting();
        story.given(expert("x1"), new SignContract(M, true));
        story.when(SIGNATORY, new GiveNoObjection("a1"))
                .expectTypes(
                        PartnerNoObjectionGiven.class,
                        ObjectionWaived.class,
                        ExpertMobilised.class);
    }

    @Test
    void a_statement_of_no_objection_before_the_acceptance_is_remembered() {
        scene.oneSelected();
        story.given(SIGNATORY, new GiveNoObjection("a1"));
        story.given(expert("x1"), new AcceptAssignment("a1"));
        story.given(OFFICER, new RequestAuthorisation(M));
        story.given(EMPLOYER, new GrantAuthorisation(M, "letter"));
        story.given(FINANCE, contract(DAYS));
        story.when(expert("x1"), new SignContract(M, true))
                .expectTypes(ContractSigned.class, ExpertMobilised.class);
    }

    @Test
    void a_mission_of_former_years_is_entered_day_by_day() {
        scene.approvedAction().activeExpert("x1");
        story.on("2016-02-01").given(OFFICER, new DraftCall(CALL, ACTION, 1));
        story.on("2016-02-01")
                .given(CLARA, new PublishCall(CALL, Instant.parse("2016-02-15T22:59:59Z")));
        story.on("2016-02-15").given(expert("x1"), bid("a1", "E1"));
        story.on("2016-02-16").given(OFFICER, new StartSelection(CALL, List.of()));
        story.on("2016-02-17").given(OFFICER, new CheckAdmissibility("a1", true));
        story.on("2016-02-17").given(CLARA, new ScoreApplication("a1", passing(), null, true));
        story.on("2016-02-17").given(MANAGER, new ScoreApplication("a1", passing(), null, true));
        story.on("2016-02-17").given(OFFICER, new ShortlistApplication("a1"));
        story.on("2016-02-18").given(CLARA, new SelectExpert("a1"));
        story.on("2016-02-25").given(expert("x1"), new AcceptAssignment("a1"));
        story.on("2016-02-25").given(OFFICER, new RequestAuthorisation(M));
        story.on("2016-02-25").given(EMPLOYER, new GrantAuthorisation(M, "letter"));
        story.on("2016-02-25").given(FINANCE, contract(DAYS));
        story.on("2016-02-25")
                .when(expert("x1"), new SignContract(M, true))
                .expectTypes(ContractSigned.class);
        story.on("2016-02-25")
                .when(OFFICER, new StartAssignment(M, null, null))
                .expectRefusal(Rejection.WrongState.class);
        story.on("2016-02-26")
                .when(OFFICER, new StartAssignment(M, null, null))
                .expectTypes(ExpertMobilised.class, AssignmentStarted.class);
        story.on("2016-02-25")
                .when(OFFICER, new EndAssignment(M))
                .expectRefusal(Rejection.EntryOutOfOrder.class);

        assertThat(story.messagesOf(CALL))
                .filteredOn(message -> message.getPayload() instanceof CallClosed)
                .extracting(message -> EventMoment.of(message.getMetaData()).occurredAt())
                .containsExactly(Instant.parse("2016-02-15T22:59:59Z"));
        assertThat(story.messagesOf(M))
                .filteredOn(message -> message.getPayload() instanceof ExpertMobilised)
                .extracting(message -> EventMoment.of(message.getMetaData()).occurredAt())
                .containsExactly(Instant.parse("2016-02-25T22:59:59Z"));
    }

    @Test
    void a_mission_starts_ends_and_is_worked() {
        scene.mobilised();
        story.when(OFFICER, new StartAssignment(M, LocalDate.parse("2026-12-17"), "POL-1"))
                .expectRefusal(Rejection.InvalidFields.class);
        story.when(OFFICER, new StartAssignment(M, LocalDate.parse("2026-12-16"), "POL-1"))
                .expectTypes(AssignmentStarted.class);
        story.when(OFFICER, new EndAssignment(M)).expectTypes(AssignmentEnded.class);
    }

    @Test
    void days_take_the_dates_of_their_phase_unless_they_have_their_own() {
        scene.reporting();
        story.when(
                        expert("x1"),
                        new RecordWorkingDays(
                                M,
                                List.of(
                                        new Worked("preparation", 3.0, null, null, null),
                                        new Worked(
                                                "implementation",
                                                9.5,
                                                LocalDate.parse("2027-03-02"),
                                                LocalDate.parse("2027-03-12"),
                                                null))))
                .expectEvents(
                        new WorkingDaysRecorded(
                                M,
                                "x1",
                                ACTION,
                                1,
                                "E1",
                                "PUBLIC_ADMINISTRATION",
                                "IT",
                                List.of(
                                        new DaysEntry(
                                                "preparation",
                                                3,
                                                LocalDate.parse("2027-02-15"),
                                                LocalDate.parse("2027-02-26"),
                                                null),
                                        new DaysEntry(
                                                "implementation",
                                                9.5,
                                                LocalDate.parse("2027-03-02"),
                                                LocalDate.parse("2027-03-12"),
                                                null))));
    }

    @Test
    void days_are_counted_for_the_employment_on_those_days() {
        scene.reporting();
        Profile changed =
                new Profile(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(
                                employment(
                                        "PUBLIC_ADMINISTRATION", "IT", "2015-01-01", "2027-03-01"),
                                employment("PRIVATE", "FR", "2027-03-02", null)),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        story.given(expert("x1"), new EditProfile("x1", changed));
        List<Object> events =
                story.when(
                                FINANCE,
                                new RecordWorkingDays(
                                        M,
                                        List.of(
                                                new Worked("preparation", 3.0, null, null, null),
                                                new Worked("delivery", 5.0, null, null, null))))
                        .events();
        assertThat(events)
                .extracting(e -> ((WorkingDaysRecorded) e).category())
                .containsExactly("PUBLIC_ADMINISTRATION", "PRIVATE");
        assertThat(events)
                .extracting(e -> ((WorkingDaysRecorded) e).employerCountry())
                .containsExactly("IT", "FR");
    }

    @Test
    @Rule("R94")
    void recorded_days_do_not_exceed_the_contract() {
        scene.reporting();
        story.when(expert("x1"), days(17.5)).accepted();
        Rejection refusal = story.when(expert("x1"), days(0.6)).refusedBy("R94");
        assertThat(refusal.errors().get(0).pointer()).isEqualTo("/entries/0/days");
        story.when(expert("x1"), days(0.5)).accepted();
    }

    @Test
    @Rule("R94")
    void tenths_of_days_add_up() {
        scene.authorised();
        story.given(FINANCE, contract(new Days(0, 0.3, 0)));
        story.at("2026-12-16T09:00:00Z").given(expert("x1"), new SignContract(M, true));
        story.given(OFFICER, new StartAssignment(M, null, null));
        story.at("2027-04-01T09:00:00Z").given(OFFICER, new EndAssignment(M));
        story.given(expert("x1"), days(0.1), days(0.1));
        story.when(expert("x1"), days(0.1)).accepted();
        story.when(expert("x1"), days(0.1)).refusedBy("R94");
    }

    @Test
    void days_lie_in_the_past() {
        scene.reporting();
        Rejection refusal =
                story.when(
                                expert("x1"),
                                new RecordWorkingDays(
                                        M,
                                        List.of(
                                                new Worked(
                                                        "delivery",
                                                        1.0,
                                                        LocalDate.parse("2027-04-01"),
                                                        LocalDate.parse("2027-04-02"),
                                                        null))))
                        .expectRefusal(Rejection.InvalidFields.class);
        assertThat(refusal.errors().get(0).pointer()).isEqualTo("/entries/0/to");
    }

    @Test
    void another_expert_records_no_days() {
        scene.reporting();
        story.when(expert("x2"), days(1)).expectRefusal(Rejection.NotFound.class);
        story.when(FINANCE, days(1)).accepted();
    }

    @Test
    @Rule("R97")
    void a_mission_is_settled_after_the_completion_of_its_activity() {
        scene.reporting();
        story.when(FINANCE, new SettleMobilisation(M)).refusedBy("R97");
        scene.completedActivity();
        story.when(FINANCE, new SettleMobilisation(M))
                .expectTypes(MobilisationSettled.class, PaidDaysNoted.class, EngagementEnded.class);
    }

    @Test
    void a_cancellation_frees_the_seat() {
        scene.mobilised();
        story.because("ILLNESS", "ill")
                .when(expert("x1"), new CancelMobilisation(M, null, null))
                .expectRefusal(Rejection.UnknownCode.class);
        story.because("EXPERT_WITHDREW", "ill")
                .when(expert("x1"), new CancelMobilisation(M, null, null))
                .expectTypes(
                        MobilisationCancelled.class,
                        PaidDaysNoted.class,
                        EngagementEnded.class,
                        SeatFreed.class,
                        ApplicantLeft.class,
                        MobilisationDetached.class);
        MobilisationCancelled cancelled =
                (MobilisationCancelled) story.eventsOf(M).get(story.eventsOf(M).size() - 1);
        assertThat(cancelled.reasonCode()).isEqualTo("EXPERT_WITHDREW");
    }

    @Test
    void after_a_cancellation_the_next_on_the_reserve_list_gets_the_seat() {
        scene.openCall()
                .applied("x1", "PUBLIC_ADMINISTRATION", "a1", "E1")
                .applied("x2", "PUBLIC_ADMINISTRATION", "a2", "E1")
                .selectionStarted()
                .shortlisted("a1")
                .shortlisted("a2");
        story.given(CLARA, new SelectExpert("a1"));
        story.given(
                CLARA,
                new org.socius.expert.applications.ApplicationCommand.ReserveApplication("a2"));
        story.given(expert("x1"), new AcceptAssignment("a1"));
        story.given(OFFICER, new CancelMobilisation(M, null, null));
        story.when(CLARA, new SelectExpert("a2")).accepted();
    }

    @Test
    @Rule("R83")
    void a_public_expert_whose_mobilisation_was_cancelled_is_no_obstacle_to_a_private_one() {
        scene.openCall()
                .applied("x1", "PUBLIC_ADMINISTRATION", "a1", "E1")
                .applied("x2", "PRIVATE", "a2", "E1")
                .selectionStarted()
                .shortlisted("a1")
                .shortlisted("a2");
        story.when(CLARA, new SelectExpert("a2")).refusedBy("R83");
        story.given(CLARA, new SelectExpert("a1"));
        story.given(expert("x1"), new AcceptAssignment("a1"));
        story.given(OFFICER, new CancelMobilisation(M, null, null));
        Object selected =
                story.when(CLARA, new SelectExpert("a2")).events().stream()
                        .filter(ExpertSelected.class::isInstance)
                        .findFirst()
                        .orElseThrow();
        assertThat(((ExpertSelected) selected).ground()).isEqualTo("NO_PUBLIC_EXPERT_PASSED");
    }

    @Test
    void a_mission_under_way_is_not_cancelled() {
        scene.onAssignment();
        story.when(OFFICER, new CancelMobilisation(M, null, null))
                .expectRefusal(Rejection.WrongState.class);
    }

    private static RecordWorkingDays days(double days) {
        return new RecordWorkingDays(
                M, List.of(new Worked("implementation", days, null, null, null)));
    }

    private static Profile.Employment employment(
            String category, String country, String from, String to) {
        return new Profile.Employment(
                "org",
                "Org",
                country,
                category,
                LocalDate.parse(from),
                to == null ? null : LocalDate.parse(to),
                null);
    }

    /** From preparation to the deliverables: each phase is contracted, worked, then settled. */
    @Test
    @Rule(value = "R96", derived = true)
    void an_expert_works_on_all_steps_from_the_preparation_to_the_deliverables() {
        scene.reporting();
        story.given(
                expert("x1"),
                new RecordWorkingDays(
                        M,
                        List.of(
                                new Worked("preparation", 3.0, null, null, null),
                                new Worked("implementation", 10.0, null, null, null),
                                new Worked("delivery", 5.0, null, null, null))));
        WorkingDaysRecorded worked =
                (WorkingDaysRecorded) story.eventsOf(M).get(story.eventsOf(M).size() - 1);
        assertThat(worked.entries())
                .extracting(DaysEntry::phase)
                .containsExactly("preparation", "implementation", "delivery");
        story.when(FINANCE, new SettleMobilisation(M)).refusedBy("R97");
        scene.completedActivity();
        story.when(FINANCE, new SettleMobilisation(M)).accepted();
    }

    /** A civil servant retires after the mission: its days stay those of a public expert. */
    @Test
    @Rule("R69")
    void an_expert_who_retires_between_two_missions_counts_by_the_category_of_the_days() {
        scene.reporting();
        Profile before = Scene.profile("PUBLIC_ADMINISTRATION", "inps");
        Profile.Employment service =
                before.employmentOn(LocalDate.parse("2027-01-01")).orElseThrow();
        Profile retired =
                Scene.employedBy(
                        List.of(
                                new Profile.Employment(
                                        service.organisationId(),
                                        service.name(),
                                        service.country(),
                                        service.category(),
                                        service.from(),
                                        LocalDate.parse("2027-03-17"),
                                        null),
                                new Profile.Employment(
                                        null,
                                        "Own practice",
                                        "IT",
                                        "PRIVATE",
                                        LocalDate.parse("2027-03-18"),
                                        null,
                                        null)));
        story.given(expert("x1"), new EditProfile("x1", retired));
        story.when(expert("x1"), days(worked("delivery", "2027-03-15", "2027-03-19")))
                .refusedBy("R69");
        story.when(
                        expert("x1"),
                        days(
                                worked("delivery", "2027-03-15", "2027-03-17"),
                                worked("delivery", "2027-03-18", "2027-03-19")))
                .accepted();
        assertThat(story.eventsOf(M))
                .filteredOn(WorkingDaysRecorded.class::isInstance)
                .extracting(event -> ((WorkingDaysRecorded) event).category())
                .containsExactly("PUBLIC_ADMINISTRATION", "PRIVATE");
    }

    private static RecordWorkingDays days(Worked... entries) {
        return new RecordWorkingDays(M, List.of(entries));
    }

    private static Worked worked(String phase, String from, String to) {
        return new Worked(phase, 1.0, LocalDate.parse(from), LocalDate.parse(to), null);
    }

    @Test
    @Rule("R75")
    void what_a_mission_says_is_forgotten_once_it_is_over_and_nothing_is_added() {
        Scene running = new Scene().reporting().completedActivity();
        running.story
                .when(Scene.DATA_PROTECTION, new EraseMobilisation(mobilisation()))
                .refusedBy("R75");
        running.story.given(FINANCE, new SettleMobilisation(mobilisation()));
        running.story
                .when(Scene.DATA_PROTECTION, new EraseMobilisation(mobilisation()))
                .expectTypes(MobilisationErased.class);
        running.story
                .when(Scene.DATA_PROTECTION, new EraseMobilisation(mobilisation()))
                .refusedBy("R75");

        LocalDate day = LocalDate.parse("2026-12-16");
        for (boolean erased : List.of(false, true)) {
            Scene cutShort = new Scene().mobilised();
            cutShort.story
                    .because("ill")
                    .given(OFFICER, new CancelMobilisation(mobilisation(), null, null));
            if (erased) {
                cutShort.story.given(Scene.DATA_PROTECTION, new EraseMobilisation(mobilisation()));
            }
            Story.Outcome days =
                    cutShort.story.when(
                            FINANCE,
                            new RecordWorkingDays(
                                    mobilisation(),
                                    List.of(new Worked("preparation", 0.0, day, day, null))));
            if (erased) {
                days.expectRefusal(Rejection.WrongState.class);
            } else {
                days.accepted();
            }
        }
    }

    @Test
    void what_led_to_a_mission_is_forgotten_with_it_and_once() {
        Scene accepted = new Scene().oneAccepted();
        accepted.story
                .when(Scene.SYSTEM, new EraseWithMobilisation("a1"))
                .expectTypes(ApplicationErased.class);
        accepted.story.when(Scene.SYSTEM, new EraseWithMobilisation("a1")).expectTypes();
        Scene selected = new Scene().oneSelected();
        selected.story.when(Scene.SYSTEM, new EraseWithMobilisation("a1")).expectTypes();
    }
}
