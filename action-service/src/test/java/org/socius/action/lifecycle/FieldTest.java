package org.socius.action.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.action.lifecycle.ActionExamples.*;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.action.advice.TravelAdvice;
import org.socius.action.advice.TravelAdvice.GiveTravelAdvice;
import org.socius.action.advice.TravelAdvice.Level;
import org.socius.action.lifecycle.ActionCommand.*;
import org.socius.action.lifecycle.ActionEvent.*;
import org.socius.action.lifecycle.ActivityCommand.*;
import org.socius.action.lifecycle.ActivityEvent.*;
import org.socius.action.plan.ActionDesign;
import org.socius.action.plan.ActivityPlan;
import org.socius.action.plan.TermsOfReference.Days;
import org.socius.platform.command.Actor;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

/** Work in the field: where, by whom, and how it is counted. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FieldTest {

    private static final Actor ADMIN = Story.person("ada", "admin");

    @Test
    @Rule("R64")
    void nobody_starts_on_site_where_one_is_advised_not_to_travel_without_a_clearance() {
        Story story = at("IN_PREPARATION").given(ADMIN, advice("CO", "2027-03-01"));
        story.at("2027-02-28T22:59:00Z");
        assertThat(started(story.at("2027-02-28T23:01:00Z"), null).refusedBy("R64").facts())
                .containsEntry("countries", List.of("CO"));
        started(story, " ").refusedBy("R64");
        started(story, "clearance 7").accepted();
        assertThat(shown(story).activities().get(0).travelClearance()).isEqualTo("clearance 7");
    }

    @Test
    @Rule("R64")
    void the_advice_of_the_day_and_the_place_counts() {
        Story before = at("IN_PREPARATION").given(ADMIN, advice("CO", "2027-03-01"));
        started(before.at("2027-02-28T22:59:00Z"), null).accepted();

        Story lifted = at("IN_PREPARATION").given(ADMIN, advice("CO", "2027-01-01"));
        lifted.given(
                ADMIN,
                new GiveTravelAdvice(
                        TravelAdvice.ID,
                        "CO",
                        LocalDate.parse("2027-03-01"),
                        Level.ESSENTIAL_TRAVEL_ONLY,
                        "ministry"));
        started(lifted.at("2027-03-01T09:00:00Z"), null).accepted();

        Story remote =
                at("IN_PREPARATION", plan("REMOTE")).given(ADMIN, advice("CO", "2027-01-01"));
        started(remote, null).accepted();
        Story mixed = at("IN_PREPARATION", plan("MIXED")).given(ADMIN, advice("CO", "2027-01-01"));
        started(mixed, null).refusedBy("R64");
        Story visit = at("IN_PREPARATION", visit()).given(ADMIN, advice("CY", "2027-01-01"));
        started(visit, null).refusedBy("R64");
    }

    @Test
    @Rule("R64")
    void work_on_site_in_no_named_country_takes_place_wherever_the_action_is() {
        for (ActivityPlan.Place place :
                Arrays.asList(null, new ActivityPlan.Place("Bogotá", null))) {
            Story advised =
                    at("IN_PREPARATION", in(place)).given(ADMIN, advice("CO", "2027-01-01"));
            started(advised, null).refusedBy("R64");
            Story elsewhere =
                    at("IN_PREPARATION", in(place)).given(ADMIN, advice("PE", "2027-01-01"));
            started(elsewhere, null).accepted();
        }
        Story regional = at("IN_PREPARATION", in(null), FieldTest::withPeru, _ -> {});
        started(regional.given(ADMIN, advice("PE", "2027-01-01")), null).refusedBy("R64");
        Story named = at("IN_PREPARATION", plan(), FieldTest::withPeru, _ -> {});
        started(named.given(ADMIN, advice("PE", "2027-01-01")), null).accepted();
    }

    private static ActivityPlan in(ActivityPlan.@Nullable Place place) {
        ActivityPlan p = plan();
        return new ActivityPlan(
                p.type(),
                p.title(),
                p.modality(),
                place,
                p.plannedStart(),
                p.plannedEnd(),
                p.estimatedDays(),
                p.dependsOn(),
                null,
                null);
    }

    private static void withPeru(Story story) {
        ActionDesign d = design();
        story.given(
                        CLARA,
                        new DesignAction(
                                ACTION,
                                new ActionDesign(
                                        d.title(),
                                        d.objective(),
                                        d.results(),
                                        d.typesOfAssistance(),
                                        d.themes(),
                                        d.sdgTargets(),
                                        d.markers(),
                                        d.budgetCeiling(),
                                        List.of(
                                                new ActionDesign.Share("CO", 60),
                                                new ActionDesign.Share("PE", 40)),
                                        d.stakeholders(),
                                        d.risks())))
                .given(SIGNATORY, new AgreeToActionForm(ACTION));
    }

    private static GiveTravelAdvice advice(String country, String from) {
        return new GiveTravelAdvice(
                TravelAdvice.ID, country, LocalDate.parse(from), Level.DO_NOT_TRAVEL, null);
    }

    private static Story.Outcome started(Story story, @Nullable String clearance) {
        return story.when(MANAGER, new StartActivity(ACTION, 1, clearance));
    }

    @Test
    @Rule("R63")
    void the_facilitys_templates_are_used_and_communication_is_talked_over_before_and_after() {
        Story story = at("IN_PROGRESS").at("2027-03-14T18:00:00Z");
        LocalDate start = LocalDate.parse("2027-03-01");
        LocalDate end = LocalDate.parse("2027-03-12");
        seen(story, new Visibility(false, start, end)).refusedBy("R63");
        seen(story, new Visibility(true, start.plusDays(1), end)).refusedBy("R63");
        seen(story, new Visibility(true, start, end.minusDays(1))).refusedBy("R63");
        seen(story, new Visibility(true, start, end)).accepted();
        assertThat(shown(story).activities().get(0).visibility().talkAfter()).isEqualTo(end);
        seen(at("IN_PROGRESS").at("2027-03-14T18:00:00Z"), new Visibility(null, null, null))
                .accepted();
    }

    private static Story.Outcome seen(Story story, Visibility visibility) {
        EndImplementation end = end(1, "2027-03-12");
        return story.when(
                MANAGER,
                new EndImplementation(ACTION, 1, end.endedOn(), end.participants(), visibility));
    }

    @Test
    @Rule(
            value = {"R05", "R25"},
            derived = true)
    void an_action_answers_a_request_and_its_reference_has_the_year_of_the_registration() {
        Story story = story().given(SYSTEM, open(ACTION, 2014));
        ActionView opened = shown(story);
        assertThat(opened.requestId()).isEqualTo("request-action-1");
        assertThat(opened.reference()).isEqualTo("2014-01");
        story.when(SYSTEM, open(ACTION, 2014)).expectEvents();
    }

    @Test
    @Rule(value = "R35", derived = true)
    void an_action_lasts_from_the_earliest_start_to_the_latest_end_of_its_activities() {
        Story story = at("IN_DESIGN");
        assertThat(shown(story).start()).isNull();
        story.given(CLARA, activity(1))
                .given(
                        CLARA,
                        new PlanActivity(ACTION, 2, plan("training", "2027-02-01", "2027-02-05")))
                .given(
                        CLARA,
                        new PlanActivity(ACTION, 3, plan("seminar", "2027-05-01", "2027-05-05")));
        assertThat(shown(story).start()).isEqualTo("2027-02-01");
        assertThat(shown(story).end()).isEqualTo("2027-05-05");
        Story done = at("REPORTING");
        assertThat(shown(done).start()).as("as it was").isEqualTo("2027-03-01");
        assertThat(shown(done).end()).as("and not as planned").isEqualTo("2027-03-12");
    }

    @Test
    @Rule(value = "R65", derived = true)
    void work_on_site_remote_and_mixed_is_told_apart() {
        for (String modality : List.of("ON_SITE", "REMOTE", "MIXED")) {
            Story story = at("COMPLETED", plan(modality));
            assertThat(story.eventsOf(ACTION))
                    .filteredOn(ActivityCompleted.class::isInstance)
                    .extracting(e -> ((ActivityCompleted) e).modality())
                    .containsExactly(modality);
        }
    }

    @Test
    @Rule(
            value = {"R56", "R66"},
            derived = true)
    void Armenias_four_activities_with_a_visit_to_Cyprus_are_led_by_Greek_teams() {
        Story story =
                story().given(SYSTEM, open())
                        .given(CLARA, new DesignAction(ACTION, design()))
                        .given(CLARA, new PlanActivity(ACTION, 1, visit()))
                        .given(
                                CLARA,
                                new PlanActivity(ACTION, 2, follows("mapping_and_assessment", 1)))
                        .given(CLARA, new PlanActivity(ACTION, 3, follows("training", 2)))
                        .given(CLARA, new PlanActivity(ACTION, 4, follows("seminar", 3)))
                        .given(SIGNATORY, new AgreeToActionForm(ACTION))
                        .given(CLARA, new SubmitForApproval(ACTION))
                        .given(COMMISSION, new RecordCommissionAgreement(ACTION))
                        .given(OLGA, new ApproveAction(ACTION));
        for (int n = 1; n <= 4; n++) {
            story.given(MANAGER, new DraftTermsOfReference(ACTION, n, terms()))
                    .given(SIGNATORY, new GiveNoObjection(ACTION, n))
                    .given(CLARA, new FinaliseTermsOfReference(ACTION, n))
                    .given(OFFICER, new OpenStaffing(ACTION, n))
                    .given(SYSTEM, greek(n))
                    .given(
                            MANAGER,
                            new ConfirmActivity(ACTION, n, null, LocalDate.parse("2026-11-02")));
        }
        story.at("2027-03-12T18:00:00Z");
        for (int n = 1; n <= 4; n++) {
            story.given(MANAGER, new StartActivity(ACTION, n))
                    .given(MANAGER, end(n, "2027-03-12"))
                    .given(
                            Story.expert("expert-" + n),
                            new SubmitDeliverable(
                                    ACTION, n, "d" + n, "mission report", "Report", "r", "doc"))
                    .given(MANAGER, new AcceptDeliverable(ACTION, n, "d" + n))
                    .given(SYSTEM, worked(n, n, 18))
                    .given(MANAGER, completion(n, "2027-03-12"));
        }
        ActionView action = shown(story);
        assertThat(action.status()).isEqualTo("UNDER_EVALUATION");
        assertThat(action.activities())
                .allSatisfy(
                        activity ->
                                assertThat(activity.team())
                                        .extracting(ActionView.MemberView::expertCountry)
                                        .containsExactly("GR"));
        assertThat(action.activities())
                .flatExtracting(ActionView.ActivityView::team)
                .extracting(ActionView.MemberView::mobilisationId)
                .doesNotHaveDuplicates();
        assertThat(story.eventsOf(ACTION))
                .filteredOn(ActivityCompleted.class::isInstance)
                .extracting(e -> ((ActivityCompleted) e).hostCountry())
                .containsExactly("CY", null, null, null);
    }

    private static ActivityPlan follows(String type, int earlier) {
        ActivityPlan p = plan(type, "2027-03-01", "2027-03-05");
        return new ActivityPlan(
                p.type(),
                Map.of("en", type),
                p.modality(),
                p.place(),
                p.plannedStart(),
                p.plannedEnd(),
                p.estimatedDays(),
                List.of(earlier),
                null,
                null);
    }

    private static AddTeamMember greek(int activity) {
        return new AddTeamMember(
                ACTION,
                activity,
                "mobilisation-" + activity + "-" + activity,
                "E1",
                "expert-" + activity,
                true,
                "PUBLIC_ADMINISTRATION",
                "GR",
                new Days(3, 10, 5));
    }
}
