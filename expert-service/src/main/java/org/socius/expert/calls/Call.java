package org.socius.expert.calls;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.reference.CodeList;
import org.socius.contracts.reference.Countries;
import org.socius.expert.actions.KnownAction;
import org.socius.expert.actions.KnownActionEvent.ActionApprovalNoted;
import org.socius.expert.actions.TermsOfReference;
import org.socius.expert.actions.TermsOfReference.Position;
import org.socius.expert.calls.CallCommand.AmendCall;
import org.socius.expert.calls.CallCommand.CancelCall;
import org.socius.expert.calls.CallCommand.DraftCall;
import org.socius.expert.calls.CallCommand.ExtendCall;
import org.socius.expert.calls.CallCommand.HandOverCall;
import org.socius.expert.calls.CallCommand.PublishCall;
import org.socius.expert.calls.CallCommand.RecordDueCallSteps;
import org.socius.expert.calls.CallCommand.RelaunchCall;
import org.socius.expert.calls.CallCommand.StartSelection;
import org.socius.expert.calls.CallCommand.StateOutcome;
import org.socius.expert.calls.CallEvent.ApplicantEntered;
import org.socius.expert.calls.CallEvent.ApplicantLeft;
import org.socius.expert.calls.CallEvent.ApplicantRated;
import org.socius.expert.calls.CallEvent.ApplicantReserved;
import org.socius.expert.calls.CallEvent.ApplicantsReleased;
import org.socius.expert.calls.CallEvent.CallAmended;
import org.socius.expert.calls.CallEvent.CallCancelled;
import org.socius.expert.calls.CallEvent.CallClosed;
import org.socius.expert.calls.CallEvent.CallDrafted;
import org.socius.expert.calls.CallEvent.CallExtended;
import org.socius.expert.calls.CallEvent.CallFilled;
import org.socius.expert.calls.CallEvent.CallHandedOver;
import org.socius.expert.calls.CallEvent.CallPartlyFilled;
import org.socius.expert.calls.CallEvent.CallPublished;
import org.socius.expert.calls.CallEvent.CallRelaunched;
import org.socius.expert.calls.CallEvent.CallUnfilled;
import org.socius.expert.calls.CallEvent.NominationNoted;
import org.socius.expert.calls.CallEvent.SeatFreed;
import org.socius.expert.calls.CallEvent.SeatOffered;
import org.socius.expert.calls.CallEvent.SeatTaken;
import org.socius.expert.calls.CallEvent.SelectionStarted;
import org.socius.expert.calls.CallEvent.Wording;
import org.socius.expert.settings.ExpertSettings;
import org.socius.platform.command.Aggregates;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.DueSteps;
import org.socius.platform.command.EventMoment;
import org.socius.platform.lifecycle.LifeCycle;
import org.socius.platform.problem.Rejection;
import org.socius.platform.time.Brussels;
import org.socius.platform.time.WorkingDays;

/**
 * A call for the experts of one activity: Draft, Open until its deadline closes it (nobody else
 * does), Closed, Under selection, then Filled, Partly filled or Unfilled; the last two may be Open
 * again for another round, and until it is filled a call may be Cancelled. It owns its seats and
 * knows who applied for what, so that two applications, or two selections, for one seat meet here
 * (R85).
 */
@Aggregate(snapshotTriggerDefinition = Aggregates.SNAPSHOTS)
@Revision("6")
public class Call implements Chronicled {

    /** For a publication whose event does not say, of 100 points. */
    private static final int USUAL_PASS_MARK = 70;

    @AggregateIdentifier private String id;
    private @Nullable EventMoment latest;
    private @Nullable CallDrafted draft;
    private Status status = Status.DRAFT;
    private @Nullable Instant publishedAt;
    private @Nullable Instant deadline;
    private int round;
    private @Nullable String responsible;
    private int passMark = USUAL_PASS_MARK;
    private TreeSet<String> assessors = new TreeSet<>();
    private final Map<String, Applicant> applicants = new LinkedHashMap<>();
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final List<NominationNoted> nominations = new ArrayList<>();

    /** Where a call stands. */
    public enum Status {
        DRAFT,
        OPEN,
        CLOSED,
        UNDER_SELECTION,
        FILLED,
        PARTLY_FILLED,
        UNFILLED,
        CANCELLED;

        List<String> transitions() {
            return LIFE_CYCLE.commandsIn(this);
        }

        boolean selectionStarted() {
            return this != CANCELLED && compareTo(UNDER_SELECTION) >= 0;
        }

        boolean hasOutcome() {
            return this == FILLED || this == PARTLY_FILLED || this == UNFILLED;
        }
    }

    /** What somebody has still to see to; a call without outcome may have another round. */
    private static final Set<Status> IN_HAND =
            EnumSet.complementOf(EnumSet.of(Status.FILLED, Status.CANCELLED));

    private static final Set<Status> SEATS_GIVEN =
            EnumSet.range(Status.UNDER_SELECTION, Status.UNFILLED);

    static final LifeCycle<Status> LIFE_CYCLE =
            LifeCycle.of("Call for experts", Status.class)
                    .begin("call")
                    .then(CallDrafted.class, Status.DRAFT)
                    .when("publication", Status.DRAFT)
                    .then(CallPublished.class, Status.OPEN)
                    .when("amendments", Status.OPEN)
                    .then(CallAmended.class)
                    .when("extension", Status.OPEN)
                    .then(CallExtended.class)
                    .meanwhile("deadline", Status.OPEN)
                    .then(CallClosed.class, Status.CLOSED)
                    .when("selection-start", Status.CLOSED)
                    .then(SelectionStarted.class, Status.UNDER_SELECTION)
                    .when("outcome", Status.UNDER_SELECTION)
                    .then(CallFilled.class, Status.FILLED)
                    .then(CallPartlyFilled.class, Status.PARTLY_FILLED)
                    .then(CallUnfilled.class, Status.UNFILLED)
                    .when("relaunch", Status.PARTLY_FILLED, Status.UNFILLED)
                    .then(CallRelaunched.class, Status.OPEN)
                    .when("cancellation", IN_HAND)
                    .then(CallCancelled.class, Status.CANCELLED)
                    .when("hand-over", IN_HAND)
                    .beyond(
                            "A call has a responsible person and may be handed over.",
                            CallHandedOver.class)
                    .meanwhile("nomination", Status.OPEN)
                    .beyond(
                            "A collaborative partner names its staff while one may apply (R81).",
                            NominationNoted.class)
                    .meanwhile("application", Status.OPEN)
                    .beyond(
                            "One expert applies once for a position, in time (R80, R85).",
                            ApplicantEntered.class)
                    .meanwhile("second score", Status.UNDER_SELECTION)
                    .beyond(
                            "Who passed the mark stands between a private expert and the seat"
                                    + " (R83).",
                            ApplicantRated.class)
                    .meanwhile("reserve", SEATS_GIVEN)
                    .beyond("A reserve list has an order (R88).", ApplicantReserved.class)
                    .meanwhile("selection", SEATS_GIVEN)
                    .beyond(
                            "A seat is given once; where somebody drops out after the outcome, the"
                                    + " reserve follows (R85, R88).",
                            SeatOffered.class)
                    .meanwhile("acceptance", EnumSet.allOf(Status.class))
                    .beyond("The seat is the expert's from now on.", SeatTaken.class)
                    .meanwhile("decline, objection, end of the mobilisation", Status.values())
                    .beyond("The seat can be given again.", SeatFreed.class)
                    .meanwhile("end of an application", Status.values())
                    .beyond(
                            "Who is out of the running is told nothing more and blocks nobody.",
                            ApplicantLeft.class)
                    .meanwhile("outcome, end of the action", Status.FILLED)
                    .beyond(
                            "Every applicant is told the result (R40, R88).",
                            ApplicantsReleased.class)
                    .build();

    /** Who has a seat; {@code accepted} is false while the answer is awaited. */
    record Seat(String applicationId, boolean accepted) {}

    private record Applicant(
            String position,
            String expertId,
            boolean publicExpert,
            @Nullable Double mean,
            @Nullable Integer reserveRank,
            boolean left,
            boolean withdrawn,
            boolean rejected,
            int round) {

        Applicant rated(double value) {
            return new Applicant(
                    position,
                    expertId,
                    publicExpert,
                    value,
                    reserveRank,
                    left,
                    withdrawn,
                    rejected,
                    round);
        }

        Applicant reserved(int rank) {
            return new Applicant(
                    position, expertId, publicExpert, mean, rank, left, withdrawn, rejected, round);
        }

        Applicant gone(boolean byChoice, boolean othersPreferred) {
            return new Applicant(
                    position,
                    expertId,
                    publicExpert,
                    mean,
                    null,
                    true,
                    byChoice,
                    othersPreferred,
                    round);
        }

        Applicant seated() {
            return new Applicant(
                    position, expertId, publicExpert, mean, null, left, withdrawn, rejected, round);
        }

        int rankOrLast() {
            return reserveRank == null ? Integer.MAX_VALUE : reserveRank;
        }

        /**
         * Not in reserve, and scored below the mark: who passed it, or was never scored, may still
         * suit a seat that is freed (R83), and is told once the coordinator has decided.
         */
        boolean isOfNoMoreUse(int passMark) {
            return reserveRank == null && mean != null && !passed(passMark);
        }

        boolean passed(int passMark) {
            return mean != null && mean >= passMark;
        }

        /** Passed, or may still pass: neither a departure by choice nor one long ago counts. */
        boolean maySuit(int thisRound, int passMark) {
            return left
                    ? rejected && passed(passMark) && round == thisRound
                    : mean == null || passed(passMark);
        }
    }

    /** Nothing has happened to it yet: for Axon, and for whoever folds its events. */
    public Call() {}

    @CommandHandler
    Call(DraftCall command, Aggregates aggregates) {
        var action = KnownAction.of(command.actionId(), aggregates);
        action.execute(known -> known.requireNewCall(command.callId()));
        TermsOfReference terms = action.invoke(known -> known.terms(command.activity()));
        ActionApprovalNoted approval = action.invoke(known -> known.open(command.activity()));
        action.execute(known -> known.attachCall(command.activity(), command.callId()));
        String country = countryOf(approval);
        apply(
                new CallDrafted(
                        command.callId(),
                        reference(approval.reference(), country, command.activity()),
                        command.actionId(),
                        approval.reference(),
                        approval.title(),
                        approval.institutionId(),
                        approval.institutionName(),
                        country,
                        command.activity(),
                        terms.activityType(),
                        terms.activityTitle(),
                        terms.modality(),
                        terms.place(),
                        terms.version(),
                        terms.positions(),
                        terms.phases()));
    }

    /** The one with the greatest share, or null. */
    private static @Nullable String countryOf(ActionApprovalNoted action) {
        return action.countries().isEmpty() ? null : action.countries().getFirst();
    }

    private static String reference(String action, @Nullable String country, int activity) {
        String code =
                country == null
                        ? "XXX"
                        : Countries.find(country).map(Countries.Country::iso3).orElse(country);
        return action.substring(2) + "/" + code + "/" + activity;
    }

    @CommandHandler
    void decide(
            PublishCall command,
            CommandContext context,
            Aggregates aggregates,
            WorkingDays workingDays,
            ExpertSettings settings) {
        require("publication");
        CallDrafted call = draft();
        ActionApprovalNoted action =
                KnownAction.of(call.actionId(), aggregates)
                        .invoke(known -> known.open(call.activity()));
        requireTimeToApply(command.deadline(), context, workingDays, settings);
        apply(
                new CallPublished(
                        id,
                        call.reference(),
                        call.actionId(),
                        call.actionReference(),
                        call.activity(),
                        action.title(),
                        countryOf(action),
                        call.positions(),
                        command.deadline(),
                        round + 1,
                        settings.passMark()));
    }

    private static void requireTimeToApply(
            Instant deadline,
            CommandContext context,
            WorkingDays workingDays,
            ExpertSettings settings) {
        if (Brussels.day(deadline)
                .isBefore(workingDays.dayAfter(context.today(), settings.openDays()))) {
            throw Rejection.InvalidFields.of(
                    "R79",
                    "/deadline",
                    "too-early",
                    "A call stays open at least " + settings.openDays() + " working days.");
        }
    }

    @CommandHandler
    void decide(AmendCall command) {
        requireBeforeDeadline();
        if (command.positions().isEmpty()) {
            throw Rejection.InvalidFields.of(
                    "/changes", "required", "An amendment changes something.");
        }
        requireKnown(command.positions());
        apply(new CallAmended(id, command.positions(), inTheRunning()));
    }

    @CommandHandler
    void decide(ExtendCall command) {
        Instant previous = requireBeforeDeadline();
        if (!command.deadline().isAfter(previous)) {
            throw Rejection.InvalidFields.of(
                    "R79", "/deadline", "too-early", "An extension gives more time, not less.");
        }
        apply(new CallExtended(id, command.deadline(), previous, inTheRunning()));
    }

    @CommandHandler
    void decide(HandOverCall command) {
        require("hand-over");
        if (command.to().equals(responsible)) {
            throw new Rejection.WrongState(status.name(), status.transitions());
        }
        apply(new CallHandedOver(id, responsible, command.to()));
    }

    /** What applicants rely on changes before the deadline only (R80). */
    private Instant requireBeforeDeadline() {
        if (status != Status.OPEN || deadline == null) {
            throw new Rejection.WrongState("R80", status.name(), status.transitions());
        }
        return deadline;
    }

    private void requireKnown(List<Wording> positions) {
        for (int i = 0; i < positions.size(); i++) {
            String code = positions.get(i).code();
            if (draft().positions().stream().noneMatch(known -> known.code().equals(code))) {
                throw new Rejection.UnknownCode(
                        "/changes/positions/" + i + "/code", "positions", code);
            }
        }
    }

    @CommandHandler
    void decide(
            RelaunchCall command,
            CommandContext context,
            Aggregates aggregates,
            WorkingDays workingDays,
            ExpertSettings settings) {
        if (!LIFE_CYCLE.allows("relaunch", status)) {
            throw new Rejection.WrongState("R82", status.name(), status.transitions());
        }
        ActionApprovalNoted action =
                KnownAction.of(draft().actionId(), aggregates)
                        .invoke(known -> known.open(draft().activity()));
        requireTimeToApply(command.deadline(), context, workingDays, settings);
        requireKnown(command.positions());
        apply(
                new CallRelaunched(
                        id,
                        command.deadline(),
                        round + 1,
                        command.positions(),
                        action.title(),
                        countryOf(action)));
    }

    @CommandHandler
    void decide(CancelCall command, CommandContext context, Aggregates aggregates) {
        if (command.cause() != null && !LIFE_CYCLE.allows("cancellation", status)) {
            if (status == Status.FILLED) {
                release(command.cause(), inTheRunning());
            }
            return;
        }
        require("cancellation");
        String code = command.cause() == null ? reasonCode(context) : command.cause();
        apply(new CallCancelled(id, code, inTheRunning()));
        KnownAction.of(draft().actionId(), aggregates)
                .execute(known -> known.detachCall(draft().activity(), id));
    }

    private void release(String cause, List<String> applications) {
        if (!applications.isEmpty()) {
            apply(new ApplicantsReleased(id, cause, applications));
        }
    }

    private static @Nullable String reasonCode(CommandContext context) {
        String code = context.reasonCode();
        if (code != null && !CodeList.ACTIVITY_CANCELLATION_REASONS.contains(code)) {
            throw new Rejection.UnknownCode(
                    "/reasonCode", CodeList.ACTIVITY_CANCELLATION_REASONS.listName(), code);
        }
        return code;
    }

    /** The applications that have not ended and have no accepted seat. */
    private List<String> inTheRunning() {
        return applicants.entrySet().stream()
                .filter(applicant -> !applicant.getValue().left())
                .map(Map.Entry::getKey)
                .filter(
                        application ->
                                seats.values().stream()
                                        .noneMatch(
                                                seat ->
                                                        seat.accepted()
                                                                && seat.applicationId()
                                                                        .equals(application)))
                .toList();
    }

    @CommandHandler
    void decide(StartSelection command) {
        require("selection-start");
        apply(new SelectionStarted(id, command.assessors()));
    }

    @CommandHandler
    void decide(StateOutcome command) {
        require("outcome");
        List<String> pending =
                seats.entrySet().stream()
                        .filter(seat -> !seat.getValue().accepted())
                        .map(Map.Entry::getKey)
                        .toList();
        if (!pending.isEmpty()) {
            throw new CallRejection.AnswersPending(pending);
        }
        if (seats.isEmpty()) {
            apply(new CallUnfilled(id));
        } else if (seats.size() < draft().positions().size()) {
            apply(new CallPartlyFilled(id));
        } else {
            apply(new CallFilled(id));
            release(
                    "CALL_FILLED",
                    inTheRunning().stream()
                            .filter(application -> applicant(application).isOfNoMoreUse(passMark))
                            .toList());
        }
    }

    @CommandHandler
    void decide(RecordDueCallSteps command) {}

    @Override
    public void catchUp(CommandContext context) {
        Instant due = nextStepDue();
        if (due != null && context.hasPassed(due)) {
            apply(new CallClosed(id), DueSteps.at(due));
        }
    }

    @Override
    public @Nullable Instant nextStepDue() {
        return status == Status.OPEN ? deadline : null;
    }

    /** What the call is about. */
    public CallDrafted draft() {
        if (draft == null) {
            throw new IllegalStateException("A call begins with its draft");
        }
        return draft;
    }

    /**
     * A position of the call.
     *
     * @throws Rejection.UnknownCode if the call has none of this code
     */
    public Position position(String code) {
        return draft().positions().stream()
                .filter(position -> position.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new Rejection.UnknownCode("/position", "positions", code));
    }

    /** Somebody applies: in time (R80), once for each position (R85). */
    public void enter(
            String applicationId,
            String position,
            String expertId,
            boolean publicExpert,
            CommandContext context) {
        requireRoomFor(position, context);
        String other = applicationOf(position, expertId);
        if (other != null) {
            throw new CallRejection.AlreadyApplied(other);
        }
        apply(new ApplicantEntered(id, applicationId, position, expertId, publicExpert));
    }

    /** A partner names somebody who could apply now, and has not been named before (R81). */
    public void nominate(
            String partnerId, String position, String expertId, CommandContext context) {
        if (publishedAt == null) {
            throw Rejection.InvalidFields.of("/callId", "unknown", "No call has this id.");
        }
        requireRoomFor(position, context);
        if (applicationOf(position, expertId) != null) {
            throw new CallRejection.AlreadyApplied(null);
        }
        if (nominatedBy(position, expertId) != null) {
            throw new CallRejection.AlreadyNominated(position);
        }
        apply(new NominationNoted(id, partnerId, position, expertId));
    }

    /** The collaborative partner that named this expert for a position, or null. */
    public @Nullable String nominatedBy(String position, String expertId) {
        return nominations.stream()
                .filter(nomination -> nomination.position().equals(position))
                .filter(nomination -> nomination.expertId().equals(expertId))
                .map(NominationNoted::partnerId)
                .findFirst()
                .orElse(null);
    }

    private void requireRoomFor(String position, CommandContext context) {
        if (status != Status.OPEN || deadline == null || context.hasPassed(deadline)) {
            throw new CallRejection.CallNotOpen(status.name(), deadline);
        }
        position(position);
        if (seats.containsKey(position)) {
            throw new CallRejection.SeatIsTaken(position);
        }
    }

    /** The application that keeps an expert from another one for the position, or null (R85). */
    private @Nullable String applicationOf(String position, String expertId) {
        return applicants.entrySet().stream()
                .filter(other -> other.getValue().expertId().equals(expertId))
                .filter(other -> other.getValue().position().equals(position))
                .filter(other -> !other.getValue().withdrawn())
                .filter(other -> !other.getValue().left() || other.getValue().round() >= round)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /**
     * Demands that an application has not entered before.
     *
     * @throws AggregateStreamCreationException if it has: sent again, it is answered as the first
     *     time
     */
    public void requireNew(String applicationId) {
        if (applicants.containsKey(applicationId)) {
            throw new AggregateStreamCreationException(
                    "Application " + applicationId + " has entered before");
        }
    }

    /** Demands that scores are taken, and from this assessor. */
    public void requireAssessor(String personId) {
        if (status != Status.UNDER_SELECTION) {
            throw new CallRejection.SelectionNotUnderWay(status.name());
        }
        if (!assessors.isEmpty() && !assessors.contains(personId)) {
            throw new CallRejection.NotAnAssessor();
        }
    }

    /** Demands that the selection has begun. */
    public void requireSelectionStarted() {
        if (!status.selectionStarted()) {
            throw new CallRejection.SelectionNotUnderWay(status.name());
        }
    }

    /** The mean of two assessments that an applicant must reach, of 100 (R87). */
    public int passMark() {
        return passMark;
    }

    /** Both assessors of an application have scored. */
    public void rate(String applicationId, double mean) {
        apply(new ApplicantRated(id, applicationId, mean));
    }

    /** Puts an applicant at the end of the position's reserve list and says the rank. */
    public int reserve(String applicationId) {
        requireSelectionStarted();
        String position = waiting(applicationId).position();
        int rank =
                1
                        + applicants.values().stream()
                                .filter(
                                        a ->
                                                a.position().equals(position)
                                                        && a.reserveRank() != null)
                                .mapToInt(Applicant::rankOrLast)
                                .max()
                                .orElse(0);
        apply(new ApplicantReserved(id, applicationId, rank));
        return rank;
    }

    /**
     * Gives the seat to an applicant, who has still to accept: it must be free, the expert without
     * another seat (R85), the reserve list in its order, and a private expert only if every public
     * one is scored and none passed (R83).
     */
    public void offerSeat(String applicationId) {
        requireSelectionStarted();
        Applicant chosen = waiting(applicationId);
        if (seats.containsKey(chosen.position())) {
            throw new CallRejection.SeatIsTaken(chosen.position());
        }
        seats.forEach(
                (position, seat) -> {
                    if (applicant(seat.applicationId()).expertId().equals(chosen.expertId())) {
                        throw new CallRejection.ExpertHasSeat(position);
                    }
                });
        Integer rank = chosen.reserveRank();
        if (rank != null) {
            applicants.entrySet().stream()
                    .filter(other -> other.getValue().position().equals(chosen.position()))
                    .filter(other -> other.getValue().rankOrLast() < rank)
                    .min(Comparator.comparingInt(other -> other.getValue().rankOrLast()))
                    .ifPresent(
                            other -> {
                                throw new CallRejection.NotNextOnReserve(other.getKey());
                            });
        }
        if (!chosen.publicExpert()) {
            requireNoPublicExpert(chosen.position());
        }
        apply(new SeatOffered(id, chosen.position(), applicationId));
    }

    private void requireNoPublicExpert(String position) {
        List<String> suitable =
                applicants.entrySet().stream()
                        .filter(other -> other.getValue().position().equals(position))
                        .filter(other -> other.getValue().publicExpert())
                        .filter(other -> other.getValue().maySuit(round, passMark))
                        .filter(other -> !hasSeat(other.getValue().expertId()))
                        .map(Map.Entry::getKey)
                        .toList();
        if (!suitable.isEmpty()) {
            throw new CallRejection.PublicExpertSuitable(suitable);
        }
    }

    /** Demands that the call has found whom it could: only then somebody is appointed (R82). */
    public void requireOutcome() {
        if (!status.hasOutcome()) {
            throw new CallRejection.CallUnderWay(id, status.name());
        }
    }

    /** Demands that a position can be given without an application (R83, R85). */
    public void requireFree(String position, boolean publicExpert) {
        if (seats.containsKey(position)) {
            throw new CallRejection.SeatIsTaken(position);
        }
        if (!publicExpert) {
            requireNoPublicExpert(position);
        }
    }

    private boolean hasSeat(String expertId) {
        return seats.values().stream()
                .anyMatch(seat -> applicant(seat.applicationId()).expertId().equals(expertId));
    }

    /** The selected expert has accepted. */
    public void takeSeat(String applicationId) {
        String position = applicant(applicationId).position();
        Seat offered = seats.get(position);
        if (offered == null || !offered.applicationId().equals(applicationId)) {
            throw new Rejection.WrongState(status.name(), List.of());
        }
        apply(new SeatTaken(id, position, applicationId));
    }

    /** The seat of an applicant is free again, if the applicant has it. */
    public void freeSeat(String applicationId) {
        String position = applicant(applicationId).position();
        Seat seat = seats.get(position);
        if (seat != null && seat.applicationId().equals(applicationId)) {
            apply(new SeatFreed(id, position, applicationId));
        }
    }

    /** An applicant is out of the running. */
    public void leave(String applicationId, boolean withdrawn) {
        apply(new ApplicantLeft(id, applicationId, withdrawn, null));
    }

    /** An applicant who was willing is out of the running, since others are preferred. */
    public void reject(String applicationId) {
        apply(new ApplicantLeft(id, applicationId, false, true));
    }

    /** An applicant who has not been told yet that there is no seat. */
    private Applicant waiting(String applicationId) {
        Applicant applicant = applicant(applicationId);
        if (applicant.left()) {
            throw new Rejection.WrongState(status.name(), status.transitions());
        }
        return applicant;
    }

    private Applicant applicant(String applicationId) {
        Applicant applicant = applicants.get(applicationId);
        if (applicant == null) {
            throw new IllegalStateException(
                    "Application " + applicationId + " is not of call " + id);
        }
        return applicant;
    }

    private void require(String command) {
        if (!LIFE_CYCLE.allows(command, status)) {
            throw new Rejection.WrongState(status.name(), status.transitions());
        }
    }

    @EventSourcingHandler
    public void evolve(CallEvent event, EventMoment moment) {
        latest = moment.notBefore(latest);
        switch (event) {
            case CallDrafted e -> {
                id = e.callId();
                draft = e;
                responsible = moment.personId();
            }
            case CallHandedOver e -> responsible = e.responsible();
            case CallPublished e -> {
                status = Status.OPEN;
                publishedAt = moment.occurredAt();
                deadline = e.deadline();
                round = e.round();
                passMark = Objects.requireNonNullElse(e.passMark(), USUAL_PASS_MARK);
                draft = draft().of(e.actionTitle(), e.country());
            }
            case CallAmended e -> draft = draft().with(e.positions());
            case CallExtended e -> deadline = e.deadline();
            case CallRelaunched e -> {
                status = Status.OPEN;
                deadline = e.deadline();
                round = e.round();
                assessors = new TreeSet<>();
                draft = draft().with(e.positions());
                if (e.actionTitle() != null) {
                    draft = draft().of(e.actionTitle(), e.country());
                }
            }
            case CallCancelled _ -> {
                status = Status.CANCELLED;
                seats.values().removeIf(seat -> !seat.accepted());
            }
            case CallClosed _ -> status = Status.CLOSED;
            case SelectionStarted e -> {
                status = Status.UNDER_SELECTION;
                assessors = new TreeSet<>(e.assessors());
            }
            case CallFilled _ -> status = Status.FILLED;
            case CallPartlyFilled _ -> status = Status.PARTLY_FILLED;
            case CallUnfilled _ -> status = Status.UNFILLED;
            case ApplicantEntered e ->
                    applicants.put(
                            e.applicationId(),
                            new Applicant(
                                    e.position(),
                                    e.expertId(),
                                    e.publicExpert(),
                                    null,
                                    null,
                                    false,
                                    false,
                                    false,
                                    round));
            case NominationNoted e -> nominations.add(e);
            case ApplicantRated e ->
                    applicants.computeIfPresent(e.applicationId(), (_, a) -> a.rated(e.mean()));
            case ApplicantReserved e ->
                    applicants.computeIfPresent(e.applicationId(), (_, a) -> a.reserved(e.rank()));
            case ApplicantLeft e ->
                    applicants.computeIfPresent(
                            e.applicationId(),
                            (_, a) -> a.gone(e.withdrawn(), Boolean.TRUE.equals(e.rejected())));
            case ApplicantsReleased e -> {
                e.applicants()
                        .forEach(
                                released ->
                                        applicants.computeIfPresent(
                                                released, (_, a) -> a.gone(false, true)));
                seats.values().removeIf(seat -> e.applicants().contains(seat.applicationId()));
            }
            case SeatOffered e -> {
                seats.put(e.position(), new Seat(e.applicationId(), false));
                applicants.computeIfPresent(e.applicationId(), (_, a) -> a.seated());
            }
            case SeatTaken e -> seats.put(e.position(), new Seat(e.applicationId(), true));
            case SeatFreed e -> seats.remove(e.position());
        }
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    CallView view(long version) {
        return CallView.of(
                draft(),
                version,
                status,
                publishedAt,
                deadline,
                round,
                assessors,
                applicants.size(),
                seats,
                reserves(),
                nominations,
                responsible);
    }

    /** The applications in reserve by position, in their order (R88). */
    private Map<String, List<String>> reserves() {
        Map<String, List<String>> reserves = new TreeMap<>();
        applicants.entrySet().stream()
                .filter(applicant -> applicant.getValue().reserveRank() != null)
                .sorted(Comparator.comparingInt(applicant -> applicant.getValue().rankOrLast()))
                .forEach(
                        applicant ->
                                reserves.computeIfAbsent(
                                                applicant.getValue().position(),
                                                _ -> new ArrayList<>())
                                        .add(applicant.getKey()));
        return reserves;
    }
}
