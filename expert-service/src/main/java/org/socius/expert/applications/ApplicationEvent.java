package org.socius.expert.applications;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import org.socius.expert.roster.Profile;
import org.socius.platform.serialization.PersonalData;

/** What has happened to an application. */
public sealed interface ApplicationEvent {

    String applicationId();

    /** Whether the employer would let the applicant go. */
    enum EmployerSupport {
        YES,
        ASKED,
        NOT_NEEDED
    }

    /** One criterion of the grid and what speaks for the applicant. */
    record Evidence(@NotBlank String criterion, @NotBlank @Size(max = 5000) String text) {}

    /** The published grid with the points each criterion can bring, 100 in all (R87). */
    record Scores(
            @NotNull @Min(0) @Max(50) Integer technicalFit,
            @NotNull @Min(0) @Max(20) Integer experienceAbroad,
            @NotNull @Min(0) @Max(15) Integer language,
            @NotNull @Min(0) @Max(15) Integer peerBackground) {

        /** The criteria by their names in bodies. */
        public static final List<String> CRITERIA =
                List.of("technicalFit", "experienceAbroad", "language", "peerBackground");

        int total() {
            return technicalFit + experienceAbroad + language + peerBackground;
        }
    }

    /**
     * @param category of the employment on that day (R69)
     * @param profile as it stood then: later changes do not touch it (R86)
     * @param nominatedBy the collaborative partner that named the expert for this position (R81),
     *     or null
     */
    @Revision("1")
    record ApplicationSubmitted(
            String applicationId,
            String callId,
            String callReference,
            String position,
            String expertId,
            String actionId,
            int activity,
            String institutionId,
            String category,
            boolean publicExpert,
            String employerCountry,
            @PersonalData Profile profile,
            @PersonalData String motivation,
            @PersonalData List<Evidence> evidence,
            String employerSupport,
            boolean conflict,
            @PersonalData @Nullable String conflictText,
            @Nullable String nominatedBy)
            implements ApplicationEvent {}

    @Revision("1")
    record ApplicationFoundAdmissible(String applicationId) implements ApplicationEvent {}

    @Revision("1")
    record ApplicationFoundInadmissible(String applicationId, @Nullable String reasonCode)
            implements ApplicationEvent {}

    /**
     * @param assessor subject of the assessor's account
     * @param total of the scores, 0 to 100
     */
    @Revision("1")
    record ApplicationScored(
            String applicationId,
            String assessor,
            Scores scores,
            int total,
            @PersonalData @Nullable String comment)
            implements ApplicationEvent {}

    /**
     * @param mean of the two totals
     */
    @Revision("1")
    record ApplicationShortlisted(String applicationId, double mean) implements ApplicationEvent {}

    /**
     * @param answerDue until when the expert may accept and the partner object
     * @param ground why a private expert could be chosen (R83), null for a public one
     */
    @Revision("1")
    record ExpertSelected(
            String applicationId,
            String callId,
            String position,
            String expertId,
            Instant answerDue,
            @Nullable String ground)
            implements ApplicationEvent {}

    /**
     * @param rank from 1
     * @param validUntil end of the reserve list (R88); null where nobody said, which means after
     *     twelve months
     */
    @Revision("1")
    record ApplicationReserved(String applicationId, int rank, @Nullable Instant validUntil)
            implements ApplicationEvent {}

    @Revision("1")
    record ApplicationNotSelected(String applicationId, @Nullable String reasonCode)
            implements ApplicationEvent {}

    @Revision("1")
    record PartnerObjected(String applicationId) implements ApplicationEvent {}

    @Revision("1")
    record PartnerNoObjectionGiven(String applicationId) implements ApplicationEvent {}

    @Revision("1")
    record AssignmentAccepted(String applicationId, String mobilisationId)
            implements ApplicationEvent {}

    @Revision("1")
    record AssignmentDeclined(String applicationId) implements ApplicationEvent {}

    @Revision("1")
    record ApplicationWithdrawn(String applicationId) implements ApplicationEvent {}

    /** What the application said about the person is forgotten; the profile goes on. */
    @Revision("1")
    record ApplicationErased(String applicationId, String expertId) implements ApplicationEvent {}
}
