package org.socius.platform.command;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When an event happened and when it was recorded, by whom and why, as its metadata says.
 *
 * @param occurredAt business time of the fact
 * @param recordedAt business time of its entry
 * @param late true for an entry made after the fact, and for what followed from one
 */
public record EventMoment(
        Instant occurredAt,
        Instant recordedAt,
        boolean late,
        String actorId,
        String actorRole,
        @Nullable String onBehalfOfId,
        @Nullable String onBehalfOfRole,
        @Nullable String reason,
        @Nullable String reasonCode,
        String correlationId,
        @Nullable String causationId) {

    /**
     * Reads the moment from an event's metadata; absent times are the epoch, so that history stays
     * readable.
     */
    public static EventMoment of(Map<String, ?> metadata) {
        String step = text(metadata, CommandContext.STEP_AT);
        Instant occurred = instant(step == null ? text(metadata, "occurredAt") : step);
        return new EventMoment(
                occurred,
                instant(text(metadata, "recordedAt")),
                "true".equals(text(metadata, "late")),
                orEmpty(text(metadata, "actorId")),
                orEmpty(text(metadata, "actorRole")),
                text(metadata, "onBehalfOfId"),
                text(metadata, "onBehalfOfRole"),
                text(metadata, "reason"),
                text(metadata, "reasonCode"),
                orEmpty(text(metadata, "correlationId")),
                text(metadata, "causationId"));
    }

    /**
     * The same entry, dated no earlier than another one: a fact from elsewhere that arrives late
     * does not open the days before what is recorded already (entries come in the order of their
     * days).
     */
    public EventMoment notBefore(@Nullable EventMoment other) {
        return other == null || !other.occurredAt().isAfter(occurredAt)
                ? this
                : new EventMoment(
                        other.occurredAt(),
                        recordedAt,
                        late,
                        actorId,
                        actorRole,
                        onBehalfOfId,
                        onBehalfOfRole,
                        reason,
                        reasonCode,
                        correlationId,
                        causationId);
    }

    /** The id of the person rules look at. */
    public String personId() {
        return onBehalfOfId == null ? actorId : onBehalfOfId;
    }

    /** The role under which the person acted. */
    public String personRole() {
        return onBehalfOfRole == null ? actorRole : onBehalfOfRole;
    }

    private static @Nullable String text(Map<String, ?> metadata, String key) {
        Object value = metadata.get(key);
        return value == null ? null : value.toString();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Instant instant(@Nullable String text) {
        return text == null ? Instant.EPOCH : Instant.parse(text);
    }
}
