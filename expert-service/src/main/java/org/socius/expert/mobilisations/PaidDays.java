package org.socius.expert.mobilisations;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.socius.expert.actions.TermsOfReference.Period;

/**
 * Adds up days by calendar year (R98). Days of a period that goes over the turn of a year are
 * divided by its Mondays to Fridays in each of the years, to hundredths, and add up to the whole.
 */
final class PaidDays {

    private final Map<String, BigDecimal> years = new TreeMap<>();

    void add(Period period, double days) {
        if (days <= 0) {
            return;
        }
        Map<Integer, Long> weekdays =
                period.from()
                        .datesUntil(period.to().plusDays(1))
                        .filter(PaidDays::isWeekday)
                        .collect(
                                Collectors.groupingBy(
                                        LocalDate::getYear, TreeMap::new, Collectors.counting()));
        long open = weekdays.values().stream().mapToLong(Long::longValue).sum();
        BigDecimal rest = BigDecimal.valueOf(days);
        if (open == 0) {
            note(period.from().getYear(), rest);
            return;
        }
        for (Map.Entry<Integer, Long> year : weekdays.entrySet()) {
            BigDecimal share =
                    rest.multiply(BigDecimal.valueOf(year.getValue()))
                            .divide(BigDecimal.valueOf(open), 2, RoundingMode.HALF_UP);
            BigDecimal part = year.getValue() == open ? rest : share;
            note(year.getKey(), part);
            rest = rest.subtract(part);
            open -= year.getValue();
        }
    }

    private static boolean isWeekday(LocalDate day) {
        return day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0;
    }

    private void note(int year, BigDecimal days) {
        years.merge(String.valueOf(year), days, BigDecimal::add);
    }

    /** Days by year; years without any are left out. */
    Map<String, Double> byYear() {
        Map<String, Double> result = new TreeMap<>();
        years.forEach(
                (year, days) -> {
                    if (days.signum() > 0) {
                        result.put(year, days.doubleValue());
                    }
                });
        return result;
    }
}
