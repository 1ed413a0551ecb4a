package org.socius.expert.partners;

import static org.socius.platform.view.ViewStore.field;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.bson.conversions.Bson;
import org.socius.contracts.Roles;
import org.socius.expert.sight.Sight;
import org.socius.platform.command.Actor;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.view.ViewStore;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.platform.web.ResourceReader;
import org.springframework.stereotype.Component;

/** Collaborative partners as staff and they themselves see them. */
@Component
@ProcessingGroup(CollaborativePartners.NAME)
public class CollaborativePartners implements ResourceReader {

    static final String NAME = "collaborative-partner-list";

    private final EventStreams streams;
    private final ViewStore<CollaborativePartnerView> list;

    CollaborativePartners(EventStreams streams, MongoDatabase database) {
        this.streams = streams;
        this.list =
                new ViewStore<>(database, "collaborative-partners", CollaborativePartnerView.class);
    }

    private Optional<Folded<CollaborativePartner>> find(String id) {
        return streams.fold(
                "CollaborativePartner",
                id,
                CollaborativePartner::new,
                (partner, event, moment) ->
                        partner.evolve((CollaborativePartnerEvent) event, moment));
    }

    /** The partner, if the caller may see it. */
    Optional<CollaborativePartnerView> view(String id, Actor caller) {
        return find(id).map(found -> found.state().view(found.version()))
                .filter(
                        view ->
                                Sight.ofStaff(caller)
                                        || caller.has(Roles.COLLABORATIVE_PARTNER)
                                                && caller.actsFor(view.id()));
    }

    @Override
    public Optional<Shown> read(String id, Actor caller) {
        return view(id, caller).map(view -> new Shown(view, view.version()));
    }

    @EventHandler
    void on(CollaborativePartnerEvent event) {
        find(event.partnerId())
                .ifPresent(
                        found -> {
                            CollaborativePartnerView view = found.state().view(found.version());
                            list.save(view.id(), found.version(), fields(view), view);
                        });
    }

    private static Map<String, Object> fields(CollaborativePartnerView view) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("partner", view.id());
        fields.put("name", view.name());
        fields.put("status", view.status());
        fields.put("country", view.country());
        fields.put("category", view.category());
        fields.put("text", view.name().toLowerCase(Locale.ROOT));
        return fields;
    }

    /** A page of the partners the caller may see. */
    Page<CollaborativePartnerView> list(ListQuery query, Actor caller) {
        List<Bson> filters = new ArrayList<>();
        if (!Sight.ofStaff(caller)) {
            filters.add(
                    Filters.in(
                            field("partner"),
                            caller.has(Roles.COLLABORATIVE_PARTNER)
                                    ? caller.institutions()
                                    : Set.of()));
        }
        query.names("status", CollaborativePartner.Status.class);
        for (String name : List.of("status", "country", "category")) {
            if (!query.values(name).isEmpty()) {
                filters.add(Filters.in(field(name), query.values(name)));
            }
        }
        filters.add(ViewStore.containing("text", query.values("q")));
        return list.find(Filters.and(filters), query, "name", true);
    }
}
