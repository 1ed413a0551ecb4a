package org.socius.platform.relay;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the relays of one log share.
 *
 * @param epoch grows whenever a relay takes the lease; an older one has been replaced
 * @param beat grows with each change; a beat that stands still means that the owner does not live
 * @param owner who holds the lease; null if nobody
 * @param position all public events up to here are in Kafka
 * @param sent number of public events up to the position, by topic
 */
public record RelayState(
        long epoch, long beat, @Nullable String owner, long position, Map<String, Long> sent) {

    /** Before the first relay ever ran. */
    public static final RelayState NONE = new RelayState(0, 0, null, 0, Map.of());

    public RelayState {
        sent = Map.copyOf(sent);
    }

    RelayState takenBy(String newOwner) {
        return new RelayState(epoch + 1, beat + 1, newOwner, position, sent);
    }

    RelayState movedTo(long newPosition, Map<String, Long> newSent) {
        return new RelayState(epoch, beat + 1, owner, newPosition, newSent);
    }

    RelayState released() {
        return new RelayState(epoch, beat + 1, null, position, sent);
    }

    boolean sameBeat(RelayState other) {
        return epoch == other.epoch && beat == other.beat;
    }
}
