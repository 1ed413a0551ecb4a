package org.socius.request;

import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.socius.platform.command.EventMoment;
import org.socius.platform.view.SystemCommands;
import org.socius.request.InstitutionDocket.DocketEvent.DocketPlaceFreed;
import org.socius.request.RequestCommand.TakeUpRequest;
import org.springframework.stereotype.Component;

/**
 * Takes up the requests that were on hold for an action which has ended, in the order in which the
 * institution wants them (R13).
 */
@Component
@ProcessingGroup(WhenActionEndsThenTakeUpRequests.NAME)
@DisallowReplay
class WhenActionEndsThenTakeUpRequests {

    static final String NAME = "when-action-ends-then-take-up-requests";

    private final SystemCommands commands;

    WhenActionEndsThenTakeUpRequests(SystemCommands commands) {
        this.commands = commands;
    }

    @EventHandler
    void on(DocketPlaceFreed event, DomainEventMessage<?> message) {
        if (event.waiting() == null) {
            return;
        }
        EventMoment moment = EventMoment.of(message.getMetaData());
        for (String requestId : event.waiting()) {
            commands.sendFollowing(
                    NAME, new TakeUpRequest(requestId), message.getIdentifier(), requestId, moment);
        }
    }
}
