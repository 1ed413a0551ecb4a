package org.socius.platform;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.socius.platform.openapi.ApiDescription;
import org.socius.platform.problem.ProblemAdvice;
import org.socius.platform.problem.Rejection;
import org.socius.platform.settings.SettingsController;
import org.socius.platform.settings.SettingsInForce;
import org.socius.platform.time.BusinessClock;
import org.socius.platform.time.WorkingDays;
import org.socius.platform.view.EventStreams;
import org.socius.platform.web.LastResort;
import org.socius.platform.web.PublicPaths;
import org.socius.platform.web.RequestIdFilter;
import org.socius.platform.web.StatusController;
import org.socius.platform.web.StatusPart;
import org.socius.platform.web.TokenKeys;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every service has towards HTTP: verified tokens, request ids, problem documents, status, the
 * business clock.
 */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:org/socius/contracts/access.properties")
public class ServiceEdge {

    private static final String STAFF =
            "commission,coordinator,approver,activity-manager,mobilisation-officer,finance-officer,"
                    + "communication-officer,evaluation-officer,auditor,admin";

    /** Roles that see numbers of the machine room and of the rules. */
    static final String NUMBERS_FOR = "${socius.status.numbers-for:" + STAFF + "}";

    /** So old what an instance decides by may be when another one has changed a setting. */
    private static final Duration REREAD_SETTINGS_AFTER = Duration.ofSeconds(1);

    private final String service;

    ServiceEdge(@Value("${spring.application.name}") String service) {
        this.service = service;
    }

    @Bean
    @ConditionalOnMissingBean
    BusinessClock businessClock() {
        return new BusinessClock(Clock.systemUTC());
    }

    @Bean
    @ConditionalOnMissingBean
    WorkingDays workingDays() {
        return WorkingDays.belgian();
    }

    @Bean
    RequestIdFilter requestIds() {
        return new RequestIdFilter(service, () -> UUID.randomUUID().toString());
    }

    @Bean
    FilterRegistrationBean<RequestIdFilter> requestIdsFirst(RequestIdFilter filter) {
        FilterRegistrationBean<RequestIdFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    ProblemAdvice problemAdvice(RequestIdFilter requestIds) {
        return new ProblemAdvice(service, requestIds::currentId);
    }

    @Bean
    ApiDescription apiDescription(
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping handlers) {
        return new ApiDescription(handlers);
    }

    @Bean
    LastResort lastResort(ProblemAdvice problems, JsonMapper json) {
        return new LastResort(problems, json, () -> UUID.randomUUID().toString());
    }

    @Bean
    StatusController statusController(
            ObjectProvider<StatusPart> parts, @Value(NUMBERS_FOR) Set<String> numbersFor) {
        return new StatusController(service, parts.orderedStream().toList(), numbersFor);
    }

    /** Whatever the service has bound and described as a setting. */
    @Bean
    SettingsInForce settingsInForce(
            ApplicationContext context, ObjectProvider<EventStreams> streams) {
        return new SettingsInForce(
                SingletonSupplier.of(
                        () ->
                                context
                                        .getBeansWithAnnotation(ConfigurationProperties.class)
                                        .values()
                                        .stream()
                                        .filter(Record.class::isInstance)
                                        .map(Record.class::cast)
                                        .toList()),
                streams::getIfAvailable,
                REREAD_SETTINGS_AFTER);
    }

    @Bean
    SettingsController settingsController(
            SettingsInForce settings,
            @Value(NUMBERS_FOR) Set<String> readers,
            BusinessClock clock) {
        return new SettingsController(settings, readers, clock);
    }

    @Bean
    @ConditionalOnMissingBean
    JwtDecoder tokenDecoder(
            @Value("${spring.security.oauth2.resourceserver.jwt.jwk-set-uri}") String keys,
            @Value("${spring.security.oauth2.resourceserver.jwt.issuer-uri}") String issuer,
            @Value("${socius.audience:socius-api}") String audience,
            @Value("${socius.token-algorithms}") Set<SignatureAlgorithm> algorithms) {
        return TokenKeys.at(keys, issuer, audience, algorithms);
    }

    @Bean
    SecurityFilterChain security(
            HttpSecurity http,
            JwtDecoder tokens,
            ObjectProvider<PublicPaths> publicPaths,
            ProblemAdvice problems,
            JsonMapper json) {
        String[] open =
                publicPaths
                        .orderedStream()
                        .flatMap(paths -> paths.patterns().stream())
                        .toArray(String[]::new);
        String[] openPosts =
                publicPaths
                        .orderedStream()
                        .flatMap(paths -> paths.posts().stream())
                        .toArray(String[]::new);
        return http.csrf(csrf -> csrf.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(
                        requests ->
                                requests.requestMatchers(HttpMethod.GET, open)
                                        .permitAll()
                                        .requestMatchers(HttpMethod.HEAD, open)
                                        .permitAll()
                                        .requestMatchers(HttpMethod.POST, openPosts)
                                        .permitAll()
                                        .requestMatchers(
                                                HttpMethod.GET,
                                                "/api/v1/status",
                                                "/v3/api-docs/**",
                                                "/actuator/**")
                                        .permitAll()
                                        .anyRequest()
                                        .authenticated())
                .oauth2ResourceServer(
                        server ->
                                server.jwt(jwt -> jwt.decoder(tokens))
                                        .authenticationEntryPoint(
                                                (request, response, failure) ->
                                                        write(
                                                                response,
                                                                problems.document(
                                                                        new Rejection
                                                                                .Unauthenticated()),
                                                                json)))
                .exceptionHandling(
                        handling ->
                                handling.authenticationEntryPoint(
                                                (request, response, failure) ->
                                                        write(
                                                                response,
                                                                problems.document(
                                                                        new Rejection
                                                                                .Unauthenticated()),
                                                                json))
                                        .accessDeniedHandler(
                                                (request, response, failure) ->
                                                        write(
                                                                response,
                                                                problems.document(
                                                                        new Rejection.Forbidden(
                                                                                List.of())),
                                                                json)))
                .build();
    }

    private static void write(HttpServletResponse response, ProblemDetail document, JsonMapper json)
            throws IOException {
        response.setStatus(document.getStatus());
        if (document.getStatus() == 401) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(document));
    }
}
