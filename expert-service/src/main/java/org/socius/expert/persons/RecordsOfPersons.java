package org.socius.expert.persons;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.socius.expert.applications.ApplicationCommand.EndWithPerson;
import org.socius.expert.applications.ApplicationCommand.EraseWithMobilisation;
import org.socius.expert.applications.ApplicationEvent.ApplicationErased;
import org.socius.expert.applications.ApplicationEvent.ApplicationSubmitted;
import org.socius.expert.applications.Applications;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationErased;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationOpened;
import org.socius.expert.mobilisations.Mobilisations;
import org.socius.expert.roster.ExpertEvent.ExpertDeactivated;
import org.socius.expert.roster.ExpertEvent.ExpertErased;
import org.socius.expert.roster.ExpertEvent.ExpertProfileRefused;
import org.socius.expert.roster.ExpertEvent.ExpertRegistered;
import org.socius.expert.roster.Experts;
import org.socius.platform.command.EventMoment;
import org.socius.platform.filing.DocumentAdded;
import org.socius.platform.filing.FiledDocuments;
import org.socius.platform.privacy.RecordKeys;
import org.socius.platform.view.SystemCommands;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Knows which records say something about whom, and forgets a person: ends what is open, destroys
 * the key of each record and writes the lists anew. The events about one person come one after the
 * other, so that at an erasure every record before it is known; a document comes in the turn of its
 * record, so either it finds the key destroyed or the erasure finds it when it looks once more.
 * Done again, it changes nothing.
 */
@Component
@ProcessingGroup(RecordsOfPersons.NAME)
class RecordsOfPersons {

    static final String NAME = "records-of-persons";

    private final MongoCollection<Document> records;
    private final RecordKeys keys;
    private final SystemCommands commands;
    private final Experts experts;
    private final Applications applications;
    private final Mobilisations mobilisations;
    private final FiledDocuments documents;
    private final Clock clock;

    RecordsOfPersons(
            MongoDatabase database,
            RecordKeys keys,
            SystemCommands commands,
            Experts experts,
            Applications applications,
            Mobilisations mobilisations,
            FiledDocuments documents,
            Clock clock) {
        this.records = database.getCollection(NAME);
        this.keys = keys;
        this.commands = commands;
        this.experts = experts;
        this.applications = applications;
        this.mobilisations = mobilisations;
        this.documents = documents;
        this.clock = clock;
    }

    /** What a record is; the order in which a person reads them. */
    enum Kind {
        PROFILE,
        APPLICATION,
        MOBILISATION,
        DOCUMENT
    }

    record PersonalRecord(String id, Kind kind) {}

    /** One person after the other, in any number of segments. */
    @Configuration(proxyBeanMethods = false)
    static class ByPerson {

        @Bean
        ConfigurerModule recordsOfOnePersonInTurn() {
            return configurer ->
                    configurer
                            .eventProcessing()
                            .registerSequencingPolicy(
                                    NAME, c -> event -> personOf(event.getPayload()));
        }

        private static @Nullable String personOf(Object event) {
            return switch (event) {
                case ExpertRegistered e -> e.expertId();
                case ApplicationSubmitted e -> e.expertId();
                case MobilisationOpened e -> e.expertId();
                case ExpertErased e -> e.expertId();
                case ExpertDeactivated e -> e.expertId();
                case ExpertProfileRefused e -> e.expertId();
                case DocumentAdded e -> e.recordId();
                case ApplicationErased e -> e.expertId();
                case MobilisationErased e -> e.expertId();
                default -> null;
            };
        }
    }

    @EventHandler
    void note(ExpertRegistered event) {
        note(event.expertId(), event.expertId(), Kind.PROFILE);
    }

    @EventHandler
    void note(ApplicationSubmitted event) {
        note(event.expertId(), event.applicationId(), Kind.APPLICATION);
    }

    @EventHandler
    void note(MobilisationOpened event) {
        note(event.expertId(), event.mobilisationId(), Kind.MOBILISATION);
    }

    /** A document that comes while its person is forgotten is forgotten as well. */
    @EventHandler
    void note(DocumentAdded event) {
        String record = event.recordId();
        experts.find(record)
                .map(_ -> record)
                .or(() -> applications.expertOf(record))
                .or(() -> mobilisations.expertOf(record))
                .ifPresent(person -> note(person, event.documentId(), Kind.DOCUMENT));
        if (keys.erased(record)) {
            keys.destroy(event.documentId(), clock.instant());
            documents.forget(event.documentId());
        }
    }

    private void note(String person, String record, Kind kind) {
        records.replaceOne(
                Filters.eq("_id", record),
                new Document("_id", record).append("person", person).append("kind", kind.name()),
                new ReplaceOptions().upsert(true));
    }

    /** Who has left the roster applies for nothing any more. */
    @EventHandler
    void end(ExpertDeactivated event, @MessageIdentifier String cause, EventMoment moment) {
        endApplications(of(event.expertId()), cause, moment);
    }

    @EventHandler
    void end(ExpertProfileRefused event, @MessageIdentifier String cause, EventMoment moment) {
        endApplications(of(event.expertId()), cause, moment);
    }

    private void endApplications(List<PersonalRecord> held, String cause, EventMoment moment) {
        for (PersonalRecord record : held) {
            if (record.kind() == Kind.APPLICATION) {
                commands.sendFollowing(
                        NAME, new EndWithPerson(record.id()), cause, record.id(), moment);
            }
        }
    }

    @EventHandler
    void forget(ExpertErased event, @MessageIdentifier String cause, EventMoment moment) {
        List<PersonalRecord> held = of(event.expertId());
        endApplications(held, cause, moment);
        held.forEach(this::forget);
        of(event.expertId()).stream()
                .filter(record -> !held.contains(record))
                .forEach(this::forget);
    }

    private void forget(PersonalRecord record) {
        keys.destroy(record.id(), clock.instant());
        switch (record.kind()) {
            case PROFILE -> experts.forget(record.id());
            case APPLICATION -> applications.forget(record.id());
            case MOBILISATION -> mobilisations.forget(record.id());
            case DOCUMENT -> documents.forget(record.id());
        }
    }

    @EventHandler
    void forget(ApplicationErased event) {
        String application = event.applicationId();
        keys.destroy(application, clock.instant());
        applications.forget(application);
        forgetDocuments(event.expertId(), application);
    }

    /** The application that led to it goes with it. */
    @EventHandler
    void forget(MobilisationErased event, @MessageIdentifier String cause, EventMoment moment) {
        String mobilisation = event.mobilisationId();
        keys.destroy(mobilisation, clock.instant());
        mobilisations.forget(mobilisation);
        forgetDocuments(event.expertId(), mobilisation);
        mobilisations
                .applicationOf(mobilisation)
                .ifPresent(
                        application ->
                                commands.sendFollowing(
                                        NAME,
                                        new EraseWithMobilisation(application),
                                        cause,
                                        application,
                                        moment));
    }

    private void forgetDocuments(String person, String owner) {
        for (PersonalRecord record : of(person)) {
            if (record.kind() == Kind.DOCUMENT
                    && documents
                            .find(record.id())
                            .filter(found -> found.recordId().equals(owner))
                            .isPresent()) {
                keys.destroy(record.id(), clock.instant());
                documents.forget(record.id());
            }
        }
    }

    /** The records about a person, the profile first. */
    List<PersonalRecord> of(String person) {
        List<PersonalRecord> held = new ArrayList<>();
        records.find(Filters.eq("person", person))
                .sort(Sorts.ascending("_id"))
                .forEach(
                        document ->
                                held.add(
                                        new PersonalRecord(
                                                document.getString("_id"),
                                                Kind.valueOf(document.getString("kind")))));
        held.sort((one, other) -> one.kind().compareTo(other.kind()));
        return held;
    }
}
