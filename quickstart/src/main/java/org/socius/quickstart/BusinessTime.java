package org.socius.quickstart;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socius.gateway.MovableClock;
import org.socius.platform.time.BusinessClock;

/**
 * The one business clock of all services in this JVM. It never goes back: a restart continues at
 * the latest of what was asked for, where it stood, and the newest event in the stores.
 */
final class BusinessTime implements MovableClock {

    private static final String FILE = "clock";

    private final DataDirectory directory;
    private final BusinessClock clock;
    private boolean moved;

    private BusinessTime(DataDirectory directory, BusinessClock clock, boolean moved) {
        this.directory = directory;
        this.clock = clock;
        this.moved = moved;
    }

    /**
     * @param machine the machine's clock
     * @param asked the instant of {@code --clock}, if given
     * @param newestEvents the newest {@code recordedAt} of each store that has one
     */
    static BusinessTime start(
            DataDirectory directory,
            Clock machine,
            @Nullable Instant asked,
            List<Instant> newestEvents) {
        Optional<Instant> stood = directory.read(FILE).map(Instant::parse);
        boolean moved = asked != null || stood.isPresent();
        Instant now = machine.instant();
        Instant start =
                Stream.of(
                                Stream.ofNullable(moved ? asked : now),
                                stood.stream(),
                                newestEvents.stream())
                        .flatMap(instants -> instants)
                        .filter(Objects::nonNull)
                        .max(Instant::compareTo)
                        .orElse(now);
        Duration ahead = Duration.between(now, start);
        Clock beginning = moved ? Clock.offset(machine, ahead) : machine;
        BusinessTime time = new BusinessTime(directory, new BusinessClock(beginning), moved);
        if (!moved) {
            time.clock.moveTo(start);
        }
        time.keep();
        return time;
    }

    BusinessClock clock() {
        return clock;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    /** Moves the clock and remembers that. */
    @Override
    public synchronized boolean moveTo(Instant instant) {
        if (!clock.moveTo(instant)) {
            return false;
        }
        moved = true;
        keep();
        return true;
    }

    /** Remembers where a moved clock stands; one that was never moved is the machine's. */
    synchronized void keep() {
        if (moved) {
            directory.write(FILE, clock.instant().toString());
        }
    }
}
