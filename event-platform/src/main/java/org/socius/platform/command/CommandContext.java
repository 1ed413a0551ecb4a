package org.socius.platform.command;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.platform.time.Brussels;

/**
 * The circumstances of a command: who gives it, for whom, why, and which time counts. Aggregates
 * get it as a parameter of {@code decide}; every event that follows carries it as metadata.
 *
 * @param actor who commands
 * @param onBehalfOf for whom, when an administrator enters something for another; else null
 * @param occurredAt the time by which rules about dates judge
 * @param recordedAt when it was entered, by the business clock
 * @param late true if {@code occurredAt} was stated by the caller and lies in the past
 * @param reason free text, may say something about persons; null where none was given
 * @param reasonCode a code of the reason list, or null
 * @param commandId identity of the command within {@code actor}: the same id takes effect once
 * @param correlationId what belongs together across services
 * @param causationId the event or request that caused the command, or null
 * @param expectedVersion the version the caller has seen ({@code If-Match}), or null
 * @param fingerprint of method, path and body, to tell a repeated command from another one
 * @param subject the aggregate the command is addressed to: the reason is kept with its events and
 *     with nobody else's, since it may be about somebody whom the others must not read of; null
 *     where that is not known
 * @param result a small JSON text stored with the commit and returned when the command is repeated
 */
public record CommandContext(
        Actor actor,
        @Nullable Actor onBehalfOf,
        Instant occurredAt,
        Instant recordedAt,
        boolean late,
        @Nullable String reason,
        @Nullable String reasonCode,
        @Nullable String commandId,
        String correlationId,
        @Nullable String causationId,
        @Nullable Long expectedVersion,
        @Nullable String fingerprint,
        @Nullable String subject,
        @Nullable String result) {

    /** Key of the command message's metadata under which the context travels. */
    public static final String KEY = "context";

    /** Event metadata: the time of an automatic step, where it differs from the command's. */
    public static final String STEP_AT = "stepAt";

    /** A command of the system itself, given now. */
    public static CommandContext ofSystem(String part, Instant now, String commandId) {
        return new CommandContext(
                Actor.system(part),
                null,
                now,
                now,
                false,
                null,
                null,
                commandId,
                commandId,
                null,
                null,
                null,
                null,
                null);
    }

    /**
     * A command of the system that follows from a fact and therefore carries the fact's time.
     *
     * @param commandId derived from the fact's id, so that a repeated fact has no further effect
     */
    public static CommandContext following(
            String part,
            Instant occurredAt,
            Instant recordedAt,
            boolean late,
            String commandId,
            String correlationId,
            String causationId) {
        return new CommandContext(
                Actor.system(part),
                null,
                occurredAt,
                recordedAt,
                late,
                null,
                null,
                commandId,
                correlationId,
                causationId,
                null,
                null,
                null,
                null);
    }

    /** The person rules look at: the one acted for, else the one who acts. */
    public Actor person() {
        return onBehalfOf == null ? actor : onBehalfOf;
    }

    /** The day in Brussels on which this happens. */
    public LocalDate today() {
        return Brussels.day(occurredAt);
    }

    /** True if a deadline lies behind; for a late entry a deadline of the same day does not. */
    public boolean hasPassed(Instant due) {
        return late ? Brussels.day(due).isBefore(today()) : !due.isAfter(occurredAt);
    }

    /** What every event of this command carries; personal free text stays in the private store. */
    public Map<String, Object> asEventMetadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("actorId", actor.id());
        metadata.put("actorRole", actor.role());
        if (onBehalfOf != null) {
            metadata.put("onBehalfOfId", onBehalfOf.id());
            metadata.put("onBehalfOfRole", onBehalfOf.role());
        }
        metadata.put("occurredAt", occurredAt.toString());
        metadata.put("recordedAt", recordedAt.toString());
        if (late) {
            metadata.put("late", "true");
        }
        if (reason != null) {
            metadata.put("reason", reason);
            putIfPresent(metadata, "reasonOf", subject);
        }
        putIfPresent(metadata, "reasonCode", reasonCode);
        metadata.put("correlationId", correlationId);
        putIfPresent(metadata, "causationId", causationId);
        if (commandId != null) {
            metadata.put("commandPrincipal", actor.id());
            metadata.put("commandId", commandId);
        }
        putIfPresent(metadata, "commandResult", result);
        return metadata;
    }

    private static void putIfPresent(
            Map<String, Object> metadata, String key, @Nullable Object value) {
        if (value != null) {
            metadata.put(key, value);
        }
    }
}
