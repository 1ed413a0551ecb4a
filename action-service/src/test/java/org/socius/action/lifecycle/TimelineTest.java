package org.socius.action.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.action.lifecycle.ActionExamples.*;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.action.lifecycle.ActionCommand.*;
import org.socius.action.lifecycle.ActivityCommand.*;
import org.socius.platform.command.Actor;
import org.socius.platform.testing.Story;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.Timeline;

/** What the history of an action tells to whom. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TimelineTest {

    private static final Actor DELEGATION =
            new Actor("dora", "delegation", Set.of("delegation"), Set.of(), "CO", null, true, "D");

    @Test
    void the_partner_reads_why_something_was_decided_and_an_expert_why_its_report_came_back() {
        Story story = at("UNDER_QUALITY_REVIEW", plan(), TimelineTest::second, _ -> {});
        story.given(SYSTEM, mobilised(2, "E1", 2, true))
                .because("Figures are missing")
                .given(MANAGER, new ReturnDeliverable(ACTION, 1, "d1"))
                .because("Prices rose")
                .given(CLARA, amended(7_000_000L, null));
        for (Actor reader : List.of(CLARA, SIGNATORY, PRINCIPAL)) {
            assertThat(reasons(story, reader, "DeliverableReturned"))
                    .as(reader.role())
                    .containsExactly("Figures are missing");
        }
        for (Actor reader : List.of(SECOND_EXPERT, DELEGATION)) {
            assertThat(reasons(story, reader, "DeliverableReturned"))
                    .as(reader.role())
                    .containsOnlyNulls();
        }
        assertThat(reasons(story, SIGNATORY, "ActionAmended")).containsExactly("Prices rose");
        assertThat(reasons(story, PRINCIPAL, "ActionAmended")).containsOnlyNulls();
    }

    private static void second(Story story) {
        story.given(CLARA, activity(2)).given(SIGNATORY, new AgreeToActionForm(ACTION));
    }

    @Test
    void the_partner_of_a_refused_action_reads_why() {
        assertThat(reasons(at("REFUSED"), SIGNATORY, "ActionRefused")).containsExactly("Dear");
        assertThat(reasons(at("CANCELLED"), SIGNATORY, "ActionCancelled")).containsExactly("Late");
        assertThat(reasons(at("POSTPONED"), SIGNATORY, "ActivityPostponed"))
                .containsExactly("Flood");
    }

    @Test
    void nobody_outside_the_staff_learns_the_account_of_somebody_else() {
        Story story = at("IN_PROGRESS").because("Leave of Clara");
        story.given(CLARA, new HandOverAction(ACTION, "cleo"));
        assertThat(entries(story, CLARA).toString()).contains("cleo", "olga", "Leave of Clara");
        for (Actor reader : List.of(SIGNATORY, PRINCIPAL, DELEGATION)) {
            List<Timeline.Entry> told = entries(story, reader);
            assertThat(told)
                    .extracting(Timeline.Entry::type)
                    .contains("ActionApproved", "ActivityStarted")
                    .doesNotContain("ActionHandedOver");
            assertThat(told.toString())
                    .doesNotContain("clara", "cleo", "olga", "camille", "max", "Leave of Clara");
        }
    }

    private static List<String> reasons(Story story, Actor reader, String type) {
        return entries(story, reader).stream()
                .filter(entry -> entry.type().equals(type))
                .map(Timeline.Entry::reason)
                .toList();
    }

    private static List<Timeline.Entry> entries(Story story, Actor reader) {
        return new Actions(
                        new EventStreams(story.store()),
                        new Timeline(story.store()),
                        ActionExamples.EACH_BY_ITSELF)
                .timeline(ACTION, reader)
                .orElseThrow();
    }
}
