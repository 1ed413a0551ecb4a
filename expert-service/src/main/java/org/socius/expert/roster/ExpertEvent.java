package org.socius.expert.roster;

import java.util.List;
import java.util.Map;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
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
     */
    @Revision("1")
    record ExpertProfileVerified(
            String expertId,
            String category,
            String employerCountry,
            @Nullable String sex,
            List<Profile.Expertise> expertise,
            Map<String, String> languages)
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
}
