package org.socius.platform.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.socius.platform.relay.RelayState;
import org.socius.platform.relay.RelayStates;

/**
 * A replica set as a client can see it: a primary that applies single documents in some order, a
 * majority that follows, and everything that a network and a change of primary can do in between.
 */
final class SimulatedMongo implements CommitStore, RelayStates {

    static final class Unavailable extends RuntimeException {
        Unavailable() {
            super("no answer", null, false, false);
        }
    }

    /**
     * An insert that may still arrive; {@code unclear} when its sender does not know how it ended.
     */
    private record Attempt(List<Commit> commits, boolean unclear) {}

    private final Random random;
    private final double faultRate;
    private final Consumer<Commit> onCommitted;
    private final Consumer<String> trace;

    private final List<Commit> applied = new ArrayList<>();
    private final TreeMap<Long, Commit> localPositions = new TreeMap<>();
    private final Map<String, Commit> localKeys = new HashMap<>();
    private final TreeMap<Long, Commit> positions = new TreeMap<>();
    private final TreeMap<String, Commit> keys = new TreeMap<>();
    private final List<Attempt> late = new ArrayList<>();
    private int majority;
    private long highestEver;
    private RelayState relayState = RelayState.NONE;
    private boolean calm;

    SimulatedMongo(
            Random random, double faultRate, Consumer<Commit> onCommitted, Consumer<String> trace) {
        this.random = random;
        this.faultRate = faultRate;
        this.onCommitted = onCommitted;
        this.trace = trace;
    }

    TreeMap<Long, Commit> committed() {
        return positions;
    }

    /** No more faults: what is under way arrives, the majority catches up. */
    void calmDown() {
        calm = true;
        while (!late.isEmpty()) {
            arriveLate();
        }
        advanceMajority(applied.size());
    }

    private boolean fault() {
        return !calm && random.nextDouble() < faultRate;
    }

    /** Something happens inside the replica set. */
    void background() {
        switch (random.nextInt(4)) {
            case 0 -> {
                if (random.nextBoolean()) {
                    advanceMajority(majority + random.nextInt(applied.size() - majority + 1));
                }
            }
            case 1 -> arriveLate();
            case 2 -> {
                if (faultRate > 0 && !calm && random.nextInt(4) == 0) {
                    changePrimary();
                }
            }
            default -> {
                if (!late.isEmpty() && fault()) {
                    trace.accept("lost " + late.remove(random.nextInt(late.size())));
                }
            }
        }
    }

    private void arriveLate() {
        if (late.isEmpty()) {
            return;
        }
        var attempt = late.remove(random.nextInt(late.size()));
        int stored = apply(attempt.commits());
        trace.accept("arrived late, %d stored: %s".formatted(stored, names(attempt.commits())));
    }

    private void changePrimary() {
        trace.accept(
                "new primary, rolled back " + names(applied.subList(majority, applied.size())));
        while (applied.size() > majority) {
            var lost = applied.removeLast();
            localPositions.remove(lost.position());
            lost.keys().forEach(localKeys::remove);
        }
    }

    private void advanceMajority(int to) {
        while (majority < to) {
            var commit = applied.get(majority++);
            positions.put(commit.position(), commit);
            commit.keys().forEach(key -> keys.put(key, commit));
            onCommitted.accept(commit);
        }
    }

    /** Applies in order up to the first refusal; returns how many were stored. */
    private int apply(List<Commit> commits) {
        for (int i = 0; i < commits.size(); i++) {
            var commit = commits.get(i);
            if (localPositions.containsKey(commit.position())
                    || commit.keys().stream().anyMatch(localKeys::containsKey)) {
                return i;
            }
            applied.add(commit);
            localPositions.put(commit.position(), commit);
            commit.keys().forEach(key -> localKeys.put(key, commit));
            highestEver = Math.max(highestEver, commit.position());
        }
        return commits.size();
    }

    @Override
    public Outcome insert(List<Commit> commits) {
        checkOnePlaceAtATime(commits);
        if (!fault()) {
            int stored = apply(commits);
            if (stored > 0) {
                advanceMajority(applied.size());
            }
            if (fault()) {
                late.add(new Attempt(commits, false));
            }
            trace.accept("insert, %d stored: %s".formatted(stored, names(commits)));
            return stored == commits.size()
                    ? new Outcome.Stored()
                    : new Outcome.Refused(stored, true, "taken");
        }
        switch (random.nextInt(5)) {
            case 0 -> {
                apply(commits);
                trace.accept("insert, reply lost: " + names(commits));
            }
            case 1 -> {
                if (apply(commits) > 0) {
                    advanceMajority(applied.size());
                }
                trace.accept("insert with majority, reply lost: " + names(commits));
            }
            case 2 -> {
                late.add(new Attempt(commits, true));
                trace.accept("insert delayed: " + names(commits));
            }
            case 3 -> {
                apply(commits.subList(0, random.nextInt(commits.size() + 1)));
                trace.accept("insert cut: " + names(commits));
            }
            default -> trace.accept("insert lost: " + names(commits));
        }
        return new Outcome.Unknown(new Unavailable());
    }

    /**
     * A commit whose earlier insert may still arrive is not sent to another position: at any time
     * there is one place where it can land.
     */
    private void checkOnePlaceAtATime(List<Commit> commits) {
        for (var attempt : late) {
            for (var earlier : attempt.commits()) {
                for (var commit : commits) {
                    if (attempt.unclear()
                            && earlier.id().equals(commit.id())
                            && earlier.position() != commit.position()
                            && !positions.containsKey(earlier.position())) {
                        throw new AssertionError(
                                "A6: %s may still land at %d and is sent to %d"
                                        .formatted(
                                                commit.id(),
                                                earlier.position(),
                                                commit.position()));
                    }
                }
            }
        }
    }

    private void answer() {
        if (fault() && random.nextBoolean()) {
            throw new Unavailable();
        }
    }

    @Override
    public List<Commit> above(long position, int limit) {
        answer();
        var found = new ArrayList<Commit>();
        long middle = fault() ? position + random.nextInt(4) : Long.MAX_VALUE;
        boolean moved = false;
        for (var next = positions.higherEntry(position);
                next != null && found.size() < limit;
                next = positions.higherEntry(next.getKey())) {
            if (next.getKey() > middle && !moved) {
                // The scan has passed a place that is filled only now.
                moved = true;
                arriveLate();
                advanceMajority(applied.size());
                next = positions.higherEntry(Math.max(position, middle));
            }
            found.add(next.getValue());
        }
        return found;
    }

    @Override
    public List<Commit> at(Collection<Long> wanted) {
        answer();
        return wanted.stream().filter(positions::containsKey).map(positions::get).toList();
    }

    @Override
    public List<Commit> holding(Collection<String> wanted) {
        answer();
        return wanted.stream().filter(keys::containsKey).map(keys::get).distinct().toList();
    }

    @Override
    public List<Commit> holdingBetween(String first, String last) {
        answer();
        return keys.subMap(first, true, last, true).values().stream().distinct().toList();
    }

    @Override
    public long head(long atLeast) {
        answer();
        long last = localPositions.isEmpty() ? 0 : localPositions.lastKey();
        long guess =
                switch (random.nextInt(fault() ? 4 : 2)) {
                    case 0 -> last;
                    case 1 -> beforeTheFirstHole(atLeast);
                    case 2 -> highestEver + random.nextInt(2);
                    default -> random.nextLong(last + 1);
                };
        return Math.max(atLeast, guess);
    }

    /** What a search by single probes finds. */
    private long beforeTheFirstHole(long from) {
        long known = from;
        while (localPositions.containsKey(known + 1)) {
            known++;
        }
        return known;
    }

    @Override
    public RelayState read() {
        answer();
        return relayState;
    }

    @Override
    public boolean replace(RelayState seen, RelayState next) {
        boolean before = fault();
        if (before && random.nextBoolean()) {
            throw new Unavailable();
        }
        boolean same = relayState.epoch() == seen.epoch() && relayState.beat() == seen.beat();
        if (same) {
            checkRelayState(next);
            relayState = next;
        }
        if (before) {
            throw new Unavailable();
        }
        return same;
    }

    RelayState relayState() {
        return relayState;
    }

    private void checkRelayState(RelayState next) {
        if (next.position() < relayState.position() || next.epoch() < relayState.epoch()) {
            throw new AssertionError(
                    "K1: the relay's state went back from %s to %s".formatted(relayState, next));
        }
    }

    private static List<String> names(List<Commit> commits) {
        return commits.stream().map(commit -> commit.id() + "@" + commit.position()).toList();
    }
}
