package org.socius.reporting.report;

import java.util.ArrayList;
import java.util.List;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.ActivityFacts;
import org.socius.reporting.facts.InstitutionFacts;
import org.socius.reporting.facts.MobilisationFacts;
import org.socius.reporting.facts.Situation;
import org.socius.reporting.report.Counted.OfFinding;

/** What may be missing or doubtful in a record, and what to do about it. */
enum Finding {
    START("start-not-recorded", "An action without a first day."),
    END("end-not-recorded", "A closed action without a last day."),
    COUNTRY("country-not-recorded", "An action of which no source names the country."),
    COUNTRY_INFERRED("country-inferred", "An editor concluded the country from a place."),
    REFERENCE("reference-not-recorded", "An action of which no source names the reference."),
    TYPE_OF_ASSISTANCE("type-of-assistance-not-recorded", "An action without type of assistance."),
    THEME("theme-not-recorded", "An action without theme."),
    PREDECESSOR(
            "predecessor-not-found",
            "The action continues another, which no source names or which is not known here."),
    ACTIVITY_TYPE("activity-type-not-recorded", "An activity without type."),
    ACTIVITY_TYPE_INFERRED("activity-type-inferred", "An editor judged the type of an activity."),
    COMPLETION(
            "completion-not-recorded",
            "An activity that was carried out on days that no source states."),
    INSTITUTION_COUNTRY("institution-country-not-recorded", "An institution without country."),
    INSTITUTION_LEVEL("institution-level-not-recorded", "An institution without level."),
    INSTITUTION_NATURE("institution-nature-not-recorded", "An institution without legal nature."),
    DAYS_WITHOUT_MOBILISATION(
            "days-without-mobilisation", "Working days of an expert who was not mobilised.");

    private final String code;
    private final String label;

    Finding(String code, String label) {
        this.code = code;
        this.label = label;
    }

    String code() {
        return code;
    }

    String label() {
        return label;
    }

    /** Everything that is found in the records that count. */
    static List<OfFinding> all(Situation situation) {
        List<OfFinding> found = new ArrayList<>();
        for (ActionFacts action : situation.actions()) {
            if (action.counts()) {
                inAction(action, situation, found);
            }
        }
        for (InstitutionFacts institution : situation.institutions()) {
            if (institution.mergedInto() == null) {
                inInstitution(institution, situation, found);
            }
        }
        for (MobilisationFacts mobilisation : situation.mobilisations()) {
            if (mobilisation.mobilisedOn() == null && !mobilisation.entries().isEmpty()) {
                ActionFacts action = situation.action(mobilisation.actionId()).orElse(null);
                found.add(
                        new OfFinding(
                                DAYS_WITHOUT_MOBILISATION,
                                mobilisation.id(),
                                action,
                                action == null
                                        ? null
                                        : situation.standingFor(action.institutionId()),
                                null,
                                situation));
            }
        }
        return found;
    }

    private static void inAction(ActionFacts action, Situation situation, List<OfFinding> found) {
        List<Finding> findings = new ArrayList<>();
        if (action.start() == null) {
            findings.add(START);
        }
        if (action.end() == null && action.status().equals("CLOSED")) {
            findings.add(END);
        }
        if (action.countries().isEmpty()) {
            findings.add(COUNTRY);
        }
        if (action.countryInferred()) {
            findings.add(COUNTRY_INFERRED);
        }
        if (action.reference() == null) {
            findings.add(REFERENCE);
        }
        if (action.typesOfAssistance().isEmpty()) {
            findings.add(TYPE_OF_ASSISTANCE);
        }
        if (action.themes().isEmpty()) {
            findings.add(THEME);
        }
        if (action.predecessorUnknown()
                || action.predecessor() != null && situation.predecessor(action).isEmpty()) {
            findings.add(PREDECESSOR);
        }
        findings.forEach(one -> found.add(of(one, action, action.id(), situation)));
        for (ActivityFacts activity : action.activities()) {
            String id = action.id() + '/' + activity.number();
            if (activity.type() == null) {
                found.add(of(ACTIVITY_TYPE, action, id, situation));
            }
            if (activity.typeInferred()) {
                found.add(of(ACTIVITY_TYPE_INFERRED, action, id, situation));
            }
            if (activity.carriedOut() && activity.completedOn() == null) {
                found.add(of(COMPLETION, action, id, situation));
            }
        }
    }

    private static OfFinding of(
            Finding finding, ActionFacts action, String id, Situation situation) {
        return new OfFinding(
                finding,
                id,
                action,
                situation.standingFor(action.institutionId()),
                null,
                situation);
    }

    private static void inInstitution(
            InstitutionFacts institution, Situation situation, List<OfFinding> found) {
        List<Finding> findings = new ArrayList<>();
        if (institution.country() == null) {
            findings.add(INSTITUTION_COUNTRY);
        }
        if (institution.level() == null) {
            findings.add(INSTITUTION_LEVEL);
        }
        if (institution.legalNature() == null) {
            findings.add(INSTITUTION_NATURE);
        }
        for (Finding one : findings) {
            found.add(
                    new OfFinding(
                            one,
                            institution.id(),
                            null,
                            institution.id(),
                            institution.country(),
                            situation));
        }
    }
}
