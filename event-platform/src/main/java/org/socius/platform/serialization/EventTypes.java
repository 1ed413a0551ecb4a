package org.socius.platform.serialization;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The private event types of one service, by logical name. Built from sealed interfaces, so that a
 * new event is known the moment it compiles.
 */
public final class EventTypes {

    private final Map<String, Class<?>> byName = new LinkedHashMap<>();

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
