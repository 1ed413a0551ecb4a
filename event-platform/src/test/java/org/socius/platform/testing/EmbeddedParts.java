package org.socius.platform.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.socius.platform.embedded.EmbeddedKafka;
import org.socius.platform.embedded.EmbeddedMongo;
import org.springframework.util.FileSystemUtils;

/**
 * One embedded store and one embedded broker for all tests of a JVM, started when first asked for
 * and stopped, with their files removed, when the JVM ends. Test classes share them: each uses
 * database, topic and group names of its own.
 *
 * <p>The static methods may be called from anywhere, {@code @DynamicPropertySource} included.
 * Registered with {@code @ExtendWith}, the store is up before the first test of the class.
 */
public final class EmbeddedParts implements BeforeAllCallback {

    private static @Nullable Path directory;
    private static @Nullable EmbeddedMongo mongo;
    private static @Nullable EmbeddedKafka kafka;

    @Override
    public void beforeAll(ExtensionContext context) {
        mongo();
    }

    /** The address of a database in the shared store, for {@code spring.mongodb.uri}. */
    public static String mongoUri(String database) {
        return mongo().uri() + "/" + database;
    }

    /** The address of the shared broker, for {@code spring.kafka.bootstrap-servers}. */
    public static String kafkaBootstrap() {
        return kafka().bootstrapServers();
    }

    /** The shared store itself. */
    public static synchronized EmbeddedMongo mongo() {
        if (mongo == null) {
            mongo =
                    EmbeddedMongo.start(
                            directory().resolve("mongo"),
                            EmbeddedMongo.Options.defaults().withForceToDisk(false));
        }
        return mongo;
    }

    /** The shared broker itself; a test that stops it starts it again. */
    public static synchronized EmbeddedKafka kafka() {
        if (kafka == null) {
            kafka = EmbeddedKafka.start(kafkaDirectory());
        }
        return kafka;
    }

    /** Where the shared broker keeps its data. */
    public static Path kafkaDirectory() {
        return directory().resolve("kafka");
    }

    private static synchronized Path directory() {
        if (directory == null) {
            try {
                directory = Files.createTempDirectory("socius-embedded-parts");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(EmbeddedParts::stop, "embedded-parts-stop"));
        }
        return directory;
    }

    private static synchronized void stop() {
        if (kafka != null) {
            kafka.close();
        }
        if (mongo != null) {
            mongo.close();
        }
        if (directory != null) {
            try {
                FileSystemUtils.deleteRecursively(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
