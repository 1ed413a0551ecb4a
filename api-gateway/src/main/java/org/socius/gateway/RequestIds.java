package org.socius.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Names every request; the name goes to the service, into the answer and into every problem
 * document.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestIds extends OncePerRequestFilter {

    /** Header of every answer. What a client sends under this name is not believed. */
    static final String HEADER = "X-Request-Id";

    private static final List<String> CARRIED =
            List.of("traceparent", "tracestate", HttpHeaders.AUTHORIZATION);

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = fresh();
        request.setAttribute(HEADER, id);
        response.setHeader(HEADER, id);
        chain.doFilter(request, response);
    }

    /** A name for a request that failed before it had one. */
    static String fresh() {
        return UUID.randomUUID().toString();
    }

    static String of(HttpServletRequest request) {
        return String.valueOf(request.getAttribute(HEADER));
    }

    /** What a question to a service carries of the request it is asked for: name, trace, token. */
    static void passOn(HttpServletRequest request, HttpHeaders question) {
        question.set(HEADER, of(request));
        for (String name : CARRIED) {
            String value = request.getHeader(name);
            if (value != null) {
                question.set(name, value);
            }
        }
    }
}
