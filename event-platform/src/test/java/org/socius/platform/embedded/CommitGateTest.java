package org.socius.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CommitGateTest {

    private static final String WATCHED = "watched";

    /** What was done to the file, in its order. */
    private static final List<String> DONE = new ArrayList<>();

    @TempDir private Path directory;

    @BeforeEach
    void watchFiles() {
        FilePath.register(new WatchedFile());
    }

    @Test
    void the_store_forces_each_commit_unless_told_otherwise() {
        assertThat(EmbeddedMongo.Options.defaults().forceToDisk()).isTrue();
    }

    @Test
    void a_forced_command_is_answered_after_its_commit_has_left_the_caches_of_the_machine() {
        assertThat(doneBeforeTheAnswer(true)).contains("write").endsWith("force");
    }

    @Test
    void without_forcing_a_commit_is_written_and_not_waited_for() {
        assertThat(doneBeforeTheAnswer(false)).contains("write").doesNotContain("force");
    }

    private List<String> doneBeforeTheAnswer(boolean forceToDisk) {
        try (MVStore store =
                new MVStore.Builder()
                        .fileName(WATCHED + ":" + directory.resolve("store.mv"))
                        .autoCommitDisabled()
                        .open()) {
            MVMap<Long, String> map = store.openMap("things");
            CommitGate gate = new CommitGate(store, forceToDisk);
            DONE.clear();
            gate.durably(() -> gate.change(ticket -> map.put(ticket, "thing")));
            return List.copyOf(DONE);
        }
    }

    /** Made by the store itself, hence public. */
    public static final class WatchedFile extends FilePathWrapper {

        @Override
        public String getScheme() {
            return WATCHED;
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            return new WatchedChannel(super.open(mode));
        }
    }

    private static final class WatchedChannel extends FileBaseDefault {
        private final FileChannel file;

        WatchedChannel(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public int write(ByteBuffer from, long position) throws IOException {
            DONE.add("write");
            return file.write(from, position);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            DONE.add("force");
            file.force(metaData);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
