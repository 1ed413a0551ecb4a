package org.socius.platform.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Set;
import org.socius.platform.command.Actor;
import org.socius.platform.intake.Intakes.ParkedView;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.Callers;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What this service could not handle, and the way to try it again; for administrators. */
@RestController
@RequestMapping("/api/v1/parked")
class ParkedController {

    private static final String ADMIN = "admin";
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Intakes intakes;

    ParkedController(Intakes intakes) {
        this.intakes = intakes;
    }

    @GetMapping
    ResponseEntity<Page<ParkedView>> parked(HttpServletRequest http) {
        demandAdmin();
        ListQuery query = ListQuery.of(http, Set.of());
        return Page.cut(intakes.parked(), query).answer(query);
    }

    @PostMapping("/{id}/retry")
    ParkedView retry(@PathVariable String id, HttpServletRequest http) throws InterruptedException {
        demandAdmin();
        ListQuery.none(http);
        return intakes.retry(id, PATIENCE).orElseThrow(Rejection.NotFound::new);
    }

    private static void demandAdmin() {
        Actor caller = Callers.current();
        if (caller.isAnonymous()) {
            throw new Rejection.Unauthenticated();
        }
        if (!caller.has(ADMIN)) {
            throw new Rejection.Forbidden(Set.of(ADMIN));
        }
    }
}
