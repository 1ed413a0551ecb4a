package org.socius.platform.store;

import org.jspecify.annotations.Nullable;

/** An append that did not succeed, or of which nobody can say yet whether it did. */
public abstract sealed class AppendRefused extends RuntimeException {

    private AppendRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Another writer already gave this sequence to the aggregate. Nothing was appended. */
    public static final class Conflict extends AppendRefused {

        private final String aggregateId;
        private final long sequence;

        Conflict(String aggregateId, long sequence) {
            super("sequence %d of %s is taken".formatted(sequence, aggregateId), null);
            this.aggregateId = aggregateId;
            this.sequence = sequence;
        }

        /** The aggregate whose sequence was taken. */
        public String aggregateId() {
            return aggregateId;
        }

        /** The sequence that was taken; 0 when the aggregate exists already. */
        public long sequence() {
            return sequence;
        }
    }

    /** A limit of the log was passed. Nothing was sent to the database. */
    public static final class TooLarge extends AppendRefused {
        TooLarge(String message) {
            super(message, null);
        }
    }

    /** Too many appends wait, or the log is closed. Nothing was appended; later may work. */
    public static final class Overloaded extends AppendRefused {
        Overloaded(String message) {
            super(message, null);
        }
    }

    /** The database refused the document for a reason of its own. Nothing was appended. */
    public static final class Rejected extends AppendRefused {
        Rejected(String message) {
            super(message, null);
        }
    }

    /**
     * The database did not answer in time: the events may or may not be there, now or later.
     * Repeating the command under the same id is safe and tells which.
     */
    public static final class OutcomeUnknown extends AppendRefused {
        OutcomeUnknown(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
