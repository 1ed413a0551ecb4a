package org.socius.request.intake;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Topics;
import org.socius.contracts.action.ActionContract.ActionCancelledV1;
import org.socius.contracts.action.ActionContract.ActionClosedV1;
import org.socius.contracts.action.ActionContract.ActionImportedV1;
import org.socius.contracts.action.ActionContract.ActionProposedV1;
import org.socius.contracts.action.ActionContract.ActionRefusedV1;
import org.socius.contracts.action.ActionContract.ImportedInstitution;
import org.socius.platform.intake.Fact;
import org.socius.platform.intake.Intake;
import org.socius.platform.view.SystemCommands;
import org.socius.request.InstitutionCommand.KeepInstitutionOfHistory;
import org.socius.request.InstitutionEvent.Name;
import org.socius.request.RequestCommand.NoteActionEnded;
import org.socius.request.RequestCommand.NoteActionOpened;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Follows the actions: an opened one is noted on its request, the end of one frees the
 * institution's place (R12), an imported one makes its institution known without counting as open
 * (R13).
 */
@Configuration(proxyBeanMethods = false)
class ActionIntake {

    private static final String PART = "action-intake";

    private final SystemCommands commands;

    ActionIntake(SystemCommands commands) {
        this.commands = commands;
    }

    @Bean
    Intake actions() {
        return Intake.of("request-service.actions")
                .topics(Topics.ACTION)
                .on(
                        ActionProposedV1.class,
                        (fact, e) ->
                                send(
                                        fact,
                                        "opened",
                                        new NoteActionOpened(
                                                e.requestId(), e.actionId(), e.reference())))
                .on(ActionClosedV1.class, (fact, e) -> ended(fact, e.requestId(), e.actionId()))
                .on(ActionRefusedV1.class, (fact, e) -> ended(fact, e.requestId(), e.actionId()))
                .on(ActionCancelledV1.class, (fact, e) -> ended(fact, e.requestId(), e.actionId()))
                .on(ActionImportedV1.class, this::keepInstitution)
                .build();
    }

    /** An action without a request is one of history: it never was open. */
    private void ended(Fact fact, @Nullable String requestId, String actionId) {
        if (requestId != null && !requestId.isEmpty()) {
            send(fact, "ended", new NoteActionEnded(requestId, actionId));
        }
    }

    /**
     * Never as a late entry: an institution that registered itself yesterday may well be the
     * partner of an action of 2014, and stays as it is.
     */
    private void keepInstitution(Fact fact, ActionImportedV1 event) {
        commands.sendFollowing(
                PART,
                kept(event),
                fact.eventId(),
                "institution",
                fact.occurredAt(),
                false,
                fact.correlationId());
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

    private static KeepInstitutionOfHistory kept(ActionImportedV1 event) {
        ImportedInstitution institution = event.institution();
        Map<String, String> name = institution.name();
        String original = name.get("original");
        return new KeepInstitutionOfHistory(
                event.institutionId(),
                new Name(
                        name.getOrDefault("en", original == null ? "" : original),
                        original,
                        name.get("originalLanguage")),
                institution.acronym(),
                institution.aliases(),
                institution.legalNature(),
                institution.level(),
                institution.country());
    }
}
