package org.socius.expert.actions;

import org.socius.platform.problem.Problem;
import org.socius.platform.problem.Rejection;

/** Why something cannot be done on an action. */
public final class ActionRejection {

    private ActionRejection() {}

    @Problem(
            code = "action-not-open",
            status = 409,
            title = "The action is not approved, or no longer open",
            remedy = "Wait for the approval of the action; a cancelled or closed one stays so.")
    public static final class ActionNotOpen extends Rejection {
        private static final long serialVersionUID = 1;

        ActionNotOpen(String actionId, boolean cancelled, boolean closed) {
            super(
                    "R34",
                    cancelled
                            ? "The action has been cancelled."
                            : closed
                                    ? "The action is closed."
                                    : "The approval of the action has not arrived here.");
            fact("actionId", actionId);
            if (!cancelled && !closed) {
                fact("retryAfterSeconds", 1);
            }
        }
    }

    @Problem(
            code = "activity-has-call",
            status = 409,
            title = "The activity has a call already",
            remedy = "Use the call that is there.")
    public static final class ActivityHasCall extends Rejection {
        private static final long serialVersionUID = 1;

        ActivityHasCall(String callId) {
            super("R77", "There is one call for each activity.");
            fact("callId", callId);
        }
    }

    @Problem(
            code = "deliverables-not-accepted",
            status = 409,
            title = "The deliverables of the activity are not accepted yet",
            remedy = "Settle after the completion of the activity.")
    public static final class DeliverablesNotAccepted extends Rejection {
        private static final long serialVersionUID = 1;

        DeliverablesNotAccepted(String actionId, int activity) {
            super("R97", "The completion of the activity has not arrived here.");
            fact("actionId", actionId);
            fact("activity", activity);
            fact("retryAfterSeconds", 1);
        }
    }

    @Problem(
            code = "action-suspended",
            status = 409,
            title = "The action is suspended",
            remedy = "Wait until the action is resumed; work in the field goes on.")
    public static final class ActionSuspended extends Rejection {
        private static final long serialVersionUID = 1;

        ActionSuspended(String actionId) {
            super("R41", "A suspended action has no new calls and mobilisations.");
            fact("actionId", actionId);
        }
    }

    @Problem(
            code = "activity-cancelled",
            status = 409,
            title = "The activity has been cancelled",
            remedy = "Plan another activity; a cancelled one stays cancelled.")
    public static final class ActivityCancelled extends Rejection {
        private static final long serialVersionUID = 1;

        ActivityCancelled(String actionId, int activity) {
            super("R40", "The activity has been cancelled, and with it what hung on it.");
            fact("actionId", actionId);
            fact("activity", activity);
        }
    }

    @Problem(
            code = "activity-completed",
            status = 409,
            title = "The activity is completed",
            remedy = "Plan another activity; later truths enter as corrections.")
    public static final class ActivityCompleted extends Rejection {
        private static final long serialVersionUID = 1;

        ActivityCompleted(String actionId, int activity) {
            super("Nobody joins an activity that is over.");
            fact("actionId", actionId);
            fact("activity", activity);
        }
    }

    @Problem(
            code = "position-filled",
            status = 409,
            title = "The position has a mobilisation already",
            remedy = "Replace or cancel that mobilisation first.")
    public static final class PositionFilled extends Rejection {
        private static final long serialVersionUID = 1;

        PositionFilled(String position, String mobilisationId) {
            super("R89", "A position has one mobilisation at a time.");
            fact("position", position);
            fact("mobilisationId", mobilisationId);
        }
    }

    @Problem(
            code = "expert-in-team",
            status = 409,
            title = "The expert has another position in this activity",
            remedy = "Choose another expert for this position.")
    public static final class ExpertInTeam extends Rejection {
        private static final long serialVersionUID = 1;

        ExpertInTeam(String position) {
            super("R85", "At most one seat for each expert and activity.");
            fact("position", position);
        }
    }

    @Problem(
            code = "staff-of-the-partner",
            status = 409,
            title = "Staff of the requesting institution cannot be experts on its action",
            remedy = "Apply to calls of other institutions' actions.")
    public static final class StaffOfThePartner extends Rejection {
        private static final long serialVersionUID = 1;

        public StaffOfThePartner() {
            super("R76", "The expert is employed by the institution that receives the assistance.");
        }
    }
}
