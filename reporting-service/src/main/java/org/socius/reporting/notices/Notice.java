package org.socius.reporting.notices;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing somebody is told, made of codes and references only (R119).
 *
 * @param id derived from event, kind and audience, so that the same event makes the same notices
 * @param event id of the contract event
 * @param path address of the resource below the gateway
 * @param reference how people call it, such as 2014-12 or R-2026-0042; null if it has none
 * @param activity number of the activity, null where no single one is meant
 * @param at when it happened
 * @param due until when something is expected; null if nothing is, or without a limit
 */
public record Notice(
        String id,
        String event,
        Kind kind,
        Audience audience,
        String path,
        @Nullable String reference,
        @Nullable Integer activity,
        Instant at,
        @Nullable Instant due) {}
