package org.socius.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a dossier is made of, and the archive of it: histories and records as JSON, files as they
 * are, pages for people, and last a list with the SHA-256 of each entry. The same events, read with
 * the same rights, give the same bytes. An archive that broke off has no list and cannot be opened.
 *
 * @param action one of the parts
 * @param parts the request first, then the action and what hangs on it
 */
record Dossier(Part action, List<Part> parts) {

    static final String MANIFEST = "MANIFEST";

    /** Entries of an archive cannot be older. */
    private static final LocalDateTime EARLIEST = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Endings of the kinds of files that services take in. */
    private static final Map<String, String> ENDINGS =
            Map.of(
                    "application/pdf", ".pdf",
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                            ".docx",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx",
                    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                            ".pptx",
                    "application/vnd.oasis.opendocument.text", ".odt",
                    "application/vnd.oasis.opendocument.spreadsheet", ".ods",
                    "image/png", ".png",
                    "image/jpeg", ".jpg",
                    "text/plain", ".txt",
                    "text/csv", ".csv");

    /**
     * One record with everything that is held about it.
     *
     * @param name of the record in the archive, such as {@code calls/<id>}
     * @param path its address in the API
     * @param resource as the reader sees it
     * @param versions of its form, the first one first; empty where it has no form
     * @param timeline its events
     * @param duties who did which step
     * @param filed documents under it, each with its events
     * @param files which the reader may open
     */
    record Part(
            String name,
            String path,
            JsonNode resource,
            List<JsonNode> versions,
            JsonNode timeline,
            JsonNode duties,
            JsonNode filed,
            List<FileOf> files) {

        /** With the versions of its form and the files that belong to it. */
        Part with(List<JsonNode> older, List<FileOf> its) {
            return new Part(
                    name,
                    path,
                    resource,
                    List.copyOf(older),
                    timeline,
                    duties,
                    filed,
                    List.copyOf(its));
        }

        /** When its first event occurred. */
        Instant begun() {
            return timeline.isEmpty() ? Instant.EPOCH : occurredAt(timeline.get(0));
        }

        static Instant occurredAt(JsonNode event) {
            return Instant.parse(event.path("occurredAt").asString("1970-01-01T00:00:00Z"));
        }
    }

    /**
     * A file of a record.
     *
     * @param name within the record
     * @param title as people know it
     * @param path its address in the API
     */
    record FileOf(String name, String title, String path) {}

    /**
     * A file as it lies in the archive.
     *
     * @param entry null if there was none, or none any longer
     */
    record Filed(String record, String title, @Nullable String entry, long size, String sha256) {}

    /**
     * @param roles with whose rights it was read
     * @param reading opens the files
     */
    void write(OutputStream out, List<String> roles, DossierReading reading) throws IOException {
        Archive archive = new Archive(out, lastEntry());
        List<Map<String, Object>> duties = new ArrayList<>();
        for (Part part : parts) {
            archive.json("events/" + part.name + ".json", part.timeline);
            archive.json("records/" + part.name + ".json", part.resource);
            if (!part.filed.isEmpty()) {
                archive.json("records/" + part.name + "-documents.json", part.filed);
            }
            for (int n = 0; n < part.versions.size(); n++) {
                archive.json(
                        "records/%s-version-%d.json".formatted(part.name, n + 1),
                        part.versions.get(n));
            }
            Map<String, Object> own = new LinkedHashMap<>();
            own.put("record", part.name);
            own.put("duties", part.duties.path("duties"));
            own.put("separations", part.duties.path("separations"));
            duties.add(own);
        }
        List<Filed> filed = new ArrayList<>();
        for (Part part : parts) {
            for (FileOf file : part.files) {
                filed.add(file(archive, part, file, reading));
            }
        }
        archive.json("duties.json", duties);
        DossierPages pages = new DossierPages(this);
        archive.text("duties.csv", pages.duties());
        archive.text("decisions.csv", pages.decisions());
        archive.text("index.html", pages.index(roles, filed));
        archive.finish();
    }

    private static Filed file(Archive archive, Part part, FileOf file, DossierReading reading)
            throws IOException {
        Filed[] filed = {new Filed(part.name, file.title, null, 0, "")};
        reading.open(
                part.path,
                file.path,
                (type, content) -> {
                    String entry = "documents/" + part.name + "/" + file.name + ending(type);
                    filed[0] = archive.entry(part.name, file.title, entry, content);
                });
        return filed[0];
    }

    private static String ending(@Nullable MediaType type) {
        return type == null
                ? ".bin"
                : ENDINGS.getOrDefault(type.getType() + "/" + type.getSubtype(), ".bin");
    }

    /** When the newest of all events was entered, which is the age of the archive. */
    Instant lastEntry() {
        return parts.stream()
                .flatMap(part -> part.timeline.valueStream())
                .map(event -> Instant.parse(event.path("recordedAt").asString()))
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /** The archive while it is written. */
    private static final class Archive {

        private final ZipOutputStream zip;
        private final LocalDateTime age;
        private final StringBuilder manifest = new StringBuilder();

        Archive(OutputStream out, Instant age) {
            this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
            LocalDateTime local = LocalDateTime.ofInstant(age, ZoneOffset.UTC);
            this.age = local.isBefore(EARLIEST) ? EARLIEST : local;
        }

        void json(String entry, Object content) throws IOException {
            text(entry, JSON.writeValueAsString(content) + "\n");
        }

        void text(String entry, String content) throws IOException {
            entry(
                    "",
                    "",
                    entry,
                    new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
        }

        Filed entry(String record, String title, String entry, InputStream content)
                throws IOException {
            MessageDigest digest = sha256();
            open(entry);
            long size = content.transferTo(new DigestOutputStream(zip, digest));
            zip.closeEntry();
            String hash = HexFormat.of().formatHex(digest.digest());
            manifest.append(hash).append("  ").append(entry).append('\n');
            return new Filed(record, title, entry, size, hash);
        }

        void finish() throws IOException {
            open(MANIFEST);
            zip.write(manifest.toString().getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
            zip.finish();
        }

        private void open(String entry) throws IOException {
            ZipEntry opened = new ZipEntry(entry);
            opened.setTimeLocal(age);
            zip.putNextEntry(opened);
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
