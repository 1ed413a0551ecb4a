package org.socius.request.holidays;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.socius.platform.serialization.EventTypes;
import org.socius.platform.testing.Story;
import org.socius.request.holidays.HolidayList.ChangeHoliday;

/** The story begins on Monday 2 March 2026; the Friday after Ascension Day is 15 May. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class HolidayListTest {

    private static final Actor ADA = Story.person("ada", Roles.ADMIN);
    private static final Map<String, String> BRIDGE = Map.of("en", "Bridge");

    private final Story story =
            Story.of(
                    EventTypes.of(HolidayChanged.class),
                    "2026-03-02T09:00:00Z",
                    List.of(),
                    HolidayList.class);

    private static ChangeHoliday set(
            String date, boolean free, @Nullable Map<String, String> label, String from) {
        return new ChangeHoliday(
                HolidayList.ID, LocalDate.parse(date), free, label, LocalDate.parse(from));
    }

    @Test
    void a_date_becomes_a_holiday_from_a_day_on() {
        story.when(ADA, set("2026-05-15", true, BRIDGE, "2026-03-02"))
                .expectEvents(
                        new HolidayChanged(
                                "holidays",
                                LocalDate.of(2026, 5, 15),
                                true,
                                BRIDGE,
                                LocalDate.of(2026, 3, 2)));
        story.when(ADA, set("2026-05-15", true, null, "2026-04-01")).expectEvents();
        story.when(ADA, set("2026-05-15", false, null, "2026-04-01")).accepted();
    }

    @Test
    void a_day_that_is_over_is_refused_also_in_a_late_entry() {
        for (String entered : new String[] {"2026-03-02", "2026-02-02"}) {
            Rejection refusal =
                    story.on(entered)
                            .when(ADA, set("2026-05-15", true, BRIDGE, "2026-03-01"))
                            .expectRefusal(Rejection.InvalidFields.class);
            assertThat(refusal.errors().getFirst().code()).isEqualTo("in-the-past");
        }
        story.when(ADA, set("2026-05-15", true, BRIDGE, "2026-03-02")).accepted();
    }

    @Test
    void a_date_is_not_over_when_its_change_holds() {
        Rejection refusal =
                story.when(ADA, set("2026-05-15", true, BRIDGE, "2026-05-16"))
                        .expectRefusal(Rejection.InvalidFields.class);
        assertThat(refusal.errors().getFirst().code()).isEqualTo("too-late");
        story.when(ADA, set("2026-05-15", true, BRIDGE, "2026-05-15")).accepted();
    }

    @Test
    void a_new_holiday_has_a_name_and_a_usual_one_has_it_already() {
        Rejection refusal =
                story.when(ADA, set("2026-05-15", true, null, "2026-03-02"))
                        .expectRefusal(Rejection.InvalidFields.class);
        assertThat(refusal.errors().getFirst().pointer()).isEqualTo("/label");
        story.when(ADA, set("2026-12-25", false, null, "2026-03-02")).accepted();
        story.when(ADA, set("2026-12-25", true, null, "2026-03-02")).accepted();
    }

    @Test
    void what_changes_nothing_is_no_change() {
        story.when(ADA, set("2026-12-25", true, null, "2026-03-02")).expectEvents();
        story.when(ADA, set("2026-05-15", false, null, "2026-03-02")).expectEvents();
        story.when(ADA, set("2026-12-25", true, Map.of("en", "Yule"), "2026-03-02")).accepted();
    }
}
