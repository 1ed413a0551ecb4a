package org.socius.platform.partners;

import java.util.Set;
import java.util.function.UnaryOperator;
import org.socius.platform.command.Actor;

/**
 * The institutions of one partner. Records of one institution are merged, and the people of all of
 * them are those of one institution (R21): whoever speaks for one speaks for the others, in what
 * began under either. Which records were merged is a fact of request-service and may be some
 * moments behind.
 */
public final class Partners {

    private final UnaryOperator<Set<String>> records;

    /**
     * @param records gives every record of the institutions that a set of ids names, those ids
     *     included
     */
    public Partners(UnaryOperator<Set<String>> records) {
        this.records = records;
    }

    /** Every record of the institutions that these ids name, the ids included. */
    public Set<String> recordsOf(Set<String> institutions) {
        return institutions.isEmpty() ? institutions : records.apply(institutions);
    }

    /** The same person, speaking for every record of the own institutions. */
    public Actor speaking(Actor person) {
        return person.institutions().isEmpty()
                ? person
                : person.speakingFor(recordsOf(person.institutions()));
    }
}
