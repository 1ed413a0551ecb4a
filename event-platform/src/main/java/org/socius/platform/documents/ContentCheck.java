package org.socius.platform.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.io.input.UnsynchronizedByteArrayInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;
import org.socius.platform.problem.Rejection;

/**
 * Looks at a file while it passes and says in the end what it is: by its first bytes, by its last,
 * and for texts by all of them. What the sender says of its type is not asked. A file that would be
 * one thing to one reader and another to the next is refused. It is no virus scanner: of harmful
 * content it knows nothing but the test file by which scanners are tried.
 */
final class ContentCheck {

    private static final int HEAD = 64 << 10;
    private static final int TAIL = 1 << 20;

    /** Where browsers and readers look for signs of what a file is. */
    private static final int SIGNS = 1 << 10;

    private static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();
    private static final Set<String> TEXTS = Set.of("text/plain", "message/rfc822");
    private static final List<String> MARKUP =
            List.of("<html", "<!doctype", "<script", "<svg", "<iframe", "<?php", "<?xml-style");
    private static final String SCANNERS_TEST = "eicar-standard-antivirus-test-file";
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] PNG_END = {
        0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xAE, 'B', 0x60, (byte) 0x82
    };
    private static final byte[] JPEG_END = {(byte) 0xFF, (byte) 0xD9};

    private final byte[] head = new byte[HEAD];
    private int headLength;
    private final byte[] tail = new byte[TAIL];
    private int tailLength;
    private long size;
    private final CharsetDecoder utf8 =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer characters = CharBuffer.allocate(HEAD);
    private byte[] halfCharacter = new byte[0];
    private boolean text = true;

    /** The next bytes of the file. */
    void see(byte[] piece) {
        int more = Math.min(HEAD - headLength, piece.length);
        System.arraycopy(piece, 0, head, headLength, more);
        headLength += more;
        remember(piece);
        size += piece.length;
        text = text && isText(piece);
    }

    private void remember(byte[] piece) {
        int taken = Math.min(piece.length, TAIL);
        int kept = Math.min(tailLength, TAIL - taken);
        System.arraycopy(tail, tailLength - kept, tail, 0, kept);
        System.arraycopy(piece, piece.length - taken, tail, kept, taken);
        tailLength = kept + taken;
    }

    private boolean isText(byte[] piece) {
        ByteBuffer bytes =
                ByteBuffer.allocate(halfCharacter.length + piece.length)
                        .put(halfCharacter)
                        .put(piece)
                        .flip();
        while (true) {
            boolean error = utf8.decode(bytes, characters, false).isError();
            characters.flip();
            boolean controls = false;
            for (int i = 0; i < characters.limit(); i++) {
                controls |= isControl(characters.get(i));
            }
            boolean full = characters.limit() == characters.capacity();
            characters.clear();
            if (error || controls) {
                return false;
            }
            if (!full) {
                halfCharacter = new byte[bytes.remaining()];
                bytes.get(halfCharacter);
                return true;
            }
        }
    }

    private static boolean isControl(char c) {
        return Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t' && c != '\f';
    }

    /**
     * What the file is.
     *
     * @param name cleaned; its extension must agree
     * @throws Rejection.InvalidFields if it is none of the accepted formats, or damaged
     */
    Format verdict(String name, Set<Format> accepted) {
        if (size == 0) {
            throw refused("empty", "The file is empty.");
        }
        String extension = FileName.extension(name);
        Format found = found(extension);
        if (found == null || !accepted.contains(found)) {
            throw refused(
                    "type-not-accepted",
                    "Files of these kinds are accepted, whole and unmixed, texts in UTF-8: "
                            + Format.names(accepted)
                            + ".");
        }
        if (!found.isNamed(extension)) {
            throw refused(
                    "name-differs",
                    "The file is " + found.mediaType() + ", which its name does not say.");
        }
        return found;
    }

    private static Rejection.InvalidFields refused(String code, String message) {
        return Rejection.InvalidFields.of("/file", code, message);
    }

    private @Nullable Format found(String extension) {
        if (beginsWith(ZIP)) {
            return container();
        }
        String signs = signs(head, 0, headLength);
        if (signs.contains(SCANNERS_TEST) || endsLikeZip()) {
            return null;
        }
        boolean markup = MARKUP.stream().anyMatch(signs::contains);
        return switch (sniffed()) {
            case "application/pdf" ->
                    beginsWith("%PDF-".getBytes(StandardCharsets.US_ASCII)) && endsAsPdf()
                            ? Format.PDF
                            : null;
            case "image/png" -> endsWith(PNG_END) && !markup ? Format.PNG : null;
            case "image/jpeg" -> endsWith(JPEG_END) && !markup ? Format.JPEG : null;
            case String type when TEXTS.contains(type) && text && halfCharacter.length == 0 -> {
                Format named = Format.CSV.isNamed(extension) ? Format.CSV : Format.TEXT;
                yield markup ? null : named;
            }
            default -> null;
        };
    }

    private String sniffed() {
        try (UnsynchronizedByteArrayInputStream bytes =
                UnsynchronizedByteArrayInputStream.builder()
                        .setByteArray(head)
                        .setLength(headLength)
                        .get()) {
            MediaType type = TYPES.detect(bytes, new Metadata());
            return type.getBaseType().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Office documents are ZIP files with certain contents. */
    private @Nullable Format container() {
        Set<String> names = ZipDirectory.names(Arrays.copyOf(tail, tailLength), size);
        if (names == null || names.stream().anyMatch(ContentCheck::runs)) {
            return null;
        }
        if (names.contains("[Content_Types].xml")) {
            return names.contains("word/document.xml")
                    ? Format.DOCX
                    : names.contains("xl/workbook.xml")
                            ? Format.XLSX
                            : names.contains("ppt/presentation.xml") ? Format.PPTX : null;
        }
        return saysMimetype(Format.ODT) ? Format.ODT : saysMimetype(Format.ODS) ? Format.ODS : null;
    }

    /** Macros, and what makes a ZIP file a program. */
    private static boolean runs(String entry) {
        String name = entry.toLowerCase(Locale.ROOT);
        return name.endsWith("vbaproject.bin")
                || name.startsWith("basic/")
                || name.startsWith("scripts/")
                || name.equals("meta-inf/manifest.mf")
                || name.matches(".*\\.(exe|dll|com|scr|bat|cmd|js|jse|vbs|ps1|jar|class|lnk|hta)");
    }

    /** ODF: the first entry is called mimetype, is not packed, and says what the file is. */
    private boolean saysMimetype(Format format) {
        byte[] said = ("mimetype" + format.mediaType() + "PK").getBytes(StandardCharsets.US_ASCII);
        int at = 30;
        return headLength >= at + said.length
                && Arrays.equals(head, at, at + said.length, said, 0, said.length);
    }

    private boolean beginsWith(byte[] sign) {
        return headLength >= sign.length
                && Arrays.equals(head, 0, sign.length, sign, 0, sign.length);
    }

    private boolean endsWith(byte[] sign) {
        return tailLength >= sign.length
                && Arrays.equals(tail, tailLength - sign.length, tailLength, sign, 0, sign.length);
    }

    private boolean endsAsPdf() {
        return signs(tail, Math.max(0, tailLength - SIGNS), tailLength).contains("%%eof")
                && MARKUP.stream().noneMatch(signs(head, 0, Math.min(SIGNS, headLength))::contains);
    }

    /** Readers of ZIP files look for the end of their list in the last 64 KiB. */
    private boolean endsLikeZip() {
        return signs(tail, Math.max(0, tailLength - HEAD - SIGNS), tailLength)
                .contains("pk\u0005\u0006");
    }

    private static String signs(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
    }
}
