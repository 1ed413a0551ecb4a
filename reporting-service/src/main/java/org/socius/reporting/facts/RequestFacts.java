package org.socius.reporting.facts;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * A submitted request.
 *
 * @param submittedOn day of the first submission, in Brussels
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
        LocalDate submittedOn) {}
