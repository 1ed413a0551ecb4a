package org.socius.reporting.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.contracts.reference.Countries;
import org.socius.contracts.reference.Countries.Country;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.socius.reporting.asked.Questions;
import org.socius.reporting.catalogue.Card;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.ActivityFacts;
import org.socius.reporting.facts.ApplicationFacts;
import org.socius.reporting.facts.CallFacts;
import org.socius.reporting.facts.InstitutionFacts;
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
import org.socius.reporting.report.Figures.Behind;

/**
 * Shows records as far as the reader may see them. Staff see what is counted, partners that of
 * their own institution, everybody else public cards; a record that is not public still stands in
 * the list, with reference and country only (R117).
 */
final class Records {

    private final Questions.Opened opened;
    private final Situation situation;
    private final Set<String> own;
    private final boolean staff;

    Records(Questions.Opened opened, Actor reader) {
        this.opened = opened;
        this.situation = opened.situation();
        this.own = own(opened, reader);
        this.staff = isStaff(reader);
    }

    static boolean isStaff(Actor reader) {
        return reader.hasAny(Roles.STAFF) || reader.has(Roles.ADMIN);
    }

    /** Refuses everybody who is neither staff nor of a partner institution. */
    static void requireReader(Actor caller) {
        if (caller.isAnonymous()) {
            throw new Rejection.Unauthenticated();
        }
        if (!isStaff(caller)
                && !caller.hasAny(Set.of(Roles.PARTNER_DRAFTER, Roles.PARTNER_SIGNATORY))) {
            throw new Rejection.Forbidden(Roles.STAFF);
        }
    }

    /** Every record of the institutions a reader acts for, as they are known today. */
    static Set<String> own(Questions.Opened opened, Actor reader) {
        return opened.today().recordsOf(reader.institutions());
    }

    Map<String, @Nullable Object> shown(Measure measure, Behind behind) {
        Counted first = behind.sources().get(0);
        return switch (measure) {
            case COUNTRIES -> country(behind);
            case INSTITUTIONS -> institution(behind);
            case EXPERTS -> expert(behind);
            case POSITIONS -> position(behind);
            case ELIGIBLE_COUNTRIES,
                    REQUESTS,
                    ACTIONS,
                    ACTIVITIES,
                    MOBILISATIONS,
                    WORKING_DAYS,
                    STUDY_VISITS,
                    CHAINED_ACTIONS,
                    CALLS,
                    APPLICATIONS,
                    FILLED_FIRST,
                    STEPS_TAKEN,
                    ANSWERS,
                    EVALUATIONS,
                    FINDINGS ->
                    switch (first) {
                        case OfAction one -> action(one.facts());
                        case OfActivity one -> activity(one.of(), one.facts());
                        case OfRequest one -> request(one.facts());
                        case OfMobilisation one -> mobilisation(one.facts());
                        case OfDays one -> days(one.of(), one.facts());
                        case OfCountry one -> eligible(one.facts());
                        case OfCall one -> call(one.facts());
                        case OfApplication one -> application(one.facts());
                        case OfStep one -> step(one);
                        case OfAnswer one -> answer(one.of(), one.facts());
                        case OfEvaluation one -> evaluation(one.of(), one.facts());
                        case OfFinding one -> finding(one);
                    };
        };
    }

    private boolean seesAll(@Nullable String institutionId) {
        return staff
                || institutionId != null && own.contains(opened.today().standingFor(institutionId));
    }

    private Map<String, @Nullable Object> action(ActionFacts action) {
        Map<String, @Nullable Object> shown = reference(action);
        boolean all = seesAll(action.institutionId());
        if (all || opened.isOpen(action)) {
            shown.put("id", action.id());
            shown.put("card", Card.of(action, opened));
            shown.put("title", action.title());
            shown.put("status", action.status());
        }
        if (all) {
            shown.put("requestId", action.requestId());
            shown.put("institutionId", action.institutionId());
            shown.put("approvedOn", action.approvedOn());
            shown.put("closedOn", action.closedOn());
            shown.put("imported", action.imported());
        }
        return shown;
    }

    private Map<String, @Nullable Object> activity(ActionFacts action, ActivityFacts activity) {
        Map<String, @Nullable Object> shown = reference(action);
        if (seesAll(action.institutionId()) || opened.isOpen(action)) {
            shown.put("actionId", action.id());
            shown.put("actionTitle", action.title());
            shown.put("number", activity.number());
            shown.put("type", activity.type());
            shown.put("title", activity.title().isEmpty() ? null : activity.title());
            shown.put("modality", activity.modality());
            shown.put("completedOn", activity.completedOn());
            shown.put("completedOnNotRecorded", activity.completedOn() == null);
            shown.put("hostCountry", activity.hostCountry());
        }
        return shown;
    }

    private Map<String, @Nullable Object> request(RequestFacts request) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("country", request.country());
        if (seesAll(request.institutionId())) {
            shown.put("id", request.id());
            shown.put("number", request.number());
            shown.put("title", request.title());
            shown.put("institutionId", request.institutionId());
            shown.put("status", request.status());
            shown.put("submittedOn", request.submittedOn());
            shown.put("typesOfAssistance", request.typesOfAssistance());
            shown.put("themes", request.themes());
        }
        return shown;
    }

    private Map<String, @Nullable Object> mobilisation(MobilisationFacts mobilisation) {
        Map<String, @Nullable Object> shown = ofAction(mobilisation.actionId());
        shown.put("expertCountry", mobilisation.expertCountry());
        if (staff) {
            shown.put("id", mobilisation.id());
            shown.put("expertId", mobilisation.expertId());
            shown.put("actionId", mobilisation.actionId());
            shown.put("activity", mobilisation.activity());
            shown.put("position", mobilisation.position());
            shown.put("category", mobilisation.category());
            shown.put("mobilisedOn", mobilisation.mobilisedOn());
            shown.put("status", mobilisation.status());
        }
        return shown;
    }

    private Map<String, @Nullable Object> days(
            MobilisationFacts of, MobilisationFacts.Entry entry) {
        Map<String, @Nullable Object> shown = ofAction(of.actionId());
        shown.put("memberState", entry.expertCountry());
        shown.put("workingDays", Figures.shown(entry.days()));
        if (staff) {
            shown.put("mobilisationId", of.id());
            shown.put("expertId", of.expertId());
            shown.put("actionId", of.actionId());
            shown.put("activity", of.activity());
            shown.put("phase", entry.phase());
            shown.put("from", entry.from());
            shown.put("to", entry.to());
            shown.put("category", entry.category());
        }
        return shown;
    }

    private static Map<String, @Nullable Object> eligible(Country country) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("country", country.iso2());
        shown.put("name", country.name());
        shown.put("region", country.region().isEmpty() ? null : country.region());
        return shown;
    }

    private Map<String, @Nullable Object> call(CallFacts call) {
        Map<String, @Nullable Object> shown = ofAction(call.actionId());
        shown.put("call", call.reference());
        shown.put("id", call.id());
        shown.put("actionId", call.actionId());
        shown.put("activity", call.activity());
        shown.put("status", call.status());
        shown.put("positions", call.positions().size());
        shown.put("publishedOn", call.publishedOn());
        shown.put("closedOn", call.closedOn());
        shown.put("round", call.round());
        return shown;
    }

    private Map<String, @Nullable Object> position(Behind behind) {
        String position = behind.key().substring(behind.key().indexOf('/') + 1);
        Map<String, @Nullable Object> shown =
                behind.sources().get(0) instanceof OfCall one
                        ? call(one.facts())
                        : new LinkedHashMap<>();
        shown.put("position", position);
        return shown;
    }

    private Map<String, @Nullable Object> application(ApplicationFacts application) {
        Map<String, @Nullable Object> shown =
                situation.call(application.callId()).map(this::call).orElseGet(LinkedHashMap::new);
        shown.keySet().retainAll(Set.of("reference", "country", "call", "actionId", "activity"));
        shown.put("position", application.position());
        shown.put("submittedOn", application.submittedOn());
        if (staff) {
            shown.put("id", application.id());
            shown.put("expertId", application.expertId());
            shown.put("status", application.status());
        }
        return shown;
    }

    private Map<String, @Nullable Object> step(OfStep step) {
        Map<String, @Nullable Object> shown =
                switch (step.of()) {
                    case OfAction one -> action(one.facts());
                    case OfActivity one -> activity(one.of(), one.facts());
                    case OfRequest one -> request(one.facts());
                    case OfMobilisation one -> mobilisation(one.facts());
                    default -> new LinkedHashMap<>();
                };
        shown.put("step", step.step().code());
        shown.put("from", step.from());
        shown.put("to", step.to());
        shown.put("days", step.days());
        return shown;
    }

    private Map<String, @Nullable Object> answer(ActionFacts action, ActionFacts.Answer answer) {
        Map<String, @Nullable Object> shown = reference(action);
        shown.put("actionId", action.id());
        shown.put("activity", answer.activity());
        shown.put("respondent", answer.kind());
        shown.put("answeredOn", answer.answeredOn());
        if (staff) {
            shown.put("ratings", answer.ratings());
            shown.put("wouldRecommend", answer.wouldRecommend());
            shown.put("wouldWorkAgain", answer.wouldWorkAgain());
        }
        return shown;
    }

    private static Map<String, @Nullable Object> evaluation(
            ActionFacts action, ActionFacts.Evaluation evaluation) {
        Map<String, @Nullable Object> shown = reference(action);
        shown.put("actionId", action.id());
        shown.put("criteria", evaluation.criteria());
        shown.put("outcomeLevel", evaluation.outcomeLevel());
        shown.put("evaluatedOn", evaluation.evaluatedOn());
        return shown;
    }

    private Map<String, @Nullable Object> finding(OfFinding found) {
        Map<String, @Nullable Object> shown =
                found.action().map(Records::reference).orElseGet(LinkedHashMap::new);
        shown.putIfAbsent("country", found.country());
        shown.put("finding", found.finding().code());
        shown.put("label", found.finding().label());
        shown.put("id", found.id());
        found.action().ifPresent(action -> shown.put("title", action.title()));
        shown.put(
                "institution",
                Optional.ofNullable(found.institutionId())
                        .flatMap(situation::institution)
                        .map(InstitutionFacts::name)
                        .orElse(null));
        return shown;
    }

    private static Map<String, @Nullable Object> country(Behind behind) {
        Optional<Country> known = Countries.find(behind.key());
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("country", behind.key());
        shown.put("name", known.map(Country::name).orElse(behind.key()));
        shown.put("region", known.map(Country::region).orElse(null));
        shown.put("actions", behind.sources().size());
        return shown;
    }

    private Map<String, @Nullable Object> institution(Behind behind) {
        List<ActionFacts> actions =
                behind.sources().stream().flatMap(one -> one.action().stream()).toList();
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        Optional<InstitutionFacts> known = situation.institution(behind.key());
        String country =
                known.map(InstitutionFacts::country)
                        .orElse(
                                actions.stream()
                                        .flatMap(action -> action.countries().stream())
                                        .findFirst()
                                        .orElse(null));
        shown.put("country", country);
        if (seesAll(behind.key()) || actions.stream().anyMatch(opened::isOpen)) {
            shown.put("id", behind.key());
            shown.put("name", actions.get(0).partnerName());
            shown.put("actions", actions.size());
        }
        return shown;
    }

    private Map<String, @Nullable Object> expert(Behind behind) {
        TreeSet<String> countries = new TreeSet<>();
        behind.sources().forEach(one -> countries.addAll(one.values(Dimension.EXPERT_COUNTRY)));
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("expertCountries", countries);
        if (staff) {
            shown.put("expertId", behind.key());
            shown.put("mobilisations", behind.sources().size());
        }
        return shown;
    }

    private Map<String, @Nullable Object> ofAction(String actionId) {
        return situation.action(actionId).map(Records::reference).orElseGet(LinkedHashMap::new);
    }

    private static Map<String, @Nullable Object> reference(ActionFacts action) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("reference", action.reference());
        shown.put("country", action.countries().isEmpty() ? null : action.countries().get(0));
        return shown;
    }
}
