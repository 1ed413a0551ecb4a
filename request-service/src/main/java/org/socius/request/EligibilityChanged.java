package org.socius.request;

import java.time.LocalDate;
import org.axonframework.serialization.Revision;

/**
 * From {@code validFrom} on the country is on the list of those that may ask, or no longer (R02).
 */
@Revision("1")
public record EligibilityChanged(
        String listId, String country, boolean eligible, LocalDate validFrom) {}
