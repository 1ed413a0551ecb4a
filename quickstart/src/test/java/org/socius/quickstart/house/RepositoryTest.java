package org.socius.quickstart.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the files of the repository promise each other. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RepositoryTest {

    /** Not ours: what builds, tools and a running system leave behind. */
    private static final Set<String> PASSED_BY = Set.of("target", "data", "node_modules");

    private static final Pattern MACHINE_PATH =
            Pattern.compile(
                    "(?<![\\w.:/$}*-])/(?:home|Users|root|work|tmp|opt|mnt|srv)/[\\w.-]+"
                            + "|[A-Z]:\\\\Users"
                            + "|/usr/lib/[j]vm/[\\w.-]+");

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)[^)]*\\)");

    private static final Pattern ADR = Pattern.compile("(\\d{4})-[a-z0-9-]+\\.md");

    static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(
                WholeSystem.ROOT,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attrs) {
                        String name = dir.getFileName().toString();
                        boolean hidden =
                                name.startsWith(".")
                                        && !name.equals("..")
                                        && !name.equals(".ci")
                                        && !name.equals(".github");
                        return hidden || PASSED_BY.contains(name)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attrs) {
                        if (!file.getFileName().toString().equals(".git")) {
                            files.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return files;
    }

    private static List<String> machinePaths(String text) {
        return MACHINE_PATH.matcher(text).results().map(MatchResult::group).toList();
    }

    @Test
    void no_file_names_a_path_of_a_machine() throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> files = files();
        assertThat(files).hasSizeGreaterThan(100);
        for (Path file : files) {
            if (!file.endsWith("RepositoryTest.java")) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                machinePaths(text).forEach(path -> found.add(file + ": " + path));
            }
        }
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "see /home/clara/socius",
                "\"/tmp/socius\"",
                "JAVA_HOME=/usr/lib/" + "jvm/some-jdk",
                "(/srv/somewhere)",
                "/opt/.m2",
                "C:\\Users\\clara"
            })
    void a_path_of_a_machine_is_seen(String text) {
        assertThat(machinePaths(text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!/usr/bin/env bash",
                "GET /api/v1/work/items",
                "$DIR/tmp/x",
                "https://example.org/home/page",
                "./tmp/x"
            })
    void other_paths_are_not(String text) {
        assertThat(machinePaths(text)).isEmpty();
    }

    private static List<String> complaints(List<String> names) {
        List<String> complaints = new ArrayList<>();
        Set<String> numbers = new HashSet<>();
        for (String name : names) {
            var matcher = ADR.matcher(name);
            if (!matcher.matches()) {
                complaints.add(name + " is not called NNNN-title.md");
            } else if (!numbers.add(matcher.group(1))) {
                complaints.add(name + " has a number that is taken");
            }
        }
        for (int i = 1; i <= numbers.size(); i++) {
            if (!numbers.contains("%04d".formatted(i))) {
                complaints.add("%04d is missing".formatted(i));
            }
        }
        return complaints;
    }

    @Test
    void each_decision_has_a_number_of_its_own() throws IOException {
        try (Stream<Path> decisions = Files.list(WholeSystem.ROOT.resolve("docs/adr"))) {
            List<String> names = decisions.map(path -> path.getFileName().toString()).toList();
            assertThat(names).hasSizeGreaterThan(5);
            assertThat(complaints(names)).isEmpty();
        }
    }

    @Test
    void a_number_that_is_taken_twice_or_left_out_is_seen() {
        assertThat(complaints(List.of("0001-one.md", "0001-another.md"))).hasSize(1);
        assertThat(complaints(List.of("0001-one.md", "0003-three.md"))).hasSize(1);
        assertThat(complaints(List.of("0001_one.md"))).hasSize(1);
        assertThat(complaints(List.of("0001-one.md", "0002-two.md"))).isEmpty();
    }

    static Stream<Path> decisions() throws IOException {
        try (Stream<Path> files = Files.list(WholeSystem.ROOT.resolve("docs/adr"))) {
            return files.toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void each_decision_says_what_was_weighed(Path decision) throws IOException {
        String text = Files.readString(decision);
        String number = decision.getFileName().toString().substring(0, 4);
        assertThat(text).startsWith("# " + Integer.parseInt(number) + ". ");
        assertThat(text.lines().filter(line -> line.startsWith("## ")))
                .containsExactly(
                        "## Status",
                        "## Context",
                        "## Decision",
                        "## Consequences",
                        "## Alternatives");
    }

    /** Links of a text to files, relative to the folder it stands in. */
    private static List<String> brokenLinks(Path folder, String text) {
        return LINK.matcher(text)
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.contains(":"))
                .filter(link -> !Files.exists(folder.resolve(link)))
                .toList();
    }

    @Test
    void every_link_between_documents_leads_somewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path file : files()) {
            if (file.toString().endsWith(".md")) {
                brokenLinks(file.resolveSibling("."), Files.readString(file))
                        .forEach(link -> broken.add(file + " -> " + link));
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void a_link_that_leads_nowhere_is_seen() {
        Path docs = WholeSystem.ROOT.resolve("docs");
        assertThat(brokenLinks(docs, "[a](glossary.md), [b](nothing.md#x), [c](https://x.org/y)"))
                .containsExactly("nothing.md");
    }

    @Test
    void problem_documents_are_written_by_the_platform_and_by_the_gateway_only()
            throws IOException {
        Set<String> writers = new HashSet<>();
        for (Path file : files()) {
            String path = file.toString().replace('\\', '/');
            if (path.contains("/src/main/java/")
                    && Files.readString(file).contains("\"urn:problem:")) {
                writers.add(file.getFileName().toString());
            }
        }
        assertThat(writers).containsExactlyInAnyOrder("ProblemAdvice.java", "GatewayProblem.java");
    }

    /** The commands of each service: what its sealed command interfaces permit. */
    private static TreeMap<String, List<String>> commands() {
        TreeMap<String, List<String>> commands = new TreeMap<>();
        for (JavaClass type : WholeSystem.CLASSES) {
            String service = type.getPackageName().split("\\.")[2];
            if (WholeSystem.SERVICES.contains(service)
                    && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                    && type.getAllRawInterfaces().stream()
                            .anyMatch(i -> i.getSimpleName().endsWith("Command"))) {
                commands.computeIfAbsent(service, s -> new ArrayList<>()).add(type.getSimpleName());
            }
        }
        return commands;
    }

    private static List<String> missing(String readme, List<String> commands) {
        String tables =
                String.join("\n", readme.lines().filter(line -> line.startsWith("|")).toList());
        return commands.stream()
                .filter(name -> !tables.contains("`" + name + "`"))
                .sorted()
                .toList();
    }

    @Test
    void the_readme_of_a_service_lists_each_of_its_commands() {
        TreeMap<String, List<String>> absent = new TreeMap<>();
        commands()
                .forEach(
                        (service, names) -> {
                            List<String> missing = missing(readme(service), names);
                            if (!missing.isEmpty()) {
                                absent.put(service, missing);
                            }
                        });
        assertThat(absent).isEmpty();
    }

    private static String readme(String service) {
        Path readme = WholeSystem.ROOT.resolve(service + "-service/README.md");
        try {
            return Files.exists(readme) ? Files.readString(readme) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_command_that_is_not_listed_is_seen() {
        String readme = "| `Submit` | `Submitted` |\nand `Withdraw` in a sentence\n";
        assertThat(missing(readme, List.of("Submit", "Withdraw"))).containsExactly("Withdraw");
    }
}
