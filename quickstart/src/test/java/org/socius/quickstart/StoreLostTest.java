package org.socius.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process whose files cannot grow any more, as on a disk with a quota that is used up. What is
 * written within the size that a file has already still goes through, and so do its last words.
 */
@Tag("deep")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StoreLostTest {

    private static final Path LIMITS = Path.of("/usr/bin/prlimit");
    private static final int BYTES = 64 << 10;

    @Test
    void a_process_whose_store_is_given_up_ends_with_a_sentence_and_starts_again_with_everything(
            @TempDir Path directory) throws Exception {
        assumeTrue(Files.isExecutable(LIMITS));
        int port = SociusProcess.freePort();
        String[] options = {"--port", String.valueOf(port), "--empty"};
        try (SociusProcess socius = SociusProcess.start(directory, options)) {
            socius.awaitUp(port);

            limitFiles(socius);

            assertThat(socius.awaitEnd()).isEqualTo(1);
            assertThat(socius.err())
                    .contains("is given up after")
                    .contains("what it acknowledged is in its files");
        }
        try (SociusProcess again = SociusProcess.start(directory, options)) {
            again.awaitUp(port);
        }
    }

    private static void limitFiles(SociusProcess socius) throws Exception {
        Process limit =
                new ProcessBuilder(
                                LIMITS.toString(), "--pid", socius.pid(), "--fsize=" + BYTES + ":")
                        .inheritIO()
                        .start();
        assertThat(limit.waitFor()).isZero();
    }
}
