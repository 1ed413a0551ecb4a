package org.socius.platform.serialization;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the state of an aggregate as JSON, field by field, and reads it back into an aggregate
 * without any event. State that this version does not know is refused, so that a snapshot of
 * another shape is not taken for one of this.
 */
public final class StateSerializer {

    private StateSerializer() {}

    /** A serialiser for snapshots, which are protected as a whole where they are kept. */
    public static Serializer create() {
        return Jackson3Serializer.builder()
                .jsonMapperBuilderCustomizer(StateSerializer::byFields)
                .build();
    }

    private static void byFields(JsonMapper.Builder json) {
        json.changeDefaultVisibility(
                        visible ->
                                visible.withFieldVisibility(Visibility.ANY)
                                        .withGetterVisibility(Visibility.NONE)
                                        .withIsGetterVisibility(Visibility.NONE)
                                        .withSetterVisibility(Visibility.NONE))
                .enable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }
}
