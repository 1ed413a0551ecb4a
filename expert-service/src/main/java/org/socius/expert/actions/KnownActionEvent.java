package org.socius.expert.actions;

import java.util.List;
import java.util.Map;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** What was learned of an action, and which calls and mobilisations hang on it. */
public sealed interface KnownActionEvent {

    String actionId();

    /**
     * Calls and mobilisations are possible (R34).
     *
     * @param countries ISO codes, the one with the greatest share first
     */
    @Revision("1")
    record ActionApprovalNoted(
            String actionId,
            String reference,
            String institutionId,
            Map<String, String> institutionName,
            Map<String, String> title,
            List<String> countries)
            implements KnownActionEvent {

        /** The same after an amendment. */
        ActionApprovalNoted with(ActionAmendmentNoted amendment) {
            return new ActionApprovalNoted(
                    actionId,
                    reference,
                    institutionId,
                    institutionName,
                    amendment.title(),
                    amendment.countries());
        }
    }

    /**
     * The approved action is called otherwise, or is for other countries (R45).
     *
     * @param countries as in the approval
     */
    @Revision("1")
    record ActionAmendmentNoted(String actionId, Map<String, String> title, List<String> countries)
            implements KnownActionEvent {}

    @Revision("1")
    record TermsOfReferenceNoted(String actionId, TermsOfReference terms)
            implements KnownActionEvent {}

    @Revision("1")
    record ActivityCompletionNoted(String actionId, int activity) implements KnownActionEvent {}

    @Revision("1")
    record ActionCancellationNoted(String actionId) implements KnownActionEvent {}

    /** The action is over for good (R39). */
    @Revision("1")
    record ActionClosureNoted(String actionId) implements KnownActionEvent {}

    @Revision("1")
    record CallAttached(String actionId, int activity, String callId) implements KnownActionEvent {}

    /** The call was cancelled; the activity may have another. */
    @Revision("1")
    record CallDetached(String actionId, int activity, String callId) implements KnownActionEvent {}

    /**
     * @param position null where it was not noted, like the two that follow
     * @param employerCountry of the employment on that day
     */
    @Revision("1")
    record MobilisationAttached(
            String actionId,
            int activity,
            String mobilisationId,
            @Nullable String position,
            @Nullable String expertId,
            @Nullable String employerCountry)
            implements KnownActionEvent {}

    /** The mobilisation was cancelled or replaced: its seat is free. */
    @Revision("1")
    record MobilisationDetached(String actionId, String mobilisationId)
            implements KnownActionEvent {}

    /**
     * The dates of an activity in place of those of its terms of reference.
     *
     * @param phases null while it is put off without a new date
     */
    @Revision("1")
    record ActivityScheduleNoted(
            String actionId, int activity, TermsOfReference.@Nullable Phases phases)
            implements KnownActionEvent {}

    /** No new calls and mobilisations; work in the field goes on (R41). */
    @Revision("1")
    record ActionSuspensionNoted(String actionId) implements KnownActionEvent {}

    @Revision("1")
    record ActionResumptionNoted(String actionId) implements KnownActionEvent {}

    @Revision("1")
    record ActivityCancellationNoted(String actionId, int activity) implements KnownActionEvent {}
}
