package org.socius.platform.openapi;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.CommandRoute;
import org.socius.platform.web.ListQuery;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.method.HandlerMethod;

/**
 * Asks a handler what it takes: it is called with a request that only listens, and the desk or the
 * reader of lists answers instead of carrying anything out. It has no caller, so a handler that
 * uses neither refuses it.
 */
final class RouteProbe {

    private RouteProbe() {}

    /** What the handler tells the desk, once for each allowed value of its path variables. */
    static List<CommandRoute> routes(HandlerMethod handler) {
        List<CommandRoute> routes = new ArrayList<>();
        if (isCommand(handler)) {
            CommandRoute.Listener listener = routes::add;
            ask(handler, Map.of(CommandRoute.LISTENER, listener));
        }
        return routes;
    }

    /** What the handler reads from the address besides the path; nothing if it is not known. */
    static Optional<ListQuery.Parameters> parameters(HandlerMethod handler) {
        List<ListQuery.Parameters> heard = new ArrayList<>();
        Consumer<ListQuery.Parameters> listener =
                taken -> {
                    heard.add(taken);
                    throw new Rejection.NotFound();
                };
        if (isCommand(handler) || handler.hasMethodAnnotation(GetMapping.class)) {
            ask(handler, Map.of(ListQuery.LISTENER, listener));
        }
        return heard.stream().findFirst();
    }

    private static boolean isCommand(HandlerMethod handler) {
        return handler.hasMethodAnnotation(PostMapping.class)
                || handler.hasMethodAnnotation(PutMapping.class)
                || handler.hasMethodAnnotation(DeleteMapping.class);
    }

    private static void ask(HandlerMethod handler, Map<String, ?> attributes) {
        Parameter[] parameters = handler.getMethod().getParameters();
        int variants = 1;
        boolean reads = false;
        for (Parameter parameter : parameters) {
            if (parameter.getType() == HttpServletRequest.class) {
                reads = true;
            } else if (parameter.isAnnotationPresent(PathVariable.class)) {
                variants = Math.max(variants, allowed(parameter).length);
            } else if (parameter.getType() != HttpServletResponse.class) {
                return;
            }
        }
        for (int variant = 0; reads && variant < variants; variant++) {
            call(handler, parameters, variant, listening(attributes));
        }
    }

    private static void call(
            HandlerMethod handler,
            Parameter[] parameters,
            int variant,
            HttpServletRequest listening) {
        Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            Class<?> type = parameters[i].getType();
            String[] allowed = allowed(parameters[i]);
            if (type == HttpServletRequest.class) {
                arguments[i] = listening;
            } else if (type == HttpServletResponse.class) {
                arguments[i] = null;
            } else if (type == int.class) {
                arguments[i] = 1;
            } else {
                arguments[i] = allowed.length == 0 ? "x" : allowed[variant % allowed.length];
            }
        }
        SecurityContext reader = SecurityContextHolder.getContext();
        SecurityContextHolder.clearContext();
        try {
            handler.getMethod().setAccessible(true);
            handler.getMethod().invoke(handler.createWithResolvedBean().getBean(), arguments);
        } catch (InvocationTargetException refused) {
            if (!(refused.getCause() instanceof Rejection)) {
                throw new IllegalStateException(
                        handler.getShortLogMessage() + " cannot be asked", refused.getCause());
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        } finally {
            SecurityContextHolder.setContext(reader);
        }
    }

    private static String[] allowed(Parameter parameter) {
        Schema schema = parameter.getAnnotation(Schema.class);
        return schema == null ? new String[0] : schema.allowableValues();
    }

    /** A request without content; whatever is asked of it beside these attributes is empty. */
    private static HttpServletRequest listening(Map<String, ?> attributes) {
        return (HttpServletRequest)
                Proxy.newProxyInstance(
                        HttpServletRequest.class.getClassLoader(),
                        new Class<?>[] {HttpServletRequest.class},
                        (proxy, method, arguments) ->
                                method.getName().equals("getAttribute")
                                        ? attributes.get(arguments[0])
                                        : nothing(method.getReturnType()));
    }

    private static @Nullable Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        if (type == long.class) {
            return 0L;
        }
        return type == Map.class
                ? Map.of()
                : type == java.util.Enumeration.class ? Collections.emptyEnumeration() : null;
    }
}
