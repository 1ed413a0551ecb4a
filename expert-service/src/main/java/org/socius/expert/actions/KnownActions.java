package org.socius.expert.actions;

import java.util.Optional;
import org.socius.platform.view.EventStreams;
import org.springframework.stereotype.Component;

/**
 * Actions as this service knows them, for readers and for whoever must know which aggregates a
 * command will need. A decision looks again, in its own commit.
 */
@Component
public class KnownActions {

    private final EventStreams streams;

    KnownActions(EventStreams streams) {
        this.streams = streams;
    }

    /** The action with this id, or empty if nothing of it has arrived. */
    public Optional<KnownAction> find(String actionId) {
        return streams.fold(
                        "KnownAction",
                        actionId,
                        KnownAction::unknown,
                        (action, event, moment) -> action.evolve((KnownActionEvent) event, moment))
                .map(EventStreams.Folded::state);
    }
}
