package org.socius.action.history;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.action.history.ImportEvent.*;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.EventMoment;

/**
 * One import: started with all its rows, judged line by line while its rows become actions,
 * finished when each row has its line. A dry run is judged in the same way and makes nothing.
 */
@Aggregate
class ImportRun implements Chronicled {

    static final String TYPE = "ImportRun";

    /** Keeps one event well below the store's limit, whatever the script of the text. */
    private static final int PART_CHARACTERS = 100_000;

    @AggregateIdentifier private @Nullable String id;
    private @Nullable EventMoment latest;
    private @Nullable ImportStarted start;
    private final List<Row> rows = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private boolean finished;

    /** What may be asked of an import. */
    sealed interface ImportCommand {
        record StartImport(
                @TargetAggregateIdentifier String importId,
                boolean dryRun,
                List<Row> rows,
                List<String> notRead)
                implements ImportCommand {}

        record JudgeRows(@TargetAggregateIdentifier String importId, List<Line> lines)
                implements ImportCommand {}

        record FinishImport(@TargetAggregateIdentifier String importId) implements ImportCommand {}
    }

    /**
     * An import as it is shown.
     *
     * @param status RUNNING or FINISHED
     * @param judged how many of the rows have their line
     */
    record View(
            String id,
            String status,
            boolean dryRun,
            int rows,
            int judged,
            long accepted,
            long repaired,
            long refused,
            List<String> notRead,
            List<Line> lines,
            long version) {}

    ImportRun() {}

    @CommandHandler
    ImportRun(ImportCommand.StartImport command) {
        apply(
                new ImportStarted(
                        command.importId(),
                        command.dryRun(),
                        command.rows().size(),
                        command.notRead()));
        List<Row> part = new ArrayList<>();
        int characters = 0;
        for (Row row : command.rows()) {
            part.add(row);
            characters += row.item() == null ? 0 : row.item().length();
            if (characters > PART_CHARACTERS) {
                apply(new ImportRowsReceived(command.importId(), List.copyOf(part)));
                part.clear();
                characters = 0;
            }
        }
        if (!part.isEmpty()) {
            apply(new ImportRowsReceived(command.importId(), List.copyOf(part)));
        }
    }

    @CommandHandler
    void decide(ImportCommand.JudgeRows command) {
        if (!finished) {
            apply(new ImportRowsJudged(Objects.requireNonNull(id), command.lines()));
        }
    }

    @CommandHandler
    void decide(ImportCommand.FinishImport command) {
        if (!finished) {
            apply(new ImportFinished(Objects.requireNonNull(id)));
        }
    }

    @EventSourcingHandler
    void evolve(ImportEvent event, EventMoment moment) {
        latest = moment.notBefore(latest);
        switch (event) {
            case ImportStarted e -> {
                id = e.importId();
                start = e;
            }
            case ImportRowsReceived e -> rows.addAll(e.rows());
            case ImportRowsJudged e -> lines.addAll(e.lines());
            case ImportFinished _ -> finished = true;
        }
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    List<Row> rows() {
        return rows;
    }

    List<Line> lines() {
        return lines;
    }

    View view(long version) {
        ImportStarted started = Objects.requireNonNull(start);
        return new View(
                started.importId(),
                finished ? "FINISHED" : "RUNNING",
                started.dryRun(),
                started.rows(),
                lines.size(),
                count(Outcome.ACCEPTED),
                count(Outcome.REPAIRED),
                count(Outcome.REFUSED),
                started.notRead(),
                List.copyOf(lines),
                version);
    }

    private long count(Outcome outcome) {
        return lines.stream().filter(line -> line.outcome() == outcome).count();
    }
}
