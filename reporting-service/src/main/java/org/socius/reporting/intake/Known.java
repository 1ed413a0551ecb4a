package org.socius.reporting.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Topics;
import org.socius.platform.publishing.ContractTable;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.ApplicationFacts;
import org.socius.reporting.facts.CallFacts;
import org.socius.reporting.facts.EligibilityFacts;
import org.socius.reporting.facts.InstitutionFacts;
import org.socius.reporting.facts.MobilisationFacts;
import org.socius.reporting.facts.RequestFacts;
import org.socius.reporting.facts.Situation;
import org.socius.reporting.facts.Statement;

/**
 * Every fact this instance holds, at one moment. Immutable: a batch of new facts makes a new one,
 * which shares what has not changed.
 */
public final class Known {

    private static final int SHARDS = 256;

    /** Each holds what has changed since, and the index over everything. */
    private static final int PASTS = 8;

    private final List<Map<String, Folded>> shards;
    private final Map<String, Long> contained;
    private final long version;
    private final Instant latestOccurred;
    private final Instant latestRecorded;
    private final AtomicReference<@Nullable Situation> complete = new AtomicReference<>();

    /**
     * The looks into the past that were asked for last: readers ask several reports for one day,
     * and compare days. One is made at a time, so that strangers who ask for many days do not keep
     * everybody else from an answer.
     */
    private final Map<Bounds, Situation> past =
            new LinkedHashMap<>(PASTS, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Bounds, Situation> eldest) {
                    return size() > PASTS;
                }
            };

    /** A chronicle with what it says in full. */
    private record Folded(Chronicle chronicle, @Nullable Object facts) {}

    private Known(
            List<Map<String, Folded>> shards,
            Map<String, Long> contained,
            long version,
            Instant latestOccurred,
            Instant latestRecorded) {
        this.shards = shards;
        this.contained = contained;
        this.version = version;
        this.latestOccurred = latestOccurred;
        this.latestRecorded = latestRecorded;
    }

    static Known nothing() {
        List<Map<String, Folded>> shards = new ArrayList<>();
        for (int i = 0; i < SHARDS; i++) {
            shards.add(Map.of());
        }
        Map<String, Long> contained = new HashMap<>();
        Topics.ALL.forEach(topic -> contained.put(topic, 0L));
        return new Known(shards, Map.copyOf(contained), 0, Instant.MIN, Instant.MIN);
    }

    /** With these chronicles in the place of older ones of the same aggregates. */
    Known with(Collection<Chronicle> changed) {
        List<Map<String, Folded>> next = new ArrayList<>(shards);
        Map<Integer, Map<String, Folded>> copied = new HashMap<>();
        Map<String, Long> counts = new HashMap<>(contained);
        Instant occurred = latestOccurred;
        Instant recorded = latestRecorded;
        for (Chronicle chronicle : changed) {
            String key = key(chronicle.topic(), chronicle.aggregateId());
            Map<String, Folded> shard =
                    copied.computeIfAbsent(shard(key), i -> new HashMap<>(shards.get(i)));
            Folded before =
                    shard.put(
                            key,
                            new Folded(chronicle, fold(chronicle.topic(), chronicle.moments())));
            long more = chronicle.mark() - (before == null ? 0 : before.chronicle().mark());
            counts.merge(chronicle.topic(), more, Long::sum);
            for (Moment moment : chronicle.moments()) {
                occurred = occurred.isBefore(moment.occurredAt()) ? moment.occurredAt() : occurred;
                recorded = recorded.isBefore(moment.recordedAt()) ? moment.recordedAt() : recorded;
            }
        }
        copied.forEach(next::set);
        return new Known(List.copyOf(next), Map.copyOf(counts), version + 1, occurred, recorded);
    }

    Optional<Chronicle> chronicle(String topic, String aggregateId) {
        String key = key(topic, aggregateId);
        return Optional.ofNullable(shards.get(shard(key)).get(key)).map(Folded::chronicle);
    }

    /**
     * A contract event as a reader sees it.
     *
     * @param type its name and version, such as {@code action.approved.v1}
     */
    public record Told(String type, Instant occurredAt, Instant recordedAt) {}

    /** What happened to an aggregate within the later bounds and not yet within the earlier. */
    public List<Told> between(String topic, String aggregateId, Bounds earlier, Bounds later) {
        return chronicle(topic, aggregateId).stream()
                .flatMap(chronicle -> chronicle.within(later).stream())
                .filter(moment -> !earlier.shows(moment))
                .map(
                        moment ->
                                new Told(
                                        ContractTable.typeOf(moment.event().getClass()),
                                        moment.occurredAt(),
                                        moment.recordedAt()))
                .toList();
    }

    /** Number of distinct contract events contained, by topic. */
    public Map<String, Long> contained() {
        return contained;
    }

    /** Grows with every batch since the start of this process. */
    public long version() {
        return version;
    }

    /** What had happened within the bounds. */
    public Situation situation(Bounds bounds) {
        boolean all =
                (bounds.before() == null || latestOccurred.isBefore(bounds.before()))
                        && (bounds.knownAt() == null || !latestRecorded.isAfter(bounds.knownAt()));
        if (!all) {
            synchronized (past) {
                return past.computeIfAbsent(bounds, this::build);
            }
        }
        Situation known = complete.get();
        if (known == null) {
            known = build(new Bounds(null, null));
            complete.set(known);
        }
        return known;
    }

    private Situation build(Bounds bounds) {
        List<InstitutionFacts> institutions = new ArrayList<>();
        List<RequestFacts> requests = new ArrayList<>();
        List<ActionFacts> actions = new ArrayList<>();
        List<MobilisationFacts> mobilisations = new ArrayList<>();
        List<Statement> statements = new ArrayList<>();
        List<CallFacts> calls = new ArrayList<>();
        List<ApplicationFacts> applications = new ArrayList<>();
        EligibilityFacts eligibility = EligibilityFacts.DEFAULT;
        for (Map<String, Folded> shard : shards) {
            for (Folded folded : shard.values()) {
                List<Moment> shown = folded.chronicle().within(bounds);
                Object facts =
                        shown.size() == folded.chronicle().moments().size()
                                ? folded.facts()
                                : fold(folded.chronicle().topic(), shown);
                switch (facts) {
                    case InstitutionFacts one -> institutions.add(one);
                    case RequestFacts one -> requests.add(one);
                    case ActionFacts one -> actions.add(one);
                    case MobilisationFacts one -> mobilisations.add(one);
                    case CallFacts one -> calls.add(one);
                    case ApplicationFacts one -> applications.add(one);
                    case EligibilityFacts one -> eligibility = one;
                    case Statement one -> statements.add(one);
                    case null, default -> {}
                }
            }
        }
        return new Situation(
                institutions,
                requests,
                actions,
                mobilisations,
                calls,
                applications,
                eligibility,
                statements);
    }

    private static @Nullable Object fold(String topic, List<Moment> moments) {
        return switch (topic) {
            case Topics.REQUEST -> RequestFold.of(moments).orElse(null);
            case Topics.ACTION -> ActionFold.of(moments).orElse(null);
            case Topics.EXPERT -> ExpertFold.of(moments).orElse(null);
            default -> throw new IllegalArgumentException("No such topic: " + topic);
        };
    }

    private static String key(String topic, String aggregateId) {
        return topic + "|" + aggregateId;
    }

    private static int shard(String key) {
        return Math.floorMod(key.hashCode(), SHARDS);
    }
}
