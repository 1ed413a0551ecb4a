package org.socius.expert.roster;

import java.util.List;
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
}
