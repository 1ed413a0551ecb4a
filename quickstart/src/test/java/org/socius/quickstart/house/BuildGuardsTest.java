package org.socius.quickstart.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * The compiler and the formatter as the build calls them, with arguments read from the build, are
 * shown sources that they must not let pass.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BuildGuardsTest {

    private static final Path POM = Path.of("../pom.xml");

    private static final String UNGUARDED =
            """
            package planted;

            @org.jspecify.annotations.NullMarked
            class Unguarded {
                static int length(@org.jspecify.annotations.Nullable String text) {
                    return text.length();
                }
            }
            """;

    private static final String FORGOTTEN =
            """
            package planted;

            @org.jspecify.annotations.NullMarked
            class Forgotten {
                static void refuse() {
                    new IllegalStateException("never thrown");
                }
            }
            """;

    private static final String SOUND =
            """
            package planted;

            @org.jspecify.annotations.NullMarked
            class Sound {
                static int length(@org.jspecify.annotations.Nullable String text) {
                    return text == null ? 0 : text.length();
                }
            }
            """;

    @TempDir Path folder;

    private record Run(int exit, String output) {}

    private static List<String> fromPom(String path) throws Exception {
        Document pom =
                DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(POM.toFile());
        NodeList nodes =
                (NodeList)
                        XPathFactory.newDefaultInstance()
                                .newXPath()
                                .evaluate(path, pom, XPathConstants.NODESET);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent().strip());
        }
        return texts;
    }

    private Run compile(String name, String text) throws Exception {
        Path source = Files.writeString(folder.resolve(name + ".java"), text);
        List<String> command = new ArrayList<>(List.of(tool("javac")));
        List<String> guards = fromPom("//profile[id='checks']//compilerArgs/arg");
        assertThat(guards).anyMatch(arg -> arg.contains("-Xplugin:ErrorProne"));
        command.addAll(guards);
        command.addAll(
                List.of(
                        "-processorpath",
                        System.getProperty("java.class.path"),
                        "-cp",
                        jar(NullMarked.class),
                        "-d",
                        folder.resolve("classes").toString(),
                        source.toString()));
        return run(command);
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static String jar(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }

    private Run run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        return new Run(process.waitFor(), Files.readString(output));
    }

    @Test
    void a_null_that_is_not_looked_at_does_not_compile() throws Exception {
        Run run = compile("Unguarded", UNGUARDED);
        assertThat(run.exit()).as(run.output()).isNotZero();
        assertThat(run.output()).contains("[NullAway]");
    }

    @Test
    void an_exception_that_is_made_and_not_thrown_does_not_compile() throws Exception {
        Run run = compile("Forgotten", FORGOTTEN);
        assertThat(run.exit()).as(run.output()).isNotZero();
        assertThat(run.output()).contains("[DeadException]");
    }

    @Test
    void a_sound_source_compiles() throws Exception {
        Run run = compile("Sound", SOUND);
        assertThat(run.exit()).as(run.output()).isZero();
    }

    private String formatted(String text) throws Exception {
        Path source = Files.writeString(folder.resolve("Planted.java"), text);
        String style = fromPom("//plugin[artifactId='spotless-maven-plugin']//style").getFirst();
        List<String> command = new ArrayList<>(List.of(tool("java")));
        Stream.of("api", "code", "file", "parser", "tree", "util")
                .map(p -> "--add-exports=jdk.compiler/com.sun.tools.javac." + p + "=ALL-UNNAMED")
                .forEach(command::add);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.google.googlejavaformat.java.Main",
                        "--" + style.toLowerCase(java.util.Locale.ROOT),
                        source.toString()));
        Run run = run(command);
        assertThat(run.exit()).as(run.output()).isZero();
        return run.output();
    }

    @Test
    void the_build_formats_with_this_formatter_and_fails_otherwise() throws Exception {
        String plugin = "//plugin[artifactId='spotless-maven-plugin']";
        assertThat(fromPom(plugin + "//googleJavaFormat/style")).containsExactly("AOSP");
        assertThat(fromPom(plugin + "//goal")).containsExactly("check");
        assertThat(fromPom(plugin + "//phase")).containsExactly("verify");
    }

    @Test
    void a_badly_formatted_source_is_changed_and_then_stays() throws Exception {
        String bad =
                "package planted;\n"
                        + "class Planted{int a( Object o ){\n"
                        + "  return switch(o){ case String _ ->1; default->2;};}}\n";
        String good = formatted(bad);
        assertThat(good).isNotEqualTo(bad).contains("\n    int a(Object o) {\n");
        assertThat(formatted(good)).isEqualTo(good);
    }
}
