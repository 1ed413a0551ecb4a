package org.socius.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurationParameterResolverFactory;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.IncompatibleAggregateException;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.serialization.SerializedObject;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Actor;
import org.socius.platform.command.Aggregates;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.ContextOnEvents;
import org.socius.platform.command.OfTheDay;
import org.socius.platform.privacy.PersonalDataCodec;
import org.socius.platform.problem.Rejection;
import org.socius.platform.serialization.EventSerializer;
import org.socius.platform.serialization.EventTypes;
import org.socius.platform.settings.SettingList;
import org.socius.platform.settings.SettingsInForce;
import org.socius.platform.time.Brussels;
import org.socius.platform.time.BusinessClock;
import org.socius.platform.time.Holidays;
import org.socius.platform.time.WorkingDays;
import org.socius.platform.view.EventStreams;

/**
 * Given / when / then on the aggregates of one service, several of them together, with the guards
 * and the metadata of production and events in memory. Every event that comes out is written as
 * JSON and read back, and must be the same.
 */
public final class Story {

    private final List<DomainEventMessage<?>> journal = new ArrayList<>();
    private final Engine engine = new Engine();
    private List<DomainEventMessage<?>> marked = List.of();
    private Instant beginning;
    private final Configuration axon;
    private final EventStore events;
    private final EventSerializer serializer;
    private BusinessClock clock;
    private final AtomicInteger sequence = new AtomicInteger();
    private @Nullable String reason;
    private @Nullable String reasonCode;
    private @Nullable LocalDate occurredOn;
    private @Nullable Actor onBehalfOf;
    private @Nullable Long expectedVersion;

    private Story(EventTypes types, Instant now, List<Object> resources, Class<?>... aggregates) {
        beginning = now;
        clock = new BusinessClock(Clock.fixed(now, ZoneOffset.UTC));
        serializer = EventSerializer.of(types, PersonalDataCodec.PLAIN);
        Configurer configurer =
                DefaultConfigurer.defaultConfiguration()
                        .configureEmbeddedEventStore(c -> engine)
                        .configureCorrelationDataProviders(c -> List.of(new ContextOnEvents()))
                        .registerComponent(Aggregates.class, c -> new Aggregates(() -> c))
                        .registerComponent(Holidays.Source.class, c -> () -> Holidays.BELGIAN);
        List<Record> settings =
                resources.stream().filter(BoundSettings::isOne).map(Record.class::cast).toList();
        for (Object resource : resources) {
            if (resource instanceof Holidays.Source source) {
                configurer.registerComponent(Holidays.Source.class, c -> source);
            } else if (!BoundSettings.isOne(resource)) {
                register(configurer, resource);
            }
        }
        SettingsInForce inForce =
                new SettingsInForce(() -> settings, () -> new EventStreams(store()), Duration.ZERO);
        configurer
                .registerComponent(SettingsInForce.class, c -> inForce)
                .registerComponent(
                        ParameterResolverFactory.class,
                        c ->
                                MultiParameterResolverFactory.ordered(
                                        inForce.parameters(),
                                        new OfTheDay(
                                                WorkingDays.class::equals,
                                                (_, day) ->
                                                        c.getComponent(Holidays.Source.class)
                                                                .holidays()
                                                                .on(day)),
                                        ClasspathParameterResolverFactory.forClass(Story.class),
                                        new ConfigurationParameterResolverFactory(c)))
                .configureAggregate(SettingList.class);
        for (Class<?> aggregate : aggregates) {
            configurer.configureAggregate(aggregate);
        }
        axon = configurer.start();
        events = axon.eventStore();
    }

    /** In memory; refuses what the log refuses: a second event in a place that is taken. */
    private final class Engine implements EventStorageEngine {

        private InMemoryEventStorageEngine kept = new InMemoryEventStorageEngine();

        @Override
        public void appendEvents(List<? extends EventMessage<?>> added) {
            for (EventMessage<?> message : added) {
                DomainEventMessage<?> event = (DomainEventMessage<?>) message;
                String id = event.getAggregateIdentifier();
                if (lastSequenceNumberFor(id)
                        .filter(last -> last >= event.getSequenceNumber())
                        .isPresent()) {
                    throw new AggregateStreamCreationException(id + " is there already");
                }
            }
            kept.appendEvents(added);
            added.forEach(message -> journal.add((DomainEventMessage<?>) message));
        }

        @Override
        public void storeSnapshot(DomainEventMessage<?> snapshot) {
            kept.storeSnapshot(snapshot);
        }

        @Override
        public Stream<? extends TrackedEventMessage<?>> readEvents(
                @Nullable TrackingToken from, boolean mayBlock) {
            return kept.readEvents(from, mayBlock);
        }

        @Override
        public DomainEventStream readEvents(String aggregateId, long first) {
            return kept.readEvents(aggregateId, first);
        }

        @Override
        public Optional<DomainEventMessage<?>> readSnapshot(String aggregateId) {
            return kept.readSnapshot(aggregateId);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> void register(Configurer configurer, T resource) {
        configurer.registerComponent((Class<T>) resource.getClass(), c -> resource);
    }

    /**
     * A story about these aggregates.
     *
     * @param now what the business clock says at the beginning
     * @param resources further parameters that command handlers take, by their class; settings may
     *     be changed in the story
     */
    public static Story of(
            EventTypes types, String now, List<Object> resources, Class<?>... aggregates) {
        return new Story(types, Instant.parse(now), resources, aggregates);
    }

    /** What has happened so far is where {@link #rewind} goes back to. */
    public Story mark() {
        marked = List.copyOf(journal);
        beginning = clock.instant();
        return this;
    }

    /** What happened since the mark has not happened. */
    public Story rewind() {
        engine.kept = new InMemoryEventStorageEngine();
        journal.clear();
        engine.appendEvents(marked);
        clock = new BusinessClock(Clock.fixed(beginning, ZoneOffset.UTC));
        return this;
    }

    /** All events of all aggregates in the order in which they were recorded. */
    public List<DomainEventMessage<?>> journal() {
        return List.copyOf(journal);
    }

    /** A person with one role who speaks for the given organisations. */
    public static Actor person(String id, String role, String... institutions) {
        return new Actor(
                id,
                role,
                Set.of(role),
                Set.copyOf(Arrays.asList(institutions)),
                null,
                null,
                true,
                id);
    }

    /** An expert with the given expert id. */
    public static Actor expert(String expertId) {
        return new Actor(
                "sub-" + expertId,
                "expert",
                Set.of("expert"),
                Set.of(),
                null,
                expertId,
                true,
                null);
    }

    /** The business clock goes on to this instant. */
    public Story at(String instant) {
        if (!clock.moveTo(Instant.parse(instant))) {
            throw new IllegalArgumentException("The clock runs forward");
        }
        return this;
    }

    public Instant now() {
        return clock.instant();
    }

    /** The next command carries this reason. */
    public Story because(String text) {
        reason = text;
        return this;
    }

    /** The next command carries this reason and its code. */
    public Story because(String code, String text) {
        reasonCode = code;
        reason = text;
        return this;
    }

    /** The next command is a late entry of something that happened on this day. */
    public Story on(String day) {
        occurredOn = LocalDate.parse(day);
        return this;
    }

    /** The next command is entered for somebody else. */
    public Story onBehalfOf(Actor other) {
        onBehalfOf = other;
        return this;
    }

    /** The next command was given with this version in sight. */
    public Story seeing(long version) {
        expectedVersion = version;
        return this;
    }

    /** These events are history. */
    public Story given(String aggregateType, String id, Object... history) {
        long next = events.lastSequenceNumberFor(id).orElse(-1L) + 1;
        List<DomainEventMessage<?>> messages = new ArrayList<>();
        CommandContext past =
                CommandContext.ofSystem(
                        "story", clock.instant(), "given-" + sequence.incrementAndGet());
        for (Object event : history) {
            messages.add(
                    new GenericDomainEventMessage<>(
                            aggregateType,
                            id,
                            next++,
                            event,
                            MetaData.from(past.asEventMetadata())));
        }
        events.publish(messages);
        return this;
    }

    /** These commands were carried out before; a refusal here fails the test. */
    public Story given(Actor actor, Object... commands) {
        for (Object command : commands) {
            Outcome outcome = run(actor, command);
            if (outcome.rejection != null) {
                throw new AssertionError(
                        "Refused in the given part: " + command, outcome.rejection);
            }
        }
        return this;
    }

    /** The command the story is about. */
    public Outcome when(Actor actor, Object command) {
        Outcome outcome = run(actor, command);
        if (outcome.rejection == null) {
            RuleWitness.accepted();
        } else {
            RuleWitness.refused(outcome.rejection.rule());
        }
        return outcome;
    }

    /** All events of an aggregate so far. */
    public List<Object> eventsOf(String aggregateId) {
        return events.readEvents(aggregateId)
                .asStream()
                .<Object>map(DomainEventMessage::getPayload)
                .toList();
    }

    /** All events of an aggregate with their metadata. */
    public List<? extends DomainEventMessage<?>> messagesOf(String aggregateId) {
        return events.readEvents(aggregateId).asStream().toList();
    }

    /** Where the events of the story are, for what reads them. */
    public EventStore store() {
        return events;
    }

    private Outcome run(Actor actor, Object command) {
        boolean late = occurredOn != null && occurredOn.isBefore(Brussels.day(clock.instant()));
        String id = "command-" + sequence.incrementAndGet();
        CommandContext context =
                new CommandContext(
                        actor,
                        onBehalfOf,
                        late ? Brussels.noon(occurredOn) : clock.instant(),
                        clock.instant(),
                        late,
                        reason,
                        reasonCode,
                        id,
                        id,
                        id,
                        expectedVersion,
                        null,
                        null,
                        null);
        reason = null;
        reasonCode = null;
        occurredOn = null;
        onBehalfOf = null;
        expectedVersion = null;
        List<Object> recorded = new ArrayList<>();
        try (var registration =
                axon.eventBus()
                        .subscribe(
                                messages ->
                                        messages.forEach(
                                                message -> recorded.add(message.getPayload())))) {
            axon.commandGateway()
                    .send(
                            GenericCommandMessage.asCommandMessage(command)
                                    .withMetaData(MetaData.with(CommandContext.KEY, context)))
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Rejection rejection) {
                return new Outcome(List.of(), rejection);
            }
            if (e.getCause() instanceof AggregateNotFoundException
                    || e.getCause() instanceof IncompatibleAggregateException) {
                return new Outcome(List.of(), new Rejection.NotFound());
            }
            if (e.getCause() instanceof AggregateStreamCreationException) {
                return new Outcome(List.of(), new Rejection.IdInUse("taken"));
            }
            throw new AssertionError("Neither carried out nor refused: " + command, e.getCause());
        }
        recorded.forEach(this::survivesStorage);
        return new Outcome(recorded, null);
    }

    private void survivesStorage(Object event) {
        SerializedObject<String> stored = serializer.serialize(event, String.class);
        assertThat((Object) serializer.deserialize(stored)).isEqualTo(event);
        assertThat(stored.getType().getName()).doesNotContain("socius");
    }

    /** A new id for a story that does not care which. */
    public static String id() {
        return UUID.randomUUID().toString();
    }

    /** What became of a command. */
    public static final class Outcome {

        private final List<Object> events;
        private final @Nullable Rejection rejection;

        private Outcome(List<Object> events, @Nullable Rejection rejection) {
            this.events = events;
            this.rejection = rejection;
        }

        /** The events of the command, of all aggregates, in the order of the commit. */
        public List<Object> events() {
            assertThat(rejection).as("refused").isNull();
            return events;
        }

        /** Exactly these events came of it. */
        public Outcome expectEvents(Object... expected) {
            assertThat(events()).containsExactly(expected);
            return this;
        }

        /** Events of exactly these types came of it. */
        public Outcome expectTypes(Class<?>... types) {
            assertThat(events()).<Class<?>>extracting(Object::getClass).containsExactly(types);
            return this;
        }

        /** Why it was refused, or null if it was carried out. */
        public @Nullable Rejection refusal() {
            return rejection;
        }

        /** It was carried out. */
        public Outcome accepted() {
            events();
            return this;
        }

        /** It was refused in this way, and nothing happened. */
        public <R extends Rejection> R expectRefusal(Class<R> type) {
            assertThat(rejection).as("refusal").isInstanceOf(type);
            return type.cast(rejection);
        }

        /** It was refused by this rule. */
        public Rejection refusedBy(String rule) {
            if (rejection == null) {
                throw new AssertionError("Expected a refusal by " + rule + ", but got " + events);
            }
            assertThat(rejection.rule()).as(rejection.toString()).isEqualTo(rule);
            return rejection;
        }
    }
}
