package org.socius.request;

import java.time.LocalDate;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import org.socius.platform.serialization.PersonalData;

/** What happened to an institution. */
public sealed interface InstitutionEvent {

    /** The institution it happened to. */
    String institutionId();

    /**
     * English name and the name in the institution's own language.
     *
     * @param originalLanguage ISO 639-1, or null if not recorded
     */
    record Name(String en, @Nullable String original, @Nullable String originalLanguage) {}

    /**
     * Somebody to write to, in a role, for a time.
     *
     * @param to last day, or null while it lasts or if not known
     */
    record Contact(
            @Nullable String role,
            @PersonalData @Nullable String name,
            @PersonalData @Nullable String email,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {}

    /**
     * An institution is known from here on.
     *
     * @param legalNature null where a historical source does not say
     * @param origin PARTNER, or HISTORY if it is known from an imported action
     */
    @Revision("1")
    record InstitutionRegistered(
            String institutionId,
            Name name,
            @Nullable String acronym,
            List<String> aliases,
            @Nullable String legalNature,
            @Nullable String level,
            @Nullable String country,
            @Nullable String parent,
            @Nullable String unit,
            @Nullable String address,
            @Nullable String website,
            @Nullable String mandate,
            List<Contact> contacts,
            String origin)
            implements InstitutionEvent {}

    /** The institution has said which of its open requests it wants first. */
    @Revision("1")
    record RequestsRanked(String institutionId, List<String> requestIds)
            implements InstitutionEvent {}

    /**
     * Another name of the institution is known.
     *
     * @param validFrom first day of the name, or null if not known
     * @param validTo last day of the name, or null while it lasts or if not known
     */
    @Revision("1")
    record InstitutionAliasAdded(
            String institutionId,
            String alias,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo)
            implements InstitutionEvent {}

    /** Whom to write to from here on; those of before are among them if they still count. */
    @Revision("1")
    record InstitutionContactsChanged(String institutionId, List<Contact> contacts)
            implements InstitutionEvent {}

    /** This record stays and points to {@code into}, which stands for it from here on. */
    @Revision("1")
    record InstitutionsMerged(String institutionId, String into) implements InstitutionEvent {}

    /** What the record said about persons until now is forgotten; the institution goes on. */
    @Revision("1")
    record InstitutionErased(String institutionId) implements InstitutionEvent {}
}
