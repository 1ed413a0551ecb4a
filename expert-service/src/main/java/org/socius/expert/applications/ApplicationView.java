package org.socius.expert.applications;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.expert.applications.ApplicationEvent.ApplicationScored;
import org.socius.expert.applications.ApplicationEvent.ApplicationSubmitted;
import org.socius.expert.applications.ApplicationEvent.Evidence;
import org.socius.expert.applications.ApplicationEvent.Scores;
import org.socius.expert.roster.Profile;
import org.socius.expert.sight.AboutPerson;
import org.socius.expert.sight.Sight;
import org.socius.platform.command.Actor;

/**
 * An application with its frozen profile. Assessors' scores and the reserve list are for staff; the
 * person is for those who select, for the applicant, and for the partner while the mission lasts.
 * {@code nominatedBy} is the collaborative partner that named the expert, null where none did.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ApplicationView(
        String id,
        String status,
        long version,
        CallOfApplication call,
        String position,
        ActivityOfApplication activity,
        String institutionId,
        @Nullable String expertId,
        String category,
        String employerCountry,
        Instant submittedAt,
        @Nullable Profile profile,
        @Nullable String motivation,
        @Nullable List<Evidence> evidence,
        @Nullable String employerSupport,
        @Nullable Declaration conflictDeclaration,
        @Nullable List<Assessment> scores,
        @Nullable Double meanScore,
        @Nullable Integer reserveRank,
        @Nullable String nominatedBy,
        @Nullable Instant selectedAt,
        @Nullable Instant answerDue,
        @Nullable Boolean partnerObjected,
        @Nullable Boolean partnerNoObjection,
        @Nullable String mobilisationId,
        List<String> allowedTransitions)
        implements AboutPerson {

    private static final int ASSESSORS = 2;

    record CallOfApplication(String id, String reference) {}

    record ActivityOfApplication(String actionId, int number) {}

    record Declaration(boolean conflict, @Nullable String text) {}

    record Assessment(String by, Scores scores, int total, @Nullable String comment) {}

    static ApplicationView of(
            ApplicationSubmitted bid,
            long version,
            Application.Status status,
            Instant submittedAt,
            List<ApplicationScored> scores,
            @Nullable Instant selectedAt,
            @Nullable Instant answerDue,
            @Nullable Integer reserveRank,
            boolean noObjection,
            boolean objected,
            @Nullable String mobilisationId,
            double mean) {
        return new ApplicationView(
                bid.applicationId(),
                status.name(),
                version,
                new CallOfApplication(bid.callId(), bid.callReference()),
                bid.position(),
                new ActivityOfApplication(bid.actionId(), bid.activity()),
                bid.institutionId(),
                bid.expertId(),
                bid.category(),
                bid.employerCountry(),
                submittedAt,
                bid.profile(),
                bid.motivation(),
                bid.evidence(),
                bid.employerSupport(),
                new Declaration(bid.conflict(), bid.conflictText()),
                scores.stream()
                        .map(
                                score ->
                                        new Assessment(
                                                score.assessor(),
                                                score.scores(),
                                                score.total(),
                                                score.comment()))
                        .toList(),
                scores.size() == ASSESSORS ? mean : null,
                reserveRank,
                bid.nominatedBy(),
                selectedAt,
                answerDue,
                selectedAt == null ? null : objected,
                selectedAt == null ? null : noObjection,
                mobilisationId,
                status.transitions().stream()
                        .filter(noun -> !(noObjection && noun.startsWith("partner-")))
                        .toList());
    }

    @Override
    public String personalRecord() {
        return id;
    }

    boolean isVisibleTo(Actor caller) {
        return Sight.ofStaff(caller)
                || isOwn(caller)
                || selectedAt != null
                        && caller.has(Roles.PARTNER_SIGNATORY)
                        && caller.actsFor(institutionId);
    }

    boolean isOwn(Actor caller) {
        return expertId != null && expertId.equals(caller.expertId());
    }

    /**
     * As a reader sees it.
     *
     * @param missionOver whether the mobilisation that followed has ended
     */
    ApplicationView shownTo(Actor caller, boolean missionOver) {
        if (Sight.ofStaff(caller)) {
            return Sight.ofApplicants(caller) ? this : masked(false, false, true);
        }
        if (isOwn(caller)) {
            return masked(true, true, false);
        }
        boolean chosen =
                status.equals(Application.Status.SELECTED.name())
                        || status.equals(Application.Status.ACCEPTED.name());
        return masked(chosen && !missionOver, false, false);
    }

    private ApplicationView masked(boolean person, boolean bid, boolean judgement) {
        return new ApplicationView(
                id,
                status,
                version,
                call,
                position,
                activity,
                institutionId,
                person || judgement ? expertId : null,
                category,
                employerCountry,
                submittedAt,
                person ? profile : null,
                bid ? motivation : null,
                bid ? evidence : null,
                bid || judgement ? employerSupport : null,
                bid ? conflictDeclaration : null,
                judgement && scores != null
                        ? scores.stream()
                                .map(
                                        score ->
                                                new Assessment(
                                                        score.by(),
                                                        score.scores(),
                                                        score.total(),
                                                        null))
                                .toList()
                        : null,
                judgement ? meanScore : null,
                judgement ? reserveRank : null,
                bid || judgement ? nominatedBy : null,
                selectedAt,
                answerDue,
                partnerObjected,
                partnerNoObjection,
                mobilisationId,
                allowedTransitions);
    }
}
