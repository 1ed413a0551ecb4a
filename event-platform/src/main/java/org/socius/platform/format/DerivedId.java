package org.socius.platform.format;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Ids that the system makes out of a name, so that one thing has one id however often it is told,
 * and that no client can take before: they are UUIDs of version 8 with the variant {@code b}, or
 * where they came first of version 3, and {@link #OF_CLIENT} leaves both out.
 */
public final class DerivedId {

    /** The form of an id that a client gives: a UUID that is no derived one. */
    public static final String OF_CLIENT =
            "(?!.{14}(3|8.{4}[bB]))[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    private DerivedId() {}

    /** The id of what has this name. */
    public static String of(String name) {
        UUID hash = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return new UUID(
                        hash.getMostSignificantBits() & ~0xF000L | 0x8000L,
                        hash.getLeastSignificantBits() & ~(0xFL << 60) | 0xBL << 60)
                .toString();
    }
}
