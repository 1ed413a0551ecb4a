package org.socius.platform.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.socius.platform.store.Commit;
import org.socius.platform.store.StoredEvent;

/**
 * The relay's work, at most one exchange with the database per {@link #step} beside the reading.
 * Holds no thread: whoever drives it does so from one thread. Acknowledgements come from elsewhere,
 * and pages of the log are read and translated by an executor, ahead of what is sent: positions
 * have no gaps, so where the next pages start is known, and never change what they hold, so a page
 * read early is as good as one read late.
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

    /** How many pages are read at the same time. */
    static final int PAGES_AHEAD = 2;

    private static final int MOST_OPEN_RECORDS = 16_384;
    private static final long MOST_OPEN_BYTES = 32L * 1024 * 1024;

    /** Acknowledged ones too, as long as one before them is not. */
    private static final int MOST_OPEN_COMMITS = 65_536;

    /** Records of one key in one topic leave one after the other. */
    private record Lane(String topic, String key) {}

    private static final class OpenCommit {
        private final long position;
        private final List<String> topics;
        private int unacknowledged;

        OpenCommit(Told told) {
            this.position = told.position();
            this.topics = told.records().stream().map(ProducerRecord::topic).toList();
            this.unacknowledged = topics.size();
        }
    }

    /** What a commit tells the outside. */
    private record Told(long position, List<ProducerRecord<String, byte[]>> records) {}

    /** One record on its way; takes its own acknowledgement, on any thread. */
    private final class Outgoing implements Consumer<@Nullable Exception> {
        private final ProducerRecord<String, byte[]> record;
        private final Lane lane;
        private final OpenCommit commit;
        private final int sentIn = session;
        private @Nullable Outgoing next;
        private @Nullable Exception ending;

        Outgoing(ProducerRecord<String, byte[]> record, OpenCommit commit) {
            this.record = record;
            this.commit = commit;
            this.lane = new Lane(record.topic(), record.key());
        }

        @Override
        public void accept(@Nullable Exception failed) {
            ending = failed;
            endings.add(this);
            if (failed != null) {
                lastFailedSession.accumulateAndGet(sentIn, Math::max);
            }
        }
    }

    /** Reading of the page that follows a position, under way or done. */
    private record Reading(long after, CompletableFuture<List<Told>> page) {}

    private final Source source;
    private final Outbound outbound;
    private final Executor reader;
    private final int pageSize;
    private final RelayStates states;
    private final Supplier<RecordSender> senders;
    private final String owner;
    private final Duration lease;
    private final LongSupplier nanoTime;

    private final Deque<Reading> readings = new ArrayDeque<>();
    private final Queue<Outgoing> endings = new ConcurrentLinkedQueue<>();

    /** Known before its ending is taken: without a broker every further record would block. */
    private final AtomicInteger lastFailedSession = new AtomicInteger(-1);

    private final Deque<OpenCommit> open = new ArrayDeque<>();

    /** The last record of each lane that has records under way; the ones before it lead to it. */
    private final Map<Lane, Outgoing> lastOfLane = new HashMap<>();

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
            Executor reader,
            int pageSize,
            RelayStates states,
            Supplier<RecordSender> senders,
            String owner,
            Duration lease,
            LongSupplier nanoTime) {
        this.source = source;
        this.outbound = outbound;
        this.reader = reader;
        this.pageSize = pageSize;
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
        if (openRecords >= MOST_OPEN_RECORDS
                || openBytes >= MOST_OPEN_BYTES
                || open.size() >= MOST_OPEN_COMMITS) {
            return false;
        }
        var next = readings.peek();
        if (next == null || !continues(next.after())) {
            readings.clear();
            if (!grown && nanoTime.getAsLong() - headSeenAt < POLL_EVERY.toNanos()) {
                return false;
            }
            next = startReading(read);
        }
        if (!next.page().isDone()) {
            return false;
        }
        readings.remove();
        var page = pageOf(next);
        if (page.size() < pageSize) {
            headSeenAt = nanoTime.getAsLong();
        } else {
            for (int ahead = readings.size() + 1; ahead <= PAGES_AHEAD; ahead++) {
                startReading(next.after() + (long) ahead * pageSize);
            }
        }
        page.forEach(this::take);
        advance();
        if (open.isEmpty()) {
            trouble = null;
            pause = Duration.ZERO;
        }
        return !page.isEmpty();
    }

    /** A page only counts where the relay stands, not where it stood before it went back. */
    boolean continues(long after) {
        return after == read;
    }

    private Reading startReading(long after) {
        grown = false;
        var started =
                new Reading(
                        after, CompletableFuture.supplyAsync(() -> translatedPage(after), reader));
        readings.add(started);
        return started;
    }

    private List<Told> translatedPage(long after) {
        return source.after(after, pageSize).stream()
                .map(commit -> new Told(commit.position(), translated(commit)))
                .toList();
    }

    private static List<Told> pageOf(Reading reading) {
        try {
            return reading.page().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private List<ProducerRecord<String, byte[]>> translated(Commit commit) {
        var records = new ArrayList<ProducerRecord<String, byte[]>>(commit.events().size());
        for (var event : commit.events()) {
            var record = outbound.record(event);
            if (record.isPresent() != event.isPublic()) {
                throw new IllegalStateException(disagreement(event));
            }
            record.ifPresent(records::add);
        }
        return records;
    }

    private void take(Told told) {
        var opened = new OpenCommit(told);
        open.add(opened);
        read = told.position();
        for (var record : told.records()) {
            openRecords++;
            openBytes += record.value().length;
            send(new Outgoing(record, opened));
        }
    }

    private static String disagreement(StoredEvent event) {
        return "event type %s was stored as %s, its translation says otherwise"
                .formatted(event.type(), event.isPublic() ? "public" : "private");
    }

    private void send(Outgoing outgoing) {
        var before = lastOfLane.put(outgoing.lane, outgoing);
        if (before != null && oneAtATime()) {
            before.next = outgoing;
        } else {
            handOver(outgoing);
        }
    }

    /** Whether an event waits until the one before it of the same key is acknowledged. */
    boolean oneAtATime() {
        return true;
    }

    private void handOver(Outgoing outgoing) {
        if (failure != null || stopped || lastFailedSession.get() == session) {
            return;
        }
        if (sender == null) {
            sender = senders.get();
        }
        sender.send(outgoing.record, outgoing);
    }

    private void takeAcknowledgements() {
        for (var next = endings.poll(); next != null; next = endings.poll()) {
            if (next.sentIn != session) {
                continue;
            }
            if (next.ending != null) {
                failure = next.ending;
                continue;
            }
            pause = Duration.ZERO;
            trouble = null;
            acknowledge(next);
        }
        advance();
    }

    private void acknowledge(Outgoing outgoing) {
        outgoing.commit.unacknowledged--;
        openRecords--;
        openBytes -= outgoing.record.value().length;
        if (outgoing.next == null) {
            lastOfLane.remove(outgoing.lane, outgoing);
        } else {
            handOver(outgoing.next);
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
        if (pause.compareTo(Relay.LONGEST_PAUSE) > 0) {
            pause = Relay.LONGEST_PAUSE;
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
        lastOfLane.clear();
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
