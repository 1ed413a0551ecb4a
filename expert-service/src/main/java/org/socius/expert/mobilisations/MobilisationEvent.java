package org.socius.expert.mobilisations;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import org.socius.expert.actions.TermsOfReference.Days;
import org.socius.expert.actions.TermsOfReference.Phases;
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
            boolean noObjection)
            implements MobilisationEvent {}

    @Revision("1")
    record AuthorisationRequested(String mobilisationId) implements MobilisationEvent {}

    /** The expert is not a public one: nobody is asked. */
    @Revision("1")
    record AuthorisationSkipped(String mobilisationId) implements MobilisationEvent {}

    @Revision("1")
    record AuthorisationGranted(
            String mobilisationId, @PersonalData @Nullable String documentReference)
            implements MobilisationEvent {}

    @Revision("1")
    record AuthorisationRefused(String mobilisationId, @Nullable String reasonCode)
            implements MobilisationEvent {}

    @Revision("1")
    record ContractIssued(
            String mobilisationId,
            String contractNumber,
            Days days,
            LocalDate validFrom,
            LocalDate validTo)
            implements MobilisationEvent {}

    /** Signed, with the code of conduct accepted. */
    @Revision("1")
    record ContractSigned(String mobilisationId) implements MobilisationEvent {}

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

    /** Days in one phase; both dates inclusive. */
    record DaysEntry(String phase, double days, LocalDate from, LocalDate to) {}

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

    @Revision("1")
    record MobilisationCancelled(
            String mobilisationId,
            String actionId,
            int activity,
            String position,
            String expertId,
            @Nullable String reasonCode)
            implements MobilisationEvent {}
}
