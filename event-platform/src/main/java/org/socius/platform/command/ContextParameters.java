package org.socius.platform.command;

import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.Objects;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.annotation.ParameterResolver;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.jspecify.annotations.Nullable;

/**
 * Lets a command handler take a {@link CommandContext} and an event handler an {@link EventMoment}.
 * Registered through {@code META-INF/services}.
 */
public final class ContextParameters implements ParameterResolverFactory {

    @Override
    public @Nullable ParameterResolver<?> createInstance(
            Executable executable, Parameter[] parameters, int index) {
        Class<?> type = parameters[index].getType();
        if (type == CommandContext.class) {
            return new OfCommand();
        }
        return type == EventMoment.class ? new OfEvent() : null;
    }

    private static final class OfCommand implements ParameterResolver<CommandContext> {
        @Override
        public CommandContext resolveParameterValue(Message<?> message) {
            return (CommandContext)
                    Objects.requireNonNull(message.getMetaData().get(CommandContext.KEY));
        }

        @Override
        public boolean matches(Message<?> message) {
            return message instanceof CommandMessage
                    && message.getMetaData().get(CommandContext.KEY) instanceof CommandContext;
        }
    }

    private static final class OfEvent implements ParameterResolver<EventMoment> {
        @Override
        public EventMoment resolveParameterValue(Message<?> message) {
            return EventMoment.of(message.getMetaData());
        }

        @Override
        public boolean matches(Message<?> message) {
            return message instanceof EventMessage;
        }
    }
}
