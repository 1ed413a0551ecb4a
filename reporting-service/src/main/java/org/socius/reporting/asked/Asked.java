package org.socius.reporting.asked;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.ListQuery;
import org.socius.reporting.intake.Bounds;

/**
 * What a question says of time.
 *
 * @param from first day of the period, null for no limit; {@code to} the last one
 * @param asOf what had happened by the end of this day, in Brussels
 * @param knownAt only what was recorded up to this instant, null for everything
 */
public record Asked(
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        LocalDate asOf,
        @Nullable Instant knownAt) {

    /** The names under which a question says it. */
    public static final List<String> PARAMETERS = List.of("from", "to", "asOf", "knownAt");

    /**
     * Reads the question.
     *
     * @param today what {@code asOf} means where it is not given
     */
    public static Asked of(ListQuery query, LocalDate today) {
        LocalDate from = day(query, "from");
        LocalDate to = day(query, "to");
        if (from != null && to != null && to.isBefore(from)) {
            throw new Rejection.InvalidParameter("to", "The period ends before it begins.");
        }
        LocalDate asOf = day(query, "asOf");
        return new Asked(
                from,
                to,
                asOf == null ? today : asOf,
                parsed(
                        query,
                        "knownAt",
                        Instant::parse,
                        "An instant such as 2026-03-31T09:15:00Z is expected."));
    }

    /**
     * A day that a question names; null if it does not.
     *
     * @throws Rejection.InvalidParameter if it is no day
     */
    public static @Nullable LocalDate day(ListQuery query, String parameter) {
        return parsed(
                query,
                parameter,
                text -> {
                    // Years have four digits, as everywhere in the contract.
                    if (!text.matches("\\d{4}-\\d\\d-\\d\\d")) {
                        throw new DateTimeException("not a day");
                    }
                    return LocalDate.parse(text);
                },
                "A date such as 2026-03-31 is expected.");
    }

    private static <T> @Nullable T parsed(
            ListQuery query, String parameter, Function<String, T> parser, String expected) {
        String text = query.value(parameter);
        if (text == null) {
            return null;
        }
        try {
            return parser.apply(text);
        } catch (DateTimeException e) {
            throw new Rejection.InvalidParameter(parameter, expected);
        }
    }

    /** Whether a period is asked for. */
    public boolean hasPeriod() {
        return from != null || to != null;
    }

    /** Whether a day lies in the period. */
    public boolean contains(LocalDate day) {
        return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
    }

    /** The same question for another period. */
    public Asked during(@Nullable LocalDate first, @Nullable LocalDate last) {
        return new Asked(first, last, asOf, knownAt);
    }

    public Bounds bounds() {
        return Bounds.of(asOf, knownAt);
    }
}
