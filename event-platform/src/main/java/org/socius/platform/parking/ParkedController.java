package org.socius.platform.parking;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.socius.platform.command.Actor;
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
public class ParkedController {

    private static final String ADMIN = "admin";
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final List<Parking> places;

    /** Shows all these places as one. */
    public ParkedController(List<Parking> places) {
        this.places = List.copyOf(places);
    }

    @GetMapping
    ResponseEntity<Page<Parking.Sequence>> parked(HttpServletRequest http) {
        demandAdmin();
        ListQuery query = ListQuery.of(http, Set.of());
        List<Parking.Sequence> all =
                places.stream()
                        .flatMap(place -> place.parked().stream())
                        .sorted(Comparator.comparing(Parking.Sequence::parkedAt))
                        .toList();
        return Page.cut(all, query).answer(query);
    }

    @PostMapping("/{id}/retry")
    Parking.Sequence retry(@PathVariable String id, HttpServletRequest http)
            throws InterruptedException {
        demandAdmin();
        ListQuery.none(http);
        for (Parking place : places) {
            Optional<Parking.Sequence> tried = place.retry(id, PATIENCE);
            if (tried.isPresent()) {
                return tried.get();
            }
        }
        throw new Rejection.NotFound();
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
