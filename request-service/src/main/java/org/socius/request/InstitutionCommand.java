package org.socius.request;

import java.time.LocalDate;
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

    /**
     * Makes another name known under which the institution is or was called.
     *
     * @param validFrom first day of the name, or null if not known
     * @param validTo last day of the name, or null while it lasts or if not known
     */
    record AddAlias(
            @TargetAggregateIdentifier String institutionId,
            String alias,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo)
            implements InstitutionCommand {}

    /** {@code contacts}: everybody to write to, in place of those on record. */
    record ChangeContacts(@TargetAggregateIdentifier String institutionId, List<Contact> contacts)
            implements InstitutionCommand {}

    /** The record is a second one of the same institution; {@code into} goes on. */
    record MergeInstitution(@TargetAggregateIdentifier String institutionId, String into)
            implements InstitutionCommand {}

    /** {@code requestIds}: every open request of the institution, the most wanted first. */
    record RankRequests(@TargetAggregateIdentifier String institutionId, List<String> requestIds)
            implements InstitutionCommand {}

    /** What the record says about persons until now is forgotten for good. */
    record EraseInstitution(@TargetAggregateIdentifier String institutionId)
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
