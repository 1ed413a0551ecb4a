package org.socius.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that may not write its files any more beyond their first bytes, in which its last words
 * find room. Either the broker gives up or the store does.
 */
@Tag("deep")
@EnabledOnOs(value = OS.LINUX, disabledReason = "no other system limits a running process")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FullDiskTest {

    private static final int BYTES = 4 << 10;

    @Test
    void a_process_that_may_not_write_ends_with_a_sentence_and_starts_again(@TempDir Path directory)
            throws Exception {
        int port = SociusProcess.freePort();
        String[] options = {"--port", String.valueOf(port), "--empty"};
        try (SociusProcess socius = SociusProcess.start(directory, options)) {
            socius.awaitUp(port);

            limitFiles(socius);

            assertThat(socius.awaitEnd()).isEqualTo(1);
            assertThat(socius.err())
                    .contains("below " + directory.toRealPath())
                    .contains("what it acknowledged is in");
        }
        try (SociusProcess again = SociusProcess.start(directory, options)) {
            again.awaitUp(port);
        }
    }

    private static void limitFiles(SociusProcess socius) throws Exception {
        Process limit =
                new ProcessBuilder("prlimit", "--pid", socius.pid(), "--fsize=" + BYTES + ":")
                        .inheritIO()
                        .start();
        assertThat(limit.waitFor()).isZero();
    }
}
