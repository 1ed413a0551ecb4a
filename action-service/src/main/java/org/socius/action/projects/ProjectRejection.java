package org.socius.action.projects;

import java.time.LocalDate;
import java.util.List;
import org.socius.platform.problem.Problem;
import org.socius.platform.problem.Rejection;

/** Why a project refuses. */
public final class ProjectRejection {

    private ProjectRejection() {}

    @Problem(
            code = "no-consortium",
            status = 409,
            title = "The project has no consortium",
            remedy = "Enter its members, one of them as chair.")
    public static final class NoConsortium extends Rejection {
        private static final long serialVersionUID = 1;

        NoConsortium() {
            super("R100", "Nobody leads the project.");
        }
    }

    @Problem(
            code = "chair-taken",
            status = 409,
            title = "The consortium has a chair",
            remedy = "Enter the member without the chair; it passes on when the chair leaves.")
    public static final class ChairTaken extends Rejection {
        private static final long serialVersionUID = 1;

        ChairTaken(int chair) {
            super("R100", "A consortium has exactly one chair at any moment.");
            fact("chair", chair);
        }
    }

    @Problem(
            code = "too-few-member-states",
            status = 409,
            title = "Too few Member States would remain",
            remedy = "Let a member of another Member State join first.")
    public static final class TooFewMemberStates extends Rejection {
        private static final long serialVersionUID = 1;

        TooFewMemberStates() {
            super("R101", "The members come from at least two Member States.");
        }
    }

    @Problem(
            code = "duties-not-handed-over",
            status = 409,
            title = "The member's duties are not handed over",
            remedy = "Name in dutiesTo the member that takes over.")
    public static final class DutiesNotHandedOver extends Rejection {
        private static final long serialVersionUID = 1;

        /**
         * @param components that the member coordinates
         */
        DutiesNotHandedOver(boolean chair, List<Integer> components) {
            super(
                    chair ? "R100" : "R102",
                    "The member leads the consortium or coordinates components.");
            fact("chair", chair);
            fact("components", components);
        }
    }

    @Problem(
            code = "no-coordinator",
            status = 409,
            title = "Nobody coordinates the component on that day",
            remedy = "Name the coordinator of that time first.")
    public static final class NoCoordinator extends Rejection {
        private static final long serialVersionUID = 1;

        NoCoordinator(int component, LocalDate day) {
            super("R102", "The component has no coordinator on " + day + ".");
            fact("component", component);
            fact("day", day.toString());
        }
    }

    @Problem(
            code = "financing-does-not-add-up",
            status = 409,
            title = "The contributions do not make up the total",
            remedy = "Amend the budget so that the contributions of its source add up.")
    public static final class FinancingDoesNotAddUp extends Rejection {
        private static final long serialVersionUID = 1;

        FinancingDoesNotAddUp() {
            super("R103", "The contributions of the total's source do not add up to it.");
        }
    }

    @Problem(
            code = "project-not-begun",
            status = 409,
            title = "The project has not begun",
            remedy = "Wait for the start date of the contract.")
    public static final class NotBegun extends Rejection {
        private static final long serialVersionUID = 1;

        NotBegun(LocalDate start) {
            super("The project begins on " + start + ".");
            fact("start", start.toString());
        }
    }

    @Problem(
            code = "project-not-ended",
            status = 409,
            title = "The project has not ended",
            remedy = "Wait for its end date, or terminate it.")
    public static final class NotEnded extends Rejection {
        private static final long serialVersionUID = 1;

        NotEnded(LocalDate end) {
            super("The project ends on " + end + ".");
            fact("end", end.toString());
        }
    }

    @Problem(
            code = "final-report-missing",
            status = 409,
            title = "The final report is not accepted",
            remedy = "Accept the final report with the final evaluation first.")
    public static final class FinalReportMissing extends Rejection {
        private static final long serialVersionUID = 1;

        FinalReportMissing() {
            super("A project closes with its final report and final evaluation.");
        }
    }
}
