package org.socius.action.lifecycle;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.socius.platform.problem.Problem;
import org.socius.platform.problem.Rejection;

/** Every refusal of an action that is its own. */
public final class ActionRejection {

    private ActionRejection() {}

    @Problem(
            code = "import-key-in-use",
            status = 409,
            title = "An action with other contents was imported under this key",
            remedy = "Give the item another key; an imported action is corrected, not replaced.")
    public static final class ImportKeyInUse extends Rejection {
        private static final long serialVersionUID = 1;

        ImportKeyInUse(String key) {
            super("The key " + key + " stands for other facts already.");
            fact("key", key);
        }
    }

    @Problem(
            code = "too-many-activities",
            status = 409,
            title = "An action has one to four activities",
            remedy = "Change one of the planned activities instead.")
    public static final class TooManyActivities extends Rejection {
        private static final long serialVersionUID = 1;

        TooManyActivities(int limit) {
            super("R33", "The action has " + limit + " activities already.");
            fact("limit", limit);
        }
    }

    @Problem(
            code = "action-form-incomplete",
            status = 409,
            title = "The action form is not complete",
            remedy = "Supply what is listed, then send the command again.")
    public static final class ActionFormIncomplete extends Rejection {
        private static final long serialVersionUID = 1;

        ActionFormIncomplete(List<FieldError> missing) {
            super(
                    "R32",
                    missing.size() == 1
                            ? missing.get(0).message()
                            : missing.size() + " things are missing.");
            missing.forEach(this::error);
        }
    }

    @Problem(
            code = "designer-may-not-decide",
            status = 409,
            title = "Whoever designed an action does not decide on it",
            remedy = "Ask another approver.")
    public static final class DesignerMayNotDecide extends Rejection {
        private static final long serialVersionUID = 1;

        DesignerMayNotDecide() {
            super("R31", "You have changed the design or plan of this action.");
        }
    }

    @Problem(
            code = "commission-agreement-missing",
            status = 409,
            title = "The Commission has not agreed",
            remedy = "Have the Commission's agreement recorded first.")
    public static final class CommissionAgreementMissing extends Rejection {
        private static final long serialVersionUID = 1;

        CommissionAgreementMissing() {
            super("R31", "The Commission's agreement to this form is not recorded.");
        }
    }

    @Problem(
            code = "no-objection-missing",
            status = 409,
            title = "The partner has not stated its no-objection",
            remedy = "The signatory of the partner states it for this version.")
    public static final class NoObjectionMissing extends Rejection {
        private static final long serialVersionUID = 1;

        NoObjectionMissing(int version) {
            super("Version " + version + " of the terms of reference waits for the partner.");
            fact("termsOfReferenceVersion", version);
        }
    }

    @Problem(
            code = "action-not-approved",
            status = 409,
            title = "The action is not approved",
            remedy = "Wait for its approval.")
    public static final class ActionNotApproved extends Rejection {
        private static final long serialVersionUID = 1;

        ActionNotApproved(ActionStatus state) {
            super("R34", "Nobody is engaged for an action in the state " + state + ".");
            fact("state", state.name());
        }
    }

    @Problem(
            code = "amendment-needs-approval",
            status = 409,
            title = "An amendment of this size needs a new approval",
            remedy = "Ask an approver to enter the amendment, or ask for less.")
    public static final class AmendmentNeedsApproval extends Rejection {
        private static final long serialVersionUID = 1;

        AmendmentNeedsApproval(
                int percent, long days, long wantedDays, long budgetMinor, long wantedBudgetMinor) {
            super(
                    "R45",
                    "More than "
                            + percent
                            + " per cent above the approved days or budget are wanted.");
            fact("limitPercent", percent);
            fact("approvedDays", days);
            fact("wantedDays", wantedDays);
            fact("approvedBudgetMinor", budgetMinor);
            fact("wantedBudgetMinor", wantedBudgetMinor);
        }
    }

    @Problem(
            code = "predecessor-open",
            status = 409,
            title = "The predecessor is not closed",
            remedy = "Close the earlier action first.")
    public static final class PredecessorOpen extends Rejection {
        private static final long serialVersionUID = 1;

        PredecessorOpen() {
            super("R29", "A follow-up continues an action that is closed.");
        }
    }

    @Problem(
            code = "follow-up-in-circle",
            status = 409,
            title = "An action does not follow itself",
            remedy = "Name an action that this one does not precede.")
    public static final class FollowUpInCircle extends Rejection {
        private static final long serialVersionUID = 1;

        FollowUpInCircle() {
            super("R29", "The chain of predecessors comes back to this action.");
        }
    }

    @Problem(
            code = "action-suspended",
            status = 409,
            title = "The action is suspended",
            remedy = "Resume the action first; work in the field may finish.")
    public static final class ActionIsSuspended extends Rejection {
        private static final long serialVersionUID = 1;

        ActionIsSuspended(Collection<String> allowedTransitions) {
            super("R41", "Nobody is engaged and nothing starts while the action is suspended.");
            fact("state", ActionStatus.SUSPENDED.name());
            fact("allowedTransitions", List.copyOf(allowedTransitions));
        }
    }

    @Problem(
            code = "nothing-completed",
            status = 409,
            title = "No activity was completed",
            remedy = "Cancel the action.")
    public static final class NothingCompleted extends Rejection {
        private static final long serialVersionUID = 1;

        NothingCompleted(ActionStatus state, Collection<String> allowedTransitions) {
            super("R37", "All activities were cancelled; the action can only be cancelled too.");
            fact("state", state.name());
            fact("allowedTransitions", List.copyOf(allowedTransitions));
        }
    }

    @Problem(
            code = "earlier-activity-open",
            status = 409,
            title = "An activity that this one depends on is not carried out",
            remedy = "Start when the activities listed have ended, or change the plan.")
    public static final class EarlierActivityOpen extends Rejection {
        private static final long serialVersionUID = 1;

        EarlierActivityOpen(List<Integer> open) {
            super("R59", "Activities it depends on are not carried out yet: " + open + ".");
            fact("openActivities", open);
        }
    }

    @Problem(
            code = "travel-advised-against",
            status = 409,
            title = "One is advised not to travel there",
            remedy = "Change the activity to remote work, or name the special clearance.")
    public static final class TravelAdvisedAgainst extends Rejection {
        private static final long serialVersionUID = 1;

        TravelAdvisedAgainst(List<String> countries) {
            super("R64", "The advice for " + String.join(", ", countries) + " is not to travel.");
            fact("countries", countries);
        }
    }

    @Problem(
            code = "team-incomplete",
            status = 409,
            title = "The team is not complete",
            remedy = "Have an expert mobilised for each position listed.")
    public static final class TeamNotComplete extends Rejection {
        private static final long serialVersionUID = 1;

        TeamNotComplete(
                String state, Collection<String> allowedTransitions, Collection<String> vacant) {
            super("R48", "Nobody is mobilised for " + String.join(", ", vacant) + ".");
            fact("state", state);
            fact("allowedTransitions", List.copyOf(allowedTransitions));
            fact("vacantPositions", List.copyOf(vacant));
            fact("retryAfterSeconds", 1);
        }
    }

    @Problem(
            code = "preparation-not-begun",
            status = 409,
            title = "The preparation phase has not begun",
            remedy = "Start the activity on or after the first day of its preparation phase.")
    public static final class PreparationNotBegun extends Rejection {
        private static final long serialVersionUID = 1;

        PreparationNotBegun(LocalDate from) {
            super("The preparation phase begins on " + from + ".");
            fact("preparationFrom", from.toString());
        }
    }

    @Problem(
            code = "not-principal-expert",
            status = 403,
            title = "The principal expert hands in the deliverables",
            remedy = "Ask the principal expert of the team.")
    public static final class NotPrincipalExpert extends Rejection {
        private static final long serialVersionUID = 1;

        NotPrincipalExpert() {
            super("R49", "You are not the principal expert of this activity.");
        }
    }

    @Problem(
            code = "activity-not-ready",
            status = 409,
            title = "The activity cannot be completed yet",
            remedy = "Supply what is listed, then complete the activity.")
    public static final class ActivityNotReady extends Rejection {
        private static final long serialVersionUID = 1;

        ActivityNotReady(
                String state, Collection<String> allowedTransitions, List<String> missing) {
            super("R60", "Missing: " + String.join("; ", missing) + ".");
            fact("state", state);
            fact("allowedTransitions", List.copyOf(allowedTransitions));
            fact("missing", missing);
        }
    }

    @Problem(
            code = "working-days-not-recorded",
            status = 409,
            title = "Working days are not recorded for everybody",
            remedy = "Have the days recorded, or wait until they arrive here.")
    public static final class WorkingDaysNotRecorded extends Rejection {
        private static final long serialVersionUID = 1;

        WorkingDaysNotRecorded(List<String> positions) {
            super(
                    "R60",
                    "No working days are known here for " + String.join(", ", positions) + ".");
            fact("positions", positions);
            fact("retryAfterSeconds", 1);
        }
    }

    @Problem(
            code = "working-days-differ",
            status = 409,
            title = "The working days stated differ from those recorded",
            remedy = "State the recorded days, or have the record corrected.")
    public static final class WorkingDaysDiffer extends Rejection {
        private static final long serialVersionUID = 1;

        WorkingDaysDiffer(String position, double stated, double recorded) {
            super(
                    "R60",
                    "Position "
                            + position
                            + ": "
                            + stated
                            + " days stated, "
                            + recorded
                            + " recorded.");
            fact("position", position);
            fact("stated", stated);
            fact("recorded", recorded);
        }
    }

    @Problem(
            code = "activity-not-completed",
            status = 409,
            title = "Questionnaires follow a completed activity",
            remedy = "Answer when the activity is completed.")
    public static final class ActivityNotCompleted extends Rejection {
        private static final long serialVersionUID = 1;

        ActivityNotCompleted(String state) {
            super("R109", "The activity is in the state " + state + ".");
            fact("state", state);
        }
    }

    @Problem(
            code = "lasting-effects-not-due",
            status = 409,
            title = "The check on lasting effects is not due yet",
            remedy = "Check nine months after the closing.")
    public static final class LastingEffectsNotDue extends Rejection {
        private static final long serialVersionUID = 1;

        LastingEffectsNotDue(LocalDate dueOn) {
            super("R112", "Lasting effects are looked at from " + dueOn + " on.");
            fact("dueOn", dueOn.toString());
        }
    }

    @Problem(
            code = "survey-answered",
            status = 409,
            title = "This questionnaire has been answered",
            remedy = "Each partner and expert answers once per activity.")
    public static final class SurveyAlreadyAnswered extends Rejection {
        private static final long serialVersionUID = 1;

        SurveyAlreadyAnswered() {
            super("R109", "An answer for this activity is recorded already.");
        }
    }

    @Problem(
            code = "activities-open",
            status = 409,
            title = "Not all activities have ended",
            remedy = "Complete or cancel the activities listed.")
    public static final class ActivitiesOpen extends Rejection {
        private static final long serialVersionUID = 1;

        ActivitiesOpen(
                ActionStatus state, Collection<String> allowedTransitions, List<Integer> open) {
            super("R37", open.size() + " activities have not ended.");
            fact("state", state.name());
            fact("allowedTransitions", List.copyOf(allowedTransitions));
            fact("openActivities", open);
        }
    }

    @Problem(
            code = "closing-conditions-open",
            status = 409,
            title = "The action cannot be closed yet",
            remedy = "Settle what is listed, then close the action.")
    public static final class ClosingConditionsOpen extends Rejection {
        private static final long serialVersionUID = 1;

        ClosingConditionsOpen(List<String> missing, int openMobilisations) {
            super("R38", "Missing: " + String.join("; ", missing) + ".");
            fact("missing", missing);
            if (openMobilisations > 0) {
                fact("openMobilisations", openMobilisations);
                fact("retryAfterSeconds", 1);
            }
        }
    }

    @Problem(
            code = "not-yet-public",
            status = 409,
            title = "The public record exists from approval onward",
            remedy = "Publish after the approval.")
    public static final class NotYetPublic extends Rejection {
        private static final long serialVersionUID = 1;

        NotYetPublic(ActionStatus state, Collection<String> allowedTransitions) {
            super("R43", "Nothing is published of an action in the state " + state + ".");
            fact("state", state.name());
            fact("allowedTransitions", List.copyOf(allowedTransitions));
        }
    }
}
