package org.socius.platform.relay;

/** Where the relays of one log keep what they share. Methods may throw when it does not answer. */
public interface RelayStates {

    /** The state now; {@link RelayState#NONE} if there never was one. */
    RelayState read();

    /**
     * Puts the next state in the place of the seen one, if epoch and beat are still those; tells
     * whether it did. After an exception it may have happened.
     */
    boolean replace(RelayState seen, RelayState next);
}
