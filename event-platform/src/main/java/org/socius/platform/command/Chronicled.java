package org.socius.platform.command;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate with a sense of time. Before each of its commands the platform checks {@code
 * If-Match} and the order of late entries, and lets it record the automatic steps that are due.
 */
public interface Chronicled {

    /**
     * How long the timer keeps its hands off a resource after a late entry, on the business clock.
     */
    Duration LATE_ENTRY_PAUSE = Duration.ofHours(24);

    /** The moment of the aggregate's newest event, or null before its first. */
    @Nullable EventMoment latest();

    /**
     * Records every automatic step whose due time has passed, each dated with its due time ({@link
     * DueSteps#at}). An aggregate without timed steps does nothing.
     */
    default void catchUp(CommandContext context) {}

    /** When the next automatic step falls due, or null if none is waiting. */
    default @Nullable Instant nextStepDue() {
        return null;
    }

    /**
     * When the timer may take the next step: later than due while the newest entry is a late one.
     */
    default @Nullable Instant timerDue() {
        Instant due = nextStepDue();
        EventMoment latest = latest();
        if (due == null || latest == null || !latest.late()) {
            return due;
        }
        Instant pauseEnds = latest.recordedAt().plus(LATE_ENTRY_PAUSE);
        return due.isAfter(pauseEnds) ? due : pauseEnds;
    }
}
