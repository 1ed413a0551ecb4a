package org.socius.platform.view;

import java.util.Optional;
import java.util.function.Supplier;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.socius.platform.command.EventMoment;

/**
 * Folds one aggregate's events into whatever a reader needs. What it answers contains everything
 * acknowledged before the call, so a client reads its own writes.
 */
public final class EventStreams {

    private final EventStore store;

    public EventStreams(EventStore store) {
        this.store = store;
    }

    /** One step of a fold. */
    @FunctionalInterface
    public interface Step<S> {
        void apply(S state, Object event, EventMoment moment);
    }

    /**
     * @param version sequence number of the last event, from 0
     */
    public record Folded<S>(S state, long version) {}

    /**
     * @param type the aggregate type, so that the id of another kind of thing is not taken for it
     * @return empty if there is no such aggregate
     */
    public <S> Optional<Folded<S>> fold(String type, String id, Supplier<S> fresh, Step<S> step) {
        DomainEventStream events;
        try {
            events = store.readEvents(id, 0);
        } catch (AggregateNotFoundException e) {
            return Optional.empty();
        }
        S state = fresh.get();
        long version = -1;
        while (events.hasNext()) {
            DomainEventMessage<?> event = events.next();
            if (!event.getType().equals(type)) {
                return Optional.empty();
            }
            step.apply(state, event.getPayload(), EventMoment.of(event.getMetaData()));
            version = event.getSequenceNumber();
        }
        return version < 0 ? Optional.empty() : Optional.of(new Folded<>(state, version));
    }
}
