package org.socius.platform.relay;

import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** One producer session. */
public interface RecordSender extends AutoCloseable {

    /**
     * Hands the record over and later calls back once, on any thread: with null when the record is
     * stored for good, with the failure when that is not certain. May throw when the record cannot
     * be handed over.
     */
    void send(ProducerRecord<String, byte[]> record, Consumer<@Nullable Exception> ending);

    /** Ends the session at once; records under way may or may not arrive. */
    @Override
    void close();
}
