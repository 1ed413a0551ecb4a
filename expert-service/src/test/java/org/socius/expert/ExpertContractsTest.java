package org.socius.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.expert.Scene.CALL;
import static org.socius.expert.Scene.CLARA;
import static org.socius.expert.Scene.DAYS;
import static org.socius.expert.Scene.EMPLOYER;
import static org.socius.expert.Scene.FINANCE;
import static org.socius.expert.Scene.OFFICER;
import static org.socius.expert.Scene.SIGNATORY;
import static org.socius.expert.Scene.contract;
import static org.socius.expert.Scene.expert;
import static org.socius.expert.Scene.mobilisation;
import static org.socius.expert.Scene.profile;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.contracts.expert.ExpertContract;
import org.socius.expert.actions.KnownActionCommand.LearnActivityCancellation;
import org.socius.expert.actions.KnownActionCommand.LearnAmendment;
import org.socius.expert.actions.KnownActionCommand.LearnClosure;
import org.socius.expert.actions.KnownActionCommand.LearnResumption;
import org.socius.expert.actions.KnownActionCommand.LearnSchedule;
import org.socius.expert.actions.KnownActionCommand.LearnSuspension;
import org.socius.expert.applications.ApplicationCommand.AcceptAssignment;
import org.socius.expert.applications.ApplicationCommand.CheckAdmissibility;
import org.socius.expert.applications.ApplicationCommand.DeclineAssignment;
import org.socius.expert.applications.ApplicationCommand.EraseApplication;
import org.socius.expert.applications.ApplicationCommand.GiveNoObjection;
import org.socius.expert.applications.ApplicationCommand.ObjectToExpert;
import org.socius.expert.applications.ApplicationCommand.RejectApplication;
import org.socius.expert.applications.ApplicationCommand.ReserveApplication;
import org.socius.expert.applications.ApplicationCommand.SelectExpert;
import org.socius.expert.applications.ApplicationCommand.WithdrawApplication;
import org.socius.expert.calls.CallCommand.AmendCall;
import org.socius.expert.calls.CallCommand.CancelCall;
import org.socius.expert.calls.CallCommand.ExtendCall;
import org.socius.expert.calls.CallCommand.HandOverCall;
import org.socius.expert.calls.CallCommand.RelaunchCall;
import org.socius.expert.calls.CallCommand.StateOutcome;
import org.socius.expert.calls.CallEvent.Wording;
import org.socius.expert.mobilisations.MobilisationCommand.AmendContract;
import org.socius.expert.mobilisations.MobilisationCommand.CancelMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.EraseMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.MoveMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.RecordWorkingDays;
import org.socius.expert.mobilisations.MobilisationCommand.RefuseAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.ReplaceExpert;
import org.socius.expert.mobilisations.MobilisationCommand.RequestAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.SettleMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.Worked;
import org.socius.expert.partners.CollaborativePartnerCommand.NominateExpert;
import org.socius.expert.publishing.ExpertContracts;
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
import org.socius.platform.documents.StoredFile;
import org.socius.platform.publishing.ContractTable;
import org.socius.platform.publishing.ContractTable.ContractEvent;
import org.socius.platform.serialization.EventNames;
import org.socius.platform.serialization.PersonalData;
import org.socius.platform.testing.Rule;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ExpertContractsTest {

    private static final Map<String, Class<?>> CONTRACTS =
            Stream.of(ExpertContract.class.getPermittedSubclasses())
                    .filter(type -> type.getSimpleName().endsWith("V1"))
                    .collect(Collectors.toMap(ContractTable::typeOf, type -> type));

    private final ContractTable table = ExpertContracts.table(ExpertContracts.events());

    @Test
    void every_contract_is_published_with_every_compulsory_field_filled() {
        Set<String> published = new HashSet<>();
        for (Object event : everyEvent()) {
            Optional<ContractEvent> told = table.translate(EventNames.of(event.getClass()), event);
            if (told.isEmpty()) {
                continue;
            }
            published.add(told.get().type());
            for (RecordComponent field : CONTRACTS.get(told.get().type()).getRecordComponents()) {
                if (!field.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    assertThat(
                                    told.get().value().path(field.getName()).isNull()
                                            || told.get()
                                                    .value()
                                                    .path(field.getName())
                                                    .isMissingNode())
                            .as(told.get().type() + "." + field.getName() + " is empty")
                            .isFalse();
                }
            }
        }
        assertThat(published).isEqualTo(CONTRACTS.keySet());
    }

    @Test
    void every_event_of_the_service_happens_in_these_stories() {
        assertThat(everyEvent().stream().map(Object::getClass).collect(Collectors.toSet()))
                .containsAll(
                        ExpertContracts.events().classes().stream()
                                .filter(
                                        type ->
                                                !Set.of(
                                                                "ActionCancellationNoted",
                                                                "DocumentAdded",
                                                                "RateSet",
                                                                "SettingsChanged")
                                                        .contains(type.getSimpleName()))
                                .toList());
    }

    @Test
    void no_contract_has_a_field_that_is_personal_in_its_event() {
        for (Class<?> event : ExpertContracts.events().classes()) {
            Class<?> contract = CONTRACTS.get("org.socius." + EventNames.of(event) + ".v1");
            if (contract == null) {
                continue;
            }
            Set<String> personal =
                    Stream.of(event.getRecordComponents())
                            .filter(field -> field.isAnnotationPresent(PersonalData.class))
                            .map(RecordComponent::getName)
                            .collect(Collectors.toSet());
            assertThat(contract.getRecordComponents())
                    .extracting(RecordComponent::getName)
                    .as(contract.getSimpleName())
                    .doesNotContainAnyElementsOf(
                            personal.isEmpty() ? Set.of("nothing personal") : personal);
        }
    }

    @Test
    @Rule(value = "R119", derived = true)
    void nothing_about_persons_and_no_free_text_about_them_leaves_the_service() {
        String told =
                everyEvent().stream()
                        .flatMap(
                                event ->
                                        table
                                                .translate(EventNames.of(event.getClass()), event)
                                                .stream())
                        .map(event -> event.value().toString())
                        .collect(Collectors.joining());
        assertThat(told).contains("27-03/COL/1", "Coverage");
        assertThat(told)
                .doesNotContain(
                        "Ilaria",
                        "Tosi",
                        "example.org",
                        "Istituto",
                        "I should like",
                        "Twelve years",
                        "Good.",
                        "INPS/2026/77",
                        "clara",
                        "ill since");
    }

    @Test
    void what_the_call_knows_of_applicants_stays_inside() {
        for (String kept :
                List.of(
                        "applicant.entered",
                        "applicant.rated",
                        "seat.offered",
                        "expert-profile.updated",
                        "action-approval.noted",
                        "authorisation.skipped")) {
            assertThat(table.isPublic(kept)).as(kept).isFalse();
            assertThat(ExpertContracts.events().classOf(kept)).as(kept).isNotNull();
        }
        assertThat(table.isPublic("expert.mobilised")).isTrue();
        assertThat(table.topicOf("Mobilisation")).isEqualTo("socius.expert.v1");
        assertThat(table.source()).isEqualTo("/expert-service");
    }

    /** The events of stories that together let everything happen that can. */
    private static List<Object> everyEvent() {
        List<Object> all = new ArrayList<>();
        Scene settled = new Scene().reporting().completedActivity();
        settled.story.given(
                expert("x1"),
                new RecordWorkingDays(
                        mobilisation(), List.of(new Worked("delivery", 5.0, null, null, null))));
        settled.story.given(FINANCE, new SettleMobilisation(mobilisation()));
        settled.story.given(OFFICER, new StateOutcome(CALL));
        settled.story.given(expert("x1"), new EditProfile("x1", profile("ACADEMIA", "uni")));
        settled.story.given(expert("x2"), new RegisterExpert("x2", profile("PRIVATE", "firm")));
        settled.story.given(
                expert("x2"),
                new StoreCv("x2", new StoredFile("f1", "cv.pdf", "application/pdf", 1, "00"), 1));
        collect(settled, all);

        Scene filled =
                new Scene()
                        .openCall()
                        .applied("x1", "PRIVATE", "a1", "E1")
                        .applied("x2", "ACADEMIA", "a2", "E2")
                        .applied("x3", "ACADEMIA", "a3", "E2")
                        .applied("x4", "ACADEMIA", "a4", "E2")
                        .applied("x5", "ACADEMIA", "a5", "E2")
                        .applied("x6", "ACADEMIA", "a6", "E2");
        filled.story.given(expert("x5"), new WithdrawApplication("a5"));
        filled.story.given(Scene.DATA_PROTECTION, new EraseApplication("a5"));
        filled.selectionStarted().shortlisted("a1").shortlisted("a2").shortlisted("a3");
        filled.story.because("DUPLICATE", "x").given(OFFICER, new CheckAdmissibility("a4", false));
        filled.story.given(CLARA, new SelectExpert("a1"), new SelectExpert("a2"));
        filled.story.given(CLARA, new ReserveApplication("a3"), new RejectApplication("a3"));
        filled.story.given(expert("x1"), new AcceptAssignment("a1"));
        filled.story.given(expert("x2"), new AcceptAssignment("a2"));
        filled.scored("a6", Scene.points(10, 10), Scene.points(10, 10));
        filled.story.given(OFFICER, new StateOutcome(CALL));
        filled.story.given(FINANCE, contract(DAYS));
        filled.story.given(SIGNATORY, new GiveNoObjection("a1"));
        filled.story
                .because("EXPERT_WITHDREW", "ill since May")
                .given(OFFICER, new CancelMobilisation(mobilisation(), null, null));
        filled.story.given(SIGNATORY, new ObjectToExpert("a2"));
        collect(filled, all);

        Scene refused = new Scene().oneAccepted();
        refused.story.given(OFFICER, new RequestAuthorisation(mobilisation()));
        refused.story.given(EMPLOYER, new RefuseAuthorisation(mobilisation(), null));
        refused.story.given(Scene.DATA_PROTECTION, new EraseMobilisation(mobilisation()));
        collect(refused, all);

        Scene declined = new Scene().oneSelected();
        declined.story.given(expert("x1"), new DeclineAssignment("a1"));
        declined.story.given(OFFICER, new StateOutcome(CALL));
        collect(declined, all);

        Scene sentBack = new Scene();
        sentBack.story.given(
                expert("x1"),
                new RegisterExpert("x1", profile("ACADEMIA", "uni")),
                new SubmitProfile("x1"));
        sentBack.story.given(OFFICER, new ReturnProfile("x1"));
        sentBack.story.given(expert("x1"), new SubmitProfile("x1"));
        sentBack.story.given(OFFICER, new RefuseProfile("x1"));
        collect(sentBack, all);

        Scene roster = new Scene().activeExpert("x1");
        roster.story.given(CLARA, new SuspendExpert("x1"), new ReinstateExpert("x1"));
        roster.story.at("2028-11-24T09:00:00Z");
        roster.story.given(Scene.SYSTEM, new RecordDueExpertSteps("x1"));
        roster.story.given(expert("x1"), new ConfirmProfile("x1"), new DeactivateExpert("x1"));
        roster.story.given(Scene.DATA_PROTECTION, new EraseExpert("x1"));
        collect(roster, all);

        Scene rounds = new Scene().openCall();
        rounds.story.given(
                OFFICER,
                new AmendCall(CALL, List.of(new Wording("E1", null, null, null, null, 5))),
                new ExtendCall(CALL, java.time.Instant.parse("2026-12-07T23:30:00Z")));
        rounds.selectionStarted();
        rounds.story.given(CLARA, new HandOverCall(CALL, "olga"));
        rounds.story.given(OFFICER, new StateOutcome(CALL));
        rounds.story.given(
                CLARA,
                new RelaunchCall(CALL, java.time.Instant.parse("2027-01-31T12:00:00Z"), List.of()),
                new CancelCall(CALL, null));
        rounds.story.given(
                Scene.SYSTEM,
                new LearnAmendment(
                        Scene.ACTION, Map.of("en", "Wider coverage"), List.of("CO", "PE")),
                new LearnSuspension(Scene.ACTION),
                new LearnResumption(Scene.ACTION),
                new LearnActivityCancellation(Scene.ACTION, 1),
                new LearnClosure(Scene.ACTION));
        collect(rounds, all);

        Scene replaced = new Scene().activeExpert("x2").mobilised();
        replaced.story.given(
                FINANCE,
                new AmendContract(
                        mobilisation(), DAYS, null, java.time.LocalDate.parse("2026-12-16"), null));
        replaced.story.given(
                Scene.SYSTEM,
                new LearnSchedule(Scene.ACTION, 1, null),
                new MoveMobilisation(mobilisation(), null));
        replaced.story.given(CLARA, new ReplaceExpert(mobilisation(), "m2", "x2"));
        collect(replaced, all);

        Scene nominated = new Scene().openCall().activeExpert("x1").agreedPartner();
        nominated.story.given(Scene.PARTNER, new NominateExpert("inps", CALL, "E1", "x1"));
        collect(nominated, all);
        return all;
    }

    private static void collect(Scene scene, List<Object> all) {
        Stream.of(
                        "x1",
                        "x2",
                        "x3",
                        "x4",
                        "x5",
                        "a1",
                        "a2",
                        "a3",
                        "a4",
                        "a5",
                        "a6",
                        CALL,
                        Scene.ACTION,
                        "inps",
                        mobilisation())
                .forEach(id -> all.addAll(scene.story.eventsOf(id)));
    }
}
