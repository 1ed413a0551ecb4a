package org.socius.platform.serialization;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.socius.platform.privacy.PersonalDataCodec;
import org.socius.platform.privacy.RecordErased;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes events as JSON under their logical names and reads them back, older forms through the
 * upcasters of {@link EventTypes}. Unknown fields are ignored, absent ones are null; a type name
 * that is not in {@link EventTypes} is taken as a class name, which serves Axon's own metadata.
 */
public final class EventSerializer extends Jackson3Serializer {

    private final EventTypes types;

    private EventSerializer(Builder builder, EventTypes types) {
        super(builder);
        this.types = types;
    }

    /** A serialiser for the events of one service. */
    public static EventSerializer of(EventTypes types, PersonalDataCodec codec) {
        JsonMapper plain =
                JsonMapper.builder()
                        .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                        .build();
        Builder builder =
                Jackson3Serializer.builder()
                        .lenientDeserialization()
                        .jsonMapperBuilderCustomizer(
                                json ->
                                        json.changeDefaultPropertyInclusion(
                                                        inclusion ->
                                                                inclusion.withValueInclusion(
                                                                        JsonInclude.Include
                                                                                .NON_NULL))
                                                .disable(
                                                        DeserializationFeature
                                                                .FAIL_ON_NULL_FOR_PRIMITIVES)
                                                .addModule(new PersonalDataModule(codec, plain)));
        return new EventSerializer(builder, types);
    }

    /** An event about a person whose data was erased is refused as such. */
    @Override
    public <T> SerializedObject<T> serialize(Object event, Class<T> form) {
        try {
            return super.serialize(event, form);
        } catch (SerializationException e) {
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof RecordErased refused) {
                    throw refused;
                }
            }
            throw e;
        }
    }

    @Override
    public <S, T> T deserialize(SerializedObject<S> stored) {
        return types.isOlder(stored.getType())
                ? super.deserialize(types.today(getConverter().convert(stored, JsonNode.class)))
                : super.deserialize(stored);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public SerializedType typeForClass(Class type) {
        SerializedType byClass = super.typeForClass(type);
        String name = type == null || !types.classes().contains(type) ? null : EventNames.of(type);
        return name == null ? byClass : new SimpleSerializedType(name, byClass.getRevision());
    }

    @Override
    protected String resolveClassName(SerializedType serializedType) {
        Class<?> type = types.classOf(types.today(serializedType).getName());
        return type == null ? super.resolveClassName(serializedType) : type.getName();
    }
}
