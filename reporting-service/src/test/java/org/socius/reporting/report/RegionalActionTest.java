package org.socius.reporting.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.testing.Rule;
import org.socius.reporting.asked.Asked;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.Situation;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RegionalActionTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    @Test
    @Rule(value = "R114", derived = true)
    void a_regional_action_counts_each_country_it_covers_and_a_country_counts_once() {
        Situation situation =
                new Situation(
                        List.of(),
                        List.of(),
                        List.of(
                                action("a1", "CO", "PE"),
                                action("a2", "PE", "CO"),
                                action("a3", "AM")),
                        List.of());
        Figures all = figures(situation, Map.of());
        assertThat(all.total(Measure.ACTIONS)).isEqualTo(3);
        assertThat(all.total(Measure.COUNTRIES)).isEqualTo(3);
        assertThat(all.rows(Table.ACTIONS_BY_COUNTRY))
                .extracting(row -> row.place().get(0) + " " + row.values().get(Measure.ACTIONS))
                .containsExactly("AM 1.0", "CO 2.0", "PE 2.0");

        Figures one = figures(situation, Map.of(Dimension.COUNTRY, List.of("PE")));
        assertThat(one.total(Measure.ACTIONS)).isEqualTo(2);
        assertThat(one.total(Measure.COUNTRIES)).isEqualTo(1);
        assertThat(one.rows(Table.ACTIONS_BY_COUNTRY)).hasSize(1);
    }

    private static Figures figures(Situation situation, Map<Dimension, List<String>> filters) {
        return new Figures(situation, new ReportQuery(new Asked(null, null, DAY, null), filters));
    }

    private static ActionFacts action(String id, String... countries) {
        return new ActionFacts(
                id,
                "2026-" + id,
                null,
                "i1",
                Map.of(),
                null,
                List.of(countries),
                false,
                Map.of(),
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
                false,
                null,
                false,
                null,
                Map.of(),
                List.of(),
                null);
    }
}
