package org.socius.platform.command;

import java.util.function.Supplier;
import org.axonframework.config.Configuration;
import org.axonframework.eventsourcing.IncompatibleAggregateException;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;

/**
 * Lets a command handler work with a second aggregate of its service within the same unit of work:
 * the events of both go into one commit, so both happen or neither.
 */
public final class Aggregates {

    /**
     * What an aggregate whose stream grows with the work of others names as its {@code
     * snapshotTriggerDefinition}: a snapshot of its state after each fifty events. Its class
     * carries a {@code @Revision}, to be raised whenever its fields or what its events mean for
     * them change.
     */
    public static final String SNAPSHOTS = "snapshots";

    private final Supplier<Configuration> configuration;

    public Aggregates(Supplier<Configuration> configuration) {
        this.configuration = configuration;
    }

    /**
     * An aggregate that must exist.
     *
     * @throws AggregateNotFoundException if it does not, or if the id is that of something else
     */
    public <T> Aggregate<T> load(Class<T> type, String id) {
        try {
            return configuration.get().repository(type).load(id);
        } catch (IncompatibleAggregateException e) {
            throw new AggregateNotFoundException(id, "It is no " + type.getSimpleName(), e);
        }
    }

    /** An aggregate that comes into being with its first event. */
    public <T> Aggregate<T> loadOrCreate(Class<T> type, String id, Supplier<T> fresh) {
        try {
            return configuration.get().repository(type).loadOrCreate(id, fresh::get);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Cannot create " + type.getSimpleName(), e);
        }
    }
}
