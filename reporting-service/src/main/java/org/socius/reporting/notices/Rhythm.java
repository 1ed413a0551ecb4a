package org.socius.reporting.notices;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;
import org.socius.platform.time.Brussels;

/** How often a person wants mail. */
public enum Rhythm {
    IMMEDIATE,
    DAILY,
    /** Mondays. */
    WEEKLY,
    NONE;

    private static final LocalTime MORNING = LocalTime.of(7, 0);

    /** The next morning in Brussels for a digest; null where there is none. */
    @Nullable Instant nextAfter(Instant now) {
        return switch (this) {
            case IMMEDIATE, NONE -> null;
            case DAILY -> morningAfter(now, false);
            case WEEKLY -> morningAfter(now, true);
        };
    }

    private static Instant morningAfter(Instant now, boolean onMonday) {
        ZonedDateTime there = now.atZone(Brussels.ZONE);
        ZonedDateTime next = there.with(MORNING);
        if (onMonday) {
            next = next.with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));
        }
        if (!next.isAfter(there)) {
            next = onMonday ? next.plusWeeks(1) : next.plusDays(1);
        }
        return next.toInstant();
    }
}
