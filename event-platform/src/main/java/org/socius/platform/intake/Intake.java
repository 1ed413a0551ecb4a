package org.socius.platform.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.platform.publishing.ContractTable;

/**
 * What one part of a service wants to know from the topics. Declared as a bean, it is started and
 * stopped with the service. The group's name identifies its marks and offsets: under another name
 * everything is read again from the beginning.
 *
 * <p>Facts of one aggregate come in the order of their contract sequence, each once in effect: a
 * handler is called again for a fact only if the process or the store failed between its work and
 * the note of it, so what it does must bear that (a command id derived from the event id does).
 * Types nobody asked for are passed over. A handler that throws is tried again for ever where
 * waiting can help (store or service down, a fact not yet known here), which holds its partition
 * up; otherwise, after three tries, this and every later fact of the same aggregate are parked
 * until an administrator retries them, and other aggregates flow on.
 */
public final class Intake {

    private final String group;
    private final List<String> topics;
    private final Map<String, Route<?>> routes;
    private final @Nullable ReadModel readModel;

    /** What is done with one fact. */
    @FunctionalInterface
    public interface Handler<E> {
        void handle(Fact fact, E event);
    }

    record Route<E>(Class<E> contract, @Nullable Handler<E> handler) {
        void handle(Fact fact, Object event) {
            if (handler != null) {
                handler.handle(fact, contract.cast(event));
            }
        }
    }

    private Intake(
            String group,
            List<String> topics,
            Map<String, Route<?>> routes,
            @Nullable ReadModel readModel) {
        this.group = group;
        this.topics = List.copyOf(topics);
        this.routes = Map.copyOf(routes);
        this.readModel = readModel;
    }

    /**
     * Facts are handled one by one; the marks stand in the collection {@code intake_marks}.
     *
     * @param group Kafka group, {@code <service>.<part>}
     */
    public static Builder of(String group) {
        return new Builder(group);
    }

    /**
     * Facts are handed in whole batches to a read model that keeps its own marks.
     *
     * @param group Kafka group, {@code <service>.<part>}
     */
    public static BatchBuilder batch(String group) {
        return new BatchBuilder(group);
    }

    String group() {
        return group;
    }

    List<String> topics() {
        return topics;
    }

    @Nullable Route<?> route(String type) {
        return routes.get(type);
    }

    @Nullable ReadModel readModel() {
        return readModel;
    }

    /** An intake fact by fact. */
    public static final class Builder {

        private final String group;
        private final List<String> topics = new ArrayList<>();
        private final Map<String, Route<?>> routes = new HashMap<>();

        private Builder(String group) {
            this.group = group;
        }

        public Builder topics(String... names) {
            topics.addAll(List.of(names));
            return this;
        }

        /** What is done with events of a type; a type may stand once. */
        public <E> Builder on(Class<E> contract, Handler<? super E> handler) {
            put(routes, contract, handler::handle);
            return this;
        }

        public Intake build() {
            return new Intake(group, demand(topics), routes, null);
        }
    }

    /** An intake by batches. */
    public static final class BatchBuilder {

        private final String group;
        private final List<String> topics = new ArrayList<>();
        private final Map<String, Route<?>> routes = new HashMap<>();

        private BatchBuilder(String group) {
            this.group = group;
        }

        public BatchBuilder topics(String... names) {
            topics.addAll(List.of(names));
            return this;
        }

        /** The types that are decoded; others come without their event. */
        public BatchBuilder types(Class<?>... contracts) {
            List.of(contracts).forEach(contract -> put(routes, contract, null));
            return this;
        }

        public Intake into(ReadModel readModel) {
            return new Intake(group, demand(topics), routes, readModel);
        }
    }

    private static <E> void put(
            Map<String, Route<?>> routes, Class<E> contract, @Nullable Handler<E> handler) {
        String type = ContractTable.typeOf(contract);
        if (routes.put(type, new Route<>(contract, handler)) != null) {
            throw new IllegalArgumentException("Two handlers for " + type);
        }
    }

    private static List<String> demand(List<String> topics) {
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("An intake needs a topic");
        }
        return topics;
    }
}
