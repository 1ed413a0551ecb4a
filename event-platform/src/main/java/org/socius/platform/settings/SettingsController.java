package org.socius.platform.settings;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.socius.platform.settings.Settings.Line;
import org.socius.platform.web.Callers;
import org.socius.platform.web.ListQuery;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The numbers of rules by which this service works, for staff and administrators. */
@RestController
public class SettingsController {

    private final List<Line> lines;
    private final Set<String> readers;

    /**
     * Shows these settings.
     *
     * @param readers roles that may look
     */
    public SettingsController(List<Line> lines, Set<String> readers) {
        this.lines = List.copyOf(lines);
        this.readers = Set.copyOf(readers);
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
        return new All(lines);
    }
}
