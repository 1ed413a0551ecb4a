package org.socius.reporting.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.ActivityFacts;
import org.socius.reporting.facts.ApplicationFacts;
import org.socius.reporting.facts.CallFacts;
import org.socius.reporting.facts.MobilisationFacts;
import org.socius.reporting.facts.RequestFacts;
import org.socius.reporting.facts.Situation;
import org.socius.reporting.report.Counted.OfAction;
import org.socius.reporting.report.Counted.OfActivity;
import org.socius.reporting.report.Counted.OfMobilisation;
import org.socius.reporting.report.Counted.OfRequest;
import org.socius.reporting.report.Counted.OfStep;

/** A stretch of the way from a request to its closed action whose time is measured. */
enum Step {
    SCREENING("submission-to-screening", "From the submission of a request to its screening."),
    DECISION("submission-to-decision", "From the submission of a request to the decision on it."),
    APPROVAL("decision-to-approval", "From the acceptance of a request to its approved action."),
    FIRST_ACTIVITY(
            "approval-to-first-activity", "From the approval of an action to its first activity."),
    MOBILISATION(
            "call-to-mobilisation",
            "From the publication of a call to each expert who was mobilised from it."),
    COMPLETION("end-to-completion", "From the last day of an activity to its completion."),
    TOTAL("submission-to-closure", "From the submission of a request to its closed action.");

    private final String code;
    private final String label;

    Step(String code, String label) {
        this.code = code;
        this.label = label;
    }

    String code() {
        return code;
    }

    String label() {
        return label;
    }

    /** Every step that was taken. */
    static List<OfStep> taken(Situation situation) {
        List<OfStep> all = new ArrayList<>();
        walk(
                situation,
                (step, id, of, from, to) -> {
                    if (to != null) {
                        all.add(new OfStep(step, id, of, from, to));
                    }
                });
        return all;
    }

    /** Every step that was begun and is not taken yet, as if it were on that day. */
    static List<OfStep> waiting(Situation situation, LocalDate on) {
        List<OfStep> all = new ArrayList<>();
        walk(
                situation,
                (step, id, of, from, to) -> {
                    if (to == null && isAwaited(step, of)) {
                        all.add(new OfStep(step, id, of, from, on));
                    }
                });
        return all;
    }

    /** Whether the end of a step may still come: nobody waits for what has ended otherwise. */
    private static boolean isAwaited(Step step, Counted of) {
        return switch (of) {
            case OfRequest one ->
                    switch (step) {
                        case SCREENING -> one.facts().status().equals("SUBMITTED");
                        case DECISION -> !hasEnded(one.facts().status());
                        default ->
                                !hasEnded(one.facts().status())
                                        && one.action()
                                                .filter(action -> isOver(action.status()))
                                                .isEmpty();
                    };
            case OfAction one -> !isOver(one.facts().status());
            case OfActivity one -> !isOver(one.facts().status());
            default -> false;
        };
    }

    /** Whether a request ended without an action. */
    private static boolean hasEnded(String status) {
        return List.of("WITHDRAWN", "LAPSED", "MERGED", "REJECTED", "INELIGIBLE").contains(status);
    }

    private static boolean isOver(String status) {
        return List.of("CANCELLED", "REFUSED", "CLOSED").contains(status);
    }

    private interface Visitor {
        void visit(Step step, String id, Counted of, LocalDate from, @Nullable LocalDate to);
    }

    private static void walk(Situation situation, Visitor visitor) {
        for (RequestFacts request : situation.requests()) {
            OfRequest of = new OfRequest(request, situation);
            LocalDate submitted = request.submittedOn();
            Optional<ActionFacts> action = of.action();
            visitor.visit(SCREENING, request.id(), of, submitted, request.screenedOn());
            visitor.visit(DECISION, request.id(), of, submitted, request.decidedOn());
            if (request.decidedOn() != null && request.status().equals("ACCEPTED")) {
                visitor.visit(
                        APPROVAL,
                        request.id(),
                        of,
                        request.decidedOn(),
                        action.map(ActionFacts::approvedOn).orElse(null));
            }
            visitor.visit(
                    TOTAL,
                    request.id(),
                    of,
                    submitted,
                    action.map(ActionFacts::closedOn).orElse(null));
        }
        for (ActionFacts action : situation.actions()) {
            if (action.approvedOn() != null) {
                visitor.visit(
                        FIRST_ACTIVITY,
                        action.id(),
                        new OfAction(action, situation),
                        action.approvedOn(),
                        action.activities().stream()
                                .map(ActivityFacts::startedOn)
                                .filter(Objects::nonNull)
                                .min(Comparator.naturalOrder())
                                .orElse(null));
            }
            for (ActivityFacts activity : action.activities()) {
                if (activity.endedOn() != null) {
                    visitor.visit(
                            COMPLETION,
                            action.id() + '/' + activity.number(),
                            new OfActivity(action, activity, situation),
                            activity.endedOn(),
                            activity.completedOn());
                }
            }
        }
        Map<String, String> calls = new HashMap<>();
        for (ApplicationFacts application : situation.applications()) {
            calls.put(application.id(), application.callId());
        }
        for (MobilisationFacts mobilisation : situation.mobilisations()) {
            String call = calls.get(mobilisation.applicationId());
            if (call != null && mobilisation.mobilisedOn() != null) {
                situation
                        .call(call)
                        .map(CallFacts::publishedOn)
                        .ifPresent(
                                published ->
                                        visitor.visit(
                                                MOBILISATION,
                                                mobilisation.id(),
                                                new OfMobilisation(mobilisation, situation),
                                                published,
                                                mobilisation.mobilisedOn()));
            }
        }
    }
}
