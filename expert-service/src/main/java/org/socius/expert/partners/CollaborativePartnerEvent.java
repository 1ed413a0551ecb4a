package org.socius.expert.partners;

import java.time.LocalDate;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** What has happened to a collaborative institutional partner. */
public sealed interface CollaborativePartnerEvent {

    String partnerId();

    @Revision("1")
    record CollaborativePartnerRegistered(
            String partnerId, String name, String country, String category)
            implements CollaborativePartnerEvent {}

    /**
     * @param to last day, or null while it lasts
     * @param documentId the agreement in this system, null if it is elsewhere
     */
    @Revision("1")
    record CollaborativePartnerAgreed(
            String partnerId,
            String country,
            String agreementReference,
            LocalDate from,
            @Nullable LocalDate to,
            @Nullable String documentId)
            implements CollaborativePartnerEvent {}

    /** The expert still applies like everybody else. */
    @Revision("1")
    record ExpertNominated(String partnerId, String callId, String position, String expertId)
            implements CollaborativePartnerEvent {}
}
