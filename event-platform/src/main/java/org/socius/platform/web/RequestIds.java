package org.socius.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;

/** The id of a request: the gateway's, else a new one; the same for the whole request. */
public final class RequestIds {

    /** The header that carries it, in requests between our parts and in every answer. */
    public static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = RequestIds.class.getName();

    private RequestIds() {}

    static String of(HttpServletRequest request, Supplier<String> fresh) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        String header = request.getHeader(HEADER);
        String id = header != null && header.matches("[A-Za-z0-9-]{8,64}") ? header : fresh.get();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }
}
