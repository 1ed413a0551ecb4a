package org.socius.expert.rates;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.reference.Rates;
import org.socius.contracts.reference.Rates.Kind;
import org.socius.platform.command.Aggregates;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.EventMoment;
import org.socius.platform.format.Money;
import org.socius.platform.problem.Rejection.InvalidFields;

/**
 * The rates for a working day, each from a first day until the next one (R93). It begins with those
 * of the reference data. A contract keeps the rates of the day of its signature, whatever is
 * entered later; nothing is overwritten.
 */
@Aggregate
public class RateList implements Chronicled {

    /** The aggregate type in the store. */
    public static final String TYPE = "RateList";

    /** There is one list. */
    public static final String ID = "rates";

    /** The currency in which the facility pays. */
    private static final String CURRENCY = "EUR";

    /** An amount for one day, from a day on. */
    public record Rate(LocalDate validFrom, Money amount) {}

    /** From {@code validFrom} on a rate is another one. */
    public record SetRate(
            @TargetAggregateIdentifier String listId,
            Kind kind,
            LocalDate validFrom,
            Money amount) {}

    /** What happened to the list. */
    public sealed interface RateListEvent {

        /** From {@code validFrom} on a rate is another one. */
        @Revision("1")
        record RateSet(String listId, Kind kind, LocalDate validFrom, Money amount)
                implements RateListEvent {}
    }

    @AggregateIdentifier private @Nullable String id;
    private @Nullable EventMoment latest;
    private final Map<Kind, List<Rate>> added = new EnumMap<>(Kind.class);

    RateList() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(SetRate command, CommandContext context) {
        if (command.validFrom().isBefore(context.today())) {
            throw InvalidFields.of(
                    "R93",
                    "/validFrom",
                    "in-the-past",
                    "A rate changes from the day of the entry at the earliest.");
        }
        if (!command.amount().currency().equals(CURRENCY)) {
            throw InvalidFields.of(
                    "/amount/currency", "unknown-code", "Rates are stated in " + CURRENCY + ".");
        }
        if (command.amount().amountMinor() < 0) {
            throw InvalidFields.of(
                    "R93", "/amount/amountMinor", "out-of-range", "A rate is not negative.");
        }
        if (on(command.kind(), command.validFrom()).equals(Optional.of(command.amount()))) {
            return;
        }
        apply(new RateListEvent.RateSet(ID, command.kind(), command.validFrom(), command.amount()));
    }

    @EventSourcingHandler
    void evolve(RateListEvent event, EventMoment moment) {
        latest = moment.notBefore(latest);
        switch (event) {
            case RateListEvent.RateSet e -> {
                id = e.listId();
                added.computeIfAbsent(e.kind(), _ -> new ArrayList<>())
                        .add(new Rate(e.validFrom(), e.amount()));
            }
        }
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    /** All rates of a kind, oldest day first; of one day, the one entered last is the last. */
    List<Rate> of(Kind kind) {
        return Stream.concat(
                        Rates.all().stream()
                                .filter(rate -> rate.kind() == kind)
                                .map(
                                        rate ->
                                                new Rate(
                                                        rate.from(),
                                                        new Money(
                                                                rate.amountMinor(),
                                                                rate.currency()))),
                        added.getOrDefault(kind, List.of()).stream())
                .sorted(Comparator.comparing(Rate::validFrom))
                .toList();
    }

    private Optional<Money> on(Kind kind, LocalDate day) {
        return of(kind).stream()
                .filter(rate -> !rate.validFrom().isAfter(day))
                .reduce((_, later) -> later)
                .map(Rate::amount);
    }

    /** What is paid for a working day on a day; null before the first rate. */
    public static @Nullable Money on(Aggregates aggregates, Kind kind, LocalDate day) {
        try {
            return aggregates
                    .load(RateList.class, ID)
                    .invoke(list -> list.on(kind, day))
                    .orElse(null);
        } catch (AggregateNotFoundException neverChanged) {
            return new RateList().on(kind, day).orElse(null);
        }
    }
}
