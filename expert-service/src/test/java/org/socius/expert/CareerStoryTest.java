package org.socius.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.expert.Scene.CLARA;
import static org.socius.expert.Scene.DATA_PROTECTION;
import static org.socius.expert.Scene.DAYS;
import static org.socius.expert.Scene.EMPLOYER;
import static org.socius.expert.Scene.FINANCE;
import static org.socius.expert.Scene.OFFICER;
import static org.socius.expert.Scene.SYSTEM;
import static org.socius.expert.Scene.expert;
import static org.socius.expert.Scene.mobilisation;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.expert.actions.KnownActionCommand.LearnApproval;
import org.socius.expert.actions.KnownActionCommand.LearnCompletion;
import org.socius.expert.actions.KnownActionCommand.LearnTermsOfReference;
import org.socius.expert.actions.TermsOfReference;
import org.socius.expert.actions.TermsOfReference.Period;
import org.socius.expert.actions.TermsOfReference.Phases;
import org.socius.expert.mobilisations.MobilisationCommand.AppointExpert;
import org.socius.expert.mobilisations.MobilisationCommand.EndAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.GrantAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.IssueContract;
import org.socius.expert.mobilisations.MobilisationCommand.RecordWorkingDays;
import org.socius.expert.mobilisations.MobilisationCommand.RequestAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.SettleMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.SignContract;
import org.socius.expert.mobilisations.MobilisationCommand.StartAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.Worked;
import org.socius.expert.mobilisations.MobilisationEvent.ContractIssued;
import org.socius.expert.mobilisations.MobilisationEvent.ExpertMobilised;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationOpened;
import org.socius.expert.mobilisations.MobilisationEvent.Remuneration;
import org.socius.expert.mobilisations.MobilisationEvent.WorkingDaysRecorded;
import org.socius.expert.publishing.ExpertContracts;
import org.socius.expert.roster.ExpertCommand.EditProfile;
import org.socius.expert.roster.ExpertCommand.EraseExpert;
import org.socius.expert.roster.ExpertCommand.VerifyProfile;
import org.socius.expert.roster.Profile.Employment;
import org.socius.platform.publishing.ContractTable;
import org.socius.platform.serialization.EventNames;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

/** Two lives of experts, told from mission to mission. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CareerStoryTest {

    private static final String FIRST = mobilisation();

    private final Scene scene = new Scene();
    private final Story story = scene.story;

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    /** A civil servant until the end of April 2027, self-employed from May on. */
    private static EditProfile retirement() {
        return new EditProfile(
                "x1",
                Scene.employedBy(
                        List.of(
                                new Employment(
                                        "inps",
                                        "Istituto",
                                        "IT",
                                        "PUBLIC_ADMINISTRATION",
                                        day("2015-01-01"),
                                        day("2027-04-30"),
                                        null),
                                new Employment(
                                        null,
                                        "Studio",
                                        "IT",
                                        "PRIVATE",
                                        day("2027-05-01"),
                                        null,
                                        null))));
    }

    @Test
    @Rule(value = "R69", derived = true)
    void an_expert_retires_between_two_missions() {
        // The first mission, as a civil servant whose employer agrees, in March 2027.
        scene.reporting().completedActivity();
        story.given(
                expert("x1"),
                new RecordWorkingDays(
                        FIRST, List.of(new Worked("implementation", 10.0, null, null, null))));

        // She retires at the end of April and works on as a consultant.
        story.at("2027-05-10T09:00:00Z").given(expert("x1"), retirement());
        story.given(OFFICER, new VerifyProfile("x1"));

        // Days of the first mission that she enters now are still those of a civil servant.
        story.given(
                expert("x1"),
                new RecordWorkingDays(
                        FIRST, List.of(new Worked("delivery", 5.0, null, null, null))));
        story.given(FINANCE, new SettleMobilisation(FIRST));
        assertThat(categories(FIRST))
                .containsExactly("PUBLIC_ADMINISTRATION", "PUBLIC_ADMINISTRATION");

        // The second mission, in June: nobody has to let her go, and she is paid a fee.
        action("a2", "2027-06-07", "2027-06-18");
        story.given(CLARA, appoint("m2", "a2"));
        MobilisationOpened opened = (MobilisationOpened) story.eventsOf("m2").getFirst();
        assertThat(opened.category()).isEqualTo("PRIVATE");
        assertThat(opened.publicExpert()).isFalse();
        assertThat(opened.employerId()).isNull();
        mission("m2", false, "2027-05-20T09:00:00Z", "2027-07-01T09:00:00Z");
        assertThat(only("m2", ContractIssued.class).remuneration()).isEqualTo(Remuneration.FEE);
        assertThat(only("m2", ExpertMobilised.class).category()).isEqualTo("PRIVATE");
        assertThat(categories("m2")).containsExactly("PRIVATE");

        // Nothing of the first mission has changed.
        assertThat(only(FIRST, ExpertMobilised.class).category())
                .isEqualTo("PUBLIC_ADMINISTRATION");
        assertThat(only(FIRST, ContractIssued.class).remuneration())
                .isEqualTo(Remuneration.ALLOWANCE);
    }

    @Test
    @Rule(value = "R75", derived = true)
    void an_expert_is_erased_after_three_missions_and_the_days_still_count() {
        scene.activeExpert("x1");
        for (int mission = 1; mission <= 3; mission++) {
            int month = 1 + 2 * mission;
            action("a" + mission, "2027-0" + month + "-08", "2027-0" + month + "-19");
            story.given(CLARA, appoint("m" + mission, "a" + mission));
            mission(
                    "m" + mission,
                    true,
                    "2027-0" + (month - 1) + "-20T09:00:00Z",
                    "2027-0" + (month + 1) + "-01T09:00:00Z");
            story.given(SYSTEM, new LearnCompletion("a" + mission, 1));
            story.given(FINANCE, new SettleMobilisation("m" + mission));
        }
        List<String> told = toldOfTheMissions();
        assertThat(told).filteredOn(text -> text.contains("\"days\":10.0")).hasSize(3);

        story.given(DATA_PROTECTION, new EraseExpert("x1"));

        // What figures are made of is as it was: the days, the country, the id that says nothing.
        assertThat(toldOfTheMissions()).isEqualTo(told);
        assertThat(told)
                .allSatisfy(
                        text ->
                                assertThat(text)
                                        .contains("\"employerCountry\":\"IT\"", "\"x1\"")
                                        .doesNotContain("Ilaria", "Tosi", "Istituto"));
    }

    /** Days and mobilisations of the three missions in the words of the contract. */
    private List<String> toldOfTheMissions() {
        ContractTable table = ExpertContracts.table(ExpertContracts.events());
        return List.of("m1", "m2", "m3").stream()
                .flatMap(id -> story.eventsOf(id).stream())
                .filter(
                        event ->
                                event instanceof WorkingDaysRecorded
                                        || event instanceof ExpertMobilised)
                .map(event -> table.translate(EventNames.of(event.getClass()), event).orElseThrow())
                .map(contract -> contract.value().toString())
                .toList();
    }

    private List<String> categories(String mobilisation) {
        return story.eventsOf(mobilisation).stream()
                .filter(WorkingDaysRecorded.class::isInstance)
                .map(recorded -> ((WorkingDaysRecorded) recorded).category())
                .toList();
    }

    private <E> E only(String mobilisation, Class<E> type) {
        return story.eventsOf(mobilisation).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private void action(String id, String from, String to) {
        LocalDate first = day(from);
        LocalDate last = day(to);
        story.given(
                SYSTEM,
                new LearnTermsOfReference(
                        id,
                        new TermsOfReference(
                                1,
                                1,
                                "workshop",
                                Map.of("en", "Workshop"),
                                "ON_SITE",
                                null,
                                List.of(Scene.position("E1", true)),
                                new Phases(
                                        new Period(first.minusDays(10), first.minusDays(6)),
                                        new Period(first, last),
                                        new Period(last.plusDays(1), last.plusDays(5))))),
                new LearnApproval(
                        id,
                        "2027-0" + id.charAt(1),
                        "ipes",
                        Map.of("en", "IPES"),
                        Map.of("en", "Coverage"),
                        List.of("CO")));
    }

    private static AppointExpert appoint(String mobilisation, String action) {
        return new AppointExpert(mobilisation, action, 1, "E1", null, "x1", "UNIQUE_EXPERTISE");
    }

    /** From the contract to the days worked. */
    private void mission(String id, boolean withLeave, String signedAt, String endedAt) {
        if (withLeave) {
            story.given(OFFICER, new RequestAuthorisation(id));
            story.given(EMPLOYER, new GrantAuthorisation(id, "letter"));
        }
        story.given(
                FINANCE,
                new IssueContract(
                        id, "C-" + id, DAYS, day("2027-01-01"), day("2027-12-31"), null, null));
        story.at(signedAt).given(expert("x1"), new SignContract(id, true));
        story.given(OFFICER, new StartAssignment(id, null, null));
        story.at(endedAt).given(OFFICER, new EndAssignment(id));
        story.given(
                expert("x1"),
                new RecordWorkingDays(
                        id, List.of(new Worked("implementation", 10.0, null, null, null))));
    }
}
