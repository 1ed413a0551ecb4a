package org.socius.expert.matching;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.expert.actions.TermsOfReference.Phases;
import org.socius.expert.actions.TermsOfReference.Position;
import org.socius.expert.calls.CallEvent.CallDrafted;

/**
 * What a position asks for.
 *
 * @param partner every record of the institution that is assisted
 * @param area a letter of the expertise areas, optionally with a number
 * @param years of experience, null where none are asked for
 * @param languages CEFR level by ISO 639-1 code
 * @param country of the action, null where it has none
 * @param from first day of the activity's phases
 * @param to last day of them
 * @param onSiteFrom first day on site, null for remote work
 * @param onSiteTo last day on site
 */
record Need(
        String actionId,
        int activity,
        Set<String> partner,
        String area,
        @Nullable Integer years,
        Map<String, String> languages,
        @Nullable String country,
        LocalDate from,
        LocalDate to,
        @Nullable LocalDate onSiteFrom,
        @Nullable LocalDate onSiteTo) {

    static Need of(CallDrafted call, Position position, Set<String> partner) {
        Phases phases = call.phases();
        boolean onSite = !call.modality().equals("REMOTE");
        return new Need(
                call.actionId(),
                call.activity(),
                partner,
                position.expertiseArea(),
                position.yearsMin(),
                position.languages(),
                call.country(),
                phases.preparation().from(),
                phases.delivery().to(),
                onSite ? phases.implementation().from() : null,
                onSite ? phases.implementation().to() : null);
    }

    /** The letter of the area: whoever knows nothing of the field is no candidate. */
    String field() {
        return area.substring(0, 1);
    }

    /** True if somebody of this area has the expertise asked for. */
    boolean isOf(String other) {
        return area.equals(other) || area.length() == 1 && other.startsWith(area);
    }
}
