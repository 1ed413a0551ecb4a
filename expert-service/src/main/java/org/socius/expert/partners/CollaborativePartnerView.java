package org.socius.expert.partners;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.socius.expert.partners.CollaborativePartnerEvent.CollaborativePartnerAgreed;
import org.socius.expert.partners.CollaborativePartnerEvent.CollaborativePartnerRegistered;

/**
 * A collaborative partner with its agreements in the order of their beginning, and whom it has
 * nominated for what.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CollaborativePartnerView(
        String id,
        String name,
        String country,
        String category,
        String status,
        long version,
        List<Agreement> agreements,
        List<Nomination> nominations,
        List<String> allowedTransitions) {

    /**
     * @param to last day, also where the next agreement takes its place; null while it lasts
     * @param documentId the agreement in this system; null if it is elsewhere
     */
    record Agreement(
            String reference,
            LocalDate from,
            @Nullable LocalDate to,
            @Nullable String documentId) {}

    record Nomination(String callId, String position, String expertId, Instant nominatedAt) {}

    static CollaborativePartnerView of(
            CollaborativePartnerRegistered registration,
            long version,
            CollaborativePartner.Status status,
            List<CollaborativePartnerAgreed> agreements,
            List<Nomination> nominations) {
        return new CollaborativePartnerView(
                registration.partnerId(),
                registration.name(),
                registration.country(),
                registration.category(),
                status.name(),
                version,
                java.util.stream.IntStream.range(0, agreements.size())
                        .mapToObj(
                                i ->
                                        agreement(
                                                agreements.get(i),
                                                i + 1 < agreements.size()
                                                        ? agreements.get(i + 1).from()
                                                        : null))
                        .toList(),
                List.copyOf(nominations),
                status.transitions());
    }

    private static Agreement agreement(
            CollaborativePartnerAgreed agreed, @Nullable LocalDate next) {
        LocalDate to = agreed.to();
        LocalDate last =
                next != null && (to == null || !to.isBefore(next)) ? next.minusDays(1) : to;
        return new Agreement(agreed.agreementReference(), agreed.from(), last, agreed.documentId());
    }

    /** True if one of the agreements is in force on that day. */
    boolean isAgreedOn(LocalDate day) {
        return agreements.stream()
                .anyMatch(
                        agreement ->
                                !agreement.from().isAfter(day)
                                        && (agreement.to() == null
                                                || !agreement.to().isBefore(day)));
    }
}
