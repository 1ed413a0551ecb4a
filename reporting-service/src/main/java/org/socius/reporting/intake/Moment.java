package org.socius.reporting.intake;

import java.time.Instant;
import java.time.LocalDate;
import org.socius.contracts.action.ActionContract.PublishedFigureStatedV1;
import org.socius.contracts.action.ActionContract.StatementWithdrawnV1;
import org.socius.contracts.action.ActionContract.ThematicMentionStatedV1;
import org.socius.contracts.request.RequestContract.EligibilityChangedV1;
import org.socius.contracts.request.RequestContract.EligibilityListRetoldV1;
import org.socius.platform.time.Brussels;

/**
 * A contract event with both its times.
 *
 * @param occurredAt when it happened
 * @param recordedAt when the source's store took it
 */
record Moment(long sequence, Object event, Instant occurredAt, Instant recordedAt) {

    /**
     * Whether the event says itself for which time it holds. Such an event has no day on which it
     * began to be true, only one on which it became known.
     */
    boolean datesItself() {
        return event instanceof EligibilityChangedV1
                || event instanceof EligibilityListRetoldV1
                || event instanceof PublishedFigureStatedV1
                || event instanceof ThematicMentionStatedV1
                || event instanceof StatementWithdrawnV1;
    }

    /** The day it happened, in Brussels. */
    LocalDate day() {
        return Brussels.day(occurredAt);
    }
}
