package org.socius.expert.partners;

import java.time.LocalDate;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of a collaborative institutional partner. */
public sealed interface CollaborativePartnerCommand {

    String partnerId();

    /**
     * @param partnerId the id under which the organisation stands in tokens and in the careers of
     *     its staff
     * @param category of experts who are employed there
     */
    record RegisterCollaborativePartner(
            @TargetAggregateIdentifier String partnerId,
            String name,
            String country,
            String category)
            implements CollaborativePartnerCommand {}

    /**
     * A standing agreement, in place of an earlier one from its first day on.
     *
     * @param to last day, or null while it lasts
     * @param documentId the agreement in this system, or null
     */
    record AgreeWithPartner(
            @TargetAggregateIdentifier String partnerId,
            String agreementReference,
            LocalDate from,
            @Nullable LocalDate to,
            @Nullable String documentId)
            implements CollaborativePartnerCommand {

        public AgreeWithPartner(
                String partnerId,
                String agreementReference,
                LocalDate from,
                @Nullable LocalDate to) {
            this(partnerId, agreementReference, from, to, null);
        }
    }

    /** The partner names one of its staff for a position of an open call. */
    record NominateExpert(
            @TargetAggregateIdentifier String partnerId,
            String callId,
            String position,
            String expertId)
            implements CollaborativePartnerCommand {}
}
