package org.socius.expert.mobilisations;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import org.socius.expert.actions.TermsOfReference.Days;
import org.socius.expert.actions.TermsOfReference.Phases;
import org.socius.platform.format.Money;
import org.socius.platform.serialization.PersonalData;

/** What has happened to a mobilisation. */
public sealed interface MobilisationEvent {

    String mobilisationId();

    /**
     * @param reference such as 2017-38/1/E1
     * @param category of the employment on that day
     * @param publicExpert needs the employer's leave (R90)
     * @param employerId under which the employer authorises, null where it has none
     * @param positionDays what the terms of reference allow
     * @param objectionUntil end of the partner's time for an objection
     * @param noObjection the partner has said so before
     * @param modality of the activity, null where it was not noted
     * @param justificationCode why the expert was appointed directly, null after a selection
     * @param ground why a private expert could be appointed (R83), null for a public one
     * @param replaces the mobilisation in whose place this one stands, or null
     */
    @Revision("1")
    record MobilisationOpened(
            String mobilisationId,
            String reference,
            @Nullable String applicationId,
            @Nullable String callId,
            String expertId,
            String actionId,
            String actionReference,
            String institutionId,
            int activity,
            String position,
            boolean principal,
            String category,
            boolean publicExpert,
            @Nullable String employerId,
            String employerCountry,
            @Nullable String sex,
            Days positionDays,
            Phases phases,
            Instant objectionUntil,
            boolean noObjection,
            @Nullable String modality,
            @Nullable String justificationCode,
            @Nullable String ground,
            @Nullable String replaces)
            implements MobilisationEvent {}

    @Revision("1")
    record AuthorisationRequested(String mobilisationId) implements MobilisationEvent {}

    /** The expert is not a public one: nobody is asked. */
    @Revision("1")
    record AuthorisationSkipped(String mobilisationId) implements MobilisationEvent {}

    /**
     * @param documentId the employer's letter in this system, null if it is elsewhere
     */
    @Revision("1")
    record AuthorisationGranted(
            String mobilisationId,
            @PersonalData @Nullable String documentReference,
            @Nullable String documentId)
            implements MobilisationEvent {}

    /**
     * @param documentReference the employer's letter, null where the employer itself refused
     * @param documentId the same in this system, null if it is elsewhere
     */
    @Revision("1")
    record AuthorisationRefused(
            String mobilisationId,
            @Nullable String reasonCode,
            @PersonalData @Nullable String documentReference,
            @Nullable String documentId)
            implements MobilisationEvent {}

    /** How the days of an expert are paid (R93). */
    enum Remuneration {
        FEE,
        ALLOWANCE,
        /** Nothing: a public employer then gives the time free, a contribution in kind (R99). */
        NONE
    }

    /**
     * @param remuneration null where it was not noted
     * @param waiver who let the expert exceed the paid days of a year (R98), or null
     */
    @Revision("1")
    record ContractIssued(
            String mobilisationId,
            String contractNumber,
            Days days,
            LocalDate validFrom,
            LocalDate validTo,
            @Nullable Remuneration remuneration,
            @PersonalData @Nullable String waiver)
            implements MobilisationEvent {}

    /**
     * What the facility pays, as it stood on the day of the signature.
     *
     * @param travelGuide code of the guide by which journeys are paid (R92)
     * @param perDay fee or allowance of a working day, null where none is paid
     * @param subsistence of a day away from home
     */
    record Terms(
            @Nullable String travelGuide, @Nullable Money perDay, @Nullable Money subsistence) {}

    /**
     * Signed, with the code of conduct accepted.
     *
     * @param terms null where they were not noted
     */
    @Revision("1")
    record ContractSigned(String mobilisationId, @Nullable Terms terms)
            implements MobilisationEvent {}

    /**
     * The days of a signed contract have changed; both sides have signed that.
     *
     * @param signedOn when the expert signed the amendment
     */
    @Revision("1")
    record ContractAmended(
            String mobilisationId,
            Days days,
            LocalDate validTo,
            LocalDate signedOn,
            @PersonalData @Nullable String waiver)
            implements MobilisationEvent {}

    /** The partner said before the end of its time that it does not object. */
    @Revision("1")
    record ObjectionWaived(String mobilisationId) implements MobilisationEvent {}

    /** Every condition of R91 holds. */
    @Revision("1")
    record ExpertMobilised(
            String mobilisationId,
            String expertId,
            String actionId,
            String actionReference,
            int activity,
            String position,
            boolean principal,
            String category,
            String employerCountry,
            @Nullable String sex,
            Days contractedDays)
            implements MobilisationEvent {}

    /**
     * The dates of the activity in place of those before.
     *
     * @param phases null while it is put off without a new date
     */
    @Revision("1")
    record MobilisationMoved(String mobilisationId, @Nullable Phases phases)
            implements MobilisationEvent {}

    @Revision("1")
    record AssignmentStarted(
            String mobilisationId,
            String actionId,
            int activity,
            @Nullable LocalDate briefedOn,
            @PersonalData @Nullable String insuranceReference)
            implements MobilisationEvent {}

    @Revision("1")
    record AssignmentEnded(String mobilisationId, String actionId, int activity)
            implements MobilisationEvent {}

    /**
     * Days in one phase; both dates inclusive.
     *
     * @param inKind true where the employer gives the time free (R99), else null
     */
    record DaysEntry(
            String phase, double days, LocalDate from, LocalDate to, @Nullable Boolean inKind) {

        boolean givenFree() {
            return Boolean.TRUE.equals(inKind);
        }

        DaysEntry asInKind() {
            return new DaysEntry(phase, days, from, to, true);
        }
    }

    /** Days of one employment: {@code category} and {@code employerCountry} on those days (R69). */
    @Revision("1")
    record WorkingDaysRecorded(
            String mobilisationId,
            String expertId,
            String actionId,
            int activity,
            String position,
            String category,
            String employerCountry,
            List<DaysEntry> entries)
            implements MobilisationEvent {}

    @Revision("1")
    record MobilisationSettled(String mobilisationId, String actionId, int activity)
            implements MobilisationEvent {}

    /**
     * @param noticeGivenOn when the other side was told, null where that is not known
     * @param costs what the cancellation costs the facility, null where nothing was stated
     */
    @Revision("1")
    record MobilisationCancelled(
            String mobilisationId,
            String actionId,
            int activity,
            String position,
            String expertId,
            @Nullable String reasonCode,
            @Nullable LocalDate noticeGivenOn,
            @Nullable Money costs)
            implements MobilisationEvent {}

    /** Another expert takes the position, in a mobilisation of its own (R95). */
    @Revision("1")
    record ExpertReplaced(
            String mobilisationId,
            String actionId,
            int activity,
            String position,
            String expertId,
            String replacedBy,
            @Nullable String reasonCode)
            implements MobilisationEvent {}

    /** What it says about the person is to be forgotten; days and money that count stay. */
    @Revision("1")
    record MobilisationErased(String mobilisationId, String expertId)
            implements MobilisationEvent {}
}
