package org.socius.request;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.contracts.reference.CodeList;
import org.socius.platform.command.Actor;
import org.socius.platform.command.Aggregates;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;
import org.socius.request.InstitutionCommand.KeepInstitutionOfHistory;
import org.socius.request.InstitutionCommand.RankRequests;
import org.socius.request.InstitutionCommand.RegisterInstitution;
import org.socius.request.InstitutionEvent.InstitutionRegistered;
import org.socius.request.InstitutionEvent.RequestsRanked;

/**
 * A public authority, mandated body or social partner under its one identity (R21). It is
 * registered by itself, by the facility, or kept from an imported action; then it may ask.
 */
@Aggregate
class Institution implements Chronicled {

    private static final String PARTNER = "PARTNER";
    private static final String HISTORY = "HISTORY";

    @AggregateIdentifier private String id;
    private InstitutionRegistered record;
    private @Nullable EventMoment latest;

    @SuppressWarnings("NullAway.Init")
    Institution() {}

    @CommandHandler
    @SuppressWarnings("NullAway.Init")
    Institution(RegisterInstitution command, CommandContext context) {
        Actor person = context.person();
        if (!person.hasAny(Set.of(Roles.COORDINATOR, Roles.ADMIN))
                && !person.actsFor(command.institutionId())) {
            throw new Rejection.Forbidden(List.of(Roles.COORDINATOR, Roles.ADMIN));
        }
        RequestForm.code("/legalNature", CodeList.LEGAL_NATURES, command.legalNature());
        RequestForm.code("/level", CodeList.INSTITUTION_LEVELS, command.level());
        RequestForm.isoCountry("/country", command.country());
        apply(
                new InstitutionRegistered(
                        command.institutionId(),
                        command.name(),
                        command.acronym(),
                        command.aliases(),
                        command.legalNature(),
                        command.level(),
                        command.country(),
                        command.parent(),
                        command.unit(),
                        command.address(),
                        command.website(),
                        command.mandate(),
                        command.contacts(),
                        PARTNER));
    }

    @CommandHandler
    void decide(RankRequests command, CommandContext context, Aggregates aggregates) {
        if (!context.person().actsFor(id)) {
            throw new Rejection.NotFound();
        }
        try {
            aggregates
                    .load(InstitutionDocket.class, InstitutionDocket.idOf(id))
                    .execute(docket -> docket.rank(command.requestIds()));
        } catch (AggregateNotFoundException e) {
            throw new RequestRejection.RankingIncomplete(List.of());
        }
        apply(new RequestsRanked(id, command.requestIds()));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(KeepInstitutionOfHistory command) {
        if (record != null) {
            return;
        }
        apply(
                new InstitutionRegistered(
                        command.institutionId(),
                        command.name(),
                        command.acronym(),
                        command.aliases(),
                        command.legalNature(),
                        command.level(),
                        command.country(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        HISTORY));
    }

    @EventSourcingHandler
    void evolve(InstitutionEvent event, EventMoment moment) {
        latest = moment;
        switch (event) {
            case InstitutionRegistered e -> {
                id = e.institutionId();
                record = e;
            }
            case RequestsRanked _ -> {}
        }
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    /** Everything on record. */
    InstitutionRegistered record() {
        return record;
    }

    /** True if this caller may read this record. */
    boolean isVisibleTo(Actor caller) {
        return Visibility.ofEverything(caller)
                || Visibility.ofOwn(caller, id)
                || Visibility.ofCountry(caller, record.country());
    }

    /** What lists show. */
    InstitutionSummary summary(long version) {
        return new InstitutionSummary(
                id,
                version,
                record.name(),
                record.acronym(),
                record.aliases(),
                record.legalNature(),
                record.level(),
                record.country(),
                record.origin());
    }

    /**
     * The institution as a caller may see it; contacts only where persons may be seen.
     *
     * @param docket of its requests; an empty one if it never submitted any
     */
    Map<String, Object> view(Actor caller, long version, InstitutionDocket docket) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", id);
        view.put("version", version);
        view.put("name", record.name());
        view.put("acronym", record.acronym());
        view.put("aliases", record.aliases());
        view.put("legalNature", record.legalNature());
        view.put("level", record.level());
        view.put("country", record.country());
        view.put("parent", record.parent());
        view.put("unit", record.unit());
        view.put("address", record.address());
        view.put("website", record.website());
        view.put("mandate", record.mandate());
        view.put("origin", record.origin());
        if (Visibility.ofPersons(caller, id)) {
            view.put("contacts", record.contacts());
        }
        view.put("openRequests", docket.inOrder());
        view.put("rankingAsked", docket.isAskedToRank());
        boolean ranks =
                caller.has(Roles.ADMIN)
                        || caller.has(Roles.PARTNER_SIGNATORY) && caller.actsFor(id);
        view.put(
                "allowedTransitions",
                ranks && docket.inOrder().size() > 1 ? List.of("ranking") : List.of());
        return view;
    }
}
