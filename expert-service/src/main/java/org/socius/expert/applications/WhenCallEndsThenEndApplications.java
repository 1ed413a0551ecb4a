package org.socius.expert.applications;

import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.socius.expert.applications.ApplicationCommand.EndWithCall;
import org.socius.expert.calls.CallEvent.ApplicantsReleased;
import org.socius.expert.calls.CallEvent.CallCancelled;
import org.socius.platform.command.EventMoment;
import org.socius.platform.view.SystemCommands;
import org.springframework.stereotype.Component;

/** Ends the applications that a call ends or lets go, each once, and dated as that. */
@Component
@ProcessingGroup(WhenCallEndsThenEndApplications.NAME)
class WhenCallEndsThenEndApplications {

    static final String NAME = "applications-of-cancelled-calls";

    private final SystemCommands commands;

    WhenCallEndsThenEndApplications(SystemCommands commands) {
        this.commands = commands;
    }

    @EventHandler
    void react(CallCancelled event, @MessageIdentifier String cause, EventMoment moment) {
        end(event.applicants(), "CALL_CANCELLED", cause, moment);
    }

    @EventHandler
    void react(ApplicantsReleased event, @MessageIdentifier String cause, EventMoment moment) {
        end(event.applicants(), event.reasonCode(), cause, moment);
    }

    private void end(List<String> applications, String code, String cause, EventMoment moment) {
        for (String application : applications) {
            commands.sendFollowing(
                    NAME, new EndWithCall(application, code), cause, application, moment);
        }
    }
}
