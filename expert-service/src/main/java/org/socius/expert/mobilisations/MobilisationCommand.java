package org.socius.expert.mobilisations;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.LocalDate;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import org.socius.expert.actions.TermsOfReference.Days;
import org.socius.expert.actions.TermsOfReference.Phases;
import org.socius.platform.format.Money;

/** What can be asked of a mobilisation. */
public sealed interface MobilisationCommand {

    String mobilisationId();

    /** Asks the employer of a public expert; for a private one records that nobody is asked. */
    record RequestAuthorisation(@TargetAggregateIdentifier String mobilisationId)
            implements MobilisationCommand {}

    /**
     * The employer lets the expert go.
     *
     * @param documentReference where the letter is kept; an officer must name it
     * @param documentId the letter in this system, or null
     */
    record GrantAuthorisation(
            @TargetAggregateIdentifier String mobilisationId,
            @Nullable String documentReference,
            @Nullable String documentId)
            implements MobilisationCommand {

        public GrantAuthorisation(String mobilisationId, @Nullable String documentReference) {
            this(mobilisationId, documentReference, null);
        }
    }

    record RefuseAuthorisation(
            @TargetAggregateIdentifier String mobilisationId,
            @Nullable String documentReference,
            @Nullable String documentId)
            implements MobilisationCommand {

        public RefuseAuthorisation(String mobilisationId, @Nullable String documentReference) {
            this(mobilisationId, documentReference, null);
        }
    }

    /**
     * An expert is appointed without a call, or after one that found nobody (R82).
     *
     * @param callId the activity's call, null if it has none
     * @param justificationCode of the list of justifications
     */
    record AppointExpert(
            @TargetAggregateIdentifier String mobilisationId,
            String actionId,
            int activity,
            String position,
            @Nullable String callId,
            String expertId,
            String justificationCode)
            implements MobilisationCommand {}

    /** The partner does not want a directly appointed expert. */
    record ObjectToAppointment(@TargetAggregateIdentifier String mobilisationId)
            implements MobilisationCommand {}

    /** The partner agrees to one before its five working days have passed. */
    record WaiveObjection(@TargetAggregateIdentifier String mobilisationId)
            implements MobilisationCommand {}

    /**
     * @param remuneration null: a fee, or the allowance of public service (R93)
     * @param waiver who let the expert exceed the paid days of a year, or null
     */
    record IssueContract(
            @TargetAggregateIdentifier String mobilisationId,
            String contractNumber,
            Days days,
            LocalDate validFrom,
            LocalDate validTo,
            MobilisationEvent.@Nullable Remuneration remuneration,
            @Nullable String waiver)
            implements MobilisationCommand {}

    /**
     * Changes the days of a signed contract.
     *
     * @param validTo null leaves the end as it is
     * @param signedOn when the expert signed the amendment
     */
    record AmendContract(
            @TargetAggregateIdentifier String mobilisationId,
            Days days,
            @Nullable LocalDate validTo,
            LocalDate signedOn,
            @Nullable String waiver)
            implements MobilisationCommand {}

    /** Another expert takes the position, in a new mobilisation (R95). */
    record ReplaceExpert(
            @TargetAggregateIdentifier String mobilisationId, String replacementId, String expertId)
            implements MobilisationCommand {}

    record SignContract(@TargetAggregateIdentifier String mobilisationId, boolean codeOfConduct)
            implements MobilisationCommand {}

    /** What is null was attested by the officer without detail. */
    record StartAssignment(
            @TargetAggregateIdentifier String mobilisationId,
            @Nullable LocalDate briefedOn,
            @Nullable String insuranceReference)
            implements MobilisationCommand {}

    record EndAssignment(@TargetAggregateIdentifier String mobilisationId)
            implements MobilisationCommand {}

    /**
     * Days worked in one phase.
     *
     * @param days none is recorded as well, where a mobilised expert did not work after all
     * @param from first day, null for the first day of the phase
     * @param to last day, null for the last day of the phase
     * @param inKind true if a public employer gives the time free (R99); null: as contracted
     */
    record Worked(
            @NotNull @Pattern(regexp = "preparation|implementation|delivery") String phase,
            @NotNull @PositiveOrZero @DecimalMax("366") Double days,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable Boolean inKind) {}

    record RecordWorkingDays(@TargetAggregateIdentifier String mobilisationId, List<Worked> entries)
            implements MobilisationCommand {}

    record SettleMobilisation(@TargetAggregateIdentifier String mobilisationId)
            implements MobilisationCommand {}

    /**
     * Either side steps back before the assignment.
     *
     * @param noticeGivenOn when the other side was told, or null
     * @param costs what it costs the facility, or null
     */
    record CancelMobilisation(
            @TargetAggregateIdentifier String mobilisationId,
            @Nullable LocalDate noticeGivenOn,
            @Nullable Money costs)
            implements MobilisationCommand {}

    /**
     * The action or activity was cancelled: what has not begun is cancelled, an assignment ends,
     * and the days worked stay (R40).
     *
     * @param cause a code such as {@code ACTION_CANCELLED}
     */
    record UnwindMobilisation(@TargetAggregateIdentifier String mobilisationId, String cause)
            implements MobilisationCommand {}

    /**
     * The activity has other dates, and the engagement with it.
     *
     * @param phases null while it is put off without a new date
     */
    record MoveMobilisation(
            @TargetAggregateIdentifier String mobilisationId, @Nullable Phases phases)
            implements MobilisationCommand {}

    /** Forgets what a mobilisation that is over says about the person (R75). */
    record EraseMobilisation(@TargetAggregateIdentifier String mobilisationId)
            implements MobilisationCommand {}

    /** Lets the end of the time for objections mobilise the expert. */
    record RecordDueMobilisationSteps(@TargetAggregateIdentifier String mobilisationId)
            implements MobilisationCommand {}
}
