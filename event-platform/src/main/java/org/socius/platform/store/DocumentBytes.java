package org.socius.platform.store;

import java.nio.charset.StandardCharsets;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.ByteBuf;
import org.bson.RawBsonDocument;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.RawBsonDocumentCodec;

/**
 * Goes through the bytes of one BSON document from its first field to its last (bsonspec.org 1.1).
 * The driver's reader keeps books about each field, which costs more than half of loading an
 * aggregate.
 *
 * <p>Throws {@link CorruptLog} or {@link IndexOutOfBoundsException} where the bytes are no
 * document.
 */
final class DocumentBytes {

    private static final RawBsonDocumentCodec RAW = new RawBsonDocumentCodec();
    private static final int LONGEST_PACKED = 4;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int type;
    private int name;

    /** Takes the next document off the reader. */
    DocumentBytes(BsonReader reader, DecoderContext context) {
        RawBsonDocument document = RAW.decode(reader, context);
        ByteBuf buffer = document.getByteBuffer();
        bytes = buffer.array();
        end = buffer.limit();
        at = Integer.BYTES;
    }

    byte[] array() {
        return bytes;
    }

    /** Goes to the next field; false at the end of the document or array, which is left. */
    boolean next() {
        type = bytes[at++];
        if (type == 0) {
            return false;
        }
        int packed = 0;
        int length = 0;
        for (byte character = bytes[at++]; character != 0; character = bytes[at++]) {
            packed = packed << 8 | character & 0xFF;
            length++;
        }
        name = length > LONGEST_PACKED ? 0 : packed;
        return true;
    }

    /**
     * The ASCII characters of the field's name, one per byte, the last one lowest; 0 for more than
     * four.
     */
    int name() {
        return name;
    }

    /** To be called after the last field: there must be nothing behind it. */
    void end() {
        if (at != end) {
            throw new CorruptLog("it has %d bytes and ends after %d".formatted(end, at));
        }
    }

    /** Goes into the document that the field holds. */
    void document() {
        expect(BsonType.DOCUMENT);
        at += Integer.BYTES;
    }

    /** Goes into the array that the field holds. */
    void list() {
        expect(BsonType.ARRAY);
        at += Integer.BYTES;
    }

    String text() {
        return text(textRange());
    }

    /** Where the bytes of the field's text are, for {@link #text(long)} and the like. */
    long textRange() {
        expect(BsonType.STRING);
        int length = int32(at) - 1;
        int start = at + Integer.BYTES;
        at = start + length + 1;
        if (length < 0 || bytes[at - 1] != 0) {
            throw new CorruptLog("a text does not end where it says");
        }
        return (long) start << Integer.SIZE | length;
    }

    String text(long range) {
        return new String(bytes, start(range), length(range), StandardCharsets.UTF_8);
    }

    static int start(long range) {
        return (int) (range >>> Integer.SIZE);
    }

    static int length(long range) {
        return (int) range;
    }

    long number() {
        expect(BsonType.INT64);
        return int64();
    }

    /** Milliseconds since the epoch. */
    long instant() {
        expect(BsonType.DATE_TIME);
        return int64();
    }

    boolean flag() {
        expect(BsonType.BOOLEAN);
        return bytes[at++] != 0;
    }

    /** Leaves the field out, whatever it holds. */
    void skip() {
        switch (BsonType.findByValue(type)) {
            case DOUBLE, INT64, DATE_TIME, TIMESTAMP -> at += Long.BYTES;
            case INT32 -> at += Integer.BYTES;
            case BOOLEAN -> at += 1;
            case OBJECT_ID -> at += 12;
            case DECIMAL128 -> at += 2 * Long.BYTES;
            case NULL, UNDEFINED, MIN_KEY, MAX_KEY -> {
                // nothing but the type and the name
            }
            case STRING, SYMBOL, JAVASCRIPT -> at += Integer.BYTES + forward(int32(at));
            case DOCUMENT, ARRAY, JAVASCRIPT_WITH_SCOPE -> at += forward(int32(at));
            case BINARY -> at += Integer.BYTES + 1 + forward(int32(at));
            case null, default -> throw new CorruptLog("a field of the unknown type " + type);
        }
    }

    private static int forward(int length) {
        if (length < 0) {
            throw new CorruptLog("a length of " + length);
        }
        return length;
    }

    private void expect(BsonType expected) {
        if (type != expected.getValue()) {
            throw new CorruptLog("a field is of type %d, not %s".formatted(type, expected));
        }
    }

    private int int32(int from) {
        return bytes[from] & 0xFF
                | (bytes[from + 1] & 0xFF) << 8
                | (bytes[from + 2] & 0xFF) << 16
                | bytes[from + 3] << 24;
    }

    private long int64() {
        long low = int32(at) & 0xFFFF_FFFFL;
        long high = int32(at + Integer.BYTES);
        at += Long.BYTES;
        return high << Integer.SIZE | low;
    }
}
