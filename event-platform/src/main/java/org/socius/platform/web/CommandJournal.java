package org.socius.platform.web;

import java.util.Map;
import java.util.Optional;

/** What the log remembers of commands that were carried out. */
public interface CommandJournal {

    /** An earlier command of this principal under this id. */
    Optional<Recorded> find(String principal, String commandId);

    /** The command that created an aggregate. */
    Optional<Recorded> findCreation(String aggregateId);

    /**
     * @param result the JSON text stored with the commit, empty if none was
     * @param versions the version each aggregate had after the commit
     */
    record Recorded(String result, Map<String, Long> versions) {}
}
