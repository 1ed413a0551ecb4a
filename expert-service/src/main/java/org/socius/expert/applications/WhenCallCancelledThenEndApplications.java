package org.socius.expert.applications;

import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.socius.expert.applications.ApplicationCommand.EndWithCall;
import org.socius.expert.calls.CallEvent.CallCancelled;
import org.socius.platform.command.EventMoment;
import org.socius.platform.view.SystemCommands;
import org.springframework.stereotype.Component;

/** Ends the applications of a cancelled call, each once, and dated as the cancellation. */
@Component
@ProcessingGroup(WhenCallCancelledThenEndApplications.NAME)
class WhenCallCancelledThenEndApplications {

    static final String NAME = "applications-of-cancelled-calls";

    private final SystemCommands commands;

    WhenCallCancelledThenEndApplications(SystemCommands commands) {
        this.commands = commands;
    }

    @EventHandler
    void react(CallCancelled event, @MessageIdentifier String cause, EventMoment moment) {
        for (String application : event.applicants()) {
            commands.sendFollowing(
                    NAME,
                    new EndWithCall(application, "CALL_CANCELLED"),
                    cause,
                    application,
                    moment);
        }
    }
}
