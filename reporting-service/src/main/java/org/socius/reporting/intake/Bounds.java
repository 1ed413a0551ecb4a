package org.socius.reporting.intake;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.socius.platform.time.Brussels;

/**
 * How far a look into the past goes.
 *
 * @param before what happened at or after this instant has not happened yet; null for no limit.
 *     What says itself for which time it holds is not cut by it
 * @param knownAt what was recorded after this instant is not known yet; null for no limit
 */
public record Bounds(@Nullable Instant before, @Nullable Instant knownAt) {

    /**
     * @param asOf the last day that counts, in Brussels
     */
    public static Bounds of(LocalDate asOf, @Nullable Instant knownAt) {
        return new Bounds(Brussels.startOf(asOf.plusDays(1)), knownAt);
    }

    boolean shows(Moment moment) {
        return (before == null || moment.datesItself() || moment.occurredAt().isBefore(before))
                && (knownAt == null || !moment.recordedAt().isAfter(knownAt));
    }
}
