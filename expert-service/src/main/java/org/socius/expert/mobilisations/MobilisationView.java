package org.socius.expert.mobilisations;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.socius.expert.actions.TermsOfReference.Days;
import org.socius.expert.actions.TermsOfReference.Phases;
import org.socius.expert.mobilisations.MobilisationEvent.AssignmentStarted;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationGranted;
import org.socius.expert.mobilisations.MobilisationEvent.ContractIssued;
import org.socius.expert.mobilisations.MobilisationEvent.DaysEntry;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationCancelled;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationOpened;
import org.socius.expert.mobilisations.MobilisationEvent.Terms;
import org.socius.expert.roster.Profile;
import org.socius.expert.sight.AboutPerson;
import org.socius.platform.format.Money;

/**
 * A mobilisation as readers see it.
 *
 * @param positionDays what the terms of reference allow
 * @param contractedDays null until there is a contract
 * @param phases the dates of the activity; while it is put off, those it had
 * @param postponed true while the activity is put off without a new date, else null
 * @param waitingFor which conditions of R91 are open
 * @param expertId null for the partner after the mission, as {@code employerId} is
 * @param expertName for those who may see the person, else null
 * @param erased true once what it said about the person was forgotten, else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MobilisationView(
        String id,
        String reference,
        String status,
        long version,
        @Nullable String applicationId,
        @Nullable String callId,
        @Nullable String expertId,
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
        @Nullable Boolean postponed,
        boolean authorised,
        @Nullable Authorisation authorisation,
        @Nullable Contract contract,
        @Nullable Instant signedAt,
        Instant objectionUntil,
        @Nullable Instant mobilisedAt,
        @Nullable Start start,
        @Nullable LocalDate endedOn,
        @Nullable LocalDate settledOn,
        List<DaysEntry> workingDays,
        double workedDays,
        List<Condition> waitingFor,
        @Nullable String endedBecause,
        @Nullable String modality,
        @Nullable Appointment appointment,
        @Nullable Pay pay,
        @Nullable Ending ending,
        @Nullable Boolean triangularTeam,
        @Nullable Boolean erased,
        List<String> allowedTransitions)
        implements AboutPerson {

    @Override
    public String personalRecord() {
        return id;
    }

    /** Why the expert has the position without a selection. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Appointment(
            @Nullable String justificationCode,
            @Nullable String ground,
            @Nullable String replaces) {}

    /** How the days are paid, and by which travel guide journeys are. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Pay(
            @Nullable String remuneration,
            @Nullable Money perDay,
            @Nullable Money subsistence,
            @Nullable String travelGuide,
            @Nullable String waiver) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Ending(
            @Nullable LocalDate noticeGivenOn,
            @Nullable Money costs,
            @Nullable String replacedBy) {}

    /** The leave of a public expert's employer (R90). */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Authorisation(
            @Nullable LocalDate on,
            @Nullable String documentReference,
            @Nullable String documentId) {}

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
            Phases phases,
            boolean postponed,
            long version,
            Mobilisation.Status status,
            @Nullable AuthorisationGranted authorisation,
            @Nullable LocalDate authorisedOn,
            @Nullable ContractIssued contract,
            @Nullable Instant signedAt,
            @Nullable Instant mobilisedAt,
            @Nullable AssignmentStarted start,
            @Nullable LocalDate endedOn,
            @Nullable LocalDate settledOn,
            List<DaysEntry> workingDays,
            List<Condition> waitingFor,
            @Nullable String endedBecause,
            @Nullable Terms terms,
            @Nullable MobilisationCancelled cancellation,
            @Nullable String replacedBy,
            boolean erased,
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
                phases,
                postponed ? true : null,
                authorisation != null,
                authorisation == null
                        ? null
                        : new Authorisation(
                                authorisedOn,
                                authorisation.documentReference(),
                                authorisation.documentId()),
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
                endedOn,
                settledOn,
                workingDays,
                workingDays.stream().mapToDouble(DaysEntry::days).sum(),
                waitingFor,
                endedBecause,
                opening.modality(),
                opening.justificationCode() == null
                        ? null
                        : new Appointment(
                                opening.justificationCode(), opening.ground(), opening.replaces()),
                contract == null ? null : pay(contract, terms),
                cancellation == null && replacedBy == null
                        ? null
                        : new Ending(
                                cancellation == null ? null : cancellation.noticeGivenOn(),
                                cancellation == null ? null : cancellation.costs(),
                                replacedBy),
                null,
                erased ? true : null,
                allowedTransitions);
    }

    private static Pay pay(ContractIssued contract, @Nullable Terms terms) {
        return new Pay(
                contract.remuneration() == null ? null : contract.remuneration().name(),
                terms == null ? null : terms.perDay(),
                terms == null ? null : terms.subsistence(),
                terms == null ? null : terms.travelGuide(),
                contract.waiver());
    }

    /**
     * The same at a later moment, where what has passed is not awaited, and for a reader.
     *
     * @param person whether the reader may know that it is this one
     * @param name null where the reader may not see the person
     * @param papers whether the contract is the reader's business
     * @param insurance whether the insurance and the employer's letter are
     * @param triangular whether the team is a triangular one (R72), null if it is not known
     */
    MobilisationView at(
            Instant now,
            boolean person,
            Profile.@Nullable Name name,
            boolean papers,
            boolean insurance,
            @Nullable Boolean triangular) {
        return new MobilisationView(
                id,
                reference,
                status,
                version,
                applicationId,
                callId,
                person ? expertId : null,
                erased == null ? name : null,
                position,
                principal,
                activity,
                actionReference,
                institutionId,
                category,
                publicExpert,
                person ? employerId : null,
                employerCountry,
                positionDays,
                contractedDays,
                phases,
                postponed,
                authorised,
                insurance ? authorisation : null,
                papers ? contract : null,
                signedAt,
                objectionUntil,
                mobilisedAt,
                start == null || insurance ? start : new Start(start.briefedOn(), null),
                endedOn,
                settledOn,
                workingDays,
                workedDays,
                waitingFor.stream()
                        .filter(
                                condition ->
                                        condition.until() == null || condition.until().isAfter(now))
                        .toList(),
                endedBecause,
                modality,
                papers ? appointment : null,
                papers ? pay : null,
                papers ? ending : null,
                triangular,
                erased,
                allowedTransitions);
    }
}
