package org.socius.expert.applications;

import static org.socius.contracts.Roles.ACTIVITY_MANAGER;
import static org.socius.contracts.Roles.COORDINATOR;
import static org.socius.contracts.Roles.EXPERT;
import static org.socius.contracts.Roles.MOBILISATION_OFFICER;
import static org.socius.contracts.Roles.PARTNER_SIGNATORY;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.socius.expert.applications.ApplicationCommand.AcceptAssignment;
import org.socius.expert.applications.ApplicationCommand.Apply;
import org.socius.expert.applications.ApplicationCommand.CheckAdmissibility;
import org.socius.expert.applications.ApplicationCommand.DeclineAssignment;
import org.socius.expert.applications.ApplicationCommand.GiveNoObjection;
import org.socius.expert.applications.ApplicationCommand.ObjectToExpert;
import org.socius.expert.applications.ApplicationCommand.RejectApplication;
import org.socius.expert.applications.ApplicationCommand.ReserveApplication;
import org.socius.expert.applications.ApplicationCommand.ScoreApplication;
import org.socius.expert.applications.ApplicationCommand.SelectExpert;
import org.socius.expert.applications.ApplicationCommand.ShortlistApplication;
import org.socius.expert.applications.ApplicationCommand.WithdrawApplication;
import org.socius.expert.calls.Calls;
import org.socius.expert.sight.Sight;
import org.socius.platform.command.Actor;
import org.socius.platform.format.DerivedId;
import org.socius.platform.problem.Rejection;
import org.socius.platform.view.Duties;
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
@RequestMapping("/api/v1")
class ApplicationController {

    private static final String PATH = "/api/v1/applications";

    /** What the applicant and the partner see of the history: no scores, no rank. */
    private static final Set<String> OUTSIDE_HISTORY =
            Set.of(
                    "ApplicationFoundAdmissible",
                    "ApplicationFoundInadmissible",
                    "ApplicationNotSelected",
                    "ExpertSelected",
                    "PartnerObjected",
                    "PartnerNoObjectionGiven",
                    "AssignmentAccepted",
                    "AssignmentDeclined",
                    "ApplicationWithdrawn");

    private final CommandDesk desk;
    private final Applications applications;
    private final Calls calls;
    private final Timeline timeline;

    ApplicationController(
            CommandDesk desk, Applications applications, Calls calls, Timeline timeline) {
        this.desk = desk;
        this.applications = applications;
        this.calls = calls;
        this.timeline = timeline;
    }

    record NoBody() {}

    record ConflictDeclaration(
            @NotNull Boolean conflict, @Size(max = 2000) @Nullable String text) {}

    record Bid(
            @Pattern(regexp = DerivedId.OF_CLIENT) @Nullable String id,
            @NotBlank @Size(max = 20) String position,
            @NotBlank @Size(max = 10_000) String motivation,
            @NotNull @Size(max = 20) List<ApplicationEvent.@Valid @NotNull Evidence> evidence,
            ApplicationEvent.@NotNull EmployerSupport employerSupport,
            @NotNull @Valid ConflictDeclaration conflictDeclaration) {}

    record Admissibility(@NotNull Boolean admissible) {}

    record ScoreSheet(
            ApplicationEvent.@NotNull @Valid Scores scores,
            @NotBlank @Size(max = 5000) String comment,
            @NotNull Boolean noConflictOfInterest) {}

    @PostMapping("/calls/{id}/applications")
    ResponseEntity<Object> apply(@PathVariable String id, HttpServletRequest http) {
        return desk.on(http)
                .resource(calls, id)
                .allow(EXPERT)
                .create(
                        Bid.class,
                        PATH,
                        applications,
                        bid -> {
                            String own = bid.id() == null ? UUID.randomUUID().toString() : bid.id();
                            return new Creation(
                                    own,
                                    new Apply(
                                            own,
                                            id,
                                            bid.position(),
                                            bid.motivation(),
                                            bid.evidence(),
                                            bid.employerSupport(),
                                            bid.conflictDeclaration().conflict(),
                                            bid.conflictDeclaration().text()));
                        });
    }

    @PostMapping("/applications/{id}/admissibility")
    ResponseEntity<Object> admissibility(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(MOBILISATION_OFFICER)
                .send(Admissibility.class, body -> new CheckAdmissibility(id, body.admissible()));
    }

    @PostMapping("/applications/{id}/scores")
    ResponseEntity<Object> scores(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(COORDINATOR, ACTIVITY_MANAGER, MOBILISATION_OFFICER)
                .send(
                        ScoreSheet.class,
                        body ->
                                new ScoreApplication(
                                        id,
                                        body.scores(),
                                        body.comment(),
                                        body.noConflictOfInterest()));
    }

    @PostMapping("/applications/{id}/shortlisting")
    ResponseEntity<Object> shortlisting(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(MOBILISATION_OFFICER)
                .send(NoBody.class, body -> new ShortlistApplication(id));
    }

    @PostMapping("/applications/{id}/selection")
    ResponseEntity<Object> selection(@PathVariable String id, HttpServletRequest http) {
        return on(http, id).allow(COORDINATOR).send(NoBody.class, body -> new SelectExpert(id));
    }

    @PostMapping("/applications/{id}/reserve")
    ResponseEntity<Object> reserve(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(COORDINATOR)
                .send(NoBody.class, body -> new ReserveApplication(id));
    }

    @PostMapping("/applications/{id}/rejection")
    ResponseEntity<Object> rejection(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(COORDINATOR)
                .reasonRequired()
                .send(NoBody.class, body -> new RejectApplication(id));
    }

    @PostMapping("/applications/{id}/partner-objection")
    ResponseEntity<Object> partnerObjection(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(PARTNER_SIGNATORY)
                .reasonRequired()
                .send(NoBody.class, body -> new ObjectToExpert(id));
    }

    @PostMapping("/applications/{id}/partner-no-objection")
    ResponseEntity<Object> partnerNoObjection(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(PARTNER_SIGNATORY)
                .send(NoBody.class, body -> new GiveNoObjection(id));
    }

    @PostMapping("/applications/{id}/withdrawal")
    ResponseEntity<Object> withdrawal(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(EXPERT)
                .reasonRequired()
                .send(NoBody.class, body -> new WithdrawApplication(id));
    }

    @PostMapping("/applications/{id}/acceptance")
    ResponseEntity<Object> acceptance(@PathVariable String id, HttpServletRequest http) {
        return on(http, id).allow(EXPERT).send(NoBody.class, body -> new AcceptAssignment(id));
    }

    @PostMapping("/applications/{id}/decline")
    ResponseEntity<Object> decline(@PathVariable String id, HttpServletRequest http) {
        return on(http, id).allow(EXPERT).send(NoBody.class, body -> new DeclineAssignment(id));
    }

    private CommandDesk.Call on(HttpServletRequest http, String id) {
        return desk.on(http).resource(applications, id);
    }

    @GetMapping("/applications/{id}")
    ResponseEntity<Object> one(@PathVariable String id, HttpServletRequest http) {
        return applications.answer(id, http);
    }

    @GetMapping("/applications/{id}/timeline")
    List<Timeline.Entry> timeline(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        Actor caller = Callers.current();
        if (applications.view(id, caller).isEmpty()) {
            throw new Rejection.NotFound();
        }
        return Sight.ofStaff(caller)
                ? timeline.of(id, Sight.ofApplicants(caller), true)
                : Sight.fromOutside(timeline.of(id, false, false), OUTSIDE_HISTORY, _ -> false);
    }

    @GetMapping("/applications/{id}/duties")
    Duties.Shown duties(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        return applications.duties(id, Callers.current()).orElseThrow(Rejection.NotFound::new);
    }

    @GetMapping("/applications")
    ResponseEntity<Page<ApplicationView>> list(HttpServletRequest http) {
        ListQuery query =
                ListQuery.of(
                        http,
                        Set.of("submittedAt", "status", "position"),
                        "call",
                        "status",
                        "position",
                        "action",
                        "expert");
        return applications.list(query, Callers.current()).answer(query);
    }
}
