package org.socius.gateway;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * The one door to the API: routes, token check at the edge, limits, and the answers no single
 * service can give.
 */
@SpringBootApplication
@EnableConfigurationProperties(GatewaySettings.class)
public class GatewayApplication {

    /** Starts the gateway as a process of its own; every address is a property. */
    public static void main(String[] arguments) {
        application().run(arguments);
    }

    /**
     * The gateway ready to be started, alone or beside services in one JVM. Its own settings stand
     * in {@code api-gateway.yaml}.
     */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(GatewayApplication.class)
                .properties(
                        "spring.config.name=api-gateway", "spring.application.name=api-gateway");
    }
}
