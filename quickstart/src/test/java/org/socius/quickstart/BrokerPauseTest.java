package org.socius.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socius.quickstart.journey.Api;
import tools.jackson.databind.JsonNode;

/**
 * The broker is shut down and started again in the running quickstart, while commands come in. The
 * pause outlasts the time after which the relays give up what they have sent and begin anew.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BrokerPauseTest {

    private static final Duration PAUSE =
            Boolean.getBoolean("socius.deep") ? Duration.ofMinutes(1) : Duration.ofSeconds(8);

    /**
     * The relays' producers give up soon, so that a pause of seconds has the effect of a minute's;
     * the gateway lets the one client go as fast as it can.
     */
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "spring.kafka.producer.properties.request.timeout.ms", "1000",
                    "spring.kafka.producer.properties.delivery.timeout.ms", "2000",
                    "spring.kafka.producer.properties.max.block.ms", "1000",
                    "socius.gateway.per-subject.per-second", "10000");

    private static final String TOPIC = "socius.request.v1";

    @TempDir private Path directory;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger accepted = new AtomicInteger();

    @BeforeEach
    void set() {
        SETTINGS.forEach(System::setProperty);
    }

    @AfterEach
    void reset() {
        SETTINGS.keySet().forEach(System::clearProperty);
    }

    @Test
    void commands_are_accepted_without_the_broker_and_all_figures_catch_up() throws Exception {
        Options options = Options.parse("--data", directory.toString(), "--port", "0", "--empty");
        DataDirectory data = DataDirectory.take(options.data());
        Socius socius =
                new Socius(
                        options,
                        data,
                        new Progress(System.out),
                        new LoadState(Options.Dataset.EMPTY));
        try (socius;
                ExecutorService clients = Executors.newFixedThreadPool(1)) {
            socius.start(Clock.systemUTC());
            Api api = new Api(socius.gateway(), "demo", Clock.systemUTC());
            await().atMost(Duration.ofMinutes(2)).until(api::isUp);
            Api impatient = new Api(socius.gateway(), "demo", Clock.systemUTC(), Duration.ZERO);
            Future<?> load = clients.submit(() -> register(impatient));
            try {
                await().atMost(Duration.ofMinutes(1)).until(() -> accepted.get() > 5);

                socius.broker().stop();
                int before = accepted.get();
                await().during(PAUSE).atMost(PAUSE.plusMinutes(1)).until(() -> !load.isDone());
                assertThat(accepted.get())
                        .as("commands accepted while the broker was down")
                        .isGreaterThan(before + 10);
                socius.broker().startAgain();
            } finally {
                over.set(true);
            }
            load.get();

            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(
                            () -> {
                                assertThat(api.isUp()).isTrue();
                                assertThat(recorded(api)).isEqualTo(accepted.get());
                                assertThat(contained(api)).isEqualTo(accepted.get());
                            });
        }
    }

    private void register(Api api) {
        while (!over.get()) {
            String id = UUID.randomUUID().toString();
            Api.Answer answer =
                    api.post(
                            "coordinator",
                            "/api/v1/institutions",
                            "register-" + id,
                            Map.of(
                                    "id",
                                    id,
                                    "name",
                                    Map.of("en", "Institute " + id),
                                    "legalNature",
                                    "PUBLIC_AUTHORITY",
                                    "level",
                                    "NATIONAL",
                                    "country",
                                    "CO",
                                    "aliases",
                                    List.of()));
            assertThat(answer.status()).isEqualTo(201);
            accepted.incrementAndGet();
        }
    }

    private static long recorded(Api api) {
        JsonNode status = api.get("coordinator", "/api/v1/status").body();
        return status.at("/services/request-service/relay/recorded/" + TOPIC).asLong(-1);
    }

    private static long contained(Api api) {
        return api.get("/api/v1/reports/overview").body().at("/meta/positions/" + TOPIC).asLong(-1);
    }
}
