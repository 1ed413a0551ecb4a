package org.socius.action.register;

import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.bson.conversions.Bson;
import org.socius.action.lifecycle.ActionEvent;
import org.socius.action.lifecycle.ActionEvent.ActionErased;
import org.socius.action.lifecycle.Actions;
import org.socius.action.lifecycle.ActivityEvent;
import org.socius.platform.privacy.RecordKeys;
import org.socius.platform.view.DueStepsTimer;
import org.socius.platform.view.ViewStore;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.springframework.stereotype.Component;

/**
 * Keeps one line per action for lists and tells the timer when an action's next automatic step
 * falls due.
 */
@Component
@ProcessingGroup(ActionRegister.NAME)
class ActionRegister {

    static final String NAME = "action-register";

    private final ViewStore<ActionSummary> lines;
    private final Actions actions;
    private final DueStepsTimer timer;
    private final RecordKeys keys;
    private final Clock clock;

    ActionRegister(
            MongoDatabase database,
            Actions actions,
            DueStepsTimer timer,
            RecordKeys keys,
            Clock clock) {
        this.lines = new ViewStore<>(database, "actions", ActionSummary.class);
        this.actions = actions;
        this.timer = timer;
        this.keys = keys;
        this.clock = clock;
    }

    @EventHandler
    void on(ActionEvent event, @MessageIdentifier String cause) {
        if (event instanceof ActionErased) {
            keys.renew(event.actionId(), cause, clock.instant());
        }
        update(event.actionId());
    }

    @EventHandler
    void on(ActivityEvent event) {
        update(event.actionId());
    }

    @ResetHandler
    void forget() {
        lines.clear();
    }

    private void update(String id) {
        Actions.Listing listing = actions.listing(id).orElseThrow();
        ActionSummary line = ActionSummary.of(listing.view());
        Map<String, Object> fields = new HashMap<>();
        fields.put("status", line.status());
        fields.put("country", listing.countries());
        fields.put("institution", line.institution().id());
        fields.put("readers", listing.readers());
        fields.put("requestId", line.requestId());
        fields.put("reference", line.reference());
        fields.put("origin", line.origin());
        fields.put("theme", line.themes());
        fields.put("typeOfAssistance", line.typesOfAssistance());
        fields.put("start", line.start() == null ? null : line.start().toString());
        fields.put("end", line.end() == null ? null : line.end().toString());
        fields.put("text", text(line));
        lines.save(id, listing.version(), fields, line);
        timer.schedule(Actions.TYPE, id, listing.timerDue());
    }

    private static String text(ActionSummary line) {
        return Stream.of(
                        line.title().values().stream(),
                        line.institution().name().values().stream(),
                        Stream.ofNullable(line.institution().acronym()),
                        Stream.ofNullable(line.reference()))
                .flatMap(texts -> texts)
                .collect(Collectors.joining("\n"))
                .toLowerCase(Locale.ROOT);
    }

    Page<ActionSummary> find(Bson filter, ListQuery query) {
        return lines.find(filter, query, "reference", false);
    }
}
