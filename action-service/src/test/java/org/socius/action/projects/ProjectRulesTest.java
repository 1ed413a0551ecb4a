package org.socius.action.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.action.projects.ProjectExamples.*;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.action.projects.Project.Status;
import org.socius.action.projects.ProjectCommand.*;
import org.socius.action.projects.ProjectEvent.ChairPassed;
import org.socius.action.projects.ProjectEvent.ComponentCoordinatorChanged;
import org.socius.action.projects.ProjectEvent.MemberLeft;
import org.socius.action.projects.ProjectEvent.ProjectEventHeld;
import org.socius.action.projects.ProjectEvent.ProjectExtended;
import org.socius.action.projects.ProjectPlan.*;
import org.socius.action.projects.ProjectView.Period;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

/** What the rules of projects refuse, and what they let through. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProjectRulesTest {

    private static final LocalDate LAST = LocalDate.of(2016, 8, 31);

    private static Story formulated() {
        return story().given(CLARA, identify(), formulate(budget(670, 670)));
    }

    @Test
    @Rule("R100")
    void a_consortium_has_exactly_one_chair() {
        formulated().when(CLARA, grant()).expectRefusal(ProjectRejection.NoConsortium.class);
        formulated().when(CLARA, members(poland(), formez())).refusedBy("R100");
        formulated().when(CLARA, members(inps(), member("Second", "PL", true))).refusedBy("R100");
        Story story = formulated();
        story.when(CLARA, members(inps(), poland())).accepted();
        story.when(CLARA, members(member("Another", "FR", true))).refusedBy("R100");
        story.when(CLARA, members(member("Another", "FR", false))).accepted();
    }

    @Test
    @Rule("R100")
    void a_chair_that_leaves_passes_the_chair_on() {
        Story story = at(Status.UNDER_IMPLEMENTATION);
        story.given(CLARA, members(member("Expertise France", "FR", false)));
        story.when(CLARA, leave(1, null)).refusedBy("R100");
        story.when(CLARA, leave(1, 1)).refusedBy("R100");
        story.when(CLARA, leave(1, 9)).refusedBy("R100");
        story.when(CLARA, leave(1, 4)).expectTypes(MemberLeft.class, ChairPassed.class);
        assertThat(shown(story).chairs())
                .containsExactly(new Period(1, START, LAST), new Period(4, LAST.plusDays(1), null));
        assertThat(shown(story).members().stream().filter(ProjectView.MemberView::chair))
                .singleElement()
                .extracting(ProjectView.MemberView::number)
                .isEqualTo(4);
    }

    @Test
    @Rule("R101")
    void members_come_from_at_least_two_member_states() {
        formulated().when(CLARA, members(inps(), formez())).refusedBy("R101");
        formulated().when(CLARA, members(inps(), member("Seco", "CH", false))).refusedBy("R101");
        Story story = at(Status.UNDER_IMPLEMENTATION);
        story.when(CLARA, leave(3, null)).refusedBy("R101");
        story.given(CLARA, members(member(null, "CZ", false)));
        story.when(CLARA, leave(3, null)).expectTypes(MemberLeft.class);
    }

    @Test
    @Rule("R101")
    void a_member_has_a_country_and_a_period() {
        Member backwards = new Member("SISPI", null, "IT", false, START, START.minusDays(1));
        Member oneDay = new Member("SISPI", null, "IT", false, START, START);
        Story story = at(Status.CONTRACTED);
        story.when(CLARA, members()).refusedBy("R101");
        story.when(CLARA, members(backwards)).refusedBy("R101");
        story.when(CLARA, members(member("Nowhere", "ZZ", false)))
                .expectRefusal(Rejection.UnknownCode.class);
        story.when(CLARA, members(oneDay)).accepted();
    }

    @Test
    @Rule("R101")
    void a_renamed_member_stays_the_same_member() {
        Story story = at(Status.UNDER_IMPLEMENTATION);
        story.when(CLARA, new RenameMember(PROJECT, 2, "Formez PA", "FPA", START.minusDays(1)))
                .refusedBy("R101");
        story.when(CLARA, new RenameMember(PROJECT, 2, "Formez PA", "FPA", START.plusYears(1)))
                .accepted();
        ProjectView.MemberView member = shown(story).members().get(1);
        assertThat(member.number()).isEqualTo(2);
        assertThat(member.name()).isEqualTo("Formez PA");
        assertThat(member.formerNames())
                .containsExactly(new ProjectView.FormerName("Formez", null, START.plusYears(1)));
        assertThat(shown(story).components().get(1).coordinators())
                .containsExactly(new Period(2, START, null));
        assertThat(shown(story).members()).hasSize(3);
    }

    @Test
    @Rule("R102")
    void each_component_has_a_beneficiary() {
        for (String missing : new String[] {null, " "}) {
            story().given(CLARA, identify())
                    .when(
                            CLARA,
                            new FormulateProject(
                                    PROJECT,
                                    List.of(component(missing, null)),
                                    budget(670, 670),
                                    List.of()))
                    .refusedBy("R102");
        }
        story().given(CLARA, identify()).when(CLARA, formulate(budget(670, 670))).accepted();
    }

    @Test
    @Rule("R102")
    void a_coordinator_is_a_member_and_follows_the_one_before_on_a_date() {
        Story story = at(Status.UNDER_IMPLEMENTATION);
        story.when(CLARA, new NameCoordinator(PROJECT, 2, 9, START.plusYears(1))).refusedBy("R102");
        story.when(CLARA, new NameCoordinator(PROJECT, 2, 1, START)).refusedBy("R102");
        story.when(CLARA, new NameCoordinator(PROJECT, 1, 1, START.minusDays(1))).refusedBy("R102");
        story.when(CLARA, new NameCoordinator(PROJECT, 1, 1, END.plusDays(1))).refusedBy("R102");
        story.when(CLARA, new NameCoordinator(PROJECT, 2, 1, START.plusYears(1)))
                .expectTypes(ComponentCoordinatorChanged.class);
        assertThat(shown(story).components().get(1).coordinators())
                .containsExactly(
                        new Period(2, START, START.plusYears(1).minusDays(1)),
                        new Period(1, START.plusYears(1), null));
    }

    @Test
    @Rule("R102")
    void duties_of_a_coordinator_that_leaves_are_handed_over() {
        Story story = at(Status.UNDER_IMPLEMENTATION);
        story.when(CLARA, leave(2, null)).refusedBy("R102");
        story.when(CLARA, leave(2, 3))
                .expectTypes(MemberLeft.class, ComponentCoordinatorChanged.class);
        assertThat(shown(story).components().get(1).coordinators())
                .containsExactly(new Period(2, START, LAST), new Period(3, LAST.plusDays(1), null));
    }

    @Test
    @Rule("R100")
    void a_chair_is_entered_without_an_end_because_it_ends_with_a_successor() {
        Member ending = new Member("INPS", null, "IT", true, START, START.plusYears(1));
        formulated().when(CLARA, members(ending, poland())).refusedBy("R100");
        formulated().when(CLARA, members(inps(), poland())).accepted();
    }

    @Test
    @Rule("R102")
    void a_coordinator_whose_membership_has_ended_coordinates_nothing() {
        Story story = at(Status.UNDER_IMPLEMENTATION);
        story.given(
                CLARA, members(new Member("SISPI", null, "IT", false, START, LAST.minusDays(1))));
        story.given(CLARA, new NameCoordinator(PROJECT, 1, 4, START));
        story.when(CLARA, workshop(1)).refusedBy("R102");
        story.given(CLARA, new NameCoordinator(PROJECT, 1, 1, LAST));
        story.when(CLARA, workshop(1)).accepted();
    }

    @Test
    @Rule("R102")
    void who_leaves_before_the_next_coordinator_begins_hands_over_for_the_time_between() {
        Story story = at(Status.UNDER_IMPLEMENTATION);
        story.given(CLARA, new NameCoordinator(PROJECT, 2, 1, LocalDate.of(2017, 1, 1)));
        story.when(CLARA, leave(2, null)).refusedBy("R102");
        story.when(CLARA, leave(2, 3))
                .expectTypes(MemberLeft.class, ComponentCoordinatorChanged.class);
        assertThat(shown(story).components().get(1).coordinators())
                .containsExactly(
                        new Period(2, START, LAST),
                        new Period(3, LAST.plusDays(1), LocalDate.of(2016, 12, 31)),
                        new Period(1, LocalDate.of(2017, 1, 1), null));

        Story named = at(Status.UNDER_IMPLEMENTATION);
        named.given(CLARA, new NameCoordinator(PROJECT, 2, 1, START.plusYears(1)))
                .given(CLARA, new NameCoordinator(PROJECT, 2, 2, LocalDate.of(2017, 1, 1)));
        named.when(CLARA, leave(2, null)).refusedBy("R102");
        named.when(CLARA, leave(2, 3)).refusedBy("R102");
    }

    @Test
    @Rule("R102")
    void what_a_component_does_is_done_under_a_coordinator() {
        Story story = at(Status.UNDER_IMPLEMENTATION);
        story.when(CLARA, workshop(1)).refusedBy("R102");
        story.given(CLARA, new NameCoordinator(PROJECT, 1, 3, LocalDate.of(2016, 8, 31)));
        story.when(CLARA, workshop(1)).expectTypes(ProjectEventHeld.class);
        story.when(CLARA, deliverable("d1")).accepted();
        story.when(CLARA, deliverable("d1")).expectEvents();
        IssueProjectDeliverable d = deliverable("d1");
        story.when(
                        CLARA,
                        new IssueProjectDeliverable(
                                PROJECT,
                                "d1",
                                d.component(),
                                d.kind(),
                                Map.of("en", "Another report"),
                                d.issuedOn()))
                .expectRefusal(Rejection.IdInUse.class);
    }

    @Test
    void an_amended_budget_names_components_of_the_project() {
        Story story = at(Status.UNDER_IMPLEMENTATION);
        Rejection refusal =
                story.when(
                                CLARA,
                                new AmendBudget(
                                        PROJECT,
                                        budget(700, 700),
                                        List.of(
                                                new ComponentBudget(1, euro(1)),
                                                new ComponentBudget(9, euro(1)))))
                        .expectRefusal(Rejection.InvalidFields.class);
        assertThat(refusal.errors().get(0).pointer()).isEqualTo("/components/1/component");
    }

    @Test
    @Rule("R103")
    void a_contribution_has_its_funder_kind_and_source() {
        for (Contribution incomplete :
                List.of(
                        new Contribution(null, euro(1), Kind.CASH, "fiche"),
                        new Contribution("China", euro(1), null, "fiche"),
                        new Contribution("China", euro(1), Kind.IN_KIND, null),
                        new Contribution("China", euro(-1), Kind.IN_KIND, "fiche"))) {
            story().given(CLARA, identify())
                    .when(CLARA, formulate(new Budget(euro(10), "fiche", List.of(incomplete))))
                    .refusedBy("R103");
        }
        story().given(CLARA, identify())
                .when(
                        CLARA,
                        formulate(
                                new Budget(
                                        euro(800),
                                        "fiche",
                                        List.of(
                                                new Contribution(
                                                        "EU", euro(700), Kind.CASH, "fiche"),
                                                new Contribution(
                                                        "China",
                                                        euro(100),
                                                        Kind.IN_KIND,
                                                        "fiche")))))
                .accepted();
    }

    @Test
    @Rule("R103")
    void a_grant_is_signed_when_the_financing_adds_up() {
        for (int wrong : List.of(669, 671)) {
            signing(budget(670, wrong)).refusedBy("R103");
        }
        signing(budget(670, 670)).accepted();
        signing(budget(670, null)).accepted();
        signing(new Budget(euro(670), "press release", List.of())).refusedBy("R103");
        Contribution elsewhere = new Contribution("EU", euro(700), Kind.CASH, "fiche");
        Contribution unknown = new Contribution("China", null, null, "press release");
        signing(new Budget(euro(670), "press release", List.of(elsewhere))).refusedBy("R103");
        signing(new Budget(euro(670), "press release", List.of(unknown, elsewhere))).accepted();
        Contribution part = new Contribution("EU", euro(671), Kind.CASH, "press release");
        signing(new Budget(euro(670), "press release", List.of(unknown, part))).refusedBy("R103");
    }

    private static Story.Outcome signing(Budget budget) {
        return story().given(CLARA, identify(), formulate(budget), members(inps(), poland()))
                .when(CLARA, grant());
    }

    @Test
    @Rule("R104")
    void components_have_not_more_than_the_project() {
        story().given(CLARA, identify()).when(CLARA, parts(400L, 271L)).refusedBy("R104");
        Story story = story().given(CLARA, identify());
        story.when(CLARA, parts(400L, 270L)).accepted();
        story.when(
                        CLARA,
                        new AmendBudget(
                                PROJECT,
                                budget(670, 670),
                                List.of(new ComponentBudget(1, euro(401)))))
                .refusedBy("R104");
        story.when(CLARA, new AmendBudget(PROJECT, budget(669, 669), List.of())).refusedBy("R104");
        story.when(
                        CLARA,
                        new AmendBudget(
                                PROJECT,
                                budget(671, 671),
                                List.of(new ComponentBudget(1, euro(401)))))
                .accepted();
        assertThat(shown(story).components().get(0).budget()).isEqualTo(euro(401));
    }

    private static FormulateProject parts(long first, long second) {
        return new FormulateProject(
                PROJECT,
                List.of(component("NDRC", first), component("MoF", second)),
                budget(670, 670),
                List.of());
    }

    @Test
    @Rule("R105")
    void an_extension_moves_the_end_and_nothing_else() {
        Story story = at(Status.UNDER_IMPLEMENTATION);
        ProjectView before = shown(story);
        story.when(CLARA, new ExtendProject(PROJECT, END)).refusedBy("R105");
        story.when(CLARA, new ExtendProject(PROJECT, END.plusDays(1)))
                .expectEvents(new ProjectExtended(PROJECT, END.plusDays(1)));
        ProjectView after = shown(story);
        assertThat(after.end()).isEqualTo(END.plusDays(1));
        assertThat(after.plannedEnd()).isEqualTo(END);
        assertThat(after.budget()).isEqualTo(before.budget());
        assertThat(after.components()).isEqualTo(before.components());
        story.when(CLARA, new AmendBudget(PROJECT, budget(700, 700), List.of())).accepted();
        assertThat(shown(story).budget()).isEqualTo(budget(700, 700));
        assertThat(shown(story).end()).isEqualTo(END.plusDays(1));
    }

    @Test
    @Rule("R106")
    void an_event_of_a_project_hangs_on_one_of_its_components() {
        Story story = at(Status.UNDER_IMPLEMENTATION);
        for (int nowhere : List.of(0, 3)) {
            story.when(CLARA, workshop(nowhere)).refusedBy("R106");
        }
        story.when(CLARA, workshop(2)).expectTypes(ProjectEventHeld.class);
        assertThat(shown(story).events())
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.component()).isEqualTo(2);
                            assertThat(event.meeting().delegation().head())
                                    .isEqualTo("Head of delegation");
                        });
    }

    @Test
    @Rule("R108")
    void a_role_holds_for_a_period_and_the_person_stays_the_same() {
        Story story = at(Status.UNDER_IMPLEMENTATION);
        story.when(CLARA, role("director", null, null)).refusedBy("R108");
        story.when(CLARA, role("director", "2016-08-31", "2016-08-30")).refusedBy("R108");
        story.when(CLARA, role("director", "2016-08-31", "2016-08-31")).accepted();
        story.when(CLARA, role("expert", "2017-05-30", null)).accepted();
        assertThat(shown(story).roles())
                .extracting(ProjectView.RoleView::person, ProjectView.RoleView::role)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(PERSON, "director"),
                        org.assertj.core.api.Assertions.tuple(PERSON, "expert"));
    }

    @Test
    void names_of_persons_are_not_for_everybody() {
        Story story =
                at(Status.UNDER_IMPLEMENTATION)
                        .given(
                                CLARA,
                                workshop(2),
                                role("director", "2016-01-01", null),
                                new FileMidTermReview(
                                        PROJECT, "An Evaluator", Map.of("en", "On course")));
        assertThat(shown(story, true).toString())
                .contains("Head of delegation", "A Person", "An Evaluator");
        assertThat(shown(story, false).toString())
                .doesNotContain("Head of delegation", "A Person", "An Evaluator")
                .contains("director", "NDRC");
    }

    @Test
    void what_has_not_been_yet_is_no_fact() {
        Story story = at(Status.UNDER_IMPLEMENTATION);
        LocalDate tomorrow = LocalDate.of(2016, 9, 2);
        for (ProjectCommand early :
                List.of(
                        new HoldClosingEvent(PROJECT, null, tomorrow),
                        new LetMemberLeave(PROJECT, 2, tomorrow, 1),
                        new RenameMember(PROJECT, 2, "Formez PA", null, tomorrow),
                        new IssueProjectDeliverable(
                                PROJECT,
                                "d",
                                2,
                                DeliverableKind.TRAINING,
                                Map.of("en", "Training"),
                                tomorrow))) {
            assertThat(
                            story.when(CLARA, early)
                                    .expectRefusal(Rejection.InvalidFields.class)
                                    .errors())
                    .extracting(Rejection.FieldError::code)
                    .containsExactly("in-the-future");
        }
        story.when(CLARA, new AdoptAnnualPlan(PROJECT, 2019, Map.of("en", "Plan")))
                .expectRefusal(Rejection.InvalidFields.class);
        story.when(CLARA, new AdoptAnnualPlan(PROJECT, 2018, Map.of("en", "Plan"))).accepted();
    }
}
