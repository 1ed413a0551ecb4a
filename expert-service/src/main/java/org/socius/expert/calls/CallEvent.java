package org.socius.expert.calls;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import org.socius.expert.actions.TermsOfReference.Phases;
import org.socius.expert.actions.TermsOfReference.Place;
import org.socius.expert.actions.TermsOfReference.Position;

/** What has happened to a call and its seats. */
public sealed interface CallEvent {

    String callId();

    /**
     * @param reference such as 27-03/COL/1
     * @param country of the action, null where it has none
     */
    @Revision("1")
    record CallDrafted(
            String callId,
            String reference,
            String actionId,
            String actionReference,
            Map<String, String> actionTitle,
            String institutionId,
            Map<String, String> institutionName,
            @Nullable String country,
            int activity,
            String activityType,
            Map<String, String> activityTitle,
            String modality,
            @Nullable Place place,
            int termsOfReferenceVersion,
            List<Position> positions,
            Phases phases)
            implements CallEvent {}

    /**
     * @param round from 1
     */
    @Revision("1")
    record CallPublished(
            String callId,
            String reference,
            String actionId,
            String actionReference,
            int activity,
            Map<String, String> actionTitle,
            @Nullable String country,
            List<Position> positions,
            Instant deadline,
            int round)
            implements CallEvent {}

    @Revision("1")
    record CallClosed(String callId) implements CallEvent {}

    @Revision("1")
    record SelectionStarted(String callId, List<String> assessors) implements CallEvent {}

    @Revision("1")
    record CallFilled(String callId) implements CallEvent {}

    @Revision("1")
    record CallPartlyFilled(String callId) implements CallEvent {}

    @Revision("1")
    record CallUnfilled(String callId) implements CallEvent {}

    /**
     * @param publicExpert by the category of the employment on that day
     */
    @Revision("1")
    record ApplicantEntered(
            String callId,
            String applicationId,
            String position,
            String expertId,
            boolean publicExpert)
            implements CallEvent {}

    /** Both assessors have scored; {@code mean} of their totals, 0 to 100. */
    @Revision("1")
    record ApplicantRated(String callId, String applicationId, double mean) implements CallEvent {}

    /**
     * @param rank order on the position's reserve list, from 1
     */
    @Revision("1")
    record ApplicantReserved(String callId, String applicationId, int rank) implements CallEvent {}

    /** Out of the running: withdrawn, inadmissible, rejected, declined or objected to. */
    @Revision("1")
    record ApplicantLeft(String callId, String applicationId, boolean withdrawn)
            implements CallEvent {}

    /** Selected, not yet answered. */
    @Revision("1")
    record SeatOffered(String callId, String position, String applicationId) implements CallEvent {}

    @Revision("1")
    record SeatTaken(String callId, String position, String applicationId) implements CallEvent {}

    @Revision("1")
    record SeatFreed(String callId, String position, String applicationId) implements CallEvent {}
}
