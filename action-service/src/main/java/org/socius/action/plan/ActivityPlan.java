package org.socius.action.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.platform.serialization.PersonalData;

/**
 * What one activity is to be.
 *
 * @param type code of the list of activity types
 * @param modality ON_SITE, REMOTE or MIXED
 * @param estimatedDays working days of all experts together
 * @param dependsOn numbers of earlier activities of the same action (R59)
 * @param visit only, and always, of a study visit (R55)
 * @param coOrganisers who carries it out beside the facility; null if nobody is named (R62)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ActivityPlan(
        String type,
        Map<String, String> title,
        String modality,
        @Nullable Place place,
        LocalDate plannedStart,
        LocalDate plannedEnd,
        int estimatedDays,
        List<Integer> dependsOn,
        @Nullable Visit visit,
        @Nullable List<CoOrganiser> coOrganisers) {

    /** The type that comes before all others of its action (R58). */
    public static final String FACT_FINDING = "fact_finding_mission";

    /** The type whose delegation travels to a host country. */
    public static final String STUDY_VISIT = "study_visit";

    /** Where an activity takes place. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Place(@Nullable String city, @Nullable String country) {}

    /** A study visit: the delegation of the partner and who receives it. */
    public record Visit(
            String hostCountry,
            List<String> hostInstitutions,
            @PersonalData List<Delegate> delegation,
            @PersonalData String head) {}

    /** An organisation with a part in an activity, such as premises or a panel. */
    public record CoOrganiser(String name, String part) {}

    /** A person of the partner who travels. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Delegate(String name, @Nullable String function, @Nullable String institution) {}

    /** The same plan with a plain title placed under the language of the form. */
    public ActivityPlan in(String language) {
        return new ActivityPlan(
                type,
                Texts.in(language, title),
                modality,
                place,
                plannedStart,
                plannedEnd,
                estimatedDays,
                dependsOn,
                visit,
                coOrganisers);
    }

    /** The same plan on other days. */
    public ActivityPlan on(LocalDate start, LocalDate end) {
        return new ActivityPlan(
                type,
                title,
                modality,
                place,
                start,
                end,
                estimatedDays,
                dependsOn,
                visit,
                coOrganisers);
    }

    /** True for the formats whose participants are counted (R60). */
    public boolean isGroupFormat() {
        return type.equals("workshop") || type.equals("seminar") || type.equals("training");
    }
}
