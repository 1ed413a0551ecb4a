package org.socius.reporting.intake;

import java.time.Instant;
import java.time.LocalDate;
import org.socius.platform.time.Brussels;

/**
 * A contract event with both its times.
 *
 * @param occurredAt when it happened
 * @param recordedAt when the source's store took it
 */
record Moment(long sequence, Object event, Instant occurredAt, Instant recordedAt) {

    /** The day it happened, in Brussels. */
    LocalDate day() {
        return Brussels.day(occurredAt);
    }
}
