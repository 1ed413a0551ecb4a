package org.socius.request.holidays;

import java.time.LocalDate;
import java.util.Map;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Who decides from {@code validFrom} on reckons with a date as a holiday, or no longer.
 *
 * @param label its name by language; null where it is called as before or by nothing
 */
@Revision("1")
public record HolidayChanged(
        String listId,
        LocalDate date,
        boolean free,
        @Nullable Map<String, String> label,
        LocalDate validFrom) {}
