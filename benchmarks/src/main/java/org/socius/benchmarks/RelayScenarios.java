package org.socius.benchmarks;

import com.mongodb.client.MongoClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.socius.platform.relay.KafkaRecordSender;
import org.socius.platform.relay.MongoRelayStates;
import org.socius.platform.relay.Outbound;
import org.socius.platform.relay.RecordSender;
import org.socius.platform.relay.Relay;
import org.socius.platform.store.Commit;
import org.socius.platform.store.CommitLog;
import org.socius.platform.store.StoredEvent;
import org.socius.platform.topics.Topics;

/**
 * Telling the events of a log to Kafka. Every clock starts before a producer is opened, with the
 * topic in place, and stops at the last acknowledgement.
 */
record RelayScenarios(MongoClient client, String kafka, int rounds, int commits) {

    private static final String PRODUCER = "raw producer";
    private static final String PIPED = "log read into raw producer";
    private static final String ALONE = "append alone";
    private static final int PAGE = 500;

    /** What has to be told is in the log when the relay starts. */
    void backlog() throws Exception {
        try (Stores.Socius store = filled(commits * 8)) {
            List<StoredEvent> all = store.all();
            new Scenario("relay (a backlog of " + all.size() + " events)", PRODUCER, PIPED)
                    .with(PRODUCER, _ -> sending(all, all.size()))
                    .with(PIPED, _ -> piping(store, all.size()))
                    .with("raw producer, flush after " + PAGE, _ -> sending(all, PAGE))
                    .with("raw producer, wait for each", _ -> sending(all.subList(0, 200), 1))
                    .with(
                            "Socius",
                            _ -> {
                                Acknowledged told = new Acknowledged(all.size());
                                try (Relay relay = relay(store, told)) {
                                    long start = System.nanoTime();
                                    relay.start();
                                    told.await();
                                    return new Scenario.Work(all.size(), System.nanoTime() - start);
                                }
                            })
                    .run(rounds);
        }
    }

    /** Writers append while the relay tells: what telling costs them both. */
    void live() throws Exception {
        new Scenario("relay-live (64 writers)", ALONE)
                .with(
                        ALONE,
                        latencies -> {
                            try (Stores.Socius store = new Stores.Socius(client, 1)) {
                                return workload().drive(latencies, store::append);
                            }
                        })
                .with("append, then send, nothing repeated", this::appendingThenSending)
                .with("Socius", this::appendingBesideRelay)
                .run(rounds);
    }

    private Workload workload() {
        return new Workload(64, commits * 2);
    }

    private Stores.Socius filled(int amount) throws Exception {
        Stores.Socius store = new Stores.Socius(client, 1);
        new Workload(64, amount).drive(new Histogram(3), store::append);
        return store;
    }

    private Scenario.Work appendingThenSending(Histogram latencies) throws Exception {
        Acknowledged acknowledged = new Acknowledged(workload().events());
        Outbound outbound = outbound();
        try (Stores.Socius store = new Stores.Socius(client, 1);
                RecordSender sender = acknowledged.get()) {
            long start = System.nanoTime();
            Scenario.Work appended =
                    workload()
                            .drive(
                                    latencies,
                                    request ->
                                            store.log().append(request).events().stream()
                                                    .flatMap(e -> outbound.record(e).stream())
                                                    .forEach(r -> sender.send(r, _ -> {})));
            acknowledged.await();
            return new Scenario.Work(appended.events(), System.nanoTime() - start);
        }
    }

    private Scenario.Work appendingBesideRelay(Histogram latencies) throws Exception {
        Acknowledged acknowledged = new Acknowledged(workload().events());
        try (Stores.Socius store = new Stores.Socius(client, 1);
                Relay relay = relay(store, acknowledged)) {
            relay.start();
            long start = System.nanoTime();
            Scenario.Work appended = workload().drive(latencies, store::append);
            acknowledged.await();
            return new Scenario.Work(appended.events(), System.nanoTime() - start);
        }
    }

    private Relay relay(Stores.Socius store, Acknowledged acknowledged) {
        store.database.getCollection(MongoRelayStates.COLLECTION).drop();
        return new Relay(
                store.log(),
                outbound(),
                new MongoRelayStates(store.database),
                acknowledged,
                "bench",
                Relay.LEASE);
    }

    private Scenario.Work sending(List<StoredEvent> events, int flushed) throws Exception {
        Outbound outbound = outbound();
        long start = System.nanoTime();
        try (RecordSender sender = senders().get()) {
            for (int from = 0; from < events.size(); from += flushed) {
                List<StoredEvent> batch =
                        events.subList(from, Math.min(from + flushed, events.size()));
                Acknowledged acknowledged = new Acknowledged(batch.size());
                for (StoredEvent event : batch) {
                    sender.send(outbound.record(event).orElseThrow(), acknowledged::ended);
                }
                acknowledged.await();
            }
            return new Scenario.Work(events.size(), System.nanoTime() - start);
        }
    }

    private Scenario.Work piping(Stores.Socius store, long events) throws Exception {
        Outbound outbound = outbound();
        Acknowledged acknowledged = new Acknowledged(events);
        CommitLog log = store.log();
        long start = System.nanoTime();
        try (RecordSender sender = acknowledged.get()) {
            long position = 0;
            for (List<Commit> page = log.after(position, PAGE);
                    !page.isEmpty();
                    page = log.after(position, PAGE)) {
                for (Commit commit : page) {
                    for (StoredEvent event : commit.events()) {
                        sender.send(outbound.record(event).orElseThrow(), _ -> {});
                    }
                }
                position = page.getLast().position();
            }
            acknowledged.await();
            return new Scenario.Work(events, System.nanoTime() - start);
        }
    }

    private Supplier<RecordSender> senders() {
        return KafkaRecordSender.opening(Map.of("bootstrap.servers", kafka));
    }

    /** Into a fresh topic of four partitions. */
    private Outbound outbound() {
        String topic = "bench-" + Stores.freshName();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            Topics.ensure(
                    admin,
                    Set.of(Topics.Spec.ofEvents(topic, 4, (short) 1)),
                    Duration.ofSeconds(20));
        }
        return event ->
                Optional.of(
                        new ProducerRecord<>(
                                topic,
                                event.aggregateId(),
                                event.data().getBytes(StandardCharsets.UTF_8)));
    }

    /** Counts acknowledgements, its own or those of the senders it opens. */
    private final class Acknowledged implements Supplier<RecordSender> {
        private final CountDownLatch all;
        private final ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();

        Acknowledged(long events) {
            all = new CountDownLatch(Math.toIntExact(events));
        }

        void ended(@Nullable Exception failure) {
            if (failure != null) {
                failures.add(failure);
            }
            all.countDown();
        }

        void await() throws Exception {
            all.await();
            if (!failures.isEmpty()) {
                throw failures.element();
            }
        }

        @Override
        public RecordSender get() {
            RecordSender sender = senders().get();
            return new RecordSender() {
                @Override
                public void send(
                        ProducerRecord<String, byte[]> record,
                        Consumer<@Nullable Exception> ending) {
                    sender.send(
                            record,
                            failure -> {
                                ending.accept(failure);
                                ended(failure);
                            });
                }

                @Override
                public void close() {
                    sender.close();
                }
            };
        }
    }
}
