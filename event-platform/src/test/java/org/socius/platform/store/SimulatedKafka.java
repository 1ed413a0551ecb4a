package org.socius.platform.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.socius.platform.relay.RecordSender;

/**
 * Partitions that keep what arrives, and producer sessions in which a record is stored or not and
 * the producer hears of it or not. Within a session records of one partition keep their order, but
 * one may fail and the next succeed.
 */
final class SimulatedKafka {

    private record Sent(
            Session session,
            ProducerRecord<String, byte[]> record,
            Consumer<@Nullable Exception> ending) {}

    private final class Session implements RecordSender {
        private boolean closed;

        @Override
        public void send(
                ProducerRecord<String, byte[]> record, Consumer<@Nullable Exception> ending) {
            if (fault() && random.nextInt(4) == 0) {
                throw new IllegalStateException("cannot hand over");
            }
            underWay.add(new Sent(this, record, ending));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final Random random;
    private final double faultRate;
    private final Consumer<String> trace;
    private final List<Sent> underWay = new ArrayList<>();
    private final Map<String, Long> highest = new HashMap<>();
    private final Set<String> stored = new HashSet<>();
    private boolean calm;

    SimulatedKafka(Random random, double faultRate, Consumer<String> trace) {
        this.random = random;
        this.faultRate = faultRate;
        this.trace = trace;
    }

    RecordSender open() {
        return new Session();
    }

    void calmDown() {
        calm = true;
    }

    boolean holds(String key, long sequence) {
        return stored.contains(key + "/" + sequence);
    }

    private boolean fault() {
        return !calm && random.nextDouble() < faultRate;
    }

    /** One record that is under way meets its fate. */
    void background() {
        if (underWay.isEmpty()) {
            return;
        }
        var sent = underWay.remove(firstOfItsPartition(random.nextInt(underWay.size())));
        if (!fault()) {
            if (sent.session().closed && random.nextBoolean()) {
                return;
            }
            store(sent.record());
            sent.ending().accept(null);
            return;
        }
        if (random.nextBoolean()) {
            store(sent.record());
        }
        trace.accept("kafka: failed " + name(sent.record()));
        sent.ending().accept(new IllegalStateException("timed out"));
    }

    private int firstOfItsPartition(int chosen) {
        var session = underWay.get(chosen).session();
        for (int i = 0; i < chosen; i++) {
            if (underWay.get(i).session() == session) {
                return i;
            }
        }
        return chosen;
    }

    private void store(ProducerRecord<String, byte[]> record) {
        long sequence = sequence(record);
        long before = highest.getOrDefault(record.key(), 0L);
        trace.accept("kafka: stored " + name(record));
        if (sequence > before + 1) {
            throw new AssertionError(
                    "K1: %s arrived when only %d were there".formatted(name(record), before));
        }
        highest.put(record.key(), Math.max(before, sequence));
        stored.add(name(record));
    }

    private static long sequence(ProducerRecord<String, byte[]> record) {
        long sequence = 0;
        for (byte digit : record.value()) {
            sequence = sequence * 10 + (digit - '0');
        }
        return sequence;
    }

    private static String name(ProducerRecord<String, byte[]> record) {
        return record.key() + "/" + sequence(record);
    }
}
