package org.socius.request;

import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.socius.platform.store.CommitLog;
import org.socius.platform.store.StoredEvent;
import org.socius.platform.view.SystemCommands;
import org.socius.request.EligibilityList.RetellEligibility;
import org.springframework.stereotype.Component;

/**
 * Has a list told again, once, some of whose changes were kept here when they were made: reports
 * count the countries that may ask by what they were told.
 */
@Component
@ProcessingGroup(WhenListIsOldThenRetellIt.NAME)
@DisallowReplay
class WhenListIsOldThenRetellIt {

    static final String NAME = "when-list-is-old-then-retell-it";

    private final CommitLog log;
    private final SystemCommands commands;

    WhenListIsOldThenRetellIt(CommitLog log, SystemCommands commands) {
        this.log = log;
        this.commands = commands;
    }

    @EventHandler
    void react(EligibilityChanged event) {
        if (!log.eventsOf(event.listId(), 0).stream().allMatch(StoredEvent::isPublic)) {
            commands.sendNow(NAME, new RetellEligibility(event.listId()), NAME);
        }
    }
}
