package org.socius.platform.settings;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.socius.platform.settings.Settings.Line;
import org.socius.platform.time.Brussels;
import org.socius.platform.web.Callers;
import org.socius.platform.web.ListQuery;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The numbers of rules by which this service works, for staff and administrators. */
@RestController
public class SettingsController {

    private final SettingsInForce settings;
    private final Set<String> readers;
    private final Clock businessClock;

    /**
     * Shows these settings as they hold today.
     *
     * @param readers roles that may look
     */
    public SettingsController(SettingsInForce settings, Set<String> readers, Clock businessClock) {
        this.settings = settings;
        this.readers = Set.copyOf(readers);
        this.businessClock = businessClock;
    }

    /** All of them, in the order of their properties. */
    record All(List<Line> items) {}

    @GetMapping("/api/v1/reference/settings")
    All settings(HttpServletRequest http) {
        ListQuery.none(http);
        Actor caller = Callers.current();
        if (caller.isAnonymous()) {
            throw new Rejection.Unauthenticated();
        }
        if (readers.stream().noneMatch(caller::has)) {
            throw new Rejection.Forbidden(readers);
        }
        return new All(settings.lines(Brussels.day(businessClock.instant())));
    }
}
