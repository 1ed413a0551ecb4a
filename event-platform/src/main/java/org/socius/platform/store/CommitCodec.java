package org.socius.platform.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.jspecify.annotations.Nullable;

/**
 * A commit as a document, straight to and from BSON. Reading throws {@link CorruptLog} when the
 * document is not what was written.
 */
final class CommitCodec implements Codec<Commit> {

    private static final int ID = '_' << 16 | 'i' << 8 | 'd';
    private static final int KEYS = 'k';
    private static final int COMMIT = 'c' << 16 | 'i' << 8 | 'd';
    private static final int WRITER = 'w';
    private static final int WRITTEN = 't';
    private static final int GAP = 'g' << 16 | 'a' << 8 | 'p';
    private static final int RESULT = 'r';
    private static final int PREVIOUS = 'p' << 8 | 'p';
    private static final int CHECKSUM = 'x';
    private static final int EVENTS = 'e' << 8 | 'v';

    private static final int EVENT = 'i' << 8 | 'd';
    private static final int AGGREGATE = 'a';
    private static final int AGGREGATE_TYPE = 't' << 8 | 'y';
    private static final int SEQUENCE = 's';
    private static final int CONTRACT_SEQUENCE = 'n';
    private static final int PUBLIC = 'p' << 16 | 'u' << 8 | 'b';
    private static final int TYPE = 'p' << 8 | 't';
    private static final int REVISION = 'r' << 16 | 'e' << 8 | 'v';
    private static final int TIMESTAMP = 't' << 8 | 's';
    private static final int DATA = 'd';
    private static final int METADATA = 'm';

    @Override
    public Class<Commit> getEncoderClass() {
        return Commit.class;
    }

    @Override
    public void encode(BsonWriter writer, Commit commit, EncoderContext context) {
        writer.writeStartDocument();
        writer.writeInt64("_id", commit.position());
        writer.writeStartArray("k");
        commit.keys().forEach(writer::writeString);
        writer.writeEndArray();
        writer.writeString("cid", commit.id());
        writer.writeString("w", commit.writer());
        writer.writeDateTime("t", commit.writtenAt().toEpochMilli());
        if (commit.isTombstone()) {
            writer.writeBoolean("gap", true);
        } else {
            writeEvents(writer, commit);
        }
        writer.writeEndDocument();
    }

    private static void writeEvents(BsonWriter writer, Commit commit) {
        writeOptional(writer, "r", commit.result());
        writer.writeInt64("pp", commit.previousPosition());
        var timestamps =
                commit.events().stream().map(event -> event.timestamp().toString()).toList();
        writer.writeInt64("x", Commit.checksum(commit.result(), commit.events(), timestamps));
        writer.writeStartArray("ev");
        for (var event : commit.events()) {
            writer.writeStartDocument();
            writer.writeString("id", event.eventId());
            writer.writeString("a", event.aggregateId());
            writeOptional(writer, "ty", event.aggregateType());
            writer.writeInt64("s", event.sequence());
            writer.writeInt64("n", event.contractSequence());
            writer.writeBoolean("pub", event.isPublic());
            writer.writeString("ts", timestamps.get(event.index()));
            writer.writeString("pt", event.type());
            writeOptional(writer, "rev", event.revision());
            writer.writeString("d", event.data());
            writer.writeString("m", event.metadata());
            writer.writeEndDocument();
        }
        writer.writeEndArray();
    }

    private static void writeOptional(BsonWriter writer, String name, @Nullable String text) {
        if (text != null) {
            writer.writeString(name, text);
        }
    }

    @Override
    public Commit decode(BsonReader reader, DecoderContext context) {
        return new Reading(new DocumentBytes(reader, context)).commit();
    }

    /** The parts of one document, gathered in whatever order they come. */
    private static final class Reading {

        private final DocumentBytes bytes;
        private final List<String> keys = new ArrayList<>(4);
        private final List<Event> events = new ArrayList<>(2);
        private long position;
        private String id = "";
        private String writer = "";
        private Instant writtenAt = Instant.EPOCH;
        private long previousPosition;
        private long result;
        private boolean gap;
        private long checksum;

        /** Numbers, and where the bytes of the texts are; 0 for one that is absent. */
        private static final class Event {
            private long id;
            private long aggregateId;
            private long aggregateType;
            private long sequence = -1;
            private long contractSequence = -1;
            private boolean isPublic;
            private long type;
            private long revision;
            private long timestamp;
            private long data;
            private long metadata;
        }

        Reading(DocumentBytes bytes) {
            this.bytes = bytes;
        }

        Commit commit() {
            try {
                while (bytes.next()) {
                    readPart();
                }
                bytes.end();
                if (!gap && (events.isEmpty() || checksum != checksum())) {
                    throw new CorruptLog("it does not fit its checksum");
                }
                // Fields may come in any order: what is above needs all of them.
                return new Commit(
                        position,
                        id,
                        List.copyOf(keys),
                        writer,
                        writtenAt,
                        previousPosition,
                        textOrNull(result),
                        stored());
            } catch (CorruptLog
                    | IndexOutOfBoundsException
                    | DateTimeException
                    | NumberFormatException torn) {
                throw new CorruptLog(
                        "the commit at position %d is torn: %s"
                                .formatted(position, torn.getMessage()));
            }
        }

        private void readPart() {
            switch (bytes.name()) {
                case ID -> position = bytes.number();
                case KEYS -> {
                    bytes.list();
                    while (bytes.next()) {
                        keys.add(bytes.text());
                    }
                }
                case COMMIT -> id = bytes.text();
                case WRITER -> writer = bytes.text();
                case WRITTEN -> writtenAt = Instant.ofEpochMilli(bytes.instant());
                case GAP -> gap = bytes.flag();
                case RESULT -> result = bytes.textRange();
                case PREVIOUS -> previousPosition = bytes.number();
                case CHECKSUM -> checksum = bytes.number();
                case EVENTS -> {
                    bytes.list();
                    while (bytes.next()) {
                        events.add(readEvent());
                    }
                }
                default -> bytes.skip();
            }
        }

        private Event readEvent() {
            Event event = new Event();
            bytes.document();
            while (bytes.next()) {
                switch (bytes.name()) {
                    case EVENT -> event.id = bytes.textRange();
                    case AGGREGATE -> event.aggregateId = bytes.textRange();
                    case AGGREGATE_TYPE -> event.aggregateType = bytes.textRange();
                    case SEQUENCE -> event.sequence = bytes.number();
                    case CONTRACT_SEQUENCE -> event.contractSequence = bytes.number();
                    case PUBLIC -> event.isPublic = bytes.flag();
                    case TYPE -> event.type = bytes.textRange();
                    case REVISION -> event.revision = bytes.textRange();
                    case TIMESTAMP -> event.timestamp = bytes.textRange();
                    case DATA -> event.data = bytes.textRange();
                    case METADATA -> event.metadata = bytes.textRange();
                    default -> bytes.skip();
                }
            }
            return event;
        }

        private List<StoredEvent> stored() {
            StoredEvent[] stored = new StoredEvent[events.size()];
            for (int i = 0; i < stored.length; i++) {
                Event event = events.get(i);
                stored[i] =
                        new StoredEvent(
                                position,
                                i,
                                bytes.text(event.id),
                                bytes.text(event.aggregateId),
                                textOrNull(event.aggregateType),
                                event.sequence,
                                event.contractSequence,
                                event.isPublic,
                                bytes.text(event.type),
                                textOrNull(event.revision),
                                instant(bytes.text(event.timestamp)),
                                bytes.text(event.data),
                                bytes.text(event.metadata));
            }
            return List.of(stored);
        }

        private @Nullable String textOrNull(long range) {
            return range == 0 ? null : bytes.text(range);
        }

        /** {@link Commit#checksum}, over the bytes as they are. */
        private long checksum() {
            CRC32C crc = new CRC32C();
            add(crc, result);
            for (Event event : events) {
                add(crc, event.id);
                add(crc, event.aggregateId);
                add(crc, event.aggregateType);
                Commit.add(crc, Long.toString(event.sequence));
                Commit.add(crc, Long.toString(event.contractSequence));
                Commit.add(crc, Boolean.toString(event.isPublic));
                add(crc, event.type);
                add(crc, event.revision);
                add(crc, event.timestamp);
                add(crc, event.data);
                add(crc, event.metadata);
            }
            return crc.getValue();
        }

        private void add(CRC32C crc, long range) {
            if (range == 0) {
                Commit.add(crc, null);
            } else {
                crc.update(bytes.array(), DocumentBytes.start(range), DocumentBytes.length(range));
                crc.update(0);
            }
        }
    }

    /**
     * The one form that {@link Instant#toString} has for the years of our days; others take longer.
     */
    static Instant instant(String text) {
        int end = text.length() - 1;
        boolean plain =
                end >= 19
                        && end <= 29
                        && text.charAt(4) == '-'
                        && text.charAt(10) == 'T'
                        && text.charAt(end) == 'Z'
                        && (end == 19 || text.charAt(19) == '.');
        if (!plain) {
            return Instant.parse(text);
        }
        long day =
                LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                        .toEpochDay();
        long second =
                day * 86_400
                        + number(text, 11, 13) * 3_600L
                        + number(text, 14, 16) * 60L
                        + number(text, 17, 19);
        int nano = 0;
        if (end > 20) {
            nano = number(text, 20, end);
            for (int digits = end - 20; digits < 9; digits++) {
                nano *= 10;
            }
        }
        return Instant.ofEpochSecond(second, nano);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
