package org.socius.platform.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.BatchingEventStorageEngine;
import org.axonframework.eventsourcing.snapshotting.SnapshotFilter;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;
import org.socius.platform.privacy.MayStayInside;
import org.socius.platform.privacy.OfRecord;
import org.socius.platform.privacy.PersonalDataCodec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Axon's view of a {@link CommitLog}: one unit of work is one commit, and a token is one number,
 * position × 1024 + index in the commit, so that tokens compare as the log is ordered.
 *
 * <p>The metadata keys of {@link CommandKeys} on any event of the unit of work name the command. A
 * command that was applied before ends in {@link CommandAlreadyRecorded}; a lost race for an
 * aggregate in Axon's own exceptions; every other failure in {@link AppendRefused}.
 */
public final class DenseCommitEventStorageEngine extends BatchingEventStorageEngine {

    /** Tokens per position; a commit has fewer events. */
    static final long TOKENS_PER_POSITION = 1024;

    /**
     * By how much the machine clocks of writers may differ when a token for a time is asked for.
     */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private static final Set<String> NOT_KEPT =
            Set.of(
                    CommandKeys.COMMAND_PRINCIPAL,
                    CommandKeys.COMMAND_RESULT,
                    CommandKeys.REASON_OF);

    private static final String REASON = "reason";
    private static final String REASON_MEMBER = "\"reason\":\"";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final CommitLog log;
    private final Snapshots snapshots;
    private final PersonalDataCodec codec;

    /** All serializers must write JSON text. */
    public DenseCommitEventStorageEngine(
            CommitLog log,
            Snapshots snapshots,
            PersonalDataCodec codec,
            Serializer eventSerializer,
            Serializer snapshotSerializer,
            EventUpcaster upcasterChain,
            SnapshotFilter snapshotFilter) {
        super(
                new Settings()
                        .eventSerializer(eventSerializer)
                        .snapshotSerializer(snapshotSerializer)
                        .upcasterChain(upcasterChain)
                        .snapshotFilter(snapshotFilter));
        this.log = log;
        this.snapshots = snapshots;
        this.codec = codec;
    }

    private static final class Settings extends BatchingEventStorageEngine.Builder {}

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        if (events.isEmpty()) {
            return;
        }
        try {
            log.append(
                    new AppendRequest(
                            events.stream().map(event -> newEvent(event, serializer)).toList(),
                            command(events)));
        } catch (AppendRefused.Conflict e) {
            if (e.sequence() == 0) {
                throw new AggregateStreamCreationException(
                        "aggregate %s exists already".formatted(e.aggregateId()), e);
            }
            throw new ConcurrencyException(
                    "aggregate %s was changed by another command".formatted(e.aggregateId()), e);
        }
    }

    private AppendRequest.NewEvent newEvent(EventMessage<?> message, Serializer serializer) {
        var event = EventUtils.asDomainEventMessage(message);
        var payload = event.serializePayload(serializer, String.class);
        var kept = event.getMetaData().withoutKeys(NOT_KEPT);
        if (kept.get(REASON) instanceof String reason) {
            kept =
                    event.getAggregateIdentifier()
                                    .equals(
                                            event.getMetaData()
                                                    .getOrDefault(
                                                            CommandKeys.REASON_OF,
                                                            event.getAggregateIdentifier()))
                            ? kept.and(REASON, sealed(recordOf(event), reason))
                            : kept.withoutKeys(Set.of(REASON));
        }
        var metadata = event.withMetaData(kept).serializeMetaData(serializer, String.class);
        return new AppendRequest.NewEvent(
                event.getIdentifier(),
                event.getAggregateIdentifier(),
                event.getType(),
                event.getSequenceNumber(),
                payload.getType().getName(),
                payload.getType().getRevision(),
                event.getTimestamp(),
                payload.getData(),
                metadata.getData(),
                event.getPayload() instanceof MayStayInside told && told.staysInside());
    }

    private static String recordOf(DomainEventMessage<?> event) {
        return event.getPayload() instanceof OfRecord part
                ? part.recordId()
                : event.getAggregateIdentifier();
    }

    /** What people wrote about why is about people, too. */
    private String sealed(String recordId, String reason) {
        return JSON.readValue(
                codec.protect(recordId, REASON, JSON.writeValueAsString(reason)), String.class);
    }

    private String opened(String metadata) {
        if (!metadata.contains(REASON_MEMBER)) {
            return metadata;
        }
        var members = (ObjectNode) JSON.readTree(metadata);
        var reason = codec.open(REASON, JSON.writeValueAsString(members.get(REASON)));
        if (reason == null) {
            members.put(REASON, "[erased]");
        } else {
            members.set(REASON, JSON.readTree(reason));
        }
        return JSON.writeValueAsString(members);
    }

    private static AppendRequest.@Nullable Command command(List<? extends EventMessage<?>> events) {
        var principal = metadata(events, CommandKeys.COMMAND_PRINCIPAL);
        var id = metadata(events, CommandKeys.COMMAND_ID);
        return principal == null || id == null
                ? null
                : new AppendRequest.Command(
                        principal, id, metadata(events, CommandKeys.COMMAND_RESULT));
    }

    private static @Nullable String metadata(List<? extends EventMessage<?>> events, String key) {
        return events.stream()
                .flatMap(event -> Stream.ofNullable(event.getMetaData().get(key)))
                .findFirst()
                .map(Object::toString)
                .orElse(null);
    }

    @Override
    protected List<? extends DomainEventData<?>> fetchDomainEvents(
            String aggregateIdentifier, long firstSequenceNumber, int batchSize) {
        return log.eventsOf(aggregateIdentifier, firstSequenceNumber, batchSize).stream()
                .map(this::entry)
                .toList();
    }

    @Override
    protected List<? extends TrackedEventData<?>> fetchTrackedEvents(
            @Nullable TrackingToken lastToken, int batchSize) {
        long last = lastToken == null ? -1 : lastToken.position().orElseThrow();
        long position = last < 0 ? 0 : last / TOKENS_PER_POSITION;
        if (position > 0 && last % TOKENS_PER_POSITION < TOKENS_PER_POSITION - 1) {
            position--;
        }
        var events = new ArrayList<TrackedEventData<String>>();
        while (events.size() < batchSize) {
            var commits = log.after(position, batchSize);
            if (commits.isEmpty()) {
                break;
            }
            for (var commit : commits) {
                for (var event : commit.events()) {
                    if (token(event) > last) {
                        events.add(
                                new TrackedDomainEventData<>(
                                        new GlobalSequenceTrackingToken(token(event)),
                                        entry(event)));
                    }
                }
            }
            position = commits.getLast().position();
        }
        return events;
    }

    /** The position of the commit that a token of this engine stands in; 0 for none. */
    public static long positionOf(@Nullable TrackingToken token) {
        return token == null ? 0 : token.position().orElse(0) / TOKENS_PER_POSITION;
    }

    private static long token(StoredEvent event) {
        return event.position() * TOKENS_PER_POSITION + event.index();
    }

    private DomainEventData<String> entry(StoredEvent event) {
        return new GenericDomainEventEntry<>(
                event.aggregateType(),
                event.aggregateId(),
                event.sequence(),
                event.eventId(),
                event.timestamp().toString(),
                event.type(),
                event.revision(),
                event.data(),
                opened(event.metadata()));
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregateIdentifier) {
        return log.lastSequenceOf(aggregateIdentifier);
    }

    @Override
    public @Nullable TrackingToken createTailToken() {
        return null;
    }

    @Override
    public @Nullable TrackingToken createHeadToken() {
        return tokenBelow(log.head() + 1);
    }

    /**
     * By the machine clock of the writers, not by the dates of the events; rather earlier than
     * later.
     */
    @Override
    public @Nullable TrackingToken createTokenAt(Instant dateTime) {
        var from = dateTime.minus(CLOCK_SKEW);
        long low = 0;
        long high = log.head() + 1;
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (log.at(middle).map(commit -> commit.writtenAt().isBefore(from)).orElse(false)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return tokenBelow(high);
    }

    private static @Nullable TrackingToken tokenBelow(long position) {
        return position == 1
                ? null
                : new GlobalSequenceTrackingToken(position * TOKENS_PER_POSITION - 1);
    }

    @Override
    protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) {
        var payload = snapshot.serializePayload(serializer, String.class);
        var metadata = snapshot.serializeMetaData(serializer, String.class);
        snapshots.store(
                new GenericDomainEventEntry<>(
                        snapshot.getType(),
                        snapshot.getAggregateIdentifier(),
                        snapshot.getSequenceNumber(),
                        snapshot.getIdentifier(),
                        snapshot.getTimestamp().toString(),
                        payload.getType().getName(),
                        payload.getType().getRevision(),
                        payload.getData(),
                        metadata.getData()));
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        return snapshots.find(aggregateIdentifier).stream();
    }

    /** A snapshot that cannot be read, or that knows more than the log, is deleted and ignored. */
    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
        try {
            var snapshot = super.readSnapshot(aggregateIdentifier);
            if (snapshot.isEmpty()) {
                return snapshot;
            }
            if (!(snapshot.get().getPayload() instanceof UnknownSerializedType)
                    && log.commitOf(aggregateIdentifier, snapshot.get().getSequenceNumber())
                            .isPresent()) {
                return snapshot;
            }
        } catch (RuntimeException | LinkageError unreadable) {
            snapshots.delete(aggregateIdentifier);
            return Optional.empty();
        }
        snapshots.delete(aggregateIdentifier);
        return Optional.empty();
    }
}
