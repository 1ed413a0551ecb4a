package org.socius.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.socius.platform.serialization.EventTypes;
import org.socius.platform.settings.SettingList.ChangeSettings;
import org.socius.platform.settings.SettingList.SettingsChanged;
import org.socius.platform.testing.BoundSettings;
import org.socius.platform.testing.Story;
import org.socius.platform.view.EventStreams;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The story begins on 2 March 2026; nothing was changed so far. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SettingListTest {

    private static final Actor ADMIN = Story.person("ada", "admin");

    /** Numbers of a garden: two shares that add up to 10, days in order, a long number. */
    @ConfigurationProperties("garden")
    record Garden(
            @DefaultValue Beds beds,
            @Setting(rule = "G1", what = "Watered on", unit = "days", least = 1, most = 30)
                    @DefaultValue({"2", "4"})
                    List<Integer> waterDays,
            @Setting(
                            rule = "G2",
                            what = "At most",
                            unit = "cents",
                            least = 0,
                            most = 9_000_000_000L)
                    @DefaultValue("5000000000")
                    long budget) {

        record Beds(
                @Setting(rule = "G3", what = "Roses", unit = "tenths", least = 0, most = 10)
                        @DefaultValue("6")
                        int roses,
                @Setting(rule = "G3", what = "Leeks", unit = "tenths", least = 0, most = 10)
                        @DefaultValue("4")
                        int leeks) {}

        Garden {
            if (beds.roses + beds.leeks != 10) {
                throw new IllegalArgumentException("the beds must add up to 10.");
            }
        }
    }

    private final Story story =
            Story.of(
                    EventTypes.of(SettingsChanged.class),
                    "2026-03-02T09:00:00Z",
                    List.of(BoundSettings.defaults(Garden.class)));

    private static ChangeSettings set(String property, String from, Long... value) {
        return BoundSettings.set(property, from, value);
    }

    private static ChangeSettings together(
            String property, long value, Map<String, Long> others, @Nullable String unit) {
        return new ChangeSettings(
                SettingList.ID, property, List.of(value), others, LocalDate.of(2026, 3, 9), unit);
    }

    private SettingsInForce instance(Duration rereadAfter) {
        return new SettingsInForce(
                () -> List.of(BoundSettings.defaults(Garden.class)),
                () -> new EventStreams(story.store()),
                rereadAfter);
    }

    private Garden on(String day) {
        return instance(Duration.ZERO).on(Garden.class, LocalDate.parse(day));
    }

    @Test
    void a_change_holds_from_its_first_day_until_the_next_one() {
        story.when(ADMIN, set("garden.budget", "2026-03-05", 7L))
                .expectEvents(
                        new SettingsChanged(
                                "settings",
                                Map.of("garden.budget", List.of(7L)),
                                LocalDate.of(2026, 3, 5)));
        story.given(ADMIN, set("garden.budget", "2026-04-01", 9L));
        story.given(ADMIN, set("garden.budget", "2026-03-05", 8L));

        assertThat(on("2026-03-04").budget()).isEqualTo(5_000_000_000L);
        assertThat(on("2026-03-05").budget()).isEqualTo(8);
        assertThat(on("2026-03-31").budget()).isEqualTo(8);
        assertThat(on("2026-04-01").budget()).isEqualTo(9);
        assertThat(on("2026-04-01").waterDays()).containsExactly(2, 4);
    }

    @Test
    void a_day_that_is_over_is_refused_also_in_a_late_entry_and_today_is_not() {
        for (String late : new String[] {"2026-03-02", "2026-02-01"}) {
            Rejection refusal =
                    story.on(late)
                            .when(ADMIN, set("garden.budget", "2026-03-01", 7L))
                            .expectRefusal(Rejection.InvalidFields.class);
            assertThat(refusal.errors().getFirst().pointer()).isEqualTo("/validFrom");
        }
        story.when(ADMIN, set("garden.budget", "2026-03-02", 7L)).accepted();
    }

    @ParameterizedTest
    @CsvSource({"garden.budget, -1", "garden.budget, 9000000001", "garden.beds.roses, 11"})
    void a_value_outside_the_range_is_refused(String property, long value) {
        Rejection refusal =
                story.when(ADMIN, set(property, "2026-03-02", value))
                        .expectRefusal(Rejection.InvalidFields.class);
        assertThat(refusal.errors().getFirst().pointer()).isEqualTo("/value");
        assertThat(refusal.errors().getFirst().code()).isEqualTo("out-of-range");
    }

    @Test
    void the_ends_of_the_range_are_inside_and_a_list_has_the_range_for_each() {
        story.when(ADMIN, set("garden.budget", "2026-03-02", 9_000_000_000L)).accepted();
        story.when(ADMIN, set("garden.budget", "2026-03-02", 0L)).accepted();
        story.when(ADMIN, set("garden.water-days", "2026-03-02", 1L, 30L)).accepted();
        assertThat(on("2026-03-02").waterDays()).containsExactly(1, 30);
        story.when(ADMIN, set("garden.water-days", "2026-03-02", 1L, 31L))
                .expectRefusal(Rejection.InvalidFields.class);
    }

    @Test
    void a_number_is_one_and_no_list_is_empty() {
        for (ChangeSettings wrong :
                List.of(
                        set("garden.budget", "2026-03-02", 1L, 2L),
                        set("garden.budget", "2026-03-02"),
                        set("garden.water-days", "2026-03-02"))) {
            assertThat(
                            story.when(ADMIN, wrong)
                                    .expectRefusal(Rejection.InvalidFields.class)
                                    .errors()
                                    .getFirst()
                                    .code())
                    .isEqualTo("wrong-size");
        }
    }

    @Test
    void what_is_no_setting_cannot_be_changed() {
        story.when(ADMIN, set("garden.gnomes", "2026-03-02", 1L))
                .expectRefusal(Rejection.UnknownCode.class);
        Rejection refusal =
                story.when(ADMIN, together("garden.budget", 1, Map.of("garden.gnomes", 3L), null))
                        .expectRefusal(Rejection.UnknownCode.class);
        assertThat(refusal.errors().getFirst().pointer()).isEqualTo("/together/garden.gnomes");
    }

    @Test
    void who_thinks_in_another_unit_is_told() {
        Rejection refusal =
                story.when(ADMIN, together("garden.budget", 1, Map.of(), "euro"))
                        .expectRefusal(Rejection.InvalidFields.class);
        assertThat(refusal.errors().getFirst().pointer()).isEqualTo("/unit");
        story.when(ADMIN, together("garden.budget", 1, Map.of(), "cents")).accepted();
    }

    @Test
    void numbers_that_make_sense_together_change_together() {
        Rejection refusal =
                story.when(ADMIN, together("garden.beds.roses", 3, Map.of(), null))
                        .expectRefusal(Rejection.InvalidFields.class);
        assertThat(refusal.errors().getFirst().code()).isEqualTo("inconsistent");

        story.when(ADMIN, together("garden.beds.roses", 3, Map.of("garden.beds.leeks", 7L), null))
                .accepted();

        assertThat(on("2026-03-08").beds()).isEqualTo(new Garden.Beds(6, 4));
        assertThat(on("2026-03-09").beds()).isEqualTo(new Garden.Beds(3, 7));
    }

    @Test
    void a_change_must_also_make_sense_with_those_that_come_after_it() {
        story.given(ADMIN, together("garden.beds.roses", 3, Map.of("garden.beds.leeks", 7L), null));
        story.given(
                ADMIN,
                new ChangeSettings(
                        SettingList.ID,
                        "garden.beds.roses",
                        List.of(5L),
                        Map.of("garden.beds.leeks", 5L),
                        LocalDate.of(2026, 3, 4),
                        null));
        assertThat(on("2026-03-04").beds()).isEqualTo(new Garden.Beds(5, 5));
        assertThat(on("2026-03-09").beds()).isEqualTo(new Garden.Beds(3, 7));

        Story other =
                Story.of(
                        EventTypes.of(SettingsChanged.class),
                        "2026-03-02T09:00:00Z",
                        List.of(BoundSettings.defaults(Garden.class)));
        other.given(ADMIN, together("garden.beds.roses", 3, Map.of("garden.beds.leeks", 7L), null));
        other.given(
                ADMIN,
                new ChangeSettings(
                        SettingList.ID,
                        "garden.beds.roses",
                        List.of(6L),
                        Map.of("garden.beds.leeks", 4L),
                        LocalDate.of(2026, 4, 1),
                        null));
        other.when(ADMIN, set("garden.beds.roses", "2026-03-04", 5L))
                .expectRefusal(Rejection.InvalidFields.class);
    }

    @Test
    void what_changes_nothing_is_no_change() {
        story.when(ADMIN, set("garden.budget", "2026-03-02", 5_000_000_000L)).expectEvents();
        story.given(ADMIN, set("garden.budget", "2026-03-02", 7L));
        story.when(ADMIN, set("garden.budget", "2026-06-02", 7L)).expectEvents();
        story.when(ADMIN, set("garden.budget", "2026-06-02", 5_000_000_000L)).accepted();
    }

    @Test
    void who_has_not_seen_the_last_change_is_refused() {
        story.seeing(-1).when(ADMIN, set("garden.budget", "2026-03-02", 7L)).accepted();
        story.seeing(-1)
                .when(ADMIN, set("garden.budget", "2026-03-02", 8L))
                .expectRefusal(Rejection.StaleVersion.class);
        story.seeing(0).when(ADMIN, set("garden.budget", "2026-03-02", 8L)).accepted();
    }

    @Test
    void another_instance_decides_by_a_change_when_it_reads_again_and_never_goes_back() {
        LocalDate day = LocalDate.of(2026, 3, 2);
        SettingsInForce patient = instance(Duration.ofHours(1));
        assertThat(patient.on(Garden.class, day).budget()).isEqualTo(5_000_000_000L);
        story.given(ADMIN, set("garden.budget", "2026-03-02", 7L));
        assertThat(patient.on(Garden.class, day).budget()).isEqualTo(5_000_000_000L);
        assertThat(instance(Duration.ZERO).on(Garden.class, day).budget()).isEqualTo(7);

        assertThat(patient.reread().version()).isZero();

        assertThat(patient.on(Garden.class, day).budget()).isEqualTo(7);
        assertThat(patient.lines(day))
                .filteredOn(line -> line.property().equals("garden.budget"))
                .singleElement()
                .satisfies(
                        line -> {
                            assertThat(line.value()).isEqualTo(7L);
                            assertThat(line.since()).isEqualTo(day);
                        });
    }

    @Test
    void settings_that_were_not_bound_are_a_fault() {
        assertThatThrownBy(
                        () ->
                                new SettingsInForce(List::of, () -> null, Duration.ZERO)
                                        .on(Garden.class, LocalDate.of(2026, 3, 2)))
                .isInstanceOf(IllegalStateException.class);
    }
}
