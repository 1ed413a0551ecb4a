package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.request.RequestExamples.*;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.contracts.Roles;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Story;
import org.socius.request.InstitutionCommand.KeepInstitutionOfHistory;
import org.socius.request.InstitutionEvent.InstitutionRegistered;
import org.socius.request.InstitutionEvent.Name;

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
    void an_institution_is_visible_to_staff_itself_and_the_Delegation_of_its_country() {
        Institution institution = folded(story.given(CLARA, ipes()));

        assertThat(institution.isVisibleTo(Story.person("aurelia", Roles.AUDITOR))).isTrue();
        assertThat(institution.isVisibleTo(DRAFTER)).isTrue();
        assertThat(institution.isVisibleTo(DELEGATION)).isTrue();
        assertThat(institution.isVisibleTo(OF_MOLSA)).isFalse();
        assertThat(institution.isVisibleTo(delegation("AM"))).isFalse();
        assertThat(institution.isVisibleTo(Story.expert("e1"))).isFalse();
    }

    static Institution folded(Story story) {
        Institution institution = new Institution();
        story.messagesOf(IPES)
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
