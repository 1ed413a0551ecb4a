package org.socius.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.expert.Scene.ACTION;
import static org.socius.expert.Scene.CLARA;
import static org.socius.expert.Scene.DAYS;
import static org.socius.expert.Scene.FINANCE;
import static org.socius.expert.Scene.OFFICER;
import static org.socius.expert.Scene.SYSTEM;
import static org.socius.expert.Scene.expert;
import static org.socius.expert.Scene.mobilisation;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socius.expert.actions.KnownActionCommand.LearnApproval;
import org.socius.expert.actions.KnownActionCommand.LearnSchedule;
import org.socius.expert.actions.KnownActionCommand.LearnTermsOfReference;
import org.socius.expert.actions.TermsOfReference;
import org.socius.expert.actions.TermsOfReference.Days;
import org.socius.expert.actions.TermsOfReference.Period;
import org.socius.expert.actions.TermsOfReference.Phases;
import org.socius.expert.applications.ApplicationCommand.AcceptAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.AppointExpert;
import org.socius.expert.mobilisations.MobilisationCommand.IssueContract;
import org.socius.expert.mobilisations.MobilisationCommand.MoveMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.RecordWorkingDays;
import org.socius.expert.mobilisations.MobilisationCommand.SettleMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.StartAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.Worked;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationMoved;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationOpened;
import org.socius.expert.roster.ExpertEvent.EngagementBooked;
import org.socius.expert.roster.ExpertEvent.EngagementMoved;
import org.socius.expert.roster.ExpertEvent.PaidDaysNoted;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

/** What moves with an activity, and what goes over the turn of a year. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ScheduleTest {

    private static final String M = mobilisation();

    private final Scene scene = new Scene();
    private final Story story = scene.story;

    private static Phases phases(String from, String to) {
        LocalDate first = LocalDate.parse(from);
        LocalDate last = LocalDate.parse(to);
        return new Phases(
                new Period(first.minusDays(14), first.minusDays(10)),
                new Period(first, last),
                new Period(last.plusDays(3), last.plusDays(10)));
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    private void move(@Nullable Phases phases) {
        story.given(SYSTEM, new LearnSchedule(ACTION, 1, phases), new MoveMobilisation(M, phases));
    }

    /** Another approved action with one position, and these days on site. */
    private void other(String id, String from, String to) {
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
                                phases(from, to))),
                new LearnApproval(
                        id,
                        "2027-09",
                        "molsa",
                        Map.of("en", "MoLSA"),
                        Map.of("en", "Other"),
                        List.of("AM")));
    }

    private static AppointExpert appoint(String mobilisation, String action) {
        return new AppointExpert(mobilisation, action, 1, "E1", null, "x1", "UNIQUE_EXPERTISE");
    }

    @Test
    @Rule("R54")
    void the_days_on_site_move_with_the_activity() {
        scene.oneAccepted();
        other("old-days", "2027-03-12", "2027-03-19");
        other("new-days", "2027-05-14", "2027-05-20");
        story.when(CLARA, appoint("m2", "old-days")).refusedBy("R54");

        story.when(SYSTEM, new MoveMobilisation(M, null))
                .expectEvents(
                        new MobilisationMoved(M, null), new EngagementMoved("x1", M, null, null));
        story.when(CLARA, appoint("m2", "old-days")).accepted();

        Phases may = phases("2027-05-03", "2027-05-14");
        story.when(SYSTEM, new MoveMobilisation(M, may))
                .expectEvents(
                        new MobilisationMoved(M, may),
                        new EngagementMoved("x1", M, day("2027-05-03"), day("2027-05-14")));
        story.when(CLARA, appoint("m3", "new-days")).refusedBy("R54");
    }

    @Test
    void told_twice_it_moves_once_and_what_has_ended_stays_where_it_was() {
        scene.oneAccepted();
        Phases may = phases("2027-05-03", "2027-05-14");
        move(may);
        story.when(SYSTEM, new MoveMobilisation(M, may)).expectEvents();
        story.when(SYSTEM, new LearnSchedule(ACTION, 1, may)).expectEvents();
        Scene over = new Scene().reporting();
        over.story.when(SYSTEM, new MoveMobilisation(M, may)).expectEvents();
    }

    @Test
    @Rule("R54")
    void who_was_moved_onto_the_days_of_another_mission_does_not_start() {
        scene.mobilised();
        other("summer", "2027-06-01", "2027-06-11");
        story.given(CLARA, appoint("m2", "summer"));
        move(phases("2027-06-11", "2027-06-18"));
        story.when(OFFICER, new StartAssignment(M, null, null)).refusedBy("R54");
        move(phases("2027-06-12", "2027-06-18"));
        story.when(OFFICER, new StartAssignment(M, null, null)).accepted();
    }

    @Test
    void who_accepts_while_the_activity_is_put_off_is_booked_for_no_day() {
        scene.oneSelected();
        story.given(SYSTEM, new LearnSchedule(ACTION, 1, null));
        story.given(expert("x1"), new AcceptAssignment("a1"));
        assertThat(booked().onSiteFrom()).isNull();
        move(phases("2027-05-03", "2027-05-14"));
        assertThat(story.eventsOf("x1"))
                .last()
                .isEqualTo(new EngagementMoved("x1", M, day("2027-05-03"), day("2027-05-14")));
    }

    @Test
    void who_accepts_after_the_activity_has_moved_is_booked_for_its_new_days() {
        scene.oneSelected();
        Phases may = phases("2027-05-03", "2027-05-14");
        story.given(SYSTEM, new LearnSchedule(ACTION, 1, may));
        story.given(expert("x1"), new AcceptAssignment("a1"));
        assertThat(booked().onSiteFrom()).isEqualTo(day("2027-05-03"));
        assertThat(((MobilisationOpened) story.eventsOf(M).getFirst()).phases()).isEqualTo(may);
    }

    private EngagementBooked booked() {
        return (EngagementBooked) story.eventsOf("x1").getLast();
    }

    @Test
    void new_terms_of_reference_bring_their_own_dates() {
        scene.approvedAction();
        story.given(SYSTEM, new LearnSchedule(ACTION, 1, null));
        TermsOfReference first = Scene.terms();
        story.given(
                SYSTEM,
                new LearnTermsOfReference(
                        ACTION,
                        new TermsOfReference(
                                1,
                                2,
                                first.activityType(),
                                first.activityTitle(),
                                first.modality(),
                                first.place(),
                                first.positions(),
                                phases("2027-07-05", "2027-07-16"))));
        scene.activeExpert("x1");
        story.given(CLARA, appoint("m1", ACTION));
        assertThat(booked().onSiteFrom()).isEqualTo(day("2027-07-05"));
    }

    /** 27 December 2027 to 7 January 2028: five Mondays to Fridays in each year. */
    @Test
    void contracted_days_over_the_turn_of_a_year_are_divided_and_follow_the_dates() {
        scene.contracting();
        assertThat(paid()).containsExactly(Map.entry("2027", 18.0));
        move(phases("2027-12-27", "2028-01-07"));
        assertThat(paid()).containsExactly(Map.entry("2027", 8.0), Map.entry("2028", 10.0));
    }

    private Map<String, Double> paid() {
        return story.eventsOf("x1").stream()
                .filter(PaidDaysNoted.class::isInstance)
                .map(noted -> ((PaidDaysNoted) noted).daysByYear())
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-21, 2026-12-31, 10, 10, 0",
        "2026-12-28, 2027-01-01, 5, 4, 1",
        "2026-12-31, 2027-01-05, 10, 2.5, 7.5",
        "2026-12-31, 2027-01-04, 1, 0.33, 0.67",
        "2027-01-02, 2027-01-03, 1.5, 0, 1.5"
    })
    void worked_days_count_in_the_years_of_their_dates(
            String from, String to, double days, double first, double second) {
        scene.reporting().completedActivity();
        story.given(
                expert("x1"),
                new RecordWorkingDays(
                        M, List.of(new Worked("implementation", days, day(from), day(to), null))));
        story.given(FINANCE, new SettleMobilisation(M));
        assertThat(paid().getOrDefault("2026", 0.0)).isEqualTo(first);
        assertThat(paid().getOrDefault("2027", 0.0)).isEqualTo(second);
    }

    @Test
    @Rule("R98")
    void sixty_days_are_the_limit_in_each_of_two_years() {
        scene.approvedAction().activeExpert("x1", "PRIVATE");
        for (int month = 4; month <= 6; month++) {
            String action = "a" + month;
            other(action, "2027-0" + month + "-05", "2027-0" + month + "-16");
            story.given(CLARA, appoint("m" + month, action));
            story.given(FINANCE, contract("m" + month, DAYS));
        }
        other("winter", "2027-12-27", "2028-01-07");
        story.given(CLARA, appoint("winter-m", "winter"));
        // 54 days before; the preparation and five of the ten days on site lie in 2027.
        story.when(FINANCE, contract("winter-m", new Days(2, 10, 0))).refusedBy("R98");
        story.when(FINANCE, contract("winter-m", new Days(1, 10, 0))).accepted();
    }

    private static IssueContract contract(String mobilisation, Days days) {
        return new IssueContract(
                mobilisation, "C-1", days, day("2027-01-01"), day("2028-12-31"), null, null);
    }
}
