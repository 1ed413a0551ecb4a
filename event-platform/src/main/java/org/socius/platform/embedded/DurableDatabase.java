package org.socius.platform.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.ErrorCode;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * A database: the names of its maps in the store, and the changes to its collections and indexes.
 */
final class DurableDatabase extends AbstractSynchronizedMongoDatabase<Object> {

    private static final String DATA = "data/";
    private static final String INDEX = "index/";
    private static final String INDEXES_OVER_ARRAYS = "indexesOverArrays";

    private final MVStore store;
    private final CommitGate gate;
    private final MVMap<String, Boolean> indexesOverArrays;

    DurableDatabase(String name, MVStore store, CommitGate gate, CursorRegistry cursors) {
        super(name, cursors);
        this.store = store;
        this.gate = gate;
        this.indexesOverArrays = store.openMap(INDEXES_OVER_ARRAYS);
        initializeNamespacesAndIndexes();
    }

    /** The databases that have data in a store. */
    static List<String> namesIn(MVStore store) {
        return store.getMapNames().stream()
                .filter(map -> map.startsWith(DATA))
                .map(map -> map.substring(DATA.length(), map.indexOf('/', DATA.length())))
                .distinct()
                .toList();
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(
            String name, CollectionOptions options) {
        return new DurableCollection(
                this, name, options, openDocuments(name), gate, cursorRegistry);
    }

    private MVMap<Object, Document> openDocuments(String collection) {
        return store.openMap(
                dataMap(collection),
                new MVMap.Builder<Object, Document>()
                        .keyType(new StoredTypes.Value())
                        .valueType(new StoredTypes.Content()));
    }

    private String dataMap(String collection) {
        return DATA + databaseName + "/" + collection;
    }

    private String indexMap(String collection, String index) {
        return INDEX + databaseName + "/" + collection + "/" + index;
    }

    @Override
    protected Index<Object> openOrCreateUniqueIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        return name.equals(StoredIndex.PRIMARY)
                ? new StoredIndex.Primary(openDocuments(collection), keys)
                : openIndex(collection, name, keys, true, sparse);
    }

    @Override
    protected Index<Object> openOrCreateSecondaryIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        return openIndex(collection, name, keys, false, sparse);
    }

    private StoredIndex openIndex(
            String collection, String name, List<IndexKey> keys, boolean unique, boolean sparse) {
        MVMap<KeyValue, Object> entries =
                store.openMap(
                        indexMap(collection, name),
                        new MVMap.Builder<KeyValue, Object>()
                                .keyType(new StoredTypes.Key())
                                .valueType(new StoredTypes.Value()));
        return new StoredIndex(entries, indexesOverArrays, name, keys, unique, sparse);
    }

    @Override
    protected void addIndex(Document description) {
        if (description.containsKey("partialFilterExpression")) {
            throw new MongoServerError(
                    ErrorCode.BadValue,
                    "The embedded store has no partial indexes; use a sparse one");
        }
        super.addIndex(description);
    }

    @Override
    protected MongoCollection<Object> resolveOrCreateCollection(String name) {
        MongoCollection<Object> existing = resolveCollection(name, false);
        return existing != null
                ? existing
                : gate.change(_ -> super.resolveOrCreateCollection(name));
    }

    @Override
    protected void dropIndex(MongoCollection<Object> collection, String indexName) {
        super.dropIndex(collection, indexName);
        if (!indexName.equals(StoredIndex.PRIMARY)) {
            store.removeMap(indexMap(collection.getCollectionName(), indexName));
        }
    }

    @Override
    public void dropCollection(String name, Oplog oplog) {
        super.dropCollection(name, oplog);
        store.removeMap(dataMap(name));
    }

    @Override
    public void drop(Oplog oplog) {
        super.drop(oplog);
        store.getMapNames().stream()
                .filter(
                        map ->
                                map.startsWith(dataMap(""))
                                        || map.startsWith(INDEX + databaseName + "/"))
                .toList()
                .forEach(store::removeMap);
    }

    @Override
    public void moveCollection(
            MongoDatabase oldDatabase, MongoCollection<?> collection, String newName) {
        if (oldDatabase != this || !(collection instanceof DurableCollection moved)) {
            throw new MongoServerError(
                    ErrorCode.IllegalOperation,
                    "The embedded store renames collections within a database only");
        }
        super.moveCollection(oldDatabase, collection, newName);
        store.renameMap(moved.documents(), dataMap(newName));
        for (StoredIndex index : moved.storedIndexes()) {
            String oldMap = index.entries().getName();
            store.renameMap(index.entries(), indexMap(newName, index.getName()));
            if (Boolean.TRUE.equals(indexesOverArrays.remove(oldMap))) {
                indexesOverArrays.put(index.entries().getName(), true);
            }
        }
    }

    /**
     * The key documents of the indexes of a collection that a command names: by name, or all but
     * the primary one.
     */
    List<Document> keysOfIndexes(String collection, String nameOrStar) {
        MongoCollection<Object> resolved = resolveCollection(collection, false);
        if (resolved == null) {
            return List.of();
        }
        return resolved.getIndexes().stream()
                .filter(
                        index ->
                                nameOrStar.equals("*")
                                        ? !index.getName().equals(StoredIndex.PRIMARY)
                                        : index.getName().equals(nameOrStar))
                .map(index -> (Document) index.toIndexDescription().get("key"))
                .toList();
    }

    /** The collections that hold documents of clients. */
    List<DurableCollection> storedCollections() {
        return store.getMapNames().stream()
                .filter(map -> map.startsWith(dataMap("")))
                .map(map -> resolveCollection(map.substring(dataMap("").length()), false))
                .filter(DurableCollection.class::isInstance)
                .map(DurableCollection.class::cast)
                .toList();
    }

    @Override
    protected long getStorageSize() {
        return store.getFileStore().size();
    }

    @Override
    protected long getFileSize() {
        return getStorageSize();
    }
}
