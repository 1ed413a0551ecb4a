package org.socius.expert.actions;

import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Facts of action-service in this service's own words. Told twice, they change nothing. */
public sealed interface KnownActionCommand {

    record LearnApproval(
            @TargetAggregateIdentifier String actionId,
            String reference,
            String institutionId,
            Map<String, String> institutionName,
            Map<String, String> title,
            List<String> countries)
            implements KnownActionCommand {}

    /** The action has another title, or other countries; what was approved else stands. */
    record LearnAmendment(
            @TargetAggregateIdentifier String actionId,
            Map<String, String> title,
            List<String> countries)
            implements KnownActionCommand {}

    record LearnTermsOfReference(@TargetAggregateIdentifier String actionId, TermsOfReference terms)
            implements KnownActionCommand {}

    record LearnCompletion(@TargetAggregateIdentifier String actionId, int activity)
            implements KnownActionCommand {}

    record LearnCancellation(@TargetAggregateIdentifier String actionId)
            implements KnownActionCommand {}

    record LearnClosure(@TargetAggregateIdentifier String actionId) implements KnownActionCommand {}

    record LearnActivityCancellation(@TargetAggregateIdentifier String actionId, int activity)
            implements KnownActionCommand {}

    /**
     * An activity has other dates.
     *
     * @param phases null while it is put off without a new date
     */
    record LearnSchedule(
            @TargetAggregateIdentifier String actionId,
            int activity,
            TermsOfReference.@Nullable Phases phases)
            implements KnownActionCommand {}

    record LearnSuspension(@TargetAggregateIdentifier String actionId)
            implements KnownActionCommand {}

    record LearnResumption(@TargetAggregateIdentifier String actionId)
            implements KnownActionCommand {}
}
