package org.socius.platform.command;

import java.util.Map;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.CorrelationDataProvider;

/** Puts the circumstances of a command on each of its events. */
public final class ContextOnEvents implements CorrelationDataProvider {

    @Override
    public Map<String, ?> correlationDataFor(Message<?> message) {
        return message.getMetaData().get(CommandContext.KEY) instanceof CommandContext context
                ? context.asEventMetadata()
                : Map.of();
    }
}
