package org.socius.reporting.facts;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call for experts.
 *
 * @param positions codes of its seats, distinct
 * @param publishedOn day of the first publication, in Brussels; null while it is a draft
 * @param round from 1, one more with each relaunch
 * @param closedOn day on which the deadline of the latest round passed, null while it is open
 */
public record CallFacts(
        String id,
        String reference,
        String actionId,
        int activity,
        List<String> positions,
        String status,
        @Nullable LocalDate publishedOn,
        int round,
        @Nullable LocalDate closedOn) {

    public CallFacts {
        positions = List.copyOf(positions);
    }
}
