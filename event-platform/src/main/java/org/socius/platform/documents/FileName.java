package org.socius.platform.documents;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file as people see it: one line of text, no path, nothing that a terminal, a
 * browser or an operating system would take for more than text.
 */
final class FileName {

    /** Longest name, in characters. */
    static final int LONGEST = 150;

    private static final String UNNAMED = "document";
    private static final String NOT_IN_NAMES = "<>:\"|?*/\\";

    /** Names that some operating systems take for devices, with any extension. */
    private static final Set<String> DEVICES =
            Set.of(
                    "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5",
                    "com6", "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5",
                    "lpt6", "lpt7", "lpt8", "lpt9");

    private FileName() {}

    /** The cleaned name; never empty. */
    static String of(@Nullable String stated) {
        String name = Normalizer.normalize(stated == null ? "" : stated, Normalizer.Form.NFC);
        name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        StringBuilder kept = new StringBuilder();
        name.codePoints()
                .filter(FileName::isText)
                .map(c -> NOT_IN_NAMES.indexOf(c) >= 0 ? '_' : c)
                .forEach(kept::appendCodePoint);
        name = kept.toString().replaceAll("\\s+", " ").replaceAll("[ .]+$", "");
        String extension = extension(name);
        String base =
                extension.isEmpty()
                        ? name
                        : name.substring(0, name.length() - extension.length() - 1);
        base = base.replaceAll("^[ .]+|[ .]+$", "");
        if (base.isEmpty()) {
            base = UNNAMED;
        }
        if (DEVICES.contains(base.replaceAll("\\..*", "").strip().toLowerCase(Locale.ROOT))) {
            base = "_" + base;
        }
        String ending = extension.isEmpty() ? "" : "." + extension;
        int room = LONGEST - ending.length();
        if (base.length() > room) {
            base =
                    base.substring(
                            0, Character.isHighSurrogate(base.charAt(room - 1)) ? room - 1 : room);
        }
        return base + ending;
    }

    /** What stands behind the last dot of a cleaned name; empty if that is no extension. */
    static String extension(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return name.indexOf('.') >= 0 && extension.matches("[A-Za-z0-9]{1,8}") ? extension : "";
    }

    /**
     * Neither control characters, nor characters that turn the direction of reading or are not
     * seen, nor half characters.
     */
    private static boolean isText(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
