package org.socius.platform;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.socius.platform.relay.Relay;
import org.socius.platform.relay.RelayStatus;
import org.socius.platform.topics.Topics;
import org.socius.platform.web.StatusPart;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the relay once the broker has this service's topics, however long that takes: the service
 * itself works without a broker, its log waits.
 */
final class Publication implements SmartLifecycle, StatusPart {

    private static final Logger log = LoggerFactory.getLogger(Publication.class);

    /** Fixed for ever: another number would break the order of keys. */
    private static final int PARTITIONS = 12;

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final Relay relay;
    private final Set<String> topics;
    private final String bootstrapServers;
    private final short replicas;
    private @Nullable Thread opening;
    private volatile boolean relaying;

    Publication(Relay relay, Set<String> topics, String bootstrapServers, short replicas) {
        this.relay = relay;
        this.topics = topics;
        this.bootstrapServers = bootstrapServers;
        this.replicas = replicas;
    }

    @Override
    public void start() {
        opening = Thread.ofVirtual().name("publication").start(this::open);
    }

    private void open() {
        List<Topics.Spec> specs =
                topics.stream()
                        .map(topic -> Topics.Spec.ofEvents(topic, PARTITIONS, replicas))
                        .toList();
        while (!Thread.currentThread().isInterrupted()) {
            try (Admin admin =
                    Admin.create(
                            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
                Topics.ensure(admin, specs, LIMIT);
                relay.start();
                relaying = true;
                return;
            } catch (KafkaException e) {
                log.info("The broker does not have the topics yet: {}", e.toString());
            }
            try {
                Thread.sleep(BETWEEN_TRIES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void stop() {
        if (opening != null) {
            opening.interrupt();
        }
        try {
            if (relaying) {
                relay.close();
            }
        } catch (Exception e) {
            log.warn("The relay did not stop in order: {}", e.toString());
        }
        relaying = false;
        opening = null;
    }

    @Override
    public boolean isRunning() {
        return opening != null;
    }

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public boolean isUp() {
        return relaying && relay.status().trouble() == null;
    }

    @Override
    public Map<String, Object> numbers() {
        RelayStatus status = relay.status();
        return Map.of(
                "position", status.position(),
                "lag", status.lag(),
                "sent", status.sent(),
                "recorded", status.recorded());
    }
}
