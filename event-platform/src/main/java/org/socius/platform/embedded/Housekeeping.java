package org.socius.platform.embedded;

import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the files small while they are used: under load it rewrites the emptiest stretches little
 * by little, so that their space is used again, and once nobody has changed anything for a while it
 * rewrites more, until nothing is given back any more. Then it rests until something changes.
 *
 * <p>A commit cuts off what is free at the end of the file. In a large store something may stay
 * alive there and keep the file long; the next start gives that space back.
 */
final class Housekeeping {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    /** Its values mean nothing: changing one makes a version. */
    static final String MAP = "housekeeping";

    /** Percent of what was written that is still alive below which stretches are rewritten. */
    private static final int FILL_RATE = 60;

    /** Percent below which larger pieces are rewritten at once, so that the files stay bounded. */
    private static final int LOW_FILL_RATE = 30;

    /** Bounds the time for which commands wait: some ten milliseconds. */
    private static final int BYTES_AT_ONCE = 256 << 10;

    private static final int BYTES_AT_ONCE_WHEN_LOW = 1 << 20;

    /** After so many turns without a commit space is given back. */
    private static final int QUIET_TURNS = 8;

    /** So many turns in a row that gave nothing back are the last. */
    private static final int VAIN_TURNS = 8;

    /** Percent of what was written that is alive, and of the file that is written, that do. */
    private static final int QUIET_FILL_RATE = 95;

    private static final int QUIET_BYTES_AT_ONCE = 8 << 20;
    private static final int EVERYTHING = 101;

    private final MVStore store;
    private final CommitGate gate;
    private final MVMap<String, Integer> steps;
    private long commits = -1;
    private int quietTurns;
    private int vainTurns;
    private int step;

    Housekeeping(MVStore store, CommitGate gate) {
        this.store = store;
        this.gate = gate;
        this.steps = store.openMap(MAP);
    }

    /** One turn, called again and again by one thread. */
    void tidy() {
        long now = gate.commits();
        if (now != commits) {
            commits = now;
            quietTurns = 0;
            vainTurns = 0;
        }
        try {
            if (quietTurns < QUIET_TURNS) {
                quietTurns++;
                reuse();
            } else if (vainTurns < VAIN_TURNS) {
                vainTurns = giveBack() ? 0 : vainTurns + 1;
            }
        } catch (RuntimeException e) {
            if (!store.isClosed()) {
                log.warn("The files of the embedded store could not be rewritten", e);
            }
        }
    }

    private void reuse() {
        int fillRate = store.getFileStore().getChunksFillRate();
        if (fillRate < FILL_RATE) {
            int bytes = fillRate < LOW_FILL_RATE ? BYTES_AT_ONCE_WHEN_LOW : BYTES_AT_ONCE;
            gate.alone(() -> store.compact(FILL_RATE, bytes));
        }
    }

    /**
     * What is alive at the end of the file moves by being rewritten into the free space before it.
     * The store does not rewrite what the last version wrote, hence the new one.
     */
    private boolean giveBack() {
        FileStore<?> file = store.getFileStore();
        long before = file.size();
        gate.alone(() -> steps.put("steps", ++step));
        int rewritten = file.getFillRate() < QUIET_FILL_RATE ? EVERYTHING : QUIET_FILL_RATE;
        gate.alone(() -> store.compact(rewritten, QUIET_BYTES_AT_ONCE));
        return file.size() < before;
    }
}
