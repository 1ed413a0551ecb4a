package org.socius.request;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.reference.Countries;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;

/**
 * Which countries may ask on which day (R02). The default list is valid from the first of January
 * 2013; each change since then has a day of its own, and the changes of one day make a new version
 * of the list. A change is never taken back: another one follows it.
 */
@Aggregate
class EligibilityList implements Chronicled {

    static final String ID = "eligibility-list";

    @AggregateIdentifier private String id;
    private final List<EligibilityChanged> changes = new ArrayList<>();
    private @Nullable EventMoment latest;

    /** From {@code validFrom} on the country is on the list, or no longer. */
    record ChangeEligibility(
            @TargetAggregateIdentifier String listId,
            String country,
            boolean eligible,
            LocalDate validFrom) {}

    /** Who was not told of the changes when they were made is told now. */
    record RetellEligibility(@TargetAggregateIdentifier String listId) {}

    @SuppressWarnings("NullAway.Init")
    EligibilityList() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(ChangeEligibility command) {
        RequestForm.isoCountry("/code", command.country());
        if (command.validFrom().isBefore(Countries.DEFAULT_LIST_FROM)) {
            throw Rejection.InvalidFields.of(
                    "R02",
                    "/validFrom",
                    "before-first-list",
                    "The first list is valid from " + Countries.DEFAULT_LIST_FROM + ".");
        }
        if (isEligible(command.country(), command.validFrom()) == command.eligible()) {
            return;
        }
        apply(
                new EligibilityChanged(
                        ID, command.country(), command.eligible(), command.validFrom()));
    }

    @CommandHandler
    void decide(RetellEligibility command) {
        apply(new EligibilityListRetold(command.listId(), List.copyOf(changes)));
    }

    @EventSourcingHandler
    void evolve(EligibilityChanged event, EventMoment moment) {
        latest = moment.notBefore(latest);
        id = event.listId();
        changes.add(event);
    }

    /** Nothing is different afterwards. */
    @EventSourcingHandler
    void evolve(EligibilityListRetold event) {}

    /** One step of a fold over stored events. */
    void evolve(Object event, EventMoment moment) {
        if (event instanceof EligibilityChanged changed) {
            evolve(changed, moment);
        }
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    /** What was changed for a country, in the order of entry. */
    List<EligibilityChanged> of(String country) {
        return changes.stream().filter(change -> change.country().equals(country)).toList();
    }

    /** The first day of each version of the list, the default one's first. */
    List<LocalDate> versions() {
        return Stream.concat(
                        Stream.of(Countries.DEFAULT_LIST_FROM),
                        changes.stream().map(EligibilityChanged::validFrom))
                .distinct()
                .sorted()
                .toList();
    }

    /** True if the country stands on the list in force on that day. */
    boolean isEligible(String country, LocalDate on) {
        return changes.stream()
                .filter(change -> change.country().equals(country))
                .filter(change -> !change.validFrom().isAfter(on))
                .reduce((one, next) -> next.validFrom().isBefore(one.validFrom()) ? one : next)
                .map(EligibilityChanged::eligible)
                .orElseGet(() -> Countries.isEligible(country, on));
    }
}
