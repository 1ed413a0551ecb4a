package org.socius.expert.actions;

import java.util.List;
import java.util.Map;
import org.axonframework.serialization.Revision;

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
            implements KnownActionEvent {}

    @Revision("1")
    record TermsOfReferenceNoted(String actionId, TermsOfReference terms)
            implements KnownActionEvent {}

    @Revision("1")
    record ActivityCompletionNoted(String actionId, int activity) implements KnownActionEvent {}

    @Revision("1")
    record ActionCancellationNoted(String actionId) implements KnownActionEvent {}

    @Revision("1")
    record CallAttached(String actionId, int activity, String callId) implements KnownActionEvent {}

    @Revision("1")
    record MobilisationAttached(String actionId, int activity, String mobilisationId)
            implements KnownActionEvent {}
}
