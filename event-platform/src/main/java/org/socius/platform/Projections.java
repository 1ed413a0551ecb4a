package org.socius.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.socius.platform.parking.DeadLetters;
import org.socius.platform.store.DenseCommitEventStorageEngine;
import org.socius.platform.web.StatusPart;

/**
 * How far the service's own projections and policies are in its log. One is down while an event
 * holds it up; a parked sequence holds up nobody.
 */
final class Projections implements StatusPart {

    /** Longer than a processor waits before it tries an event again. */
    private static final Duration NEXT_TRY_WITHIN = Duration.ofSeconds(90);

    private final Supplier<EventProcessingConfiguration> processing;
    private final LongSupplier head;
    private final Supplier<DeadLetters> letters;
    private final Clock clock;
    private final Map<String, Map<String, Failed>> failedByGroup = new ConcurrentHashMap<>();

    /** An event that could not be handled when it was last tried. */
    private record Failed(long position, Instant triedAt) {}

    /**
     * @param head highest position of the log
     * @param clock machine time
     */
    Projections(
            Supplier<EventProcessingConfiguration> processing,
            LongSupplier head,
            Supplier<DeadLetters> letters,
            Clock clock) {
        this.processing = processing;
        this.head = head;
        this.letters = letters;
        this.clock = clock;
    }

    /** Sees which events a processor does not get past; what it parks counts as handled. */
    MessageHandlerInterceptor<EventMessage<?>> watch(String group) {
        Map<String, Failed> failed =
                failedByGroup.computeIfAbsent(group, name -> new ConcurrentHashMap<>());
        return (work, chain) -> {
            EventMessage<?> event = work.getMessage();
            try {
                Object result = chain.proceed();
                failed.remove(event.getIdentifier());
                return result;
            } catch (Exception e) {
                failed.put(event.getIdentifier(), new Failed(position(event), clock.instant()));
                throw e;
            }
        };
    }

    private static long position(EventMessage<?> event) {
        return event instanceof TrackedEventMessage<?> tracked
                ? DenseCommitEventStorageEngine.positionOf(tracked.trackingToken())
                : 0;
    }

    @Override
    public String name() {
        return "projections";
    }

    @Override
    public boolean isUp() {
        return processors().entrySet().stream().allMatch(one -> isUp(one.getKey(), one.getValue()));
    }

    @Override
    public Map<String, Object> numbers() {
        long end = head.getAsLong();
        Map<String, Object> groups = new LinkedHashMap<>();
        processors()
                .forEach((group, processor) -> groups.put(group, progress(group, processor, end)));
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("groups", groups);
        numbers.put("parkedSequences", letters.get().counts());
        return numbers;
    }

    private Map<String, StreamingEventProcessor> processors() {
        Map<String, StreamingEventProcessor> found = new LinkedHashMap<>();
        EventProcessingConfiguration configuration = processing.get();
        for (String group : configuration.eventProcessors().keySet()) {
            configuration
                    .eventProcessor(group, StreamingEventProcessor.class)
                    .ifPresent(processor -> found.put(group, processor));
        }
        return found;
    }

    private boolean isUp(String group, StreamingEventProcessor processor) {
        return processor.isRunning() && !processor.isError() && failed(group).isEmpty();
    }

    /** An event that was not tried again has gone to another instance with its part of the log. */
    private Map<String, Failed> failed(String group) {
        Map<String, Failed> failed = failedByGroup.getOrDefault(group, Map.of());
        Instant oldest = clock.instant().minus(NEXT_TRY_WITHIN);
        failed.values().removeIf(one -> one.triedAt().isBefore(oldest));
        return failed;
    }

    /** Of the parts of the log that this instance works on; another may have the rest. */
    private Map<String, Object> progress(
            String group, StreamingEventProcessor processor, long end) {
        Map<String, Object> progress = new LinkedHashMap<>();
        progress.put("up", isUp(group, processor));
        LongStream.concat(
                        processor.processingStatus().values().stream()
                                .mapToLong(
                                        status ->
                                                DenseCommitEventStorageEngine.positionOf(
                                                        status.getTrackingToken())),
                        failed(group).values().stream().mapToLong(one -> one.position() - 1))
                .min()
                .ifPresent(
                        position -> {
                            progress.put("position", position);
                            progress.put("lag", Math.max(0, end - position));
                        });
        return progress;
    }
}
