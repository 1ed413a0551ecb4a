package org.socius.gateway;

import static org.springframework.web.servlet.function.RequestPredicates.GET;
import static org.springframework.web.servlet.function.RequestPredicates.POST;
import static org.springframework.web.servlet.function.RequestPredicates.method;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.cloud.gateway.server.mvc.filter.AfterFilterFunctions;
import org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter;
import org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions;
import org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Which service answers which path. Paths are passed on as they are; of the headers only those that
 * the contract names, so that nobody can speak to a service in the gateway's name.
 */
@Configuration(proxyBeanMethods = false)
class Routes {

    private static final Set<String> PASSED_ON =
            Set.of(
                    "accept",
                    "accept-language",
                    "authorization",
                    "content-type",
                    "content-length",
                    "content-disposition",
                    "if-match",
                    "if-none-match",
                    "if-modified-since",
                    "idempotency-key",
                    "last-event-id",
                    "range",
                    "traceparent",
                    "tracestate",
                    "user-agent");

    /** What the issuer's pages need besides: their session. */
    private static final String COOKIE = "cookie";

    /** Where the body of a request or of an answer is a file. */
    private static final Pattern FILES =
            Pattern.compile("/api/v1/(.*/)?(attachments|cv|documents|dossier)(/[^/]*)?");

    /** A document or what happened to it, and the address of the document itself. */
    private static final Pattern DOCUMENT = Pattern.compile("(/api/v1/documents/[^/]+)(/.*)?");

    private static final String ASKED_AT = Routes.class.getName() + ".askedAt";

    @Bean
    RouterFunction<ServerResponse> services(GatewaySettings settings) {
        return Stream.of(Service.values())
                .map(
                        service ->
                                GatewayRouterFunctions.route(service.label())
                                        .route(owned(service), HandlerFunctions.http())
                                        .before(
                                                BeforeFilterFunctions.uri(
                                                        settings.address(service)))
                                        .before(Routes::onlyContractHeaders)
                                        .after(
                                                AfterFilterFunctions.removeResponseHeader(
                                                        RequestIds.HEADER))
                                        .build())
                .reduce(RouterFunction::and)
                .orElseThrow();
    }

    /**
     * A new document goes to the service of its owner ({@link DocumentOwner}), and so does who asks
     * for the list of an owner. Who looks for one does not say whose it is: the services are asked.
     */
    @Bean
    RouterFunction<ServerResponse> documents(
            GatewaySettings settings, ClientHttpRequestFactory calls) {
        HandlerFunction<ServerResponse> passOn = HandlerFunctions.http();
        RestClient client = RestClient.builder().requestFactory(calls).build();
        return GatewayRouterFunctions.route("documents")
                .route(
                        POST(DocumentOwner.DOCUMENTS).and(Routes::hasKeeper),
                        request ->
                                passOn.handle(
                                        to(
                                                settings,
                                                (Service)
                                                        request.servletRequest()
                                                                .getAttribute(DocumentOwner.KEEPER),
                                                request)))
                .route(
                        GET(DocumentOwner.DOCUMENTS + "/**")
                                .or(
                                        method(HttpMethod.HEAD)
                                                .and(path(DocumentOwner.DOCUMENTS + "/**"))),
                        request ->
                                passOn.handle(
                                        to(settings, knowing(client, settings, request), request)))
                .before(Routes::onlyContractHeaders)
                .after(AfterFilterFunctions.removeResponseHeader(RequestIds.HEADER))
                .build();
    }

    /** Other spellings of the address have none: they are nothing here. */
    private static boolean hasKeeper(ServerRequest request) {
        return request.servletRequest().getAttribute(DocumentOwner.KEEPER) != null;
    }

    private static ServerRequest to(
            GatewaySettings settings, Service service, ServerRequest request) {
        return BeforeFilterFunctions.uri(settings.address(service)).apply(request);
    }

    /**
     * The service of the owner whose list is asked for, or the one that has the document. Clients
     * choose ids, each service for itself: of two that have one by the same name the older one
     * counts, so that nobody puts another in front of it. If none has it, one that says so.
     *
     * @throws ResourceAccessException if none has it and one could not be asked
     */
    private static Service knowing(
            RestClient client, GatewaySettings settings, ServerRequest request) {
        Matcher one = DOCUMENT.matcher(request.path());
        if (!one.matches()) {
            return request.param(DocumentOwner.OWNER)
                    .flatMap(DocumentOwner::keeper)
                    .orElse(Service.REQUEST_SERVICE);
        }
        Service known = Service.EXPERT_SERVICE;
        Instant oldest = Instant.MAX;
        boolean found = false;
        ResourceAccessException unreachable = null;
        for (Service service : Service.values()) {
            if (!service.keepsDocuments()) {
                continue;
            }
            try {
                Instant since =
                        since(client, settings.address(service).resolve(one.group(1)), request)
                                .orElse(null);
                if (since != null && (!found || since.isBefore(oldest))) {
                    found = true;
                    oldest = since;
                    known = service;
                }
            } catch (ResourceAccessException e) {
                unreachable = e;
            }
        }
        if (!found && unreachable != null) {
            throw unreachable;
        }
        return known;
    }

    /** When the document was added; empty if there is none here that the caller may read. */
    private static Optional<Instant> since(RestClient client, URI address, ServerRequest request) {
        return client.head()
                .uri(address)
                .headers(headers -> RequestIds.passOn(request.servletRequest(), headers))
                .exchangeForRequiredValue(
                        (_, answer) -> {
                            if (answer.getStatusCode().is5xxServerError()) {
                                throw new ResourceAccessException(
                                        address + " answered " + answer.getStatusCode().value());
                            }
                            return answer.getStatusCode().is2xxSuccessful()
                                    ? Optional.of(
                                            Instant.ofEpochMilli(
                                                    answer.getHeaders().getLastModified()))
                                    : Optional.<Instant>empty();
                        });
    }

    /** The pages and endpoints of an issuer that has no door of its own. */
    @Bean
    RouterFunction<ServerResponse> issuer(GatewaySettings settings) {
        URI address = settings.issuer();
        if (address == null) {
            return _ -> Optional.empty();
        }
        return GatewayRouterFunctions.route("issuer")
                .route(paths(Access.ISSUER), HandlerFunctions.http())
                .before(BeforeFilterFunctions.uri(address))
                .before(Routes::withSession)
                .build();
    }

    private static RequestPredicate owned(Service service) {
        return paths(
                        service.resources().stream()
                                .flatMap(
                                        resource ->
                                                Stream.of(
                                                        "/api/v1/" + resource,
                                                        "/api/v1/" + resource + "/**"))
                                .toArray(String[]::new))
                .and(path(DossierController.PATH).negate());
    }

    private static RequestPredicate paths(String[] patterns) {
        return Stream.of(patterns)
                .map(pattern -> path(pattern))
                .reduce(RequestPredicate::or)
                .orElseThrow();
    }

    private static ServerRequest onlyContractHeaders(ServerRequest request) {
        return ServerRequest.from(request)
                .headers(
                        headers -> {
                            Set.copyOf(headers.headerNames()).stream()
                                    .filter(
                                            name ->
                                                    !PASSED_ON.contains(
                                                            name.toLowerCase(Locale.ROOT)))
                                    .forEach(headers::remove);
                            headers.set(RequestIds.HEADER, RequestIds.of(request.servletRequest()));
                        })
                .build();
    }

    private static ServerRequest withSession(ServerRequest request) {
        return ServerRequest.from(request)
                .headers(
                        headers ->
                                Set.copyOf(headers.headerNames()).stream()
                                        .filter(
                                                name ->
                                                        !PASSED_ON.contains(
                                                                name.toLowerCase(Locale.ROOT)))
                                        .filter(name -> !COOKIE.equalsIgnoreCase(name))
                                        .forEach(headers::remove))
                .attribute(ASKED_AT, request.uri())
                .build();
    }

    /**
     * The issuer builds links with the address it was asked at; what a client says about that is
     * dropped before.
     */
    @Bean
    @Order
    HttpHeadersFilter.RequestHttpHeadersFilter askedAt() {
        return (headers, request) -> {
            if (request.attribute(ASKED_AT).orElse(null) instanceof URI asked) {
                HttpHeaders complete = new HttpHeaders();
                complete.putAll(headers);
                complete.set("X-Forwarded-Proto", asked.getScheme());
                complete.set("X-Forwarded-Host", asked.getAuthority());
                return complete;
            }
            return headers;
        };
    }

    /**
     * Streams have no end that could be waited for, and files take as long as a slow line needs;
     * every other answer has a time in which it must begin and end.
     */
    @Bean
    ClientHttpRequestFactory calls(GatewaySettings settings) {
        HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(settings.connectTimeout())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
        JdkClientHttpRequestFactory streams = new JdkClientHttpRequestFactory(client);
        JdkClientHttpRequestFactory answers = new JdkClientHttpRequestFactory(client);
        answers.setReadTimeout(settings.answerTimeout());
        JdkClientHttpRequestFactory files = new JdkClientHttpRequestFactory(client);
        files.setReadTimeout(settings.transferTimeout());
        return (uri, method) ->
                (uri.getPath().endsWith("/stream")
                                ? streams
                                : FILES.matcher(uri.getPath()).matches() ? files : answers)
                        .createRequest(uri, method);
    }
}
