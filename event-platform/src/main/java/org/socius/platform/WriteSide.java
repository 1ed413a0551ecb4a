package org.socius.platform;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import jakarta.validation.Validator;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.lock.LockFactory;
import org.axonframework.common.lock.PessimisticLockFactory;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.EventBusSpanFactory;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.eventsourcing.Snapshotter;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.snapshotting.SnapshotFilter;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.MongoTemplate;
import org.axonframework.extensions.mongo.eventhandling.deadletter.MongoSequencedDeadLetterQueue;
import org.axonframework.extensions.mongo.eventsourcing.tokenstore.MongoTokenStore;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.socius.platform.command.Aggregates;
import org.socius.platform.command.ContextOnEvents;
import org.socius.platform.command.OfTheDay;
import org.socius.platform.documents.DocumentOwner;
import org.socius.platform.documents.Documents;
import org.socius.platform.documents.Format;
import org.socius.platform.intake.IntakeConfiguration;
import org.socius.platform.parking.DeadLetters;
import org.socius.platform.parking.SealedLetters;
import org.socius.platform.privacy.PersonalDataCodec;
import org.socius.platform.privacy.RecordKeys;
import org.socius.platform.publishing.ContractOutbound;
import org.socius.platform.publishing.ContractTable;
import org.socius.platform.relay.KafkaRecordSender;
import org.socius.platform.relay.MongoRelayStates;
import org.socius.platform.relay.Relay;
import org.socius.platform.serialization.EventSerializer;
import org.socius.platform.serialization.EventTypes;
import org.socius.platform.serialization.StateSerializer;
import org.socius.platform.settings.SettingController;
import org.socius.platform.settings.SettingList;
import org.socius.platform.settings.SettingsInForce;
import org.socius.platform.store.CommitLog;
import org.socius.platform.store.DenseCommitEventStorageEngine;
import org.socius.platform.store.MongoCommitStore;
import org.socius.platform.store.Snapshots;
import org.socius.platform.time.BusinessClock;
import org.socius.platform.time.Holidays;
import org.socius.platform.time.WorkingDays;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.SystemCommands;
import org.socius.platform.view.Timeline;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.CommandJournal;
import org.socius.platform.web.StatusPart;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.PropertySource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * What a service that decides has: the log, Axon on top of it, the command desk, and the edge. The
 * service itself brings its {@link EventTypes} and its {@link ContractTable}.
 */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:write-side.properties")
@Import({
    ServiceEdge.class,
    Stores.class,
    IntakeConfiguration.class,
    PersonalKeys.class,
    SettingList.class
})
public class WriteSide {

    /**
     * A command is answered within ten seconds, whatever the store does: it waits for its aggregate
     * and then for its append.
     */
    private static final Duration APPEND_PATIENCE = Duration.ofSeconds(6);

    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(3);
    private static final int LOCK_ATTEMPT_MILLIS = 100;

    /** Events kept for readers at the head; one may have 900 KiB. */
    private static final int CACHED_EVENTS = 500;

    @Bean(destroyMethod = "close")
    CommitLog commitLog(
            MongoDatabase database,
            ContractTable contracts,
            @Value("${spring.application.name}") String service) {
        CommitLog log =
                new CommitLog(
                        new MongoCommitStore(database),
                        service + "@" + UUID.randomUUID(),
                        contracts::isPublic,
                        Clock.systemUTC(),
                        new CommitLog.Settings(
                                CommitLog.Settings.DEFAULT.queue(),
                                APPEND_PATIENCE,
                                CommitLog.Settings.DEFAULT.holePatience()));
        log.start();
        return log;
    }

    @Bean
    @Primary
    Serializer generalSerializer() {
        return Jackson3Serializer.builder()
                .lenientDeserialization()
                .jsonMapperBuilderCustomizer(
                        json ->
                                json.polymorphicTypeValidator(
                                        BasicPolymorphicTypeValidator.builder()
                                                .allowIfSubType("org.axonframework.")
                                                .allowIfSubType("org.socius.")
                                                .allowIfSubType("java.util.")
                                                .allowIfSubType("java.time.")
                                                .build()))
                .build();
    }

    /** Reads older forms of events too, so that nothing behind it needs an upcaster. */
    @Bean
    @Qualifier("eventSerializer")
    Serializer eventSerializer(EventTypes types, PersonalDataCodec codec) {
        return EventSerializer.of(types, codec);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Documents documents(
            MongoDatabase database,
            RecordKeys keys,
            ObjectProvider<DocumentOwner> owners,
            @Value("${socius.documents.formats:pdf,docx,xlsx,pptx,odt,ods,png,jpeg,text,csv}")
                    Set<Format> formats,
            @Value("${socius.documents.largest:20MB}") DataSize largest,
            @Value("${socius.documents.per-record:30}") int perRecord,
            @Value("${socius.documents.sweep-after:1h}") Duration sweepAfter) {
        return new Documents(
                database,
                keys,
                owners,
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString(),
                new Documents.Settings(formats, largest.toBytes(), perRecord, sweepAfter));
    }

    @Bean
    EventStorageEngine eventStorageEngine(
            CommitLog log,
            MongoDatabase database,
            ObjectProvider<org.axonframework.config.Configuration> axon,
            @Qualifier("eventSerializer") Serializer events,
            PersonalDataCodec codec) {
        SnapshotFilter byRevision = snapshot -> axon.getObject().snapshotFilter().test(snapshot);
        return new DenseCommitEventStorageEngine(
                log,
                new Snapshots(database, codec),
                codec,
                events,
                StateSerializer.create(),
                NoOpEventUpcaster.INSTANCE,
                byRevision);
    }

    @Bean(Aggregates.SNAPSHOTS)
    SnapshotTriggerDefinition snapshots(
            Snapshotter snapshotter, @Value("${socius.snapshot-every:50}") int events) {
        return new EventCountSnapshotTriggerDefinition(snapshotter, events);
    }

    @Bean
    EmbeddedEventStore eventStore(
            EventStorageEngine engine, org.axonframework.config.Configuration axon) {
        return EmbeddedEventStore.builder()
                .storageEngine(engine)
                .cachedEvents(CACHED_EVENTS)
                .messageMonitor(axon.messageMonitor(EventStore.class, "eventStore"))
                .spanFactory(axon.getComponent(EventBusSpanFactory.class))
                .build();
    }

    @Bean
    Publication publication(
            CommitLog log,
            MongoDatabase database,
            ContractTable contracts,
            @Qualifier("eventSerializer") Serializer events,
            KafkaProperties kafka,
            @Value("${spring.kafka.bootstrap-servers}") String bootstrapServers,
            @Value("${socius.topics.replicas:1}") short replicas,
            @Value(IntakeConfiguration.INSTANCE) String instance) {
        Relay relay =
                new Relay(
                        log,
                        new ContractOutbound(contracts, events),
                        new MongoRelayStates(database),
                        KafkaRecordSender.opening(kafka.buildProducerProperties()),
                        instance,
                        Relay.LEASE);
        return new Publication(relay, contracts.topics(), bootstrapServers, replicas);
    }

    @Bean
    CorrelationDataProvider contextOnEvents() {
        return new ContextOnEvents();
    }

    @Bean
    MongoTemplate axonCollections(
            MongoClient client, @Value("${spring.mongodb.database}") String database) {
        return DefaultMongoTemplate.builder().mongoDatabase(client, database).build();
    }

    /**
     * An instance that keeps its name takes its claims again at once after a restart; another waits
     * until those of its last run are over.
     */
    @Bean
    TokenStore tokenStore(
            MongoTemplate collections,
            Serializer general,
            @Value(IntakeConfiguration.INSTANCE) String instance) {
        return MongoTokenStore.builder()
                .mongoTemplate(collections)
                .serializer(general)
                .nodeId(instance)
                .build();
    }

    /**
     * Projections and policies run on pooled streaming processors, which keep their claim however
     * long a handler takes. An error that may pass stops the processor until it is over; any other
     * parks the event with all that follow it in its sequence. The queue would write whole events
     * into the log of the process, with whatever they say about persons.
     */
    @Bean
    ConfigurerModule eventProcessing(
            MongoTemplate collections,
            EventTypes types,
            PersonalDataCodec codec,
            Projections projections,
            LoggingSystem logging) {
        logging.setLogLevel(MongoSequencedDeadLetterQueue.class.getName(), LogLevel.WARN);
        Serializer copies = EventSerializer.of(types, codec.ofCopies());
        return configurer ->
                configurer.eventProcessing(
                        processing ->
                                processing
                                        .usingPooledStreamingEventProcessors()
                                        .registerPooledStreamingEventProcessorConfiguration(
                                                (c, processor) ->
                                                        processor.enableCoordinatorClaimExtension())
                                        .registerDefaultHandlerInterceptor(
                                                (c, group) -> projections.watch(group))
                                        .registerDefaultErrorHandler(
                                                c -> PropagatingErrorHandler.instance())
                                        .registerDefaultListenerInvocationErrorHandler(
                                                c -> PropagatingErrorHandler.instance())
                                        .registerDeadLetterQueueProvider(
                                                group ->
                                                        c ->
                                                                MongoSequencedDeadLetterQueue
                                                                        .builder()
                                                                        .processingGroup(group)
                                                                        .mongoTemplate(collections)
                                                                        .serializer(copies)
                                                                        .clearConverters()
                                                                        .addConverter(
                                                                                new SealedLetters(
                                                                                        codec
                                                                                                .ofCopies()))
                                                                        .transactionManager(
                                                                                NoTransactionManager
                                                                                        .instance())
                                                                        .build())
                                        .registerDefaultDeadLetterPolicy(
                                                c -> DeadLetters.policy()));
    }

    /** Commands for one aggregate take turns; who waits too long for its turn is refused. */
    @Bean
    ConfigurerModule turns() {
        return configurer ->
                configurer.onInitialize(
                        axon ->
                                axon.findModules(AggregateConfigurer.class)
                                        .forEach(
                                                aggregate ->
                                                        aggregate.configureLockFactory(
                                                                c -> locks())));
    }

    private static LockFactory locks() {
        return PessimisticLockFactory.builder()
                .lockAttemptTimeout(LOCK_ATTEMPT_MILLIS)
                .acquireAttempts(Math.toIntExact(LOCK_PATIENCE.toMillis()) / LOCK_ATTEMPT_MILLIS)
                .build();
    }

    @Bean
    DeadLetters deadLetters(
            ObjectProvider<org.axonframework.config.Configuration> axon,
            @Value("${socius.dead-letter-retry:5s}") Duration firstPause) {
        return new DeadLetters(
                () -> axon.getObject().eventProcessingConfiguration(),
                Clock.systemUTC(),
                firstPause);
    }

    @Bean
    Projections projections(
            ObjectProvider<org.axonframework.config.Configuration> axon,
            CommitLog log,
            ObjectProvider<DeadLetters> letters) {
        return new Projections(
                () -> axon.getObject().eventProcessingConfiguration(),
                log::head,
                letters::getObject,
                Clock.systemUTC());
    }

    @Bean
    Aggregates aggregates(ObjectProvider<org.axonframework.config.Configuration> axon) {
        return new Aggregates(axon::getObject);
    }

    @Bean
    CommandJournal commandJournal(CommitLog log) {
        return new LogJournal(log);
    }

    @Bean
    CommandDesk commandDesk(
            CommandGateway commands,
            CommandJournal journal,
            Validator validator,
            BusinessClock clock,
            @Value(
                            "${socius.late-entry-roles:coordinator,approver,activity-manager,mobilisation-officer,finance-officer,evaluation-officer,admin}")
                    Set<String> lateEntryRoles,
            @Value("${socius.on-behalf-role:admin}") String onBehalfRole,
            @Value(
                            "${socius.organisation-roles:partner-drafter,partner-signatory,employer,collaborative-partner}")
                    Set<String> organisationRoles,
            @Value("${socius.expert-role:expert}") String expertRole) {
        return new CommandDesk(
                commands,
                journal,
                validator,
                clock,
                () -> UUID.randomUUID().toString(),
                new CommandDesk.Settings(
                        lateEntryRoles, onBehalfRole, organisationRoles, expertRole));
    }

    @Bean
    SystemCommands systemCommands(
            CommandGateway commands, CommandJournal journal, BusinessClock clock) {
        return new SystemCommands(commands, journal, clock);
    }

    /** Command handlers get settings as they hold on the day of the command. */
    @Bean
    ParameterResolverFactory settingsOfTheDay(SettingsInForce settings) {
        return settings.parameters();
    }

    /** Command handlers reckon with the holidays that hold on the day of the command. */
    @Bean
    ParameterResolverFactory workingDaysOfTheDay(ObjectProvider<Holidays.Source> kept) {
        return new OfTheDay(
                WorkingDays.class::equals,
                (_, day) -> {
                    Holidays.Source source = kept.getIfAvailable();
                    Holidays holidays = source == null ? Holidays.BELGIAN : source.holidays();
                    return holidays.on(day);
                });
    }

    @Bean
    SettingController settingController(
            CommandDesk desk,
            SettingsInForce settings,
            @Value(ServiceEdge.NUMBERS_FOR) Set<String> readers,
            BusinessClock clock) {
        return new SettingController(desk, settings, readers, clock);
    }

    @Bean
    EventStreams eventStreams(EventStore store) {
        return new EventStreams(store);
    }

    @Bean
    Timeline timeline(EventStore store) {
        return new Timeline(store);
    }

    @Bean
    StatusPart logStatus(CommitLog log) {
        return new StatusPart() {
            @Override
            public String name() {
                return "log";
            }

            @Override
            public boolean isUp() {
                return true;
            }

            @Override
            public Map<String, Object> numbers() {
                return Map.of("position", log.head());
            }
        };
    }
}
