package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.socius.request.RequestDecisionsTest.folded;
import static org.socius.request.RequestExamples.*;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.settings.Settings;
import org.socius.platform.testing.BoundSettings;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;
import org.socius.request.RequestCommand.AcceptRequest;
import org.socius.request.RequestCommand.ConsultDelegation;
import org.socius.request.RequestCommand.DecideEligibility;
import org.socius.request.RequestCommand.Opinion;
import org.socius.request.RequestCommand.RecordDueRequestSteps;
import org.socius.request.RequestCommand.StartScreening;
import org.socius.request.RequestCommand.SubmitRequest;
import org.socius.request.RequestEvent.RequestDrafted;
import org.socius.request.RequestEvent.RequestLapsed;
import org.socius.request.RequestEvent.RequestSubmitted;

/** The limits move with the settings, and what was decided stays as it was. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SettingsTest {

    private static final Actor ADA = Story.person("ada", Roles.ADMIN);

    private static Story under(String name, Object value) {
        return story(Map.of("socius.request." + name, value))
                .given(CLARA, ipes())
                .given(DRAFTER, draft(ONE));
    }

    private static Story appraisable(Story story) {
        return consulted(
                story.given(SIGNATORY, new SubmitRequest(ONE, true))
                        .given(CLARA, new StartScreening(ONE), new DecideEligibility(ONE, true)),
                ONE,
                Opinion.POSITIVE);
    }

    @Test
    @Rule(value = "R22", derived = true)
    void screening_is_due_when_it_is_set() {
        RequestSubmitted submitted =
                (RequestSubmitted)
                        under("screening-days", 3)
                                .when(SIGNATORY, new SubmitRequest(ONE, true))
                                .events()
                                .getLast();
        assertThat(submitted.screeningDueOn()).isEqualTo(LocalDate.of(2026, 3, 5));
    }

    @Test
    @Rule("R11")
    void the_Delegation_has_as_long_as_is_set() {
        Story story =
                appraised(
                        under("opinion-days", 2)
                                .given(SIGNATORY, new SubmitRequest(ONE, true))
                                .given(
                                        CLARA,
                                        new StartScreening(ONE),
                                        new DecideEligibility(ONE, true),
                                        new ConsultDelegation(ONE)),
                        ONE);

        story.at("2026-03-04T22:59:58Z").when(CLARA, new AcceptRequest(ONE)).refusedBy("R11");
        story.at("2026-03-04T22:59:59Z").when(CLARA, new AcceptRequest(ONE)).accepted();
    }

    @Test
    void an_acceptance_needs_as_many_appraisals_as_are_set() {
        Story story = appraisable(under("appraisals-needed", 1));
        story.when(CLARA, new AcceptRequest(ONE))
                .expectRefusal(RequestRejection.AppraisalsMissing.class);
        story.given(CLARA, appraisal(ONE, 4, 4, 4, 4, 4, 4, 4));
        story.when(CLARA, new AcceptRequest(ONE)).accepted();
    }

    @Test
    void the_mean_of_the_appraisals_is_measured_by_what_is_set() {
        Story low = appraisable(under("pass-percent", 80));
        low.given(CLARA, appraisal(ONE, 4, 4, 4, 4, 4, 4, 4));
        low.given(ALEKSANDER, appraisal(ONE, 4, 4, 4, 4, 4, 4, 3));
        assertThat(
                        low.when(CLARA, new AcceptRequest(ONE))
                                .expectRefusal(RequestRejection.AppraisalTooLow.class)
                                .facts())
                .containsEntry("neededPercent", 80);
        low.given(CONRAD, appraisal(ONE, 4, 4, 4, 4, 4, 4, 5));
        low.when(CLARA, new AcceptRequest(ONE)).accepted();
    }

    @Test
    void a_draft_lapses_after_as_long_as_was_set_when_it_was_begun() {
        Story story = under("lapse-months", 1);
        story.at("2026-04-02T21:59:58Z")
                .when(SYSTEM, new RecordDueRequestSteps(ONE))
                .expectEvents();
        story.at("2026-04-02T21:59:59Z")
                .when(SYSTEM, new RecordDueRequestSteps(ONE))
                .expectEvents(new RequestLapsed(ONE, true));
        RequestDrafted drafted = (RequestDrafted) story.eventsOf(ONE).getFirst();
        assertThat(drafted.lapseMonths()).isEqualTo(1);
    }

    @Test
    void a_draft_that_does_not_say_lapses_after_six_months() {
        RequestDrafted drafted = (RequestDrafted) drafted().eventsOf(ONE).getFirst();
        Story story =
                story().given(CLARA, ipes())
                        .given(
                                "Request",
                                ONE,
                                new RequestDrafted(
                                        ONE,
                                        drafted.form(),
                                        drafted.institution(),
                                        drafted.content(),
                                        null));
        story.at("2026-09-02T21:59:58Z")
                .when(SYSTEM, new RecordDueRequestSteps(ONE))
                .expectEvents();
        story.at("2026-09-02T21:59:59Z")
                .when(SYSTEM, new RecordDueRequestSteps(ONE))
                .expectEvents(new RequestLapsed(ONE, true));
    }

    /** An administrator sets a number in the middle of a story, from its first day on. */
    private static Story set(Story story, String name, long value) {
        return story.given(ADA, BoundSettings.set("socius.request." + name, "2026-03-02", value));
    }

    @Test
    @Rule(value = "R22", derived = true)
    void a_submitted_request_keeps_the_day_of_its_screening_and_the_next_one_has_another() {
        Story story = set(submitted(), "screening-days", 3);
        story.given(DRAFTER, draft(TWO)).given(SIGNATORY, new SubmitRequest(TWO, true));
        story.given(CLARA, new StartScreening(ONE));

        assertThat(dueOn(story, ONE)).isEqualTo(LocalDate.of(2026, 3, 23));
        assertThat(dueOn(story, TWO)).isEqualTo(LocalDate.of(2026, 3, 5));
    }

    private static @Nullable LocalDate dueOn(Story story, String id) {
        return folded(story, id).summary(0).screeningDueOn();
    }

    @Test
    @Rule("R11")
    void a_Delegation_that_was_asked_keeps_its_time() {
        Story story = underAppraisal().given(CLARA, new ConsultDelegation(ONE));
        set(story, "opinion-days", 1);
        appraised(story, ONE);
        story.at("2026-03-16T22:59:58Z").when(CLARA, new AcceptRequest(ONE)).refusedBy("R11");
        story.at("2026-03-16T22:59:59Z").when(CLARA, new AcceptRequest(ONE)).accepted();

        Story next = set(underAppraisal(), "opinion-days", 1);
        appraised(next.given(CLARA, new ConsultDelegation(ONE)), ONE);
        next.at("2026-03-03T22:59:58Z").when(CLARA, new AcceptRequest(ONE)).refusedBy("R11");
        next.at("2026-03-03T22:59:59Z").when(CLARA, new AcceptRequest(ONE)).accepted();
    }

    @Test
    void a_draft_keeps_the_months_after_which_it_lapses() {
        Story story = set(drafted(), "lapse-months", 1);
        story.given(DRAFTER, draft(TWO));
        story.at("2026-04-02T21:59:59Z")
                .when(SYSTEM, new RecordDueRequestSteps(ONE))
                .expectEvents();
        story.when(SYSTEM, new RecordDueRequestSteps(TWO))
                .expectEvents(new RequestLapsed(TWO, true));
        story.at("2026-09-02T21:59:59Z")
                .when(SYSTEM, new RecordDueRequestSteps(ONE))
                .expectEvents(new RequestLapsed(ONE, true));
    }

    @Test
    void an_acceptance_is_judged_by_what_holds_on_its_day() {
        Story story = appraisable(drafted());
        story.given(CLARA, appraisal(ONE, 4, 4, 4, 4, 4, 4, 4));
        story.when(CLARA, new AcceptRequest(ONE))
                .expectRefusal(RequestRejection.AppraisalsMissing.class);
        story.given(ADA, BoundSettings.set("socius.request.appraisals-needed", "2026-03-04", 1L));
        story.at("2026-03-03T22:59:59Z")
                .when(CLARA, new AcceptRequest(ONE))
                .expectRefusal(RequestRejection.AppraisalsMissing.class);
        story.given(ADA, BoundSettings.set("socius.request.pass-percent", "2026-03-05", 81L));
        story.at("2026-03-05T09:00:00Z")
                .when(CLARA, new AcceptRequest(ONE))
                .expectRefusal(RequestRejection.AppraisalTooLow.class);
        story.on("2026-03-04").when(CLARA, new AcceptRequest(ONE)).accepted();
    }

    @ParameterizedTest
    @CsvSource({
        "screening-days, 0",
        "screening-days, 251",
        "opinion-days, -3",
        "appraisals-needed, 0",
        "pass-percent, 101",
        "lapse-months, 0"
    })
    void nonsense_is_refused_with_the_name_of_the_property(String name, String value) {
        String property = "socius.request." + name;
        assertThatThrownBy(() -> BoundSettings.with(RequestSettings.class, Map.of(property, value)))
                .rootCause()
                .hasMessageMatching(
                        property
                                + " is -?\\d+ and must lie between \\d+ and \\d+ [a-z ]+\\(.+\\)\\.");
    }

    @Test
    void a_setting_is_shown_with_its_rule_its_default_and_what_holds() {
        List<Settings.Line> lines =
                Settings.of(
                        BoundSettings.with(
                                RequestSettings.class, Map.of("socius.request.opinion-days", 7)));
        assertThat(lines)
                .hasSize(5)
                .contains(
                        new Settings.Line(
                                "socius.request.opinion-days",
                                "R11",
                                "The Delegation has so long for its opinion",
                                "working days",
                                "10",
                                1,
                                250,
                                7,
                                null));
    }
}
