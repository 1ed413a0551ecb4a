package org.socius.platform.store;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Events without any meaning of their own. A type that starts with {@code public} is public. */
final class Examples {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");

    private Examples() {}

    static AppendRequest.NewEvent event(String aggregateId, long sequence) {
        return event(aggregateId, sequence, "public.thing", "{\"n\":" + sequence + "}");
    }

    static AppendRequest.NewEvent event(
            String aggregateId, long sequence, String type, String data) {
        return new AppendRequest.NewEvent(
                aggregateId + "-" + sequence + "-" + Long.toHexString(System.nanoTime()),
                aggregateId,
                "Thing",
                sequence,
                type,
                null,
                NOON,
                data,
                "{}");
    }

    static AppendRequest append(AppendRequest.NewEvent... events) {
        return new AppendRequest(List.of(events), null);
    }

    static AppendRequest append(String aggregateId, long first, int count) {
        return new AppendRequest(
                LongStream.range(first, first + count)
                        .mapToObj(sequence -> event(aggregateId, sequence))
                        .toList(),
                null);
    }

    static AppendRequest command(
            String principal,
            String id,
            @Nullable String result,
            AppendRequest.NewEvent... events) {
        return new AppendRequest(List.of(events), new AppendRequest.Command(principal, id, result));
    }

    static Commit commit(long position, String id, String... keys) {
        var event =
                new StoredEvent(
                        position,
                        0,
                        id,
                        "x",
                        "Thing",
                        0,
                        1,
                        true,
                        "public.thing",
                        "2",
                        NOON,
                        "{}",
                        "{}");
        return new Commit(position, id, List.of(keys), "test", NOON, 0, "r", List.of(event));
    }
}
