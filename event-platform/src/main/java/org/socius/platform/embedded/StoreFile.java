package org.socius.platform.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of the data. When it is opened and most of it is free it is written anew: what is alive
 * is copied into a second file, forced to the disk and put in the place of the first. Whenever that
 * is cut short, one of the two is whole and the other is of no use.
 *
 * <p>H2 can also move what is alive within the file ({@code compactMoveChunks}, and closing with a
 * time for it). Its version 2.4.240 then puts chunks over others that the last forced version still
 * refers to, when a free stretch reaches across the boundary it works to; nobody here may call it.
 */
final class StoreFile {

    private static final Logger log = LoggerFactory.getLogger(StoreFile.class);

    private static final int PAGE_BYTES = 4096;

    /**
     * The description of the chunks that a version writes calls some of them alive that this very
     * version emptied; the next one knows. A chunk may be written over once the last commit does
     * not call it alive any more, or else a write that is cut short costs that commit.
     */
    private static final int VERSIONS_BEFORE_REUSE = 2;

    /** A file this small is left as it is. */
    private static final long SMALL_BYTES = 1L << 20;

    /** More than this is not copied while somebody waits for the start. */
    private static final long COPIED_BYTES = 256L << 20;

    private final StoreDirectory directory;
    private final String scheme;
    private final int cacheMegabytes;

    /** The scheme names one of H2's file systems. */
    StoreFile(StoreDirectory directory, String scheme, int cacheMegabytes) {
        this.directory = directory;
        this.scheme = scheme;
        this.cacheMegabytes = cacheMegabytes;
    }

    /** Opens the store, without most of its free space if that is worth the time. */
    MVStore open() {
        MVStore store = openAsItIs();
        if (!isWorthWritingAnew(store)) {
            return unmarked(store);
        }
        store.closeImmediately();
        try {
            writeAnew();
        } catch (RuntimeException | IOException e) {
            log.warn("The files of the embedded store keep their free space", e);
        }
        return unmarked(openAsItIs());
    }

    /**
     * Opens the store after what is alive has been written anew and forced, whatever its size: what
     * the disk refused to keep before it then keeps.
     */
    MVStore openWrittenAnew() {
        try {
            writeAnew();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return unmarked(openAsItIs());
    }

    /**
     * Takes away H2's mark of a clean end before anything is written over. A marked file in which a
     * write was cut short is read from a version of some commits ago; one without the mark from the
     * last commit.
     */
    private static MVStore unmarked(MVStore store) {
        if (store.getStoreHeader().containsKey("clean")) {
            store.setReuseSpace(false);
            try {
                store.<String, Integer>openMap(Housekeeping.MAP).put("opened", 1);
                store.commit();
                store.sync();
            } catch (RuntimeException e) {
                store.closeImmediately();
                throw e;
            }
            store.setReuseSpace(true);
        }
        return store;
    }

    private MVStore openAsItIs() {
        MVStore store =
                new MVStore.Builder()
                        .fileName(named(directory.data()))
                        .autoCommitDisabled()
                        .autoCommitBufferSize(0)
                        .cacheSize(cacheMegabytes)
                        .pageSplitSize(PAGE_BYTES)
                        .open();
        store.setVersionsToKeep(VERSIONS_BEFORE_REUSE);
        store.setRetentionTime(0);
        return store;
    }

    private boolean isWorthWritingAnew(MVStore store) {
        FileStore<?> file = store.getFileStore();
        long alive = file.size() / 100 * file.getFillRate() / 100 * file.getChunksFillRate();
        return file.size() > SMALL_BYTES
                && alive < file.size() / 2
                && alive < COPIED_BYTES
                && alive < directory.usableBytes() / 2;
    }

    private void writeAnew() throws IOException {
        long since = System.nanoTime();
        long before = Files.size(directory.data());
        try {
            MVStore.compact(named(directory.data()), named(directory.unfinished()), false, null);
            force(directory.unfinished());
            Files.move(
                    directory.unfinished(),
                    directory.data(),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(directory.unfinished());
        }
        directory.force();
        log.info(
                "The files of the embedded store had {} KB and have {} KB, after {} ms",
                before >> 10,
                Files.size(directory.data()) >> 10,
                Duration.ofNanos(System.nanoTime() - since).toMillis());
    }

    private static void force(Path file) throws IOException {
        try (FileChannel whole = FileChannel.open(file, StandardOpenOption.WRITE)) {
            whole.force(true);
        }
    }

    private String named(Path path) {
        return scheme + ":" + path;
    }
}
