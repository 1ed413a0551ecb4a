package org.socius.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.socius.contracts.Topics;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.testing.Http;
import org.socius.platform.testing.TestTokens;
import org.socius.platform.topics.Topics.Spec;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The service as a process would run it, on a broker that a test feeds. */
final class RunningService implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final ConfigurableApplicationContext context;

    private RunningService(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** The service with documents and a consumer group of its own. */
    static RunningService start(String bootstrapServers, String database) {
        List<String> arguments = new ArrayList<>(TestTokens.serviceArguments());
        arguments.add("--server.port=0");
        arguments.add("--spring.mongodb.uri=" + EmbeddedParts.mongoUri(database));
        arguments.add("--spring.mongodb.database=" + database);
        arguments.add("--spring.kafka.bootstrap-servers=" + bootstrapServers);
        arguments.add("--socius.instance=" + database);
        arguments.add("--socius.notices.keep=36500d");
        arguments.add("--socius.notices.group=reporting-service.notices." + database);
        return new RunningService(
                ReportingServiceApplication.application().run(arguments.toArray(String[]::new)));
    }

    /** Creates the topics and lets a producer, which keeps the order, fill them. */
    static void feed(
            String bootstrapServers, Consumer<KafkaProducer<byte[], byte[]>> withProducer) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        try (Admin admin = Admin.create(settings)) {
            org.socius.platform.topics.Topics.ensure(
                    admin,
                    Topics.ALL.stream().map(topic -> Spec.ofEvents(topic, 4, (short) 1)).toList(),
                    SOON);
        }
        settings.put("max.in.flight.requests.per.connection", 1);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            withProducer.accept(producer);
        }
    }

    /** A client without a token. */
    Http http() {
        int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
        return Http.at("http://127.0.0.1:" + port);
    }

    /** Waits until everything told is contained. */
    RunningService knowing(Told told) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> {
                            JsonNode positions =
                                    http().get("/api/v1/reports/overview")
                                            .body()
                                            .at("/meta/positions");
                            for (String topic : Topics.ALL) {
                                assertThat(positions.get(topic).asLong())
                                        .isEqualTo(told.count(topic));
                            }
                        });
        return this;
    }

    @Override
    public void close() {
        context.close();
    }
}
