package org.socius.action.numbering;

import java.util.Optional;
import org.socius.action.numbering.NumberRegister.NumberRegisterEvent;
import org.socius.action.numbering.NumberRegister.Reference;
import org.socius.platform.view.EventStreams;
import org.springframework.stereotype.Component;

/** Reads who holds which reference. Who takes one decides by the register itself, never by this. */
@Component
public class References {

    private final EventStreams streams;

    References(EventStreams streams) {
        this.streams = streams;
    }

    /** The id of the action that holds a reference, if it is taken. */
    public Optional<String> holder(Reference reference) {
        return streams.fold(
                        "NumberRegister",
                        NumberRegister.idOf(reference.year()),
                        NumberRegister::new,
                        (register, event, moment) -> register.evolve((NumberRegisterEvent) event))
                .flatMap(register -> register.state().holder(reference.number()));
    }
}
