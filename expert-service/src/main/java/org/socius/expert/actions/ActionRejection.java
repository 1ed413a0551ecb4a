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
            remedy = "Wait for the approval of the action; a cancelled action stays closed.")
    public static final class ActionNotOpen extends Rejection {
        private static final long serialVersionUID = 1;

        ActionNotOpen(String actionId, boolean cancelled) {
            super(
                    "R34",
                    cancelled
                            ? "The action has been cancelled."
                            : "The approval of the action has not arrived here.");
            fact("actionId", actionId);
            if (!cancelled) {
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
}
