package org.socius.action.history;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.StrictJson;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file of historical actions as one JSON body: {@code {"actions": […]}}, a plain array, or one
 * item a line (NDJSON). Each item becomes a numbered row; a row that cannot be read says so and
 * does not hold up the others.
 */
final class ImportFile extends HttpServletRequestWrapper {

    private static final int MAX_BYTES = 1 << 20;

    /** Bodies may have 32 levels, of which the rows made here use three. */
    private static final int MAX_DEPTH = 29;

    private static final int MAX_TEXT = 20_000;
    private static final int MAX_NUMBER = 40;
    private static final int MAX_NAME = 1_000;

    /** What a command's body may carry beside the file. */
    private static final Set<String> COMMON =
            Set.of("id", "reason", "reasonCode", "occurredOn", "onBehalfOf");

    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final boolean dryRun;

    ImportFile(HttpServletRequest request, boolean dryRun) {
        super(request);
        this.dryRun = dryRun;
    }

    /** The one parameter is read; a command has no other. */
    @Override
    public @Nullable String getQueryString() {
        return null;
    }

    @Override
    public String getContentType() {
        return isLines() || isJson() ? "application/json" : String.valueOf(super.getContentType());
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        byte[] file;
        try (InputStream in = super.getInputStream()) {
            file = in.readNBytes(MAX_BYTES + 1);
        }
        if (file.length > MAX_BYTES) {
            throw new Rejection.TooLarge(MAX_BYTES);
        }
        if (!isLines() && !isJson()) {
            return new Bytes(file);
        }
        ObjectNode body = JSON.createObjectNode();
        ArrayNode rows = body.putArray("actions");
        ArrayNode notRead = body.putArray("notRead");
        body.put("dryRun", dryRun);
        String text = decode(file);
        if (isLines()) {
            readLines(text, rows);
        } else {
            readDocument(text, body, rows, notRead);
        }
        return new Bytes(JSON.writeValueAsBytes(body));
    }

    private boolean isLines() {
        return type().contains("ndjson") || type().contains("jsonl");
    }

    private boolean isJson() {
        return type().startsWith("application/json");
    }

    private String type() {
        String type = super.getContentType();
        return type == null ? "" : type.toLowerCase(Locale.ROOT);
    }

    private static void readLines(String text, ArrayNode rows) {
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                try {
                    row(rows, number, JSON.readTree(line));
                } catch (JacksonException e) {
                    row(rows, number, null);
                }
            }
        }
    }

    private static void readDocument(
            String text, ObjectNode body, ArrayNode rows, ArrayNode notRead) {
        JsonNode document;
        try {
            document = JSON.readTree(text);
        } catch (StreamConstraintsException e) {
            throw Rejection.InvalidFields.of(
                    "", "over-limit", "The file is nested deeper than " + MAX_DEPTH + " levels.");
        } catch (JacksonException e) {
            throw new Rejection.MalformedBody(
                    "The file is not well-formed JSON (line " + e.getLocation().getLineNr() + ").");
        }
        JsonNode items = document;
        if (document instanceof ObjectNode object) {
            items = object.path("actions");
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (COMMON.contains(member.getKey())) {
                    body.set(member.getKey(), member.getValue());
                } else if (!member.getKey().equals("actions")) {
                    notRead.add(member.getKey());
                }
            }
        }
        if (!items.isArray()) {
            throw Rejection.InvalidFields.of(
                    "/actions", "required", "A list of historical actions is expected.");
        }
        int number = 0;
        for (JsonNode item : items) {
            row(rows, ++number, item);
        }
    }

    private static void row(ArrayNode rows, int number, @Nullable JsonNode item) {
        ObjectNode row = rows.addObject().put("line", number);
        String broken = broken(item);
        if (broken == null) {
            row.set("item", item);
        } else {
            row.put("broken", broken);
        }
    }

    private static @Nullable String broken(@Nullable JsonNode item) {
        if (item == null) {
            return "The row is not well-formed JSON.";
        }
        if (!item.isObject()) {
            return "The row is not an object.";
        }
        return hasForbiddenText(item)
                ? "A text is longer than %d characters, a number than %d digits, or a text holds control characters."
                        .formatted(MAX_TEXT, MAX_NUMBER)
                : null;
    }

    private static boolean hasForbiddenText(JsonNode node) {
        if (node.isString()) {
            String text = node.stringValue();
            return text.length() > MAX_TEXT || !StrictJson.isText(text);
        }
        if (node.isNumber()) {
            return node.asString().length() > MAX_NUMBER
                    || node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue());
        }
        if (!node.propertyNames().stream()
                .allMatch(name -> name.length() <= MAX_NAME && StrictJson.isText(name))) {
            return true;
        }
        for (JsonNode child : node) {
            if (hasForbiddenText(child)) {
                return true;
            }
        }
        return false;
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Rejection.MalformedBody("The file is not UTF-8.");
        }
    }

    @Override
    public long getContentLengthLong() {
        long length = super.getContentLengthLong();
        return length > MAX_BYTES ? length : -1;
    }

    private static final class Bytes extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        Bytes(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("Read at once");
        }
    }
}
