package org.socius.request;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import org.socius.platform.documents.StoredFile;
import org.socius.platform.privacy.MayStayInside;
import org.socius.platform.serialization.PersonalData;
import org.socius.request.InstitutionEvent.Name;

/** What happened to a request. */
public sealed interface RequestEvent {

    /** The request it happened to. */
    String requestId();

    /** The institution as it was on record when the request was drafted. */
    record Asking(String id, Name name, @Nullable String acronym, @Nullable String country) {}

    /**
     * @param form FULL or SHORT
     * @param lapseMonths after so many months without a change it lapses while it is not submitted;
     *     null where nobody said, which means 6
     */
    @Revision("1")
    record RequestDrafted(
            String requestId,
            String form,
            Asking institution,
            RequestForm content,
            @Nullable Integer lapseMonths)
            implements RequestEvent {}

    /**
     * @param changes holds the changed fields only
     * @param emptied names of the fields that are not filled in any longer; null if there are none
     */
    @Revision("1")
    record RequestDraftEdited(String requestId, RequestForm changes, @Nullable List<String> emptied)
            implements RequestEvent {}

    /** {@code documentId}: the last part of its address. */
    @Revision("1")
    record RequestDocumentAttached(String requestId, String documentId, StoredFile file)
            implements RequestEvent {}

    /** It stays readable as far as a version that was submitted has it. */
    @Revision("1")
    record RequestDocumentRemoved(String requestId, String documentId) implements RequestEvent {}

    /**
     * The first version is in, and has its number.
     *
     * @param ordinal 1 for the institution's first submitted request, and so on (R20)
     */
    @Revision("1")
    record RequestSubmitted(
            String requestId,
            String number,
            int ordinal,
            String institutionId,
            String country,
            String form,
            Map<String, String> title,
            List<String> typesOfAssistance,
            List<String> themes,
            String language,
            LocalDate screeningDueOn)
            implements RequestEvent {}

    @Revision("1")
    record RequestScreeningStarted(String requestId) implements RequestEvent {}

    /** {@code missing}: what the partner is asked to complete, item by item. */
    @Revision("1")
    record RequestReturned(
            String requestId, @Nullable String reasonCode, @PersonalData List<String> missing)
            implements RequestEvent {}

    /** The content as it stands is version {@code formVersion}. */
    @Revision("1")
    record RequestResubmitted(
            String requestId,
            int formVersion,
            String country,
            Map<String, String> title,
            List<String> typesOfAssistance,
            List<String> themes)
            implements RequestEvent {}

    @Revision("1")
    record RequestFoundEligible(String requestId) implements RequestEvent {}

    @Revision("1")
    record RequestFoundIneligible(String requestId, String reasonCode) implements RequestEvent {}

    /** {@code waitsForAction}: the request resumes when the institution's action has ended. */
    @Revision("1")
    record RequestPutOnHold(String requestId, @Nullable String reasonCode, boolean waitsForAction)
            implements RequestEvent {}

    /** {@code status}: the state in which the request goes on. */
    @Revision("1")
    record RequestResumed(String requestId, String status) implements RequestEvent {}

    /** The Delegation in this country may answer until the end of {@code opinionDueOn}. */
    @Revision("1")
    record DelegationConsulted(String requestId, String country, LocalDate opinionDueOn)
            implements RequestEvent {}

    /** {@code opinion}: POSITIVE, WITH_REMARKS, NEGATIVE, or NONE_IN_TIME when the time ran out. */
    @Revision("1")
    record DelegationOpinionRecorded(
            String requestId, String opinion, @PersonalData @Nullable String text)
            implements RequestEvent {}

    /** The Commission has decided against a negative opinion. */
    @Revision("1")
    record DelegationOpinionOverridden(String requestId) implements RequestEvent {}

    /**
     * @param scores 1 to 5 by criterion
     * @param percent of the highest possible sum
     */
    @Revision("1")
    record RequestAppraised(
            String requestId,
            Map<String, Integer> scores,
            double percent,
            @PersonalData String comment)
            implements RequestEvent {}

    /** {@code registeredYear}: the year of the request's number. */
    @Revision("1")
    record RequestAccepted(
            String requestId,
            String number,
            int registeredYear,
            String institutionId,
            Name institutionName,
            @Nullable String institutionAcronym,
            String country,
            Map<String, String> title,
            List<String> typesOfAssistance,
            List<String> themes,
            String language)
            implements RequestEvent {}

    @Revision("1")
    record RequestRejected(String requestId, String reasonCode) implements RequestEvent {}

    /** {@code draft}: null unless it was never submitted; then it is told to nobody. */
    @Revision("1")
    record RequestWithdrawn(String requestId, @Nullable Boolean draft)
            implements RequestEvent, EndOfDraft {}

    /**
     * The request goes on within another one and keeps its number.
     *
     * @param intoNumber number of the other one
     * @param draft null unless it was never submitted; then it is told to nobody
     */
    @Revision("1")
    record RequestMerged(
            String requestId,
            String into,
            String intoNumber,
            LocalDate consentOn,
            @PersonalData String consentBy,
            @Nullable Boolean draft)
            implements RequestEvent, EndOfDraft {}

    /**
     * Nobody has touched the draft or returned request for half a year.
     *
     * @param draft null unless it was never submitted; then it is told to nobody
     */
    @Revision("1")
    record RequestLapsed(String requestId, @Nullable Boolean draft)
            implements RequestEvent, EndOfDraft {}

    /**
     * @param formerly account of whom it was with, null if nobody had taken it up
     * @param responsible account of whom it is with from now on
     */
    @Revision("1")
    record RequestHandedOver(String requestId, @Nullable String formerly, String responsible)
            implements RequestEvent {}

    /** What the request said about persons until now is forgotten. */
    @Revision("1")
    record RequestErased(String requestId) implements RequestEvent {}

    /** The accepted request goes on as this action. */
    @Revision("1")
    record RequestActionOpened(String requestId, String actionId, String actionReference)
            implements RequestEvent {}

    /** The action of the request is closed, refused or cancelled. */
    @Revision("1")
    record RequestActionEnded(String requestId, String actionId) implements RequestEvent {}

    /** The end of a request, which stays inside if nobody outside has ever heard of it. */
    sealed interface EndOfDraft extends MayStayInside {

        @Nullable Boolean draft();

        @Override
        default boolean staysInside() {
            return Boolean.TRUE.equals(draft());
        }
    }
}
