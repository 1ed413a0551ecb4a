package org.socius.expert;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.socius.expert.Scene.*;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socius.expert.applications.ApplicationCommand.ObjectToExpert;
import org.socius.expert.applications.ApplicationCommand.ReserveApplication;
import org.socius.expert.applications.ApplicationCommand.SelectExpert;
import org.socius.expert.applications.ApplicationCommand.ShortlistApplication;
import org.socius.expert.applications.ApplicationEvent.Scores;
import org.socius.expert.calls.CallCommand.PublishCall;
import org.socius.expert.calls.CallCommand.RecordDueCallSteps;
import org.socius.expert.calls.CallEvent.CallClosed;
import org.socius.expert.mobilisations.MobilisationCommand.IssueContract;
import org.socius.expert.roster.ExpertCommand.ConfirmProfile;
import org.socius.expert.roster.ExpertCommand.RecordDueExpertSteps;
import org.socius.expert.roster.ExpertEvent.ExpertProfileExpired;
import org.socius.expert.settings.ExpertSettings;
import org.socius.platform.testing.BoundSettings;
import org.socius.platform.testing.Rule;

/** The limits move with the settings, and what was decided stays as it was. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SettingsTest {

    private static Scene under(String name, int value) {
        return new Scene(Map.of("socius.expert." + name, value));
    }

    @Test
    @Rule("R79")
    void a_call_stays_open_as_long_as_is_set() {
        Scene scene = under("open-days", 3).draftedCall();
        scene.story
                .when(CLARA, new PublishCall(CALL, Instant.parse("2026-11-25T22:59:59Z")))
                .refusedBy("R79");
        scene.story
                .when(CLARA, new PublishCall(CALL, Instant.parse("2026-11-26T08:00:00Z")))
                .accepted();
    }

    @Test
    @Rule("R87")
    void an_applicant_must_reach_the_mark_that_was_set_when_the_call_was_published() {
        Scene scene = under("pass-mark", 80).openCall();
        scene.applied("x1", "ACADEMIA", "a1", "E1")
                .applied("x2", "ACADEMIA", "a2", "E1")
                .selectionStarted()
                .scored("a1", new Scores(50, 20, 9, 0), new Scores(50, 20, 10, 0))
                .scored("a2", new Scores(50, 20, 10, 0), new Scores(50, 20, 10, 0));
        scene.story.when(OFFICER, new ShortlistApplication("a1")).refusedBy("R87");
        scene.story.when(OFFICER, new ShortlistApplication("a2")).accepted();
    }

    @Test
    @Rule("R88")
    void a_reserve_list_is_valid_as_long_as_is_set() {
        for (String moment : new String[] {"2027-02-08T22:59:58Z", "2027-02-08T22:59:59Z"}) {
            Scene scene = under("reserve-months", 2).oneShortlisted();
            scene.story.given(CLARA, new ReserveApplication("a1"));
            var outcome = scene.story.at(moment).when(CLARA, new SelectExpert("a1"));
            if (moment.endsWith("58Z")) {
                outcome.accepted();
            } else {
                outcome.refusedBy("R88");
            }
        }
    }

    @Test
    @Rule("R91")
    void the_partner_may_object_as_long_as_is_set() {
        Scene late = under("answer-days", 2).oneSelected();
        late.story
                .because("Known for other views")
                .at("2026-12-10T22:59:59Z")
                .when(SIGNATORY, new ObjectToExpert("a1"))
                .refusedBy("R91");
        Scene early = under("answer-days", 2).oneSelected();
        early.story
                .because("Known for other views")
                .at("2026-12-10T22:59:58Z")
                .when(SIGNATORY, new ObjectToExpert("a1"))
                .accepted();
    }

    @Test
    @Rule(value = "R74", derived = true)
    void a_profile_expires_after_as_long_as_was_set_when_it_was_confirmed() {
        Scene scene = under("confirmation-months", 1).activeExpert("x1");
        RecordDueExpertSteps tick = new RecordDueExpertSteps("x1");
        scene.story.at("2026-12-23T22:59:58Z").when(SYSTEM, tick).expectEvents();
        scene.story
                .at("2026-12-23T22:59:59Z")
                .when(SYSTEM, tick)
                .expectEvents(new ExpertProfileExpired("x1"));
    }

    @Test
    @Rule("R98")
    void the_paid_days_of_a_year_are_limited_by_what_is_set() {
        IssueContract contract = contract(DAYS);
        under("paid-days-a-year", 17).authorised().story.when(FINANCE, contract).refusedBy("R98");
        under("paid-days-a-year", 18).authorised().story.when(FINANCE, contract).accepted();
    }

    /** An administrator sets a number in the middle of a scene, from a day on. */
    private static void set(Scene scene, String name, String from, long value) {
        scene.story.given(ADMIN, BoundSettings.set("socius.expert." + name, from, value));
    }

    @Test
    @Rule("R87")
    void a_published_call_keeps_its_mark_and_the_next_one_has_the_new_mark() {
        Scene before = new Scene().openCall();
        set(before, "pass-mark", "2026-11-23", 90);
        before.applied("x1", "ACADEMIA", "a1", "E1").selectionStarted();
        before.scored("a1", passing(), passing());
        before.story.when(OFFICER, new ShortlistApplication("a1")).accepted();

        Scene after = new Scene().draftedCall();
        set(after, "pass-mark", "2026-11-23", 90);
        after.story.given(CLARA, new PublishCall(CALL, Instant.parse(DEADLINE)));
        after.applied("x1", "ACADEMIA", "a1", "E1").selectionStarted();
        after.scored("a1", passing(), passing());
        after.story.when(OFFICER, new ShortlistApplication("a1")).refusedBy("R87");
    }

    @Test
    @Rule("R79")
    void a_published_call_closes_when_it_was_said_and_the_next_one_stays_open_longer() {
        Scene before = new Scene().openCall();
        set(before, "open-days", "2026-11-23", 30);
        before.story
                .at("2026-12-07T22:59:58Z")
                .when(SYSTEM, new RecordDueCallSteps(CALL))
                .expectEvents();
        before.story
                .at(DEADLINE)
                .when(SYSTEM, new RecordDueCallSteps(CALL))
                .expectTypes(CallClosed.class);

        Scene after = new Scene().draftedCall();
        set(after, "open-days", "2026-11-23", 30);
        after.story.when(CLARA, new PublishCall(CALL, Instant.parse(DEADLINE))).refusedBy("R79");
    }

    @Test
    @Rule("R88")
    void a_reserve_list_keeps_its_end_and_the_next_one_ends_sooner() {
        Scene before = new Scene().oneShortlisted();
        before.story.given(CLARA, new ReserveApplication("a1"));
        set(before, "reserve-months", "2026-12-08", 1);
        before.story.at("2027-12-08T22:59:58Z").when(CLARA, new SelectExpert("a1")).accepted();

        Scene after = new Scene().oneShortlisted();
        set(after, "reserve-months", "2026-12-08", 1);
        after.story.given(CLARA, new ReserveApplication("a1"));
        after.story.at("2027-01-08T22:59:59Z").when(CLARA, new SelectExpert("a1")).refusedBy("R88");
    }

    @Test
    @Rule("R91")
    void who_may_object_keeps_the_time_of_the_selection() {
        Scene before = new Scene().oneSelected();
        set(before, "answer-days", "2026-12-08", 1);
        before.story
                .because("Known for other views")
                .at("2026-12-15T22:59:58Z")
                .when(SIGNATORY, new ObjectToExpert("a1"))
                .accepted();

        Scene after = new Scene().oneShortlisted();
        set(after, "answer-days", "2026-12-08", 1);
        after.story.given(CLARA, new SelectExpert("a1"));
        after.story
                .because("Known for other views")
                .at("2026-12-09T22:59:59Z")
                .when(SIGNATORY, new ObjectToExpert("a1"))
                .refusedBy("R91");
    }

    @Test
    @Rule(value = "R74", derived = true)
    void a_confirmed_profile_keeps_its_day_and_the_next_confirmation_has_another() {
        Scene scene = new Scene().activeExpert("x1");
        set(scene, "confirmation-months", "2026-11-23", 1);
        RecordDueExpertSteps tick = new RecordDueExpertSteps("x1");
        scene.story.at("2026-12-23T22:59:59Z").when(SYSTEM, tick).expectEvents();
        scene.story.given(expert("x1"), new ConfirmProfile("x1"));
        scene.story.at("2027-01-23T22:59:58Z").when(SYSTEM, tick).expectEvents();
        scene.story
                .at("2027-01-23T22:59:59Z")
                .when(SYSTEM, tick)
                .expectEvents(new ExpertProfileExpired("x1"));
    }

    @Test
    @Rule("R98")
    void paid_days_are_limited_by_what_holds_on_the_day_of_the_contract() {
        IssueContract contract = contract(DAYS);
        Scene scene = new Scene().authorised();
        set(scene, "paid-days-a-year", "2026-12-10", 17);
        scene.story.at("2026-12-10T09:00:00Z").when(FINANCE, contract).refusedBy("R98");
        scene.story.on("2026-12-09").when(FINANCE, contract).accepted();
    }

    @ParameterizedTest
    @CsvSource({
        "confirmation-months, 0",
        "open-days, 0",
        "pass-mark, 101",
        "reserve-months, 121",
        "answer-days, 0",
        "paid-days-a-year, 367"
    })
    void nonsense_is_refused_with_the_name_of_the_property(String name, String value) {
        String property = "socius.expert." + name;
        assertThatThrownBy(() -> BoundSettings.with(ExpertSettings.class, Map.of(property, value)))
                .rootCause()
                .hasMessageStartingWith(property + " is " + value + " and must lie between ");
    }
}
