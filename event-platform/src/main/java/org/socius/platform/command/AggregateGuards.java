package org.socius.platform.command;

import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.annotation.HandlerEnhancerDefinition;
import org.axonframework.messaging.annotation.MessageHandlingMember;
import org.axonframework.messaging.annotation.WrappedMessageHandlingMember;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.jspecify.annotations.Nullable;
import org.socius.platform.problem.Rejection;
import org.socius.platform.time.Brussels;

/**
 * Runs before every command handler of a {@link Chronicled} aggregate: {@code If-Match}, order of
 * late entries, automatic steps that are due. Registered for every configuration through {@code
 * META-INF/services}, so that a fixture guards like a running service.
 */
public final class AggregateGuards implements HandlerEnhancerDefinition {

    @Override
    public <T> MessageHandlingMember<T> wrapHandler(MessageHandlingMember<T> original) {
        return original.canHandleMessageType(CommandMessage.class)
                ? new Guarded<>(original)
                : original;
    }

    /** The version of what has no event so far, such as a list that was never changed. */
    private static final long NONE_SO_FAR = -1;

    private static final class Guarded<T> extends WrappedMessageHandlingMember<T> {

        Guarded(MessageHandlingMember<T> delegate) {
            super(delegate);
        }

        @Override
        public Object handle(Message<?> message, @Nullable T target) throws Exception {
            if (target instanceof Chronicled aggregate
                    && message.getMetaData().get(CommandContext.KEY)
                            instanceof CommandContext context) {
                check(aggregate, context);
            }
            return super.handle(message, target);
        }

        private static void check(Chronicled aggregate, CommandContext context) {
            Long latestVersion = AggregateLifecycle.getVersion();
            long version = latestVersion == null ? NONE_SO_FAR : latestVersion;
            Long expected = context.expectedVersion();
            if (expected != null && expected != version) {
                throw new Rejection.StaleVersion(version);
            }
            EventMoment latest = aggregate.latest();
            if (context.late()
                    && !context.actor().isSystem()
                    && latest != null
                    && context.today().isBefore(Brussels.day(latest.occurredAt()))) {
                throw new Rejection.EntryOutOfOrder(Brussels.day(latest.occurredAt()));
            }
            aggregate.catchUp(context);
        }
    }
}
