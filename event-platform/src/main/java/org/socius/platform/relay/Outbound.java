package org.socius.platform.relay;

import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.socius.platform.store.StoredEvent;

/** Translates events of the log into records of the outside contract. */
@FunctionalInterface
public interface Outbound {

    /**
     * The record that tells the outside of this event, with the aggregate's id as key; empty for a
     * private event and only for one. Must give the same answer for the same event at any time: it
     * is asked again whenever a record has to be sent again.
     */
    Optional<ProducerRecord<String, byte[]>> record(StoredEvent event);
}
