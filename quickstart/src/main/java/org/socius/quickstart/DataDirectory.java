package org.socius.quickstart;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The one directory everything lives below. The lock is the operating system's: it falls with the
 * process, so that a start right after a kill finds nothing in its way.
 */
public final class DataDirectory implements AutoCloseable {

    /** Raised when what is written can no longer be read; nothing is migrated. */
    static final int FORMAT = 2;

    /**
     * Less free space than this would let the store or the broker fail in the middle of the work.
     */
    private static final long DISK_NEEDED = 512L << 20;

    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /** Takes the directory for this process, or says in one sentence why that is not possible. */
    public static DataDirectory take(Path root) {
        try {
            Files.createDirectories(root.resolve("logs"));
            FileStore disk = Files.getFileStore(root);
            if (disk.getUsableSpace() < DISK_NEEDED) {
                throw new CannotStart(
                        "Too little disk: %s has %d MiB left, %d MiB are needed."
                                .formatted(root, disk.getUsableSpace() >> 20, DISK_NEEDED >> 20));
            }
            FileChannel channel =
                    FileChannel.open(
                            root.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new CannotStart(
                        "The directory "
                                + root
                                + " is in use by another running Socius; choose another with --data DIR.");
            }
            DataDirectory directory = new DataDirectory(root, channel);
            directory.checkFormat();
            return directory;
        } catch (IOException unusable) {
            throw new CannotStart(
                    "The directory " + root + " cannot be used: " + unusable.getMessage(),
                    unusable);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }

    private void checkFormat() {
        int found = read("format").map(DataDirectory::number).orElse(FORMAT);
        if (found != FORMAT) {
            close();
            throw new CannotStart(
                    "The directory %s is of %s format %d, this version reads format %d; choose another with --data DIR."
                            .formatted(
                                    root,
                                    found > FORMAT ? "the newer" : "the older",
                                    found,
                                    FORMAT));
        }
        write("format", Integer.toString(FORMAT));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException damaged) {
            return Integer.MAX_VALUE;
        }
    }

    Path resolve(String name) {
        return root.resolve(name);
    }

    /**
     * The content of a small file, without the white space around it; empty where there is none.
     */
    public Optional<String> read(String name) {
        Path file = root.resolve(name);
        try {
            return Files.exists(file)
                    ? Optional.of(Files.readString(file).strip())
                    : Optional.empty();
        } catch (IOException unreadable) {
            throw new CannotStart(
                    "The file " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Replaces a small file in one step: after a kill it is the old one or the new one. */
    public void write(String name, String content) {
        Path file = root.resolve(name);
        try {
            Path fresh = root.resolve(name + ".new");
            try (FileChannel channel =
                    FileChannel.open(
                            fresh,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                channel.write(ByteBuffer.wrap((content + "\n").getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new CannotStart(
                    "The file " + file + " cannot be written: " + unwritable.getMessage(),
                    unwritable);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException alreadyGone) {
            // the operating system lets go of the lock in any case
        }
    }
}
