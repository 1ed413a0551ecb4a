package org.socius.platform.lifecycle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The life of one kind of aggregate: which command is carried out in which state, which event comes
 * of it and where that leads. An aggregate asks this table what may be commanded; the picture in
 * the documents is drawn from it, and tests walk along it. What it does not hold are the conditions
 * that a command has beside its state.
 *
 * @param <S> the states
 */
public final class LifeCycle<S extends Enum<S>> {

    private final String name;
    private final Class<S> states;
    private final List<Move<S>> moves;

    private LifeCycle(String name, Class<S> states, List<Move<S>> moves) {
        this.name = name;
        this.states = states;
        this.moves = List.copyOf(moves);
    }

    /**
     * One row of the table.
     *
     * @param cause the command, or in words what else makes it happen
     * @param commanded true for what somebody may command, false for what happens beside
     * @param from empty for what begins the life
     * @param event its class
     * @param to where it may lead; empty for a fact that leaves the state as it is
     * @param beyond why it is there although the domain's drawing lacks it; null if it does not
     */
    public record Move<S extends Enum<S>>(
            String cause,
            boolean commanded,
            Set<S> from,
            Class<?> event,
            Set<S> to,
            @Nullable String beyond) {

        /** True if the event may lead from one state, null before the beginning, to another. */
        boolean leads(@Nullable S before, S after) {
            boolean begins = before == null ? from.isEmpty() : from.contains(before);
            return begins && (to.isEmpty() ? after == before : to.contains(after));
        }
    }

    /** The life of what is called {@code name}. */
    public static <S extends Enum<S>> Builder<S> of(String name, Class<S> states) {
        return new Builder<>(name, states);
    }

    public String name() {
        return name;
    }

    public List<S> states() {
        return List.of(states.getEnumConstants());
    }

    public List<Move<S>> moves() {
        return moves;
    }

    /** Whether something is carried out in a state, as far as that depends on the state. */
    public boolean allows(String cause, S state) {
        return moves.stream()
                .anyMatch(move -> move.cause().equals(cause) && move.from().contains(state));
    }

    /** The commands that a state leaves open, in the order of the table. */
    public List<String> commandsIn(S state) {
        return moves.stream()
                .filter(move -> move.commanded() && move.from().contains(state))
                .map(Move::cause)
                .distinct()
                .toList();
    }

    /**
     * Whether the table has this event between these states.
     *
     * @param before null if the event began the life
     */
    public boolean knows(@Nullable S before, Class<?> event, S after) {
        return moves.stream().anyMatch(move -> move.event() == event && move.leads(before, after));
    }

    /**
     * Writes a table: {@link #when} or {@link #meanwhile} says what happens in which states, each
     * {@link #then} after it which event may come of it.
     */
    public static final class Builder<S extends Enum<S>> {

        private final String name;
        private final Class<S> states;
        private final List<Move<S>> moves = new ArrayList<>();
        private String cause = "";
        private boolean commanded;
        private Set<S> from = Set.of();

        private Builder(String name, Class<S> states) {
            this.name = name;
            this.states = states;
        }

        /** What begins the life. */
        public Builder<S> begin(String by) {
            return group(by, false, List.of());
        }

        /** What may be commanded in these states. */
        @SafeVarargs
        public final Builder<S> when(String command, S... in) {
            return when(command, Arrays.asList(in));
        }

        /** What may be commanded in these states. */
        public Builder<S> when(String command, Collection<S> in) {
            return group(command, true, in);
        }

        /** What happens in these states without being offered as a command. */
        @SafeVarargs
        public final Builder<S> meanwhile(String by, S... in) {
            return meanwhile(by, Arrays.asList(in));
        }

        /** What happens in these states without being offered as a command. */
        public Builder<S> meanwhile(String by, Collection<S> in) {
            return group(by, false, in);
        }

        private Builder<S> group(String by, boolean isCommand, Collection<S> in) {
            cause = by;
            commanded = isCommand;
            from = ordered(in);
            return this;
        }

        private Set<S> ordered(Collection<S> some) {
            Set<S> all = EnumSet.noneOf(states);
            all.addAll(some);
            return Collections.unmodifiableSet(all);
        }

        /** An event that may come of it, and where it may lead; nowhere if nothing is named. */
        @SafeVarargs
        public final Builder<S> then(Class<?> event, S... to) {
            return add(event, to, null);
        }

        /** The same, with the reason why it is there although the domain's drawing lacks it. */
        @SafeVarargs
        public final Builder<S> beyond(String reason, Class<?> event, S... to) {
            return add(event, to, reason);
        }

        private Builder<S> add(Class<?> event, S[] to, @Nullable String reason) {
            moves.add(new Move<>(cause, commanded, from, event, ordered(List.of(to)), reason));
            return this;
        }

        public LifeCycle<S> build() {
            return new LifeCycle<>(name, states, moves);
        }
    }
}
