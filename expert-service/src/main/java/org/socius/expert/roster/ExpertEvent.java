package org.socius.expert.roster;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import org.socius.platform.documents.StoredFile;
import org.socius.platform.privacy.OfRecord;
import org.socius.platform.serialization.PersonalData;

/** What has happened to a roster entry. */
public sealed interface ExpertEvent {

    String expertId();

    @Revision("1")
    record ExpertRegistered(String expertId, @PersonalData Profile profile)
            implements ExpertEvent {}

    @Revision("1")
    record ExpertProfileSubmitted(String expertId) implements ExpertEvent {}

    /**
     * The person can apply to calls.
     *
     * @param category of the employment on that day
     * @param languages CEFR level by ISO 639-1 code
     * @param confirmedUntil the last day on which it counts as confirmed (R74); null where nobody
     *     said, which means after 24 months
     */
    @Revision("1")
    record ExpertProfileVerified(
            String expertId,
            String category,
            String employerCountry,
            @Nullable String sex,
            List<Profile.Expertise> expertise,
            Map<String, String> languages,
            @Nullable LocalDate confirmedUntil)
            implements ExpertEvent {}

    @Revision("1")
    record ExpertProfileReturned(String expertId) implements ExpertEvent {}

    @Revision("1")
    record ExpertProfileRefused(String expertId) implements ExpertEvent {}

    /**
     * @param changes the changed fields only
     * @param employmentChanged an employer or category changed and is to be verified again
     */
    @Revision("1")
    record ExpertProfileUpdated(
            String expertId, @PersonalData Profile changes, boolean employmentChanged)
            implements ExpertEvent {}

    /** A CV as a file, in place of the one before; applications keep the one of their day (R86). */
    @Revision("1")
    record ExpertCvStored(String expertId, StoredFile file) implements ExpertEvent {}

    /** Nobody has confirmed the profile in time (R74). */
    @Revision("1")
    record ExpertProfileExpired(String expertId) implements ExpertEvent {}

    /**
     * What the profile says holds still.
     *
     * @param confirmedUntil the last day on which it counts as confirmed (R74); null where nobody
     *     said, which means after 24 months
     */
    @Revision("1")
    record ExpertProfileConfirmed(String expertId, @Nullable LocalDate confirmedUntil)
            implements ExpertEvent {}

    @Revision("1")
    record ExpertSuspended(String expertId) implements ExpertEvent {}

    @Revision("1")
    record ExpertReinstated(String expertId) implements ExpertEvent {}

    /** The person has left the roster. */
    @Revision("1")
    record ExpertDeactivated(String expertId) implements ExpertEvent {}

    /** What was known of the person is to be forgotten; what was counted stays. */
    @Revision("1")
    record ExpertErased(String expertId) implements ExpertEvent {}

    /**
     * A mobilisation has begun to take the person's time.
     *
     * @param onSiteFrom first day on site, null for remote work (R54)
     * @param onSiteTo last day on site
     */
    @Revision("1")
    record EngagementBooked(
            String expertId,
            String mobilisationId,
            String actionId,
            int activity,
            @Nullable LocalDate onSiteFrom,
            @Nullable LocalDate onSiteTo)
            implements ExpertEvent {}

    /**
     * The activity of an engagement has other dates.
     *
     * @param onSiteFrom first day on site, null for remote work and while there is no new date
     * @param onSiteTo last day on site
     */
    @Revision("1")
    record EngagementMoved(
            String expertId,
            String mobilisationId,
            @Nullable LocalDate onSiteFrom,
            @Nullable LocalDate onSiteTo)
            implements ExpertEvent {}

    /**
     * The paid days of a mobilisation, in place of what was noted for it before (R98). Why they may
     * be more is said of the mobilisation, and is forgotten with it.
     *
     * @param daysByYear by calendar year
     * @param waiver who let the person exceed the limit, null where it is kept
     */
    @Revision("1")
    record PaidDaysNoted(
            String expertId,
            String mobilisationId,
            Map<String, Double> daysByYear,
            @PersonalData @Nullable String waiver)
            implements ExpertEvent, OfRecord {

        @Override
        public String recordId() {
            return mobilisationId;
        }
    }

    /**
     * A mobilisation takes no more of the person's time.
     *
     * @param lastDayOnSite null if it was not carried out: its days are free again
     */
    @Revision("1")
    record EngagementEnded(
            String expertId, String mobilisationId, @Nullable LocalDate lastDayOnSite)
            implements ExpertEvent {}
}
