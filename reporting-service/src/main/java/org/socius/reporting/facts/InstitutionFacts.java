package org.socius.reporting.facts;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A partner institution.
 *
 * @param name {@code en}, and as far as recorded {@code original} with {@code originalLanguage}
 * @param country null if no source says it
 * @param legalNature null if not recorded; so is {@code level}
 */
public record InstitutionFacts(
        String id,
        Map<String, String> name,
        @Nullable String acronym,
        List<String> aliases,
        @Nullable String legalNature,
        @Nullable String level,
        @Nullable String country) {}
