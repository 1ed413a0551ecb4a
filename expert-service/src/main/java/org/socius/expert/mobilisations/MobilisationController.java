package org.socius.expert.mobilisations;

import static org.socius.contracts.Roles.COORDINATOR;
import static org.socius.contracts.Roles.EMPLOYER;
import static org.socius.contracts.Roles.EXPERT;
import static org.socius.contracts.Roles.FINANCE_OFFICER;
import static org.socius.contracts.Roles.MOBILISATION_OFFICER;
import static org.socius.contracts.Roles.PARTNER_SIGNATORY;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.socius.expert.actions.TermsOfReference.Days;
import org.socius.expert.mobilisations.MobilisationCommand.AmendContract;
import org.socius.expert.mobilisations.MobilisationCommand.AppointExpert;
import org.socius.expert.mobilisations.MobilisationCommand.CancelMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.EndAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.GrantAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.IssueContract;
import org.socius.expert.mobilisations.MobilisationCommand.ObjectToAppointment;
import org.socius.expert.mobilisations.MobilisationCommand.RecordWorkingDays;
import org.socius.expert.mobilisations.MobilisationCommand.RefuseAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.ReplaceExpert;
import org.socius.expert.mobilisations.MobilisationCommand.RequestAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.SettleMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.SignContract;
import org.socius.expert.mobilisations.MobilisationCommand.StartAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.WaiveObjection;
import org.socius.expert.mobilisations.MobilisationCommand.Worked;
import org.socius.expert.mobilisations.MobilisationEvent.Remuneration;
import org.socius.expert.sight.Sight;
import org.socius.platform.command.Actor;
import org.socius.platform.filing.FiledDocuments;
import org.socius.platform.filing.FiledDocuments.Named;
import org.socius.platform.format.DerivedId;
import org.socius.platform.format.Money;
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
@RequestMapping(MobilisationController.PATH)
class MobilisationController {

    static final String PATH = "/api/v1/mobilisations";

    /** What the expert, the employer and the partner see of the history. */
    private static final Set<String> OUTSIDE_HISTORY =
            Set.of(
                    "MobilisationOpened",
                    "AuthorisationRequested",
                    "AuthorisationSkipped",
                    "AuthorisationGranted",
                    "AuthorisationRefused",
                    "ContractIssued",
                    "ContractSigned",
                    "ExpertMobilised",
                    "AssignmentStarted",
                    "AssignmentEnded",
                    "WorkingDaysRecorded",
                    "MobilisationSettled",
                    "ContractAmended",
                    "ObjectionWaived",
                    "ExpertReplaced",
                    "MobilisationCancelled");

    private final CommandDesk desk;
    private final Mobilisations mobilisations;
    private final FiledDocuments documents;
    private final Timeline timeline;

    MobilisationController(
            CommandDesk desk,
            Mobilisations mobilisations,
            FiledDocuments documents,
            Timeline timeline) {
        this.desk = desk;
        this.mobilisations = mobilisations;
        this.documents = documents;
        this.timeline = timeline;
    }

    record NoBody() {}

    /** {@code documentId}: a document of this mobilisation, instead. */
    record Letter(
            @Size(max = 300) @Nullable String documentReference,
            @Size(max = 100) @Nullable String documentId) {}

    record DaysBody(
            @NotNull @PositiveOrZero @DecimalMax("366") Double preparation,
            @NotNull @PositiveOrZero @DecimalMax("366") Double implementation,
            @NotNull @PositiveOrZero @DecimalMax("366") Double delivery) {

        Days days() {
            return new Days(preparation, implementation, delivery);
        }
    }

    record ContractBody(
            @NotBlank @Size(max = 100) String contractNumber,
            @NotNull @Valid DaysBody days,
            @NotNull LocalDate validFrom,
            @NotNull LocalDate validTo,
            @Nullable Remuneration remuneration,
            @Size(max = 500) @Nullable String waiver) {}

    record ContractAmendmentBody(
            @NotNull @Valid DaysBody days,
            @Nullable LocalDate validTo,
            @NotNull LocalDate signedOn,
            @Size(max = 500) @Nullable String waiver) {}

    record AppointmentBody(
            @Pattern(regexp = DerivedId.OF_CLIENT) @Nullable String id,
            @NotBlank @Size(max = 100) String actionId,
            @NotNull @Positive Integer activity,
            @NotBlank @Size(max = 20) String position,
            @NotBlank @Size(max = 100) String expertId,
            @NotBlank @Size(max = 100) String justificationCode) {}

    record ReplacementBody(@NotBlank @Size(max = 100) String expertId) {}

    record CancellationBody(@Nullable LocalDate noticeGivenOn, @Valid @Nullable Money costs) {}

    record SignatureBody(@NotNull Boolean codeOfConduct) {}

    record StartBody(
            @Nullable LocalDate briefedOn, @Size(max = 300) @Nullable String insuranceReference) {}

    record WorkingDaysBody(@NotEmpty @Size(max = 100) List<@Valid @NotNull Worked> entries) {}

    @PostMapping
    ResponseEntity<Object> appointment(HttpServletRequest http) {
        return desk.on(http)
                .allow(COORDINATOR)
                .reasonRequired()
                .create(
                        AppointmentBody.class,
                        PATH,
                        mobilisations,
                        body -> {
                            String id =
                                    body.id() == null ? UUID.randomUUID().toString() : body.id();
                            return new Creation(
                                    id,
                                    new AppointExpert(
                                            id,
                                            body.actionId(),
                                            body.activity(),
                                            body.position(),
                                            mobilisations.callOf(body.actionId(), body.activity()),
                                            body.expertId(),
                                            body.justificationCode()));
                        });
    }

    @PostMapping("/{id}/partner-objection")
    ResponseEntity<Object> partnerObjection(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(PARTNER_SIGNATORY)
                .reasonRequired()
                .send(NoBody.class, body -> new ObjectToAppointment(id));
    }

    @PostMapping("/{id}/partner-no-objection")
    ResponseEntity<Object> partnerNoObjection(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(PARTNER_SIGNATORY)
                .send(NoBody.class, body -> new WaiveObjection(id));
    }

    @PostMapping("/{id}/replacement")
    ResponseEntity<Object> replacement(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(COORDINATOR)
                .reasonRequired()
                .send(
                        ReplacementBody.class,
                        body ->
                                new ReplaceExpert(
                                        id, Mobilisation.replacementOf(id), body.expertId()));
    }

    @PostMapping("/{id}/authorisation-request")
    ResponseEntity<Object> authorisationRequest(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(MOBILISATION_OFFICER)
                .send(NoBody.class, body -> new RequestAuthorisation(id));
    }

    @PostMapping("/{id}/authorisation")
    ResponseEntity<Object> authorisation(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(EMPLOYER, MOBILISATION_OFFICER)
                .send(
                        Letter.class,
                        body -> {
                            Optional<Named> letter = letter(id, body);
                            return new GrantAuthorisation(
                                    id,
                                    letter.map(Named::reference).orElse(null),
                                    letter.map(Named::documentId).orElse(null));
                        });
    }

    @PostMapping("/{id}/authorisation-refusal")
    ResponseEntity<Object> authorisationRefusal(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(EMPLOYER, MOBILISATION_OFFICER)
                .reasonRequired()
                .send(
                        Letter.class,
                        body -> {
                            Optional<Named> letter = letter(id, body);
                            return new RefuseAuthorisation(
                                    id,
                                    letter.map(Named::reference).orElse(null),
                                    letter.map(Named::documentId).orElse(null));
                        });
    }

    private Optional<Named> letter(String id, Letter body) {
        return documents.named(
                "/documentReference", body.documentReference(), body.documentId(), id);
    }

    @PostMapping("/{id}/contract")
    ResponseEntity<Object> contract(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(FINANCE_OFFICER)
                .send(
                        ContractBody.class,
                        body ->
                                new IssueContract(
                                        id,
                                        body.contractNumber(),
                                        body.days().days(),
                                        body.validFrom(),
                                        body.validTo(),
                                        body.remuneration(),
                                        body.waiver()));
    }

    @PostMapping("/{id}/contract-amendment")
    ResponseEntity<Object> contractAmendment(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(FINANCE_OFFICER)
                .reasonRequired()
                .send(
                        ContractAmendmentBody.class,
                        body ->
                                new AmendContract(
                                        id,
                                        body.days().days(),
                                        body.validTo(),
                                        body.signedOn(),
                                        body.waiver()));
    }

    @PostMapping("/{id}/signature")
    ResponseEntity<Object> signature(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(EXPERT)
                .send(SignatureBody.class, body -> new SignContract(id, body.codeOfConduct()));
    }

    @PostMapping("/{id}/start")
    ResponseEntity<Object> start(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(MOBILISATION_OFFICER)
                .send(
                        StartBody.class,
                        body ->
                                new StartAssignment(
                                        id, body.briefedOn(), body.insuranceReference()));
    }

    @PostMapping("/{id}/end")
    ResponseEntity<Object> end(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(MOBILISATION_OFFICER)
                .send(NoBody.class, body -> new EndAssignment(id));
    }

    @PostMapping("/{id}/working-days")
    ResponseEntity<Object> workingDays(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(EXPERT, FINANCE_OFFICER)
                .send(WorkingDaysBody.class, body -> new RecordWorkingDays(id, body.entries()));
    }

    @PostMapping("/{id}/settlement")
    ResponseEntity<Object> settlement(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(FINANCE_OFFICER)
                .send(NoBody.class, body -> new SettleMobilisation(id));
    }

    @PostMapping("/{id}/cancellation")
    ResponseEntity<Object> cancellation(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(MOBILISATION_OFFICER, EXPERT)
                .reasonRequired()
                .send(
                        CancellationBody.class,
                        body -> new CancelMobilisation(id, body.noticeGivenOn(), body.costs()));
    }

    private CommandDesk.Call on(HttpServletRequest http, String id) {
        return desk.on(http).resource(mobilisations, id);
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> one(@PathVariable String id, HttpServletRequest http) {
        return mobilisations.answer(id, http);
    }

    @GetMapping("/{id}/timeline")
    List<Timeline.Entry> timeline(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        Actor caller = Callers.current();
        if (mobilisations.read(id, caller).isEmpty()) {
            throw new Rejection.NotFound();
        }
        return Sight.ofStaff(caller)
                ? timeline.of(id, Sight.ofMobilised(caller), true)
                : Sight.fromOutside(
                        timeline.of(id, false, false), OUTSIDE_HISTORY, _ -> caller.has(EXPERT));
    }

    @GetMapping("/{id}/duties")
    Duties.Shown duties(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        return mobilisations.duties(id, Callers.current()).orElseThrow(Rejection.NotFound::new);
    }

    @GetMapping
    ResponseEntity<Page<MobilisationView>> list(HttpServletRequest http) {
        ListQuery query =
                ListQuery.of(
                        http,
                        Set.of("reference", "status"),
                        "application",
                        "action",
                        "activity",
                        "expert",
                        "status");
        return mobilisations.list(query, Callers.current()).answer(query);
    }
}
