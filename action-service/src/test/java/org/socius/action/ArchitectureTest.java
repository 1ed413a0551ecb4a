package org.socius.action;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.testing.Planted;
import org.springframework.web.bind.annotation.RestController;

/** What this service asks of its own packages beside the rules of the whole house. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ArchitectureTest {

    private static final JavaClasses SERVICE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.socius.action");

    @Test
    void packages_depend_on_each_other_one_way_only() {
        holds(
                slices().matching("org.socius.action.(*)..").should().beFreeOfCycles(),
                "package org.socius.action.one; public class Here { org.socius.action.two.There t; }",
                "package org.socius.action.two; public class There { org.socius.action.one.Here h; }");
    }

    @Test
    void only_aggregates_record_events() {
        holds(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                "org.socius.action.lifecycle",
                                "org.socius.action.numbering",
                                "org.socius.action.history")
                        .should()
                        .dependOnClassesThat()
                        .areAssignableTo(AggregateLifecycle.class),
                """
                package org.socius.action.desk;
                class Sneaky {
                    void record() {
                        org.axonframework.modelling.command.AggregateLifecycle.apply("event");
                    }
                }""");
    }

    @Test
    void controllers_are_seen_by_nobody() {
        holds(
                classes().that().areAnnotatedWith(RestController.class).should().notBePublic(),
                """
                package org.socius.action.desk;
                @org.springframework.web.bind.annotation.RestController
                public class LoudController {}""");
    }

    private static void holds(ArchRule rule, String... planted) {
        assertThat(SERVICE).as("the classes of the service").isNotEmpty();
        rule.check(SERVICE);
        JavaClasses broken = new ClassFileImporter().importPath(Planted.compile(planted));
        assertThat(rule.evaluate(broken).hasViolation())
                .as("broken by the planted source")
                .isTrue();
    }
}
