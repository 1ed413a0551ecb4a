package org.socius.expert.mobilisations;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.contracts.reference.CodeList;
import org.socius.contracts.reference.Rates;
import org.socius.expert.actions.KnownAction;
import org.socius.expert.actions.KnownActionEvent.ActionApprovalNoted;
import org.socius.expert.actions.TermsOfReference;
import org.socius.expert.actions.TermsOfReference.Days;
import org.socius.expert.actions.TermsOfReference.Period;
import org.socius.expert.actions.TermsOfReference.Phases;
import org.socius.expert.actions.TermsOfReference.Position;
import org.socius.expert.calls.Call;
import org.socius.expert.calls.CallEvent.CallDrafted;
import org.socius.expert.mobilisations.MobilisationCommand.AmendContract;
import org.socius.expert.mobilisations.MobilisationCommand.AppointExpert;
import org.socius.expert.mobilisations.MobilisationCommand.CancelMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.EndAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.EraseMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.GrantAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.IssueContract;
import org.socius.expert.mobilisations.MobilisationCommand.MoveMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.ObjectToAppointment;
import org.socius.expert.mobilisations.MobilisationCommand.RecordDueMobilisationSteps;
import org.socius.expert.mobilisations.MobilisationCommand.RecordWorkingDays;
import org.socius.expert.mobilisations.MobilisationCommand.RefuseAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.ReplaceExpert;
import org.socius.expert.mobilisations.MobilisationCommand.RequestAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.SettleMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.SignContract;
import org.socius.expert.mobilisations.MobilisationCommand.StartAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.UnwindMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.WaiveObjection;
import org.socius.expert.mobilisations.MobilisationCommand.Worked;
import org.socius.expert.mobilisations.MobilisationEvent.AssignmentEnded;
import org.socius.expert.mobilisations.MobilisationEvent.AssignmentStarted;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationGranted;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationRefused;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationRequested;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationSkipped;
import org.socius.expert.mobilisations.MobilisationEvent.ContractAmended;
import org.socius.expert.mobilisations.MobilisationEvent.ContractIssued;
import org.socius.expert.mobilisations.MobilisationEvent.ContractSigned;
import org.socius.expert.mobilisations.MobilisationEvent.DaysEntry;
import org.socius.expert.mobilisations.MobilisationEvent.ExpertMobilised;
import org.socius.expert.mobilisations.MobilisationEvent.ExpertReplaced;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationCancelled;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationErased;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationMoved;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationOpened;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationSettled;
import org.socius.expert.mobilisations.MobilisationEvent.ObjectionWaived;
import org.socius.expert.mobilisations.MobilisationEvent.Remuneration;
import org.socius.expert.mobilisations.MobilisationEvent.Terms;
import org.socius.expert.mobilisations.MobilisationEvent.WorkingDaysRecorded;
import org.socius.expert.rates.RateList;
import org.socius.expert.roster.Expert;
import org.socius.expert.roster.Profile;
import org.socius.expert.roster.Profile.Employment;
import org.socius.expert.settings.ExpertSettings;
import org.socius.platform.command.Aggregates;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.DueSteps;
import org.socius.platform.command.EventMoment;
import org.socius.platform.format.Money;
import org.socius.platform.lifecycle.LifeCycle;
import org.socius.platform.partners.Partners;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.FieldError;
import org.socius.platform.time.Brussels;
import org.socius.platform.time.WorkingDays;

/**
 * One expert in one position of one activity (R89). Proposed when the expert accepts; Awaiting
 * authorisation and Authorised if a public employer must agree; Contracting until every condition
 * of R91 holds, which makes it Mobilised at that moment; On assignment, Reporting, Settled. Before
 * the assignment either side can cancel, which frees the seat; from the mobilisation to its end the
 * expert can be Replaced, which opens another one (R95). Without a call it begins with a direct
 * appointment and its justification.
 */
@Aggregate
public class Mobilisation implements Chronicled {

    /** The organisation whose serving officials are not paid (R76). */
    static final String COMMISSION = "european-commission";

    @AggregateIdentifier private String id;
    private @Nullable EventMoment latest;
    private @Nullable MobilisationOpened opening;
    private Status status = Status.PROPOSED;
    private @Nullable Phases moved;
    private boolean postponed;
    private boolean noObjection;
    private boolean authorised;
    private @Nullable AuthorisationGranted authorisation;
    private @Nullable LocalDate authorisedOn;
    private @Nullable ContractIssued contract;
    private @Nullable Instant signedAt;
    private @Nullable Instant mobilisedAt;
    private @Nullable AssignmentStarted start;
    private final List<WorkingDaysRecorded> worked = new ArrayList<>();
    private @Nullable String endedBecause;
    private @Nullable LocalDate endedOn;
    private @Nullable LocalDate settledOn;
    private @Nullable Terms terms;
    private @Nullable MobilisationCancelled cancellation;
    private @Nullable String replacedBy;
    private boolean erased;

    /** Where a mobilisation stands. */
    public enum Status {
        PROPOSED,
        AWAITING_AUTHORISATION,
        AUTHORISED,
        CONTRACTING,
        MOBILISED,
        ON_ASSIGNMENT,
        REPORTING,
        SETTLED,
        REPLACED,
        CANCELLED;

        boolean ended() {
            return this == REPORTING || this == SETTLED || this == REPLACED || this == CANCELLED;
        }
    }

    private static final Set<Status> BEFORE_MOBILISED =
            EnumSet.range(Status.PROPOSED, Status.CONTRACTING);

    static final LifeCycle<Status> LIFE_CYCLE =
            LifeCycle.of("Mobilisation", Status.class)
                    .begin("acceptance, appointment, replacement")
                    .then(MobilisationOpened.class, Status.PROPOSED)
                    .when("authorisation-request", Status.PROPOSED)
                    .then(AuthorisationRequested.class, Status.AWAITING_AUTHORISATION)
                    .then(AuthorisationSkipped.class, Status.AUTHORISED)
                    .when("authorisation", Status.AWAITING_AUTHORISATION)
                    .then(AuthorisationGranted.class, Status.AUTHORISED)
                    .when("authorisation-refusal", Status.AWAITING_AUTHORISATION)
                    .then(AuthorisationRefused.class, Status.CANCELLED)
                    .when("contract", Status.AUTHORISED)
                    .then(ContractIssued.class, Status.CONTRACTING)
                    .when("signature", Status.CONTRACTING)
                    .then(ContractSigned.class)
                    .meanwhile("last condition of R91", Status.CONTRACTING)
                    .then(ExpertMobilised.class, Status.MOBILISED)
                    .when("start", Status.MOBILISED)
                    .then(AssignmentStarted.class, Status.ON_ASSIGNMENT)
                    .when("end", Status.ON_ASSIGNMENT)
                    .then(AssignmentEnded.class, Status.REPORTING)
                    .when("working-days", Status.REPORTING)
                    .then(WorkingDaysRecorded.class)
                    .meanwhile("days of a mission cut short", Status.REPLACED, Status.CANCELLED)
                    .beyond(
                            "Days already worked still count (R40, R95).",
                            WorkingDaysRecorded.class)
                    .when(
                            "contract-amendment",
                            Status.MOBILISED,
                            Status.ON_ASSIGNMENT,
                            Status.REPORTING)
                    .beyond("More days need an amendment first (R53, R94).", ContractAmended.class)
                    .when("settlement", Status.REPORTING)
                    .then(MobilisationSettled.class, Status.SETTLED)
                    .when("replacement", Status.MOBILISED, Status.ON_ASSIGNMENT)
                    .then(ExpertReplaced.class, Status.REPLACED)
                    .when("cancellation", EnumSet.range(Status.PROPOSED, Status.MOBILISED))
                    .then(MobilisationCancelled.class, Status.CANCELLED)
                    .meanwhile("partner-objection", BEFORE_MOBILISED)
                    .then(MobilisationCancelled.class, Status.CANCELLED)
                    .meanwhile("partner-no-objection", BEFORE_MOBILISED)
                    .beyond(
                            "A partner that agrees need not wait for five working days (R91).",
                            ObjectionWaived.class)
                    .meanwhile(
                            "new dates of the activity",
                            EnumSet.range(Status.PROPOSED, Status.ON_ASSIGNMENT))
                    .beyond("An engagement follows its activity.", MobilisationMoved.class)
                    .meanwhile("erasure", Status.SETTLED, Status.REPLACED, Status.CANCELLED)
                    .beyond(
                            "The accounts of a mission are forgotten in time, the profile lives on"
                                    + " (R75).",
                            MobilisationErased.class)
                    .build();

    /**
     * What an acceptance brings along.
     *
     * @param phases the dates of the activity as they are now
     * @param sex as the person gave it for statistics, or null
     */
    public record Opening(
            String mobilisationId,
            @Nullable String applicationId,
            String expertId,
            CallDrafted call,
            Position position,
            Phases phases,
            Employment employment,
            @Nullable String sex,
            Instant objectionUntil,
            boolean noObjection) {}

    /** For Axon, and for the acceptance that opens a mobilisation with {@link #open}. */
    public Mobilisation() {}

    /** The id of the mobilisation that the acceptance of an application opens. */
    public static String idFor(String applicationId) {
        return UUID.nameUUIDFromBytes(
                        ("mobilisation/" + applicationId).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** The expert has accepted. */
    public void open(Opening opening) {
        CallDrafted call = opening.call();
        Position position = opening.position();
        Employment employment = opening.employment();
        apply(
                new MobilisationOpened(
                        opening.mobilisationId(),
                        call.actionReference() + "/" + call.activity() + "/" + position.code(),
                        opening.applicationId(),
                        call.callId(),
                        opening.expertId(),
                        call.actionId(),
                        call.actionReference(),
                        call.institutionId(),
                        call.activity(),
                        position.code(),
                        position.principal(),
                        employment.category(),
                        employment.isPublic(),
                        employment.organisationId(),
                        employment.country(),
                        opening.sex(),
                        position.days(),
                        opening.phases(),
                        opening.objectionUntil(),
                        opening.noObjection(),
                        call.modality(),
                        null,
                        null,
                        null));
    }

    /** The id of the mobilisation that takes the place of another one. */
    public static String replacementOf(String mobilisationId) {
        return UUID.nameUUIDFromBytes(
                        ("replacement/" + mobilisationId).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /**
     * The days of an activity on which its experts are on site.
     *
     * @return null for remote work
     */
    public static @Nullable Period onSite(@Nullable String modality, Phases phases) {
        return modality == null || modality.equals("REMOTE") ? null : phases.implementation();
    }

    @CommandHandler
    Mobilisation(
            AppointExpert command,
            CommandContext context,
            Aggregates aggregates,
            Partners partners,
            WorkingDays workingDays,
            ExpertSettings settings) {
        if (!CodeList.DIRECT_APPOINTMENT_JUSTIFICATIONS.contains(command.justificationCode())) {
            throw new Rejection.UnknownCode(
                    "/justificationCode",
                    CodeList.DIRECT_APPOINTMENT_JUSTIFICATIONS.listName(),
                    command.justificationCode());
        }
        requireNew(command, aggregates);
        apply(
                appointment(
                        new Seat(
                                command.mobilisationId(),
                                command.actionId(),
                                command.activity(),
                                command.position(),
                                command.callId(),
                                command.expertId()),
                        command.justificationCode(),
                        null,
                        context,
                        aggregates,
                        partners,
                        workingDays.deadlineAfter(context.today(), settings.answerDays())));
    }

    /** Asked again, it is answered as the first time, whatever the world is like by now. */
    private static void requireNew(AppointExpert command, Aggregates aggregates) {
        expert(command.expertId(), aggregates);
        if (command.callId() != null) {
            aggregates.load(Call.class, command.callId());
        }
        KnownAction.of(command.actionId(), aggregates)
                .execute(action -> action.requireNewMobilisation(command.mobilisationId()));
    }

    private record Seat(
            String mobilisationId,
            String actionId,
            int activity,
            String position,
            @Nullable String callId,
            String expertId) {}

    /** Books the expert and takes the seat, if the expert may have it without an application. */
    private static MobilisationOpened appointment(
            Seat seat,
            String justificationCode,
            @Nullable Mobilisation replaced,
            CommandContext context,
            Aggregates aggregates,
            Partners partners,
            Instant objectionUntil) {
        var person = expert(seat.expertId(), aggregates);
        Profile profile = person.invoke(expert -> expert.activeProfile(context));
        Employment employment = person.invoke(expert -> expert.employmentOn(context.today()));
        if (seat.callId() != null) {
            aggregates
                    .load(Call.class, seat.callId())
                    .execute(
                            call -> {
                                if (replaced == null) {
                                    call.requireOutcome();
                                } else {
                                    replaced.leaveCall(call);
                                }
                                call.requireFree(seat.position(), employment.isPublic());
                            });
        }
        var action = KnownAction.of(seat.actionId(), aggregates);
        ActionApprovalNoted approval = action.invoke(known -> known.open(seat.activity()));
        TermsOfReference terms = action.invoke(known -> known.terms(seat.activity()));
        if (!Objects.equals(seat.callId(), action.invoke(known -> known.callOf(seat.activity())))) {
            throw new Rejection.Busy();
        }
        Position position = terms.position(seat.position());
        Set<String> assisted = partners.recordsOf(Set.of(approval.institutionId()));
        person.execute(expert -> expert.requireNotStaffOf(assisted, context.today()));
        Period days =
                action.invoke(known -> known.isPostponed(seat.activity()))
                        ? null
                        : onSite(terms.modality(), terms.phases());
        person.execute(
                expert ->
                        expert.book(
                                seat.mobilisationId(),
                                seat.actionId(),
                                seat.activity(),
                                days == null ? null : days.from(),
                                days == null ? null : days.to()));
        action.execute(
                known -> {
                    if (replaced != null) {
                        known.detachMobilisation(replaced.id);
                    }
                    known.attachMobilisation(
                            seat.activity(),
                            seat.mobilisationId(),
                            seat.position(),
                            seat.expertId(),
                            employment.country());
                });
        return new MobilisationOpened(
                seat.mobilisationId(),
                approval.reference() + "/" + seat.activity() + "/" + seat.position(),
                null,
                seat.callId(),
                seat.expertId(),
                seat.actionId(),
                approval.reference(),
                approval.institutionId(),
                seat.activity(),
                seat.position(),
                position.principal(),
                employment.category(),
                employment.isPublic(),
                employment.organisationId(),
                employment.country(),
                profile.sex(),
                position.days(),
                terms.phases(),
                objectionUntil,
                false,
                terms.modality(),
                justificationCode,
                employment.isPublic() ? null : "NO_PUBLIC_EXPERT_PASSED",
                replaced == null ? null : replaced.id);
    }

    private static org.axonframework.modelling.command.Aggregate<Expert> expert(
            String expertId, Aggregates aggregates) {
        try {
            return aggregates.load(Expert.class, expertId);
        } catch (AggregateNotFoundException e) {
            throw Rejection.InvalidFields.of(
                    "/expertId", "unknown", "Nobody in the roster has this id.");
        }
    }

    private void leaveCall(Call call) {
        String application = opening().applicationId();
        if (application != null) {
            call.freeSeat(application);
            call.leave(application, false);
        }
    }

    @CommandHandler
    void decide(
            ReplaceExpert command,
            CommandContext context,
            Aggregates aggregates,
            Partners partners,
            WorkingDays workingDays,
            ExpertSettings settings) {
        mobiliseIfDue(context, aggregates);
        require("replacement");
        MobilisationOpened own = opening();
        if (own.expertId().equals(command.expertId())) {
            throw Rejection.InvalidFields.of(
                    "/expertId", "same-expert", "Another expert takes the position.");
        }
        LocalDate lastDay = status == Status.ON_ASSIGNMENT ? context.today() : null;
        var replacement =
                aggregates.loadOrCreate(
                        Mobilisation.class, command.replacementId(), Mobilisation::new);
        apply(
                new ExpertReplaced(
                        id,
                        own.actionId(),
                        own.activity(),
                        own.position(),
                        own.expertId(),
                        command.replacementId(),
                        reasonCode(context)));
        aggregates
                .load(Expert.class, own.expertId())
                .execute(
                        expert -> {
                            expert.noteWorked(id, paidByYear(), null);
                            expert.release(id, lastDay);
                        });
        MobilisationOpened opened =
                appointment(
                        new Seat(
                                command.replacementId(),
                                own.actionId(),
                                own.activity(),
                                own.position(),
                                own.callId(),
                                command.expertId()),
                        "REPLACEMENT",
                        this,
                        context,
                        aggregates,
                        partners,
                        workingDays.deadlineAfter(context.today(), settings.answerDays()));
        replacement.execute(it -> it.begin(opened));
    }

    private void begin(MobilisationOpened opened) {
        apply(opened);
    }

    @CommandHandler
    void decide(
            ObjectToAppointment command,
            CommandContext context,
            Aggregates aggregates,
            Partners partners) {
        requireTimeForObjections(context, partners);
        apply(cancelled("PARTNER_OBJECTED", null, null));
        leaveSeat(aggregates);
    }

    @CommandHandler
    void decide(
            WaiveObjection command,
            CommandContext context,
            Aggregates aggregates,
            Partners partners) {
        requireTimeForObjections(context, partners);
        waiveObjection(aggregates);
    }

    private void requireTimeForObjections(CommandContext context, Partners partners) {
        if (!partners.speaking(context.person()).actsFor(opening().institutionId())) {
            throw new Rejection.NotFound();
        }
        require("partner-objection");
        Instant due = opening().objectionUntil();
        if (context.hasPassed(due)) {
            throw new MobilisationRejection.ObjectionTooLate(due);
        }
    }

    /** The partner does not object: its time ends now. */
    public void waiveObjection(Aggregates aggregates) {
        if (!BEFORE_MOBILISED.contains(status) || noObjection) {
            return;
        }
        apply(new ObjectionWaived(id));
        if (status == Status.CONTRACTING && signedAt != null) {
            requireOpenAction(aggregates);
            apply(mobilised());
        }
    }

    /** The partner objects to a selected expert: an engagement that has not begun ends. */
    public void cancelOnObjection(Aggregates aggregates) {
        if (status != Status.CANCELLED) {
            require("cancellation");
            apply(cancelled("PARTNER_OBJECTED", null, null));
            leaveSeat(aggregates);
        }
    }

    @CommandHandler
    void decide(RequestAuthorisation command) {
        require("authorisation-request");
        apply(
                opening().publicExpert()
                        ? new AuthorisationRequested(id)
                        : new AuthorisationSkipped(id));
    }

    @CommandHandler
    void decide(
            GrantAuthorisation command,
            CommandContext context,
            Aggregates aggregates,
            Partners partners) {
        require("authorisation");
        requireEmployer(context, aggregates, partners);
        requireLetter(command.documentReference());
        apply(new AuthorisationGranted(id, command.documentReference(), command.documentId()));
    }

    @CommandHandler
    void decide(
            RefuseAuthorisation command,
            CommandContext context,
            Aggregates aggregates,
            Partners partners) {
        require("authorisation-refusal");
        requireEmployer(context, aggregates, partners);
        if (context.person().role().equals(Roles.MOBILISATION_OFFICER)) {
            requireLetter(command.documentReference());
        }
        apply(
                new AuthorisationRefused(
                        id,
                        reasonCode(context),
                        command.documentReference(),
                        command.documentId()));
        leaveSeat(aggregates);
    }

    private static void requireLetter(@Nullable String documentReference) {
        if (documentReference == null || documentReference.isBlank()) {
            throw Rejection.InvalidFields.of(
                    "R90", "/documentReference", "required", "Name the employer's letter.");
        }
    }

    private void requireEmployer(CommandContext context, Aggregates aggregates, Partners partners) {
        if (!context.person().role().equals(Roles.EMPLOYER)) {
            return;
        }
        Employment employment =
                aggregates
                        .load(Expert.class, opening().expertId())
                        .invoke(expert -> expert.employmentOn(context.today()));
        if (!partners.speaking(context.person()).actsFor(employment.organisationId())) {
            throw new MobilisationRejection.NotTheEmployer();
        }
    }

    @CommandHandler
    void decide(
            IssueContract command,
            CommandContext context,
            Aggregates aggregates,
            ExpertSettings settings) {
        boolean needsNoLeave = status == Status.PROPOSED && !opening().publicExpert();
        if (opening().publicExpert()
                && (status == Status.PROPOSED || status == Status.AWAITING_AUTHORISATION)) {
            throw new MobilisationRejection.AuthorisationMissing(status.name(), transitions());
        }
        require("contract");
        var person = availableExpert(aggregates);
        requireOpenAction(aggregates);
        requireWithinTerms(command.days(), opening().positionDays());
        Remuneration remuneration = remuneration(command.remuneration());
        if (command.validTo().isBefore(command.validFrom())) {
            throw Rejection.InvalidFields.of(
                    "/validTo", "end-before-start", "It ends before it begins.");
        }
        if (command.validTo().isBefore(context.today())) {
            throw Rejection.InvalidFields.of(
                    "/validTo", "in-the-past", "A contract ends today or later.");
        }
        if (needsNoLeave) {
            apply(new AuthorisationSkipped(id));
        }
        apply(
                new ContractIssued(
                        id,
                        command.contractNumber(),
                        command.days(),
                        command.validFrom(),
                        command.validTo(),
                        remuneration,
                        command.waiver()));
        if (remuneration != Remuneration.NONE) {
            person.execute(
                    expert ->
                            expert.payFor(
                                    id,
                                    paidByYear(command.days()),
                                    command.waiver(),
                                    settings.paidDaysAYear()));
        }
    }

    /** The expert, who is engaged only while neither suspended nor gone. */
    private org.axonframework.modelling.command.Aggregate<Expert> availableExpert(
            Aggregates aggregates) {
        var person = aggregates.load(Expert.class, opening().expertId());
        person.execute(Expert::requireAvailable);
        return person;
    }

    /** What the expert's category allows (R93); serving Commission officials are not paid (R76). */
    private Remuneration remuneration(@Nullable Remuneration asked) {
        MobilisationOpened own = opening();
        if (COMMISSION.equals(own.employerId())) {
            if (asked != null && asked != Remuneration.NONE) {
                throw Rejection.InvalidFields.of(
                        "R76",
                        "/remuneration",
                        "not-paid",
                        "Serving officials of the Commission are not paid.");
            }
            return Remuneration.NONE;
        }
        if (asked == null) {
            return own.publicExpert() ? Remuneration.ALLOWANCE : Remuneration.FEE;
        }
        boolean contrary =
                own.publicExpert()
                        ? asked == Remuneration.FEE
                        : own.category().equals("PRIVATE") && asked != Remuneration.FEE;
        if (contrary) {
            throw Rejection.InvalidFields.of(
                    "R93",
                    "/remuneration",
                    "not-for-this-category",
                    "A private expert gets a fee, a public one an allowance or nothing.");
        }
        return asked;
    }

    /** The days of each phase in the years over which it goes (R98). */
    private Map<String, Double> paidByYear(Days days) {
        PaidDays paid = new PaidDays();
        paid.add(phases().preparation(), days.preparation());
        paid.add(phases().implementation(), days.implementation());
        paid.add(phases().delivery(), days.delivery());
        return paid.byYear();
    }

    /** The days worked that are paid, in the years of their dates (R98). */
    private Map<String, Double> paidByYear() {
        PaidDays paid = new PaidDays();
        if (contract != null && contract.remuneration() != Remuneration.NONE) {
            worked.stream()
                    .flatMap(record -> record.entries().stream())
                    .filter(entry -> !entry.givenFree())
                    .forEach(entry -> paid.add(new Period(entry.from(), entry.to()), entry.days()));
        }
        return paid.byYear();
    }

    @CommandHandler
    void decide(
            AmendContract command,
            CommandContext context,
            Aggregates aggregates,
            ExpertSettings settings) {
        mobiliseIfDue(context, aggregates);
        require("contract-amendment");
        ContractIssued signed = contract();
        LocalDate validTo = command.validTo() == null ? signed.validTo() : command.validTo();
        if (command.signedOn().isAfter(context.today())) {
            throw Rejection.InvalidFields.of(
                    "/signedOn", "in-the-future", "A fact cannot lie in the future.");
        }
        if (validTo.isBefore(signed.validFrom())) {
            throw Rejection.InvalidFields.of(
                    "/validTo", "end-before-start", "It ends before it begins.");
        }
        if (command.days().total().compareTo(workedDays()) < 0) {
            throw Rejection.InvalidFields.of(
                    "R94", "/days", "below-recorded", "More days are recorded already.");
        }
        var person = aggregates.load(Expert.class, opening().expertId());
        requireWithinTerms(command.days(), daysOfferedNow(aggregates));
        apply(
                new ContractAmended(
                        id, command.days(), validTo, command.signedOn(), command.waiver()));
        if (signed.remuneration() != Remuneration.NONE) {
            person.execute(
                    expert ->
                            expert.payFor(
                                    id,
                                    paidByYear(command.days()),
                                    command.waiver(),
                                    settings.paidDaysAYear()));
        }
    }

    /** By the terms of reference of today, which change no contract by themselves (R53). */
    private Days daysOfferedNow(Aggregates aggregates) {
        MobilisationOpened own = opening();
        return KnownAction.of(own.actionId(), aggregates)
                .invoke(
                        action -> {
                            action.uncancelled(own.activity());
                            return action.terms(own.activity()).position(own.position()).days();
                        });
    }

    private void requireOpenAction(Aggregates aggregates) {
        MobilisationOpened own = opening();
        KnownAction.of(own.actionId(), aggregates).invoke(action -> action.open(own.activity()));
    }

    private static void requireWithinTerms(Days days, Days allowed) {
        List<FieldError> errors = new ArrayList<>();
        within(errors, "preparation", days.preparation(), allowed.preparation());
        within(errors, "implementation", days.implementation(), allowed.implementation());
        within(errors, "delivery", days.delivery(), allowed.delivery());
        if (!errors.isEmpty()) {
            throw new Rejection.InvalidFields("R91", errors);
        }
        if (days.total().signum() <= 0) {
            throw Rejection.InvalidFields.of(
                    "/days", "out-of-range", "A contract is for some days at least.");
        }
    }

    private static void within(List<FieldError> errors, String phase, double days, double allowed) {
        if (days > allowed) {
            errors.add(
                    new FieldError(
                            "/days/" + phase,
                            "above-terms-of-reference",
                            "The terms of reference allow " + allowed + "."));
        }
    }

    @CommandHandler
    void decide(SignContract command, CommandContext context, Aggregates aggregates) {
        requireTheExpert(context);
        require("signature");
        availableExpert(aggregates);
        requireOpenAction(aggregates);
        if (!command.codeOfConduct()) {
            throw Rejection.InvalidFields.of(
                    "R91",
                    "/codeOfConduct",
                    "required",
                    "The code of conduct is accepted with the signature.");
        }
        apply(new ContractSigned(id, termsOn(context.today(), aggregates)));
        if (noObjection || context.hasPassed(opening().objectionUntil())) {
            apply(mobilised());
        }
    }

    /** The rates and the travel guide of the day (R92, R93). */
    private Terms termsOn(LocalDate day, Aggregates aggregates) {
        Remuneration remuneration = contract().remuneration();
        Rates.Kind kind = remuneration == Remuneration.FEE ? Rates.Kind.FEE : Rates.Kind.ALLOWANCE;
        return new Terms(
                Rates.guideOn(day).map(Rates.TravelGuide::code).orElse(null),
                remuneration == null || remuneration == Remuneration.NONE
                        ? null
                        : RateList.on(aggregates, kind, day),
                RateList.on(aggregates, Rates.Kind.SUBSISTENCE, day));
    }

    @CommandHandler
    void decide(StartAssignment command, CommandContext context, Aggregates aggregates) {
        mobiliseIfDue(context, aggregates);
        require("start");
        if (command.briefedOn() != null && command.briefedOn().isAfter(context.today())) {
            throw Rejection.InvalidFields.of(
                    "/briefedOn", "in-the-future", "A fact cannot lie in the future.");
        }
        aggregates
                .load(Expert.class, opening().expertId())
                .execute(expert -> expert.requireNotOnSiteElsewhere(id));
        apply(
                new AssignmentStarted(
                        id,
                        opening().actionId(),
                        opening().activity(),
                        command.briefedOn(),
                        command.insuranceReference()));
    }

    @CommandHandler
    void decide(EndAssignment command) {
        require("end");
        apply(new AssignmentEnded(id, opening().actionId(), opening().activity()));
    }

    @CommandHandler
    void decide(RecordWorkingDays command, CommandContext context, Aggregates aggregates) {
        if (context.person().role().equals(Roles.EXPERT)) {
            requireTheExpert(context);
        }
        require("working-days");
        List<DaysEntry> entries = new ArrayList<>();
        BigDecimal contracted = contracted().total();
        BigDecimal total = workedDays();
        for (int i = 0; i < command.entries().size(); i++) {
            entries.add(dated(i, command.entries().get(i), context.today()));
            total = total.add(BigDecimal.valueOf(command.entries().get(i).days()));
            if (total.compareTo(contracted) > 0) {
                throw Rejection.InvalidFields.of(
                        "R94",
                        "/entries/" + i + "/days",
                        "above-contract",
                        "More days than contracted; an amendment comes first.");
            }
        }
        MobilisationOpened own = opening();
        var expert = aggregates.load(Expert.class, own.expertId());
        Map<List<String>, List<DaysEntry>> byEmployment = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            DaysEntry entry = entries.get(i);
            Employment employment = expert.invoke(it -> it.employmentOn(entry.to()));
            requireOneEmployment(i, entry, employment, expert.invoke(Expert::profile));
            if (entry.givenFree() && !employment.isPublic()) {
                throw Rejection.InvalidFields.of(
                        "R99",
                        "/entries/" + i + "/inKind",
                        "not-public",
                        "Public employers give time free; others are paid.");
            }
            byEmployment
                    .computeIfAbsent(
                            List.of(employment.category(), employment.country()),
                            _ -> new ArrayList<>())
                    .add(
                            employment.isPublic() && contract().remuneration() == Remuneration.NONE
                                    ? entry.asInKind()
                                    : entry);
        }
        byEmployment.forEach(
                (employment, days) ->
                        apply(
                                new WorkingDaysRecorded(
                                        id,
                                        own.expertId(),
                                        own.actionId(),
                                        own.activity(),
                                        own.position(),
                                        employment.get(0),
                                        employment.get(1),
                                        days)));
        if (status != Status.REPORTING) {
            expert.execute(it -> it.noteWorked(id, paidByYear(), null));
        }
    }

    /** The category of an entry is that of its days, so they lie in one employment (R69). */
    private static void requireOneEmployment(
            int index, DaysEntry entry, Employment onLastDay, Profile profile) {
        Employment onFirstDay = profile.employmentOn(entry.from()).orElse(onLastDay);
        if (!onFirstDay.category().equals(onLastDay.category())
                || !onFirstDay.country().equals(onLastDay.country())) {
            throw Rejection.InvalidFields.of(
                    "R69",
                    "/entries/" + index,
                    "two-employments",
                    "The employment changes within these days; enter them apart.");
        }
    }

    private DaysEntry dated(int index, Worked entry, LocalDate today) {
        Period phase =
                switch (entry.phase()) {
                    case "preparation" -> phases().preparation();
                    case "implementation" -> phases().implementation();
                    default -> phases().delivery();
                };
        if (entry.to() != null && entry.to().isAfter(today)
                || entry.from() != null && entry.from().isAfter(today)) {
            throw Rejection.InvalidFields.of(
                    "/entries/" + index + (entry.to() == null ? "/from" : "/to"),
                    "in-the-future",
                    "A fact cannot lie in the future.");
        }
        LocalDate from = entry.from() == null ? phase.from() : entry.from();
        LocalDate to = entry.to() == null ? phase.to() : entry.to();
        if (to.isBefore(from)) {
            throw Rejection.InvalidFields.of(
                    "/entries/" + index + "/to", "end-before-start", "It ends before it begins.");
        }
        Boolean inKind = Boolean.TRUE.equals(entry.inKind()) ? Boolean.TRUE : null;
        return new DaysEntry(entry.phase(), entry.days(), from, to, inKind);
    }

    @CommandHandler
    void decide(SettleMobilisation command, Aggregates aggregates) {
        require("settlement");
        MobilisationOpened own = opening();
        var person = aggregates.load(Expert.class, own.expertId());
        KnownAction.of(own.actionId(), aggregates)
                .execute(action -> action.requireOver(own.activity()));
        apply(new MobilisationSettled(id, own.actionId(), own.activity()));
        person.execute(
                expert -> {
                    expert.noteWorked(id, paidByYear(), null);
                    expert.release(id, endedOn);
                });
    }

    @CommandHandler
    void decide(CancelMobilisation command, CommandContext context, Aggregates aggregates) {
        if (context.person().role().equals(Roles.EXPERT)) {
            requireTheExpert(context);
        }
        mobiliseIfDue(context, aggregates);
        require("cancellation");
        if (command.noticeGivenOn() != null && command.noticeGivenOn().isAfter(context.today())) {
            throw Rejection.InvalidFields.of(
                    "/noticeGivenOn", "in-the-future", "A fact cannot lie in the future.");
        }
        Money costs = command.costs();
        if (costs != null && costs.amountMinor() < 0) {
            throw Rejection.InvalidFields.of(
                    "/costs/amountMinor", "out-of-range", "Costs are nothing or more.");
        }
        apply(cancelled(reasonCode(context), command.noticeGivenOn(), costs));
        leaveSeat(aggregates);
    }

    @CommandHandler
    void decide(UnwindMobilisation command, Aggregates aggregates) {
        if (transitions().contains("cancellation")) {
            apply(cancelled(command.cause(), null, null));
            leaveSeat(aggregates);
        } else if (status == Status.ON_ASSIGNMENT) {
            apply(new AssignmentEnded(id, opening().actionId(), opening().activity()));
        }
    }

    @CommandHandler
    void decide(MoveMobilisation command, Aggregates aggregates) {
        Phases next = command.phases();
        boolean same = next == null ? postponed : !postponed && next.equals(phases());
        if (same || status.ended()) {
            return;
        }
        MobilisationOpened own = opening();
        var person = aggregates.load(Expert.class, own.expertId());
        apply(new MobilisationMoved(id, next));
        Period days = next == null ? null : onSite(own.modality(), next);
        person.execute(
                expert -> {
                    expert.move(
                            id, days == null ? null : days.from(), days == null ? null : days.to());
                    if (contract != null && contract.remuneration() != Remuneration.NONE) {
                        expert.noteWorked(id, paidByYear(contracted()), contract.waiver());
                    }
                });
    }

    @CommandHandler
    void decide(EraseMobilisation command) {
        if (erased || !LIFE_CYCLE.allows("erasure", status)) {
            throw new Rejection.WrongState("R75", standing(), transitions());
        }
        apply(new MobilisationErased(id, opening().expertId()));
    }

    private static @Nullable String reasonCode(CommandContext context) {
        String code = context.reasonCode();
        if (code != null && !CodeList.ACTIVITY_CANCELLATION_REASONS.contains(code)) {
            throw new Rejection.UnknownCode(
                    "/reasonCode", CodeList.ACTIVITY_CANCELLATION_REASONS.listName(), code);
        }
        return code;
    }

    @CommandHandler
    void decide(RecordDueMobilisationSteps command, CommandContext context, Aggregates aggregates) {
        mobiliseIfDue(context, aggregates);
    }

    /**
     * The end of the partner's time is the last condition, if the action is still open (R91): that
     * is known to the action only, so this step is taken here and not before every command.
     */
    private void mobiliseIfDue(CommandContext context, Aggregates aggregates) {
        Instant due = nextStepDue();
        if (due == null || !context.hasPassed(due)) {
            return;
        }
        MobilisationOpened own = opening();
        // What follows may need them, and nobody loads an expert or a call after an action.
        aggregates.load(Expert.class, own.expertId());
        if (own.callId() != null) {
            aggregates.load(Call.class, own.callId());
        }
        var action = KnownAction.of(own.actionId(), aggregates);
        if (action.invoke(known -> known.isOpen(own.activity()))) {
            apply(mobilised(), DueSteps.at(action.invoke(known -> known.possibleSince(due))));
        }
    }

    @Override
    public @Nullable Instant nextStepDue() {
        return status == Status.CONTRACTING && signedAt != null && !noObjection
                ? opening().objectionUntil()
                : null;
    }

    /** The expert's time and the seat are free again. */
    private void leaveSeat(Aggregates aggregates) {
        MobilisationOpened own = opening();
        aggregates
                .load(Expert.class, own.expertId())
                .execute(
                        expert -> {
                            expert.noteWorked(id, paidByYear(), null);
                            expert.release(id, null);
                        });
        if (own.callId() != null) {
            aggregates.load(Call.class, own.callId()).execute(this::leaveCall);
        }
        KnownAction.of(own.actionId(), aggregates).execute(action -> action.detachMobilisation(id));
    }

    private ExpertMobilised mobilised() {
        MobilisationOpened own = opening();
        return new ExpertMobilised(
                id,
                own.expertId(),
                own.actionId(),
                own.actionReference(),
                own.activity(),
                own.position(),
                own.principal(),
                own.category(),
                own.employerCountry(),
                own.sex(),
                contracted());
    }

    private MobilisationCancelled cancelled(
            @Nullable String reasonCode, @Nullable LocalDate noticeGivenOn, @Nullable Money costs) {
        MobilisationOpened own = opening();
        return new MobilisationCancelled(
                id,
                own.actionId(),
                own.activity(),
                own.position(),
                own.expertId(),
                reasonCode,
                noticeGivenOn,
                costs);
    }

    private ContractIssued contract() {
        if (contract == null) {
            throw new IllegalStateException("There is no contract");
        }
        return contract;
    }

    private Days contracted() {
        return contract().days();
    }

    private BigDecimal workedDays() {
        return worked.stream()
                .flatMap(record -> record.entries().stream())
                .map(entry -> BigDecimal.valueOf(entry.days()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private MobilisationOpened opening() {
        if (opening == null) {
            throw new IllegalStateException("A mobilisation begins with its opening");
        }
        return opening;
    }

    /** The dates of the activity; while it is put off, those it had. */
    private Phases phases() {
        return moved == null ? opening().phases() : moved;
    }

    private void requireTheExpert(CommandContext context) {
        if (!opening().expertId().equals(context.person().expertId())) {
            throw new Rejection.NotFound();
        }
    }

    private void require(String command) {
        if (!transitions().contains(command)) {
            throw new Rejection.WrongState(standing(), transitions());
        }
    }

    /** Its state; once it is forgotten, nothing is added to it. */
    String standing() {
        return erased ? "ERASED" : status.name();
    }

    private List<String> transitions() {
        if (erased) {
            return List.of();
        }
        List<String> nouns = new ArrayList<>(LIFE_CYCLE.commandsIn(status));
        if (status == Status.PROPOSED && !opening().publicExpert()) {
            nouns.add("contract");
        }
        if (status == Status.CONTRACTING && signedAt != null) {
            nouns.remove("signature");
        }
        if (BEFORE_MOBILISED.contains(status)
                && opening().applicationId() == null
                && !noObjection) {
            nouns.add("partner-objection");
            nouns.add("partner-no-objection");
        }
        if ((status == Status.REPLACED || status == Status.CANCELLED) && mobilisedAt != null) {
            nouns.add("working-days");
        }
        return List.copyOf(nouns);
    }

    /** True once the mission is over: the partner no longer sees the person. */
    public boolean ended() {
        return status.ended();
    }

    @EventSourcingHandler
    public void evolve(MobilisationEvent event, EventMoment moment) {
        latest = moment.notBefore(latest);
        switch (event) {
            case MobilisationOpened e -> {
                id = e.mobilisationId();
                opening = e;
                noObjection = e.noObjection();
            }
            case AuthorisationRequested _ -> status = Status.AWAITING_AUTHORISATION;
            case AuthorisationSkipped _ -> status = Status.AUTHORISED;
            case AuthorisationGranted e -> {
                status = Status.AUTHORISED;
                authorised = true;
                authorisation = e;
                authorisedOn = Brussels.day(moment.occurredAt());
            }
            case AuthorisationRefused _ -> {
                status = Status.CANCELLED;
                endedBecause = "AUTHORISATION_REFUSED";
            }
            case ContractIssued e -> {
                status = Status.CONTRACTING;
                contract = e;
            }
            case ContractSigned e -> {
                signedAt = moment.occurredAt();
                terms = e.terms();
            }
            case ContractAmended e -> {
                ContractIssued signed = contract();
                contract =
                        new ContractIssued(
                                id,
                                signed.contractNumber(),
                                e.days(),
                                signed.validFrom(),
                                e.validTo(),
                                signed.remuneration(),
                                e.waiver() == null ? signed.waiver() : e.waiver());
            }
            case ObjectionWaived _ -> noObjection = true;
            case ExpertMobilised _ -> {
                status = Status.MOBILISED;
                mobilisedAt = moment.occurredAt();
            }
            case MobilisationMoved e -> {
                postponed = e.phases() == null;
                moved = e.phases() == null ? moved : e.phases();
            }
            case AssignmentStarted e -> {
                status = Status.ON_ASSIGNMENT;
                start = e;
            }
            case AssignmentEnded _ -> {
                status = Status.REPORTING;
                endedOn = Brussels.day(moment.occurredAt());
            }
            case WorkingDaysRecorded e -> worked.add(e);
            case MobilisationSettled _ -> {
                status = Status.SETTLED;
                settledOn = Brussels.day(moment.occurredAt());
            }
            case MobilisationCancelled e -> {
                status = Status.CANCELLED;
                endedBecause = e.reasonCode();
                cancellation = e;
            }
            case ExpertReplaced e -> {
                status = Status.REPLACED;
                endedBecause = e.reasonCode();
                replacedBy = e.replacedBy();
            }
            case MobilisationErased _ -> erased = true;
        }
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    Status status() {
        return status;
    }

    /** Whether what it said about the person was forgotten. */
    boolean erased() {
        return erased;
    }

    /** The application it began with, or null after a direct appointment. */
    @Nullable String applicationId() {
        return opening().applicationId();
    }

    MobilisationView view(long version) {
        return MobilisationView.of(
                opening(),
                phases(),
                postponed,
                version,
                status,
                authorisation,
                authorisedOn,
                contract,
                signedAt,
                mobilisedAt,
                start,
                endedOn,
                settledOn,
                worked.stream().flatMap(record -> record.entries().stream()).toList(),
                waitingFor(),
                endedBecause,
                terms,
                cancellation,
                replacedBy,
                erased,
                transitions());
    }

    /** Which conditions of R91 are open. */
    private List<MobilisationView.Condition> waitingFor() {
        List<MobilisationView.Condition> open = new ArrayList<>();
        if (status.compareTo(Status.MOBILISED) >= 0) {
            return open;
        }
        if (opening().publicExpert() && !authorised) {
            open.add(new MobilisationView.Condition("AUTHORISATION", null));
        }
        if (contract == null) {
            open.add(new MobilisationView.Condition("CONTRACT", null));
        }
        if (signedAt == null) {
            open.add(new MobilisationView.Condition("SIGNATURE", null));
        }
        if (!noObjection) {
            open.add(
                    new MobilisationView.Condition(
                            "PARTNER_NO_OBJECTION", opening().objectionUntil()));
        }
        return open;
    }
}
