package org.socius.request;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.view.RecordStanding;
import org.socius.platform.web.ResourceReader;
import org.socius.request.InstitutionDocket.DocketEvent;
import org.springframework.stereotype.Component;

/** Reads single institutions, each as its events say at this moment. */
@Component
final class Institutions implements ResourceReader {

    private final EventStreams streams;

    Institutions(EventStreams streams) {
        this.streams = streams;
    }

    Optional<Folded<Institution>> find(String id) {
        return streams.fold(
                "Institution",
                id,
                Institution::new,
                (institution, event, moment) ->
                        institution.evolve((InstitutionEvent) event, moment));
    }

    /** The record that stands for this institution: its own, or what it was merged into. */
    Optional<Institution> standingFor(String id) {
        Optional<Institution> found = find(id).map(Folded::state);
        String into = found.map(Institution::mergedInto).orElse(null);
        return into == null ? found : standingFor(into);
    }

    /**
     * The same caller, who speaks as well for the records that stand for the institutions of the
     * token, if those were merged: the people of all of them are those of one institution (R21).
     */
    Actor speaker(Actor caller) {
        Set<String> institutions = new HashSet<>(caller.institutions());
        caller.institutions()
                .forEach(
                        own ->
                                find(own)
                                        .map(found -> found.state().mergedInto())
                                        .flatMap(this::standingFor)
                                        .ifPresent(
                                                one ->
                                                        institutions.add(
                                                                one.record().institutionId())));
        return caller.speakingFor(institutions);
    }

    /** For who may erase, and those who read it anyway. */
    Optional<Shown> readForErasure(String id, Actor caller) {
        return caller.has(Roles.DATA_PROTECTION)
                ? find(id).map(
                                found ->
                                        new RecordStanding(
                                                        id,
                                                        null,
                                                        found.state().erased(),
                                                        found.version())
                                                .shown())
                : read(id, caller);
    }

    private InstitutionDocket docket(String institutionId) {
        return streams.fold(
                        "InstitutionDocket",
                        InstitutionDocket.idOf(institutionId),
                        InstitutionDocket::new,
                        (docket, event, _) -> docket.evolve((DocketEvent) event))
                .map(Folded::state)
                .orElseGet(InstitutionDocket::new);
    }

    @Override
    public Optional<Shown> read(String id, Actor caller) {
        Actor speaker = speaker(caller);
        return find(id).filter(found -> found.state().isVisibleTo(speaker))
                .map(
                        found ->
                                new Shown(
                                        found.state().view(speaker, found.version(), docket(id)),
                                        found.version()));
    }
}
