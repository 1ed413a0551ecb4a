package org.socius.platform.embedded;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.BsonConstants;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.jspecify.annotations.Nullable;

/** How keys, positions and documents lie in the files: BSON, one byte of type before each value. */
final class StoredTypes {

    private static final int MEMORY_OF_OBJECT = 24;
    private static final int MEMORY_OF_ENTRY = 56;

    private StoredTypes() {}

    /**
     * A single value: the key of the data map and the position an index points to. Null is read as
     * missing.
     */
    static final class Value extends BasicDataType<Object> {

        @Override
        public int compare(Object left, Object right) {
            return BsonOrder.ASCENDING.compare(left, right);
        }

        @Override
        public int getMemory(Object value) {
            return memoryOf(value);
        }

        @Override
        public void write(WriteBuffer buffer, Object value) {
            writeValue(buffer, value);
        }

        @Override
        public Object read(ByteBuffer buffer) {
            return Missing.ofNullable(readValue(buffer));
        }

        @Override
        public Object[] createStorage(int size) {
            return new Object[size];
        }
    }

    /**
     * The values of the indexed fields, compared field by field; a shorter key sorts before its
     * continuations.
     */
    static final class Key extends BasicDataType<KeyValue> {

        @Override
        public int compare(KeyValue left, KeyValue right) {
            int common = Math.min(left.size(), right.size());
            for (int i = 0; i < common; i++) {
                int byField = BsonOrder.ASCENDING.compare(left.get(i), right.get(i));
                if (byField != 0) {
                    return byField;
                }
            }
            return Integer.compare(left.size(), right.size());
        }

        @Override
        public int getMemory(KeyValue key) {
            int memory = MEMORY_OF_ENTRY;
            for (Object value : key) {
                memory += memoryOf(value);
            }
            return memory;
        }

        @Override
        public void write(WriteBuffer buffer, KeyValue key) {
            buffer.putVarInt(key.size());
            for (Object value : key) {
                writeValue(buffer, value);
            }
        }

        @Override
        public KeyValue read(ByteBuffer buffer) {
            int size = DataUtils.readVarInt(buffer);
            List<@Nullable Object> values = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                values.add(readValue(buffer));
            }
            return new KeyValue(values);
        }

        @Override
        public KeyValue[] createStorage(int size) {
            return new KeyValue[size];
        }
    }

    /** A whole document as BSON. */
    static final class Content extends BasicDataType<Document> {

        @Override
        public int getMemory(Document document) {
            return memoryOf(document);
        }

        @Override
        public void write(WriteBuffer buffer, Document document) {
            BsonBytes bson = BsonBytes.of(document);
            buffer.put(bson.array(), 0, bson.size());
        }

        @Override
        public Document read(ByteBuffer buffer) {
            ByteBuf bson = Unpooled.wrappedBuffer(buffer);
            Document document = BsonBytes.read(bson);
            buffer.position(buffer.position() + bson.readerIndex());
            return document;
        }

        @Override
        public Document[] createStorage(int size) {
            return new Document[size];
        }
    }

    private static void writeValue(WriteBuffer buffer, @Nullable Object value) {
        switch (value) {
            case null -> buffer.put(BsonConstants.TYPE_NULL);
            case Missing _ -> buffer.put(BsonConstants.TYPE_NULL);
            case String text -> {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                buffer.put(BsonConstants.TYPE_UTF8_STRING).putVarInt(utf8.length).put(utf8);
            }
            case Double number -> buffer.put(BsonConstants.TYPE_DOUBLE).putDouble(number);
            case Long number -> buffer.put(BsonConstants.TYPE_INT64).putLong(number);
            case Integer number -> buffer.put(BsonConstants.TYPE_INT32).putInt(number);
            default -> {
                byte type = BsonEncoder.determineType(value);
                ByteBuf bson = Unpooled.buffer(32);
                BsonEncoder.encodeValue(type, value, bson);
                buffer.put(type).put(bson.nioBuffer());
            }
        }
    }

    private static @Nullable Object readValue(ByteBuffer buffer) {
        byte type = buffer.get();
        return switch (type) {
            case BsonConstants.TYPE_NULL -> null;
            case BsonConstants.TYPE_UTF8_STRING -> {
                byte[] utf8 = new byte[DataUtils.readVarInt(buffer)];
                buffer.get(utf8);
                yield new String(utf8, StandardCharsets.UTF_8);
            }
            case BsonConstants.TYPE_DOUBLE -> buffer.getDouble();
            case BsonConstants.TYPE_INT64 -> buffer.getLong();
            case BsonConstants.TYPE_INT32 -> buffer.getInt();
            default -> {
                ByteBuf bson = Unpooled.wrappedBuffer(buffer);
                Object value = BsonDecoder.decodeValue(type, bson);
                buffer.position(buffer.position() + bson.readerIndex());
                yield value;
            }
        };
    }

    private static int memoryOf(@Nullable Object value) {
        return switch (value) {
            case null -> 8;
            case String text -> 48 + text.length();
            case PackedArray array -> MEMORY_OF_ENTRY + array.bson().length;
            case Map<?, ?> document -> {
                int memory = MEMORY_OF_ENTRY;
                for (Map.Entry<?, ?> field : document.entrySet()) {
                    memory += MEMORY_OF_ENTRY + memoryOf(field.getValue());
                }
                yield memory;
            }
            case Collection<?> array -> {
                int memory = MEMORY_OF_ENTRY;
                for (Object element : array) {
                    memory += 8 + memoryOf(element);
                }
                yield memory;
            }
            default -> MEMORY_OF_OBJECT;
        };
    }
}
