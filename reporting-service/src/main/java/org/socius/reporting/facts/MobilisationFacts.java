package org.socius.reporting.facts;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expert who was mobilised for a seat, and the days recorded for it.
 *
 * @param expertId random, says nothing of the person (R119)
 * @param expertCountry of the employer on the day of mobilisation (R70)
 * @param mobilisedOn null if days are known but the mobilisation is not: possible only for a while
 * @param applicationId null for a direct appointment
 */
public record MobilisationFacts(
        String id,
        String expertId,
        String actionId,
        int activity,
        String position,
        @Nullable String category,
        @Nullable String expertCountry,
        @Nullable LocalDate mobilisedOn,
        String status,
        List<Entry> entries,
        @Nullable String applicationId) {

    /**
     * Days worked in one phase.
     *
     * @param to last day: by it the days fall into a period (R115)
     * @param expertCountry of the employer on those days
     */
    public record Entry(
            String phase,
            double days,
            LocalDate from,
            LocalDate to,
            String expertCountry,
            String category) {}
}
