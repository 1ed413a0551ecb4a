package org.socius.action.records;

import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.socius.action.records.FacilityRecordCommand.TellStatement;
import org.socius.action.records.FacilityRecordEvent.FacilityRecordEntered;
import org.socius.action.records.RecordContent.Kind;
import org.socius.platform.command.EventMoment;
import org.socius.platform.view.SystemCommands;
import org.springframework.stereotype.Component;

/**
 * Has told what records state that were entered before reports heard of it; a record that is
 * entered today has told it already.
 */
@Component
@ProcessingGroup(WhenRecordIsOldThenTellItsStatement.NAME)
@DisallowReplay
class WhenRecordIsOldThenTellItsStatement {

    static final String NAME = "when-record-is-old-then-tell-its-statement";

    private final SystemCommands commands;

    WhenRecordIsOldThenTellItsStatement(SystemCommands commands) {
        this.commands = commands;
    }

    @EventHandler
    void react(FacilityRecordEntered event, @MessageIdentifier String cause, EventMoment moment) {
        Kind kind = event.content().detail().kind();
        if (kind == Kind.PUBLISHED_FIGURE || kind == Kind.THEMATIC_MENTION) {
            commands.sendFollowing(
                    NAME, new TellStatement(event.recordId()), cause, "statement", moment);
        }
    }
}
