package org.socius.platform.store;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Checks a log: positions dense, every commit as it was written, aggregates without gaps and in
 * order, public events numbered without holes, keys and documents agreeing both ways, snapshots and
 * the relay's position not ahead of the log, nothing gone that was seen before. Meant for a log at
 * rest; an append under way may show as a hole. How far a log was found clean is remembered in the
 * collection {@code meta}.
 */
public final class Fsck {

    /** What is wrong, and whether {@link #repair} can put it right without losing a commit. */
    public enum Kind {
        /** Nothing at a position below the head; readers wait there. */
        HOLE(true),
        /** A commit is not what was written. */
        TORN(false),
        /** A sequence of an aggregate is missing, double or out of order. */
        SEQUENCE(false),
        /** A public event does not carry the number that is due. */
        CONTRACT_NUMBER(false),
        /** A commit names a wrong position for the events before its own. */
        PREVIOUS_POSITION(false),
        /** A commit does not claim the keys of its events. */
        KEYS(false),
        /** The index does not lead from a key to its commit. */
        INDEX(true),
        /** The log ends below a position that an earlier check has seen. */
        CUT_OFF(true),
        /** A snapshot knows more than the log. */
        SNAPSHOT(true),
        /** The relay claims to have told more than the log holds, or counted wrongly. */
        RELAY(true);

        private final boolean repairable;

        Kind(boolean repairable) {
            this.repairable = repairable;
        }

        /** Whether it can be derived anew from what is there. */
        public boolean repairable() {
            return repairable;
        }
    }

    /** One thing that is wrong, at a position of the log or at 0. */
    public record Finding(Kind kind, long position, String text) {}

    /**
     * The outcome of a check.
     *
     * @param head highest position
     * @param commits number of commits read, tombstones included
     * @param events number of events read
     * @param findings what is wrong, in the order of the log; empty if nothing is
     */
    public record Report(long head, long commits, long events, List<Finding> findings) {

        /** Whether nothing is wrong. */
        public boolean isClean() {
            return findings.isEmpty();
        }
    }

    private static final String WRITER = "fsck";
    private static final String RELAY = "relay";
    private static final CommitCodec CODEC = new CommitCodec();
    private static final int KEYS_AT_ONCE = 500;
    private static final int NEWEST = 20_000;
    private static final String META = "meta";
    private static final String CHECKED = "fsck";

    private final MongoDatabase database;
    private final MongoCollection<Document> commits;
    private final Clock clock;

    /** A check of the log in this database; {@code clock} is machine time. */
    public Fsck(MongoDatabase database, Clock clock) {
        this.database = database;
        this.commits = database.getCollection(MongoCommitStore.COLLECTION);
        this.clock = clock;
    }

    /** Reads everything; all that it writes is how far the log is clean. */
    public Report check() {
        return remembered(new Check(0).report());
    }

    /**
     * Reads what came since the last check that found nothing, at most the newest 20,000 commits,
     * and what it builds on: quick enough for every start. Snapshots and the relay's count are left
     * to {@link #check}.
     */
    public Report checkNewest() {
        long head = head();
        return remembered(new Check(Math.max(Math.min(checked(), head), head - NEWEST)).report());
    }

    private long head() {
        var newest = commits.find().projection(include("_id")).sort(descending("_id")).first();
        return newest == null ? 0 : newest.getLong("_id");
    }

    private long checked() {
        var mark = database.getCollection(META).find(eq("_id", CHECKED)).first();
        return mark == null ? 0 : mark.getLong("pos");
    }

    private Report remembered(Report report) {
        if (report.isClean() && report.head() != checked()) {
            remember(report.head());
        }
        return report;
    }

    private void remember(long position) {
        database.getCollection(META)
                .replaceOne(
                        eq("_id", CHECKED),
                        new Document("_id", CHECKED).append("pos", position),
                        new ReplaceOptions().upsert(true));
    }

    /**
     * Puts right what can be derived anew: closes holes, builds the index again, deletes snapshots
     * and corrects the relay's state where they are ahead, takes a log that lost its end as it is.
     * Never changes or deletes a commit. Returns the report of a check afterwards.
     */
    public Report repair() {
        var check = new Check(0);
        var findings = check.report().findings();
        var kinds = new HashSet<Kind>();
        findings.forEach(finding -> kinds.add(finding.kind()));
        if (kinds.contains(Kind.INDEX)) {
            commits.dropIndex(MongoCommitStore.KEY_INDEX);
            MongoCommitStore.createIndex(commits);
        }
        var store = new MongoCommitStore(database);
        for (var finding : findings) {
            if (finding.kind() == Kind.HOLE) {
                store.insert(
                        List.of(Commit.tombstone(finding.position(), WRITER, clock.instant())));
            }
        }
        check.staleSnapshots.forEach(
                id -> database.getCollection(Snapshots.COLLECTION).deleteOne(eq("_id", id)));
        if (kinds.contains(Kind.RELAY)) {
            check.correctRelay();
        }
        if (kinds.contains(Kind.CUT_OFF)) {
            remember(check.head);
        }
        return check();
    }

    /** Where an aggregate stands while the log is read. */
    private record Standing(long sequence, long position, long contractSequence) {

        static final Standing NOTHING = new Standing(-1, 0, 0);
    }

    /** One reading of the log above a position. */
    private final class Check {
        private final long from;
        private final List<Finding> findings = new ArrayList<>();
        private final Map<String, Standing> standings = new HashMap<>();
        private final List<String> staleSnapshots = new ArrayList<>();
        private final @Nullable Document relay;
        private long head;
        private long documents;
        private long events;
        private long publicEventsTold;

        Check(long from) {
            this.from = from;
            head = from;
            relay = database.getCollection(RELAY).find().first();
            readLog();
            checkIndex();
            if (from == 0) {
                checkSnapshots();
            }
            checkRelay();
        }

        Report report() {
            return new Report(head, documents, events, List.copyOf(findings));
        }

        private void found(Kind kind, long position, String text) {
            findings.add(new Finding(kind, position, text));
        }

        private void readLog() {
            var all =
                    commits.find(gt("_id", from), RawBsonDocument.class)
                            .sort(ascending("_id"))
                            .batchSize(1000);
            for (var document : all) {
                long position = document.getInt64("_id").getValue();
                for (long hole = head + 1; hole < position; hole++) {
                    found(Kind.HOLE, hole, "nothing at position " + hole);
                }
                head = position;
                documents++;
                try {
                    readCommit(document.decode(CODEC));
                } catch (CorruptLog torn) {
                    found(Kind.TORN, position, String.valueOf(torn.getMessage()));
                }
            }
            long checked = checked();
            if (head < checked) {
                found(
                        Kind.CUT_OFF,
                        head,
                        "the log ends at %d, an earlier check has seen %d"
                                .formatted(head, checked));
            }
        }

        /** Where an aggregate stood before its next event in this reading. */
        private Standing before(StoredEvent event) {
            var known = standings.get(event.aggregateId());
            if (known != null) {
                return known;
            }
            return from == 0 || event.sequence() == 0
                    ? Standing.NOTHING
                    : earlier(event.aggregateId(), event.sequence() - 1);
        }

        private Standing earlier(String aggregateId, long sequence) {
            var commit =
                    commits.find(
                                    eq("k", Commit.sequenceKey(aggregateId, sequence)),
                                    RawBsonDocument.class)
                            .first();
            if (commit == null) {
                return Standing.NOTHING;
            }
            try {
                return commit.decode(CODEC).events().stream()
                        .filter(
                                event ->
                                        event.aggregateId().equals(aggregateId)
                                                && event.sequence() == sequence)
                        .map(
                                event ->
                                        new Standing(
                                                sequence,
                                                event.position(),
                                                event.contractSequence()))
                        .findFirst()
                        .orElse(Standing.NOTHING);
            } catch (CorruptLog torn) {
                found(
                        Kind.TORN,
                        commit.getInt64("_id").getValue(),
                        String.valueOf(torn.getMessage()));
                return Standing.NOTHING;
            }
        }

        private void readCommit(Commit commit) {
            long previousPosition = 0;
            var touched = new HashSet<String>();
            for (var event : commit.events()) {
                events++;
                var before = before(event);
                if (touched.add(event.aggregateId())) {
                    previousPosition = Math.max(previousPosition, before.position());
                }
                readEvent(commit, event, before);
            }
            if (!commit.isTombstone() && commit.previousPosition() != previousPosition) {
                found(
                        Kind.PREVIOUS_POSITION,
                        commit.position(),
                        "names %d as the position before, it is %d"
                                .formatted(commit.previousPosition(), previousPosition));
            }
        }

        private void readEvent(Commit commit, StoredEvent event, Standing before) {
            long position = commit.position();
            if (event.sequence() != before.sequence() + 1) {
                found(
                        Kind.SEQUENCE,
                        position,
                        "%s has sequence %d after %d"
                                .formatted(
                                        event.aggregateId(), event.sequence(), before.sequence()));
            }
            long contractSequence = before.contractSequence() + (event.isPublic() ? 1 : 0);
            if (event.contractSequence() != contractSequence) {
                found(
                        Kind.CONTRACT_NUMBER,
                        position,
                        "%s/%d is numbered %d where %d is due"
                                .formatted(
                                        event.aggregateId(),
                                        event.sequence(),
                                        event.contractSequence(),
                                        contractSequence));
            }
            if (!commit.keys()
                    .contains(Commit.sequenceKey(event.aggregateId(), event.sequence()))) {
                found(
                        Kind.KEYS,
                        position,
                        "does not claim %s/%d".formatted(event.aggregateId(), event.sequence()));
            }
            if (event.isPublic() && position <= told()) {
                publicEventsTold++;
            }
            standings.put(
                    event.aggregateId(),
                    new Standing(event.sequence(), position, event.contractSequence()));
        }

        private void checkIndex() {
            boolean present = false;
            for (var index : commits.listIndexes()) {
                present |=
                        MongoCommitStore.KEY_INDEX.equals(index.getString("name"))
                                && index.getBoolean("unique", false);
            }
            if (documents > 0 && !present) {
                found(Kind.INDEX, 0, "the unique index over the keys is missing");
                return;
            }
            var unreached = new HashSet<Long>();
            var batch = new ArrayList<Document>();
            for (var document :
                    commits.find(gt("_id", from)).projection(include("k")).sort(ascending("_id"))) {
                unreached.add(document.getLong("_id"));
                batch.add(document);
                if (batch.size() == KEYS_AT_ONCE) {
                    lookUp(batch);
                    batch.clear();
                }
            }
            lookUp(batch);
            if (from > 0) {
                return;
            }
            for (var document : commits.find(gte("k", "")).projection(include("_id"))) {
                unreached.remove(document.getLong("_id"));
            }
            unreached.forEach(
                    position -> found(Kind.INDEX, position, "the index does not know this commit"));
        }

        /** Looks all commits up by their first key, then by their second, and so on. */
        private void lookUp(List<Document> batch) {
            for (int nth = 0; ; nth++) {
                var byKey = new HashMap<String, Long>();
                for (var document : batch) {
                    var keys = document.getList("k", String.class);
                    if (nth < keys.size()) {
                        byKey.put(keys.get(nth), document.getLong("_id"));
                    }
                }
                if (byKey.isEmpty()) {
                    return;
                }
                var missing = new HashSet<>(byKey.values());
                for (var document :
                        commits.find(in("k", byKey.keySet())).projection(include("_id"))) {
                    missing.remove(document.getLong("_id"));
                }
                int place = nth;
                missing.forEach(
                        position ->
                                found(
                                        Kind.INDEX,
                                        position,
                                        "the index does not lead here from key " + place));
            }
        }

        private void checkSnapshots() {
            var snapshots =
                    database.getCollection(Snapshots.COLLECTION).find().projection(include("seq"));
            for (var snapshot : snapshots) {
                var id = snapshot.getString("_id");
                var standing = standings.get(id);
                if (standing == null || snapshot.getLong("seq") > standing.sequence()) {
                    staleSnapshots.add(id);
                    found(Kind.SNAPSHOT, 0, "the snapshot of %s is ahead of the log".formatted(id));
                }
            }
        }

        private long told() {
            return relay == null ? 0 : relay.getLong("pos");
        }

        private void checkRelay() {
            if (relay == null) {
                return;
            }
            long counted =
                    relay.getList("sent", Document.class).stream()
                            .mapToLong(entry -> entry.getLong("count"))
                            .sum();
            if (told() > head) {
                found(
                        Kind.RELAY,
                        told(),
                        "the relay is at %d, the log ends at %d".formatted(told(), head));
            } else if (from == 0 && counted != publicEventsTold) {
                found(
                        Kind.RELAY,
                        told(),
                        "the relay counted %d events, the log has %d up to there"
                                .formatted(counted, publicEventsTold));
            }
        }

        /**
         * The relay starts again from the beginning: everything is told once more, nothing is
         * missed.
         */
        private void correctRelay() {
            database.getCollection(RELAY)
                    .updateMany(
                            new Document(),
                            combine(
                                    set("pos", 0L),
                                    set("sent", List.of()),
                                    inc("epoch", 1L),
                                    inc("beat", 1L)));
        }
    }
}
