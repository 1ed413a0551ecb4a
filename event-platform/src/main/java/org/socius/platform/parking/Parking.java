package org.socius.platform.parking;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place where events wait that could not be handled, in sequences of one aggregate each: the
 * first could not be handled, the others stand behind it.
 */
public interface Parking {

    /** All sequences that wait here, oldest first. */
    List<Sequence> parked();

    /**
     * Tries a sequence again and waits for the result, at most so long.
     *
     * @return the sequence as it is then; empty if nothing here has this id
     */
    Optional<Sequence> retry(String id, Duration limit) throws InterruptedException;

    /**
     * A parked sequence as it is shown.
     *
     * @param id opaque, stable while the sequence waits
     * @param group the intake, projection or policy that could not handle it
     * @param topic null for an event of the service's own log
     * @param state PARKED, RETRYING or, in the answer to a retry only, DRAINED
     * @param records how many events wait
     * @param error what went wrong with the first, null once drained
     */
    record Sequence(
            String id,
            String group,
            @Nullable String topic,
            String aggregateId,
            String state,
            long records,
            @Nullable String error,
            String parkedAt) {

        /** The same with nothing left. */
        public Sequence drained() {
            return new Sequence(id, group, topic, aggregateId, "DRAINED", 0, null, parkedAt);
        }
    }
}
