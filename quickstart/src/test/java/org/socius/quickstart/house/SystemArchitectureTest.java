package org.socius.quickstart.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.spring.stereotype.Aggregate;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socius.platform.command.Chronicled;
import org.socius.platform.format.DerivedId;
import org.socius.platform.serialization.PersonalData;
import org.socius.platform.testing.Planted;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RestController;

/** Who may know whom in the whole system. Each rule is also shown a source that breaks it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SystemArchitectureTest {

    /** Where an id may be made that the caller did not send: the doors. */
    private static final String DOOR =
            "org\\.socius\\..*Controller|org\\.socius\\.gateway\\.RequestIds";

    private static JavaClasses planted(String... sources) {
        return new ClassFileImporter().importPath(Planted.compile(sources));
    }

    private static List<String> violations(ArchRule rule, JavaClasses classes) {
        return rule.allowEmptyShould(true).evaluate(classes).getFailureReport().getDetails();
    }

    private static ArchRule knowsNoOther(String service) {
        String own = "org.socius." + service + "..";
        return classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage("org.socius..")
                                .or(
                                        resideInAnyPackage(
                                                own,
                                                "org.socius.platform..",
                                                "org.socius.contracts..")));
    }

    private static ArchRule knowsOnlyItself(String module) {
        String own = "org.socius." + module + "..";
        return classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage("org.socius..").or(resideInAPackage(own)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"request", "action", "expert", "reporting"})
    void a_service_knows_no_other(String service) {
        assertThat(WholeSystem.CLASSES.stream())
                .anyMatch(c -> c.getPackageName().startsWith("org.socius." + service));
        assertThat(violations(knowsNoOther(service), WholeSystem.CLASSES)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"request, action", "action, expert", "expert, gateway", "reporting, request"})
    void a_service_that_knows_another_is_seen(String service, String other) {
        JavaClasses planted =
                planted(
                        "package org.socius." + other + "; public class Something {}",
                        "package org.socius."
                                + service
                                + "; class Knowing { org.socius."
                                + other
                                + ".Something something; }");
        assertThat(violations(knowsNoOther(service), planted)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "contracts"})
    void the_gateway_has_no_domain_type_and_contracts_depend_on_nothing(String module) {
        assertThat(WholeSystem.CLASSES.stream())
                .anyMatch(c -> c.getPackageName().startsWith("org.socius." + module));
        assertThat(violations(knowsOnlyItself(module), WholeSystem.CLASSES)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gateway, request",
        "gateway, contracts",
        "gateway, platform.web",
        "contracts, platform.web"
    })
    void a_gateway_that_knows_the_domain_is_seen(String module, String other) {
        JavaClasses planted =
                planted(
                        "package org.socius." + other + "; public class Something {}",
                        "package org.socius."
                                + module
                                + "; class Knowing { org.socius."
                                + other
                                + ".Something something; }");
        assertThat(violations(knowsOnlyItself(module), planted)).hasSize(1);
    }

    /** The records of contract events, not the reference lists, roles and topics beside them. */
    private static final DescribedPredicate<JavaClass> CONTRACT_EVENTS =
            resideInAnyPackage(
                    "org.socius.contracts.request",
                    "org.socius.contracts.action",
                    "org.socius.contracts.expert");

    private static final ArchRule ONLY_BORDERS_KNOW_CONTRACTS =
            noClasses()
                    .that(
                            resideInAPackage("org.socius..")
                                    .and(resideOutsideOfPackage("org.socius.contracts.."))
                                    .and(resideOutsideOfPackage("org.socius.*.publishing"))
                                    .and(resideOutsideOfPackage("org.socius.*.intake")))
                    .should()
                    .dependOnClassesThat(CONTRACT_EVENTS);

    @Test
    void only_publishing_and_intake_know_contract_events() {
        assertThat(violations(ONLY_BORDERS_KNOW_CONTRACTS, WholeSystem.CLASSES)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"lifecycle, 1", "publishing, 0", "intake, 0"})
    void an_aggregate_that_speaks_in_contract_events_is_seen(String where, int found) {
        JavaClasses planted =
                planted(
                        "package org.socius.action."
                                + where
                                + "; class Speaking {"
                                + " org.socius.contracts.action.ActionContract.ActionClosedV1"
                                + " event; }");
        assertThat(violations(ONLY_BORDERS_KNOW_CONTRACTS, planted)).hasSize(found);
    }

    private static final ArchRule CARRIES_NO_EMBEDDED_PARTS =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("org.socius.quickstart..", "org.socius.platform..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.socius.platform.embedded");

    @Test
    void only_the_quickstart_uses_the_embedded_parts() {
        assertThat(violations(CARRIES_NO_EMBEDDED_PARTS, WholeSystem.CLASSES)).isEmpty();
        assertThat(
                        violations(
                                CARRIES_NO_EMBEDDED_PARTS,
                                planted(
                                        "package org.socius.expert; class Heavy {"
                                                + " org.socius.platform.embedded.EmbeddedKafka"
                                                + " kafka; }")))
                .hasSize(1);
    }

    private static final ArchRule ASKS_NOBODY_FOR_TIME_OR_CHANCE =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "org.socius.request..",
                            "org.socius.action..",
                            "org.socius.expert..",
                            "org.socius.reporting..",
                            "org.socius.gateway..")
                    .should()
                    .accessTargetWhere(
                            DescribedPredicate.describe(
                                    "takes the time or an id out of the air",
                                    SystemArchitectureTest::outOfTheAir));

    private static boolean outOfTheAir(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return switch (access.getTarget().getName()) {
            case "now" ->
                    access.getTarget().getFullName().endsWith("()")
                            && (owner.isEquivalentTo(Instant.class)
                                    || owner.isEquivalentTo(LocalDate.class));
            case "currentTimeMillis" -> owner.isEquivalentTo(System.class);
            case "randomUUID" ->
                    owner.isEquivalentTo(UUID.class)
                            && !access.getOriginOwner().getName().matches(DOOR);
            default -> false;
        };
    }

    @Test
    void time_and_ids_come_from_outside() {
        assertThat(violations(ASKS_NOBODY_FOR_TIME_OR_CHANCE, WholeSystem.CLASSES)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.time.Instant.now()",
                "java.time.LocalDate.now()",
                "java.util.UUID.randomUUID()"
            })
    void a_look_at_the_wall_clock_is_seen(String call) {
        assertThat(
                        violations(
                                ASKS_NOBODY_FOR_TIME_OR_CHANCE,
                                planted(
                                        "package org.socius.request; class Hasty { Object now() {"
                                                + " return "
                                                + call
                                                + "; } }")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"request", "action", "expert", "reporting", "gateway"})
    void packages_of_a_module_depend_on_each_other_one_way_only(String module) {
        ArchRule oneWay =
                slices().matching("org.socius." + module + ".(*)..").should().beFreeOfCycles();
        assertThat(violations(oneWay, WholeSystem.CLASSES)).isEmpty();
        assertThat(
                        violations(
                                oneWay,
                                planted(
                                        "package org.socius."
                                                + module
                                                + ".one; public class Hen { org.socius."
                                                + module
                                                + ".two.Egg egg; }",
                                        "package org.socius."
                                                + module
                                                + ".two; public class Egg { org.socius."
                                                + module
                                                + ".one.Hen hen; }")))
                .hasSize(1);
    }

    private static final ArchRule NOTHING_IS_INJECTED_INTO_FIELDS =
            noFields().should().beAnnotatedWith(Autowired.class);

    @Test
    void what_a_class_needs_stands_in_its_constructor() {
        assertThat(violations(NOTHING_IS_INJECTED_INTO_FIELDS, WholeSystem.CLASSES)).isEmpty();
        assertThat(
                        violations(
                                NOTHING_IS_INJECTED_INTO_FIELDS,
                                planted(
                                        "package org.socius.expert; class Needy {"
                                                + " @org.springframework.beans.factory.annotation"
                                                + ".Autowired String need; }")))
                .hasSize(1);
    }

    private static final ArchRule CONTROLLERS_ARE_SEEN_BY_NOBODY =
            classes()
                    .that()
                    .areAnnotatedWith(RestController.class)
                    .and()
                    .resideOutsideOfPackage("org.socius.platform..")
                    .should()
                    .notBePublic();

    @Test
    void a_controller_is_reached_over_http_only() {
        assertThat(violations(CONTROLLERS_ARE_SEEN_BY_NOBODY, WholeSystem.CLASSES)).isEmpty();
        assertThat(
                        violations(
                                CONTROLLERS_ARE_SEEN_BY_NOBODY,
                                planted(
                                        "package org.socius.action.desk;"
                                                + " @org.springframework.web.bind.annotation"
                                                + ".RestController public class Loud {}")))
                .hasSize(1);
    }

    private static List<String> takingDerivedIds(JavaClasses classes) {
        return classes.stream()
                .filter(type -> type.isRecord() && type.getName().startsWith("org.socius"))
                .map(JavaClass::reflect)
                .flatMap(type -> Stream.of(type.getRecordComponents()))
                .filter(component -> component.getName().equals("id"))
                .filter(component -> component.getAccessor().isAnnotationPresent(Pattern.class))
                .filter(
                        component ->
                                !component
                                        .getAccessor()
                                        .getAnnotation(Pattern.class)
                                        .regexp()
                                        .equals(DerivedId.OF_CLIENT))
                .map(component -> component.getDeclaringRecord().getName())
                .toList();
    }

    @Test
    void no_body_takes_an_id_that_the_system_might_derive() {
        assertThat(takingDerivedIds(WholeSystem.CLASSES)).isEmpty();
        assertThat(
                        WholeSystem.CLASSES.stream()
                                .flatMap(type -> type.getFields().stream())
                                .filter(field -> field.getName().equals("id"))
                                .filter(field -> field.isAnnotatedWith(Pattern.class)))
                .hasSizeGreaterThan(9);
    }

    private static final ArchRule ONLY_AGGREGATES_RECORD =
            noClasses()
                    .that()
                    .areMetaAnnotatedWith(Component.class)
                    .and()
                    .areNotAnnotatedWith(Aggregate.class)
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(AggregateLifecycle.class);

    @Test
    void nothing_but_an_aggregate_records_events() {
        assertThat(violations(ONLY_AGGREGATES_RECORD, WholeSystem.CLASSES)).isEmpty();
        String recording =
                " class Recording { void record() {"
                        + " org.axonframework.modelling.command.AggregateLifecycle.apply(1); } }";
        assertThat(
                        violations(
                                ONLY_AGGREGATES_RECORD,
                                planted(
                                        "package org.socius.request;"
                                                + " @org.springframework.stereotype.Service"
                                                + recording)))
                .hasSize(1);
        assertThat(
                        violations(
                                ONLY_AGGREGATES_RECORD,
                                planted(
                                        "package org.socius.request;"
                                                + " @org.axonframework.spring.stereotype.Aggregate"
                                                + recording)))
                .isEmpty();
    }

    /** Personal fields of a private event that a contract event of the same name has as well. */
    private static List<String> leaks(JavaClasses classes) {
        List<String> leaks = new ArrayList<>();
        for (JavaClass event : classes) {
            List<String> personal =
                    event.getFields().stream()
                            .filter(field -> field.isAnnotatedWith(PersonalData.class))
                            .map(JavaField::getName)
                            .toList();
            if (!personal.isEmpty()) {
                classes.stream()
                        .filter(c -> c.getPackageName().startsWith("org.socius.contracts"))
                        .filter(c -> c.getSimpleName().matches(event.getSimpleName() + "V\\d+"))
                        .flatMap(contract -> contract.getFields().stream())
                        .filter(field -> personal.contains(field.getName()))
                        .forEach(field -> leaks.add(field.getFullName()));
            }
        }
        return leaks;
    }

    @Test
    void a_personal_field_of_an_event_is_not_in_its_contract() {
        assertThat(WholeSystem.CLASSES.stream().flatMap(c -> c.getFields().stream()))
                .anyMatch(field -> field.isAnnotatedWith(PersonalData.class));
        assertThat(leaks(WholeSystem.CLASSES)).isEmpty();
    }

    @Test
    void a_personal_field_in_a_contract_is_seen() {
        JavaClasses planted =
                planted(
                        "package org.socius.expert; record GuestSpoke(String id,"
                                + " @org.socius.platform.serialization.PersonalData String words) {}",
                        "package org.socius.contracts.expert; record GuestSpokeV1(String id, String"
                                + " words) {}");
        assertThat(leaks(planted))
                .containsExactly("org.socius.contracts.expert.GuestSpokeV1.words");
    }

    /** Aggregates whose newest moment could go back when the system enters a fact late. */
    private static List<String> goingBack(JavaClasses classes) {
        return classes.stream()
                .filter(c -> c.isAssignableTo(Chronicled.class) && !c.isInterface())
                .filter(
                        c ->
                                c.getMethodCallsFromSelf().stream()
                                        .noneMatch(
                                                call ->
                                                        call.getTarget()
                                                                .getName()
                                                                .equals("notBefore")))
                .map(JavaClass::getSimpleName)
                .toList();
    }

    @Test
    void a_late_fact_opens_no_earlier_days_of_an_aggregate() {
        assertThat(WholeSystem.CLASSES.stream())
                .filteredOn(c -> c.isAssignableTo(Chronicled.class))
                .hasSizeGreaterThan(10);
        assertThat(goingBack(WholeSystem.CLASSES)).isEmpty();
    }

    @Test
    void an_aggregate_that_takes_each_moment_as_it_comes_is_seen() {
        String latest =
                " private org.socius.platform.command.EventMoment latest;"
                        + " public org.socius.platform.command.EventMoment latest() { return latest; }"
                        + " void evolve(org.socius.platform.command.EventMoment moment) { latest = %s; } }";
        assertThat(
                        goingBack(
                                planted(
                                        "package org.socius.request; class Back implements"
                                                + " org.socius.platform.command.Chronicled {"
                                                + latest.formatted("moment"),
                                        "package org.socius.request; class Forth implements"
                                                + " org.socius.platform.command.Chronicled {"
                                                + latest.formatted("moment.notBefore(latest)"))))
                .containsExactly("Back");
    }
}
