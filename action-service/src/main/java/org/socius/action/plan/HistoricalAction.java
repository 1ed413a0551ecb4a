package org.socius.action.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a publication says about an action of former years; what it does not say is null or empty
 * (R36).
 *
 * @param key the action's name in the source
 * @param fingerprint of the item as it was read, to tell a repetition from another text
 * @param ongoing the source says it was going on; else it counts as closed
 * @param predecessorUnknown the source says it follows another action without naming it
 * @param sourceNote everything else the item says, as JSON text
 */
public record HistoricalAction(
        String key,
        String fingerprint,
        @Nullable String reference,
        Map<String, String> title,
        String institutionId,
        Institution institution,
        @Nullable String country,
        boolean countryInferred,
        List<String> typesOfAssistance,
        List<String> themes,
        List<String> targetGroups,
        List<String> expertCountries,
        List<String> sdgTargets,
        List<Activity> activities,
        @Nullable String outcome,
        @Nullable String predecessorActionId,
        @Nullable String predecessorReference,
        boolean predecessorUnknown,
        boolean ongoing,
        @Nullable LocalDate start,
        @Nullable LocalDate end,
        @Nullable String category,
        String sourceNote) {

    /** The partner as the source names it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Institution(
            Map<String, String> name,
            @Nullable String acronym,
            List<String> aliases,
            @Nullable String legalNature,
            @Nullable String level,
            @Nullable String country) {}

    /** One activity as the source describes it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Activity(
            int number,
            @Nullable String type,
            boolean typeInferred,
            @Nullable String title,
            @Nullable String description,
            @Nullable String location,
            @Nullable String hostCountry) {}
}
