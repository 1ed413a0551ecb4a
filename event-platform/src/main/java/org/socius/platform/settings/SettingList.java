package org.socius.platform.settings;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.InvalidFields;
import org.socius.platform.settings.Settings.Line;
import org.socius.platform.time.Brussels;

/**
 * The settings of one service that were changed while it ran, each from a first day until the next
 * change. What was never changed is as the service was started. A change is never taken back:
 * another one follows it.
 */
@Aggregate
public class SettingList implements Chronicled {

    /** The aggregate type in the store. */
    public static final String TYPE = "SettingList";

    /** Each service has one list. */
    public static final String ID = "settings";

    /**
     * From {@code validFrom} on numbers are other ones.
     *
     * @param value of the setting, or its several values
     * @param together other settings that only make sense with it, by property
     * @param unit in which the caller thinks; null where it did not say
     */
    public record ChangeSettings(
            @TargetAggregateIdentifier String listId,
            String property,
            List<Long> value,
            Map<String, Long> together,
            LocalDate validFrom,
            @Nullable String unit) {}

    /**
     * From {@code validFrom} on numbers are other ones.
     *
     * @param values one for each property, several where it is a list
     */
    @Revision("1")
    public record SettingsChanged(
            String listId, Map<String, List<Long>> values, LocalDate validFrom) {}

    /** What a setting is from a day on. */
    record Change(
            LocalDate validFrom,
            @JsonFormat(with = JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED)
                    List<Long> value) {}

    @AggregateIdentifier private @Nullable String id;
    private @Nullable EventMoment latest;
    private final TreeMap<String, List<Change>> byProperty = new TreeMap<>();

    SettingList() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(ChangeSettings command, CommandContext context, SettingsInForce settings) {
        if (command.validFrom().isBefore(Brussels.day(context.recordedAt()))) {
            throw InvalidFields.of(
                    "/validFrom",
                    "in-the-past",
                    "A setting does not change for days that are over, today at the earliest.");
        }
        Map<String, Line> known = new HashMap<>();
        settings.begun().stream()
                .flatMap(record -> Settings.of(record).stream())
                .forEach(line -> known.put(line.property(), line));
        Map<String, List<Long>> values = new TreeMap<>();
        wanted(command)
                .forEach(
                        (pointer, one) -> {
                            Line line = known.get(one.getKey());
                            if (line == null) {
                                throw new Rejection.UnknownCode(pointer, "settings", one.getKey());
                            }
                            check(pointer, line, one.getValue());
                            if (!one.getValue().equals(on(line, command.validFrom()))) {
                                values.put(one.getKey(), one.getValue());
                            }
                        });
        Line changed = Objects.requireNonNull(known.get(command.property()));
        if (command.unit() != null && !command.unit().equals(changed.unit())) {
            throw InvalidFields.of(
                    "/unit",
                    "wrong-unit",
                    command.property() + " is counted in " + changed.unit() + ".");
        }
        if (values.isEmpty()) {
            return;
        }
        SettingsChanged event = new SettingsChanged(ID, values, command.validFrom());
        requireSense(event, settings.begun());
        apply(event);
    }

    /** Where each stands in the body. */
    private static Map<String, Map.Entry<String, List<Long>>> wanted(ChangeSettings command) {
        Map<String, Map.Entry<String, List<Long>>> wanted = new LinkedHashMap<>();
        wanted.put("/value", Map.entry(command.property(), command.value()));
        command.together()
                .forEach(
                        (property, number) ->
                                wanted.put(
                                        "/together/" + property,
                                        Map.entry(property, List.of(number))));
        return wanted;
    }

    private static void check(String pointer, Line line, List<Long> value) {
        if (value.isEmpty() || value.size() > 1 && !line.takesSeveral()) {
            throw InvalidFields.of(
                    pointer,
                    "wrong-size",
                    line.property()
                            + (line.takesSeveral() ? " is a list of numbers." : " is a number."));
        }
        for (long number : value) {
            if (number < line.least() || number > line.most()) {
                throw InvalidFields.of(
                        pointer,
                        "out-of-range",
                        "%s must lie between %d and %d %s."
                                .formatted(
                                        line.property(), line.least(), line.most(), line.unit()));
            }
        }
    }

    private List<Long> on(Line line, LocalDate day) {
        Change change = on(byProperty, day).get(line.property());
        return change == null
                ? Settings.numbers(Objects.requireNonNull(line.value()))
                : change.value();
    }

    /** What the numbers say together must hold on the first day and whenever one changes after. */
    private void requireSense(SettingsChanged event, List<Record> begun) {
        TreeMap<String, List<Change>> next = new TreeMap<>(byProperty);
        next.replaceAll((_, changes) -> new ArrayList<>(changes));
        add(next, event);
        TreeSet<LocalDate> days = new TreeSet<>();
        next.values().forEach(all -> all.forEach(change -> days.add(change.validFrom())));
        for (LocalDate day : days.tailSet(event.validFrom())) {
            for (Record settings : begun) {
                try {
                    Settings.with(settings, values(next, day));
                } catch (IllegalArgumentException unfit) {
                    throw InvalidFields.of(
                            "/value", "inconsistent", "On " + day + " " + unfit.getMessage());
                }
            }
        }
    }

    @EventSourcingHandler
    void evolve(SettingsChanged event, EventMoment moment) {
        id = event.listId();
        latest = moment.notBefore(latest);
        add(byProperty, event);
    }

    private static void add(Map<String, List<Change>> byProperty, SettingsChanged event) {
        event.values()
                .forEach(
                        (property, value) -> {
                            List<Change> changes =
                                    byProperty.computeIfAbsent(property, _ -> new ArrayList<>());
                            changes.add(new Change(event.validFrom(), value));
                            changes.sort(Comparator.comparing(Change::validFrom));
                        });
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    /**
     * What was changed of a setting, oldest day first; of one day, the last entered is the last.
     */
    List<Change> of(String property) {
        return List.copyOf(byProperty.getOrDefault(property, List.of()));
    }

    /** The changed values that hold on a day, by property. */
    Map<String, List<Long>> values(LocalDate day) {
        return values(byProperty, day);
    }

    private static Map<String, List<Long>> values(
            Map<String, List<Change>> byProperty, LocalDate day) {
        Map<String, List<Long>> values = new HashMap<>();
        on(byProperty, day).forEach((property, change) -> values.put(property, change.value()));
        return values;
    }

    /** The changes that hold on a day, by property. */
    Map<String, Change> on(LocalDate day) {
        return on(byProperty, day);
    }

    private static Map<String, Change> on(Map<String, List<Change>> byProperty, LocalDate day) {
        Map<String, Change> holding = new HashMap<>();
        byProperty.forEach(
                (property, changes) ->
                        changes.stream()
                                .filter(change -> !change.validFrom().isAfter(day))
                                .reduce((_, later) -> later)
                                .ifPresent(change -> holding.put(property, change)));
        return holding;
    }
}
