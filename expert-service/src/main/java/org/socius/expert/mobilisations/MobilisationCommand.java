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
     */
    record GrantAuthorisation(
            @TargetAggregateIdentifier String mobilisationId, @Nullable String documentReference)
            implements MobilisationCommand {}

    record RefuseAuthorisation(@TargetAggregateIdentifier String mobilisationId)
            implements MobilisationCommand {}

    record IssueContract(
            @TargetAggregateIdentifier String mobilisationId,
            String contractNumber,
            Days days,
            LocalDate validFrom,
            LocalDate validTo)
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
     */
    record Worked(
            @NotNull @Pattern(regexp = "preparation|implementation|delivery") String phase,
            @NotNull @PositiveOrZero @DecimalMax("366") Double days,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {}

    record RecordWorkingDays(@TargetAggregateIdentifier String mobilisationId, List<Worked> entries)
            implements MobilisationCommand {}

    record SettleMobilisation(@TargetAggregateIdentifier String mobilisationId)
            implements MobilisationCommand {}

    /**
     * @param cause a code, where the system itself cancels
     */
    record CancelMobilisation(
            @TargetAggregateIdentifier String mobilisationId, @Nullable String cause)
            implements MobilisationCommand {}

    /** Lets the end of the time for objections mobilise the expert. */
    record RecordDueMobilisationSteps(@TargetAggregateIdentifier String mobilisationId)
            implements MobilisationCommand {}
}
