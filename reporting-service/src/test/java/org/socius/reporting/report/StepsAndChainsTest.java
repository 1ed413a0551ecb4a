package org.socius.reporting.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.reporting.asked.Asked;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.ApplicationFacts;
import org.socius.reporting.facts.CallFacts;
import org.socius.reporting.facts.EligibilityFacts;
import org.socius.reporting.facts.MobilisationFacts;
import org.socius.reporting.facts.RequestFacts;
import org.socius.reporting.facts.Situation;

/** The time steps take, what waits, and which actions follow which. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StepsAndChainsTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    @Test
    void a_step_counts_when_it_ends_and_waits_until_then() {
        Situation situation =
                situation(
                        List.of(
                                request("r1", "ACCEPTED", 2, 10),
                                request("r2", "REJECTED", 4, 30),
                                request("r3", "UNDER_SCREENING", 6, null),
                                request("r4", "SUBMITTED", null, null),
                                request("r5", "WITHDRAWN", 1, null)),
                        List.of(action("a1", "r1", DAY.plusDays(25), null)));

        assertThat(rows(Table.STEP_DURATIONS, situation, DAY.plusDays(40)))
                .filteredOn(row -> !row.get("step").equals("call-to-mobilisation"))
                .extracting(
                        "step",
                        "items",
                        "medianDays",
                        "percentile90Days",
                        "waiting",
                        "longestWaitingDays")
                .containsExactly(
                        tuple("submission-to-screening", 4L, 2L, 6L, 1, 40L),
                        tuple("submission-to-decision", 2L, 10L, 30L, 2, 40L),
                        tuple("decision-to-approval", 1L, 15L, 15L, 0, null),
                        tuple("approval-to-first-activity", 0L, null, null, 1, 15L),
                        tuple("end-to-completion", 0L, null, null, 0, null),
                        tuple("submission-to-closure", 0L, null, null, 3, 40L));
    }

    @Test
    void each_expert_mobilised_from_a_call_took_the_time_since_its_first_publication() {
        CallFacts call =
                new CallFacts(
                        "c",
                        "C-1",
                        "a1",
                        1,
                        List.of("E1", "E2"),
                        "FILLED",
                        DAY,
                        1,
                        DAY.plusDays(10));
        Situation situation =
                new Situation(
                        List.of(),
                        List.of(),
                        List.of(action("a1", null, DAY, null)),
                        List.of(
                                mobilisation("m1", "p1", DAY.plusDays(20)),
                                mobilisation("m2", "p2", DAY.plusDays(40)),
                                mobilisation("appointed directly", null, DAY.plusDays(1))),
                        List.of(call),
                        List.of(application("p1", "E1"), application("p2", "E2")),
                        EligibilityFacts.DEFAULT,
                        List.of());

        assertThat(rows(Table.STEP_DURATIONS, situation, DAY.plusDays(60)))
                .filteredOn(row -> row.get("step").equals("call-to-mobilisation"))
                .extracting("items", "medianDays", "longestDays", "waiting")
                .containsExactly(tuple(2L, 20L, 40L, 0));
        assertThat(rows(Table.CALLS_BY_STATE, situation, DAY.plusDays(60)))
                .extracting(
                        "status",
                        "calls",
                        "positions",
                        "applications",
                        "filledFirstTime",
                        "applicationsPerPosition",
                        "medianDaysOpen")
                .containsExactly(tuple("FILLED", 1L, 2L, 2L, 1L, 1L, 10L));
    }

    @Test
    void the_nearest_rank_is_the_least_value_that_so_many_do_not_exceed() {
        assertThat(Rows.quantile(List.of(), 50)).isNull();
        assertThat(Rows.quantile(List.of(7L), 50)).isEqualTo(7);
        assertThat(Rows.quantile(List.of(4L, 1L), 50)).isEqualTo(1);
        assertThat(Rows.quantile(List.of(3L, 1L, 2L), 50)).isEqualTo(2);
        List<Long> ten = List.of(10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
        assertThat(Rows.quantile(ten, 90)).isEqualTo(9);
        assertThat(Rows.quantile(ten, 91)).isEqualTo(10);
        assertThat(Rows.quantile(ten, 100)).isEqualTo(10);
    }

    @Test
    void a_chain_is_named_after_its_first_action_known_or_not() {
        Situation situation =
                situation(
                        List.of(),
                        List.of(
                                action("a1", null, DAY, null),
                                action("a2", null, DAY.plusDays(1), "2026-a1"),
                                action("a3", null, DAY.plusDays(2), "a2"),
                                action("a4", null, DAY, "2014-12"),
                                action("alone", null, DAY, null)));

        List<Map<String, @Nullable Object>> rows =
                rows(Table.FOLLOW_UP_CHAINS, situation, DAY.plusDays(40));

        assertThat(rows)
                .extracting("chain", "actions", "firstIsKnown")
                .containsExactly(tuple("2014-12", 1L, false), tuple("2026-a1", 3L, true));
        assertThat(rows.get(1).get("chained"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .extracting("reference", "continues")
                .containsExactly(
                        tuple("2026-a1", null),
                        tuple("2026-a2", "2026-a1"),
                        tuple("2026-a3", "2026-a2"));
    }

    @Test
    void a_circle_that_history_names_is_one_chain_with_whoever_leads_into_it() {
        Situation situation =
                situation(
                        List.of(),
                        List.of(
                                action("a1", null, DAY, "a3"),
                                action("a2", null, DAY, "a1"),
                                action("a3", null, DAY, "a2"),
                                action("a0", null, DAY, "a2")));

        assertThat(rows(Table.FOLLOW_UP_CHAINS, situation, DAY.plusDays(40)))
                .extracting("chain", "actions")
                .containsExactly(tuple("2026-a1", 4L));
    }

    private static List<Map<String, @Nullable Object>> rows(
            Table table, Situation situation, LocalDate asOf) {
        ReportQuery query = new ReportQuery(new Asked(null, null, asOf, null), Map.of());
        return new Rows(table, situation, _ -> true, query, new Figures(situation, query)).shown();
    }

    private static Situation situation(List<RequestFacts> requests, List<ActionFacts> actions) {
        return new Situation(List.of(), requests, actions, List.of());
    }

    private static RequestFacts request(
            String id, String status, @Nullable Integer screened, @Nullable Integer decided) {
        return new RequestFacts(
                id,
                "R-" + id,
                "i1",
                "CO",
                "FULL",
                Map.of(),
                List.of("TA-POL"),
                List.of("SI-COV"),
                status,
                DAY,
                screened == null ? null : DAY.plusDays(screened),
                decided == null ? null : DAY.plusDays(decided));
    }

    private static ApplicationFacts application(String id, String position) {
        return new ApplicationFacts(id, "c", position, "e", "ACCEPTED", DAY.plusDays(5));
    }

    private static MobilisationFacts mobilisation(
            String id, @Nullable String application, LocalDate on) {
        return new MobilisationFacts(
                id, "e", "a1", 1, "E1", null, "IT", on, "MOBILISED", List.of(), application);
    }

    private static ActionFacts action(
            String id, @Nullable String request, LocalDate approved, @Nullable String predecessor) {
        return new ActionFacts(
                id,
                "2026-" + id,
                request,
                "i1",
                Map.of(),
                null,
                List.of("CO"),
                false,
                Map.of(),
                Map.of(),
                List.of("TA-POL"),
                List.of("SI-COV"),
                List.of(),
                List.of(),
                "APPROVED",
                false,
                approved,
                null,
                approved,
                null,
                List.of(),
                List.of(),
                Map.of(),
                null,
                false,
                predecessor,
                false,
                null,
                Map.of(),
                List.of(),
                null);
    }
}
