package org.socius.platform.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.BsonConstants;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import io.netty.buffer.Unpooled;
import java.lang.ref.SoftReference;
import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An array of documents inside a stored document, kept as the BSON it is read from and sent as. Who
 * looks into it gets it decoded; most readers only pass it on.
 */
final class PackedArray extends AbstractList<@Nullable Object> {

    private final byte[] bson;
    private volatile @Nullable SoftReference<List<?>> decoded;

    PackedArray(byte[] bson) {
        this.bson = bson;
    }

    /** The document with its arrays of documents packed; the same one if it has none. */
    static Document packed(Document document) {
        Document packed = document;
        for (Map.Entry<String, Object> field : document.entrySet()) {
            if (field.getValue() instanceof Collection<?> array
                    && !(array instanceof PackedArray)
                    && !array.isEmpty()
                    && array.iterator().next() instanceof Document) {
                if (packed == document) {
                    packed = document.clone();
                }
                packed.put(field.getKey(), new PackedArray(BsonBytes.ofArray(array)));
            }
        }
        return packed;
    }

    byte[] bson() {
        return bson;
    }

    @Override
    public @Nullable Object get(int index) {
        return elements().get(index);
    }

    @Override
    public int size() {
        return elements().size();
    }

    private List<?> elements() {
        SoftReference<List<?>> known = decoded;
        List<?> elements = known == null ? null : known.get();
        if (elements == null) {
            elements =
                    (List<?>)
                            BsonDecoder.decodeValue(
                                    BsonConstants.TYPE_ARRAY, Unpooled.wrappedBuffer(bson));
            decoded = new SoftReference<>(elements);
        }
        return elements;
    }
}
