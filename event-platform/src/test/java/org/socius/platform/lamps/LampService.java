package org.socius.platform.lamps;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.socius.platform.WriteSide;
import org.socius.platform.command.Actor;
import org.socius.platform.command.Aggregates;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;
import org.socius.platform.publishing.ContractTable;
import org.socius.platform.serialization.EventTypes;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.Timeline;
import org.socius.platform.view.ViewStore;
import org.socius.platform.web.Callers;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.CommandDesk.Creation;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.platform.web.ResourceReader;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lamps are installed by electricians, switched by anybody at home, and seen by both. */
@SpringBootApplication
@Import(WriteSide.class)
class LampService {

    @Bean
    EventTypes eventTypes() {
        return EventTypes.of(LampEvent.class).reading(placeBecomesRoom());
    }

    /** In revision 1 a lamp was fitted to a place. */
    private static EventTypes.Upcaster placeBecomesRoom() {
        return new EventTypes.Upcaster(
                "lamp.fitted",
                "1",
                "lamp.installed",
                "2",
                fields -> {
                    fields.set("room", fields.remove("place"));
                    return fields;
                });
    }

    @Bean
    ContractTable contracts(EventTypes types) {
        return ContractTable.of("/lamp-service")
                .topic("lamps", Lamp.class)
                .publish(LampEvent.LampInstalled.class, LampInstalledV1.class)
                .publish(LampEvent.LampSwitched.class, LampSwitchedV1.class)
                .build(types);
    }

    @Bean
    ViewStore<LampView> views(com.mongodb.client.MongoDatabase database) {
        return new ViewStore<>(database, "lamps", LampView.class);
    }

    @Bean
    ResourceReader lamps(EventStreams streams) {
        return (id, caller) -> {
            if (id.equals(FAULTY)) {
                throw new IllegalStateException(SECRET);
            }
            return streams.fold(
                            "Lamp",
                            id,
                            Lamp::new,
                            (lamp, event, moment) -> lamp.evolve((LampEvent) event, moment))
                    .filter(folded -> caller.hasAny(List.of("electrician", "resident")))
                    .map(
                            folded ->
                                    new ResourceReader.Shown(
                                            folded.state().view(), folded.version()));
        };
    }

    /** A place where everything goes wrong. */
    static final String FAULTY = "faulty";

    /** What a fault knows and nobody outside may read. */
    static final String SECRET = "mongodb://inside:27017 is on fire";

    /** A fault before any handler is reached. */
    @Bean
    Filter faultyFilter() {
        return (request, response, chain) -> {
            if (((HttpServletRequest) request).getRequestURI().endsWith("/faulty-filter")) {
                throw new ServletException(SECRET);
            }
            chain.doFilter(request, response);
        };
    }

    sealed interface LampEvent {
        @Revision("2")
        record LampInstalled(String lampId, String room) implements LampEvent {}

        record LampSwitched(String lampId, boolean on) implements LampEvent {}
    }

    record LampInstalledV1(String lampId, String room) {}

    record LampSwitchedV1(String lampId, boolean on) {}

    record Install(String lampId, String room) {}

    record Switch(@TargetAggregateIdentifier String lampId, boolean on) {}

    record LampView(String id, String room, boolean on) {}

    @Aggregate(snapshotTriggerDefinition = Aggregates.SNAPSHOTS)
    @Revision("1")
    static class Lamp implements Chronicled {
        @AggregateIdentifier private @Nullable String id;

        /** What others do while a lamp is hung before a mirror. */
        static volatile Runnable meanwhile = () -> {};

        private String room = "";
        private boolean on;
        private @Nullable EventMoment latest;

        Lamp() {}

        /** Before a mirror a lamp has an image, which is there only once and flickers. */
        @CommandHandler
        Lamp(Install command, Aggregates aggregates) {
            if (command.room().equals(FAULTY)) {
                throw new IllegalStateException(SECRET);
            }
            apply(new LampEvent.LampInstalled(command.lampId(), command.room()));
            if (command.room().startsWith("mirror")) {
                aggregates
                        .loadOrCreate(Lamp.class, command.room(), Lamp::new)
                        .execute(image -> image.show(command.room()));
                meanwhile.run();
            }
        }

        private void show(String image) {
            apply(
                    id == null
                            ? new LampEvent.LampInstalled(image, "image")
                            : new LampEvent.LampSwitched(image, !on));
        }

        @CommandHandler
        void decide(Switch command) {
            if (on == command.on()) {
                throw new Rejection.WrongState(on ? "ON" : "OFF", List.of(on ? "off" : "on"));
            }
            apply(new LampEvent.LampSwitched(command.lampId(), command.on()));
        }

        @EventSourcingHandler
        void evolve(LampEvent event, EventMoment moment) {
            latest = moment;
            switch (event) {
                case LampEvent.LampInstalled e -> {
                    id = e.lampId();
                    room = e.room();
                }
                case LampEvent.LampSwitched e -> on = e.on();
            }
        }

        LampView view() {
            return new LampView(String.valueOf(id), room, on);
        }

        @Override
        public @Nullable EventMoment latest() {
            return latest;
        }
    }

    @Component
    @ProcessingGroup("lamp-list")
    static class LampList {
        private final ViewStore<LampView> views;
        private final EventStreams streams;

        LampList(ViewStore<LampView> views, EventStreams streams) {
            this.views = views;
            this.streams = streams;
        }

        @EventHandler
        void on(LampEvent event, @SequenceNumber long version) {
            String id =
                    switch (event) {
                        case LampEvent.LampInstalled e -> e.lampId();
                        case LampEvent.LampSwitched e -> e.lampId();
                    };
            Optional<EventStreams.Folded<Lamp>> folded =
                    streams.fold(
                            "Lamp",
                            id,
                            Lamp::new,
                            (lamp, e, moment) -> lamp.evolve((LampEvent) e, moment));
            folded.ifPresent(
                    lamp ->
                            views.save(
                                    id,
                                    lamp.version(),
                                    Map.of("room", lamp.state().room),
                                    lamp.state().view()));
        }
    }

    @RestController
    @RequestMapping("/api/v1/lamps")
    static class LampController {
        private final CommandDesk desk;
        private final ResourceReader lamps;
        private final ViewStore<LampView> views;
        private final Timeline timeline;

        LampController(
                CommandDesk desk,
                ResourceReader lamps,
                ViewStore<LampView> views,
                Timeline timeline) {
            this.desk = desk;
            this.lamps = lamps;
            this.views = views;
            this.timeline = timeline;
        }

        record InstallBody(@Nullable String id, @NotBlank @Size(max = 20) String room) {}

        record SwitchBody(boolean on) {}

        @PostMapping
        ResponseEntity<Object> install(HttpServletRequest http) {
            return desk.on(http)
                    .allow("electrician")
                    .create(
                            InstallBody.class,
                            "/api/v1/lamps",
                            lamps,
                            body -> {
                                String id =
                                        body.id() == null ? "lamp-of-" + body.room() : body.id();
                                return new Creation(id, new Install(id, body.room()));
                            });
        }

        @PostMapping("/{id}/switch")
        ResponseEntity<Object> change(@PathVariable String id, HttpServletRequest http) {
            return desk.on(http)
                    .resource(lamps, id)
                    .allow("resident")
                    .send(SwitchBody.class, body -> new Switch(id, body.on()));
        }

        @GetMapping("/{id}")
        ResponseEntity<Object> one(@PathVariable String id, HttpServletRequest http) {
            ListQuery.none(http);
            Actor caller = Callers.current();
            ResourceReader.Shown shown =
                    lamps.read(id, caller).orElseThrow(Rejection.NotFound::new);
            return ResponseEntity.ok().eTag("\"" + shown.version() + "\"").body(shown.body());
        }

        @GetMapping("/{id}/timeline")
        List<Timeline.Entry> timeline(@PathVariable String id) {
            return timeline.of(id, true, true);
        }

        @GetMapping
        ResponseEntity<Page<LampView>> list(HttpServletRequest http) {
            ListQuery query = ListQuery.of(http, java.util.Set.of("room"), "room");
            Document filter =
                    query.value("room") == null
                            ? new Document()
                            : new Document(ViewStore.field("room"), query.value("room"));
            return views.find(filter, query, "room", true).answer(query);
        }
    }
}
