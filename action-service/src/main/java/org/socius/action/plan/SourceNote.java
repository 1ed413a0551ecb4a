package org.socius.action.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the source of a historical action says that the action has no field for, as far as it is
 * said in the words of the import's own format; anything else stays in the text of the note.
 *
 * @param experts how the experts worked or who they were
 * @param sequence where the action stands among those of its partner
 * @param dates as exact as the source: a year, a month, a day, or two with a slash
 * @param laterFacts what other public sources add
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceNote(
        @Nullable Partner partner,
        @Nullable String subnational,
        @Nullable String experts,
        @Nullable String sequence,
        List<Stakeholder> stakeholders,
        List<KnownDate> dates,
        List<LaterFact> laterFacts,
        List<Participants> participants) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SourceNote NOTHING =
            new SourceNote(null, null, null, null, List.of(), List.of(), List.of(), List.of());

    /** The unit of the partner, its level in the words of the source, other names it is given. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Partner(
            @Nullable String unit, @Nullable String level, @Nullable List<String> aliases) {}

    /** Who else had a part. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Stakeholder(
            @Nullable String name,
            @Nullable String acronym,
            @Nullable List<String> aliases,
            @Nullable String role) {}

    /** A date that the source knows. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record KnownDate(@Nullable String date, @Nullable String event) {}

    /** A fact and where it stands. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record LaterFact(@Nullable String fact, @Nullable String source) {}

    /** Who took part in an activity, in the words of the source. */
    public record Participants(int activity, String who) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Written(
            @JsonProperty("partner_institution") @Nullable Partner partner,
            @Nullable String subnational,
            @JsonProperty("expert_notes") @Nullable String experts,
            @JsonProperty("sequence_note") @Nullable String sequence,
            @JsonProperty("other_stakeholders") @Nullable List<@Nullable Stakeholder> stakeholders,
            @Nullable Dates dates,
            @JsonProperty("later_public_facts") @Nullable List<@Nullable LaterFact> laterFacts,
            @Nullable List<@Nullable Activity> activities) {

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Dates(@Nullable List<@Nullable KnownDate> known) {}

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Activity(@Nullable String participants) {}
    }

    /** Reads the note of an imported action; one in another form says nothing here. */
    public static SourceNote of(String note) {
        Written written;
        try {
            written = JSON.readValue(note, Written.class);
        } catch (JacksonException e) {
            return NOTHING;
        }
        List<Written.@Nullable Activity> activities =
                written.activities() == null ? List.of() : written.activities();
        List<Participants> participants = new ArrayList<>();
        for (int i = 0; i < activities.size(); i++) {
            Written.@Nullable Activity activity = activities.get(i);
            if (activity != null && activity.participants() != null) {
                participants.add(new Participants(i + 1, activity.participants()));
            }
        }
        return new SourceNote(
                written.partner(),
                written.subnational(),
                written.experts(),
                written.sequence(),
                list(written.stakeholders()),
                written.dates() == null ? List.of() : list(written.dates().known()),
                list(written.laterFacts()),
                participants);
    }

    private static <T> List<T> list(@Nullable List<@Nullable T> list) {
        return list == null
                ? List.of()
                : list.stream().filter(Objects::nonNull).map(Objects::requireNonNull).toList();
    }
}
