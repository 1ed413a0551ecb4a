package org.socius.reporting.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.testing.Rule;
import org.socius.reporting.asked.Asked;
import org.socius.reporting.asked.Questions;
import org.socius.reporting.catalogue.Card;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.InstitutionFacts;
import org.socius.reporting.facts.Situation;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RecordsTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final Actor STRANGER = reader();
    private static final Actor IPES = reader("ipes");

    @Test
    @Rule(value = "R43", derived = true)
    void what_has_been_taken_off_the_public_record_is_not_shown_by_asking_for_an_earlier_day() {
        Situation then = situation(List.of(), action("a", "ipes", false, null));
        Situation now = situation(List.of(), action("a", "ipes", true, null));

        assertThat(shown(then, then, STRANGER)).containsKeys("card", "title");
        assertThat(shown(then, now, STRANGER)).containsOnlyKeys("reference", "country");
        assertThat(shown(now, then, STRANGER)).containsOnlyKeys("reference", "country");
        assertThat(shown(then, now, IPES)).containsKeys("card", "title", "institutionId");
    }

    @Test
    void a_card_names_no_action_that_the_public_may_not_see_today() {
        ActionFacts after = action("after", "ipes", false, "2026-before");
        Situation then = situation(List.of(), action("before", "ipes", false, null), after);
        Situation now = situation(List.of(), action("before", "ipes", true, null), after);

        assertThat(link(then, then)).isEqualTo("before");
        assertThat(link(then, now)).isNull();
    }

    private static String link(Situation then, Situation now) {
        ActionFacts after = then.action("after").orElseThrow();
        Card.Link link = Card.of(after, opened(then, now)).predecessor();
        assertThat(link.reference()).isEqualTo("2026-before");
        return link.id();
    }

    @Test
    @Rule(value = "R21", derived = true)
    void who_acts_for_either_of_two_merged_institutions_sees_the_records_of_both() {
        List<InstitutionFacts> merged =
                List.of(
                        institution("ipes", "IPES", null),
                        institution("double", "I.P.E.S.", "ipes"));
        Situation situation = situation(merged, action("a", "double", true, null));

        assertThat(shown(situation, situation, IPES)).containsKey("institutionId");
        assertThat(shown(situation, situation, reader("double"))).containsKey("institutionId");
        assertThat(shown(situation, situation, reader("molsa"))).doesNotContainKey("institutionId");
        Card.Partner partner =
                Card.of(situation.action("a").orElseThrow(), opened(situation, situation))
                        .partner();
        assertThat(partner.id()).isEqualTo("ipes");
        assertThat(partner.name()).isEqualTo("IPES");
    }

    private static Map<String, Object> shown(Situation then, Situation now, Actor reader) {
        Questions.Opened opened = opened(then, now);
        ReportQuery query = new ReportQuery(opened.asked(), Map.of());
        Figures.Behind behind = new Figures(then, query).records(Measure.ACTIONS).getFirst();
        return new Records(opened, reader).shown(Measure.ACTIONS, behind);
    }

    @SuppressWarnings("NullAway") // neither the clock nor the consumers are asked
    private static Questions.Opened opened(Situation then, Situation now) {
        return new Questions.Opened(null, null, new Asked(null, null, DAY, null), then, now);
    }

    private static Situation situation(
            List<InstitutionFacts> institutions, ActionFacts... actions) {
        return new Situation(institutions, List.of(), new ArrayList<>(List.of(actions)), List.of());
    }

    private static InstitutionFacts institution(String id, String name, String mergedInto) {
        return new InstitutionFacts(
                id, Map.of("en", name), null, List.of(), null, null, "CO", mergedInto);
    }

    private static Actor reader(String... institutions) {
        return new Actor(
                "reader",
                Roles.PARTNER_SIGNATORY,
                institutions.length == 0 ? Set.of() : Set.of(Roles.PARTNER_SIGNATORY),
                Set.of(institutions),
                null,
                null,
                true,
                null);
    }

    private static ActionFacts action(
            String id, String institution, boolean unpublished, String predecessor) {
        return new ActionFacts(
                id,
                "2026-" + id,
                null,
                institution,
                Map.of("en", "As it was called then"),
                null,
                List.of("CO"),
                false,
                Map.of("en", "Coverage"),
                Map.of(),
                List.of("TA-POL"),
                List.of("SI-COV"),
                List.of(),
                List.of(),
                "APPROVED",
                false,
                DAY,
                null,
                null,
                null,
                List.of(),
                List.of(),
                Map.of(),
                null,
                unpublished,
                predecessor,
                false,
                null,
                Map.of(),
                List.of(),
                null);
    }
}
