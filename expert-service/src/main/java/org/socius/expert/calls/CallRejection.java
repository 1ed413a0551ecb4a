package org.socius.expert.calls;

import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.socius.platform.problem.Problem;
import org.socius.platform.problem.Rejection;

/** Why a call refuses. */
public final class CallRejection {

    private CallRejection() {}

    @Problem(
            code = "call-not-open",
            status = 409,
            title = "The call takes no applications",
            remedy = "Look for another open call; nothing is taken after the deadline.")
    public static final class CallNotOpen extends Rejection {
        private static final long serialVersionUID = 1;

        CallNotOpen(String state, @Nullable Instant deadline) {
            super("R80", "Nothing can be submitted outside the time of the call.");
            fact("state", state);
            if (deadline != null) {
                fact("deadline", deadline.toString());
            }
        }
    }

    @Problem(
            code = "already-applied",
            status = 409,
            title = "There is an application of this expert for this position",
            remedy = "Use the application that is there.")
    public static final class AlreadyApplied extends Rejection {
        private static final long serialVersionUID = 1;

        /**
         * @param applicationId null for somebody whom it does not concern
         */
        AlreadyApplied(@Nullable String applicationId) {
            super("R85", "One application for each expert and position.");
            if (applicationId != null) {
                fact("applicationId", applicationId);
            }
        }
    }

    @Problem(
            code = "already-nominated",
            status = 409,
            title = "The expert is nominated for this position already",
            remedy = "Let the expert apply before the deadline.")
    public static final class AlreadyNominated extends Rejection {
        private static final long serialVersionUID = 1;

        AlreadyNominated(String position) {
            super("R81", "An expert is nominated once for a position.");
            fact("position", position);
        }
    }

    @Problem(
            code = "expert-has-seat",
            status = 409,
            title = "The expert has a seat of this activity already",
            remedy = "Choose another applicant for this position.")
    public static final class ExpertHasSeat extends Rejection {
        private static final long serialVersionUID = 1;

        ExpertHasSeat(String position) {
            super("R85", "At most one seat for each expert and activity.");
            fact("position", position);
        }
    }

    @Problem(
            code = "seat-taken",
            status = 409,
            title = "The seat has been given to somebody else",
            remedy = "Choose another position, or wait until the seat is free again.")
    public static final class SeatIsTaken extends Rejection {
        private static final long serialVersionUID = 1;

        SeatIsTaken(String position) {
            super("R85", "Somebody else has this seat.");
            fact("position", position);
        }
    }

    @Problem(
            code = "public-expert-suitable",
            status = 409,
            title = "A public expert reached the pass mark, or is not scored yet",
            remedy =
                    "Score every public expert; choose a private one only if no public one passes.")
    public static final class PublicExpertSuitable extends Rejection {
        private static final long serialVersionUID = 1;

        PublicExpertSuitable(Collection<String> applications) {
            super("R83", "A private expert is chosen only if no public one reaches the pass mark.");
            fact("publicApplications", applications.stream().sorted().toList());
        }
    }

    @Problem(
            code = "selection-not-started",
            status = 409,
            title = "The selection of this call has not started",
            remedy =
                    "Start the selection after the deadline; a call with an outcome takes no scores.")
    public static final class SelectionNotUnderWay extends Rejection {
        private static final long serialVersionUID = 1;

        SelectionNotUnderWay(String callState) {
            super("The call is in the state " + callState + ".");
            fact("callState", callState);
        }
    }

    @Problem(
            code = "not-an-assessor",
            status = 409,
            title = "Others were named as assessors of this call",
            remedy = "Let one of the named assessors score.")
    public static final class NotAnAssessor extends Rejection {
        private static final long serialVersionUID = 1;

        NotAnAssessor() {
            super("R87", "The assessors were named when the selection started.");
        }
    }

    @Problem(
            code = "not-next-on-reserve",
            status = 409,
            title = "Others stand before on the reserve list",
            remedy = "Take the reserve list in its order.")
    public static final class NotNextOnReserve extends Rejection {
        private static final long serialVersionUID = 1;

        NotNextOnReserve(String applicationId) {
            super("R88", "The reserve list has an order.");
            fact("next", applicationId);
        }
    }

    @Problem(
            code = "answers-pending",
            status = 409,
            title = "Selected experts have not answered yet",
            remedy = "State the outcome when every selected expert has accepted or declined.")
    public static final class AnswersPending extends Rejection {
        private static final long serialVersionUID = 1;

        AnswersPending(Collection<String> positions) {
            super("The outcome follows from the answers.");
            fact("positions", positions.stream().sorted().toList());
        }
    }

    @Problem(
            code = "call-under-way",
            status = 409,
            title = "The call of the activity has no outcome yet",
            remedy = "Wait for the outcome of the call, or cancel it.")
    public static final class CallUnderWay extends Rejection {
        private static final long serialVersionUID = 1;

        CallUnderWay(String callId, String callState) {
            super("R82", "A direct appointment follows a call that found nobody.");
            fact("callId", callId);
            fact("callState", callState);
        }
    }
}
