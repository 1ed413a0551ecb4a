package org.socius.platform.documents;

import com.mongodb.MongoException;
import com.mongodb.MongoGridFSException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import com.mongodb.client.gridfs.GridFSBuckets;
import com.mongodb.client.gridfs.GridFSDownloadStream;
import com.mongodb.client.gridfs.GridFSUploadStream;
import com.mongodb.client.gridfs.model.GridFSUploadOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.BsonString;

/** Files in the service's own database, one piece in one chunk of GridFS. */
final class GridFsFiles implements FileStore {

    /** Name of the bucket: its collections are {@code documents.files} and {@code .chunks}. */
    static final String BUCKET = "documents";

    /** A reader of a large file holds few pieces of it. */
    private static final int PIECES_AT_ONCE = 4;

    private final GridFSBucket bucket;
    private final int pieceBytes;

    /**
     * @param pieceBytes length of every sealed piece but the last
     */
    GridFsFiles(MongoDatabase database, int pieceBytes) {
        this.pieceBytes = pieceBytes;
        this.bucket =
                GridFSBuckets.create(database, BUCKET)
                        .withChunkSizeBytes(pieceBytes)
                        .withReadPreference(ReadPreference.primary())
                        .withReadConcern(ReadConcern.MAJORITY)
                        .withWriteConcern(
                                WriteConcern.MAJORITY
                                        .withJournal(true)
                                        .withWTimeout(5, TimeUnit.SECONDS));
    }

    @Override
    public Writer write(String fileId) {
        GridFSUploadStream stream =
                bucket.openUploadStream(new BsonString(fileId), fileId, new GridFSUploadOptions());
        return new Writer() {
            @Override
            public void piece(byte[] sealed) {
                stream.write(sealed);
            }

            @Override
            public void finish() {
                stream.close();
            }

            @Override
            public void abandon() {
                try {
                    stream.abort();
                } catch (MongoException e) {
                    // the upload stays on the list of the sweep
                }
            }
        };
    }

    @Override
    public Optional<Iterator<byte[]>> read(String fileId) {
        GridFSDownloadStream stream;
        try {
            stream = bucket.openDownloadStream(new BsonString(fileId)).batchSize(PIECES_AT_ONCE);
        } catch (MongoGridFSException e) {
            return Optional.empty();
        }
        return Optional.of(new Pieces(stream, pieceBytes));
    }

    @Override
    public void delete(String fileId) {
        try {
            bucket.delete(new BsonString(fileId));
        } catch (MongoGridFSException e) {
            // there was no finished file; chunks without one are gone all the same
        }
    }

    private static final class Pieces implements Iterator<byte[]> {

        private final GridFSDownloadStream stream;
        private final byte[] room;
        private int filled = -1;

        Pieces(GridFSDownloadStream stream, int pieceBytes) {
            this.stream = stream;
            this.room = new byte[pieceBytes];
        }

        @Override
        public boolean hasNext() {
            if (filled < 0) {
                filled = fill();
            }
            if (filled == 0) {
                stream.close();
            }
            return filled > 0;
        }

        private int fill() {
            try {
                return stream.readNBytes(room, 0, room.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            byte[] piece = Arrays.copyOf(room, filled);
            filled = -1;
            return piece;
        }
    }
}
