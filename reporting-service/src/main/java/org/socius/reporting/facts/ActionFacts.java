package org.socius.reporting.facts;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An action. What is not recorded is null or empty, never guessed (R36).
 *
 * @param reference such as 2014-12; null only for an imported action whose source names none
 * @param requestId null for an imported action
 * @param partnerName as it stood when the action was opened or imported
 * @param countries ISO codes; several for a regional action, none if the source names none
 * @param countryInferred true if an editor concluded the country from a place
 * @param approvedOn day of the first approval in Brussels; null before it and for imports
 * @param statedStart what the source of an imported action says; so is {@code statedEnd}
 * @param statedExpertCountries of an imported action
 * @param outcome the published text, or what the source of an imported action says; empty if none
 * @param publishedTitle the edited title, null if the action's own stands
 * @param unpublished true while it is kept from the public record; figures count it (R43)
 * @param predecessor id or reference of the action this one continues
 * @param predecessorUnknown true if the source says there is one without naming it
 * @param markers cross-cutting marks, 0 none, 1 significant, 2 principal (R46); empty before the
 *     design and for imports
 * @param evaluation the latest, null before it
 */
public record ActionFacts(
        String id,
        @Nullable String reference,
        @Nullable String requestId,
        String institutionId,
        Map<String, String> partnerName,
        @Nullable String partnerAcronym,
        List<String> countries,
        boolean countryInferred,
        Map<String, String> title,
        Map<String, String> objective,
        List<String> typesOfAssistance,
        List<String> themes,
        List<String> sdgTargets,
        List<String> targetGroups,
        String status,
        boolean imported,
        @Nullable LocalDate approvedOn,
        @Nullable LocalDate closedOn,
        @Nullable LocalDate statedStart,
        @Nullable LocalDate statedEnd,
        List<ActivityFacts> activities,
        List<String> statedExpertCountries,
        Map<String, String> outcome,
        @Nullable Map<String, String> publishedTitle,
        boolean unpublished,
        @Nullable String predecessor,
        boolean predecessorUnknown,
        @Nullable String category,
        Map<String, Integer> markers,
        List<Answer> answers,
        @Nullable Evaluation evaluation) {

    /**
     * An answered survey (R109).
     *
     * @param kind who answered: {@code partner}, {@code expert} or {@code participant}
     * @param ratings 1 to 5 by question
     * @param wouldRecommend null if not asked or not answered; so is {@code wouldWorkAgain}
     */
    public record Answer(
            int activity,
            String kind,
            Map<String, Integer> ratings,
            @Nullable Boolean wouldRecommend,
            @Nullable Boolean wouldWorkAgain,
            LocalDate answeredOn) {

        public Answer {
            ratings = Map.copyOf(ratings);
        }
    }

    /**
     * The evaluation on the criteria of OECD DAC.
     *
     * @param criteria 1 to 4 by criterion
     */
    public record Evaluation(
            Map<String, Integer> criteria, String outcomeLevel, LocalDate evaluatedOn) {

        public Evaluation {
            criteria = Map.copyOf(criteria);
        }
    }

    /** True if the public may see the action itself, and not only that it counts (R43). */
    public boolean isOpen() {
        return counts() && !unpublished;
    }

    /** Approved or imported: what figures of actions are made of, and what the public may see. */
    public boolean counts() {
        return imported || approvedOn != null;
    }

    /** The day by which it falls into a period (R115): approval, else start as the source says. */
    public @Nullable LocalDate countedOn() {
        return imported ? statedStart : approvedOn;
    }

    /**
     * Earliest start of its activities (R35), or what the source says; null if not recorded. A
     * cancelled activity counts only if it had begun, unless none is left or had begun; so it is
     * with the end.
     */
    public @Nullable LocalDate start() {
        return statedStart != null
                ? statedStart
                : counting()
                        .map(ActivityFacts::start)
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }

    /** Latest end of its activities (R35), or what the source says; null if not recorded. */
    public @Nullable LocalDate end() {
        return statedEnd != null
                ? statedEnd
                : counting()
                        .map(ActivityFacts::end)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null);
    }

    private Stream<ActivityFacts> counting() {
        List<ActivityFacts> counting =
                activities.stream()
                        .filter(one -> !one.status().equals("CANCELLED") || one.startedOn() != null)
                        .toList();
        return counting.isEmpty() ? activities.stream() : counting.stream();
    }
}
