package org.socius.platform.intake;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.socius.platform.intake.IntakeStatus.Cause;
import org.socius.platform.intake.RecordReader.Head;
import org.socius.platform.intake.RecordReader.Undecodable;
import org.socius.platform.parking.Failure;

/**
 * Decides what becomes of each record: handled, passed over as known, parked, or a reason for its
 * partition to wait. Knows nothing of consumers; everything it remembers stands in the store, so it
 * may be given the same records again at any time.
 */
final class Reception {

    private static final Logger log = LoggerFactory.getLogger(Reception.class);
    private static final int TRIES = 3;

    private final Intake intake;
    private final ReadModel model;
    private final ParkedSequences parked;
    private final Gaps gaps;
    private final Copies copies;
    private final Clock machineClock;
    private final RecordReader reader = new RecordReader();
    private volatile boolean stopping;

    /** Where facts that a consumer did not get may be found. */
    @FunctionalInterface
    interface Gaps {
        /** The records of an aggregate from one contract sequence to another that can be found. */
        List<ConsumerRecord<byte[], byte[]>> find(
                TopicPartition partition, String aggregateId, long from, long to);
    }

    /** Copies of parked records for people. */
    @FunctionalInterface
    interface Copies {
        void copy(ConsumerRecord<byte[], byte[]> record, Exception reason);
    }

    /**
     * How far a partition came.
     *
     * @param next offset to go on from
     * @param hold why it must wait before that, or null
     */
    record Progress(long next, @Nullable Hold hold) {}

    /**
     * @param aggregateId whose fact is waited for, null if it is not one aggregate
     * @param missing the contract sequence that is missing, 0 if none is
     */
    record Hold(Cause cause, @Nullable String aggregateId, long missing, String detail) {}

    /** What is to be done with a record, in its order. */
    private sealed interface Step {
        ConsumerRecord<byte[], byte[]> record();

        /** Offset to go on from if this step cannot be done. */
        long resume();
    }

    private record Handle(ConsumerRecord<byte[], byte[]> record, long resume, Received received)
            implements Step {}

    private record Park(
            ConsumerRecord<byte[], byte[]> record,
            long resume,
            @Nullable String type,
            @Nullable RuntimeException reason)
            implements Step {}

    private static final class Plan {
        final List<Step> steps = new ArrayList<>();
        long next;
        @Nullable Hold hold;

        Plan(long next) {
            this.next = next;
        }
    }

    /** What is parked, together with what is about to be, and how much more may be. */
    private final class Room {
        private final Set<String> sequences = parked.ids(intake.group());
        private final Map<String, Long> records = new HashMap<>();

        boolean isParked(String sequenceId) {
            return sequences.contains(sequenceId);
        }

        /** Takes the place of one record; if there is none, says so and takes nothing. */
        @Nullable Hold takeFor(String sequenceId, String key) {
            boolean known = isParked(sequenceId);
            if (!known && sequences.size() >= ParkedSequences.LIMIT) {
                return full(key, ParkedSequences.LIMIT + " sequences are parked");
            }
            long before =
                    records.computeIfAbsent(sequenceId, id -> known ? parked.records(id) : 0L);
            if (before >= ParkedSequences.LONGEST) {
                return full(key, ParkedSequences.LONGEST + " records of one sequence are parked");
            }
            sequences.add(sequenceId);
            records.put(sequenceId, before + 1);
            return null;
        }

        private static Hold full(String key, String detail) {
            return new Hold(Cause.FULL, key, 0, detail);
        }
    }

    Reception(
            Intake intake,
            ReadModel model,
            ParkedSequences parked,
            Gaps gaps,
            Copies copies,
            Clock machineClock) {
        this.intake = intake;
        this.model = model;
        this.parked = parked;
        this.gaps = gaps;
        this.copies = copies;
        this.machineClock = machineClock;
    }

    /** From here on nothing is parked: what fails, fails because parts are being stopped. */
    void stopping() {
        stopping = true;
    }

    void starting() {
        stopping = false;
    }

    /**
     * Takes what a poll brought. Whatever goes wrong is in the answer; nothing is thrown but errors
     * of the machine.
     */
    Map<TopicPartition, Progress> receive(Collection<ConsumerRecord<byte[], byte[]>> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition =
                new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byPartition.computeIfAbsent(partition(record), p -> new ArrayList<>()).add(record);
        }
        Map<TopicPartition, Progress> progress = new LinkedHashMap<>();
        try {
            Map<TopicPartition, Plan> plans = plan(byPartition);
            List<Received> facts = new ArrayList<>();
            plans.values()
                    .forEach(
                            plan ->
                                    plan.steps.forEach(
                                            step -> {
                                                if (step instanceof Handle handle) {
                                                    facts.add(handle.received());
                                                }
                                            }));
            boolean taken = true;
            if (!facts.isEmpty()) {
                try {
                    model.take(facts);
                } catch (RuntimeException e) {
                    if (kind(e) == Failure.DOWN) {
                        throw e;
                    }
                    taken = false;
                }
            }
            for (Map.Entry<TopicPartition, Plan> entry : plans.entrySet()) {
                progress.put(
                        entry.getKey(),
                        taken
                                ? parkPlanned(entry.getValue())
                                : oneByOne(entry.getKey(), entry.getValue()));
            }
        } catch (RuntimeException e) {
            log.warn("{} waits: {}", intake.group(), e.toString());
            byPartition.forEach(
                    (partition, its) ->
                            progress.putIfAbsent(
                                    partition, new Progress(its.get(0).offset(), waiting(e))));
        }
        return progress;
    }

    private Map<TopicPartition, Plan> plan(
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition) {
        Room room = new Room();
        Map<String, Long> marks =
                marks(byPartition.values().stream().flatMap(List::stream).toList());
        Map<TopicPartition, Plan> plans = new LinkedHashMap<>();
        byPartition.forEach(
                (partition, records) -> {
                    Plan plan = new Plan(records.get(0).offset());
                    for (ConsumerRecord<byte[], byte[]> record : records) {
                        if (!plan(partition, record, record.offset(), plan, room, marks)) {
                            break;
                        }
                        plan.next = record.offset() + 1;
                    }
                    plans.put(partition, plan);
                });
        return plans;
    }

    /** False if the partition must stop before this record. */
    private boolean plan(
            TopicPartition partition,
            ConsumerRecord<byte[], byte[]> record,
            long resume,
            Plan plan,
            Room room,
            Map<String, Long> marks) {
        String key = RecordReader.key(record);
        String sequenceId = ParkedSequences.id(intake.group(), record.topic(), key);
        boolean behindParked = room.isParked(sequenceId);
        Head head;
        try {
            head = reader.head(record);
        } catch (Undecodable e) {
            return park(record, resume, null, e, sequenceId, plan, room);
        }
        String markKey = markKey(record.topic(), key);
        long mark = marks.getOrDefault(markKey, 0L);
        if (head.sequence() <= mark) {
            return true;
        }
        if (behindParked) {
            return park(record, resume, head.type(), null, sequenceId, plan, room);
        }
        if (head.sequence() > mark + 1) {
            List<ConsumerRecord<byte[], byte[]>> found =
                    gaps.find(partition, key, mark + 1, head.sequence() - 1);
            if (found.size() != head.sequence() - 1 - mark) {
                plan.hold =
                        new Hold(
                                Cause.GAP,
                                key,
                                mark + 1,
                                "contract sequence %d came after %d"
                                        .formatted(head.sequence(), mark));
                log.error(
                        "{} stops {} at {}: of {} {}",
                        intake.group(),
                        partition,
                        record.offset(),
                        key,
                        plan.hold.detail());
                return false;
            }
            for (ConsumerRecord<byte[], byte[]> missed : found) {
                if (!plan(partition, missed, resume, plan, room, marks)) {
                    return false;
                }
            }
            return plan(partition, record, resume, plan, room, marks);
        }
        try {
            plan.steps.add(
                    new Handle(
                            record, resume, reader.read(record, head, intake.route(head.type()))));
            marks.put(markKey, head.sequence());
            return true;
        } catch (Undecodable e) {
            return park(record, resume, head.type(), e, sequenceId, plan, room);
        }
    }

    private boolean park(
            ConsumerRecord<byte[], byte[]> record,
            long resume,
            @Nullable String type,
            @Nullable RuntimeException reason,
            String sequenceId,
            Plan plan,
            Room room) {
        plan.hold = room.takeFor(sequenceId, RecordReader.key(record));
        if (plan.hold != null) {
            return false;
        }
        plan.steps.add(new Park(record, resume, type, reason));
        return true;
    }

    private Progress parkPlanned(Plan plan) {
        for (Step step : plan.steps) {
            if (step instanceof Park park) {
                parkNow(park);
            }
        }
        return new Progress(plan.next, plan.hold);
    }

    /**
     * After a batch failed: one record at a time, so that only what fails is parked or waited for.
     */
    private Progress oneByOne(TopicPartition partition, Plan plan) {
        Room room = new Room();
        Map<String, Long> marks = marks(plan.steps.stream().map(Step::record).toList());
        for (Step step : plan.steps) {
            String key = RecordReader.key(step.record());
            String sequenceId = ParkedSequences.id(intake.group(), partition.topic(), key);
            try {
                Park park =
                        switch (step) {
                            case Park planned -> planned;
                            case Handle handle -> handled(handle, room.isParked(sequenceId), marks);
                        };
                if (park == null) {
                    continue;
                }
                Hold full = room.takeFor(sequenceId, key);
                if (full != null) {
                    return new Progress(step.resume(), full);
                }
                parkNow(park);
            } catch (RuntimeException e) {
                log.warn(
                        "{} waits at {} {}: {}",
                        intake.group(),
                        partition,
                        step.record().offset(),
                        e.toString());
                return new Progress(
                        step.resume(),
                        new Hold(Cause.WAITING, key, 0, String.valueOf(e.getMessage())));
            }
        }
        return new Progress(plan.next, plan.hold);
    }

    /** Null if it is handled, else how it is to be parked; throws if waiting can help. */
    private @Nullable Park handled(Handle handle, boolean behindParked, Map<String, Long> marks) {
        Fact fact = handle.received().fact();
        String key = RecordReader.key(handle.record());
        if (fact.sequence() <= marks.getOrDefault(markKey(fact.topic(), key), 0L)) {
            return null;
        }
        RuntimeException reason = behindParked ? null : attempts(handle.received());
        return behindParked || reason != null
                ? new Park(handle.record(), handle.resume(), fact.type(), reason)
                : null;
    }

    /** Null if handled, else why it never will be; throws if waiting can help. */
    private @Nullable RuntimeException attempts(Received received) {
        for (int attempt = 1; ; attempt++) {
            try {
                model.take(List.of(received));
                return null;
            } catch (RuntimeException e) {
                if (kind(e) != Failure.LASTING) {
                    throw e;
                }
                if (attempt == TRIES) {
                    return e;
                }
            }
        }
    }

    private void parkNow(Park park) {
        RuntimeException reason = park.reason();
        if (reason != null) {
            log.error(
                    "{} parks {} {} offset {}",
                    intake.group(),
                    park.record().topic(),
                    park.type(),
                    park.record().offset(),
                    reason);
        }
        parked.park(
                intake.group(),
                park.record(),
                park.type(),
                reason == null ? null : describe(reason),
                machineClock.instant());
        copies.copy(
                park.record(),
                reason == null ? new IllegalStateException("behind a parked record") : reason);
    }

    /**
     * Handles what is parked of a sequence, in order, until one fails.
     *
     * @return true if nothing is left to do for now, false if waiting can help and the retry stands
     */
    boolean drain(ParkedSequences.Sequence sequence) {
        try {
            ConsumerRecord<byte[], byte[]> record;
            while ((record = parked.first(sequence.id())) != null) {
                Head head = reader.head(record);
                long mark =
                        marks(List.of(record))
                                .getOrDefault(markKey(record.topic(), sequence.key()), 0L);
                if (head.sequence() > mark + 1) {
                    throw new Undecodable("The fact before it is missing", null);
                }
                if (head.sequence() == mark + 1) {
                    RuntimeException reason =
                            attempts(reader.read(record, head, intake.route(head.type())));
                    if (reason != null) {
                        throw reason;
                    }
                }
                parked.handled(sequence.id(), record);
            }
            parked.drained(sequence.id());
            log.info("{} handled everything parked of {}", intake.group(), sequence.id());
            return true;
        } catch (RuntimeException e) {
            if (kind(e) != Failure.LASTING) {
                return false;
            }
            parked.failedAgain(sequence.id(), describe(e));
            return true;
        }
    }

    private Map<String, Long> marks(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<String, Set<String>> keys = new HashMap<>();
        records.forEach(
                record ->
                        keys.computeIfAbsent(record.topic(), t -> new HashSet<>())
                                .add(RecordReader.key(record)));
        Map<String, Long> marks = new HashMap<>();
        keys.forEach(
                (topic, ids) ->
                        model.marks(topic, ids)
                                .forEach((id, mark) -> marks.put(markKey(topic, id), mark)));
        return marks;
    }

    private Failure kind(RuntimeException e) {
        return stopping ? Failure.DOWN : Failure.of(e);
    }

    private static Hold waiting(RuntimeException e) {
        return new Hold(Cause.WAITING, null, 0, e.getClass().getSimpleName());
    }

    private static String describe(RuntimeException e) {
        Throwable cause = e.getCause();
        String detail = e.getClass().getSimpleName() + ": " + e.getMessage();
        return cause == null ? detail : detail + " (" + cause.getClass().getSimpleName() + ")";
    }

    private static String markKey(String topic, String aggregateId) {
        return topic + "|" + aggregateId;
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
