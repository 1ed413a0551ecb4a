package org.socius.platform.web;

import java.util.Optional;
import org.socius.platform.command.Actor;

/** Reads one resource as a caller may see it, including what the caller has just written. */
@FunctionalInterface
public interface ResourceReader {

    /**
     * The resource, or empty if there is none or the caller may not read it; the two cannot be told
     * apart.
     */
    Optional<Shown> read(String id, Actor caller);

    /**
     * A resource as it is shown.
     *
     * @param version of the aggregate, as {@code ETag} says it
     */
    record Shown(Object body, long version) {}
}
