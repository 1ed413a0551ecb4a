package org.socius.action.register;

import com.mongodb.client.model.Filters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.conversions.Bson;
import org.socius.action.lifecycle.ActionStatus;
import org.socius.action.lifecycle.Actions;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.filing.PersonalDataExports;
import org.socius.platform.filing.PersonalDataExports.PersonalDataExport;
import org.socius.platform.partners.Partners;
import org.socius.platform.problem.Rejection;
import org.socius.platform.view.Duties;
import org.socius.platform.view.Timeline;
import org.socius.platform.view.ViewStore;
import org.socius.platform.web.Callers;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.platform.web.ResourceReader.Shown;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists of actions, single actions and their history. */
@RestController
@RequestMapping(ActionRegisterController.PATH)
class ActionRegisterController {

    static final String PATH = "/api/v1/actions";

    private static final Set<String> SORTABLE = Set.of("reference", "status", "start", "end");

    private final ActionRegister register;
    private final Actions actions;
    private final PersonalDataExports exports;
    private final Partners partners;

    ActionRegisterController(
            ActionRegister register,
            Actions actions,
            PersonalDataExports exports,
            Partners partners) {
        this.register = register;
        this.actions = actions;
        this.exports = exports;
        this.partners = partners;
    }

    @GetMapping
    ResponseEntity<Page<ActionSummary>> list(HttpServletRequest http) {
        ListQuery query =
                ListQuery.of(
                        http,
                        SORTABLE,
                        "status",
                        "country",
                        "institution",
                        "requestId",
                        "reference",
                        "theme",
                        "typeOfAssistance",
                        "origin",
                        "q");
        query.names("status", ActionStatus.class);
        List<Bson> conditions = new ArrayList<>();
        conditions.add(readableBy(partners.speaking(Callers.current())));
        for (String name :
                List.of("status", "country", "requestId", "theme", "typeOfAssistance", "origin")) {
            List<String> values = query.values(name);
            if (!values.isEmpty()) {
                conditions.add(Filters.in(ViewStore.field(name), values));
            }
        }
        Set<String> institutions = Set.copyOf(query.values("institution"));
        if (!institutions.isEmpty()) {
            conditions.add(
                    Filters.in(ViewStore.field("institution"), partners.recordsOf(institutions)));
        }
        List<String> references = query.values("reference");
        if (!references.isEmpty()) {
            conditions.add(
                    Filters.or(
                            Filters.in(ViewStore.field("reference"), references),
                            Filters.in("_id", references)));
        }
        conditions.add(ViewStore.containing("text", query.values("q")));
        return register.find(Filters.and(conditions), query).answer(query);
    }

    /** The same rule as for a single action. */
    private static Bson readableBy(Actor caller) {
        if (caller.hasAny(Roles.STAFF) || caller.has(Roles.ADMIN)) {
            return Filters.exists("_id");
        }
        List<Bson> ways = new ArrayList<>();
        if (caller.hasAny(Set.of(Roles.PARTNER_DRAFTER, Roles.PARTNER_SIGNATORY))) {
            ways.add(Filters.in(ViewStore.field("institution"), caller.institutions()));
        }
        if (caller.has(Roles.DELEGATION) && caller.country() != null) {
            ways.add(Filters.in(ViewStore.field("country"), List.of(caller.country())));
        }
        if (caller.has(Roles.EXPERT) && caller.expertId() != null) {
            ways.add(Filters.in(ViewStore.field("readers"), List.of(caller.expertId())));
        }
        return ways.isEmpty() ? Filters.in("_id", List.of()) : Filters.or(ways);
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> one(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        Shown shown = actions.read(id, Callers.current()).orElseThrow(Rejection.NotFound::new);
        return ResponseEntity.ok().eTag("\"" + shown.version() + "\"").body(shown.body());
    }

    @GetMapping("/{id}/duties")
    Duties.Shown duties(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        return actions.duties(id, Callers.current()).orElseThrow(Rejection.NotFound::new);
    }

    /** What the action says about persons, for its partner and for data protection. */
    @GetMapping("/{id}/personal-data")
    ResponseEntity<PersonalDataExport> personalData(
            @PathVariable String id, HttpServletRequest http) {
        return exports.answer(http, "ACTION", PATH, id, caller -> actions.personalData(id, caller));
    }

    @GetMapping("/{id}/timeline")
    List<Timeline.Entry> timeline(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        return actions.timeline(id, Callers.current()).orElseThrow(Rejection.NotFound::new);
    }
}
