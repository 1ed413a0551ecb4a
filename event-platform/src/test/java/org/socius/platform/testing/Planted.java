package org.socius.platform.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles sources that break a rule of the house, so that a test sees the rule bite. They stand as
 * text in the test and never come onto anybody's class path.
 */
public final class Planted {

    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
    private static final Pattern TYPE =
            Pattern.compile("(?:class|interface|record|enum|@interface) (\\w+)");

    private Planted() {}

    /**
     * Compiles each text, which holds a package and one top-level type, against the test's class
     * path.
     *
     * @return the folder with the class files
     * @throws IllegalArgumentException if a source does not compile
     */
    public static Path compile(String... sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try {
            Path classes = Files.createTempDirectory("planted");
            boolean compiled =
                    compiler.getTask(
                                    complaints,
                                    null,
                                    null,
                                    List.of("-proc:none", "-d", classes.toString()),
                                    null,
                                    Arrays.stream(sources).map(Planted::source).toList())
                            .call();
            if (!compiled) {
                throw new IllegalArgumentException(complaints.toString());
            }
            return classes;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JavaFileObject source(String text) {
        String name = first(PACKAGE, text).replace('.', '/') + "/" + first(TYPE, text) + ".java";
        return new SimpleJavaFileObject(
                URI.create("planted:///" + name), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("No " + pattern + " in " + text);
        }
        return matcher.group(1);
    }
}
