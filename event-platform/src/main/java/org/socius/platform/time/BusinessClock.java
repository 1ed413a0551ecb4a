package org.socius.platform.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Dates events and decides rules about dates. It runs ahead of the machine's clock by an offset
 * that never shrinks; outside the quickstart the offset is zero. Nothing technical (leases, tokens,
 * rate limits) may use it.
 */
public final class BusinessClock extends Clock {

    private final Clock machine;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    public BusinessClock(Clock machine) {
        this.machine = machine;
    }

    /**
     * Moves the clock; it ticks on from there at normal speed.
     *
     * @return false if that would be backwards; nothing has changed then
     */
    public boolean moveTo(Instant instant) {
        Duration wanted = Duration.between(machine.instant(), instant);
        Duration now = ahead.get();
        return wanted.compareTo(now) >= 0 && (ahead.compareAndSet(now, wanted) || moveTo(instant));
    }

    /** To the millisecond: what people and databases agree on. */
    @Override
    public Instant instant() {
        return machine.instant().plus(ahead.get()).truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException(
                "Dates of the business clock are those of Brussels");
    }
}
