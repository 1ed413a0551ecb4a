package org.socius.action.intake;

import org.socius.action.lifecycle.ActionCommand.OpenAction;
import org.socius.contracts.Topics;
import org.socius.contracts.request.RequestContract.RequestAcceptedV1;
import org.socius.platform.format.DerivedId;
import org.socius.platform.intake.Intake;
import org.socius.platform.view.SystemCommands;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An accepted request opens its action. */
@Configuration(proxyBeanMethods = false)
class RequestIntake {

    private static final String PART = "request-intake";

    private final SystemCommands commands;

    RequestIntake(SystemCommands commands) {
        this.commands = commands;
    }

    @Bean
    Intake acceptedRequests() {
        return Intake.of("action-service.requests")
                .topics(Topics.REQUEST)
                .on(
                        RequestAcceptedV1.class,
                        (fact, e) ->
                                commands.sendFollowing(
                                        PART,
                                        new OpenAction(
                                                actionOf(e.requestId()),
                                                e.requestId(),
                                                e.number(),
                                                e.registeredYear(),
                                                e.institutionId(),
                                                e.institutionName(),
                                                e.institutionAcronym(),
                                                e.country(),
                                                e.title(),
                                                e.typesOfAssistance(),
                                                e.themes(),
                                                e.language()),
                                        fact.eventId(),
                                        "open",
                                        fact.occurredAt(),
                                        fact.late(),
                                        fact.correlationId()))
                .build();
    }

    /** One request has one action, however often it is told. */
    private static String actionOf(String requestId) {
        return DerivedId.of("action of request " + requestId);
    }
}
