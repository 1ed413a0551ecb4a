package org.socius.quickstart.issuer;

import static org.springframework.security.config.Customizer.withDefaults;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

/**
 * Issues the tokens of the demo identities: client credentials for scripts (client id = identity),
 * authorization code with PKCE for people. It listens on loopback behind the gateway, whose address
 * is the issuer's name.
 */
@SpringBootApplication
public class DemoIssuerApplication {

    /** The public client for people: its code flow needs PKCE and no secret. */
    public static final String BROWSER_CLIENT = "socius-browser";

    /**
     * Short enough that a stolen demo token dies soon; the clients ask for the next one themselves.
     */
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

    /** The issuer ready to be started; its name, key file, audience and secret are properties. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(DemoIssuerApplication.class)
                .properties(
                        "spring.config.name=demo-issuer", "spring.application.name=demo-issuer");
    }

    @Bean
    @Order(1)
    SecurityFilterChain protocol(HttpSecurity http) {
        http.oauth2AuthorizationServer(
                        server -> {
                            http.securityMatcher(server.getEndpointsMatcher());
                            server.oidc(withDefaults());
                        })
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .exceptionHandling(
                        handling ->
                                handling.defaultAuthenticationEntryPointFor(
                                        new LoginUrlAuthenticationEntryPoint("/login"),
                                        new MediaTypeRequestMatcher(MediaType.TEXT_HTML)));
        return http.build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain login(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .formLogin(withDefaults())
                .build();
    }

    @Bean
    AuthorizationServerSettings settings(@Value("${socius.issuer}") String issuer) {
        return AuthorizationServerSettings.builder().issuer(issuer).build();
    }

    @Bean
    JWKSource<SecurityContext> keys(@Value("${socius.issuer.key-file}") Path file) {
        return new ImmutableJWKSet<>(new JWKSet(SigningKey.in(file)));
    }

    /** A demo secret is no secret, and hashing it would slow every token down. */
    @Bean
    PasswordEncoder plainText() {
        return new PasswordEncoder() {
            @Override
            public String encode(@Nullable CharSequence secret) {
                return String.valueOf(secret);
            }

            @Override
            public boolean matches(@Nullable CharSequence offered, @Nullable String secret) {
                return offered != null
                        && secret != null
                        && MessageDigest.isEqual(bytes(offered.toString()), bytes(secret));
            }

            private static byte[] bytes(String text) {
                return text.getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    @Bean
    UserDetailsService people(@Value("${socius.issuer.secret}") String secret) {
        return login ->
                DemoIdentity.of(login)
                        .map(
                                identity ->
                                        User.withUsername(identity.login())
                                                .password(secret)
                                                .authorities(List.of())
                                                .build())
                        .orElseThrow(() -> new UsernameNotFoundException("No such identity"));
    }

    @Bean
    RegisteredClientRepository clients(
            @Value("${socius.issuer.secret}") String secret,
            @Value("${socius.issuer}") String issuer,
            @Value("${socius.issuer.redirect-uris:}") List<String> redirectUris) {
        return new DemoClients(
                Stream.concat(
                                DemoIdentity.all().stream()
                                        .map(identity -> machine(identity, secret)),
                                Stream.of(browser(issuer, redirectUris)))
                        .collect(
                                Collectors.toMap(RegisteredClient::getClientId, client -> client)));
    }

    /**
     * All machines share one secret, which Spring's own repository in memory takes for a mistake.
     */
    private record DemoClients(Map<String, RegisteredClient> byId)
            implements RegisteredClientRepository {

        @Override
        public void save(RegisteredClient client) {
            throw new UnsupportedOperationException("The clients of the demo issuer are fixed");
        }

        @Override
        public @Nullable RegisteredClient findById(String id) {
            return byId.get(id);
        }

        @Override
        public @Nullable RegisteredClient findByClientId(String clientId) {
            return byId.get(clientId);
        }
    }

    private static RegisteredClient machine(DemoIdentity identity, String secret) {
        return RegisteredClient.withId(identity.login())
                .clientId(identity.login())
                .clientSecret(secret)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenSettings(tokens())
                .build();
    }

    private static RegisteredClient browser(String issuer, List<String> redirectUris) {
        return RegisteredClient.withId(BROWSER_CLIENT)
                .clientId(BROWSER_CLIENT)
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(issuer + "/login/oauth2/code/socius")
                .redirectUri("http://127.0.0.1/callback")
                .redirectUris(uris -> uris.addAll(redirectUris))
                .scope("openid")
                .scope("profile")
                .clientSettings(ClientSettings.builder().requireProofKey(true).build())
                .tokenSettings(tokens())
                .build();
    }

    private static TokenSettings tokens() {
        return TokenSettings.builder()
                .accessTokenTimeToLive(TOKEN_LIFE)
                .idTokenSignatureAlgorithm(SignatureAlgorithm.RS256)
                .build();
    }

    /**
     * Access tokens are for the API only; an ID token keeps its client as audience and opens
     * nothing there.
     */
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> claims(@Value("${socius.audience}") String audience) {
        return context -> {
            Authentication principal = context.getPrincipal();
            if (principal != null) {
                DemoIdentity.of(principal.getName())
                        .ifPresent(identity -> describe(context, identity, audience));
            }
        };
    }

    private static void describe(
            JwtEncodingContext context, DemoIdentity identity, String audience) {
        if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
            context.getClaims()
                    .audience(List.of(audience))
                    .id(UUID.randomUUID().toString())
                    .claims(claims -> claims.putAll(identity.claims()));
        } else {
            context.getClaims().claim("name", identity.name());
        }
    }
}
