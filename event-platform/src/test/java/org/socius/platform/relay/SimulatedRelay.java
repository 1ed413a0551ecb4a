package org.socius.platform.relay;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.socius.platform.store.Commit;

/** Opens the relay's loop, and its faulty variants, to the simulator. */
public final class SimulatedRelay {

    /** One guard of the relay taken out. */
    public enum Fault {
        NONE,
        TWO_UNACKNOWLEDGED_PER_KEY,
        EPOCH_NOT_CHECKED,
        PAGE_OF_BEFORE_TAKEN
    }

    /** Small, so that pages follow each other in the shortest history. */
    private static final int COMMITS_AT_ONCE = 3;

    private final RelayLoop loop;

    public SimulatedRelay(
            Fault fault,
            BiFunction<Long, Integer, List<Commit>> source,
            Outbound outbound,
            Executor reader,
            RelayStates states,
            Supplier<RecordSender> senders,
            String owner,
            LongSupplier nanoTime) {
        loop =
                new RelayLoop(
                        source::apply,
                        outbound,
                        reader,
                        COMMITS_AT_ONCE,
                        states,
                        senders,
                        owner,
                        Relay.LEASE,
                        nanoTime) {
                    @Override
                    boolean oneAtATime() {
                        return fault != Fault.TWO_UNACKNOWLEDGED_PER_KEY && super.oneAtATime();
                    }

                    @Override
                    boolean continues(long after) {
                        return fault == Fault.PAGE_OF_BEFORE_TAKEN || super.continues(after);
                    }

                    @Override
                    RelayState expected(RelayState left) {
                        return fault == Fault.EPOCH_NOT_CHECKED
                                ? states.read()
                                : super.expected(left);
                    }
                };
    }

    public Duration step() {
        return loop.step();
    }

    public void stop() {
        loop.stop();
    }
}
