package org.socius.platform.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonReader;
import org.bson.BsonSerializationException;
import org.bson.BsonType;
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
        return new Reading().commit(reader);
    }

    /** The parts of one document, gathered in whatever order they come. */
    private static final class Reading {
        private long position;
        private String id = "";
        private String writer = "";
        private final List<String> keys = new ArrayList<>(4);
        private Instant writtenAt = Instant.EPOCH;
        private long previousPosition;
        private @Nullable String result;
        private boolean gap;
        private long checksum;
        private final List<StoredEvent> events = new ArrayList<>(4);
        private final List<String> timestamps = new ArrayList<>(4);

        Commit commit(BsonReader reader) {
            reader.readStartDocument();
            try {
                while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                    readPart(reader);
                }
            } catch (BsonSerializationException
                    | BsonInvalidOperationException
                    | DateTimeException
                    | IndexOutOfBoundsException
                    | NumberFormatException malformed) {
                throw new CorruptLog(
                        "the commit at position %d is torn: %s".formatted(position, malformed));
            }
            reader.readEndDocument();
            if (!gap
                    && (events.isEmpty()
                            || checksum != Commit.checksum(result, events, timestamps))) {
                throw new CorruptLog(
                        "the commit at position %d does not fit its checksum".formatted(position));
            }
            return new Commit(
                    position,
                    id,
                    List.copyOf(keys),
                    writer,
                    writtenAt,
                    previousPosition,
                    result,
                    // Fields may come in any order; a position that came first is there already.
                    events.stream().map(event -> event.at(position)).toList());
        }

        private void readPart(BsonReader reader) {
            switch (reader.readName()) {
                case "_id" -> position = reader.readInt64();
                case "k" -> {
                    reader.readStartArray();
                    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                        keys.add(reader.readString());
                    }
                    reader.readEndArray();
                }
                case "cid" -> id = reader.readString();
                case "w" -> writer = reader.readString();
                case "t" -> writtenAt = Instant.ofEpochMilli(reader.readDateTime());
                case "gap" -> gap = reader.readBoolean();
                case "r" -> result = reader.readString();
                case "pp" -> previousPosition = reader.readInt64();
                case "x" -> checksum = reader.readInt64();
                case "ev" -> {
                    reader.readStartArray();
                    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                        readEvent(reader);
                    }
                    reader.readEndArray();
                }
                default -> reader.skipValue();
            }
        }

        private void readEvent(BsonReader reader) {
            String eventId = "";
            String aggregateId = "";
            @Nullable String aggregateType = null;
            long sequence = -1;
            long contractSequence = -1;
            boolean isPublic = false;
            String type = "";
            @Nullable String revision = null;
            String timestamp = "";
            String data = "";
            String metadata = "";
            reader.readStartDocument();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                switch (reader.readName()) {
                    case "id" -> eventId = reader.readString();
                    case "a" -> aggregateId = reader.readString();
                    case "ty" -> aggregateType = reader.readString();
                    case "s" -> sequence = reader.readInt64();
                    case "n" -> contractSequence = reader.readInt64();
                    case "pub" -> isPublic = reader.readBoolean();
                    case "pt" -> type = reader.readString();
                    case "rev" -> revision = reader.readString();
                    case "ts" -> timestamp = reader.readString();
                    case "d" -> data = reader.readString();
                    case "m" -> metadata = reader.readString();
                    default -> reader.skipValue();
                }
            }
            reader.readEndDocument();
            timestamps.add(timestamp);
            events.add(
                    new StoredEvent(
                            position,
                            events.size(),
                            eventId,
                            aggregateId,
                            aggregateType,
                            sequence,
                            contractSequence,
                            isPublic,
                            type,
                            revision,
                            instant(timestamp),
                            data,
                            metadata));
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
