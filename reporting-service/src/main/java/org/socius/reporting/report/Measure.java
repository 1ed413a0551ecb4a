package org.socius.reporting.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.ActivityFacts;
import org.socius.reporting.facts.CallFacts;
import org.socius.reporting.facts.MobilisationFacts;
import org.socius.reporting.facts.RequestFacts;
import org.socius.reporting.facts.Situation;
import org.socius.reporting.report.Counted.OfAction;
import org.socius.reporting.report.Counted.OfActivity;
import org.socius.reporting.report.Counted.OfAnswer;
import org.socius.reporting.report.Counted.OfApplication;
import org.socius.reporting.report.Counted.OfCall;
import org.socius.reporting.report.Counted.OfCountry;
import org.socius.reporting.report.Counted.OfDays;
import org.socius.reporting.report.Counted.OfEvaluation;
import org.socius.reporting.report.Counted.OfFinding;
import org.socius.reporting.report.Counted.OfMobilisation;
import org.socius.reporting.report.Counted.OfRequest;
import org.socius.reporting.report.Counted.OfStep;

/**
 * A figure and what it counts. Its value is the number of distinct {@link #keys} of what it counts,
 * for {@link #WORKING_DAYS} the sum of the days.
 */
enum Measure {
    ELIGIBLE_COUNTRIES(
            "eligibleCountries",
            "Countries on the eligibility list in force on the last day that counts (R02); only the"
                    + " filters country and region apply."),
    REQUESTS(
            "requests",
            "Requests that were submitted, drafts never, in the period of their first submission."),
    ACTIONS(
            "actions",
            "Actions that were approved, in the period of their first approval, and imported ones,"
                    + " in the period of their start if the source states it (R115)."),
    ACTIVITIES(
            "activities",
            "Activities that were completed, in the period of their completion, and those imported"
                    + " with an action that is over, which have no date (R115)."),
    COUNTRIES(
            "countries",
            "Distinct countries of the actions counted; a regional action counts each country it"
                    + " covers (R114)."),
    INSTITUTIONS("institutions", "Distinct lead partner institutions of the actions counted."),
    EXPERTS("experts", "Distinct experts who were mobilised in the period, however often (R116)."),
    MOBILISATIONS("mobilisations", "Mobilisations, in the period of ExpertMobilised (R115)."),
    WORKING_DAYS(
            "workingDays",
            "Working days as recorded, in the period of the last day of their entry (R115), by the"
                    + " country of the employer on those days (R70)."),
    STUDY_VISITS(
            "studyVisits", "Activities counted that had a host country, by that country (R56)."),
    CHAINED_ACTIONS(
            "actions",
            "Actions counted that continue another action or are continued by one (R29), by the"
                    + " first action of their chain."),
    CALLS("calls", "Calls for experts, in the period of their first publication."),
    POSITIONS("positions", "Positions of the calls counted."),
    APPLICATIONS(
            "applications", "Applications for a position of a call, in the period of their entry."),
    FILLED_FIRST(
            "filledFirstTime", "Calls counted of which every position was filled in round one."),
    STEPS_TAKEN(
            "items",
            "Times that a step was taken, in the period of its end; days are calendar days from"
                    + " its begin."),
    ANSWERS("answers", "Answered surveys, in the period of the answer (R109)."),
    EVALUATIONS(
            "evaluations", "Actions that were evaluated, in the period of the latest evaluation."),
    FINDINGS(
            "records",
            "Records of which something is not recorded, or not as it should be; those of actions"
                    + " in the period in which the action counts.");

    private final String field;
    private final String definition;

    Measure(String field, String definition) {
        this.field = field;
        this.definition = definition;
    }

    /** The name in rows and queries. */
    String field() {
        return field;
    }

    /** The counting rule, for readers. */
    String definition() {
        return definition;
    }

    /** Everything it may count, before filters and period. */
    List<Counted> candidates(Situation situation, LocalDate asOf) {
        List<Counted> all = new ArrayList<>();
        switch (this) {
            case ELIGIBLE_COUNTRIES ->
                    situation
                            .eligibility()
                            .on(asOf)
                            .forEach(country -> all.add(new OfCountry(country)));
            case REQUESTS -> {
                for (RequestFacts request : situation.requests()) {
                    all.add(new OfRequest(request, situation));
                }
            }
            case ACTIONS, COUNTRIES, INSTITUTIONS -> {
                for (ActionFacts action : situation.actions()) {
                    if (action.counts()) {
                        all.add(new OfAction(action, situation));
                    }
                }
            }
            case ACTIVITIES -> {
                for (ActionFacts action : situation.actions()) {
                    for (ActivityFacts activity : action.activities()) {
                        if (activity.carriedOut()) {
                            all.add(new OfActivity(action, activity, situation));
                        }
                    }
                }
            }
            case EXPERTS, MOBILISATIONS -> {
                for (MobilisationFacts mobilisation : situation.mobilisations()) {
                    if (mobilisation.mobilisedOn() != null) {
                        all.add(new OfMobilisation(mobilisation, situation));
                    }
                }
            }
            case WORKING_DAYS -> {
                for (MobilisationFacts mobilisation : situation.mobilisations()) {
                    for (int i = 0; i < mobilisation.entries().size(); i++) {
                        all.add(
                                new OfDays(
                                        mobilisation, i, mobilisation.entries().get(i), situation));
                    }
                }
            }
            case STUDY_VISITS -> {
                for (Counted one : ACTIVITIES.candidates(situation, asOf)) {
                    if (one instanceof OfActivity visit && visit.facts().hostCountry() != null) {
                        all.add(visit);
                    }
                }
            }
            case CHAINED_ACTIONS -> {
                for (Counted one : ACTIONS.candidates(situation, asOf)) {
                    if (!one.values(Dimension.CHAIN).isEmpty()) {
                        all.add(one);
                    }
                }
            }
            case CALLS, POSITIONS, FILLED_FIRST -> {
                for (CallFacts call : situation.calls()) {
                    if (call.publishedOn() != null
                            && (this != FILLED_FIRST
                                    || call.round() == 1 && call.status().equals("FILLED"))) {
                        all.add(new OfCall(call, situation));
                    }
                }
            }
            case APPLICATIONS ->
                    situation
                            .applications()
                            .forEach(one -> all.add(new OfApplication(one, situation)));
            case STEPS_TAKEN -> all.addAll(Step.taken(situation));
            case ANSWERS -> {
                for (ActionFacts action : situation.actions()) {
                    for (int i = 0; i < action.answers().size(); i++) {
                        all.add(new OfAnswer(action, i, action.answers().get(i), situation));
                    }
                }
            }
            case EVALUATIONS -> {
                for (ActionFacts action : situation.actions()) {
                    ActionFacts.Evaluation evaluation = action.evaluation();
                    if (evaluation != null) {
                        all.add(new OfEvaluation(action, evaluation, situation));
                    }
                }
            }
            case FINDINGS -> all.addAll(Finding.all(situation));
        }
        return all;
    }

    /** What is counted once: one key per record behind the figure. */
    Collection<String> keys(Counted counted) {
        return switch (counted) {
            case OfAction one when this == COUNTRIES -> one.values(Dimension.COUNTRY);
            case OfAction one when this == INSTITUTIONS ->
                    Set.of(one.situation().standingFor(one.facts().institutionId()));
            case OfAction one -> Set.of(one.facts().id());
            case OfActivity one -> Set.of(numbered(one.of().id(), one.facts().number()));
            case OfRequest one -> Set.of(one.facts().id());
            case OfMobilisation one when this == EXPERTS -> Set.of(one.facts().expertId());
            case OfMobilisation one -> Set.of(one.facts().id());
            case OfDays one -> Set.of(numbered(one.of().id(), one.index()));
            case OfCountry one -> Set.of(one.facts().iso2());
            case OfCall one when this == POSITIONS ->
                    one.facts().positions().stream()
                            .map(seat -> one.facts().id() + '/' + seat)
                            .toList();
            case OfCall one -> Set.of(one.facts().id());
            case OfApplication one -> Set.of(one.facts().id());
            case OfStep one -> Set.of(one.key());
            case OfAnswer one -> Set.of(numbered(one.of().id(), one.index()));
            case OfEvaluation one -> Set.of(one.of().id());
            case OfFinding one -> Set.of(one.finding().code() + '/' + one.id());
        };
    }

    /** Ordered like the numbers; figures of a long history make many of these. */
    private static String numbered(String id, int number) {
        return id + '/' + String.valueOf(100_000 + number).substring(1);
    }

    /** What one record adds to the figure. */
    double weight(Counted counted) {
        return this == WORKING_DAYS && counted instanceof OfDays one ? one.facts().days() : 1;
    }
}
