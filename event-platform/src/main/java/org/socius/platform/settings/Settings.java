package org.socius.platform.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Reads what {@link Setting} says of a record of {@code ConfigurationProperties}, and changes it.
 */
public final class Settings {

    /**
     * One setting.
     *
     * @param standard what holds where nothing is set, as it would be written
     * @param value what holds; null where a type is described and nothing is running
     * @param since first day of the change by which it holds; null where it is as the service was
     *     started
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Line(
            String property,
            String rule,
            String what,
            String unit,
            @JsonProperty("default") String standard,
            long least,
            long most,
            @Nullable Object value,
            @Nullable LocalDate since) {

        Line since(@Nullable LocalDate day) {
            return new Line(property, rule, what, unit, standard, least, most, value, day);
        }

        /** Whether several numbers may stand here. */
        boolean takesSeveral() {
            return value instanceof List<?>;
        }
    }

    private Settings() {}

    /** Whether a type holds numbers of this kind. */
    static boolean isKeptBy(Class<?> type) {
        return type.isRecord() && type.isAnnotationPresent(ConfigurationProperties.class);
    }

    /** The settings of a type in their order, those of nested records in their place. */
    public static List<Line> of(Class<? extends Record> type) {
        return lines(prefix(type), type, null);
    }

    /** The settings of a type and what holds. */
    public static List<Line> of(Record effective) {
        return lines(prefix(effective.getClass()), effective.getClass(), effective);
    }

    /**
     * For the compact constructor of such a record: refuses the first value outside its range with
     * one sentence that names the property.
     *
     * @param values of the components, in their order
     */
    public static void check(Class<? extends Record> type, Object... values) {
        String prefix = prefix(type);
        Parameter[] parameters = parameters(type);
        for (int i = 0; i < values.length; i++) {
            Setting setting = parameters[i].getAnnotation(Setting.class);
            if (setting != null) {
                check(property(prefix, type.getRecordComponents()[i]), setting, values[i]);
            }
        }
    }

    /**
     * The same settings with other numbers.
     *
     * @param values by property; those of other types are left to them
     * @throws IllegalArgumentException with a sentence, where the numbers do not go together
     */
    static <T extends Record> T with(T settings, Map<String, List<Long>> values) {
        return changed(prefix(settings.getClass()), settings, values);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Record> T changed(
            String prefix, T settings, Map<String, List<Long>> values) {
        if (values.keySet().stream().noneMatch(property -> property.startsWith(prefix + "."))) {
            return settings;
        }
        RecordComponent[] components = settings.getClass().getRecordComponents();
        Constructor<?> constructor = constructor(settings.getClass());
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Object value = value(components[i], settings);
            String property = property(prefix, components[i]);
            List<Long> other = values.get(property);
            if (constructor.getParameters()[i].isAnnotationPresent(Setting.class)) {
                arguments[i] = other == null ? value : like(Objects.requireNonNull(value), other);
            } else {
                arguments[i] =
                        value instanceof Record nested ? changed(property, nested, values) : value;
            }
        }
        try {
            constructor.setAccessible(true);
            return (T) constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException unfit) {
                throw unfit;
            }
            throw new IllegalStateException("Cannot change " + settings, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot change " + settings, e);
        }
    }

    private static Object like(Object value, List<Long> numbers) {
        return switch (value) {
            case List<?> _ -> numbers.stream().map(Math::toIntExact).toList();
            case Long _ -> numbers.getFirst();
            default -> Math.toIntExact(numbers.getFirst());
        };
    }

    /** The numbers of a value, which is one or a list of them. */
    static List<Long> numbers(Object value) {
        return (value instanceof List<?> list ? list : List.of(value))
                .stream().map(one -> ((Number) one).longValue()).toList();
    }

    private static void check(String property, Setting setting, Object value) {
        for (long number : numbers(value)) {
            if (number < setting.least() || number > setting.most()) {
                throw new IllegalArgumentException(
                        "%s is %d and must lie between %d and %d %s (%s)."
                                .formatted(
                                        property,
                                        number,
                                        setting.least(),
                                        setting.most(),
                                        setting.unit(),
                                        setting.rule()));
            }
        }
    }

    private static List<Line> lines(String prefix, Class<?> type, @Nullable Object effective) {
        List<Line> lines = new ArrayList<>();
        RecordComponent[] components = type.getRecordComponents();
        Parameter[] parameters = parameters(type);
        for (int i = 0; i < components.length; i++) {
            String property = property(prefix, components[i]);
            Setting setting = parameters[i].getAnnotation(Setting.class);
            if (setting != null) {
                DefaultValue standard = parameters[i].getAnnotation(DefaultValue.class);
                lines.add(
                        new Line(
                                property,
                                setting.rule(),
                                setting.what(),
                                setting.unit(),
                                standard == null ? "" : String.join(",", standard.value()),
                                setting.least(),
                                setting.most(),
                                value(components[i], effective),
                                null));
            } else if (components[i].getType().isRecord()) {
                lines.addAll(
                        lines(property, components[i].getType(), value(components[i], effective)));
            }
        }
        return lines;
    }

    private static @Nullable Object value(RecordComponent component, @Nullable Object of) {
        if (of == null) {
            return null;
        }
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(of);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Cannot read " + component, e);
        }
    }

    private static String prefix(Class<?> type) {
        ConfigurationProperties properties = type.getAnnotation(ConfigurationProperties.class);
        if (properties == null) {
            throw new IllegalArgumentException(type + " holds no settings");
        }
        return properties.value();
    }

    private static String property(String prefix, RecordComponent component) {
        return prefix
                + "."
                + component.getName().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static Parameter[] parameters(Class<?> type) {
        return constructor(type).getParameters();
    }

    /** The one that takes all components. */
    private static Constructor<?> constructor(Class<?> type) {
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " is no record", e);
        }
    }
}
