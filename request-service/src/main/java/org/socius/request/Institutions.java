package org.socius.request;

import java.util.Optional;
import org.socius.platform.command.Actor;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.web.ResourceReader;
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

    @Override
    public Optional<Shown> read(String id, Actor caller) {
        return find(id).filter(found -> found.state().isVisibleTo(caller))
                .map(
                        found ->
                                new Shown(
                                        found.state().view(caller, found.version()),
                                        found.version()));
    }
}
