package org.socius.platform.command;

import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.time.LocalDate;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.annotation.ParameterResolver;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.jspecify.annotations.Nullable;

/**
 * Lets command handlers take what changes from day to day: they get it as it holds on the business
 * day of their command.
 *
 * @param types which parameters are of this kind
 * @param onDay the value for a parameter of a type, on a day
 */
public record OfTheDay(Predicate<Class<?>> types, BiFunction<Class<?>, LocalDate, Object> onDay)
        implements ParameterResolverFactory {

    @Override
    public @Nullable ParameterResolver<?> createInstance(
            Executable executable, Parameter[] parameters, int index) {
        Class<?> type = parameters[index].getType();
        return types.test(type) ? new Resolver(type) : null;
    }

    private final class Resolver implements ParameterResolver<Object> {

        private final Class<?> type;

        Resolver(Class<?> type) {
            this.type = type;
        }

        @Override
        public Object resolveParameterValue(Message<?> message) {
            CommandContext context =
                    (CommandContext)
                            Objects.requireNonNull(message.getMetaData().get(CommandContext.KEY));
            return onDay.apply(type, context.today());
        }

        @Override
        public boolean matches(Message<?> message) {
            return message instanceof CommandMessage
                    && message.getMetaData().get(CommandContext.KEY) instanceof CommandContext;
        }
    }
}
