package org.socius.platform.store;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a commit of a request before anything is sent: checks the limits, claims the keys, and
 * numbers public events from what the aggregates had before.
 */
class Drafts {

    /** Token arithmetic leaves room for 1,024 events per position. */
    static final int MOST_EVENTS = 256;

    /** A document may have 16 MiB; a commit stays well below. */
    static final int MOST_COMMIT_BYTES = 4 * 1024 * 1024;

    /** An event with its headers must fit into a Kafka record of 1 MiB. */
    static final int MOST_EVENT_BYTES = 900 * 1024;

    private static final int REMEMBERED_AGGREGATES = 20_000;
    private static final Pattern AGGREGATE_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    /**
     * Where an aggregate stands: its last sequence, the position of it, its public events so far.
     */
    private record Standing(long sequence, long position, long contractSequence) {}

    private final CommitStore store;
    private final String writer;
    private final Predicate<String> isPublicType;
    private final Clock clock;
    private final Supplier<String> ids;
    private final Map<String, Standing> standings =
            new LinkedHashMap<>(256, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Standing> eldest) {
                    return size() > REMEMBERED_AGGREGATES;
                }
            };

    Drafts(
            CommitStore store,
            String writer,
            Predicate<String> isPublicType,
            Clock clock,
            Supplier<String> ids) {
        this.store = store;
        this.writer = writer;
        this.isPublicType = isPublicType;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Throws {@link AppendRefused.TooLarge} or {@link IllegalArgumentException} for a request that
     * can never be appended, {@link AppendRefused.Conflict} where the event before the first one of
     * an aggregate does not exist.
     */
    Commit draft(AppendRequest request) {
        checkSize(request);
        var keys = new ArrayList<String>();
        var events = new ArrayList<StoredEvent>();
        var reached = new HashMap<String, Standing>();
        long previousPosition = 0;
        for (var event : request.events()) {
            var before = reached.get(event.aggregateId());
            if (before == null) {
                before = standingBefore(event);
                previousPosition = Math.max(previousPosition, before.position());
            } else if (event.sequence() != before.sequence() + 1) {
                throw new IllegalArgumentException(
                        "events of an aggregate must have consecutive sequences");
            }
            boolean isPublic = !event.staysInside() && isPublicType.test(event.type());
            var after =
                    new Standing(
                            event.sequence(),
                            before.position(),
                            before.contractSequence() + (isPublic ? 1 : 0));
            reached.put(event.aggregateId(), after);
            keys.add(Commit.sequenceKey(event.aggregateId(), event.sequence()));
            events.add(stored(event, events.size(), after.contractSequence(), isPublic));
        }
        var command = request.command();
        if (command != null) {
            keys.add(Commit.commandKey(command.principal(), command.id()));
        }
        return new Commit(
                0,
                ids.get(),
                List.copyOf(keys),
                writer,
                clock.instant(),
                previousPosition,
                command == null ? null : command.result(),
                List.copyOf(events));
    }

    private static StoredEvent stored(
            AppendRequest.NewEvent event, int index, long contractSequence, boolean isPublic) {
        return new StoredEvent(
                0,
                index,
                event.eventId(),
                event.aggregateId(),
                event.aggregateType(),
                event.sequence(),
                contractSequence,
                isPublic,
                event.type(),
                event.revision(),
                event.timestamp(),
                event.data(),
                event.metadata());
    }

    private Standing standingBefore(AppendRequest.NewEvent event) {
        long previous = event.sequence() - 1;
        if (previous < 0) {
            return new Standing(-1, 0, 0);
        }
        var known = remembered(event.aggregateId());
        if (known != null && known.sequence() == previous) {
            return known;
        }
        return store.holding(List.of(Commit.sequenceKey(event.aggregateId(), previous))).stream()
                .flatMap(commit -> commit.events().stream())
                .filter(
                        stored ->
                                stored.sequence() == previous
                                        && stored.aggregateId().equals(event.aggregateId()))
                .findFirst()
                .map(Drafts::standing)
                .orElseThrow(
                        () -> new AppendRefused.Conflict(event.aggregateId(), event.sequence()));
    }

    private static Standing standing(StoredEvent event) {
        return new Standing(event.sequence(), event.position(), event.contractSequence());
    }

    private @Nullable Standing remembered(String aggregateId) {
        synchronized (standings) {
            return standings.get(aggregateId);
        }
    }

    /** Notes where an aggregate stands, so that its next event needs no look-up. */
    void remember(StoredEvent event) {
        synchronized (standings) {
            standings.merge(
                    event.aggregateId(),
                    standing(event),
                    (known, seen) -> known.sequence() > seen.sequence() ? known : seen);
        }
    }

    private static void checkSize(AppendRequest request) {
        if (request.events().isEmpty()) {
            throw new IllegalArgumentException("a commit has at least one event");
        }
        if (request.events().size() > MOST_EVENTS) {
            throw new AppendRefused.TooLarge(
                    "a commit has at most %d events".formatted(MOST_EVENTS));
        }
        var command = request.command();
        if (command != null) {
            if (command.principal().isEmpty()) {
                throw new IllegalArgumentException("a command has a principal");
            }
            bytes(command.principal() + command.id());
            if (command.id().isEmpty() || command.id().length() > 128) {
                throw new IllegalArgumentException("a command id has 1 to 128 characters");
            }
        }
        long bytes = command == null || command.result() == null ? 0 : bytes(command.result());
        for (var event : request.events()) {
            if (!AGGREGATE_ID.matcher(event.aggregateId()).matches()) {
                throw new IllegalArgumentException("not an aggregate id");
            }
            if (event.sequence() < 0) {
                throw new IllegalArgumentException("a sequence is not negative");
            }
            bytes(event.eventId());
            long size = bytes(event.data()) + bytes(event.metadata());
            if (size > MOST_EVENT_BYTES) {
                throw new AppendRefused.TooLarge(
                        "an event has at most %d bytes".formatted(MOST_EVENT_BYTES));
            }
            bytes += size;
        }
        if (bytes > MOST_COMMIT_BYTES) {
            throw new AppendRefused.TooLarge(
                    "a commit has at most %d bytes".formatted(MOST_COMMIT_BYTES));
        }
    }

    /**
     * Length in UTF-8. Half a surrogate pair has no form there: each encoder puts something else in
     * its place, and the commit would not fit its checksum when it is read.
     */
    private static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (!Character.isSurrogate(unit)) {
                bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
            } else if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                throw new IllegalArgumentException("half a surrogate pair is no text");
            }
        }
        return bytes;
    }
}
