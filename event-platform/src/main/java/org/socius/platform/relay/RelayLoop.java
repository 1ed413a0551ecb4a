package org.socius.platform.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.socius.platform.store.Commit;
import org.socius.platform.store.StoredEvent;

/**
 * The relay's work, at most one exchange with the database per {@link #step}. Holds no thread:
 * whoever drives it does so from one thread; only acknowledgements come from elsewhere.
 *
 * <p>Many records are under way, but never two of one key: the next event of a key leaves when the
 * one before it is acknowledged. So in every partition the first occurrences of a key's events
 * stand in order and without a gap, and anything else is a copy of something earlier. The saved
 * position may be late, never early. On any failure the session is given up and everything after
 * the highest position below which all is acknowledged is sent again.
 */
class RelayLoop {

    /** The log as the relay reads it: the unbroken run of commits after a position. */
    @FunctionalInterface
    interface Source {
        List<Commit> after(long position, int limit);
    }

    private static final Duration SAVE_EVERY = Duration.ofMillis(200);
    private static final Duration POLL_EVERY = Duration.ofMillis(100);

    /** Short against a round trip to Kafka, long against waking up for each acknowledgement. */
    private static final Duration NAP = Duration.ofMillis(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int COMMITS_AT_ONCE = 256;
    private static final int MOST_OPEN_RECORDS = 8192;
    private static final long MOST_OPEN_BYTES = 32L * 1024 * 1024;

    /** Records of one key in one topic leave one after the other. */
    private record Lane(String topic, String key) {}

    private static final class OpenCommit {
        private final long position;
        private final List<String> topics = new ArrayList<>();
        private int unacknowledged;

        OpenCommit(long position) {
            this.position = position;
        }
    }

    private record Outgoing(ProducerRecord<String, byte[]> record, OpenCommit commit) {
        Lane lane() {
            return new Lane(record.topic(), record.key());
        }
    }

    private record Acknowledgement(int session, Outgoing outgoing, @Nullable Exception failure) {}

    private final Source source;
    private final Outbound outbound;
    private final RelayStates states;
    private final Supplier<RecordSender> senders;
    private final String owner;
    private final Duration lease;
    private final LongSupplier nanoTime;

    private final Queue<Acknowledgement> acknowledgements = new ConcurrentLinkedQueue<>();
    private final Deque<OpenCommit> open = new ArrayDeque<>();
    private final Map<Lane, Deque<Outgoing>> underWay = new HashMap<>();
    private final Map<String, Long> sent = new HashMap<>();

    private RelayState mine = RelayState.NONE;
    private RelayState lastSeen = RelayState.NONE;
    private long lastSeenAt;
    private long savedAt;
    private long acknowledged;
    private long read;
    private int openRecords;
    private long openBytes;
    private int session;
    private Duration pause = Duration.ZERO;
    private @Nullable RecordSender sender;
    private @Nullable Exception failure;
    private boolean stopped;
    private long headSeenAt;
    private volatile boolean grown = true;
    private volatile boolean leading;
    private volatile @Nullable String trouble;

    RelayLoop(
            Source source,
            Outbound outbound,
            RelayStates states,
            Supplier<RecordSender> senders,
            String owner,
            Duration lease,
            LongSupplier nanoTime) {
        this.source = source;
        this.outbound = outbound;
        this.states = states;
        this.senders = senders;
        this.owner = owner;
        this.lease = lease;
        this.nanoTime = nanoTime;
    }

    boolean leading() {
        return leading;
    }

    /** Tells that the log has grown, so that it is read at once; from any thread. */
    void logHasGrown() {
        grown = true;
    }

    /** What keeps the relay from going on; null if nothing does. */
    @Nullable String trouble() {
        return trouble;
    }

    /** Whether records are under way. */
    boolean busy() {
        return !open.isEmpty();
    }

    /** Does the next thing there is to do. Returns how long to wait unless something arrives. */
    Duration step() {
        try {
            if (!leading) {
                return takeLease();
            }
            takeAcknowledgements();
            if (failure != null) {
                return startAgain(failure);
            }
            if (saveIsDue()) {
                save();
                return Duration.ZERO;
            }
            if (readOn()) {
                return Duration.ZERO;
            }
            return open.isEmpty() ? POLL_EVERY : NAP;
        } catch (RuntimeException e) {
            return startAgain(e);
        }
    }

    /** Notes what was acknowledged meanwhile; reads nothing new. */
    void settle() {
        try {
            takeAcknowledgements();
        } catch (RuntimeException e) {
            failure = e;
        }
        if (failure != null) {
            startAgain(failure);
        }
    }

    /**
     * Saves what is acknowledged and gives the lease back, so that another need not wait for it.
     */
    void stop() {
        try {
            if (leading) {
                stopped = true;
                takeAcknowledgements();
                states.replace(mine, mine.movedTo(acknowledged, sent).released());
            }
        } finally {
            leading = false;
            abandonSession();
        }
    }

    private Duration takeLease() {
        var state = states.read();
        long now = nanoTime.getAsLong();
        if (!state.sameBeat(lastSeen)) {
            lastSeen = state;
            lastSeenAt = now;
        }
        boolean free = state.owner() == null || state.owner().equals(owner);
        if (!free && now - lastSeenAt < lease.toNanos()) {
            return lease.dividedBy(10);
        }
        var taken = state.takenBy(owner);
        if (states.replace(state, taken)) {
            mine = taken;
            leading = true;
            acknowledged = taken.position();
            read = acknowledged;
            sent.clear();
            sent.putAll(taken.sent());
            savedAt = now;
        }
        return Duration.ZERO;
    }

    private boolean saveIsDue() {
        var since = Duration.ofNanos(nanoTime.getAsLong() - savedAt);
        return acknowledged > mine.position()
                ? since.compareTo(SAVE_EVERY) >= 0
                : since.compareTo(lease.dividedBy(5)) >= 0;
    }

    private void save() {
        var next = mine.movedTo(acknowledged, sent);
        savedAt = nanoTime.getAsLong();
        if (states.replace(expected(mine), next)) {
            mine = next;
        } else {
            leading = false;
            abandonSession();
        }
    }

    /**
     * A state is only saved over the one this relay left: whoever took the lease since has replaced
     * it.
     */
    RelayState expected(RelayState left) {
        return left;
    }

    private boolean readOn() {
        boolean full = openRecords >= MOST_OPEN_RECORDS || openBytes >= MOST_OPEN_BYTES;
        if (full || (!grown && nanoTime.getAsLong() - headSeenAt < POLL_EVERY.toNanos())) {
            return false;
        }
        grown = false;
        var commits = source.after(read, COMMITS_AT_ONCE);
        if (commits.isEmpty()) {
            headSeenAt = nanoTime.getAsLong();
        } else {
            grown = true;
        }
        for (var commit : commits) {
            take(commit);
        }
        advance();
        if (open.isEmpty()) {
            trouble = null;
            pause = Duration.ZERO;
        }
        return !commits.isEmpty();
    }

    private void take(Commit commit) {
        var opened = new OpenCommit(commit.position());
        var outgoing = new ArrayList<Outgoing>();
        for (var event : commit.events()) {
            var record = outbound.record(event);
            if (record.isPresent() != event.isPublic()) {
                throw new IllegalStateException(disagreement(event));
            }
            record.ifPresent(present -> outgoing.add(new Outgoing(present, opened)));
        }
        open.add(opened);
        read = commit.position();
        for (var next : outgoing) {
            opened.topics.add(next.record().topic());
            opened.unacknowledged++;
            openRecords++;
            openBytes += next.record().value().length;
            send(next);
        }
    }

    private static String disagreement(StoredEvent event) {
        return "event type %s was stored as %s, its translation says otherwise"
                .formatted(event.type(), event.isPublic() ? "public" : "private");
    }

    private void send(Outgoing outgoing) {
        var waiting = underWay.get(outgoing.lane());
        if (waiting != null && oneAtATime()) {
            waiting.add(outgoing);
            return;
        }
        underWay.put(outgoing.lane(), waiting == null ? new ArrayDeque<>() : waiting);
        handOver(outgoing);
    }

    /** Whether an event waits until the one before it of the same key is acknowledged. */
    boolean oneAtATime() {
        return true;
    }

    private void handOver(Outgoing outgoing) {
        if (failure != null || stopped) {
            return;
        }
        if (sender == null) {
            sender = senders.get();
        }
        int sentIn = session;
        sender.send(
                outgoing.record(),
                ending -> acknowledgements.add(new Acknowledgement(sentIn, outgoing, ending)));
    }

    private void takeAcknowledgements() {
        for (var next = acknowledgements.poll(); next != null; next = acknowledgements.poll()) {
            if (next.session() != session) {
                continue;
            }
            if (next.failure() != null) {
                failure = next.failure();
                continue;
            }
            pause = Duration.ZERO;
            trouble = null;
            acknowledge(next.outgoing());
        }
        advance();
    }

    private void acknowledge(Outgoing outgoing) {
        outgoing.commit().unacknowledged--;
        openRecords--;
        openBytes -= outgoing.record().value().length;
        var waiting = underWay.get(outgoing.lane());
        var next = waiting == null ? null : waiting.poll();
        if (next == null) {
            underWay.remove(outgoing.lane());
        } else {
            handOver(next);
        }
    }

    private void advance() {
        for (var first = open.peek();
                first != null && first.unacknowledged == 0;
                first = open.peek()) {
            open.remove();
            acknowledged = first.position;
            first.topics.forEach(topic -> sent.merge(topic, 1L, Long::sum));
        }
    }

    private Duration startAgain(Exception cause) {
        trouble = cause.toString();
        abandonSession();
        pause = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        if (pause.compareTo(LONGEST_PAUSE) > 0) {
            pause = LONGEST_PAUSE;
        }
        return pause;
    }

    /**
     * Late acknowledgements of the session are ignored: its records are sent again in the next one.
     */
    private void abandonSession() {
        session++;
        failure = null;
        open.clear();
        underWay.clear();
        openRecords = 0;
        openBytes = 0;
        read = acknowledged;
        grown = true;
        var closing = sender;
        sender = null;
        if (closing != null) {
            closing.close();
        }
    }
}
