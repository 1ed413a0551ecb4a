package org.socius.quickstart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.socius.action.ActionServiceApplication;
import org.socius.expert.ExpertServiceApplication;
import org.socius.gateway.GatewayApplication;
import org.socius.quickstart.issuer.DemoIssuerApplication;
import org.socius.reporting.ReportingServiceApplication;
import org.socius.request.RequestServiceApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The Spring contexts of the quickstart, in the order of their start. */
enum Part {
    DEMO_ISSUER(
            DemoIssuerApplication::application,
            Without.SERVICE_PARTS,
            Without.GATEWAY_PARTS,
            Without.TOKEN_CHECK),
    REQUEST_SERVICE(
            RequestServiceApplication::application,
            Without.GATEWAY_PARTS,
            Without.ISSUER_PARTS,
            Without.CALLS_HOME),
    ACTION_SERVICE(
            ActionServiceApplication::application,
            Without.GATEWAY_PARTS,
            Without.ISSUER_PARTS,
            Without.CALLS_HOME),
    EXPERT_SERVICE(
            ExpertServiceApplication::application,
            Without.GATEWAY_PARTS,
            Without.ISSUER_PARTS,
            Without.CALLS_HOME),
    REPORTING_SERVICE(
            ReportingServiceApplication::application,
            Without.GATEWAY_PARTS,
            Without.ISSUER_PARTS,
            Without.CALLS_HOME),
    API_GATEWAY(GatewayApplication::application, Without.SERVICE_PARTS, Without.ISSUER_PARTS);

    private final Supplier<SpringApplicationBuilder> application;
    private final List<String> without;

    Part(Supplier<SpringApplicationBuilder> application, String... without) {
        this.application = application;
        this.without = List.of(without);
    }

    static List<Part> services() {
        return List.of(REQUEST_SERVICE, ACTION_SERVICE, EXPERT_SERVICE, REPORTING_SERVICE);
    }

    SpringApplicationBuilder application() {
        return application.get();
    }

    /** The name in settings, logs and {@code addresses.json}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The settings of this part followed by those that keep it apart from its neighbours in the
     * JVM.
     */
    String[] arguments(String... own) {
        List<String> arguments = new ArrayList<>(Arrays.asList(own));
        arguments.add("--spring.config.name=" + label());
        arguments.add("--spring.application.name=" + label());
        arguments.add("--spring.jmx.enabled=false");
        arguments.add("--spring.main.banner-mode=off");
        arguments.add("--spring.threads.virtual.enabled=true");
        arguments.add("--spring.lifecycle.timeout-per-shutdown-phase=4s");
        arguments.add("--server.address=127.0.0.1");
        arguments.add("--server.tomcat.keep-alive-timeout=75s");
        arguments.add("--server.tomcat.max-keep-alive-requests=-1");
        arguments.add("--socius.audience=socius-api");
        arguments.add("--" + OwnPartsOnly.WITHOUT + "=" + String.join(",", without));
        return arguments.toArray(String[]::new);
    }

    /** Beginnings of names of auto-configurations, by the part of the system they belong to. */
    private static final class Without {
        static final String SERVICE_PARTS =
                "org.axonframework.,org.socius.platform.,org.springdoc.,"
                        + "org.springframework.boot.mongodb.,org.springframework.boot.data.,org.springframework.boot.kafka.";
        static final String GATEWAY_PARTS = "org.springframework.cloud.gateway.";
        static final String ISSUER_PARTS =
                "org.springframework.boot.security.oauth2.server.authorization.";
        static final String CALLS_HOME = "org.axonframework.springboot.autoconfig.UpdateChecker";
        static final String TOKEN_CHECK =
                "org.springframework.boot.security.oauth2.server.resource.";
    }
}
