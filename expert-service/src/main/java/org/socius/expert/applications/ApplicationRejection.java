package org.socius.expert.applications;

import java.time.Instant;
import org.socius.platform.problem.Problem;
import org.socius.platform.problem.Rejection;

/** Why an application refuses. */
public final class ApplicationRejection {

    private ApplicationRejection() {}

    @Problem(
            code = "already-scored",
            status = 409,
            title = "The application does not take this score",
            remedy = "Two different persons score each application, once each.")
    public static final class AlreadyScored extends Rejection {
        private static final long serialVersionUID = 1;

        AlreadyScored(int scores) {
            super("R87", "Two different persons score each application, once each.");
            fact("scores", scores);
        }
    }

    @Problem(
            code = "scores-missing",
            status = 409,
            title = "Two assessors must have scored first",
            remedy = "Let another person score the application.")
    public static final class ScoresMissing extends Rejection {
        private static final long serialVersionUID = 1;

        ScoresMissing(int scores) {
            super("R87", "There are " + scores + " of two scores.");
            fact("scores", scores);
        }
    }

    @Problem(
            code = "below-pass-mark",
            status = 409,
            title = "The application did not reach the pass mark",
            remedy = "Reject it; it cannot be shortlisted.")
    public static final class BelowPassMark extends Rejection {
        private static final long serialVersionUID = 1;

        BelowPassMark(double mean, int passMark) {
            super("R87", "The mean of the scores is below the pass mark.");
            fact("mean", mean);
            fact("passMark", passMark);
        }
    }

    @Problem(
            code = "reserve-expired",
            status = 409,
            title = "The reserve list is no longer valid",
            remedy = "Relaunch the call.")
    public static final class ReserveExpired extends Rejection {
        private static final long serialVersionUID = 1;

        ReserveExpired(Instant validUntil) {
            super("R88", "A reserve list is valid for 12 months.");
            fact("validUntil", validUntil.toString());
        }
    }

    @Problem(
            code = "answer-too-late",
            status = 409,
            title = "The time for accepting is over",
            remedy = "Ask the coordinator; another applicant may be chosen.")
    public static final class AnswerTooLate extends Rejection {
        private static final long serialVersionUID = 1;

        AnswerTooLate(Instant due) {
            super("An assignment is accepted within five working days of the selection.");
            fact("due", due.toString());
        }
    }

    @Problem(
            code = "objection-too-late",
            status = 409,
            title = "The time for an objection is over",
            remedy = "Talk to the coordinator.")
    public static final class ObjectionTooLate extends Rejection {
        private static final long serialVersionUID = 1;

        ObjectionTooLate(Instant due) {
            super("R91", "The partner objects within five working days of the selection.");
            fact("due", due.toString());
        }
    }

    @Problem(
            code = "must-stand-aside",
            status = 409,
            title = "This person may not assess this application",
            remedy = "Let a colleague assess it who has no interest in it.")
    public static final class MustStandAside extends Rejection {
        private static final long serialVersionUID = 1;

        MustStandAside() {
            super("R87", "Whoever has an interest does not assess.");
        }
    }
}
