package org.socius.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BusinessTimeTest {

    private static final Instant MACHINE = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant PAST = Instant.parse("2026-03-01T09:00:00Z");
    private static final Instant FUTURE = Instant.parse("2027-03-01T09:00:00Z");

    @TempDir private Path directory;

    @Test
    void a_clock_that_nobody_set_is_the_machines() {
        assertThat(start(null).now()).isEqualTo(MACHINE);
    }

    @Test
    void a_clock_may_start_in_the_past_and_in_the_future() {
        assertThat(start(PAST).now()).isEqualTo(PAST);
        assertThat(start(FUTURE).now()).isEqualTo(FUTURE);
    }

    @Test
    void a_set_clock_goes_on_where_it_stood_and_not_at_the_machines_time() {
        start(PAST);

        assertThat(start(null).now()).isEqualTo(PAST);
    }

    @Test
    void a_moved_clock_goes_on_where_it_was_moved_to() {
        assertThat(start(null).moveTo(FUTURE)).isTrue();

        assertThat(start(null).now()).isEqualTo(FUTURE);
        assertThat(start(PAST).now()).isEqualTo(FUTURE);
    }

    @Test
    void the_newest_event_is_never_in_the_future_of_a_clock() {
        assertThat(start(PAST, FUTURE).now()).isEqualTo(FUTURE);
        assertThat(start(null, PAST).now()).isEqualTo(FUTURE);
    }

    @Test
    void a_clock_does_not_move_backwards() {
        BusinessTime time = start(FUTURE);

        assertThat(time.moveTo(FUTURE.minusNanos(1))).isFalse();
        assertThat(time.now()).isEqualTo(FUTURE);
        assertThat(time.moveTo(FUTURE)).isTrue();
    }

    private BusinessTime start(@Nullable Instant asked, Instant... newestEvents) {
        try (DataDirectory data = DataDirectory.take(directory)) {
            return BusinessTime.start(
                    data, Clock.fixed(MACHINE, ZoneOffset.UTC), asked, List.of(newestEvents));
        }
    }
}
