package org.socius.request;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.socius.request.Request.Status.ACCEPTED;
import static org.socius.request.Request.Status.DRAFT;
import static org.socius.request.Request.Status.INELIGIBLE;
import static org.socius.request.Request.Status.REJECTED;
import static org.socius.request.Request.Status.RETURNED;
import static org.socius.request.Request.Status.SUBMITTED;
import static org.socius.request.Request.Status.UNDER_APPRAISAL;
import static org.socius.request.Request.Status.UNDER_SCREENING;
import static org.socius.request.Request.Status.WITHDRAWN;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.contracts.reference.CodeList;
import org.socius.contracts.reference.Countries;
import org.socius.contracts.reference.MemberStates;
import org.socius.platform.command.Actor;
import org.socius.platform.command.Aggregates;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.DueSteps;
import org.socius.platform.command.EventMoment;
import org.socius.platform.format.MultilingualText;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.FieldError;
import org.socius.platform.time.Brussels;
import org.socius.platform.time.WorkingDays;
import org.socius.request.InstitutionEvent.InstitutionRegistered;
import org.socius.request.RequestCommand.AcceptRequest;
import org.socius.request.RequestCommand.AppraiseRequest;
import org.socius.request.RequestCommand.ConsultDelegation;
import org.socius.request.RequestCommand.DecideEligibility;
import org.socius.request.RequestCommand.DraftRequest;
import org.socius.request.RequestCommand.EditRequestDraft;
import org.socius.request.RequestCommand.NoteActionEnded;
import org.socius.request.RequestCommand.NoteActionOpened;
import org.socius.request.RequestCommand.Opinion;
import org.socius.request.RequestCommand.RecordDelegationOpinion;
import org.socius.request.RequestCommand.RecordDueRequestSteps;
import org.socius.request.RequestCommand.RejectRequest;
import org.socius.request.RequestCommand.ResubmitRequest;
import org.socius.request.RequestCommand.ReturnRequest;
import org.socius.request.RequestCommand.StartScreening;
import org.socius.request.RequestCommand.SubmitRequest;
import org.socius.request.RequestCommand.WithdrawRequest;
import org.socius.request.RequestEvent.Asking;
import org.socius.request.RequestEvent.DelegationConsulted;
import org.socius.request.RequestEvent.DelegationOpinionRecorded;
import org.socius.request.RequestEvent.RequestAccepted;
import org.socius.request.RequestEvent.RequestActionEnded;
import org.socius.request.RequestEvent.RequestActionOpened;
import org.socius.request.RequestEvent.RequestAppraised;
import org.socius.request.RequestEvent.RequestDraftEdited;
import org.socius.request.RequestEvent.RequestDrafted;
import org.socius.request.RequestEvent.RequestFoundEligible;
import org.socius.request.RequestEvent.RequestFoundIneligible;
import org.socius.request.RequestEvent.RequestRejected;
import org.socius.request.RequestEvent.RequestResubmitted;
import org.socius.request.RequestEvent.RequestReturned;
import org.socius.request.RequestEvent.RequestScreeningStarted;
import org.socius.request.RequestEvent.RequestSubmitted;
import org.socius.request.RequestEvent.RequestWithdrawn;

/**
 * A partner institution's demand for assistance. It is drafted and edited by the partner, submitted
 * by its signatory, screened (and perhaps returned for completion), found eligible or not,
 * appraised by two persons while the EU Delegation is consulted, and then accepted or rejected.
 * Until it is accepted the signatory may withdraw it. An accepted request goes on as an action.
 */
@Aggregate
class Request implements Chronicled {

    /** Screening is due this many working days after submission (R22). */
    static final int SCREENING_DAYS = 15;

    /** The Delegation answers within this many working days (R11). */
    static final int OPINION_DAYS = 10;

    static final int APPRAISALS_NEEDED = 2;

    /** Seven criteria of at most 5. */
    private static final int HIGHEST_SUM = 35;

    /** 60 per cent of {@link #HIGHEST_SUM}. */
    private static final int SUFFICIENT_SUM = 21;

    private static final int LOWEST_SCORE = 1;
    private static final String FULL = "FULL";
    private static final String NONE_IN_TIME = "NONE_IN_TIME";

    /** Where a request stands, and what may come next. */
    enum Status {
        DRAFT("submission", "withdrawal"),
        SUBMITTED("screening", "withdrawal"),
        UNDER_SCREENING("return", "eligibility", "withdrawal"),
        RETURNED("resubmission", "withdrawal"),
        UNDER_APPRAISAL(
                "delegation-consultation",
                "delegation-opinion",
                "appraisals",
                "acceptance",
                "rejection",
                "withdrawal"),
        INELIGIBLE,
        ACCEPTED,
        REJECTED,
        WITHDRAWN;

        private final List<String> transitions;

        Status(String... transitions) {
            this.transitions = List.of(transitions);
        }
    }

    private record Appraisal(
            String by, String role, Map<String, Integer> scores, double percent, String comment) {

        int sum() {
            return scores.values().stream().mapToInt(Integer::intValue).sum();
        }

        int lowest() {
            return scores.values().stream().mapToInt(Integer::intValue).min().orElse(0);
        }
    }

    private record GivenOpinion(String opinion, @Nullable String text, Instant recordedAt) {}

    /** A refusal or return in the words that go to the requester (R17). */
    private record Reply(
            String outcome,
            @Nullable String reasonCode,
            @Nullable String reason,
            List<String> missing) {}

    @AggregateIdentifier private String id;
    private Asking institution;
    private RequestForm content = RequestForm.EMPTY;
    private Status status = DRAFT;
    private final Set<String> authors = new HashSet<>();
    private final List<RequestForm> versions = new ArrayList<>();
    private final List<Appraisal> appraisals = new ArrayList<>();
    private @Nullable String number;
    private @Nullable Integer ordinal;
    private @Nullable Instant submittedAt;
    private @Nullable LocalDate screeningDueOn;
    private @Nullable LocalDate opinionDueOn;
    private @Nullable GivenOpinion opinion;
    private @Nullable Reply reply;
    private @Nullable String actionId;
    private @Nullable String actionReference;
    private boolean actionEnded;
    private @Nullable EventMoment latest;

    @SuppressWarnings("NullAway.Init")
    Request() {}

    @CommandHandler
    @SuppressWarnings("NullAway.Init")
    Request(DraftRequest command, CommandContext context, Aggregates aggregates) {
        Actor person = context.person();
        boolean partner = !person.has(Roles.COORDINATOR);
        if (partner && !person.actsFor(command.institutionId())) {
            throw new Rejection.NotFound();
        }
        InstitutionRegistered asking = registered(aggregates, command.institutionId());
        RequestForm form = command.content().inOwnLanguage(null);
        form.check(context.today());
        apply(
                new RequestDrafted(
                        command.requestId(),
                        FULL,
                        new Asking(
                                asking.institutionId(),
                                asking.name(),
                                asking.acronym(),
                                asking.country()),
                        form));
    }

    @CommandHandler
    void decide(EditRequestDraft command, CommandContext context) {
        ownOnly(context);
        if (status != DRAFT && status != RETURNED) {
            throw new Rejection.WrongState("R16", status.name(), allowedTransitions());
        }
        if (command.institutionId() != null && !command.institutionId().equals(institution.id())) {
            throw Rejection.InvalidFields.of(
                    "/institutionId", "fixed", "A request stays with its institution.");
        }
        RequestForm changes =
                content.changesTo(command.changes().inOwnLanguage(content.language()));
        changes.check(context.today());
        if (!changes.equals(RequestForm.EMPTY)) {
            apply(new RequestDraftEdited(id, changes));
        }
    }

    @CommandHandler
    void decide(
            SubmitRequest command,
            CommandContext context,
            Aggregates aggregates,
            WorkingDays workingDays) {
        ownOnly(context);
        in(DRAFT);
        LocalDate today = context.today();
        mayAsk(aggregates, today, command.declaration());
        int place =
                aggregates
                        .loadOrCreate(
                                InstitutionDocket.class,
                                InstitutionDocket.idOf(institution.id()),
                                InstitutionDocket::new)
                        .invoke(docket -> docket.enter(institution.id(), id));
        int year = today.getYear();
        String assigned =
                aggregates
                        .loadOrCreate(
                                NumberRegister.class,
                                NumberRegister.idOf(year),
                                NumberRegister::new)
                        .invoke(register -> register.assign(year, id));
        apply(
                new RequestSubmitted(
                        id,
                        assigned,
                        place,
                        institution.id(),
                        country(),
                        FULL,
                        filled(content.title()),
                        filled(content.typesOfAssistance()),
                        filled(content.themes()),
                        filled(content.language()),
                        workingDays.dayAfter(today, SCREENING_DAYS)));
    }

    @CommandHandler
    void decide(StartScreening command, CommandContext context) {
        in(SUBMITTED);
        impartial(context);
        apply(new RequestScreeningStarted(id));
    }

    @CommandHandler
    void decide(ReturnRequest command, CommandContext context) {
        in(UNDER_SCREENING);
        impartial(context);
        reasonText(context);
        String code = context.reasonCode();
        if (code != null) {
            RequestForm.code("/reasonCode", CodeList.REQUEST_REASONS, code);
        }
        apply(new RequestReturned(id, code, command.missing()));
    }

    @CommandHandler
    void decide(ResubmitRequest command, CommandContext context, Aggregates aggregates) {
        ownOnly(context);
        in(RETURNED);
        mayAsk(
                aggregates,
                Brussels.day(Objects.requireNonNull(submittedAt)),
                command.declaration());
        apply(
                new RequestResubmitted(
                        id,
                        versions.size() + 1,
                        country(),
                        filled(content.title()),
                        filled(content.typesOfAssistance()),
                        filled(content.themes())));
    }

    @CommandHandler
    void decide(DecideEligibility command, CommandContext context, Aggregates aggregates) {
        in(UNDER_SCREENING);
        impartial(context);
        if (command.eligible()) {
            apply(new RequestFoundEligible(id));
        } else {
            String code = refusalCode(context);
            docket(aggregates).execute(docket -> docket.leave(id));
            apply(new RequestFoundIneligible(id, code));
        }
    }

    @CommandHandler
    void decide(ConsultDelegation command, CommandContext context, WorkingDays workingDays) {
        in(UNDER_APPRAISAL);
        if (opinionDueOn != null) {
            throw wrongState(null);
        }
        apply(
                new DelegationConsulted(
                        id, country(), workingDays.dayAfter(context.today(), OPINION_DAYS)));
    }

    @CommandHandler
    void decide(RecordDelegationOpinion command, CommandContext context) {
        Actor person = context.person();
        if (context.onBehalfOf() == null && !Visibility.ofCountry(person, country())) {
            throw new Rejection.NotFound();
        }
        in(UNDER_APPRAISAL);
        if (opinionDueOn == null) {
            throw wrongState("R10");
        }
        if (opinion != null) {
            throw wrongState("R11");
        }
        apply(new DelegationOpinionRecorded(id, command.opinion().name(), command.text()));
    }

    @CommandHandler
    void decide(AppraiseRequest command, CommandContext context) {
        in(UNDER_APPRAISAL);
        impartial(context);
        if (!command.noConflictOfInterest()) {
            throw new RequestRejection.MustStandAside("An assessor with an interest stands aside.");
        }
        if (appraisals.stream().anyMatch(one -> one.by().equals(context.person().id()))) {
            throw new RequestRejection.AlreadyAppraised();
        }
        Map<String, Integer> scores = command.scores().byCriterion();
        int sum = scores.values().stream().mapToInt(Integer::intValue).sum();
        apply(new RequestAppraised(id, scores, 100.0 * sum / HIGHEST_SUM, command.comment()));
    }

    @CommandHandler
    void decide(AcceptRequest command, CommandContext context, Aggregates aggregates) {
        in(UNDER_APPRAISAL);
        delegationDoesNotObject();
        appraisedWellEnough();
        docket(aggregates).execute(docket -> docket.takePlace(id));
        apply(
                new RequestAccepted(
                        id,
                        filled(number),
                        Brussels.day(Objects.requireNonNull(submittedAt)).getYear(),
                        institution.id(),
                        institution.name(),
                        institution.acronym(),
                        country(),
                        filled(content.title()),
                        filled(content.typesOfAssistance()),
                        filled(content.themes()),
                        filled(content.language())));
    }

    @CommandHandler
    void decide(RejectRequest command, CommandContext context, Aggregates aggregates) {
        in(UNDER_APPRAISAL);
        String code = refusalCode(context);
        docket(aggregates).execute(docket -> docket.leave(id));
        apply(new RequestRejected(id, code));
    }

    @CommandHandler
    void decide(WithdrawRequest command, CommandContext context, Aggregates aggregates) {
        ownOnly(context);
        if (status == ACCEPTED) {
            throw wrongState("R18");
        }
        if (!allowedTransitions().contains("withdrawal")) {
            throw wrongState(null);
        }
        if (status != DRAFT) {
            if (!context.person().has(Roles.PARTNER_SIGNATORY)) {
                throw new Rejection.Forbidden(List.of(Roles.PARTNER_SIGNATORY));
            }
            docket(aggregates).execute(docket -> docket.leave(id));
        }
        apply(new RequestWithdrawn(id));
    }

    @CommandHandler
    void decide(NoteActionOpened command, Aggregates aggregates) {
        if (actionId != null) {
            return;
        }
        in(ACCEPTED);
        docket(aggregates).execute(docket -> docket.noteAction(id, command.actionId()));
        apply(new RequestActionOpened(id, command.actionId(), command.actionReference()));
    }

    @CommandHandler
    void decide(NoteActionEnded command, Aggregates aggregates) {
        if (actionEnded) {
            return;
        }
        in(ACCEPTED);
        docket(aggregates).execute(docket -> docket.freePlace(id));
        apply(new RequestActionEnded(id, command.actionId()));
    }

    /** {@link #catchUp} has done it before this is called. */
    @CommandHandler
    void decide(RecordDueRequestSteps command) {}

    @EventSourcingHandler
    void evolve(RequestEvent event, EventMoment moment) {
        latest = moment;
        switch (event) {
            case RequestDrafted e -> {
                id = e.requestId();
                institution = e.institution();
                content = e.content();
                authors.add(moment.personId());
            }
            case RequestDraftEdited e -> {
                content = content.with(e.changes());
                authors.add(moment.personId());
            }
            case RequestSubmitted e -> {
                status = SUBMITTED;
                number = e.number();
                ordinal = e.ordinal();
                submittedAt = moment.occurredAt();
                screeningDueOn = e.screeningDueOn();
                versions.add(content);
                authors.add(moment.personId());
            }
            case RequestScreeningStarted _ -> status = UNDER_SCREENING;
            case RequestReturned e -> {
                status = RETURNED;
                reply = new Reply("RETURNED", e.reasonCode(), moment.reason(), e.missing());
            }
            case RequestResubmitted _ -> {
                status = UNDER_SCREENING;
                reply = null;
                versions.add(content);
                authors.add(moment.personId());
            }
            case RequestFoundEligible _ -> status = UNDER_APPRAISAL;
            case RequestFoundIneligible e -> {
                status = INELIGIBLE;
                reply = new Reply("INELIGIBLE", e.reasonCode(), moment.reason(), List.of());
            }
            case DelegationConsulted e -> opinionDueOn = e.opinionDueOn();
            case DelegationOpinionRecorded e ->
                    opinion = new GivenOpinion(e.opinion(), e.text(), moment.occurredAt());
            case RequestAppraised e ->
                    appraisals.add(
                            new Appraisal(
                                    moment.personId(),
                                    moment.personRole(),
                                    e.scores(),
                                    e.percent(),
                                    e.comment()));
            case RequestAccepted _ -> status = ACCEPTED;
            case RequestRejected e -> {
                status = REJECTED;
                reply = new Reply("REJECTED", e.reasonCode(), moment.reason(), List.of());
            }
            case RequestWithdrawn _ -> status = WITHDRAWN;
            case RequestActionOpened e -> {
                actionId = e.actionId();
                actionReference = e.actionReference();
            }
            case RequestActionEnded _ -> actionEnded = true;
        }
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    @Override
    public @Nullable Instant nextStepDue() {
        return status == UNDER_APPRAISAL && opinionDueOn != null && opinion == null
                ? Brussels.endOf(opinionDueOn)
                : null;
    }

    @Override
    public void catchUp(CommandContext context) {
        Instant due = nextStepDue();
        if (due != null && context.hasPassed(due)) {
            apply(new DelegationOpinionRecorded(id, NONE_IN_TIME, null), DueSteps.at(due));
        }
    }

    Status status() {
        return status;
    }

    /** The country the request is about, else the institution's. */
    String country() {
        String asked = content.country();
        return asked == null || asked.isEmpty()
                ? Objects.requireNonNullElse(institution.country(), "")
                : asked;
    }

    /** True if this caller may read this request. */
    boolean isVisibleTo(Actor caller) {
        return Visibility.ofEverything(caller)
                || Visibility.ofOwn(caller, institution.id())
                || status != DRAFT && Visibility.ofCountry(caller, country());
    }

    boolean showsPersonsTo(Actor caller) {
        return Visibility.ofPersons(caller, institution.id());
    }

    /** The form as it was submitted under a version, counted from 1; null if there is none. */
    @Nullable Map<String, Object> version(int formVersion, Actor caller) {
        return formVersion < 1 || formVersion > versions.size()
                ? null
                : shown(versions.get(formVersion - 1), caller);
    }

    /** The request as a caller may see it. */
    Map<String, Object> view(Actor caller, long version) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", id);
        view.put("number", number);
        view.put("form", FULL);
        view.put("status", status);
        view.put("version", version);
        view.put("institution", institution);
        view.put("submittedAt", submittedAt);
        view.put("screeningDueOn", screeningDueOn);
        view.put("formVersion", versions.isEmpty() ? null : versions.size());
        view.put("ordinal", ordinal);
        view.put("actionId", actionId);
        view.put("actionReference", actionReference);
        view.putAll(shown(content, caller));
        if (reply != null) {
            view.put("reply", reply);
        }
        view.put("opinionDueOn", opinionDueOn);
        if (Visibility.ofJudgement(caller) || Visibility.ofCountry(caller, country())) {
            view.put("delegationOpinion", opinion);
        }
        if (Visibility.ofJudgement(caller)) {
            view.put("appraisals", appraisals.stream().map(one -> shown(one, caller)).toList());
        }
        view.put("allowedTransitions", allowedTransitions());
        return view;
    }

    /** What lists show; the same for everybody who may see the request. */
    RequestSummary summary(long version) {
        return new RequestSummary(
                id,
                number,
                FULL,
                status.name(),
                version,
                institution,
                content.title(),
                country(),
                Objects.requireNonNullElse(content.typesOfAssistance(), List.of()),
                Objects.requireNonNullElse(content.themes(), List.of()),
                submittedAt,
                screeningDueOn,
                versions.isEmpty() ? null : versions.size(),
                actionId,
                actionReference);
    }

    private static Map<String, Object> shown(Appraisal appraisal, Actor caller) {
        Map<String, Object> shown = new LinkedHashMap<>();
        boolean persons = Visibility.ofPersons(caller, "");
        shown.put("by", persons ? appraisal.by() : appraisal.role());
        shown.put("scores", appraisal.scores());
        shown.put("percent", appraisal.percent());
        if (persons) {
            shown.put("comment", appraisal.comment());
        }
        return shown;
    }

    private Map<String, Object> shown(RequestForm form, Actor caller) {
        Map<String, Object> fields = form.fields();
        if (!showsPersonsTo(caller)) {
            fields.remove("counterpartTeam");
            withoutNames(fields, "delegationInformed", "contact");
            withoutNames(fields, "signatory", "name", "function");
        }
        fields.replaceAll((_, value) -> plainIfOfTheForm(value));
        if (form.otherDonors() != null && form.otherDonors().isEmpty()) {
            fields.put("otherDonors", List.of());
        }
        return fields;
    }

    private static void withoutNames(Map<String, Object> fields, String field, String... names) {
        if (fields.get(field) instanceof Map<?, ?> value) {
            Map<Object, Object> rest = new LinkedHashMap<>(value);
            Arrays.asList(names).forEach(rest::remove);
            fields.put(field, rest);
        }
    }

    private static Object plainIfOfTheForm(Object value) {
        return value instanceof Map<?, ?> map
                        && map.get(MultilingualText.OF_THE_FORM) instanceof String text
                ? text
                : value;
    }

    /**
     * The transitions that this state leaves open, whoever asks; their own conditions come on top.
     */
    List<String> allowedTransitions() {
        List<String> allowed = new ArrayList<>(status.transitions);
        if (opinionDueOn != null) {
            allowed.remove("delegation-consultation");
        }
        if (opinionDueOn == null || opinion != null) {
            allowed.remove("delegation-opinion");
        }
        return allowed;
    }

    private void in(Status needed) {
        if (status != needed) {
            throw wrongState(null);
        }
    }

    private Rejection.WrongState wrongState(@Nullable String rule) {
        return new Rejection.WrongState(rule, status.name(), allowedTransitions());
    }

    private void ownOnly(CommandContext context) {
        if (!context.person().actsFor(institution.id())) {
            throw new Rejection.NotFound();
        }
    }

    private void impartial(CommandContext context) {
        if (authors.contains(context.person().id())) {
            throw new RequestRejection.MustStandAside(
                    "Whoever drafted or signed a request does not judge it.");
        }
    }

    private static void reasonText(CommandContext context) {
        if (context.reason() == null || context.reason().isBlank()) {
            throw Rejection.InvalidFields.of(
                    "R17", "/reason", "required", "The requester gets a reason in words.");
        }
    }

    private static String refusalCode(CommandContext context) {
        reasonText(context);
        String code = context.reasonCode();
        if (code == null) {
            throw Rejection.InvalidFields.of(
                    "R17", "/reasonCode", "required", "A refusal carries a reason code.");
        }
        RequestForm.code("/reasonCode", CodeList.REQUEST_REASONS, code);
        return code;
    }

    /** R01 to R09, as they stand on the day of submission. */
    private void mayAsk(Aggregates aggregates, LocalDate day, boolean declaration) {
        InstitutionRegistered asking = registered(aggregates, institution.id());
        List<FieldError> missing = new ArrayList<>(content.missing());
        if (!declaration) {
            FieldError untold =
                    new FieldError("/declaration", "required", "The declaration must be ticked.");
            if (missing.isEmpty()) {
                throw new Rejection.InvalidFields("R06", List.of(untold));
            }
            missing.add(untold);
        }
        if (!missing.isEmpty()) {
            throw new RequestRejection.FormIncomplete(missing);
        }
        if (asking.legalNature() == null) {
            throw new RequestRejection.MayNotAsk(
                    "R01",
                    "/institutionId",
                    "not-eligible",
                    "Only public authorities, mandated bodies and social partners may ask.");
        }
        if (asking.level() == null) {
            throw new RequestRejection.MayNotAsk(
                    "R03",
                    "/institutionId",
                    "not-eligible",
                    "The level of the institution is not recorded.");
        }
        countryMayAsk("/institutionId", Objects.requireNonNullElse(asking.country(), ""), day);
        countryMayAsk("/country", country(), day);
        if (!content.isInAcceptedLanguage()) {
            throw new RequestRejection.MayNotAsk(
                    "R09",
                    "/language",
                    "not-accepted",
                    "Requests are written in English, French or Spanish.");
        }
    }

    private static void countryMayAsk(String pointer, String country, LocalDate day) {
        if (MemberStates.isMember(country, day)) {
            throw new RequestRejection.MayNotAsk(
                    "R04",
                    pointer,
                    "member-state",
                    "EU Member States supply experts, they do not ask.");
        }
        if (!Countries.isEligible(country, day)) {
            throw new RequestRejection.MayNotAsk(
                    "R02",
                    pointer,
                    "not-eligible",
                    "The country is not on the eligibility list of " + day + ".");
        }
    }

    private void delegationDoesNotObject() {
        if (opinionDueOn == null) {
            throw new RequestRejection.DelegationNotConsulted();
        }
        if (opinion == null) {
            throw new RequestRejection.OpinionAwaited(opinionDueOn);
        }
        if (opinion.opinion().equals(Opinion.NEGATIVE.name())) {
            throw new RequestRejection.NegativeOpinion();
        }
    }

    private void appraisedWellEnough() {
        int count = appraisals.size();
        if (count < APPRAISALS_NEEDED) {
            throw new RequestRejection.AppraisalsMissing(count, APPRAISALS_NEEDED);
        }
        int sum = appraisals.stream().mapToInt(Appraisal::sum).sum();
        int lowest = appraisals.stream().mapToInt(Appraisal::lowest).min().orElse(0);
        if (sum < SUFFICIENT_SUM * count || lowest <= LOWEST_SCORE) {
            throw new RequestRejection.AppraisalTooLow(100.0 * sum / (HIGHEST_SUM * count), lowest);
        }
    }

    private static InstitutionRegistered registered(Aggregates aggregates, String institutionId) {
        try {
            InstitutionRegistered record =
                    aggregates.load(Institution.class, institutionId).invoke(Institution::record);
            if (record != null) {
                return record;
            }
        } catch (AggregateNotFoundException e) {
            // the same answer as for the id of something else
        }
        throw Rejection.InvalidFields.of(
                "/institutionId", "unknown", "No institution is registered under this id.");
    }

    private org.axonframework.modelling.command.Aggregate<InstitutionDocket> docket(
            Aggregates aggregates) {
        return aggregates.load(InstitutionDocket.class, InstitutionDocket.idOf(institution.id()));
    }

    /** What a submitted request has for certain. */
    private static <T> T filled(@Nullable T value) {
        return Objects.requireNonNull(value);
    }
}
