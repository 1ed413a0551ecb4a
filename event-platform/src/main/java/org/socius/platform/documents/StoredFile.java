package org.socius.platform.documents;

import org.socius.platform.serialization.PersonalData;

/**
 * What an event says of a file that lies in the store.
 *
 * @param fileId where it lies, random; not an address
 * @param name as the sender called it, cleaned: a text for people, never a path
 * @param type media type by what stands in the file
 * @param size in bytes, at least 1
 * @param sha256 of the content, in hexadecimal; whoever has a file could tell by it that it is this
 *     one
 */
public record StoredFile(
        String fileId,
        @PersonalData String name,
        String type,
        long size,
        @PersonalData String sha256) {

    /** True if the content and what is said of it are the same, wherever it lies. */
    public boolean sameAs(StoredFile other) {
        return name.equals(other.name)
                && type.equals(other.type)
                && size == other.size
                && sha256.equals(other.sha256);
    }
}
