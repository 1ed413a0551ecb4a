package org.socius.action.numbering;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.Optional;
import java.util.TreeMap;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Aggregates;
import org.socius.platform.problem.Problem;
import org.socius.platform.problem.Rejection;

/**
 * The references of one year: a number is given once and never again (R24). Numbers of imported
 * actions are taken like others; the next one follows the highest.
 */
@Aggregate(snapshotTriggerDefinition = Aggregates.SNAPSHOTS)
@Revision("1")
public class NumberRegister {

    @AggregateIdentifier private @Nullable String id;
    private final TreeMap<Integer, String> actionByNumber = new TreeMap<>();

    /** What has happened in a register. */
    public sealed interface NumberRegisterEvent {
        /** {@code registerId}: see {@link #idOf}. */
        @Revision("1")
        record ActionReferenceTaken(String registerId, int year, int number, String actionId)
                implements NumberRegisterEvent {}
    }

    NumberRegister() {}

    /** The id of a year's register. */
    public static String idOf(int year) {
        return "action-number-" + year;
    }

    /** Gives the next reference of a year to an action, in the current unit of work. */
    public static String next(Aggregates aggregates, int year, String actionId) {
        return aggregates
                .loadOrCreate(NumberRegister.class, idOf(year), NumberRegister::new)
                .invoke(register -> register.give(year, register.highest() + 1, actionId));
    }

    /** Takes the reference an imported action brings along. */
    public static void take(Aggregates aggregates, Reference reference, String actionId) {
        aggregates
                .loadOrCreate(NumberRegister.class, idOf(reference.year()), NumberRegister::new)
                .execute(register -> register.give(reference.year(), reference.number(), actionId));
    }

    /** The action that holds a reference, if it is taken. */
    public static Optional<String> holder(Aggregates aggregates, Reference reference) {
        try {
            return aggregates
                    .load(NumberRegister.class, idOf(reference.year()))
                    .invoke(register -> register.holder(reference.number()));
        } catch (AggregateNotFoundException noneOfThatYear) {
            return Optional.empty();
        }
    }

    private String give(int year, int number, String actionId) {
        String reference = new Reference(year, number).toString();
        if (actionByNumber.containsKey(number)) {
            throw new ReferenceTaken(reference);
        }
        apply(new NumberRegisterEvent.ActionReferenceTaken(idOf(year), year, number, actionId));
        return reference;
    }

    private int highest() {
        return actionByNumber.isEmpty() ? 0 : actionByNumber.lastKey();
    }

    /** The action that holds a number, if it is taken. */
    public Optional<String> holder(int number) {
        return Optional.ofNullable(actionByNumber.get(number));
    }

    @EventSourcingHandler
    public void evolve(NumberRegisterEvent event) {
        switch (event) {
            case NumberRegisterEvent.ActionReferenceTaken e -> {
                id = e.registerId();
                actionByNumber.put(e.number(), e.actionId());
            }
        }
    }

    /** The number is given already. */
    @Problem(
            code = "reference-taken",
            status = 409,
            title = "The reference belongs to another action",
            remedy = "Correct the reference, or leave it out if it is not recorded.")
    public static final class ReferenceTaken extends Rejection {
        private static final long serialVersionUID = 1;

        ReferenceTaken(String reference) {
            super("R24", "The reference " + reference + " is taken.");
            fact("reference", reference);
        }
    }

    /** A reference such as 2014-12: the twelfth of 2014 (R24). */
    public record Reference(int year, int number) {

        /** Reads a reference; empty if the text is none. */
        public static Optional<Reference> parse(String text) {
            if (!text.matches("(19|20)\\d{2}-(0[1-9]|[1-9]\\d{1,5})")) {
                return Optional.empty();
            }
            return Optional.of(
                    new Reference(
                            Integer.parseInt(text.substring(0, 4)),
                            Integer.parseInt(text.substring(5))));
        }

        @Override
        public String toString() {
            return "%d-%02d".formatted(year, number);
        }
    }
}
