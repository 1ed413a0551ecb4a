package org.socius.platform.intake;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far an intake is.
 *
 * @param up false while a partition is held up or the consumer does not run
 * @param contained number of distinct contract events handled, by topic
 * @param lagRecords records of the partitions read by this process that wait; what the broker does
 *     not tell counts as none
 * @param lagSeconds age of the oldest of them, by the machine's clock; 0 if none waits
 * @param held partitions that do not go on, with the reason
 * @param parkedSequences aggregates whose facts are parked
 */
public record IntakeStatus(
        String group,
        boolean up,
        Map<String, Long> contained,
        long lagRecords,
        long lagSeconds,
        List<Held> held,
        long parkedSequences) {

    /**
     * A partition that does not go on.
     *
     * @param cause GAP: a fact is missing; WAITING: something it needs is not there; FULL: too much
     *     is parked
     * @param since by the machine's clock
     * @param aggregateId whose fact is waited for, null if it is not one aggregate
     */
    public record Held(
            String topic,
            int partition,
            Cause cause,
            Instant since,
            @Nullable String aggregateId,
            long missingSequence,
            String detail) {}

    /** Why a partition does not go on. */
    public enum Cause {
        GAP,
        WAITING,
        FULL
    }
}
