package org.socius.expert.partners;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.reference.MemberStates;
import org.socius.expert.actions.KnownAction;
import org.socius.expert.calls.Call;
import org.socius.expert.calls.CallEvent.CallDrafted;
import org.socius.expert.partners.CollaborativePartnerCommand.AgreeWithPartner;
import org.socius.expert.partners.CollaborativePartnerCommand.NominateExpert;
import org.socius.expert.partners.CollaborativePartnerCommand.RegisterCollaborativePartner;
import org.socius.expert.partners.CollaborativePartnerEvent.CollaborativePartnerAgreed;
import org.socius.expert.partners.CollaborativePartnerEvent.CollaborativePartnerRegistered;
import org.socius.expert.partners.CollaborativePartnerEvent.ExpertNominated;
import org.socius.expert.roster.Expert;
import org.socius.platform.command.Aggregates;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;

/**
 * An administration or mandated body of a Member State that supplies experts: Registered, then
 * Agreed, with one standing agreement after the other. While one is in force it may nominate its
 * staff for positions of open calls (R81); whoever is nominated applies like everybody else.
 */
@Aggregate
public class CollaborativePartner implements Chronicled {

    private static final Set<String> CATEGORIES = Set.of("PUBLIC_ADMINISTRATION", "MANDATED_BODY");

    @AggregateIdentifier private String id;
    private @Nullable EventMoment latest;
    private @Nullable CollaborativePartnerRegistered registration;
    private final List<CollaborativePartnerAgreed> agreements = new ArrayList<>();
    private final List<CollaborativePartnerView.Nomination> nominations = new ArrayList<>();

    /** Where a collaborative partner stands. */
    public enum Status {
        REGISTERED("agreement"),
        AGREED("agreement", "nominations");

        private final List<String> transitions;

        Status(String... transitions) {
            this.transitions = List.of(transitions);
        }

        List<String> transitions() {
            return transitions;
        }
    }

    CollaborativePartner() {}

    @CommandHandler
    CollaborativePartner(RegisterCollaborativePartner command, CommandContext context) {
        if (!CATEGORIES.contains(command.category())) {
            throw Rejection.InvalidFields.of(
                    "/category",
                    "not-admitted",
                    "A public administration or a mandated body is expected.");
        }
        if (!MemberStates.isMember(command.country(), context.today())) {
            throw Rejection.InvalidFields.of(
                    "/country", "not-a-member-state", "A Member State is expected.");
        }
        apply(
                new CollaborativePartnerRegistered(
                        command.partnerId(),
                        command.name(),
                        command.country(),
                        command.category()));
    }

    @CommandHandler
    void decide(AgreeWithPartner command) {
        if (command.to() != null && command.to().isBefore(command.from())) {
            throw Rejection.InvalidFields.of(
                    "/to", "end-before-start", "It ends before it begins.");
        }
        if (!agreements.isEmpty() && !command.from().isAfter(agreements.getLast().from())) {
            throw Rejection.InvalidFields.of(
                    "/from",
                    "before-the-previous",
                    "An agreement begins after the one whose place it takes.");
        }
        apply(
                new CollaborativePartnerAgreed(
                        id,
                        registration().country(),
                        command.agreementReference(),
                        command.from(),
                        command.to(),
                        command.documentId()));
    }

    @CommandHandler
    void decide(NominateExpert command, CommandContext context, Aggregates aggregates) {
        if (!context.person().actsFor(id)) {
            throw new Rejection.NotFound();
        }
        if (status() != Status.AGREED) {
            throw new Rejection.WrongState("R81", status().name(), status().transitions());
        }
        requireAgreementOn(context.today());
        requireStaff(command.expertId(), context.today(), aggregates);
        CallDrafted call =
                call(command.callId(), aggregates)
                        .invoke(
                                open -> {
                                    open.nominate(
                                            id, command.position(), command.expertId(), context);
                                    return open.draft();
                                });
        KnownAction.of(call.actionId(), aggregates)
                .execute(action -> action.alive(call.activity()));
        apply(new ExpertNominated(id, command.callId(), command.position(), command.expertId()));
    }

    private void requireAgreementOn(LocalDate day) {
        CollaborativePartnerAgreed nearest =
                agreements.stream()
                        .filter(agreement -> !agreement.from().isAfter(day))
                        .reduce((_, later) -> later)
                        .orElse(agreements.getFirst());
        LocalDate to = nearest.to();
        if (nearest.from().isAfter(day) || to != null && to.isBefore(day)) {
            throw new CollaborativePartnerRejection.AgreementNotInForce(day, nearest.from(), to);
        }
    }

    /** Whoever is unknown is answered as somebody else's staff: nobody finds out who there is. */
    private void requireStaff(String expertId, LocalDate day, Aggregates aggregates) {
        boolean employed;
        try {
            employed =
                    aggregates
                            .load(Expert.class, expertId)
                            .invoke(expert -> expert.isEmployedBy(id, day));
        } catch (AggregateNotFoundException e) {
            employed = false;
        }
        if (!employed) {
            throw new CollaborativePartnerRejection.NotItsStaff();
        }
    }

    private static org.axonframework.modelling.command.Aggregate<Call> call(
            String callId, Aggregates aggregates) {
        try {
            return aggregates.load(Call.class, callId);
        } catch (AggregateNotFoundException e) {
            throw Rejection.InvalidFields.of("/callId", "unknown", "No call has this id.");
        }
    }

    private Status status() {
        return agreements.isEmpty() ? Status.REGISTERED : Status.AGREED;
    }

    private CollaborativePartnerRegistered registration() {
        if (registration == null) {
            throw new IllegalStateException("A partner begins with its registration");
        }
        return registration;
    }

    @EventSourcingHandler
    public void evolve(CollaborativePartnerEvent event, EventMoment moment) {
        latest = moment.notBefore(latest);
        switch (event) {
            case CollaborativePartnerRegistered e -> {
                id = e.partnerId();
                registration = e;
            }
            case CollaborativePartnerAgreed e -> agreements.add(e);
            case ExpertNominated e ->
                    nominations.add(
                            new CollaborativePartnerView.Nomination(
                                    e.callId(), e.position(), e.expertId(), moment.occurredAt()));
        }
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    CollaborativePartnerView view(long version) {
        return CollaborativePartnerView.of(
                registration(), version, status(), agreements, nominations);
    }
}
