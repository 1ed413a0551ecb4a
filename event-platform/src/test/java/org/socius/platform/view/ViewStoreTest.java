package org.socius.platform.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.privacy.RecordKeys;
import org.socius.platform.privacy.SealedWithRecordKey;
import org.socius.platform.testing.EmbeddedParts;

/** Lists of views that say something about persons. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ViewStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    private record Person(String id, String name) {}

    private MongoClient client;
    private MongoDatabase database;
    private RecordKeys keys;
    private ViewStore<Person> list;

    @BeforeEach
    void open() {
        client = MongoClients.create(EmbeddedParts.mongo().uri());
        database = client.getDatabase("views-" + UUID.randomUUID());
        keys = keys();
        list = list(keys);
    }

    @AfterEach
    void close() {
        database.drop();
        client.close();
    }

    private RecordKeys keys() {
        return new RecordKeys(
                database, Base64.getEncoder().encodeToString(new byte[32]), new SecureRandom());
    }

    private ViewStore<Person> list(RecordKeys keys) {
        return ViewStore.sealed(
                database,
                "persons",
                Person.class,
                new SealedWithRecordKey(keys),
                id -> Optional.of(new Person(id, "[erased]")));
    }

    private void save(ViewStore<Person> list, String id, long version, String name) {
        list.save(id, version, Map.of("country", "IT"), new Person(id, name));
    }

    private List<Document> lines() {
        return database.getCollection("persons").find().into(new ArrayList<>());
    }

    @Test
    void a_view_lies_in_the_store_sealed_and_is_shown_as_it_was() {
        save(list, "one", 0, "Ana Example");
        save(list, "two", 0, "Ben Example");

        assertThat(lines().toString()).contains("§1:one:", "IT").doesNotContain("Example");
        assertThat(list.all(Filters.eq(ViewStore.field("country"), "IT")))
                .containsExactlyInAnyOrder(
                        new Person("one", "Ana Example"), new Person("two", "Ben Example"));
        assertThat(list(keys()).all(Filters.eq("_id", "two")))
                .as("of another instance")
                .containsExactly(new Person("two", "Ben Example"));
    }

    @Test
    void a_view_whose_record_was_forgotten_is_made_anew_and_cannot_be_written_again() {
        save(list, "one", 0, "Ana Example");
        save(list, "two", 0, "Ben Example");
        List<Document> backup = lines();

        keys.destroy("one", NOW);
        save(list, "one", 1, "Ana Example, as another instance still reads it");

        assertThat(lines().toString()).doesNotContain("Example");
        assertThat(list.all(Filters.empty()))
                .containsExactlyInAnyOrder(
                        new Person("one", "[erased]"), new Person("two", "Ben Example"));
        database.getCollection("persons").drop();
        database.getCollection("persons").insertMany(backup);
        assertThat(list.all(Filters.empty()))
                .as("from a copy that was made before")
                .containsExactlyInAnyOrder(
                        new Person("one", "[erased]"), new Person("two", "Ben Example"));
    }

    @Test
    void a_line_of_before_the_list_was_sealed_is_read_and_sealed_with_its_next_version() {
        ViewStore<Person> before = new ViewStore<>(database, "persons", Person.class);
        save(before, "one", 0, "Ana Example");
        save(list, "two", 0, "Ben Example");
        assertThat(list.all(Filters.empty()))
                .containsExactlyInAnyOrder(
                        new Person("one", "Ana Example"), new Person("two", "Ben Example"));

        save(list, "one", 1, "Ana Example");

        assertThat(lines().toString()).doesNotContain("Example");
    }
}
