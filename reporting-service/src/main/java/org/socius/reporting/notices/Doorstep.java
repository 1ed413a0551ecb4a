package org.socius.reporting.notices;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.Callers;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.StrictJson;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Who comes in and what is brought: the caller as a reader of notices, and the body. */
final class Doorstep {

    private static final int MAX_BODY_BYTES = 1 << 16;

    private final People people;
    private final Clock businessClock;
    private final StrictJson json = new StrictJson();

    Doorstep(People people, Clock businessClock) {
        this.people = people;
        this.businessClock = businessClock;
    }

    /**
     * The caller, who is remembered.
     *
     * @throws Rejection.Unauthenticated without one, before anything else is looked at
     */
    People.Reader reader() {
        Actor caller = Callers.current();
        if (caller.isAnonymous()) {
            throw new Rejection.Unauthenticated();
        }
        return people.seen(caller, verifiedEmail(), businessClock.instant());
    }

    /** The address the token vouches for; null if it does not. */
    static @Nullable String verifiedEmail() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication instanceof JwtAuthenticationToken token
                        && Boolean.TRUE.equals(token.getToken().getClaim("email_verified"))
                ? token.getToken().getClaimAsString("email")
                : null;
    }

    /** The body of a command, which says everything in it. */
    <B> B body(HttpServletRequest request, Class<B> type) {
        ListQuery.none(request);
        try {
            byte[] bytes = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
            if (bytes.length > MAX_BODY_BYTES) {
                throw new Rejection.TooLarge(MAX_BODY_BYTES);
            }
            String contentType = request.getContentType();
            if (bytes.length > 0
                    && (contentType == null
                            || !MediaType.APPLICATION_JSON.isCompatibleWith(
                                    MediaType.parseMediaType(contentType)))) {
                throw new Rejection.UnsupportedMediaType(MediaType.APPLICATION_JSON_VALUE);
            }
            return json.bind(json.read(bytes), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
