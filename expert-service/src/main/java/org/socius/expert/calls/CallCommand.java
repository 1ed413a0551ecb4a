package org.socius.expert.calls;

import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a call. */
public sealed interface CallCommand {

    String callId();

    /** From the final terms of reference of an activity. */
    record DraftCall(@TargetAggregateIdentifier String callId, String actionId, int activity)
            implements CallCommand {}

    record PublishCall(@TargetAggregateIdentifier String callId, Instant deadline)
            implements CallCommand {}

    /**
     * @param assessors subjects who may score; empty: whoever has the role
     */
    record StartSelection(@TargetAggregateIdentifier String callId, List<String> assessors)
            implements CallCommand {}

    /** The outcome follows from the seats taken. */
    record StateOutcome(@TargetAggregateIdentifier String callId) implements CallCommand {}

    /** Lets the deadline close the call. */
    record RecordDueCallSteps(@TargetAggregateIdentifier String callId) implements CallCommand {}
}
