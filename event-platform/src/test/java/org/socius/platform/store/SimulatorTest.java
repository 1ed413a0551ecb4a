package org.socius.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Drives the production classes of log and relay through a thousand seeded histories ({@code
 * -Dsocius.deep=true}: ten thousand, {@code -Dsocius.seeds=N}: as many). {@code -Dsocius.seed=N}
 * plays one history and prints it; {@code -Dsocius.mutant=NAME} does so with a guard taken out.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SimulatorTest {

    private static final int SEEDS =
            Integer.getInteger("socius.seeds", Boolean.getBoolean("socius.deep") ? 10_000 : 1_000);

    @Test
    void every_seeded_history_keeps_the_promises_of_log_and_relay() {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                new Simulation(seed, Simulation.Mutant.NONE, null).run();
            } catch (AssertionError | RuntimeException e) {
                fail(history(seed, Simulation.Mutant.NONE), e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_log_or_relay_without_one_of_its_guards_breaks_the_promise_it_guards(
            Simulation.Mutant mutant) {
        OptionalLong found =
                LongStream.range(0, 1_000)
                        .filter(seed -> broken(seed, mutant).filter(mutant::explains).isPresent())
                        .findFirst();
        assertThat(found).as("seed that finds %s", mutant).isPresent();
    }

    @Test
    void the_histories_meet_every_kind_of_trouble() {
        var traces = new ArrayList<String>();
        for (long seed = 0; seed < 300; seed++) {
            new Simulation(seed, Simulation.Mutant.NONE, traces).run();
        }
        for (var trouble :
                List.of(
                        "rolled back [e",
                        "arrived late, 1 stored",
                        "arrived late, 0 stored",
                        "insert, reply lost",
                        "insert with majority, reply lost",
                        "insert delayed",
                        "insert cut",
                        "insert lost",
                        "insert, 1 stored: [g|",
                        "insert, 0 stored: [g|",
                        "CommandAlreadyRecorded",
                        "OutcomeUnknown",
                        "Conflict",
                        "Overloaded",
                        "kafka: failed",
                        "crash of",
                        "pause of",
                        "load got no answer",
                        "reader got no answer")) {
            assertThat(traces.stream().filter(line -> line.contains(trouble)).count())
                    .as(trouble)
                    .isPositive();
        }
    }

    @Test
    void a_seed_plays_the_same_history_every_time() {
        for (long seed = 0; seed < 20; seed++) {
            var first = new ArrayList<String>();
            var second = new ArrayList<String>();
            new Simulation(seed, Simulation.Mutant.NONE, first).run();
            new Simulation(seed, Simulation.Mutant.NONE, second).run();
            assertThat(first).isEqualTo(second).isNotEmpty();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "socius.seed", matches = "\\d+")
    void plays_the_given_seed() {
        long seed = Long.getLong("socius.seed");
        var mutant = Simulation.Mutant.valueOf(System.getProperty("socius.mutant", "NONE"));
        System.out.println(history(seed, mutant));
        assertThat(broken(seed, mutant)).isEmpty();
    }

    /** The promise that was broken; anything else that goes wrong is a fault of the simulator. */
    private static Optional<AssertionError> broken(long seed, Simulation.Mutant mutant) {
        try {
            new Simulation(seed, mutant, null).run();
            return Optional.empty();
        } catch (AssertionError broken) {
            return Optional.of(broken);
        }
    }

    private static String history(long seed, Simulation.Mutant mutant) {
        var trace = new ArrayList<String>();
        Throwable end = null;
        try {
            new Simulation(seed, mutant, trace).run();
        } catch (AssertionError | RuntimeException e) {
            end = e;
            e.printStackTrace();
        }
        return "seed %d (play it with -Dsocius.seed=%d -Dsocius.mutant=%s)%n%s%n%s"
                .formatted(seed, seed, mutant, String.join(System.lineSeparator(), trace), end);
    }
}
