package org.socius.platform.store;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What the log remembers of a command that was applied.
 *
 * @param position position of its commit
 * @param result the small answer that was stored with it; empty text if none was given
 * @param sequences last sequence that the command gave to each aggregate it touched
 */
public record RecordedCommand(long position, String result, Map<String, Long> sequences) {

    static RecordedCommand of(Commit commit) {
        return new RecordedCommand(
                commit.position(),
                Objects.requireNonNullElse(commit.result(), ""),
                commit.events().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        StoredEvent::aggregateId,
                                        StoredEvent::sequence,
                                        Math::max)));
    }
}
