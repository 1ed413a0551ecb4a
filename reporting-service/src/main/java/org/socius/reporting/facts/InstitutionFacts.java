package org.socius.reporting.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A partner institution.
 *
 * @param name {@code en}, and as far as recorded {@code original} with {@code originalLanguage}
 * @param country null if no source says it
 * @param legalNature null if not recorded; so is {@code level}
 * @param mergedInto the record that stands for this one, null if it is its own
 */
public record InstitutionFacts(
        String id,
        Map<String, String> name,
        @Nullable String acronym,
        List<String> aliases,
        @Nullable String legalNature,
        @Nullable String level,
        @Nullable String country,
        @Nullable String mergedInto) {

    /** With one more name. */
    public InstitutionFacts alsoCalled(String alias) {
        List<String> all = new ArrayList<>(aliases);
        all.add(alias);
        return new InstitutionFacts(
                id, name, acronym, all, legalNature, level, country, mergedInto);
    }

    /** From now on another record stands for it. */
    public InstitutionFacts mergedInto(String into) {
        return new InstitutionFacts(id, name, acronym, aliases, legalNature, level, country, into);
    }
}
