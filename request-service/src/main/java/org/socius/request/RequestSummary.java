package org.socius.request;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.request.RequestEvent.Asking;

/**
 * A request as a list shows it; holds nothing about persons.
 *
 * @param askedAs the institution's earlier record, if that was merged; else null
 */
record RequestSummary(
        String id,
        @Nullable String number,
        String form,
        String status,
        long version,
        Asking institution,
        @Nullable Asking askedAs,
        @Nullable Map<String, String> title,
        String country,
        List<String> typesOfAssistance,
        List<String> themes,
        @Nullable Instant submittedAt,
        @Nullable LocalDate screeningDueOn,
        @Nullable Integer formVersion,
        @Nullable String actionId,
        @Nullable String actionReference) {}
