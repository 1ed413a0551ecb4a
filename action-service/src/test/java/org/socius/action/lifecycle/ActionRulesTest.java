package org.socius.action.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.action.lifecycle.ActionExamples.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.action.lifecycle.ActionCommand.*;
import org.socius.action.lifecycle.ActionEvent.ActionPublished;
import org.socius.action.lifecycle.ActivityCommand.*;
import org.socius.action.plan.ActionDesign;
import org.socius.action.plan.ActionDesign.Share;
import org.socius.platform.command.Actor;
import org.socius.platform.format.Money;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.FieldError;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ActionRulesTest {

    @Test
    @Rule("R24")
    void a_reference_is_given_once_and_the_next_one_follows_the_highest_that_is_taken() {
        Story story = story();
        story.when(SYSTEM, history("old", "2026-12", false)).accepted();
        story.when(SYSTEM, history("other", "2026-12", false)).refusedBy("R24");
        story.when(SYSTEM, history("earlier", "2026-02", false)).accepted();
        story.given(SYSTEM, open());

        assertThat(((ActionEvent.ActionProposed) story.eventsOf(ACTION).get(0)).reference())
                .isEqualTo("2026-13");
    }

    @Test
    void the_same_import_changes_nothing_and_another_text_under_its_key_is_refused() {
        Story story = story();
        story.given(SYSTEM, history("old", "2026-12", false));
        story.when(SYSTEM, history("old", "2026-12", false)).expectEvents();
        story.when(SYSTEM, history("old", "2026-13", false))
                .expectRefusal(ActionRejection.ImportKeyInUse.class);
    }

    @Test
    @Rule("R27")
    void a_design_names_at_least_one_type_of_assistance() {
        Story story = at("IN_DESIGN");
        points(
                story.when(CLARA, new DesignAction(ACTION, design(List.of(), themes(100))))
                        .refusedBy("R27"),
                "/typesOfAssistance");
        story.when(CLARA, new DesignAction(ACTION, design(List.of("TA-POL"), themes(100))))
                .accepted();
    }

    @Test
    @Rule("R30")
    void the_shares_of_the_themes_add_up_to_a_hundred() {
        Story story = at("IN_DESIGN");
        List<String> types = List.of("TA-POL");
        points(
                story.when(CLARA, new DesignAction(ACTION, design(types, List.of())))
                        .refusedBy("R30"),
                "/themes");
        for (int total : List.of(99, 101)) {
            points(
                    story.when(
                                    CLARA,
                                    new DesignAction(ACTION, design(types, themes(70, total - 70))))
                            .refusedBy("R30"),
                    "/themes");
        }
        story.when(CLARA, new DesignAction(ACTION, design(types, themes(70, 30)))).accepted();
    }

    @Test
    @Rule("R44")
    void the_shares_of_the_countries_add_up_to_a_hundred() {
        Story story = at("IN_DESIGN");
        story.when(CLARA, new DesignAction(ACTION, withCountries(new Share("CO", 99))))
                .refusedBy("R44");
        story.when(
                        CLARA,
                        new DesignAction(
                                ACTION, withCountries(new Share("CO", 60), new Share("PE", 40))))
                .accepted();
        story.when(CLARA, new DesignAction(ACTION, withCountries(new Share("ZZ", 100))))
                .expectRefusal(Rejection.UnknownCode.class);
    }

    @Test
    @Rule("R46")
    void every_marker_is_set_to_none_significant_or_principal() {
        Story story = at("IN_DESIGN");
        Map<String, Integer> missing = new HashMap<>(markers());
        missing.remove("disability");
        points(
                story.when(CLARA, new DesignAction(ACTION, withMarkers(missing))).refusedBy("R46"),
                "/markers/disability");
        for (int mark : List.of(-1, 3)) {
            Map<String, Integer> wrong = new HashMap<>(markers());
            wrong.put("gender", mark);
            story.when(CLARA, new DesignAction(ACTION, withMarkers(wrong))).refusedBy("R46");
        }
        for (int mark : List.of(0, 2)) {
            Map<String, Integer> right = new HashMap<>(markers());
            right.put("gender", mark);
            story.when(CLARA, new DesignAction(ACTION, withMarkers(right))).accepted();
        }
    }

    @Test
    @Rule("R32")
    void the_budget_lies_above_nothing_and_within_the_ceiling() {
        Story story = at("IN_DESIGN");
        for (long wrong : List.of(0L, 25_000_001L)) {
            points(
                    story.when(CLARA, new DesignAction(ACTION, withBudget(wrong))).refusedBy("R32"),
                    "/budgetCeiling/amountMinor");
        }
        for (long right : List.of(1L, 25_000_000L)) {
            story.when(CLARA, new DesignAction(ACTION, withBudget(right))).accepted();
        }
    }

    @Test
    @Rule("R32")
    void an_approval_request_lists_everything_that_is_missing() {
        Story story = at("IN_DESIGN");
        points(
                story.when(CLARA, new SubmitForApproval(ACTION)).refusedBy("R32"),
                "/design",
                "/activities",
                "/agreements/partner");
        story.given(CLARA, new DesignAction(ACTION, withoutTargets()));
        points(
                story.when(SIGNATORY, new AgreeToActionForm(ACTION)).refusedBy("R32"),
                "/design/sdgTargets",
                "/activities");
        story.given(CLARA, new DesignAction(ACTION, design()), activity(1));
        points(
                story.when(CLARA, new SubmitForApproval(ACTION)).refusedBy("R32"),
                "/agreements/partner");
        story.given(SIGNATORY, new AgreeToActionForm(ACTION));
        story.when(CLARA, new SubmitForApproval(ACTION)).accepted();
    }

    @Test
    void a_change_of_design_or_plan_voids_what_was_agreed() {
        for (Object change :
                List.of(
                        new DesignAction(ACTION, design()),
                        activity(2),
                        new ChangeActivityPlan(ACTION, 1, plan()))) {
            Story story = at("AGREED");
            story.given(COMMISSION, new RecordCommissionAgreement(ACTION)).given(CLARA, change);
            story.when(COMMISSION, new RecordCommissionAgreement(ACTION))
                    .expectRefusal(Rejection.WrongState.class);
            story.when(CLARA, new SubmitForApproval(ACTION)).refusedBy("R32");
            story.given(SIGNATORY, new AgreeToActionForm(ACTION))
                    .given(CLARA, new SubmitForApproval(ACTION));
            story.when(OLGA, new ApproveAction(ACTION))
                    .expectRefusal(ActionRejection.CommissionAgreementMissing.class);
        }
    }

    @Test
    @Rule("R31")
    void whoever_changed_design_or_plan_since_the_last_return_does_not_decide() {
        Actor olgaAsCoordinator = Story.person("olga", "coordinator");
        Story story = at("IN_DESIGN");
        story.given(CLARA, new DesignAction(ACTION, design()))
                .given(olgaAsCoordinator, activity(1))
                .given(SIGNATORY, new AgreeToActionForm(ACTION))
                .given(CLARA, new SubmitForApproval(ACTION))
                .given(COMMISSION, new RecordCommissionAgreement(ACTION));
        story.when(OLGA, new ApproveAction(ACTION)).refusedBy("R31");
        story.because("No").when(OLGA, new RefuseAction(ACTION)).refusedBy("R31");
        story.because("No").when(OLGA, new ReturnForRedesign(ACTION)).refusedBy("R31");
        Actor other = Story.person("otto", "approver");
        story.because("Shorter").given(other, new ReturnForRedesign(ACTION));
        story.given(CLARA, new ChangeActivityPlan(ACTION, 1, plan()))
                .given(SIGNATORY, new AgreeToActionForm(ACTION))
                .given(CLARA, new SubmitForApproval(ACTION))
                .given(COMMISSION, new RecordCommissionAgreement(ACTION));
        story.when(OLGA, new ApproveAction(ACTION)).accepted();
    }

    @Test
    @Rule("R31")
    void new_dates_before_the_approval_void_what_was_agreed_and_who_sets_them_does_not_approve() {
        Actor olgaAsManager = Story.person("olga", "activity-manager");
        Story story = at("AGREED").given(COMMISSION, new RecordCommissionAgreement(ACTION));
        putOff(story, olgaAsManager);
        story.when(CLARA, new SubmitForApproval(ACTION)).refusedBy("R32");
        story.given(SIGNATORY, new AgreeToActionForm(ACTION))
                .given(CLARA, new SubmitForApproval(ACTION));
        story.when(Story.person("otto", "approver"), new ApproveAction(ACTION))
                .expectRefusal(ActionRejection.CommissionAgreementMissing.class);
        story.given(COMMISSION, new RecordCommissionAgreement(ACTION));
        story.when(OLGA, new ApproveAction(ACTION)).refusedBy("R31");
        story.when(Story.person("otto", "approver"), new ApproveAction(ACTION)).accepted();

        Story awaiting = at("AWAITING_APPROVAL");
        putOff(awaiting, MANAGER);
        awaiting.when(OLGA, new ApproveAction(ACTION)).refusedBy("R31");
        Story approved = at("APPROVED");
        putOff(approved, MANAGER);
        assertThat(shown(approved).agreements().partner()).isTrue();
    }

    private static void putOff(Story story, Actor manager) {
        story.because("Flood")
                .given(manager, new PostponeActivity(ACTION, 1))
                .given(manager, rescheduled("2027-06-01", "2027-06-05"));
    }

    @Test
    @Rule("R31")
    void an_approval_needs_the_agreement_of_the_commission() {
        Story story = at("AGREED").given(CLARA, new SubmitForApproval(ACTION));
        story.when(OLGA, new ApproveAction(ACTION)).refusedBy("R31");
        story.given(COMMISSION, new RecordCommissionAgreement(ACTION));
        story.when(OLGA, new ApproveAction(ACTION)).accepted();
    }

    @Test
    @Rule("R33")
    void an_action_has_at_most_four_activities() {
        Story story = at("IN_DESIGN");
        for (int n = 1; n <= 4; n++) {
            story.when(CLARA, activity(n)).accepted();
        }
        story.when(CLARA, activity(5)).refusedBy("R33");
    }

    @Test
    void two_people_who_plan_at_once_do_not_get_the_same_number() {
        Story story = at("IN_DESIGN").given(CLARA, activity(1));
        story.when(CLARA, activity(1)).expectRefusal(Rejection.Busy.class);
        story.when(CLARA, activity(2)).accepted();
    }

    @Test
    @Rule("R37")
    void an_action_with_an_open_activity_cannot_be_evaluated_or_closed() {
        Story story = at("UNDER_QUALITY_REVIEW");
        assertThat(
                        story.when(EVALUATOR, evaluation(true))
                                .expectRefusal(Rejection.WrongState.class)
                                .facts())
                .containsEntry("state", "UNDER_IMPLEMENTATION");
        story.when(CLARA, new CloseAction(ACTION)).refusedBy("R37");
        Story ended = at("COMPLETED");
        ended.when(EVALUATOR, evaluation(true)).accepted();
    }

    @Test
    @Rule("R38")
    void closing_needs_the_evaluation_the_report_and_the_settlement_of_everybody() {
        Story story = at("COMPLETED");
        story.given(SYSTEM, new NoteMobilisation(ACTION, 1, "mobilisation-1-2", "E2", "expert-2"));
        assertThat(story.when(CLARA, new CloseAction(ACTION)).refusedBy("R38").facts())
                .containsEntry("openMobilisations", 2)
                .containsKey("retryAfterSeconds");
        story.given(EVALUATOR, evaluation(false))
                .given(SYSTEM, new NoteSettlement(ACTION, 1, "mobilisation-1-1"));
        story.when(CLARA, new CloseAction(ACTION)).refusedBy("R38");
        story.given(SYSTEM, new RemoveTeamMember(ACTION, 1, "mobilisation-1-2", "E2"));
        assertThat(story.when(CLARA, new CloseAction(ACTION)).refusedBy("R38").facts())
                .containsEntry("missing", List.of("acceptance of the final report"));
        story.given(EVALUATOR, evaluation(true));
        story.when(EVALUATOR, evaluation(true)).expectRefusal(Rejection.WrongState.class);
        story.when(CLARA, new CloseAction(ACTION)).accepted();
    }

    @Test
    @Rule("R39")
    void closed_refused_and_cancelled_are_final() {
        for (String end : List.of("CLOSED", "REFUSED", "CANCELLED")) {
            Story story = at(end);
            for (Object command :
                    List.of(
                            new DesignAction(ACTION, design()),
                            new SubmitForApproval(ACTION),
                            new CloseAction(ACTION),
                            new FinaliseTermsOfReference(ACTION, 1),
                            new CancelAction(ACTION))) {
                Rejection refusal =
                        story.because("Second thoughts").when(CLARA, command).refusedBy("R39");
                assertThat(refusal.facts()).containsEntry("state", end);
            }
            story.when(MANAGER, new StartActivity(ACTION, 1)).refusedBy("R39");
            story.when(EVALUATOR, evaluation(true)).refusedBy("R39");
        }
        at("IN_DESIGN").when(CLARA, new DesignAction(ACTION, design())).accepted();
        at("CLOSED").when(COMMUNICATOR, publication("A later truth")).accepted();
    }

    @Test
    @Rule("R42")
    void an_outcome_is_published_of_what_is_completed_and_of_nothing_else() {
        Story underWay = at("IN_PROGRESS");
        underWay.when(COMMUNICATOR, publication("Done")).refusedBy("R42");
        underWay.when(COMMUNICATOR, publication("")).accepted();
        Story completed = at("COMPLETED");
        completed.when(COMMUNICATOR, publication("")).refusedBy("R42");
        completed.when(COMMUNICATOR, publication("Done")).accepted();
        completed.when(COMMUNICATOR, publication("Better said")).accepted();
    }

    @Test
    void blank_texts_are_not_published() {
        at("IN_PROGRESS")
                .when(COMMUNICATOR, publication(" "))
                .expectEvents(new ActionPublished(ACTION, Map.of(), Map.of()));
        Story completed = at("COMPLETED");
        points(
                completed
                        .when(
                                COMMUNICATOR,
                                new PublishAction(ACTION, Map.of("en", "Done"), Map.of("en", " ")))
                        .expectRefusal(Rejection.InvalidFields.class),
                "/publishedTitle");
        completed
                .when(
                        COMMUNICATOR,
                        new PublishAction(
                                ACTION,
                                Map.of("en", "Done", "es", ""),
                                Map.of("", "Título", "en", " ")))
                .expectEvents(
                        new ActionPublished(ACTION, Map.of("en", "Done"), Map.of("es", "Título")));
    }

    @Test
    @Rule("R43")
    void nothing_is_public_before_the_approval() {
        at("AWAITING_APPROVAL").when(COMMUNICATOR, publication("")).refusedBy("R43");
        at("APPROVED").when(COMMUNICATOR, publication("")).accepted();
    }

    @Test
    @Rule("R109")
    void partner_and_experts_answer_once_about_a_completed_activity() {
        Story early = at("UNDER_QUALITY_REVIEW");
        early.when(SIGNATORY, answer(SurveyKind.PARTNER, 5)).refusedBy("R109");
        Story story = at("COMPLETED");
        story.when(SIGNATORY, answer(SurveyKind.PARTNER, 5)).accepted();
        story.when(SIGNATORY, answer(SurveyKind.PARTNER, 4)).refusedBy("R109");
        story.when(PRINCIPAL, answer(SurveyKind.EXPERT, 1)).accepted();
        story.when(PRINCIPAL, answer(SurveyKind.EXPERT, 1)).refusedBy("R109");
        story.when(SECOND_EXPERT, answer(SurveyKind.EXPERT, 1))
                .expectRefusal(Rejection.Forbidden.class);
        story.when(MANAGER, answer(SurveyKind.PARTICIPANT, 3)).accepted();
        story.when(MANAGER, answer(SurveyKind.PARTICIPANT, 3)).accepted();
        story.when(MANAGER, answer(SurveyKind.PARTICIPANT, 0))
                .expectRefusal(Rejection.InvalidFields.class);
        story.when(MANAGER, answer(SurveyKind.PARTICIPANT, 6))
                .expectRefusal(Rejection.InvalidFields.class);
    }

    @Test
    @Rule("R111")
    void each_of_the_six_criteria_is_marked_one_to_four_with_a_text() {
        Story story = at("COMPLETED");
        for (int wrong : List.of(0, 5)) {
            story.when(EVALUATOR, marked(criteria(wrong), "Text", "awareness")).refusedBy("R111");
        }
        Map<String, Integer> five = new HashMap<>(criteria(3));
        five.remove("impact");
        points(
                story.when(EVALUATOR, marked(five, "Text", "awareness")).refusedBy("R111"),
                "/criteria/impact");
        story.when(EVALUATOR, marked(criteria(3), " ", "awareness")).refusedBy("R111");
        story.when(EVALUATOR, marked(criteria(3), "Text", "applause"))
                .expectRefusal(Rejection.UnknownCode.class);
        for (int right : List.of(1, 4)) {
            at("COMPLETED")
                    .when(EVALUATOR, marked(criteria(right), "Text", "awareness"))
                    .accepted();
        }
    }

    @Test
    void before_its_approval_partner_or_coordinator_may_cancel_an_action() {
        for (Actor actor : List.of(SIGNATORY, CLARA)) {
            for (String state : List.of("IN_DESIGN", "AWAITING_APPROVAL")) {
                Story story = at(state);
                story.because("Changed plans").when(actor, new CancelAction(ACTION)).accepted();
                assertThat(shown(story).status()).isEqualTo("CANCELLED");
                story.when(CLARA, new DesignAction(ACTION, design()))
                        .expectRefusal(Rejection.WrongState.class);
            }
        }
        at("IN_DESIGN")
                .when(STRANGER, new CancelAction(ACTION))
                .expectRefusal(Rejection.NotFound.class);
        at("IN_DESIGN")
                .because("BORED", "x")
                .when(CLARA, new CancelAction(ACTION))
                .expectRefusal(Rejection.UnknownCode.class);
    }

    private static List<Share> themes(int... shares) {
        List<String> codes = List.of("SI-COV", "LB-INF");
        return java.util.stream.IntStream.range(0, shares.length)
                .mapToObj(i -> new Share(codes.get(i), shares[i]))
                .toList();
    }

    private static ActionDesign withCountries(Share... countries) {
        return with(design().sdgTargets(), markers(), 6_000_000, countries);
    }

    private static ActionDesign withMarkers(Map<String, Integer> markers) {
        return with(design().sdgTargets(), markers, 6_000_000, new Share("CO", 100));
    }

    private static ActionDesign withBudget(long amountMinor) {
        return with(design().sdgTargets(), markers(), amountMinor, new Share("CO", 100));
    }

    private static ActionDesign withoutTargets() {
        return with(List.of(), markers(), 6_000_000, new Share("CO", 100));
    }

    private static ActionDesign with(
            List<String> sdgTargets,
            Map<String, Integer> markers,
            long amountMinor,
            Share... countries) {
        ActionDesign d = design();
        return new ActionDesign(
                d.title(),
                d.objective(),
                d.results(),
                d.typesOfAssistance(),
                d.themes(),
                sdgTargets,
                markers,
                new Money(amountMinor, "EUR"),
                List.of(countries),
                d.stakeholders(),
                d.risks());
    }

    private static EvaluateAction marked(
            Map<String, Integer> criteria, String text, String outcomeLevel) {
        return new EvaluateAction(ACTION, criteria, text, outcomeLevel, true);
    }

    static void points(Rejection rejection, String... pointers) {
        assertThat(rejection.errors()).extracting(FieldError::pointer).containsExactly(pointers);
    }
}
