package org.socius.platform.embedded;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares every index with the documents, both ways, and builds an index that disagrees anew from
 * the documents.
 */
final class IndexCheck {

    private static final Logger log = LoggerFactory.getLogger(IndexCheck.class);

    private IndexCheck() {}

    /** How many indexes had to be built anew. */
    static int repair(DurableBackend backend, CommitGate gate) {
        int[] repaired = new int[1];
        gate.durably(
                () ->
                        gate.change(
                                _ -> {
                                    for (DurableDatabase database : backend.databases()) {
                                        for (DurableCollection collection :
                                                database.storedCollections()) {
                                            for (StoredIndex index : collection.storedIndexes()) {
                                                if (!agrees(collection, index)) {
                                                    log.warn(
                                                            "Index {} of {} did not agree with its documents: built anew",
                                                            index.getName(),
                                                            collection.getFullName());
                                                    rebuild(collection, index);
                                                    repaired[0]++;
                                                }
                                            }
                                        }
                                    }
                                    return true;
                                }));
        return repaired[0];
    }

    /** Whether every key of every document leads to it, and there are no other entries. */
    static boolean agrees(DurableCollection collection, StoredIndex index) {
        long expected = 0;
        for (Map.Entry<Object, Document> entry : collection.documents().entrySet()) {
            for (KeyValue key : index.keysOf(entry.getValue())) {
                Object position = index.entries().get(index.entryKey(key, entry.getKey()));
                if (position == null
                        || BsonOrder.ASCENDING.compare(position, entry.getKey()) != 0) {
                    return false;
                }
                expected++;
            }
        }
        return expected == index.getCount();
    }

    private static void rebuild(DurableCollection collection, StoredIndex index) {
        index.clear();
        for (Map.Entry<Object, Document> entry : collection.documents().entrySet()) {
            index.add(entry.getValue(), entry.getKey(), collection);
        }
    }
}
