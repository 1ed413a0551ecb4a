package org.socius.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.springframework.http.ResponseEntity;

/** Reads one resource as a caller may see it, including what the caller has just written. */
@FunctionalInterface
public interface ResourceReader {

    /**
     * The resource, or empty if there is none or the caller may not read it; the two cannot be told
     * apart.
     */
    Optional<Shown> read(String id, Actor caller);

    /**
     * The answer to a GET of one resource, with its {@code ETag}. It takes no query parameters.
     *
     * @throws Rejection.NotFound if there is none or the caller may not read it
     */
    default ResponseEntity<Object> answer(String id, HttpServletRequest http) {
        ListQuery.none(http);
        Shown shown = read(id, Callers.current()).orElseThrow(Rejection.NotFound::new);
        return ResponseEntity.ok().eTag("\"" + shown.version() + "\"").body(shown.body());
    }

    /**
     * A resource as it is shown.
     *
     * @param version of the aggregate, as {@code ETag} says it
     */
    record Shown(Object body, long version) {}
}
