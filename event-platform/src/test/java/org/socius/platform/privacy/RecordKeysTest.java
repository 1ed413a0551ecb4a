package org.socius.platform.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.testing.EmbeddedParts;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RecordKeysTest {

    private static final String MASTER = Base64.getEncoder().encodeToString(new byte[32]);
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    private MongoClient client;
    private MongoDatabase database;
    private RecordKeys keys;
    private SealedWithRecordKey codec;

    @BeforeEach
    void open() {
        client = MongoClients.create(EmbeddedParts.mongo().uri());
        database = client.getDatabase("keys-" + UUID.randomUUID());
        keys = otherInstance(MASTER);
        codec = new SealedWithRecordKey(keys);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private RecordKeys otherInstance(String master) {
        return new RecordKeys(database, master, new SecureRandom());
    }

    @Test
    void what_is_sealed_shows_nothing_and_opens_again_in_any_instance() {
        String kept = codec.protect("expert-1", "name", "\"Ana Example\"");

        assertThat(kept).startsWith("\"§1:expert-1:").doesNotContain("Ana");
        assertThat(codec.open("name", kept)).isEqualTo("\"Ana Example\"");
        assertThat(new SealedWithRecordKey(otherInstance(MASTER)).open("name", kept))
                .isEqualTo("\"Ana Example\"");
        assertThat(codec.protect("expert-1", "name", "\"Ana Example\"")).isNotEqualTo(kept);
    }

    @Test
    void a_destroyed_key_takes_all_of_its_record_with_it_and_nothing_of_another() {
        String gone = codec.protect("expert-1", "name", "\"Ana\"");
        String kept = codec.protect("expert-2", "name", "\"Ben\"");

        keys.destroy("expert-1", NOW);
        keys.destroy("expert-1", NOW);

        assertThat(codec.open("name", gone)).isNull();
        assertThat(new SealedWithRecordKey(otherInstance(MASTER)).open("name", gone)).isNull();
        assertThat(codec.open("name", kept)).isEqualTo("\"Ben\"");
        assertThat(keys.erased("expert-1")).isTrue();
        assertThat(keys.erased("expert-2")).isFalse();
        assertThat(
                        database.getCollection(RecordKeys.COLLECTION)
                                .find(new Document("_id", "expert-1"))
                                .first())
                .containsOnlyKeys("_id", "erasedAt");
    }

    @Test
    void nothing_can_be_written_into_an_erased_record_also_if_it_never_had_a_key() {
        codec.protect("expert-1", "name", "\"Ana\"");
        keys.destroy("expert-1", NOW);
        keys.destroy("expert-3", NOW);

        for (String record : List.of("expert-1", "expert-3")) {
            assertThatThrownBy(() -> codec.protect(record, "name", "\"Ana\""))
                    .isInstanceOfSatisfying(
                            RecordErased.class, e -> assertThat(e.rule()).isEqualTo("R75"));
        }
    }

    @Test
    void what_is_written_after_another_instance_forgot_a_record_stays_readable() {
        SealedWithRecordKey other = new SealedWithRecordKey(otherInstance(MASTER));
        codec.protect("request-1", "name", "\"Ana\"");
        String before = other.protect("request-1", "name", "\"Ana\"");

        keys.renew("request-1", "event-7", NOW);
        String after = other.protect("request-1", "name", "\"Ben\"");

        SealedWithRecordKey reader = new SealedWithRecordKey(otherInstance(MASTER));
        assertThat(reader.open("name", before)).isNull();
        assertThat(reader.open("name", after)).isEqualTo("\"Ben\"");
        keys.destroy("request-1", NOW);
        assertThatThrownBy(() -> other.protect("request-1", "name", "\"Cem\""))
                .isInstanceOf(RecordErased.class);
    }

    @Test
    void a_record_that_goes_on_forgets_what_it_said_and_takes_what_comes() {
        String before = codec.protect("request-1", "name", "\"Ana\"");
        byte[] file = keys.seal("request-1", "file", new byte[] {1, 2, 3});

        keys.renew("request-1", "event-7", NOW);
        String between = codec.protect("request-1", "name", "\"Ben\"");
        keys.renew("request-1", "event-7", NOW);

        SealedWithRecordKey reader = new SealedWithRecordKey(otherInstance(MASTER));
        assertThat(codec.open("name", before)).isNull();
        assertThat(reader.open("name", before)).isNull();
        assertThat(codec.open("name", between)).isEqualTo("\"Ben\"");
        assertThat(reader.open("name", between)).isEqualTo("\"Ben\"");
        assertThat(keys.erased("request-1")).isFalse();
        assertThat(keys.open("request-1", "file", file)).isEmpty();

        keys.renew("request-1", "event-9", NOW);
        keys.renew("request-1", "event-7", NOW);

        assertThat(codec.open("name", between)).isNull();
        assertThat(codec.open("name", codec.protect("request-1", "name", "\"Cem\"")))
                .isEqualTo("\"Cem\"");
        keys.destroy("request-1", NOW);
        assertThat(keys.erased("request-1")).isTrue();
        assertThatThrownBy(() -> codec.protect("request-1", "name", "\"Ana\""))
                .isInstanceOf(RecordErased.class);
    }

    @Test
    void a_copy_of_an_erased_record_is_made_without_what_was_erased() {
        codec.protect("expert-1", "name", "\"Ana\"");
        keys.destroy("expert-1", NOW);

        PersonalDataCodec copies = codec.ofCopies();
        String copy = copies.protect("expert-1", "name", "\"Ana\"");

        assertThat(copy).doesNotContain("Ana");
        assertThat(copies.open("name", copy)).isNull();
        assertThat(copies.open("name", copies.protect("expert-2", "name", "\"Ben\"")))
                .isEqualTo("\"Ben\"");
    }

    @Test
    void a_text_that_was_moved_or_changed_does_not_open() {
        String kept = codec.protect("expert-1", "name", "\"Ana\"");
        codec.protect("expert-2", "name", "\"Ben\"");
        char last = kept.charAt(kept.length() - 5);

        for (String tampered :
                List.of(
                        kept.replace("expert-1", "expert-2"),
                        kept.substring(0, kept.length() - 5)
                                + (last == 'A' ? 'B' : 'A')
                                + kept.substring(kept.length() - 4))) {
            assertThatThrownBy(() -> codec.open("name", tampered))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("was changed");
        }
        assertThatThrownBy(() -> codec.open("email", kept))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> codec.open("name", "\"Ana\""))
                .hasMessageContaining("without protection");
    }

    @Test
    void instances_that_meet_a_new_record_at_once_agree_on_its_key() {
        Set<String> opened = ConcurrentHashMap.newKeySet();
        SealedWithRecordKey reader = new SealedWithRecordKey(otherInstance(MASTER));

        IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> new SealedWithRecordKey(otherInstance(MASTER)))
                .map(writer -> writer.protect("expert-9", "name", "\"Ana\""))
                .forEach(kept -> opened.add(String.valueOf(reader.open("name", kept))));

        assertThat(opened).containsExactly("\"Ana\"");
    }

    @Test
    void a_wrong_master_key_is_named_and_no_key_at_all_refused() {
        String kept = codec.protect("expert-1", "name", "\"Ana\"");
        byte[] other = new byte[32];
        other[0] = 1;
        RecordKeys wrong = otherInstance(Base64.getEncoder().encodeToString(other));

        assertThatThrownBy(() -> new SealedWithRecordKey(wrong).open("name", kept))
                .hasMessageContaining("master key");
        for (String none : List.of("", "c2hvcnQ=", "not base64 at all!")) {
            assertThatThrownBy(() -> otherInstance(none))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("32 bytes");
        }
    }
}
