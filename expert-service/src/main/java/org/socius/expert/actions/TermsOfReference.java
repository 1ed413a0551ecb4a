package org.socius.expert.actions;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.platform.problem.Rejection;

/**
 * The final terms of reference of one activity: what a call offers and a contract may not exceed.
 *
 * @param version counts from 1; a later version does not alter signed contracts (R53)
 */
public record TermsOfReference(
        int activity,
        int version,
        String activityType,
        Map<String, String> activityTitle,
        String modality,
        @Nullable Place place,
        List<Position> positions,
        Phases phases) {

    /**
     * A position of the activity.
     *
     * @throws Rejection.UnknownCode if there is none of this code
     */
    public Position position(String code) {
        return positions.stream()
                .filter(position -> position.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new Rejection.UnknownCode("/position", "positions", code));
    }

    /** The same with other dates. */
    TermsOfReference at(Phases moved) {
        return new TermsOfReference(
                activity, version, activityType, activityTitle, modality, place, positions, moved);
    }

    /** Working days by phase; halves are possible. */
    public record Days(double preparation, double implementation, double delivery) {

        /** Exact: tenths do not add up in binary. */
        public BigDecimal total() {
            return BigDecimal.valueOf(preparation)
                    .add(BigDecimal.valueOf(implementation))
                    .add(BigDecimal.valueOf(delivery));
        }
    }

    /** Both days inclusive. */
    public record Period(LocalDate from, LocalDate to) {}

    public record Phases(Period preparation, Period implementation, Period delivery) {}

    public record Place(@Nullable String city, @Nullable String country) {}

    /**
     * One seat of the team.
     *
     * @param languages CEFR level by ISO 639-1 code
     * @param yearsMin years of experience asked for, or null
     */
    public record Position(
            String code,
            String responsibility,
            boolean principal,
            String expertiseArea,
            List<String> required,
            List<String> wished,
            Map<String, String> languages,
            @Nullable Integer yearsMin,
            Days days,
            boolean mandatory) {}
}
