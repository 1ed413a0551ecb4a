package org.socius.platform.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One directory of the store, held by one process at a time. The lock is the operating system's: it
 * ends with the process, however that ends. A mark tells whether the last process closed the store.
 */
final class StoreDirectory implements AutoCloseable {

    /** Format of the files this version writes and reads. */
    static final int FORMAT = 1;

    /** The data begin with two blocks that describe them; a shorter file never held a document. */
    private static final long SMALLEST_DATA = 2 * 4096;

    private final Path directory;
    private final FileChannel channel;
    private final FileLock lock;

    private StoreDirectory(Path directory, FileChannel channel, FileLock lock) {
        this.directory = directory;
        this.channel = channel;
        this.lock = lock;
    }

    static StoreDirectory open(Path directory) {
        try {
            Files.createDirectories(directory);
            checkFormat(directory);
            FileChannel channel =
                    FileChannel.open(
                            directory.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new IllegalStateException("The store in " + directory + " is in use.");
            }
            StoreDirectory held = new StoreDirectory(directory, channel, lock);
            held.removeUnfinishedData();
            return held;
        } catch (IOException e) {
            throw new UncheckedIOException("The store in " + directory + " cannot be opened.", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    /** A file without content was cut short by the end of a process, before there was any data. */
    private static void checkFormat(Path directory) throws IOException {
        Path file = directory.resolve("format");
        String format = Files.exists(file) ? Files.readString(file).strip() : "";
        if (format.isEmpty()) {
            Files.writeString(file, FORMAT + "\n");
        } else if (!format.matches("\\d{1,6}") || Integer.parseInt(format) > FORMAT) {
            throw new IllegalStateException(
                    "The store in "
                            + directory
                            + " has format "
                            + format
                            + "; this version reads up to format "
                            + FORMAT
                            + ".");
        }
    }

    private void removeUnfinishedData() throws IOException {
        Files.deleteIfExists(unfinished());
        if (Files.exists(data()) && Files.size(data()) < SMALLEST_DATA) {
            Files.delete(data());
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    Path data() {
        return directory.resolve("store.mv");
    }

    /** A copy of the data that is not the data before it bears their name. */
    Path unfinished() {
        return directory.resolve("store.mv.new");
    }

    /** 0 if unknown. */
    long usableBytes() {
        return directory.toFile().getUsableSpace();
    }

    /** Forces the names of the files to the disk, where the system can do that. */
    void force() {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException notHere) {
            // a directory cannot be opened on Windows, which forces the names by itself
        }
    }

    /**
     * Whether the last process closed the store; a new directory counts as closed. Takes the mark
     * away.
     */
    boolean takeClosedMark() {
        try {
            boolean fresh = Files.notExists(data());
            return Files.deleteIfExists(closedMark()) || fresh;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void markClosed() {
        try {
            Files.writeString(closedMark(), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path closedMark() {
        return directory.resolve("closed");
    }

    @Override
    public void close() {
        try (channel) {
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
