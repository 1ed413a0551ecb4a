package org.socius.expert.roster;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.expert.roster.ExpertCommand.EditProfile;
import org.socius.expert.roster.ExpertCommand.RefuseProfile;
import org.socius.expert.roster.ExpertCommand.RegisterExpert;
import org.socius.expert.roster.ExpertCommand.ReturnProfile;
import org.socius.expert.roster.ExpertCommand.SubmitProfile;
import org.socius.expert.roster.ExpertCommand.VerifyProfile;
import org.socius.expert.roster.ExpertEvent.ExpertProfileRefused;
import org.socius.expert.roster.ExpertEvent.ExpertProfileReturned;
import org.socius.expert.roster.ExpertEvent.ExpertProfileSubmitted;
import org.socius.expert.roster.ExpertEvent.ExpertProfileUpdated;
import org.socius.expert.roster.ExpertEvent.ExpertProfileVerified;
import org.socius.expert.roster.ExpertEvent.ExpertRegistered;
import org.socius.expert.roster.Profile.Employment;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;

/**
 * A person in the roster. Registered as Draft, Submitted by the person, verified by an officer and
 * then Active; the officer may also return it (Draft) or refuse it (Inactive). A change of employer
 * or category makes an Active profile Submitted again. Only an Active profile can apply (R86).
 */
@Aggregate
public class Expert implements Chronicled {

    @AggregateIdentifier private String id;
    private @Nullable EventMoment latest;
    private Status status = Status.DRAFT;
    private Profile profile = Profile.EMPTY;

    /** Where a roster entry stands. */
    public enum Status {
        DRAFT("submission"),
        SUBMITTED("verification", "return", "refusal"),
        ACTIVE(),
        INACTIVE();

        private final List<String> transitions;

        Status(String... transitions) {
            this.transitions = List.of(transitions);
        }

        List<String> transitions() {
            return transitions;
        }
    }

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
        require(status == Status.DRAFT || status == Status.ACTIVE);
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
    void decide(SubmitProfile command, CommandContext context) {
        requirePersonOrReason(context);
        require(status == Status.DRAFT);
        List<String> missing = profile.missingForSubmission(context.today());
        if (!missing.isEmpty()) {
            throw new ExpertRejection.ProfileIncomplete(missing);
        }
        apply(new ExpertProfileSubmitted(id));
    }

    @CommandHandler
    void decide(VerifyProfile command, CommandContext context) {
        require(status == Status.SUBMITTED);
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
                        languages));
    }

    @CommandHandler
    void decide(ReturnProfile command) {
        require(status == Status.SUBMITTED);
        apply(new ExpertProfileReturned(id));
    }

    @CommandHandler
    void decide(RefuseProfile command) {
        require(status == Status.SUBMITTED);
        apply(new ExpertProfileRefused(id));
    }

    /** The profile as it is frozen with an application (R86). */
    public Profile activeProfile() {
        if (status != Status.ACTIVE) {
            throw new ExpertRejection.ProfileNotActive(status.name());
        }
        return profile;
    }

    /** The employment on a day: its category and country count for that day (R69, R70). */
    public Employment employmentOn(LocalDate day) {
        return profile.employmentOn(day)
                .orElseThrow(() -> new ExpertRejection.NoEmployment(day.toString()));
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

    private void require(boolean allowed) {
        if (!allowed) {
            throw new Rejection.WrongState(status.name(), status.transitions());
        }
    }

    @EventSourcingHandler
    public void evolve(ExpertEvent event, EventMoment moment) {
        latest = moment;
        switch (event) {
            case ExpertRegistered e -> {
                id = e.expertId();
                profile = e.profile();
            }
            case ExpertProfileSubmitted _ -> status = Status.SUBMITTED;
            case ExpertProfileVerified _ -> status = Status.ACTIVE;
            case ExpertProfileReturned _ -> status = Status.DRAFT;
            case ExpertProfileRefused _ -> status = Status.INACTIVE;
            case ExpertProfileUpdated e -> {
                profile = profile.with(e.changes());
                if (e.employmentChanged() && status == Status.ACTIVE) {
                    status = Status.SUBMITTED;
                }
            }
        }
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    ExpertView view(long version, LocalDate today) {
        return ExpertView.of(id, status, version, profile, today);
    }
}
