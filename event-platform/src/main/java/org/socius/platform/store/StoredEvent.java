package org.socius.platform.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event as it stands in the log.
 *
 * @param position position of its commit: 1, 2, 3 … without holes
 * @param index place within the commit, from 0
 * @param eventId identity of the event, unique for ever
 * @param aggregateId aggregate it belongs to; for an event of no aggregate its own identity
 * @param aggregateType null for an event of no aggregate
 * @param sequence number of the event within its aggregate: 0, 1, 2 … without holes
 * @param contractSequence number of the aggregate's public events up to and with this one; for a
 *     public event its own number 1, 2, 3 … without holes
 * @param isPublic whether the event leaves the service as a contract event, fixed at append
 * @param type logical name of the payload's type
 * @param revision revision of the payload's type; null for the first
 * @param timestamp when the event was created, by the business clock
 * @param data payload as JSON text
 * @param metadata metadata as JSON text
 */
public record StoredEvent(
        long position,
        int index,
        String eventId,
        String aggregateId,
        @Nullable String aggregateType,
        long sequence,
        long contractSequence,
        boolean isPublic,
        String type,
        @Nullable String revision,
        Instant timestamp,
        String data,
        String metadata) {

    StoredEvent at(long newPosition) {
        return newPosition == position
                ? this
                : new StoredEvent(
                        newPosition,
                        index,
                        eventId,
                        aggregateId,
                        aggregateType,
                        sequence,
                        contractSequence,
                        isPublic,
                        type,
                        revision,
                        timestamp,
                        data,
                        metadata);
    }
}
