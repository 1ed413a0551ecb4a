package org.socius.platform.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.backend.AbstractMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.Assert;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A collection in one map of the store, sorted by {@code _id}, with an own map for every other
 * index. A document is never changed once it is in the map: updates work on copies. Readers of the
 * data map see a snapshot and take no lock; readers of an index keep writers of this collection
 * away while they look.
 */
final class DurableCollection extends AbstractMongoCollection<Object> {

    private enum Copies {
        NONE,
        FIRST,
        ALL
    }

    private final MVMap<Object, Document> documents;
    private final CommitGate gate;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final AtomicLong lastChange = new AtomicLong();
    private volatile List<StoredIndex> storedIndexes = List.of();

    /** What an update that runs now needs of the documents it finds; guarded by the write lock. */
    private Copies copies = Copies.NONE;

    DurableCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            MVMap<Object, Document> documents,
            CommitGate gate,
            CursorRegistry cursors) {
        super(database, name, options, cursors);
        this.documents = documents;
        this.gate = gate;
    }

    MVMap<Object, Document> documents() {
        return documents;
    }

    List<StoredIndex> storedIndexes() {
        return storedIndexes;
    }

    private <T> T change(Supplier<T> operation) {
        return gate.change(
                ticket -> {
                    lastChange.accumulateAndGet(ticket, Math::max);
                    lock.writeLock().lock();
                    try {
                        return operation.get();
                    } finally {
                        lock.writeLock().unlock();
                    }
                });
    }

    private void change(Runnable operation) {
        change(
                () -> {
                    operation.run();
                    return true;
                });
    }

    private <T> T changeCopies(Copies needed, Supplier<T> operation) {
        return change(
                () -> {
                    copies = needed;
                    try {
                        return operation.get();
                    } finally {
                        copies = Copies.NONE;
                    }
                });
    }

    @Override
    protected QueryResult queryDocuments(
            Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document projection) {
        try {
            if (lock.isWriteLockedByCurrentThread() && copies != Copies.NONE) {
                int wanted = copies == Copies.FIRST ? 1 : limit;
                List<Document> copied = new ArrayList<>();
                for (Document document : find(query, orderBy, skip, wanted, 0, null)) {
                    copied.add(document.cloneDeeply());
                }
                return new QueryResult(copied);
            }
            return find(query, orderBy, skip, limit, batchSize, projection);
        } finally {
            gate.saw(lastChange.get());
        }
    }

    private QueryResult find(
            Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document projection) {
        if (orderBy != null && orderBy.containsKey("$natural")) {
            return matchDocuments(query, orderBy, skip, limit, batchSize, projection);
        }
        boolean identified = "_id".equals(getIdField());
        Optional<QueryPlan> plan =
                identified ? QueryPlan.of(query, orderBy, storedIndexes) : Optional.empty();
        boolean all = batchSize > 0 && skip == 0 && limit == 0 && identified;
        if (all && plan.isEmpty() && (orderBy == null || orderBy.isEmpty())) {
            plan = Optional.of(QueryPlan.ofAll(query));
        }
        if (plan.isEmpty()) {
            return matchDocuments(query, orderBy, skip, limit, batchSize, projection);
        }
        if (all && plan.get().resumable()) {
            return scan(plan.get(), query, batchSize, projection);
        }
        return find(plan.get(), query, orderBy, skip, limit, batchSize, projection);
    }

    private QueryResult find(
            QueryPlan plan,
            Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document projection) {
        Supplier<QueryResult> read =
                () ->
                        matchDocumentsFromStream(
                                plan.unchecked(),
                                plan.documents(documents),
                                skip,
                                limit,
                                batchSize,
                                plan.sorted() ? null : deriveComparator(orderBy),
                                projection);
        if (!plan.readsIndex()) {
            return gate.snapshot(read);
        }
        lock.readLock().lock();
        try {
            return gate.snapshot(read);
        } finally {
            lock.readLock().unlock();
        }
    }

    private QueryResult scan(
            QueryPlan plan, Document query, int batchSize, @Nullable Document projection) {
        Scan scan = new Scan(cursorRegistry.generateCursorId(), plan, query, projection);
        List<Document> first = scan.takeDocuments(batchSize);
        if (scan.isEmpty()) {
            return new QueryResult(first);
        }
        cursorRegistry.add(scan);
        return new QueryResult(first, scan);
    }

    /** Reads batch by batch in the order of {@code _id} and holds no documents in between. */
    private final class Scan extends AbstractCursor {

        private final QueryPlan plan;
        private final Document query;
        private final @Nullable Document projection;
        private @Nullable Document last;
        private boolean exhausted;

        Scan(long id, QueryPlan plan, Document query, @Nullable Document projection) {
            super(id);
            this.plan = plan;
            this.query = query;
            this.projection = projection;
        }

        @Override
        public boolean isEmpty() {
            return exhausted;
        }

        @Override
        public synchronized List<Document> takeDocuments(int wanted) {
            List<Document> batch = new ArrayList<>();
            gate.snapshot(
                    () -> {
                        Stream<Document> rest =
                                last == null
                                        ? plan.documents(documents)
                                        : plan.documentsBehind(documents, last);
                        matchDocumentsFromStream(
                                        plan.unchecked(),
                                        rest.peek(document -> last = document),
                                        0,
                                        wanted,
                                        0,
                                        null,
                                        projection)
                                .forEach(batch::add);
                        return batch;
                    });
            gate.saw(lastChange.get());
            exhausted = batch.size() < wanted;
            return batch;
        }
    }

    @Override
    protected QueryResult matchDocuments(
            Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document projection) {
        return gate.snapshot(
                () -> {
                    Stream<Document> all =
                            QueryPlan.values(
                                    documents.cursor(null, null, isNaturalDescending(orderBy)));
                    return matchDocumentsFromStream(
                            all, query, orderBy, skip, limit, batchSize, projection);
                });
    }

    /**
     * The matcher of the base class remembers the position it met last, for updates: readers must
     * not disturb it.
     */
    @Override
    protected boolean documentMatchesQuery(Document document, Document query) {
        return new DefaultQueryMatcher().matches(document, query);
    }

    @Override
    public List<Document> insertDocuments(List<Document> inserted, boolean isOrdered) {
        return change(() -> super.insertDocuments(inserted, isOrdered));
    }

    @Override
    public void addDocument(Document document) {
        change(() -> super.addDocument(document));
    }

    @Override
    public void removeDocument(Document document) {
        change(() -> super.removeDocument(document));
    }

    @Override
    public Document updateDocuments(
            Document selector,
            Document update,
            ArrayFilters arrayFilters,
            boolean isMulti,
            boolean isUpsert,
            Oplog oplog) {
        return changeCopies(
                isMulti ? Copies.ALL : Copies.FIRST,
                () ->
                        super.updateDocuments(
                                selector, update, arrayFilters, isMulti, isUpsert, oplog));
    }

    @Override
    public int deleteDocuments(Document selector, int limit, Oplog oplog) {
        return change(() -> super.deleteDocuments(selector, limit, oplog));
    }

    @Override
    public Document findAndModify(Document query) {
        return changeCopies(Copies.FIRST, () -> super.findAndModify(query));
    }

    @Override
    public void addIndex(Index<Object> index) {
        change(
                () -> {
                    try {
                        super.addIndex(index);
                    } catch (RuntimeException e) {
                        if (index instanceof StoredIndex stored
                                && !storedIndexes.contains(stored)) {
                            stored.clear();
                        }
                        throw e;
                    }
                    noteIndexes();
                });
    }

    @Override
    public void dropIndex(String indexName) {
        change(
                () -> {
                    super.dropIndex(indexName);
                    noteIndexes();
                });
    }

    private void noteIndexes() {
        storedIndexes =
                getIndexes().stream()
                        .filter(StoredIndex.class::isInstance)
                        .map(StoredIndex.class::cast)
                        .toList();
    }

    @Override
    public void renameTo(MongoDatabase newDatabase, String newCollectionName) {
        change(() -> super.renameTo(newDatabase, newCollectionName));
    }

    @Override
    protected Object addDocumentInternal(Document document) {
        Object position =
                getIdField() == null
                        ? UUID.randomUUID()
                        : Missing.ofNullable(Utils.getSubdocumentValue(document, getIdField()));
        Document previous = documents.put(position, PackedArray.packed(document));
        Assert.isNull(
                previous, () -> "A document with key " + position + " already existed in " + this);
        return position;
    }

    @Override
    protected void handleUpdate(Object position, Document oldDocument, Document newDocument) {
        documents.put(position, PackedArray.packed(newDocument));
    }

    @Override
    protected void removeDocument(Object position) {
        documents.remove(position);
    }

    @Override
    protected @Nullable Document getDocument(Object position) {
        return documents.get(position);
    }

    @Override
    protected Stream<DocumentWithPosition<Object>> streamAllDocumentsWithPosition() {
        return documents.entrySet().stream()
                .map(entry -> new DocumentWithPosition<>(entry.getValue(), entry.getKey()));
    }

    @Override
    public int count() {
        gate.saw(lastChange.get());
        return documents.size();
    }

    @Override
    public boolean isEmpty() {
        return documents.isEmpty();
    }

    /** Sizes are not kept, they would double the writes; statistics add them up. */
    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int sizeDelta) {}

    @Override
    protected int getDataSize() {
        long size =
                gate.snapshot(
                        () ->
                                documents.values().stream()
                                        .mapToLong(document -> BsonBytes.of(document).size())
                                        .sum());
        return (int) Math.min(Integer.MAX_VALUE, size);
    }
}
