package org.socius.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The key that seals the keys of personal records, in a file beside the data that only its owner
 * may read. Made at the first start; without it nothing personal in the data can be read again. An
 * operator keeps it elsewhere.
 */
final class MasterKey {

    private static final int BYTES = 32;

    private MasterKey() {}

    /**
     * 32 bytes in base64. One at a time: services start side by side, and what one of them seals
     * with a key that another one's replaces can never be read again. Other processes are kept away
     * by the data directory.
     */
    static synchronized String in(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void make(Path file) throws IOException {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        Path fresh =
                Files.createTempFile(
                        file.getParent(),
                        "master",
                        ".key",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, Base64.getEncoder().encodeToString(key), StandardOpenOption.SYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
