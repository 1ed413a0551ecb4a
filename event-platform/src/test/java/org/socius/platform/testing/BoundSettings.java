package org.socius.platform.testing;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings as a starting service binds them. */
public final class BoundSettings {

    private BoundSettings() {}

    /** With the default of each. */
    public static <T extends Record> T defaults(Class<T> type) {
        return with(type, Map.of());
    }

    /**
     * With other values than the defaults.
     *
     * @param properties by their whole names
     */
    public static <T extends Record> T with(Class<T> type, Map<String, Object> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate(type.getAnnotation(ConfigurationProperties.class).value(), type);
    }
}
