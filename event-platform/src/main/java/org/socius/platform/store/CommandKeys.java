package org.socius.platform.store;

/**
 * Metadata keys by which a command tells the event store who sent it, under which id, what it
 * answered and whom its reason is about. Of these only {@link #COMMAND_ID} is kept in the metadata
 * of the stored event.
 */
public final class CommandKeys {

    /** Who sent the command; not empty. */
    public static final String COMMAND_PRINCIPAL = "commandPrincipal";

    /** Id that the sender gave the command: 1 to 128 characters, unique per principal. */
    public static final String COMMAND_ID = "commandId";

    /** Small answer as text, stored with the commit and given again on a repetition. */
    public static final String COMMAND_RESULT = "commandResult";

    /**
     * The aggregate whose events keep the reason of the command: it may be about somebody of whom
     * the others must not read. Not kept itself.
     */
    public static final String REASON_OF = "reasonOf";

    private CommandKeys() {}
}
