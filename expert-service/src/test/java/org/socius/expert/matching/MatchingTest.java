package org.socius.expert.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socius.expert.matching.Match.State;
import org.socius.expert.roster.Candidate;
import org.socius.expert.roster.Candidate.Booking;
import org.socius.expert.roster.Profile;
import org.socius.expert.roster.Profile.Employment;
import org.socius.expert.roster.Profile.Expertise;
import org.socius.expert.roster.Profile.Language;

/** A position in Colombia: expertise A1, eight years, Spanish C1, on site from 1 to 12 March. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MatchingTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");

    private static final Need NEED =
            new Need(
                    "action-1",
                    1,
                    Set.of("ipes", "ipes-before"),
                    "A1",
                    8,
                    Map.of("es", "C1"),
                    "CO",
                    day("2027-02-15"),
                    day("2027-03-26"),
                    day("2027-03-01"),
                    day("2027-03-12"));

    private final Matching matching =
            new Matching(
                    new MatchingSettings(new MatchingSettings.Weights(50, 20, 15, 15), 24, 5, 15));

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    /** Somebody who brings everything; each test takes something away. */
    private static final class Someone {
        private String category = "PUBLIC_ADMINISTRATION";
        private String employer = "inps";
        private List<Expertise> expertise = List.of(new Expertise("A1", 16, "senior"));
        private List<Language> languages = List.of(new Language("es", "C1"));
        private List<String> countries = List.of("CO", "PE", "EC", "AM", "GH");
        private List<Profile.Availability> availability =
                List.of(new Profile.Availability(day("2027-02-15"), day("2027-03-26")));
        private @Nullable Boolean onSite = true;
        private final List<Booking> bookings = new ArrayList<>();
        private final List<LocalDate> ended = new ArrayList<>();

        Candidate named(String id) {
            return new Candidate(
                    id,
                    new Profile(
                            null,
                            null,
                            null,
                            "IT",
                            "IT",
                            null,
                            List.of(
                                    new Employment(
                                            employer,
                                            "Istituto",
                                            "IT",
                                            category,
                                            day("2015-01-01"),
                                            null,
                                            null)),
                            expertise,
                            languages,
                            null,
                            availability,
                            onSite,
                            true,
                            null,
                            countries,
                            null,
                            null,
                            null),
                    bookings,
                    ended);
        }

        Booking booked(String action, int activity, String from, String to, boolean running) {
            Booking booking =
                    new Booking("m-" + from, action, activity, day(from), day(to), running);
            bookings.add(booking);
            return booking;
        }
    }

    private Match match(UnaryOperator<Someone> change) {
        return matching.match(NEED, change.apply(new Someone()).named("x1"), TODAY);
    }

    private static List<String> missing(Match match) {
        return match.mustHaves().stream()
                .filter(mustHave -> !mustHave.met())
                .map(Match.MustHave::code)
                .toList();
    }

    private static double points(Match match, String code) {
        return match.criteria().stream()
                .filter(criterion -> criterion.code().equals(code))
                .findFirst()
                .orElseThrow()
                .points();
    }

    @Test
    void who_brings_everything_has_every_point_and_every_must_have() {
        Match match = match(someone -> someone);
        assertThat(match.score()).isEqualTo(100);
        assertThat(missing(match)).isEmpty();
        assertThat(match.criteria())
                .extracting(Match.Criterion::code)
                .containsExactly("technicalFit", "experienceAbroad", "language", "peerBackground");
        assertThat(match.criteria())
                .extracting(Match.Criterion::weight)
                .containsExactly(50, 20, 15, 15);
        assertThat(match.criteria().get(0).why()).isEqualTo("Expertise A1, 16 years; 8 asked for.");
        assertThat(match.criteria().get(1).why())
                .isEqualTo("Has worked in CO; 5 countries outside the Union, 0 missions.");
        assertThat(match.criteria().get(2).why()).isEqualTo("es C1, C1 asked for.");
        assertThat(match.criteria().get(3).why())
                .isEqualTo("PUBLIC_ADMINISTRATION in IT, a Member State.");
    }

    @ParameterizedTest
    @CsvSource({
        "A1, 16, 50.0, true, true",
        "A1, 8, 40.0, true, true",
        "A1, 7, 38.8, true, false",
        "A2, 16, 35.0, false, true",
        "A, 16, 35.0, false, true",
        "B1, 16, 0.0, false, false"
    })
    void the_area_and_the_years_in_it_make_the_technical_fit(
            String area, int years, double expected, boolean areaMet, boolean yearsMet) {
        Match match =
                match(
                        someone -> {
                            someone.expertise = List.of(new Expertise(area, years, null));
                            return someone;
                        });
        assertThat(points(match, "technicalFit")).isEqualTo(expected);
        assertThat(missing(match).contains("EXPERTISE_AREA")).isEqualTo(!areaMet);
        assertThat(missing(match).contains("YEARS")).isEqualTo(!yearsMet);
    }

    @ParameterizedTest
    @CsvSource({
        "C2, 15.0, true",
        "C1, 15.0, true",
        "B2, 12.0, false",
        "A1, 3.0, false",
        ", 0.0, false"
    })
    void a_language_below_the_level_asked_for_brings_a_part(
            @Nullable String level, double expected, boolean met) {
        Match match =
                match(
                        someone -> {
                            someone.languages =
                                    level == null
                                            ? List.of(new Language("en", "C2"))
                                            : List.of(new Language("es", level));
                            return someone;
                        });
        assertThat(points(match, "language")).isEqualTo(expected);
        assertThat(missing(match).contains("LANGUAGE")).isEqualTo(!met);
    }

    @ParameterizedTest
    @CsvSource({
        "CO;PE;EC;AM;GH, 0, 20.0",
        "CO, 0, 12.0",
        "CO, 4, 20.0",
        "FR;DE, 0, 0.0",
        "PE, 1, 4.0"
    })
    void work_outside_the_union_counts_and_most_in_the_country_itself(
            String countries, int missions, double expected) {
        Match match =
                match(
                        someone -> {
                            someone.countries = List.of(countries.split(";"));
                            for (int i = 0; i < missions; i++) {
                                someone.ended.add(day("2020-01-0" + (i + 1)));
                            }
                            return someone;
                        });
        assertThat(points(match, "experienceAbroad")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "PUBLIC_ADMINISTRATION, 15.0",
        "MANDATED_BODY, 15.0",
        "SOCIAL_PARTNER, 9.0",
        "PRIVATE, 3.0"
    })
    void peers_of_the_partner_come_first(String category, double expected) {
        Match match =
                match(
                        someone -> {
                            someone.category = category;
                            return someone;
                        });
        assertThat(points(match, "peerBackground")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-02-15, 2027-03-26, FREE",
        "2027-02-16, 2027-03-26, PARTLY",
        "2027-02-15, 2027-03-25, PARTLY",
        "2027-01-01, 2027-02-14, NOT_FREE",
        "2027-03-27, 2027-12-31, NOT_FREE"
    })
    void who_is_free_on_every_day_of_the_activity_is_available(
            String from, String to, State expected) {
        Match match =
                match(
                        someone -> {
                            someone.availability =
                                    List.of(new Profile.Availability(day(from), day(to)));
                            return someone;
                        });
        assertThat(match.availability().state()).isEqualTo(expected);
        assertThat(missing(match).contains("AVAILABLE")).isEqualTo(expected != State.FREE);
    }

    @Test
    void periods_that_follow_each_other_are_one_and_nothing_said_is_said_to_be_so() {
        Match twoPeriods =
                match(
                        someone -> {
                            someone.availability =
                                    List.of(
                                            new Profile.Availability(
                                                    day("2027-03-02"), day("2027-04-01")),
                                            new Profile.Availability(
                                                    day("2027-02-01"), day("2027-03-01")));
                            return someone;
                        });
        assertThat(twoPeriods.availability().state()).isEqualTo(State.FREE);
        assertThat(twoPeriods.availability().stated())
                .containsExactly(
                        new Match.Period(day("2027-02-15"), day("2027-03-01")),
                        new Match.Period(day("2027-03-02"), day("2027-03-26")));
        Match nothing =
                match(
                        someone -> {
                            someone.availability = List.of();
                            return someone;
                        });
        assertThat(nothing.availability().state()).isEqualTo(State.NOT_STATED);
        assertThat(missing(nothing)).containsExactly("AVAILABLE");
    }

    @ParameterizedTest
    @CsvSource({
        "2027-02-20, 2027-02-28, true",
        "2027-02-20, 2027-03-01, false",
        "2027-03-12, 2027-03-20, false",
        "2027-03-13, 2027-03-20, true"
    })
    void who_is_on_site_elsewhere_on_one_of_the_days_cannot_come(
            String from, String to, boolean free) {
        Match match =
                match(
                        someone -> {
                            someone.booked("action-2", 1, from, to, true);
                            return someone;
                        });
        assertThat(missing(match)).isEqualTo(free ? List.of() : List.of("NOT_ON_SITE_ELSEWHERE"));
    }

    @Test
    void who_has_a_seat_of_the_activity_or_is_of_the_partner_is_named_so() {
        Match seated =
                match(
                        someone -> {
                            someone.booked("action-1", 1, "2026-01-01", "2026-01-02", true);
                            return someone;
                        });
        assertThat(missing(seated)).containsExactly("NO_SEAT_YET");
        Match another =
                match(
                        someone -> {
                            someone.booked("action-1", 2, "2026-01-01", "2026-01-02", true);
                            return someone;
                        });
        assertThat(missing(another)).isEmpty();
        Match ofThePartner =
                match(
                        someone -> {
                            someone.employer = "ipes";
                            someone.onSite = false;
                            return someone;
                        });
        assertThat(missing(ofThePartner)).containsExactly("ON_SITE", "NOT_OF_THE_PARTNER");
        Match ofAMergedRecord =
                match(
                        someone -> {
                            someone.employer = "ipes-before";
                            return someone;
                        });
        assertThat(missing(ofAMergedRecord)).containsExactly("NOT_OF_THE_PARTNER");
    }

    @ParameterizedTest
    @CsvSource({"2024-11-23, 0, 100.0", "2024-11-24, 1, 95.0", "2026-11-22, 1, 95.0"})
    void a_mission_of_the_last_24_months_is_taken_off(String ended, int recent, double score) {
        Match match =
                match(
                        someone -> {
                            someone.ended.add(day(ended));
                            return someone;
                        });
        assertThat(match.rotation().recentMissions()).isEqualTo(recent);
        assertThat(match.rotation().lastEndedOn()).isEqualTo(day(ended));
        assertThat(match.score()).isEqualTo(score);
    }

    @ParameterizedTest
    @CsvSource({"2, 90.0", "3, 85.0", "4, 85.0"})
    void running_missions_too_up_to_a_limit(int missions, double score) {
        Match match =
                match(
                        someone -> {
                            for (int i = 0; i < missions; i++) {
                                someone.booked(
                                        "action-9", i, "2026-10-0" + (i + 1), "2026-10-09", true);
                            }
                            return someone;
                        });
        assertThat(match.score()).isEqualTo(score);
    }

    @Test
    void who_meets_every_condition_stands_first_then_the_score_then_the_id() {
        Someone poor = new Someone();
        poor.category = "PRIVATE";
        Someone excellentButBusy = new Someone();
        excellentButBusy.availability = List.of();
        List<Candidate> candidates =
                new ArrayList<>(
                        List.of(
                                excellentButBusy.named("x0"),
                                poor.named("x1"),
                                new Someone().named("x3"),
                                new Someone().named("x2")));
        List<String> expected = List.of("x2", "x3", "x1", "x0");
        for (int seed = 0; seed < 10; seed++) {
            Collections.shuffle(candidates, new Random(seed));
            assertThat(matching.ranked(NEED, candidates, TODAY))
                    .extracting(Match::expertId)
                    .isEqualTo(expected);
        }
    }

    @Test
    void other_weights_bring_other_points_and_add_up_to_a_hundred() {
        Matching byLanguage =
                new Matching(
                        new MatchingSettings(
                                new MatchingSettings.Weights(0, 0, 100, 0), 24, 5, 15));
        assertThat(byLanguage.match(NEED, new Someone().named("x1"), TODAY).criteria())
                .extracting(Match.Criterion::points)
                .containsExactly(0.0, 0.0, 100.0, 0.0);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new MatchingSettings(
                                        new MatchingSettings.Weights(50, 20, 15, 16), 24, 5, 15));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new MatchingSettings(
                                        new MatchingSettings.Weights(-1, 70, 16, 15), 24, 5, 15));
    }
}
