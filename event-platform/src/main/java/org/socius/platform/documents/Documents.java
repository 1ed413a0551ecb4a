package org.socius.platform.documents;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.socius.platform.privacy.RecordKeys;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.ListQuery;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * The files of a service. A file is looked at while it comes in, cut into pieces and each piece
 * sealed with the key of the record it belongs to; only then is it stored, under a random id.
 * Destroying the key makes it unreadable. The event that names a file is the fact: a file whose
 * event never came is swept away after a while, and so is one that its record names no more.
 *
 * <p>At no time is a file in the clear on a disk, and no more than two MiB of it in the memory.
 */
public final class Documents implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Documents.class);

    /** A piece, sealed, fills a chunk of 255 KiB: nonce and tag are 28 bytes. */
    private static final int PIECE = 255 * 1024 - 28;

    private final FileStore files;
    private final MongoCollection<Document> unnamed;
    private final RecordKeys keys;
    private final Iterable<DocumentOwner> owners;
    private final Clock machineClock;
    private final Supplier<String> ids;
    private final Settings settings;
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("document-sweep").daemon().factory());

    /**
     * What is taken.
     *
     * @param largest file, in bytes
     * @param perRecord most files of one record
     * @param sweepAfter how long a file may be without the event that names it; longer than any
     *     command takes
     */
    public record Settings(Set<Format> formats, long largest, int perRecord, Duration sweepAfter) {}

    /**
     * @param owners the kinds of records that may have files; first asked by a sweep
     * @param ids a new random id each time
     */
    public Documents(
            MongoDatabase database,
            RecordKeys keys,
            Iterable<DocumentOwner> owners,
            Clock machineClock,
            Supplier<String> ids,
            Settings settings) {
        this.files = new GridFsFiles(database, PIECE + 28);
        this.unnamed = database.getCollection("documents.unnamed");
        this.keys = keys;
        this.owners = owners;
        this.machineClock = machineClock;
        this.ids = ids;
        this.settings = settings;
    }

    public void start() {
        long pause = Math.max(1_000, settings.sweepAfter().toMillis() / 4);
        sweeper.scheduleWithFixedDelay(this::trySweep, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** A multipart body with one file for a record; nothing is read yet. */
    public Upload upload(String kind, String record) {
        return new Upload(this, kind, record);
    }

    /**
     * The same for a record that is known by what stands in the body; see {@link Upload#belongsTo}.
     */
    public Upload upload(String kind) {
        return new Upload(this, kind, null);
    }

    /** A new random id for something that a file will belong to. */
    public String newId() {
        return ids.get();
    }

    public Settings settings() {
        return settings;
    }

    /**
     * Stores a file that no event names yet.
     *
     * @throws Rejection if it is not taken; nothing of it is left
     */
    StoredFile store(String kind, String record, String name, InputStream content)
            throws IOException {
        String fileId = ids.get();
        unnamed.insertOne(
                new Document("_id", fileId)
                        .append("kind", kind)
                        .append("record", record)
                        .append("at", Date.from(machineClock.instant())));
        FileStore.Writer writer = files.write(fileId);
        boolean stored = false;
        try {
            ContentCheck check = new ContentCheck();
            MessageDigest digest = sha256();
            long size = 0;
            byte[] piece = content.readNBytes(PIECE);
            for (int n = 0; ; n++) {
                size += piece.length;
                if (size > settings.largest()) {
                    throw new Rejection.TooLarge(settings.largest());
                }
                check.see(piece);
                digest.update(piece);
                byte[] next = piece.length < PIECE ? new byte[0] : content.readNBytes(PIECE);
                writer.piece(keys.seal(record, place(record, fileId, n, next.length == 0), piece));
                if (next.length == 0) {
                    break;
                }
                piece = next;
            }
            Format format = check.verdict(name, settings.formats());
            writer.finish();
            stored = true;
            return new StoredFile(
                    fileId,
                    name,
                    format.mediaType(),
                    size,
                    HexFormat.of().formatHex(digest.digest()));
        } finally {
            if (!stored) {
                writer.abandon();
                discard(fileId);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Pieces can neither change places nor be left out, in front, between or at the end. */
    private static String place(String record, String fileId, int n, boolean last) {
        return record + "|file|" + fileId + '|' + n + (last ? "|last" : "");
    }

    /** The content of a file; empty if it is gone or the key of its record was destroyed. */
    public Optional<InputStream> open(String record, String fileId) {
        Iterator<byte[]> sealed = files.read(fileId).orElse(null);
        if (sealed == null || !sealed.hasNext()) {
            return Optional.empty();
        }
        Pieces pieces = new Pieces(record, fileId, sealed);
        byte[] first = pieces.open();
        return first == null
                ? Optional.empty()
                : Optional.of(
                        new SequenceInputStream(
                                Collections.enumeration(
                                        List.of(
                                                new ByteArrayInputStream(first),
                                                new SequenceInputStream(pieces)))));
    }

    private final class Pieces implements Enumeration<InputStream> {

        private final String record;
        private final String fileId;
        private final Iterator<byte[]> sealed;
        private int n;
        private boolean ended;

        Pieces(String record, String fileId, Iterator<byte[]> sealed) {
            this.record = record;
            this.fileId = fileId;
            this.sealed = sealed;
        }

        byte @Nullable [] open() {
            byte[] piece = sealed.next();
            ended = !sealed.hasNext();
            return keys.open(record, place(record, fileId, n++, ended), piece).orElse(null);
        }

        @Override
        public boolean hasMoreElements() {
            return !ended;
        }

        @Override
        public InputStream nextElement() {
            byte[] piece = open();
            if (piece == null) {
                throw new IllegalStateException("File " + fileId + " was erased meanwhile");
            }
            return new ByteArrayInputStream(piece);
        }
    }

    /**
     * The answer to a GET or HEAD of a file: to be saved, never shown in the page's own name.
     *
     * @throws Rejection.NotFound if its content is gone
     */
    public ResponseEntity<Resource> answer(
            String record, StoredFile file, HttpServletRequest http) {
        ListQuery.none(http);
        InputStream content = open(record, file.fileId()).orElseThrow(Rejection.NotFound::new);
        return ResponseEntity.ok()
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header(
                        "Content-Disposition",
                        ContentDisposition.attachment()
                                .filename(file.name(), StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .cacheControl(CacheControl.noStore().cachePrivate())
                .eTag("\"" + file.fileId() + "\"")
                .contentType(MediaType.parseMediaType(file.type()))
                .contentLength(file.size())
                .body(new InputStreamResource(content));
    }

    /**
     * A record will soon name this file no more: the next sweep looks whether it does. To be said
     * before the command that removes it, so that nothing is left behind whatever happens.
     */
    public void doubt(String kind, String record, String fileId) {
        unnamed.replaceOne(
                Filters.eq("_id", fileId),
                new Document("_id", fileId)
                        .append("kind", kind)
                        .append("record", record)
                        .append("at", Date.from(machineClock.instant())),
                new ReplaceOptions().upsert(true));
    }

    /**
     * A stored file will be named by the events of another aggregate than the record whose key
     * seals it: that one is asked before the file is swept away. To be said before the command.
     */
    public void namedBy(String fileId, String aggregate) {
        unnamed.updateOne(Filters.eq("_id", fileId), Updates.set("namedBy", aggregate));
    }

    /** Removes a file that no event names. */
    void discard(String fileId) {
        try {
            files.delete(fileId);
            unnamed.deleteOne(Filters.eq("_id", fileId));
        } catch (MongoException e) {
            log.info("File {} is left to the sweep: {}", fileId, e.getMessage());
        }
    }

    private void trySweep() {
        try {
            sweep();
        } catch (RuntimeException e) {
            log.warn("Files without a record wait for the next sweep", e);
        }
    }

    /**
     * Removes what was stored, or doubted, longer ago than the time set and is named by no event.
     *
     * @return how many files that were
     */
    public int sweep() {
        List<Document> old = new ArrayList<>();
        unnamed.find(
                        Filters.lte(
                                "at",
                                Date.from(machineClock.instant().minus(settings.sweepAfter()))))
                .sort(Sorts.ascending("_id"))
                .into(old);
        int removed = 0;
        for (Document one : old) {
            String fileId = one.getString("_id");
            String record = one.getString("record");
            String namer = one.get("namedBy", record);
            DocumentOwner owner = owner(one.getString("kind"));
            if (owner == null) {
                log.error("Nobody knows records of the kind {}", one.getString("kind"));
            } else if (owner.files(namer).contains(fileId) && !keys.erased(record)) {
                unnamed.deleteOne(Filters.eq("_id", fileId));
            } else {
                files.delete(fileId);
                unnamed.deleteOne(Filters.eq("_id", fileId));
                removed++;
            }
        }
        return removed;
    }

    private @Nullable DocumentOwner owner(String kind) {
        for (DocumentOwner owner : owners) {
            if (owner.kind().equals(kind)) {
                return owner;
            }
        }
        return null;
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
    }
}
