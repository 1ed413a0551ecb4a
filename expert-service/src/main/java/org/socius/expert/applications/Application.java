package org.socius.expert.applications;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.reference.CodeList;
import org.socius.expert.actions.KnownAction;
import org.socius.expert.actions.TermsOfReference.Period;
import org.socius.expert.actions.TermsOfReference.Phases;
import org.socius.expert.actions.TermsOfReference.Position;
import org.socius.expert.applications.ApplicationCommand.AcceptAssignment;
import org.socius.expert.applications.ApplicationCommand.Apply;
import org.socius.expert.applications.ApplicationCommand.CheckAdmissibility;
import org.socius.expert.applications.ApplicationCommand.DeclineAssignment;
import org.socius.expert.applications.ApplicationCommand.EndWithCall;
import org.socius.expert.applications.ApplicationCommand.EndWithPerson;
import org.socius.expert.applications.ApplicationCommand.EraseApplication;
import org.socius.expert.applications.ApplicationCommand.EraseWithMobilisation;
import org.socius.expert.applications.ApplicationCommand.GiveNoObjection;
import org.socius.expert.applications.ApplicationCommand.ObjectToExpert;
import org.socius.expert.applications.ApplicationCommand.RejectApplication;
import org.socius.expert.applications.ApplicationCommand.ReserveApplication;
import org.socius.expert.applications.ApplicationCommand.ScoreApplication;
import org.socius.expert.applications.ApplicationCommand.SelectExpert;
import org.socius.expert.applications.ApplicationCommand.ShortlistApplication;
import org.socius.expert.applications.ApplicationCommand.WithdrawApplication;
import org.socius.expert.applications.ApplicationEvent.ApplicationErased;
import org.socius.expert.applications.ApplicationEvent.ApplicationFoundAdmissible;
import org.socius.expert.applications.ApplicationEvent.ApplicationFoundInadmissible;
import org.socius.expert.applications.ApplicationEvent.ApplicationNotSelected;
import org.socius.expert.applications.ApplicationEvent.ApplicationReserved;
import org.socius.expert.applications.ApplicationEvent.ApplicationScored;
import org.socius.expert.applications.ApplicationEvent.ApplicationShortlisted;
import org.socius.expert.applications.ApplicationEvent.ApplicationSubmitted;
import org.socius.expert.applications.ApplicationEvent.ApplicationWithdrawn;
import org.socius.expert.applications.ApplicationEvent.AssignmentAccepted;
import org.socius.expert.applications.ApplicationEvent.AssignmentDeclined;
import org.socius.expert.applications.ApplicationEvent.ExpertSelected;
import org.socius.expert.applications.ApplicationEvent.PartnerNoObjectionGiven;
import org.socius.expert.applications.ApplicationEvent.PartnerObjected;
import org.socius.expert.calls.Call;
import org.socius.expert.calls.CallEvent.CallDrafted;
import org.socius.expert.mobilisations.Mobilisation;
import org.socius.expert.mobilisations.Mobilisation.Opening;
import org.socius.expert.roster.Expert;
import org.socius.expert.roster.ExpertRejection;
import org.socius.expert.roster.Profile;
import org.socius.expert.roster.Profile.Employment;
import org.socius.expert.settings.ExpertSettings;
import org.socius.platform.command.Aggregates;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.EventMoment;
import org.socius.platform.lifecycle.LifeCycle;
import org.socius.platform.partners.Partners;
import org.socius.platform.problem.Rejection;
import org.socius.platform.time.Brussels;
import org.socius.platform.time.WorkingDays;

/**
 * An expert's bid for one position. Submitted, then Admissible or Inadmissible; scored by two
 * assessors and Shortlisted; Selected, Reserve or Not selected; a selected expert has Accepted or
 * Declined within five working days, in which the partner may object. Until the shortlist it may be
 * Withdrawn. Who gets a seat is decided by the call, in the same commit.
 */
@Aggregate
public class Application implements Chronicled {

    /** For a reserve list whose event does not say how long it is valid. */
    private static final int USUAL_RESERVE_MONTHS = 12;

    private static final int ASSESSORS = 2;

    @AggregateIdentifier private String id;
    private @Nullable EventMoment latest;
    private @Nullable ApplicationSubmitted bid;
    private Status status = Status.SUBMITTED;
    private Instant submittedAt = Instant.EPOCH;
    private final List<ApplicationScored> scores = new ArrayList<>();
    private @Nullable Instant selectedAt;
    private @Nullable Instant answerDue;
    private @Nullable Integer reserveRank;
    private @Nullable Instant reserveEnds;
    private boolean noObjection;
    private boolean objected;
    private boolean erased;
    private @Nullable String mobilisationId;

    /** Where an application stands. */
    public enum Status {
        SUBMITTED,
        INADMISSIBLE,
        ADMISSIBLE,
        SHORTLISTED,
        SELECTED,
        RESERVE,
        NOT_SELECTED,
        ACCEPTED,
        DECLINED,
        WITHDRAWN;

        List<String> transitions() {
            return LIFE_CYCLE.commandsIn(this);
        }
    }

    static final LifeCycle<Status> LIFE_CYCLE =
            LifeCycle.of("Application", Status.class)
                    .begin("application")
                    .then(ApplicationSubmitted.class, Status.SUBMITTED)
                    .when("admissibility", Status.SUBMITTED)
                    .then(ApplicationFoundAdmissible.class, Status.ADMISSIBLE)
                    .then(ApplicationFoundInadmissible.class, Status.INADMISSIBLE)
                    .when("scores", Status.ADMISSIBLE)
                    .then(ApplicationScored.class)
                    .when("shortlisting", Status.ADMISSIBLE)
                    .then(ApplicationShortlisted.class, Status.SHORTLISTED)
                    .when("selection", Status.SHORTLISTED)
                    .then(ExpertSelected.class, Status.SELECTED)
                    .when("selection", Status.RESERVE)
                    .beyond(
                            "The next on reserve takes the place of who dropped out (R88).",
                            ExpertSelected.class,
                            Status.SELECTED)
                    .when("reserve", Status.SHORTLISTED)
                    .then(ApplicationReserved.class, Status.RESERVE)
                    .when("rejection", Status.SHORTLISTED)
                    .then(ApplicationNotSelected.class, Status.NOT_SELECTED)
                    .when("rejection", Status.ADMISSIBLE, Status.RESERVE)
                    .beyond(
                            "Who is below the mark, or in reserve when the call ends, is told"
                                    + " (R88).",
                            ApplicationNotSelected.class,
                            Status.NOT_SELECTED)
                    .when("acceptance", Status.SELECTED)
                    .then(AssignmentAccepted.class, Status.ACCEPTED)
                    .when("decline", Status.SELECTED)
                    .then(AssignmentDeclined.class, Status.DECLINED)
                    .when("partner-objection", Status.SELECTED, Status.ACCEPTED)
                    .then(PartnerObjected.class, Status.NOT_SELECTED)
                    .when("partner-no-objection", Status.SELECTED, Status.ACCEPTED)
                    .beyond(
                            "A partner that agrees need not wait for five working days (R91).",
                            PartnerNoObjectionGiven.class)
                    .when("withdrawal", Status.SUBMITTED, Status.ADMISSIBLE, Status.SHORTLISTED)
                    .then(ApplicationWithdrawn.class, Status.WITHDRAWN)
                    .meanwhile("rejection after the time to answer", Status.SELECTED)
                    .beyond(
                            "A seat does not wait for an answer for ever.",
                            ApplicationNotSelected.class,
                            Status.NOT_SELECTED)
                    .meanwhile("end of the call", Status.SUBMITTED, Status.SELECTED)
                    .beyond(
                            "Cancelling or filling a call ends its applications (R40, R88).",
                            ApplicationNotSelected.class,
                            Status.NOT_SELECTED)
                    .meanwhile("end of the profile", Status.RESERVE)
                    .beyond(
                            "Who left the roster does not stay in reserve.",
                            ApplicationWithdrawn.class,
                            Status.WITHDRAWN)
                    .meanwhile(
                            "erasure",
                            Status.INADMISSIBLE,
                            Status.NOT_SELECTED,
                            Status.DECLINED,
                            Status.WITHDRAWN)
                    .beyond(
                            "What was not chosen is forgotten in time, the profile lives on (R75).",
                            ApplicationErased.class)
                    .meanwhile("erasure of its mobilisation", Status.ACCEPTED)
                    .beyond(
                            "What was chosen is forgotten with the accounts of its mission (R75).",
                            ApplicationErased.class)
                    .build();

    Application() {}

    @CommandHandler
    Application(Apply command, CommandContext context, Aggregates aggregates, Partners partners) {
        String expertId = context.person().expertId();
        if (expertId == null) {
            throw new Rejection.Forbidden(Set.of("expert"));
        }
        for (int i = 0; i < command.evidence().size(); i++) {
            String criterion = command.evidence().get(i).criterion();
            if (!ApplicationEvent.Scores.CRITERIA.contains(criterion)) {
                throw new Rejection.UnknownCode(
                        "/evidence/" + i + "/criterion", "criteria", criterion);
            }
        }
        var person = expert(expertId, aggregates);
        aggregates
                .load(Call.class, command.callId())
                .execute(open -> open.requireNew(command.applicationId()));
        Profile profile = person.invoke(expert -> expert.activeProfile(context));
        Employment employment = person.invoke(expert -> expert.employmentOn(context.today()));
        var open = aggregates.load(Call.class, command.callId());
        CallDrafted call =
                open.invoke(
                        it -> {
                            it.enter(
                                    command.applicationId(),
                                    command.position(),
                                    expertId,
                                    employment.isPublic(),
                                    context);
                            return it.draft();
                        });
        KnownAction.of(call.actionId(), aggregates)
                .execute(
                        action -> {
                            action.alive(call.activity());
                            action.requireFree(call.activity(), command.position(), expertId);
                        });
        Set<String> assisted = partners.recordsOf(Set.of(call.institutionId()));
        person.execute(expert -> expert.requireNotStaffOf(assisted, context.today()));
        apply(
                new ApplicationSubmitted(
                        command.applicationId(),
                        command.callId(),
                        call.reference(),
                        command.position(),
                        expertId,
                        call.actionId(),
                        call.activity(),
                        call.institutionId(),
                        employment.category(),
                        employment.isPublic(),
                        employment.country(),
                        profile,
                        command.motivation(),
                        command.evidence(),
                        command.employerSupport().name(),
                        command.conflict(),
                        command.conflictText(),
                        open.invoke(it -> it.nominatedBy(command.position(), expertId))));
    }

    @CommandHandler
    void decide(CheckAdmissibility command, CommandContext context, Aggregates aggregates) {
        require("admissibility");
        if (command.admissible()) {
            apply(new ApplicationFoundAdmissible(id));
            return;
        }
        if (context.reason() == null || context.reason().isBlank()) {
            throw Rejection.InvalidFields.of(
                    "/reason", "required", "The applicant is told why (R88).");
        }
        apply(new ApplicationFoundInadmissible(id, reasonCode(context)));
        call(aggregates).execute(call -> call.leave(id, false));
    }

    @CommandHandler
    void decide(ScoreApplication command, CommandContext context, Aggregates aggregates) {
        require("scores");
        if (!command.noConflictOfInterest()) {
            throw new ApplicationRejection.MustStandAside();
        }
        String assessor = context.person().id();
        call(aggregates).execute(call -> call.requireAssessor(assessor));
        if (scores.size() >= ASSESSORS
                || scores.stream().anyMatch(score -> score.assessor().equals(assessor))) {
            throw new ApplicationRejection.AlreadyScored(scores.size());
        }
        apply(
                new ApplicationScored(
                        id,
                        assessor,
                        command.scores(),
                        command.scores().total(),
                        command.comment()));
        if (scores.size() == ASSESSORS) {
            call(aggregates).execute(call -> call.rate(id, mean()));
        }
    }

    @CommandHandler
    void decide(ShortlistApplication command, Aggregates aggregates) {
        require("shortlisting");
        if (scores.size() < ASSESSORS) {
            throw new ApplicationRejection.ScoresMissing(scores.size());
        }
        int passMark = call(aggregates).invoke(Call::passMark);
        if (mean() < passMark) {
            throw new ApplicationRejection.BelowPassMark(mean(), passMark);
        }
        apply(new ApplicationShortlisted(id, mean()));
    }

    @CommandHandler
    void decide(
            SelectExpert command,
            CommandContext context,
            Aggregates aggregates,
            WorkingDays workingDays,
            ExpertSettings settings) {
        require("selection");
        ApplicationSubmitted own = bid();
        if (reserveEnds != null && context.hasPassed(reserveEnds)) {
            throw new ApplicationRejection.ReserveExpired(reserveEnds);
        }
        expert(own.expertId(), aggregates).invoke(expert -> expert.activeProfile(context));
        call(aggregates).execute(call -> call.offerSeat(id));
        KnownAction.of(own.actionId(), aggregates)
                .execute(
                        action -> {
                            action.open(own.activity());
                            action.requireFree(own.activity(), own.position(), own.expertId());
                        });
        apply(
                new ExpertSelected(
                        id,
                        own.callId(),
                        own.position(),
                        own.expertId(),
                        workingDays.deadlineAfter(context.today(), settings.answerDays()),
                        own.publicExpert() ? null : "NO_PUBLIC_EXPERT_PASSED"));
    }

    @CommandHandler
    void decide(
            ReserveApplication command,
            CommandContext context,
            Aggregates aggregates,
            ExpertSettings settings) {
        require("reserve");
        int rank = call(aggregates).invoke(call -> call.reserve(id));
        apply(
                new ApplicationReserved(
                        id, rank, reserve(context.today(), settings.reserveMonths())));
    }

    @CommandHandler
    void decide(RejectApplication command, CommandContext context, Aggregates aggregates) {
        boolean unanswered =
                status == Status.SELECTED && answerDue != null && context.hasPassed(answerDue);
        boolean expired = reserveEnds != null && context.hasPassed(reserveEnds);
        if (!unanswered) {
            require("rejection");
        }
        apply(new ApplicationNotSelected(id, reasonCode(context)));
        call(aggregates)
                .execute(
                        call -> {
                            call.freeSeat(id);
                            if (unanswered || expired) {
                                call.leave(id, false);
                            } else {
                                call.reject(id);
                            }
                        });
    }

    @CommandHandler
    void decide(
            ObjectToExpert command,
            CommandContext context,
            Aggregates aggregates,
            Partners partners) {
        requirePartner(context, partners);
        requireTimeForObjections(context);
        String mobilisation = mobilisationId;
        apply(new PartnerObjected(id));
        if (mobilisation != null) {
            aggregates
                    .load(Mobilisation.class, mobilisation)
                    .execute(opened -> opened.cancelOnObjection(aggregates));
            return;
        }
        call(aggregates)
                .execute(
                        call -> {
                            call.freeSeat(id);
                            call.leave(id, false);
                        });
    }

    @CommandHandler
    void decide(
            GiveNoObjection command,
            CommandContext context,
            Aggregates aggregates,
            Partners partners) {
        requirePartner(context, partners);
        requireTimeForObjections(context);
        apply(new PartnerNoObjectionGiven(id));
        if (mobilisationId != null) {
            aggregates
                    .load(Mobilisation.class, mobilisationId)
                    .execute(mobilisation -> mobilisation.waiveObjection(aggregates));
        }
    }

    @CommandHandler
    void decide(WithdrawApplication command, CommandContext context, Aggregates aggregates) {
        requireApplicant(context);
        require("withdrawal");
        apply(new ApplicationWithdrawn(id));
        call(aggregates).execute(call -> call.leave(id, true));
    }

    @CommandHandler
    void decide(
            AcceptAssignment command,
            CommandContext context,
            Aggregates aggregates,
            Partners partners) {
        requireApplicant(context);
        require("acceptance");
        ApplicationSubmitted own = bid();
        Instant due = due();
        if (context.hasPassed(due)) {
            throw new ApplicationRejection.AnswerTooLate(due);
        }
        String opened = Mobilisation.idFor(id);
        apply(new AssignmentAccepted(id, opened));
        var mobilisation = aggregates.loadOrCreate(Mobilisation.class, opened, Mobilisation::new);
        var person = aggregates.load(Expert.class, own.expertId());
        Set<String> assisted = partners.recordsOf(Set.of(own.institutionId()));
        person.execute(
                expert -> {
                    expert.requireAvailable();
                    expert.requireNotStaffOf(assisted, context.today());
                });
        Employment employment = person.invoke(expert -> expert.employmentOn(context.today()));
        String sex = person.invoke(expert -> expert.profile().sex());
        CallDrafted call =
                call(aggregates)
                        .invoke(
                                taken -> {
                                    taken.takeSeat(id);
                                    return taken.draft();
                                });
        Position position = call(aggregates).invoke(taken -> taken.position(own.position()));
        var action = KnownAction.of(own.actionId(), aggregates);
        Phases phases = action.invoke(it -> it.phases(own.activity(), call.phases()));
        Period days =
                action.invoke(it -> it.isPostponed(own.activity()))
                        ? null
                        : Mobilisation.onSite(call.modality(), phases);
        person.execute(
                expert ->
                        expert.book(
                                opened,
                                own.actionId(),
                                own.activity(),
                                days == null ? null : days.from(),
                                days == null ? null : days.to()));
        mobilisation.execute(
                it ->
                        it.open(
                                new Opening(
                                        opened,
                                        id,
                                        own.expertId(),
                                        call,
                                        position,
                                        phases,
                                        employment,
                                        sex,
                                        due,
                                        noObjection)));
        action.execute(
                it ->
                        it.attachMobilisation(
                                own.activity(),
                                opened,
                                own.position(),
                                own.expertId(),
                                employment.country()));
    }

    @CommandHandler
    void decide(EndWithCall command) {
        switch (status) {
            case SUBMITTED, ADMISSIBLE, SHORTLISTED, SELECTED, RESERVE ->
                    apply(new ApplicationNotSelected(id, command.cause()));
            case INADMISSIBLE, NOT_SELECTED, ACCEPTED, DECLINED, WITHDRAWN -> {}
        }
    }

    @CommandHandler
    void decide(EndWithPerson command, Aggregates aggregates) {
        switch (status) {
            case SUBMITTED, ADMISSIBLE, SHORTLISTED, RESERVE -> {
                apply(new ApplicationWithdrawn(id));
                call(aggregates).execute(call -> call.leave(id, true));
            }
            case SELECTED -> {
                apply(new AssignmentDeclined(id));
                call(aggregates)
                        .execute(
                                call -> {
                                    call.freeSeat(id);
                                    call.leave(id, false);
                                });
            }
            case INADMISSIBLE, NOT_SELECTED, ACCEPTED, DECLINED, WITHDRAWN -> {}
        }
    }

    @CommandHandler
    void decide(EraseApplication command) {
        if (!LIFE_CYCLE.allows("erasure", status)) {
            throw new Rejection.WrongState("R75", status.name(), status.transitions());
        }
        if (erased) {
            throw new Rejection.WrongState("R75", "ERASED", List.of());
        }
        apply(new ApplicationErased(id, bid().expertId()));
    }

    @CommandHandler
    void decide(EraseWithMobilisation command) {
        if (status == Status.ACCEPTED && !erased) {
            apply(new ApplicationErased(id, bid().expertId()));
        }
    }

    @CommandHandler
    void decide(DeclineAssignment command, CommandContext context, Aggregates aggregates) {
        requireApplicant(context);
        require("decline");
        apply(new AssignmentDeclined(id));
        call(aggregates)
                .execute(
                        call -> {
                            call.freeSeat(id);
                            call.leave(id, false);
                        });
    }

    private static org.axonframework.modelling.command.Aggregate<Expert> expert(
            String expertId, Aggregates aggregates) {
        try {
            return aggregates.load(Expert.class, expertId);
        } catch (AggregateNotFoundException e) {
            throw new ExpertRejection.ProfileNotActive("NONE");
        }
    }

    private org.axonframework.modelling.command.Aggregate<Call> call(Aggregates aggregates) {
        return aggregates.load(Call.class, bid().callId());
    }

    private double mean() {
        return scores.stream().mapToInt(ApplicationScored::total).average().orElse(0);
    }

    private ApplicationSubmitted bid() {
        if (bid == null) {
            throw new IllegalStateException("An application begins with its submission");
        }
        return bid;
    }

    private Instant due() {
        if (answerDue == null) {
            throw new IllegalStateException("Nobody has been selected");
        }
        return answerDue;
    }

    private static Instant reserve(LocalDate since, int months) {
        return Brussels.endOf(since.plusMonths(months));
    }

    private static @Nullable String reasonCode(CommandContext context) {
        String code = context.reasonCode();
        if (code != null && !CodeList.REQUEST_REASONS.contains(code)) {
            throw new Rejection.UnknownCode(
                    "/reasonCode", CodeList.REQUEST_REASONS.listName(), code);
        }
        return code;
    }

    private void requireApplicant(CommandContext context) {
        if (!bid().expertId().equals(context.person().expertId())) {
            throw new Rejection.NotFound();
        }
    }

    private void requirePartner(CommandContext context, Partners partners) {
        if (!partners.speaking(context.person()).actsFor(bid().institutionId())) {
            throw new Rejection.NotFound();
        }
    }

    private void requireTimeForObjections(CommandContext context) {
        require("partner-objection");
        if (noObjection) {
            throw new Rejection.WrongState(
                    "R91",
                    status.name(),
                    status.transitions().stream()
                            .filter(noun -> !noun.startsWith("partner-"))
                            .toList());
        }
        if (context.hasPassed(due())) {
            throw new ApplicationRejection.ObjectionTooLate(due());
        }
    }

    private void require(String command) {
        if (!LIFE_CYCLE.allows(command, status)) {
            throw new Rejection.WrongState(status.name(), status.transitions());
        }
    }

    @EventSourcingHandler
    public void evolve(ApplicationEvent event, EventMoment moment) {
        latest = moment.notBefore(latest);
        switch (event) {
            case ApplicationSubmitted e -> {
                id = e.applicationId();
                bid = e;
                submittedAt = moment.occurredAt();
            }
            case ApplicationFoundAdmissible _ -> status = Status.ADMISSIBLE;
            case ApplicationFoundInadmissible _ -> status = Status.INADMISSIBLE;
            case ApplicationScored e -> scores.add(e);
            case ApplicationShortlisted _ -> status = Status.SHORTLISTED;
            case ExpertSelected e -> {
                status = Status.SELECTED;
                selectedAt = moment.occurredAt();
                answerDue = e.answerDue();
            }
            case ApplicationReserved e -> {
                status = Status.RESERVE;
                reserveRank = e.rank();
                reserveEnds =
                        Objects.requireNonNullElseGet(
                                e.validUntil(),
                                () ->
                                        reserve(
                                                Brussels.day(moment.occurredAt()),
                                                USUAL_RESERVE_MONTHS));
            }
            case ApplicationNotSelected _ -> status = Status.NOT_SELECTED;
            case PartnerObjected _ -> {
                status = Status.NOT_SELECTED;
                objected = true;
            }
            case PartnerNoObjectionGiven _ -> noObjection = true;
            case AssignmentAccepted e -> {
                status = Status.ACCEPTED;
                mobilisationId = e.mobilisationId();
            }
            case AssignmentDeclined _ -> status = Status.DECLINED;
            case ApplicationWithdrawn _ -> status = Status.WITHDRAWN;
            case ApplicationErased _ -> erased = true;
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

    ApplicationView view(long version) {
        return ApplicationView.of(
                bid(),
                version,
                status,
                submittedAt,
                scores,
                selectedAt,
                answerDue,
                reserveRank,
                noObjection,
                objected,
                mobilisationId,
                mean());
    }
}
