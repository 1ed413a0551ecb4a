package org.socius.quickstart.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The generated documents say what the code says. After a change {@code
 * -Dtest.args=-Dsocius.docs.write=true} writes them anew.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CataloguesTest {

    private static final Path DOCS = WholeSystem.ROOT.resolve("docs");

    @BeforeAll
    static void write_if_asked_to() throws IOException {
        if (Boolean.getBoolean("socius.docs.write")) {
            for (Map.Entry<String, String> file : Catalogues.all().entrySet()) {
                Files.writeString(DOCS.resolve(file.getKey()), file.getValue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "events.md",
                "lifecycle.md",
                "personal-data.md",
                "problems.md",
                "rules.md",
                "settings.md"
            })
    void a_generated_document_is_up_to_date(String name) throws IOException {
        assertThat(Files.readString(DOCS.resolve(name)))
                .as("docs/%s: write it anew with -Dtest.args=-Dsocius.docs.write=true", name)
                .isEqualTo(Catalogues.all().get(name));
    }

    @Test
    void every_stored_text_is_known_to_be_about_a_person_or_not() {
        PersonalDataRegister register = new PersonalDataRegister();
        assertThat(register.unclassified())
                .as("mark them with @PersonalData, or put them into a group of the register")
                .isEmpty();
        assertThat(register.unused()).isEmpty();
        assertThat(register.ambiguous()).isEmpty();
    }

    @Test
    void every_event_that_is_described_is_published() {
        assertThat(Catalogues.events()).doesNotContain("published by nobody");
    }

    @Test
    void a_problem_code_means_one_thing_in_a_service() {
        Map<String, Catalogues.Listed> seen = new HashMap<>();
        for (Catalogues.Listed problem : Catalogues.listed()) {
            Catalogues.Listed other =
                    seen.putIfAbsent(problem.where() + " " + problem.code(), problem);
            if (other != null) {
                assertThat(problem).isEqualTo(other);
            }
        }
        assertThat(seen).containsKeys("every service wrong-state", "gateway rate-exceeded");
    }

    @Test
    void a_problem_code_is_in_kebab_case_and_a_title_is_a_sentence() {
        for (Catalogues.Listed problem : Catalogues.listed()) {
            assertThat(problem.code()).matches("[a-z]+(-[a-z0-9]+)*");
            assertThat(problem.status()).isBetween(400, 599);
            assertThat(problem.title()).matches("[A-Z].*[^.]");
        }
    }

    @Test
    void the_gateway_shows_the_asyncapi_document_of_the_contracts() throws IOException {
        assertThat(resource("/asyncapi.json"))
                .isEqualTo(resource("/org/socius/contracts/asyncapi.json"));
    }

    private static String resource(String name) throws IOException {
        try (var stream = CataloguesTest.class.getResourceAsStream(name)) {
            assertThat(stream).as(name).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void there_are_120_rules() {
        assertThat(Catalogues.ruleNumbers()).hasSize(120).contains("R01", "R48", "R120");
    }

    @Test
    void a_rule_stands_on_tests_only() {
        assertThat(
                        RuleTags.all().stream()
                                .flatMap(
                                        tag ->
                                                RuleTags.complaints(tag, Catalogues.ruleNumbers())
                                                        .stream()))
                .isEmpty();
    }

    @Test
    void a_rule_that_stands_elsewhere_is_seen(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("PlantedTest.java"),
                """
                package planted;

                class PlantedTest {
                    @Rule("R48")
                    void a_helper_is_no_test() {}

                    @Test
                    @Rule({"R31", "R121"})
                    void there_is_no_such_rule() {}

                    @Nested
                    @Disabled
                    class Inner {
                        @ParameterizedTest
                        @Rule("R60")
                        void does_not_run(int value) {}
                    }

                    @Test
                    @Rule("R61")
                    void is_sound() {}

                    @Test
                    @Rule(value = "R65", derived = true)
                    void counts() {}
                }
                """);
        Files.writeString(
                folder.resolve("Examples.java"),
                """
                package planted;

                class Examples {
                    @Test
                    @Rule("R61")
                    void is_not_run_by_the_build() {}
                }
                """);
        Set<String> complaints = new TreeSet<>();
        List<RuleTags.Tag> tags = RuleTags.in("planted", folder);
        tags.forEach(tag -> complaints.addAll(RuleTags.complaints(tag, Catalogues.ruleNumbers())));
        assertThat(tags).hasSize(7);
        assertThat(tags.stream().filter(RuleTags.Tag::derived))
                .extracting(RuleTags.Tag::rule)
                .containsExactly("R65");
        assertThat(complaints)
                .containsExactly(
                        "planted.Examples#is_not_run_by_the_build is in a class that the build does"
                                + " not run",
                        "planted.PlantedTest#a_helper_is_no_test is tagged and is no test",
                        "planted.PlantedTest#there_is_no_such_rule: there is no rule R121",
                        "planted.PlantedTest$Inner#does_not_run is tagged and does not run");
    }

    @Test
    void each_test_of_a_rule_has_seen_a_refusal_and_an_acceptance() {
        List<RuleTags.Tag> tags =
                RuleTags.all().stream()
                        .filter(tag -> !tag.deep() && !tag.module().equals("quickstart"))
                        .toList();
        Set<String> notRun = new TreeSet<>();
        for (RuleTags.Tag tag : tags) {
            if (!Files.isDirectory(
                    WholeSystem.ROOT.resolve(tag.module()).resolve("target/rules"))) {
                notRun.add(tag.module());
            }
        }
        assumeTrue(
                notRun.isEmpty(),
                () ->
                        "The tests of "
                                + notRun
                                + " have not run: only mvn verify of everything proves the rules");
        assertThat(tags.stream().filter(tag -> !tag.hasEvidence()).map(RuleTags.Tag::test))
                .as("tests that carry @Rule and left no evidence")
                .isEmpty();
    }
}
