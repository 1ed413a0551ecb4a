package org.socius.action.projects;

import com.mongodb.client.model.Filters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.socius.action.plan.Texts;
import org.socius.action.projects.ProjectCommand.*;
import org.socius.action.projects.ProjectPlan.Budget;
import org.socius.action.projects.ProjectPlan.Component;
import org.socius.action.projects.ProjectPlan.ComponentBudget;
import org.socius.action.projects.ProjectPlan.Contribution;
import org.socius.action.projects.ProjectPlan.Delegation;
import org.socius.action.projects.ProjectPlan.DeliverableKind;
import org.socius.action.projects.ProjectPlan.EventKind;
import org.socius.action.projects.ProjectPlan.Kind;
import org.socius.action.projects.ProjectPlan.Meeting;
import org.socius.action.projects.ProjectPlan.Member;
import org.socius.action.projects.ProjectPlan.Place;
import org.socius.action.projects.ProjectPlan.Topic;
import org.socius.contracts.Roles;
import org.socius.platform.filing.PersonalDataExports;
import org.socius.platform.filing.PersonalDataExports.PersonalDataExport;
import org.socius.platform.format.DerivedId;
import org.socius.platform.format.Money;
import org.socius.platform.format.MultilingualText;
import org.socius.platform.problem.Rejection;
import org.socius.platform.view.Timeline;
import org.socius.platform.view.ViewStore;
import org.socius.platform.web.Callers;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.CommandDesk.Creation;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.platform.web.ResourceReader.Shown;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Projects with a consortium. A text without a language counts as English. */
@RestController
@RequestMapping(ProjectController.PATH)
class ProjectController {

    static final String PATH = "/api/v1/projects";

    private static final String UUID_FORM = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    private final CommandDesk desk;
    private final Projects projects;
    private final PersonalDataExports exports;

    ProjectController(CommandDesk desk, Projects projects, PersonalDataExports exports) {
        this.desk = desk;
        this.projects = projects;
        this.exports = exports;
    }

    record NoBody() {}

    record ProjectIdentificationBody(
            @Pattern(regexp = DerivedId.OF_CLIENT) @Nullable String id,
            @Pattern(regexp = "[A-Z0-9-]{2,20}") @Nullable String code,
            @NotNull MultilingualText title,
            @Size(max = 50) @Nullable String acronym,
            @NotNull @Size(min = 1, max = 20) List<@NotBlank String> countries,
            @NotNull MultilingualText objective,
            @NotNull @Size(min = 1, max = 20) List<@NotBlank @Size(max = 300) String> funders,
            @Size(max = 50) @Nullable List<@NotBlank @Size(max = 300) String> participants,
            @Size(max = 40) @Nullable List<@NotBlank String> themes,
            @Size(max = 20) @Nullable List<@NotBlank @Size(max = 300) String> relatedAgreements) {

        IdentifyProject command(String projectId) {
            return new IdentifyProject(
                    projectId,
                    code,
                    text(title),
                    acronym,
                    countries,
                    text(objective),
                    funders,
                    list(participants),
                    list(themes),
                    list(relatedAgreements));
        }
    }

    record ProjectFormulationBody(
            @NotNull @Size(max = 20) List<@NotNull @Valid ProjectComponentBody> components,
            @NotNull @Valid ProjectBudgetBody budget,
            @Size(max = 20) @Nullable List<@NotNull @Valid ProjectCommitteeBody> bodies) {}

    record ProjectComponentBody(
            @NotNull MultilingualText aim,
            @Size(max = 300) @Nullable String beneficiary,
            @Valid @Nullable Money budget) {}

    /** The total as one source states it, and what is known of who gives it. */
    record ProjectBudgetBody(
            @NotNull @Valid Money total,
            @NotBlank @Size(max = 500) String source,
            @NotNull @Size(max = 50) List<@NotNull @Valid ProjectContributionBody> contributions) {

        Budget budget() {
            return new Budget(
                    total,
                    source,
                    contributions.stream()
                            .map(
                                    c ->
                                            new Contribution(
                                                    c.funder(), c.amount(), c.kind(), c.source()))
                            .toList());
        }
    }

    record ProjectContributionBody(
            @Size(max = 300) @Nullable String funder,
            @Valid @Nullable Money amount,
            @Nullable Kind kind,
            @Size(max = 500) @Nullable String source) {}

    record ProjectCommitteeBody(
            @NotBlank @Size(max = 300) String name, @NotNull @Size(max = 1000) String purpose) {}

    record ProjectMembersBody(
            @NotNull @Size(max = 100) List<@NotNull @Valid ProjectMemberBody> members) {}

    record ProjectMemberBody(
            @Size(max = 300) @Nullable String name,
            @Size(max = 50) @Nullable String acronym,
            @NotBlank String country,
            @NotNull Boolean chair,
            @NotNull LocalDate from,
            @Nullable LocalDate to) {}

    record ProjectContractBody(
            @NotBlank @Size(max = 100) String contractNumber,
            @Nullable LocalDate signedOn,
            @NotNull LocalDate start,
            @NotNull LocalDate plannedEnd) {}

    record ProjectPlanBody(@NotNull MultilingualText title) {}

    record ProjectAnnualPlanBody(
            @NotNull @Min(2000) @Max(2200) Integer year, @NotNull MultilingualText title) {}

    record ProjectCoordinatorBody(@NotNull Integer member, @NotNull LocalDate from) {}

    record ProjectEventBody(
            @NotNull Integer component,
            @NotNull EventKind kind,
            @NotNull MultilingualText title,
            @NotNull @Valid ProjectPlaceBody place,
            @NotNull LocalDate start,
            @NotNull LocalDate end,
            @NotNull @Size(max = 30) List<@NotNull @Valid ProjectTopicBody> topics,
            @NotNull @Valid ProjectDelegationBody delegation,
            @Size(max = 300) @Nullable String host) {

        Meeting meeting() {
            return new Meeting(
                    kind,
                    text(title),
                    new Place(place.city(), place.country()),
                    start,
                    end,
                    topics.stream().map(t -> new Topic(text(t.title()), t.theme())).toList(),
                    new Delegation(
                            delegation.institution(),
                            delegation.unit(),
                            delegation.level(),
                            delegation.occurrence(),
                            delegation.head()),
                    host);
        }
    }

    record ProjectPlaceBody(@NotBlank @Size(max = 200) String city, @NotBlank String country) {}

    record ProjectTopicBody(@NotNull MultilingualText title, @Nullable String theme) {}

    record ProjectDelegationBody(
            @NotBlank @Size(max = 300) String institution,
            @Size(max = 300) @Nullable String unit,
            @Size(max = 50) @Nullable String level,
            @Min(1) @Max(1000) @Nullable Integer occurrence,
            @Size(max = 300) @Nullable String head) {}

    record ProjectDeliverableBody(
            @Pattern(regexp = DerivedId.OF_CLIENT) @Nullable String id,
            @NotNull Integer component,
            @NotNull DeliverableKind kind,
            @NotNull MultilingualText title,
            @NotNull LocalDate issuedOn) {}

    record ProjectExpertiseBody(
            @NotNull @Size(max = 30) List<@NotBlank String> countries,
            @Size(max = 300) @Nullable String organisation,
            @NotNull @Size(max = 40) List<@NotBlank String> themes,
            @NotNull MultilingualText text,
            @NotBlank @Size(max = 500) String source) {}

    record ProjectRoleBody(
            @NotNull @Pattern(regexp = UUID_FORM) String person,
            @NotBlank @Size(max = 300) String name,
            @NotBlank @Size(max = 300) String role,
            @Size(max = 300) @Nullable String organisation,
            @Nullable Integer component,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {}

    record ProjectReviewBody(
            @NotBlank @Size(max = 300) String evaluator, @NotNull MultilingualText conclusions) {}

    record ProjectExtensionBody(@NotNull LocalDate newEnd) {}

    record ProjectAmendmentBody(
            @NotNull @Valid ProjectBudgetBody budget,
            @Size(max = 20)
                    @Nullable List<@NotNull @Valid ProjectComponentBudgetBody> components) {}

    record ProjectComponentBudgetBody(@NotNull Integer component, @NotNull @Valid Money budget) {}

    record ProjectNameBody(
            @NotBlank @Size(max = 300) String name,
            @Size(max = 50) @Nullable String acronym,
            @Nullable LocalDate since) {}

    record ProjectDepartureBody(@NotNull LocalDate lastDay, @Nullable Integer dutiesTo) {}

    record ProjectClosingEventBody(
            @Valid @Nullable ProjectPlaceBody place, @Nullable LocalDate heldOn) {}

    record ProjectFinalReportBody(@NotNull MultilingualText finalEvaluation) {}

    @PostMapping
    ResponseEntity<Object> identify(HttpServletRequest http) {
        return desk.on(http)
                .allow(Roles.COORDINATOR, Roles.ADMIN)
                .create(
                        ProjectIdentificationBody.class,
                        PATH,
                        projects,
                        body -> {
                            String id =
                                    body.id() == null ? UUID.randomUUID().toString() : body.id();
                            return new Creation(id, body.command(id));
                        });
    }

    @PostMapping("/{id}/components")
    ResponseEntity<Object> components(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .send(
                        ProjectFormulationBody.class,
                        body ->
                                new FormulateProject(
                                        id,
                                        body.components().stream()
                                                .map(
                                                        c ->
                                                                new Component(
                                                                        text(c.aim()),
                                                                        c.beneficiary(),
                                                                        c.budget()))
                                                .toList(),
                                        body.budget().budget(),
                                        list(body.bodies()).stream()
                                                .map(
                                                        b ->
                                                                new ProjectPlan.Body(
                                                                        b.name(), b.purpose()))
                                                .toList()));
    }

    @PostMapping("/{id}/consortium-members")
    ResponseEntity<Object> members(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .send(
                        ProjectMembersBody.class,
                        body ->
                                new EnterMembers(
                                        id,
                                        body.members().stream()
                                                .map(
                                                        m ->
                                                                new Member(
                                                                        m.name(),
                                                                        m.acronym(),
                                                                        m.country(),
                                                                        m.chair(),
                                                                        m.from(),
                                                                        m.to()))
                                                .toList()));
    }

    @PostMapping("/{id}/consortium-members/{n}/name")
    ResponseEntity<Object> name(
            @PathVariable String id, @PathVariable int n, HttpServletRequest http) {
        return on(http, id)
                .send(
                        ProjectNameBody.class,
                        body -> new RenameMember(id, n, body.name(), body.acronym(), body.since()));
    }

    @PostMapping("/{id}/consortium-members/{n}/departure")
    ResponseEntity<Object> departure(
            @PathVariable String id, @PathVariable int n, HttpServletRequest http) {
        return on(http, id)
                .send(
                        ProjectDepartureBody.class,
                        body -> new LetMemberLeave(id, n, body.lastDay(), body.dutiesTo()));
    }

    @PostMapping("/{id}/contract")
    ResponseEntity<Object> contract(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .send(
                        ProjectContractBody.class,
                        body ->
                                new SignGrant(
                                        id,
                                        body.contractNumber(),
                                        body.signedOn(),
                                        body.start(),
                                        body.plannedEnd()));
    }

    @PostMapping("/{id}/budget-amendments")
    ResponseEntity<Object> budgetAmendment(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .reasonRequired()
                .send(
                        ProjectAmendmentBody.class,
                        body ->
                                new AmendBudget(
                                        id,
                                        body.budget().budget(),
                                        list(body.components()).stream()
                                                .map(
                                                        c ->
                                                                new ComponentBudget(
                                                                        c.component(), c.budget()))
                                                .toList()));
    }

    @PostMapping("/{id}/inception")
    ResponseEntity<Object> inception(@PathVariable String id, HttpServletRequest http) {
        return on(http, id).send(NoBody.class, body -> new StartInception(id));
    }

    @PostMapping("/{id}/work-plan")
    ResponseEntity<Object> workPlan(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .send(ProjectPlanBody.class, body -> new AdoptWorkPlan(id, text(body.title())));
    }

    @PostMapping("/{id}/annual-plans")
    ResponseEntity<Object> annualPlan(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .send(
                        ProjectAnnualPlanBody.class,
                        body -> new AdoptAnnualPlan(id, body.year(), text(body.title())));
    }

    @PostMapping("/{id}/components/{n}/coordinator")
    ResponseEntity<Object> coordinator(
            @PathVariable String id, @PathVariable int n, HttpServletRequest http) {
        return on(http, id)
                .send(
                        ProjectCoordinatorBody.class,
                        body -> new NameCoordinator(id, n, body.member(), body.from()));
    }

    @PostMapping("/{id}/events")
    ResponseEntity<Object> event(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .send(
                        ProjectEventBody.class,
                        body -> new HoldProjectEvent(id, body.component(), body.meeting()));
    }

    @PostMapping("/{id}/deliverables")
    ResponseEntity<Object> deliverable(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .create(
                        ProjectDeliverableBody.class,
                        PATH + "/" + id + "/deliverables",
                        (d, caller) -> projects.readDeliverable(id, d, caller),
                        body -> {
                            String d = body.id() == null ? UUID.randomUUID().toString() : body.id();
                            return new Creation(
                                    d,
                                    new IssueProjectDeliverable(
                                            id,
                                            d,
                                            body.component(),
                                            body.kind(),
                                            text(body.title()),
                                            body.issuedOn()),
                                    id);
                        });
    }

    @GetMapping("/{id}/deliverables/{d}")
    ResponseEntity<Object> oneDeliverable(
            @PathVariable String id, @PathVariable String d, HttpServletRequest http) {
        ListQuery.none(http);
        Shown shown =
                projects.readDeliverable(id, d, Callers.current())
                        .orElseThrow(Rejection.NotFound::new);
        return ResponseEntity.ok().eTag("\"" + shown.version() + "\"").body(shown.body());
    }

    @PostMapping("/{id}/expertise")
    ResponseEntity<Object> expertise(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .send(
                        ProjectExpertiseBody.class,
                        body ->
                                new RecordExpertise(
                                        id,
                                        body.countries(),
                                        body.organisation(),
                                        body.themes(),
                                        text(body.text()),
                                        body.source()));
    }

    @PostMapping("/{id}/roles")
    ResponseEntity<Object> role(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .send(
                        ProjectRoleBody.class,
                        body ->
                                new AssignRole(
                                        id,
                                        body.person(),
                                        body.name(),
                                        body.role(),
                                        body.organisation(),
                                        body.component(),
                                        body.from(),
                                        body.to()));
    }

    @PostMapping("/{id}/mid-term-review-start")
    ResponseEntity<Object> reviewStart(@PathVariable String id, HttpServletRequest http) {
        return on(http, id).send(NoBody.class, body -> new StartMidTermReview(id));
    }

    @PostMapping("/{id}/mid-term-review")
    ResponseEntity<Object> review(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .send(
                        ProjectReviewBody.class,
                        body ->
                                new FileMidTermReview(
                                        id, body.evaluator(), text(body.conclusions())));
    }

    @PostMapping("/{id}/extension")
    ResponseEntity<Object> extension(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .send(ProjectExtensionBody.class, body -> new ExtendProject(id, body.newEnd()));
    }

    @PostMapping("/{id}/closing-event")
    ResponseEntity<Object> closingEvent(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .send(
                        ProjectClosingEventBody.class,
                        body -> {
                            ProjectPlaceBody place = body.place();
                            return new HoldClosingEvent(
                                    id,
                                    place == null ? null : new Place(place.city(), place.country()),
                                    body.heldOn());
                        });
    }

    @PostMapping("/{id}/final-report")
    ResponseEntity<Object> finalReport(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .send(
                        ProjectFinalReportBody.class,
                        body -> new AcceptFinalReport(id, text(body.finalEvaluation())));
    }

    @PostMapping("/{id}/closure")
    ResponseEntity<Object> closure(@PathVariable String id, HttpServletRequest http) {
        return on(http, id).send(NoBody.class, body -> new CloseProject(id));
    }

    @PostMapping("/{id}/termination")
    ResponseEntity<Object> termination(@PathVariable String id, HttpServletRequest http) {
        return on(http, id).reasonRequired().send(NoBody.class, body -> new TerminateProject(id));
    }

    @GetMapping
    ResponseEntity<Page<ProjectView>> list(HttpServletRequest http) {
        ListQuery query =
                ListQuery.of(http, Set.of("code", "status"), "status", "country", "theme");
        List<Bson> conditions = new ArrayList<>();
        conditions.add(
                Projects.readableBy(Callers.current())
                        ? Filters.exists("_id")
                        : Filters.in("_id", List.of()));
        for (String name : List.of("status", "country", "theme")) {
            List<String> values = query.values(name);
            if (!values.isEmpty()) {
                conditions.add(Filters.in(ViewStore.field(name), values));
            }
        }
        return projects.find(Filters.and(conditions), query).answer(query);
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> one(@PathVariable String id, HttpServletRequest http) {
        return projects.answer(id, http);
    }

    @GetMapping("/{id}/timeline")
    List<Timeline.Entry> timeline(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        return projects.timeline(id, Callers.current()).orElseThrow(Rejection.NotFound::new);
    }

    @PostMapping("/{id}/erasure")
    ResponseEntity<Object> erasure(@PathVariable String id, HttpServletRequest http) {
        return desk.on(http)
                .resource(projects::readForErasure, id)
                .allow(Roles.DATA_PROTECTION)
                .send(NoBody.class, body -> new EraseProject(id));
    }

    /** What the project says about persons, for data protection. */
    @GetMapping("/{id}/personal-data")
    ResponseEntity<PersonalDataExport> personalData(
            @PathVariable String id, HttpServletRequest http) {
        return exports.answer(
                http, "PROJECT", PATH, id, caller -> projects.personalData(id, caller));
    }

    private CommandDesk.Call on(HttpServletRequest http, String id) {
        return desk.on(http).resource(projects, id).allow(Roles.COORDINATOR, Roles.ADMIN);
    }

    private static Map<String, String> text(MultilingualText text) {
        return Texts.in("en", Texts.of(text));
    }

    private static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
