package org.socius.action.history;

import java.util.List;
import java.util.Optional;
import org.socius.action.history.ImportEvent.Line;
import org.socius.action.history.ImportEvent.Row;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.web.ResourceReader;
import org.springframework.stereotype.Component;

/** Reads imports: their progress and report, for those who import and for staff. */
@Component
class Imports implements ResourceReader {

    private final EventStreams streams;

    Imports(EventStreams streams) {
        this.streams = streams;
    }

    @Override
    public Optional<Shown> read(String id, Actor caller) {
        return caller.hasAny(Roles.STAFF) || caller.has(Roles.ADMIN)
                ? fold(id).map(
                                folded ->
                                        new Shown(
                                                folded.state().view(folded.version()),
                                                folded.version()))
                : Optional.empty();
    }

    /** The rows of an import as they were sent. */
    List<Row> rows(String id) {
        return fold(id).orElseThrow().state().rows();
    }

    /** What is reported of an import so far: the lines of its first rows, in their order. */
    List<Line> lines(String id) {
        return fold(id).orElseThrow().state().lines();
    }

    private Optional<Folded<ImportRun>> fold(String id) {
        return streams.fold(
                ImportRun.TYPE,
                id,
                ImportRun::new,
                (run, event, moment) -> run.evolve((ImportEvent) event, moment));
    }
}
