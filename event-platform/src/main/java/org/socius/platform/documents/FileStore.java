package org.socius.platform.documents;

import java.util.Iterator;
import java.util.Optional;

/**
 * Keeps sealed pieces of files in order; knows nothing of what stands in them or whose they are.
 */
interface FileStore {

    /** Begins a file; nothing of it can be read before {@link Writer#finish()}. */
    Writer write(String fileId);

    /** The pieces in their order; empty if there is no finished file. */
    Optional<Iterator<byte[]>> read(String fileId);

    /** Removes a file, finished or not; none is no error. */
    void delete(String fileId);

    /** A file that is being written. */
    interface Writer {

        /** Every piece but the last has the same length. */
        void piece(byte[] sealed);

        void finish();

        /** Leaves nothing behind; what it cannot remove now is removed by a later sweep. */
        void abandon();
    }
}
