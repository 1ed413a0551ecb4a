package org.socius.platform.parking;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventhandling.deadletter.MongoSequencedDeadLetterQueue;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.deadletter.GenericDeadLetter;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.axonframework.serialization.Revision;
import org.bson.Document;
import org.bson.json.JsonWriterSettings;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.privacy.RecordKeys;
import org.socius.platform.privacy.SealedWithRecordKey;
import org.socius.platform.serialization.EventSerializer;
import org.socius.platform.serialization.EventTypes;
import org.socius.platform.serialization.PersonalData;
import org.socius.platform.testing.EmbeddedParts;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SealedLettersTest {

    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    sealed interface GuestEvent {
        @Revision("1")
        record GuestArrived(String guestId, @PersonalData String name) implements GuestEvent {}
    }

    private MongoClient client;
    private MongoDatabase database;
    private RecordKeys keys;
    private SequencedDeadLetterQueue<EventMessage<?>> queue;

    @BeforeEach
    void open() {
        client = MongoClients.create(EmbeddedParts.mongo().uri());
        database = client.getDatabase("letters-" + UUID.randomUUID());
        keys =
                new RecordKeys(
                        client.getDatabase(database.getName() + "-keys"),
                        Base64.getEncoder().encodeToString(new byte[32]),
                        new SecureRandom());
        SealedWithRecordKey codec = new SealedWithRecordKey(keys);
        queue =
                MongoSequencedDeadLetterQueue.<EventMessage<?>>builder()
                        .processingGroup("guests")
                        .mongoTemplate(
                                DefaultMongoTemplate.builder()
                                        .mongoDatabase(client, database.getName())
                                        .build())
                        .serializer(
                                EventSerializer.of(
                                        EventTypes.of(GuestEvent.class), codec.ofCopies()))
                        .clearConverters()
                        .addConverter(new SealedLetters(codec.ofCopies()))
                        .transactionManager(NoTransactionManager.instance())
                        .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private void park() {
        EventMessage<?> event =
                new GenericDomainEventMessage<>(
                        "Guest",
                        "guest-1",
                        0,
                        new GuestEvent.GuestArrived("guest-1", "Ana Example"),
                        Map.of("reason", "Ana is ill", "actorId", "rob"));
        EnqueueDecision<EventMessage<?>> decision =
                DeadLetters.policy()
                        .decide(
                                new GenericDeadLetter<>("guest-1", event),
                                new IllegalStateException("Ana Example cannot be seated"));
        queue.enqueue(
                "guest-1",
                decision.withDiagnostics(new GenericDeadLetter<>("guest-1", event))
                        .withCause(decision.enqueueCause().orElseThrow()));
    }

    /** All that is stored, with what is stored as bytes read as text. */
    private String stored() {
        StringBuilder all = new StringBuilder();
        for (String name : database.listCollectionNames()) {
            for (Document document : database.getCollection(name).find()) {
                all.append(document.toJson(JsonWriterSettings.builder().build()));
                texts(document, all);
            }
        }
        return all.toString();
    }

    private static void texts(Object value, StringBuilder all) {
        switch (value) {
            case Document document -> document.values().forEach(part -> texts(part, all));
            case List<?> list -> list.forEach(part -> texts(part, all));
            case Binary bytes -> all.append(new String(bytes.getData(), StandardCharsets.UTF_8));
            case null, default -> {
                // Shown by the document.
            }
        }
    }

    private List<EventMessage<?>> retried() {
        List<EventMessage<?>> seen = new ArrayList<>();
        queue.process(
                letter -> true,
                letter -> {
                    seen.add(letter.message());
                    return Decisions.<EventMessage<?>>requeue(
                            new IllegalStateException("again"), DeadLetter::diagnostics);
                });
        return seen;
    }

    @Test
    void a_parked_event_shows_neither_fields_nor_reason_nor_the_message_of_its_failure() {
        park();

        assertThat(stored())
                .contains("guest-1", "rob", "java.lang.IllegalStateException")
                .doesNotContain("Ana");
    }

    @Test
    void a_retry_sees_the_event_as_it_was_however_often_it_is_parked_again() {
        park();
        for (int i = 0; i < 3; i++) {
            EventMessage<?> event = retried().getFirst();
            assertThat(event.getPayload())
                    .isEqualTo(new GuestEvent.GuestArrived("guest-1", "Ana Example"));
            assertThat(event.getMetaData()).containsEntry("reason", "Ana is ill");
            assertThat(stored()).doesNotContain("Ana");
        }
        assertThat(queue.process(letter -> true, letter -> Decisions.<EventMessage<?>>evict()))
                .isTrue();
        assertThat(queue.amountOfSequences()).isZero();
    }

    @Test
    void an_erasure_reaches_what_is_parked_and_does_not_hold_it_up() {
        park();
        keys.destroy("guest-1", NOW);
        for (int i = 0; i < 2; i++) {
            EventMessage<?> event = retried().getFirst();
            assertThat(event.getPayload())
                    .isEqualTo(new GuestEvent.GuestArrived("guest-1", "[erased]"));
            assertThat(event.getMetaData()).containsEntry("reason", "[erased]");
        }
        park();
        assertThat(stored()).doesNotContain("Ana");
        assertThat(Optional.of(queue.sequenceSize("guest-1"))).hasValue(2L);
    }
}
