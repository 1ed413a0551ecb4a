package org.socius.platform.documents;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The kinds of files that can be told by what stands in them; settings say which are taken. */
public enum Format {
    PDF("application/pdf", "pdf"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    PPTX("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
    ODT("application/vnd.oasis.opendocument.text", "odt"),
    ODS("application/vnd.oasis.opendocument.spreadsheet", "ods"),
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpg", "jpeg"),
    TEXT("text/plain", "txt"),
    CSV("text/csv", "csv");

    private final String mediaType;
    private final Set<String> extensions;

    Format(String mediaType, String... extensions) {
        this.mediaType = mediaType;
        this.extensions = Set.of(extensions);
    }

    String mediaType() {
        return mediaType;
    }

    boolean isNamed(String extension) {
        return extensions.contains(extension.toLowerCase(Locale.ROOT));
    }

    /** For people: {@code pdf, docx}. */
    static String names(Set<Format> formats) {
        List<String> names =
                Arrays.stream(values())
                        .filter(formats::contains)
                        .flatMap(format -> format.extensions.stream().sorted())
                        .toList();
        return String.join(", ", names);
    }
}
