package org.socius.platform.privacy;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

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
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * One key for each record (aggregate) that says something about a person, in a database of its own,
 * sealed with the master key. Destroying it makes whatever was sealed with it unreadable, in the
 * log, in snapshots and in every copy and backup of them; the record's other facts stay.
 *
 * <p>A destroyed key never comes back: its place is kept. Other instances of the service may read
 * with it for up to five minutes more; nobody writes with it. What is <em>not</em> promised:
 * backups of the key database keep the key as long as they are kept themselves.
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

    /**
     * Keys by their own names; empty for one that was just destroyed here, so that whoever read it
     * a moment before does not bring it back.
     */
    private final Cache<String, Optional<Key>> remembered =
            Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(MOST_REMEMBERED).build();

    /** A key with its name: that of the record, or of what is said in it since it was forgotten. */
    record Key(String name, Aes aes) {}

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
     * The key with which a record is written now, made if there is none. Looks each time which one
     * that is: what is sealed with a key that another instance has destroyed would be lost.
     *
     * @throws RecordErased if it was destroyed for good
     */
    Key of(String record) {
        Place place = newest(record);
        if (place.stored() == null) {
            return create(place.name());
        }
        return opened(place).orElseThrow(RecordErased::new);
    }

    /**
     * Seals bytes with the key of a record, which is made if there is none.
     *
     * @param place what the bytes belong to; they only open there
     * @throws RecordErased if the key was destroyed
     */
    public byte[] seal(String record, String place, byte[] bytes) {
        return of(record).aes().seal(place, bytes);
    }

    /**
     * Opens what was sealed for this place with the key of a record; empty if the key was destroyed
     * or never made.
     *
     * @throws IllegalStateException if it was sealed for another place, or changed since; of a
     *     record that was forgotten and goes on, this cannot be told from what was forgotten
     */
    public Optional<byte[]> open(String record, String place, byte[] sealed) {
        Key key = opened(newest(record)).orElse(null);
        if (key == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(key.aes().open(place, sealed));
        } catch (GeneralSecurityException e) {
            if (!key.name().equals(record)) {
                return Optional.empty();
            }
            throw new IllegalStateException("What was sealed for " + place + " was changed", e);
        }
    }

    /** Where the newest key of a record stands, or would stand. */
    private record Place(String name, @Nullable Document stored) {}

    private Place newest(String record) {
        Document stored = keys.find(eq("_id", record)).first();
        String next = stored == null ? null : stored.getString("next");
        return next == null ? new Place(record, stored) : newest(next);
    }

    /** Empty if it was destroyed or never made. */
    private Optional<Key> opened(Place place) {
        String name = place.name();
        Binary sealed = place.stored() == null ? null : place.stored().get("key", Binary.class);
        if (sealed == null) {
            return Optional.empty();
        }
        Optional<Key> known = remembered.getIfPresent(name);
        if (known != null) {
            return known;
        }
        Key key = new Key(name, unsealed(name, sealed.getData()));
        known = remembered.asMap().putIfAbsent(name, Optional.of(key));
        return known == null ? Optional.of(key) : known;
    }

    /** Reads the keys of these very names at once, as far as they are not known here. */
    void remember(Collection<String> names) {
        List<String> unknown =
                names.stream()
                        .distinct()
                        .filter(name -> remembered.getIfPresent(name) == null)
                        .toList();
        if (unknown.size() > 1) {
            keys.find(in("_id", unknown))
                    .forEach(stored -> opened(new Place(stored.getString("_id"), stored)));
        }
    }

    /** The key of this very name; empty if it was destroyed or never made. */
    Optional<Aes> find(String name) {
        Optional<Key> known = remembered.getIfPresent(name);
        return (known == null ? opened(new Place(name, keys.find(eq("_id", name)).first())) : known)
                .map(Key::aes);
    }

    private Key create(String name) {
        byte[] fresh = new byte[KEY_BYTES];
        random.nextBytes(fresh);
        try {
            keys.insertOne(
                    new Document("_id", name).append("key", new Binary(master.seal(name, fresh))));
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return new Key(name, find(name).orElseThrow(RecordErased::new));
        }
        Key key = new Key(name, new Aes(new SecretKeySpec(fresh, "AES"), random));
        remembered.asMap().putIfAbsent(name, Optional.of(key));
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

    /**
     * Destroys the key of a record for good, also if it was never made: nothing can be written into
     * the record any more. May be repeated.
     */
    public void destroy(String record, Instant now) {
        Place newest = newest(record);
        if (!isDestroyed(newest)) {
            put(gone(newest.name(), now));
        }
        remembered.put(newest.name(), Optional.empty());
    }

    /**
     * Destroys the key of a record that goes on: what it said about persons is unreadable from then
     * on, what it says later is sealed with another key. Done again for the same occasion, it
     * changes nothing.
     *
     * @param occasion tells one erasure of the record from every other
     */
    public void renew(String record, String occasion, Instant now) {
        String next = record + '~' + occasion;
        String name = record;
        while (!name.equals(next)) {
            Document stored = keys.find(eq("_id", name)).first();
            String following = stored == null ? null : stored.getString("next");
            if (following == null) {
                put(gone(name, now).append("next", next));
                remembered.put(name, Optional.empty());
                return;
            }
            name = following;
        }
    }

    private static Document gone(String name, Instant now) {
        return new Document("_id", name).append("erasedAt", Date.from(now));
    }

    private void put(Document stored) {
        keys.replaceOne(
                eq("_id", stored.getString("_id")), stored, new ReplaceOptions().upsert(true));
    }

    /** Whether the key of a record was destroyed for good. */
    public boolean erased(String record) {
        return isDestroyed(newest(record));
    }

    private static boolean isDestroyed(Place place) {
        return place.stored() != null && place.stored().get("key") == null;
    }
}
