package org.socius.platform.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DerivedIdTest {

    @Test
    void what_the_system_derives_no_client_gives() {
        assertThat(DerivedId.of("action of request 1")).doesNotMatch(DerivedId.OF_CLIENT);
        String older =
                UUID.nameUUIDFromBytes("mobilisation/1".getBytes(StandardCharsets.UTF_8))
                        .toString();
        assertThat(older).doesNotMatch(DerivedId.OF_CLIENT);
        assertThat(older.toUpperCase(java.util.Locale.ROOT)).doesNotMatch(DerivedId.OF_CLIENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2c1f0f4e-0d4c-4d0a-9a52-6f1f6b1d0a01",
                "01932f6e-3b7a-7cc1-98c4-dc0c0c07398f",
                "2489e9ad-2ee2-8e00-8ec9-32d5f69181c0"
            })
    void ids_of_every_other_kind_are_taken(String id) {
        assertThat(id).matches(DerivedId.OF_CLIENT);
        assertThat(id + "0").doesNotMatch(DerivedId.OF_CLIENT);
    }
}
