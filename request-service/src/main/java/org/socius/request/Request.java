package org.socius.request;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.socius.request.Request.Status.ACCEPTED;
import static org.socius.request.Request.Status.DRAFT;
import static org.socius.request.Request.Status.INELIGIBLE;
import static org.socius.request.Request.Status.LAPSED;
import static org.socius.request.Request.Status.MERGED;
import static org.socius.request.Request.Status.ON_HOLD;
import static org.socius.request.Request.Status.REJECTED;
import static org.socius.request.Request.Status.RETURNED;
import static org.socius.request.Request.Status.SUBMITTED;
import static org.socius.request.Request.Status.UNDER_APPRAISAL;
import static org.socius.request.Request.Status.UNDER_SCREENING;
import static org.socius.request.Request.Status.WITHDRAWN;
import static org.socius.request.Request.Transition.ACCEPTANCE;
import static org.socius.request.Request.Transition.APPRAISAL;
import static org.socius.request.Request.Transition.CONSULTATION;
import static org.socius.request.Request.Transition.ELIGIBILITY;
import static org.socius.request.Request.Transition.HAND_OVER;
import static org.socius.request.Request.Transition.HOLD;
import static org.socius.request.Request.Transition.MERGE;
import static org.socius.request.Request.Transition.OPINION;
import static org.socius.request.Request.Transition.OVERRIDE;
import static org.socius.request.Request.Transition.REJECTION;
import static org.socius.request.Request.Transition.RESUBMISSION;
import static org.socius.request.Request.Transition.RESUMPTION;
import static org.socius.request.Request.Transition.RETURN;
import static org.socius.request.Request.Transition.SCREENING;
import static org.socius.request.Request.Transition.SUBMISSION;
import static org.socius.request.Request.Transition.WITHDRAWAL;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.socius.platform.documents.DocumentRejection;
import org.socius.platform.documents.StoredFile;
import org.socius.platform.format.MultilingualText;
import org.socius.platform.lifecycle.LifeCycle;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.FieldError;
import org.socius.platform.time.Brussels;
import org.socius.platform.time.WorkingDays;
import org.socius.request.InstitutionEvent.InstitutionRegistered;
import org.socius.request.RequestCommand.AcceptRequest;
import org.socius.request.RequestCommand.AppraiseRequest;
import org.socius.request.RequestCommand.AttachDocument;
import org.socius.request.RequestCommand.ConsultDelegation;
import org.socius.request.RequestCommand.DecideEligibility;
import org.socius.request.RequestCommand.DraftRequest;
import org.socius.request.RequestCommand.EditRequestDraft;
import org.socius.request.RequestCommand.EraseRequest;
import org.socius.request.RequestCommand.HandOverRequest;
import org.socius.request.RequestCommand.HoldRequest;
import org.socius.request.RequestCommand.MergeRequest;
import org.socius.request.RequestCommand.NoteActionEnded;
import org.socius.request.RequestCommand.NoteActionOpened;
import org.socius.request.RequestCommand.Opinion;
import org.socius.request.RequestCommand.OverrideDelegationOpinion;
import org.socius.request.RequestCommand.RecordDelegationOpinion;
import org.socius.request.RequestCommand.RecordDueRequestSteps;
import org.socius.request.RequestCommand.RejectRequest;
import org.socius.request.RequestCommand.RemoveDocument;
import org.socius.request.RequestCommand.ResubmitRequest;
import org.socius.request.RequestCommand.ResumeRequest;
import org.socius.request.RequestCommand.ReturnRequest;
import org.socius.request.RequestCommand.StartScreening;
import org.socius.request.RequestCommand.SubmitRequest;
import org.socius.request.RequestCommand.TakeUpRequest;
import org.socius.request.RequestCommand.WithdrawRequest;
import org.socius.request.RequestEvent.Asking;
import org.socius.request.RequestEvent.DelegationConsulted;
import org.socius.request.RequestEvent.DelegationOpinionOverridden;
import org.socius.request.RequestEvent.DelegationOpinionRecorded;
import org.socius.request.RequestEvent.RequestAccepted;
import org.socius.request.RequestEvent.RequestActionEnded;
import org.socius.request.RequestEvent.RequestActionOpened;
import org.socius.request.RequestEvent.RequestAppraised;
import org.socius.request.RequestEvent.RequestDocumentAttached;
import org.socius.request.RequestEvent.RequestDocumentRemoved;
import org.socius.request.RequestEvent.RequestDraftEdited;
import org.socius.request.RequestEvent.RequestDrafted;
import org.socius.request.RequestEvent.RequestErased;
import org.socius.request.RequestEvent.RequestFoundEligible;
import org.socius.request.RequestEvent.RequestFoundIneligible;
import org.socius.request.RequestEvent.RequestHandedOver;
import org.socius.request.RequestEvent.RequestLapsed;
import org.socius.request.RequestEvent.RequestMerged;
import org.socius.request.RequestEvent.RequestPutOnHold;
import org.socius.request.RequestEvent.RequestRejected;
import org.socius.request.RequestEvent.RequestResubmitted;
import org.socius.request.RequestEvent.RequestResumed;
import org.socius.request.RequestEvent.RequestReturned;
import org.socius.request.RequestEvent.RequestScreeningStarted;
import org.socius.request.RequestEvent.RequestSubmitted;
import org.socius.request.RequestEvent.RequestWithdrawn;
import org.socius.request.RequestForm.Kind;

/**
 * A partner institution's demand for assistance. It is drafted and edited by the partner, submitted
 * by its signatory, screened (and perhaps returned for completion), found eligible or not,
 * appraised by two persons while the EU Delegation is consulted, and then accepted or rejected.
 * Until it is accepted the signatory may withdraw it, the facility may merge it into another of the
 * institution's, and screening and appraisal may rest on hold, as a rule until the institution's
 * open action has ended. A draft or returned request that nobody touches for half a year lapses. An
 * accepted request goes on as an action.
 */
@Aggregate
class Request implements Chronicled {

    /** Seven criteria of at most 5. */
    private static final int HIGHEST_SUM = 35;

    private static final int LOWEST_SCORE = 1;

    /** For a draft whose event does not say when it lapses. */
    private static final int USUAL_LAPSE_MONTHS = 6;

    /** The reason code of a hold that ends with the institution's open action (R13). */
    static final String OPEN_ACTION = "INSTITUTION_HAS_AN_OPEN_ACTION";

    private static final String NONE_IN_TIME = "NONE_IN_TIME";

    /** What may be done with a request once it is drafted, and by whom. */
    enum Transition {
        SUBMISSION("submission", Roles.PARTNER_SIGNATORY),
        SCREENING("screening", Roles.COORDINATOR),
        RETURN("return", Roles.COORDINATOR),
        RESUBMISSION("resubmission", Roles.PARTNER_SIGNATORY),
        ELIGIBILITY("eligibility", Roles.COORDINATOR),
        CONSULTATION("delegation-consultation", Roles.COORDINATOR),
        OPINION("delegation-opinion", Roles.DELEGATION),
        OVERRIDE("commission-override", Roles.COMMISSION),
        APPRAISAL("appraisals", Roles.COORDINATOR, Roles.ACTIVITY_MANAGER),
        ACCEPTANCE("acceptance", Roles.COORDINATOR),
        REJECTION("rejection", Roles.COORDINATOR),
        HOLD("hold", Roles.COORDINATOR),
        RESUMPTION("resumption", Roles.COORDINATOR),
        MERGE("merge", Roles.COORDINATOR),
        WITHDRAWAL("withdrawal", Roles.PARTNER_SIGNATORY, Roles.PARTNER_DRAFTER),
        HAND_OVER("hand-over", Roles.COORDINATOR);

        private final String noun;
        private final List<String> roles;

        Transition(String noun, String... roles) {
            this.noun = noun;
            this.roles = List.of(roles);
        }

        /** The roles that may command it, as far as the request is theirs. */
        String[] roles() {
            return roles.toArray(String[]::new);
        }
    }

    /** Where a request stands. */
    enum Status {
        DRAFT,
        SUBMITTED,
        UNDER_SCREENING,
        RETURNED,
        ON_HOLD,
        UNDER_APPRAISAL,
        INELIGIBLE,
        ACCEPTED,
        REJECTED,
        MERGED,
        WITHDRAWN,
        LAPSED
    }

    private static final Set<Status> OPEN = EnumSet.range(DRAFT, UNDER_APPRAISAL);

    /** What the facility has before it: submitted, and nothing has ended it. */
    private static final Set<Status> IN_HAND = EnumSet.range(SUBMITTED, UNDER_APPRAISAL);

    private static final String EDIT = "edit";
    private static final String ERASURE = "erasure";
    private static final String ACTION_OPENED = "opening of the action";
    private static final String ACTION_ENDED = "end of the action";

    static final LifeCycle<Status> LIFE_CYCLE =
            LifeCycle.of("Request", Status.class)
                    .begin("draft")
                    .then(RequestDrafted.class, DRAFT)
                    .meanwhile(EDIT, DRAFT, RETURNED)
                    .beyond(
                            "A form is filled in several sittings, and completed when returned.",
                            RequestDraftEdited.class)
                    .beyond("Files belong to the form.", RequestDocumentAttached.class)
                    .beyond("Files belong to the form.", RequestDocumentRemoved.class)
                    .when(SUBMISSION.noun, DRAFT)
                    .then(RequestSubmitted.class, SUBMITTED)
                    .when(SCREENING.noun, SUBMITTED)
                    .then(RequestScreeningStarted.class, UNDER_SCREENING)
                    .when(RETURN.noun, UNDER_SCREENING)
                    .then(RequestReturned.class, RETURNED)
                    .when(RESUBMISSION.noun, RETURNED)
                    .then(RequestResubmitted.class, UNDER_SCREENING)
                    .when(ELIGIBILITY.noun, UNDER_SCREENING)
                    .then(RequestFoundEligible.class, UNDER_APPRAISAL)
                    .then(RequestFoundIneligible.class, INELIGIBLE)
                    .when(CONSULTATION.noun, UNDER_APPRAISAL)
                    .then(DelegationConsulted.class)
                    .when(OPINION.noun, UNDER_APPRAISAL)
                    .then(DelegationOpinionRecorded.class)
                    .when(OPINION.noun, ON_HOLD)
                    .beyond(
                            "The Delegation's ten working days run on while a request rests (R11).",
                            DelegationOpinionRecorded.class)
                    .when(OVERRIDE.noun, UNDER_APPRAISAL)
                    .beyond(
                            "The Commission may override a negative opinion (R11).",
                            DelegationOpinionOverridden.class)
                    .when(APPRAISAL.noun, UNDER_APPRAISAL)
                    .then(RequestAppraised.class)
                    .when(ACCEPTANCE.noun, UNDER_APPRAISAL)
                    .then(RequestAccepted.class, ACCEPTED)
                    .when(REJECTION.noun, UNDER_APPRAISAL)
                    .then(RequestRejected.class, REJECTED)
                    .when(HOLD.noun, UNDER_SCREENING, UNDER_APPRAISAL)
                    .then(RequestPutOnHold.class, ON_HOLD)
                    .when(RESUMPTION.noun, ON_HOLD)
                    .then(RequestResumed.class, UNDER_SCREENING, UNDER_APPRAISAL)
                    .when(MERGE.noun, OPEN)
                    .then(RequestMerged.class, MERGED)
                    .when(WITHDRAWAL.noun, OPEN)
                    .then(RequestWithdrawn.class, WITHDRAWN)
                    .when(HAND_OVER.noun, IN_HAND)
                    .beyond(
                            "A request has a responsible person and may be handed over.",
                            RequestHandedOver.class)
                    .meanwhile("6 months without change", DRAFT, RETURNED)
                    .then(RequestLapsed.class, LAPSED)
                    .meanwhile(ACTION_OPENED, ACCEPTED)
                    .beyond(
                            "The request names the action that answers it (R05).",
                            RequestActionOpened.class)
                    .meanwhile(ACTION_ENDED, ACCEPTED)
                    .beyond(
                            "With the action the institution's place is free (R12, R13).",
                            RequestActionEnded.class)
                    .meanwhile(ERASURE, EnumSet.complementOf(EnumSet.copyOf(OPEN)))
                    .beyond(
                            "Who is named in a request that has ended may be forgotten (R75).",
                            RequestErased.class)
                    .build();

    private record Appraisal(
            String by, String role, Map<String, Integer> scores, double percent, String comment) {

        int sum() {
            return scores.values().stream().mapToInt(Integer::intValue).sum();
        }

        int lowest() {
            return scores.values().stream().mapToInt(Integer::intValue).min().orElse(0);
        }
    }

    private record GivenOpinion(String opinion, @Nullable String text, Instant recordedAt) {

        GivenOpinion asFarAs(boolean words) {
            return new GivenOpinion(opinion, words ? text : null, recordedAt);
        }
    }

    /** A refusal or return in the words that go to the requester (R17). */
    private record Reply(
            String outcome,
            @Nullable String reasonCode,
            @Nullable String reason,
            @Nullable List<String> missing) {

        Reply asFarAs(boolean reasons, boolean persons) {
            return new Reply(
                    outcome, reasonCode, reasons ? reason : null, persons ? missing : null);
        }
    }

    /**
     * Why a request rests.
     *
     * @param from the state to which it returns
     * @param waitsForAction true if it is taken up by itself when the institution's action has
     *     ended
     */
    private record Hold(
            Status from,
            boolean waitsForAction,
            @Nullable String reasonCode,
            @Nullable String reason,
            Instant since) {

        Hold asFarAs(boolean reasons) {
            return new Hold(from, waitsForAction, reasonCode, reasons ? reason : null, since);
        }
    }

    /** A file that the institution added, whether or not it was removed since. */
    record Attachment(StoredFile file, Instant attachedAt) {

        /** As readers of the request see it. */
        Map<String, Object> shown(String documentId) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("id", documentId);
            shown.put("name", file.name());
            shown.put("type", file.type());
            shown.put("size", file.size());
            shown.put("sha256", file.sha256());
            shown.put("attachedAt", attachedAt);
            return shown;
        }
    }

    /** The request that goes on in place of a merged one (R15). */
    private record Survivor(String id, @Nullable String number) {}

    @AggregateIdentifier private String id;
    private Asking institution;
    private @Nullable Asking standing;
    private Kind form = Kind.FULL;
    private RequestForm content = RequestForm.EMPTY;
    private Status status = DRAFT;
    private final Set<String> authors = new HashSet<>();
    private final Set<String> judges = new HashSet<>();
    private final List<RequestForm> versions = new ArrayList<>();
    private final List<List<String>> attachedToVersions = new ArrayList<>();
    private final Map<String, Attachment> documents = new LinkedHashMap<>();
    private final Set<String> attached = new LinkedHashSet<>();
    private final List<Appraisal> appraisals = new ArrayList<>();
    private @Nullable String number;
    private @Nullable Integer ordinal;
    private @Nullable Instant submittedAt;
    private @Nullable LocalDate screeningDueOn;
    private @Nullable LocalDate opinionDueOn;
    private @Nullable GivenOpinion opinion;
    private boolean opinionOverridden;
    private @Nullable Reply reply;
    private @Nullable Hold hold;
    private @Nullable Survivor mergedInto;
    private @Nullable String actionId;
    private @Nullable String actionReference;
    private boolean actionEnded;
    private boolean erased;
    private @Nullable EventMoment latest;
    private @Nullable Instant changedAt;
    private @Nullable String responsible;
    private int lapseMonths = USUAL_LAPSE_MONTHS;

    @SuppressWarnings("NullAway.Init")
    Request() {}

    @CommandHandler
    @SuppressWarnings("NullAway.Init")
    Request(
            DraftRequest command,
            CommandContext context,
            Aggregates aggregates,
            RequestSettings settings) {
        Actor person = context.person();
        boolean partner = !person.has(Roles.COORDINATOR);
        if (partner && !Institution.isSpokenForBy(person, command.institutionId(), aggregates)) {
            throw new Rejection.NotFound();
        }
        InstitutionRegistered asking = registered(aggregates, command.institutionId());
        if (!asking.institutionId().equals(command.institutionId())) {
            throw new RequestRejection.InstitutionMerged(asking.institutionId());
        }
        RequestForm form = command.content().inOwnLanguage(null);
        form.check(command.form(), context.today());
        apply(
                new RequestDrafted(
                        command.requestId(),
                        command.form().name(),
                        new Asking(
                                asking.institutionId(),
                                asking.name(),
                                asking.acronym(),
                                asking.country()),
                        form,
                        settings.lapseMonths()));
    }

    @CommandHandler
    void decide(EditRequestDraft command, CommandContext context, Aggregates aggregates) {
        ownOnly(context, aggregates);
        inPreparation();
        notAJudge(context);
        if (command.institutionId() != null && !command.institutionId().equals(institution.id())) {
            throw Rejection.InvalidFields.of(
                    "/institutionId", "fixed", "A request stays with its institution.");
        }
        if (command.form() != null && command.form() != form) {
            throw Rejection.InvalidFields.of(
                    "R07", "/form", "fixed", "A request stays on its kind of form.");
        }
        RequestForm changes =
                content.changesTo(command.changes().inOwnLanguage(content.language()));
        changes.check(form, context.today());
        List<String> emptied = content.filledIn(command.emptied());
        if (!changes.equals(RequestForm.EMPTY) || !emptied.isEmpty()) {
            apply(new RequestDraftEdited(id, changes, emptied.isEmpty() ? null : emptied));
        }
    }

    @CommandHandler
    void decide(AttachDocument command, CommandContext context, Aggregates aggregates) {
        ownOnly(context, aggregates);
        Attachment known = documents.get(command.documentId());
        if (known != null) {
            if (attached.contains(command.documentId()) && known.file().sameAs(command.file())) {
                return;
            }
            throw new Rejection.IdInUse(command.documentId());
        }
        inPreparation();
        notAJudge(context);
        if (attached.size() >= command.most()) {
            throw new DocumentRejection.TooManyDocuments(command.most());
        }
        apply(new RequestDocumentAttached(id, command.documentId(), command.file()));
    }

    @CommandHandler
    void decide(RemoveDocument command, CommandContext context, Aggregates aggregates) {
        ownOnly(context, aggregates);
        inPreparation();
        notAJudge(context);
        if (!attached.contains(command.documentId())) {
            throw new Rejection.NotFound();
        }
        apply(new RequestDocumentRemoved(id, command.documentId()));
    }

    @CommandHandler
    void decide(
            SubmitRequest command,
            CommandContext context,
            Aggregates aggregates,
            WorkingDays workingDays,
            RequestSettings settings) {
        ownOnly(context, aggregates);
        require(SUBMISSION);
        LocalDate today = context.today();
        String asking = mayAsk(aggregates, today, command.declaration()).institutionId();
        int place =
                aggregates
                        .loadOrCreate(
                                InstitutionDocket.class,
                                InstitutionDocket.idOf(asking),
                                InstitutionDocket::new)
                        .invoke(docket -> docket.enter(asking, id));
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
                        asking,
                        countryOf(content),
                        form.name(),
                        filled(content.title()),
                        orNone(content.typesOfAssistance()),
                        orNone(content.themes()),
                        filled(content.language()),
                        workingDays.dayAfter(today, settings.screeningDays())));
    }

    @CommandHandler
    void decide(StartScreening command, CommandContext context) {
        require(SCREENING);
        impartial(context);
        apply(new RequestScreeningStarted(id));
    }

    @CommandHandler
    void decide(ReturnRequest command, CommandContext context, Aggregates aggregates) {
        takeUpIfFree(aggregates);
        require(RETURN);
        impartial(context);
        reasonText(context);
        String code = listedCode(context);
        apply(new RequestReturned(id, code, command.missing()));
    }

    @CommandHandler
    void decide(ResubmitRequest command, CommandContext context, Aggregates aggregates) {
        ownOnly(context, aggregates);
        require(RESUBMISSION);
        notAJudge(context);
        mayAsk(
                aggregates,
                Brussels.day(Objects.requireNonNull(submittedAt)),
                command.declaration());
        apply(
                new RequestResubmitted(
                        id,
                        versions.size() + 1,
                        countryOf(content),
                        filled(content.title()),
                        orNone(content.typesOfAssistance()),
                        orNone(content.themes())));
    }

    @CommandHandler
    void decide(DecideEligibility command, CommandContext context, Aggregates aggregates) {
        takeUpIfFree(aggregates);
        require(ELIGIBILITY);
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
    void decide(HoldRequest command, CommandContext context, Aggregates aggregates) {
        takeUpIfFree(aggregates);
        require(HOLD);
        if (context.reason() == null || context.reason().isBlank()) {
            throw Rejection.InvalidFields.of(
                    "/reason", "required", "The institution is told why its request rests.");
        }
        String code = listedCode(context);
        boolean actionIsOpen = docket(aggregates).invoke(InstitutionDocket::hasOpenAction);
        if (OPEN_ACTION.equals(code) && !actionIsOpen) {
            throw new RequestRejection.NoOpenAction();
        }
        boolean waits = actionIsOpen && (code == null || code.equals(OPEN_ACTION));
        if (waits) {
            docket(aggregates).execute(docket -> docket.await(id));
        }
        apply(new RequestPutOnHold(id, code, waits));
    }

    @CommandHandler
    void decide(ResumeRequest command, Aggregates aggregates) {
        require(RESUMPTION);
        resume(aggregates);
    }

    @CommandHandler
    void decide(TakeUpRequest command, Aggregates aggregates) {
        takeUpIfFree(aggregates);
    }

    @CommandHandler
    void decide(
            ConsultDelegation command,
            CommandContext context,
            WorkingDays workingDays,
            RequestSettings settings,
            Aggregates aggregates) {
        takeUpIfFree(aggregates);
        require(CONSULTATION);
        if (opinionDueOn != null) {
            throw wrongState(null);
        }
        apply(
                new DelegationConsulted(
                        id,
                        country(),
                        workingDays.dayAfter(context.today(), settings.opinionDays())));
    }

    @CommandHandler
    void decide(RecordDelegationOpinion command, CommandContext context) {
        Actor person = context.person();
        if (context.onBehalfOf() == null && !Visibility.ofCountry(person, country())) {
            throw new Rejection.NotFound();
        }
        require(OPINION);
        if (opinionDueOn == null) {
            throw wrongState("R10");
        }
        if (opinion != null) {
            throw wrongState("R11");
        }
        apply(new DelegationOpinionRecorded(id, command.opinion().name(), command.text()));
    }

    @CommandHandler
    void decide(OverrideDelegationOpinion command, CommandContext context, Aggregates aggregates) {
        takeUpIfFree(aggregates);
        require(OVERRIDE);
        if (!isBlockedByOpinion()) {
            throw wrongState("R11");
        }
        reasonText(context);
        apply(new DelegationOpinionOverridden(id));
    }

    @CommandHandler
    void decide(AppraiseRequest command, CommandContext context, Aggregates aggregates) {
        takeUpIfFree(aggregates);
        require(APPRAISAL);
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
    void decide(
            AcceptRequest command,
            CommandContext context,
            Aggregates aggregates,
            RequestSettings settings) {
        takeUpIfFree(aggregates);
        require(ACCEPTANCE);
        delegationDoesNotObject();
        appraisedWellEnough(settings);
        docket(aggregates).execute(docket -> docket.takePlace(id));
        InstitutionRegistered asking = registered(aggregates, institution.id());
        apply(
                new RequestAccepted(
                        id,
                        filled(number),
                        Brussels.day(Objects.requireNonNull(submittedAt)).getYear(),
                        asking.institutionId(),
                        asking.name(),
                        asking.acronym(),
                        country(),
                        filled(content.title()),
                        orNone(content.typesOfAssistance()),
                        orNone(content.themes()),
                        filled(content.language())));
    }

    @CommandHandler
    void decide(RejectRequest command, CommandContext context, Aggregates aggregates) {
        takeUpIfFree(aggregates);
        require(REJECTION);
        String code = refusalCode(context);
        docket(aggregates).execute(docket -> docket.leave(id));
        apply(new RequestRejected(id, code));
    }

    @CommandHandler
    void decide(MergeRequest command, CommandContext context, Aggregates aggregates) {
        require(MERGE);
        if (command.consentOn().isAfter(context.today())) {
            throw Rejection.InvalidFields.of(
                    "/partnerConsent/on", "in-the-future", "A consent cannot lie in the future.");
        }
        String into = command.into();
        if (into.equals(id) || !isOpenBeside(into, aggregates)) {
            throw new RequestRejection.CannotMerge();
        }
        String numberOfOther = aggregates.load(Request.class, into).invoke(other -> other.number);
        docket(aggregates).execute(docket -> docket.leave(id));
        apply(
                new RequestMerged(
                        id,
                        into,
                        numberOfOther,
                        command.consentOn(),
                        command.consentBy(),
                        draft()));
    }

    @CommandHandler
    void decide(WithdrawRequest command, CommandContext context, Aggregates aggregates) {
        ownOnly(context, aggregates);
        if (status == ACCEPTED) {
            throw wrongState("R18");
        }
        require(WITHDRAWAL);
        if (status != DRAFT) {
            if (!context.person().has(Roles.PARTNER_SIGNATORY)) {
                throw new Rejection.Forbidden(List.of(Roles.PARTNER_SIGNATORY));
            }
            docket(aggregates).execute(docket -> docket.leave(id));
        }
        apply(new RequestWithdrawn(id, draft()));
    }

    @CommandHandler
    void decide(HandOverRequest command, CommandContext context) {
        require(HAND_OVER);
        if (command.to().equals(responsible)) {
            throw wrongState(null);
        }
        listedCode(context);
        apply(new RequestHandedOver(id, responsible, command.to()));
    }

    @CommandHandler
    void decide(NoteActionOpened command, Aggregates aggregates) {
        if (actionId != null) {
            return;
        }
        if (!LIFE_CYCLE.allows(ACTION_OPENED, status)) {
            throw wrongState("R05");
        }
        docket(aggregates).execute(docket -> docket.noteAction(id, command.actionId()));
        apply(new RequestActionOpened(id, command.actionId(), command.actionReference()));
    }

    @CommandHandler
    void decide(NoteActionEnded command, Aggregates aggregates) {
        if (actionEnded) {
            return;
        }
        if (!LIFE_CYCLE.allows(ACTION_ENDED, status)) {
            throw wrongState(null);
        }
        docket(aggregates).execute(docket -> docket.freePlace(id));
        apply(new RequestActionEnded(id, command.actionId()));
    }

    @CommandHandler
    void decide(EraseRequest command) {
        if (!LIFE_CYCLE.allows(ERASURE, status)) {
            throw wrongState("R75");
        }
        if (erased) {
            throw new Rejection.WrongState("R75", "ERASED", List.of());
        }
        apply(new RequestErased(id));
    }

    /** {@link #catchUp} has recorded the steps before this is called. */
    @CommandHandler
    void decide(RecordDueRequestSteps command, Aggregates aggregates) {
        if (status == LAPSED && number != null) {
            docket(aggregates).execute(docket -> docket.leave(id));
        }
    }

    @EventSourcingHandler
    void evolve(RequestEvent event, EventMoment moment) {
        latest = moment.notBefore(latest);
        if (!(event instanceof RequestHandedOver)) {
            changedAt = latest.occurredAt();
        }
        switch (RequestDuties.partOf(event)) {
            case PREPARATION -> authors.add(moment.personId());
            case JUDGEMENT -> judges.add(moment.personId());
            case DECISION, COURSE -> {}
        }
        switch (event) {
            case RequestDrafted e -> {
                id = e.requestId();
                institution = e.institution();
                form = Kind.valueOf(e.form());
                content = e.content();
                lapseMonths = Objects.requireNonNullElse(e.lapseMonths(), USUAL_LAPSE_MONTHS);
            }
            case RequestDraftEdited e -> {
                content = content.with(e.changes()).without(orNone(e.emptied()));
            }
            case RequestDocumentAttached e -> {
                documents.put(e.documentId(), new Attachment(e.file(), moment.occurredAt()));
                attached.add(e.documentId());
            }
            case RequestDocumentRemoved e -> {
                attached.remove(e.documentId());
            }
            case RequestSubmitted e -> {
                status = SUBMITTED;
                number = e.number();
                ordinal = e.ordinal();
                submittedAt = moment.occurredAt();
                screeningDueOn = e.screeningDueOn();
                newVersion();
            }
            case RequestScreeningStarted _ -> {
                status = UNDER_SCREENING;
                if (responsible == null) {
                    responsible = moment.personId();
                }
            }
            case RequestHandedOver e -> responsible = e.responsible();
            case RequestReturned e -> {
                status = RETURNED;
                reply = new Reply("RETURNED", e.reasonCode(), moment.reason(), e.missing());
            }
            case RequestResubmitted _ -> {
                status = UNDER_SCREENING;
                reply = null;
                newVersion();
            }
            case RequestFoundEligible _ -> status = UNDER_APPRAISAL;
            case RequestPutOnHold e -> {
                hold =
                        new Hold(
                                status,
                                e.waitsForAction(),
                                e.reasonCode(),
                                moment.reason(),
                                moment.occurredAt());
                status = ON_HOLD;
            }
            case RequestResumed e -> {
                status = Status.valueOf(e.status());
                hold = null;
            }
            case RequestFoundIneligible e -> {
                status = INELIGIBLE;
                reply = new Reply("INELIGIBLE", e.reasonCode(), moment.reason(), List.of());
            }
            case DelegationConsulted e -> opinionDueOn = e.opinionDueOn();
            case DelegationOpinionRecorded e ->
                    opinion = new GivenOpinion(e.opinion(), e.text(), moment.recordedAt());
            case DelegationOpinionOverridden _ -> opinionOverridden = true;
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
            case RequestMerged e -> {
                status = MERGED;
                mergedInto = new Survivor(e.into(), e.intoNumber());
            }
            case RequestWithdrawn _ -> status = WITHDRAWN;
            case RequestLapsed _ -> status = LAPSED;
            case RequestActionOpened e -> {
                actionId = e.actionId();
                actionReference = e.actionReference();
            }
            case RequestActionEnded _ -> actionEnded = true;
            case RequestErased _ -> erased = true;
        }
    }

    private void newVersion() {
        versions.add(content);
        attachedToVersions.add(List.copyOf(attached));
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    @Override
    public @Nullable Instant nextStepDue() {
        LocalDate day = lapsesOn();
        if (day == null && opinionDueOn != null && opinion == null && isUnderAppraisal()) {
            day = opinionDueOn;
        }
        return day == null ? null : Brussels.endOf(day);
    }

    @Override
    public void catchUp(CommandContext context) {
        Instant due = nextStepDue();
        if (due == null || !context.hasPassed(due)) {
            return;
        }
        apply(
                lapsesOn() == null
                        ? new DelegationOpinionRecorded(id, NONE_IN_TIME, null)
                        : new RequestLapsed(id, draft()),
                DueSteps.at(due));
    }

    /** True if it was never submitted, else null. */
    private @Nullable Boolean draft() {
        return number == null ? true : null;
    }

    /**
     * The last day on which a draft or returned request may be changed; null in other states. Whose
     * hands it is in changes nothing about it.
     */
    private @Nullable LocalDate lapsesOn() {
        return changedAt != null && (status == DRAFT || status == RETURNED)
                ? Brussels.day(changedAt).plusMonths(lapseMonths)
                : null;
    }

    /** Resting or not. */
    private boolean isUnderAppraisal() {
        return status == UNDER_APPRAISAL
                || status == ON_HOLD && hold != null && hold.from() == UNDER_APPRAISAL;
    }

    Status status() {
        return status;
    }

    /** The country the request is about, as far as it is submitted; else the institution's. */
    String country() {
        return countryOf(submitted());
    }

    private String countryOf(RequestForm asking) {
        String asked = asking.country();
        return asked == null || asked.isEmpty()
                ? Objects.requireNonNullElse(institution.country(), "")
                : asked;
    }

    /** True if this caller may read this request. */
    boolean isVisibleTo(Actor caller) {
        return Visibility.ofEverything(caller)
                || Visibility.ofOwn(caller, institution.id())
                || Visibility.ofOwn(caller, shownInstitution().id())
                || submittedAt != null && Visibility.ofCountry(caller, country());
    }

    /** The last version that was submitted; before the first one, what is filled in. */
    private RequestForm submitted() {
        return versions.isEmpty() ? content : versions.getLast();
    }

    /**
     * True for what its own people see while they prepare the next version; the others see the one
     * that was submitted last (R16).
     */
    private boolean isPreparedBy(Actor caller) {
        return versions.isEmpty()
                || status == RETURNED && (isOwn(caller) || caller.has(Roles.ADMIN));
    }

    boolean showsPersonsTo(Actor caller) {
        return Visibility.ofPersons(caller, institution.id())
                || Visibility.ofPersons(caller, shownInstitution().id());
    }

    /** Why something was decided, in the words of those who did: staff and the institution. */
    boolean showsReasonsTo(Actor caller) {
        return Visibility.ofEverything(caller) || showsPersonsTo(caller);
    }

    /** The form as it was submitted under a version, counted from 1; null if there is none. */
    @Nullable Map<String, Object> version(int formVersion, Actor caller) {
        if (formVersion < 1 || formVersion > versions.size()) {
            return null;
        }
        Map<String, Object> shown = shown(versions.get(formVersion - 1), caller);
        shown.put("attachments", shown(attachedToVersions.get(formVersion - 1)));
        return shown;
    }

    /** What is attached to the form that this caller sees. */
    List<Map<String, Object>> attachments(Actor caller) {
        return shown(isPreparedBy(caller) ? attached : attachedToVersions.getLast());
    }

    /** What is attached now, if the caller sees that, or was in a version that was submitted. */
    Optional<Attachment> attachment(String documentId, Actor caller) {
        return attachment(documentId).filter(_ -> isPreparedBy(caller) || wasSubmitted(documentId));
    }

    /** What is attached now or was in a version that was submitted. */
    Optional<Attachment> attachment(String documentId) {
        return Optional.ofNullable(documents.get(documentId))
                .filter(
                        _ ->
                                !erased
                                        && (attached.contains(documentId)
                                                || wasSubmitted(documentId)));
    }

    private boolean wasSubmitted(String documentId) {
        return attachedToVersions.stream().anyMatch(version -> version.contains(documentId));
    }

    /** Where those lie. */
    Set<String> files() {
        return documents.keySet().stream()
                .flatMap(documentId -> attachment(documentId).stream())
                .map(attachment -> attachment.file().fileId())
                .collect(Collectors.toSet());
    }

    /** Whether what the request said about persons was forgotten. */
    boolean erased() {
        return erased;
    }

    /** Where all that was ever attached lies or lay. */
    Set<String> allFiles() {
        return documents.values().stream()
                .map(attachment -> attachment.file().fileId())
                .collect(Collectors.toSet());
    }

    private List<Map<String, Object>> shown(Collection<String> documentIds) {
        return documentIds.stream()
                .map(documentId -> filled(documents.get(documentId)).shown(documentId))
                .toList();
    }

    /** The request as a caller may see it. */
    Map<String, Object> view(Actor caller, long version) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", id);
        view.put("number", number);
        view.put("form", form);
        view.put("status", status);
        view.put("version", version);
        view.put("institution", shownInstitution());
        view.put("askedAs", standing == null ? null : institution);
        view.put("submittedAt", submittedAt);
        view.put("screeningDueOn", screeningDueOn);
        view.put("formVersion", versions.isEmpty() ? null : versions.size());
        view.put("ordinal", ordinal);
        view.put("actionId", actionId);
        view.put("actionReference", actionReference);
        view.putAll(shown(isPreparedBy(caller) ? content : submitted(), caller));
        view.put("attachments", attachments(caller));
        boolean persons = showsPersonsTo(caller);
        boolean reasons = showsReasonsTo(caller);
        if (reply != null) {
            view.put("reply", reply.asFarAs(reasons, persons));
        }
        view.put("hold", hold == null ? null : hold.asFarAs(reasons));
        view.put("mergedInto", mergedInto);
        if (Visibility.ofPersons(caller, "") || caller.has(Roles.ADMIN)) {
            view.put("responsible", responsible);
        }
        view.put("lapsesOn", lapsesOn());
        view.put("erased", erased);
        view.put("opinionDueOn", opinionDueOn);
        boolean ofItsCountry = Visibility.ofCountry(caller, country());
        if (Visibility.ofJudgement(caller) || ofItsCountry) {
            boolean words = persons || ofItsCountry || caller.has(Roles.COMMISSION);
            view.put("delegationOpinion", opinion == null ? null : opinion.asFarAs(words));
            view.put("opinionOverridden", opinionOverridden);
        }
        if (Visibility.ofJudgement(caller)) {
            view.put("appraisals", appraisals.stream().map(one -> shown(one, caller)).toList());
        }
        view.put("allowedTransitions", allowedTransitions(caller));
        return view;
    }

    /** What the institution gets for its submission (R22); null before. */
    @Nullable Map<String, Object> receipt() {
        if (submittedAt == null) {
            return null;
        }
        Map<String, Object> receipt = new LinkedHashMap<>();
        receipt.put("requestId", id);
        receipt.put("number", number);
        receipt.put("form", form);
        receipt.put("institution", institution);
        receipt.put("title", versions.getFirst().title());
        receipt.put("submittedAt", submittedAt);
        receipt.put("screeningDueOn", screeningDueOn);
        return receipt;
    }

    /** What lists show; the same for everybody who may see the request. */
    RequestSummary summary(long version) {
        RequestForm submitted = submitted();
        return new RequestSummary(
                id,
                number,
                form.name(),
                status.name(),
                version,
                shownInstitution(),
                standing == null ? null : institution,
                submitted.title(),
                country(),
                Objects.requireNonNullElse(submitted.typesOfAssistance(), List.of()),
                Objects.requireNonNullElse(submitted.themes(), List.of()),
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
        return open().map(transition -> transition.noun).toList();
    }

    /** Those of them that this caller may command. */
    private List<String> allowedTransitions(Actor caller) {
        return open().filter(transition -> isFor(caller, transition))
                .map(transition -> transition.noun)
                .toList();
    }

    private Stream<Transition> open() {
        return Arrays.stream(Transition.values())
                .filter(transition -> LIFE_CYCLE.allows(transition.noun, status))
                .filter(
                        transition ->
                                switch (transition) {
                                    case CONSULTATION -> opinionDueOn == null;
                                    case OPINION ->
                                            opinionDueOn != null
                                                    && opinion == null
                                                    && isUnderAppraisal();
                                    case OVERRIDE -> isBlockedByOpinion();
                                    case SUBMISSION,
                                            SCREENING,
                                            RETURN,
                                            RESUBMISSION,
                                            ELIGIBILITY,
                                            HOLD,
                                            RESUMPTION,
                                            APPRAISAL,
                                            ACCEPTANCE,
                                            REJECTION,
                                            MERGE,
                                            WITHDRAWAL,
                                            HAND_OVER ->
                                            true;
                                });
    }

    /** An administrator commands on behalf of any of them. */
    private boolean isFor(Actor caller, Transition transition) {
        if (caller.has(Roles.ADMIN)) {
            return true;
        }
        if (!caller.hasAny(transition.roles)) {
            return false;
        }
        return switch (transition) {
            case SUBMISSION, RESUBMISSION -> isOwn(caller) && !judges.contains(caller.id());
            case WITHDRAWAL ->
                    isOwn(caller) && (status == DRAFT || caller.has(Roles.PARTNER_SIGNATORY));
            case OPINION -> Visibility.ofCountry(caller, country());
            case SCREENING, RETURN, ELIGIBILITY -> !authors.contains(caller.id());
            case APPRAISAL ->
                    !authors.contains(caller.id())
                            && appraisals.stream().noneMatch(one -> one.by().equals(caller.id()));
            case HOLD,
                    RESUMPTION,
                    CONSULTATION,
                    OVERRIDE,
                    ACCEPTANCE,
                    REJECTION,
                    MERGE,
                    HAND_OVER ->
                    true;
        };
    }

    /** True if this caller speaks for the institution that asks. */
    boolean isOwn(Actor caller) {
        return caller.actsFor(institution.id())
                || standing != null && caller.actsFor(standing.id());
    }

    /** The id of the institution that asked, as it was then. */
    String institutionId() {
        return institution.id();
    }

    /** Readers see the record that stands for the institution, if that was merged. */
    void belongsTo(InstitutionRegistered record) {
        if (!record.institutionId().equals(institution.id())) {
            standing =
                    new Asking(
                            record.institutionId(),
                            record.name(),
                            record.acronym(),
                            record.country());
        }
    }

    private Asking shownInstitution() {
        return standing == null ? institution : standing;
    }

    private void inPreparation() {
        if (!LIFE_CYCLE.allows(EDIT, status)) {
            throw wrongState("R16");
        }
    }

    private void require(Transition transition) {
        if (!LIFE_CYCLE.allows(transition.noun, status)) {
            throw wrongState(null);
        }
    }

    private Rejection.WrongState wrongState(@Nullable String rule) {
        return new Rejection.WrongState(rule, status.name(), allowedTransitions());
    }

    private void ownOnly(CommandContext context, Aggregates aggregates) {
        Actor person = context.person();
        if (!isOwn(person)
                && !Institution.isSpokenForBy(
                        person,
                        registered(aggregates, institution.id()).institutionId(),
                        aggregates)) {
            throw new Rejection.NotFound();
        }
    }

    private void impartial(CommandContext context) {
        if (authors.contains(context.person().id())) {
            throw new RequestRejection.MustStandAside(
                    "Whoever drafted or signed a request does not judge it.");
        }
    }

    private void notAJudge(CommandContext context) {
        if (judges.contains(context.person().id())) {
            throw new RequestRejection.MustStandAside(
                    "Whoever has judged a request neither drafts nor signs it.");
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

    private static @Nullable String listedCode(CommandContext context) {
        String code = context.reasonCode();
        if (code != null) {
            RequestForm.code("/reasonCode", CodeList.REQUEST_REASONS, code);
        }
        return code;
    }

    /**
     * Takes up a request that waited for an action which has ended, whether or not the system has
     * come to it so far.
     */
    private void takeUpIfFree(Aggregates aggregates) {
        if (status == ON_HOLD
                && hold != null
                && hold.waitsForAction()
                && !docket(aggregates).invoke(InstitutionDocket::hasOpenAction)) {
            resume(aggregates);
        }
    }

    private void resume(Aggregates aggregates) {
        docket(aggregates).execute(docket -> docket.resume(id));
        apply(new RequestResumed(id, Objects.requireNonNull(hold).from().name()));
    }

    /** R01 to R09, as they stand on the day of submission. */
    private InstitutionRegistered mayAsk(
            Aggregates aggregates, LocalDate day, boolean declaration) {
        InstitutionRegistered asking = registered(aggregates, institution.id());
        List<FieldError> missing = new ArrayList<>(content.missing(form));
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
        if (!content.asksForExpertsOnly()) {
            throw new RequestRejection.MayNotAsk(
                    "R08",
                    "/support",
                    "experts-only",
                    "The facility sends experts; it gives no money and no logistics.");
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
        countryMayAsk(
                aggregates,
                "/institutionId",
                Objects.requireNonNullElse(asking.country(), ""),
                day);
        countryMayAsk(aggregates, "/country", countryOf(content), day);
        if (!content.isInAcceptedLanguage()) {
            throw new RequestRejection.MayNotAsk(
                    "R09",
                    "/language",
                    "not-accepted",
                    "Requests are written in English, French or Spanish.");
        }
        List<FieldError> inOtherLanguage = content.inOtherLanguage(form);
        if (!inOtherLanguage.isEmpty()) {
            throw new RequestRejection.MayNotAsk(
                    "R09",
                    "What is compulsory is written in the language of the form.",
                    inOtherLanguage);
        }
        return asking;
    }

    private static void countryMayAsk(
            Aggregates aggregates, String pointer, String country, LocalDate day) {
        if (MemberStates.isMember(country, day)) {
            throw new RequestRejection.MayNotAsk(
                    "R04",
                    pointer,
                    "member-state",
                    "EU Member States supply experts, they do not ask.");
        }
        if (!isEligible(aggregates, country, day)) {
            throw new RequestRejection.MayNotAsk(
                    "R02",
                    pointer,
                    "not-eligible",
                    "The country is not on the eligibility list of " + day + ".");
        }
    }

    private static boolean isEligible(Aggregates aggregates, String country, LocalDate day) {
        try {
            return aggregates
                    .load(EligibilityList.class, EligibilityList.ID)
                    .invoke(list -> list.isEligible(country, day));
        } catch (AggregateNotFoundException e) {
            return Countries.isEligible(country, day);
        }
    }

    private void delegationDoesNotObject() {
        if (opinionDueOn == null) {
            throw new RequestRejection.DelegationNotConsulted();
        }
        if (opinion == null) {
            throw new RequestRejection.OpinionAwaited(opinionDueOn);
        }
        if (isBlockedByOpinion()) {
            throw new RequestRejection.NegativeOpinion();
        }
    }

    private boolean isBlockedByOpinion() {
        return opinion != null
                && opinion.opinion().equals(Opinion.NEGATIVE.name())
                && !opinionOverridden;
    }

    private void appraisedWellEnough(RequestSettings settings) {
        int count = appraisals.size();
        if (count < settings.appraisalsNeeded()) {
            throw new RequestRejection.AppraisalsMissing(count, settings.appraisalsNeeded());
        }
        int sum = appraisals.stream().mapToInt(Appraisal::sum).sum();
        int lowest = appraisals.stream().mapToInt(Appraisal::lowest).min().orElse(0);
        if (100 * sum < settings.passPercent() * HIGHEST_SUM * count || lowest <= LOWEST_SCORE) {
            throw new RequestRejection.AppraisalTooLow(
                    100.0 * sum / (HIGHEST_SUM * count), settings.passPercent(), lowest);
        }
    }

    /** The record that stands for an institution: its own, or what it was merged into (R21). */
    private static InstitutionRegistered registered(Aggregates aggregates, String institutionId) {
        try {
            var institution = aggregates.load(Institution.class, institutionId);
            String into = institution.invoke(Institution::mergedInto);
            if (into != null) {
                return registered(aggregates, into);
            }
            InstitutionRegistered record = institution.invoke(Institution::record);
            if (record != null) {
                return record;
            }
        } catch (AggregateNotFoundException e) {
            // the same answer as for the id of something else
        }
        throw Rejection.InvalidFields.of(
                "/institutionId", "unknown", "No institution is registered under this id.");
    }

    /** True if the other request is submitted, open, and of the same institution. */
    private boolean isOpenBeside(String other, Aggregates aggregates) {
        try {
            return docket(aggregates).invoke(docket -> docket.isOpen(other));
        } catch (AggregateNotFoundException e) {
            return false;
        }
    }

    private org.axonframework.modelling.command.Aggregate<InstitutionDocket> docket(
            Aggregates aggregates) {
        String standingFor = registered(aggregates, institution.id()).institutionId();
        return aggregates.load(InstitutionDocket.class, InstitutionDocket.idOf(standingFor));
    }

    private static List<String> orNone(@Nullable List<String> codes) {
        return codes == null ? List.of() : codes;
    }

    /** What a submitted request has for certain. */
    private static <T> T filled(@Nullable T value) {
        return Objects.requireNonNull(value);
    }
}
