package org.socius.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.socius.gateway.Dataset;
import org.socius.gateway.DemoMailbox;
import org.socius.gateway.MovableClock;
import org.socius.platform.embedded.EmbeddedKafka;
import org.socius.platform.embedded.EmbeddedMongo;
import org.socius.quickstart.journey.Api;
import org.socius.quickstart.journey.Journey;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole system in this JVM: store, broker, issuer, services, gateway. Started in this order and
 * stopped in the opposite one, so that nothing ever speaks to a part that is gone.
 */
public final class Socius implements AutoCloseable {

    /** Where the addresses of everything stand, for any client that wants to look in. */
    static final String ADDRESSES = "addresses.json";

    private static final Logger LOG = LoggerFactory.getLogger(Socius.class);

    private final Options options;
    private final DataDirectory directory;
    private final Progress progress;
    private final LoadState dataset;
    private final Deque<Running> running = new ArrayDeque<>();
    private final Map<Part, Integer> ports = new EnumMap<>(Part.class);
    private @Nullable Mailbox mailbox;
    private boolean closed;

    Socius(Options options, DataDirectory directory, Progress progress, LoadState dataset) {
        this.options = options;
        this.directory = directory;
        this.progress = progress;
        this.dataset = dataset;
        running.push(new Running("data directory", directory));
    }

    /**
     * Starts everything; when this returns, {@code GET /api/v1/status} may be asked.
     *
     * @throws CannotStart with the reason in one sentence; everything that had been started is
     *     stopped again
     */
    void start(Clock machine) {
        try {
            startAll(machine);
        } catch (CannotStart refused) {
            close();
            throw refused;
        } catch (Exception failed) {
            LOG.error("The start failed", failed);
            close();
            throw new CannotStart("Socius could not start: " + sentence(failed), failed);
        }
    }

    /** The address people and scripts use. */
    String gateway() {
        return "http://localhost:" + port(Part.API_GATEWAY);
    }

    /** The broker itself, for who wants to see what happens without it. */
    EmbeddedKafka broker() {
        return running.stream()
                .map(Running::closing)
                .filter(EmbeddedKafka.class::isInstance)
                .map(EmbeddedKafka.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nothing is started"));
    }

    /** The journey of this installation; it goes on where it stopped. */
    Journey journey(Api api) {
        return new Journey(api, directory, progress);
    }

    private void startAll(Clock machine) throws Exception {
        int port = gatewayPort();
        EmbeddedMongo mongo;
        EmbeddedKafka kafka;
        try (ExecutorService pair = Executors.newFixedThreadPool(2)) {
            Future<EmbeddedMongo> store = pair.submit(this::soundStore);
            Future<EmbeddedKafka> broker =
                    pair.submit(
                            () -> keep("broker", EmbeddedKafka.start(directory.resolve("kafka"))));
            mongo = result(store);
            kafka = result(broker);
            kafka.lost().thenAcceptAsync(Socius::end);
        }
        BusinessTime time =
                BusinessTime.start(
                        directory,
                        machine,
                        options.clock(),
                        NewestEvents.in(mongo.uri(), Part.services().stream().map(Part::label)));
        keep("business clock", time::keep);
        mailbox = keep("mailbox", Mailbox.open(mongo.uri()));
        start(Part.DEMO_ISSUER, time, issuerSettings(port));
        try (ExecutorService pair = Executors.newFixedThreadPool(2)) {
            List<Future<?>> starts = new ArrayList<>();
            for (Part service : Part.services()) {
                starts.add(
                        pair.submit(
                                () -> {
                                    start(
                                            service,
                                            time,
                                            serviceSettings(service, port, mongo, kafka));
                                    return service;
                                }));
            }
            for (Future<?> started : starts) {
                result(started);
            }
        }
        start(Part.API_GATEWAY, time, gatewaySettings(port));
        writeAddresses(mongo, kafka);
    }

    private EmbeddedMongo soundStore() throws Exception {
        EmbeddedMongo mongo = keep("store", EmbeddedMongo.start(directory.resolve("mongodb")));
        mongo.lost().thenAcceptAsync(Socius::end);
        long since = System.nanoTime();
        StoreCheck.atStart(mongo.uri(), options.data());
        LOG.info("Logs checked in {} ms", Duration.ofNanos(System.nanoTime() - since).toMillis());
        return mongo;
    }

    /** Nothing works without store or broker; who watches over the process can start it anew. */
    private static void end(String sentence) {
        LOG.error(sentence);
        System.err.println(sentence);
        System.exit(1);
    }

    /**
     * The port of the gateway is part of the issuer's name: it must be known before anything
     * starts.
     */
    private int gatewayPort() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()));
            return probe.getLocalPort();
        } catch (IOException taken) {
            throw new CannotStart(
                    "Port " + options.port() + " is in use; choose another with --port N.", taken);
        }
    }

    private String[] issuerSettings(int gatewayPort) {
        return new String[] {
            "--server.port=0",
            "--socius.issuer=http://localhost:" + gatewayPort,
            "--socius.issuer.key-file=" + directory.resolve("issuer/signing-key.json"),
            "--socius.issuer.secret=" + SociusLauncher.secret()
        };
    }

    private String[] serviceSettings(
            Part service, int gatewayPort, EmbeddedMongo mongo, EmbeddedKafka kafka) {
        List<String> settings = new ArrayList<>();
        if (service == Part.REPORTING_SERVICE && mailbox != null) {
            settings.add("--spring.mail.host=127.0.0.1");
            settings.add("--spring.mail.port=" + mailbox.port());
            settings.add("--socius.mail.from=facility@demo.example");
            settings.add("--socius.public-address=http://localhost:" + gatewayPort);
        }
        Collections.addAll(
                settings,
                "--server.port=0",
                "--socius.instance=" + service.label(),
                "--spring.mongodb.uri=" + mongo.uri(),
                "--spring.mongodb.database=" + service.label(),
                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--socius.personal-data.master-key="
                        + MasterKey.in(directory.resolve("master.key")),
                "--spring.security.oauth2.resourceserver.jwt.issuer-uri=http://localhost:"
                        + gatewayPort,
                "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=" + keys());
        return settings.toArray(String[]::new);
    }

    private String[] gatewaySettings(int gatewayPort) {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "--server.port=" + gatewayPort,
                                "--socius.gateway.issuer=http://127.0.0.1:"
                                        + port(Part.DEMO_ISSUER),
                                "--spring.security.oauth2.resourceserver.jwt.issuer-uri=http://localhost:"
                                        + gatewayPort,
                                "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri="
                                        + keys()));
        for (Part service : Part.services()) {
            settings.add(
                    "--socius.gateway.services."
                            + service.label()
                            + "=http://127.0.0.1:"
                            + port(service));
        }
        return settings.toArray(String[]::new);
    }

    private String keys() {
        return "http://127.0.0.1:" + port(Part.DEMO_ISSUER) + "/oauth2/jwks";
    }

    private void start(Part part, BusinessTime time, String... settings) throws Exception {
        ConfigurableApplicationContext context =
                ServiceName.during(
                        part.label(),
                        () ->
                                logged(part)
                                        .registerShutdownHook(false)
                                        .initializers(
                                                fresh -> share(part, fresh.getBeanFactory(), time))
                                        .run(part.arguments(settings)));
        synchronized (this) {
            ports.put(
                    part,
                    context.getEnvironment()
                            .getRequiredProperty("local.server.port", Integer.class));
        }
        keep(part.label(), context::close);
        progress.done(part.label());
    }

    /** Logging is the process's: the first part, which starts alone, sets it up for all. */
    private static SpringApplicationBuilder logged(Part part) {
        SpringApplicationBuilder builder = part.application();
        if (part != Part.DEMO_ISSUER) {
            SpringApplication application = builder.application();
            application.setListeners(
                    application.getListeners().stream()
                            .filter(listener -> !(listener instanceof LoggingApplicationListener))
                            .toList());
        }
        return builder;
    }

    private void share(Part part, ConfigurableListableBeanFactory beans, BusinessTime time) {
        if (!beans.containsBean(LoggingApplicationListener.LOGGING_SYSTEM_BEAN_NAME)) {
            beans.registerSingleton(
                    LoggingApplicationListener.LOGGING_SYSTEM_BEAN_NAME,
                    LoggingSystem.get(Socius.class.getClassLoader()));
        }
        if (part == Part.API_GATEWAY) {
            beans.registerSingleton("movableClock", (MovableClock) time);
            beans.registerSingleton("datasetProgress", (Dataset.Progress) dataset::current);
            if (mailbox != null) {
                beans.registerSingleton("demoMailbox", (DemoMailbox) mailbox);
            }
        } else if (part != Part.DEMO_ISSUER) {
            beans.registerSingleton("businessClock", time.clock());
        }
    }

    private synchronized int port(Part part) {
        return Optional.ofNullable(ports.get(part))
                .orElseThrow(() -> new IllegalStateException(part + " is not up"));
    }

    private void writeAddresses(EmbeddedMongo mongo, EmbeddedKafka kafka) {
        Map<String, Object> services = new LinkedHashMap<>();
        Part.services()
                .forEach(
                        service ->
                                services.put(service.label(), "http://127.0.0.1:" + port(service)));
        Map<String, Object> addresses = new LinkedHashMap<>();
        addresses.put("gateway", gateway());
        addresses.put("kafka", kafka.bootstrapServers());
        addresses.put("mongodb", mongo.uri());
        addresses.put("services", services);
        directory.write(
                ADDRESSES,
                JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(addresses));
    }

    private <T extends AutoCloseable> T keep(String name, T part) throws Exception {
        synchronized (this) {
            if (!closed) {
                running.push(new Running(name, part));
                return part;
            }
        }
        part.close();
        throw new CannotStart("Socius was stopped while it started.");
    }

    /**
     * Stops what runs, newest first; a part that will not stop does not keep the others from
     * stopping.
     */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            Files.deleteIfExists(directory.resolve(ADDRESSES));
        } catch (IOException staysBehind) {
            LOG.warn("{} stays behind", ADDRESSES, staysBehind);
        }
        while (!running.isEmpty()) {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                nextToStop().forEach(part -> threads.execute(part::stop));
            }
        }
    }

    /** Services know nothing of each other and stop together; everything else stops alone. */
    private List<Running> nextToStop() {
        List<Running> next = new ArrayList<>(List.of(running.pop()));
        while (next.getFirst().isService() && !running.isEmpty() && running.peek().isService()) {
            next.add(running.pop());
        }
        return next;
    }

    private static <T> T result(Future<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    private static String sentence(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message =
                Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName());
        return message.lines().findFirst().orElse(message);
    }

    /** Something that was started and how it is stopped. */
    private record Running(String name, AutoCloseable closing) {

        boolean isService() {
            return Part.services().stream().anyMatch(service -> service.label().equals(name));
        }

        void stop() {
            long since = System.nanoTime();
            try {
                closing.close();
                long millis = Duration.ofNanos(System.nanoTime() - since).toMillis();
                LOG.info("{} stopped in {} ms", name, millis);
            } catch (Exception stubborn) {
                LOG.warn("{} did not stop in order", name, stubborn);
            }
        }
    }
}
