package org.socius.platform.view;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.view.EventStreams.Step;

/**
 * The fold of one aggregate that many decisions look at and few commands change. It is read from
 * the log again when what was read is older than the interval given: so each instance knows a
 * change at the latest so long after its acknowledgement, and an instance that has shown it knows
 * it from then on. Nobody alters a fold that was given out.
 */
public final class LatestFold<S> {

    private final Supplier<@Nullable EventStreams> streams;
    private final String type;
    private final String id;
    private final Supplier<S> fresh;
    private final Step<S> step;
    private final long rereadAfterNanos;
    private final AtomicReference<@Nullable Read<S>> newest = new AtomicReference<>();

    /**
     * @param at by {@link System#nanoTime}
     */
    private record Read<S>(Folded<S> fold, long at) {}

    /**
     * @param streams of the service; gives null where it has no log, and nothing ever happens
     * @param fresh what it is before its first event
     */
    public LatestFold(
            Supplier<@Nullable EventStreams> streams,
            String type,
            String id,
            Supplier<S> fresh,
            Step<S> step,
            Duration rereadAfter) {
        this.streams = streams;
        this.type = type;
        this.id = id;
        this.fresh = fresh;
        this.step = step;
        this.rereadAfterNanos = rereadAfter.toNanos();
    }

    /** As it was at most the interval ago; its version is -1 before its first event. */
    public Folded<S> recent() {
        Read<S> read = newest.get();
        return read == null || System.nanoTime() - read.at() >= rereadAfterNanos
                ? now()
                : read.fold();
    }

    /** With everything acknowledged before; whoever asks later knows no less. */
    public Folded<S> now() {
        EventStreams log = streams.get();
        long at = System.nanoTime();
        Folded<S> fold =
                (log == null ? Optional.<Folded<S>>empty() : log.fold(type, id, fresh, step))
                        .orElseGet(() -> new Folded<>(fresh.get(), -1));
        return Objects.requireNonNull(
                        newest.accumulateAndGet(
                                new Read<>(fold, at),
                                (one, other) ->
                                        one == null
                                                        || Objects.requireNonNull(other)
                                                                        .fold()
                                                                        .version()
                                                                >= one.fold().version()
                                                ? other
                                                : one))
                .fold();
    }
}
