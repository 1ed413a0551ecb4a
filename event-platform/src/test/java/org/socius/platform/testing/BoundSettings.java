package org.socius.platform.testing;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.socius.platform.settings.SettingList;
import org.socius.platform.settings.SettingList.ChangeSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings as a starting service binds them. */
public final class BoundSettings {

    private BoundSettings() {}

    static boolean isOne(Object resource) {
        return resource instanceof Record
                && resource.getClass().isAnnotationPresent(ConfigurationProperties.class);
    }

    /**
     * The command by which an administrator sets a number from a day on.
     *
     * @param property its whole name
     */
    public static ChangeSettings set(String property, String validFrom, Long... value) {
        return new ChangeSettings(
                SettingList.ID,
                property,
                List.of(value),
                Map.of(),
                LocalDate.parse(validFrom),
                null);
    }

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
