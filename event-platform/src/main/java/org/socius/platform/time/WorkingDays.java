package org.socius.platform.time;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Monday to Friday without holidays, counted from the day after, ending 23:59:59 in Brussels.
 *
 * @param isHoliday the dates that do not count
 */
public record WorkingDays(Predicate<LocalDate> isHoliday) {

    /** With the Belgian public holidays (Act of 4 January 1974), movable feasts after Easter. */
    public static WorkingDays belgian() {
        return new WorkingDays(WorkingDays::isBelgianHoliday);
    }

    /** The end of the n-th working day after a day; n is at least 1. */
    public Instant deadlineAfter(LocalDate day, int n) {
        return Brussels.endOf(dayAfter(day, n));
    }

    /** The n-th working day after a day. */
    public LocalDate dayAfter(LocalDate day, int n) {
        LocalDate date = day;
        for (int counted = 0; counted < n; ) {
            date = date.plusDays(1);
            if (isWorkingDay(date)) {
                counted++;
            }
        }
        return date;
    }

    public boolean isWorkingDay(LocalDate date) {
        DayOfWeek day = date.getDayOfWeek();
        return day != DayOfWeek.SATURDAY && day != DayOfWeek.SUNDAY && !isHoliday.test(date);
    }

    /**
     * A day on which no office is open.
     *
     * @param label its name by language
     */
    public record Holiday(LocalDate date, Map<String, String> label) {}

    /** The Belgian public holidays of a year, in their order. */
    public static List<Holiday> belgianHolidays(int year) {
        LocalDate easter = easter(year);
        return Stream.of(
                        holiday(
                                LocalDate.of(year, Month.JANUARY, 1),
                                "New Year's Day",
                                "Nouvel An"),
                        holiday(easter.plusDays(1), "Easter Monday", "Lundi de Pâques"),
                        holiday(LocalDate.of(year, Month.MAY, 1), "Labour Day", "Fête du Travail"),
                        holiday(easter.plusDays(39), "Ascension Day", "Ascension"),
                        holiday(easter.plusDays(50), "Whit Monday", "Lundi de Pentecôte"),
                        holiday(
                                LocalDate.of(year, Month.JULY, 21),
                                "National Day",
                                "Fête nationale"),
                        holiday(LocalDate.of(year, Month.AUGUST, 15), "Assumption", "Assomption"),
                        holiday(LocalDate.of(year, Month.NOVEMBER, 1), "All Saints", "Toussaint"),
                        holiday(
                                LocalDate.of(year, Month.NOVEMBER, 11),
                                "Armistice Day",
                                "Armistice"),
                        holiday(LocalDate.of(year, Month.DECEMBER, 25), "Christmas Day", "Noël"))
                .sorted(Comparator.comparing(Holiday::date))
                .toList();
    }

    private static Holiday holiday(LocalDate date, String english, String french) {
        return new Holiday(date, Map.of("en", english, "fr", french));
    }

    private static boolean isBelgianHoliday(LocalDate date) {
        return belgianHolidays(date.getYear()).stream().anyMatch(day -> day.date().equals(date));
    }

    /** Easter Sunday in the Gregorian calendar, by the anonymous algorithm of 1876 (Meeus). */
    private static LocalDate easter(int year) {
        int a = year % 19;
        int b = year / 100;
        int c = year % 100;
        int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
        int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
        return LocalDate.of(year, f / 31, f % 31 + 1);
    }
}
