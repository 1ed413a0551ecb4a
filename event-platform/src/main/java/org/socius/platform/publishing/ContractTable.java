package org.socius.platform.publishing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.socius.platform.serialization.EventNames;
import org.socius.platform.serialization.EventTypes;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which private events the world outside learns of, and in which words. Every private event of the
 * service stands in the table, as published or as kept; an event type never changes from kept to
 * published, because its aggregates' contract sequences would get holes.
 */
public final class ContractTable {

    private final String source;
    private final Map<String, String> topicByAggregateType;
    private final Map<String, Entry> byPrivateName;
    private final JsonMapper json =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private record Entry(
            Class<?> privateType,
            @Nullable Class<?> contract,
            @Nullable Function<Object, Object> words) {}

    /**
     * @param type CloudEvents type, such as {@code org.socius.request.submitted.v1}
     */
    public record ContractEvent(String type, ObjectNode value) {}

    private ContractTable(
            String source, Map<String, String> topics, Map<String, Entry> byPrivateName) {
        this.source = source;
        this.topicByAggregateType = Map.copyOf(topics);
        this.byPrivateName = Map.copyOf(byPrivateName);
    }

    /**
     * @param source CloudEvents source, such as {@code /request-service}
     */
    public static Builder of(String source) {
        return new Builder(source);
    }

    /** CloudEvents source of this service. */
    public String source() {
        return source;
    }

    /** The topics this service writes. */
    public Set<String> topics() {
        return Set.copyOf(topicByAggregateType.values());
    }

    /** The topic an aggregate's events go to. */
    public String topicOf(String aggregateType) {
        String topic = topicByAggregateType.get(aggregateType);
        if (topic == null) {
            throw new IllegalStateException("No topic for aggregates of type " + aggregateType);
        }
        return topic;
    }

    /** True if events of this logical name are published. */
    public boolean isPublic(String logicalName) {
        Entry entry = byPrivateName.get(logicalName);
        return entry != null && entry.contract() != null;
    }

    /** The contract event for a stored one, or empty if it is kept. */
    public Optional<ContractEvent> translate(String logicalName, Object event) {
        Entry entry = byPrivateName.get(logicalName);
        if (entry == null || entry.contract() == null) {
            return Optional.empty();
        }
        Object contract =
                entry.words() == null
                        ? json.convertValue(event, entry.contract())
                        : entry.words().apply(event);
        JsonNode value = json.valueToTree(contract);
        return Optional.of(new ContractEvent(typeOf(entry.contract()), (ObjectNode) value));
    }

    /** CloudEvents type of a contract record such as {@code RequestSubmittedV1}. */
    public static String typeOf(Class<?> contract) {
        String name = contract.getSimpleName();
        return "org.socius." + EventNames.of(name) + ".v" + name.replaceAll(".*V(\\d+)$", "$1");
    }

    /** Collects the entries; {@link #build} demands one for each private event. */
    public static final class Builder {

        private final String source;
        private final Map<String, String> topics = new HashMap<>();
        private final Map<String, Entry> entries = new HashMap<>();

        private Builder(String source) {
            this.source = source;
        }

        /** Events of these aggregates go to a topic. */
        public Builder topic(String topic, Class<?>... aggregates) {
            for (Class<?> aggregate : aggregates) {
                topics.put(aggregate.getSimpleName(), topic);
            }
            return this;
        }

        /** Published under the same field names; fields the contract does not have stay private. */
        public Builder publish(Class<?> event, Class<?> contract) {
            entries.put(EventNames.of(event), new Entry(event, contract, null));
            return this;
        }

        /** Published in other words. */
        @SuppressWarnings("unchecked")
        public <E, C> Builder publish(Class<E> event, Class<C> contract, Function<E, C> words) {
            entries.put(EventNames.of(event), new Entry(event, contract, e -> words.apply((E) e)));
            return this;
        }

        /** Nobody outside needs to know. */
        public Builder keep(Class<?>... events) {
            List.of(events).forEach(e -> entries.put(EventNames.of(e), new Entry(e, null, null)));
            return this;
        }

        /**
         * @throws IllegalStateException naming the private events that stand neither as published
         *     nor as kept
         */
        public ContractTable build(EventTypes privateEvents) {
            Set<String> missing =
                    privateEvents.classes().stream()
                            .map(EventNames::of)
                            .filter(name -> !entries.containsKey(name))
                            .collect(Collectors.toSet());
            if (!missing.isEmpty()) {
                throw new IllegalStateException("Published or kept? " + missing);
            }
            return new ContractTable(source, topics, entries);
        }
    }
}
