package org.socius.expert;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.RestController;

/** Each rule holds for the service and is broken by {@code planted}. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ArchitectureTest {

    private static final JavaClasses SERVICE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.socius.expert");

    private static final JavaClasses PLANTED =
            new ClassFileImporter().importPackages("org.socius.expert.planted");

    @Test
    void time_comes_from_the_command() {
        holds(
                noClasses()
                        .should()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(LocalDate.class, "now")
                        .orShould()
                        .callMethod(Clock.class, "systemUTC"));
    }

    @Test
    void ids_are_made_at_the_edge_only() {
        holds(
                noClasses()
                        .that()
                        .areNotAnnotatedWith(RestController.class)
                        .should()
                        .callMethod(UUID.class, "randomUUID"));
    }

    @Test
    void contract_events_are_known_to_publishing_and_intake_only() {
        holds(
                noClasses()
                        .that()
                        .resideOutsideOfPackages("..expert.publishing..", "..expert.intake..")
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage("org.socius.contracts.request..")
                                        .or(resideInAPackage("org.socius.contracts.action.."))
                                        .or(resideInAPackage("org.socius.contracts.expert.."))));
    }

    @Test
    void nothing_is_injected_into_fields() {
        holds(noFields().should().beAnnotatedWith(Autowired.class));
    }

    @Test
    void packages_depend_on_each_other_in_one_direction() {
        SlicesRuleDefinition.slices()
                .matching("org.socius.expert.(*)..")
                .should()
                .beFreeOfCycles()
                .check(SERVICE);
        assertThat(
                        SlicesRuleDefinition.slices()
                                .matching("org.socius.expert.planted.(*)..")
                                .should()
                                .beFreeOfCycles()
                                .evaluate(PLANTED)
                                .hasViolation())
                .as("broken by the planted classes")
                .isTrue();
    }

    private static void holds(ArchRule rule) {
        assertThat(SERVICE).as("the classes of the service").isNotEmpty();
        rule.check(SERVICE);
        assertThat(rule.evaluate(PLANTED).hasViolation())
                .as("broken by the planted classes")
                .isTrue();
    }
}
