package org.socius.expert.calls;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
            implements CallEvent {

        /** The same with what its positions ask for corrected. */
        CallDrafted with(List<Wording> wordings) {
            return new CallDrafted(
                    callId,
                    reference,
                    actionId,
                    actionReference,
                    actionTitle,
                    institutionId,
                    institutionName,
                    country,
                    activity,
                    activityType,
                    activityTitle,
                    modality,
                    place,
                    termsOfReferenceVersion,
                    positions.stream().map(position -> corrected(position, wordings)).toList(),
                    phases);
        }

        /** The same under the action's title and country of today. */
        CallDrafted of(Map<String, String> title, @Nullable String now) {
            return new CallDrafted(
                    callId,
                    reference,
                    actionId,
                    actionReference,
                    title,
                    institutionId,
                    institutionName,
                    now,
                    activity,
                    activityType,
                    activityTitle,
                    modality,
                    place,
                    termsOfReferenceVersion,
                    positions,
                    phases);
        }

        private static Position corrected(Position position, List<Wording> wordings) {
            Position result = position;
            for (Wording wording : wordings) {
                if (wording.code().equals(position.code())) {
                    result = wording.applyTo(result);
                }
            }
            return result;
        }
    }

    /**
     * @param round from 1
     * @param passMark points of 100 that an applicant must reach, in every round; null where nobody
     *     said, which means 70
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
            int round,
            @Nullable Integer passMark)
            implements CallEvent {}

    /**
     * A correction of what a position asks for; what is null stays as it was.
     *
     * @param languages CEFR level by ISO 639-1 code
     */
    record Wording(
            String code,
            @Nullable String responsibility,
            @Nullable List<String> required,
            @Nullable List<String> wished,
            @Nullable Map<String, String> languages,
            @Nullable Integer yearsMin) {

        Position applyTo(Position position) {
            return new Position(
                    position.code(),
                    Objects.requireNonNullElse(responsibility, position.responsibility()),
                    position.principal(),
                    position.expertiseArea(),
                    Objects.requireNonNullElse(required, position.required()),
                    Objects.requireNonNullElse(wished, position.wished()),
                    Objects.requireNonNullElse(languages, position.languages()),
                    yearsMin == null ? position.yearsMin() : yearsMin,
                    position.days(),
                    position.mandatory());
        }
    }

    /**
     * @param applicants the applications whose experts are told
     */
    @Revision("1")
    record CallAmended(String callId, List<Wording> positions, List<String> applicants)
            implements CallEvent {}

    /**
     * @param deadline the new one
     * @param previous the one it stands in place of
     * @param applicants the applications whose experts are told
     */
    @Revision("1")
    record CallExtended(String callId, Instant deadline, Instant previous, List<String> applicants)
            implements CallEvent {}

    /**
     * Open again for the positions that nobody has.
     *
     * @param positions what is asked for now, where it has changed
     * @param actionTitle of the action now, null where it was not noted
     * @param country of the action now, or null
     */
    @Revision("1")
    record CallRelaunched(
            String callId,
            Instant deadline,
            int round,
            List<Wording> positions,
            @Nullable Map<String, String> actionTitle,
            @Nullable String country)
            implements CallEvent {}

    /**
     * @param applicants the applications that end with the call
     */
    @Revision("1")
    record CallCancelled(String callId, @Nullable String reasonCode, List<String> applicants)
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
     * @param formerly account of whom it was with, null if nobody is known to have drafted it
     * @param responsible account of whom it is with from now on
     */
    @Revision("1")
    record CallHandedOver(String callId, @Nullable String formerly, String responsible)
            implements CallEvent {}

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

    /** A collaborative partner has named one of its staff for a position (R81). */
    @Revision("1")
    record NominationNoted(String callId, String partnerId, String position, String expertId)
            implements CallEvent {}

    /** Both assessors have scored; {@code mean} of their totals, 0 to 100. */
    @Revision("1")
    record ApplicantRated(String callId, String applicationId, double mean) implements CallEvent {}

    /**
     * @param rank order on the position's reserve list, from 1
     */
    @Revision("1")
    record ApplicantReserved(String callId, String applicationId, int rank) implements CallEvent {}

    /**
     * Out of the running: withdrawn, inadmissible, rejected, declined or objected to.
     *
     * @param rejected true where the coordinator preferred others, else null
     */
    @Revision("1")
    record ApplicantLeft(
            String callId, String applicationId, boolean withdrawn, @Nullable Boolean rejected)
            implements CallEvent {}

    /**
     * Nobody more is needed: these applications end, and their experts are told (R40, R88).
     *
     * @param reasonCode such as {@code CALL_FILLED}
     */
    @Revision("1")
    record ApplicantsReleased(String callId, String reasonCode, List<String> applicants)
            implements CallEvent {}

    /** Selected, not yet answered. */
    @Revision("1")
    record SeatOffered(String callId, String position, String applicationId) implements CallEvent {}

    @Revision("1")
    record SeatTaken(String callId, String position, String applicationId) implements CallEvent {}

    @Revision("1")
    record SeatFreed(String callId, String position, String applicationId) implements CallEvent {}
}
