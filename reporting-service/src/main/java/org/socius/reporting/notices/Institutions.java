package org.socius.reporting.notices;

import java.util.Set;

/** Which records are of one institution: a notice to one of them is for whom names any (R21). */
@FunctionalInterface
public interface Institutions {

    /** Every record of the institutions that these ids name, the ids included. */
    Set<String> recordsOf(Set<String> ids);
}
