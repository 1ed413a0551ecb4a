package org.socius.action.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.action.lifecycle.ActionExamples.*;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.action.lifecycle.ActionCommand.*;
import org.socius.action.lifecycle.ActionView.ActivityView;
import org.socius.action.lifecycle.ActivityCommand.*;
import org.socius.action.plan.ActivityPlan;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

/** Armenia's four activities, the last of them a visit to Cyprus, all led by Greek teams. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ArmeniaTest {

    @Test
    @Rule({"R33", "R55", "R57"})
    void four_activities_with_a_visit_to_Cyprus_are_planned_and_no_fifth() {
        Story story =
                story().given(SYSTEM, open()).given(CLARA, new DesignAction(ACTION, design()));
        for (int number = 1; number <= 3; number++) {
            story.when(CLARA, activity(number)).accepted();
        }
        story.when(CLARA, planned(null)).refusedBy("R55");
        story.when(CLARA, planned(delegation(7, "The vice-Minister"))).refusedBy("R57");
        story.when(CLARA, planned(delegation(6, "The vice-Minister"))).accepted();
        story.when(CLARA, activity(5)).refusedBy("R33");

        ActivityView visit = shown(story).activities().getLast();
        assertThat(visit.type()).isEqualTo("study_visit");
        assertThat(visit.visit().hostCountry()).isEqualTo("CY");
        assertThat(visit.visit().head()).isEqualTo("The vice-Minister");
        assertThat(visit.visit().delegationSize()).isEqualTo(6);
    }

    @Test
    @Rule(
            value = {"R56", "R66"},
            derived = true)
    void each_of_the_four_has_its_own_Greek_team_and_Cyprus_is_only_the_host() {
        Story story =
                story().given(SYSTEM, open()).given(CLARA, new DesignAction(ACTION, design()));
        for (int number = 1; number <= 3; number++) {
            story.given(CLARA, activity(number));
        }
        story.given(CLARA, planned(delegation(6, "The vice-Minister")))
                .given(SIGNATORY, new AgreeToActionForm(ACTION))
                .given(CLARA, new SubmitForApproval(ACTION))
                .given(COMMISSION, new RecordCommissionAgreement(ACTION))
                .given(OLGA, new ApproveAction(ACTION));
        for (int number = 1; number <= 4; number++) {
            story.given(MANAGER, new DraftTermsOfReference(ACTION, number, terms()))
                    .given(SIGNATORY, new GiveNoObjection(ACTION, number))
                    .given(CLARA, new FinaliseTermsOfReference(ACTION, number))
                    .given(OFFICER, new OpenStaffing(ACTION, number))
                    .given(SYSTEM, greek(number));
        }

        List<ActivityView> activities = folded(story, ACTION).show(CLARA, 0).activities();
        assertThat(activities).hasSize(4);
        assertThat(activities)
                .allSatisfy(
                        activity -> {
                            assertThat(activity.team())
                                    .extracting(ActionView.MemberView::expertCountry)
                                    .containsExactly("GR");
                            assertThat(activity.status()).isEqualTo("TEAM_COMPLETE");
                        });
        assertThat(activities.stream().map(a -> a.team().getFirst().mobilisationId()))
                .doesNotHaveDuplicates();
        assertThat(activities.getLast().visit().hostCountry()).isEqualTo("CY");
    }

    private static PlanActivity planned(ActivityPlan.@Nullable Visit visit) {
        return new PlanActivity(ACTION, 4, visit(visit));
    }

    private static ActivityPlan.Visit delegation(int size, String head) {
        return new ActivityPlan.Visit(
                "CY",
                List.of("Disability assessment centres"),
                IntStream.range(0, size)
                        .mapToObj(i -> new ActivityPlan.Delegate("Delegate " + i, null, null))
                        .toList(),
                head);
    }

    private static AddTeamMember greek(int activity) {
        AddTeamMember italian = mobilised(activity, "E1", 1, true);
        return new AddTeamMember(
                ACTION,
                activity,
                italian.mobilisationId(),
                italian.position(),
                italian.expertId(),
                italian.principal(),
                italian.category(),
                "GR",
                italian.contractedDays());
    }
}
