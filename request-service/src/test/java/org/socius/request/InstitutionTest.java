package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.request.RequestExamples.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.contracts.Roles;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;
import org.socius.request.InstitutionCommand.AddAlias;
import org.socius.request.InstitutionCommand.ChangeContacts;
import org.socius.request.InstitutionCommand.KeepInstitutionOfHistory;
import org.socius.request.InstitutionCommand.MergeInstitution;
import org.socius.request.InstitutionCommand.RankRequests;
import org.socius.request.InstitutionDocket.DocketEvent.DocketMoved;
import org.socius.request.InstitutionEvent.Contact;
import org.socius.request.InstitutionEvent.InstitutionAliasAdded;
import org.socius.request.InstitutionEvent.InstitutionContactsChanged;
import org.socius.request.InstitutionEvent.InstitutionRegistered;
import org.socius.request.InstitutionEvent.InstitutionsMerged;
import org.socius.request.InstitutionEvent.Name;
import org.socius.request.RequestCommand.AcceptRequest;
import org.socius.request.RequestCommand.DecideEligibility;
import org.socius.request.RequestCommand.DraftRequest;
import org.socius.request.RequestCommand.NoteActionEnded;
import org.socius.request.RequestCommand.Opinion;
import org.socius.request.RequestCommand.StartScreening;
import org.socius.request.RequestCommand.SubmitRequest;
import org.socius.request.RequestCommand.WithdrawRequest;
import org.socius.request.RequestEvent.RequestSubmitted;
import org.socius.request.RequestForm.Kind;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InstitutionTest {

    private final Story story = story();

    @Test
    void a_partner_registers_the_institution_of_its_token() {
        InstitutionRegistered registered =
                (InstitutionRegistered) story.when(SIGNATORY, ipes()).events().get(0);

        assertThat(registered.origin()).isEqualTo("PARTNER");
        assertThat(registered.name().en()).isEqualTo("Institute for Social Economy");
    }

    @Test
    void a_partner_registers_no_other_institution_but_the_facility_does() {
        story.when(OF_MOLSA, ipes()).expectRefusal(Rejection.Forbidden.class);
        story.when(CLARA, ipes()).accepted();
    }

    @Test
    void the_institution_of_an_imported_action_is_kept_with_what_is_known() {
        story.when(SYSTEM, ofHistory())
                .expectEvents(
                        new InstitutionRegistered(
                                IPES,
                                new Name("Institute", "Instituto", null),
                                "I",
                                List.of("The Institute"),
                                null,
                                "LOCAL",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                List.of(),
                                "HISTORY"));
        story.when(SYSTEM, ofHistory()).expectEvents();
    }

    @Test
    void an_imported_action_does_not_change_an_institution_that_is_registered() {
        story.given(CLARA, ipes());

        story.when(SYSTEM, ofHistory()).expectEvents();
    }

    @Test
    void contacts_are_shown_to_those_who_work_on_requests_and_to_the_institution_only() {
        Institution institution = folded(story.given(CLARA, ipes()));

        assertThat(institution.view(CLARA, 0, new InstitutionDocket())).containsKey("contacts");
        assertThat(institution.view(DRAFTER, 0, new InstitutionDocket())).containsKey("contacts");
        assertThat(
                        institution.view(
                                Story.person("filip", Roles.FINANCE_OFFICER),
                                0,
                                new InstitutionDocket()))
                .doesNotContainKey("contacts");
        assertThat(institution.view(DELEGATION, 0, new InstitutionDocket()))
                .doesNotContainKey("contacts");
    }

    @Test
    void its_own_people_and_the_coordinator_say_whom_to_write_to() {
        story.given(CLARA, ipes());
        LocalDate from = LocalDate.of(2026, 1, 1);
        List<Contact> contacts =
                List.of(
                        new Contact("head of unit", "Inés", "ines@example.org", null, from),
                        new Contact("head of unit", "Pedro", null, from, from));

        story.when(DRAFTER, new ChangeContacts(IPES, contacts))
                .expectEvents(new InstitutionContactsChanged(IPES, contacts));
        story.when(CLARA, new ChangeContacts(IPES, contacts)).expectEvents();
        assertThat(folded(story).view(SIGNATORY, 0, new InstitutionDocket()))
                .containsEntry("contacts", contacts);
        assertThat(folded(story).view(DELEGATION, 0, new InstitutionDocket()))
                .doesNotContainKey("contacts");

        Contact wrong = new Contact(null, "Pedro", null, from, from.minusDays(1));
        assertThat(
                        story.when(DRAFTER, new ChangeContacts(IPES, List.of(wrong)))
                                .expectRefusal(Rejection.InvalidFields.class)
                                .errors())
                .extracting(Rejection.FieldError::pointer)
                .containsExactly("/contacts/0/to");
        story.when(OF_MOLSA, new ChangeContacts(IPES, List.of()))
                .expectRefusal(Rejection.NotFound.class);
        story.given(CLARA, institution(MOLSA, "Instituto Popular", "CO"));
        story.given(CLARA, new MergeInstitution(IPES, MOLSA));
        story.when(DRAFTER, new ChangeContacts(IPES, List.of())).refusedBy("R21");
        story.when(DRAFTER, new ChangeContacts(MOLSA, contacts)).accepted();
    }

    @Test
    void an_institution_is_visible_to_staff_itself_and_the_Delegation_of_its_country() {
        Institution institution = folded(story.given(CLARA, ipes()));

        assertThat(institution.isVisibleTo(Story.person("aurelia", Roles.AUDITOR))).isTrue();
        assertThat(institution.isVisibleTo(DRAFTER)).isTrue();
        assertThat(institution.isVisibleTo(DELEGATION)).isTrue();
        assertThat(institution.isVisibleTo(OF_MOLSA)).isFalse();
        assertThat(institution.isVisibleTo(delegation("AM"))).isFalse();
        assertThat(institution.isVisibleTo(Story.expert("e1"))).isFalse();
    }

    @Test
    @Rule("R21")
    void an_institution_is_known_under_other_names_with_the_days_they_were_in_use() {
        story.given(CLARA, ipes());
        LocalDate from = LocalDate.of(2006, 8, 8);

        story.when(CLARA, new AddAlias(IPES, "institute for social economy ", null, null))
                .refusedBy("R21");
        story.when(CLARA, new AddAlias(IPES, "IPES", null, null)).refusedBy("R21");
        story.when(CLARA, new AddAlias(IPES, "Sales Fund", from, from.minusDays(1)))
                .expectRefusal(Rejection.InvalidFields.class);
        story.when(CLARA, new AddAlias(IPES, "Sales Fund", from, from))
                .expectEvents(new InstitutionAliasAdded(IPES, "Sales Fund", from, from));

        story.when(CLARA, new AddAlias(IPES, "sales fund", null, null)).refusedBy("R21");
        Institution institution = folded(story);
        assertThat(institution.view(CLARA, 0, new InstitutionDocket()))
                .containsEntry("aliases", List.of("Sales Fund"));
        assertThat(institution.view(CLARA, 0, new InstitutionDocket()).get("names").toString())
                .contains("2006-08-08", "Institute for Social Economy");
        assertThat(institution.summary(0).aliases()).containsExactly("Sales Fund");
    }

    @Test
    @Rule("R21")
    void a_second_record_of_an_institution_is_merged_and_stays() {
        story.given(CLARA, ipes(), institution(MOLSA, "Instituto Popular", "CO"));

        story.when(CLARA, new MergeInstitution(MOLSA, MOLSA)).refusedBy("R21");
        story.when(CLARA, new MergeInstitution(MOLSA, ONE))
                .expectRefusal(Rejection.InvalidFields.class);
        story.when(CLARA, new MergeInstitution(MOLSA, IPES))
                .expectEvents(
                        new InstitutionAliasAdded(IPES, "Instituto Popular", null, null),
                        new DocketMoved(InstitutionDocket.idOf(MOLSA), IPES),
                        new InstitutionsMerged(MOLSA, IPES));

        assertThat(folded(story, MOLSA).view(CLARA, 0, new InstitutionDocket()))
                .containsEntry("mergedInto", IPES)
                .containsEntry("allowedTransitions", List.of());
        assertThat(folded(story).summary(0).aliases()).containsExactly("Instituto Popular");
        story.when(CLARA, new MergeInstitution(MOLSA, IPES)).refusedBy("R21");
        story.when(CLARA, new MergeInstitution(IPES, MOLSA)).refusedBy("R21");
        story.when(CLARA, new AddAlias(MOLSA, "x", null, null)).refusedBy("R21");
    }

    @Test
    void a_merge_is_written_where_a_request_of_the_same_moment_would_enter() {
        story.given(CLARA, ipes(), institution(MOLSA, "Instituto Popular", "CO"));
        story.given(OF_MOLSA, new DraftRequest(ONE, Kind.FULL, MOLSA, complete()))
                .given(OF_MOLSA, new SubmitRequest(ONE, true));
        story.given(CLARA, new MergeInstitution(MOLSA, IPES));

        assertThat(story.eventsOf(InstitutionDocket.idOf(MOLSA)))
                .last()
                .isEqualTo(new DocketMoved(InstitutionDocket.idOf(MOLSA), IPES));
        assertThat(story.eventsOf(InstitutionDocket.idOf(IPES)))
                .singleElement()
                .asString()
                .contains("DocketTakenIn", ONE);
    }

    @Test
    @Rule("R21")
    void the_requests_of_a_merged_institution_are_those_of_the_one_that_goes_on() {
        story.given(CLARA, ipes(), institution(MOLSA, "Instituto Popular", "CO"));
        story.given(OF_MOLSA, new DraftRequest(ONE, Kind.FULL, MOLSA, complete()))
                .given(OF_MOLSA, new SubmitRequest(ONE, true), draftOfMolsa(TWO));
        story.given(CLARA, new StartScreening(ONE), new DecideEligibility(ONE, true));
        appraised(consulted(story, ONE, Opinion.POSITIVE), ONE);
        story.given(CLARA, new AcceptRequest(ONE), new MergeInstitution(MOLSA, IPES));

        story.when(OF_MOLSA, draftOfMolsa(THREE)).refusedBy("R21");
        RequestSubmitted submitted =
                (RequestSubmitted)
                        story.when(SIGNATORY, new SubmitRequest(TWO, true)).events().get(2);
        assertThat(submitted.institutionId()).isEqualTo(IPES);
        assertThat(submitted.ordinal()).as("of the institution").isEqualTo(2);
        secondReadyForAcceptance(story, FOUR);
        story.when(CLARA, new AcceptRequest(FOUR)).refusedBy("R12");
        story.given(SYSTEM, new NoteActionEnded(ONE, "action-1"));
        story.when(CLARA, new AcceptRequest(FOUR)).accepted();

        Request request = RequestDecisionsTest.folded(story, ONE);
        assertThat(request.isVisibleTo(SIGNATORY)).isFalse();
        request.belongsTo(folded(story).record());
        assertThat(request.isVisibleTo(SIGNATORY)).isTrue();
        assertThat(request.isVisibleTo(OF_MOLSA)).isTrue();
        assertThat(request.view(SIGNATORY, 0).get("institution").toString())
                .contains("Institute for Social Economy");
        assertThat(request.view(SIGNATORY, 0).get("askedAs").toString())
                .contains("Instituto Popular");
    }

    @Test
    @Rule("R21")
    void a_merge_loses_nothing_that_an_institution_needs_to_ask() {
        story.given(SYSTEM, ofHistory());
        story.given(CLARA, institution(MOLSA, "Instituto Popular", "CO"));

        story.when(CLARA, new MergeInstitution(MOLSA, IPES)).refusedBy("R21");
        story.when(CLARA, new MergeInstitution(IPES, MOLSA)).accepted();
    }

    @Test
    @Rule("R21")
    void the_people_of_a_merged_institution_speak_for_the_one_that_goes_on() {
        story.given(CLARA, ipes(), institution(MOLSA, "Instituto Popular", "CO"));
        story.when(OF_MOLSA, draft(ONE)).expectRefusal(Rejection.NotFound.class);
        story.given(CLARA, new MergeInstitution(MOLSA, IPES));

        story.when(OF_MOLSA, draftOfMolsa(ONE)).refusedBy("R21");
        story.when(OF_MOLSA, draft(ONE)).accepted();
        story.given(OF_MOLSA, new SubmitRequest(ONE, true));
        story.given(DRAFTER, draft(TWO)).given(SIGNATORY, new SubmitRequest(TWO, true));
        story.when(OF_MOLSA, new RankRequests(IPES, List.of(TWO, ONE))).accepted();
        story.when(Story.person("x", Roles.PARTNER_SIGNATORY, THREE), draft(FOUR))
                .expectRefusal(Rejection.NotFound.class);
    }

    @Test
    @Rule(value = "R21", derived = true)
    void the_people_of_every_record_that_was_merged_keep_their_requests() {
        story.given(CLARA, ipes(), institution(MOLSA, "Instituto Popular", "CO"));
        story.given(CLARA, institution(THREE, "Instituto Nuevo", "CO"));
        story.given(OF_MOLSA, draftOfMolsa(ONE), new SubmitRequest(ONE, true));

        story.given(CLARA, new MergeInstitution(MOLSA, IPES), new MergeInstitution(IPES, THREE));

        story.when(SIGNATORY, new WithdrawRequest(ONE)).accepted();
    }

    private static DraftRequest draftOfMolsa(String id) {
        return new DraftRequest(id, Kind.FULL, MOLSA, complete());
    }

    static Institution folded(Story story) {
        return folded(story, IPES);
    }

    static Institution folded(Story story, String id) {
        Institution institution = new Institution();
        story.messagesOf(id)
                .forEach(
                        message ->
                                institution.evolve(
                                        (InstitutionEvent) message.getPayload(),
                                        EventMoment.of(message.getMetaData())));
        return institution;
    }

    private static KeepInstitutionOfHistory ofHistory() {
        return new KeepInstitutionOfHistory(
                IPES,
                new Name("Institute", "Instituto", null),
                "I",
                List.of("The Institute"),
                null,
                "LOCAL",
                null);
    }
}
