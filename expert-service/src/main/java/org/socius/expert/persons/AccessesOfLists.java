package org.socius.expert.persons;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.socius.expert.sight.AboutPerson;
import org.socius.platform.web.Callers;
import org.socius.platform.web.Page;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Notes whom a page of a list shows to staff who see persons there: one note for a page, written
 * before it is sent.
 */
@ControllerAdvice
class AccessesOfLists implements ResponseBodyAdvice<Object> {

    /** Lists in which persons stand, and what of them. */
    private static final Map<String, String> SHOWING =
            Map.of(
                    "/api/v1/experts", "line of the roster",
                    "/api/v1/applications", "line of the applications",
                    "/api/v1/mobilisations", "line of the mobilisations",
                    "/api/v1/calls/{id}/positions/{position}/matches", "match with a position");

    private final Accesses accesses;

    AccessesOfLists(Accesses accesses) {
        this.accesses = accesses;
    }

    @Override
    public boolean supports(
            MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returnType,
            MediaType contentType,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body instanceof Page<?> page && request instanceof ServletServerHttpRequest servlet) {
            String what = SHOWING.get(pattern(servlet.getServletRequest()));
            List<String> shown =
                    page.items().stream()
                            .map(AccessesOfLists::personalRecord)
                            .filter(Objects::nonNull)
                            .toList();
            if (what != null && !shown.isEmpty()) {
                accesses.note(what, shown, Callers.current());
            }
        }
        return body;
    }

    private static String pattern(HttpServletRequest request) {
        return String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
    }

    private static @Nullable String personalRecord(@Nullable Object line) {
        return switch (line) {
            case AboutPerson about -> about.personalRecord();
            case Map<?, ?> fields when fields.get("id") instanceof String id -> id;
            case null, default -> null;
        };
    }
}
