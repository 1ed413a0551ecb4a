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
}
