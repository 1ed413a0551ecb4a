package org.socius.reporting.facts;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A submitted request.
 *
 * @param submittedOn day of the first submission, in Brussels
 * @param screenedOn day on which a coordinator first took it up, null before
 * @param decidedOn day on which it was accepted, rejected or found ineligible, null before
 */
public record RequestFacts(
        String id,
        String number,
        String institutionId,
        String country,
        String form,
        Map<String, String> title,
        List<String> typesOfAssistance,
        List<String> themes,
        String status,
        LocalDate submittedOn,
        @Nullable LocalDate screenedOn,
        @Nullable LocalDate decidedOn) {}
