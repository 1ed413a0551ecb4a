package org.socius.platform.web;

import java.util.Set;

/**
 * What the desk takes at one address. A request that carries a {@link Listener} as attribute {@link
 * #LISTENER} is not carried out: the desk tells the listener what it would have taken, so that the
 * description of the API is the code's own.
 *
 * @param body the record that the body is bound to
 * @param roles who may give the command
 * @param reasonRequired whether the body needs a {@code reason}
 * @param creates whether the answer is 201 with a new resource, else 200
 * @param file whether the body is multipart, with a file beside its fields
 */
public record CommandRoute(
        Class<?> body, Set<String> roles, boolean reasonRequired, boolean creates, boolean file) {

    /** Name of the request attribute; only code inside the service can set it. */
    public static final String LISTENER = CommandRoute.class.getName();

    public CommandRoute {
        roles = Set.copyOf(roles);
    }

    /** Who asks what a route takes. */
    @FunctionalInterface
    public interface Listener {
        void takes(CommandRoute route);
    }
}
