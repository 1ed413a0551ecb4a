package org.socius.request;

import static org.socius.contracts.Roles.COORDINATOR;
import static org.socius.contracts.Roles.DATA_PROTECTION;
import static org.socius.contracts.Roles.PARTNER_DRAFTER;
import static org.socius.platform.view.ViewStore.field;

import com.mongodb.client.model.Filters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.reference.CodeList;
import org.socius.platform.command.Actor;
import org.socius.platform.filing.PersonalDataExports;
import org.socius.platform.filing.PersonalDataExports.PersonalDataExport;
import org.socius.platform.problem.Rejection;
import org.socius.platform.retention.RetentionList;
import org.socius.platform.view.Duties;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.view.Timeline;
import org.socius.platform.view.ViewStore;
import org.socius.platform.web.Callers;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.CommandDesk.Creation;
import org.socius.platform.web.HandOver;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.platform.web.ResourceReader.Shown;
import org.socius.request.Request.Transition;
import org.socius.request.RequestCommand.AcceptRequest;
import org.socius.request.RequestCommand.AppraiseRequest;
import org.socius.request.RequestCommand.ConsultDelegation;
import org.socius.request.RequestCommand.DecideEligibility;
import org.socius.request.RequestCommand.EditRequestDraft;
import org.socius.request.RequestCommand.EraseRequest;
import org.socius.request.RequestCommand.HandOverRequest;
import org.socius.request.RequestCommand.HoldRequest;
import org.socius.request.RequestCommand.MergeRequest;
import org.socius.request.RequestCommand.Opinion;
import org.socius.request.RequestCommand.OverrideDelegationOpinion;
import org.socius.request.RequestCommand.RecordDelegationOpinion;
import org.socius.request.RequestCommand.RejectRequest;
import org.socius.request.RequestCommand.ResubmitRequest;
import org.socius.request.RequestCommand.ResumeRequest;
import org.socius.request.RequestCommand.ReturnRequest;
import org.socius.request.RequestCommand.Scores;
import org.socius.request.RequestCommand.StartScreening;
import org.socius.request.RequestCommand.SubmitRequest;
import org.socius.request.RequestCommand.WithdrawRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(RequestController.PATH)
class RequestController {

    static final String PATH = "/api/v1/requests";

    private static final Set<String> JUDGEMENT = Set.of("RequestAppraised");
    private static final Set<String> OPINION =
            Set.of("DelegationOpinionRecorded", "DelegationOpinionOverridden");
    private static final Set<String> OF_STAFF = Set.of("RequestHandedOver");
    private static final Set<String> PREPARATION =
            Set.of(
                    "RequestDrafted",
                    "RequestDraftEdited",
                    "RequestDocumentAttached",
                    "RequestDocumentRemoved");

    private final CommandDesk desk;
    private final Requests requests;
    private final ViewStore<RequestSummary> list;
    private final Timeline timeline;
    private final RecordsOfPersons records;
    private final PersonalDataExports exports;

    RequestController(
            CommandDesk desk,
            Requests requests,
            ViewStore<RequestSummary> list,
            Timeline timeline,
            RecordsOfPersons records,
            PersonalDataExports exports) {
        this.desk = desk;
        this.requests = requests;
        this.list = list;
        this.timeline = timeline;
        this.records = records;
        this.exports = exports;
    }

    record NoBody() {}

    record Declaration(@Nullable Boolean declaration) {}

    record Missing(@NotEmpty @Size(max = 50) List<@NotBlank @Size(max = 500) String> missing) {}

    record Eligibility(@NotNull Boolean eligible) {}

    record OpinionBody(@NotNull Opinion opinion, @Nullable String text) {}

    record Appraisal(
            @NotNull @Valid Scores scores,
            @NotBlank String comment,
            @NotNull Boolean noConflictOfInterest) {}

    record Consent(@NotNull LocalDate on, @NotBlank @Size(max = 200) String by) {}

    record Merging(@NotBlank @Size(max = 64) String into, @NotNull @Valid Consent partnerConsent) {}

    @PostMapping
    ResponseEntity<Object> draft(HttpServletRequest http) {
        return withReason(desk.on(http))
                .allow(PARTNER_DRAFTER, COORDINATOR)
                .create(
                        FormBody.class,
                        PATH,
                        requests,
                        body -> {
                            String id =
                                    body.id() == null ? UUID.randomUUID().toString() : body.id();
                            return new Creation(id, body.begun(id));
                        });
    }

    @PutMapping("/{id}")
    ResponseEntity<Object> edit(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(PARTNER_DRAFTER)
                .send(
                        FormBody.class,
                        (body, given) -> {
                            if (body.id() != null && !body.id().equals(id)) {
                                throw Rejection.InvalidFields.of(
                                        "/id", "fixed", "The id is the one in the address.");
                            }
                            return new EditRequestDraft(
                                    id,
                                    body.form(),
                                    body.institutionId(),
                                    body.content(),
                                    given.emptied());
                        });
    }

    @PostMapping("/{id}/submission")
    ResponseEntity<Object> submission(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Transition.SUBMISSION.roles())
                .send(
                        Declaration.class,
                        body -> new SubmitRequest(id, Boolean.TRUE.equals(body.declaration())));
    }

    @PostMapping("/{id}/screening")
    ResponseEntity<Object> screening(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Transition.SCREENING.roles())
                .send(NoBody.class, body -> new StartScreening(id));
    }

    @PostMapping("/{id}/return")
    ResponseEntity<Object> returning(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Transition.RETURN.roles())
                .reasonRequired()
                .send(Missing.class, body -> new ReturnRequest(id, body.missing()));
    }

    @PostMapping("/{id}/resubmission")
    ResponseEntity<Object> resubmission(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Transition.RESUBMISSION.roles())
                .send(
                        Declaration.class,
                        body -> new ResubmitRequest(id, !Boolean.FALSE.equals(body.declaration())));
    }

    @PostMapping("/{id}/eligibility")
    ResponseEntity<Object> eligibility(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Transition.ELIGIBILITY.roles())
                .send(Eligibility.class, body -> new DecideEligibility(id, body.eligible()));
    }

    @PostMapping("/{id}/hold")
    ResponseEntity<Object> hold(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Transition.HOLD.roles())
                .reasonRequired()
                .send(NoBody.class, body -> new HoldRequest(id));
    }

    @PostMapping("/{id}/resumption")
    ResponseEntity<Object> resumption(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Transition.RESUMPTION.roles())
                .send(NoBody.class, body -> new ResumeRequest(id));
    }

    @PostMapping("/{id}/delegation-consultation")
    ResponseEntity<Object> consultation(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Transition.CONSULTATION.roles())
                .send(NoBody.class, body -> new ConsultDelegation(id));
    }

    @PostMapping("/{id}/delegation-opinion")
    ResponseEntity<Object> opinion(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Transition.OPINION.roles())
                .send(
                        OpinionBody.class,
                        body -> new RecordDelegationOpinion(id, body.opinion(), body.text()));
    }

    @PostMapping("/{id}/commission-override")
    ResponseEntity<Object> override(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Transition.OVERRIDE.roles())
                .reasonRequired()
                .send(NoBody.class, body -> new OverrideDelegationOpinion(id));
    }

    @PostMapping("/{id}/appraisals")
    ResponseEntity<Object> appraisal(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Transition.APPRAISAL.roles())
                .send(
                        Appraisal.class,
                        body ->
                                new AppraiseRequest(
                                        id,
                                        body.scores(),
                                        body.comment(),
                                        body.noConflictOfInterest()));
    }

    @PostMapping("/{id}/acceptance")
    ResponseEntity<Object> acceptance(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Transition.ACCEPTANCE.roles())
                .send(NoBody.class, body -> new AcceptRequest(id));
    }

    @PostMapping("/{id}/rejection")
    ResponseEntity<Object> rejection(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Transition.REJECTION.roles())
                .reasonRequired()
                .send(NoBody.class, body -> new RejectRequest(id));
    }

    @PostMapping("/{id}/merge")
    ResponseEntity<Object> merge(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Transition.MERGE.roles())
                .reasonRequired()
                .send(
                        Merging.class,
                        body ->
                                new MergeRequest(
                                        id,
                                        body.into(),
                                        body.partnerConsent().on(),
                                        body.partnerConsent().by()));
    }

    @PostMapping("/{id}/withdrawal")
    ResponseEntity<Object> withdrawal(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Transition.WITHDRAWAL.roles())
                .reasonRequired()
                .send(NoBody.class, body -> new WithdrawRequest(id));
    }

    @PostMapping("/{id}/hand-over")
    ResponseEntity<Object> handOver(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Transition.HAND_OVER.roles())
                .reasonRequired()
                .send(HandOver.class, body -> new HandOverRequest(id, body.person()));
    }

    private CommandDesk.Call on(HttpServletRequest http, String id) {
        return withReason(desk.on(http).resource(requests, id));
    }

    /** Whatever is decided about requests and institutions, its reason has a code of one list. */
    static CommandDesk.Call withReason(CommandDesk.Call call) {
        CodeList list = CodeList.REQUEST_REASONS;
        return call.reasonCodes(list.listName(), list::contains);
    }

    @GetMapping("/{id}")
    Object one(@PathVariable String id, HttpServletRequest http, HttpServletResponse answer) {
        ListQuery.none(http);
        return answered(requests.read(id, Callers.current()), answer);
    }

    /**
     * What is shown, with the version that a command may ask for. It is always answered in full:
     * the body says something of other things too, such as the institution's open requests, which
     * change under the same version.
     */
    static Object answered(Optional<Shown> found, HttpServletResponse answer) {
        Shown shown = found.orElseThrow(Rejection.NotFound::new);
        answer.setHeader(HttpHeaders.ETAG, "\"" + shown.version() + "\"");
        return shown.body();
    }

    @GetMapping("/{id}/receipt")
    Map<String, Object> receipt(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        Map<String, Object> receipt = visible(id, Callers.current()).state().receipt();
        if (receipt == null) {
            throw new Rejection.NotFound();
        }
        return receipt;
    }

    @PostMapping("/{id}/erasure")
    ResponseEntity<Object> erasure(@PathVariable String id, HttpServletRequest http) {
        return desk.on(http)
                .resource(requests::readForErasure, id)
                .allow(DATA_PROTECTION)
                .send(NoBody.class, body -> new EraseRequest(id));
    }

    @GetMapping("/retention-due")
    ResponseEntity<Page<RetentionList.Due>> retentionDue(HttpServletRequest http) {
        return records.due(http);
    }

    @GetMapping("/{id}/personal-data")
    ResponseEntity<PersonalDataExport> personalData(
            @PathVariable String id, HttpServletRequest http) {
        return exports.answer(http, "REQUEST", PATH, id, caller -> personalData(id, caller));
    }

    /** What the request says about persons, for its own people and for data protection. */
    private Optional<List<Timeline.Entry>> personalData(String id, Actor person) {
        if (person.has(DATA_PROTECTION)) {
            return requests.find(id).map(_ -> timeline.of(id, true, true));
        }
        Actor caller = requests.speaker(person);
        return requests.find(id)
                .map(Folded::state)
                .filter(request -> Visibility.ofPartner(caller) && request.isOwn(caller))
                .map(request -> history(id, request, caller));
    }

    @GetMapping("/{id}/timeline")
    List<Timeline.Entry> timeline(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        Actor caller = requests.speaker(Callers.current());
        return history(id, visible(id, caller).state(), caller);
    }

    private List<Timeline.Entry> history(String id, Request request, Actor caller) {
        Set<String> hidden = new TreeSet<>();
        if (!Visibility.ofEverything(caller)) {
            hidden.addAll(OF_STAFF);
        }
        if (!Visibility.ofJudgement(caller)) {
            hidden.addAll(JUDGEMENT);
            if (!Visibility.ofCountry(caller, request.country())) {
                hidden.addAll(OPINION);
            }
            if (!request.isOwn(caller)) {
                hidden.addAll(PREPARATION);
            }
        }
        return concerning(
                caller,
                timeline.of(id, request.showsPersonsTo(caller), request.showsReasonsTo(caller)),
                hidden);
    }

    @GetMapping("/{id}/duties")
    Duties.Shown duties(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        return requests.duties(id, Callers.current()).orElseThrow(Rejection.NotFound::new);
    }

    @GetMapping("/{id}/versions/{version:\\d{1,6}}")
    Map<String, Object> version(
            @PathVariable String id, @PathVariable int version, HttpServletRequest http) {
        ListQuery.none(http);
        Actor caller = requests.speaker(Callers.current());
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("formVersion", version);
        shown.putAll(version(visible(id, caller).state(), version, caller));
        return shown;
    }

    @GetMapping("/{id}/versions/{from:\\d{1,6}}..{to:\\d{1,6}}")
    Map<String, Object> differences(
            @PathVariable String id,
            @PathVariable int from,
            @PathVariable int to,
            HttpServletRequest http) {
        ListQuery.none(http);
        Actor caller = requests.speaker(Callers.current());
        Request request = visible(id, caller).state();
        Map<String, Object> before = version(request, from, caller);
        Map<String, Object> after = version(request, to, caller);
        Set<String> fields = new TreeSet<>(before.keySet());
        fields.addAll(after.keySet());
        List<Map<String, @Nullable Object>> changes = new ArrayList<>();
        for (String name : fields) {
            if (!Objects.equals(before.get(name), after.get(name))) {
                Map<String, @Nullable Object> change = new LinkedHashMap<>();
                change.put("field", name);
                change.put("before", before.get(name));
                change.put("after", after.get(name));
                changes.add(change);
            }
        }
        return Map.of("from", from, "to", to, "changes", changes);
    }

    @GetMapping
    ResponseEntity<Page<RequestSummary>> list(HttpServletRequest http) {
        ListQuery query =
                ListQuery.of(
                        http,
                        Set.of("number", "submittedAt", "status", "country"),
                        "status",
                        "country",
                        "institution",
                        "theme",
                        "typeOfAssistance",
                        "q");
        query.names("status", Request.Status.class);
        List<Bson> all =
                new ArrayList<>(List.of(Visibility.requests(requests.speaker(Callers.current()))));
        List.of("status", "country", "institution", "theme", "typeOfAssistance")
                .forEach(name -> anyOf(query, name, all));
        all.add(ViewStore.containing("text", query.values("q")));
        return list.find(Filters.and(all), query, "number", false).answer(query);
    }

    private Folded<Request> visible(String id, Actor caller) {
        return requests.find(id, caller).orElseThrow(Rejection.NotFound::new);
    }

    private static Map<String, Object> version(Request request, int formVersion, Actor caller) {
        Map<String, Object> shown = request.version(formVersion, caller);
        if (shown == null) {
            throw new Rejection.NotFound();
        }
        return shown;
    }

    /** Narrows a list by a filter that may be repeated. */
    static void anyOf(ListQuery query, String name, List<Bson> filters) {
        if (!query.values(name).isEmpty()) {
            filters.add(Filters.in(field(name), query.values(name)));
        }
    }

    /** A timeline without what does not concern the caller; only staff see who acted. */
    static List<Timeline.Entry> concerning(
            Actor caller, List<Timeline.Entry> entries, Set<String> hidden) {
        boolean staff = Visibility.ofEverything(caller);
        return entries.stream()
                .filter(entry -> !hidden.contains(entry.type()))
                .map(entry -> staff ? entry : entry.withoutOthers(caller))
                .toList();
    }
}
