package org.socius.platform.settings;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.OfTheDay;
import org.socius.platform.settings.SettingList.Change;
import org.socius.platform.settings.SettingList.SettingsChanged;
import org.socius.platform.settings.Settings.Line;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.view.LatestFold;

/**
 * The settings as they hold on a day: those the service was started with, and over them what was
 * changed while it ran. A command handler that takes such a record gets it for the business day of
 * its command.
 *
 * <p>An instance decides by a change that another one took at the latest so long after as its list
 * may be old.
 */
public final class SettingsInForce {

    private final Supplier<List<Record>> begun;
    private final LatestFold<SettingList> changes;

    /**
     * @param begun with which the service was started
     * @param streams of the service; gives null where it has no log, and nothing is changed
     * @param rereadAfter how old the list of changes may be
     */
    public SettingsInForce(
            Supplier<List<Record>> begun,
            Supplier<@Nullable EventStreams> streams,
            Duration rereadAfter) {
        this.begun = begun;
        this.changes =
                new LatestFold<>(
                        streams,
                        SettingList.TYPE,
                        SettingList.ID,
                        SettingList::new,
                        (state, event, moment) -> state.evolve((SettingsChanged) event, moment),
                        rereadAfter);
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
        Map<String, List<Long>> values = changes.recent().state().values(day);
        return values.isEmpty() ? settings : Settings.with(settings, values);
    }

    /** All settings of the service on a day, in the order of their properties. */
    List<Line> lines(LocalDate day) {
        SettingList list = changes.recent().state();
        Map<String, Change> holding = list.on(day);
        Map<String, List<Long>> values = list.values(day);
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

    /** The changes with everything acknowledged before; later decisions know no less. */
    Folded<SettingList> reread() {
        return changes.now();
    }

    /** Gives command handlers the records of settings that they take. */
    public OfTheDay parameters() {
        return new OfTheDay(
                Settings::isKeptBy, (type, day) -> on(type.asSubclass(Record.class), day));
    }
}
