package org.socius.expert.roster;

import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.socius.platform.documents.StoredFile;

/** What can be asked of a roster entry. */
public sealed interface ExpertCommand {

    String expertId();

    /** The person joins the roster, or an officer enters the person with a reason. */
    record RegisterExpert(@TargetAggregateIdentifier String expertId, Profile profile)
            implements ExpertCommand {}

    /** What is null in {@code changes} stays as it is. */
    record EditProfile(@TargetAggregateIdentifier String expertId, Profile changes)
            implements ExpertCommand {}

    /**
     * A CV beside the profile; the same file again changes nothing.
     *
     * @param most CVs that are kept of one person, since applications keep theirs
     */
    record StoreCv(@TargetAggregateIdentifier String expertId, StoredFile file, int most)
            implements ExpertCommand {}

    record SubmitProfile(@TargetAggregateIdentifier String expertId) implements ExpertCommand {}

    /** Identity, employer and category have been checked. */
    record VerifyProfile(@TargetAggregateIdentifier String expertId) implements ExpertCommand {}

    record ReturnProfile(@TargetAggregateIdentifier String expertId) implements ExpertCommand {}

    record RefuseProfile(@TargetAggregateIdentifier String expertId) implements ExpertCommand {}

    /** The person says that the profile holds still. */
    record ConfirmProfile(@TargetAggregateIdentifier String expertId) implements ExpertCommand {}

    /** After misconduct, or repeated poor ratings. */
    record SuspendExpert(@TargetAggregateIdentifier String expertId) implements ExpertCommand {}

    record ReinstateExpert(@TargetAggregateIdentifier String expertId) implements ExpertCommand {}

    /** The person leaves the roster. */
    record DeactivateExpert(@TargetAggregateIdentifier String expertId) implements ExpertCommand {}

    /** Forgets the person, in the log too (R75). */
    record EraseExpert(@TargetAggregateIdentifier String expertId) implements ExpertCommand {}

    /** Lets a profile expire that nobody has confirmed (R74). */
    record RecordDueExpertSteps(@TargetAggregateIdentifier String expertId)
            implements ExpertCommand {}
}
