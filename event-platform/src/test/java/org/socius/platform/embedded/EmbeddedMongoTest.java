package org.socius.platform.embedded;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.UuidRepresentation;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EmbeddedMongoTest {

    @TempDir Path directory;

    EmbeddedMongo mongo;
    MongoClient client;
    MongoDatabase database;

    @BeforeEach
    void start() {
        mongo = EmbeddedMongo.start(directory.resolve("store"));
        connect();
    }

    @AfterEach
    void stop() {
        client.close();
        mongo.close();
    }

    private void connect() {
        client =
                MongoClients.create(
                        MongoClientSettings.builder()
                                .applyConnectionString(new ConnectionString(mongo.uri()))
                                .uuidRepresentation(UuidRepresentation.STANDARD)
                                .build());
        database = client.getDatabase("facility");
    }

    private void restart() {
        stop();
        start();
    }

    @Test
    void a_client_is_greeted() {
        assertThat(database.runCommand(new Document("hello", 1)))
                .containsEntry("isWritablePrimary", true)
                .containsEntry("ok", 1.0);
    }

    @Test
    void every_type_of_key_is_found_again_after_a_restart() {
        List<Object> keys =
                List.of(
                        1,
                        2L,
                        3.5,
                        Decimal128.parse("4.25"),
                        Long.MAX_VALUE,
                        "text",
                        "",
                        "ä𝄞",
                        new ObjectId(),
                        UUID.randomUUID(),
                        new Binary(new byte[] {1, -1}),
                        Date.from(Instant.EPOCH),
                        true,
                        false,
                        new BsonTimestamp(7, 8),
                        new Document("a", 1).append("b", "x"),
                        new BsonMinKey(),
                        new BsonMaxKey());
        MongoCollection<Document> byId = database.getCollection("byId");
        MongoCollection<Document> byField = database.getCollection("byField");
        byField.createIndex(Indexes.ascending("k"), new IndexOptions().unique(true));
        for (Object key : keys) {
            byId.insertOne(new Document("_id", key).append("v", key));
            byField.insertOne(new Document("k", key));
        }
        byId.insertOne(new Document("_id", null).append("v", "null"));
        byField.insertOne(new Document("k", null));

        restart();

        MongoCollection<Document> idsAgain = database.getCollection("byId");
        MongoCollection<Document> fieldsAgain = database.getCollection("byField");
        assertThat(idsAgain.countDocuments()).isEqualTo(keys.size() + 1L);
        for (Object key : keys) {
            assertThat(idsAgain.find(new Document("_id", key)).first())
                    .as("by _id %s", key)
                    .isNotNull()
                    .satisfies(found -> assertThat(found.get("v")).isEqualTo(found.get("_id")));
            assertThat(fieldsAgain.find(new Document("k", key)).first())
                    .as("by field %s", key)
                    .isNotNull();
            assertThatThrownBy(() -> fieldsAgain.insertOne(new Document("k", key)))
                    .as("twice %s", key)
                    .isInstanceOf(MongoWriteException.class)
                    .hasMessageContaining("E11000");
        }
        assertThat(idsAgain.find(new Document("_id", null)).first()).containsEntry("v", "null");
    }

    @Test
    void numbers_of_different_types_are_one_key() {
        MongoCollection<Document> numbers = database.getCollection("numbers");
        numbers.insertOne(new Document("_id", 5));
        for (Object same : List.of(5L, 5.0, Decimal128.parse("5"))) {
            assertThatThrownBy(() -> numbers.insertOne(new Document("_id", same)))
                    .hasMessageContaining("E11000");
            assertThat(numbers.find(eq("_id", same)).first()).isNotNull();
        }
    }

    @Test
    void a_log_is_read_by_ranges_of_its_positions() {
        MongoCollection<Document> commits = database.getCollection("commits");
        commits.insertMany(
                IntStream.rangeClosed(1, 1_000)
                        .mapToObj(i -> new Document("_id", (long) i))
                        .toList());
        assertThat(ids(commits.find(gt("_id", 990L)).sort(ascending("_id")).limit(5)))
                .containsExactly(991L, 992L, 993L, 994L, 995L);
        assertThat(ids(commits.find().sort(descending("_id")).limit(1))).containsExactly(1_000L);
        assertThat(ids(commits.find(and(gt("_id", 10L), lt("_id", 13L)))))
                .containsExactly(11L, 12L);
        assertThat(ids(commits.find(in("_id", 7L, 3L, 2_000L)).sort(descending("_id"))))
                .containsExactly(7L, 3L);
    }

    @Test
    void an_aggregate_is_read_by_a_range_over_the_elements_of_its_keys() {
        MongoCollection<Document> commits = database.getCollection("commits");
        commits.createIndex(Indexes.ascending("k"), new IndexOptions().unique(true));
        commits.insertOne(commit(1, "a|X|0000000000", "c|p|1"));
        commits.insertOne(commit(2, "a|Y|0000000000", "c|p|2"));
        commits.insertOne(commit(3, "a|X|0000000001", "a|X|0000000002", "c|p|3"));
        commits.insertOne(commit(4, "a|X1|0000000000", "c|p|4"));
        restart();
        assertThat(
                        ids(
                                database.getCollection("commits")
                                        .find(
                                                elemMatch(
                                                        "k",
                                                        new Document("$gte", "a|X|0000000000")
                                                                .append("$lt", "a|X|~")))))
                .containsExactly(1L, 3L);
        assertThatThrownBy(
                        () ->
                                database.getCollection("commits")
                                        .insertOne(commit(5, "a|X|0000000002", "c|p|5")))
                .hasMessageContaining("k_1");
    }

    private static Document commit(long position, String... keys) {
        return new Document("_id", position).append("k", List.of(keys));
    }

    @Test
    void an_update_reaches_documents_and_indexes() {
        MongoCollection<Document> actions = database.getCollection("actions");
        actions.createIndex(Indexes.ascending("number"), new IndexOptions().unique(true));
        actions.createIndex(Indexes.ascending("status", "_id"));
        actions.insertOne(new Document("_id", "a").append("number", 1).append("status", "open"));
        actions.insertOne(new Document("_id", "b").append("number", 2).append("status", "open"));
        actions.updateOne(
                eq("_id", "a"),
                Updates.combine(Updates.set("number", 3), Updates.set("status", "closed")));
        assertThat(actions.find(eq("number", 1)).first()).isNull();
        assertThat(ids(actions.find(eq("number", 3)))).containsExactly("a");
        assertThat(ids(actions.find(eq("status", "open")).sort(ascending("_id"))))
                .containsExactly("b");
        assertThatThrownBy(() -> actions.updateOne(eq("_id", "a"), Updates.set("number", 2)))
                .hasMessageContaining("E11000");
        actions.insertOne(new Document("_id", "c").append("number", 1));
        actions.deleteOne(eq("_id", "b"));
        assertThat(actions.updateOne(eq("_id", "a"), Updates.set("number", 2)).getModifiedCount())
                .isOne();
    }

    @Test
    void find_and_modify_counts_and_upserts() {
        MongoCollection<Document> counters = database.getCollection("counters");
        FindOneAndUpdateOptions options =
                new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER);
        counters.findOneAndUpdate(eq("_id", "2026"), Updates.inc("last", 1), options);
        assertThat(counters.findOneAndUpdate(eq("_id", "2026"), Updates.inc("last", 1), options))
                .containsEntry("last", 2);
        counters.updateOne(
                eq("_id", "2027"), Updates.set("last", 9), new UpdateOptions().upsert(true));
        assertThat(ids(counters.find().sort(ascending("_id")))).containsExactly("2026", "2027");
    }

    @Test
    void results_of_a_pipeline_are_stored() {
        MongoCollection<Document> source = database.getCollection("source");
        source.insertMany(
                List.of(
                        new Document("_id", 1).append("c", "x"),
                        new Document("_id", 2).append("c", "x")));
        source.aggregate(
                        List.of(
                                new Document(
                                        "$group",
                                        new Document("_id", "$c")
                                                .append("n", new Document("$sum", 1))),
                                new Document("$out", "totals")))
                .toCollection();
        source.aggregate(
                        List.of(
                                new Document("$match", new Document("_id", 2)),
                                new Document("$merge", "merged")))
                .toCollection();
        restart();
        assertThat(database.getCollection("totals").find().first()).containsEntry("n", 2);
        assertThat(ids(database.getCollection("merged").find())).containsExactly(2);
        assertThat(database.listCollectionNames())
                .containsExactlyInAnyOrder("source", "totals", "merged");
    }

    @Test
    void a_renamed_collection_keeps_its_documents_and_indexes() {
        MongoCollection<Document> before = database.getCollection("before");
        before.createIndex(Indexes.ascending("k"), new IndexOptions().unique(true));
        before.insertOne(new Document("_id", 1).append("k", List.of("x", "y")));
        before.renameCollection(new com.mongodb.MongoNamespace("facility", "after"));
        restart();
        MongoCollection<Document> after = database.getCollection("after");
        assertThat(ids(after.find(eq("k", "y")))).containsExactly(1);
        assertThatThrownBy(() -> after.insertOne(new Document("k", "x")))
                .hasMessageContaining("E11000");
        assertThat(ids(database.getCollection("before").find())).isEmpty();
    }

    @Test
    void dropping_an_index_leaves_the_indexes_of_other_collections_alone() {
        for (String name : List.of("one", "two")) {
            database.getCollection(name)
                    .createIndex(Indexes.ascending("k"), new IndexOptions().unique(true));
            database.getCollection(name).insertOne(new Document("_id", 1).append("k", 1));
        }
        database.getCollection("one").dropIndex("k_1");
        database.getCollection("one").dropIndexes();
        restart();
        database.getCollection("one").insertOne(new Document("_id", 2).append("k", 1));
        assertThatThrownBy(
                        () ->
                                database.getCollection("two")
                                        .insertOne(new Document("_id", 2).append("k", 1)))
                .hasMessageContaining("E11000");
        assertThatThrownBy(() -> database.getCollection("one").insertOne(new Document("_id", 2)))
                .hasMessageContaining("E11000");
    }

    @Test
    void what_is_dropped_is_gone_and_can_be_made_again() {
        MongoCollection<Document> dropped = database.getCollection("dropped");
        dropped.createIndex(Indexes.ascending("k"), new IndexOptions().unique(true));
        dropped.insertOne(new Document("_id", 1).append("k", 1));
        dropped.drop();
        dropped.insertOne(new Document("_id", 1).append("k", 1));
        dropped.insertOne(new Document("_id", 2).append("k", 1));
        client.getDatabase("facility2").getCollection("kept").insertOne(new Document("_id", 1));
        database.drop();
        restart();
        assertThat(client.listDatabaseNames()).containsExactly("facility2");
        assertThat(client.getDatabase("facility2").getCollection("kept").countDocuments()).isOne();
    }

    @Test
    void an_index_over_duplicates_is_refused_and_leaves_nothing_behind() {
        MongoCollection<Document> documents = database.getCollection("documents");
        documents.insertMany(
                List.of(
                        new Document("_id", 1).append("k", 1),
                        new Document("_id", 2).append("k", 1)));
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(
                            () ->
                                    documents.createIndex(
                                            Indexes.ascending("k"),
                                            new IndexOptions().unique(true)))
                    .hasMessageContaining("E11000");
        }
        documents.deleteOne(eq("_id", 2));
        documents.createIndex(Indexes.ascending("k"), new IndexOptions().unique(true));
        assertThat(ids(documents.find(eq("k", 1)))).containsExactly(1);
    }

    @Test
    void a_document_with_an_empty_array_in_an_index_can_be_found_changed_and_deleted() {
        MongoCollection<Document> documents = database.getCollection("documents");
        documents.createIndex(Indexes.ascending("k"), new IndexOptions().unique(true));
        documents.insertOne(new Document("_id", 1).append("k", List.of()).append("n", 1));
        documents.updateOne(eq("_id", 1), Updates.push("k", "x"));
        documents.updateOne(eq("k", "x"), Updates.pull("k", "x"));
        assertThat(documents.deleteOne(eq("_id", 1)).getDeletedCount()).isOne();
    }

    @Test
    void a_partial_index_is_refused() {
        assertThatThrownBy(
                        () ->
                                database.getCollection("c")
                                        .createIndex(
                                                Indexes.ascending("k"),
                                                new IndexOptions()
                                                        .partialFilterExpression(
                                                                new Document(
                                                                        "k",
                                                                        new Document("$gt", 1)))))
                .isInstanceOf(MongoCommandException.class)
                .hasMessageContaining("sparse");
    }

    @Test
    void many_small_updates_do_not_make_the_file_grow_without_bound() throws Exception {
        MongoCollection<Document> documents = database.getCollection("documents");
        String filler = "x".repeat(500);
        documents.insertMany(
                IntStream.range(0, 200)
                        .mapToObj(
                                i -> new Document("_id", i).append("n", 0).append("filler", filler))
                        .toList());
        for (int i = 0; i < 20_000; i++) {
            documents.updateOne(eq("_id", i % 200), Updates.inc("n", 1));
        }
        Path file = directory.resolve("store").resolve("store.mv");
        long open = Files.size(file);
        stop();
        start();
        assertThat(open).isLessThan(8L << 20);
        assertThat(Files.size(file)).isLessThan(1L << 20);
        assertThat(database.getCollection("documents").countDocuments(eq("n", 100))).isEqualTo(200);
    }

    @Test
    void a_field_without_an_index_narrows_a_result_in_any_order_or_none() {
        MongoCollection<Document> documents = database.getCollection("unindexed");
        for (int i = 0; i < 300; i++) {
            documents.insertOne(
                    new Document("_id", i).append("colour", i % 3 == 0 ? "red" : "blue"));
        }
        documents.insertOne(new Document("_id", 300));
        assertThat(ids(documents.find(eq("colour", "red")))).hasSize(100);
        assertThat(ids(documents.find(eq("colour", "red")).batchSize(7))).hasSize(100);
        assertThat(ids(documents.find(eq("colour", "red")).sort(descending("colour"))))
                .hasSize(100);
        assertThat(ids(documents.find(lt("size", 5)))).isEmpty();
        assertThat(documents.find(eq("colour", "green")).first()).isNull();
    }

    @Test
    void a_large_result_comes_in_batches_in_every_order() {
        MongoCollection<Document> documents = database.getCollection("documents");
        List<Object> all = IntStream.range(0, 2_500).<Object>mapToObj(i -> i).toList();
        documents.insertMany(
                all.stream().map(id -> new Document("_id", id).append("n", -(int) id)).toList());
        assertThat(ids(documents.find())).isEqualTo(all);
        assertThat(ids(documents.find().batchSize(7))).isEqualTo(all);
        assertThat(ids(documents.find().sort(descending("_id")).batchSize(999)))
                .isEqualTo(all.reversed());
        assertThat(ids(documents.find().sort(ascending("n")))).isEqualTo(all.reversed());
        assertThat(ids(documents.find(and(gt("_id", 99), lt("_id", 2_400))).batchSize(100)))
                .isEqualTo(all.subList(100, 2_400));
        assertThat(ids(documents.find(lt("n", -5)).limit(2_000))).isEqualTo(all.subList(6, 2_006));
        assertThat(documents.find().projection(new Document("_id", 0).append("n", 1)))
                .hasSize(2_500)
                .contains(new Document("n", -2_499));
    }

    @Test
    void a_scan_goes_on_behind_what_was_deleted_meanwhile() {
        MongoCollection<Document> documents = database.getCollection("documents");
        documents.insertMany(IntStream.range(0, 30).mapToObj(i -> new Document("_id", i)).toList());
        try (var cursor = documents.find().batchSize(10).cursor()) {
            for (int i = 0; i < 10; i++) {
                cursor.next();
            }
            documents.deleteMany(lt("_id", 15));
            assertThat(cursor.next()).containsEntry("_id", 15);
        }
    }

    private static List<Object> ids(Iterable<Document> found) {
        List<Object> ids = new ArrayList<>();
        found.forEach(document -> ids.add(document.get("_id")));
        return ids;
    }
}
