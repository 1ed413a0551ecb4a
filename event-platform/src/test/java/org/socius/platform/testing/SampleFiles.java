package org.socius.platform.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small whole files of the kinds that services take. */
public final class SampleFiles {

    /** One page without content. */
    public static final byte[] PDF = pdf(0);

    /** One pixel. */
    public static final byte[] PNG =
            Base64.getDecoder()
                    .decode(
                            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    /** The frame of a picture: all that is looked at. */
    public static final byte[] JPEG =
            Base64.getDecoder().decode("/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//2Q==");

    private SampleFiles() {}

    /** A PDF with this many bytes more than it needs. */
    public static byte[] pdf(int more) {
        String filling = "%" + "x".repeat(Math.max(0, more - 1));
        return ascii(
                "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n"
                        + (more == 0 ? "" : filling)
                        + "\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    }

    /** A PDF of exactly so many bytes. */
    public static byte[] pdfOf(int bytes) {
        return pdf(bytes - PDF.length);
    }

    /** A word-processing document, with these further parts. */
    public static byte[] docx(String... parts) {
        return office("word/document.xml", parts);
    }

    /** A ZIP file as office programs write them. */
    public static byte[] office(String main, String... parts) {
        return zip(
                zip -> {
                    entry(zip, "[Content_Types].xml", ascii("<Types/>"));
                    entry(zip, main, ascii("<document/>"));
                    for (String part : parts) {
                        entry(zip, part, ascii("x"));
                    }
                });
    }

    /** An open document, which says first what it is. */
    public static byte[] openDocument(String type, String... parts) {
        return zip(
                zip -> {
                    byte[] said = ascii("application/vnd.oasis.opendocument." + type);
                    ZipEntry mimetype = new ZipEntry("mimetype");
                    mimetype.setMethod(ZipEntry.STORED);
                    mimetype.setSize(said.length);
                    CRC32 sum = new CRC32();
                    sum.update(said);
                    mimetype.setCrc(sum.getValue());
                    zip.putNextEntry(mimetype);
                    zip.write(said);
                    entry(zip, "content.xml", ascii("<office/>"));
                    for (String part : parts) {
                        entry(zip, part, ascii("x"));
                    }
                });
    }

    /** A document with a part that unpacks to so many zeros. */
    public static byte[] bomb(int bytes) {
        return zip(
                zip -> {
                    entry(zip, "[Content_Types].xml", ascii("<Types/>"));
                    entry(zip, "word/document.xml", new byte[bytes]);
                });
    }

    /** What is written to a ZIP file. */
    public interface Contents {
        void writeTo(ZipOutputStream zip) throws IOException;
    }

    /** Any ZIP file. */
    public static byte[] zip(Contents contents) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            contents.writeTo(zip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** An entry of a ZIP file. */
    public static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    /** One file behind the other. */
    public static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
