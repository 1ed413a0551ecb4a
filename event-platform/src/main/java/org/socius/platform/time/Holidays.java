package org.socius.platform.time;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.socius.platform.time.WorkingDays.Holiday;

/**
 * The days on which no office is open: the Belgian public holidays, and what was changed of them.
 * Whoever decides on a day reckons with the changes that hold on that day; a deadline that was
 * decided stays.
 *
 * @param changes in the order of their entry
 */
public record Holidays(List<Change> changes) {

    /** The Belgian public holidays, as long as nothing was changed. */
    public static final Holidays BELGIAN = new Holidays(List.of());

    /**
     * From {@code validFrom} on, a date is reckoned as a holiday or no longer.
     *
     * @param label its name by language; null where it is called as before or by nothing
     */
    public record Change(
            LocalDate date,
            boolean free,
            @Nullable Map<String, String> label,
            LocalDate validFrom) {}

    /** Where the present ones of a service are. */
    @FunctionalInterface
    public interface Source {

        /** With every change that is known here now. */
        Holidays holidays();
    }

    /**
     * A date as it is reckoned on a day.
     *
     * @param label its name by language; empty where it has none
     * @param since first day of the change that holds; null where none does
     */
    public record OnDay(
            LocalDate date, Map<String, String> label, boolean free, @Nullable LocalDate since) {}

    /** Keeps them as they are. */
    public Holidays {
        changes = List.copyOf(changes);
    }

    /** With one change more. */
    public Holidays with(Change change) {
        List<Change> more = new ArrayList<>(changes);
        more.add(change);
        return new Holidays(more);
    }

    /** The calendar of who decides on a day. */
    public WorkingDays on(LocalDate day) {
        return changes.isEmpty()
                ? WorkingDays.belgian()
                : new WorkingDays(date -> of(date, day).free());
    }

    /** What was changed of a date, oldest day first; of one day, the last entered is the last. */
    public List<Change> of(LocalDate date) {
        return changes.stream()
                .filter(change -> change.date().equals(date))
                .sorted((one, other) -> one.validFrom().compareTo(other.validFrom()))
                .toList();
    }

    /** A date as it is reckoned on a day. */
    public OnDay of(LocalDate date, LocalDate day) {
        Optional<Holiday> usual =
                WorkingDays.belgianHolidays(date.getYear()).stream()
                        .filter(holiday -> holiday.date().equals(date))
                        .findFirst();
        OnDay state =
                new OnDay(
                        date, usual.map(Holiday::label).orElse(Map.of()), usual.isPresent(), null);
        for (Change change : of(date)) {
            if (!change.validFrom().isAfter(day)) {
                Map<String, String> label = change.label();
                state =
                        new OnDay(
                                date,
                                label == null ? state.label() : label,
                                change.free(),
                                change.validFrom());
            }
        }
        return state;
    }

    /** The holidays of a year and whatever was changed in it, by date, as reckoned on a day. */
    public List<OnDay> of(int year, LocalDate day) {
        Map<LocalDate, OnDay> dates = new TreeMap<>();
        WorkingDays.belgianHolidays(year)
                .forEach(holiday -> dates.put(holiday.date(), of(holiday.date(), day)));
        changes.stream()
                .filter(change -> change.date().getYear() == year)
                .filter(change -> !change.validFrom().isAfter(day))
                .forEach(change -> dates.put(change.date(), of(change.date(), day)));
        return List.copyOf(dates.values());
    }
}
