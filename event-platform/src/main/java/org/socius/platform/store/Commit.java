package org.socius.platform.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What one unit of work added to the log: all of it or nothing. A tombstone is a commit without
 * events; it closes a hole that a writer left and moves readers on.
 *
 * @param position place in the log: 1, 2, 3 … without holes; 0 while it has none
 * @param id identity of this append, the same on every retry
 * @param keys what the commit claims as its own: a sequence of an aggregate, a command
 * @param writer which instance wrote it; for people only
 * @param writtenAt machine time of the writer; for people only, order comes from the position
 * @param previousPosition highest position of the events that directly precede these in their
 *     aggregates; 0 if there are none
 * @param result small answer of the command, given again when the command is repeated; null if none
 * @param events in the order in which they were published
 */
public record Commit(
        long position,
        String id,
        List<String> keys,
        String writer,
        Instant writtenAt,
        long previousPosition,
        @Nullable String result,
        List<StoredEvent> events) {

    private static final String COMMAND = "c|";
    private static final Pattern PLAIN_PRINCIPAL = Pattern.compile("[^|~][^|]{0,127}");

    /** Whether this commit only closes a hole. */
    public boolean isTombstone() {
        return events.isEmpty();
    }

    /** The command that this commit recorded; empty when it came from none. */
    public Optional<RecordedCommand> recordedCommand() {
        return keys.stream()
                .filter(key -> key.startsWith(COMMAND))
                .findFirst()
                .map(key -> RecordedCommand.of(this));
    }

    static String sequenceKey(String aggregateId, long sequence) {
        var digits = Long.toString(sequence);
        return "a|" + aggregateId + '|' + "0".repeat(Math.max(0, 10 - digits.length())) + digits;
    }

    static String commandKey(String principal, String commandId) {
        return COMMAND + shown(principal) + '|' + commandId;
    }

    /** Principals that could be mistaken for others in a key, or are long, stand as a digest. */
    private static String shown(String principal) {
        if (PLAIN_PRINCIPAL.matcher(principal).matches()) {
            return principal;
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return '~'
                    + HexFormat.of()
                            .formatHex(digest.digest(principal.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isCommandKey(String key) {
        return key.startsWith(COMMAND);
    }

    static Commit tombstone(long position, String writer, Instant now) {
        return new Commit(
                position,
                "g|" + position,
                List.of("g|" + position),
                writer,
                now,
                0,
                null,
                List.of());
    }

    Commit at(long newPosition) {
        return newPosition == position
                ? this
                : new Commit(
                        newPosition,
                        id,
                        keys,
                        writer,
                        writtenAt,
                        previousPosition,
                        result,
                        events.stream().map(event -> event.at(newPosition)).toList());
    }

    /**
     * CRC-32C over every stored part of the events and the result; finds bit rot and torn
     * documents.
     *
     * @param timestamps those of the events, as text
     */
    static long checksum(
            @Nullable String result, List<StoredEvent> events, List<String> timestamps) {
        var crc = new CRC32C();
        add(crc, result);
        for (var event : events) {
            add(crc, event.eventId());
            add(crc, event.aggregateId());
            add(crc, event.aggregateType());
            add(crc, Long.toString(event.sequence()));
            add(crc, Long.toString(event.contractSequence()));
            add(crc, Boolean.toString(event.isPublic()));
            add(crc, event.type());
            add(crc, event.revision());
            add(crc, timestamps.get(event.index()));
            add(crc, event.data());
            add(crc, event.metadata());
        }
        return crc.getValue();
    }

    static void add(CRC32C crc, @Nullable String part) {
        crc.update(Objects.requireNonNullElse(part, "\u0001").getBytes(StandardCharsets.UTF_8));
        crc.update(0);
    }
}
