package org.socius.expert.calls;

import static org.socius.contracts.Roles.COORDINATOR;
import static org.socius.contracts.Roles.MOBILISATION_OFFICER;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.socius.expert.calls.CallCommand.AmendCall;
import org.socius.expert.calls.CallCommand.CancelCall;
import org.socius.expert.calls.CallCommand.DraftCall;
import org.socius.expert.calls.CallCommand.ExtendCall;
import org.socius.expert.calls.CallCommand.HandOverCall;
import org.socius.expert.calls.CallCommand.PublishCall;
import org.socius.expert.calls.CallCommand.RelaunchCall;
import org.socius.expert.calls.CallCommand.StartSelection;
import org.socius.expert.calls.CallCommand.StateOutcome;
import org.socius.expert.calls.CallEvent.Wording;
import org.socius.expert.sight.Sight;
import org.socius.platform.command.Actor;
import org.socius.platform.format.DerivedId;
import org.socius.platform.problem.Rejection;
import org.socius.platform.view.Duties;
import org.socius.platform.view.Timeline;
import org.socius.platform.web.Callers;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.CommandDesk.Creation;
import org.socius.platform.web.HandOver;
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
                    "CallExtended",
                    "CallRelaunched",
                    "CallCancelled",
                    "CallClosed",
                    "SelectionStarted",
                    "CallFilled",
                    "CallPartlyFilled",
                    "CallUnfilled");

    /** Who assesses and who applies is told to staff only. */
    private static final Set<String> OF_PEOPLE = Set.of("assessors", "applicants");

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
            @Pattern(regexp = DerivedId.OF_CLIENT) @Nullable String id,
            @NotBlank @Size(max = 100) String actionId,
            @NotNull @Positive Integer activity) {}

    record PublicationBody(@NotNull OffsetDateTime deadline) {}

    record WordingBody(
            @NotBlank @Size(max = 20) String code,
            @Size(max = 300) @Nullable String responsibility,
            @Size(max = 50) @Nullable List<@NotBlank @Size(max = 500) String> required,
            @Size(max = 50) @Nullable List<@NotBlank @Size(max = 500) String> wished,
            @Size(max = 20)
                    @Nullable
                            Map<
                                    @NotBlank @Size(max = 2) String,
                                    @NotNull @Pattern(regexp = "[ABC][12]") String>
                            languages,
            @Min(0) @Max(70) @Nullable Integer yearsMin) {

        Wording wording() {
            return new Wording(code, responsibility, required, wished, languages, yearsMin);
        }
    }

    record Changes(@Size(max = 50) @Nullable List<@Valid @NotNull WordingBody> positions) {

        static List<Wording> of(@Nullable Changes changes) {
            return changes == null || changes.positions == null
                    ? List.of()
                    : changes.positions.stream().map(WordingBody::wording).toList();
        }
    }

    record AmendmentBody(@NotNull @Valid Changes changes) {}

    record RelaunchBody(@NotNull OffsetDateTime deadline, @Valid @Nullable Changes changes) {}

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
                .send(PublicationBody.class, body -> new PublishCall(id, moment(body.deadline())));
    }

    private static Instant moment(OffsetDateTime deadline) {
        if (deadline.getYear() > LAST_YEAR) {
            throw Rejection.InvalidFields.of("/deadline", "out-of-range", "That is too far away.");
        }
        return deadline.toInstant();
    }

    @PostMapping("/{id}/amendments")
    ResponseEntity<Object> amendments(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(MOBILISATION_OFFICER)
                .reasonRequired()
                .send(AmendmentBody.class, body -> new AmendCall(id, Changes.of(body.changes())));
    }

    @PostMapping("/{id}/extension")
    ResponseEntity<Object> extension(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(MOBILISATION_OFFICER)
                .send(PublicationBody.class, body -> new ExtendCall(id, moment(body.deadline())));
    }

    @PostMapping("/{id}/relaunch")
    ResponseEntity<Object> relaunch(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(COORDINATOR)
                .reasonRequired()
                .send(
                        RelaunchBody.class,
                        body ->
                                new RelaunchCall(
                                        id, moment(body.deadline()), Changes.of(body.changes())));
    }

    @PostMapping("/{id}/cancellation")
    ResponseEntity<Object> cancellation(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(COORDINATOR)
                .reasonRequired()
                .send(NoBody.class, body -> new CancelCall(id, null));
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

    @PostMapping("/{id}/hand-over")
    ResponseEntity<Object> handOver(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(COORDINATOR)
                .reasonRequired()
                .send(HandOver.class, body -> new HandOverCall(id, body.person()));
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
        return Sight.ofStaff(caller)
                ? history
                : Sight.fromOutside(history, PUBLIC_HISTORY, member -> !OF_PEOPLE.contains(member));
    }

    @GetMapping("/{id}/duties")
    Duties.Shown duties(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        return calls.duties(id, Callers.current()).orElseThrow(Rejection.NotFound::new);
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
