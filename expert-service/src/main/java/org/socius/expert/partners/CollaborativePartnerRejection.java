package org.socius.expert.partners;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.socius.platform.problem.Problem;
import org.socius.platform.problem.Rejection;

/** Why a collaborative partner cannot do something. */
public final class CollaborativePartnerRejection {

    private CollaborativePartnerRejection() {}

    @Problem(
            code = "agreement-not-in-force",
            status = 409,
            title = "No agreement with the partner is in force on that day",
            remedy = "Agree with the facility first, or renew the agreement.")
    public static final class AgreementNotInForce extends Rejection {
        private static final long serialVersionUID = 1;

        /**
         * @param from first day of the agreement nearest to that day, null without one
         */
        AgreementNotInForce(LocalDate day, @Nullable LocalDate from, @Nullable LocalDate to) {
            super("R81", "Partners nominate while their agreement is in force.");
            fact("day", day.toString());
            if (from != null) {
                fact("from", from.toString());
            }
            if (to != null) {
                fact("to", to.toString());
            }
        }
    }

    @Problem(
            code = "not-staff-of-the-nominating-partner",
            status = 409,
            title = "The expert is not employed by the nominating partner on that day",
            remedy = "Nominate staff whose profile names your organisation as the employer.")
    public static final class NotItsStaff extends Rejection {
        private static final long serialVersionUID = 1;

        NotItsStaff() {
            super("R81", "Partners nominate their own staff.");
        }
    }
}
