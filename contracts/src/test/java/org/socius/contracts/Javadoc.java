package org.socius.contracts;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What the javadoc of types says, as plain text. */
final class Javadoc {

    private final Map<String, String> byType = new HashMap<>();

    private Javadoc() {}

    /** The javadoc of all types below a source folder. */
    static Javadoc in(Path sources) {
        Javadoc javadoc = new Javadoc();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> tree = Files.walk(sources)) {
            List<Path> java = tree.filter(path -> path.toString().endsWith(".java")).toList();
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(java));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                javadoc.read(unit, docs);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return javadoc;
    }

    private void read(CompilationUnitTree unit, DocTrees docs) {
        new TreePathScanner<Void, String>() {
            @Override
            public Void visitClass(ClassTree type, String owner) {
                String name = owner + type.getSimpleName();
                String doc = docs.getDocComment(getCurrentPath());
                if (doc != null) {
                    byType.put(name, plain(doc));
                }
                return super.visitClass(type, name + "$");
            }
        }.scan(unit, unit.getPackageName() + ".");
    }

    private static String plain(String doc) {
        return doc.replaceAll("\\s+", " ")
                .replaceAll("\\{@code ([^}]*)}", "$1")
                .replaceAll("\\{@link [^}]*?([A-Za-z]+)}", "$1")
                .replaceFirst(" @param .*", "")
                .strip();
    }

    /**
     * The text about a type.
     *
     * @throws IllegalStateException if nothing is said about it
     */
    String of(Class<?> type) {
        String doc = byType.get(type.getName());
        if (doc == null) {
            throw new IllegalStateException(type.getName() + " has no javadoc");
        }
        return doc;
    }
}
