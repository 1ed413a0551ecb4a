package org.socius.platform.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All events of one unit of work, to be appended together or not at all.
 *
 * @param events 1 to 256, in the order of publication; several aggregates may mix, each with
 *     consecutive sequences
 * @param command the command that caused them; null if there is none to remember
 */
public record AppendRequest(List<NewEvent> events, @Nullable Command command) {

    public AppendRequest {
        events = List.copyOf(events);
    }

    /**
     * Identity of a command, by which a repetition is recognised.
     *
     * @param principal who sent it, not empty
     * @param id given by the sender: 1 to 128 characters
     * @param result small answer to remember; null if none
     */
    public record Command(String principal, String id, @Nullable String result) {}

    /**
     * An event that has no position yet; the meaning of the parts is that of {@link StoredEvent}.
     *
     * @param staysInside not told outside, even if events of its type are
     */
    public record NewEvent(
            String eventId,
            String aggregateId,
            @Nullable String aggregateType,
            long sequence,
            String type,
            @Nullable String revision,
            Instant timestamp,
            String data,
            String metadata,
            boolean staysInside) {

        /** Told outside if events of its type are. */
        public NewEvent(
                String eventId,
                String aggregateId,
                @Nullable String aggregateType,
                long sequence,
                String type,
                @Nullable String revision,
                Instant timestamp,
                String data,
                String metadata) {
            this(
                    eventId,
                    aggregateId,
                    aggregateType,
                    sequence,
                    type,
                    revision,
                    timestamp,
                    data,
                    metadata,
                    false);
        }
    }
}
