package org.socius.platform.privacy;

import static com.mongodb.client.model.Filters.eq;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * One key for each record (aggregate) that says something about a person, in a database of its own,
 * sealed with the master key. Destroying it makes whatever was sealed with it unreadable, in the
 * log, in snapshots and in every copy and backup of them; the record's other facts stay.
 *
 * <p>A destroyed key never comes back: its place is kept. Other instances of the service may read
 * for up to five minutes more. What is <em>not</em> promised: backups of the key database keep the
 * key as long as they are kept themselves.
 *
 * @see <a href="https://doi.org/10.6028/NIST.SP.800-38D">AES-GCM, NIST SP 800-38D</a>
 */
public final class RecordKeys {

    /** Name of the collection in the database of keys. */
    public static final String COLLECTION = "keys";

    private static final int KEY_BYTES = 32;
    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final int MOST_REMEMBERED = 50_000;

    private final MongoCollection<Document> keys;
    private final Aes master;
    private final SecureRandom random;
    private final Cache<String, Aes> remembered =
            Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(MOST_REMEMBERED).build();

    /**
     * @param database nothing else lies there, so that it can be backed up by itself and briefly
     * @param masterKey 32 bytes in base64, kept outside every database
     * @throws IllegalArgumentException in one sentence if the master key is none
     */
    public RecordKeys(MongoDatabase database, String masterKey, SecureRandom random) {
        this.keys =
                database.getCollection(COLLECTION)
                        .withReadPreference(ReadPreference.primary())
                        .withReadConcern(ReadConcern.MAJORITY)
                        .withWriteConcern(
                                WriteConcern.MAJORITY
                                        .withJournal(true)
                                        .withWTimeout(5, TimeUnit.SECONDS));
        this.random = random;
        this.master = new Aes(master(masterKey), random);
    }

    private static SecretKey master(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "socius.personal-data.master-key must be 32 bytes in base64, such as from"
                            + " `openssl rand -base64 32`.");
        }
        return new SecretKeySpec(bytes, "AES");
    }

    /**
     * The key of a record, made if there is none.
     *
     * @throws RecordErased if it was destroyed
     */
    Aes of(String record) {
        return find(record).orElseGet(() -> create(record));
    }

    /**
     * Seals bytes with the key of a record, which is made if there is none.
     *
     * @param place what the bytes belong to; they only open there
     * @throws RecordErased if the key was destroyed
     */
    public byte[] seal(String record, String place, byte[] bytes) {
        return of(record).seal(place, bytes);
    }

    /**
     * Opens what was sealed for this place with the key of a record; empty if the key was destroyed
     * or never made.
     *
     * @throws IllegalStateException if it was sealed for another place, or changed since
     */
    public Optional<byte[]> open(String record, String place, byte[] sealed) {
        return find(record)
                .map(
                        key -> {
                            try {
                                return key.open(place, sealed);
                            } catch (GeneralSecurityException e) {
                                throw new IllegalStateException(
                                        "What was sealed for " + place + " was changed", e);
                            }
                        });
    }

    /** The key of a record; empty if it was destroyed or never made. */
    Optional<Aes> find(String record) {
        Aes known = remembered.getIfPresent(record);
        if (known != null) {
            return Optional.of(known);
        }
        Document stored = keys.find(eq("_id", record)).first();
        Binary sealed = stored == null ? null : stored.get("key", Binary.class);
        if (sealed == null) {
            return Optional.empty();
        }
        Aes key = unsealed(record, sealed.getData());
        remembered.put(record, key);
        return Optional.of(key);
    }

    private Aes create(String record) {
        byte[] fresh = new byte[KEY_BYTES];
        random.nextBytes(fresh);
        try {
            keys.insertOne(
                    new Document("_id", record)
                            .append("key", new Binary(master.seal(record, fresh))));
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return find(record).orElseThrow(RecordErased::new);
        }
        Aes key = new Aes(new SecretKeySpec(fresh, "AES"), random);
        remembered.put(record, key);
        return key;
    }

    private Aes unsealed(String record, byte[] sealed) {
        try {
            return new Aes(new SecretKeySpec(master.open(record, sealed), "AES"), random);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The key of record "
                            + record
                            + " does not open: the master key is another one than it was sealed"
                            + " with, or the key is damaged.",
                    e);
        }
    }

    /** Destroys the key of a record for good, also if it was never made. May be repeated. */
    public void destroy(String record, Instant now) {
        if (!erased(record)) {
            keys.replaceOne(
                    eq("_id", record),
                    new Document("_id", record).append("erasedAt", Date.from(now)),
                    new ReplaceOptions().upsert(true));
        }
        remembered.invalidate(record);
    }

    /** Whether the key of a record was destroyed. */
    public boolean erased(String record) {
        Document stored = keys.find(eq("_id", record)).first();
        return stored != null && stored.get("key") == null;
    }
}
