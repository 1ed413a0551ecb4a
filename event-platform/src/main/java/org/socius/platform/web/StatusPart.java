package org.socius.platform.web;

import java.util.Map;

/** One part of a service's status, such as its store, its relay or one of its read models. */
public interface StatusPart {

    /** The member under which the part stands in the status document. */
    String name();

    /** Whether the part works; a service is up while all its parts are. */
    boolean isUp();

    /**
     * Numbers for staff: positions, lags, counts, also of a part that is down. Cheap enough to be
     * asked every second.
     */
    Map<String, Object> numbers();
}
