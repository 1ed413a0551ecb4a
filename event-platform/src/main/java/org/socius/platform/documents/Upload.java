package org.socius.platform.documents;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadContentTypeException;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.jspecify.annotations.Nullable;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.BodyWithFile;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A multipart body: one part called {@code file}, and texts. The file is stored while it is read
 * and dropped again if the command is refused.
 */
public final class Upload implements BodyWithFile {

    /** Room for the texts and the seams of the body. */
    private static final long AROUND = 64 << 10;

    private static final int MOST_PARTS = 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Documents documents;
    private final String kind;
    private final ObjectNode texts = JSON.createObjectNode();
    private @Nullable String record;
    private @Nullable FileItemInputIterator parts;
    private @Nullable FileItemInput waiting;
    private int taken;
    private @Nullable StoredFile file;

    Upload(Documents documents, String kind, @Nullable String record) {
        this.documents = documents;
        this.kind = kind;
        this.record = record;
    }

    /** The record whose file it is, where that was not known before the body. */
    public void belongsTo(String owningRecord) {
        this.record = owningRecord;
    }

    /** The file, once the body was read. */
    public StoredFile file() {
        if (file == null) {
            throw new IllegalStateException("The body has not been read");
        }
        return file;
    }

    /**
     * A text of the body, if it comes before the file; nothing beyond it is read.
     *
     * @throws Rejection if the body cannot be read so far
     */
    public Optional<String> textBeforeFile(HttpServletRequest request, String name) {
        reading(
                request,
                () -> {
                    while (waiting == null && !texts.has(name)) {
                        FileItemInput part = next(request);
                        if (part == null) {
                            return;
                        }
                        if (FILE.equals(part.getFieldName())) {
                            waiting = part;
                        } else {
                            take(part);
                        }
                    }
                });
        return texts.path(name).stringValueOpt();
    }

    @Override
    public ObjectNode read(HttpServletRequest request) {
        reading(
                request,
                () -> {
                    FileItemInput part = waiting == null ? next(request) : waiting;
                    waiting = null;
                    for (; part != null; part = next(request)) {
                        take(part);
                    }
                });
        if (file == null) {
            throw Rejection.InvalidFields.of(
                    "/" + FILE, "required", "A part of this name with a file is expected.");
        }
        ObjectNode said = texts.putObject(FILE);
        said.put("name", file.name());
        said.put("type", file.type());
        said.put("size", file.size());
        said.put("sha256", file.sha256());
        return texts;
    }

    private interface Reading {
        void go() throws IOException;
    }

    /** What goes wrong leaves nothing of the file. */
    private void reading(HttpServletRequest request, Reading step) {
        String type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            throw new Rejection.UnsupportedMediaType("multipart/form-data");
        }
        long largest = documents.settings().largest();
        if (request.getContentLengthLong() > largest + AROUND) {
            throw new Rejection.TooLarge(largest);
        }
        try {
            step.go();
        } catch (FileUploadSizeException e) {
            drop();
            throw new Rejection.TooLarge(largest);
        } catch (FileUploadContentTypeException e) {
            throw new Rejection.UnsupportedMediaType("multipart/form-data");
        } catch (IOException e) {
            drop();
            if (e.getCause() instanceof FileUploadSizeException) {
                throw new Rejection.TooLarge(largest);
            }
            throw new Rejection.MalformedBody("The body is not multipart, or ended early.");
        } catch (RuntimeException e) {
            drop();
            throw e;
        }
    }

    /** The next part; null behind the last. */
    private @Nullable FileItemInput next(HttpServletRequest request) throws IOException {
        if (parts == null) {
            JakartaServletFileUpload<?, ?> parser = new JakartaServletFileUpload<>();
            parser.setHeaderCharset(StandardCharsets.UTF_8);
            parser.setMaxSize(documents.settings().largest() + AROUND);
            parts = parser.getItemIterator(request);
        }
        if (!parts.hasNext()) {
            return null;
        }
        if (++taken > MOST_PARTS) {
            throw new Rejection.MalformedBody("The body has too many parts.");
        }
        return parts.next();
    }

    private void take(FileItemInput part) throws IOException {
        String name = part.getFieldName();
        if (name == null) {
            throw new Rejection.MalformedBody("A part of the body has no name.");
        }
        if (name.equals(FILE)) {
            if (part.isFormField() || file != null) {
                throw Rejection.InvalidFields.of(
                        "/" + FILE, "wrong-type", "One file with a name is expected.");
            }
            String owning = record;
            if (owning == null) {
                throw new IllegalStateException("Nobody has said whose file it is");
            }
            try (InputStream content = part.getInputStream()) {
                file = documents.store(kind, owning, FileName.of(part.getName()), content);
            }
        } else if (!part.isFormField() || texts.has(name)) {
            throw Rejection.InvalidFields.of(
                    "/" + name, "wrong-type", "One text of this name is expected.");
        } else {
            texts.put(name, text(part));
        }
    }

    private static String text(FileItemInput part) throws IOException {
        try (InputStream content = part.getInputStream()) {
            byte[] bytes = content.readNBytes((int) AROUND + 1);
            if (bytes.length > AROUND) {
                throw new Rejection.TooLarge(AROUND);
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @Override
    public void drop() {
        if (file != null) {
            documents.discard(file.fileId());
        }
    }
}
