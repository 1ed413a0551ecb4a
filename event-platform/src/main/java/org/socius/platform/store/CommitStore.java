package org.socius.platform.store;

import java.util.Collection;
import java.util.List;

/**
 * The database as the log needs it: single documents, two unique indexes (position and keys), no
 * transactions. Reads see only what a majority holds for good, except {@link #head}. Every method
 * may throw when the database does not answer; a read may be repeated at will.
 */
public interface CommitStore {

    /**
     * Inserts the commits one after the other and stops at the first that is refused. Returns only
     * after a majority holds what is reported as stored. Does not throw: an unclear end is {@link
     * Outcome.Unknown}.
     */
    Outcome insert(List<Commit> commits);

    /** Commits above the position in ascending order, holes left out, at most {@code limit}. */
    List<Commit> above(long position, int limit);

    /** Commits at these positions, in any order. */
    List<Commit> at(Collection<Long> positions);

    /** Commits that hold one of these keys, each once, in any order. */
    List<Commit> holding(Collection<String> keys);

    /** Commits that hold a key within the bounds (both included), each once, in any order. */
    List<Commit> holdingBetween(String first, String last);

    /**
     * A guess at the highest position in use that is not below {@code atLeast}; it may be stale in
     * either direction and is only a place to start from.
     */
    long head(long atLeast);

    /** How an insert ended. */
    sealed interface Outcome {

        /** All are stored for good. */
        record Stored() implements Outcome {}

        /**
         * The commits before {@code index} are stored for good, the one at {@code index} is not,
         * the ones after it were not tried.
         *
         * @param duplicate whether the reason is a position or key that is taken
         * @param reason for people
         */
        record Refused(int index, boolean duplicate, String reason) implements Outcome {}

        /** Any of them may be stored, now or later. */
        record Unknown(Exception cause) implements Outcome {}
    }
}
