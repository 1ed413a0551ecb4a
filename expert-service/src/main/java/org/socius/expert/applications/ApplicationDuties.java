package org.socius.expert.applications;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.socius.expert.applications.ApplicationEvent.ApplicationErased;
import org.socius.expert.applications.ApplicationEvent.ApplicationScored;
import org.socius.expert.applications.ApplicationEvent.ApplicationSubmitted;
import org.socius.expert.applications.ApplicationEvent.ApplicationWithdrawn;
import org.socius.platform.command.EventMoment;
import org.socius.platform.view.Duties;
import org.socius.platform.view.Duties.Duty;

/** Who did which step of an application, and that two persons scored it (R87). */
final class ApplicationDuties {

    /** The applicant's own, and the erasure; every other step decides about the applicant. */
    private static final Set<Class<?>> NO_DECISIONS =
            Set.of(ApplicationSubmitted.class, ApplicationWithdrawn.class, ApplicationErased.class);

    private final Duties duties = new Duties();
    private final List<Duty> scoring = new ArrayList<>();

    Duties.Shown shown() {
        return duties.shown();
    }

    void note(Object event, EventMoment moment) {
        Duty duty = duties.add(event, !NO_DECISIONS.contains(event.getClass()), moment);
        if (event instanceof ApplicationScored) {
            duties.apart("R87", duty, scoring);
            scoring.add(duty);
        }
    }
}
