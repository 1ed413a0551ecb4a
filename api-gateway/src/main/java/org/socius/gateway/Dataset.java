package org.socius.gateway;

import java.util.Locale;

/**
 * What the installation was filled with, where it was filled by a loader; part of the status page.
 *
 * @param percent 0 to 100
 */
public record Dataset(String name, State state, int percent) {

    /** Commands and pages work in both. */
    public enum State {
        LOADING,
        LOADED
    }

    public Dataset {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("Percent are 0 to 100, not " + percent);
        }
        name = name.toLowerCase(Locale.ROOT);
    }

    /** Tells how far the loading is; a bean of whoever loads. */
    @FunctionalInterface
    public interface Progress {
        Dataset current();
    }
}
