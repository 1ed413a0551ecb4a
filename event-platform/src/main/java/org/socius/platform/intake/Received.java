package org.socius.platform.intake;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A fact with its contract event.
 *
 * @param event the contract record, null where the intake does not know the type: its sequence
 *     counts all the same
 * @param value the record's JSON as it was sent, {@code occurredAt} and {@code recordedAt}
 *     included; null where the intake does not know the type
 */
public record Received(Fact fact, @Nullable Object event, @Nullable JsonNode value) {}
