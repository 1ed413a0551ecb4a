package org.socius.request;

import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import org.socius.request.InstitutionEvent.Contact;
import org.socius.request.InstitutionEvent.Name;

/** What can be asked of an institution's record. */
public sealed interface InstitutionCommand {

    /** Registers a partner institution. */
    record RegisterInstitution(
            @TargetAggregateIdentifier String institutionId,
            Name name,
            @Nullable String acronym,
            List<String> aliases,
            String legalNature,
            String level,
            String country,
            @Nullable String parent,
            @Nullable String unit,
            @Nullable String address,
            @Nullable String website,
            @Nullable String mandate,
            List<Contact> contacts)
            implements InstitutionCommand {}

    /** {@code requestIds}: every open request of the institution, the most wanted first. */
    record RankRequests(@TargetAggregateIdentifier String institutionId, List<String> requestIds)
            implements InstitutionCommand {}

    /** Keeps the institution of an imported action; one that is there stays as it is. */
    record KeepInstitutionOfHistory(
            @TargetAggregateIdentifier String institutionId,
            Name name,
            @Nullable String acronym,
            List<String> aliases,
            @Nullable String legalNature,
            @Nullable String level,
            @Nullable String country)
            implements InstitutionCommand {}
}
