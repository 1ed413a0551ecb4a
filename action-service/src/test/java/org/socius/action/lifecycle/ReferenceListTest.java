package org.socius.action.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.action.lifecycle.ActionExamples.*;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.action.lifecycle.ActionCommand.AmendAction;
import org.socius.action.lifecycle.ActionCommand.DesignAction;
import org.socius.action.plan.ActionDesign;
import org.socius.action.reference.ReferenceList.ChangeReferenceCode;
import org.socius.action.reference.ReferenceList.Kind;
import org.socius.action.reference.ReferenceList.ReferenceListEvent.ReferenceCodeChanged;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

/** Which codes may stand on an action from which day on. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReferenceListTest {

    private static final List<ActionDesign.Share> THEMES =
            List.of(new ActionDesign.Share("SI-COV", 100));

    private static ChangeReferenceCode set(
            Kind list,
            String code,
            String from,
            boolean active,
            @Nullable Map<String, String> label) {
        return new ChangeReferenceCode(list.id(), list, code, LocalDate.parse(from), active, label);
    }

    private static ChangeReferenceCode retired(String code, String from) {
        return set(Kind.TYPES, code, from, false, null);
    }

    private static DesignAction designed(String... types) {
        return new DesignAction(ACTION, design(List.of(types), THEMES));
    }

    @Test
    @Rule("R28")
    void a_retired_type_is_refused_for_a_new_action_from_its_day_on() {
        Story story = at("IN_DESIGN").given(ADMIN, retired("TA-INS", "2026-11-04"));
        story.at("2026-11-03T22:59:59Z");
        story.when(CLARA, designed("TA-INS")).accepted();

        Story later = at("IN_DESIGN").given(ADMIN, retired("TA-INS", "2026-11-04"));
        later.at("2026-11-03T23:00:00Z");
        Rejection refusal = later.when(CLARA, designed("TA-POL", "TA-INS")).refusedBy("R28");
        assertThat(refusal.errors())
                .containsExactly(
                        new Rejection.FieldError(
                                "/typesOfAssistance/1",
                                "retired",
                                "TA-INS is not used for new actions since 2026-11-04."));
        later.when(CLARA, designed("TA-POL")).accepted();
    }

    @Test
    @Rule("R28")
    void an_action_keeps_the_type_it_had_and_takes_no_other_retired_one() {
        Story story = at("IN_DESIGN").given(CLARA, designed("TA-INS"));
        story.given(ADMIN, retired("TA-INS", "2026-11-02"), retired("TA-ORG", "2026-11-02"));
        story.when(CLARA, designed("TA-INS", "TA-ORG")).refusedBy("R28");
        story.when(CLARA, designed("TA-INS", "TA-LEG")).accepted();
        story.when(CLARA, designed("TA-LEG")).accepted();
        story.when(CLARA, designed("TA-INS")).refusedBy("R28");
    }

    @Test
    @Rule("R28")
    void an_amendment_takes_no_retired_type_and_leaves_those_that_are_there() {
        Story story = at("APPROVED").given(ADMIN, retired("TA-POL", "2026-11-02"));
        story.given(ADMIN, retired("TA-ORG", "2026-11-02"));
        Rejection refusal =
                story.because("Other help")
                        .when(CLARA, typesAmended("TA-POL", "TA-ORG"))
                        .refusedBy("R28");
        assertThat(refusal.errors().getFirst().pointer()).isEqualTo("/changes/typesOfAssistance/1");
        story.because("Other help").when(CLARA, typesAmended("TA-POL", "TA-LEG")).accepted();
    }

    private static AmendAction typesAmended(String... types) {
        return new AmendAction(
                ACTION,
                new Amendment(
                        null,
                        null,
                        null,
                        List.of(types),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of()));
    }

    @Test
    @Rule("R28")
    void a_value_that_was_retired_from_the_beginning_may_be_taken_up() {
        Story story = at("IN_DESIGN");
        story.when(CLARA, designed("TA-CAP")).refusedBy("R28");
        story.given(ADMIN, set(Kind.TYPES, "TA-CAP", "2026-11-02", true, null));
        story.when(CLARA, designed("TA-CAP")).accepted();
    }

    @Test
    @Rule("R28")
    void themes_are_kept_in_the_same_way() {
        Story story =
                at("IN_DESIGN").given(ADMIN, set(Kind.THEMES, "SI-COV", "2026-11-02", false, null));
        story.when(CLARA, designed("TA-POL")).refusedBy("R28");
        story.given(ADMIN, set(Kind.THEMES, "SI-COV", "2026-11-02", true, null));
        story.when(CLARA, designed("TA-POL")).accepted();
    }

    @Test
    @Rule("R28")
    void a_list_does_not_change_for_days_that_are_over() {
        Story story = story();
        story.when(ADMIN, retired("TA-INS", "2026-11-01")).refusedBy("R28");
        story.when(ADMIN, retired("TA-INS", "2026-11-02"))
                .expectEvents(
                        new ReferenceCodeChanged(
                                Kind.TYPES.id(),
                                "TA-INS",
                                LocalDate.parse("2026-11-02"),
                                false,
                                null));
        story.when(ADMIN, retired("TA-INS", "2027-01-01")).expectEvents();
        story.when(ADMIN, retired("TA-XXX", "2027-01-01"))
                .expectRefusal(Rejection.UnknownCode.class);
    }
}
