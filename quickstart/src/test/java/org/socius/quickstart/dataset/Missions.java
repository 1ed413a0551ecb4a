package org.socius.quickstart.dataset;

import java.time.LocalDate;
import java.util.UUID;
import org.socius.quickstart.journey.Api;

/** Whole lives of requests in which the same experts work, one mission after the other. */
public final class Missions {

    /** Lives whose numbers differ by this have the same experts. */
    private static final int SAME_EXPERTS = 25;

    private static final int EXPERTS = 6;
    private static final int DAYS_APART = 60;

    private Missions() {}

    /** The expert who is selected for the first seat of each life. */
    public static UUID expert() {
        return UUID.fromString(Roster.expert(0));
    }

    /** What is written of that expert and of nobody else: address and family name. */
    public static String[] marks() {
        return new String[] {"expert0@example.org", "Albers"};
    }

    /** Plays so many lives from the request to the publication, the oldest first. */
    public static void play(Api api, LocalDate today, int lives) {
        Roster roster = new Roster(new Entry(api, today));
        for (int number = 0; number < EXPERTS; number++) {
            roster.enter(number);
        }
        for (int i = lives - 1; i >= 0; i--) {
            Entry then = new Entry(api, today.minusDays((long) DAYS_APART * i));
            new Life(then, SAME_EXPERTS * i, Life.Until.CLOSED).play();
        }
    }
}
