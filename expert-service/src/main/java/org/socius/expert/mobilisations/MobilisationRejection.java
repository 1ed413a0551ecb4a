package org.socius.expert.mobilisations;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.socius.platform.problem.Problem;
import org.socius.platform.problem.Rejection;

/** Why a mobilisation refuses. */
public final class MobilisationRejection {

    private MobilisationRejection() {}

    @Problem(
            code = "authorisation-missing",
            status = 409,
            title = "The employer has not authorised the expert",
            remedy = "Ask the employer of a public expert before the contract is issued.")
    public static final class AuthorisationMissing extends Rejection {
        private static final long serialVersionUID = 1;

        AuthorisationMissing(String state, Collection<String> allowedTransitions) {
            super("R90", "A public expert needs the employer's written authorisation first.");
            fact("state", state);
            fact("allowedTransitions", List.copyOf(allowedTransitions));
        }
    }

    @Problem(
            code = "not-the-employer",
            status = 409,
            title = "You do not speak for the employer of this expert on that day",
            remedy = "Let the present employer answer, or an officer who holds its letter.")
    public static final class NotTheEmployer extends Rejection {
        private static final long serialVersionUID = 1;

        NotTheEmployer() {
            super("R90", "The employer on that day authorises.");
        }
    }

    @Problem(
            code = "appointment-objection-too-late",
            status = 409,
            title = "The time for an objection to the appointment is over",
            remedy = "Talk to the coordinator.")
    public static final class ObjectionTooLate extends Rejection {
        private static final long serialVersionUID = 1;

        ObjectionTooLate(Instant due) {
            super("R91", "The partner objects within five working days of the appointment.");
            fact("due", due.toString());
        }
    }
}
