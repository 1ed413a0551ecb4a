package org.socius.quickstart.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;

/**
 * The issuer's key pair, kept in a file that only its owner may read, so that tokens survive a
 * restart.
 */
final class SigningKey {

    private SigningKey() {}

    static RSAKey in(Path file) {
        try {
            if (Files.notExists(file)) {
                write(file);
            }
            return RSAKey.parse(Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "The signing key " + file + " cannot be read or written", unreadable);
        } catch (ParseException | JOSEException damaged) {
            throw new IllegalStateException(
                    "The signing key " + file + " is damaged; remove it to get a new one", damaged);
        }
    }

    private static void write(Path file) throws IOException, JOSEException {
        RSAKey key = new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(fresh);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    fresh,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(fresh, key.toJSONString());
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
