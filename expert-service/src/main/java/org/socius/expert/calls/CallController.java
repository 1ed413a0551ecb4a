package org.socius.expert.calls;

import static org.socius.contracts.Roles.COORDINATOR;
import static org.socius.contracts.Roles.MOBILISATION_OFFICER;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.socius.expert.calls.CallCommand.DraftCall;
import org.socius.expert.calls.CallCommand.PublishCall;
import org.socius.expert.calls.CallCommand.StartSelection;
import org.socius.expert.calls.CallCommand.StateOutcome;
import org.socius.expert.sight.Sight;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.socius.platform.view.Timeline;
import org.socius.platform.web.Callers;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.CommandDesk.Creation;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(CallController.PATH)
class CallController {

    static final String PATH = "/api/v1/calls";

    /** ISO 8601 dates have four digits for the year. */
    private static final int LAST_YEAR = 9999;

    /** What everybody sees of the history of a published call. */
    private static final Set<String> PUBLIC_HISTORY =
            Set.of(
                    "CallPublished",
                    "CallClosed",
                    "SelectionStarted",
                    "CallFilled",
                    "CallPartlyFilled",
                    "CallUnfilled");

    private final CommandDesk desk;
    private final Calls calls;
    private final Timeline timeline;

    CallController(CommandDesk desk, Calls calls, Timeline timeline) {
        this.desk = desk;
        this.calls = calls;
        this.timeline = timeline;
    }

    record NoBody() {}

    record DraftBody(
            @Pattern(regexp = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
                    @Nullable String id,
            @NotBlank @Size(max = 100) String actionId,
            @NotNull @Positive Integer activity) {}

    record PublicationBody(@NotNull OffsetDateTime deadline) {}

    record SelectionBody(
            @Size(max = 20) @Nullable List<@NotBlank @Size(max = 200) String> assessors) {}

    @PostMapping
    ResponseEntity<Object> draft(HttpServletRequest http) {
        return desk.on(http)
                .allow(MOBILISATION_OFFICER)
                .create(
                        DraftBody.class,
                        PATH,
                        calls,
                        body -> {
                            String id =
                                    body.id() == null ? UUID.randomUUID().toString() : body.id();
                            return new Creation(
                                    id, new DraftCall(id, body.actionId(), body.activity()));
                        });
    }

    @PostMapping("/{id}/publication")
    ResponseEntity<Object> publication(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(COORDINATOR)
                .send(
                        PublicationBody.class,
                        body -> {
                            if (body.deadline().getYear() > LAST_YEAR) {
                                throw Rejection.InvalidFields.of(
                                        "/deadline", "out-of-range", "That is too far away.");
                            }
                            return new PublishCall(id, body.deadline().toInstant());
                        });
    }

    @PostMapping("/{id}/selection-start")
    ResponseEntity<Object> selectionStart(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(MOBILISATION_OFFICER)
                .send(
                        SelectionBody.class,
                        body ->
                                new StartSelection(
                                        id,
                                        Objects.requireNonNullElse(
                                                body.assessors(), List.<String>of())));
    }

    @PostMapping("/{id}/outcome")
    ResponseEntity<Object> outcome(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(MOBILISATION_OFFICER)
                .send(NoBody.class, body -> new StateOutcome(id));
    }

    private CommandDesk.Call on(HttpServletRequest http, String id) {
        return desk.on(http).resource(calls, id);
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> one(@PathVariable String id, HttpServletRequest http) {
        return calls.answer(id, http);
    }

    @GetMapping("/{id}/timeline")
    List<Timeline.Entry> timeline(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        Actor caller = Callers.current();
        if (calls.read(id, caller).isEmpty()) {
            throw new Rejection.NotFound();
        }
        List<Timeline.Entry> history = timeline.of(id, false, Sight.ofStaff(caller));
        return Sight.ofStaff(caller) ? history : Sight.fromOutside(history, PUBLIC_HISTORY, true);
    }

    @GetMapping
    ResponseEntity<Page<CallView>> list(HttpServletRequest http) {
        ListQuery query =
                ListQuery.of(
                        http,
                        Set.of("reference", "deadline", "status", "country"),
                        "status",
                        "country",
                        "action",
                        "activity",
                        "q");
        return calls.list(query, Callers.current()).answer(query);
    }
}
