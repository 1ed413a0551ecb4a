package org.socius.benchmarks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.socius.platform.store.AppendRequest;

/** Seeded commits of one to three events of some 380 bytes on a thousand aggregates a writer. */
final class Workload {

    private static final String FILLER =
            "\"title\":\"Extension of coverage to informal workers\",\"country\":\"CO\",\"themes\":[\"SI-COV\",\"LB-INF\"],"
                    + "\"typesOfAssistance\":[\"TA-POL\"],\"summary\":\"A feasibility study and a workshop with the municipality, "
                    + "followed by the drafting of a model of care that its own staff can apply without further help\",\"language\":\"es\","
                    + "\"wishedPeriod\":{\"from\":\"2027-02-01\",\"to\":\"2027-09-30\"}";

    private final int writers;
    private final int commitsPerWriter;

    Workload(int writers, int commits) {
        this.writers = writers;
        this.commitsPerWriter = commits / writers;
    }

    /** What a writer does with one commit. */
    @FunctionalInterface
    interface Append {
        void append(AppendRequest request) throws Exception;
    }

    long commits() {
        return (long) commitsPerWriter * writers;
    }

    /** How many events all writers append. */
    long events() {
        return IntStream.range(0, writers)
                .mapToObj(this::plan)
                .flatMap(List::stream)
                .mapToLong(request -> request.events().size())
                .sum();
    }

    /** Every writer in a virtual thread of its own; the clock stops when the last is done. */
    Scenario.Work drive(Histogram latencies, Append append) throws Exception {
        List<List<AppendRequest>> plans = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            plans.add(plan(writer));
        }
        AtomicLong events = new AtomicLong();
        AtomicReference<Exception> failure = new AtomicReference<>();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (List<AppendRequest> plan : plans) {
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            go.await();
                                            for (AppendRequest request : plan) {
                                                long before = System.nanoTime();
                                                append.append(request);
                                                latencies.recordValue(System.nanoTime() - before);
                                                events.addAndGet(request.events().size());
                                            }
                                        } catch (Exception e) {
                                            failure.set(e);
                                        }
                                    }));
        }
        long start = System.nanoTime();
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        long nanos = System.nanoTime() - start;
        if (failure.get() != null) {
            throw failure.get();
        }
        return new Scenario.Work(events.get(), nanos);
    }

    private List<AppendRequest> plan(int writer) {
        SplittableRandom random = new SplittableRandom(writer);
        long[] next = new long[1_000];
        List<AppendRequest> plan = new ArrayList<>();
        for (int i = 0; i < commitsPerWriter; i++) {
            int aggregate = random.nextInt(next.length);
            int size = 1 + random.nextInt(3);
            List<AppendRequest.NewEvent> events = new ArrayList<>();
            for (int e = 0; e < size; e++) {
                events.add(
                        event(
                                "w" + writer + "-" + aggregate,
                                next[aggregate]++,
                                writer + "-" + i + "-" + e));
            }
            plan.add(new AppendRequest(events, null));
        }
        return plan;
    }

    /** One event as all variants store it. */
    static AppendRequest.NewEvent event(String aggregate, long sequence, String id) {
        return new AppendRequest.NewEvent(
                id,
                aggregate,
                "Request",
                sequence,
                "request.submitted",
                "1",
                Instant.EPOCH,
                "{\"requestId\":\"" + aggregate + "\"," + FILLER + "}",
                "{\"actorId\":\"bench\"}");
    }
}
