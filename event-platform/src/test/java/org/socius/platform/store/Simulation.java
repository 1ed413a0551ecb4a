package org.socius.platform.store;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.socius.platform.relay.SimulatedRelay;

/**
 * One seeded run of several instances of the log and its relay over a replica set and a broker that
 * misbehave. Everything happens on one thread, in an order and with faults that the seed decides.
 * After every step the promises of the log are checked:
 *
 * <ul>
 *   <li>A1 a position never changes what it holds;
 *   <li>A2 no reader misses a commit: nothing becomes visible at or below where a reader is;
 *   <li>A3 positions of an aggregate rise with its sequence;
 *   <li>A4 sequences have neither gaps nor doubles; public events are numbered without holes;
 *   <li>A6 what was acknowledged is there for good, what was refused never comes, what is unclear
 *       can land at one position only;
 *   <li>A8 when the faults end, every reader and the relay reach the head;
 *   <li>K1 first occurrences of a key arrive in order and without gaps, and the relay's saved
 *       position is never ahead of what arrived and never goes back.
 * </ul>
 */
final class Simulation {

    /** One guard taken out; each must be noticed by the promise that it breaks. */
    enum Mutant {
        NONE(""),
        RULE_P_OFF("A3"),
        SEALING_OFF("A8"),
        NO_RETRY_AT_THE_SAME_POSITION("A6"),
        TWO_UNACKNOWLEDGED_PER_KEY("K1"),
        EPOCH_NOT_CHECKED("K1"),
        PAGE_OF_BEFORE_TAKEN("K1");

        private final String promise;

        Mutant(String promise) {
            this.promise = promise;
        }

        /** Whether this is what must go wrong without the guard. */
        boolean explains(AssertionError broken) {
            return String.valueOf(broken.getMessage()).startsWith(promise + ":");
        }
    }

    private static final int STEPS = 600;
    private static final int CALM_STEPS = 4000;
    private static final int AGGREGATES = 4;

    private final Mutant mutant;
    private final Random random;
    private final @Nullable List<String> trace;
    private final SimulatedMongo mongo;
    private final SimulatedKafka kafka;
    private final List<Instance> instances = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();
    private final Map<String, Long> positionOfLast = new HashMap<>();
    private final Map<String, Long> lastSequence = new HashMap<>();
    private final Map<String, Long> lastContract = new HashMap<>();
    private final Set<String> refusedForGood = new HashSet<>();
    private final Map<String, Long> positionOfCommand = new HashMap<>();
    private final List<String> unclearCommands = new ArrayList<>();
    private long now;
    private int ids;
    private int boots;
    private int commands;
    private long checkedRelayPosition;
    private boolean calm;

    Simulation(long seed, Mutant mutant, @Nullable List<String> trace) {
        this.mutant = mutant;
        this.random = new Random(seed);
        this.trace = trace;
        double faultRate = random.nextInt(4) * 0.1;
        this.mongo = new SimulatedMongo(random, faultRate, this::committed, this::note);
        this.kafka = new SimulatedKafka(random, random.nextInt(4) * 0.1, this::note);
        int count = 2 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            instances.add(new Instance("instance-" + i));
        }
        readers.add(new Reader());
        readers.add(new Reader());
    }

    private void note(String what) {
        if (trace != null) {
            trace.add("%,d ms: %s".formatted(now / 1_000_000, what));
        }
    }

    void run() {
        for (int step = 0; step < STEPS; step++) {
            step();
            checkRelay();
        }
        calm = true;
        mongo.calmDown();
        kafka.calmDown();
        note("calm");
        for (int step = 0; step < CALM_STEPS; step++) {
            if (settled()) {
                readers.forEach(Reader::checkComplete);
                return;
            }
            step();
            checkRelay();
        }
        throw new AssertionError(
                "A8: not at rest at head %d: readers %s, relay at %d, appends open: %s"
                        .formatted(
                                lastPosition(),
                                readers.stream().map(reader -> reader.position).toList(),
                                mongo.relayState().position(),
                                instances.stream().anyMatch(Instance::waiting)));
    }

    private long lastPosition() {
        return mongo.committed().isEmpty() ? 0 : mongo.committed().lastKey();
    }

    private boolean settled() {
        long head = lastPosition();
        return instances.stream().noneMatch(Instance::waiting)
                && readers.stream().allMatch(reader -> reader.position == head)
                && mongo.relayState().position() == head;
    }

    private void step() {
        now += random.nextInt(calm ? 60 : 20) * 1_000_000L;
        if (!calm && random.nextInt(80) == 0) {
            now += 3_000_000_000L;
        }
        var instance = instances.get(random.nextInt(instances.size()));
        switch (random.nextInt(calm ? 12 : 20)) {
            case 0, 1 -> mongo.background();
            case 2, 3, 4 -> kafka.background();
            case 5, 6 -> readers.get(random.nextInt(readers.size())).poll(instance);
            case 7, 8, 9 -> instance.append();
            case 10, 11 -> instance.relay();
            case 12, 13, 14 -> instance.load();
            case 15, 16, 17 -> instance.submit();
            case 18 -> {
                if (random.nextInt(12) == 0) {
                    instance.crash();
                }
            }
            default -> {
                if (random.nextInt(12) == 0) {
                    instance.pause();
                }
            }
        }
    }

    /** Called the moment a majority holds the commit. */
    private void committed(Commit commit) {
        note("committed " + commit.id() + "@" + commit.position());
        for (var reader : readers) {
            if (commit.position() <= reader.position) {
                throw new AssertionError(
                        "A2: a reader at %d missed %d"
                                .formatted(reader.position, commit.position()));
            }
        }
        if (refusedForGood.contains(commit.id())) {
            throw new AssertionError("A6: %s was refused and came".formatted(commit.id()));
        }
        for (var event : commit.events()) {
            long sequence = lastSequence.getOrDefault(event.aggregateId(), -1L) + 1;
            if (event.sequence() != sequence) {
                throw new AssertionError(
                        "A4: %s has %d where %d was due"
                                .formatted(event.aggregateId(), event.sequence(), sequence));
            }
            if (commit.position() < positionOfLast.getOrDefault(event.aggregateId(), 0L)) {
                throw new AssertionError(
                        "A3: %s/%d stands at %d, below the one before it at %d"
                                .formatted(
                                        event.aggregateId(),
                                        sequence,
                                        commit.position(),
                                        positionOfLast.get(event.aggregateId())));
            }
            long contract =
                    lastContract.getOrDefault(event.aggregateId(), 0L) + (event.isPublic() ? 1 : 0);
            if (event.contractSequence() != contract) {
                throw new AssertionError(
                        "A4: %s/%d has contract number %d where %d was due"
                                .formatted(
                                        event.aggregateId(),
                                        sequence,
                                        event.contractSequence(),
                                        contract));
            }
            lastSequence.put(event.aggregateId(), sequence);
            lastContract.put(event.aggregateId(), contract);
            positionOfLast.put(event.aggregateId(), commit.position());
        }
    }

    private void checkRelay() {
        long position = mongo.relayState().position();
        if (position == checkedRelayPosition) {
            return;
        }
        long publicEvents = 0;
        for (var commit : mongo.committed().headMap(position, true).values()) {
            for (var event : commit.events()) {
                if (!event.isPublic()) {
                    continue;
                }
                publicEvents++;
                if (!kafka.holds(event.aggregateId(), event.contractSequence())) {
                    throw new AssertionError(
                            "K1: the relay saved %d before %s/%d arrived"
                                    .formatted(
                                            position,
                                            event.aggregateId(),
                                            event.contractSequence()));
                }
            }
        }
        long counted = mongo.relayState().sent().getOrDefault("things", 0L);
        if (counted != publicEvents) {
            throw new AssertionError(
                    "K1: the relay counted %d events of %d".formatted(counted, publicEvents));
        }
        checkedRelayPosition = position;
    }

    private static Optional<ProducerRecord<String, byte[]>> outbound(StoredEvent event) {
        return event.isPublic()
                ? Optional.of(
                        new ProducerRecord<>(
                                "things",
                                event.aggregateId(),
                                Long.toString(event.contractSequence())
                                        .getBytes(StandardCharsets.US_ASCII)))
                : Optional.empty();
    }

    /** A reader that follows the log through whichever instance it meets. */
    private final class Reader {
        private long position;
        private final List<String> seen = new ArrayList<>();

        void poll(Instance instance) {
            try {
                for (var commit : instance.log.after(position, 1 + random.nextInt(10))) {
                    if (commit.position() != position + 1) {
                        throw new AssertionError("A2: a reader jumped from " + position);
                    }
                    position = commit.position();
                    seen.add(commit.id());
                }
            } catch (SimulatedMongo.Unavailable noAnswer) {
                note("reader got no answer");
            }
        }

        void checkComplete() {
            var all = mongo.committed().values().stream().map(Commit::id).toList();
            if (!seen.equals(all)) {
                throw new AssertionError("A1/A2: a reader saw %s of %s".formatted(seen, all));
            }
        }
    }

    /** What a client has read and is about to append. */
    private record Intent(String command, Map<String, Long> nextSequences) {}

    /** One process: its log, its relay, its clients. */
    private final class Instance {
        private final String name;
        private CommitLog log;
        private SimulatedRelay relay;
        private String boot = "";
        private String lastId = "";
        private final List<Intent> intents = new ArrayList<>();
        private final Set<String> open = new HashSet<>();
        private final List<Runnable> readings = new ArrayList<>();
        private long appendNotBefore;
        private long relayNotBefore;

        Instance(String name) {
            this.name = name;
            boot();
        }

        private void boot() {
            boot = name + "#" + ++boots;
            readings.clear();
            var settings = CommitLog.Settings.DEFAULT;
            var clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
            log =
                    new CommitLog(
                            mongo,
                            settings,
                            () -> now,
                            new Drafts(
                                    mongo,
                                    boot,
                                    type -> type.equals("public"),
                                    clock,
                                    this::nextId),
                            new LogReader(mongo, boot, clock, () -> now, settings.holePatience()) {
                                @Override
                                void seal(List<Long> positions) {
                                    if (mutant != Mutant.SEALING_OFF) {
                                        super.seal(positions);
                                    }
                                }
                            },
                            new Appender(mongo, () -> now) {
                                @Override
                                long floor(List<Pending> pendings) {
                                    return mutant == Mutant.RULE_P_OFF ? 0 : super.floor(pendings);
                                }

                                @Override
                                boolean keepsPlace() {
                                    return mutant != Mutant.NO_RETRY_AT_THE_SAME_POSITION
                                            && super.keepsPlace();
                                }
                            },
                            boot);
            relay =
                    new SimulatedRelay(
                            switch (mutant) {
                                case TWO_UNACKNOWLEDGED_PER_KEY ->
                                        SimulatedRelay.Fault.TWO_UNACKNOWLEDGED_PER_KEY;
                                case EPOCH_NOT_CHECKED -> SimulatedRelay.Fault.EPOCH_NOT_CHECKED;
                                case PAGE_OF_BEFORE_TAKEN ->
                                        SimulatedRelay.Fault.PAGE_OF_BEFORE_TAKEN;
                                default -> SimulatedRelay.Fault.NONE;
                            },
                            log::after,
                            Simulation::outbound,
                            readings::add,
                            mongo,
                            kafka::open,
                            name,
                            () -> now);
            appendNotBefore = 0;
            relayNotBefore = 0;
        }

        private String nextId() {
            lastId = "e" + ++ids;
            return lastId;
        }

        boolean waiting() {
            return !open.isEmpty();
        }

        void crash() {
            note("crash of " + boot);
            if (random.nextInt(3) == 0) {
                stopRelayInOrder();
            }
            unclearCommands.addAll(open);
            open.clear();
            intents.clear();
            boot();
        }

        private void stopRelayInOrder() {
            try {
                relay.stop();
            } catch (SimulatedMongo.Unavailable noAnswer) {
                note("relay could not save at the end");
            }
        }

        void pause() {
            note("pause of " + boot);
            long until = now + random.nextInt(30) * 1_000_000_000L;
            appendNotBefore = until;
            relayNotBefore = until;
        }

        void append() {
            if (calm || now >= appendNotBefore) {
                appendNotBefore = now + log.turn().toNanos();
            }
        }

        void relay() {
            if (!readings.isEmpty() && (calm || random.nextBoolean())) {
                readings.remove(random.nextInt(readings.size())).run();
            }
            if (calm || now >= relayNotBefore) {
                relayNotBefore = now + relay.step().toNanos();
            }
        }

        void load() {
            if (intents.size() >= 3) {
                return;
            }
            try {
                var next = new HashMap<String, Long>();
                for (int i = random.nextInt(4) == 0 ? 2 : 1; i > 0; i--) {
                    var aggregate = "x" + random.nextInt(AGGREGATES);
                    next.put(aggregate, (long) log.eventsOf(aggregate, 0).size());
                }
                boolean again = !unclearCommands.isEmpty() && random.nextBoolean();
                intents.add(
                        new Intent(
                                again
                                        ? unclearCommands.remove(
                                                random.nextInt(unclearCommands.size()))
                                        : "c" + ++commands,
                                next));
            } catch (SimulatedMongo.Unavailable noAnswer) {
                note("load got no answer");
            }
        }

        void submit() {
            if (intents.isEmpty()) {
                return;
            }
            var intent = intents.remove(random.nextInt(intents.size()));
            var events = new ArrayList<AppendRequest.NewEvent>();
            intent.nextSequences()
                    .forEach(
                            (aggregate, first) -> {
                                int count = 1 + random.nextInt(2);
                                for (int i = 0; i < count; i++) {
                                    events.add(event(aggregate, first + i));
                                }
                            });
            var request =
                    new AppendRequest(
                            events, new AppendRequest.Command("p", intent.command(), null));
            var submitted = new String[1];
            try {
                open.add(intent.command());
                var bootThen = boot;
                log.submit(
                        request,
                        ending -> {
                            if (boot.equals(bootThen)) {
                                open.remove(intent.command());
                            }
                            ended(intent.command(), submitted[0], ending);
                        });
                submitted[0] = lastId;
                note("%s submits %s for %s".formatted(boot, lastId, intent));
            } catch (SimulatedMongo.Unavailable | AppendRefused notEvenQueued) {
                open.remove(intent.command());
                unclearCommands.add(intent.command());
            }
        }

        private AppendRequest.NewEvent event(String aggregate, long sequence) {
            return new AppendRequest.NewEvent(
                    "id",
                    aggregate,
                    "Thing",
                    sequence,
                    random.nextInt(4) == 0 ? "private" : "public",
                    null,
                    Instant.EPOCH,
                    "{}",
                    "{}");
        }
    }

    private void ended(String command, String id, Appender.Ending ending) {
        note("%s of %s ended: %s".formatted(id, command, ending));
        switch (ending) {
            case Appender.Ending.Stored(Commit commit) -> {
                var there = mongo.committed().get(commit.position());
                if (there == null || !there.id().equals(id)) {
                    throw new AssertionError(
                            "A6: %s was acknowledged at %d, where %s is"
                                    .formatted(id, commit.position(), there));
                }
                appliedAt(command, commit.position());
            }
            case Appender.Ending.Refused(CommandAlreadyRecorded e) -> {
                refusedForGood.add(id);
                appliedAt(command, e.recorded().position());
            }
            case Appender.Ending.Refused(AppendRefused.OutcomeUnknown e) ->
                    unclearCommands.add(command);
            case Appender.Ending.Refused(RuntimeException e) -> refusedForGood.add(id);
        }
    }

    private void appliedAt(String command, long position) {
        var before = positionOfCommand.putIfAbsent(command, position);
        if (before != null && before != position) {
            throw new AssertionError(
                    "command %s was applied at %d and at %d".formatted(command, before, position));
        }
    }
}
