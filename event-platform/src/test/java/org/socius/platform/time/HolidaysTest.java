package org.socius.platform.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.time.Holidays.Change;
import org.socius.platform.time.Holidays.OnDay;

/** The Friday after Ascension Day 2026, which is 15 May, made a holiday; Christmas made none. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class HolidaysTest {

    private static final LocalDate BRIDGE = LocalDate.of(2026, 5, 15);
    private static final LocalDate CHRISTMAS = LocalDate.of(2026, 12, 25);
    private static final LocalDate FIRST = LocalDate.of(2026, 3, 10);

    private static final Holidays CHANGED =
            Holidays.BELGIAN
                    .with(new Change(BRIDGE, true, Map.of("en", "Bridge"), FIRST))
                    .with(new Change(CHRISTMAS, false, null, FIRST));

    private static LocalDate next(LocalDate decided, LocalDate after) {
        return CHANGED.on(decided).dayAfter(after, 1);
    }

    @Test
    void who_decides_from_the_first_day_of_a_change_on_reckons_with_it() {
        LocalDate ascension = LocalDate.of(2026, 5, 14);
        assertThat(next(FIRST.minusDays(1), ascension)).isEqualTo(BRIDGE);
        assertThat(next(FIRST, ascension)).isEqualTo(LocalDate.of(2026, 5, 18));
        assertThat(next(FIRST.minusDays(1), CHRISTMAS.minusDays(1)))
                .isEqualTo(LocalDate.of(2026, 12, 28));
        assertThat(next(FIRST, CHRISTMAS.minusDays(1))).isEqualTo(CHRISTMAS);
    }

    @Test
    void what_was_never_changed_is_the_Belgian_calendar() {
        for (LocalDate date = LocalDate.of(2026, 1, 1);
                date.getYear() == 2026;
                date = date.plusDays(1)) {
            assertThat(Holidays.BELGIAN.on(FIRST).isWorkingDay(date))
                    .isEqualTo(WorkingDays.belgian().isWorkingDay(date));
        }
    }

    @Test
    void the_last_change_for_a_day_counts_and_an_earlier_one_does_not_hide_a_later() {
        Holidays again =
                CHANGED.with(new Change(BRIDGE, false, null, FIRST.plusDays(5)))
                        .with(new Change(BRIDGE, true, Map.of("en", "Closed"), FIRST));
        assertThat(again.of(BRIDGE, FIRST).label()).containsEntry("en", "Closed");
        assertThat(again.of(BRIDGE, FIRST.plusDays(4)).free()).isTrue();
        assertThat(again.of(BRIDGE, FIRST.plusDays(5)).free()).isFalse();
        assertThat(again.of(BRIDGE, FIRST.plusDays(5)).label()).containsEntry("en", "Closed");
    }

    @Test
    void a_year_shows_what_is_free_and_what_no_longer_is() {
        List<OnDay> year = CHANGED.of(2026, FIRST);
        assertThat(year).hasSize(11).extracting(OnDay::date).isSorted().contains(BRIDGE);
        assertThat(year.getLast().date()).isEqualTo(CHRISTMAS);
        assertThat(year.getLast().free()).isFalse();
        assertThat(year.getLast().label()).containsEntry("en", "Christmas Day");
        assertThat(year.getLast().since()).isEqualTo(FIRST);
        assertThat(CHANGED.of(2026, FIRST.minusDays(1))).hasSize(10).allMatch(OnDay::free);
        assertThat(CHANGED.of(2027, FIRST)).hasSize(10);
    }
}
