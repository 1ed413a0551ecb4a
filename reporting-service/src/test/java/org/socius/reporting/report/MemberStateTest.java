package org.socius.reporting.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.testing.Rule;
import org.socius.reporting.asked.Asked;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.MobilisationFacts;
import org.socius.reporting.facts.MobilisationFacts.Entry;
import org.socius.reporting.facts.Situation;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MemberStateTest {

    private static final LocalDate LAST_DAY = LocalDate.of(2020, 1, 31);

    @Test
    @Rule(value = "R71", derived = true)
    void a_country_is_of_the_union_if_it_was_on_the_last_day_that_counts() {
        assertThat(ofTheUnion(LAST_DAY, null)).isEqualTo(true);
        assertThat(ofTheUnion(LAST_DAY.plusDays(1), null)).isEqualTo(false);
        assertThat(ofTheUnion(LAST_DAY.plusDays(1), LAST_DAY)).isEqualTo(true);
    }

    /** British experts worked on the last day of the membership and on another one. */
    private static @Nullable Object ofTheUnion(LocalDate other, @Nullable LocalDate to) {
        Situation situation =
                new Situation(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(mobilisation("m1", LAST_DAY), mobilisation("m2", other)));
        ReportQuery query =
                new ReportQuery(
                        new Asked(
                                to == null ? null : to.minusYears(1),
                                to,
                                LocalDate.of(2026, 3, 2),
                                null),
                        Map.of());
        return new Rows(
                        Table.WORKING_DAYS_BY_MEMBER_STATE,
                        situation,
                        ActionFacts::isOpen,
                        query,
                        new Figures(situation, query))
                .shown()
                .getFirst()
                .get("memberOfTheUnion");
    }

    private static MobilisationFacts mobilisation(String id, LocalDate day) {
        return new MobilisationFacts(
                id,
                "x-" + id,
                "a",
                1,
                "E1",
                "PUBLIC_ADMINISTRATION",
                "GB",
                day,
                "SETTLED",
                List.of(new Entry("delivery", 2, day, day, "GB", "PUBLIC_ADMINISTRATION")),
                null);
    }
}
