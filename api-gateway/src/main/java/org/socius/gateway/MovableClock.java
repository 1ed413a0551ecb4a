package org.socius.gateway;

import java.time.Instant;

/**
 * The business clock of an installation for demonstrations; a bean only where the clock may be
 * moved.
 */
public interface MovableClock {

    /** The present by the business clock. */
    Instant now();

    /**
     * Moves the clock of every service.
     *
     * @return false if that would be backwards; nothing has changed then
     */
    boolean moveTo(Instant instant);
}
