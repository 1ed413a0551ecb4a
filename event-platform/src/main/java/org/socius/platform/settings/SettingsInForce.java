package org.socius.platform.settings;

import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.annotation.ParameterResolver;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.CommandContext;
import org.socius.platform.settings.SettingList.Change;
import org.socius.platform.settings.SettingList.SettingsChanged;
import org.socius.platform.settings.Settings.Line;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;

/**
 * The settings as they hold on a day: those the service was started with, and over them what was
 * changed while it ran. A command handler that takes such a record gets it for the business day of
 * its command.
 *
 * <p>The changes are read from the log again when what was read is older than the interval given.
 * So each instance decides by a change at the latest so long after its acknowledgement, and the one
 * that acknowledged it from then on.
 */
public final class SettingsInForce {

    private static final Folded<SettingList> NEVER_CHANGED = new Folded<>(new SettingList(), -1);

    private final Supplier<List<Record>> begun;
    private final Supplier<@Nullable EventStreams> streams;
    private final long rereadAfterNanos;
    private final AtomicReference<@Nullable Read> newest = new AtomicReference<>();

    /**
     * @param at by {@link System#nanoTime}
     */
    private record Read(Folded<SettingList> list, long at) {

        static Read newer(@Nullable Read one, Read other) {
            return one == null || other.list().version() >= one.list().version() ? other : one;
        }
    }

    /**
     * @param begun with which the service was started
     * @param streams of the service; gives null where it has no log, and nothing is changed
     */
    public SettingsInForce(
            Supplier<List<Record>> begun,
            Supplier<@Nullable EventStreams> streams,
            Duration rereadAfter) {
        this.begun = begun;
        this.streams = streams;
        this.rereadAfterNanos = rereadAfter.toNanos();
    }

    /** With which the service was started. */
    List<Record> begun() {
        return begun.get();
    }

    /** The settings of a type on a day. */
    public <T extends Record> T on(Class<T> type, LocalDate day) {
        T settings =
                begun.get().stream()
                        .filter(type::isInstance)
                        .map(type::cast)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(type + " is not bound"));
        Map<String, List<Long>> values = changes().state().values(day);
        return values.isEmpty() ? settings : Settings.with(settings, values);
    }

    /** All settings of the service on a day, in the order of their properties. */
    List<Line> lines(LocalDate day) {
        SettingList changes = changes().state();
        Map<String, Change> holding = changes.on(day);
        Map<String, List<Long>> values = changes.values(day);
        return begun.get().stream()
                .flatMap(settings -> Settings.of(Settings.with(settings, values)).stream())
                .map(
                        line -> {
                            Change change = holding.get(line.property());
                            return line.since(change == null ? null : change.validFrom());
                        })
                .sorted(Comparator.comparing(Line::property))
                .toList();
    }

    private Folded<SettingList> changes() {
        Read read = newest.get();
        return read == null || System.nanoTime() - read.at() >= rereadAfterNanos
                ? reread()
                : read.list();
    }

    /** The changes with everything acknowledged before; later decisions know no less. */
    Folded<SettingList> reread() {
        EventStreams log = streams.get();
        if (log == null) {
            return NEVER_CHANGED;
        }
        long at = System.nanoTime();
        Folded<SettingList> list =
                log.fold(
                                SettingList.TYPE,
                                SettingList.ID,
                                SettingList::new,
                                (state, event, moment) ->
                                        state.evolve((SettingsChanged) event, moment))
                        .orElse(NEVER_CHANGED);
        return Objects.requireNonNull(
                        newest.accumulateAndGet(new Read(list, at), Read::newer))
                .list();
    }

    /** Gives command handlers the records of settings that they take. */
    public ParameterResolverFactory parameters() {
        return this::parameter;
    }

    private @Nullable ParameterResolver<?> parameter(
            Executable executable, Parameter[] parameters, int index) {
        Class<?> type = parameters[index].getType();
        return Settings.isKeptBy(type) ? new OfCommand(type.asSubclass(Record.class)) : null;
    }

    private final class OfCommand implements ParameterResolver<Record> {

        private final Class<? extends Record> type;

        OfCommand(Class<? extends Record> type) {
            this.type = type;
        }

        @Override
        public Record resolveParameterValue(Message<?> message) {
            CommandContext context =
                    (CommandContext)
                            Objects.requireNonNull(message.getMetaData().get(CommandContext.KEY));
            return on(type, context.today());
        }

        @Override
        public boolean matches(Message<?> message) {
            return message instanceof CommandMessage
                    && message.getMetaData().get(CommandContext.KEY) instanceof CommandContext;
        }
    }
}
