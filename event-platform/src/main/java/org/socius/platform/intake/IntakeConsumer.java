package org.socius.platform.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.socius.platform.intake.IntakeStatus.Cause;
import org.socius.platform.intake.IntakeStatus.Held;
import org.socius.platform.intake.Reception.Hold;
import org.socius.platform.intake.Reception.Progress;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Reads the topics of one intake with one consumer. Offsets are committed up to what was handled; a
 * partition that must wait is set back and paused, the others go on.
 */
final class IntakeConsumer {

    private static final Logger log = LoggerFactory.getLogger(IntakeConsumer.class);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final int DOUBLINGS = 6;
    private static final long POLL_MILLIS = 250;
    private static final long IDLE_MILLIS = 250;

    /** Retries asked for through another process are looked for this often. */
    private static final Duration LOOK_FOR_RETRIES = Duration.ofSeconds(5);

    /** A wait shorter than this is nothing people need to know of. */
    private static final Duration SHORT_WAIT = Duration.ofSeconds(3);

    private final Intake intake;
    private final ReadModel model;
    private final Reception reception;
    private final ParkedSequences parked;
    private final ScheduledExecutorService timer;
    private final Clock machineClock;
    private final KafkaMessageListenerContainer<byte[], byte[]> container;
    private final Map<TopicPartition, Integer> attempts = new HashMap<>();
    private final Map<TopicPartition, Held> held = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> lag = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Instant> newest = new ConcurrentHashMap<>();
    private volatile boolean retryAsked = true;
    private Instant retriesLookedFor = Instant.EPOCH;

    IntakeConsumer(
            Intake intake,
            ReadModel model,
            Reception reception,
            ParkedSequences parked,
            ConsumerFactory<byte[], byte[]> consumers,
            ScheduledExecutorService timer,
            Clock machineClock) {
        this.intake = intake;
        this.model = model;
        this.reception = reception;
        this.parked = parked;
        this.timer = timer;
        this.machineClock = machineClock;
        ContainerProperties properties =
                new ContainerProperties(intake.topics().toArray(String[]::new));
        properties.setGroupId(intake.group());
        properties.setClientId(intake.group());
        properties.setAckMode(AckMode.MANUAL);
        properties.setPollTimeout(POLL_MILLIS);
        properties.setIdleEventInterval(IDLE_MILLIS);
        properties.setMissingTopicsFatal(false);
        properties.setAuthExceptionRetryInterval(Duration.ofSeconds(5));
        properties.setMessageListener(new Listener());
        container = new KafkaMessageListenerContainer<>(consumers, properties);
        container.setBeanName(intake.group());
        container.setCommonErrorHandler(
                new DefaultErrorHandler(
                        new FixedBackOff(LONGEST_PAUSE_MILLIS, FixedBackOff.UNLIMITED_ATTEMPTS)));
        container.setApplicationEventPublisher(
                event -> {
                    if (event instanceof ListenerContainerIdleEvent idle) {
                        idle(idle.getConsumer());
                    }
                });
    }

    private final class Listener
            implements BatchAcknowledgingConsumerAwareMessageListener<byte[], byte[]> {
        @Override
        public void onMessage(
                List<ConsumerRecord<byte[], byte[]>> records,
                @Nullable Acknowledgment acknowledgment,
                @Nullable Consumer<?, ?> consumer) {
            if (consumer == null) {
                throw new IllegalStateException("The container must hand its consumer over");
            }
            receive(records, consumer);
        }
    }

    void start() {
        reception.starting();
        container.start();
    }

    void stop() {
        reception.stopping();
        container.stop();
    }

    boolean isRunning() {
        return container.isRunning();
    }

    Intake intake() {
        return intake;
    }

    /** Somebody asked for a retry of a parked sequence. */
    void retryAsked() {
        retryAsked = true;
    }

    /** True while it runs and no partition is held up for longer than a moment. */
    boolean isUp() {
        return isRunning() && held().isEmpty();
    }

    private List<Held> held() {
        Instant now = machineClock.instant();
        return held.values().stream()
                .filter(
                        one ->
                                one.cause() != Cause.WAITING
                                        || one.since().plus(SHORT_WAIT).isBefore(now))
                .toList();
    }

    long lagSeconds() {
        Instant now = machineClock.instant();
        long seconds = 0;
        for (Map.Entry<TopicPartition, Long> entry : lag.entrySet()) {
            if (entry.getValue() > 0) {
                Instant since = newest.getOrDefault(entry.getKey(), now);
                seconds = Math.max(seconds, Duration.between(since, now).toSeconds());
            }
        }
        return seconds;
    }

    IntakeStatus status() {
        List<Held> shown = held();
        long waiting = lag.values().stream().mapToLong(Long::longValue).sum();
        return new IntakeStatus(
                intake.group(),
                isRunning() && shown.isEmpty(),
                model.contained(),
                waiting,
                lagSeconds(),
                shown,
                parked.count(intake.group()));
    }

    private void receive(List<ConsumerRecord<byte[], byte[]>> records, Consumer<?, ?> consumer) {
        drainAsked(consumer.assignment());
        Map<TopicPartition, Progress> progress = reception.receive(records);
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            Progress its = progress.get(partition);
            if (its != null && record.offset() < its.next()) {
                newest.put(partition, Instant.ofEpochMilli(record.timestamp()));
            }
        }
        progress.forEach(
                (partition, its) -> {
                    done.put(partition, new OffsetAndMetadata(its.next()));
                    Hold hold = its.hold();
                    if (hold == null) {
                        attempts.remove(partition);
                        held.remove(partition);
                    } else {
                        pause(partition, its.next(), hold, consumer);
                    }
                });
        try {
            consumer.commitSync(done);
        } catch (KafkaException e) {
            log.info("{} commits later: {}", intake.group(), e.toString());
        }
        measure(consumer);
    }

    private void pause(TopicPartition partition, long next, Hold hold, Consumer<?, ?> consumer) {
        int attempt = attempts.merge(partition, 1, Integer::sum);
        long pause =
                Math.min(
                        LONGEST_PAUSE_MILLIS,
                        FIRST_PAUSE_MILLIS << Math.min(attempt - 1, DOUBLINGS));
        held.compute(
                partition,
                (p, before) ->
                        new Held(
                                partition.topic(),
                                partition.partition(),
                                hold.cause(),
                                before != null && before.cause() == hold.cause()
                                        ? before.since()
                                        : machineClock.instant(),
                                hold.aggregateId(),
                                hold.missing(),
                                hold.detail()));
        consumer.seek(partition, next);
        container.pausePartition(partition);
        timer.schedule(() -> container.resumePartition(partition), pause, TimeUnit.MILLISECONDS);
    }

    private void idle(Consumer<?, ?> consumer) {
        drainAsked(consumer.assignment());
        measure(consumer);
    }

    private void measure(Consumer<?, ?> consumer) {
        Set<TopicPartition> assigned = consumer.assignment();
        for (TopicPartition partition : assigned) {
            OptionalLong its = consumer.currentLag(partition);
            lag.put(partition, its.orElse(0));
        }
        for (Map<TopicPartition, ?> map : List.of(lag, newest, held, attempts)) {
            map.keySet().retainAll(assigned);
        }
    }

    private void drainAsked(Collection<TopicPartition> assigned) {
        Instant now = machineClock.instant();
        if (!retryAsked && now.isBefore(retriesLookedFor.plus(LOOK_FOR_RETRIES))) {
            return;
        }
        retryAsked = false;
        retriesLookedFor = now;
        try {
            for (ParkedSequences.Sequence sequence : new ArrayList<>(parked.all(intake.group()))) {
                if (sequence.retry() && assigned.contains(sequence.topicPartition())) {
                    reception.drain(sequence);
                }
            }
        } catch (RuntimeException e) {
            log.info("{} looks for retries later: {}", intake.group(), e.toString());
        }
    }
}
