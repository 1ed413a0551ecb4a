package org.socius.platform.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings a batch of commits into the log, one exchange with the database per {@link #step}. Holds
 * no thread and no lock: whoever drives it does so from one thread.
 *
 * <p>A commit whose insert ended unclearly keeps its position until somebody else is seen there, so
 * that a late first attempt and its repetition compete for one place. What happened is found out by
 * reading, never from the text of an error.
 */
class Appender {

    /** How an append ended. */
    sealed interface Ending {
        record Stored(Commit commit) implements Ending {}

        record Refused(RuntimeException reason) implements Ending {}
    }

    /** A commit on its way; {@code deadline} in nanoseconds of the monotonic clock. */
    static final class Pending {
        final Commit commit;
        final long deadline;
        private final Consumer<Ending> ending;
        private long position;
        private boolean tried;
        private boolean pinned;

        Pending(Commit commit, long deadline, Consumer<Ending> ending) {
            this.commit = commit;
            this.deadline = deadline;
            this.ending = ending;
        }

        private boolean hasPlace() {
            return position > 0;
        }
    }

    private enum Phase {
        LOCATE,
        SEND,
        READ_KEYS,
        READ_POSITIONS
    }

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final CommitStore store;
    private final LongSupplier nanoTime;
    private final List<Pending> batch = new ArrayList<>();
    private final List<Pending> doubtful = new ArrayList<>();
    private Phase phase = Phase.LOCATE;
    private Duration pause = Duration.ZERO;
    private long head;

    Appender(CommitStore store, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
    }

    boolean idle() {
        return batch.isEmpty();
    }

    /** Takes the next batch; only when idle. No two of them may claim the same key. */
    void accept(List<Pending> next) {
        batch.addAll(next);
    }

    /** One exchange with the database. Returns how long to wait before the next step. */
    Duration step() {
        expire();
        if (batch.isEmpty()) {
            doubtful.clear();
            phase = phase == Phase.LOCATE ? Phase.LOCATE : Phase.SEND;
            return Duration.ZERO;
        }
        try {
            return switch (phase) {
                case LOCATE -> locate();
                case SEND -> send();
                case READ_KEYS -> readKeys();
                case READ_POSITIONS -> readPositions();
            };
        } catch (CorruptLog e) {
            batch.forEach(pending -> pending.ending.accept(new Ending.Refused(e)));
            batch.clear();
            return Duration.ZERO;
        } catch (RuntimeException unavailable) {
            return longerPause();
        }
    }

    private Duration locate() {
        head = Math.max(head, store.head(head));
        phase = Phase.SEND;
        return Duration.ZERO;
    }

    private Duration send() {
        giveNewPlaces();
        var outcome =
                store.insert(
                        batch.stream()
                                .map(pending -> pending.commit.at(pending.position))
                                .toList());
        var sent = List.copyOf(batch);
        sent.forEach(pending -> pending.tried = true);
        return switch (outcome) {
            case CommitStore.Outcome.Stored() -> {
                sent.forEach(this::stored);
                yield noPause();
            }
            case CommitStore.Outcome.Refused(int index, boolean duplicate, String reason) -> {
                sent.subList(0, index).forEach(this::stored);
                var refused = sent.get(index);
                sent.subList(index + 1, sent.size()).forEach(Appender::withdrawUnpinned);
                if (!duplicate && !refused.pinned) {
                    refuse(refused, new AppendRefused.Rejected(reason));
                    yield noPause();
                }
                doubtful.add(refused);
                phase = Phase.READ_KEYS;
                yield Duration.ZERO;
            }
            case CommitStore.Outcome.Unknown(Exception cause) -> {
                sent.forEach(pending -> pending.pinned = true);
                doubtful.addAll(sent);
                phase = Phase.READ_KEYS;
                yield longerPause();
            }
        };
    }

    private void giveNewPlaces() {
        long last = Math.max(head, floor(batch));
        for (var pending : batch) {
            last = Math.max(last, pending.position);
        }
        for (var pending : batch) {
            if (!pending.hasPlace()) {
                pending.position = ++last;
            }
        }
        batch.sort(Comparator.comparingLong(pending -> pending.position));
    }

    /**
     * Rule P: an event goes above the event before it in its aggregate, even where this instance
     * believes the log to be shorter; a hole below must not reorder the aggregate.
     */
    long floor(List<Pending> pendings) {
        return pendings.stream()
                .mapToLong(pending -> pending.commit.previousPosition())
                .max()
                .orElse(0);
    }

    private Duration readKeys() {
        if (doubtful.isEmpty()) {
            phase = Phase.SEND;
            return noPause();
        }
        var holders =
                byKey(
                        store.holding(
                                doubtful.stream().flatMap(p -> p.commit.keys().stream()).toList()));
        for (var pending : List.copyOf(doubtful)) {
            decide(pending, holders);
        }
        if (doubtful.isEmpty()) {
            phase = Phase.SEND;
            return noPause();
        }
        phase = Phase.READ_POSITIONS;
        return Duration.ZERO;
    }

    private void decide(Pending pending, Map<String, Commit> holders) {
        @Nullable Commit own = null;
        @Nullable Commit sameCommand = null;
        @Nullable String taken = null;
        for (var key : pending.commit.keys()) {
            var holder = holders.get(key);
            if (holder == null) {
                continue;
            }
            if (holder.id().equals(pending.commit.id())) {
                own = holder;
            } else if (Commit.isCommandKey(key)) {
                sameCommand = holder;
            } else if (taken == null) {
                taken = key;
            }
        }
        if (own != null) {
            pending.position = own.position();
            stored(pending);
        } else if (sameCommand != null) {
            refuse(pending, new CommandAlreadyRecorded(RecordedCommand.of(sameCommand)));
        } else if (taken != null) {
            refuse(pending, conflict(pending.commit, taken));
        }
    }

    private static AppendRefused.Conflict conflict(Commit commit, String taken) {
        return commit.events().stream()
                .filter(
                        event ->
                                Commit.sequenceKey(event.aggregateId(), event.sequence())
                                        .equals(taken))
                .findFirst()
                .map(event -> new AppendRefused.Conflict(event.aggregateId(), event.sequence()))
                .orElseThrow();
    }

    private Duration readPositions() {
        var occupants =
                store.at(doubtful.stream().map(pending -> pending.position).toList()).stream()
                        .collect(Collectors.toMap(Commit::position, commit -> commit));
        boolean moved = false;
        boolean stays = false;
        for (var pending : List.copyOf(doubtful)) {
            var occupant = occupants.get(pending.position);
            if (occupant == null && keepsPlace()) {
                stays = true;
            } else if (occupant != null && occupant.id().equals(pending.commit.id())) {
                stored(pending);
            } else {
                head = occupant == null ? head : Math.max(head, occupant.position());
                withdraw(pending);
                moved = true;
            }
        }
        doubtful.clear();
        phase = moved ? Phase.LOCATE : Phase.SEND;
        return stays ? longerPause() : noPause();
    }

    /** A commit is tried again where it was tried first, as long as nobody else is seen there. */
    boolean keepsPlace() {
        return true;
    }

    private static void withdraw(Pending pending) {
        pending.position = 0;
        pending.pinned = false;
    }

    private static void withdrawUnpinned(Pending pending) {
        if (!pending.pinned) {
            withdraw(pending);
        }
    }

    private void stored(Pending pending) {
        head = Math.max(head, pending.position);
        finish(pending, new Ending.Stored(pending.commit.at(pending.position)));
    }

    private void refuse(Pending pending, RuntimeException reason) {
        finish(pending, new Ending.Refused(reason));
    }

    private void finish(Pending pending, Ending ending) {
        batch.remove(pending);
        doubtful.remove(pending);
        pending.ending.accept(ending);
    }

    private void expire() {
        long now = nanoTime.getAsLong();
        for (var pending : List.copyOf(batch)) {
            if (now - pending.deadline >= 0) {
                refuse(
                        pending,
                        pending.tried
                                ? new AppendRefused.OutcomeUnknown(
                                        "the database did not confirm the append in time", null)
                                : new AppendRefused.Overloaded(
                                        "the append was not sent in time and is not stored"));
            }
        }
    }

    private Duration noPause() {
        pause = Duration.ZERO;
        return pause;
    }

    private Duration longerPause() {
        pause = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        if (pause.compareTo(LONGEST_PAUSE) > 0) {
            pause = LONGEST_PAUSE;
        }
        return pause;
    }

    private static Map<String, Commit> byKey(List<Commit> commits) {
        var holders = new HashMap<String, Commit>();
        for (var commit : commits) {
            commit.keys().forEach(key -> holders.put(key, commit));
        }
        return holders;
    }
}
