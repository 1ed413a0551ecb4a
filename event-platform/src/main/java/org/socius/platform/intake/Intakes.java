package org.socius.platform.intake;

import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.socius.platform.parking.Parking;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/**
 * Runs the intakes of a service: started when everything else is up, stopped before it goes down.
 */
public final class Intakes implements Parking, SmartLifecycle, AutoCloseable {

    private final List<IntakeConsumer> consumers = new ArrayList<>();
    private final ParkedSequences parked;
    private final ParkedCopies copies;
    private final Map<String, Object> kafka;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("intake-timer").daemon().factory());
    private volatile boolean running;

    /**
     * @param kafka client properties, at least {@code bootstrap.servers}
     * @param instance name of this process among those that run the same service, stable over
     *     restarts
     * @param machineClock dates what is technical
     */
    public Intakes(
            List<Intake> intakes,
            MongoDatabase database,
            Map<String, Object> kafka,
            String instance,
            Clock machineClock) {
        parked = new ParkedSequences(database);
        copies = new ParkedCopies(kafka);
        this.kafka = Map.copyOf(kafka);
        for (Intake intake : intakes) {
            ReadModel given = intake.readModel();
            ReadModel model = given == null ? new MarkedHandlers(intake, database) : given;
            Map<String, Object> settings = settings(kafka);
            Map<String, Object> member = new HashMap<>(settings);
            member.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, intake.group() + "-" + instance);
            Reception reception =
                    new Reception(
                            intake,
                            model,
                            parked,
                            new TopicScan(new DefaultKafkaConsumerFactory<>(settings)),
                            (record, reason) -> copies.copy(intake.group(), record, reason),
                            machineClock);
            consumers.add(
                    new IntakeConsumer(
                            intake,
                            model,
                            reception,
                            parked,
                            new DefaultKafkaConsumerFactory<>(member),
                            timer,
                            machineClock));
        }
    }

    private static Map<String, Object> settings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 500);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5_000);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return settings;
    }

    /** True while every intake runs and none is held up for longer than a moment. */
    public boolean areUp() {
        return consumers.stream().allMatch(IntakeConsumer::isUp);
    }

    /**
     * Age of the oldest record that waits in any intake, by the machine's clock; 0 if none does.
     */
    public long lagSeconds() {
        return consumers.stream().mapToLong(IntakeConsumer::lagSeconds).max().orElse(0);
    }

    /** How far each intake is. */
    public List<IntakeStatus> status() {
        return consumers.stream().map(IntakeConsumer::status).toList();
    }

    /**
     * Waits until an intake has handled everything its topics hold at this moment, in whichever
     * process. A fact that is parked counts as handled; one that its source has not sent so far is
     * not waited for.
     *
     * @return false if that takes longer than the limit, or the broker does not answer
     * @throws IllegalArgumentException if this service has no such intake
     */
    public boolean caughtUp(String group, Duration limit) throws InterruptedException {
        Intake intake =
                consumers.stream()
                        .map(IntakeConsumer::intake)
                        .filter(one -> one.group().equals(group))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(group));
        return TopicEnds.reached(kafka, group, intake.topics(), limit);
    }

    @Override
    public List<Sequence> parked() {
        return parked.all(null).stream().map(this::view).toList();
    }

    @Override
    public Optional<Sequence> retry(String id, Duration limit) throws InterruptedException {
        Optional<ParkedSequences.Sequence> found = parked.find(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        parked.askForRetry(id);
        consumers.stream()
                .filter(consumer -> consumer.intake().group().equals(found.get().group()))
                .forEach(IntakeConsumer::retryAsked);
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<ParkedSequences.Sequence> now = parked.find(id);
            if (now.isEmpty()) {
                return Optional.of(view(found.get()).drained());
            }
            if (!now.get().retry() || System.nanoTime() > deadline) {
                return now.map(this::view);
            }
            Thread.sleep(50);
        }
    }

    private Sequence view(ParkedSequences.Sequence sequence) {
        return new Sequence(
                sequence.id(),
                sequence.group(),
                sequence.topic(),
                sequence.key(),
                sequence.retry() ? "RETRYING" : "PARKED",
                parked.records(sequence.id()),
                sequence.error(),
                sequence.parkedAt().toString());
    }

    @Override
    public void start() {
        consumers.forEach(IntakeConsumer::start);
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        consumers.parallelStream().forEach(IntakeConsumer::stop);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        copies.close();
    }
}
