package org.socius.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The oracle is the library's encoder. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BsonBytesTest {

    private final Random random = new Random(138);

    @Test
    void a_document_is_the_same_bytes_as_from_the_library_and_reads_back_equal() {
        for (int round = 0; round < 2_000; round++) {
            Document document = document(0);

            byte[] bson = bytes(document);

            assertThat(bson).isEqualTo(byTheLibrary(document));
            Document read = BsonBytes.read(Unpooled.wrappedBuffer(bson));
            assertThat(byTheLibrary(read)).isEqualTo(bson);
            assertThat(bytes(read)).isEqualTo(bson);
        }
    }

    @Test
    void an_array_of_more_than_a_thousand_keeps_its_order() {
        Document document =
                new Document(
                        "many", IntStream.range(0, 1_200).boxed().map(Object.class::cast).toList());

        assertThat(bytes(document)).isEqualTo(byTheLibrary(document));
    }

    @Test
    void only_arrays_of_documents_are_packed_and_say_the_same() {
        List<Document> events = List.of(new Document("id", "a"), new Document("id", "b"));
        Document document = new Document("keys", List.of("x", "y")).append("events", events);

        Document packed = PackedArray.packed(document);

        assertThat(packed).isEqualTo(document);
        assertThat(packed.get("events")).isInstanceOf(PackedArray.class).isEqualTo(events);
        assertThat(packed.get("keys")).isNotInstanceOf(PackedArray.class);
        assertThat(document.get("events")).isSameAs(events);
        assertThat(bytes(packed)).isEqualTo(bytes(document));
        assertThat(PackedArray.packed(packed)).isSameAs(packed);
    }

    @Test
    void a_torn_document_is_refused() {
        byte[] bson = bytes(new Document("name", "Ministry of Labour"));
        bson[0] = 9;

        assertThatThrownBy(() -> BsonBytes.read(Unpooled.wrappedBuffer(bson)))
                .isInstanceOf(RuntimeException.class);
    }

    private static byte[] bytes(Document document) {
        BsonBytes bson = BsonBytes.of(document);
        return Arrays.copyOf(bson.array(), bson.size());
    }

    private static byte[] byTheLibrary(Document document) {
        ByteBuf bson = Unpooled.buffer();
        BsonEncoder.encodeDocument(document, bson);
        return ByteBufUtil.getBytes(bson);
    }

    private Document document(int depth) {
        Document document = new Document();
        for (int i = random.nextInt(6); i > 0; i--) {
            document.put("field" + random.nextInt(20), value(depth));
        }
        return document;
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth > 3 ? 13 : 16)) {
            case 0 -> null;
            case 1 -> random.nextInt();
            case 2 -> random.nextLong();
            case 3 -> random.nextDouble();
            case 4 -> random.nextBoolean();
            case 5 -> "Dış İşleri, Ⅷ, 𝄞, Ελλάδα".substring(random.nextInt(20));
            case 6 -> "x".repeat(random.nextInt(700));
            case 7 -> Instant.ofEpochMilli(random.nextInt());
            case 8 -> new UUID(random.nextLong(), random.nextLong());
            case 9 -> new BinData(new byte[random.nextInt(40)]);
            case 10 -> new ObjectId();
            case 11 -> new BsonTimestamp(random.nextLong());
            case 12 -> new Decimal128(new BigDecimal(random.nextInt()).movePointLeft(2));
            case 13 -> document(depth + 1);
            case 14 -> {
                List<@Nullable Object> array = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    array.add(value(depth + 1));
                }
                yield array;
            }
            default -> List.of(document(depth + 1), document(depth + 1));
        };
    }
}
