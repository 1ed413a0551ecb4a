package org.socius.request;

import java.util.Optional;
import java.util.Set;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.documents.DocumentOwner;
import org.socius.platform.view.Duties;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.view.RecordStanding;
import org.socius.platform.web.ResourceReader;
import org.springframework.stereotype.Component;

/** Reads single requests, each as its events say at this moment. */
@Component
final class Requests implements ResourceReader, DocumentOwner {

    static final String TYPE = "Request";

    private final EventStreams streams;
    private final Institutions institutions;

    Requests(EventStreams streams, Institutions institutions) {
        this.streams = streams;
        this.institutions = institutions;
    }

    /** With the institution that stands for the one which asked, if that was merged. */
    Optional<Folded<Request>> find(String id) {
        Optional<Folded<Request>> found =
                streams.fold(
                        TYPE,
                        id,
                        Request::new,
                        (request, event, moment) -> request.evolve((RequestEvent) event, moment));
        found.map(Folded::state)
                .ifPresent(
                        request ->
                                institutions
                                        .standingFor(request.institutionId())
                                        .map(Institution::record)
                                        .ifPresent(request::belongsTo));
        return found;
    }

    /** Empty as well if the caller may not see it. */
    Optional<Folded<Request>> find(String id, Actor caller) {
        Actor speaker = speaker(caller);
        return find(id).filter(found -> found.state().isVisibleTo(speaker));
    }

    /** Who did which step of a request; empty if there is none or the caller is no staff. */
    Optional<Duties.Shown> duties(String id, Actor caller) {
        return Visibility.ofEverything(caller)
                ? streams.fold(TYPE, id, RequestDuties::new, RequestDuties::note)
                        .map(folded -> folded.state().shown())
                : Optional.empty();
    }

    /** The same caller, who speaks for what became of the institutions of the token. */
    Actor speaker(Actor caller) {
        return institutions.speaker(caller);
    }

    /** For who may erase, and those who read it anyway. */
    Optional<Shown> readForErasure(String id, Actor caller) {
        return caller.has(Roles.DATA_PROTECTION)
                ? find(id).map(
                                found ->
                                        new RecordStanding(
                                                        id,
                                                        found.state().status().name(),
                                                        found.state().erased(),
                                                        found.version())
                                                .shown())
                : read(id, caller);
    }

    @Override
    public String kind() {
        return TYPE;
    }

    @Override
    public Set<String> files(String record) {
        return find(record).map(found -> found.state().files()).orElse(Set.of());
    }

    @Override
    public Optional<Shown> read(String id, Actor caller) {
        Actor speaker = speaker(caller);
        return find(id, speaker)
                .map(
                        found ->
                                new Shown(
                                        found.state().view(speaker, found.version()),
                                        found.version()));
    }
}
