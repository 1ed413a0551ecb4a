package org.socius.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.util.List;
import org.junit.jupiter.api.Test;

class MongoCommitStoreTest extends CommitStoreConformance {

    private MongoDatabase database;

    @Override
    CommitStore emptyStore() {
        database = FreshDatabase.open();
        return new MongoCommitStore(database);
    }

    @Test
    void a_changed_document_is_refused_rather_than_served() {
        var store = emptyStore();
        store.insert(List.of(Examples.commit(1, "c1", "k1")));
        database.getCollection(MongoCommitStore.COLLECTION)
                .updateOne(Filters.eq("_id", 1L), Updates.set("ev.0.d", "{\"other\":true}"));
        assertThatThrownBy(() -> store.at(List.of(1L))).isInstanceOf(CorruptLog.class);
    }

    @Test
    void the_index_may_be_there_already() {
        emptyStore();
        assertThat(new MongoCommitStore(database).head(0)).isZero();
    }

    @Test
    void timestamps_of_any_year_and_precision_are_read_as_they_were_written() {
        for (var text :
                List.of(
                        "2026-03-01T12:00:00Z",
                        "2026-03-01T12:00:00.100Z",
                        "2026-03-01T12:00:00.000001Z",
                        "2026-12-31T23:59:59.999999999Z",
                        "2024-02-29T00:00:00Z",
                        "1969-12-31T23:59:59.500Z",
                        "0001-01-01T00:00:00Z",
                        "-0001-01-01T00:00:00Z",
                        "+12026-01-01T00:00:00.123Z")) {
            assertThat(CommitCodec.instant(text)).isEqualTo(java.time.Instant.parse(text));
        }
    }

    @Test
    void a_document_of_another_shape_is_refused_rather_than_served() {
        var store = emptyStore();
        for (var update :
                List.of(
                        Updates.unset("ev"),
                        Updates.set("ev.0.s", "zero"),
                        Updates.set("ev.0.ts", "yesterday"),
                        Updates.unset("x"),
                        Updates.set("r", "another answer"))) {
            store.insert(List.of(Examples.commit(1, "c1", "k1")));
            var documents = database.getCollection(MongoCommitStore.COLLECTION);
            documents.updateOne(Filters.eq("_id", 1L), update);
            assertThatThrownBy(() -> store.above(0, 10)).isInstanceOf(CorruptLog.class);
            documents.deleteOne(Filters.eq("_id", 1L));
        }
    }
}
