package org.socius.action.intake;

import org.socius.action.lifecycle.ActivityCommand;
import org.socius.action.lifecycle.ActivityCommand.AddTeamMember;
import org.socius.action.lifecycle.ActivityCommand.NoteMobilisation;
import org.socius.action.lifecycle.ActivityCommand.NoteSettlement;
import org.socius.action.lifecycle.ActivityCommand.NoteWorkedDays;
import org.socius.action.lifecycle.ActivityCommand.RemoveTeamMember;
import org.socius.action.plan.TermsOfReference;
import org.socius.contracts.Topics;
import org.socius.contracts.expert.ExpertContract.DaysEntry;
import org.socius.contracts.expert.ExpertContract.ExpertMobilisedV1;
import org.socius.contracts.expert.ExpertContract.MobilisationCancelledV1;
import org.socius.contracts.expert.ExpertContract.MobilisationOpenedV1;
import org.socius.contracts.expert.ExpertContract.MobilisationSettledV1;
import org.socius.contracts.expert.ExpertContract.WorkingDaysRecordedV1;
import org.socius.platform.intake.Fact;
import org.socius.platform.intake.Intake;
import org.socius.platform.view.SystemCommands;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Follows the mobilisations: they fill teams, tell worked days and hold up the closing of an action. */
@Configuration(proxyBeanMethods = false)
class ExpertIntake {

    private static final String PART = "expert-intake";

    private final SystemCommands commands;

    ExpertIntake(SystemCommands commands) {
        this.commands = commands;
    }

    @Bean
    Intake mobilisations() {
        return Intake.of("action-service.mobilisations")
                .topics(Topics.EXPERT)
                .on(
                        MobilisationOpenedV1.class,
                        (fact, e) ->
                                send(
                                        fact,
                                        new NoteMobilisation(
                                                e.actionId(), e.activity(), e.mobilisationId(),
                                                e.position(), e.expertId())))
                .on(
                        ExpertMobilisedV1.class,
                        (fact, e) ->
                                send(
                                        fact,
                                        new AddTeamMember(
                                                e.actionId(),
                                                e.activity(),
                                                e.mobilisationId(),
                                                e.position(),
                                                e.expertId(),
                                                e.principal(),
                                                e.category(),
                                                e.employerCountry(),
                                                new TermsOfReference.Days(
                                                        e.contractedDays().preparation(),
                                                        e.contractedDays().implementation(),
                                                        e.contractedDays().delivery()))))
                .on(
                        WorkingDaysRecordedV1.class,
                        (fact, e) ->
                                send(
                                        fact,
                                        new NoteWorkedDays(
                                                e.actionId(),
                                                e.activity(),
                                                e.mobilisationId(),
                                                e.position(),
                                                e.entries().stream()
                                                        .mapToDouble(DaysEntry::days)
                                                        .sum())))
                .on(
                        MobilisationSettledV1.class,
                        (fact, e) ->
                                send(
                                        fact,
                                        new NoteSettlement(
                                                e.actionId(), e.activity(), e.mobilisationId())))
                .on(
                        MobilisationCancelledV1.class,
                        (fact, e) ->
                                send(
                                        fact,
                                        new RemoveTeamMember(
                                                e.actionId(),
                                                e.activity(),
                                                e.mobilisationId(),
                                                e.position())))
                .build();
    }

    private void send(Fact fact, ActivityCommand command) {
        commands.sendFollowing(
                PART,
                command,
                fact.eventId(),
                "activity",
                fact.occurredAt(),
                fact.late(),
                fact.correlationId());
    }
}
