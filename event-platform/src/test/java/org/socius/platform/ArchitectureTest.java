package org.socius.platform;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socius.platform.testing.Planted;

/** What the platform may know. Each rule is also shown a source that breaks it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ArchitectureTest {

    private static final String ROOT = "org.socius.platform";

    /** Which of its neighbours each package may use; the root wires all of them. */
    private static final Map<String, Set<String>> MAY_USE =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("store", Set.of("privacy")),
                            Map.entry("topics", Set.of()),
                            Map.entry("embedded", Set.of()),
                            Map.entry("problem", Set.of()),
                            Map.entry("lifecycle", Set.of()),
                            Map.entry("privacy", Set.of("problem")),
                            Map.entry("serialization", Set.of("privacy")),
                            Map.entry("time", Set.of()),
                            Map.entry(
                                    "documents",
                                    Set.of("privacy", "problem", "serialization", "web")),
                            Map.entry(
                                    "filing",
                                    Set.of(
                                            "command",
                                            "documents",
                                            "privacy",
                                            "problem",
                                            "view",
                                            "web")),
                            Map.entry("partners", Set.of("command")),
                            Map.entry("relay", Set.of("store")),
                            Map.entry("command", Set.of("problem", "time")),
                            Map.entry("format", Set.of("problem")),
                            Map.entry(
                                    "publishing",
                                    Set.of("command", "relay", "serialization", "store")),
                            Map.entry("web", Set.of("command", "problem", "store", "time")),
                            Map.entry("openapi", Set.of("format", "problem", "web")),
                            Map.entry(
                                    "view",
                                    Set.of(
                                            "command",
                                            "parking",
                                            "privacy",
                                            "problem",
                                            "serialization",
                                            "store",
                                            "web")),
                            Map.entry(
                                    "parking",
                                    Set.of("command", "privacy", "problem", "store", "web")),
                            Map.entry("retention", Set.of("command", "problem", "time", "web")),
                            Map.entry(
                                    "settings",
                                    Set.of("command", "problem", "time", "view", "web")),
                            Map.entry(
                                    "intake",
                                    Set.of(
                                            "command",
                                            "parking",
                                            "problem",
                                            "publishing",
                                            "store",
                                            "web"))));

    /** Where the platform touches the world: wiring, and documents that come without an id. */
    private static final Set<String> EDGES =
            Set.of(
                    ROOT + ".ServiceEdge",
                    ROOT + ".WriteSide",
                    ROOT + ".store.CommitLog",
                    ROOT + ".embedded.DurableCollection");

    /** Technical words that look like one of the domain: of HTTP, of the log, of the calendar. */
    private static final Set<String> TECHNICAL =
            Set.of(
                    "RequestIds",
                    "RequestIdFilter",
                    "CommandDesk$Call",
                    "AppendRequest",
                    "AppendRefused$OutcomeUnknown",
                    "CommitStore$Outcome",
                    "Appender$Phase",
                    "WorkingDays");

    private static final JavaClasses PLATFORM =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(new ImportOption.DoNotIncludeJars())
                    .importPackages(ROOT);

    private static JavaClasses planted(String... sources) {
        return new ClassFileImporter().importPath(Planted.compile(sources));
    }

    private static List<String> violations(ArchRule rule, JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().getDetails();
    }

    private static ArchRule usesOnly(String name) {
        Set<String> own =
                MAY_USE.get(name).stream().map(p -> ROOT + "." + p).collect(Collectors.toSet());
        own.add(ROOT + "." + name);
        return classes()
                .that()
                .resideInAPackage(ROOT + "." + name)
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage(ROOT + "..")
                                .or(resideInAPackage(ROOT + "." + name))
                                .or(
                                        DescribedPredicate.describe(
                                                "its allowed neighbours",
                                                c -> own.contains(c.getPackageName()))));
    }

    @Test
    void every_package_uses_only_the_neighbours_it_may() {
        MAY_USE.keySet()
                .forEach(name -> assertThat(violations(usesOnly(name), PLATFORM)).isEmpty());
    }

    @Test
    void every_package_stands_in_the_table() {
        Set<String> packages = new TreeSet<>();
        for (JavaClass type : PLATFORM) {
            if (!type.getPackageName().equals(ROOT)) {
                packages.add(type.getPackageName().substring(ROOT.length() + 1));
            }
        }
        assertThat(packages).isEqualTo(MAY_USE.keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"store", "relay", "topics", "embedded"})
    void a_log_that_knows_the_desk_is_seen(String name) {
        JavaClasses planted =
                planted(
                        "package org.socius.platform."
                                + name
                                + ";"
                                + "class Curious { org.socius.platform.web.Callers callers; }");
        assertThat(violations(usesOnly(name), planted)).isNotEmpty();
    }

    private static final ArchRule KNOWS_NO_SERVICE =
            classes()
                    .that()
                    .resideInAPackage(ROOT + "..")
                    .should()
                    .onlyDependOnClassesThat(
                            resideOutsideOfPackage("org.socius..")
                                    .or(resideInAPackage(ROOT + "..")));

    @Test
    void the_platform_knows_no_service_and_no_contract() {
        assertThat(violations(KNOWS_NO_SERVICE, PLATFORM)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.socius.request", "org.socius.contracts.request"})
    void a_platform_that_knows_a_service_is_seen(String elsewhere) {
        JavaClasses planted =
                planted(
                        "package " + elsewhere + "; public class Something {}",
                        "package org.socius.platform.view; class Knowing { "
                                + elsewhere
                                + ".Something something; }");
        assertThat(violations(KNOWS_NO_SERVICE, planted)).hasSize(1);
    }

    private static final ArchRule ASKS_NOBODY_FOR_TIME_OR_CHANCE =
            noClasses()
                    .that(
                            DescribedPredicate.describe(
                                    "stand inside",
                                    (JavaClass c) ->
                                            EDGES.stream().noneMatch(c.getName()::startsWith)))
                    .should()
                    .accessTargetWhere(
                            DescribedPredicate.describe(
                                    "takes the time or an id out of the air",
                                    (JavaAccess<?> access) -> outOfTheAir(access)));

    private static boolean outOfTheAir(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String method = access.getTarget().getName();
        boolean noParameters = access.getTarget().getFullName().endsWith("()");
        return method.equals("now")
                        && noParameters
                        && (owner.isEquivalentTo(Instant.class)
                                || owner.isEquivalentTo(LocalDate.class))
                || method.equals("randomUUID") && owner.isEquivalentTo(UUID.class)
                || method.equals("currentTimeMillis") && owner.isEquivalentTo(System.class);
    }

    @Test
    void time_and_ids_come_from_outside() {
        assertThat(violations(ASKS_NOBODY_FOR_TIME_OR_CHANCE, PLATFORM)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.time.Instant.now()",
                "java.time.LocalDate.now()",
                "java.util.UUID.randomUUID()",
                "System.currentTimeMillis()"
            })
    void a_look_at_the_wall_clock_is_seen(String call) {
        JavaClasses planted =
                planted(
                        "package org.socius.platform.command; class Hasty { Object now() { return "
                                + call
                                + "; } }");
        assertThat(violations(ASKS_NOBODY_FOR_TIME_OR_CHANCE, planted)).hasSize(1);
    }

    @Test
    void a_clock_that_is_given_may_be_asked() {
        JavaClasses planted =
                planted(
                        "package org.socius.platform.command; class Patient {"
                                + " Object now(java.time.Clock clock) {"
                                + " return java.time.LocalDate.now(clock); } }");
        assertThat(violations(ASKS_NOBODY_FOR_TIME_OR_CHANCE, planted)).isEmpty();
    }

    /** The words of the glossary's first table, each as the words of a camel-case name. */
    private static Set<String> domainWords() {
        try {
            String glossary = Files.readString(Path.of("../docs/glossary.md"));
            String domain = glossary.split("## The machine room")[0];
            return domain.lines()
                    .filter(line -> line.startsWith("| "))
                    .skip(1)
                    .flatMap(line -> Arrays.stream(line.split("\\|")[1].split(",")))
                    .map(word -> camel(word.strip()))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String camel(String words) {
        return Arrays.stream(words.split("[ -]"))
                .map(w -> w.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + w.substring(1))
                .collect(Collectors.joining());
    }

    private static ArchRule usesNoWordOf(Set<String> words) {
        return classes()
                .should(
                        new ArchCondition<>("be named in technical words") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                if (TECHNICAL.contains(
                                        type.getName()
                                                .substring(type.getPackageName().length() + 1))) {
                                    return;
                                }
                                words.stream()
                                        .filter(word -> names(type.getSimpleName(), word))
                                        .forEach(
                                                word ->
                                                        events.add(
                                                                SimpleConditionEvent.violated(
                                                                        type,
                                                                        type.getName()
                                                                                + " speaks of "
                                                                                + word)));
                            }
                        });
    }

    private static boolean names(String type, String word) {
        return type.matches("(?:.*[a-z0-9])?" + word + "(?:s|es)?(?:[A-Z0-9].*)?");
    }

    @Test
    void no_type_of_the_platform_speaks_of_the_domain() {
        Set<String> words = domainWords();
        assertThat(words).contains("Request", "Mobilisation", "TermsOfReference", "Signatory");
        assertThat(violations(usesNoWordOf(words), PLATFORM)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MobilisationStore", "OpenCalls", "TermsOfReference", "ExpertView"})
    void a_type_that_speaks_of_the_domain_is_seen(String name) {
        JavaClasses planted = planted("package org.socius.platform.view; class " + name + " {}");
        assertThat(violations(usesNoWordOf(domainWords()), planted)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Callers", "Transaction", "Exceptional", "Caller"})
    void a_word_inside_another_word_is_none(String name) {
        JavaClasses planted = planted("package org.socius.platform.view; class " + name + " {}");
        assertThat(violations(usesNoWordOf(domainWords()), planted)).isEmpty();
    }
}
