package org.socius.platform.view;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.EventMoment;
import org.socius.platform.store.CommandAlreadyRecorded;
import org.socius.platform.web.CommandJournal;

/**
 * Sends commands of the system itself: timers, policies, and what follows from other services'
 * facts. The id of a command is derived from what caused it; a command that was carried out before
 * is silently left out.
 *
 * <p>What a command has done is in the log when the call returns, also within an event handler: the
 * handler's token follows later, so that nothing is lost between the two.
 */
public final class SystemCommands {

    private static final int ATTEMPTS = 10;

    private final CommandGateway gateway;
    private final CommandJournal journal;
    private final Clock businessClock;

    public SystemCommands(CommandGateway gateway, CommandJournal journal, Clock businessClock) {
        this.gateway = gateway;
        this.journal = journal;
        this.businessClock = businessClock;
    }

    /**
     * A command given now.
     *
     * @param part the part of the system that acts, such as {@code due-steps}
     * @throws org.socius.platform.problem.Rejection if it is refused
     */
    public void sendNow(String part, Object command, String commandId) {
        send(command, CommandContext.ofSystem(part, businessClock.instant(), commandId));
    }

    /**
     * A command that follows from an event of this service and carries its time.
     *
     * @param eventId of the event; together with {@code step} the identity of the command
     */
    public void sendFollowing(
            String part, Object command, String eventId, String step, EventMoment cause) {
        sendFollowing(
                part,
                command,
                eventId,
                step,
                cause.occurredAt(),
                cause.late(),
                cause.correlationId());
    }

    /** A command that follows from a fact of another service and carries its time. */
    public void sendFollowing(
            String part,
            Object command,
            String eventId,
            String step,
            Instant occurredAt,
            boolean late,
            String correlationId) {
        send(
                command,
                CommandContext.following(
                        part,
                        occurredAt,
                        businessClock.instant(),
                        late,
                        eventId + "/" + step,
                        correlationId,
                        eventId));
    }

    private void send(Object command, CommandContext context) {
        String id = context.commandId();
        for (int attempt = 1; ; attempt++) {
            if (id != null && journal.find(context.actor().id(), id).isPresent()) {
                return;
            }
            try {
                alone(
                        () ->
                                gateway.send(
                                                GenericCommandMessage.asCommandMessage(command)
                                                        .withMetaData(
                                                                MetaData.with(
                                                                        CommandContext.KEY,
                                                                        context)))
                                        .join());
                return;
            } catch (CompletionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                if (cause instanceof CommandAlreadyRecorded) {
                    return;
                }
                if (raced(cause) && attempt < ATTEMPTS) {
                    continue;
                }
                throw cause instanceof RuntimeException fault
                        ? fault
                        : new IllegalStateException(cause);
            }
        }
    }

    /** Another command was first; a second aggregate of the command may have come into being. */
    private static boolean raced(Throwable cause) {
        return cause instanceof ConcurrencyException
                || cause instanceof AggregateStreamCreationException;
    }

    /**
     * Without the unit of work of a handler that sends: as a part of it the command would be
     * appended only after the handler's token is stored, together with all others of the batch.
     */
    private static void alone(Runnable sending) {
        Deque<UnitOfWork<?>> outer = new ArrayDeque<>();
        while (CurrentUnitOfWork.isStarted()) {
            UnitOfWork<?> current = CurrentUnitOfWork.get();
            CurrentUnitOfWork.clear(current);
            outer.push(current);
        }
        try {
            sending.run();
        } finally {
            outer.forEach(CurrentUnitOfWork::set);
        }
    }
}
