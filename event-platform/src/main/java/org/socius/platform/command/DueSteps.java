package org.socius.platform.command;

import java.time.Instant;
import org.axonframework.messaging.MetaData;

/** Dates an automatic step with the time it fell due, not with the time somebody noticed. */
public final class DueSteps {

    private DueSteps() {}

    /** Metadata for {@code AggregateLifecycle.apply} of a step that fell due at the given time. */
    public static MetaData at(Instant due) {
        return MetaData.with(CommandContext.STEP_AT, due.toString());
    }
}
