package org.socius.platform.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.command.CommandContext;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.time.BusinessClock;
import org.socius.platform.web.CommandJournal;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DueStepsTimerTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00.123Z");

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final BusinessClock clock =
            new BusinessClock(Clock.fixed(START, java.time.ZoneOffset.UTC));
    private MongoClient client;
    private MongoDatabase database;
    private DueStepsTimer timer;

    @BeforeEach
    void start() {
        client = MongoClients.create(EmbeddedParts.mongo().uri());
        database = client.getDatabase("due-steps-timer");
        database.drop();
        SimpleCommandBus bus = SimpleCommandBus.builder().build();
        bus.subscribe(
                String.class.getName(),
                message -> {
                    String id = (String) message.getPayload();
                    if (id.startsWith("broken")) {
                        throw new IllegalStateException("cannot be decided");
                    }
                    CommandContext context =
                            (CommandContext) message.getMetaData().get(CommandContext.KEY);
                    taken.add(id + " at " + context.occurredAt());
                    return null;
                });
        timer =
                new DueStepsTimer(
                        database,
                        clock,
                        new SystemCommands(
                                DefaultCommandGateway.builder().commandBus(bus).build(),
                                nothingRecorded(),
                                clock),
                        Map.of("Thing", id -> id));
    }

    private static CommandJournal nothingRecorded() {
        return new CommandJournal() {
            @Override
            public Optional<Recorded> find(String principal, String commandId) {
                return Optional.empty();
            }

            @Override
            public Optional<Recorded> findCreation(String aggregateId) {
                return Optional.empty();
            }
        };
    }

    @AfterEach
    void stop() {
        timer.close();
        client.close();
    }

    @Test
    void a_step_that_fails_holds_up_no_other_and_stays() {
        timer.schedule("Thing", "broken-1", START.minusSeconds(60));
        timer.schedule("Thing", "broken-2", START.minusSeconds(50));
        timer.schedule("Thing", "sound", START.minusSeconds(1));

        timer.start();

        await().until(() -> taken.contains("sound at " + START));
        assertThat(database.getCollection("due_steps").find().map(step -> step.getString("_id")))
                .contains("broken-1", "broken-2");
    }

    @Test
    void a_step_is_taken_when_its_time_has_come_to_the_microsecond_and_not_before() {
        timer.schedule("Thing", "exact", START);
        timer.schedule("Thing", "fine", START.plusNanos(456_000));

        timer.start();

        await().until(() -> taken.contains("exact at " + START));
        await().during(Duration.ofMillis(600)).until(() -> taken.size() == 1);
        clock.moveTo(START.plusMillis(1));
        await().until(() -> taken.contains("fine at " + START.plusMillis(1)));
        await().until(() -> database.getCollection("due_steps").countDocuments() == 0);
    }
}
