package org.socius.platform.serialization;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.socius.platform.privacy.OfRecord;
import org.socius.platform.privacy.PersonalDataCodec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;
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
            TokenStreamContext place = generator.streamWriteContext();
            String field = place.currentName();
            String json = plain.writeValueAsString(value);
            generator.writeTree(
                    plain.readTree(codec.protect(recordOf(outermost(place)), field, json)));
        }

        private static Object outermost(TokenStreamContext place) {
            Object found = place.currentValue();
            for (TokenStreamContext around = place.getParent();
                    around != null;
                    around = around.getParent()) {
                found = around.currentValue() == null ? found : around.currentValue();
            }
            return found;
        }

        /** An event says to which record it belongs, or names its aggregate first. */
        private static String recordOf(Object event) {
            if (event instanceof OfRecord part) {
                return part.recordId();
            }
            try {
                return (String) RECORDS.get(event.getClass()).invoke(event);
            } catch (Throwable e) {
                throw new IllegalStateException(
                        event.getClass() + " does not tell the id of its aggregate", e);
            }
        }

        private static final ClassValue<MethodHandle> RECORDS =
                new ClassValue<>() {
                    @Override
                    protected MethodHandle computeValue(Class<?> type) {
                        try {
                            Method accessor = type.getRecordComponents()[0].getAccessor();
                            accessor.setAccessible(true);
                            return MethodHandles.lookup().unreflect(accessor);
                        } catch (IllegalAccessException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                };
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
            String field = parser.currentName();
            JsonNode stored = context.readTree(parser);
            String json = codec.open(field, plain.writeValueAsString(stored));
            return plain.readValue(json == null ? nothingOf(type) : json, type);
        }

        /** What stands in the place of an erased value: so that folds need not know of erasure. */
        private static String nothingOf(JavaType type) {
            if (type.hasRawClass(String.class)) {
                return "\"[erased]\"";
            }
            if (type.isCollectionLikeType()) {
                return "[]";
            }
            return type.isMapLikeType() || type.getRawClass().isRecord() ? "{}" : "null";
        }
    }
}
