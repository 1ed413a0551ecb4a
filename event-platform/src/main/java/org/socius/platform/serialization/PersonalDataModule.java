package org.socius.platform.serialization;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.BeanDeserializerBuilder;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;

/** The one hook through which every {@link PersonalData} field of an event is written and read. */
final class PersonalDataModule extends SimpleModule {

    private static final long serialVersionUID = 1;

    PersonalDataModule(PersonalDataCodec codec, JsonMapper plain) {
        super("personal-data");
        setSerializerModifier(new Writing(codec, plain));
        setDeserializerModifier(new Reading(codec, plain));
    }

    private static final class Writing extends ValueSerializerModifier {
        private static final long serialVersionUID = 1;
        private final transient PersonalDataCodec codec;
        private final transient JsonMapper plain;

        Writing(PersonalDataCodec codec, JsonMapper plain) {
            this.codec = codec;
            this.plain = plain;
        }

        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config,
                BeanDescription.Supplier bean,
                List<BeanPropertyWriter> properties) {
            for (BeanPropertyWriter property : properties) {
                if (property.getAnnotation(PersonalData.class) != null) {
                    property.assignSerializer(new Protecting(codec, plain));
                }
            }
            return properties;
        }
    }

    private static final class Protecting extends ValueSerializer<Object> {
        private final PersonalDataCodec codec;
        private final JsonMapper plain;

        Protecting(PersonalDataCodec codec, JsonMapper plain) {
            this.codec = codec;
            this.plain = plain;
        }

        @Override
        public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
            generator.writeTree(plain.readTree(codec.protect(plain.writeValueAsString(value))));
        }
    }

    private static final class Reading extends ValueDeserializerModifier {
        private static final long serialVersionUID = 1;
        private final transient PersonalDataCodec codec;
        private final transient JsonMapper plain;

        Reading(PersonalDataCodec codec, JsonMapper plain) {
            this.codec = codec;
            this.plain = plain;
        }

        @Override
        public BeanDeserializerBuilder updateBuilder(
                DeserializationConfig config,
                BeanDescription.Supplier bean,
                BeanDeserializerBuilder builder) {
            builder.getProperties()
                    .forEachRemaining(
                            property -> {
                                if (property.getAnnotation(PersonalData.class) != null) {
                                    builder.addOrReplaceProperty(opening(property), true);
                                }
                            });
            return builder;
        }

        private SettableBeanProperty opening(SettableBeanProperty property) {
            return property.withValueDeserializer(new Opening(codec, plain, property.getType()));
        }
    }

    private static final class Opening extends ValueDeserializer<Object> {
        private final PersonalDataCodec codec;
        private final JsonMapper plain;
        private final JavaType type;

        Opening(PersonalDataCodec codec, JsonMapper plain, JavaType type) {
            this.codec = codec;
            this.plain = plain;
            this.type = type;
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
            JsonNode stored = context.readTree(parser);
            return plain.readValue(codec.open(plain.writeValueAsString(stored)), type);
        }
    }
}
