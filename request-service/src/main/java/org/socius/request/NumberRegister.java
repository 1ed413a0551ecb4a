package org.socius.request;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.socius.platform.command.Aggregates;

/** Gives the requests of one year their running numbers, none twice and none left out. */
@Aggregate(snapshotTriggerDefinition = Aggregates.SNAPSHOTS)
@Revision("1")
class NumberRegister {

    @AggregateIdentifier private String id;
    private int last;

    /** The next number of a year belongs to this request. */
    @Revision("1")
    record NumberAssigned(String registerId, int year, int running, String requestId) {}

    @SuppressWarnings("NullAway.Init")
    NumberRegister() {}

    static String idOf(int year) {
        return "request-number-" + year;
    }

    /** A number such as {@code R-2026-0042}. */
    String assign(int year, String requestId) {
        int running = last + 1;
        apply(new NumberAssigned(idOf(year), year, running, requestId));
        return "R-%d-%04d".formatted(year, running);
    }

    @EventSourcingHandler
    void evolve(NumberAssigned event) {
        id = event.registerId();
        last = event.running();
    }
}
