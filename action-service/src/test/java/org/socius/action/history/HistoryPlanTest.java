package org.socius.action.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.action.history.HistoryPlan.Planned;
import org.socius.action.history.ImportEvent.Note;
import org.socius.action.history.ImportEvent.Outcome;
import org.socius.action.history.ImportEvent.Row;
import org.socius.action.numbering.NumberRegister.Reference;
import org.socius.action.plan.HistoricalAction;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.RuleWitness;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HistoryPlanTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 2);

    private final World world = new World();
    private int keys;

    /** What is there before an import, and what stays of one. */
    private static final class World implements HistoryPlan.Known {
        private final Map<String, String> fingerprints = new HashMap<>();
        private final Map<String, String> holders = new HashMap<>();
        private final Map<String, String> institutions = new HashMap<>();
        private boolean complete = true;

        @Override
        public Optional<String> importedAs(String actionId) {
            return Optional.ofNullable(fingerprints.get(actionId));
        }

        @Override
        public Optional<String> holder(Reference reference) {
            return Optional.ofNullable(holders.get(reference.toString()));
        }

        @Override
        public Optional<String> institution(@Nullable String country, Collection<String> names) {
            return InstitutionDirectory.normalised(names).stream()
                    .map(name -> institutions.get(country + " " + name))
                    .filter(id -> id != null)
                    .findFirst();
        }

        @Override
        public boolean institutionsAreComplete() {
            return complete;
        }

        void keep(List<Planned> plan) {
            for (Planned planned : plan) {
                HistoricalAction action = planned.action();
                if (action != null) {
                    String id = HistoryPlan.actionOf(action.key());
                    fingerprints.put(id, action.fingerprint());
                    if (action.reference() != null) {
                        holders.put(action.reference(), id);
                    }
                }
            }
        }
    }

    @Test
    void all_fourteen_actions_of_the_publications_stand() {
        List<Planned> plan = HistoryPlan.of(published(), world, TODAY);

        assertThat(plan).hasSize(14);
        assertThat(plan)
                .allSatisfy(row -> assertThat(row.line().outcome()).isEqualTo(Outcome.ACCEPTED));
        assertThat(plan.stream().filter(row -> action(row).ongoing()))
                .extracting(row -> row.line().key())
                .containsExactly("S003-1", "S003-2", "S003-3", "S003-4");
    }

    @Test
    @Rule(value = "R36", derived = true)
    void what_a_publication_does_not_say_stays_unknown() {
        List<Planned> plan = HistoryPlan.of(published(), world, TODAY);

        assertThat(plan)
                .allSatisfy(
                        row -> {
                            assertThat(action(row).start()).isNull();
                            assertThat(action(row).end()).isNull();
                        });
        HistoricalAction nowhere = action(plan, "S002-5");
        assertThat(nowhere.country()).isNull();
        assertThat(nowhere.institution().country()).isNull();
        HistoricalAction mexico = action(plan, "S002-6");
        assertThat(mexico.predecessorUnknown()).isTrue();
        assertThat(mexico.predecessorActionId()).isNull();
        HistoricalAction ghana = action(plan, "S002-3");
        assertThat(ghana.reference()).isNull();
        assertThat(ghana.predecessorReference()).isEqualTo("2014-12");
        assertThat(ghana.predecessorActionId()).isEqualTo(HistoryPlan.actionOf("S002-3-PRE"));
        assertThat(action(plan, "S002-3-PRE").reference()).isEqualTo("2014-12");
        assertThat(action(plan, "S002-1").countryInferred()).isTrue();
        assertThat(action(plan, "S002-2").countryInferred()).isFalse();
    }

    @Test
    void types_are_matched_as_printed_and_the_rest_of_an_item_is_kept_as_a_note() {
        List<Planned> plan = HistoryPlan.of(published(), world, TODAY);

        assertThat(
                        plan.stream()
                                .flatMap(row -> action(row).typesOfAssistance().stream())
                                .distinct())
                .containsExactlyInAnyOrder("TA-POL", "TA-LEG", "TA-ORG", "TA-INS", "TA-IRP");
        assertThat(action(plan, "S002-2").sourceNote()).contains("later_public_facts", "2017-38");
        assertThat(action(plan, "S002-2").reference()).isNull();
    }

    @Test
    void one_institution_has_one_id_in_every_row_and_levels_are_those_of_the_list() {
        List<Planned> plan = HistoryPlan.of(published(), world, TODAY);

        assertThat(action(plan, "S002-1").institutionId())
                .isEqualTo(action(plan, "S002-8").institutionId())
                .isNotEqualTo(action(plan, "S002-2").institutionId());
        assertThat(action(plan, "S002-1").institution().level()).isEqualTo("LOCAL");
        assertThat(action(plan, "S002-6").institution().level()).isEqualTo("REGIONAL");
        assertThat(action(plan, "S002-4").institution().level()).isEqualTo("NATIONAL");
        assertThat(action(plan, "S002-4").institution().legalNature())
                .isEqualTo("PUBLIC_AUTHORITY");
        assertThat(action(plan, "S002-4").institution().aliases())
                .containsExactly("Ministry of Economy and Finances");
    }

    @Test
    void a_registered_institution_is_found_by_any_of_its_names_within_its_country_only() {
        world.institutions.put("CO ipes", "registered-ipes");
        world.institutions.put("PE ipes", "another");
        world.institutions.put("AM ministry of social development of armenia", "registered-molsa");

        List<Planned> plan = HistoryPlan.of(published(), world, TODAY);

        assertThat(action(plan, "S002-1").institutionId()).isEqualTo("registered-ipes");
        assertThat(action(plan, "S002-2").institutionId()).isEqualTo("registered-molsa");
    }

    @Test
    void levels_and_natures_other_than_those_of_the_list_stay_empty_and_are_noted() {
        List<Planned> plan =
                HistoryPlan.of(
                        rows(
                                of(partner("municipal", "government")),
                                of(partner("state", "government")),
                                of(partner("national", "trade union")),
                                of(partner("provincial", "government")),
                                of("{\"name_en\": \"IPES\"}"),
                                "{\"key\": \"nowhere\", \"title\": \"T\", \"partner_institution\": "
                                        + partner("national", "government")
                                        + "}"),
                        world,
                        TODAY);

        assertThat(plan)
                .allSatisfy(row -> assertThat(row.line().outcome()).isEqualTo(Outcome.ACCEPTED))
                .extracting(
                        row ->
                                action(row).institution().level()
                                        + " "
                                        + action(row).institution().legalNature()
                                        + " "
                                        + codes(row))
                .containsExactly(
                        "LOCAL PUBLIC_AUTHORITY []",
                        "REGIONAL PUBLIC_AUTHORITY []",
                        "NATIONAL null [nature-not-recorded]",
                        "null PUBLIC_AUTHORITY [level-not-recorded]",
                        "null null [level-not-recorded, nature-not-recorded]",
                        "NATIONAL PUBLIC_AUTHORITY [country-not-recorded]");
        world.institutions.put("CO ipes", "registered");
        assertThat(codes(HistoryPlan.of(rows(of("{\"name_en\": \"IPES\"}")), world, TODAY).get(0)))
                .as("the register knows")
                .isEmpty();
    }

    private String of(String partner) {
        return item("k" + ++keys, ", \"partner_institution\": " + partner);
    }

    @Test
    void while_the_register_is_not_known_to_its_end_no_institution_is_made_up() {
        world.institutions.put("CO ipes", "registered");
        world.complete = false;
        List<Row> rows =
                rows(
                        item("known", ""),
                        item("unknown", ", \"partner_institution\": {\"name_en\": \"Another\"}"),
                        item("after", ", \"follow_up_of\": {\"key\": \"unknown\"}"));

        List<Planned> plan = HistoryPlan.of(rows, world, TODAY);

        assertThat(outcomes(plan))
                .containsExactly(
                        "known ACCEPTED",
                        "unknown REFUSED institutions-not-known",
                        "after REFUSED institutions-not-known");
        assertThat(plan).extracting(Planned::lacksInstitutions).containsExactly(false, true, true);
        world.complete = true;
        assertThat(outcomes(HistoryPlan.of(rows, world, TODAY)))
                .containsExactly(
                        "known ACCEPTED",
                        "unknown ACCEPTED level-not-recorded nature-not-recorded",
                        "after ACCEPTED");
    }

    @Test
    void an_action_of_history_that_was_going_on_satisfies_R29_as_a_predecessor() {
        List<Planned> plan =
                HistoryPlan.of(
                        rows(
                                item("first", ", \"status_in_seed\": \"ongoing\""),
                                item("second", ", \"follow_up_of\": {\"key\": \"first\"}")),
                        world,
                        TODAY);

        assertThat(outcomes(plan)).containsExactly("first ACCEPTED", "second ACCEPTED");
        assertThat(action(plan, "first").ongoing()).isTrue();
        assertThat(action(plan, "second").predecessorActionId())
                .isEqualTo(HistoryPlan.actionOf("first"));
    }

    @Test
    void the_same_file_a_second_time_changes_nothing() {
        world.keep(HistoryPlan.of(published(), world, TODAY));

        List<Planned> again = HistoryPlan.of(published(), world, TODAY);

        assertThat(again)
                .allSatisfy(
                        row -> {
                            assertThat(row.action()).isNull();
                            assertThat(row.line().outcome()).isEqualTo(Outcome.ACCEPTED);
                            assertThat(codes(row)).containsExactly("already-imported");
                        });
    }

    @Test
    void a_bad_file_is_judged_row_by_row() {
        world.holders.put("2015-03", "another-action");
        List<Row> rows =
                rows(
                        item("good", ""),
                        item("no-country", ", \"country_iso2\": \"XX\""),
                        item("no-type", ", \"types_of_assistance\": [\"Money\"]"),
                        item("no-activity", ", \"activities\": [{\"type\": \"party\"}]"),
                        item("taken", ", \"reference\": \"2015-03\""),
                        item("first", ", \"reference\": \"2015-04\""),
                        item("second", ", \"reference\": \"2015-04\""),
                        item("a", ", \"follow_up_of\": {\"key\": \"b\"}"),
                        item("b", ", \"follow_up_of\": {\"key\": \"c\"}"),
                        item("c", ", \"follow_up_of\": {\"key\": \"a\"}"),
                        item("after-cycle", ", \"follow_up_of\": {\"key\": \"a\"}"),
                        item("self", ", \"follow_up_of\": {\"key\": \"self\"}"),
                        item("good", ", \"outcome\": \"other\""),
                        "{\"title\": \"No key\"}",
                        "{\"key\": 7, \"title\": []}",
                        item("backwards", dates("2015-05-01", "2015-04-30")),
                        item("one-day", dates("2015-05-01", "2015-05-01")),
                        item("tomorrow", dates("2026-11-03", "2026-11-03")),
                        item("today", dates("2026-11-02", "2026-11-02")),
                        item("vague", dates("2015-05", "2015")),
                        item(
                                "by-name",
                                ", \"country_iso2\": null, \"country_name\": \"Ivory Coast\""),
                        item("greek", ", \"expert_countries\": [\"EL\"]"),
                        item("short-number", ", \"reference\": \"2016-7\""));

        List<Planned> plan = HistoryPlan.of(with(rows, new Row(99, null, "Broken.")), world, TODAY);

        assertThat(outcomes(plan))
                .containsExactly(
                        "good ACCEPTED",
                        "no-country REFUSED unknown-country",
                        "no-type REFUSED unknown-type",
                        "no-activity REFUSED unknown-type",
                        "taken REFUSED reference-taken",
                        "first ACCEPTED",
                        "second REFUSED reference-taken",
                        "a REFUSED cycle",
                        "b REFUSED cycle",
                        "c REFUSED cycle",
                        "after-cycle REPAIRED predecessor-unknown",
                        "self REFUSED cycle",
                        "good REFUSED import-key-in-use",
                        "null REFUSED key-missing",
                        "null REFUSED wrong-form",
                        "backwards REFUSED end-before-start",
                        "one-day ACCEPTED",
                        "tomorrow REFUSED in-the-future",
                        "today ACCEPTED",
                        "vague REPAIRED date-not-recorded",
                        "by-name REPAIRED country-from-name",
                        "greek ACCEPTED",
                        "short-number REPAIRED reference-form",
                        "null REFUSED broken-row");
        assertThat(action(plan, "by-name").country()).isEqualTo("CI");
        assertThat(action(plan, "greek").expertCountries()).containsExactly("GR");
        assertThat(action(plan, "short-number").reference()).isEqualTo("2016-07");
        assertThat(plan.get(6).line().notes()).extracting(Note::rule).containsExactly("R24");
        assertThat(plan.get(7).line().notes()).extracting(Note::rule).containsExactly("R29");
    }

    @Test
    void four_activities_stand_and_a_fifth_is_refused() {
        String activity = "{\"type\": \"workshop\"}";
        String four = String.join(",", activity, activity, activity, activity);

        List<Planned> plan =
                HistoryPlan.of(
                        rows(
                                item("four", ", \"activities\": [" + four + "]"),
                                item("five", ", \"activities\": [" + four + "," + activity + "]")),
                        world,
                        TODAY);

        assertThat(outcomes(plan))
                .containsExactly("four ACCEPTED", "five REFUSED too-many-activities");
    }

    @Test
    @Rule("R26")
    void an_action_of_history_has_a_lead_partner() {
        assertThat(
                        judged(
                                "{\"key\": \"a\", \"title\": \"T\"}",
                                "{\"key\": \"b\", \"title\": \"T\", \"partner_institution\": {}}",
                                item("c", "")))
                .containsExactly(
                        "a REFUSED partner-missing", "b REFUSED partner-missing", "c ACCEPTED");
    }

    @Test
    @Rule("R28")
    void a_retired_type_stays_valid_on_an_old_action_and_an_unknown_one_is_refused() {
        assertThat(
                        judged(
                                item("a", ", \"types_of_assistance\": [\"Capacity building\"]"),
                                item("b", ", \"types_of_assistance\": [\"policy development\"]")))
                .containsExactly("a ACCEPTED", "b REFUSED unknown-type");
    }

    @Test
    @Rule("R29")
    void a_chain_of_predecessors_has_no_cycle() {
        assertThat(
                        judged(
                                item("a", ", \"follow_up_of\": {\"key\": \"b\"}"),
                                item("b", ""),
                                item("c", ", \"follow_up_of\": {\"key\": \"d\"}"),
                                item("d", ", \"follow_up_of\": {\"key\": \"c\"}")))
                .containsExactly("a ACCEPTED", "b ACCEPTED", "c REFUSED cycle", "d REFUSED cycle");
    }

    /** Judges a file and bears witness of each row's rule. */
    private List<String> judged(String... items) {
        List<Planned> plan = HistoryPlan.of(rows(items), world, TODAY);
        for (Planned row : plan) {
            if (row.line().outcome() == Outcome.REFUSED) {
                row.line().notes().forEach(note -> RuleWitness.refused(note.rule()));
            } else {
                RuleWitness.accepted();
            }
        }
        return outcomes(plan);
    }

    @Test
    void other_text_under_a_known_key_is_refused_and_other_spacing_is_not() {
        world.keep(HistoryPlan.of(rows(item("k", "")), world, TODAY));

        List<Planned> plan =
                HistoryPlan.of(rows(item("k", ", \"outcome\": \"new\"")), world, TODAY);
        List<Planned> spaced =
                HistoryPlan.of(rows(item("k", "").replace(":", " : ")), world, TODAY);

        assertThat(outcomes(plan)).containsExactly("k REFUSED import-key-in-use");
        assertThat(outcomes(spaced)).containsExactly("k ACCEPTED already-imported");
    }

    private static String dates(String start, String end) {
        return ", \"dates\": {\"activities_start\": \"%s\", \"activities_end\": \"%s\"}"
                .formatted(start, end);
    }

    private static String item(String key, String more) {
        String base =
                "{\"key\": \"%s\", \"kind\": \"action\", \"title\": \"T\", ".formatted(key)
                        + (more.contains("country_iso2") ? "" : "\"country_iso2\": \"CO\", ")
                        + (more.contains("partner_institution")
                                ? "\"dates\": null"
                                : "\"partner_institution\": " + partner("municipal", "government"));
        return base + more + "}";
    }

    private static String partner(String level, String kind) {
        return "{\"name_en\": \"IPES\", \"level\": \"%s\", \"kind\": \"%s\"}"
                .formatted(level, kind);
    }

    private static List<Row> rows(String... items) {
        List<Row> rows = new ArrayList<>();
        for (String item : items) {
            rows.add(new Row(rows.size() + 1, item, null));
        }
        return rows;
    }

    private static List<Row> with(List<Row> rows, Row last) {
        List<Row> all = new ArrayList<>(rows);
        all.add(last);
        return all;
    }

    private static List<String> outcomes(List<Planned> plan) {
        return plan.stream()
                .map(
                        row ->
                                (row.line().key()
                                                + " "
                                                + row.line().outcome()
                                                + " "
                                                + String.join(" ", codes(row)))
                                        .strip())
                .toList();
    }

    private static List<String> codes(Planned row) {
        return row.line().notes().stream().map(Note::code).toList();
    }

    private static HistoricalAction action(List<Planned> plan, String key) {
        return plan.stream()
                .filter(row -> key.equals(row.line().key()) && row.action() != null)
                .map(HistoryPlanTest::action)
                .findFirst()
                .orElseThrow();
    }

    private static HistoricalAction action(Planned row) {
        return java.util.Objects.requireNonNull(row.action());
    }

    /** The actions of the file that is committed with the product. */
    private static List<Row> published() {
        try (InputStream in = HistoryPlan.class.getResourceAsStream("seed-actions.json")) {
            List<Row> rows = new ArrayList<>();
            for (JsonNode item : JSON.readTree(in).path("actions")) {
                rows.add(new Row(rows.size() + 1, item.toString(), null));
            }
            return rows;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
