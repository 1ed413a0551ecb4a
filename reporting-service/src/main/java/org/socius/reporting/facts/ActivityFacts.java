package org.socius.reporting.facts;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An activity of an action. What is not recorded is null, never guessed (R36).
 *
 * @param number within the action, from 1
 * @param typeInferred true if the type of an imported activity is an editorial judgement
 * @param description what the source of an imported activity says
 * @param startedOn day on which it was begun, as its completion repeats it; null before, also while
 *     the experts prepare
 * @param endedOn last day of the implementation; of one that was cancelled after it had begun, the
 *     day of that, at the latest the planned one; null before
 * @param completedOn null until completed; for an imported activity always
 * @param carriedOut completed, or imported with an action that is over
 * @param hostCountry of a study visit
 */
public record ActivityFacts(
        int number,
        @Nullable String type,
        boolean typeInferred,
        Map<String, String> title,
        @Nullable String description,
        @Nullable String modality,
        @Nullable String city,
        @Nullable String placeCountry,
        @Nullable LocalDate plannedStart,
        @Nullable LocalDate plannedEnd,
        @Nullable LocalDate startedOn,
        @Nullable LocalDate endedOn,
        @Nullable LocalDate completedOn,
        String status,
        boolean carriedOut,
        @Nullable String hostCountry,
        @Nullable Participants participants,
        List<String> deliverables) {

    public ActivityFacts {
        title = Map.copyOf(title);
        deliverables = List.copyOf(deliverables);
    }

    /** Persons of the partner who took part. */
    public record Participants(int women, int men, int other) {}

    /** First day of the work: as it was, else as planned, else null. */
    public @Nullable LocalDate start() {
        return startedOn != null ? startedOn : plannedStart;
    }

    /** Last day of the work: as it was, else as planned, else null. */
    public @Nullable LocalDate end() {
        return endedOn != null ? endedOn : plannedEnd;
    }
}
