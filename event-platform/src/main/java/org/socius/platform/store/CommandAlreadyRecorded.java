package org.socius.platform.store;

/**
 * The command was applied before under the same principal and id; nothing was appended. The caller
 * answers with what the first application answered.
 */
public final class CommandAlreadyRecorded extends RuntimeException {

    private final transient RecordedCommand recorded;

    CommandAlreadyRecorded(RecordedCommand recorded) {
        super("the command was applied before, at position " + recorded.position());
        this.recorded = recorded;
    }

    /** What the first application left in the log. */
    public RecordedCommand recorded() {
        return recorded;
    }
}
