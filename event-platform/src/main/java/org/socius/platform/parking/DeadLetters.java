package org.socius.platform.parking;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.deadletter.Cause;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.EnqueuePolicy;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Events of the service's own log that a projection or policy could not handle, with all that
 * follow them in their aggregate. Each sequence is tried again by itself, at first soon and then
 * more and more seldom, for ever; what helps is a mended handler.
 */
public final class DeadLetters implements Parking, SmartLifecycle {

    /** Enough to find the place. */
    private static final int FRAMES = 8;

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    /** How often a letter was tried again, kept with the letter. */
    private static final String TRIES = "tries";

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final int LONGEST_DOUBLING = 16;
    private static final int SEQUENCES_AT_ONCE = 100;

    private final Supplier<EventProcessingConfiguration> processing;
    private final Clock clock;
    private final Duration firstPause;
    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("dead-letters").daemon().factory());
    private volatile boolean running;

    /**
     * @param clock machine time
     * @param firstPause before the first retry; it doubles with each further one, up to ten minutes
     */
    public DeadLetters(
            Supplier<EventProcessingConfiguration> processing, Clock clock, Duration firstPause) {
        this.processing = processing;
        this.clock = clock;
        this.firstPause = firstPause;
    }

    /**
     * What becomes of an event that could not be handled: while a part that everything needs does
     * not answer, the processor waits; any other failure makes it a dead letter.
     */
    public static EnqueuePolicy<EventMessage<?>> policy() {
        return (letter, cause) -> {
            if (Failure.of(cause) == Failure.DOWN) {
                throw cause instanceof RuntimeException passing
                        ? passing
                        : new IllegalStateException(cause);
            }
            LOG.error(
                    "Event {} of type {} could not be handled and waits: {}",
                    letter.message().getIdentifier(),
                    letter.message().getPayloadType().getSimpleName(),
                    whereabouts(cause));
            return Decisions.<EventMessage<?>>requeue(named(cause), DeadLetters::oneMoreTry);
        };
    }

    /** Which failures and where, without their messages, which may say something about a person. */
    private static String whereabouts(Throwable cause) {
        StringBuilder where = new StringBuilder();
        for (Throwable one = cause; one != null; one = one.getCause()) {
            where.append(one.getClass().getName());
            Arrays.stream(one.getStackTrace())
                    .limit(FRAMES)
                    .forEach(frame -> where.append(" < ").append(frame));
            where.append("; ");
        }
        return where.toString();
    }

    /** Only what kind of failure it was: its message may say something about a person. */
    private static ThrowableCause named(Throwable cause) {
        return new ThrowableCause(
                cause instanceof ThrowableCause known ? known.type() : cause.getClass().getName(),
                "");
    }

    private static MetaData oneMoreTry(DeadLetter<? extends EventMessage<?>> letter) {
        return letter.diagnostics().and(TRIES, tries(letter) + 1);
    }

    private static int tries(DeadLetter<?> letter) {
        return letter.diagnostics().get(TRIES) instanceof Number tries ? tries.intValue() : 0;
    }

    private boolean isDue(DeadLetter<?> letter) {
        Duration pause =
                firstPause.multipliedBy(1L << Math.clamp(tries(letter) - 1L, 0, LONGEST_DOUBLING));
        Duration capped = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        return !letter.lastTouched().plus(capped).isAfter(clock.instant());
    }

    private void work() {
        try {
            for (String group : queues().keySet()) {
                for (int i = 0; i < SEQUENCES_AT_ONCE && process(group, this::isDue); i++) {
                    LOG.info("A sequence of dead letters of {} is handled", group);
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("Dead letters wait for the next round: {}", e.toString());
        }
    }

    /** Whether a sequence was handled to its end. */
    private boolean process(String group, Predicate<DeadLetter<? extends EventMessage<?>>> chosen) {
        return processing
                .get()
                .sequencedDeadLetterProcessor(group)
                .map(processor -> processor.process(chosen))
                .orElse(false);
    }

    private Map<String, SequencedDeadLetterQueue<EventMessage<?>>> queues() {
        Map<String, SequencedDeadLetterQueue<EventMessage<?>>> queues = new LinkedHashMap<>();
        EventProcessingConfiguration configuration = processing.get();
        for (String group : configuration.eventProcessors().keySet()) {
            configuration.deadLetterQueue(group).ifPresent(queue -> queues.put(group, queue));
        }
        return queues;
    }

    /** How many sequences wait, by group; groups without any are left out. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        queues().forEach(
                        (group, queue) -> {
                            long sequences = queue.amountOfSequences();
                            if (sequences > 0) {
                                counts.put(group, sequences);
                            }
                        });
        return counts;
    }

    @Override
    public List<Sequence> parked() {
        List<Sequence> all = new ArrayList<>();
        queues().forEach(
                        (group, queue) ->
                                queue.deadLetters()
                                        .forEach(
                                                letters -> {
                                                    Iterator<DeadLetter<? extends EventMessage<?>>>
                                                            each = letters.iterator();
                                                    if (each.hasNext()) {
                                                        all.add(sequence(group, each));
                                                    }
                                                }));
        all.sort(Comparator.comparing(Sequence::parkedAt).thenComparing(Sequence::id));
        return all;
    }

    private static Sequence sequence(
            String group, Iterator<DeadLetter<? extends EventMessage<?>>> letters) {
        DeadLetter<? extends EventMessage<?>> first = letters.next();
        long count = 1;
        while (letters.hasNext()) {
            letters.next();
            count++;
        }
        return new Sequence(
                id(group, first),
                group,
                null,
                aggregateId(first),
                "PARKED",
                count,
                first.cause().map(Cause::type).orElse(""),
                first.enqueuedAt().toString());
    }

    private static String id(String group, DeadLetter<? extends EventMessage<?>> letter) {
        return UUID.nameUUIDFromBytes(
                        (group + "|" + aggregateId(letter)).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static String aggregateId(DeadLetter<? extends EventMessage<?>> letter) {
        return letter.message() instanceof DomainEventMessage<?> event
                ? event.getAggregateIdentifier()
                : letter.message().getIdentifier();
    }

    @Override
    public Optional<Sequence> retry(String id, Duration limit) {
        Optional<Sequence> found = find(id);
        return found.map(
                sequence -> {
                    try {
                        process(
                                sequence.group(),
                                letter -> id(sequence.group(), letter).equals(id));
                    } catch (RuntimeException e) {
                        LOG.warn("The dead letters of sequence {} go on waiting", id, e);
                    }
                    return find(id).orElseGet(sequence::drained);
                });
    }

    private Optional<Sequence> find(String id) {
        return parked().stream().filter(sequence -> sequence.id().equals(id)).findFirst();
    }

    @Override
    public void start() {
        running = true;
        long round = Math.clamp(firstPause.toMillis(), 50, 2_000);
        worker.scheduleWithFixedDelay(this::work, round, round, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        worker.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
