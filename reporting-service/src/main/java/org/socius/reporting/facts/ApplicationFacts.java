package org.socius.reporting.facts;

import java.time.LocalDate;

/**
 * An expert's application for one position of a call.
 *
 * @param expertId random, says nothing of the person (R119)
 */
public record ApplicationFacts(
        String id,
        String callId,
        String position,
        String expertId,
        String status,
        LocalDate submittedOn) {}
