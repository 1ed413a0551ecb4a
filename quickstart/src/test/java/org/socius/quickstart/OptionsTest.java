package org.socius.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OptionsTest {

    @Test
    void nothing_typed_means_the_demo_at_port_8080() {
        Options options = Options.parse();

        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.data()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(options.datasetOfFreshDirectory()).isEqualTo(Options.Dataset.DEMO);
        assertThat(options.clock()).isNull();
        assertThat(options.journey()).isFalse();
        assertThat(options.exit()).isFalse();
    }

    @Test
    void everything_typed_is_heard_and_the_last_word_counts() {
        Options options =
                Options.parse(
                        "--data",
                        "a",
                        "--data",
                        "b",
                        "--port",
                        "1234",
                        "--dataset",
                        "empty",
                        "--clock",
                        "2026-03-01T09:00:00Z",
                        "--journey",
                        "--exit");

        assertThat(options.data()).isEqualTo(Path.of("b").toAbsolutePath());
        assertThat(options.port()).isEqualTo(1234);
        assertThat(options.datasetOfFreshDirectory()).isEqualTo(Options.Dataset.EMPTY);
        assertThat(options.clock()).isEqualTo(Instant.parse("2026-03-01T09:00:00Z"));
        assertThat(options.journey()).isTrue();
        assertThat(options.exit()).isTrue();
    }

    @Test
    void a_journey_starts_from_the_history_unless_told_otherwise() {
        assertThat(Options.parse("--journey").datasetOfFreshDirectory())
                .isEqualTo(Options.Dataset.HISTORY);
        assertThat(Options.parse("--journey", "--empty").datasetOfFreshDirectory())
                .isEqualTo(Options.Dataset.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({"0", "65535"})
    void ports_at_the_limits_are_taken(String port) {
        assertThat(Options.parse("--port", port).port()).isEqualTo(Integer.parseInt(port));
    }

    @ParameterizedTest
    @CsvSource({
        "--port, -1",
        "--port, 65536",
        "--port, many",
        "--clock, tomorrow",
        "--dataset, big",
        "--dataset, history",
        "--bogus, x"
    })
    void what_cannot_be_meant_is_refused_in_one_sentence(String option, String value) {
        assertThatThrownBy(() -> Options.parse(option, value))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining(option)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void an_option_without_its_value_is_refused() {
        assertThatThrownBy(() -> Options.parse("--data"))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("--data");
    }
}
