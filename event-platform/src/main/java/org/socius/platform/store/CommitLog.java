package org.socius.platform.store;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event log of one service, which is also its outbox. What {@link #append} returned is durable;
 * what {@link #after} returned is never followed by something below it. Any number of instances may
 * write one log and stay correct; one is fastest. Safe for use by many threads.
 */
public final class CommitLog implements AutoCloseable {

    /**
     * What may be set.
     *
     * @param queue how many appends may wait for their turn before the next is refused at once
     * @param patience how long an append waits for the database before its outcome is unknown; an
     *     answer that is under way then is waited for
     * @param holePatience how long a reader waits at a hole before it closes it with a tombstone
     */
    public record Settings(int queue, Duration patience, Duration holePatience) {

        /** 1,024 waiting appends, 10 seconds, 2 seconds. */
        public static final Settings DEFAULT =
                new Settings(1024, Duration.ofSeconds(10), Duration.ofSeconds(2));
    }

    private static final Logger LOG = LoggerFactory.getLogger(CommitLog.class);
    private static final int WINDOW = 500;
    private static final int NOBODY = Integer.MAX_VALUE;
    private static final long LONGEST_WAIT_FOR_COMPANY = Duration.ofMillis(1).toNanos();
    private static final long GRACE = Duration.ofMillis(500).toNanos();
    private static final long LONGEST_REST = Duration.ofMillis(100).toNanos();
    private static final int MOST_BATCHED = 256;
    private static final int MOST_BATCHED_CHARACTERS = 4 * 1024 * 1024;
    private static final long HIGHEST_SEQUENCE = 9_999_999_999L;

    private final CommitStore store;
    private final Settings settings;
    private final LongSupplier nanoTime;
    private final Drafts drafts;
    private final LogReader reader;
    private final Appender appender;
    private final BlockingQueue<Appender.Pending> queue;
    private final AtomicLong known = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Object arrival = new Object();
    private final Thread thread;

    /** Held by whoever does exchanges with the database; guards the five fields that follow. */
    private final ReentrantLock driving = new ReentrantLock();

    private Appender.@Nullable Pending postponed;
    private boolean grown;
    private int batched;

    /** How many writers there seem to be: those in the last batch and those who waited behind. */
    private int company;

    private long lastExchange;
    private volatile int awaited = NOBODY;
    private volatile boolean resting;
    private volatile boolean closed;

    /**
     * @param writer name of this instance, for people who read the log
     * @param isPublicType which logical event types leave the service; a type never changes from
     *     private to public
     * @param clock machine time, for information in the documents only
     */
    public CommitLog(
            CommitStore store,
            String writer,
            Predicate<String> isPublicType,
            Clock clock,
            Settings settings) {
        this(
                store,
                settings,
                System::nanoTime,
                new Drafts(store, writer, isPublicType, clock, () -> UUID.randomUUID().toString()),
                new LogReader(store, writer, clock, System::nanoTime, settings.holePatience()),
                new Appender(store, System::nanoTime),
                writer);
    }

    CommitLog(
            CommitStore store,
            Settings settings,
            LongSupplier nanoTime,
            Drafts drafts,
            LogReader reader,
            Appender appender,
            String writer) {
        this.store = store;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.drafts = drafts;
        this.reader = reader;
        this.appender = appender;
        this.queue = new ArrayBlockingQueue<>(settings.queue());
        this.thread = Thread.ofPlatform().daemon().name("appender-" + writer).unstarted(this::run);
    }

    /** Starts the thread that appends for all who do not write alone. */
    public void start() {
        thread.start();
    }

    /** Refuses further appends, ends those under way or lets them run out of time, and stops. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(settings.patience().plusSeconds(6));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        signal();
    }

    /**
     * Appends all events of the request as one commit and returns it with its position, once it is
     * durable.
     *
     * @throws AppendRefused for each way in which that may fail, see there
     * @throws CommandAlreadyRecorded if the command of the request was applied before
     */
    public Commit append(AppendRequest request) {
        var ending = new CompletableFuture<Commit>();
        var pending =
                pending(
                        request,
                        how -> {
                            switch (how) {
                                case Appender.Ending.Stored(Commit commit) ->
                                        ending.complete(commit);
                                case Appender.Ending.Refused(RuntimeException reason) ->
                                        ending.completeExceptionally(reason);
                            }
                        });
        if (!exchangedAlone(pending)) {
            queue(pending);
        }
        return await(ending, pending);
    }

    /**
     * A writer without company does the exchange itself: the two changes of thread would cost it as
     * much as the exchange. What the database does not answer at once is left to the thread. False
     * if there is company, and nothing was done.
     */
    private boolean exchangedAlone(Appender.Pending pending) {
        if (!driving.tryLock()) {
            return false;
        }
        try {
            if (closed
                    || company > 1
                    || postponed != null
                    || !queue.isEmpty()
                    || !appender.idle()) {
                return false;
            }
            postponed = pending;
            var pause = Duration.ZERO;
            while (pause.isZero() && moreToDo()) {
                pause = turn();
            }
            return true;
        } finally {
            driving.unlock();
        }
    }

    private boolean moreToDo() {
        return postponed != null || !appender.idle();
    }

    /** Puts the request in the queue; {@code ending} is called once, on a thread that appends. */
    Appender.Pending submit(AppendRequest request, Consumer<Appender.Ending> ending) {
        var pending = pending(request, ending);
        queue(pending);
        return pending;
    }

    private Appender.Pending pending(AppendRequest request, Consumer<Appender.Ending> ending) {
        return new Appender.Pending(
                drafts.draft(request),
                nanoTime.getAsLong() + settings.patience().toNanos(),
                how -> {
                    if (how instanceof Appender.Ending.Stored(Commit commit)) {
                        if (!grown) {
                            company = batched + queue.size();
                        }
                        commit.events().forEach(drafts::remember);
                        learn(commit.position());
                        grown = true;
                    }
                    ending.accept(how);
                });
    }

    private void queue(Appender.Pending pending) {
        if (closed) {
            throw new AppendRefused.Overloaded("the log is closed");
        }
        if (!queue.offer(pending)) {
            throw new AppendRefused.Overloaded("too many appends wait");
        }
        if (closed && queue.remove(pending)) {
            throw new AppendRefused.Overloaded("the log is closed");
        }
        if (resting || awaited != NOBODY && queue.size() >= awaited) {
            LockSupport.unpark(thread);
        }
    }

    private Commit await(CompletableFuture<Commit> ending, Appender.Pending pending) {
        try {
            long left = Math.max(0, pending.deadline - nanoTime.getAsLong());
            return ending.get(left + GRACE, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw notConfirmed(pending, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notConfirmed(pending, e);
        }
    }

    private AppendRefused notConfirmed(Appender.Pending pending, Exception cause) {
        return queue.remove(pending)
                ? new AppendRefused.Overloaded("the append was not sent in time and is not stored")
                : new AppendRefused.OutcomeUnknown(
                        "the database did not confirm the append in time", cause);
    }

    /**
     * The unbroken run of commits that follows the position, at most {@code limit}, tombstones
     * included; empty at the head and at a hole that is not closed yet.
     *
     * @param position 0 for the start of the log
     */
    public List<Commit> after(long position, int limit) {
        var commits = reader.after(position, limit);
        if (!commits.isEmpty()) {
            learn(commits.getLast().position());
        }
        return commits;
    }

    /** Highest position in use as far as a look at the database can tell; 0 for an empty log. */
    public long head() {
        return learn(store.head(known.get()));
    }

    /** Events of the aggregate from the sequence on, without gaps; empty if there are none. */
    public List<StoredEvent> eventsOf(String aggregateId, long fromSequence) {
        var events = new ArrayList<StoredEvent>();
        long next = fromSequence;
        while (true) {
            var window = eventsOf(aggregateId, next, WINDOW);
            events.addAll(window);
            if (window.size() < WINDOW) {
                return events;
            }
            next = window.getLast().sequence() + 1;
        }
    }

    /** At least the next {@code limit} events from the sequence on if there are as many. */
    List<StoredEvent> eventsOf(String aggregateId, long fromSequence, int limit) {
        long last = Math.min(fromSequence + limit - 1, HIGHEST_SEQUENCE);
        var events =
                store
                        .holdingBetween(
                                Commit.sequenceKey(aggregateId, fromSequence),
                                Commit.sequenceKey(aggregateId, last))
                        .stream()
                        .flatMap(commit -> commit.events().stream())
                        .filter(
                                event ->
                                        event.sequence() >= fromSequence
                                                && event.aggregateId().equals(aggregateId))
                        .sorted(Comparator.comparingLong(StoredEvent::sequence))
                        .toList();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).sequence() != fromSequence + i) {
                throw new CorruptLog(
                        "sequence %d of %s is missing".formatted(fromSequence + i, aggregateId));
            }
        }
        if (!events.isEmpty()) {
            drafts.remember(events.getLast());
        }
        return events;
    }

    /** Last sequence of the aggregate; empty if it has no events. */
    public Optional<Long> lastSequenceOf(String aggregateId) {
        long low = -1;
        long stride = 1;
        while (commitOf(aggregateId, low + stride).isPresent()) {
            low += stride;
            stride *= 2;
        }
        long high = low + stride;
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (commitOf(aggregateId, middle).isPresent()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low < 0 ? Optional.empty() : Optional.of(low);
    }

    /** The commit that holds this sequence of the aggregate. */
    public Optional<Commit> commitOf(String aggregateId, long sequence) {
        return store.holding(List.of(Commit.sequenceKey(aggregateId, sequence))).stream()
                .findFirst();
    }

    /** What the log remembers of the command; empty if it never appended anything. */
    public Optional<RecordedCommand> recordedCommand(String principal, String commandId) {
        return store.holding(List.of(Commit.commandKey(principal, commandId))).stream()
                .findFirst()
                .map(RecordedCommand::of);
    }

    /** The commit at the position; empty above the head and at a hole. */
    public Optional<Commit> at(long position) {
        return store.at(List.of(position)).stream().findFirst();
    }

    /**
     * Calls the listener after each append of this instance, on the thread that appended: it must
     * be quick and must not throw. Appends of other instances are found by polling only.
     */
    public AutoCloseable onAppend(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Waits until this instance knows of a commit above the position, at most as long as given.
     * Returns whether it does.
     */
    public boolean awaitAbove(long position, Duration atMost) throws InterruptedException {
        long end = nanoTime.getAsLong() + atMost.toNanos();
        synchronized (arrival) {
            while (known.get() <= position && !closed) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - nanoTime.getAsLong());
                if (left <= 0) {
                    return false;
                }
                arrival.wait(left);
            }
        }
        return known.get() > position;
    }

    private long learn(long position) {
        return known.accumulateAndGet(position, Math::max);
    }

    private void signal() {
        synchronized (arrival) {
            arrival.notifyAll();
        }
        for (var listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.error("A listener of the log failed", e);
            }
        }
    }

    private void run() {
        boolean more = false;
        while (true) {
            if (!more) {
                rest();
            }
            Duration pause;
            driving.lock();
            try {
                if (closed && queue.isEmpty() && !moreToDo()) {
                    return;
                }
                if (!moreToDo()) {
                    postponed = queue.poll();
                    if (postponed != null) {
                        awaitCompany();
                    }
                }
                pause = turn();
                more = moreToDo();
            } finally {
                driving.unlock();
            }
            if (!pause.isZero()) {
                LockSupport.parkNanos(pause.toNanos());
            }
        }
    }

    private void rest() {
        resting = true;
        if (queue.isEmpty() && !closed) {
            LockSupport.parkNanos(LONGEST_REST);
        }
        resting = false;
    }

    /**
     * Writers who have just been answered tend to come back at once. What an exchange costs hardly
     * depends on how many share it, so a batch waits for them, a fraction of an exchange at most.
     */
    private void awaitCompany() {
        long end = nanoTime.getAsLong() + Math.min(lastExchange / 4, LONGEST_WAIT_FOR_COMPANY);
        awaited = Math.min(company, MOST_BATCHED) - 1;
        for (long left = end - nanoTime.getAsLong();
                left > 0 && queue.size() < awaited && !closed;
                left = end - nanoTime.getAsLong()) {
            LockSupport.parkNanos(left);
        }
        awaited = NOBODY;
    }

    /**
     * Takes up a batch if none is under way, and does one step with it. Returns the pause after it.
     */
    Duration turn() {
        if (appender.idle()) {
            var batch = nextBatch();
            batched = batch.size();
            appender.accept(batch);
        }
        long before = nanoTime.getAsLong();
        var pause = appender.step();
        lastExchange = nanoTime.getAsLong() - before;
        if (grown) {
            grown = false;
            signal();
        }
        return pause;
    }

    /**
     * Whatever queued up meanwhile; no two that claim one key, the later waits for the next batch.
     */
    private List<Appender.Pending> nextBatch() {
        var batch = new ArrayList<Appender.Pending>();
        var keys = new HashSet<String>();
        long characters = 0;
        var next = postponed != null ? postponed : queue.poll();
        postponed = null;
        while (next != null) {
            boolean fits =
                    batch.size() < MOST_BATCHED
                            && (batch.isEmpty()
                                    || characters + size(next) <= MOST_BATCHED_CHARACTERS);
            if (!fits || next.commit.keys().stream().anyMatch(keys::contains)) {
                postponed = next;
                break;
            }
            keys.addAll(next.commit.keys());
            characters += size(next);
            batch.add(next);
            next = queue.poll();
        }
        return batch;
    }

    private static long size(Appender.Pending pending) {
        return pending.commit.events().stream()
                .collect(
                        Collectors.summingLong(
                                event -> event.data().length() + event.metadata().length()));
    }
}
