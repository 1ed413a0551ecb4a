package org.socius.expert.mobilisations;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.contracts.reference.CodeList;
import org.socius.expert.actions.KnownAction;
import org.socius.expert.actions.TermsOfReference.Days;
import org.socius.expert.actions.TermsOfReference.Period;
import org.socius.expert.actions.TermsOfReference.Phases;
import org.socius.expert.actions.TermsOfReference.Position;
import org.socius.expert.calls.Call;
import org.socius.expert.calls.CallEvent.CallDrafted;
import org.socius.expert.mobilisations.MobilisationCommand.CancelMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.EndAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.GrantAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.IssueContract;
import org.socius.expert.mobilisations.MobilisationCommand.RecordDueMobilisationSteps;
import org.socius.expert.mobilisations.MobilisationCommand.RecordWorkingDays;
import org.socius.expert.mobilisations.MobilisationCommand.RefuseAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.RequestAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.SettleMobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.SignContract;
import org.socius.expert.mobilisations.MobilisationCommand.StartAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.Worked;
import org.socius.expert.mobilisations.MobilisationEvent.AssignmentEnded;
import org.socius.expert.mobilisations.MobilisationEvent.AssignmentStarted;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationGranted;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationRefused;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationRequested;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationSkipped;
import org.socius.expert.mobilisations.MobilisationEvent.ContractIssued;
import org.socius.expert.mobilisations.MobilisationEvent.ContractSigned;
import org.socius.expert.mobilisations.MobilisationEvent.DaysEntry;
import org.socius.expert.mobilisations.MobilisationEvent.ExpertMobilised;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationCancelled;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationOpened;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationSettled;
import org.socius.expert.mobilisations.MobilisationEvent.ObjectionWaived;
import org.socius.expert.mobilisations.MobilisationEvent.WorkingDaysRecorded;
import org.socius.expert.roster.Expert;
import org.socius.expert.roster.Profile.Employment;
import org.socius.platform.command.Aggregates;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.DueSteps;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.FieldError;

/**
 * One expert in one position of one activity (R89). Proposed when the expert accepts; Awaiting
 * authorisation and Authorised if a public employer must agree; Contracting until every condition
 * of R91 holds, which makes it Mobilised at that moment; On assignment, Reporting, Settled. Before
 * the assignment either side can cancel, which frees the seat.
 */
@Aggregate
public class Mobilisation implements Chronicled {

    @AggregateIdentifier private String id;
    private @Nullable EventMoment latest;
    private @Nullable MobilisationOpened opening;
    private Status status = Status.PROPOSED;
    private boolean noObjection;
    private boolean authorised;
    private @Nullable ContractIssued contract;
    private @Nullable Instant signedAt;
    private @Nullable Instant mobilisedAt;
    private @Nullable AssignmentStarted start;
    private final List<WorkingDaysRecorded> worked = new ArrayList<>();
    private @Nullable String endedBecause;

    /** Where a mobilisation stands. */
    public enum Status {
        PROPOSED("authorisation-request", "cancellation"),
        AWAITING_AUTHORISATION("authorisation", "authorisation-refusal", "cancellation"),
        AUTHORISED("contract", "cancellation"),
        CONTRACTING("signature", "cancellation"),
        MOBILISED("start", "cancellation"),
        ON_ASSIGNMENT("end"),
        REPORTING("working-days", "settlement"),
        SETTLED(),
        CANCELLED();

        private final List<String> transitions;

        Status(String... transitions) {
            this.transitions = List.of(transitions);
        }

        boolean ended() {
            return this == REPORTING || this == SETTLED || this == CANCELLED;
        }
    }

    /**
     * What an acceptance brings along.
     *
     * @param sex as the person gave it for statistics, or null
     */
    public record Opening(
            String mobilisationId,
            @Nullable String applicationId,
            String expertId,
            CallDrafted call,
            Position position,
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
                        call.phases(),
                        opening.objectionUntil(),
                        opening.noObjection()));
    }

    /** The partner does not object: its time ends now. */
    public void waiveObjection(Aggregates aggregates) {
        if (status == Status.CANCELLED || noObjection) {
            return;
        }
        apply(new ObjectionWaived(id));
        if (status == Status.CONTRACTING && signedAt != null) {
            requireOpenAction(aggregates);
            apply(mobilised());
        }
    }

    /**
     * The partner objects: an engagement that has not begun ends. The call frees its seat itself.
     */
    public void cancelOnObjection() {
        if (status != Status.CANCELLED) {
            apply(cancelled("PARTNER_OBJECTED"));
        }
    }

    @CommandHandler
    void decide(RequestAuthorisation command) {
        require(status == Status.PROPOSED);
        apply(
                opening().publicExpert()
                        ? new AuthorisationRequested(id)
                        : new AuthorisationSkipped(id));
    }

    @CommandHandler
    void decide(GrantAuthorisation command, CommandContext context, Aggregates aggregates) {
        require(status == Status.AWAITING_AUTHORISATION);
        requireEmployer(context, aggregates);
        if (context.person().role().equals(Roles.MOBILISATION_OFFICER)
                && (command.documentReference() == null || command.documentReference().isBlank())) {
            throw Rejection.InvalidFields.of(
                    "R90", "/documentReference", "required", "Name the employer's letter.");
        }
        apply(new AuthorisationGranted(id, command.documentReference()));
    }

    @CommandHandler
    void decide(RefuseAuthorisation command, CommandContext context, Aggregates aggregates) {
        require(status == Status.AWAITING_AUTHORISATION);
        requireEmployer(context, aggregates);
        apply(new AuthorisationRefused(id, reasonCode(context)));
        freeSeat(aggregates);
    }

    private void requireEmployer(CommandContext context, Aggregates aggregates) {
        if (!context.person().role().equals(Roles.EMPLOYER)) {
            return;
        }
        Employment employment =
                aggregates
                        .load(Expert.class, opening().expertId())
                        .invoke(expert -> expert.employmentOn(context.today()));
        if (!context.person().actsFor(employment.organisationId())) {
            throw new MobilisationRejection.NotTheEmployer();
        }
    }

    @CommandHandler
    void decide(IssueContract command, CommandContext context, Aggregates aggregates) {
        boolean needsNoLeave = status == Status.PROPOSED && !opening().publicExpert();
        if (opening().publicExpert()
                && (status == Status.PROPOSED || status == Status.AWAITING_AUTHORISATION)) {
            throw new MobilisationRejection.AuthorisationMissing(status.name(), transitions());
        }
        require(status == Status.AUTHORISED || needsNoLeave);
        requireOpenAction(aggregates);
        requireWithinTerms(command.days());
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
                        command.validTo()));
    }

    private void requireOpenAction(Aggregates aggregates) {
        KnownAction.of(opening().actionId(), aggregates).invoke(KnownAction::open);
    }

    private void requireWithinTerms(Days days) {
        Days allowed = opening().positionDays();
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
        require(status == Status.CONTRACTING && signedAt == null);
        requireOpenAction(aggregates);
        if (!command.codeOfConduct()) {
            throw Rejection.InvalidFields.of(
                    "R91",
                    "/codeOfConduct",
                    "required",
                    "The code of conduct is accepted with the signature.");
        }
        apply(new ContractSigned(id));
        if (noObjection || context.hasPassed(opening().objectionUntil())) {
            apply(mobilised());
        }
    }

    @CommandHandler
    void decide(StartAssignment command, CommandContext context, Aggregates aggregates) {
        mobiliseIfDue(context, aggregates);
        require(status == Status.MOBILISED);
        if (command.briefedOn() != null && command.briefedOn().isAfter(context.today())) {
            throw Rejection.InvalidFields.of(
                    "/briefedOn", "in-the-future", "A fact cannot lie in the future.");
        }
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
        require(status == Status.ON_ASSIGNMENT);
        apply(new AssignmentEnded(id, opening().actionId(), opening().activity()));
    }

    @CommandHandler
    void decide(RecordWorkingDays command, CommandContext context, Aggregates aggregates) {
        if (context.person().role().equals(Roles.EXPERT)) {
            requireTheExpert(context);
        }
        require(status == Status.REPORTING);
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
        for (DaysEntry entry : entries) {
            Employment employment = expert.invoke(it -> it.employmentOn(entry.to()));
            byEmployment
                    .computeIfAbsent(
                            List.of(employment.category(), employment.country()),
                            _ -> new ArrayList<>())
                    .add(entry);
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
    }

    private DaysEntry dated(int index, Worked entry, LocalDate today) {
        Phases phases = opening().phases();
        Period phase =
                switch (entry.phase()) {
                    case "preparation" -> phases.preparation();
                    case "implementation" -> phases.implementation();
                    default -> phases.delivery();
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
        return new DaysEntry(entry.phase(), entry.days(), from, to);
    }

    @CommandHandler
    void decide(SettleMobilisation command, Aggregates aggregates) {
        require(status == Status.REPORTING);
        MobilisationOpened own = opening();
        KnownAction.of(own.actionId(), aggregates)
                .execute(action -> action.requireCompleted(own.activity()));
        apply(new MobilisationSettled(id, own.actionId(), own.activity()));
    }

    @CommandHandler
    void decide(CancelMobilisation command, CommandContext context, Aggregates aggregates) {
        if (context.person().role().equals(Roles.EXPERT)) {
            requireTheExpert(context);
        }
        mobiliseIfDue(context, aggregates);
        require(transitions().contains("cancellation"));
        apply(cancelled(command.cause() == null ? reasonCode(context) : command.cause()));
        freeSeat(aggregates);
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
        String call = opening().callId();
        if (call != null) {
            // A cancellation needs it afterwards, and nobody loads a call after an action.
            aggregates.load(Call.class, call);
        }
        if (KnownAction.of(opening().actionId(), aggregates).invoke(KnownAction::isOpen)) {
            apply(mobilised(), DueSteps.at(due));
        }
    }

    @Override
    public @Nullable Instant nextStepDue() {
        return status == Status.CONTRACTING && signedAt != null && !noObjection
                ? opening().objectionUntil()
                : null;
    }

    private void freeSeat(Aggregates aggregates) {
        String call = opening().callId();
        String application = opening().applicationId();
        if (call != null && application != null) {
            aggregates
                    .load(Call.class, call)
                    .execute(
                            it -> {
                                it.freeSeat(application);
                                it.leave(application, false);
                            });
        }
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

    private MobilisationCancelled cancelled(@Nullable String reasonCode) {
        MobilisationOpened own = opening();
        return new MobilisationCancelled(
                id, own.actionId(), own.activity(), own.position(), own.expertId(), reasonCode);
    }

    private Days contracted() {
        if (contract == null) {
            throw new IllegalStateException("There is no contract");
        }
        return contract.days();
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

    private void requireTheExpert(CommandContext context) {
        if (!opening().expertId().equals(context.person().expertId())) {
            throw new Rejection.NotFound();
        }
    }

    private void require(boolean allowed) {
        if (!allowed) {
            throw new Rejection.WrongState(status.name(), transitions());
        }
    }

    private List<String> transitions() {
        if (status == Status.PROPOSED && !opening().publicExpert()) {
            return List.of("authorisation-request", "contract", "cancellation");
        }
        if (status == Status.CONTRACTING && signedAt != null) {
            return List.of("cancellation");
        }
        return status.transitions;
    }

    /** True once the mission is over: the partner no longer sees the person. */
    public boolean ended() {
        return status.ended();
    }

    @EventSourcingHandler
    public void evolve(MobilisationEvent event, EventMoment moment) {
        latest = moment;
        switch (event) {
            case MobilisationOpened e -> {
                id = e.mobilisationId();
                opening = e;
                noObjection = e.noObjection();
            }
            case AuthorisationRequested _ -> status = Status.AWAITING_AUTHORISATION;
            case AuthorisationSkipped _ -> status = Status.AUTHORISED;
            case AuthorisationGranted _ -> {
                status = Status.AUTHORISED;
                authorised = true;
            }
            case AuthorisationRefused _ -> {
                status = Status.CANCELLED;
                endedBecause = "AUTHORISATION_REFUSED";
            }
            case ContractIssued e -> {
                status = Status.CONTRACTING;
                contract = e;
            }
            case ContractSigned _ -> signedAt = moment.occurredAt();
            case ObjectionWaived _ -> noObjection = true;
            case ExpertMobilised _ -> {
                status = Status.MOBILISED;
                mobilisedAt = moment.occurredAt();
            }
            case AssignmentStarted e -> {
                status = Status.ON_ASSIGNMENT;
                start = e;
            }
            case AssignmentEnded _ -> status = Status.REPORTING;
            case WorkingDaysRecorded e -> worked.add(e);
            case MobilisationSettled _ -> status = Status.SETTLED;
            case MobilisationCancelled e -> {
                status = Status.CANCELLED;
                endedBecause = e.reasonCode();
            }
        }
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    MobilisationView view(long version) {
        return MobilisationView.of(
                opening(),
                version,
                status,
                authorised,
                contract,
                signedAt,
                mobilisedAt,
                start,
                worked.stream().flatMap(record -> record.entries().stream()).toList(),
                waitingFor(),
                endedBecause,
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
