package org.socius.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.socius.reporting.Examples.approved;
import static org.socius.reporting.Examples.completed;
import static org.socius.reporting.Examples.days;
import static org.socius.reporting.Examples.figure;
import static org.socius.reporting.Examples.imported;
import static org.socius.reporting.Examples.institution;
import static org.socius.reporting.Examples.mobilised;
import static org.socius.reporting.Examples.proposed;
import static org.socius.reporting.Examples.submitted;

import com.nimbusds.jwt.JWTClaimsSet;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.contracts.Roles;
import org.socius.contracts.Topics;
import org.socius.contracts.action.ActionContract.PublishedFigureStatedV1;
import org.socius.contracts.action.ActionContract.StatementWithdrawnV1;
import org.socius.contracts.action.ActionContract.ThematicMentionStatedV1;
import org.socius.contracts.request.RequestContract.EligibilityChangedV1;
import org.socius.contracts.request.RequestContract.InstitutionsMergedV1;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.testing.Http;
import org.socius.platform.testing.RoleMatrix;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.TestTokens;
import org.socius.platform.time.Brussels;
import tools.jackson.databind.JsonNode;

/**
 * The service on a real broker and store, told of three days and a late entry by a plain producer
 * and asked over HTTP. What it should answer is reckoned by hand: see the comments.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReportingServiceTest {

    private static final List<String> REPORTS =
            List.of(
                    "overview",
                    "actions-by-country",
                    "actions-by-theme",
                    "actions-by-type-of-assistance",
                    "theme-country-matrix",
                    "working-days-by-member-state",
                    "published-vs-computed");

    private static final List<String> DIMENSIONS =
            List.of(
                    "country",
                    "type",
                    "modality",
                    "status",
                    "hostCountry",
                    "chain",
                    "step",
                    "theme",
                    "region",
                    "sdg",
                    "marker",
                    "finding");

    private static final String DAY_ONE = "asOf=2026-03-02";
    private static final String DAY_TWO = "asOf=2026-03-16";
    private static final String DAY_THREE = "asOf=2026-04-10";
    private static final String BEFORE_LATE_ENTRY = DAY_THREE + "&knownAt=2026-04-30T00:00:00Z";
    private static final String MARCH = DAY_THREE + "&from=2026-03-01&to=2026-03-31";
    private static final String APRIL = DAY_THREE + "&from=2026-04-01&to=2026-04-30";
    private static final List<String> QUESTIONS =
            List.of(DAY_ONE, DAY_TWO, DAY_THREE, BEFORE_LATE_ENTRY, MARCH, APRIL);

    private static final Told FACTS = facts();
    private static RunningService service;
    private static Http anybody;

    private static Told facts() {
        return new Told()
                // Day one: IPES of Colombia asks; A1 is approved; an Italian works 3 days on it.
                .on("2026-03-02")
                .tell("ipes", institution("ipes", "Institute for Social Economy", "CO"))
                .tell("molsa", institution("molsa", "Ministry of Labour", "AM"))
                .tell("of-A1", submitted("of-A1", "ipes", "CO", "TA-POL", "SI-COV"))
                .tell(
                        "A1",
                        proposed("A1", "ipes", "CO", "TA-POL", "SI-COV"),
                        approved("A1", "ipes", List.of("CO"), "TA-POL", "SI-COV"))
                .tell(
                        "M1",
                        mobilised("M1", "E1", "A1", "IT"),
                        days("M1", "E1", "A1", "IT", 3, "2026-03-02"))
                .tell(
                        "eligibility-list",
                        new EligibilityChangedV1("MC", true, LocalDate.of(2026, 3, 3)))
                // What was published: entered on day one; one figure corrected in May.
                .tell("F1", figure("F1", "eligible_partner_countries", "138", null, null))
                .tell("F2", figure("F2", "actions_implemented", "46", "2014-01", "2018-06"))
                .tell("F3", figure("F3", "activities_implemented", "131", "2014-01", "2018-06"))
                .tell("F4", figure("F4", "partner_countries_reached", "34", "2014-01", "2018-06"))
                .tell("F5", figure("F5", "activities", "300", "2013", null))
                .tell("F6", ofTheInstitute("F6", "informal_sector_share_of_gdp", 50))
                .tell("F7", ofTheInstitute("F7", "informal_sector_share_of_labour_force", 90))
                .tell(
                        "F8",
                        new PublishedFigureStatedV1(
                                "F8",
                                null,
                                "actions",
                                BigDecimal.valueOf(37),
                                "actions",
                                null,
                                null,
                                null,
                                null,
                                null,
                                "A page not yet public",
                                false))
                .tell(
                        "F9",
                        figure("F9", "experts", "9999", null, null),
                        new StatementWithdrawnV1("F9"))
                .tell(
                        "T1",
                        new ThematicMentionStatedV1(
                                "T1",
                                null,
                                "pensions",
                                "SI-PEN",
                                "MX",
                                null,
                                "A page on the web",
                                true))
                // Day two: Armenia; a Greek works 5 days; A1's activity is completed.
                .on("2026-03-16")
                .tell("of-A2", submitted("of-A2", "molsa", "AM", "TA-LEG", "SA-DIS"))
                .tell("A2", approved("A2", "molsa", List.of("AM"), "TA-LEG", "SA-DIS"))
                .tell(
                        "M2",
                        mobilised("M2", "E2", "A2", "GR"),
                        days("M2", "E2", "A2", "GR", 5, "2026-03-13"))
                .tell("A1", completed("A1", 1, "2026-03-16"))
                // Day three: Peru; the same Italian is mobilised again and worked 10 days on A1;
                // A2's activity is completed.
                .on("2026-04-10")
                .tell("of-A3", submitted("of-A3", "ipes", "PE", "TA-POL", "LB-INF"))
                .tell("A3", approved("A3", "ipes", List.of("PE"), "TA-POL", "LB-INF"))
                .tell("M3", mobilised("M3", "E1", "A3", "IT"))
                .tell("M1", days("M1", "E1", "A1", "IT", 10, "2026-04-08"))
                .tell("A2", completed("A2", 1, "2026-04-10"))
                // Entered on 4 May: what happened on 20 March.
                .late("2026-03-20", "2026-05-04T09:00:00Z")
                .tell("of-A4", submitted("of-A4", "ipes", "CO", "TA-INS", "SI-COV"))
                .tell(
                        "A4",
                        approved("A4", "ipes", List.of("CO"), "TA-INS", "SI-COV"),
                        completed("A4", 1, "2026-03-20"))
                .tell(
                        "M4",
                        mobilised("M4", "E3", "A4", "ES"),
                        days("M4", "E3", "A4", "ES", 2, "2026-03-20"))
                .late("2026-05-04", "2026-05-04T09:00:00Z")
                .tell("F2", figure("F2", "actions_implemented", "64", "2014-01", "2018-06"))
                // After all of them, two records of history without dates; one without a country.
                // Armenia's ministry, known twice until then, asks once more.
                .on("2026-06-01")
                .tell("minist", institution("minist", "Ministry of Labor", "AM"))
                .tell("of-A5", submitted("of-A5", "minist", "AM", "TA-LEG", "SA-DIS"))
                .tell("minist", new InstitutionsMergedV1("minist", "molsa"))
                .tell("H1", imported("H1", "2014-12", "CO", "CLOSED"))
                .tell("H2", imported("H2", null, null, "UNDER_IMPLEMENTATION"));
    }

    /** What somebody else states of a country (R120). */
    private static PublishedFigureStatedV1 ofTheInstitute(String id, String metric, int percent) {
        return new PublishedFigureStatedV1(
                id,
                null,
                metric,
                BigDecimal.valueOf(percent),
                "percent",
                null,
                null,
                null,
                "CM",
                "National Employment Institute",
                "An article on the web",
                true);
    }

    @BeforeAll
    static void start() {
        RunningService.feed(EmbeddedParts.kafkaBootstrap(), ReportingServiceTest::tellThreeTimes);
        service = run("reporting").knowing(FACTS);
        anybody = service.http();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static void tellThreeTimes(KafkaProducer<byte[], byte[]> producer) {
        for (var record : FACTS.records()) {
            for (int copy = 0; copy < 3; copy++) {
                producer.send(record);
            }
        }
        for (int copy = 0; copy < 3; copy++) {
            producer.send(
                    new ProducerRecord<>(
                            Topics.ACTION,
                            "poison".getBytes(StandardCharsets.UTF_8),
                            new byte[] {1, 2, 3}));
        }
    }

    private static RunningService run(String database) {
        return RunningService.start(EmbeddedParts.kafkaBootstrap(), database);
    }

    @Test
    void the_overview_answers_along_both_times_as_reckoned_by_hand() {
        // requests, actions, activities, countries, institutions, experts, mobilisations, days
        assertThat(overview(DAY_ONE)).containsExactly(1, 1, 0, 1, 1, 1, 1, 3);
        assertThat(overview(DAY_TWO)).containsExactly(2, 2, 1, 2, 2, 2, 2, 8);
        assertThat(overview(DAY_THREE)).containsExactly(4, 4, 3, 3, 2, 3, 4, 20);
        assertThat(overview(BEFORE_LATE_ENTRY)).containsExactly(3, 3, 2, 3, 2, 2, 3, 18);
        assertThat(overview(MARCH)).containsExactly(3, 3, 2, 2, 2, 3, 3, 10);
        assertThat(overview(APRIL)).containsExactly(1, 1, 1, 1, 1, 1, 1, 10);
        // Without a limit the two imported actions count, one of them with its two activities.
        assertThat(overview("")).containsExactly(5, 6, 5, 3, 4, 3, 4, 20);
        int first = get("overview", DAY_ONE).at("/eligibleCountries").asInt();
        assertThat(first).isGreaterThan(100);
        assertThat(get("overview", DAY_TWO).at("/eligibleCountries").asInt()).isEqualTo(first + 1);
        JsonNode stated = get("overview", "").at("/published");
        assertThat(stated.get(1).at("/value").asString()).isEqualTo("64");
        assertThat(stated.get(1).at("/source").asString()).isEqualTo("An article on the web");
        assertThat(stated.get(5).at("/attributedTo").asString())
                .isEqualTo("National Employment Institute");
    }

    @Test
    void actions_by_country_as_reckoned_by_hand() {
        assertThat(cells("actions-by-country", DAY_ONE, "actions", "country"))
                .isEqualTo(Map.of("CO", 1L));
        assertThat(cells("actions-by-country", DAY_TWO, "actions", "country"))
                .isEqualTo(Map.of("CO", 1L, "AM", 1L));
        assertThat(cells("actions-by-country", DAY_THREE, "actions", "country"))
                .isEqualTo(Map.of("CO", 2L, "AM", 1L, "PE", 1L));
        assertThat(cells("actions-by-country", BEFORE_LATE_ENTRY, "actions", "country"))
                .isEqualTo(Map.of("CO", 1L, "AM", 1L, "PE", 1L));
        assertThat(cells("actions-by-country", MARCH, "actions", "country"))
                .isEqualTo(Map.of("CO", 2L, "AM", 1L));
        assertThat(cells("actions-by-country", APRIL, "actions", "country"))
                .isEqualTo(Map.of("AM", 0L, "CO", 0L, "PE", 1L));
        assertThat(cells("actions-by-country", APRIL, "workingDays", "country"))
                .isEqualTo(Map.of("AM", 0L, "CO", 10L, "PE", 0L));
        assertThat(cells("actions-by-country", "", "actions", "country"))
                .isEqualTo(Map.of("CO", 3L, "AM", 1L, "PE", 1L, "null", 1L));
    }

    @Test
    void a_country_shows_its_first_and_last_recorded_day() {
        for (JsonNode row : get("actions-by-country", DAY_THREE).at("/rows")) {
            if (row.at("/country").asString().equals("CO")) {
                // A1 was completed from 12 to 16 March, A4 from 16 to 20 March.
                assertThat(row.at("/firstDate").asString()).isEqualTo("2026-03-12");
                assertThat(row.at("/lastDate").asString()).isEqualTo("2026-03-20");
            }
        }
        for (JsonNode row : get("actions-by-country", "").at("/rows")) {
            if (row.at("/country").isNull()) {
                assertThat(row.at("/firstDate").isNull()).isTrue();
            }
        }
    }

    @Test
    void actions_by_theme_as_reckoned_by_hand() {
        assertThat(cells("actions-by-theme", DAY_ONE, "actions", "theme"))
                .isEqualTo(Map.of("SI-COV", 1L));
        assertThat(cells("actions-by-theme", DAY_TWO, "actions", "theme"))
                .isEqualTo(Map.of("SI-COV", 1L, "SA-DIS", 1L));
        assertThat(cells("actions-by-theme", DAY_THREE, "actions", "theme"))
                .isEqualTo(Map.of("SI-COV", 2L, "SA-DIS", 1L, "LB-INF", 1L));
        assertThat(cells("actions-by-theme", BEFORE_LATE_ENTRY, "actions", "theme"))
                .isEqualTo(Map.of("SI-COV", 1L, "SA-DIS", 1L, "LB-INF", 1L));
        assertThat(cells("actions-by-theme", MARCH, "actions", "theme"))
                .isEqualTo(Map.of("SI-COV", 2L, "SA-DIS", 1L));
        assertThat(cells("actions-by-theme", APRIL, "actions", "theme"))
                .isEqualTo(Map.of("SI-COV", 0L, "SA-DIS", 0L, "LB-INF", 1L));
        assertThat(cells("actions-by-theme", APRIL, "workingDays", "theme"))
                .isEqualTo(Map.of("SI-COV", 10L, "SA-DIS", 0L, "LB-INF", 0L));
    }

    @Test
    void actions_by_type_of_assistance_as_reckoned_by_hand() {
        String table = "actions-by-type-of-assistance";
        String by = "typeOfAssistance";
        Map<String, Long> one =
                new TreeMap<>(
                        Map.of(
                                "TA-POL", 1L, "TA-LEG", 0L, "TA-ORG", 0L, "TA-INS", 0L, "TA-IRP",
                                0L));
        assertThat(cells(table, DAY_ONE, "actions", by)).isEqualTo(one);
        one.put("TA-LEG", 1L);
        assertThat(cells(table, DAY_TWO, "actions", by)).isEqualTo(one);
        one.put("TA-POL", 2L);
        assertThat(cells(table, BEFORE_LATE_ENTRY, "actions", by)).isEqualTo(one);
        one.put("TA-INS", 1L);
        assertThat(cells(table, DAY_THREE, "actions", by)).isEqualTo(one);
        one.put("TA-POL", 1L);
        assertThat(cells(table, MARCH, "actions", by)).isEqualTo(one);
        one.putAll(Map.of("TA-LEG", 0L, "TA-INS", 0L));
        assertThat(cells(table, APRIL, "actions", by)).isEqualTo(one);
        List<String> labels = new ArrayList<>();
        get(table, "").at("/rows").forEach(row -> labels.add(row.at("/label").asString()));
        assertThat(labels)
                .containsExactlyInAnyOrder(
                        "Policy development",
                        "Legislative & regulatory framework development",
                        "Organisational management (structures & functions)",
                        "Institutional Strengthening",
                        "Institutional (Regulatory & Policy)");
    }

    @Test
    void the_theme_country_matrix_as_reckoned_by_hand() {
        String table = "theme-country-matrix";
        assertThat(cells(table, DAY_ONE, "actions", "theme", "country"))
                .isEqualTo(Map.of("SI-COV/CO", 1L));
        assertThat(cells(table, DAY_TWO, "actions", "theme", "country"))
                .isEqualTo(Map.of("SI-COV/CO", 1L, "SA-DIS/AM", 1L));
        assertThat(cells(table, DAY_THREE, "actions", "theme", "country"))
                .isEqualTo(Map.of("SI-COV/CO", 2L, "SA-DIS/AM", 1L, "LB-INF/PE", 1L));
        assertThat(cells(table, BEFORE_LATE_ENTRY, "actions", "theme", "country"))
                .isEqualTo(Map.of("SI-COV/CO", 1L, "SA-DIS/AM", 1L, "LB-INF/PE", 1L));
        assertThat(cells(table, MARCH, "actions", "theme", "country"))
                .isEqualTo(Map.of("SI-COV/CO", 2L, "SA-DIS/AM", 1L));
        assertThat(cells(table, APRIL, "actions", "theme", "country"))
                .isEqualTo(Map.of("LB-INF/PE", 1L));
    }

    @Test
    void working_days_by_member_state_as_reckoned_by_hand() {
        String table = "working-days-by-member-state";
        assertThat(cells(table, DAY_ONE, "workingDays", "memberState")).isEqualTo(Map.of("IT", 3L));
        assertThat(cells(table, DAY_TWO, "workingDays", "memberState"))
                .isEqualTo(Map.of("IT", 3L, "GR", 5L));
        assertThat(cells(table, DAY_THREE, "workingDays", "memberState"))
                .isEqualTo(Map.of("IT", 13L, "GR", 5L, "ES", 2L));
        assertThat(cells(table, BEFORE_LATE_ENTRY, "workingDays", "memberState"))
                .isEqualTo(Map.of("IT", 13L, "GR", 5L));
        assertThat(cells(table, MARCH, "workingDays", "memberState"))
                .isEqualTo(Map.of("IT", 3L, "GR", 5L, "ES", 2L));
        assertThat(cells(table, APRIL, "workingDays", "memberState")).isEqualTo(Map.of("IT", 10L));
        assertThat(cells(table, APRIL, "mobilisations", "memberState")).isEqualTo(Map.of("IT", 1L));
    }

    @Test
    @Rule(value = "R113", derived = true)
    void published_figures_stand_beside_computed_ones_as_reckoned_by_hand() {
        // actions, activities, countries
        assertThat(computed(DAY_ONE)).containsExactly(1L, 0L, 1L);
        assertThat(computed(DAY_TWO)).containsExactly(2L, 1L, 2L);
        assertThat(computed(DAY_THREE)).containsExactly(4L, 3L, 3L);
        assertThat(computed(BEFORE_LATE_ENTRY)).containsExactly(3L, 2L, 3L);
        assertThat(computed(MARCH)).containsExactly(3L, 2L, 2L);
        assertThat(computed(APRIL)).containsExactly(1L, 1L, 1L);
        JsonNode actions = get("published-vs-computed", "").at("/rows").get(1);
        assertThat(actions.at("/published").asInt()).isEqualTo(64);
        assertThat(actions.at("/computed").asInt()).isEqualTo(6);
        assertThat(actions.at("/computedInPeriod").asInt()).isZero();
        assertThat(actions.at("/withoutDateInPeriod").asInt()).isEqualTo(2);
    }

    private static List<String> published(Http reader, String question) {
        List<String> published = new ArrayList<>();
        reader.get(path("published-vs-computed", question))
                .body()
                .at("/rows")
                .forEach(
                        row ->
                                published.add(
                                        row.at("/recordId").asString()
                                                + "="
                                                + row.at("/published").asString()));
        return published;
    }

    @Test
    @Rule(value = "R113", derived = true)
    void published_figures_are_those_of_the_records_as_of_any_day_and_as_known_on_any() {
        List<String> corrected =
                List.of("F1=138", "F2=64", "F3=131", "F4=34", "F5=300", "F6=50", "F7=90");
        List<String> before =
                List.of("F1=138", "F2=46", "F3=131", "F4=34", "F5=300", "F6=50", "F7=90");
        assertThat(published(anybody, "")).isEqualTo(corrected);
        assertThat(published(anybody, "asOf=2018-06-30")).isEqualTo(corrected);
        assertThat(published(anybody, "knownAt=2026-04-30T00:00:00Z")).isEqualTo(before);
        assertThat(published(anybody, "knownAt=2026-03-01T00:00:00Z")).isEmpty();
        Http auditor = anybody.as(TestTokens.token("otto", "auditor"));
        assertThat(published(auditor, "")).hasSize(8).contains("F8=37");
        JsonNode open = get("published-vs-computed", "").at("/rows").get(4);
        assertThat(open.at("/period").asString()).isEqualTo("2013/..");
        assertThat(open.at("/measure").asString()).isEqualTo("activities");
        assertThat(open.at("/computedInPeriod").asInt()).isEqualTo(3);
        assertThat(
                        anybody.get(path("published-vs-computed/records", "metric=activities"))
                                .body()
                                .at("/totalItems")
                                .asInt())
                .isEqualTo(open.at("/computed").asInt());
    }

    @Test
    void themes_stated_with_a_country_stand_beside_the_computed_ones() {
        JsonNode stated = get("theme-country-matrix", "asOf=2026-03-01").at("/stated");
        assertThat(stated).hasSize(1);
        assertThat(stated.get(0).at("/theme").asString()).isEqualTo("SI-PEN");
        assertThat(stated.get(0).at("/country").asString()).isEqualTo("MX");
        assertThat(stated.get(0).at("/source").asString()).isEqualTo("A page on the web");
    }

    @Test
    void who_asks_for_public_headers_needs_no_token() {
        assertThat(anybody.send("HEAD", path("overview", ""), null).status()).isEqualTo(200);
        assertThat(anybody.send("HEAD", "/api/v1/notifications", null).status()).isEqualTo(401);
    }

    @Test
    void every_report_answers_every_question_differently() {
        for (String report : REPORTS) {
            Set<String> answers = new HashSet<>();
            for (String question : QUESTIONS) {
                answers.add(withoutMeta(get(report, question)));
            }
            assertThat(answers).as(report).hasSize(QUESTIONS.size());
        }
    }

    @Test
    @Rule(value = "R116", derived = true)
    void an_expert_counts_once_in_a_period_however_often_mobilised() {
        // E1 was mobilised on 2 March and on 10 April.
        assertThat(both("from=2026-03-01&to=2026-04-30&expertCountry=IT")).containsExactly(1, 2);
        assertThat(both("from=2026-04-01&to=2026-04-30&expertCountry=IT")).containsExactly(1, 1);
    }

    private static List<Integer> both(String question) {
        JsonNode body = get("overview", question);
        return List.of(body.at("/experts").asInt(), body.at("/mobilisations").asInt());
    }

    @Test
    @Rule(value = "R115", derived = true)
    void each_thing_falls_into_the_period_of_the_event_that_makes_it_count() {
        // A2 was approved on 16 March and completed on 10 April; M1 worked until 8 April, entered
        // on the 10th, on an action of 2 March.
        String late = "from=2026-03-17&to=2026-04-09";
        assertThat(get("overview", late + "&country=AM").at("/actions").asInt()).isZero();
        assertThat(get("overview", late + "&country=AM").at("/activities").asInt()).isZero();
        assertThat(get("overview", late + "&country=CO").at("/workingDays").asInt()).isEqualTo(12);
        String tenth = "from=2026-04-10&to=2026-04-10";
        assertThat(get("overview", tenth + "&country=AM").at("/activities").asInt()).isEqualTo(1);
        assertThat(get("overview", tenth + "&country=CO").at("/workingDays").asInt()).isZero();
        String sixteenth = "from=2026-03-16&to=2026-03-16";
        assertThat(get("overview", sixteenth + "&country=AM").at("/actions").asInt()).isEqualTo(1);
    }

    @Test
    @Rule(value = "R120", derived = true)
    void what_others_have_stated_stands_with_its_speaker_and_enters_no_figure() {
        JsonNode overview = get("overview", "");
        List<String> speakers = new ArrayList<>();
        for (JsonNode figure : overview.at("/published")) {
            if (figure.at("/unit").asString().equals("percent")) {
                speakers.add(figure.at("/attributedTo").asString());
            }
        }
        assertThat(speakers).hasSize(2).containsOnly("National Employment Institute");
        for (JsonNode row : get("published-vs-computed", "").at("/rows")) {
            if (!row.at("/attributedTo").isNull()) {
                assertThat(row.at("/computed").isNull()).as(row.toString()).isTrue();
            }
        }
    }

    @Test
    void records_without_a_date_are_left_out_of_a_period_and_counted() {
        String year = "from=2010-01-01&to=2026-12-31";
        assertThat(get("overview", year).at("/actions").asInt()).isEqualTo(4);
        assertThat(get("overview", year).at("/meta/withoutDate").asInt()).isEqualTo(2);
        assertThat(get("overview", year + "&country=CO").at("/meta/withoutDate").asInt())
                .isEqualTo(1);
        assertThat(get("overview", "").at("/meta/withoutDate").asInt()).isZero();
    }

    @Test
    void every_cell_opens_to_as_many_records_for_anybody_and_for_staff() {
        Http staff = anybody.as(TestTokens.token("clara", "coordinator"));
        for (String question :
                List.of("", DAY_TWO, MARCH, "expertCountry=IT", "region=Latin America")) {
            for (String report : REPORTS.subList(1, 6)) {
                JsonNode body = get(report, question);
                for (JsonNode row : body.at("/rows")) {
                    StringBuilder cell = new StringBuilder(question);
                    for (String dimension :
                            List.of("country", "theme", "typeOfAssistance", "memberState")) {
                        boolean belongs =
                                report.equals("theme-country-matrix")
                                        ? List.of("country", "theme").contains(dimension)
                                        : report.endsWith("by-country")
                                                        && dimension.equals("country")
                                                || report.endsWith("by-theme")
                                                        && dimension.equals("theme")
                                                || report.endsWith("assistance")
                                                        && dimension.equals("typeOfAssistance")
                                                || report.endsWith("member-state")
                                                        && dimension.equals("memberState");
                        if (belongs) {
                            JsonNode value = row.get(dimension);
                            cell.append('&')
                                    .append(dimension)
                                    .append('=')
                                    .append(value.isNull() ? "NOT_RECORDED" : value.asString());
                        }
                    }
                    for (String measure :
                            List.of("actions", "activities", "workingDays", "experts")) {
                        if (!row.has(measure)) {
                            continue;
                        }
                        for (Http reader : List.of(anybody, staff)) {
                            JsonNode page =
                                    reader.get(
                                                    path(
                                                            report + "/records",
                                                            cell
                                                                    + "&measure="
                                                                    + measure
                                                                    + "&size=200"))
                                            .body();
                            double sum = 0;
                            for (JsonNode record : page.at("/items")) {
                                sum +=
                                        measure.equals("workingDays")
                                                ? record.at("/workingDays").asDouble()
                                                : 1;
                            }
                            assertThat(sum)
                                    .as(report + "?" + cell + " " + measure)
                                    .isEqualTo(row.get(measure).asDouble());
                        }
                    }
                }
            }
        }
    }

    @Test
    void who_a_reader_is_decides_what_a_record_shows() {
        String requests = path("overview/records", "measure=requests");
        JsonNode open = anybody.get(requests).body().at("/items").get(0);
        assertThat(open.propertyNames()).containsExactly("country");
        JsonNode staff =
                anybody.as(TestTokens.token("clara", "coordinator"))
                        .get(requests)
                        .body()
                        .at("/items")
                        .get(0);
        assertThat(staff.at("/number").asString()).isEqualTo("R-of-A1");
        Http ipes =
                anybody.as(
                        TestTokens.token("ipes", Map.of("institution", "ipes"), "partner-drafter"));
        List<String> numbers = new ArrayList<>();
        ipes.get(requests)
                .body()
                .at("/items")
                .forEach(one -> numbers.add(one.path("number").asString("")));
        assertThat(numbers).containsExactly("R-of-A1", "", "R-of-A3", "R-of-A4", "");
        String experts = path("overview/records", "measure=experts");
        assertThat(anybody.get(experts).response().body()).doesNotContain("E1");
        assertThat(anybody.get("/api/v1/reports/requests-by-state").status()).isEqualTo(401);
        Http expert = anybody.as(TestTokens.token("eva", "expert"));
        assertThat(expert.get("/api/v1/reports/requests-by-state").status()).isEqualTo(403);
    }

    @Test
    void partners_see_the_figures_of_their_own_institution_where_others_need_to_be_staff() {
        Http ipes =
                anybody.as(
                        TestTokens.token("ipes", Map.of("institution", "ipes"), "partner-drafter"));
        String own = "/api/v1/reports/requests-by-state";
        assertThat(ipes.get(own).body().at("/totals/requests").asInt()).isEqualTo(3);
        assertThat(ipes.get(own + "/records").body().at("/totalItems").asInt()).isEqualTo(3);
        assertThat(ipes.get(own + "?institution=molsa").body().at("/totals/requests").asInt())
                .isZero();
        Http staff = anybody.as(TestTokens.token("clara", "coordinator"));
        assertThat(staff.get(own).body().at("/totals/requests").asInt()).isEqualTo(5);
    }

    @Test
    void what_is_missing_in_the_records_is_listed_for_staff_as_reckoned_by_hand() {
        Http staff = anybody.as(TestTokens.token("clara", "coordinator"));
        JsonNode answer = staff.get("/api/v1/reports/data-quality").body();
        Map<String, Integer> found = new TreeMap<>();
        answer.at("/rows")
                .forEach(
                        row ->
                                found.put(
                                        row.at("/finding").asString(), row.at("/records").asInt()));
        assertThat(found)
                .isEqualTo(
                        Map.of(
                                "activity-type-inferred", 2,
                                "activity-type-not-recorded", 2,
                                "completion-not-recorded", 2,
                                "country-inferred", 1,
                                "country-not-recorded", 1,
                                "end-not-recorded", 1,
                                "reference-not-recorded", 1,
                                "start-not-recorded", 2));
        assertThat(answer.at("/totals/records").asInt()).isEqualTo(12);
        JsonNode records =
                staff.get("/api/v1/reports/data-quality/records?finding=end-not-recorded").body();
        assertThat(records.at("/items/0/reference").asString()).isEqualTo("2014-12");
    }

    @Test
    void every_cell_of_every_table_opens_to_as_many_records_and_says_how_it_is_counted() {
        Http staff = anybody.as(TestTokens.token("clara", "coordinator"));
        for (String table :
                List.of(
                        "actions-by-country",
                        "activities-by-type",
                        "requests-by-state",
                        "study-visit-hosts",
                        "follow-up-chains",
                        "calls",
                        "step-durations",
                        "satisfaction",
                        "sdg",
                        "markers",
                        "data-quality")) {
            for (String query : List.of("", DAY_THREE, APRIL)) {
                JsonNode answer = staff.get(path(table, query)).body();
                JsonNode definition = answer.at("/definition");
                for (JsonNode row : answer.at("/rows")) {
                    for (String measure : definition.propertyNames()) {
                        JsonNode cell = row.path(measure);
                        if (!cell.isIntegralNumber()
                                || !answer.at("/totals").has(measure)
                                || measure.equals("workingDays")) {
                            continue;
                        }
                        String at =
                                DIMENSIONS.stream()
                                        .filter(row::has)
                                        .map(
                                                name ->
                                                        name
                                                                + "="
                                                                + row.get(name)
                                                                        .asString("NOT_RECORDED"))
                                        .collect(Collectors.joining("&"));
                        String records =
                                path(
                                        table + "/records",
                                        query
                                                + (query.isEmpty() ? "" : "&")
                                                + "measure="
                                                + measure
                                                + "&"
                                                + at);
                        assertThat(staff.get(records).body().path("totalItems").asInt(-1))
                                .as(records)
                                .isEqualTo(cell.asInt());
                    }
                }
            }
        }
    }

    @Test
    void tables_for_staff_are_shut_to_others_and_partners_see_their_own() {
        Http ipes =
                anybody.as(
                        TestTokens.token("ipes", Map.of("institution", "ipes"), "partner-drafter"));
        Http expert = anybody.as(TestTokens.token("eva", "expert"));
        for (String table :
                List.of("calls", "step-durations", "satisfaction", "markers", "data-quality")) {
            String path = "/api/v1/reports/" + table;
            assertThat(anybody.get(path).status()).isEqualTo(401);
            assertThat(anybody.get(path + "/records").status()).isEqualTo(401);
            assertThat(expert.get(path).status()).isEqualTo(403);
            assertThat(ipes.get(path).status()).isEqualTo(200);
        }
        assertThat(ipes.get("/api/v1/reports/data-quality").body().at("/rows")).isEmpty();
        assertThat(ipes.get("/api/v1/reports/step-durations").body().at("/rows/0/waiting").asInt())
                .isEqualTo(3);
        for (String table : List.of("sdg", "follow-up-chains", "study-visit-hosts")) {
            assertThat(anybody.get("/api/v1/reports/" + table).status()).isEqualTo(200);
            assertThat(anybody.get("/api/v1/reports/" + table + "/records").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void the_annual_report_sets_a_year_against_the_one_before_and_against_all() {
        JsonNode report = get("annual-report", "asOf=2027-01-31&year=2026");
        assertThat(report.at("/year").asInt()).isEqualTo(2026);
        Map<String, List<Integer>> rows = new LinkedHashMap<>();
        report.at("/rows")
                .forEach(
                        row ->
                                rows.put(
                                        row.at("/measure").asString(),
                                        List.of(
                                                row.at("/year").asInt(),
                                                row.at("/previousYear").asInt(),
                                                row.at("/total").asInt())));
        // As the overview of day three, as everything happened in 2026; history has no dates.
        assertThat(rows)
                .containsEntry("actions", List.of(4, 0, 4))
                .containsEntry("countries", List.of(3, 0, 3))
                .containsEntry("workingDays", List.of(20, 0, 20));
        assertThat(report.at("/meta/withoutDate").asInt()).isEqualTo(2);
        assertThat(report.at("/tables/working-days-by-member-state")).hasSize(3);
        assertThat(report.at("/actionList")).hasSize(4);
        assertThat(report.at("/actionList/0/workingDays").asInt()).isEqualTo(13);
        JsonNode next = get("annual-report", "asOf=2027-01-31");
        assertThat(next.at("/year").asInt()).isEqualTo(2027);
        assertThat(next.at("/rows/0/year").asInt()).isZero();
        assertThat(next.at("/rows/0/previousYear").asInt()).isEqualTo(4);
        assertThat(next.at("/rows/0/difference").asInt()).isEqualTo(-4);
        assertThat(
                        get("annual-report/records", "asOf=2027-01-31&year=2026&measure=experts")
                                .at("/totalItems")
                                .asInt())
                .isEqualTo(3);
        for (String wrong : List.of("year=2012", "year=2027", "year=next", "from=2026-01-01")) {
            assertThat(anybody.get(path("annual-report", DAY_ONE + "&" + wrong)).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void tables_and_records_are_files_for_spreadsheets_where_such_are_accepted() throws Exception {
        String table = path("actions-by-country", DAY_THREE);
        var csv = anybody.download("GET", table, "Accept", "text/csv");
        assertThat(csv.statusCode()).isEqualTo(200);
        assertThat(csv.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(csv.headers().firstValue("X-Socius-Query").orElse(""))
                .startsWith(table + "; asOf=2026-04-10; knownAt=");
        assertThat(csv.headers().firstValue("Content-Disposition").orElse(""))
                .contains("actions-by-country-2026-04-10.csv");
        String text = new String(csv.body(), StandardCharsets.UTF_8);
        assertThat(text.lines()).hasSize(4);
        assertThat(text.lines().skip(1).map(line -> line.split(",")[0]))
                .containsExactly("AM", "CO", "PE");

        String records = path("overview/records", DAY_THREE + "&measure=actions");
        String excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        var workbook = anybody.download("GET", records, "Accept", excel);
        assertThat(workbook.headers().firstValue("Content-Type")).hasValue(excel);
        try (var book =
                new org.apache.poi.xssf.usermodel.XSSFWorkbook(
                        new java.io.ByteArrayInputStream(workbook.body()))) {
            assertThat(book.getSheetAt(0).getLastRowNum()).isEqualTo(4 + 4);
        }
        assertThat(
                        new String(
                                        anybody.download(
                                                        "GET",
                                                        records + "&size=1",
                                                        "Accept",
                                                        "text/csv")
                                                .body(),
                                        StandardCharsets.UTF_8)
                                .lines())
                .hasSize(2);
        assertThat(anybody.get(table).header("Content-Type")).isEqualTo("application/json");
        var any = anybody.download("GET", table, "Accept", "*/*");
        assertThat(any.headers().firstValue("Content-Type")).hasValue("application/json");
        var wrong = anybody.download("GET", table + "&country=Peru", "Accept", "text/csv");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        var picture = anybody.download("GET", table, "Accept", "image/png");
        assertThat(picture.statusCode()).isEqualTo(406);
        assertThat(
                        anybody.download("GET", path("overview", DAY_ONE), "Accept", "text/csv")
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void every_public_action_is_in_one_file_that_is_not_sent_twice() {
        JsonNode all = anybody.get("/api/v1/open-data/actions.json").body();
        JsonNode catalogue = anybody.get("/api/v1/catalogue/actions?size=200").body();
        assertThat(all.at("/items")).isEqualTo(catalogue.at("/items"));
        String address = "/api/v1/open-data/actions.csv";
        var csv = anybody.download("GET", address);
        assertThat(csv.statusCode()).isEqualTo(200);
        List<String> lines = new String(csv.body(), StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(1 + all.at("/items").size());
        assertThat(lines.getFirst()).contains("reference,title,status,country.code");
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("2014-12", "ES; IT"));
        String tag = csv.headers().firstValue("ETag").orElse("");
        assertThat(anybody.download("GET", address, "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        assertThat(anybody.get(address + "?country=CO").status()).isEqualTo(400);
    }

    @Test
    void nobody_learns_the_state_of_a_request_from_a_public_figure() {
        Http staff = anybody.as(TestTokens.token("clara", "coordinator"));
        String submitted = path("overview", DAY_THREE + "&status=SUBMITTED");
        assertThat(staff.get(submitted).body().at("/requests").asInt()).isEqualTo(4);
        assertThat(anybody.get(submitted).body().at("/requests").asInt()).isZero();
        // Of the requests those whose action anybody may see, by the state of that action.
        String approved = path("overview", DAY_THREE + "&status=APPROVED");
        assertThat(anybody.get(approved).body().at("/requests").asInt()).isEqualTo(4);
        assertThat(anybody.get(approved).body().at("/actions").asInt()).isEqualTo(4);
        assertThat(
                        anybody.get(path("overview", DAY_THREE + "&institution=ipes"))
                                .body()
                                .at("/requests")
                                .asInt())
                .isEqualTo(3);
    }

    @Test
    void what_changed_between_two_days_adds_up_and_names_the_events() {
        Http staff = anybody.as(TestTokens.token("clara", "coordinator"));
        List<String> days = List.of("2026-03-01", "2026-03-02", "2026-03-16", "2026-04-10");
        for (String known : List.of("", "&knownAt=2026-04-30T00:00:00Z")) {
            for (String first : days) {
                for (String second : days.subList(days.indexOf(first), days.size())) {
                    JsonNode answer = changes(staff, first, second, known + "&size=200");
                    Map<String, Double> added = new TreeMap<>();
                    for (JsonNode change : answer.at("/changes/items")) {
                        added.merge(
                                change.at("/measure").asString(),
                                change.at("/change").asDouble(),
                                Double::sum);
                    }
                    for (JsonNode figure : answer.at("/figures")) {
                        String measure = figure.at("/measure").asString();
                        assertThat(figure.at("/after").asDouble())
                                .isEqualTo(
                                        get("overview", "asOf=" + second + known)
                                                .at("/" + measure)
                                                .asDouble());
                        assertThat(added.getOrDefault(measure, 0.0))
                                .as("%s from %s to %s", measure, first, second)
                                .isEqualTo(figure.at("/difference").asDouble());
                    }
                }
            }
        }
        // From day two to day three the Italian was mobilised again, and worked 10 days on A1.
        JsonNode days3 = changes(staff, "2026-03-16", "2026-04-10", "&measure=workingDays");
        assertThat(days3.at("/changes/totalItems").asInt()).isEqualTo(2);
        assertThat(days3.at("/changes/items/0/change").asInt()).isEqualTo(10);
        assertThat(days3.at("/changes/items/0/events/0/type").asString())
                .isEqualTo("org.socius.working-days.recorded.v1");
        assertThat(days3.at("/changes/items/1/events/0/recordedAt").asString())
                .as("a late entry shows when it was entered")
                .isEqualTo("2026-05-04T09:00:00Z");
        assertThat(
                        changes(staff, "2026-03-16", "2026-04-10", "&measure=actions&country=PE")
                                .at("/figures/0/difference")
                                .asInt())
                .isEqualTo(1);
    }

    @Test
    void partners_are_told_what_changed_for_their_institution_and_wrong_days_are_refused() {
        Http ipes =
                anybody.as(
                        TestTokens.token("ipes", Map.of("institution", "ipes"), "partner-drafter"));
        JsonNode own = changes(ipes, "2026-03-01", "2026-03-16", "&measure=requests");
        assertThat(own.at("/figures/0/difference").asInt()).isEqualTo(1);
        assertThat(own.at("/changes/items/0/events")).isEmpty();
        String path = "/api/v1/reports/changes";
        String days = "?between=2026-03-01&and=2026-03-16";
        JsonNode month = ipes.get(path + "?and=2026-03-16").body();
        assertThat(month.at("/between").asString()).isEqualTo("2026-02-16");
        assertThat(anybody.get(path + days).status()).isEqualTo(401);
        Http expert = anybody.as(TestTokens.token("eva", "expert"));
        assertThat(expert.get(path + days).status()).isEqualTo(403);
        for (String wrong :
                List.of(
                        "?between=2026-03-16&and=2026-03-01",
                        "?between=2999-03-16",
                        "?between=2026-02-30&and=2026-03-01",
                        days + "&measure=eligibleCountries",
                        days + "&asOf=2026-03-01",
                        days + "&country=Peru")) {
            assertThat(ipes.get(path + wrong).status()).as(wrong).isEqualTo(400);
        }
    }

    private static JsonNode changes(Http reader, String between, String and, String more) {
        return reader.get("/api/v1/reports/changes?between=" + between + "&and=" + and + more)
                .body();
    }

    @Test
    void values_that_no_table_has_are_refused_by_name() {
        Http staff = anybody.as(TestTokens.token("clara", "coordinator"));
        for (String wrong :
                List.of(
                        "step-durations/records?step=nowhere",
                        "data-quality/records?finding=nothing",
                        "markers/records?marker=gender",
                        "markers/records?marker=gender:much",
                        "markers/records?marker=colour:principal",
                        "study-visit-hosts/records?hostCountry=italy",
                        "follow-up-chains/records?chain=",
                        "sdg/records?measure=workingDays")) {
            assertThat(staff.get("/api/v1/reports/" + wrong).status()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void a_record_that_cannot_be_read_is_parked_and_only_administrators_see_and_retry_it() {
        Http admin = anybody.as(TestTokens.token("root", "admin"));
        JsonNode parked = admin.get("/api/v1/parked").body().at("/items");
        assertThat(parked).as("one for the figures, one for the notices").hasSize(2);
        assertThat(parked.get(0).at("/aggregateId").asString()).isEqualTo("poison");
        assertThat(parked.get(0).at("/records").asInt()).isEqualTo(3);
        String retry = "/api/v1/parked/" + parked.get(0).at("/id").asString() + "/retry";
        assertThat(admin.post(retry, "").body().at("/state").asString()).isEqualTo("PARKED");
        assertThat(admin.post("/api/v1/parked/nothing/retry", "").status()).isEqualTo(404);
        Http staff = anybody.as(TestTokens.token("clara", "coordinator"));
        assertThat(staff.get("/api/v1/parked").status()).isEqualTo(403);
        assertThat(staff.post(retry, "").status()).isEqualTo(403);
        assertThat(anybody.get("/api/v1/parked").status()).isEqualTo(401);
        assertThat(anybody.post(retry, "").status()).isEqualTo(401);
    }

    @Test
    void every_role_gets_from_every_operation_what_the_table_says() throws Exception {
        RoleMatrix matrix =
                RoleMatrix.of(
                        anybody,
                        Path.of("../docs/roles.md"),
                        Set.of("reporting-service", "Every service"),
                        RoleMatrix.rolesOf(Roles.class),
                        Map.of("staff", Roles.STAFF));

        assertThat(matrix.differences()).isEmpty();
        assertThat(
                        matrix.check(
                                Map.of(),
                                Map.of("{name}", "requests-by-state", "{code}", "CO"),
                                role -> TestTokens.token("some-" + role, role),
                                role -> null))
                .isEmpty();
    }

    private static List<String> told(Http caller, String query) {
        List<String> told = new ArrayList<>();
        caller.get("/api/v1/notifications?sort=at,asc&size=200" + query)
                .body()
                .at("/items")
                .forEach(
                        one ->
                                told.add(
                                        one.at("/kind").asString()
                                                + " "
                                                + one.path("reference").asString("")));
        return told;
    }

    @Test
    void everybody_is_told_what_concerns_them_and_nothing_else() {
        Http ipes =
                anybody.as(
                        TestTokens.token("ines", Map.of("institution", "ipes"), "partner-drafter"));
        Http delegation =
                anybody.as(TestTokens.token("dora", Map.of("country", "AM"), "delegation"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                assertThat(told(ipes, "&kind=REQUEST_RECEIVED"))
                                        .containsExactlyInAnyOrder(
                                                "REQUEST_RECEIVED R-of-A1",
                                                "REQUEST_RECEIVED R-of-A3",
                                                "REQUEST_RECEIVED R-of-A4"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                assertThat(told(delegation, "&kind=REQUEST_RECEIVED"))
                                        .containsExactly(
                                                "REQUEST_RECEIVED R-of-A2",
                                                "REQUEST_RECEIVED R-of-A5"));
        assertThat(told(anybody.as(TestTokens.token("otto", "auditor")), "")).isEmpty();
        assertThat(
                        anybody.as(TestTokens.token("clara", "coordinator"))
                                .get("/api/v1/notifications?kind=COFFEE")
                                .status())
                .isEqualTo(400);
    }

    @Test
    @Rule(value = "R21", derived = true)
    void who_names_one_record_of_a_merged_institution_is_told_what_the_others_are_told() {
        for (String record : List.of("molsa", "minist")) {
            Http partner =
                    anybody.as(
                            TestTokens.token(
                                    "of-" + record,
                                    Map.of("institution", record),
                                    "partner-drafter"));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () ->
                                    assertThat(told(partner, "&kind=REQUEST_RECEIVED"))
                                            .containsExactly(
                                                    "REQUEST_RECEIVED R-of-A2",
                                                    "REQUEST_RECEIVED R-of-A5"));
        }
    }

    @Test
    void a_notice_is_read_by_one_person_and_can_be_unread_again() {
        Http ipes = partnerOfIpes("first");
        Http colleague = partnerOfIpes("second");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> told(ipes, "&kind=REQUEST_RECEIVED").size() == 3);
        String unread = "/api/v1/notifications?unread=true&kind=REQUEST_RECEIVED";
        String id = ipes.get(unread).body().at("/items/0/id").asString();
        String notice = "/api/v1/notifications/" + id;
        assertThat(ipes.post(notice + "/read", "").body().at("/read").asBoolean()).isTrue();
        assertThat(ipes.get(unread).body().at("/totalItems").asInt()).isEqualTo(2);
        assertThat(colleague.get(unread).body().at("/totalItems").asInt()).isEqualTo(3);
        assertThat(
                        ipes.get("/api/v1/notifications/counts")
                                .body()
                                .at("/unreadByKind/REQUEST_RECEIVED")
                                .asInt())
                .isEqualTo(2);
        assertThat(ipes.post(notice + "/unread", "").body().at("/read").asBoolean()).isFalse();
        assertThat(ipes.get(unread).body().at("/totalItems").asInt()).isEqualTo(3);
        assertThat(ipes.post("/api/v1/notifications/read", "").body().at("/unread").asInt())
                .isZero();
        assertThat(ipes.get(unread).body().at("/totalItems").asInt()).isZero();
        Http stranger = anybody.as(TestTokens.token("otto", "auditor"));
        assertThat(stranger.post(notice + "/read", "").status()).isEqualTo(404);
    }

    private static Http partnerOfIpes(String subject) {
        return anybody.as(
                TestTokens.token(subject, Map.of("institution", "ipes"), "partner-signatory"));
    }

    @Test
    void preferences_are_kept_and_wrong_ones_refused() {
        Http clara =
                anybody.as(
                        TestTokens.token(
                                "clara-p",
                                Map.of("email", "clara@facility.example"),
                                "coordinator"));
        String path = "/api/v1/notifications/preferences";
        JsonNode first = clara.get(path).body();
        assertThat(first.at("/email").asString()).isEqualTo("clara@facility.example");
        assertThat(first.at("/emailConfirmed").asBoolean()).isTrue();
        assertThat(first.at("/digest").asString()).isEqualTo("IMMEDIATE");
        JsonNode set =
                clara.send(
                                "PUT",
                                path,
                                "{\"language\": \"pt\", \"digest\": \"WEEKLY\","
                                        + " \"muted\": [\"CALL_CLOSED\"],"
                                        + " \"email\": \"c@home.example\"}")
                        .body();
        assertThat(set.at("/emailConfirmed").asBoolean()).isFalse();
        assertThat(clara.get(path).body()).isEqualTo(set);
        assertThat(set.at("/muted/0").asString()).isEqualTo("CALL_CLOSED");
        for (String wrong :
                List.of(
                        "{\"language\": \"de\"}",
                        "{\"digest\": \"HOURLY\"}",
                        "{\"muted\": [\"COFFEE\"]}",
                        "{\"email\": \"a@b@c\"}",
                        "{\"email\": \"x\\r\\nBcc: y@z.example\"}")) {
            assertThat(clara.send("PUT", path, wrong).status()).as(wrong).isEqualTo(422);
        }
        assertThat(clara.get(path).body()).isEqualTo(set);
    }

    @Test
    void who_is_away_names_a_substitute_of_the_same_role_and_ends_it() {
        Http clara = anybody.as(TestTokens.token("clara-s", "coordinator"));
        Http conrad = anybody.as(TestTokens.token("conrad-s", "coordinator"));
        Http filip = anybody.as(TestTokens.token("filip-s", "finance-officer"));
        filip.get("/api/v1/notifications");
        LocalDate today = Brussels.day(Instant.now());
        String path = "/api/v1/substitutions";
        assertThat(clara.post(path, substitution("conrad-s", today, today)).problem())
                .endsWith("unsuitable-substitute");
        conrad.get("/api/v1/notifications");
        assertThat(clara.post(path, substitution("filip-s", today, today)).problem())
                .endsWith("unsuitable-substitute");
        assertThat(clara.post(path, substitution("clara-s", today, today)).status()).isEqualTo(422);
        assertThat(clara.post(path, substitution("conrad-s", today.minusDays(2), today)).status())
                .isEqualTo(422);
        assertThat(clara.post(path, substitution("conrad-s", today.plusDays(2), today)).status())
                .isEqualTo(422);
        Http.Answer made =
                clara.post(path, substitution("conrad-s", today.plusDays(1), today.plusDays(9)));
        assertThat(made.status()).isEqualTo(201);
        JsonNode seen = conrad.get(path).body().at("/items/0");
        assertThat(seen.at("/person").asString()).isEqualTo("clara-s");
        assertThat(seen.at("/reason").isNull()).isTrue();
        String withdrawal = path + "/" + made.body().at("/id").asString() + "/withdrawal";
        assertThat(filip.post(withdrawal, "").status()).isEqualTo(404);
        assertThat(clara.post(withdrawal, "").status()).isEqualTo(200);
        assertThat(clara.post(withdrawal, "").problem()).endsWith("wrong-state");
    }

    private static String substitution(String substitute, LocalDate from, LocalDate to) {
        return "{\"substitute\": \"%s\", \"from\": \"%s\", \"to\": \"%s\", \"reason\": \"leave\"}"
                .formatted(substitute, from, to);
    }

    @Test
    void without_a_valid_token_only_what_is_public_is_open() {
        String good = TestTokens.token("clara", "coordinator");
        String elsewhere =
                TestTokens.signed(
                        new JWTClaimsSet.Builder()
                                .issuer(TestTokens.ISSUER)
                                .audience("another-api")
                                .subject("clara")
                                .claim("roles", List.of("coordinator"))
                                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                                .build());
        String closed = "/api/v1/reports/requests-by-state";
        assertThat(anybody.get(closed).status()).isEqualTo(401);
        for (String wrong :
                List.of(
                        "nonsense",
                        good.substring(0, good.lastIndexOf('.') + 1) + "AAAA",
                        elsewhere)) {
            assertThat(anybody.as(wrong).get(closed).status()).isEqualTo(401);
            assertThat(anybody.as(wrong).get("/api/v1/reports/overview").status()).isEqualTo(401);
        }
        assertThat(anybody.as(good).get(closed).status()).isEqualTo(200);
        assertThat(anybody.get("/api/v1/reports/overview").status()).isEqualTo(200);
    }

    @Test
    void the_status_says_how_far_the_intake_is() {
        Http.Answer open = anybody.get("/api/v1/status");
        assertThat(open.status()).isEqualTo(200);
        assertThat(open.body().at("/intakes").propertyNames()).containsExactly("up");
        JsonNode intake =
                anybody.as(TestTokens.token("clara", "coordinator"))
                        .get("/api/v1/status")
                        .body()
                        .at("/intakes")
                        .get("reporting-service.figures.reporting");
        assertThat(intake.at("/contained").get(Topics.ACTION).asLong())
                .isEqualTo(FACTS.count(Topics.ACTION));
        assertThat(intake.at("/parkedSequences").asInt()).isEqualTo(1);
        assertThat(intake.at("/lagRecords").asInt()).isZero();
    }

    @Test
    void parameters_that_are_unknown_or_cannot_be_read_are_refused() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("colour=red", "unknown-parameter");
        expected.put("page=1", "unknown-parameter");
        expected.put("memberState=IT", "unknown-parameter");
        expected.put("asOf=yesterday", "invalid-parameter");
        expected.put("asOf=2026-02-30", "invalid-parameter");
        expected.put("knownAt=2026-03-01", "invalid-parameter");
        expected.put("from=2026-04-01&to=2026-03-01", "invalid-parameter");
        expected.put("asOf=2026-03-01&asOf=2026-03-02", "invalid-parameter");
        expected.put("asOf=%2B999999999-12-31", "invalid-parameter");
        expected.put("from=-999999999-01-01", "invalid-parameter");
        expected.put("to=20260301", "invalid-parameter");
        expected.put("knownAt=2026-13-01T00:00:00Z", "invalid-parameter");
        expected.put("from=", "invalid-parameter");
        expected.put("sort=actions", "unknown-parameter");
        expected.put("size=5", "unknown-parameter");
        expected.put("theme=NOPE", "invalid-parameter");
        expected.put("country=Colombia", "invalid-parameter");
        expected.put("sdg=all", "invalid-parameter");
        expected.forEach(
                (query, problem) -> {
                    Http.Answer answer = anybody.get(path("actions-by-country", query));
                    assertThat(answer.status()).as(query).isEqualTo(400);
                    assertThat(answer.problem()).as(query).isEqualTo(problem);
                });
        for (String query :
                List.of("measure=happiness", "size=0", "size=201", "page=-1", "sort=country")) {
            assertThat(anybody.get(path("overview/records", query)).status())
                    .as(query)
                    .isEqualTo(400);
        }
        for (String query :
                List.of("asOf=soon", "knownAt=2026", "from=2026-02-02&to=2026-02-01", "x=1")) {
            for (String at : List.of("actions", "actions/2014-12", "countries/CO")) {
                assertThat(anybody.get("/api/v1/catalogue/" + at + "?" + query).status())
                        .as(at + query)
                        .isEqualTo(400);
            }
        }
        assertThat(anybody.get("/api/v1/catalogue/actions/2014-12?page=0").status()).isEqualTo(400);
        assertThat(anybody.get("/api/v1/catalogue/actions?sort=colour").status()).isEqualTo(400);
        assertThat(
                        anybody.as(TestTokens.token("clara", "coordinator"))
                                .get("/api/v1/reports/no-such-table")
                                .status())
                .isEqualTo(404);
    }

    @Test
    void nothing_has_happened_yet_on_a_day_to_come_that_is_not_known_today() {
        assertThat(withoutMeta(get("actions-by-country", "asOf=9999-12-31")))
                .isEqualTo(withoutMeta(get("actions-by-country", "")));
        assertThat(overview("asOf=0000-01-01")).containsOnly(0);
        assertThat(overview("knownAt=9999-12-31T23:59:59Z")).isEqualTo(overview(""));
    }

    @Test
    void records_come_in_pages_that_make_the_figure_and_say_what_they_were_asked_for() {
        String query = "overview/records?measure=workingDays&" + DAY_THREE + "&size=2";
        List<String> all = new ArrayList<>();
        for (int page = 0; page < 2; page++) {
            JsonNode body = anybody.get("/api/v1/reports/" + query + "&page=" + page).body();
            body.at("/items").forEach(item -> all.add(item.toString()));
            assertThat(body.at("/totalItems").asInt()).isEqualTo(4);
            assertThat(body.at("/totalPages").asInt()).isEqualTo(2);
            assertThat(body.at("/meta/asOf").asString()).isEqualTo("2026-04-10");
            assertThat(body.at("/meta/positions").size()).isEqualTo(3);
        }
        assertThat(all).doesNotHaveDuplicates().hasSize(4);
        assertThat(anybody.get("/api/v1/reports/" + query).header("Link"))
                .contains("rel=\"next\"", "rel=\"last\"");
    }

    @Test
    void the_catalogue_answers_along_both_times_and_for_a_period_as_reckoned_by_hand() {
        assertThat(catalogue(DAY_ONE)).containsExactly("A1");
        assertThat(catalogue(DAY_TWO)).containsExactlyInAnyOrder("A1", "A2");
        assertThat(catalogue(DAY_THREE)).containsExactlyInAnyOrder("A1", "A2", "A3", "A4");
        assertThat(catalogue(BEFORE_LATE_ENTRY)).containsExactlyInAnyOrder("A1", "A2", "A3");
        assertThat(catalogue(MARCH)).containsExactlyInAnyOrder("A1", "A2", "A4");
        assertThat(catalogue(APRIL)).containsExactly("A3");
        JsonNode meta = anybody.get("/api/v1/catalogue/actions?" + APRIL).body().at("/meta");
        assertThat(meta.propertyNames())
                .containsExactly(
                        "asOf",
                        "knownAt",
                        "from",
                        "to",
                        "positions",
                        "withoutDate",
                        "lagSeconds",
                        "generatedAt");
        // The two records of history, entered after that day, have no date.
        assertThat(meta.at("/withoutDate").asInt()).isZero();
        assertThat(
                        anybody.get("/api/v1/catalogue/actions?from=2026-04-01&to=2026-04-30")
                                .body()
                                .at("/meta/withoutDate")
                                .asInt())
                .isEqualTo(2);

        String card = "/api/v1/catalogue/actions/2026-A1?";
        assertThat(anybody.get(card + "asOf=2026-03-01").status()).isEqualTo(404);
        assertThat(anybody.get(card + APRIL).status()).isEqualTo(404);
        JsonNode early = anybody.get(card + DAY_ONE).body();
        JsonNode later = anybody.get(card + DAY_TWO).body();
        assertThat(early.at("/activities/0/status").asString()).isEqualTo("PLANNED");
        assertThat(later.at("/activities/0/status").asString()).isEqualTo("COMPLETED");
        assertThat(later.at("/meta/asOf").asString()).isEqualTo("2026-03-16");
    }

    @Test
    void filters_of_one_kind_mean_or_and_of_different_kinds_and() {
        assertThat(get("overview", "country=CO&country=AM").at("/actions").asInt()).isEqualTo(4);
        assertThat(get("overview", "country=CO&theme=SA-DIS").at("/actions").asInt()).isZero();
        assertThat(get("overview", "institution=ipes").at("/actions").asInt()).isEqualTo(3);
        assertThat(get("overview", "sdg=1").at("/actions").asInt()).isEqualTo(4);
        assertThat(get("overview", "expertCountry=IT").at("/workingDays").asInt()).isEqualTo(13);
        assertThat(get("overview", "expertCountry=IT").at("/actions").asInt()).isEqualTo(4);
        assertThat(get("overview", "status=CLOSED").at("/actions").asInt()).isEqualTo(1);
        assertThat(get("overview", "country=NOT_RECORDED").at("/actions").asInt()).isEqualTo(1);
        assertThat(get("overview", "region=Latin America").at("/countries").asInt()).isEqualTo(2);
    }

    @Test
    void the_catalogue_shows_history_with_what_is_not_recorded() {
        JsonNode card = anybody.get("/api/v1/catalogue/actions/2014-12").body();
        assertThat(card.at("/title/en").asString()).isEqualTo("History of H1");
        assertThat(card.at("/start").isNull()).isTrue();
        assertThat(card.at("/startNotRecorded").asBoolean()).isTrue();
        assertThat(card.at("/countryInferred").asBoolean()).isTrue();
        assertThat(card.at("/partner/original").asString())
                .isEqualTo("Instituto para la Economía Social");
        assertThat(card.at("/typesOfAssistance").get(0).at("/label").asString())
                .isEqualTo("Institutional (Regulatory & Policy)");
        assertThat(card.at("/activities")).hasSize(2);
        JsonNode unknown = anybody.get("/api/v1/catalogue/actions/H2").body();
        assertThat(unknown.at("/reference").isNull()).isTrue();
        assertThat(unknown.at("/country").isNull()).isTrue();
        assertThat(unknown.at("/countryNotRecorded").asBoolean()).isTrue();
    }

    @Test
    void the_catalogue_is_filtered_and_searched() {
        assertThat(catalogue("")).hasSize(6);
        assertThat(catalogue("country=CO")).containsExactlyInAnyOrder("A1", "A4", "H1");
        assertThat(catalogue("country=CO&expertCountry=ES")).containsExactlyInAnyOrder("A4", "H1");
        assertThat(catalogue("theme=SI-COV&typeOfAssistance=TA-INS")).containsExactly("A4");
        assertThat(catalogue("q=economia%20social")).containsExactlyInAnyOrder("H1", "H2");
        assertThat(catalogue("q=economia&country=CO")).containsExactly("H1");
        assertThat(catalogue("q=nothing&q=economia&country=CO")).containsExactly("H1");
        assertThat(catalogue("year=2026")).containsExactlyInAnyOrder("A1", "A2", "A3", "A4");
        assertThat(catalogue("year=2014")).isEmpty();
        assertThat(anybody.get("/api/v1/catalogue/actions?year=soon").status()).isEqualTo(400);
        assertThat(anybody.get("/api/v1/catalogue/actions?colour=red").status()).isEqualTo(400);
        assertThat(anybody.get("/api/v1/catalogue/actions/nothing").status()).isEqualTo(404);
        JsonNode country = anybody.get("/api/v1/catalogue/countries/CO").body();
        assertThat(country.at("/name").asString()).isEqualTo("Colombia");
        assertThat(country.at("/actions")).hasSize(3);
        assertThat(anybody.get("/api/v1/catalogue/countries/XX").status()).isEqualTo(404);
        JsonNode added = anybody.get("/api/v1/catalogue/countries/MC").body();
        assertThat(added.path("name").asString()).isEqualTo("Monaco");
        assertThat(added.path("eligible").asBoolean()).isTrue();
    }

    @Test
    void the_catalogue_may_be_kept_while_nothing_changes() {
        Http.Answer first = anybody.get("/api/v1/catalogue/actions");
        assertThat(first.header("ETag")).isNotEmpty();
        assertThat(first.header("Cache-Control")).contains("public");
        Http.Answer again =
                anybody.send(
                        "GET",
                        "/api/v1/catalogue/actions",
                        null,
                        "If-None-Match",
                        first.header("ETag"));
        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    void a_model_built_anew_and_a_model_after_a_restart_are_the_same() {
        Map<String, String> before = everything(anybody);
        try (RunningService rebuilt = run("reporting-anew").knowing(FACTS)) {
            assertThat(everything(rebuilt.http())).isEqualTo(before);
        }
        try (RunningService restarted = run("reporting-anew")) {
            assertThat(everything(restarted.http())).isEqualTo(before);
        }
    }

    private static Map<String, String> everything(Http http) {
        Map<String, String> all = new TreeMap<>();
        for (String report : REPORTS) {
            for (String question : QUESTIONS) {
                all.put(report + question, withoutMeta(http.get(path(report, question)).body()));
            }
        }
        for (String question : QUESTIONS) {
            all.put(
                    "catalogue" + question,
                    withoutMeta(http.get("/api/v1/catalogue/actions?" + question).body()));
        }
        return all;
    }

    private static List<Integer> overview(String question) {
        JsonNode body = get("overview", question);
        return List.of(
                        "requests",
                        "actions",
                        "activities",
                        "countries",
                        "institutions",
                        "experts",
                        "mobilisations",
                        "workingDays")
                .stream()
                .map(field -> body.get(field).asInt())
                .toList();
    }

    private static Map<String, Long> cells(
            String report, String question, String measure, String... dimensions) {
        Map<String, Long> cells = new TreeMap<>();
        get(report, question)
                .at("/rows")
                .forEach(
                        row -> {
                            List<String> place = new ArrayList<>();
                            for (String dimension : dimensions) {
                                place.add(row.get(dimension).asString("null"));
                            }
                            cells.put(String.join("/", place), row.get(measure).asLong());
                        });
        return cells;
    }

    private static List<Long> computed(String question) {
        List<Long> computed = new ArrayList<>();
        get("published-vs-computed", question)
                .at("/rows")
                .forEach(
                        row -> {
                            if (row.path("metric")
                                    .asString()
                                    .matches("actions_.*|activities_.*|partner_.*")) {
                                computed.add(row.get("computed").asLong());
                            }
                        });
        return computed;
    }

    private static List<String> catalogue(String query) {
        List<String> ids = new ArrayList<>();
        anybody.get("/api/v1/catalogue/actions?" + query)
                .body()
                .at("/items")
                .forEach(card -> ids.add(card.at("/id").asString()));
        return ids;
    }

    private static JsonNode get(String report, String question) {
        Http.Answer answer = anybody.get(path(report, question));
        assertThat(answer.status()).as(report + "?" + question).isEqualTo(200);
        return answer.body();
    }

    private static String path(String report, String question) {
        return "/api/v1/reports/" + report + "?" + question.replace(" ", "%20");
    }

    private static String withoutMeta(JsonNode body) {
        return ((tools.jackson.databind.node.ObjectNode) body).without("meta").toString();
    }
}
