package org.socius.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway with an issuer and four services that the test plays. */
final class Stage implements AutoCloseable {

    static final String ISSUER = "http://issuer.example";
    static final RSAKey KEY = key("right");

    /** How a service serves a file. */
    static final Map<String, String> FILE =
            Map.of(
                    "Content-Type", "application/pdf",
                    "Content-Disposition", "attachment; filename*=UTF-8''a%20b.pdf",
                    "Content-Security-Policy", "sandbox; default-src 'none'",
                    "X-Content-Type-Options", "nosniff",
                    "Cache-Control", "private, no-store");

    private final HttpServer issuer;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final AtomicInteger keysFetched = new AtomicInteger();
    private final Map<Service, HttpServer> services = new EnumMap<>(Service.class);
    private final Map<Service, String> status = new ConcurrentHashMap<>();

    /** What the services answer to who asks for their settings. */
    volatile int settingsCode = 200;

    /** When services got the documents that they know. */
    private static final String OLD = "Mon, 02 Nov 2026 10:00:00 GMT";

    private static final String RECENT = "Fri, 20 Nov 2026 10:00:00 GMT";

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final Set<Service> troubled = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final ConfigurableApplicationContext gateway;
    final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What a service got from the gateway. */
    record Received(Service service, String method, String path, Headers headers, int bodyLength) {}

    Stage(Object... beansAndSettings) {
        issuer = issuer(new JWKSet(KEY.toPublicJWK()).toString());
        List<String> settings = new ArrayList<>();
        for (Service service : Service.values()) {
            status.put(service, "{\"up\":true}");
            HttpServer server = server(service);
            services.put(service, server);
            settings.add("--socius.gateway.services." + service.label() + "=" + address(server));
        }
        settings.add("--server.port=0");
        settings.add("--spring.jmx.enabled=false");
        settings.add("--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + ISSUER);
        settings.add(
                "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri="
                        + address(issuer)
                        + "/keys");
        SpringApplicationBuilder application = GatewayApplication.application();
        for (Object beanOrSetting : beansAndSettings) {
            if (beanOrSetting instanceof String setting) {
                settings.add(setting);
            } else {
                application.initializers(
                        context ->
                                context.getBeanFactory()
                                        .registerSingleton(
                                                beanOrSetting.getClass().getName(), beanOrSetting));
            }
        }
        gateway = application.run(settings.toArray(String[]::new));
    }

    int port() {
        return gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** The next line of every open stream. */
    void tell(String line) {
        told.add(line);
    }

    /** What the service says at its own status address. */
    void says(Service service, String document) {
        status.put(service, document);
    }

    /** From now on it answers every question with 503. */
    void inTrouble(Service service) {
        troubled.add(service);
    }

    /** What any service says at this address, with its query. */
    void answers(String path, String document) {
        answers.put(path, document);
    }

    /** The status that any service answers at this address. */
    void refuses(String path, int code) {
        refused.put(path, code);
    }

    void stop(Service service) {
        services.get(service).stop(0);
    }

    /** The next request that arrived at any service. */
    Received received() throws InterruptedException {
        return received.take();
    }

    /** How often the gateway asked the issuer for its keys. */
    int keysFetched() {
        return keysFetched.get();
    }

    /** Bytes on a socket, for what no client would send; reads until the gateway hangs up. */
    String raw(String bytes) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    boolean nothingReceived() {
        return received.isEmpty();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path));
    }

    HttpRequest.Builder requestAs(String subject, String path, String... roles) {
        return request(path)
                .header("Authorization", "Bearer " + token(claims(subject, roles).build()));
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    static JWTClaimsSet.Builder claims(String subject, String... roles) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .subject(subject)
                .issuer(ISSUER)
                .audience("socius-api")
                .claim("roles", List.of(roles))
                .claim("name", "Somebody")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    static String token(JWTClaimsSet claims) {
        return token(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID()).build(),
                claims,
                KEY);
    }

    static String token(JWSHeader header, JWTClaimsSet claims, RSAKey key) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private HttpServer server(Service service) {
        HttpServer server = start();
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    String path = exchange.getRequestURI().toString();
                    if (path.endsWith("/stream")) {
                        stream(exchange);
                        return;
                    }
                    String answer =
                            answers.getOrDefault(path, "{\"from\":\"" + service.label() + "\"}");
                    int code = refused.getOrDefault(path, 200);
                    if (path.equals("/api/v1/status")) {
                        answer = status.get(service);
                        code = answer.contains("true") ? 200 : 503;
                    } else if (path.startsWith("/api/v1/parked?")) {
                        answer = "{\"items\":[{\"id\":\"of-" + service.label() + "\"}]}";
                    } else if (path.equals("/api/v1/reference/settings")) {
                        code = settingsCode;
                        answer = "{\"items\":[{\"property\":\"of." + service.label() + "\"}]}";
                    } else if (path.startsWith("/api/v1/parked/")) {
                        code = path.contains("of-" + service.label()) ? 200 : 404;
                    } else if (path.startsWith("/api/v1/documents/")) {
                        code = path.contains("of-" + service.label()) ? 200 : 404;
                        if (code == 200) {
                            exchange.getResponseHeaders()
                                    .set(
                                            "Last-Modified",
                                            service == Service.EXPERT_SERVICE ? OLD : RECENT);
                        }
                    } else if (path.equals("/v3/api-docs")) {
                        answer =
                                """
                        {"paths":{"/api/v1/%1$s":{"get":{"responses":{"200":{"content":{"application/json":
                        {"schema":{"$ref":"#/components/schemas/Page"}}}}}}},
                        "/api/v1/status":{"get":{}}},
                        "components":{"schemas":{"Page":{"description":"of %2$s"}}}}"""
                                        .formatted(service.resources().getFirst(), service.label());
                    } else if (path.contains("slow")) {
                        Thread.yield();
                        try {
                            Thread.sleep(5_000);
                        } catch (InterruptedException stopped) {
                            Thread.currentThread().interrupt();
                        }
                    }
                    if (troubled.contains(service)) {
                        code = 503;
                    }
                    received.add(
                            new Received(
                                    service,
                                    exchange.getRequestMethod(),
                                    path,
                                    exchange.getRequestHeaders(),
                                    body.length));
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.getResponseHeaders().set("ETag", "\"7\"");
                    if (path.matches(".*/(attachments/.*|cv)")) {
                        FILE.forEach(exchange.getResponseHeaders()::set);
                        answer = "\0\u0001PDF";
                    }
                    String requestId = exchange.getRequestHeaders().getFirst("X-Request-Id");
                    if (requestId != null) {
                        exchange.getResponseHeaders().set("X-Request-Id", requestId);
                    }
                    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                    if (exchange.getRequestMethod().equals("HEAD")) {
                        exchange.sendResponseHeaders(code, -1);
                    } else {
                        exchange.sendResponseHeaders(code, bytes.length);
                        exchange.getResponseBody().write(bytes);
                    }
                    exchange.close();
                });
        return server;
    }

    /** Server-Sent Events, one for each line told, until the line "end". */
    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (exchange;
                var out = exchange.getResponseBody()) {
            String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
            for (String line = "after " + last; !line.equals("end"); line = told.take()) {
                out.write(("data: " + line + "\n\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpServer issuer(String answer) {
        HttpServer server = start();
        server.createContext(
                "/keys",
                exchange -> {
                    keysFetched.incrementAndGet();
                    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        return server;
    }

    private static HttpServer start() {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return server;
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String address(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        gateway.close();
        client.close();
        services.values().forEach(server -> server.stop(0));
        issuer.stop(0);
    }
}
