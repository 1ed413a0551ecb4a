package org.socius.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonDocumentWriter;
import org.bson.Document;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CommitCodecTest {

    private static final CommitCodec CODEC = new CommitCodec();
    private static final int SIZE = Integer.BYTES;

    private static final Commit COMMIT =
            new Commit(
                    41,
                    "commit-1",
                    List.of("a|x|0000000003", "a|x|0000000004", "c|ipes|7"),
                    "writer-1",
                    Instant.parse("2026-03-01T12:00:00.123Z"),
                    40,
                    "{\"answer\":\"ünïcode 漢字 🌍\"}",
                    List.of(
                            event(0, 3, "Thing", null, "{\"text\":\"Bogotá 🌍\"}"),
                            event(1, 4, null, "2", "")));

    private static StoredEvent event(
            int index, long sequence, String aggregateType, String revision, String data) {
        return new StoredEvent(
                41,
                index,
                "event-" + sequence,
                "x",
                aggregateType,
                sequence,
                2,
                index == 0,
                "thing.done",
                revision,
                Instant.parse("2026-03-01T12:00:00.123456789Z"),
                data,
                "{\"actor\":\"ipes\"}");
    }

    @Test
    void a_commit_is_read_as_it_was_written() {
        assertThat(decoded(encoded(COMMIT))).isEqualTo(COMMIT);
        Commit tombstone = Commit.tombstone(7, "writer-1", COMMIT.writtenAt());
        assertThat(decoded(encoded(tombstone))).isEqualTo(tombstone);
    }

    @Test
    void a_reader_of_a_document_in_memory_serves_as_well() {
        BsonDocument document = new BsonDocument();
        CODEC.encode(new BsonDocumentWriter(document), COMMIT, EncoderContext.builder().build());
        assertThat(CODEC.decode(new BsonDocumentReader(document), DecoderContext.builder().build()))
                .isEqualTo(COMMIT);
    }

    @Test
    void fields_of_a_later_version_are_left_out() {
        Document document = document(encoded(COMMIT));
        Document later = new Document();
        for (Object value :
                Arrays.asList(
                        1.5,
                        "text",
                        new Document("a", new Document("b", List.of(1, "2"))),
                        List.of(List.of(), new Document()),
                        new Binary(new byte[300]),
                        new ObjectId(),
                        true,
                        new java.util.Date(0),
                        null,
                        1,
                        1L,
                        new org.bson.BsonTimestamp(1, 2),
                        Decimal128.parse("1.5"),
                        new org.bson.types.MinKey(),
                        new org.bson.types.Symbol("symbol"))) {
            later.append("later" + later.size(), value);
        }
        Document reordered = new Document(later);
        document.keySet().stream()
                .sorted(java.util.Comparator.reverseOrder())
                .forEach(name -> reordered.append(name, document.get(name)));
        document.getList("ev", Document.class).forEach(event -> event.putAll(later));
        assertThat(decoded(bytes(reordered))).isEqualTo(COMMIT);
    }

    /**
     * Whichever bit is another one: either the events and the answer are still what they were, or
     * the document is refused.
     */
    @Test
    void no_bit_can_change_unseen_in_what_was_recorded() {
        byte[] whole = encoded(COMMIT);
        int refused = 0;
        for (int bit = SIZE * Byte.SIZE; bit < (whole.length - 1) * Byte.SIZE; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            try {
                Commit read = decoded(damaged);
                assertThat(read.events())
                        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("position")
                        .isEqualTo(COMMIT.events());
                assertThat(read.result()).isEqualTo(COMMIT.result());
            } catch (CorruptLog seen) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(whole.length * Byte.SIZE / 2);
    }

    @Test
    void what_was_cut_off_is_refused() {
        byte[] whole = encoded(COMMIT);
        for (int length = SIZE + 1; length < whole.length - 1; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            ByteBuffer.wrap(cut).putInt(0, Integer.reverseBytes(length));
            cut[length - 1] = 0;
            assertThatThrownBy(() -> decoded(cut))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(CorruptLog.class);
        }
    }

    private static byte[] encoded(Commit commit) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            CODEC.encode(writer, commit, EncoderContext.builder().build());
        }
        return buffer.toByteArray();
    }

    private static Commit decoded(byte[] bytes) {
        try (BsonBinaryReader reader = new BsonBinaryReader(ByteBuffer.wrap(bytes))) {
            return CODEC.decode(reader, DecoderContext.builder().build());
        }
    }

    private static Document document(byte[] bytes) {
        try (BsonBinaryReader reader = new BsonBinaryReader(ByteBuffer.wrap(bytes))) {
            return new DocumentCodec().decode(reader, DecoderContext.builder().build());
        }
    }

    private static byte[] bytes(Document document) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            new DocumentCodec().encode(writer, document, EncoderContext.builder().build());
        }
        return buffer.toByteArray();
    }
}
