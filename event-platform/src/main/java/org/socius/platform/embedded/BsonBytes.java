package org.socius.platform.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.BsonConstants;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * BSON in a growing array. Says the same as the library's encoder, which looks every field up anew
 * and checks each write; what it knows better is left to it.
 */
final class BsonBytes {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Names of elements of arrays. */
    private static final byte[][] NUMBERS = new byte[1_000][];

    static {
        Arrays.setAll(NUMBERS, number -> utf8(String.valueOf(number)));
    }

    private byte[] bytes = new byte[512];
    private int size;

    /** The BSON of a document; fails if it holds a value that BSON does not know. */
    static BsonBytes of(Map<String, ?> document) {
        BsonBytes bson = new BsonBytes();
        bson.putDocument(document);
        return bson;
    }

    static byte[] ofArray(Collection<?> array) {
        BsonBytes bson = new BsonBytes();
        bson.putArray(array);
        return Arrays.copyOf(bson.bytes, bson.size);
    }

    /**
     * Reads a document of which arrays of documents stay packed.
     *
     * @throws IllegalArgumentException if it is torn
     */
    static Document read(ByteBuf bson) {
        int start = bson.readerIndex();
        int end = start + bson.readIntLE();
        Document document = new Document();
        while (bson.readerIndex() < end) {
            byte type = bson.readByte();
            if (type == BsonConstants.TERMINATING_BYTE) {
                return document;
            }
            String name = BsonDecoder.decodeCString(bson);
            document.put(
                    name,
                    type == BsonConstants.TYPE_ARRAY && holdsDocuments(bson)
                            ? packed(bson)
                            : BsonDecoder.decodeValue(type, bson));
        }
        throw new IllegalArgumentException("A document does not end where it says");
    }

    private static boolean holdsDocuments(ByteBuf bson) {
        return bson.getByte(bson.readerIndex() + Integer.BYTES)
                == BsonConstants.TYPE_EMBEDDED_DOCUMENT;
    }

    private static PackedArray packed(ByteBuf bson) {
        byte[] array = new byte[bson.getIntLE(bson.readerIndex())];
        bson.readBytes(array);
        return new PackedArray(array);
    }

    byte[] array() {
        return bytes;
    }

    /** How many bytes of the array count. */
    int size() {
        return size;
    }

    private void putDocument(Map<String, ?> document) {
        int start = begin();
        for (Map.Entry<String, ?> field : document.entrySet()) {
            putField(utf8(field.getKey()), field.getValue());
        }
        end(start);
    }

    private void putArray(Collection<?> array) {
        int start = begin();
        int number = 0;
        for (Object element : array) {
            putField(
                    number < NUMBERS.length ? NUMBERS[number] : utf8(String.valueOf(number)),
                    element);
            number++;
        }
        end(start);
    }

    private void putField(byte[] name, @Nullable Object value) {
        byte type = BsonEncoder.determineType(value);
        room(name.length + 2);
        bytes[size++] = type;
        append(name);
        bytes[size++] = BsonConstants.STRING_TERMINATION;
        switch (value) {
            case String text -> {
                byte[] utf8 = utf8(text);
                putInt(utf8.length + 1);
                room(utf8.length + 1);
                append(utf8);
                bytes[size++] = BsonConstants.STRING_TERMINATION;
            }
            case Long number -> putLong(number);
            case Integer number -> putInt(number);
            case PackedArray array -> {
                room(array.bson().length);
                append(array.bson());
            }
            case Map<?, ?> document -> {
                @SuppressWarnings("unchecked")
                Map<String, ?> fields = (Map<String, ?>) document;
                putDocument(fields);
            }
            case Collection<?> array -> putArray(array);
            case null, default -> {
                ByteBuf bson = Unpooled.buffer(32);
                BsonEncoder.encodeValue(type, value, bson);
                int length = bson.readableBytes();
                room(length);
                bson.readBytes(bytes, size, length);
                size += length;
            }
        }
    }

    private int begin() {
        int start = size;
        putInt(0);
        return start;
    }

    private void end(int start) {
        room(1);
        bytes[size++] = BsonConstants.TERMINATING_BYTE;
        INT.set(bytes, start, size - start);
    }

    private void putInt(int value) {
        room(Integer.BYTES);
        INT.set(bytes, size, value);
        size += Integer.BYTES;
    }

    private void putLong(long value) {
        room(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
    }

    private void append(byte[] added) {
        System.arraycopy(added, 0, bytes, size, added.length);
        size += added.length;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
