package org.socius.platform.intake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a record of a topic says about the event it carries.
 *
 * @param offset of the record in its partition
 * @param type CloudEvents type, such as {@code org.socius.action.approved.v1}
 * @param eventId unique over all services; the base of ids of commands that follow from it
 * @param aggregateId the key of the record
 * @param sequence contract sequence of the aggregate, from 1 without holes
 * @param aggregateVersion the version that {@code ETag} shows, -1 if the record does not say it
 * @param occurredAt when it happened, by the business clock
 * @param recordedAt when the source's store took it, by the business clock
 * @param late true if it was entered after the fact
 * @param correlationId of the command all this follows from; the event's own id if none is given
 * @param causationId what the event follows from directly, null if the record does not say it
 */
public record Fact(
        String topic,
        int partition,
        long offset,
        String type,
        String eventId,
        String aggregateId,
        long sequence,
        long aggregateVersion,
        Instant occurredAt,
        Instant recordedAt,
        boolean late,
        String correlationId,
        @Nullable String causationId) {}
