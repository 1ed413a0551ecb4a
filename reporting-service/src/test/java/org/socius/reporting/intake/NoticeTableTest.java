package org.socius.reporting.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.socius.reporting.Examples.proposed;
import static org.socius.reporting.Examples.submitted;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.socius.contracts.action.ActionContract.*;
import org.socius.contracts.expert.ExpertContract;
import org.socius.contracts.expert.ExpertContract.*;
import org.socius.contracts.request.RequestContract.*;
import org.socius.platform.intake.Received;
import org.socius.platform.problem.Rejection;
import org.socius.platform.publishing.ContractTable;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.testing.Rule;
import org.socius.platform.time.WorkingDays;
import org.socius.reporting.Told;
import org.socius.reporting.notices.Notice;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Who is told what. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class NoticeTableTest {

    /** Contract events that tell nobody, each on purpose. */
    private static final Set<String> TELL_NOBODY =
            new TreeSet<>(
                    List.of(
                            "InstitutionRegisteredV1",
                            "InstitutionAliasAddedV1",
                            "InstitutionsMergedV1",
                            "EligibilityChangedV1",
                            "EligibilityListRetoldV1",
                            "HolidayChangedV1",
                            "RequestScreeningStartedV1",
                            "RequestAppraisedV1",
                            "ActivityPlannedV1",
                            "ActivityPlanChangedV1",
                            "PublishedFigureStatedV1",
                            "ThematicMentionStatedV1",
                            "StatementWithdrawnV1",
                            "ActionStartedV1",
                            "ActionActivitiesCompletedV1",
                            "FollowUpLinkedV1",
                            "StaffingOpenedV1",
                            "ActivityPreparationStartedV1",
                            "ActivityStartedV1",
                            "SurveyAnsweredV1",
                            "ActionImportedV1",
                            "ExpertRegisteredV1",
                            "ExpertProfileConfirmedV1",
                            "ExpertDeactivatedV1",
                            "ExpertErasedV1",
                            "CollaborativePartnerAgreedV1",
                            "ApplicationScoredV1",
                            "ApplicationShortlistedV1",
                            "AssignmentStartedV1"));

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final NoticeTable TABLE = new NoticeTable(WorkingDays.belgian());
    private static final ExpertContract.Days DAYS = new ExpertContract.Days(1, 5, 1);
    private static final Seat SEAT = new Seat("E1", "lead", true, "A", true, DAYS);
    private static MongoClient mongo;

    @BeforeAll
    static void connect() {
        mongo = MongoClients.create(EmbeddedParts.mongoUri("table"));
    }

    @AfterAll
    static void disconnect() {
        mongo.close();
    }

    /** The notices of the last fact that was told. */
    private static List<Notice> lastOf(Told told) {
        FactLog log = new FactLog(mongo.getDatabase("table" + DATABASES.incrementAndGet()));
        log.take(told.facts());
        Received last = told.facts().getLast();
        return TABLE.notices(last.fact(), last.event(), log.known());
    }

    private static List<String> told(List<Notice> notices) {
        return notices.stream().map(n -> n.kind() + " to " + n.audience().key()).sorted().toList();
    }

    /** A request, its action, a call, an application and a mobilisation. */
    private static Told story() {
        return new Told()
                .on("2026-03-02")
                .tell("r1", submitted("r1", "ipes", "CO", "TA-POL", "SI-COV"))
                .tell("a1", proposed("a1", "ipes", "CO", "TA-POL", "SI-COV"))
                .tell("e1", new ExpertRegisteredV1("e1"))
                .tell(
                        "be",
                        new CollaborativePartnerAgreedV1(
                                "be", "BE", java.time.LocalDate.of(2026, 1, 1), null))
                .tell("c1", new CallDraftedV1("c1", "26-01/COL/1", "a1", 1, 1, List.of(SEAT)))
                .tell("p1", new ApplicationSubmittedV1("p1", "c1", "E1", "e1"))
                .tell("m1", new MobilisationOpenedV1("m1", "p1", "e1", "a1", 1, "E1"));
    }

    static Stream<Class<?>> contracts() {
        return FactLog.contracts().stream();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void each_contract_event_tells_somebody_or_is_on_the_list_of_those_that_tell_nobody(
            Class<?> contract) throws IOException {
        List<Notice> notices = lastOf(story().tell(aggregate(contract), sample(contract)));
        assertThat(notices.isEmpty())
                .as("%s tells %s", contract.getSimpleName(), told(notices))
                .isEqualTo(TELL_NOBODY.contains(contract.getSimpleName()));
    }

    @Test
    void the_list_of_events_that_tell_nobody_names_events_only() {
        assertThat(contracts().map(Class::getSimpleName)).containsAll(TELL_NOBODY);
    }

    private static String aggregate(Class<?> contract) {
        String name = contract.getSimpleName();
        if (name.startsWith("Institution")) {
            return "ipes";
        }
        if (name.startsWith("Request") || name.startsWith("Delegation")) {
            return "r1";
        }
        if (!ExpertContract.class.isAssignableFrom(contract)) {
            return "a1";
        }
        if (name.matches("Collab.*|ExpertNom.*")) {
            return "be";
        }
        return name.matches("(Call|Selection).*")
                ? "c1"
                : name.matches("(Application|ExpertSelected|Partner|AssignmentAcc|AssignmentDec).*")
                        ? "p1"
                        : name.matches("Expert(Registered|Profile|Suspended|Rein|Dea|Erased).*")
                                ? "e1"
                                : "m1";
    }

    private static Object sample(Class<?> contract) throws IOException {
        String type = ContractTable.typeOf(contract);
        try (InputStream in =
                contract.getResourceAsStream("/org/socius/contracts/samples/" + type + ".json")) {
            String text =
                    new String(in.readAllBytes())
                            .replace("9a6d2e18-4c7f-4b39-a1d8-5f0e3c9b7a66", "c1")
                            .replace("7f3c1c1e-58a3-4d0e-9c67-0d5a8f2b6e41", "a1");
            return JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build()
                    .readValue(text, contract);
        }
    }

    @Test
    void
            a_submission_is_received_by_the_partner_told_to_the_delegation_and_put_before_coordinators() {
        List<Notice> notices =
                lastOf(new Told().tell("r1", submitted("r1", "ipes", "CO", "TA-POL", "SI-COV")));
        assertThat(told(notices))
                .containsExactly(
                        "REQUEST_RECEIVED to delegation:CO",
                        "REQUEST_RECEIVED to institution:ipes",
                        "REQUEST_TO_SCREEN to role:coordinator");
        assertThat(notices.getLast().due()).isEqualTo(Instant.parse("2026-12-01T22:59:59Z"));
        assertThat(notices.getLast().path()).isEqualTo("/api/v1/requests/r1");
        assertThat(notices.getLast().reference()).isEqualTo("R-r1");
    }

    @Test
    void a_draft_that_nobody_submitted_lapses_in_silence() {
        assertThat(lastOf(new Told().tell("r9", new RequestLapsedV1("r9")))).isEmpty();
        assertThat(lastOf(story().tell("r1", new RequestLapsedV1("r1")))).hasSize(1);
    }

    @Test
    @Rule(value = "R11", derived = true)
    void a_delegation_is_asked_with_a_limit_and_told_when_it_has_passed() {
        List<Notice> asked =
                lastOf(
                        story().tell(
                                        "r1",
                                        new DelegationConsultedV1(
                                                "r1", "CO", java.time.LocalDate.of(2026, 3, 16))));
        assertThat(told(asked)).containsExactly("OPINION_ASKED to delegation:CO");
        assertThat(asked.getFirst().due()).isEqualTo(Instant.parse("2026-03-16T22:59:59Z"));
        assertThat(told(lastOf(story().tell("r1", opinion("NONE_IN_TIME")))))
                .containsExactly(
                        "OPINION_TIMED_OUT to delegation:CO",
                        "OPINION_TIMED_OUT to role:coordinator");
        assertThat(told(lastOf(story().tell("r1", opinion("NEGATIVE")))))
                .containsExactly(
                        "OPINION_NEGATIVE to role:commission",
                        "OPINION_NEGATIVE to role:coordinator");
        assertThat(told(lastOf(story().tell("r1", opinion("POSITIVE")))))
                .containsExactly("OPINION_GIVEN to role:coordinator");
    }

    private static DelegationOpinionRecordedV1 opinion(String opinion) {
        return new DelegationOpinionRecordedV1("r1", opinion);
    }

    @Test
    void a_request_is_every_coordinators_until_it_is_handed_to_one_person() {
        RequestHandedOverV1 toClara = new RequestHandedOverV1("r1", "clara");
        assertThat(told(lastOf(story().tell("r1", toClara))))
                .containsExactly("REQUEST_HANDED_OVER to person:clara");
        RequestHandedOverV1 toConrad = new RequestHandedOverV1("r1", "conrad");
        assertThat(told(lastOf(story().tell("r1", toClara, toConrad))))
                .containsExactly(
                        "REQUEST_HANDED_OVER to person:clara",
                        "REQUEST_HANDED_OVER to person:conrad");
        assertThat(told(lastOf(story().tell("r1", toClara, opinion("POSITIVE")))))
                .containsExactly("OPINION_GIVEN to person:clara");
    }

    @Test
    void a_call_is_every_mobilisation_officers_until_it_is_handed_to_one_person() {
        CallClosedV1 closed = new CallClosedV1("c1");
        assertThat(told(lastOf(story().tell("c1", closed))))
                .containsExactly("CALL_CLOSED to role:mobilisation-officer");
        CallHandedOverV1 toOlga = new CallHandedOverV1("c1", "olga");
        CallHandedOverV1 toOscar = new CallHandedOverV1("c1", "oscar");
        assertThat(told(lastOf(story().tell("c1", toOlga))))
                .containsExactly("CALL_HANDED_OVER to person:olga");
        assertThat(told(lastOf(story().tell("c1", toOlga, toOscar))))
                .containsExactly(
                        "CALL_HANDED_OVER to person:olga", "CALL_HANDED_OVER to person:oscar");
        assertThat(told(lastOf(story().tell("c1", toOlga, closed))))
                .containsExactly("CALL_CLOSED to person:olga");
    }

    @Test
    void an_action_is_every_coordinators_until_it_is_handed_to_one_person() {
        ActionEvaluatedV1 evaluated =
                new ActionEvaluatedV1("a1", java.util.Map.of(), "policy adopted", true);
        assertThat(told(lastOf(story().tell("a1", evaluated))))
                .containsExactly("ACTION_EVALUATED to role:coordinator");
        assertThat(told(lastOf(story().tell("a1", new ActionHandedOverV1("a1", "clara")))))
                .containsExactly("ACTION_HANDED_OVER to person:clara");
        assertThat(
                        told(
                                lastOf(
                                        story().tell(
                                                        "a1",
                                                        new ActionHandedOverV1("a1", "clara"),
                                                        new ActionHandedOverV1("a1", "conrad")))))
                .containsExactly(
                        "ACTION_HANDED_OVER to person:clara",
                        "ACTION_HANDED_OVER to person:conrad");
        assertThat(
                        told(
                                lastOf(
                                        story().tell(
                                                        "a1",
                                                        new ActionHandedOverV1("a1", "clara"),
                                                        evaluated))))
                .containsExactly("ACTION_EVALUATED to person:clara");
    }

    @Test
    @Rule(
            value = {"R81", "R78"},
            derived = true)
    void a_published_call_goes_to_collaborative_partners_and_to_experts_of_the_area() {
        Instant deadline = Instant.parse("2026-04-01T15:00:00Z");
        List<Notice> notices =
                lastOf(
                        story().tell(
                                        "c1",
                                        new CallPublishedV1(
                                                "c1",
                                                "26-01/COL/1",
                                                "a1",
                                                "2026-01",
                                                1,
                                                java.util.Map.of(),
                                                "CO",
                                                List.of(SEAT),
                                                deadline,
                                                1)));
        assertThat(told(notices))
                .containsExactly(
                        "CALL_PUBLISHED to area:A", "CALL_PUBLISHED to role:collaborative-partner");
        assertThat(notices).allMatch(notice -> deadline.equals(notice.due()));
    }

    @Test
    @Rule(value = "R88", derived = true)
    void every_applicant_is_told_the_result() {
        assertThat(told(lastOf(story().tell("p1", new ApplicationReservedV1("p1", 1)))))
                .containsExactly("APPLICATION_RESERVED to expert:e1");
        assertThat(told(lastOf(story().tell("p1", new ApplicationNotSelectedV1("p1", null)))))
                .containsExactly("APPLICATION_NOT_SELECTED to expert:e1");
        assertThat(told(lastOf(story().tell("p1", new ApplicationFoundInadmissibleV1("p1", null)))))
                .containsExactly("APPLICATION_INADMISSIBLE to expert:e1");
        List<Notice> selected =
                lastOf(story().tell("p1", new ExpertSelectedV1("p1", "c1", "E1", "e1", null)));
        assertThat(told(selected))
                .containsExactly(
                        "APPLICATION_SELECTED to expert:e1", "EXPERT_PROPOSED to signatory:ipes");
        assertThat(selected).allMatch(n -> Instant.parse("2026-03-09T22:59:59Z").equals(n.due()));
        Instant said = Instant.parse("2026-03-04T22:59:59Z");
        assertThat(lastOf(story().tell("p1", new ExpertSelectedV1("p1", "c1", "E1", "e1", said))))
                .allMatch(n -> said.equals(n.due()));
    }

    @Test
    @Rule(value = "R109", derived = true)
    void questionnaires_and_reminders_go_to_those_who_have_not_answered() {
        assertThat(
                        told(
                                lastOf(
                                        story().tell(
                                                        "a1",
                                                        new SurveyRemindedV1(
                                                                "a1", 1, 1, List.of("expert"))))))
                .containsExactly("SURVEY_REMINDER to team:a1/1");
        assertThat(
                        told(
                                lastOf(
                                        story().tell(
                                                        "a1",
                                                        new SurveyRemindedV1(
                                                                "a1",
                                                                1,
                                                                2,
                                                                List.of(
                                                                        "partner",
                                                                        "participant"))))))
                .containsExactly(
                        "SURVEY_REMINDER to role:activity-manager",
                        "SURVEY_REMINDER to signatory:ipes");
    }

    @Test
    @Rule(value = "R40", derived = true)
    void a_cancellation_is_told_to_everybody_concerned() {
        assertThat(
                        told(
                                lastOf(
                                        story().tell(
                                                        "a1",
                                                        new ActionCancelledV1(
                                                                "a1", "r1", "ipes", null)))))
                .containsExactly(
                        "ACTION_CANCELLED to delegation:CO",
                        "ACTION_CANCELLED to institution:ipes",
                        "ACTION_CANCELLED to role:activity-manager",
                        "ACTION_CANCELLED to role:coordinator",
                        "ACTION_CANCELLED to role:mobilisation-officer",
                        "ACTION_CANCELLED to team:a1");
    }

    @Test
    void what_an_event_refers_to_is_waited_for() {
        Told withoutItsCall =
                new Told().tell("p1", new ApplicationSubmittedV1("p1", "c1", "E1", "e1"));
        assertThatThrownBy(() -> lastOf(withoutItsCall)).isInstanceOf(Rejection.NotYetKnown.class);
    }

    @Test
    void the_same_event_makes_the_same_notices_and_each_has_an_id_of_its_own() {
        Told told = story().tell("a1", new ActionCancelledV1("a1", "r1", "ipes", null));
        List<String> once = new ArrayList<>(lastOf(told).stream().map(Notice::id).toList());
        assertThat(lastOf(told).stream().map(Notice::id)).containsExactlyElementsOf(once);
        assertThat(once).doesNotHaveDuplicates();
    }
}
