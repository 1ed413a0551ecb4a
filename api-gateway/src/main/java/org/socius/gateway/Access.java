package org.socius.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Who may come through the door. Tokens are checked here and once more in every service; without a
 * token only what the contract calls public is open.
 */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:org/socius/contracts/access.properties")
class Access {

    /** Who follows a link of a mail has no token but the one in the link (RFC 8058). */
    private static final String UNSUBSCRIBING = "/api/v1/notifications/unsubscribe/{token}";

    private static final String[] PUBLIC = {
        "/api/v1/status",
        "/api/v1/openapi",
        "/api/v1/asyncapi",
        "/api/v1/catalogue/**",
        "/api/v1/open-data/**",
        "/api/v1/calls",
        "/api/v1/calls/{id}",
        "/api/v1/documents",
        "/api/v1/documents/{id}",
        "/api/v1/facility-records",
        "/api/v1/facility-records/{id}",
        UNSUBSCRIBING
    };

    /**
     * What an issuer behind this door needs: its own pages and endpoints check their callers
     * themselves.
     */
    static final String[] ISSUER = {
        "/oauth2/**",
        "/.well-known/**",
        "/login",
        "/logout",
        "/userinfo",
        "/connect/**",
        "/default-ui.css"
    };

    private static final String API_CONTENT = "default-src 'none'; frame-ancestors 'none'";
    private static final String LOGIN_CONTENT =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";
    private static final String PERMISSIONS =
            "camera=(), microphone=(), geolocation=(), payment=()";

    @Bean
    @Order(1)
    SecurityFilterChain issuerPages(HttpSecurity http, RateLimit rates) {
        return plain(http, LOGIN_CONTENT)
                .securityMatcher(ISSUER)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .addFilterBefore(new Pace(rates), AuthorizationFilter.class)
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain api(
            HttpSecurity http,
            RateLimit rates,
            GatewaySettings settings,
            @Value("${socius.public-reports}") List<String> publicReports) {
        AuthenticationEntryPoint refused =
                (request, response, reason) -> refuse(request, response, rates);
        String[] open =
                Stream.of(PUBLIC, withRecords(publicReports))
                        .flatMap(Stream::of)
                        .toArray(String[]::new);
        return plain(http, API_CONTENT)
                .authorizeHttpRequests(
                        requests ->
                                requests.requestMatchers(HttpMethod.GET, open)
                                        .permitAll()
                                        .requestMatchers(HttpMethod.HEAD, open)
                                        .permitAll()
                                        .requestMatchers(HttpMethod.POST, UNSUBSCRIBING)
                                        .permitAll()
                                        .requestMatchers("/api/**")
                                        .authenticated()
                                        .anyRequest()
                                        .permitAll())
                .oauth2ResourceServer(
                        server ->
                                server.authenticationEntryPoint(refused)
                                        .jwt(jwt -> jwt.jwtAuthenticationConverter(roles())))
                .exceptionHandling(
                        handling ->
                                handling.authenticationEntryPoint(refused)
                                        .accessDeniedHandler(
                                                (request, response, denied) ->
                                                        GatewayProblem.FORBIDDEN.answer(
                                                                response,
                                                                "Your roles do not include this.")))
                .addFilterAfter(new Pace(rates), BearerTokenAuthenticationFilter.class)
                .addFilterAfter(new BodyLimit(settings), AuthorizationFilter.class)
                .addFilterAfter(new DocumentOwner(), BodyLimit.class)
                .build();
    }

    private static String[] withRecords(List<String> reports) {
        return reports.stream()
                .map(report -> "/api/v1/reports/" + report)
                .flatMap(report -> Stream.of(report, report + "/records"))
                .toArray(String[]::new);
    }

    private static HttpSecurity plain(HttpSecurity http, String contentPolicy) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(
                        headers ->
                                headers.contentSecurityPolicy(
                                                policy -> policy.policyDirectives(contentPolicy))
                                        .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                                        .referrerPolicy(
                                                referrer ->
                                                        referrer.policy(
                                                                ReferrerPolicyHeaderWriter
                                                                        .ReferrerPolicy
                                                                        .NO_REFERRER))
                                        .permissionsPolicyHeader(
                                                permissions -> permissions.policy(PERMISSIONS)));
    }

    /** The headers of every answer, for one that no filter has seen. */
    static void harden(HttpServletResponse answer) {
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("X-Frame-Options", "DENY");
        answer.setHeader("Content-Security-Policy", API_CONTENT);
        answer.setHeader("Referrer-Policy", "no-referrer");
        answer.setHeader("Permissions-Policy", PERMISSIONS);
        answer.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static JwtAuthenticationConverter roles() {
        JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(Access::authorities);
        return converter;
    }

    private static Collection<GrantedAuthority> authorities(Jwt token) {
        List<GrantedAuthority> authorities = new ArrayList<>();
        if (token.getClaims().get("roles") instanceof Collection<?> roles) {
            roles.forEach(role -> authorities.add(new SimpleGrantedAuthority("ROLE_" + role)));
        }
        return authorities;
    }

    /**
     * The agreed algorithms, the configured issuer, our audience: whatever a token's header says
     * beside that is not followed. A token that cannot be checked is refused like a bad one.
     */
    @Bean
    JwtDecoder tokens(
            @Value("${spring.security.oauth2.resourceserver.jwt.issuer-uri}") String issuer,
            @Value("${spring.security.oauth2.resourceserver.jwt.jwk-set-uri:}") String keys,
            @Value("${socius.audience}") String audience,
            @Value("${socius.token-algorithms}") Set<SignatureAlgorithm> algorithms) {
        NimbusJwtDecoder decoder =
                NimbusJwtDecoder.withJwkSource(TokenKeys.of(issuer, keys))
                        .jwsAlgorithms(agreed -> agreed.addAll(algorithms))
                        .build();
        decoder.setJwtValidator(
                new DelegatingOAuth2TokenValidator<>(
                        JwtValidators.createDefaultWithIssuer(issuer),
                        new JwtClaimValidator<Collection<String>>(
                                JwtClaimNames.AUD,
                                stated -> stated != null && stated.contains(audience)),
                        new JwtClaimValidator<String>(
                                JwtClaimNames.SUB,
                                subject -> subject != null && !subject.isBlank())));
        return token -> {
            try {
                return decoder.decode(token);
            } catch (BadJwtException bad) {
                throw bad;
            } catch (JwtException unchecked) {
                throw new BadJwtException("The token cannot be checked", unchecked);
            }
        };
    }

    /**
     * A bad token costs its address a request, so that guessing is as slow as asking without one.
     */
    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, RateLimit rates)
            throws IOException {
        if (request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
            Duration wait = rates.takeFor(request);
            if (!wait.isZero()) {
                tooMany(response, wait);
                return;
            }
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        GatewayProblem.UNAUTHENTICATED.answer(
                response, "Send a valid token of the configured issuer as bearer token.");
    }

    private static void tooMany(HttpServletResponse response, Duration wait) throws IOException {
        long seconds = Math.max(1, (wait.toMillis() + 999) / 1000);
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        GatewayProblem.RATE_EXCEEDED.answer(
                response, "The next request is taken in " + seconds + " s.");
    }

    /** Keeps callers to their rate: by subject where the token is good, else by address. */
    private static final class Pace extends OncePerRequestFilter {

        private final RateLimit rates;

        Pace(RateLimit rates) {
            this.rates = rates;
        }

        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            Authentication caller = SecurityContextHolder.getContext().getAuthentication();
            Duration wait =
                    caller == null || caller instanceof AnonymousAuthenticationToken
                            ? rates.takeFor(request)
                            : rates.takeFor(caller);
            if (wait.isZero()) {
                chain.doFilter(request, response);
            } else {
                tooMany(response, wait);
            }
        }
    }
}
