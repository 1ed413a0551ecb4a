package org.socius.contracts.expert;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts expert-service publishes on {@link org.socius.contracts.Topics#EXPERT}. The value of a
 * record is one of these plus {@code occurredAt} and {@code recordedAt}; the key is the id of the
 * expert, call, application or mobilisation. An expert id is random and says nothing (R119).
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

    record ExpertRegisteredV1(String expertId) implements ExpertContract {}

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

    record ExpertProfileReturnedV1(String expertId) implements ExpertContract {}

    record ExpertProfileRefusedV1(String expertId) implements ExpertContract {}

    record CallDraftedV1(
            String callId,
            String reference,
            String actionId,
            int activity,
            int termsOfReferenceVersion,
            List<Seat> positions)
            implements ExpertContract {}

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

    record CallClosedV1(String callId) implements ExpertContract {}

    record SelectionStartedV1(String callId) implements ExpertContract {}

    record CallFilledV1(String callId) implements ExpertContract {}

    record CallPartlyFilledV1(String callId) implements ExpertContract {}

    record CallUnfilledV1(String callId) implements ExpertContract {}

    record ApplicationSubmittedV1(
            String applicationId, String callId, String position, String expertId)
            implements ExpertContract {}

    record ApplicationFoundAdmissibleV1(String applicationId) implements ExpertContract {}

    record ApplicationFoundInadmissibleV1(String applicationId, @Nullable String reasonCode)
            implements ExpertContract {}

    /** Sum of one assessor's scores, 0 to 100. */
    record ApplicationScoredV1(String applicationId, int total) implements ExpertContract {}

    record ApplicationShortlistedV1(String applicationId) implements ExpertContract {}

    record ExpertSelectedV1(String applicationId, String callId, String position, String expertId)
            implements ExpertContract {}

    record ApplicationReservedV1(String applicationId, int rank) implements ExpertContract {}

    record ApplicationNotSelectedV1(String applicationId, @Nullable String reasonCode)
            implements ExpertContract {}

    record PartnerObjectedV1(String applicationId) implements ExpertContract {}

    record PartnerNoObjectionGivenV1(String applicationId) implements ExpertContract {}

    record AssignmentAcceptedV1(String applicationId) implements ExpertContract {}

    record AssignmentDeclinedV1(String applicationId) implements ExpertContract {}

    record ApplicationWithdrawnV1(String applicationId) implements ExpertContract {}

    record MobilisationOpenedV1(
            String mobilisationId,
            @Nullable String applicationId,
            String expertId,
            String actionId,
            int activity,
            String position)
            implements ExpertContract {}

    record AuthorisationRequestedV1(String mobilisationId) implements ExpertContract {}

    record AuthorisationGrantedV1(String mobilisationId) implements ExpertContract {}

    record AuthorisationRefusedV1(String mobilisationId, @Nullable String reasonCode)
            implements ExpertContract {}

    record ContractIssuedV1(
            String mobilisationId, Days days, LocalDate validFrom, LocalDate validTo)
            implements ExpertContract {}

    record ContractSignedV1(String mobilisationId) implements ExpertContract {}

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

    record AssignmentStartedV1(String mobilisationId, String actionId, int activity)
            implements ExpertContract {}

    record AssignmentEndedV1(String mobilisationId, String actionId, int activity)
            implements ExpertContract {}

    record DaysEntry(String phase, double days, LocalDate from, LocalDate to) {}

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

    record MobilisationSettledV1(String mobilisationId, String actionId, int activity)
            implements ExpertContract {}

    record MobilisationCancelledV1(
            String mobilisationId,
            String actionId,
            int activity,
            String position,
            String expertId,
            @Nullable String reasonCode)
            implements ExpertContract {}
}
