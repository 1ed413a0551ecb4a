package org.socius.platform.web;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Actor;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Who sends the current request, by the claims of the verified token. */
public final class Callers {

    private Callers() {}

    /** The caller of the current request; {@link Actor#ANONYMOUS} without a token. */
    public static Actor current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication instanceof JwtAuthenticationToken token
                ? of(token.getToken())
                : Actor.ANONYMOUS;
    }

    /** The actor a token speaks for. */
    public static Actor of(Jwt token) {
        Set<String> roles = Set.copyOf(list(token.getClaim("roles")));
        return new Actor(
                Objects.requireNonNull(token.getSubject(), "the decoder demands a subject"),
                roles.stream().sorted().findFirst().orElse("none"),
                roles,
                Set.copyOf(list(token.getClaim("institution"))),
                token.getClaimAsString("country"),
                token.getClaimAsString("expert"),
                Boolean.TRUE.equals(token.getClaim("email_verified")),
                token.getClaimAsString("name"));
    }

    private static List<String> list(@Nullable Object claim) {
        return switch (claim) {
            case null -> List.of();
            case String one -> List.of(one);
            case Collection<?> many -> many.stream().map(String::valueOf).toList();
            default -> List.of(claim.toString());
        };
    }
}
