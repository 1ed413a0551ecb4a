package org.socius.action.desk;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.socius.action.desk.ActionController.NoBody;
import org.socius.action.lifecycle.ActionView;
import org.socius.action.lifecycle.Actions;
import org.socius.action.lifecycle.ActivityCommand.*;
import org.socius.action.lifecycle.ActivityEvent.Participants;
import org.socius.action.lifecycle.ActivityEvent.Visibility;
import org.socius.action.plan.ActivityPlan;
import org.socius.action.plan.TermsOfReference;
import org.socius.action.plan.Texts;
import org.socius.contracts.Roles;
import org.socius.platform.filing.FiledDocuments;
import org.socius.platform.format.DerivedId;
import org.socius.platform.format.MultilingualText;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.Callers;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.CommandDesk.Creation;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.ResourceReader.Shown;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Commands on the activities of an action. */
@RestController
@RequestMapping("/api/v1/actions/{id}/activities")
class ActivityController {

    /** No phase of a short-term mission is longer. */
    private static final String DAYS_OF_A_YEAR = "366";

    /** Of one institution; their sum stays countable. */
    private static final int MOST_PARTICIPANTS = 100_000;

    private final CommandDesk desk;
    private final Actions actions;
    private final FiledDocuments documents;

    ActivityController(CommandDesk desk, Actions actions, FiledDocuments documents) {
        this.desk = desk;
        this.actions = actions;
        this.documents = documents;
    }

    record PlanBody(
            @NotBlank String type,
            @NotNull MultilingualText title,
            @NotBlank String modality,
            @Valid @Nullable PlaceBody place,
            @NotNull LocalDate plannedStart,
            @NotNull LocalDate plannedEnd,
            @NotNull Integer estimatedDays,
            @NotNull @Size(max = 4) List<@NotNull Integer> dependsOn,
            @Valid @Nullable VisitBody visit,
            @Size(max = 20) @Nullable List<@NotNull @Valid CoOrganiserBody> coOrganisers) {

        ActivityPlan plan() {
            return new ActivityPlan(
                    type,
                    Texts.of(title),
                    modality,
                    PlaceBody.place(place),
                    plannedStart,
                    plannedEnd,
                    estimatedDays,
                    dependsOn,
                    visit == null ? null : visit.visit(),
                    CoOrganiserBody.all(coOrganisers));
        }
    }

    record CoOrganiserBody(
            @NotBlank @Size(max = 300) String name, @NotBlank @Size(max = 300) String part) {

        static @Nullable List<ActivityPlan.CoOrganiser> all(
                @Nullable List<CoOrganiserBody> bodies) {
            return bodies == null
                    ? null
                    : bodies.stream()
                            .map(b -> new ActivityPlan.CoOrganiser(b.name(), b.part()))
                            .toList();
        }
    }

    record PlaceBody(
            @Size(max = 200) @Nullable String city,
            @Pattern(regexp = "[A-Z]{2}") @Nullable String country) {

        static ActivityPlan.@Nullable Place place(@Nullable PlaceBody body) {
            return body == null ? null : new ActivityPlan.Place(body.city(), body.country());
        }
    }

    record VisitBody(
            @NotBlank String hostCountry,
            @NotNull @Size(max = 20) List<@NotBlank @Size(max = 300) String> hostInstitutions,
            @NotNull @Size(max = 50) List<@NotNull @Valid DelegateBody> delegation,
            @NotBlank @Size(max = 200) String head) {

        ActivityPlan.Visit visit() {
            return new ActivityPlan.Visit(
                    hostCountry,
                    hostInstitutions,
                    delegation.stream()
                            .map(
                                    d ->
                                            new ActivityPlan.Delegate(
                                                    d.name(), d.function(), d.institution()))
                            .toList(),
                    head);
        }
    }

    record DelegateBody(
            @NotBlank @Size(max = 200) String name,
            @Size(max = 200) @Nullable String function,
            @Size(max = 300) @Nullable String institution) {}

    record TermsBody(
            @NotEmpty @Size(max = 50) List<@NotBlank @Size(max = 4000) String> tasks,
            @NotNull @Size(max = 20) List<@NotNull @Valid PositionBody> positions,
            @NotNull @Size(max = 30) List<@NotNull @Valid ExpectedBody> deliverables,
            @NotNull @Valid PhasesBody phases) {

        TermsOfReference terms() {
            return new TermsOfReference(
                    tasks,
                    positions.stream().map(PositionBody::position).toList(),
                    deliverables.stream()
                            .map(
                                    d ->
                                            new TermsOfReference.ExpectedDeliverable(
                                                    d.kind(), d.title(), d.due(), d.mandatory()))
                            .toList(),
                    phases.phases());
        }
    }

    record PositionBody(
            @NotBlank @Pattern(regexp = "[A-Za-z0-9-]{1,20}") String code,
            @NotBlank @Size(max = 200) String responsibility,
            @NotNull Boolean principal,
            @NotBlank String expertiseArea,
            @NotNull @Valid ProfileBody profile,
            @NotNull @Valid DaysBody days,
            @NotNull Boolean mandatory) {

        private TermsOfReference.Position position() {
            return new TermsOfReference.Position(
                    code,
                    responsibility,
                    principal,
                    expertiseArea,
                    new TermsOfReference.Profile(
                            profile.required(),
                            profile.wished(),
                            profile.languages().stream()
                                    .map(l -> new TermsOfReference.Language(l.code(), l.level()))
                                    .toList(),
                            profile.yearsMin()),
                    new TermsOfReference.Days(
                            days.preparation(), days.implementation(), days.delivery()),
                    mandatory);
        }
    }

    record ProfileBody(
            @NotNull @Size(max = 30) List<@NotBlank @Size(max = 1000) String> required,
            @NotNull @Size(max = 30) List<@NotBlank @Size(max = 1000) String> wished,
            @NotNull @Size(max = 10) List<@NotNull @Valid LanguageBody> languages,
            @NotNull @Min(0) @Max(70) Integer yearsMin) {}

    record LanguageBody(
            @NotNull @Pattern(regexp = "[a-z]{2}") String code,
            @NotNull @Pattern(regexp = "[ABC][12]") String level) {}

    record DaysBody(
            @NotNull @DecimalMax(DAYS_OF_A_YEAR) Double preparation,
            @NotNull @DecimalMax(DAYS_OF_A_YEAR) Double implementation,
            @NotNull @DecimalMax(DAYS_OF_A_YEAR) Double delivery) {}

    record ExpectedBody(
            @NotBlank @Size(max = 100) String kind,
            @NotBlank @Size(max = 300) String title,
            @NotNull LocalDate due,
            @NotNull Boolean mandatory) {}

    record PhasesBody(
            @NotNull @Valid PeriodBody preparation,
            @NotNull @Valid PeriodBody implementation,
            @NotNull @Valid PeriodBody delivery) {

        private TermsOfReference.Phases phases() {
            return new TermsOfReference.Phases(
                    preparation.period(), implementation.period(), delivery.period());
        }
    }

    record PeriodBody(@NotNull LocalDate from, @NotNull LocalDate to) {
        private TermsOfReference.Period period() {
            return new TermsOfReference.Period(from, to);
        }
    }

    record ConfirmationBody(
            @Nullable LocalDate partnerAgreedOn, @Nullable LocalDate hostAgreedOn) {}

    record ReschedulingBody(
            @NotNull LocalDate plannedStart,
            @NotNull LocalDate plannedEnd,
            @Valid @Nullable PhasesBody phases,
            @Nullable LocalDate partnerAgreedOn,
            @Nullable LocalDate hostAgreedOn) {}

    /** {@code travelClearance}: reference of the clearance to travel against the advice. */
    record StartBody(@Size(max = 300) @Nullable String travelClearance) {}

    record ImplementationEndBody(
            @NotNull LocalDate endedOn,
            @NotNull @Size(max = 100) List<@NotNull @Valid ParticipantsBody> participants,
            @Valid @Nullable VisibilityBody visibility) {}

    record VisibilityBody(
            @Nullable Boolean templatesUsed,
            @Nullable LocalDate talkBefore,
            @Nullable LocalDate talkAfter) {

        private Visibility visibility() {
            return new Visibility(templatesUsed, talkBefore, talkAfter);
        }
    }

    record ParticipantsBody(
            @NotBlank @Size(max = 300) String institution,
            @NotNull @Min(0) @Max(MOST_PARTICIPANTS) Integer women,
            @NotNull @Min(0) @Max(MOST_PARTICIPANTS) Integer men,
            @NotNull @Min(0) @Max(MOST_PARTICIPANTS) Integer other) {
        private Participants participants() {
            return new Participants(institution, women, men, other);
        }
    }

    record DeliverableBody(
            @Pattern(regexp = DerivedId.OF_CLIENT) @Nullable String id,
            @NotBlank @Size(max = 100) String kind,
            @NotBlank @Size(max = 300) String title,
            @NotNull @Valid DocumentBody document) {}

    /** {@code documentId}: a document of this action or one of its activities, instead. */
    record DocumentBody(
            @NotBlank @Size(max = 300) String name,
            @Size(max = 1000) @Nullable String reference,
            @Size(max = 100) @Nullable String documentId) {}

    record CompletionBody(
            @NotNull LocalDate completedOn,
            @Size(max = 20) @Nullable List<@NotNull @Valid StatedDaysBody> workedDays,
            @NotNull MultilingualText outcome) {}

    record StatedDaysBody(@NotBlank String position, @NotNull Double days) {}

    @PostMapping
    ResponseEntity<Object> plan(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.COORDINATOR)
                .create(
                        PlanBody.class,
                        "/api/v1/actions/" + id + "/activities",
                        (number, caller) -> actions.readActivity(id + "/" + number, caller),
                        body -> {
                            int next = nextNumber(id);
                            return new Creation(
                                    String.valueOf(next),
                                    new PlanActivity(id, next, body.plan()),
                                    id);
                        });
    }

    private int nextNumber(String id) {
        Shown action = actions.read(id, Callers.current()).orElseThrow(Rejection.NotFound::new);
        return ((ActionView) action.body()).activities().size() + 1;
    }

    @PutMapping("/{n}")
    ResponseEntity<Object> change(
            @PathVariable String id, @PathVariable int n, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.COORDINATOR)
                .send(PlanBody.class, body -> new ChangeActivityPlan(id, n, body.plan()));
    }

    @GetMapping("/{n}")
    ResponseEntity<Object> one(
            @PathVariable String id, @PathVariable int n, HttpServletRequest http) {
        ListQuery.none(http);
        return answer(
                actions.readActivity(id + "/" + n, Callers.current())
                        .orElseThrow(Rejection.NotFound::new));
    }

    @PostMapping("/{n}/terms-of-reference")
    ResponseEntity<Object> terms(
            @PathVariable String id, @PathVariable int n, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.ACTIVITY_MANAGER)
                .send(TermsBody.class, body -> new DraftTermsOfReference(id, n, body.terms()));
    }

    @PostMapping("/{n}/terms-of-reference/no-objection")
    ResponseEntity<Object> noObjection(
            @PathVariable String id, @PathVariable int n, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.PARTNER_SIGNATORY)
                .send(NoBody.class, body -> new GiveNoObjection(id, n));
    }

    @PostMapping("/{n}/terms-of-reference/finalisation")
    ResponseEntity<Object> finalisation(
            @PathVariable String id, @PathVariable int n, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.COORDINATOR)
                .send(NoBody.class, body -> new FinaliseTermsOfReference(id, n));
    }

    @PostMapping("/{n}/staffing")
    ResponseEntity<Object> staffing(
            @PathVariable String id, @PathVariable int n, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.MOBILISATION_OFFICER)
                .send(NoBody.class, body -> new OpenStaffing(id, n));
    }

    @PostMapping("/{n}/confirmation")
    ResponseEntity<Object> confirmation(
            @PathVariable String id, @PathVariable int n, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.ACTIVITY_MANAGER)
                .send(
                        ConfirmationBody.class,
                        body ->
                                new ConfirmActivity(
                                        id, n, body.partnerAgreedOn(), body.hostAgreedOn()));
    }

    @PostMapping("/{n}/start")
    ResponseEntity<Object> start(
            @PathVariable String id, @PathVariable int n, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.ACTIVITY_MANAGER)
                .send(StartBody.class, body -> new StartActivity(id, n, body.travelClearance()));
    }

    @PostMapping("/{n}/postponement")
    ResponseEntity<Object> postponement(
            @PathVariable String id, @PathVariable int n, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.ACTIVITY_MANAGER)
                .reasonRequired()
                .send(NoBody.class, body -> new PostponeActivity(id, n));
    }

    @PostMapping("/{n}/rescheduling")
    ResponseEntity<Object> rescheduling(
            @PathVariable String id, @PathVariable int n, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.ACTIVITY_MANAGER)
                .send(
                        ReschedulingBody.class,
                        body ->
                                new RescheduleActivity(
                                        id,
                                        n,
                                        body.plannedStart(),
                                        body.plannedEnd(),
                                        body.phases() == null ? null : body.phases().phases(),
                                        body.partnerAgreedOn(),
                                        body.hostAgreedOn()));
    }

    @PostMapping("/{n}/cancellation")
    ResponseEntity<Object> cancellation(
            @PathVariable String id, @PathVariable int n, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.COORDINATOR)
                .reasonRequired()
                .send(NoBody.class, body -> new CancelActivity(id, n));
    }

    @PostMapping("/{n}/implementation-end")
    ResponseEntity<Object> implementationEnd(
            @PathVariable String id, @PathVariable int n, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.ACTIVITY_MANAGER)
                .send(
                        ImplementationEndBody.class,
                        body ->
                                new EndImplementation(
                                        id,
                                        n,
                                        body.endedOn(),
                                        body.participants().stream()
                                                .map(ParticipantsBody::participants)
                                                .toList(),
                                        body.visibility() == null
                                                ? null
                                                : body.visibility().visibility()));
    }

    @PostMapping("/{n}/deliverables")
    ResponseEntity<Object> deliverable(
            @PathVariable String id, @PathVariable int n, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.EXPERT)
                .create(
                        DeliverableBody.class,
                        "/api/v1/actions/" + id + "/activities/" + n + "/deliverables",
                        (d, caller) -> actions.readDeliverable(id + "/" + n + "/" + d, caller),
                        body -> {
                            String d = body.id() == null ? UUID.randomUUID().toString() : body.id();
                            DocumentBody document = body.document();
                            FiledDocuments.Named named =
                                    documents
                                            .named(
                                                    "/document/reference",
                                                    document.reference(),
                                                    document.documentId(),
                                                    id)
                                            .filter(one -> !one.reference().isBlank())
                                            .orElseThrow(ActivityController::noDocument);
                            return new Creation(
                                    d,
                                    new SubmitDeliverable(
                                            id,
                                            n,
                                            d,
                                            body.kind(),
                                            body.title(),
                                            document.name(),
                                            named.reference(),
                                            named.documentId()),
                                    id);
                        });
    }

    private static Rejection noDocument() {
        return Rejection.InvalidFields.of(
                "/document/reference", "required", "Say where the document is.");
    }

    @GetMapping("/{n}/deliverables/{d}")
    ResponseEntity<Object> oneDeliverable(
            @PathVariable String id,
            @PathVariable int n,
            @PathVariable String d,
            HttpServletRequest http) {
        ListQuery.none(http);
        return answer(
                actions.readDeliverable(id + "/" + n + "/" + d, Callers.current())
                        .orElseThrow(Rejection.NotFound::new));
    }

    @PostMapping("/{n}/deliverables/{d}/acceptance")
    ResponseEntity<Object> acceptance(
            @PathVariable String id,
            @PathVariable int n,
            @PathVariable String d,
            HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.ACTIVITY_MANAGER, Roles.PARTNER_SIGNATORY)
                .send(NoBody.class, body -> new AcceptDeliverable(id, n, d));
    }

    @PostMapping("/{n}/deliverables/{d}/return")
    ResponseEntity<Object> giveBack(
            @PathVariable String id,
            @PathVariable int n,
            @PathVariable String d,
            HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.ACTIVITY_MANAGER, Roles.PARTNER_SIGNATORY)
                .reasonRequired()
                .send(NoBody.class, body -> new ReturnDeliverable(id, n, d));
    }

    @PostMapping("/{n}/completion")
    ResponseEntity<Object> completion(
            @PathVariable String id, @PathVariable int n, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.ACTIVITY_MANAGER)
                .send(
                        CompletionBody.class,
                        body ->
                                new CompleteActivity(
                                        id,
                                        n,
                                        body.completedOn(),
                                        body.workedDays() == null
                                                ? List.of()
                                                : body.workedDays().stream()
                                                        .map(
                                                                d ->
                                                                        new StatedDays(
                                                                                d.position(),
                                                                                d.days()))
                                                        .toList(),
                                        Texts.of(body.outcome())));
    }

    private CommandDesk.Call on(HttpServletRequest http, String id) {
        return desk.on(http).resource(actions, id);
    }

    private static ResponseEntity<Object> answer(Shown shown) {
        return ResponseEntity.ok().eTag("\"" + shown.version() + "\"").body(shown.body());
    }
}
