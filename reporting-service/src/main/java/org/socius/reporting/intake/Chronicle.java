package org.socius.reporting.intake;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All contract events of one aggregate, in the order of their contract sequence.
 *
 * @param mark the highest sequence contained; types this service does not know have no moment
 */
record Chronicle(String topic, String aggregateId, long mark, List<Moment> moments) {

    Chronicle {
        moments = List.copyOf(moments);
    }

    static Chronicle empty(String topic, String aggregateId) {
        return new Chronicle(topic, aggregateId, 0, List.of());
    }

    /**
     * @param added null for an event of a type this service does not know
     */
    Chronicle plus(long sequence, @Nullable Moment added) {
        if (added == null) {
            return new Chronicle(topic, aggregateId, sequence, moments);
        }
        List<Moment> longer = new ArrayList<>(moments);
        longer.add(added);
        return new Chronicle(topic, aggregateId, sequence, longer);
    }

    /** What had happened within the bounds. */
    List<Moment> within(Bounds bounds) {
        for (Moment moment : moments) {
            if (!bounds.shows(moment)) {
                return moments.stream().filter(bounds::shows).toList();
            }
        }
        return moments;
    }
}
