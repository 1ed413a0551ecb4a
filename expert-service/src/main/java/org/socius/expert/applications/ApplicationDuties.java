package org.socius.expert.applications;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.socius.expert.applications.ApplicationEvent.ApplicationScored;
import org.socius.expert.applications.ApplicationEvent.ApplicationSubmitted;
import org.socius.expert.applications.ApplicationEvent.ApplicationWithdrawn;
import org.socius.platform.command.EventMoment;
import org.socius.platform.view.Duties;
import org.socius.platform.view.Duties.Duty;

/** Who did which step of an application, and that two persons scored it (R87). */
final class ApplicationDuties {

    /** The applicant's own; every other step decides something about the applicant. */
    private static final Set<Class<?>> OF_THE_APPLICANT =
            Set.of(ApplicationSubmitted.class, ApplicationWithdrawn.class);

    private final Duties duties = new Duties();
    private final List<Duty> scoring = new ArrayList<>();

    Duties.Shown shown() {
        return duties.shown();
    }

    void note(Object event, EventMoment moment) {
        Duty duty = duties.add(event, !OF_THE_APPLICANT.contains(event.getClass()), moment);
        if (event instanceof ApplicationScored) {
            duties.apart("R87", duty, scoring);
            scoring.add(duty);
        }
    }
}
