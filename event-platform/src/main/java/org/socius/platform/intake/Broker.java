package org.socius.platform.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.socius.platform.web.StatusPart;

/**
 * Whether the broker answers. It is asked at most once a second, however often the status is; an
 * answer that takes longer than a second is none.
 */
final class Broker implements StatusPart, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(1);

    private final Map<String, Object> settings;
    private @Nullable Admin admin;
    private int nodes;
    private long askedAt = System.nanoTime() - KEPT.toNanos();

    /**
     * @param settings of an admin client, which is opened when the broker is first asked
     */
    Broker(Map<String, Object> settings) {
        this.settings = new HashMap<>(settings);
        this.settings.put(
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, LONGEST_BACKOFF.toMillis());
    }

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public boolean isUp() {
        return nodes() > 0;
    }

    @Override
    public Map<String, Object> numbers() {
        return Map.of("nodes", nodes());
    }

    private synchronized int nodes() {
        if (System.nanoTime() - askedAt >= KEPT.toNanos()) {
            nodes = ask();
            askedAt = System.nanoTime();
        }
        return nodes;
    }

    private int ask() {
        try {
            if (admin == null) {
                admin = Admin.create(settings);
            }
            return admin.describeCluster(
                            new DescribeClusterOptions()
                                    .timeoutMs(Math.toIntExact(PATIENCE.toMillis())))
                    .nodes()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .size();
        } catch (KafkaException | ExecutionException | TimeoutException silent) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
