package org.socius.action.intake;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import org.bson.Document;
import org.socius.action.lifecycle.ActivityCommand;
import org.socius.action.lifecycle.ActivityCommand.AddTeamMember;
import org.socius.action.lifecycle.ActivityCommand.NoteMobilisation;
import org.socius.action.lifecycle.ActivityCommand.NoteSettlement;
import org.socius.action.lifecycle.ActivityCommand.NoteWorkedDays;
import org.socius.action.lifecycle.ActivityCommand.RemoveTeamMember;
import org.socius.action.plan.TermsOfReference;
import org.socius.contracts.Topics;
import org.socius.contracts.expert.ExpertContract.AuthorisationRefusedV1;
import org.socius.contracts.expert.ExpertContract.DaysEntry;
import org.socius.contracts.expert.ExpertContract.ExpertMobilisedV1;
import org.socius.contracts.expert.ExpertContract.ExpertReplacedV1;
import org.socius.contracts.expert.ExpertContract.MobilisationCancelledV1;
import org.socius.contracts.expert.ExpertContract.MobilisationOpenedV1;
import org.socius.contracts.expert.ExpertContract.MobilisationSettledV1;
import org.socius.contracts.expert.ExpertContract.WorkingDaysRecordedV1;
import org.socius.platform.intake.Fact;
import org.socius.platform.intake.Intake;
import org.socius.platform.problem.Rejection;
import org.socius.platform.view.SystemCommands;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Follows the mobilisations: they fill teams, tell worked days and hold up the closing of an
 * action.
 */
@Configuration(proxyBeanMethods = false)
class ExpertIntake {

    private static final String PART = "expert-intake";

    private final SystemCommands commands;
    private final MongoCollection<Document> places;

    ExpertIntake(SystemCommands commands, MongoDatabase database) {
        this.commands = commands;
        this.places = database.getCollection("mobilisation_places");
    }

    @Bean
    Intake mobilisations() {
        return Intake.of("action-service.mobilisations")
                .topics(Topics.EXPERT)
                .on(
                        MobilisationOpenedV1.class,
                        (fact, e) -> {
                            remember(e);
                            send(
                                    fact,
                                    new NoteMobilisation(
                                            e.actionId(),
                                            e.activity(),
                                            e.mobilisationId(),
                                            e.position(),
                                            e.expertId()));
                        })
                .on(AuthorisationRefusedV1.class, this::refused)
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
                        ExpertReplacedV1.class,
                        (fact, e) ->
                                send(
                                        fact,
                                        new RemoveTeamMember(
                                                e.actionId(),
                                                e.activity(),
                                                e.mobilisationId(),
                                                e.position())))
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

    /**
     * A refusal by the employer names the mobilisation only; its place is known from its opening.
     */
    private void refused(Fact fact, AuthorisationRefusedV1 event) {
        Document place = places.find(Filters.eq("_id", event.mobilisationId())).first();
        if (place == null) {
            throw new Rejection.NotYetKnown("mobilisation", event.mobilisationId());
        }
        send(
                fact,
                new RemoveTeamMember(
                        place.getString("action"),
                        place.getInteger("activity"),
                        event.mobilisationId(),
                        place.getString("position")));
    }

    private void remember(MobilisationOpenedV1 event) {
        places.replaceOne(
                Filters.eq("_id", event.mobilisationId()),
                new Document("_id", event.mobilisationId())
                        .append("action", event.actionId())
                        .append("activity", event.activity())
                        .append("position", event.position()),
                new ReplaceOptions().upsert(true));
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
