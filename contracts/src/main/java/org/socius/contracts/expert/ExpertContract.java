package org.socius.contracts.expert;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts expert-service publishes on {@link org.socius.contracts.Topics#EXPERT}. The value of a
 * record is one of these plus {@code occurredAt} and {@code recordedAt}; the key is the id of the
 * expert, collaborative partner, call, application or mobilisation. An expert id is random and says
 * nothing (R119).
 */
public sealed interface ExpertContract {

    record Days(double preparation, double implementation, double delivery) {}

    record Expertise(String area, @Nullable Integer years, @Nullable String level) {}

    record Seat(
            String code,
            String responsibility,
            boolean principal,
            String expertiseArea,
            boolean mandatory,
            Days days) {}

    /** Somebody joined the roster; nothing about the person is known outside. */
    record ExpertRegisteredV1(String expertId) implements ExpertContract {}

    /** A profile waits for verification. */
    record ExpertProfileSubmittedV1(String expertId) implements ExpertContract {}

    /** {@code sex} only if the person gave it; languages by ISO 639-1 code with CEFR level. */
    record ExpertProfileVerifiedV1(
            String expertId,
            String category,
            String employerCountry,
            @Nullable String sex,
            List<Expertise> expertise,
            Map<String, String> languages)
            implements ExpertContract {}

    /** A profile went back to its expert to be completed. */
    record ExpertProfileReturnedV1(String expertId) implements ExpertContract {}

    /** A profile was refused and the expert is not on the roster. */
    record ExpertProfileRefusedV1(String expertId) implements ExpertContract {}

    /** Nobody has confirmed the profile for 24 months; it is not matched until somebody does. */
    record ExpertProfileExpiredV1(String expertId) implements ExpertContract {}

    /** The expert says that the profile holds still. */
    record ExpertProfileConfirmedV1(String expertId) implements ExpertContract {}

    /** The expert is not chosen until reinstated. */
    record ExpertSuspendedV1(String expertId) implements ExpertContract {}

    /** The expert may be chosen again. */
    record ExpertReinstatedV1(String expertId) implements ExpertContract {}

    /** The expert has left the roster. */
    record ExpertDeactivatedV1(String expertId) implements ExpertContract {}

    /** Whoever holds more about this person than the id forgets it. */
    record ExpertErasedV1(String expertId) implements ExpertContract {}

    /**
     * An administration or mandated body of a Member State learns of calls published from {@code
     * from} on and nominates its staff; {@code to} is the last day, null while it lasts. It stands
     * in place of an earlier agreement.
     */
    record CollaborativePartnerAgreedV1(
            String partnerId, String country, LocalDate from, @Nullable LocalDate to)
            implements ExpertContract {}

    /** A collaborative partner named one of its staff, who applies like everybody else (R81). */
    record ExpertNominatedV1(String partnerId, String callId, String position, String expertId)
            implements ExpertContract {}

    /** A call was drafted from final terms of reference. */
    record CallDraftedV1(
            String callId,
            String reference,
            String actionId,
            int activity,
            int termsOfReferenceVersion,
            List<Seat> positions)
            implements ExpertContract {}

    /** A call is open for applications until its deadline; {@code round} counts from 1. */
    record CallPublishedV1(
            String callId,
            String reference,
            String actionId,
            String actionReference,
            int activity,
            Map<String, String> actionTitle,
            @Nullable String country,
            List<Seat> positions,
            Instant deadline,
            int round)
            implements ExpertContract {}

    /** What an open call asks for was corrected. */
    record CallAmendedV1(String callId) implements ExpertContract {}

    /** An open call has a later deadline. */
    record CallExtendedV1(String callId, Instant deadline) implements ExpertContract {}

    /** A call is open again for the positions that nobody has; {@code round} counts from 1. */
    record CallRelaunchedV1(String callId, Instant deadline, int round) implements ExpertContract {}

    /** A call ended without outcome, and its applications with it. */
    record CallCancelledV1(String callId, @Nullable String reasonCode) implements ExpertContract {}

    /** {@code responsible}: opaque subject of the account the call is with from now on. */
    record CallHandedOverV1(String callId, String responsible) implements ExpertContract {}

    /** The deadline of a call has passed. */
    record CallClosedV1(String callId) implements ExpertContract {}

    /** The assessors of a call may score. */
    record SelectionStartedV1(String callId) implements ExpertContract {}

    /** Every position of a call has its expert. */
    record CallFilledV1(String callId) implements ExpertContract {}

    /** A call ended with some of its positions filled. */
    record CallPartlyFilledV1(String callId) implements ExpertContract {}

    /** A call ended without filling a position. */
    record CallUnfilledV1(String callId) implements ExpertContract {}

    /** An expert applied for one position of a call. */
    record ApplicationSubmittedV1(
            String applicationId, String callId, String position, String expertId)
            implements ExpertContract {}

    /** The application meets the conditions of the call. */
    record ApplicationFoundAdmissibleV1(String applicationId) implements ExpertContract {}

    /** The application does not meet the conditions of the call and has ended. */
    record ApplicationFoundInadmissibleV1(String applicationId, @Nullable String reasonCode)
            implements ExpertContract {}

    /** Sum of one assessor's scores, 0 to 100. */
    record ApplicationScoredV1(String applicationId, int total) implements ExpertContract {}

    /** The application is one of those to choose from. */
    record ApplicationShortlistedV1(String applicationId) implements ExpertContract {}

    /**
     * An expert was chosen for a position; the partner institution may object.
     *
     * @param answerDue until when the expert answers and the partner may object; null where nobody
     *     said, which means the end of the fifth working day
     */
    record ExpertSelectedV1(
            String applicationId,
            String callId,
            String position,
            String expertId,
            @Nullable Instant answerDue)
            implements ExpertContract {}

    /** The application is kept in reserve at this rank, 1 first. */
    record ApplicationReservedV1(String applicationId, int rank) implements ExpertContract {}

    /** The application was not chosen and has ended. */
    record ApplicationNotSelectedV1(String applicationId, @Nullable String reasonCode)
            implements ExpertContract {}

    /** The partner institution objected to the chosen expert. */
    record PartnerObjectedV1(String applicationId) implements ExpertContract {}

    /** The partner institution does not object to the chosen expert. */
    record PartnerNoObjectionGivenV1(String applicationId) implements ExpertContract {}

    /** The chosen expert accepted; a mobilisation opens. */
    record AssignmentAcceptedV1(String applicationId) implements ExpertContract {}

    /** The chosen expert declined. */
    record AssignmentDeclinedV1(String applicationId) implements ExpertContract {}

    /** The expert took the application back. */
    record ApplicationWithdrawnV1(String applicationId) implements ExpertContract {}

    /** An expert is on the way to a seat; without application it is a direct appointment. */
    record MobilisationOpenedV1(
            String mobilisationId,
            @Nullable String applicationId,
            String expertId,
            String actionId,
            int activity,
            String position)
            implements ExpertContract {}

    /** The employer was asked to let the expert go. */
    record AuthorisationRequestedV1(String mobilisationId) implements ExpertContract {}

    /** The employer lets the expert go. */
    record AuthorisationGrantedV1(String mobilisationId) implements ExpertContract {}

    /** The employer does not let the expert go. */
    record AuthorisationRefusedV1(String mobilisationId, @Nullable String reasonCode)
            implements ExpertContract {}

    /** A contract over these days waits for signature. */
    record ContractIssuedV1(
            String mobilisationId, Days days, LocalDate validFrom, LocalDate validTo)
            implements ExpertContract {}

    /** The expert signed the contract and the code of conduct. */
    record ContractSignedV1(String mobilisationId) implements ExpertContract {}

    /** A signed contract is over other days than before. */
    record ContractAmendedV1(String mobilisationId, Days days, LocalDate validTo)
            implements ExpertContract {}

    /** The last condition of R91 holds: the seat is filled. */
    record ExpertMobilisedV1(
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
            implements ExpertContract {}

    /** The expert began to work. */
    record AssignmentStartedV1(String mobilisationId, String actionId, int activity)
            implements ExpertContract {}

    /** The mission of the expert ended; days and reports follow. */
    record AssignmentEndedV1(String mobilisationId, String actionId, int activity)
            implements ExpertContract {}

    /** {@code inKind} is true where the employer gives the time free, a contribution in kind. */
    record DaysEntry(
            String phase, double days, LocalDate from, LocalDate to, @Nullable Boolean inKind) {}

    /**
     * Entries are added, never replaced; {@code category} and {@code employerCountry} on those
     * days.
     */
    record WorkingDaysRecordedV1(
            String mobilisationId,
            String expertId,
            String actionId,
            int activity,
            String position,
            String category,
            String employerCountry,
            List<DaysEntry> entries)
            implements ExpertContract {}

    /** The mobilisation is paid and finished. */
    record MobilisationSettledV1(String mobilisationId, String actionId, int activity)
            implements ExpertContract {}

    /** The mobilisation ended before its time and the seat is empty. */
    record MobilisationCancelledV1(
            String mobilisationId,
            String actionId,
            int activity,
            String position,
            String expertId,
            @Nullable String reasonCode)
            implements ExpertContract {}

    /**
     * Another expert takes the position, in a mobilisation of its own; the days worked in this one
     * stay.
     */
    record ExpertReplacedV1(
            String mobilisationId,
            String actionId,
            int activity,
            String position,
            String expertId,
            String replacedBy,
            @Nullable String reasonCode)
            implements ExpertContract {}
}
