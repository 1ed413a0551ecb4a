package org.socius.contracts.request;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts request-service publishes on {@link org.socius.contracts.Topics#REQUEST}. The value of
 * a record is one of these plus {@code occurredAt} and {@code recordedAt}; codes are those of the
 * reference lists, countries ISO 3166 alpha-2, texts by ISO 639-1 language. No name of a person and
 * no free text about or by a person ever stands here (R119).
 */
public sealed interface RequestContract {

    /**
     * A partner institution is known under an id of its own. {@code name}: {@code en}, and where
     * known {@code original} with its {@code originalLanguage}; {@code origin}: PARTNER or HISTORY.
     */
    record InstitutionRegisteredV1(
            String institutionId,
            Map<String, String> name,
            @Nullable String acronym,
            List<String> aliases,
            @Nullable String legalNature,
            @Nullable String level,
            @Nullable String country,
            String origin)
            implements RequestContract {}

    /**
     * The institution is or was known under another name as well, from {@code validFrom} to {@code
     * validTo} as far as that is known.
     */
    record InstitutionAliasAddedV1(
            String institutionId,
            String alias,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo)
            implements RequestContract {}

    /** Two records were of one institution; {@code into} stands for both from here on. */
    record InstitutionsMergedV1(String institutionId, String into) implements RequestContract {}

    /**
     * From {@code validFrom} on the country stands on the list of those that may ask, or no longer
     * does; where nothing was changed the default list holds (R02).
     */
    record EligibilityChangedV1(String country, boolean eligible, LocalDate validFrom)
            implements RequestContract {}

    /** One change of the list of those that may ask. */
    record EligibilityChange(String country, boolean eligible, LocalDate validFrom) {}

    /**
     * Every change of the list of those that may ask, in the order of entry: in the place of what
     * was told of it before.
     */
    record EligibilityListRetoldV1(List<EligibilityChange> changes) implements RequestContract {}

    /**
     * Who reckons a time limit from {@code validFrom} on takes the date for a holiday, or no
     * longer; where nothing was changed the Belgian public holidays hold. {@code label}: its name
     * by language; null where it is called as before or by nothing.
     */
    record HolidayChangedV1(
            LocalDate date, boolean free, @Nullable Map<String, String> label, LocalDate validFrom)
            implements RequestContract {}

    /** The first version of a request is in; {@code number} such as R-2026-0042. */
    record RequestSubmittedV1(
            String requestId,
            String number,
            String institutionId,
            String country,
            String form,
            Map<String, String> title,
            List<String> typesOfAssistance,
            List<String> themes,
            String language,
            LocalDate screeningDueOn)
            implements RequestContract {}

    /** A coordinator has begun to look at the request. */
    record RequestScreeningStartedV1(String requestId) implements RequestContract {}

    /** The request went back to its institution to be completed. */
    record RequestReturnedV1(String requestId, @Nullable String reasonCode)
            implements RequestContract {}

    /** A completed version replaces the returned one; {@code formVersion} counts from 1. */
    record RequestResubmittedV1(
            String requestId,
            int formVersion,
            String country,
            Map<String, String> title,
            List<String> typesOfAssistance,
            List<String> themes)
            implements RequestContract {}

    /** The request meets the conditions and is appraised next. */
    record RequestFoundEligibleV1(String requestId) implements RequestContract {}

    /** The request does not meet the conditions and has ended. */
    record RequestFoundIneligibleV1(String requestId, String reasonCode)
            implements RequestContract {}

    /** The EU Delegation of the country may answer until the end of {@code opinionDueOn}. */
    record DelegationConsultedV1(String requestId, String country, LocalDate opinionDueOn)
            implements RequestContract {}

    /** {@code opinion}: POSITIVE, WITH_REMARKS, NEGATIVE or NONE_IN_TIME. */
    record DelegationOpinionRecordedV1(String requestId, String opinion)
            implements RequestContract {}

    /** One appraisal more; {@code percent} of the highest possible score. */
    record RequestAppraisedV1(String requestId, double percent) implements RequestContract {}

    /** The request will become an action. {@code registeredYear}: the year of its submission. */
    record RequestAcceptedV1(
            String requestId,
            String number,
            int registeredYear,
            String institutionId,
            Map<String, String> institutionName,
            @Nullable String institutionAcronym,
            String country,
            Map<String, String> title,
            List<String> typesOfAssistance,
            List<String> themes,
            String language)
            implements RequestContract {}

    /** The request was appraised and will not become an action. */
    record RequestRejectedV1(String requestId, String reasonCode) implements RequestContract {}

    /** The institution took its request back. */
    record RequestWithdrawnV1(String requestId) implements RequestContract {}

    /** Screening or appraisal rests. */
    record RequestPutOnHoldV1(String requestId, @Nullable String reasonCode)
            implements RequestContract {}

    /** A request on hold is taken up again; {@code status}: UNDER_SCREENING or UNDER_APPRAISAL. */
    record RequestResumedV1(String requestId, String status) implements RequestContract {}

    /** The request has ended and goes on within another one of its institution. */
    record RequestMergedV1(String requestId, String into, String intoNumber)
            implements RequestContract {}

    /** {@code responsible}: opaque subject of the account the request is with from now on. */
    record RequestHandedOverV1(String requestId, String responsible) implements RequestContract {}

    /** The draft or returned request was not touched for half a year and has ended. */
    record RequestLapsedV1(String requestId) implements RequestContract {}
}
