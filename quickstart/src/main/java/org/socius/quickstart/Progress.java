package org.socius.quickstart;

import java.io.PrintStream;
import java.time.Duration;

/** What the person at the terminal sees: one line for each thing done, nothing else. */
public final class Progress {

    private final PrintStream terminal;
    private final long startedAt = System.nanoTime();

    public Progress(PrintStream terminal) {
        this.terminal = terminal;
    }

    /** Something is done; shown with the seconds since the start. */
    void done(String what) {
        Duration since = Duration.ofNanos(System.nanoTime() - startedAt);
        say("%6.1f s  %s".formatted(since.toMillis() / 1000.0, what));
    }

    /** A line as it is. */
    public synchronized void say(String line) {
        terminal.println(line);
        terminal.flush();
    }
}
