package org.socius.platform;

import java.util.Map;
import java.util.Optional;
import org.socius.platform.store.CommitLog;
import org.socius.platform.store.RecordedCommand;
import org.socius.platform.web.CommandJournal;

/** The journal of commands is the log itself. */
final class LogJournal implements CommandJournal {

    private final CommitLog log;

    LogJournal(CommitLog log) {
        this.log = log;
    }

    @Override
    public Optional<Recorded> find(String principal, String commandId) {
        return log.recordedCommand(principal, commandId).map(LogJournal::recorded);
    }

    @Override
    public Optional<Recorded> findCreation(String aggregateId) {
        return log.commitOf(aggregateId, 0)
                .flatMap(commit -> commit.recordedCommand())
                .map(LogJournal::recorded);
    }

    private static Recorded recorded(RecordedCommand command) {
        return new Recorded(command.result(), Map.copyOf(command.sequences()));
    }
}
