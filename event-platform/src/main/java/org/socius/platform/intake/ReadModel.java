package org.socius.platform.intake;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A read model that keeps the marks of its sources inside its own documents, so that a fact and the
 * proof that it is contained are one write. All methods but {@link #contained} are called by one
 * thread.
 */
public interface ReadModel {

    /**
     * The highest contract sequence contained, by aggregate; an aggregate nothing is known of may
     * be left out. After an interrupted {@link #take} it says what was really stored.
     */
    Map<String, Long> marks(String topic, Collection<String> aggregateIds);

    /**
     * Takes facts that follow the marks without a hole: in order per aggregate, in no promised
     * order between aggregates. Everything is durable when this returns. If it throws, any part may
     * have been stored; what was not comes again.
     */
    void take(List<Received> facts);

    /** Number of distinct contract events contained, by topic. */
    Map<String, Long> contained();
}
