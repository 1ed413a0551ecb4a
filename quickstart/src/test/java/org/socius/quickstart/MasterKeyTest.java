package org.socius.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MasterKeyTest {

    private static final int SERVICES = 8;

    @TempDir private Path directory;

    @Test
    void the_key_is_made_once_and_only_its_owner_reads_it() throws Exception {
        Path file = directory.resolve("master.key");

        String key = MasterKey.in(file);

        assertThat(Base64.getDecoder().decode(key)).hasSize(32);
        assertThat(MasterKey.in(file)).isEqualTo(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    /** What a service seals with a key that nobody keeps can never be read again. */
    @Test
    void services_that_start_side_by_side_get_the_key_that_is_kept() throws Exception {
        try (ExecutorService services = Executors.newFixedThreadPool(SERVICES)) {
            for (int start = 0; start < 100; start++) {
                Path file = directory.resolve("master-" + start + ".key");
                CyclicBarrier together = new CyclicBarrier(SERVICES);
                Callable<String> service =
                        () -> {
                            together.await();
                            return MasterKey.in(file);
                        };
                List<String> keys = new ArrayList<>();
                for (Future<String> key :
                        services.invokeAll(java.util.Collections.nCopies(SERVICES, service))) {
                    keys.add(key.get());
                }
                assertThat(keys).containsOnly(Files.readString(file));
            }
        }
    }
}
