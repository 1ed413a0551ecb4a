package org.socius.platform.parking;

import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.extensions.mongo.eventhandling.deadletter.DeadLetterEventEntry;
import org.axonframework.extensions.mongo.eventhandling.deadletter.DeadLetterMongoConverter;
import org.axonframework.extensions.mongo.eventhandling.deadletter.EventMessageDeadLetterMongoConverter;
import org.axonframework.serialization.Serializer;
import org.socius.platform.privacy.PersonalDataCodec;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the reason of a parked event as the log keeps it: sealed with the key of its record. What
 * the event itself says is sealed by its serialiser.
 */
public final class SealedLetters implements DeadLetterMongoConverter<EventMessage<?>> {

    private static final String REASON = "reason";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final EventMessageDeadLetterMongoConverter plain =
            new EventMessageDeadLetterMongoConverter();
    private final PersonalDataCodec codec;

    /**
     * @param codec of copies: letters are read and written again, also after an erasure
     */
    public SealedLetters(PersonalDataCodec codec) {
        this.codec = codec;
    }

    @Override
    public DeadLetterEventEntry convert(EventMessage<?> message, Serializer serializer) {
        return plain.convert(
                message instanceof DomainEventMessage<?> event
                                && event.getMetaData().get(REASON) instanceof String reason
                        ? with(event, sealed(event.getAggregateIdentifier(), reason))
                        : message,
                serializer);
    }

    @Override
    public EventMessage<?> convert(DeadLetterEventEntry entry, Serializer serializer) {
        EventMessage<?> message = plain.convert(entry, serializer);
        return message.getMetaData().get(REASON) instanceof String sealed
                ? with(message, opened(sealed))
                : message;
    }

    private static EventMessage<?> with(EventMessage<?> message, String reason) {
        return message.andMetaData(Map.of(REASON, reason));
    }

    private String sealed(String aggregateId, String reason) {
        return JSON.readValue(
                codec.protect(aggregateId, REASON, JSON.writeValueAsString(reason)), String.class);
    }

    private String opened(String sealed) {
        String reason = codec.open(REASON, JSON.writeValueAsString(sealed));
        return reason == null ? "[erased]" : JSON.readValue(reason, String.class);
    }

    @Override
    public boolean canConvert(DeadLetterEventEntry entry) {
        return plain.canConvert(entry);
    }

    @Override
    public boolean canConvert(EventMessage<?> message) {
        return plain.canConvert(message);
    }
}
