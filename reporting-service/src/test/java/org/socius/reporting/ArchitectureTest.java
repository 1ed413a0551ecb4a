package org.socius.reporting;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Each rule holds for the service and is broken by {@code planted}. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ArchitectureTest {

    private static final JavaClasses SERVICE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.socius.reporting");

    private static final JavaClasses PLANTED =
            new ClassFileImporter().importPackages("org.socius.reporting.planted");

    @Test
    void contract_events_are_known_to_the_intake_only() {
        holds(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("..reporting.intake..")
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage("org.socius.contracts.request..")
                                        .or(resideInAPackage("org.socius.contracts.action.."))
                                        .or(resideInAPackage("org.socius.contracts.expert.."))));
    }

    @Test
    void time_comes_from_a_clock() {
        holds(
                noClasses()
                        .should()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(LocalDate.class, "now"));
    }

    @Test
    void nothing_is_injected_into_fields() {
        holds(noFields().should().beAnnotatedWith(Autowired.class));
    }

    private static void holds(ArchRule rule) {
        assertThat(SERVICE).as("the classes of the service").isNotEmpty();
        rule.check(SERVICE);
        assertThat(rule.evaluate(PLANTED).hasViolation())
                .as("broken by the planted classes")
                .isTrue();
    }
}
