package org.socius.platform.relay;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the relay of a log is.
 *
 * @param leading whether this instance is the one that sends
 * @param position all public events up to here are in Kafka
 * @param head highest position of the log that readers reach
 * @param waitingSince machine time at which the oldest commit beyond the position was written; null
 *     if there is none
 * @param sent number of contract events in Kafka, by topic
 * @param recorded number of contract events in the log, by topic; equal to {@code sent} when all is
 *     told
 * @param trouble what keeps this instance from going on, for people; null if nothing does
 */
public record RelayStatus(
        boolean leading,
        long position,
        long head,
        @Nullable Instant waitingSince,
        Map<String, Long> sent,
        Map<String, Long> recorded,
        @Nullable String trouble) {

    /** Number of commits that are not told yet. */
    public long lag() {
        return head - position;
    }
}
