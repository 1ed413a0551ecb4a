package org.socius.platform.parking;

import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.RetriableException;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.socius.platform.problem.Rejection;
import org.socius.platform.store.AppendRefused;

/** Whether waiting can help after something failed. */
public enum Failure {
    /** A part that everything needs does not answer: nothing can go on. */
    DOWN,
    /** This fact cannot be handled yet; other aggregates may go on. */
    NOT_YET,
    /** It will fail the same way again. */
    LASTING;

    private static final int DEPTH = 12;

    /** Judged by the failure or whatever caused it. */
    public static Failure of(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            Failure known = known(cause);
            if (known != null) {
                return known;
            }
            cause = cause.getCause();
        }
        return LASTING;
    }

    private static @Nullable Failure known(Throwable cause) {
        return switch (cause) {
            case Rejection.Unavailable e -> DOWN;
            case Rejection e -> e.facts().containsKey("retryAfterSeconds") ? NOT_YET : LASTING;
            case ConcurrencyException e -> NOT_YET;
            case AppendRefused.Conflict e -> NOT_YET;
            case LockAcquisitionFailedException e -> DOWN;
            case AppendRefused.Overloaded e -> DOWN;
            case AppendRefused.OutcomeUnknown e -> DOWN;
            case MongoSocketException e -> DOWN;
            case MongoTimeoutException e -> DOWN;
            case MongoNotPrimaryException e -> DOWN;
            case MongoNodeIsRecoveringException e -> DOWN;
            case MongoWriteConcernException e -> DOWN;
            case MongoInterruptedException e -> DOWN;
            case MongoExecutionTimeoutException e -> DOWN;
            case MongoException e ->
                    e.hasErrorLabel("RetryableWriteError")
                                    || e.hasErrorLabel("TransientTransactionError")
                            ? DOWN
                            : null;
            case TimeoutException e -> DOWN;
            case IOException e -> DOWN;
            case RetriableException e -> DOWN;
            case RejectedExecutionException e -> DOWN;
            case InterruptedException e -> DOWN;
            default -> null;
        };
    }
}
