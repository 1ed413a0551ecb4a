package org.socius.request;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import org.socius.platform.documents.StoredFile;
import org.socius.request.RequestForm.Kind;

/** What can be asked of a request. */
public sealed interface RequestCommand {

    /** The request it is about. */
    String requestId();

    /** Begins a request of a registered institution. */
    record DraftRequest(
            @TargetAggregateIdentifier String requestId,
            Kind form,
            String institutionId,
            RequestForm content)
            implements RequestCommand {}

    /**
     * Changes the fields that {@code changes} has, before submission or after a return.
     *
     * @param form if given, must be the request's own: it cannot be changed
     * @param institutionId likewise
     * @param emptied names of the fields that shall not be filled in any longer
     */
    record EditRequestDraft(
            @TargetAggregateIdentifier String requestId,
            @Nullable Kind form,
            @Nullable String institutionId,
            RequestForm changes,
            Set<String> emptied)
            implements RequestCommand {

        EditRequestDraft(
                String requestId,
                @Nullable Kind form,
                @Nullable String institutionId,
                RequestForm changes) {
            this(requestId, form, institutionId, changes, Set.of());
        }
    }

    /**
     * Adds a file, before submission or after a return; the same again changes nothing.
     *
     * @param most attachments a request may have
     */
    record AttachDocument(
            @TargetAggregateIdentifier String requestId,
            String documentId,
            StoredFile file,
            int most)
            implements RequestCommand {}

    /** Takes an attachment back, as long as it may be added. */
    record RemoveDocument(@TargetAggregateIdentifier String requestId, String documentId)
            implements RequestCommand {}

    /** {@code declaration}: the signatory declares that everything is true. */
    record SubmitRequest(@TargetAggregateIdentifier String requestId, boolean declaration)
            implements RequestCommand {}

    record StartScreening(@TargetAggregateIdentifier String requestId) implements RequestCommand {}

    /** {@code missing}: what has to be completed. */
    record ReturnRequest(@TargetAggregateIdentifier String requestId, List<String> missing)
            implements RequestCommand {}

    /** {@code declaration} as in {@link SubmitRequest}. */
    record ResubmitRequest(@TargetAggregateIdentifier String requestId, boolean declaration)
            implements RequestCommand {}

    /** Ends the screening one way or the other; ineligible needs a reason code. */
    record DecideEligibility(@TargetAggregateIdentifier String requestId, boolean eligible)
            implements RequestCommand {}

    /** Lets screening or appraisal rest; the context holds the reason. */
    record HoldRequest(@TargetAggregateIdentifier String requestId) implements RequestCommand {}

    /** Goes on where the request was put on hold. */
    record ResumeRequest(@TargetAggregateIdentifier String requestId) implements RequestCommand {}

    /** The place the request waits for is free; does nothing if it waits for none. */
    record TakeUpRequest(@TargetAggregateIdentifier String requestId) implements RequestCommand {}

    record ConsultDelegation(@TargetAggregateIdentifier String requestId)
            implements RequestCommand {}

    record RecordDelegationOpinion(
            @TargetAggregateIdentifier String requestId, Opinion opinion, @Nullable String text)
            implements RequestCommand {}

    /** The Commission lets a request go on against a negative opinion. */
    record OverrideDelegationOpinion(@TargetAggregateIdentifier String requestId)
            implements RequestCommand {}

    /** {@code noConflictOfInterest}: what the assessor declares. */
    record AppraiseRequest(
            @TargetAggregateIdentifier String requestId,
            Scores scores,
            String comment,
            boolean noConflictOfInterest)
            implements RequestCommand {}

    record AcceptRequest(@TargetAggregateIdentifier String requestId) implements RequestCommand {}

    record RejectRequest(@TargetAggregateIdentifier String requestId) implements RequestCommand {}

    record WithdrawRequest(@TargetAggregateIdentifier String requestId) implements RequestCommand {}

    /**
     * Puts a submitted request into the hands of another person.
     *
     * @param to account of the person who is responsible from now on
     */
    record HandOverRequest(@TargetAggregateIdentifier String requestId, String to)
            implements RequestCommand {}

    /** What a request that has ended says about persons is forgotten for good. */
    record EraseRequest(@TargetAggregateIdentifier String requestId) implements RequestCommand {}

    /**
     * Ends a request in favour of another of the same institution.
     *
     * @param into the request that goes on
     * @param consentOn the day on which the institution consented
     * @param consentBy who consented for it
     */
    record MergeRequest(
            @TargetAggregateIdentifier String requestId,
            String into,
            LocalDate consentOn,
            String consentBy)
            implements RequestCommand {}

    /** action-service has opened the action of this accepted request. */
    record NoteActionOpened(
            @TargetAggregateIdentifier String requestId, String actionId, String actionReference)
            implements RequestCommand {}

    /** The action of this request is closed, refused or cancelled. */
    record NoteActionEnded(@TargetAggregateIdentifier String requestId, String actionId)
            implements RequestCommand {}

    /** Records the automatic steps whose time has come. */
    record RecordDueRequestSteps(@TargetAggregateIdentifier String requestId)
            implements RequestCommand {}

    /** What a Delegation may say. */
    enum Opinion {
        POSITIVE,
        WITH_REMARKS,
        NEGATIVE
    }

    /** The appraisal grid, each criterion 1 to 5. */
    record Scores(
            @NotNull @Min(1) @Max(5) Integer relevance,
            @NotNull @Min(1) @Max(5) Integer ownership,
            @NotNull @Min(1) @Max(5) Integer clarity,
            @NotNull @Min(1) @Max(5) Integer coherence,
            @NotNull @Min(1) @Max(5) Integer expertise,
            @NotNull @Min(1) @Max(5) Integer sustainability,
            @NotNull @Min(1) @Max(5) Integer inclusion) {

        Map<String, Integer> byCriterion() {
            Map<String, Integer> scores = new LinkedHashMap<>();
            scores.put("relevance", relevance);
            scores.put("ownership", ownership);
            scores.put("clarity", clarity);
            scores.put("coherence", coherence);
            scores.put("expertise", expertise);
            scores.put("sustainability", sustainability);
            scores.put("inclusion", inclusion);
            return scores;
        }
    }
}
