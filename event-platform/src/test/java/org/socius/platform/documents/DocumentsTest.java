package org.socius.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.socius.platform.testing.SampleFiles.ascii;
import static org.socius.platform.testing.SampleFiles.joined;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.socius.platform.privacy.RecordErased;
import org.socius.platform.privacy.RecordKeys;
import org.socius.platform.problem.Rejection;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.testing.SampleFiles;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DocumentsTest {

    private static final int LARGEST = 2 << 20;
    private static final Duration SWEEP_AFTER = Duration.ofHours(1);

    private final Set<String> named = new HashSet<>();
    private Instant now = Instant.parse("2026-11-22T09:00:00Z");
    private MongoClient client;
    private MongoDatabase database;
    private RecordKeys keys;
    private Documents documents;

    @BeforeEach
    void open() {
        client = MongoClients.create(EmbeddedParts.mongo().uri());
        database = client.getDatabase("documents-" + UUID.randomUUID());
        keys =
                new RecordKeys(
                        client.getDatabase(database.getName() + "-keys"),
                        Base64.getEncoder().encodeToString(new byte[32]),
                        new SecureRandom());
        documents =
                new Documents(
                        database,
                        keys,
                        List.of(owner()),
                        clock(),
                        () -> UUID.randomUUID().toString(),
                        new Documents.Settings(
                                EnumSet.allOf(Format.class), LARGEST, 3, SWEEP_AFTER));
    }

    @AfterEach
    void close() {
        documents.close();
        database.drop();
        client.close();
    }

    private DocumentOwner owner() {
        return new DocumentOwner() {
            @Override
            public String kind() {
                return "Lamp";
            }

            @Override
            public Set<String> files(String record) {
                return record.equals("lamp-1") ? named : Set.of();
            }
        };
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private StoredFile store(String name, byte[] content) {
        try {
            return documents.store(
                    "Lamp", "lamp-1", FileName.of(name), new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] content(StoredFile file) throws IOException {
        try (InputStream content = documents.open("lamp-1", file.fileId()).orElseThrow()) {
            return content.readAllBytes();
        }
    }

    private long left(String collection) {
        return database.getCollection(collection).countDocuments();
    }

    private void nothingIsLeft() {
        assertThat(left("documents.files")).isZero();
        assertThat(left("documents.chunks")).isZero();
        assertThat(left("documents.unnamed")).isZero();
    }

    @Test
    void a_file_of_many_pieces_comes_back_as_it_was() throws IOException {
        byte[] pdf = SampleFiles.pdfOf(LARGEST);

        StoredFile file = store("report.pdf", pdf);

        assertThat(file.size()).isEqualTo(LARGEST);
        assertThat(file.type()).isEqualTo("application/pdf");
        assertThat(file.sha256()).hasSize(64);
        assertThat(content(file)).isEqualTo(pdf);
    }

    @Test
    void the_store_shows_nothing_of_the_file_or_its_name() {
        byte[] pdf = joined(ascii("%PDF-1.4\n% Ana Example was here\n"), SampleFiles.PDF);

        store("Ana Example.pdf", pdf);

        for (String collection :
                List.of("documents.files", "documents.chunks", "documents.unnamed")) {
            for (Document stored : database.getCollection(collection).find()) {
                String shown =
                        stored
                                + (stored.get("data") instanceof Binary data
                                        ? new String(data.getData(), StandardCharsets.ISO_8859_1)
                                        : "");
                assertThat(shown).doesNotContain("Ana").doesNotContain("%PDF");
            }
        }
    }

    @Test
    void a_file_of_the_largest_size_is_taken_and_one_byte_more_is_not() {
        assertThat(store("a.pdf", SampleFiles.pdfOf(LARGEST)).size()).isEqualTo(LARGEST);
        long pieces = left("documents.chunks");

        assertThatThrownBy(() -> store("b.pdf", SampleFiles.pdfOf(LARGEST + 1)))
                .isInstanceOf(Rejection.TooLarge.class);
        assertThat(left("documents.chunks")).isEqualTo(pieces);
        assertThat(left("documents.unnamed")).isEqualTo(1);
    }

    @Test
    void an_upload_that_breaks_off_leaves_nothing() {
        InputStream breaking =
                new InputStream() {
                    private int sent;

                    @Override
                    public int read() throws IOException {
                        if (sent == 600_000) {
                            throw new IOException("gone");
                        }
                        return sent++ < 9 ? "%PDF-1.4\n".charAt(sent - 1) : 'x';
                    }
                };

        assertThatThrownBy(() -> documents.store("Lamp", "lamp-1", "a.pdf", breaking))
                .isInstanceOf(IOException.class);
        nothingIsLeft();
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of("a.pdf", SampleFiles.PDF, "application/pdf"),
                Arguments.of("A.PDF", SampleFiles.PDF, "application/pdf"),
                Arguments.of("a.docx", SampleFiles.docx(), Format.DOCX.mediaType()),
                Arguments.of(
                        "a.xlsx", SampleFiles.office("xl/workbook.xml"), Format.XLSX.mediaType()),
                Arguments.of(
                        "a.pptx",
                        SampleFiles.office("ppt/presentation.xml"),
                        Format.PPTX.mediaType()),
                Arguments.of("a.odt", SampleFiles.openDocument("text"), Format.ODT.mediaType()),
                Arguments.of(
                        "a.ods", SampleFiles.openDocument("spreadsheet"), Format.ODS.mediaType()),
                Arguments.of("a.png", SampleFiles.PNG, "image/png"),
                Arguments.of("a.jpg", SampleFiles.JPEG, "image/jpeg"),
                Arguments.of("a.jpeg", SampleFiles.JPEG, "image/jpeg"),
                Arguments.of("a.txt", ascii("Minutes of the meeting\n"), "text/plain"),
                Arguments.of(
                        "a.txt",
                        "Bogotá, Αθήνα, Երևան\n".repeat(30_000).getBytes(StandardCharsets.UTF_8),
                        "text/plain"),
                Arguments.of("a.txt", ascii("Subject: minutes\n\nWe met.\n"), "text/plain"),
                Arguments.of("a.csv", ascii("name;days\nA;3\n"), "text/csv"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("accepted")
    void these_kinds_are_taken(String name, byte[] content, String type) throws IOException {
        StoredFile file = store(name, content);

        assertThat(file.type()).isEqualTo(type);
        assertThat(content(file)).isEqualTo(content);
    }

    static Stream<Arguments> refused() {
        byte[] endless = new byte[3 << 20];
        Arrays.fill(endless, (byte) 'a');
        return Stream.of(
                Arguments.of("nothing", "a.pdf", new byte[0], "empty"),
                Arguments.of("a page", "a.html", ascii("<!DOCTYPE html><p>x"), "type-not-accepted"),
                Arguments.of("a page as text", "a.txt", ascii("<html><p>x"), "type-not-accepted"),
                Arguments.of(
                        "a script in a text",
                        "a.txt",
                        ascii("hello\n\n<script>alert(1)</script>"),
                        "type-not-accepted"),
                Arguments.of(
                        "a drawing",
                        "a.svg",
                        ascii("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
                        "type-not-accepted"),
                Arguments.of(
                        "a drawing as a picture",
                        "a.png",
                        ascii("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"),
                        "type-not-accepted"),
                Arguments.of(
                        "a program", "a.pdf", ascii("MZ\u0090\0\3\0\0\0"), "type-not-accepted"),
                Arguments.of("an ELF", "a.txt", ascii("\u007fELF\2\1\1\0"), "type-not-accepted"),
                Arguments.of(
                        "a shell script", "a.txt", ascii("#!/bin/sh\nls\n"), "type-not-accepted"),
                Arguments.of("bytes", "a.txt", ascii("abc\0def"), "type-not-accepted"),
                Arguments.of("not UTF-8", "a.txt", ascii("Bogot\u00e1"), "type-not-accepted"),
                Arguments.of(
                        "half a character",
                        "a.txt",
                        new byte[] {'a', (byte) 0xC3},
                        "type-not-accepted"),
                Arguments.of(
                        "the scanners' test file",
                        "a.txt",
                        ascii(
                                "X5O!P%@AP[4\\PZX54(P^)7CC)7}$"
                                        + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"),
                        "type-not-accepted"),
                Arguments.of(
                        "any ZIP file",
                        "a.docx",
                        SampleFiles.zip(zip -> SampleFiles.entry(zip, "a.txt", ascii("x"))),
                        "type-not-accepted"),
                Arguments.of(
                        "a macro",
                        "a.docx",
                        SampleFiles.docx("word/vbaProject.bin"),
                        "type-not-accepted"),
                Arguments.of(
                        "an open macro",
                        "a.odt",
                        SampleFiles.openDocument("text", "Basic/Standard/m.xml"),
                        "type-not-accepted"),
                Arguments.of(
                        "a program library",
                        "a.docx",
                        SampleFiles.docx("META-INF/MANIFEST.MF"),
                        "type-not-accepted"),
                Arguments.of(
                        "a way out",
                        "a.docx",
                        SampleFiles.docx("../../x.xml"),
                        "type-not-accepted"),
                Arguments.of(
                        "an absolute way",
                        "a.docx",
                        SampleFiles.docx("/etc/x"),
                        "type-not-accepted"),
                Arguments.of("a bomb", "a.docx", SampleFiles.bomb(32 << 20), "type-not-accepted"),
                Arguments.of(
                        "a thousand thousand entries",
                        "a.docx",
                        SampleFiles.docx(
                                Stream.iterate(0, i -> i + 1)
                                        .limit(5_000)
                                        .map(i -> "p" + i)
                                        .toArray(String[]::new)),
                        "type-not-accepted"),
                Arguments.of(
                        "a document behind a page",
                        "a.docx",
                        joined(ascii("<html>"), SampleFiles.docx()),
                        "type-not-accepted"),
                Arguments.of(
                        "a document with something behind it",
                        "a.docx",
                        joined(SampleFiles.docx(), ascii("<html>")),
                        "type-not-accepted"),
                Arguments.of(
                        "a PDF that is a ZIP file too",
                        "a.pdf",
                        joined(SampleFiles.PDF, SampleFiles.docx()),
                        "type-not-accepted"),
                Arguments.of(
                        "a PDF behind a page",
                        "a.pdf",
                        joined(ascii("<html>\n"), SampleFiles.PDF),
                        "type-not-accepted"),
                Arguments.of(
                        "a PDF with a page in its head",
                        "a.pdf",
                        joined(ascii("%PDF-1.4\n<html><script>"), SampleFiles.PDF),
                        "type-not-accepted"),
                Arguments.of(
                        "half a PDF", "a.pdf", ascii("%PDF-1.4\n1 0 obj"), "type-not-accepted"),
                Arguments.of(
                        "a picture that is a page too",
                        "a.png",
                        joined(SampleFiles.PNG, ascii("<script>")),
                        "type-not-accepted"),
                Arguments.of(
                        "a photo that is a program library too",
                        "a.jpg",
                        joined(SampleFiles.JPEG, SampleFiles.docx()),
                        "type-not-accepted"),
                Arguments.of("a PDF by another name", "a.docx", SampleFiles.PDF, "name-differs"),
                Arguments.of("a PDF without a name", "", SampleFiles.PDF, "name-differs"),
                Arguments.of("a second ending", "a.pdf.exe", SampleFiles.PDF, "name-differs"),
                Arguments.of("a text as CSV's brother", "a.tsv", ascii("a\tb"), "name-differs"),
                Arguments.of("large nothing", "a.txt", endless, "too-large"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void these_are_not(String what, String name, byte[] content, String code) {
        assertThatThrownBy(() -> store(name, content))
                .asInstanceOf(type(Rejection.class))
                .satisfies(
                        refused ->
                                assertThat(
                                                refused.errors().isEmpty()
                                                        ? refused.problem().code()
                                                        : refused.errors().getFirst().code())
                                        .isEqualTo(code));
        nothingIsLeft();
    }

    static Stream<Arguments> names() {
        return Stream.of(
                Arguments.of("report.pdf", "report.pdf"),
                Arguments.of("../../etc/passwd.pdf", "passwd.pdf"),
                Arguments.of("..\\..\\windows\\a.pdf", "a.pdf"),
                Arguments.of("/etc/shadow.pdf", "shadow.pdf"),
                Arguments.of("C:\\boot.pdf", "boot.pdf"),
                Arguments.of("a\u0000b.pdf", "ab.pdf"),
                Arguments.of("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
                Arguments.of("\u202efdp.exe.pdf", "fdp.exe.pdf"),
                Arguments.of("in\u200bvisible.pdf", "invisible.pdf"),
                Arguments.of("nul.pdf", "_nul.pdf"),
                Arguments.of("Com1.foo.pdf", "_Com1.foo.pdf"),
                Arguments.of(".pdf", "document.pdf"),
                Arguments.of("... .pdf", "document.pdf"),
                Arguments.of("a<b>\"c\".pdf", "a_b__c_.pdf"),
                Arguments.of("Bogotá Αθήνα.pdf", "Bogotá Αθήνα.pdf"),
                Arguments.of("a;filename=b.html;.pdf", "a;filename=b.html;.pdf"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("names")
    void names_are_text(String stated, String kept) {
        assertThat(FileName.of(stated)).isEqualTo(kept);
    }

    @Test
    void a_long_name_keeps_its_ending() {
        assertThat(FileName.of("a".repeat(5_000) + ".pdf"))
                .hasSize(FileName.LONGEST)
                .endsWith("aa.pdf");
        assertThat(FileName.of("x" + "😀".repeat(200) + ".pdf"))
                .hasSizeLessThanOrEqualTo(FileName.LONGEST)
                .endsWith("😀.pdf");
        assertThat(FileName.of(null)).isEqualTo("document");
    }

    @Test
    void without_the_key_of_its_record_a_file_cannot_be_read() throws IOException {
        StoredFile file = store("a.pdf", SampleFiles.PDF);

        keys.destroy("lamp-1", now);

        assertThat(documents.open("lamp-1", file.fileId())).isEmpty();
        assertThatThrownBy(() -> store("b.pdf", SampleFiles.PDF)).isInstanceOf(RecordErased.class);
    }

    @Test
    void a_file_opens_for_no_other_record() {
        StoredFile file = store("a.pdf", SampleFiles.PDF);
        keys.seal("lamp-2", "anything", new byte[1]);

        assertThatThrownBy(() -> documents.open("lamp-2", file.fileId()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_piece_that_is_missing_or_in_another_place_is_noticed() {
        StoredFile file = store("a.pdf", SampleFiles.pdfOf(700_000));
        var pieces = database.getCollection("documents.chunks");
        Document first = pieces.find(Filters.eq("n", 0)).first();
        Document second = pieces.find(Filters.eq("n", 1)).first();
        pieces.updateOne(Filters.eq("n", 1), Updates.set("data", first.get("data")));

        assertThatThrownBy(() -> content(file)).isInstanceOf(IllegalStateException.class);

        pieces.updateOne(Filters.eq("n", 1), Updates.set("data", second.get("data")));
        pieces.deleteOne(Filters.eq("n", 2));
        assertThatThrownBy(() -> content(file)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void a_file_whose_event_never_came_is_swept_away_after_its_time_only() throws IOException {
        StoredFile kept = store("a.pdf", SampleFiles.PDF);
        named.add(kept.fileId());
        store("b.pdf", SampleFiles.PDF);

        now = now.plus(SWEEP_AFTER).minusMillis(1);
        assertThat(documents.sweep()).isZero();
        now = now.plusMillis(1);
        assertThat(documents.sweep()).isEqualTo(1);

        assertThat(content(kept)).isEqualTo(SampleFiles.PDF);
        assertThat(left("documents.files")).isEqualTo(1);
        assertThat(left("documents.unnamed")).isZero();
    }

    @Test
    void a_file_that_its_record_names_no_more_is_swept_away() {
        StoredFile file = store("a.pdf", SampleFiles.PDF);
        named.add(file.fileId());
        now = now.plus(SWEEP_AFTER);
        assertThat(documents.sweep()).isZero();

        documents.doubt("Lamp", "lamp-1", file.fileId());
        named.remove(file.fileId());
        assertThat(documents.sweep()).isZero();
        now = now.plus(SWEEP_AFTER);

        assertThat(documents.sweep()).isEqualTo(1);
        nothingIsLeft();
    }

    @Test
    void a_file_that_was_doubted_and_is_named_still_stays() throws IOException {
        StoredFile file = store("a.pdf", SampleFiles.PDF);
        named.add(file.fileId());
        documents.doubt("Lamp", "lamp-1", file.fileId());
        now = now.plus(SWEEP_AFTER);

        assertThat(documents.sweep()).isZero();
        assertThat(content(file)).isEqualTo(SampleFiles.PDF);
    }

    @Test
    void a_file_that_another_aggregate_names_stays_when_its_record_does_not_name_it()
            throws IOException {
        StoredFile announced = store("lamp-2", "a.pdf");
        StoredFile silent = store("lamp-2", "b.pdf");
        named.add(announced.fileId());
        named.add(silent.fileId());
        documents.namedBy(announced.fileId(), "lamp-1");
        now = now.plus(SWEEP_AFTER);

        assertThat(documents.sweep()).isEqualTo(1);

        assertThat(documents.open("lamp-2", announced.fileId())).isPresent();
        assertThat(documents.open("lamp-2", silent.fileId())).isEmpty();
        documents.doubt("Lamp", "lamp-2", announced.fileId());
        documents.namedBy(announced.fileId(), "lamp-1");
        keys.destroy("lamp-2", now);
        now = now.plus(SWEEP_AFTER);
        assertThat(documents.sweep()).isEqualTo(1);
        nothingIsLeft();
    }

    private StoredFile store(String record, String name) throws IOException {
        return documents.store("Lamp", record, name, new ByteArrayInputStream(SampleFiles.PDF));
    }

    @Test
    void what_a_crash_left_of_an_upload_is_swept_away() {
        GridFsFiles files = new GridFsFiles(database, 1_000);
        files.write("half").piece(new byte[2_500]);
        assertThat(left("documents.chunks")).isEqualTo(2);
        documents.doubt("Lamp", "lamp-1", "half");
        now = now.plus(SWEEP_AFTER);

        documents.sweep();

        nothingIsLeft();
    }

    @Test
    void a_file_among_a_thousand_is_read_at_once() throws IOException {
        byte[] pdf = SampleFiles.pdfOf(100_000);
        List<StoredFile> stored = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            beside(store(i + ".pdf", pdf), 99);
            stored.add(store(i + ".pdf", pdf));
        }
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            long start = System.nanoTime();
            assertThat(content(stored.get(i % 10))).hasSize(pdf.length);
            micros.add((System.nanoTime() - start) / 1_000);
        }
        assertThat(left("documents.files")).isGreaterThan(1_000);
        micros.sort(null);

        System.out.printf(
                "One of 1,000 files of 100 kB: median %d µs, slowest of 100 %d µs%n",
                micros.get(50), micros.getLast());
        assertThat(micros.get(50)).isLessThan(50_000);
    }

    /** Lays more files of the same size beside a file. */
    private void beside(StoredFile file, int more) {
        for (String collection : List.of("documents.files", "documents.chunks")) {
            var stored = database.getCollection(collection);
            String id = collection.endsWith("files") ? "_id" : "files_id";
            Document one = stored.find(Filters.eq(id, file.fileId())).first();
            List<Document> others = new ArrayList<>();
            for (int i = 0; i < more; i++) {
                Document other = new Document(one);
                other.remove("_id");
                other.put(id, file.fileId() + "-" + i);
                others.add(other);
            }
            stored.insertMany(others);
        }
    }
}
