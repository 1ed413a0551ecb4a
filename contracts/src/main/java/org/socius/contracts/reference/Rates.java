package org.socius.contracts.reference;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the facility pays for a working day, and the travel guide it pays journeys by, each for the
 * days on which it holds (R92, R93).
 */
public final class Rates {

    private static final List<Rate> ALL = new ArrayList<>();
    private static final List<TravelGuide> GUIDES = new ArrayList<>();

    /** What a rate is for. */
    public enum Kind {
        /** Pay of experts who are not in public service, for each working day. */
        FEE,
        /** Flat sum for experts in public service, for each working day. */
        ALLOWANCE,
        /** Cost of stay, for each day away from home. */
        SUBSISTENCE
    }

    /**
     * @param amountMinor in minor units of the currency, for one day
     * @param from first day on which it holds
     * @param to last day, or null while it holds
     */
    public record Rate(
            Kind kind, long amountMinor, String currency, LocalDate from, @Nullable LocalDate to) {}

    /**
     * @param from first day on which it is in force
     * @param to last day, or null while it is in force
     */
    public record TravelGuide(String code, String label, LocalDate from, @Nullable LocalDate to) {}

    static {
        for (Map<String, String> row : Csv.read("rates.csv")) {
            ALL.add(
                    new Rate(
                            Kind.valueOf(Csv.value(row, "kind")),
                            Long.parseLong(Csv.value(row, "amountMinor")),
                            Csv.value(row, "currency"),
                            LocalDate.parse(Csv.value(row, "from")),
                            end(row)));
        }
        for (Map<String, String> row : Csv.read("travel-guides.csv")) {
            GUIDES.add(
                    new TravelGuide(
                            Csv.value(row, "code"),
                            Csv.value(row, "label"),
                            LocalDate.parse(Csv.value(row, "from")),
                            end(row)));
        }
    }

    private Rates() {}

    private static @Nullable LocalDate end(Map<String, String> row) {
        String to = Csv.value(row, "to");
        return to.isEmpty() ? null : LocalDate.parse(to);
    }

    /** The rate of a kind on a day, or empty before the first one. */
    public static Optional<Rate> on(Kind kind, LocalDate day) {
        return ALL.stream()
                .filter(rate -> rate.kind() == kind && holds(rate.from(), rate.to(), day))
                .findFirst();
    }

    /** The travel guide in force on a day, or empty before the first one. */
    public static Optional<TravelGuide> guideOn(LocalDate day) {
        return GUIDES.stream().filter(guide -> holds(guide.from(), guide.to(), day)).findFirst();
    }

    /** All rates, those of a kind in the order of their days. */
    public static List<Rate> all() {
        return List.copyOf(ALL);
    }

    /** All travel guides in the order of their days. */
    public static List<TravelGuide> guides() {
        return List.copyOf(GUIDES);
    }

    private static boolean holds(LocalDate from, @Nullable LocalDate to, LocalDate day) {
        return !day.isBefore(from) && (to == null || !day.isAfter(to));
    }
}
