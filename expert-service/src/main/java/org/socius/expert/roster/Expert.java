package org.socius.expert.roster;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.expert.actions.ActionRejection;
import org.socius.expert.roster.ExpertCommand.ConfirmProfile;
import org.socius.expert.roster.ExpertCommand.DeactivateExpert;
import org.socius.expert.roster.ExpertCommand.EditProfile;
import org.socius.expert.roster.ExpertCommand.EraseExpert;
import org.socius.expert.roster.ExpertCommand.RecordDueExpertSteps;
import org.socius.expert.roster.ExpertCommand.RefuseProfile;
import org.socius.expert.roster.ExpertCommand.RegisterExpert;
import org.socius.expert.roster.ExpertCommand.ReinstateExpert;
import org.socius.expert.roster.ExpertCommand.ReturnProfile;
import org.socius.expert.roster.ExpertCommand.StoreCv;
import org.socius.expert.roster.ExpertCommand.SubmitProfile;
import org.socius.expert.roster.ExpertCommand.SuspendExpert;
import org.socius.expert.roster.ExpertCommand.VerifyProfile;
import org.socius.expert.roster.ExpertEvent.EngagementBooked;
import org.socius.expert.roster.ExpertEvent.EngagementEnded;
import org.socius.expert.roster.ExpertEvent.EngagementMoved;
import org.socius.expert.roster.ExpertEvent.ExpertCvStored;
import org.socius.expert.roster.ExpertEvent.ExpertDeactivated;
import org.socius.expert.roster.ExpertEvent.ExpertErased;
import org.socius.expert.roster.ExpertEvent.ExpertProfileConfirmed;
import org.socius.expert.roster.ExpertEvent.ExpertProfileExpired;
import org.socius.expert.roster.ExpertEvent.ExpertProfileRefused;
import org.socius.expert.roster.ExpertEvent.ExpertProfileReturned;
import org.socius.expert.roster.ExpertEvent.ExpertProfileSubmitted;
import org.socius.expert.roster.ExpertEvent.ExpertProfileUpdated;
import org.socius.expert.roster.ExpertEvent.ExpertProfileVerified;
import org.socius.expert.roster.ExpertEvent.ExpertRegistered;
import org.socius.expert.roster.ExpertEvent.ExpertReinstated;
import org.socius.expert.roster.ExpertEvent.ExpertSuspended;
import org.socius.expert.roster.ExpertEvent.PaidDaysNoted;
import org.socius.expert.roster.Profile.Employment;
import org.socius.expert.settings.ExpertSettings;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.DueSteps;
import org.socius.platform.command.EventMoment;
import org.socius.platform.documents.DocumentRejection;
import org.socius.platform.documents.StoredFile;
import org.socius.platform.lifecycle.LifeCycle;
import org.socius.platform.problem.Rejection;
import org.socius.platform.time.Brussels;

/**
 * A person in the roster. Registered as Draft, Submitted by the person, verified by an officer and
 * then Active; the officer may also return it (Draft) or refuse it (Inactive). A change of employer
 * or category makes a verified profile Submitted again. Not confirmed for 24 months it Needs update
 * until the person confirms it; a coordinator may suspend and reinstate; whoever leaves is
 * Inactive; whoever is forgotten is Erased (R75). Only an Active profile can apply (R86). It also
 * knows what takes the person's time, so that two engagements that exclude each other meet here
 * (R54, R98).
 */
@Aggregate
public class Expert implements Chronicled {

    /** For a confirmation whose event does not say how long it holds. */
    private static final int USUAL_MONTHS_CONFIRMED = 24;

    @AggregateIdentifier private String id;
    private @Nullable EventMoment latest;
    private Status status = Status.DRAFT;
    private Profile profile = Profile.EMPTY;
    private @Nullable LocalDate confirmedUntil;
    private final List<Cv> cvs = new ArrayList<>();
    private final Map<String, EngagementBooked> onSite = new LinkedHashMap<>();
    private final Set<String> running = new LinkedHashSet<>();
    private final List<LocalDate> missionsEnded = new ArrayList<>();
    private final Map<String, Map<String, Double>> paidDays = new LinkedHashMap<>();

    /** A CV as a file, and since when it is the person's. */
    record Cv(StoredFile file, Instant since) {}

    /** Where a roster entry stands. */
    public enum Status {
        DRAFT,
        SUBMITTED,
        ACTIVE,
        NEEDS_UPDATE,
        SUSPENDED,
        INACTIVE,
        ERASED;

        List<String> transitions() {
            return LIFE_CYCLE.commandsIn(this);
        }
    }

    static final LifeCycle<Status> LIFE_CYCLE =
            LifeCycle.of("Expert profile", Status.class)
                    .begin("register")
                    .then(ExpertRegistered.class, Status.DRAFT)
                    .when("submission", Status.DRAFT)
                    .then(ExpertProfileSubmitted.class, Status.SUBMITTED)
                    .when("verification", Status.SUBMITTED)
                    .then(ExpertProfileVerified.class, Status.ACTIVE)
                    .when("return", Status.SUBMITTED)
                    .then(ExpertProfileReturned.class, Status.DRAFT)
                    .when("refusal", Status.SUBMITTED)
                    .then(ExpertProfileRefused.class, Status.INACTIVE)
                    .when("confirmation", Status.ACTIVE)
                    .beyond(
                            "It is confirmed before it runs out, too.",
                            ExpertProfileConfirmed.class)
                    .when("confirmation", Status.NEEDS_UPDATE)
                    .then(ExpertProfileConfirmed.class, Status.ACTIVE)
                    .when("suspension", Status.ACTIVE)
                    .then(ExpertSuspended.class, Status.SUSPENDED)
                    .when("reinstatement", Status.SUSPENDED)
                    .then(ExpertReinstated.class, Status.ACTIVE)
                    .when(
                            "deactivation",
                            Status.DRAFT,
                            Status.SUBMITTED,
                            Status.ACTIVE,
                            Status.NEEDS_UPDATE,
                            Status.SUSPENDED)
                    .then(ExpertDeactivated.class, Status.INACTIVE)
                    .when("erasure", EnumSet.range(Status.DRAFT, Status.INACTIVE))
                    .then(ExpertErased.class, Status.ERASED)
                    .meanwhile("edit", Status.ACTIVE)
                    .then(ExpertProfileUpdated.class, Status.ACTIVE, Status.SUBMITTED)
                    .meanwhile("edit", Status.DRAFT)
                    .beyond("A draft is written in several sittings.", ExpertProfileUpdated.class)
                    .meanwhile("edit", Status.NEEDS_UPDATE)
                    .beyond(
                            "What ran out is put right before it is confirmed.",
                            ExpertProfileUpdated.class,
                            Status.NEEDS_UPDATE,
                            Status.SUBMITTED)
                    .meanwhile("edit", Status.DRAFT, Status.ACTIVE, Status.NEEDS_UPDATE)
                    .beyond("The CV is a file of its own (R68, R86).", ExpertCvStored.class)
                    .meanwhile("24 months without confirmation", Status.ACTIVE)
                    .then(ExpertProfileExpired.class, Status.NEEDS_UPDATE)
                    .meanwhile("mobilisation begins", EnumSet.range(Status.DRAFT, Status.INACTIVE))
                    .beyond("The days of one person are kept apart (R54).", EngagementBooked.class)
                    .meanwhile(
                            "new dates of the activity",
                            EnumSet.range(Status.DRAFT, Status.INACTIVE))
                    .beyond("An engagement follows its activity.", EngagementMoved.class)
                    .meanwhile("contract, days worked", EnumSet.allOf(Status.class))
                    .beyond("The paid days of a year have a limit (R98).", PaidDaysNoted.class)
                    .meanwhile("mobilisation ends", EnumSet.range(Status.DRAFT, Status.INACTIVE))
                    .beyond("The person's days are free again.", EngagementEnded.class)
                    .build();

    Expert() {}

    @CommandHandler
    Expert(RegisterExpert command, CommandContext context) {
        if (isThePerson(command.expertId(), context)) {
            if (!context.person().emailVerified()) {
                throw new ExpertRejection.EmailNotConfirmed();
            }
        } else if (context.person().has(Roles.MOBILISATION_OFFICER)) {
            requireReason(context);
        } else {
            throw new Rejection.Forbidden(Set.of(Roles.MOBILISATION_OFFICER));
        }
        command.profile().requireForRegistration();
        command.profile().requireSound(context.today());
        apply(new ExpertRegistered(command.expertId(), command.profile()));
    }

    @CommandHandler
    void decide(EditProfile command, CommandContext context) {
        requirePersonOrReason(context);
        require("edit");
        command.changes().requireSound(context.today());
        Profile next = profile.with(command.changes());
        if (!next.equals(profile)) {
            apply(
                    new ExpertProfileUpdated(
                            id,
                            next.differenceFrom(profile),
                            !Objects.equals(next.employers(), profile.employers())));
        }
    }

    @CommandHandler
    void decide(StoreCv command, CommandContext context) {
        requirePersonOrReason(context);
        require("edit");
        if (!cvs.isEmpty() && cvs.getLast().file().sameAs(command.file())) {
            return;
        }
        if (cvs.size() >= command.most()) {
            throw new DocumentRejection.TooManyDocuments(command.most());
        }
        apply(new ExpertCvStored(id, command.file()));
    }

    @CommandHandler
    void decide(SubmitProfile command, CommandContext context) {
        requirePersonOrReason(context);
        require("submission");
        List<String> missing = profile.missingForSubmission(context.today());
        if (!missing.isEmpty()) {
            throw new ExpertRejection.ProfileIncomplete(missing);
        }
        apply(new ExpertProfileSubmitted(id));
    }

    @CommandHandler
    void decide(VerifyProfile command, CommandContext context, ExpertSettings settings) {
        require("verification");
        Employment employment = employmentOn(context.today());
        Map<String, String> languages = new LinkedHashMap<>();
        Objects.requireNonNullElse(profile.languages(), List.<Profile.Language>of())
                .forEach(language -> languages.put(language.code(), language.level()));
        apply(
                new ExpertProfileVerified(
                        id,
                        employment.category(),
                        employment.country(),
                        profile.sex(),
                        Objects.requireNonNullElse(profile.expertise(), List.of()),
                        languages,
                        context.today().plusMonths(settings.confirmationMonths())));
    }

    @CommandHandler
    void decide(ReturnProfile command) {
        require("return");
        apply(new ExpertProfileReturned(id));
    }

    @CommandHandler
    void decide(RefuseProfile command) {
        require("refusal");
        apply(new ExpertProfileRefused(id));
    }

    @CommandHandler
    void decide(ConfirmProfile command, CommandContext context, ExpertSettings settings) {
        requirePersonOrReason(context);
        require("confirmation");
        apply(
                new ExpertProfileConfirmed(
                        id, context.today().plusMonths(settings.confirmationMonths())));
    }

    @CommandHandler
    void decide(SuspendExpert command) {
        require("suspension");
        apply(new ExpertSuspended(id));
    }

    @CommandHandler
    void decide(ReinstateExpert command) {
        require("reinstatement");
        apply(new ExpertReinstated(id));
    }

    @CommandHandler
    void decide(DeactivateExpert command, CommandContext context) {
        requirePersonOrReason(context);
        require("deactivation");
        if (!running.isEmpty()) {
            throw new ExpertRejection.MobilisationRunning(running, null);
        }
        apply(new ExpertDeactivated(id));
    }

    @CommandHandler
    void decide(EraseExpert command) {
        require("erasure");
        if (!running.isEmpty()) {
            throw new ExpertRejection.MobilisationRunning(running, "R75");
        }
        apply(new ExpertErased(id));
    }

    @CommandHandler
    void decide(RecordDueExpertSteps command) {}

    @Override
    public void catchUp(CommandContext context) {
        Instant due = nextStepDue();
        if (due != null && context.hasPassed(due)) {
            apply(new ExpertProfileExpired(id), DueSteps.at(due));
        }
    }

    @Override
    public @Nullable Instant nextStepDue() {
        return status == Status.ACTIVE && confirmedUntil != null
                ? Brussels.endOf(confirmedUntil)
                : null;
    }

    /** The profile as it is frozen with an application: active (R86) and confirmed (R74). */
    public Profile activeProfile(CommandContext context) {
        Instant due = nextStepDue();
        if (status == Status.NEEDS_UPDATE || due != null && context.hasPassed(due)) {
            throw new ExpertRejection.ProfileNotConfirmed();
        }
        if (status != Status.ACTIVE) {
            throw new ExpertRejection.ProfileNotActive(status.name());
        }
        return profile;
    }

    /** Demands that the person may take up what was offered: neither suspended nor gone. */
    public void requireAvailable() {
        if (status == Status.SUSPENDED || status == Status.INACTIVE || status == Status.ERASED) {
            throw new ExpertRejection.ProfileNotActive(status.name());
        }
    }

    /**
     * A mobilisation takes some of the person's time, on site in one activity only (R54).
     *
     * @param from first day on site, null for remote work
     * @param to last day on site
     * @throws AggregateStreamCreationException if it does so already: opened again, it is answered
     *     as the first time
     */
    public void book(
            String mobilisationId,
            String actionId,
            int activity,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {
        if (onSite.containsKey(mobilisationId)) {
            throw new AggregateStreamCreationException(
                    "Mobilisation " + mobilisationId + " is booked");
        }
        requireNotOnSiteElsewhere(mobilisationId, from, to);
        apply(new EngagementBooked(id, mobilisationId, actionId, activity, from, to));
    }

    /**
     * The activity of a mobilisation has other dates. That is a fact and not refused; whether the
     * person can be there is asked once more before it begins.
     *
     * @param from first day on site, null for remote work and while there is no new date
     * @param to last day on site
     */
    public void move(String mobilisationId, @Nullable LocalDate from, @Nullable LocalDate to) {
        EngagementBooked booked = onSite.get(mobilisationId);
        if (booked != null
                && running.contains(mobilisationId)
                && !(Objects.equals(booked.onSiteFrom(), from)
                        && Objects.equals(booked.onSiteTo(), to))) {
            apply(new EngagementMoved(id, mobilisationId, from, to));
        }
    }

    /** Demands that the person is in no other activity on site during a mobilisation (R54). */
    public void requireNotOnSiteElsewhere(String mobilisationId) {
        EngagementBooked booked = onSite.get(mobilisationId);
        if (booked != null) {
            requireNotOnSiteElsewhere(mobilisationId, booked.onSiteFrom(), booked.onSiteTo());
        }
    }

    private void requireNotOnSiteElsewhere(
            String mobilisationId, @Nullable LocalDate from, @Nullable LocalDate to) {
        if (from == null || to == null) {
            return;
        }
        for (EngagementBooked other : onSite.values()) {
            LocalDate begins = other.onSiteFrom();
            LocalDate ends = other.onSiteTo();
            if (!other.mobilisationId().equals(mobilisationId)
                    && begins != null
                    && ends != null
                    && !begins.isAfter(to)
                    && !ends.isBefore(from)) {
                throw new ExpertRejection.OnSiteElsewhere(other.mobilisationId(), begins, ends);
            }
        }
    }

    /**
     * Notes what a mobilisation pays in each calendar year (R98).
     *
     * @param waiver who lets the person exceed the limit, null if nobody does
     * @param limit paid days of one person in a calendar year without a waiver
     */
    public void payFor(
            String mobilisationId,
            Map<String, Double> daysByYear,
            @Nullable String waiver,
            int limit) {
        daysByYear.forEach(
                (year, days) -> {
                    BigDecimal total = BigDecimal.valueOf(days);
                    for (Map.Entry<String, Map<String, Double>> other : paidDays.entrySet()) {
                        if (!other.getKey().equals(mobilisationId)) {
                            total =
                                    total.add(
                                            BigDecimal.valueOf(
                                                    other.getValue().getOrDefault(year, 0.0)));
                        }
                    }
                    if (waiver == null && total.compareTo(BigDecimal.valueOf(limit)) > 0) {
                        throw new ExpertRejection.TooManyPaidDays(year, total.doubleValue(), limit);
                    }
                });
        noteWorked(mobilisationId, daysByYear, waiver);
    }

    /** Notes what a mobilisation has paid in the end, which may be less than was contracted. */
    public void noteWorked(
            String mobilisationId, Map<String, Double> daysByYear, @Nullable String waiver) {
        if (!daysByYear.equals(paidDays.getOrDefault(mobilisationId, Map.of()))) {
            apply(new PaidDaysNoted(id, mobilisationId, daysByYear, waiver));
        }
    }

    /**
     * A mobilisation has ended.
     *
     * @param lastDayOnSite null if it was not carried out
     */
    public void release(String mobilisationId, @Nullable LocalDate lastDayOnSite) {
        if (running.contains(mobilisationId)) {
            apply(new EngagementEnded(id, mobilisationId, lastDayOnSite));
        }
    }

    /** True if this organisation is an employer on a day; of the erased nobody is. */
    public boolean isEmployedBy(String organisationId, LocalDate day) {
        return profile.worksFor(Set.of(organisationId), day);
    }

    /**
     * Demands that the institution that is assisted does not employ the person (R76).
     *
     * @param records every record of that institution
     */
    public void requireNotStaffOf(Set<String> records, LocalDate day) {
        if (profile.worksFor(records, day)) {
            throw new ActionRejection.StaffOfThePartner();
        }
    }

    /** The employment on a day: its category and country count for that day (R69, R70). */
    public Employment employmentOn(LocalDate day) {
        return profile.employmentOn(day)
                .orElseThrow(() -> new ExpertRejection.NoEmployment(day.toString()));
    }

    public Status status() {
        return status;
    }

    /** The CV as it stands; empty if there is none or the person is forgotten. */
    public Optional<StoredFile> cv() {
        return status == Status.ERASED || cvs.isEmpty()
                ? Optional.empty()
                : Optional.of(cvs.getLast().file());
    }

    /** The CV as it was at that time. */
    public Optional<StoredFile> cvAt(Instant time) {
        return status == Status.ERASED
                ? Optional.empty()
                : cvs.stream()
                        .filter(cv -> !cv.since().isAfter(time))
                        .reduce((_, later) -> later)
                        .map(Cv::file);
    }

    /** Where the CVs lie, of today and before, whatever became of them. */
    Set<String> files() {
        Set<String> files = new LinkedHashSet<>();
        cvs.forEach(cv -> files.add(cv.file().fileId()));
        return files;
    }

    /** The profile as it stands, whatever its state. */
    public Profile profile() {
        return profile;
    }

    private void requirePersonOrReason(CommandContext context) {
        if (isThePerson(id, context)) {
            return;
        }
        if (!context.person().has(Roles.MOBILISATION_OFFICER)) {
            throw new Rejection.NotFound();
        }
        requireReason(context);
    }

    private static boolean isThePerson(String expertId, CommandContext context) {
        return expertId.equals(context.person().expertId());
    }

    private static void requireReason(CommandContext context) {
        if (context.reason() == null || context.reason().isBlank()) {
            throw Rejection.InvalidFields.of(
                    "/reason", "required", "Whoever enters this for the person says why.");
        }
    }

    private void require(String command) {
        if (!LIFE_CYCLE.allows(command, status)) {
            throw new Rejection.WrongState(status.name(), status.transitions());
        }
    }

    private void confirmed(@Nullable LocalDate until, EventMoment moment) {
        status = Status.ACTIVE;
        confirmedUntil =
                Objects.requireNonNullElseGet(
                        until,
                        () -> Brussels.day(moment.occurredAt()).plusMonths(USUAL_MONTHS_CONFIRMED));
    }

    @EventSourcingHandler
    public void evolve(ExpertEvent event, EventMoment moment) {
        latest = moment.notBefore(latest);
        switch (event) {
            case ExpertRegistered e -> {
                id = e.expertId();
                profile = e.profile();
            }
            case ExpertProfileSubmitted _ -> status = Status.SUBMITTED;
            case ExpertProfileVerified e -> confirmed(e.confirmedUntil(), moment);
            case ExpertCvStored e -> cvs.add(new Cv(e.file(), moment.occurredAt()));
            case ExpertProfileExpired _ -> status = Status.NEEDS_UPDATE;
            case ExpertProfileConfirmed e -> confirmed(e.confirmedUntil(), moment);
            case ExpertSuspended _ -> status = Status.SUSPENDED;
            case ExpertReinstated _ -> status = Status.ACTIVE;
            case ExpertDeactivated _ -> status = Status.INACTIVE;
            case ExpertErased _ -> {
                status = Status.ERASED;
                profile = Profile.EMPTY;
            }
            case EngagementBooked e -> {
                running.add(e.mobilisationId());
                onSite.put(e.mobilisationId(), e);
            }
            case EngagementMoved e ->
                    onSite.computeIfPresent(
                            e.mobilisationId(),
                            (_, booked) ->
                                    new EngagementBooked(
                                            booked.expertId(),
                                            booked.mobilisationId(),
                                            booked.actionId(),
                                            booked.activity(),
                                            e.onSiteFrom(),
                                            e.onSiteTo()));
            case PaidDaysNoted e -> paidDays.put(e.mobilisationId(), e.daysByYear());
            case EngagementEnded e -> {
                if (e.lastDayOnSite() != null) {
                    missionsEnded.add(e.lastDayOnSite());
                }
                running.remove(e.mobilisationId());
                onSite.computeIfPresent(
                        e.mobilisationId(), (_, booked) -> shortened(booked, e.lastDayOnSite()));
            }
            case ExpertProfileReturned _ -> status = Status.DRAFT;
            case ExpertProfileRefused _ -> status = Status.INACTIVE;
            case ExpertProfileUpdated e -> {
                profile = profile.with(e.changes());
                if (e.employmentChanged()
                        && (status == Status.ACTIVE || status == Status.NEEDS_UPDATE)) {
                    status = Status.SUBMITTED;
                }
            }
        }
    }

    private static @Nullable EngagementBooked shortened(
            EngagementBooked booked, @Nullable LocalDate lastDay) {
        LocalDate from = booked.onSiteFrom();
        LocalDate to = booked.onSiteTo();
        if (lastDay == null || from == null || to == null || lastDay.isBefore(from)) {
            return null;
        }
        return new EngagementBooked(
                booked.expertId(),
                booked.mobilisationId(),
                booked.actionId(),
                booked.activity(),
                from,
                lastDay.isBefore(to) ? lastDay : to);
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    ExpertView view(long version, LocalDate today) {
        Instant confirmBy = nextStepDue();
        return ExpertView.of(
                id,
                status,
                version,
                profile,
                cv().map(file -> new ExpertView.Cv(file.name(), file.type(), file.size()))
                        .orElse(null),
                confirmBy == null ? null : Brussels.day(confirmBy),
                running.size(),
                onSite.values().stream()
                        .map(
                                booked ->
                                        new Candidate.Booking(
                                                booked.mobilisationId(),
                                                booked.actionId(),
                                                booked.activity(),
                                                booked.onSiteFrom(),
                                                booked.onSiteTo(),
                                                running.contains(booked.mobilisationId())))
                        .toList(),
                List.copyOf(missionsEnded),
                today);
    }
}
