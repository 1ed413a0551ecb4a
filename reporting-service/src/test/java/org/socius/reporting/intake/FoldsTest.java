package org.socius.reporting.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.assertj.core.groups.Tuple.tuple;
import static org.socius.reporting.Examples.approved;
import static org.socius.reporting.Examples.completed;
import static org.socius.reporting.Examples.days;
import static org.socius.reporting.Examples.imported;
import static org.socius.reporting.Examples.institution;
import static org.socius.reporting.Examples.mobilised;
import static org.socius.reporting.Examples.planned;
import static org.socius.reporting.Examples.proposed;
import static org.socius.reporting.Examples.submitted;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.contracts.action.ActionContract.*;
import org.socius.contracts.action.ActionContract.ActionEvaluatedV1;
import org.socius.contracts.action.ActionContract.ActionPublishedV1;
import org.socius.contracts.action.ActionContract.ActionResumedV1;
import org.socius.contracts.action.ActionContract.ActionSuspendedV1;
import org.socius.contracts.action.ActionContract.ActionUnpublishedV1;
import org.socius.contracts.action.ActionContract.ActivityCancelledV1;
import org.socius.contracts.action.ActionContract.ActivityPostponedV1;
import org.socius.contracts.action.ActionContract.ActivityRescheduledV1;
import org.socius.contracts.action.ActionContract.FollowUpLinkedV1;
import org.socius.contracts.action.ActionContract.PublishedFigureStatedV1;
import org.socius.contracts.action.ActionContract.StatementWithdrawnV1;
import org.socius.contracts.action.ActionContract.SurveyAnsweredV1;
import org.socius.contracts.action.ActionContract.TeamCompletedV1;
import org.socius.contracts.action.ActionContract.TermsOfReferenceDraftedV1;
import org.socius.contracts.action.ActionContract.ThematicMentionStatedV1;
import org.socius.contracts.expert.ExpertContract;
import org.socius.contracts.expert.ExpertContract.ApplicationFoundAdmissibleV1;
import org.socius.contracts.expert.ExpertContract.ApplicationFoundInadmissibleV1;
import org.socius.contracts.expert.ExpertContract.ApplicationNotSelectedV1;
import org.socius.contracts.expert.ExpertContract.ApplicationReservedV1;
import org.socius.contracts.expert.ExpertContract.ApplicationShortlistedV1;
import org.socius.contracts.expert.ExpertContract.ApplicationSubmittedV1;
import org.socius.contracts.expert.ExpertContract.ApplicationWithdrawnV1;
import org.socius.contracts.expert.ExpertContract.AssignmentAcceptedV1;
import org.socius.contracts.expert.ExpertContract.AssignmentDeclinedV1;
import org.socius.contracts.expert.ExpertContract.AssignmentEndedV1;
import org.socius.contracts.expert.ExpertContract.AssignmentStartedV1;
import org.socius.contracts.expert.ExpertContract.AuthorisationGrantedV1;
import org.socius.contracts.expert.ExpertContract.AuthorisationRequestedV1;
import org.socius.contracts.expert.ExpertContract.CallCancelledV1;
import org.socius.contracts.expert.ExpertContract.CallClosedV1;
import org.socius.contracts.expert.ExpertContract.CallDraftedV1;
import org.socius.contracts.expert.ExpertContract.CallFilledV1;
import org.socius.contracts.expert.ExpertContract.CallPartlyFilledV1;
import org.socius.contracts.expert.ExpertContract.CallPublishedV1;
import org.socius.contracts.expert.ExpertContract.CallRelaunchedV1;
import org.socius.contracts.expert.ExpertContract.CallUnfilledV1;
import org.socius.contracts.expert.ExpertContract.ContractSignedV1;
import org.socius.contracts.expert.ExpertContract.Days;
import org.socius.contracts.expert.ExpertContract.ExpertSelectedV1;
import org.socius.contracts.expert.ExpertContract.MobilisationOpenedV1;
import org.socius.contracts.expert.ExpertContract.MobilisationSettledV1;
import org.socius.contracts.expert.ExpertContract.PartnerObjectedV1;
import org.socius.contracts.expert.ExpertContract.Seat;
import org.socius.contracts.expert.ExpertContract.SelectionStartedV1;
import org.socius.contracts.request.RequestContract.EligibilityChange;
import org.socius.contracts.request.RequestContract.EligibilityChangedV1;
import org.socius.contracts.request.RequestContract.EligibilityListRetoldV1;
import org.socius.contracts.request.RequestContract.RequestAcceptedV1;
import org.socius.contracts.request.RequestContract.RequestFoundEligibleV1;
import org.socius.contracts.request.RequestContract.RequestFoundIneligibleV1;
import org.socius.contracts.request.RequestContract.RequestRejectedV1;
import org.socius.contracts.request.RequestContract.RequestResubmittedV1;
import org.socius.contracts.request.RequestContract.RequestReturnedV1;
import org.socius.contracts.request.RequestContract.RequestScreeningStartedV1;
import org.socius.contracts.request.RequestContract.RequestWithdrawnV1;
import org.socius.platform.testing.Rule;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.ActivityFacts;
import org.socius.reporting.facts.ApplicationFacts;
import org.socius.reporting.facts.CallFacts;
import org.socius.reporting.facts.EligibilityFacts;
import org.socius.reporting.facts.MobilisationFacts;
import org.socius.reporting.facts.RequestFacts;
import org.socius.reporting.facts.Statement;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FoldsTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

    @Test
    void every_contract_event_of_the_three_topics_goes_through_its_fold() throws Exception {
        Set<Class<?>> folded = new HashSet<>();
        for (Class<?> contract : FactLog.contracts()) {
            Moment moment = moment(1, sample(contract));
            ActionFold.of(List.of(moment));
            RequestFold.of(List.of(moment));
            ExpertFold.of(List.of(moment));
            folded.add(contract);
        }
        assertThat(folded).hasSizeGreaterThan(70);
    }

    @Test
    void what_a_record_states_is_what_it_said_last_until_it_is_withdrawn() {
        assertThat(ActionFold.of(moments(stated(64), stated(65))))
                .get(type(Statement.Figure.class))
                .extracting(Statement.Figure::value)
                .isEqualTo(BigDecimal.valueOf(65));
        assertThat(ActionFold.of(moments(stated(64), new StatementWithdrawnV1("f")))).isEmpty();
        assertThat(
                        ActionFold.of(
                                moments(
                                        new ThematicMentionStatedV1(
                                                "m",
                                                null,
                                                "pensions",
                                                "SI-PEN",
                                                "MX",
                                                null,
                                                "a page",
                                                true))))
                .get(type(Statement.Mention.class))
                .extracting(Statement.Mention::country)
                .isEqualTo("MX");
    }

    private static PublishedFigureStatedV1 stated(long value) {
        return new PublishedFigureStatedV1(
                "f",
                null,
                "actions",
                BigDecimal.valueOf(value),
                "actions",
                null,
                null,
                null,
                null,
                null,
                "an article",
                true);
    }

    @Test
    void what_dates_itself_is_cut_by_what_was_known_only() {
        Instant noon = Instant.parse("2026-03-02T11:00:00Z");
        Bounds before = new Bounds(noon.minusSeconds(1), null);
        Bounds unknown = new Bounds(null, noon.minusSeconds(1));
        for (Object event :
                List.of(
                        stated(64),
                        new StatementWithdrawnV1("f"),
                        new EligibilityChangedV1("UY", true, TODAY))) {
            assertThat(before.shows(moment(1, event))).as(event.toString()).isTrue();
            assertThat(unknown.shows(moment(1, event))).as(event.toString()).isFalse();
        }
        assertThat(before.shows(moment(1, new RequestFoundEligibleV1("r")))).isFalse();
    }

    @Test
    void a_request_shows_the_state_it_is_in() {
        Object submitted = submitted("r", "i", "CO", "TA-POL", "SI-COV");
        assertThat(request(submitted).status()).isEqualTo("SUBMITTED");
        assertThat(request(submitted, new RequestScreeningStartedV1("r")).status())
                .isEqualTo("UNDER_SCREENING");
        assertThat(request(submitted, new RequestReturnedV1("r", null)).status())
                .isEqualTo("RETURNED");
        RequestFacts again =
                request(
                        submitted,
                        new RequestResubmittedV1(
                                "r",
                                2,
                                "PE",
                                Map.of("en", "Two"),
                                List.of("TA-LEG"),
                                List.of("SA-DIS")));
        assertThat(again.status()).isEqualTo("UNDER_SCREENING");
        assertThat(again.country()).isEqualTo("PE");
        assertThat(again.submittedOn()).isEqualTo(TODAY);
        assertThat(request(submitted, new RequestFoundEligibleV1("r")).status())
                .isEqualTo("UNDER_APPRAISAL");
        assertThat(request(submitted, new RequestFoundIneligibleV1("r", "X")).status())
                .isEqualTo("INELIGIBLE");
        assertThat(request(submitted, new RequestRejectedV1("r", "X")).status())
                .isEqualTo("REJECTED");
        assertThat(request(submitted, new RequestWithdrawnV1("r")).status()).isEqualTo("WITHDRAWN");
        assertThat(RequestFold.of(moments(new RequestWithdrawnV1("draft")))).isEmpty();
        assertThat(RequestFold.of(moments(institution("i", "Institute", "CO"))).orElseThrow())
                .extracting("country")
                .isEqualTo("CO");
    }

    @Test
    void a_list_told_again_stands_in_the_place_of_what_was_told_before() {
        EligibilityFacts list =
                (EligibilityFacts)
                        RequestFold.of(
                                        moments(
                                                new EligibilityChangedV1("UY", true, day(1)),
                                                new EligibilityListRetoldV1(
                                                        List.of(
                                                                new EligibilityChange(
                                                                        "MC", true, day(1)),
                                                                new EligibilityChange(
                                                                        "CO", false, day(1)))),
                                                new EligibilityChangedV1("CO", true, day(1))))
                                .orElseThrow();
        assertThat(list.changes()).hasSize(3);
        assertThat(list.isEligible("UY", day(1))).isFalse();
        assertThat(list.isEligible("MC", day(1))).isTrue();
        assertThat(list.isEligible("CO", day(1))).isTrue();
    }

    @Test
    @Rule(value = "R02", derived = true)
    void the_list_of_countries_that_may_ask_is_known_as_it_changes() {
        EligibilityFacts list =
                (EligibilityFacts)
                        RequestFold.of(
                                        moments(
                                                new EligibilityChangedV1("UY", true, day(1)),
                                                new EligibilityChangedV1("MC", true, day(3)),
                                                new EligibilityChangedV1("CO", false, day(2)),
                                                new EligibilityChangedV1("CO", true, day(9))))
                                .orElseThrow();
        assertThat(list.isEligible("UY", day(1).minusDays(1))).isFalse();
        assertThat(list.isEligible("UY", day(1))).isTrue();
        assertThat(list.isEligible("CO", day(1))).isTrue();
        assertThat(list.isEligible("CO", day(8))).isFalse();
        assertThat(list.isEligible("CO", day(9))).isTrue();
        assertThat(list.on(day(4)).size())
                .isEqualTo(EligibilityFacts.DEFAULT.on(day(4)).size() + 1);
        assertThat(list.on(day(4))).extracting("name").contains("Uruguay", "Monaco");
        assertThat(list.country("MC")).isPresent();
        assertThat(list.country("FR")).isEmpty();
    }

    private static LocalDate day(int day) {
        return LocalDate.of(2027, 1, day);
    }

    @Test
    void an_accepted_request_is_accepted() throws Exception {
        assertThat(
                        request(
                                        submitted("r", "i", "CO", "TA-POL", "SI-COV"),
                                        sample(RequestAcceptedV1.class))
                                .status())
                .isEqualTo("ACCEPTED");
    }

    @Test
    void an_action_counts_from_its_approval_on() {
        ActionFacts open = action(proposed("a", "i", "CO", "TA-POL", "SI-COV"));
        assertThat(open.counts()).isFalse();
        assertThat(open.status()).isEqualTo("IN_DESIGN");
        ActionFacts approved =
                action(
                        proposed("a", "i", "CO", "TA-POL", "SI-COV"),
                        new ActionSubmittedForApprovalV1("a"),
                        approved("a", "i", List.of("CO", "PE"), "TA-POL", "SI-COV"));
        assertThat(approved.counts()).isTrue();
        assertThat(approved.approvedOn()).isEqualTo(TODAY);
        assertThat(approved.countries()).containsExactly("CO", "PE");
        assertThat(
                        action(
                                        approved("a", "i", List.of("CO"), "TA-POL", "SI-COV"),
                                        new ActionCancelledV1("a", "r", "i", null))
                                .status())
                .isEqualTo("CANCELLED");
    }

    @Test
    void what_is_unpublished_still_counts_and_is_public_again_with_its_next_publication() {
        Object approved = approved("a", "i", List.of("CO"), "TA-POL", "SI-COV");
        ActionFacts hidden = action(approved, new ActionUnpublishedV1("a"));
        assertThat(hidden.counts()).isTrue();
        assertThat(hidden.isOpen()).isFalse();
        ActionFacts again =
                action(
                        approved,
                        new ActionUnpublishedV1("a"),
                        new ActionPublishedV1("a", Map.of("en", "Done"), null));
        assertThat(again.isOpen()).isTrue();
    }

    @Test
    void a_suspended_action_goes_on_where_it_was_and_a_follow_up_names_what_it_continues() {
        Object approved = approved("a", "i", List.of("CO"), "TA-POL", "SI-COV");
        Object suspended = new ActionSuspendedV1("a", null);
        assertThat(action(approved, suspended).status()).isEqualTo("SUSPENDED");
        assertThat(action(approved, suspended, new ActionResumedV1("a")).status())
                .isEqualTo("APPROVED");
        assertThat(action(new FollowUpLinkedV1("a", "b", "2014-12"), approved).predecessor())
                .isEqualTo("b");
    }

    @Test
    void an_activity_is_put_off_given_new_days_and_cancelled() {
        Object approved = approved("a", "i", List.of("CO"), "TA-POL", "SI-COV");
        Object postponed = new ActivityPostponedV1("a", 1);
        assertThat(activity(approved, postponed).status()).isEqualTo("POSTPONED");
        ActivityFacts later =
                activity(
                        approved,
                        postponed,
                        new ActivityRescheduledV1(
                                "a",
                                1,
                                LocalDate.of(2026, 6, 1),
                                LocalDate.of(2026, 6, 5),
                                null,
                                "CONFIRMED"));
        assertThat(later.status()).isEqualTo("CONFIRMED");
        assertThat(later.plannedStart()).isEqualTo(LocalDate.of(2026, 6, 1));
        assertThat(activity(approved, new ActivityCancelledV1("a", 1, null)).status())
                .isEqualTo("CANCELLED");
    }

    @Test
    void a_later_version_of_the_terms_of_reference_does_not_take_the_activity_back() {
        Object approved = approved("a", "i", List.of("CO"), "TA-POL", "SI-COV");
        Object drafted = new TermsOfReferenceDraftedV1("a", 1, 1);
        assertThat(activity(approved, drafted).status()).isEqualTo("TOR_IN_DRAFT");
        assertThat(activity(approved, new TeamCompletedV1("a", 1), drafted).status())
                .isEqualTo("TEAM_COMPLETE");
    }

    @Test
    void start_and_end_of_an_action_follow_from_its_activities() {
        ActionFacts action =
                action(
                        approved("a", "i", List.of("CO"), "TA-POL", "SI-COV"),
                        new ActivityPlannedV1("a", planned(2, "2026-02-01", "2026-05-30")));
        assertThat(action.start()).isEqualTo(LocalDate.of(2026, 2, 1));
        assertThat(action.end()).isEqualTo(LocalDate.of(2026, 5, 30));
    }

    @Test
    void an_action_that_was_broken_off_ends_with_the_activity_that_had_begun() {
        ActionFacts action =
                action(
                        approved("a", "i", List.of("CO"), "TA-POL", "SI-COV"),
                        new ActivityPlannedV1("a", planned(2, "2026-02-01", "2026-05-30")),
                        new ActivityStartedV1("a", 1),
                        new ActivityCancelledV1("a", 1, null),
                        new ActivityCancelledV1("a", 2, null));
        assertThat(action.start()).isEqualTo(TODAY);
        assertThat(action.end()).isEqualTo(TODAY);
    }

    @Test
    void an_activity_goes_from_plan_to_completion() {
        Object approved = approved("a", "i", List.of("CO"), "TA-POL", "SI-COV");
        assertThat(activity(approved).status()).isEqualTo("PLANNED");
        assertThat(activity(approved).carriedOut()).isFalse();
        Object preparing = new ActivityPreparationStartedV1("a", 1);
        assertThat(activity(approved, preparing).startedOn()).isNull();
        Object started = new ActivityStartedV1("a", 1);
        assertThat(activity(approved, preparing, started).startedOn()).isEqualTo(TODAY);
        ActivityFacts ended =
                activity(
                        approved,
                        new ActivityImplementationEndedV1(
                                "a", 1, TODAY, new Participants(3, 2, 1)));
        assertThat(ended.status()).isEqualTo("REPORTING");
        assertThat(ended.participants()).isEqualTo(new ActivityFacts.Participants(3, 2, 1));
        ActivityFacts completed = activity(approved, completed("a", 1, "2026-03-16"));
        assertThat(completed.carriedOut()).isTrue();
        assertThat(completed.completedOn()).isEqualTo(LocalDate.of(2026, 3, 16));
    }

    @Test
    void history_keeps_what_its_source_does_not_say_open() {
        ActionFacts closed = action(imported("h", null, null, "CLOSED"));
        assertThat(closed.counts()).isTrue();
        assertThat(closed.countedOn()).isNull();
        assertThat(closed.start()).isNull();
        assertThat(closed.reference()).isNull();
        assertThat(closed.countries()).isEmpty();
        assertThat(closed.activities()).allMatch(ActivityFacts::carriedOut);
        ActionFacts goingOn = action(imported("h", "2014-12", "GH", "UNDER_IMPLEMENTATION"));
        assertThat(goingOn.activities()).noneMatch(ActivityFacts::carriedOut);
    }

    @Test
    void published_text_replaces_title_and_outcome() {
        ActionFacts action =
                action(
                        approved("a", "i", List.of("CO"), "TA-POL", "SI-COV"),
                        new ActionPublishedV1("a", Map.of("en", "Done"), Map.of("en", "Edited")));
        assertThat(action.outcome()).isEqualTo(Map.of("en", "Done"));
        assertThat(action.publishedTitle()).isEqualTo(Map.of("en", "Edited"));
    }

    @Test
    void a_mobilisation_collects_the_days_of_all_its_entries() {
        MobilisationFacts facts =
                mobilisation(
                        new MobilisationOpenedV1("m", "application", "e", "a", 1, "E1"),
                        new AuthorisationRequestedV1("m"),
                        new AuthorisationGrantedV1("m"),
                        new ContractSignedV1("m"),
                        mobilised("m", "e", "a", "IT"),
                        new AssignmentStartedV1("m", "a", 1),
                        new AssignmentEndedV1("m", "a", 1),
                        days("m", "e", "a", "IT", 3, "2026-03-02"),
                        days("m", "e", "a", "FR", 4.5, "2026-03-09"),
                        new MobilisationSettledV1("m", "a", 1));
        assertThat(facts.status()).isEqualTo("SETTLED");
        assertThat(facts.expertCountry()).isEqualTo("IT");
        assertThat(facts.entries())
                .extracting(MobilisationFacts.Entry::expertCountry, MobilisationFacts.Entry::days)
                .containsExactly(tuple("IT", 3.0), tuple("FR", 4.5));
        assertThat(
                        mobilisation(new MobilisationOpenedV1("m", null, "e", "a", 1, "E1"))
                                .mobilisedOn())
                .isNull();
    }

    @Test
    void a_call_shows_its_seats_its_round_and_how_it_ended() {
        Seat seat = new Seat("E1", "lead", true, "A", true, new Days(1, 2, 3));
        Seat other = new Seat("E2", "help", false, "A", false, new Days(1, 2, 3));
        ExpertContract drafted = new CallDraftedV1("c", "2026-1-C1", "a", 1, 1, List.of(seat));
        Instant deadline = Instant.parse("2026-04-01T21:59:59Z");
        ExpertContract published =
                new CallPublishedV1(
                        "c",
                        "2026-1-C1",
                        "a",
                        "2026-1",
                        1,
                        Map.of("en", "Action"),
                        "CO",
                        List.of(seat, other),
                        deadline,
                        1);
        assertThat(call(drafted).publishedOn()).isNull();
        assertThat(call(drafted).positions()).containsExactly("E1");
        CallFacts open = call(drafted, published);
        assertThat(open.status()).isEqualTo("OPEN");
        assertThat(open.publishedOn()).isEqualTo(TODAY);
        assertThat(open.positions()).containsExactly("E1", "E2");
        CallFacts closed = call(drafted, published, new CallClosedV1("c"));
        assertThat(closed.status()).isEqualTo("CLOSED");
        assertThat(closed.closedOn()).isEqualTo(TODAY);
        CallFacts again =
                call(
                        drafted,
                        published,
                        new CallClosedV1("c"),
                        new CallUnfilledV1("c"),
                        new CallRelaunchedV1("c", deadline, 2));
        assertThat(again.status()).isEqualTo("OPEN");
        assertThat(again.round()).isEqualTo(2);
        assertThat(again.closedOn()).isNull();
        assertThat(call(published, new SelectionStartedV1("c")).status())
                .isEqualTo("UNDER_SELECTION");
        assertThat(call(published, new CallFilledV1("c")).status()).isEqualTo("FILLED");
        assertThat(call(published, new CallPartlyFilledV1("c")).status())
                .isEqualTo("PARTLY_FILLED");
        assertThat(call(published, new CallCancelledV1("c", null)).status()).isEqualTo("CANCELLED");
    }

    @Test
    void an_application_shows_the_state_it_is_in() {
        assertThat(application()).isEqualTo("SUBMITTED");
        assertThat(application(new ApplicationFoundAdmissibleV1("p"))).isEqualTo("ADMISSIBLE");
        assertThat(application(new ApplicationFoundInadmissibleV1("p", "X")))
                .isEqualTo("INADMISSIBLE");
        assertThat(application(new ApplicationShortlistedV1("p"))).isEqualTo("SHORTLISTED");
        assertThat(application(new ExpertSelectedV1("p", "c", "E1", "e", null)))
                .isEqualTo("SELECTED");
        assertThat(application(new ApplicationReservedV1("p", 1))).isEqualTo("RESERVE");
        assertThat(application(new ApplicationNotSelectedV1("p", "X"))).isEqualTo("NOT_SELECTED");
        assertThat(application(new PartnerObjectedV1("p"))).isEqualTo("NOT_SELECTED");
        assertThat(application(new AssignmentAcceptedV1("p"))).isEqualTo("ACCEPTED");
        assertThat(application(new AssignmentDeclinedV1("p"))).isEqualTo("DECLINED");
        assertThat(application(new ApplicationWithdrawnV1("p"))).isEqualTo("WITHDRAWN");
    }

    @Test
    void an_action_keeps_what_was_answered_and_how_it_was_evaluated() {
        ActionFacts facts =
                action(
                        approved("a", "i", List.of("CO"), "TA-POL", "SI-COV"),
                        new SurveyAnsweredV1("a", 1, "partner", Map.of("overall", 5), true, null),
                        new SurveyAnsweredV1("a", 1, "expert", Map.of("overall", 3), null, false),
                        new ActionEvaluatedV1("a", Map.of("impact", 2), "output", true),
                        new ActionEvaluatedV1("a", Map.of("impact", 4), "policy adopted", true));
        assertThat(facts.answers())
                .extracting(ActionFacts.Answer::kind, ActionFacts.Answer::wouldRecommend)
                .containsExactly(tuple("partner", true), tuple("expert", null));
        assertThat(facts.evaluation())
                .isEqualTo(
                        new ActionFacts.Evaluation(Map.of("impact", 4), "policy adopted", TODAY));
    }

    @Test
    void a_request_keeps_the_days_of_its_first_screening_and_of_its_decision() {
        Object submitted = submitted("r", "i", "CO", "TA-POL", "SI-COV");
        assertThat(request(submitted).screenedOn()).isNull();
        RequestFacts decided =
                (RequestFacts)
                        RequestFold.of(
                                        List.of(
                                                moment(1, submitted),
                                                on(
                                                        "2026-03-05",
                                                        2,
                                                        new RequestScreeningStartedV1("r")),
                                                on(
                                                        "2026-03-09",
                                                        3,
                                                        new RequestScreeningStartedV1("r")),
                                                on(
                                                        "2026-03-12",
                                                        4,
                                                        new RequestRejectedV1("r", "X"))))
                                .orElseThrow();
        assertThat(decided.screenedOn()).isEqualTo(LocalDate.of(2026, 3, 5));
        assertThat(decided.decidedOn()).isEqualTo(LocalDate.of(2026, 3, 12));
        assertThat(request(submitted, new RequestWithdrawnV1("r")).decidedOn()).isNull();
    }

    private static Moment on(String day, long sequence, Object event) {
        Instant noon = Instant.parse(day + "T11:00:00Z");
        return new Moment(sequence, event, noon, noon);
    }

    private static RequestFacts request(Object... events) {
        return (RequestFacts) RequestFold.of(moments(events)).orElseThrow();
    }

    private static ActionFacts action(Object... events) {
        return (ActionFacts) ActionFold.of(moments(events)).orElseThrow();
    }

    private static ActivityFacts activity(Object... events) {
        return action(events).activities().get(0);
    }

    private static MobilisationFacts mobilisation(ExpertContract... events) {
        return (MobilisationFacts) ExpertFold.of(moments((Object[]) events)).orElseThrow();
    }

    private static CallFacts call(ExpertContract... events) {
        return (CallFacts) ExpertFold.of(moments((Object[]) events)).orElseThrow();
    }

    private static String application(ExpertContract... events) {
        List<Object> all = new ArrayList<>();
        all.add(new ApplicationSubmittedV1("p", "c", "E1", "e"));
        all.addAll(List.of(events));
        return ((ApplicationFacts) ExpertFold.of(moments(all.toArray())).orElseThrow()).status();
    }

    private static List<Moment> moments(Object... events) {
        List<Moment> moments = new ArrayList<>();
        for (Object event : events) {
            moments.add(moment(moments.size() + 1, event));
        }
        return moments;
    }

    private static Moment moment(long sequence, Object event) {
        Instant noon = Instant.parse("2026-03-02T11:00:00Z");
        return new Moment(sequence, event, noon, noon);
    }

    /** An instance of any record, with something in every field. */
    static Object sample(Class<?> type) throws Exception {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(types[i]);
        }
        return type.getDeclaredConstructor(types).newInstance(values);
    }

    private static Object value(Class<?> type) throws Exception {
        if (type == String.class) {
            return "text";
        }
        if (type == int.class || type == Integer.class) {
            return 1;
        }
        if (type == double.class) {
            return 1.0;
        }
        if (type == long.class) {
            return 1L;
        }
        if (type == boolean.class || type == Boolean.class) {
            return true;
        }
        if (type == LocalDate.class) {
            return TODAY;
        }
        if (type == Instant.class) {
            return Instant.parse("2026-03-02T11:00:00Z");
        }
        if (type == BigDecimal.class) {
            return BigDecimal.ONE;
        }
        if (type == List.class) {
            return List.of();
        }
        if (type == Map.class) {
            return Map.of();
        }
        return sample(type);
    }
}
