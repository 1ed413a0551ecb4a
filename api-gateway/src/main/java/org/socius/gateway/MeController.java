package org.socius.gateway;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells callers how they are known. */
@RestController
class MeController {

    @GetMapping("/api/v1/me")
    Map<String, @Nullable Object> me(@AuthenticationPrincipal Jwt token) {
        Map<String, @Nullable Object> me = new LinkedHashMap<>();
        me.put("sub", token.getSubject());
        me.put("name", token.getClaim("name"));
        me.put("roles", token.hasClaim("roles") ? token.getClaimAsStringList("roles") : List.of());
        me.put("institution", single(token.getClaim("institution")));
        me.put("country", token.getClaim("country"));
        me.put("expert", token.getClaim("expert"));
        return me;
    }

    /** A list of one is shown as that one. */
    private static @Nullable Object single(@Nullable Object institution) {
        return institution instanceof Collection<?> several && several.size() == 1
                ? several.iterator().next()
                : institution;
    }
}
