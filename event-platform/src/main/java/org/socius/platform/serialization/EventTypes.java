package org.socius.platform.serialization;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The private event types of one service, by logical name, and how their older forms are read.
 * Built from sealed interfaces, so that a new event is known the moment it compiles.
 */
public final class EventTypes {

    private final Map<String, Class<?>> byName = new LinkedHashMap<>();
    private final Map<SerializedType, Upcaster> upcasters = new LinkedHashMap<>();

    /**
     * Reads an older form of an event as the next one; several lead step by step to today's. What
     * is stored stays as it is. One event stays one event, and its metadata is not touched.
     *
     * @param type logical name as stored
     * @param revision as stored
     * @param nextType the same, unless the event has got another name
     * @param change from the stored fields to those of the next form; may alter what it is given
     */
    public record Upcaster(
            String type,
            String revision,
            String nextType,
            String nextRevision,
            UnaryOperator<ObjectNode> change) {

        SerializedType from() {
            return new SimpleSerializedType(type, revision);
        }

        SerializedType to() {
            return new SimpleSerializedType(nextType, nextRevision);
        }
    }

    private EventTypes() {}

    /**
     * The permitted records of the given sealed interfaces, nested sealed interfaces included.
     *
     * @throws IllegalStateException when two events would share a logical name
     */
    public static EventTypes of(Class<?>... sealedInterfaces) {
        EventTypes types = new EventTypes();
        Arrays.stream(sealedInterfaces).forEach(types::add);
        return types;
    }

    /**
     * Adds what reads older forms. Everything that reads events goes through it: aggregates,
     * projections, the publication, letters that wait.
     *
     * @throws IllegalStateException if one leads to no event of today, or two begin with one form
     */
    public EventTypes reading(Upcaster... older) {
        for (Upcaster upcaster : older) {
            if (upcasters.put(upcaster.from(), upcaster) != null) {
                throw new IllegalStateException("Two upcasters read " + upcaster.from());
            }
        }
        upcasters.values().forEach(this::requireWayToToday);
        return this;
    }

    private void requireWayToToday(Upcaster first) {
        SerializedType type = first.to();
        for (int steps = 1; upcasters.containsKey(type); steps++) {
            if (steps > upcasters.size()) {
                throw new IllegalStateException("Upcasters of " + first.from() + " go in a circle");
            }
            type = upcasters.get(type).to();
        }
        Class<?> event = classOf(type.getName());
        Revision today = event == null ? null : event.getAnnotation(Revision.class);
        if (today == null || !today.value().equals(type.getRevision())) {
            throw new IllegalStateException(
                    "Upcasters of " + first.from() + " end at " + type + ", which no event is");
        }
    }

    /** True if events of this stored form are read through an upcaster. */
    boolean isOlder(SerializedType stored) {
        return upcasters.containsKey(stored);
    }

    /** A stored event in the form of today; itself if it has that already. */
    public SerializedObject<JsonNode> today(SerializedObject<JsonNode> stored) {
        SerializedType type = stored.getType();
        JsonNode fields = stored.getData();
        for (Upcaster next = upcasters.get(type); next != null; next = upcasters.get(type)) {
            fields = next.change().apply((ObjectNode) fields);
            type = next.to();
        }
        return new SimpleSerializedObject<>(fields, JsonNode.class, type);
    }

    /** The form of today for a stored one. */
    SerializedType today(SerializedType stored) {
        SerializedType type = stored;
        for (Upcaster next = upcasters.get(type); next != null; next = upcasters.get(type)) {
            type = next.to();
        }
        return type;
    }

    private void add(Class<?> type) {
        if (type.isSealed()) {
            Arrays.stream(type.getPermittedSubclasses()).forEach(this::add);
            return;
        }
        Class<?> other = byName.put(EventNames.of(type), type);
        if (other != null && other != type) {
            throw new IllegalStateException(
                    "Two events share the name "
                            + EventNames.of(type)
                            + ": "
                            + type
                            + " and "
                            + other);
        }
    }

    /** All event classes. */
    public Collection<Class<?>> classes() {
        return byName.values();
    }

    /** The class stored under a logical name, or null if this service has no such event. */
    public @Nullable Class<?> classOf(String logicalName) {
        return byName.get(logicalName);
    }
}
