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
import org.socius.expert.mobilisations.MobilisationCommand.IssueContract;
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
