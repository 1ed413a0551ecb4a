package org.socius.action.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.socius.action.lifecycle.ActionEvent.ActionAmended;
import org.socius.action.lifecycle.ActionEvent.ActionApproved;
import org.socius.action.lifecycle.ActionEvent.ActionDesigned;
import org.socius.action.lifecycle.ActionEvent.ActionRefused;
import org.socius.action.lifecycle.ActionEvent.ActionReturnedForRedesign;
import org.socius.action.lifecycle.ActivityEvent.ActivityCancelled;
import org.socius.action.lifecycle.ActivityEvent.ActivityPlanChanged;
import org.socius.action.lifecycle.ActivityEvent.ActivityPlanned;
import org.socius.action.lifecycle.ActivityEvent.ActivityRescheduled;
import org.socius.platform.command.EventMoment;

/** Who did which step of an action, and whether duties that must be apart were. */
final class Duties {

    private final List<Duty> duties = new ArrayList<>();
    private final List<Separation> separations = new ArrayList<>();
    private final TreeSet<String> designers = new TreeSet<>();
    private boolean approved;

    /**
     * One step.
     *
     * @param step name of the event
     * @param person account, or part of the system, for whom it was done
     */
    record Duty(String step, Instant occurredAt, String person, String role) {}

    /**
     * A decision that belongs to somebody else than those who prepared it.
     *
     * @param rule such as R31
     * @param kept false only if the same person did both
     */
    record Separation(
            String rule,
            String decision,
            List<String> preparedBy,
            String decidedBy,
            boolean kept) {}

    /** What is shown; oldest first. */
    record Shown(List<Duty> duties, List<Separation> separations) {}

    Shown shown() {
        return new Shown(List.copyOf(duties), List.copyOf(separations));
    }

    void note(Object event, EventMoment moment) {
        String step = event.getClass().getSimpleName();
        duties.add(new Duty(step, moment.occurredAt(), moment.personId(), moment.personRole()));
        boolean great = event instanceof ActionAmended amended && amended.newApproval();
        if (event instanceof ActionApproved
                || event instanceof ActionRefused
                || event instanceof ActionReturnedForRedesign
                || great) {
            separations.add(
                    new Separation(
                            "R31",
                            step,
                            List.copyOf(designers),
                            moment.personId(),
                            !designers.contains(moment.personId())));
        }
        if (event instanceof ActionReturnedForRedesign) {
            designers.clear();
        }
        approved |= event instanceof ActionApproved;
        boolean planned =
                event instanceof ActionDesigned
                        || event instanceof ActivityPlanned
                        || event instanceof ActivityPlanChanged
                        || event instanceof ActivityRescheduled
                        || event instanceof ActivityCancelled;
        if (planned && !approved) {
            designers.add(moment.personId());
        }
    }
}
