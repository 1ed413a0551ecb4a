package org.socius.expert.roster;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verified expert with what decides about a seat.
 *
 * @param bookings what takes or has taken the person's time; a remote one only while it lasts
 * @param missionsEnded last day of each mission that was carried out
 */
public record Candidate(
        String expertId, Profile profile, List<Booking> bookings, List<LocalDate> missionsEnded) {

    /**
     * @param from first day on site, null for remote work
     * @param to last day on site
     * @param running false once the mission has ended
     */
    public record Booking(
            String mobilisationId,
            String actionId,
            int activity,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            boolean running) {

        /** True if the person is on site on one of these days (R54). */
        public boolean meets(LocalDate first, LocalDate last) {
            return from != null && to != null && !from.isAfter(last) && !to.isBefore(first);
        }
    }
}
