package org.socius.expert.calls;

import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of a call. */
public sealed interface CallCommand {

    String callId();

    /** From the final terms of reference of an activity. */
    record DraftCall(@TargetAggregateIdentifier String callId, String actionId, int activity)
            implements CallCommand {}

    record PublishCall(@TargetAggregateIdentifier String callId, Instant deadline)
            implements CallCommand {}

    /** Corrects what the positions ask for; the applicants are told. */
    record AmendCall(@TargetAggregateIdentifier String callId, List<CallEvent.Wording> positions)
            implements CallCommand {}

    /** Gives more time; the applicants are told. */
    record ExtendCall(@TargetAggregateIdentifier String callId, Instant deadline)
            implements CallCommand {}

    /** A new round for the positions that nobody has, perhaps with a wider profile (R82). */
    record RelaunchCall(
            @TargetAggregateIdentifier String callId,
            Instant deadline,
            List<CallEvent.Wording> positions)
            implements CallCommand {}

    /**
     * Ends a call; its applications end with it.
     *
     * @param cause a code where the system itself cancels; then a filled call stays as it is, and
     *     only those who wait for a seat are told that there will be none
     */
    record CancelCall(@TargetAggregateIdentifier String callId, @Nullable String cause)
            implements CallCommand {}

    /**
     * @param assessors subjects who may score; empty: whoever has the role
     */
    record StartSelection(@TargetAggregateIdentifier String callId, List<String> assessors)
            implements CallCommand {}

    /** The outcome follows from the seats taken. */
    record StateOutcome(@TargetAggregateIdentifier String callId) implements CallCommand {}

    /**
     * Puts a call into the hands of another person.
     *
     * @param to account of the person who is responsible from now on
     */
    record HandOverCall(@TargetAggregateIdentifier String callId, String to)
            implements CallCommand {}

    /** Lets the deadline close the call. */
    record RecordDueCallSteps(@TargetAggregateIdentifier String callId) implements CallCommand {}
}
