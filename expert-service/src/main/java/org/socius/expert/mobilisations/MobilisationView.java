package org.socius.expert.mobilisations;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.socius.expert.actions.TermsOfReference.Days;
import org.socius.expert.actions.TermsOfReference.Phases;
import org.socius.expert.mobilisations.MobilisationEvent.AssignmentStarted;
import org.socius.expert.mobilisations.MobilisationEvent.ContractIssued;
import org.socius.expert.mobilisations.MobilisationEvent.DaysEntry;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationOpened;
import org.socius.expert.roster.Profile;

/**
 * A mobilisation as readers see it.
 *
 * @param positionDays what the terms of reference allow
 * @param contractedDays null until there is a contract
 * @param waitingFor which conditions of R91 are open
 * @param expertName for those who may see the person, else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MobilisationView(
        String id,
        String reference,
        String status,
        long version,
        @Nullable String applicationId,
        @Nullable String callId,
        String expertId,
        Profile.@Nullable Name expertName,
        String position,
        boolean principal,
        ActivityOfMobilisation activity,
        String actionReference,
        String institutionId,
        String category,
        boolean publicExpert,
        @Nullable String employerId,
        String employerCountry,
        Days positionDays,
        @JsonInclude @Nullable Days contractedDays,
        Phases phases,
        boolean authorised,
        @Nullable Contract contract,
        @Nullable Instant signedAt,
        Instant objectionUntil,
        @Nullable Instant mobilisedAt,
        @Nullable Start start,
        List<DaysEntry> workingDays,
        double workedDays,
        List<Condition> waitingFor,
        @Nullable String endedBecause,
        List<String> allowedTransitions) {

    record ActivityOfMobilisation(String actionId, int number) {}

    record Contract(String contractNumber, LocalDate validFrom, LocalDate validTo) {}

    /** What the officer attested; what is null was attested without detail. */
    @JsonInclude
    record Start(@Nullable LocalDate briefedOn, @Nullable String insuranceReference) {}

    /**
     * A condition of R91 that does not hold.
     *
     * @param until when it holds by itself, or null if somebody must act
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Condition(String condition, @Nullable Instant until) {}

    static MobilisationView of(
            MobilisationOpened opening,
            long version,
            Mobilisation.Status status,
            boolean authorised,
            @Nullable ContractIssued contract,
            @Nullable Instant signedAt,
            @Nullable Instant mobilisedAt,
            @Nullable AssignmentStarted start,
            List<DaysEntry> workingDays,
            List<Condition> waitingFor,
            @Nullable String endedBecause,
            List<String> allowedTransitions) {
        return new MobilisationView(
                opening.mobilisationId(),
                opening.reference(),
                status.name(),
                version,
                opening.applicationId(),
                opening.callId(),
                opening.expertId(),
                null,
                opening.position(),
                opening.principal(),
                new ActivityOfMobilisation(opening.actionId(), opening.activity()),
                opening.actionReference(),
                opening.institutionId(),
                opening.category(),
                opening.publicExpert(),
                opening.employerId(),
                opening.employerCountry(),
                opening.positionDays(),
                contract == null ? null : contract.days(),
                opening.phases(),
                authorised,
                contract == null
                        ? null
                        : new Contract(
                                contract.contractNumber(),
                                contract.validFrom(),
                                contract.validTo()),
                signedAt,
                opening.objectionUntil(),
                mobilisedAt,
                start == null ? null : new Start(start.briefedOn(), start.insuranceReference()),
                workingDays,
                workingDays.stream().mapToDouble(DaysEntry::days).sum(),
                waitingFor,
                endedBecause,
                allowedTransitions);
    }

    /**
     * The same at a later moment, where what has passed is not awaited, and for a reader.
     *
     * @param name null where the reader may not see the person
     * @param papers whether the contract is the reader's business
     * @param insurance whether the insurance is
     */
    MobilisationView at(
            Instant now, Profile.@Nullable Name name, boolean papers, boolean insurance) {
        return new MobilisationView(
                id,
                reference,
                status,
                version,
                applicationId,
                callId,
                expertId,
                name,
                position,
                principal,
                activity,
                actionReference,
                institutionId,
                category,
                publicExpert,
                employerId,
                employerCountry,
                positionDays,
                contractedDays,
                phases,
                authorised,
                papers ? contract : null,
                signedAt,
                objectionUntil,
                mobilisedAt,
                start == null || insurance ? start : new Start(start.briefedOn(), null),
                workingDays,
                workedDays,
                waitingFor.stream()
                        .filter(
                                condition ->
                                        condition.until() == null || condition.until().isAfter(now))
                        .toList(),
                endedBecause,
                allowedTransitions);
    }
}
