package org.socius.platform.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.socius.platform.store.Commit;
import org.socius.platform.store.CommitLog;
import org.socius.platform.store.StoredEvent;

/**
 * Tells the public events of a log to Kafka. Every instance of a service runs one; the one that
 * holds the lease sends. Each event arrives at least once, those of one key in order; a copy is
 * always one of something earlier. While Kafka is down the log waits and commands go on.
 */
public final class Relay implements AutoCloseable {

    /** How long an owner may be silent before another instance takes its place. */
    public static final Duration LEASE = Duration.ofSeconds(10);

    /** How long a relay rests at most after the broker failed it, before it sends again. */
    public static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(2);
    private static final int COMMITS_AT_ONCE = 500;

    private final CommitLog log;
    private final Outbound outbound;
    private final RelayStates states;
    private final RelayLoop loop;
    private final Thread thread;
    private final ExecutorService reader;
    private final Map<String, Long> recorded = new HashMap<>();
    private long counted = -1;
    private @Nullable AutoCloseable subscription;
    private volatile boolean stopping;

    /**
     * @param instance name of this instance: different from that of every other one that may run at
     *     the same time, and the same after a restart, so that it need not wait for its own lease
     * @param lease how long an owner may be silent, normally {@link #LEASE}
     */
    public Relay(
            CommitLog log,
            Outbound outbound,
            RelayStates states,
            Supplier<RecordSender> senders,
            String instance,
            Duration lease) {
        this.log = log;
        this.outbound = outbound;
        this.states = states;
        this.thread = Thread.ofPlatform().daemon().name("relay-" + instance).unstarted(this::run);
        this.reader =
                Executors.newFixedThreadPool(
                        RelayLoop.PAGES_AHEAD,
                        Thread.ofPlatform()
                                .daemon()
                                .name("relay-reader-" + instance + "-", 0)
                                .factory());
        this.loop =
                new RelayLoop(
                        log::after,
                        outbound,
                        this::readAside,
                        COMMITS_AT_ONCE,
                        states,
                        senders,
                        instance,
                        lease,
                        System::nanoTime);
    }

    /** Starts the relay's thread. Neither the database nor Kafka needs to answer yet. */
    public void start() {
        subscription = log.onAppend(this::logHasGrown);
        thread.start();
    }

    /** Waits a moment for what is under way, saves the position, gives the lease back. */
    @Override
    public void close() throws Exception {
        stopping = true;
        if (subscription != null) {
            subscription.close();
        }
        wakeUp();
        thread.join(LONGEST_FAREWELL.multipliedBy(5));
    }

    private void logHasGrown() {
        loop.logHasGrown();
        wakeUp();
    }

    private void readAside(Runnable reading) {
        reader.execute(
                () -> {
                    reading.run();
                    wakeUp();
                });
    }

    private void wakeUp() {
        LockSupport.unpark(thread);
    }

    private void run() {
        @Nullable String lastTrouble = null;
        while (!stopping) {
            var pause = loop.step();
            var trouble = loop.trouble();
            if (trouble != null && !trouble.equals(lastTrouble)) {
                LOG.warn("Relay goes back and tries again in {}: {}", pause, trouble);
            }
            lastTrouble = trouble;
            if (!pause.isZero()) {
                LockSupport.parkNanos(pause.toNanos());
            }
        }
        try {
            long end = System.nanoTime() + LONGEST_FAREWELL.toNanos();
            while (loop.busy()
                    && loop.leading()
                    && loop.trouble() == null
                    && System.nanoTime() < end) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                loop.settle();
            }
            loop.stop();
        } catch (RuntimeException e) {
            LOG.warn("Relay could not save its position at the end: {}", e.toString());
        } finally {
            reader.shutdownNow();
        }
    }

    /** Looks at the database; counting costs one read of each commit since the last call. */
    public synchronized RelayStatus status() {
        var state = states.read();
        if (counted < state.position()) {
            counted = state.position();
            recorded.clear();
            recorded.putAll(state.sent());
        }
        for (var commits = log.after(counted, COMMITS_AT_ONCE);
                !commits.isEmpty();
                commits = log.after(counted, COMMITS_AT_ONCE)) {
            count(commits);
        }
        return new RelayStatus(
                loop.leading(),
                state.position(),
                counted,
                waitingSince(state.position()),
                state.sent(),
                Map.copyOf(recorded),
                loop.trouble());
    }

    private void count(List<Commit> commits) {
        for (var commit : commits) {
            commit.events().stream()
                    .filter(StoredEvent::isPublic)
                    .flatMap(event -> outbound.record(event).stream())
                    .forEach(record -> recorded.merge(record.topic(), 1L, Long::sum));
        }
        counted = commits.getLast().position();
    }

    private @Nullable Instant waitingSince(long position) {
        return log.at(position + 1).map(Commit::writtenAt).orElse(null);
    }
}
