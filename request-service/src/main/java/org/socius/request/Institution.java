package org.socius.request;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
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
import org.socius.request.InstitutionCommand.AddAlias;
import org.socius.request.InstitutionCommand.ChangeContacts;
import org.socius.request.InstitutionCommand.EraseInstitution;
import org.socius.request.InstitutionCommand.KeepInstitutionOfHistory;
import org.socius.request.InstitutionCommand.MergeInstitution;
import org.socius.request.InstitutionCommand.RankRequests;
import org.socius.request.InstitutionCommand.RegisterInstitution;
import org.socius.request.InstitutionEvent.Contact;
import org.socius.request.InstitutionEvent.InstitutionAliasAdded;
import org.socius.request.InstitutionEvent.InstitutionContactsChanged;
import org.socius.request.InstitutionEvent.InstitutionErased;
import org.socius.request.InstitutionEvent.InstitutionRegistered;
import org.socius.request.InstitutionEvent.InstitutionsMerged;
import org.socius.request.InstitutionEvent.RequestsRanked;

/**
 * A public authority, mandated body or social partner under its one identity (R21). It is
 * registered by itself, by the facility, or kept from an imported action; then it may ask.
 */
@Aggregate
class Institution implements Chronicled {

    private static final String PARTNER = "PARTNER";
    private static final String HISTORY = "HISTORY";

    /** A name with the days on which it was in use, as far as they are known. */
    record Alias(String name, @Nullable LocalDate validFrom, @Nullable LocalDate validTo) {}

    @AggregateIdentifier private String id;
    private InstitutionRegistered record;
    private List<Contact> contacts = List.of();
    private final List<Alias> aliases = new ArrayList<>();
    private @Nullable String mergedInto;

    /** Nothing has been said since the last erasure. */
    private boolean erased;

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
        RequestForm.isoLanguage("/name/originalLanguage", command.name().originalLanguage());
        inOrder(command.contacts());
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
    void decide(AddAlias command) {
        goesOn();
        if (isCalled(command.alias())) {
            throw Rejection.InvalidFields.of(
                    "R21", "/alias", "known", "The institution is known under this name.");
        }
        if (command.validFrom() != null
                && command.validTo() != null
                && command.validTo().isBefore(command.validFrom())) {
            throw Rejection.InvalidFields.of(
                    "/validTo", "end-before-start", "The end lies before the start.");
        }
        apply(
                new InstitutionAliasAdded(
                        id, command.alias().strip(), command.validFrom(), command.validTo()));
    }

    @CommandHandler
    void decide(ChangeContacts command, CommandContext context, Aggregates aggregates) {
        if (!context.person().has(Roles.COORDINATOR)
                && !isSpokenForBy(context.person(), id, aggregates)) {
            throw new Rejection.NotFound();
        }
        goesOn();
        inOrder(command.contacts());
        if (!command.contacts().equals(contacts)) {
            apply(new InstitutionContactsChanged(id, command.contacts()));
        }
    }

    private static void inOrder(List<Contact> contacts) {
        for (int i = 0; i < contacts.size(); i++) {
            LocalDate from = contacts.get(i).from();
            LocalDate to = contacts.get(i).to();
            if (from != null && to != null && to.isBefore(from)) {
                throw Rejection.InvalidFields.of(
                        "/contacts/" + i + "/to",
                        "end-before-start",
                        "The end lies before the start.");
            }
        }
    }

    /** Names and requests go to the record that goes on; nothing is deleted (R21). */
    @CommandHandler
    void decide(MergeInstitution command, Aggregates aggregates) {
        goesOn();
        String into = command.into();
        if (into.equals(id)) {
            throw Rejection.InvalidFields.of(
                    "R21", "/into", "itself", "Name the other record of the institution.");
        }
        try {
            aggregates.load(Institution.class, into).execute(other -> other.takeIn(this));
        } catch (AggregateNotFoundException e) {
            throw Rejection.InvalidFields.of(
                    "/into", "unknown", "No institution is registered under this id.");
        }
        moveDocket(into, aggregates);
        apply(new InstitutionsMerged(id, into));
    }

    private void takeIn(Institution other) {
        if (id == null) {
            throw Rejection.InvalidFields.of(
                    "/into", "unknown", "No institution is registered under this id.");
        }
        goesOn();
        if (record.legalNature() == null && other.record.legalNature() != null
                || record.level() == null && other.record.level() != null
                || record.country() == null && other.record.country() != null) {
            throw new RequestRejection.RecordIncomplete();
        }
        other.names().stream()
                .filter(name -> !isCalled(name.name()))
                .forEach(
                        name ->
                                apply(
                                        new InstitutionAliasAdded(
                                                id,
                                                name.name(),
                                                name.validFrom(),
                                                name.validTo())));
    }

    private void moveDocket(String into, Aggregates aggregates) {
        docket(id, aggregates)
                .execute(
                        own -> {
                            if (!own.isUnused()) {
                                docket(into, aggregates).execute(other -> other.takeIn(into, own));
                            }
                            own.moveTo(id, into);
                        });
    }

    private static org.axonframework.modelling.command.Aggregate<InstitutionDocket> docket(
            String institutionId, Aggregates aggregates) {
        return aggregates.loadOrCreate(
                InstitutionDocket.class,
                InstitutionDocket.idOf(institutionId),
                InstitutionDocket::new);
    }

    /**
     * True if a person speaks for an institution: for this record, or for one that was merged into
     * it.
     */
    static boolean isSpokenForBy(Actor person, String institutionId, Aggregates aggregates) {
        return person.actsFor(institutionId)
                || person.institutions().stream()
                        .anyMatch(own -> institutionId.equals(standingFor(own, aggregates)));
    }

    private static @Nullable String standingFor(String institutionId, Aggregates aggregates) {
        try {
            String into =
                    aggregates
                            .load(Institution.class, institutionId)
                            .invoke(Institution::mergedInto);
            return into == null ? institutionId : standingFor(into, aggregates);
        } catch (AggregateNotFoundException e) {
            return null;
        }
    }

    private void goesOn() {
        if (mergedInto != null) {
            throw new RequestRejection.InstitutionMerged(mergedInto);
        }
    }

    private List<Alias> names() {
        List<Alias> names = new ArrayList<>();
        Stream.concat(
                        Stream.of(record.name().en(), record.name().original(), record.acronym()),
                        record.aliases().stream())
                .filter(Objects::nonNull)
                .forEach(name -> names.add(new Alias(name, null, null)));
        names.addAll(aliases);
        return names;
    }

    private boolean isCalled(String name) {
        return names().stream().anyMatch(known -> known.name().equalsIgnoreCase(name.strip()));
    }

    private List<String> allAliases() {
        return Stream.concat(record.aliases().stream(), aliases.stream().map(Alias::name)).toList();
    }

    @CommandHandler
    void decide(RankRequests command, CommandContext context, Aggregates aggregates) {
        if (!isSpokenForBy(context.person(), id, aggregates)) {
            throw new Rejection.NotFound();
        }
        goesOn();
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
    void decide(EraseInstitution command) {
        if (erased) {
            throw new Rejection.WrongState("R75", "ERASED", List.of());
        }
        apply(new InstitutionErased(id));
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
        latest = moment.notBefore(latest);
        erased = event instanceof InstitutionErased;
        switch (event) {
            case InstitutionRegistered e -> {
                id = e.institutionId();
                record = e;
                contacts = e.contacts();
            }
            case InstitutionContactsChanged e -> contacts = e.contacts();
            case InstitutionAliasAdded e ->
                    aliases.add(new Alias(e.alias(), e.validFrom(), e.validTo()));
            case InstitutionsMerged e -> mergedInto = e.into();
            case RequestsRanked _, InstitutionErased _ -> {}
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

    /** Nothing about persons has been said since they were forgotten. */
    boolean erased() {
        return erased;
    }

    /** The record that stands for this one since they were merged; null if it is its own. */
    @Nullable String mergedInto() {
        return mergedInto;
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
                allAliases(),
                record.legalNature(),
                record.level(),
                record.country(),
                record.origin(),
                mergedInto);
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
        view.put("aliases", allAliases());
        view.put("names", names());
        view.put("mergedInto", mergedInto);
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
            view.put("contacts", contacts);
        }
        view.put("openRequests", docket.inOrder());
        view.put("rankingAsked", docket.isAskedToRank());
        view.put("allowedTransitions", allowedTransitions(caller, docket));
        return view;
    }

    private List<String> allowedTransitions(Actor caller, InstitutionDocket docket) {
        List<String> allowed = new ArrayList<>();
        if (mergedInto != null) {
            return allowed;
        }
        boolean facility = caller.hasAny(Set.of(Roles.COORDINATOR, Roles.ADMIN));
        if (facility) {
            allowed.addAll(List.of("alias", "merge"));
        }
        if (facility || Visibility.ofOwn(caller, id)) {
            allowed.add("contacts");
        }
        boolean ranks = caller.has(Roles.PARTNER_SIGNATORY) && caller.actsFor(id);
        if ((ranks || caller.has(Roles.ADMIN)) && docket.inOrder().size() > 1) {
            allowed.add("ranking");
        }
        return allowed;
    }
}
