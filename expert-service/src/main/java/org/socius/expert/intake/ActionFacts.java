package org.socius.expert.intake;

import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.socius.contracts.Topics;
import org.socius.contracts.action.ActionContract.ActionApprovedV1;
import org.socius.contracts.action.ActionContract.ActionCancelledV1;
import org.socius.contracts.action.ActionContract.ActivityCompletedV1;
import org.socius.contracts.action.ActionContract.Period;
import org.socius.contracts.action.ActionContract.Phases;
import org.socius.contracts.action.ActionContract.Place;
import org.socius.contracts.action.ActionContract.Position;
import org.socius.contracts.action.ActionContract.Share;
import org.socius.contracts.action.ActionContract.TermsOfReferenceFinalisedV1;
import org.socius.expert.actions.KnownAction;
import org.socius.expert.actions.KnownActionCommand.LearnApproval;
import org.socius.expert.actions.KnownActionCommand.LearnCancellation;
import org.socius.expert.actions.KnownActionCommand.LearnCompletion;
import org.socius.expert.actions.KnownActionCommand.LearnTermsOfReference;
import org.socius.expert.actions.KnownActionEvent;
import org.socius.expert.actions.TermsOfReference;
import org.socius.expert.mobilisations.MobilisationCommand.CancelMobilisation;
import org.socius.platform.intake.Fact;
import org.socius.platform.intake.Intake;
import org.socius.platform.problem.Rejection;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.SystemCommands;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Learns of actions: their approval, final terms of reference, completed activities, cancellation.
 */
@Configuration(proxyBeanMethods = false)
class ActionFacts {

    private static final Logger log = LoggerFactory.getLogger(ActionFacts.class);

    private static final String PART = "action-facts";

    private final SystemCommands commands;
    private final EventStreams streams;

    ActionFacts(SystemCommands commands, EventStreams streams) {
        this.commands = commands;
        this.streams = streams;
    }

    @Bean
    Intake actionFactsIntake() {
        return Intake.of("expert-service." + PART)
                .topics(Topics.ACTION)
                .on(ActionApprovedV1.class, this::approved)
                .on(TermsOfReferenceFinalisedV1.class, this::finalised)
                .on(ActivityCompletedV1.class, this::completed)
                .on(ActionCancelledV1.class, this::cancelled)
                .build();
    }

    void approved(Fact fact, ActionApprovedV1 action) {
        send(
                fact,
                "approval",
                new LearnApproval(
                        action.actionId(),
                        action.reference(),
                        action.institutionId(),
                        action.institutionName(),
                        action.title(),
                        action.countries().stream()
                                .sorted(Comparator.comparingInt(Share::share).reversed())
                                .map(Share::code)
                                .toList()));
    }

    void finalised(Fact fact, TermsOfReferenceFinalisedV1 terms) {
        Place place = terms.place();
        Phases phases = terms.phases();
        send(
                fact,
                "terms-of-reference",
                new LearnTermsOfReference(
                        terms.actionId(),
                        new TermsOfReference(
                                terms.activity(),
                                terms.version(),
                                terms.activityType(),
                                terms.activityTitle(),
                                terms.modality(),
                                place == null
                                        ? null
                                        : new TermsOfReference.Place(place.city(), place.country()),
                                terms.positions().stream().map(ActionFacts::position).toList(),
                                new TermsOfReference.Phases(
                                        period(phases.preparation()),
                                        period(phases.implementation()),
                                        period(phases.delivery())))));
    }

    private static TermsOfReference.Period period(Period period) {
        return new TermsOfReference.Period(period.from(), period.to());
    }

    private static TermsOfReference.Position position(Position position) {
        return new TermsOfReference.Position(
                position.code(),
                position.responsibility(),
                position.principal(),
                position.expertiseArea(),
                position.required(),
                position.wished(),
                position.languages(),
                position.yearsMin(),
                new TermsOfReference.Days(
                        position.days().preparation(),
                        position.days().implementation(),
                        position.days().delivery()),
                position.mandatory());
    }

    void completed(Fact fact, ActivityCompletedV1 activity) {
        send(fact, "completion", new LearnCompletion(activity.actionId(), activity.activity()));
    }

    /** The mobilisations that have not begun end with their action (R40); others finish. */
    void cancelled(Fact fact, ActionCancelledV1 action) {
        send(fact, "cancellation", new LearnCancellation(action.actionId()));
        for (String mobilisation : mobilisations(action.actionId())) {
            cancel(fact, new CancelMobilisation(mobilisation, "ACTION_CANCELLED"));
        }
    }

    private void cancel(Fact fact, CancelMobilisation command) {
        String step = "cancellation/" + command.mobilisationId();
        try {
            send(fact, step, command);
        } catch (Rejection.EntryOutOfOrder olderThanItsHistory) {
            commands.sendNow(PART, command, fact.eventId() + "/" + step + "/now");
        } catch (Rejection.WrongState begunOrEnded) {
            log.debug("Mobilisation {} goes its own way", command.mobilisationId());
        }
    }

    private List<String> mobilisations(String actionId) {
        return streams.fold(
                        "KnownAction",
                        actionId,
                        KnownAction::unknown,
                        (action, event, _) -> action.evolve((KnownActionEvent) event))
                .map(folded -> folded.state().mobilisations())
                .orElse(List.of());
    }

    private void send(Fact fact, String step, Object command) {
        commands.sendFollowing(
                PART,
                command,
                fact.eventId(),
                step,
                fact.occurredAt(),
                fact.late(),
                fact.correlationId());
    }
}
