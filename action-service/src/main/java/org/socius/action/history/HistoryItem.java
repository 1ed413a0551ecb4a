package org.socius.action.history;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One item of a file of historical actions, in the words of the file. Fields it does not name are
 * kept as a note.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record HistoryItem(
        @Nullable String key,
        @Nullable String kind,
        @Nullable String title,
        @JsonProperty("title_original") @Nullable String titleOriginal,
        @JsonProperty("country_iso2") @Nullable String country,
        @JsonProperty("country_name") @Nullable String countryName,
        @JsonProperty("country_basis") @Nullable String countryBasis,
        @JsonProperty("partner_institution") @Nullable Partner partner,
        @JsonProperty("types_of_assistance") @Nullable List<String> types,
        @JsonProperty("catalogue_category") @Nullable String category,
        @Nullable List<String> themes,
        @JsonProperty("target_groups") @Nullable List<String> targetGroups,
        @JsonProperty("expert_countries") @Nullable List<String> expertCountries,
        @Nullable List<Activity> activities,
        @Nullable String outcome,
        @Nullable String reference,
        @JsonProperty("follow_up_of") @Nullable Predecessor followUpOf,
        @Nullable Dates dates,
        @JsonProperty("status_in_seed") @Nullable String status,
        @Nullable Suggestions suggestions) {

    private static final List<String> NOTED_ELSEWHERE =
            List.of(
                    "key",
                    "kind",
                    "title",
                    "title_original",
                    "country_iso2",
                    "types_of_assistance",
                    "catalogue_category",
                    "themes",
                    "target_groups",
                    "expert_countries",
                    "outcome",
                    "reference");

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build();

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Partner(
            @JsonProperty("name_en") @Nullable String name,
            @JsonProperty("name_original") @Nullable String originalName,
            @Nullable String acronym,
            @Nullable List<String> aliases,
            @Nullable String level,
            @Nullable String kind) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Activity(
            @Nullable String type,
            @Nullable String title,
            @Nullable String description,
            @Nullable String location,
            @JsonProperty("host_country_iso2") @Nullable String hostCountry,
            @JsonProperty("inferred_type") @Nullable Boolean inferredType) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Predecessor(@Nullable String key, @Nullable String reference) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Dates(
            @JsonProperty("activities_start") @Nullable String start,
            @JsonProperty("activities_end") @Nullable String end) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Suggestions(@JsonProperty("sdg_targets") @Nullable List<String> sdgTargets) {}

    /**
     * Reads an item.
     *
     * @throws JacksonException if a field has another form than the file's items have
     */
    static HistoryItem read(String text) {
        return JSON.readValue(text, HistoryItem.class);
    }

    /** The same for the same item, however its members are ordered and spaced. */
    static String fingerprint(String text) {
        String canonical = JSON.writeValueAsString(JSON.readValue(text, Object.class));
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything the item says that has no place of its own in an action. */
    static String note(String text) {
        JsonNode tree = JSON.readTree(text);
        if (tree instanceof ObjectNode object) {
            object.remove(NOTED_ELSEWHERE);
        }
        return tree.toString();
    }
}
