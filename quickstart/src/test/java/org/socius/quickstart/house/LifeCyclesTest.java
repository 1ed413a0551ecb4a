package org.socius.quickstart.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.lifecycle.LifeCycle;
import org.socius.quickstart.house.LifeCycles.Edge;

/** The tables of the aggregates against the drawing of the domain, both ways. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LifeCyclesTest {

    @Test
    void every_kind_of_record_of_the_domain_has_its_table() {
        assertThat(LifeCycles.drawn().stream().map(Edge::machine).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        LifeCycles.all().stream().map(LifeCycle::name).toList());
        assertThat(LifeCycles.all()).hasSize(8);
    }

    @Test
    void the_code_has_what_the_domain_draws_and_says_why_where_it_has_more() {
        Set<Edge> missing = new TreeSet<>(LifeCycles.drawn());
        missing.removeAll(LifeCycles.edges(false));
        assertThat(missing).as("drawn and not in the code").isEmpty();
        Set<Edge> unexplained = new TreeSet<>(LifeCycles.edges(false));
        unexplained.removeAll(LifeCycles.drawn());
        assertThat(unexplained).as("in the code, not drawn, without a reason").isEmpty();
    }

    @Test
    void what_has_a_reason_to_be_there_is_not_drawn() {
        Set<Edge> drawn = new TreeSet<>(LifeCycles.edges(true));
        drawn.retainAll(LifeCycles.drawn());
        assertThat(drawn).isEmpty();
        LifeCycles.all()
                .forEach(
                        table ->
                                table.moves().stream()
                                        .map(LifeCycle.Move::beyond)
                                        .filter(reason -> reason != null)
                                        .forEach(
                                                reason ->
                                                        assertThat(reason)
                                                                .matches("[A-Z].{10,120}\\.")));
    }

    @Test
    void every_event_of_a_record_has_its_place_in_the_table_and_every_state_is_reached() {
        for (LifeCycle<?> table : LifeCycles.all()) {
            Set<Class<?>> placed =
                    table.moves().stream().map(LifeCycle.Move::event).collect(Collectors.toSet());
            Class<?> language = table.moves().getFirst().event().getEnclosingClass();
            for (Class<?> event : language.getPermittedSubclasses()) {
                assertThat(placed).as(table.name()).contains(event);
            }
            assertThat(
                            table.moves().stream()
                                    .flatMap(move -> move.to().stream())
                                    .map(String::valueOf)
                                    .collect(Collectors.toSet()))
                    .as(table.name())
                    .containsExactlyInAnyOrderElementsOf(
                            table.states().stream().map(String::valueOf).toList());
        }
    }
}
