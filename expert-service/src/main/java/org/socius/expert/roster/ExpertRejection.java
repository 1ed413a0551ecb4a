package org.socius.expert.roster;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.socius.platform.problem.Problem;
import org.socius.platform.problem.Rejection;

/** Why the roster refuses. */
public final class ExpertRejection {

    private ExpertRejection() {}

    @Problem(
            code = "email-not-confirmed",
            status = 409,
            title = "The e-mail address is not confirmed",
            remedy = "Confirm the address at the identity provider and sign in again.")
    public static final class EmailNotConfirmed extends Rejection {
        private static final long serialVersionUID = 1;

        EmailNotConfirmed() {
            super("R68", "A profile needs a confirmed contact.");
        }
    }

    @Problem(
            code = "profile-incomplete",
            status = 409,
            title = "The profile is not complete",
            remedy = "Fill in what is missing and submit again.")
    public static final class ProfileIncomplete extends Rejection {
        private static final long serialVersionUID = 1;

        ProfileIncomplete(List<String> missing) {
            super("R68", "The profile lacks " + String.join(", ", missing) + ".");
            fact("missing", missing);
        }
    }

    @Problem(
            code = "profile-not-active",
            status = 409,
            title = "The profile is not active",
            remedy = "Complete and submit the profile; it is active once it has been verified.")
    public static final class ProfileNotActive extends Rejection {
        private static final long serialVersionUID = 1;

        public ProfileNotActive(String state) {
            super("R86", "Only an active profile can apply.");
            fact("state", state);
        }
    }

    @Problem(
            code = "no-employment",
            status = 409,
            title = "No employment is recorded for that day",
            remedy = "Add the employment to the profile.")
    public static final class NoEmployment extends Rejection {
        private static final long serialVersionUID = 1;

        NoEmployment(String day) {
            super("R69", "The profile names no employer for that day.");
            fact("day", day);
        }
    }

    @Problem(
            code = "profile-not-confirmed",
            status = 409,
            title = "The profile has not been confirmed for 24 months",
            remedy = "Let the expert look through the profile and confirm it.")
    public static final class ProfileNotConfirmed extends Rejection {
        private static final long serialVersionUID = 1;

        ProfileNotConfirmed() {
            super("R74", "Nobody has confirmed the profile for 24 months.");
        }
    }

    @Problem(
            code = "mobilisation-running",
            status = 409,
            title = "The expert has a running mobilisation",
            remedy = "Settle or cancel the mobilisation first.")
    public static final class MobilisationRunning extends Rejection {
        private static final long serialVersionUID = 1;

        /**
         * @param rule R75 where the person is to be erased, null where it leaves
         */
        MobilisationRunning(Collection<String> mobilisations, @Nullable String rule) {
            super(rule, "Nobody leaves the roster during a mobilisation.");
            fact("mobilisations", mobilisations.stream().sorted().toList());
        }
    }

    @Problem(
            code = "on-site-elsewhere",
            status = 409,
            title = "The expert is on site in another activity on these days",
            remedy = "Choose another expert, or another period.")
    public static final class OnSiteElsewhere extends Rejection {
        private static final long serialVersionUID = 1;

        OnSiteElsewhere(String mobilisationId, LocalDate from, LocalDate to) {
            super("R54", "Nobody is on site in two activities on the same day.");
            fact("mobilisationId", mobilisationId);
            fact("from", from.toString());
            fact("to", to.toString());
        }
    }

    @Problem(
            code = "too-many-paid-days",
            status = 409,
            title = "The expert would exceed the paid days of a calendar year",
            remedy = "Contract fewer days, or name the waiver.")
    public static final class TooManyPaidDays extends Rejection {
        private static final long serialVersionUID = 1;

        TooManyPaidDays(String year, double days, int limit) {
            super("R98", "At most " + limit + " paid days in a calendar year without a waiver.");
            fact("year", year);
            fact("days", days);
            fact("limit", limit);
        }
    }
}
