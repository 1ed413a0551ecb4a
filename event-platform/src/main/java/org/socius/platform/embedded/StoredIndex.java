package org.socius.platform.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A secondary index in its own map: from the values of the indexed fields to the position of the
 * document. An index that is not unique has the position as the last part of its key. A field that
 * holds an array has one entry for each element, and one entry for null if the array is empty.
 */
final class StoredIndex extends Index<Object> {

    /** The index on {@code _id} that every collection has; it lives in the data map itself. */
    static final String PRIMARY = "_id_";

    private final MVMap<KeyValue, Object> entries;
    private final MVMap<String, Boolean> indexesOverArrays;
    private final boolean unique;
    private final List<String> fields;

    StoredIndex(
            MVMap<KeyValue, Object> entries,
            MVMap<String, Boolean> indexesOverArrays,
            String name,
            List<IndexKey> keys,
            boolean unique,
            boolean sparse) {
        super(name, keys, sparse);
        this.entries = entries;
        this.indexesOverArrays = indexesOverArrays;
        this.unique = unique;
        this.fields = keys();
    }

    List<String> fields() {
        return fields;
    }

    boolean omitsDocuments() {
        return isSparse();
    }

    /** Whether some document has, or had, an array in one of the fields. */
    boolean overArrays() {
        return indexesOverArrays.containsKey(entries.getName());
    }

    MVMap<KeyValue, Object> entries() {
        return entries;
    }

    /**
     * The keys under which a document is found; none if the index is sparse and the document has
     * none of the fields.
     */
    Set<KeyValue> keysOf(Document document) {
        if (isSparse()
                && fields.stream()
                        .allMatch(
                                field ->
                                        Utils.getSubdocumentValueCollectionAware(document, field)
                                                instanceof Missing)) {
            return Set.of();
        }
        Set<KeyValue> keys = getKeyValues(document);
        return keys.isEmpty() ? Set.of(keyOfEmptyArray(document)) : keys;
    }

    private KeyValue keyOfEmptyArray(Document document) {
        return new KeyValue(
                        fields.stream()
                                .map(
                                        field ->
                                                Utils.getSubdocumentValueCollectionAware(
                                                        document, field))
                                .<@Nullable Object>map(
                                        value -> value instanceof Collection ? null : value)
                                .collect(Collectors.toCollection(ArrayList::new)))
                .normalized();
    }

    KeyValue entryKey(KeyValue key, Object position) {
        return unique
                ? key
                : new KeyValue(
                        Stream.concat(key.stream(), Stream.of(position))
                                .collect(Collectors.toCollection(ArrayList::new)));
    }

    @Override
    public @Nullable Object getPosition(Document document) {
        if (!unique) {
            return null;
        }
        List<Object> positions =
                keysOf(document).stream()
                        .map(entries::get)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        return positions.isEmpty() ? null : positions.getFirst();
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {
        checkFree(keysOf(document), null, document, collection);
    }

    @Override
    public void add(Document document, Object position, MongoCollection<Object> collection) {
        Set<KeyValue> keys = keysOf(document);
        checkFree(keys, null, document, collection);
        noteArrays(keys, document);
        for (KeyValue key : keys) {
            entries.put(entryKey(key, position), position);
        }
    }

    @Override
    public @Nullable Object remove(Document document) {
        Object position = positionOf(document);
        Object removed = null;
        for (KeyValue key : keysOf(document)) {
            removed = entries.remove(entryKey(key, position));
        }
        return removed;
    }

    @Override
    public void checkUpdate(
            Document oldDocument, Document newDocument, MongoCollection<Object> collection) {
        Set<KeyValue> keys = keysOf(newDocument);
        if (!keys.equals(keysOf(oldDocument))) {
            checkFree(keys, positionOf(oldDocument), newDocument, collection);
        }
    }

    @Override
    public void updateInPlace(
            Document oldDocument,
            Document newDocument,
            Object position,
            MongoCollection<Object> collection) {
        Set<KeyValue> oldKeys = keysOf(oldDocument);
        Set<KeyValue> newKeys = keysOf(newDocument);
        if (oldKeys.equals(newKeys)) {
            return;
        }
        noteArrays(newKeys, newDocument);
        for (KeyValue key : newKeys) {
            if (!oldKeys.contains(key)) {
                entries.put(entryKey(key, position), position);
            }
        }
        for (KeyValue key : oldKeys) {
            if (!newKeys.contains(key)) {
                entries.remove(entryKey(key, position));
            }
        }
    }

    private void checkFree(
            Set<KeyValue> keys,
            @Nullable Object owner,
            Document document,
            MongoCollection<Object> collection) {
        if (!unique) {
            return;
        }
        for (KeyValue key : keys) {
            Object position = entries.get(key);
            if (position != null
                    && (owner == null || BsonOrder.ASCENDING.compare(position, owner) != 0)) {
                throw new DuplicateKeyError(this, collection, getKeys(), asWritten(key, document));
            }
        }
    }

    /** The key as the client wrote it: inside the index 1 is 1.0. */
    private KeyValue asWritten(KeyValue key, Document document) {
        List<Object> values =
                fields.stream()
                        .map(field -> Utils.getSubdocumentValueCollectionAware(document, field))
                        .toList();
        return values.stream()
                        .anyMatch(value -> value instanceof Collection || value instanceof Missing)
                ? key
                : new KeyValue(values);
    }

    private void noteArrays(Set<KeyValue> keys, Document document) {
        boolean array =
                keys.size() > 1
                        || fields.stream()
                                .anyMatch(
                                        field ->
                                                Utils.getSubdocumentValueCollectionAware(
                                                                document, field)
                                                        instanceof Collection);
        if (array && !overArrays()) {
            indexesOverArrays.put(entries.getName(), true);
        }
    }

    static Object positionOf(Document document) {
        return Missing.ofNullable(document.get("_id"));
    }

    void clear() {
        entries.clear();
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Object> getPositions(Document query) {
        throw new UnsupportedOperationException("Queries are planned by the collection");
    }

    @Override
    public long getCount() {
        return entries.sizeAsLong();
    }

    @Override
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public boolean isUnique() {
        return unique;
    }

    @Override
    public void drop() {
        indexesOverArrays.remove(entries.getName());
    }

    /**
     * The index on {@code _id}: the keys of the data map. It also refuses documents that could not
     * be written.
     */
    static final class Primary extends Index<Object> {

        private final MVMap<Object, Document> documents;

        Primary(MVMap<Object, Document> documents, List<IndexKey> keys) {
            super(PRIMARY, keys, false);
            this.documents = documents;
        }

        @Override
        public @Nullable Object getPosition(Document document) {
            Object position = positionOf(document);
            return documents.containsKey(position) ? position : null;
        }

        @Override
        public void checkAdd(Document document, MongoCollection<Object> collection) {
            Object position = positionOf(document);
            if (documents.containsKey(position)) {
                throw new DuplicateKeyError(
                        this, collection, getKeys(), new KeyValue(document.get("_id")));
            }
            BsonBytes.of(document);
        }

        @Override
        public void add(Document document, Object position, MongoCollection<Object> collection) {}

        @Override
        public @Nullable Object remove(Document document) {
            return getPosition(document);
        }

        @Override
        public void checkUpdate(
                Document oldDocument, Document newDocument, MongoCollection<Object> collection) {
            BsonBytes.of(newDocument);
        }

        @Override
        public void updateInPlace(
                Document oldDocument,
                Document newDocument,
                Object position,
                MongoCollection<Object> collection) {}

        @Override
        public boolean canHandle(Document query) {
            return false;
        }

        @Override
        public Iterable<Object> getPositions(Document query) {
            throw new UnsupportedOperationException("Queries are planned by the collection");
        }

        @Override
        public long getCount() {
            return documents.sizeAsLong();
        }

        @Override
        public long getDataSize() {
            return getCount();
        }

        @Override
        public boolean isUnique() {
            return true;
        }

        @Override
        public void drop() {}
    }
}
