package org.socius.request;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.socius.platform.problem.Problem;
import org.socius.platform.problem.Rejection;

/** The refusals that are particular to requests. */
final class RequestRejection {

    private RequestRejection() {}

    @Problem(
            code = "form-incomplete",
            status = 409,
            title = "The form is not complete",
            remedy = "Fill in the fields named in the errors, then submit again.")
    static final class FormIncomplete extends Rejection {
        private static final long serialVersionUID = 1;

        FormIncomplete(List<FieldError> missing) {
            super("R06", "A request is submitted only when its form is complete.");
            missing.forEach(this::error);
        }
    }

    @Problem(
            code = "may-not-ask",
            status = 409,
            title = "This request cannot be submitted",
            remedy =
                    "See which field stands against it; the facility can tell whether it can be put right.")
    static final class MayNotAsk extends Rejection {
        private static final long serialVersionUID = 1;

        MayNotAsk(String rule, String pointer, String code, String why) {
            this(rule, why, List.of(new FieldError(pointer, code, why)));
        }

        MayNotAsk(String rule, String why, List<FieldError> errors) {
            super(rule, why);
            errors.forEach(this::error);
        }
    }

    @Problem(
            code = "must-stand-aside",
            status = 409,
            title = "Whoever drafts or signs a request does not judge it, nor the other way round",
            remedy =
                    "Let a colleague do it who had no part in the other half of the work and has no interest in it.")
    static final class MustStandAside extends Rejection {
        private static final long serialVersionUID = 1;

        MustStandAside(String why) {
            super("R23", why);
        }
    }

    @Problem(
            code = "already-appraised",
            status = 409,
            title = "This person has appraised the request before",
            remedy = "A second appraisal is another person's.")
    static final class AlreadyAppraised extends Rejection {
        private static final long serialVersionUID = 1;

        AlreadyAppraised() {
            super("Each appraisal of a request is made by another person.");
        }
    }

    @Problem(
            code = "delegation-not-consulted",
            status = 409,
            title = "The EU Delegation has not been consulted",
            remedy = "Consult the Delegation first; it has ten working days.")
    static final class DelegationNotConsulted extends Rejection {
        private static final long serialVersionUID = 1;

        DelegationNotConsulted() {
            super("R10", "The Delegation is consulted before a request is accepted.");
        }
    }

    @Problem(
            code = "opinion-awaited",
            status = 409,
            title = "The opinion of the EU Delegation is awaited",
            remedy = "Wait for the opinion, or until its ten working days are over.")
    static final class OpinionAwaited extends Rejection {
        private static final long serialVersionUID = 1;

        OpinionAwaited(LocalDate dueOn) {
            super("R11", "The Delegation may answer until " + dueOn + ".");
            fact("opinionDueOn", dueOn.toString());
        }
    }

    @Problem(
            code = "negative-opinion",
            status = 409,
            title = "The opinion of the EU Delegation is negative",
            remedy = "Reject the request, or ask the Commission for a written override.")
    static final class NegativeOpinion extends Rejection {
        private static final long serialVersionUID = 1;

        NegativeOpinion() {
            super("R11", "A negative opinion blocks acceptance.");
        }
    }

    @Problem(
            code = "appraisals-missing",
            status = 409,
            title = "Not enough appraisals",
            remedy = "Let two persons appraise the request.")
    static final class AppraisalsMissing extends Rejection {
        private static final long serialVersionUID = 1;

        AppraisalsMissing(int present, int needed) {
            super("There are " + present + " appraisals, " + needed + " are needed.");
            fact("appraisals", present);
            fact("needed", needed);
        }
    }

    @Problem(
            code = "appraisal-too-low",
            status = 409,
            title = "The appraisals do not carry an acceptance",
            remedy =
                    "Accepted is a mean of at least neededPercent with no score of 1; else reject the request.")
    static final class AppraisalTooLow extends Rejection {
        private static final long serialVersionUID = 1;

        AppraisalTooLow(double meanPercent, int neededPercent, int lowestScore) {
            super(
                    "The mean is "
                            + meanPercent
                            + " per cent of "
                            + neededPercent
                            + " needed, the lowest score "
                            + lowestScore
                            + ".");
            fact("meanPercent", meanPercent);
            fact("neededPercent", neededPercent);
            fact("lowestScore", lowestScore);
        }
    }

    @Problem(
            code = "institution-has-open-action",
            status = 409,
            title = "The institution has an open action",
            remedy = "The request can be accepted when that action has ended.")
    static final class InstitutionHasOpenAction extends Rejection {
        private static final long serialVersionUID = 1;

        /**
         * @param actionByRequest id of the action by request; empty where it is not opened so far
         */
        InstitutionHasOpenAction(Map<String, String> actionByRequest) {
            super("R12", "One action at a time: another one of this institution is open.");
            fact("openRequestIds", actionByRequest.keySet().stream().sorted().toList());
            fact(
                    "openActionIds",
                    actionByRequest.values().stream()
                            .filter(id -> !id.isEmpty())
                            .sorted()
                            .toList());
        }
    }

    @Problem(
            code = "no-open-action",
            status = 409,
            title = "The institution has no open action to wait for",
            remedy = "Go on with the request, or name another reason for the hold.")
    static final class NoOpenAction extends Rejection {
        private static final long serialVersionUID = 1;

        NoOpenAction() {
            super("R13", "A request waits for an action of its institution that is open.");
        }
    }

    @Problem(
            code = "ranking-incomplete",
            status = 409,
            title = "This is no ranking of the open requests",
            remedy = "Name each open request of the institution once, the most wanted first.")
    static final class RankingIncomplete extends Rejection {
        private static final long serialVersionUID = 1;

        RankingIncomplete(Collection<String> openRequests) {
            super("R14", "Two or more open requests are ranked, all of them.");
            fact("openRequestIds", List.copyOf(openRequests));
        }
    }

    @Problem(
            code = "cannot-merge",
            status = 409,
            title = "The request cannot be merged into that one",
            remedy = "Name another submitted request of the same institution that has not ended.")
    static final class CannotMerge extends Rejection {
        private static final long serialVersionUID = 1;

        CannotMerge() {
            super("R15", "A merged request points to an open one of its institution.");
        }
    }

    @Problem(
            code = "record-incomplete",
            status = 409,
            title = "The record that would go on says less than the other",
            remedy = "Merge the other way round: the record that says more goes on.")
    static final class RecordIncomplete extends Rejection {
        private static final long serialVersionUID = 1;

        RecordIncomplete() {
            super(
                    "R21",
                    "Legal nature, level and country of an institution are not lost in a merge.");
        }
    }

    @Problem(
            code = "institution-merged",
            status = 409,
            title = "This record was merged into another one",
            remedy = "Use the record that goes on; its id is given.")
    static final class InstitutionMerged extends Rejection {
        private static final long serialVersionUID = 1;

        InstitutionMerged(String into) {
            super("R21", "An institution has one record; this one has been merged.");
            fact("into", into);
        }
    }
}
