package org.socius.platform.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Actor;
import org.socius.platform.command.EventMoment;
import org.socius.platform.serialization.PersonalData;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/** The history of one aggregate for people: what, when, by whom, why. */
public final class Timeline {

    private final EventStore store;
    private final JsonMapper complete = JsonMapper.builder().build();
    private final JsonMapper withoutPersons =
            JsonMapper.builder().annotationIntrospector(new WithoutPersons()).build();

    /**
     * One event as it is shown.
     *
     * @param late true if it was entered after the fact
     * @param trace what it belongs to; null for readers from outside
     */
    public record Entry(
            long sequence,
            String type,
            Instant occurredAt,
            Instant recordedAt,
            boolean late,
            Map<String, String> actor,
            @Nullable String reason,
            @Nullable String reasonCode,
            Map<String, Object> changes,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Trace trace) {

        /** The same, naming nobody but the reader: others appear by their roles. */
        public Entry withoutOthers(Actor reader) {
            Map<String, String> roles = new LinkedHashMap<>(actor);
            if (!reader.id().equals(actor.get("id"))) {
                roles.remove("id");
            }
            return new Entry(
                    sequence,
                    type,
                    occurredAt,
                    recordedAt,
                    late,
                    roles,
                    reason,
                    reasonCode,
                    changes,
                    null);
        }
    }

    /**
     * By which an event is found again, here and in other services.
     *
     * @param correlationId the same for all that follows from one command
     * @param causationId of the event that this one follows from; null where a command came first
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Trace(String eventId, String correlationId, @Nullable String causationId) {}

    public Timeline(EventStore store) {
        this.store = store;
    }

    /**
     * The events of an aggregate, oldest first; empty if there is none.
     *
     * @param persons whether the reader may see fields that say something about persons
     * @param reasons whether the reader may see why, in the words of those who acted
     */
    @SuppressWarnings("unchecked")
    public List<Entry> of(String aggregateId, boolean persons, boolean reasons) {
        List<Entry> entries = new ArrayList<>();
        try {
            DomainEventStream events = store.readEvents(aggregateId, 0);
            while (events.hasNext()) {
                DomainEventMessage<?> event = events.next();
                EventMoment moment = EventMoment.of(event.getMetaData());
                Map<String, String> actor = new LinkedHashMap<>();
                actor.put("id", moment.actorId());
                actor.put("role", moment.actorRole());
                if (moment.onBehalfOfRole() != null) {
                    actor.put("onBehalfOf", moment.onBehalfOfRole());
                }
                entries.add(
                        new Entry(
                                event.getSequenceNumber(),
                                event.getPayloadType().getSimpleName(),
                                moment.occurredAt(),
                                moment.recordedAt(),
                                moment.late(),
                                actor,
                                reasons ? moment.reason() : null,
                                moment.reasonCode(),
                                (persons ? complete : withoutPersons)
                                        .convertValue(event.getPayload(), Map.class),
                                new Trace(
                                        event.getIdentifier(),
                                        moment.correlationId(),
                                        moment.causationId())));
            }
        } catch (AggregateNotFoundException e) {
            return List.of();
        }
        return entries;
    }

    private static final class WithoutPersons extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public boolean hasIgnoreMarker(MapperConfig<?> config, AnnotatedMember member) {
            return member.hasAnnotation(PersonalData.class)
                    || super.hasIgnoreMarker(config, member);
        }
    }
}
