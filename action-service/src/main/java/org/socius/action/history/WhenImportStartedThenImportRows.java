package org.socius.action.history;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.jspecify.annotations.Nullable;
import org.socius.action.history.HistoryPlan.Planned;
import org.socius.action.history.ImportEvent.ImportStarted;
import org.socius.action.history.ImportEvent.Line;
import org.socius.action.history.ImportEvent.Note;
import org.socius.action.history.ImportEvent.Outcome;
import org.socius.action.history.ImportRun.ImportCommand.FinishImport;
import org.socius.action.history.ImportRun.ImportCommand.JudgeRows;
import org.socius.action.lifecycle.ActionCommand.ImportAction;
import org.socius.action.lifecycle.Actions;
import org.socius.action.numbering.NumberRegister.Reference;
import org.socius.action.numbering.References;
import org.socius.platform.command.EventMoment;
import org.socius.platform.intake.Intakes;
import org.socius.platform.parking.Failure;
import org.socius.platform.privacy.RecordKeys;
import org.socius.platform.problem.Rejection;
import org.socius.platform.relay.Relay;
import org.socius.platform.store.AppendRefused;
import org.socius.platform.time.Brussels;
import org.socius.platform.view.SystemCommands;
import org.springframework.stereotype.Component;

/**
 * Works off an import: judges its rows, imports those that stand, and reports in portions.
 * Interrupted at any point it goes on with the first row that has no line in the report; of those
 * it imported already without a line, none is imported twice, because each command takes effect
 * once. The rows are forgotten with the last line of the report: what an action keeps of its row is
 * sealed, and erased, with the action.
 */
@Component
@ProcessingGroup(WhenImportStartedThenImportRows.NAME)
@DisallowReplay
class WhenImportStartedThenImportRows {

    static final String NAME = "when-import-started-then-import-rows";

    private static final int PORTION = 25;

    /** A store that does not answer is asked again for half a minute. */
    private static final int TRIES = 100;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(300);

    /**
     * Facts of other services are on their topic within this time of their acknowledgement, also if
     * the relay of the other service rests just then.
     */
    private static final Duration ON_THEIR_WAY = Relay.LONGEST_PAUSE.plusSeconds(1);

    /** What is on the topic is taken in within this time, or the broker is down. */
    private static final Duration ARRIVAL = Duration.ofSeconds(30);

    private final Imports imports;
    private final Actions actions;
    private final References references;
    private final InstitutionDirectory directory;
    private final Intakes intakes;
    private final SystemCommands commands;
    private final RecordKeys keys;
    private final Clock clock;

    WhenImportStartedThenImportRows(
            Imports imports,
            Actions actions,
            References references,
            InstitutionDirectory directory,
            Intakes intakes,
            SystemCommands commands,
            RecordKeys keys,
            Clock clock) {
        this.imports = imports;
        this.actions = actions;
        this.references = references;
        this.directory = directory;
        this.intakes = intakes;
        this.commands = commands;
        this.keys = keys;
        this.clock = clock;
    }

    @EventHandler
    void react(ImportStarted event, @MessageIdentifier String cause, EventMoment moment) {
        List<Line> reported = imports.lines(event.importId());
        List<Planned> plan = judge(event, moment, false);
        if (plan.stream().anyMatch(Planned::lacksInstitutions)) {
            boolean complete =
                    judgedBefore(event.importId(), plan, reported)
                            .orElseGet(this::institutionsArrive);
            plan = judge(event, moment, complete);
        }
        List<Line> portion = new ArrayList<>();
        for (int i = reported.size(); i < plan.size(); i++) {
            portion.add(
                    event.dryRun()
                            ? plan.get(i).line()
                            : carryOut(plan.get(i), event, cause, moment));
            if (portion.size() == PORTION || i == plan.size() - 1) {
                send(
                        new JudgeRows(event.importId(), List.copyOf(portion)),
                        cause,
                        "lines to " + i,
                        moment);
                portion.clear();
            }
        }
        send(new FinishImport(event.importId()), cause, "finish", moment);
        keys.destroy(event.importId(), clock.instant());
    }

    /**
     * An institution that somebody has registered before the import was sent is on its way here for
     * a moment; only what is not known after that is new.
     *
     * @param institutionsAreComplete if not, rows of institutions unknown here are refused
     */
    private List<Planned> judge(
            ImportStarted event, EventMoment moment, boolean institutionsAreComplete) {
        return HistoryPlan.of(
                imports.rows(event.importId()),
                knownApartFrom(event.importId(), institutionsAreComplete),
                Brussels.day(moment.recordedAt()));
    }

    /**
     * Whether institutions unknown here counted as new when this import was interrupted, if a row
     * shows it: what is reported and what is still to be judged must not contradict each other.
     */
    private Optional<Boolean> judgedBefore(
            String importId, List<Planned> plan, List<Line> reported) {
        for (int i = 0; i < plan.size(); i++) {
            if (plan.get(i).lacksInstitutions()) {
                if (i < reported.size()) {
                    return Optional.of(!HistoryPlan.lacksInstitutions(reported.get(i)));
                }
                String key = plan.get(i).line().key();
                if (key != null && isImported(importId, HistoryPlan.actionOf(key))) {
                    return Optional.of(true);
                }
            }
        }
        return Optional.empty();
    }

    private boolean isImported(String importId, String actionId) {
        return actions.importedAs(actionId)
                .filter(imported -> imported.importId().equals(importId))
                .isPresent();
    }

    private boolean institutionsArrive() {
        try {
            Thread.sleep(ON_THEIR_WAY);
            return intakes.caughtUp(InstitutionDirectory.GROUP, ARRIVAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Line carryOut(Planned planned, ImportStarted event, String cause, EventMoment moment) {
        Line line = planned.line();
        String actionId = line.actionId();
        if (planned.action() == null || actionId == null) {
            return line;
        }
        try {
            send(
                    new ImportAction(actionId, event.importId(), planned.action()),
                    cause,
                    "row " + line.line(),
                    moment);
            return line;
        } catch (Rejection e) {
            if (mayPass(e)) {
                throw e;
            }
            return refused(line, new Note(e.problem().code(), e.problem().title() + ".", e.rule()));
        } catch (AppendRefused.TooLarge e) {
            return refused(line, new Note("too-large", "The item is too large to be kept.", null));
        }
    }

    private static Line refused(Line line, Note why) {
        return new Line(line.line(), line.key(), null, null, Outcome.REFUSED, List.of(why));
    }

    private void send(Object command, String cause, String step, EventMoment moment) {
        for (int attempt = 1; ; attempt++) {
            try {
                commands.sendFollowing(NAME, command, cause, step, moment);
                return;
            } catch (RuntimeException e) {
                if (!mayPass(e) || attempt == TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }

    private static boolean mayPass(RuntimeException e) {
        return Failure.of(e) != Failure.LASTING;
    }

    /** What this import itself has brought so far does not count as known: it is judged once. */
    private HistoryPlan.Known knownApartFrom(String importId, boolean institutionsAreComplete) {
        return new HistoryPlan.Known() {
            @Override
            public Optional<String> importedAs(String actionId) {
                return actions.importedAs(actionId)
                        .filter(imported -> !imported.importId().equals(importId))
                        .map(Actions.Imported::fingerprint);
            }

            @Override
            public Optional<String> holder(Reference reference) {
                return references.holder(reference);
            }

            @Override
            public Optional<String> institution(
                    @Nullable String country, Collection<String> names) {
                return directory.find(country, names);
            }

            @Override
            public boolean institutionsAreComplete() {
                return institutionsAreComplete;
            }
        };
    }
}
