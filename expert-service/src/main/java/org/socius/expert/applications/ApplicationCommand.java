package org.socius.expert.applications;

import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of an application. */
public sealed interface ApplicationCommand {

    String applicationId();

    /** An expert bids for one position of an open call. */
    record Apply(
            @TargetAggregateIdentifier String applicationId,
            String callId,
            String position,
            String motivation,
            List<ApplicationEvent.Evidence> evidence,
            ApplicationEvent.EmployerSupport employerSupport,
            boolean conflict,
            @Nullable String conflictText)
            implements ApplicationCommand {}

    record CheckAdmissibility(@TargetAggregateIdentifier String applicationId, boolean admissible)
            implements ApplicationCommand {}

    /** One assessor's judgement on the published grid. */
    record ScoreApplication(
            @TargetAggregateIdentifier String applicationId,
            ApplicationEvent.Scores scores,
            @Nullable String comment,
            boolean noConflictOfInterest)
            implements ApplicationCommand {}

    record ShortlistApplication(@TargetAggregateIdentifier String applicationId)
            implements ApplicationCommand {}

    record SelectExpert(@TargetAggregateIdentifier String applicationId)
            implements ApplicationCommand {}

    record ReserveApplication(@TargetAggregateIdentifier String applicationId)
            implements ApplicationCommand {}

    record RejectApplication(@TargetAggregateIdentifier String applicationId)
            implements ApplicationCommand {}

    /** The partner does not want this expert. */
    record ObjectToExpert(@TargetAggregateIdentifier String applicationId)
            implements ApplicationCommand {}

    /** The partner agrees before the five working days have passed. */
    record GiveNoObjection(@TargetAggregateIdentifier String applicationId)
            implements ApplicationCommand {}

    record WithdrawApplication(@TargetAggregateIdentifier String applicationId)
            implements ApplicationCommand {}

    record AcceptAssignment(@TargetAggregateIdentifier String applicationId)
            implements ApplicationCommand {}

    record DeclineAssignment(@TargetAggregateIdentifier String applicationId)
            implements ApplicationCommand {}

    /**
     * The call was cancelled, or is filled without this applicant; what has not ended ends with it.
     *
     * @param cause a code such as {@code CALL_CANCELLED} or {@code CALL_FILLED}
     */
    record EndWithCall(@TargetAggregateIdentifier String applicationId, String cause)
            implements ApplicationCommand {}

    /** What an application that led to nothing says about the person is forgotten for good. */
    record EraseApplication(@TargetAggregateIdentifier String applicationId)
            implements ApplicationCommand {}

    /** The mission it led to is forgotten, and so is what an accepted application says. */
    record EraseWithMobilisation(@TargetAggregateIdentifier String applicationId)
            implements ApplicationCommand {}

    /**
     * The applicant has left the roster or is forgotten: what has not ended is withdrawn or
     * declined, whoever asks.
     */
    record EndWithPerson(@TargetAggregateIdentifier String applicationId)
            implements ApplicationCommand {}
}
