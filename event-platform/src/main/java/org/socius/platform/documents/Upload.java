package org.socius.platform.documents;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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
    private final String record;
    private @Nullable StoredFile file;

    Upload(Documents documents, String kind, String record) {
        this.documents = documents;
        this.kind = kind;
        this.record = record;
    }

    /** The file, once the body was read. */
    public StoredFile file() {
        if (file == null) {
            throw new IllegalStateException("The body has not been read");
        }
        return file;
    }

    @Override
    public ObjectNode read(HttpServletRequest request) {
        String type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            throw new Rejection.UnsupportedMediaType("multipart/form-data");
        }
        long largest = documents.settings().largest();
        if (request.getContentLengthLong() > largest + AROUND) {
            throw new Rejection.TooLarge(largest);
        }
        JakartaServletFileUpload<?, ?> parser = new JakartaServletFileUpload<>();
        parser.setHeaderCharset(StandardCharsets.UTF_8);
        parser.setMaxSize(largest + AROUND);
        ObjectNode texts = JSON.createObjectNode();
        try {
            FileItemInputIterator parts = parser.getItemIterator(request);
            for (int n = 1; parts.hasNext(); n++) {
                if (n > MOST_PARTS) {
                    throw new Rejection.MalformedBody("The body has too many parts.");
                }
                take(parts.next(), texts);
            }
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

    private void take(FileItemInput part, ObjectNode texts) throws IOException {
        String name = part.getFieldName();
        if (name == null) {
            throw new Rejection.MalformedBody("A part of the body has no name.");
        }
        if (name.equals(FILE)) {
            if (part.isFormField() || file != null) {
                throw Rejection.InvalidFields.of(
                        "/" + FILE, "wrong-type", "One file with a name is expected.");
            }
            try (InputStream content = part.getInputStream()) {
                file = documents.store(kind, record, FileName.of(part.getName()), content);
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
