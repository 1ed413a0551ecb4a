package org.socius.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives every request its id, in the answer's header and on each log line. */
public final class RequestIdFilter extends OncePerRequestFilter {

    private final String service;
    private final Supplier<String> fresh;

    public RequestIdFilter(String service, Supplier<String> fresh) {
        this.service = service;
        this.fresh = fresh;
    }

    /** The id of the request this thread works on; a new one outside of requests. */
    public String currentId() {
        String id = MDC.get("requestId");
        return id == null ? fresh.get() : id;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = RequestIds.of(request, fresh);
        response.setHeader(RequestIds.HEADER, id);
        try (var requestId = MDC.putCloseable("requestId", id);
                var name = MDC.putCloseable("service", service)) {
            chain.doFilter(request, response);
        }
    }
}
