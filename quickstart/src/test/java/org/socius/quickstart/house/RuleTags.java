package org.socius.quickstart.house;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Where {@code @Rule} stands in test sources, and what each such test left behind when it ran. */
final class RuleTags {

    private static final Set<String> MAKES_A_TEST =
            Set.of("Test", "ParameterizedTest", "RepeatedTest");

    /**
     * One rule of one tag.
     *
     * @param type binary name of the class
     * @param annotations simple names of what else stands on the method and its classes
     * @param deep runs in the long version of the build only
     * @param derived the rule refuses nothing and the test asserts what it says
     */
    record Tag(
            String module,
            String type,
            String method,
            String rule,
            Set<String> annotations,
            boolean deep,
            boolean derived) {

        String test() {
            return type + "#" + method;
        }

        Path evidence() {
            return WholeSystem.ROOT.resolve(module).resolve("target/rules").resolve(rule);
        }

        boolean hasEvidence() {
            return Files.exists(evidence().resolve(test()));
        }
    }

    private RuleTags() {}

    /** All tags of the repository, in the order of rule and test. */
    static List<Tag> all() {
        List<Tag> tags = new ArrayList<>();
        try (Stream<Path> modules = Files.list(WholeSystem.ROOT)) {
            for (Path module : modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList()) {
                Path tests = module.resolve("src/test/java");
                if (Files.isDirectory(tests)) {
                    tags.addAll(in(module.getFileName().toString(), tests));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tags.sort(
                Comparator.comparingInt((Tag tag) -> Integer.parseInt(tag.rule().substring(1)))
                        .thenComparing(Tag::module)
                        .thenComparing(Tag::test));
        return tags;
    }

    /** The tags below one folder of test sources. */
    static List<Tag> in(String module, Path tests) {
        List<Tag> tags = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> tree = Files.walk(tests)) {
            List<Path> tagged = tree.filter(RuleTags::mayBeTagged).toList();
            if (tagged.isEmpty()) {
                return tags;
            }
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(tagged));
            for (CompilationUnitTree unit : task.parse()) {
                new Scan(module, tags).scan(unit, unit.getPackageName() + ".");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tags;
    }

    private static boolean mayBeTagged(Path file) {
        try {
            return file.toString().endsWith(".java") && Files.readString(file).contains("@Rule(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Collects tags; its parameter is the name so far. */
    private static final class Scan extends TreeScanner<Void, String> {
        private final String module;
        private final List<Tag> tags;
        private Set<String> onClass = Set.of();

        Scan(String module, List<Tag> tags) {
            this.module = module;
            this.tags = tags;
        }

        @Override
        public Void visitClass(ClassTree type, String owner) {
            Set<String> outer = onClass;
            Set<String> all = new TreeSet<>(outer);
            all.addAll(names(type.getModifiers().getAnnotations()));
            onClass = all;
            super.visitClass(type, owner + type.getSimpleName() + "$");
            onClass = outer;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, String owner) {
            Set<String> annotations = new TreeSet<>(onClass);
            annotations.addAll(names(method.getModifiers().getAnnotations()));
            for (AnnotationTree annotation : method.getModifiers().getAnnotations()) {
                if (annotation.getAnnotationType().toString().equals("Rule")) {
                    for (String rule : texts(annotation)) {
                        tags.add(
                                new Tag(
                                        module,
                                        owner.substring(0, owner.length() - 1),
                                        method.getName().toString(),
                                        rule,
                                        annotations,
                                        annotations.contains("Tag:deep"),
                                        isDerived(annotation)));
                    }
                }
            }
            return null;
        }

        private static boolean isDerived(AnnotationTree annotation) {
            return annotation.getArguments().stream()
                    .anyMatch(argument -> argument.toString().equals("derived = true"));
        }

        private static Set<String> names(List<? extends AnnotationTree> annotations) {
            Set<String> names = new TreeSet<>();
            for (AnnotationTree annotation : annotations) {
                String name = annotation.getAnnotationType().toString();
                names.add(name);
                if (name.equals("Tag")) {
                    texts(annotation).forEach(text -> names.add("Tag:" + text));
                }
            }
            return names;
        }

        private static List<String> texts(AnnotationTree annotation) {
            List<String> texts = new ArrayList<>();
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitLiteral(LiteralTree literal, Void nothing) {
                    if (literal.getValue() instanceof String text) {
                        texts.add(text);
                    }
                    return null;
                }
            }.scan(annotation.getArguments(), null);
            return texts;
        }
    }

    /** What is wrong with a tag as it stands in the source; empty if nothing. */
    static List<String> complaints(Tag tag, Set<String> rules) {
        List<String> complaints = new ArrayList<>();
        if (!rules.contains(tag.rule())) {
            complaints.add(tag.test() + ": there is no rule " + tag.rule());
        }
        if (tag.annotations().stream().noneMatch(MAKES_A_TEST::contains)) {
            complaints.add(tag.test() + " is tagged and is no test");
        }
        if (tag.annotations().contains("Disabled")) {
            complaints.add(tag.test() + " is tagged and does not run");
        }
        String top = tag.type().split("\\$")[0];
        if (!top.endsWith("Test") && !top.endsWith("Tests")) {
            complaints.add(tag.test() + " is in a class that the build does not run");
        }
        return complaints;
    }
}
