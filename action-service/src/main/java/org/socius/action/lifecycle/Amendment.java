package org.socius.action.lifecycle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.action.lifecycle.ActionEvent.NumberedPlan;
import org.socius.action.plan.ActionDesign;
import org.socius.action.plan.ActivityPlan;
import org.socius.platform.format.Money;
import org.socius.platform.problem.Rejection.InvalidFields;

/**
 * What is to change in an approved action; null leaves as it is.
 *
 * @param activities by number; an entry without number is one activity more
 */
public record Amendment(
        @Nullable Map<String, String> title,
        @Nullable Map<String, String> objective,
        @Nullable List<ActionDesign.Result> results,
        @Nullable List<String> typesOfAssistance,
        @Nullable List<ActionDesign.Share> themes,
        @Nullable List<String> sdgTargets,
        @Nullable Map<String, Integer> markers,
        @Nullable Money budgetCeiling,
        @Nullable List<ActionDesign.Share> countries,
        @Nullable List<ActionDesign.Stakeholder> stakeholders,
        @Nullable Map<String, String> risks,
        List<OfActivity> activities) {

    /** A change of one activity's plan; null leaves as it is. */
    public record OfActivity(
            @Nullable Integer number,
            @Nullable String type,
            @Nullable Map<String, String> title,
            @Nullable String modality,
            ActivityPlan.@Nullable Place place,
            @Nullable LocalDate plannedStart,
            @Nullable LocalDate plannedEnd,
            @Nullable Integer estimatedDays,
            @Nullable List<Integer> dependsOn,
            ActivityPlan.@Nullable Visit visit,
            @Nullable List<ActivityPlan.CoOrganiser> coOrganisers) {

        private ActivityPlan of(ActivityPlan p, String language) {
            String changed = or(type, p.type());
            ActivityPlan.Visit known = changed.equals(ActivityPlan.STUDY_VISIT) ? p.visit() : null;
            return new ActivityPlan(
                            changed,
                            or(title, p.title()),
                            or(modality, p.modality()),
                            place == null ? p.place() : place,
                            or(plannedStart, p.plannedStart()),
                            or(plannedEnd, p.plannedEnd()),
                            or(estimatedDays, p.estimatedDays()),
                            or(dependsOn, p.dependsOn()),
                            visit == null ? known : visit,
                            coOrganisers == null ? p.coOrganisers() : coOrganisers)
                    .in(language);
        }

        private ActivityPlan whole(String pointer, String language) {
            return new ActivityPlan(
                            required(pointer + "/type", type),
                            required(pointer + "/title", title),
                            required(pointer + "/modality", modality),
                            place,
                            required(pointer + "/plannedStart", plannedStart),
                            required(pointer + "/plannedEnd", plannedEnd),
                            required(pointer + "/estimatedDays", estimatedDays),
                            or(dependsOn, List.of()),
                            visit,
                            coOrganisers)
                    .in(language);
        }

        private static <T> T required(String pointer, @Nullable T value) {
            if (value == null) {
                throw InvalidFields.of(pointer, "required", "A new activity is planned in full.");
            }
            return value;
        }
    }

    /** The design as amended. */
    ActionDesign of(ActionDesign d, String language) {
        return new ActionDesign(
                        or(title, d.title()),
                        or(objective, d.objective()),
                        or(results, d.results()),
                        or(typesOfAssistance, d.typesOfAssistance()),
                        or(themes, d.themes()),
                        or(sdgTargets, d.sdgTargets()),
                        or(markers, d.markers()),
                        or(budgetCeiling, d.budgetCeiling()),
                        or(countries, d.countries()),
                        or(stakeholders, d.stakeholders()),
                        or(risks, d.risks()))
                .in(language);
    }

    /**
     * The plans as amended, in the order of their numbers.
     *
     * @param nextNumber of an activity that is new
     */
    List<NumberedPlan> of(List<NumberedPlan> plans, int nextNumber, String language) {
        List<NumberedPlan> amended = new ArrayList<>(plans);
        Set<Integer> changed = new HashSet<>();
        int next = nextNumber;
        for (int i = 0; i < activities.size(); i++) {
            OfActivity change = activities.get(i);
            String pointer = "/changes/activities/" + i;
            if (change.number() == null) {
                amended.add(new NumberedPlan(next++, change.whole(pointer, language)));
                continue;
            }
            int place = indexOf(plans, change.number());
            if (place < 0) {
                throw InvalidFields.of(
                        pointer + "/number", "unknown-activity", "No open activity has it.");
            }
            if (!changed.add(change.number())) {
                throw InvalidFields.of(pointer + "/number", "duplicate", "Each stands once.");
            }
            NumberedPlan before = plans.get(place);
            amended.set(
                    place, new NumberedPlan(before.number(), change.of(before.plan(), language)));
        }
        return amended;
    }

    /**
     * Where an activity stands in what was sent.
     *
     * @param nextNumber of an activity that is new
     */
    String pointerTo(int number, int nextNumber) {
        int next = nextNumber;
        for (int i = 0; i < activities.size(); i++) {
            Integer sent = activities.get(i).number();
            if (number == (sent == null ? next++ : sent)) {
                return "/changes/activities/" + i;
            }
        }
        throw new IllegalArgumentException("Nothing was sent about activity " + number);
    }

    private static int indexOf(List<NumberedPlan> plans, int number) {
        for (int i = 0; i < plans.size(); i++) {
            if (plans.get(i).number() == number) {
                return i;
            }
        }
        return -1;
    }

    private static <T> T or(@Nullable T changed, T as) {
        return changed == null ? as : changed;
    }
}
