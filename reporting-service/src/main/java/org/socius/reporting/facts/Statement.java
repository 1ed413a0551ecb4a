package org.socius.reporting.facts;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has published about the work, from a facility record: shown beside what is
 * computed, never added to it (R113). It holds for the time it names, whenever it was entered.
 */
public sealed interface Statement {

    /** In the order in which they were first entered. */
    Comparator<Statement> AS_ENTERED =
            Comparator.comparing(Statement::enteredAt).thenComparing(Statement::recordId);

    String recordId();

    /** When it was recorded first, before any correction. */
    Instant enteredAt();

    /** Whether the public may read it. */
    boolean open();

    /**
     * A figure.
     *
     * @param comparison such as {@code more than}; null for exactly
     * @param from first year, month or day of its period, as exact as the source; null if the
     *     source tells none, and so is {@code to}
     * @param scope a project or country it is about, null for the facility
     * @param attributedTo who said it, if not the facility (R120)
     */
    record Figure(
            String recordId,
            Instant enteredAt,
            String metric,
            BigDecimal value,
            String unit,
            @Nullable String comparison,
            @Nullable String from,
            @Nullable String to,
            @Nullable String scope,
            @Nullable String attributedTo,
            String source,
            boolean open)
            implements Statement {}

    /**
     * A theme the facility says it worked on in a country.
     *
     * @param country null for a region as a whole
     */
    record Mention(
            String recordId,
            Instant enteredAt,
            String topic,
            String theme,
            @Nullable String country,
            @Nullable String region,
            String source,
            boolean open)
            implements Statement {}
}
