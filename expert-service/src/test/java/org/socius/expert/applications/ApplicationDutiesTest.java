package org.socius.expert.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.expert.applications.ApplicationEvent.ApplicationScored;
import org.socius.expert.applications.ApplicationEvent.Scores;
import org.socius.platform.command.EventMoment;
import org.socius.platform.view.Duties;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ApplicationDutiesTest {

    private final ApplicationDuties duties = new ApplicationDuties();

    private void scoredBy(String person) {
        duties.note(
                new ApplicationScored("a1", person, new Scores(40, 15, 10, 10), 75, null),
                EventMoment.of(Map.of("actorId", person, "actorRole", "coordinator")));
    }

    @Test
    void the_second_score_is_apart_from_the_first() {
        scoredBy("clara");
        scoredBy("max");
        assertThat(duties.shown().duties())
                .extracting(Duties.Duty::sequence, Duties.Duty::decision, Duties.Duty::person)
                .containsExactly(tuple(0L, true, "clara"), tuple(1L, true, "max"));
        assertThat(duties.shown().separations())
                .containsExactly(
                        new Duties.Separation(
                                "R87",
                                1,
                                "ApplicationScored",
                                List.of("ApplicationScored"),
                                List.of("clara"),
                                "max",
                                true));
    }

    /** No command leads there; a list that could not say so would prove nothing. */
    @Test
    void the_same_person_twice_would_be_shown_as_a_breach() {
        scoredBy("clara");
        scoredBy("clara");
        assertThat(duties.shown().separations())
                .extracting(Duties.Separation::rule, Duties.Separation::kept)
                .containsExactly(tuple("R87", false));
    }
}
