package org.socius.action.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.action.lifecycle.ActionExamples.*;
import static org.socius.action.lifecycle.ActionRulesTest.points;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.action.lifecycle.ActionCommand.*;
import org.socius.action.lifecycle.ActivityCommand.*;
import org.socius.action.lifecycle.ActivityEvent.*;
import org.socius.action.plan.ActivityPlan;
import org.socius.action.plan.TermsOfReference;
import org.socius.action.plan.TermsOfReference.Days;
import org.socius.action.plan.TermsOfReference.ExpectedDeliverable;
import org.socius.action.plan.TermsOfReference.Period;
import org.socius.action.plan.TermsOfReference.Position;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ActivityRulesTest {

    @Test
    void a_plan_begins_today_or_later_and_ends_on_its_first_day_or_later() {
        Story story = at("IN_DESIGN");
        points(planned(story, "2026-11-01", "2026-11-05"), "/plannedStart");
        points(planned(story, "2026-11-05", "2026-11-04"), "/plannedEnd");
        story.when(CLARA, new PlanActivity(ACTION, 1, plan("workshop", "2026-11-02", "2026-11-02")))
                .accepted();
    }

    @Test
    void a_late_entry_plans_from_its_own_day_on() {
        Story story = story();
        story.on("2026-01-10").given(SYSTEM, open());
        story.on("2026-01-12")
                .when(
                        CLARA,
                        new PlanActivity(ACTION, 1, plan("workshop", "2026-01-11", "2026-03-01")))
                .expectRefusal(Rejection.InvalidFields.class);
        story.on("2026-01-12")
                .when(
                        CLARA,
                        new PlanActivity(ACTION, 1, plan("workshop", "2026-01-12", "2026-03-01")))
                .accepted();
    }

    @Test
    void codes_of_a_plan_stand_on_their_lists() {
        Story story = at("IN_DESIGN");
        for (String type : List.of("party", "mission")) {
            story.when(CLARA, new PlanActivity(ACTION, 1, plan(type, "2027-03-01", "2027-03-05")))
                    .expectRefusal(Rejection.UnknownCode.class);
        }
    }

    @Test
    @Rule("R55")
    void a_study_visit_names_its_host_and_its_delegation() {
        Story story = at("IN_DESIGN");
        story.when(CLARA, visiting(null)).refusedBy("R55");
        story.when(CLARA, visiting(delegation(0))).refusedBy("R55");
        story.when(CLARA, visiting(delegation(1))).accepted();
    }

    @Test
    @Rule("R57")
    void a_delegation_has_at_most_six_members() {
        Story story = at("IN_DESIGN");
        story.when(CLARA, visiting(delegation(7))).refusedBy("R57");
        story.when(CLARA, visiting(delegation(6))).accepted();
    }

    @Test
    @Rule("R59")
    void an_activity_depends_on_earlier_ones_only() {
        Story story = at("IN_DESIGN").given(CLARA, activity(1));
        story.when(CLARA, new PlanActivity(ACTION, 2, dependingOn(2))).refusedBy("R59");
        story.when(CLARA, new PlanActivity(ACTION, 2, dependingOn(0))).refusedBy("R59");
        story.when(CLARA, new PlanActivity(ACTION, 2, dependingOn(1))).accepted();
    }

    @Test
    @Rule("R49")
    void a_team_has_exactly_one_principal_expert() {
        Story story = at("APPROVED");
        drafted(story, position("E1", false, true)).refusedBy("R49");
        drafted(story, position("E1", true, false)).refusedBy("R49");
        drafted(story, position("E1", true, true), position("E2", true, true)).refusedBy("R49");
        drafted(story, position("E1", true, true), position("E2", false, true)).accepted();
    }

    @Test
    @Rule("R50")
    void the_phases_follow_each_other() {
        Story story = at("APPROVED");
        Period preparation = period("2027-02-15", "2027-02-26");
        Period delivery = period("2027-03-15", "2027-03-26");
        for (Period wrong :
                List.of(
                        period("2027-02-26", "2027-03-12"),
                        period("2027-03-01", "2027-03-15"),
                        period("2027-03-02", "2027-03-01"))) {
            story.when(MANAGER, phases(preparation, wrong, delivery)).refusedBy("R50");
        }
        story.when(MANAGER, phases(preparation, period("2027-02-27", "2027-03-14"), delivery))
                .accepted();
    }

    @Test
    @Rule(value = "R52", derived = true)
    void work_on_site_of_more_than_three_weeks_is_warned_of() {
        assertThat(warnings("ON_SITE", "2027-03-21")).isEmpty();
        assertThat(warnings("ON_SITE", "2027-03-22")).containsExactly("R52");
        assertThat(warnings("REMOTE", "2027-03-22")).isEmpty();
    }

    @Test
    void deliverables_that_differ_in_case_only_are_the_same() {
        Story story = at("APPROVED");
        points(
                agreed(story, "presentation", "slides")
                        .expectRefusal(Rejection.InvalidFields.class),
                "/deliverables/1");
        points(
                agreed(story, "Presentation", "SLIDES")
                        .expectRefusal(Rejection.InvalidFields.class),
                "/deliverables/1");
        agreed(story, "presentation", "Hand-outs").accepted();
    }

    private static Story.Outcome agreed(Story story, String kind, String title) {
        return story.when(
                MANAGER,
                new DraftTermsOfReference(
                        ACTION,
                        1,
                        terms(
                                terms().positions(),
                                List.of(
                                        deliverable("presentation", "Slides", true),
                                        deliverable(kind, title, true)))));
    }

    private static List<String> warnings(String modality, String lastDay) {
        Activity activity = new Activity(new ActivityPlanned(ACTION, 1, plan(modality)));
        TermsOfReference t = terms();
        activity.evolve(
                new TermsOfReferenceDrafted(
                        ACTION,
                        1,
                        1,
                        new TermsOfReference(
                                t.tasks(),
                                t.positions(),
                                t.deliverables(),
                                new TermsOfReference.Phases(
                                        t.phases().preparation(),
                                        period("2027-03-01", lastDay),
                                        t.phases().delivery()))),
                EventMoment.of(Map.of()));
        return activity.show(MANAGER, true).warnings();
    }

    @Test
    @Rule("R51")
    void every_position_has_working_days() {
        Story story = at("APPROVED");
        drafted(story, withDays(new Days(0, 0, 0))).refusedBy("R51");
        drafted(story, withDays(new Days(-1, 10, 0))).refusedBy("R51");
        drafted(story, withDays(new Days(0, 0.5, 0))).accepted();
    }

    @Test
    void terms_of_reference_are_final_with_the_no_objection_to_this_very_version() {
        Story story = at("TOR_IN_DRAFT");
        story.when(CLARA, new FinaliseTermsOfReference(ACTION, 1))
                .expectRefusal(ActionRejection.NoObjectionMissing.class);
        story.given(SIGNATORY, new GiveNoObjection(ACTION, 1))
                .given(MANAGER, new DraftTermsOfReference(ACTION, 1, terms()));
        assertThat(
                        story.when(CLARA, new FinaliseTermsOfReference(ACTION, 1))
                                .expectRefusal(ActionRejection.NoObjectionMissing.class)
                                .facts())
                .containsEntry("termsOfReferenceVersion", 2);
        story.when(STRANGER, new GiveNoObjection(ACTION, 1))
                .expectRefusal(Rejection.NotFound.class);
        story.when(SIGNATORY, new GiveNoObjection(ACTION, 1)).accepted();
        story.when(SIGNATORY, new GiveNoObjection(ACTION, 1))
                .expectRefusal(Rejection.WrongState.class);
        story.when(CLARA, new FinaliseTermsOfReference(ACTION, 1)).accepted();
    }

    @Test
    @Rule("R53")
    void staffing_is_opened_with_final_terms_of_reference_only() {
        for (String early : List.of("APPROVED", "TOR_IN_DRAFT")) {
            at(early).when(OFFICER, new OpenStaffing(ACTION, 1)).refusedBy("R53");
        }
        Story story = at("TOR_FINAL");
        assertThat(shown(story).activities().get(0).termsOfReference().version()).isEqualTo(1);
        story.when(OFFICER, new OpenStaffing(ACTION, 1)).accepted();
    }

    @Test
    @Rule(value = "R53", derived = true)
    void a_later_version_holds_when_it_is_final_and_changes_no_contract() {
        Story story = at("CONFIRMED");
        TermsOfReference longer =
                terms(
                        List.of(withDays(new Days(5, 20, 5)), position("E2", false, true)),
                        terms().deliverables());
        story.given(MANAGER, new DraftTermsOfReference(ACTION, 1, longer));
        ActionView.ActivityView drafted = shown(story).activities().get(0);
        assertThat(drafted.status()).isEqualTo("CONFIRMED");
        assertThat(drafted.termsOfReference().version()).isEqualTo(1);
        assertThat(drafted.termsOfReference().isFinal()).isTrue();
        assertThat(drafted.termsOfReferenceDraft().version()).isEqualTo(2);
        story.when(CLARA, new FinaliseTermsOfReference(ACTION, 1))
                .expectRefusal(ActionRejection.NoObjectionMissing.class);
        story.given(SIGNATORY, new GiveNoObjection(ACTION, 1));
        story.when(CLARA, new FinaliseTermsOfReference(ACTION, 1))
                .expectTypes(TermsOfReferenceFinalised.class, TeamIncomplete.class);
        ActionView.ActivityView later = shown(story).activities().get(0);
        assertThat(later.termsOfReference().version()).isEqualTo(2);
        assertThat(later.termsOfReferenceDraft()).isNull();
        assertThat(later.status()).isEqualTo("STAFFING");
        assertThat(later.team().get(0).days()).as("as signed").isEqualTo(18);
        story.when(SYSTEM, mobilised(1, "E2", 2, false))
                .expectTypes(TeamMemberJoined.class, TeamCompleted.class);
    }

    @Test
    void a_later_version_without_a_further_seat_leaves_the_activity_where_it_is() {
        for (String state : List.of("TOR_FINAL", "STAFFING", "TEAM_COMPLETE", "IN_PREPARATION")) {
            Story story = at(state);
            story.when(CLARA, new FinaliseTermsOfReference(ACTION, 1))
                    .expectRefusal(Rejection.WrongState.class);
            story.given(MANAGER, new DraftTermsOfReference(ACTION, 1, terms()))
                    .given(SIGNATORY, new GiveNoObjection(ACTION, 1))
                    .given(CLARA, new FinaliseTermsOfReference(ACTION, 1));
            assertThat(shown(story).activities().get(0).status()).isEqualTo(state);
        }
        at("IN_PROGRESS")
                .when(MANAGER, new DraftTermsOfReference(ACTION, 1, terms()))
                .expectRefusal(Rejection.WrongState.class);
    }

    @Test
    @Rule("R34")
    void staffing_is_opened_for_an_approved_action_only() {
        Story story = at("AWAITING_APPROVAL");
        story.given(MANAGER, new DraftTermsOfReference(ACTION, 1, terms()))
                .given(SIGNATORY, new GiveNoObjection(ACTION, 1))
                .given(CLARA, new FinaliseTermsOfReference(ACTION, 1));
        story.when(OFFICER, new OpenStaffing(ACTION, 1)).refusedBy("R34");
        story.given(OLGA, new ApproveAction(ACTION));
        story.when(OFFICER, new OpenStaffing(ACTION, 1)).accepted();
    }

    @Test
    @Rule("R48")
    void an_activity_starts_with_every_mandatory_position_filled() {
        Story story =
                at("APPROVED")
                        .given(
                                MANAGER,
                                new DraftTermsOfReference(
                                        ACTION,
                                        1,
                                        terms(
                                                List.of(
                                                        position("E1", true, true),
                                                        position("E2", false, true),
                                                        position("E3", false, false)),
                                                terms().deliverables())))
                        .given(SIGNATORY, new GiveNoObjection(ACTION, 1))
                        .given(CLARA, new FinaliseTermsOfReference(ACTION, 1))
                        .given(OFFICER, new OpenStaffing(ACTION, 1))
                        .given(SYSTEM, mobilised(1, "E1", 1, true));
        story.at("2027-03-01T09:00:00Z");
        assertThat(
                        story.when(MANAGER, new ConfirmActivity(ACTION, 1, null, null))
                                .refusedBy("R48")
                                .facts())
                .containsEntry("vacantPositions", List.of("E2"))
                .containsEntry("state", "STAFFING")
                .as("who was mobilised just now is known here soon")
                .containsEntry("retryAfterSeconds", 1);
        assertThat(story.when(MANAGER, new StartActivity(ACTION, 1)).refusedBy("R48").facts())
                .containsEntry("vacantPositions", List.of("E2"))
                .containsEntry("state", "STAFFING");
        story.given(SYSTEM, mobilised(1, "E2", 2, false))
                .given(MANAGER, new ConfirmActivity(ACTION, 1, null, null));
        story.when(MANAGER, new StartActivity(ACTION, 1)).accepted();
    }

    @Test
    void an_activity_starts_on_the_first_day_of_its_preparation_at_the_earliest() {
        Story story = at("CONFIRMED");
        story.at("2027-02-14T22:59:00Z")
                .when(MANAGER, new StartActivity(ACTION, 1))
                .expectRefusal(ActionRejection.PreparationNotBegun.class);
        story.at("2027-02-14T23:01:00Z").when(MANAGER, new StartActivity(ACTION, 1)).accepted();
    }

    @Test
    void a_confirmation_attests_facts_and_not_intentions() {
        Story story = at("TEAM_COMPLETE");
        LocalDate today = LocalDate.of(2026, 11, 2);
        points(
                story.when(MANAGER, new ConfirmActivity(ACTION, 1, today.plusDays(1), null))
                        .expectRefusal(Rejection.InvalidFields.class),
                "/partnerAgreedOn");
        story.when(MANAGER, new ConfirmActivity(ACTION, 1, today, null)).accepted();
    }

    @Test
    @Rule("R60")
    void the_participants_of_a_group_format_are_counted() {
        Story story = at("IN_PROGRESS");
        LocalDate day = LocalDate.of(2027, 3, 1);
        points(
                story.when(MANAGER, new EndImplementation(ACTION, 1, day, List.of(), null))
                        .refusedBy("R60"),
                "/participants");
        points(
                story.when(MANAGER, end(1, "2027-02-28"))
                        .expectRefusal(Rejection.InvalidFields.class),
                "/endedOn");
        points(
                story.when(MANAGER, end(1, "2027-03-02"))
                        .expectRefusal(Rejection.InvalidFields.class),
                "/endedOn");
        story.when(MANAGER, end(1, "2027-03-01")).accepted();
    }

    @Test
    @Rule("R49")
    void the_principal_expert_of_the_team_hands_in_the_deliverables() {
        Story story = at("REPORTING");
        story.given(SYSTEM, mobilised(1, "E2", 2, false));
        story.when(SECOND_EXPERT, report("d1")).refusedBy("R49");
        story.when(PRINCIPAL, report("d1")).accepted();
        story.when(PRINCIPAL, report("d1")).expectEvents();
        story.when(
                        PRINCIPAL,
                        new SubmitDeliverable(ACTION, 1, "d1", "mission report", "Other", "o", "o"))
                .expectRefusal(Rejection.IdInUse.class);
    }

    @Test
    void the_review_begins_when_every_mandatory_deliverable_is_in() {
        Story story =
                upToReporting(
                        deliverable("mission report", "Report", true),
                        deliverable("road map", "Short", true),
                        deliverable("road map", "Long", true),
                        deliverable("minutes", "Minutes", false));
        submit(story, "a", "mission report", "Anything");
        submit(story, "b", "road map", "Short");
        submit(story, "c", "road map", "Third");
        story.when(MANAGER, new AcceptDeliverable(ACTION, 1, "a"))
                .expectRefusal(Rejection.WrongState.class);
        submit(story, "d", "road map", "long");
        story.when(MANAGER, new AcceptDeliverable(ACTION, 1, "a")).accepted();
    }

    @Test
    @Rule("R60")
    void a_completion_needs_the_accepted_deliverables_the_report_and_the_days() {
        Story story = upToReporting(deliverable("road map", "Map", true));
        assertThat(story.when(MANAGER, completion(1, "2027-03-12")).refusedBy("R60").facts())
                .containsEntry("state", "REPORTING");
        submit(story, "a", "road map", "Map");
        submit(story, "b", "mission report", "Report");
        story.given(MANAGER, new AcceptDeliverable(ACTION, 1, "a"));
        assertThat(story.when(MANAGER, completion(1, "2027-03-12")).refusedBy("R60").facts())
                .containsEntry("missing", List.of("acceptance of mission report"));
        story.given(MANAGER, new AcceptDeliverable(ACTION, 1, "b"));
        assertThat(
                        story.when(MANAGER, completion(1, "2027-03-12"))
                                .expectRefusal(ActionRejection.WorkingDaysNotRecorded.class)
                                .facts())
                .containsEntry("retryAfterSeconds", 1);
        story.given(SYSTEM, worked(1, 1, 10), worked(1, 1, 8));
        story.when(MANAGER, stated("E1", 17.5))
                .expectRefusal(ActionRejection.WorkingDaysDiffer.class);
        story.when(MANAGER, stated("E9", 18)).expectRefusal(Rejection.InvalidFields.class);
        story.when(MANAGER, stated("E1", 18)).accepted();
    }

    @Test
    @Rule("R60")
    void an_activity_in_progress_cannot_be_completed() {
        Story story = at("IN_PROGRESS");
        story.when(MANAGER, completion(1, "2027-03-01")).refusedBy("R60");
        story.when(MANAGER, end(1, "2027-03-01")).accepted();
    }

    @Test
    @Rule("R61")
    void a_completion_is_dated_from_the_end_of_the_implementation_to_today() {
        for (String wrong : List.of("2027-03-11", "2027-03-13")) {
            reviewed().when(MANAGER, completion(1, wrong)).refusedBy("R61");
        }
        reviewed().when(MANAGER, completion(1, "2027-03-12")).accepted();
    }

    @Test
    void what_is_completed_tells_who_worked_and_who_took_part() {
        ActivityCompleted completed =
                (ActivityCompleted)
                        reviewed().when(MANAGER, completion(1, "2027-03-12")).events().get(0);

        assertThat(completed.reference()).isEqualTo("2026-01");
        assertThat(completed.start()).isEqualTo("2027-03-01");
        assertThat(completed.end()).isEqualTo("2027-03-12");
        assertThat(completed.workedDays())
                .containsExactly(new WorkedDays("E1", "mobilisation-1-1", 18));
        assertThat(completed.women() + completed.men() + completed.other()).isEqualTo(23);
        assertThat(completed.deliverables()).containsExactly("mission report");
        assertThat(completed.outcome()).isEqualTo(Map.of("", "Hecho"));
    }

    @Test
    void the_days_of_an_expert_who_was_replaced_count_with_those_of_the_successor() {
        Story story =
                at("UNDER_QUALITY_REVIEW")
                        .given(SYSTEM, worked(1, 1, 0.1))
                        .given(SYSTEM, new RemoveTeamMember(ACTION, 1, "mobilisation-1-1", "E1"))
                        .given(SYSTEM, mobilised(1, "E1", 3, true))
                        .given(SYSTEM, mobilised(1, "E2", 4, false))
                        .given(SYSTEM, new RemoveTeamMember(ACTION, 1, "mobilisation-1-4", "E2"))
                        .given(MANAGER, new AcceptDeliverable(ACTION, 1, "d1"));
        assertThat(
                        story.when(MANAGER, completion(1, "2027-03-12"))
                                .expectRefusal(ActionRejection.WorkingDaysNotRecorded.class)
                                .facts())
                .as("of those who are there")
                .containsEntry("positions", List.of("E1"));
        story.given(SYSTEM, worked(1, 3, 0.1), worked(1, 3, 0.2));
        story.when(MANAGER, stated("E1", 0.3))
                .expectRefusal(ActionRejection.WorkingDaysDiffer.class);
        ActivityCompleted completed =
                (ActivityCompleted) story.when(MANAGER, stated("E1", 0.4)).events().get(0);
        assertThat(completed.workedDays())
                .containsExactly(
                        new WorkedDays("E1", "mobilisation-1-1", 0.1),
                        new WorkedDays("E1", "mobilisation-1-3", 0.3));
    }

    private static Story reviewed() {
        return at("UNDER_QUALITY_REVIEW")
                .given(MANAGER, new AcceptDeliverable(ACTION, 1, "d1"))
                .given(SYSTEM, worked(1, 1, 18));
    }

    private static Story upToReporting(ExpectedDeliverable... deliverables) {
        return at("APPROVED")
                .given(
                        MANAGER,
                        new DraftTermsOfReference(
                                ACTION,
                                1,
                                terms(List.of(position("E1", true, true)), List.of(deliverables))))
                .given(SIGNATORY, new GiveNoObjection(ACTION, 1))
                .given(CLARA, new FinaliseTermsOfReference(ACTION, 1))
                .given(OFFICER, new OpenStaffing(ACTION, 1))
                .given(SYSTEM, mobilised(1, "E1", 1, true))
                .given(MANAGER, new ConfirmActivity(ACTION, 1, null, null))
                .at("2027-03-12T09:00:00Z")
                .given(MANAGER, new StartActivity(ACTION, 1), end(1, "2027-03-12"));
    }

    private static void submit(Story story, String id, String kind, String title) {
        story.given(
                PRINCIPAL, new SubmitDeliverable(ACTION, 1, id, kind, title, "f.pdf", "doc-" + id));
    }

    private static CompleteActivity stated(String position, double days) {
        return new CompleteActivity(
                ACTION,
                1,
                LocalDate.of(2027, 3, 12),
                List.of(new StatedDays(position, days)),
                Map.of("en", "Done"));
    }

    private static Rejection planned(Story story, String start, String end) {
        return story.when(CLARA, new PlanActivity(ACTION, 1, plan("workshop", start, end)))
                .expectRefusal(Rejection.InvalidFields.class);
    }

    private static PlanActivity visiting(ActivityPlan.@Nullable Visit visit) {
        return new PlanActivity(ACTION, 1, visit(visit));
    }

    private static ActivityPlan.Visit delegation(int size) {
        return new ActivityPlan.Visit(
                "CY",
                List.of("Ministry of Labour"),
                Collections.nCopies(size, new ActivityPlan.Delegate("A person", null, null)),
                "A person");
    }

    private static Story.Outcome drafted(Story story, Position... positions) {
        return story.when(
                MANAGER,
                new DraftTermsOfReference(
                        ACTION, 1, terms(List.of(positions), terms().deliverables())));
    }

    private static Position withDays(Days days) {
        Position p = position("E1", true, true);
        return new Position(
                p.code(),
                p.responsibility(),
                p.principal(),
                p.expertiseArea(),
                p.profile(),
                days,
                p.mandatory());
    }

    private static DraftTermsOfReference phases(Period... phases) {
        TermsOfReference t = terms();
        return new DraftTermsOfReference(
                ACTION,
                1,
                new TermsOfReference(
                        t.tasks(),
                        t.positions(),
                        t.deliverables(),
                        new TermsOfReference.Phases(phases[0], phases[1], phases[2])));
    }
}
