package org.socius.quickstart.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.socius.platform.lifecycle.LifeCycle;

/** The page of the life cycles, drawn from the tables that the aggregates themselves ask. */
final class LifeCycles {

    private static final List<String> ORDER =
            List.of(
                    "Request",
                    "Action",
                    "Activity",
                    "Expert profile",
                    "Call for experts",
                    "Application",
                    "Mobilisation",
                    "Project");

    private static final String START = "[*]";

    /** A step of the drawing: {@code from} is null where the life begins. */
    record Edge(String machine, String from, String event, String to) implements Comparable<Edge> {

        @Override
        public int compareTo(Edge other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return machine + ": " + from + " --" + event + "--> " + to;
        }
    }

    private LifeCycles() {}

    /** Every table in the system, in the order of the domain's chapters. */
    static List<LifeCycle<?>> all() {
        Map<Integer, LifeCycle<?>> found = new TreeMap<>();
        for (JavaClass type : WholeSystem.CLASSES) {
            for (JavaField field : type.getFields()) {
                if (field.getRawType().isEquivalentTo(LifeCycle.class)
                        && field.getModifiers().contains(JavaModifier.STATIC)) {
                    LifeCycle<?> table = value(field);
                    found.put(ORDER.indexOf(table.name()), table);
                }
            }
        }
        return List.copyOf(found.values());
    }

    private static LifeCycle<?> value(JavaField field) {
        try {
            var declared = field.reflect();
            declared.setAccessible(true);
            return (LifeCycle<?>) declared.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The steps of the code, those beyond the domain's drawing or the others. */
    static Set<Edge> edges(boolean beyond) {
        Set<Edge> edges = new TreeSet<>();
        for (LifeCycle<?> table : all()) {
            for (LifeCycle.Move<?> move : table.moves()) {
                if ((move.beyond() != null) == beyond) {
                    edges.addAll(
                            edges(
                                    table.name(),
                                    names(move.from()),
                                    move.event().getSimpleName(),
                                    names(move.to())));
                }
            }
        }
        return edges;
    }

    private static Set<Edge> edges(
            String machine, List<String> from, String event, List<String> to) {
        Set<Edge> edges = new TreeSet<>();
        for (String before : from.isEmpty() ? List.of(START) : from) {
            for (String after : to.isEmpty() ? List.of(before) : to) {
                edges.add(new Edge(machine, before, event, after));
            }
        }
        return edges;
    }

    private static List<String> names(Collection<?> states) {
        return states.stream().map(String::valueOf).toList();
    }

    /** What the domain draws, as it was written down once beside this test. */
    static Set<Edge> drawn() {
        Set<Edge> edges = new TreeSet<>();
        String machine = "";
        for (String line : lines()) {
            if (line.startsWith("## ")) {
                machine = line.substring(3);
            } else if (!line.startsWith("#") && !line.isBlank()) {
                String[] part = line.split("\\|");
                List<String> from = List.of(part[0].strip().split(", "));
                String to = part[2].strip();
                edges.addAll(
                        edges(
                                machine,
                                from,
                                part[1].strip(),
                                to.equals("same") ? List.of() : List.of(to.split(", "))));
            }
        }
        return edges;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(
                    Path.of("src/test/resources/org/socius/quickstart/house/lifecycle.txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text() {
        StringBuilder text =
                new StringBuilder(
                                """
                                # Life cycles

                                What may happen to each kind of record, in which state, and where it leads. The tables are the ones that the aggregates themselves ask before a command, so a picture cannot promise what the code refuses. Commands stand with the noun of their address, what happens beside them in italics. A step may have conditions of its own beside the state; [rules](rules.md) and [problems](problems.md) tell them.

                                """)
                        .append(Catalogues.NOTE);
        all().forEach(table -> text.append(chapter(table)));
        return text.toString();
    }

    private static String chapter(LifeCycle<?> table) {
        return "\n## %s\n\n%s\n%s\n%s"
                .formatted(table.name(), picture(table), steps(table), beyond(table));
    }

    /** Facts that leave the state as it is stand in the table only. */
    private static String picture(LifeCycle<?> table) {
        Map<String, Set<String>> arrows = new LinkedHashMap<>();
        Set<String> left = new TreeSet<>();
        for (LifeCycle.Move<?> move : table.moves()) {
            for (Edge edge :
                    edges(
                            table.name(),
                            names(move.from()),
                            move.event().getSimpleName(),
                            names(move.to()))) {
                if (!edge.from().equals(edge.to())) {
                    left.add(edge.from());
                    arrows.computeIfAbsent(
                                    edge.from() + " --> " + edge.to(), _ -> new LinkedHashSet<>())
                            .add(edge.event());
                }
            }
        }
        StringBuilder text = new StringBuilder("```mermaid\nstateDiagram-v2\n");
        arrows.forEach(
                (arrow, events) ->
                        text.append("    %s : %s\n".formatted(arrow, String.join(", ", events))));
        names(table.states()).stream()
                .filter(state -> !left.contains(state))
                .forEach(end -> text.append("    %s --> [*]\n".formatted(end)));
        return text.append("```\n").toString();
    }

    private static String steps(LifeCycle<?> table) {
        StringBuilder text =
                new StringBuilder("| state | command | event | next |\n|---|---|---|---|\n");
        List<String> states = new ArrayList<>(List.of(START));
        states.addAll(names(table.states()));
        for (String state : states) {
            for (LifeCycle.Move<?> move : table.moves()) {
                boolean here =
                        state.equals(START)
                                ? move.from().isEmpty()
                                : names(move.from()).contains(state);
                if (here) {
                    text.append(
                            "| %s | %s | `%s` | %s |\n"
                                    .formatted(
                                            state.equals(START) ? "" : state,
                                            move.commanded()
                                                    ? "`" + move.cause() + "`"
                                                    : "*" + move.cause() + "*",
                                            move.event().getSimpleName(),
                                            move.to().isEmpty()
                                                    ? "same"
                                                    : String.join(" or ", names(move.to()))));
                }
            }
        }
        return text.toString();
    }

    private static String beyond(LifeCycle<?> table) {
        Map<String, Set<String>> states = new LinkedHashMap<>();
        for (LifeCycle.Move<?> move : table.moves()) {
            if (move.beyond() != null) {
                states.computeIfAbsent(
                                "`%s` | %%s | %s"
                                        .formatted(move.event().getSimpleName(), move.beyond()),
                                _ -> new LinkedHashSet<>())
                        .addAll(names(move.from()));
            }
        }
        int all = table.states().size();
        return states.isEmpty()
                ? ""
                : "Not in the domain's drawing, and why:\n\n| event | in | why |\n|---|---|---|\n"
                        + states.entrySet().stream()
                                .map(
                                        row ->
                                                "| "
                                                        + row.getKey()
                                                                .formatted(in(row.getValue(), all))
                                                        + " |\n")
                                .collect(Collectors.joining());
    }

    private static String in(Set<String> states, int all) {
        return states.isEmpty()
                ? "the beginning"
                : states.size() == all ? "every state" : String.join(", ", states);
    }
}
