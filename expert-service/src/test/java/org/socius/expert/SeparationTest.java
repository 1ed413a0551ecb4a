package org.socius.expert;

import static org.socius.expert.Scene.ADMIN;
import static org.socius.expert.Scene.OFFICER;
import static org.socius.expert.Scene.passing;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socius.expert.applications.ApplicationCommand.CheckAdmissibility;
import org.socius.expert.applications.ApplicationCommand.ScoreApplication;
import org.socius.expert.applications.ApplicationCommand.ShortlistApplication;
import org.socius.platform.command.Actor;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

/**
 * One person, who has every role there is, never gives both scores of an application (R87).
 * Standing in for the other assessor makes no difference to it: commands know who acts and for
 * whom, never instead of whom.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SeparationTest {

    private static final List<String> ASSESSING =
            List.of("coordinator", "activity-manager", "mobilisation-officer");

    private static final ScoreApplication SHEET = new ScoreApplication("a1", passing(), null, true);

    private final Scene scene = new Scene();
    private final Story story = scene.story;

    static Stream<Arguments> pairs() {
        return ASSESSING.stream()
                .flatMap(one -> ASSESSING.stream().map(other -> Arguments.of(one, other)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @Rule("R87")
    void who_has_scored_in_one_role_does_not_score_again_in_another(String one, String other) {
        admissible();
        story.given(Story.person("xenia", one), SHEET);
        story.when(Story.person("xenia", other), SHEET).refusedBy("R87");
        story.onBehalfOf(Story.person("xenia", other))
                .because("Paper")
                .when(ADMIN, SHEET)
                .refusedBy("R87");
        story.when(OFFICER, new ShortlistApplication("a1")).refusedBy("R87");
        story.when(Story.person("yann", other), SHEET).accepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"coordinator", "activity-manager", "mobilisation-officer"})
    @Rule("R87")
    void who_was_scored_for_does_not_score_again(String role) {
        admissible();
        Actor xenia = Story.person("xenia", role);
        story.onBehalfOf(xenia).because("Paper").given(ADMIN, SHEET);
        story.when(xenia, SHEET).refusedBy("R87");
        story.when(Story.person("yann", role), SHEET).accepted();
    }

    private void admissible() {
        scene.openCall().applied("x1", "ACADEMIA", "a1", "E1").selectionStarted();
        story.given(OFFICER, new CheckAdmissibility("a1", true));
    }
}
