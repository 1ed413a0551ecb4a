package org.socius.request;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.socius.request.InstitutionEvent.Name;

/** An institution as a list shows it; holds nothing about persons. */
record InstitutionSummary(
        String id,
        long version,
        Name name,
        @Nullable String acronym,
        List<String> aliases,
        @Nullable String legalNature,
        @Nullable String level,
        @Nullable String country,
        String origin,
        @Nullable String mergedInto) {}
