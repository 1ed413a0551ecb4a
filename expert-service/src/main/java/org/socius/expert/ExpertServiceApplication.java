package org.socius.expert;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The roster of experts, calls, applications and mobilisations. */
@SpringBootApplication
public class ExpertServiceApplication {

    /** Starts the service as a process of its own; every address is a property. */
    public static void main(String[] arguments) {
        application().run(arguments);
    }

    /**
     * The service ready to be started, alone or beside others in one JVM. Its own settings stand in
     * {@code expert-service.yaml}, a name of its own because services in one JVM share the class
     * path.
     */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(ExpertServiceApplication.class)
                .properties(
                        "spring.config.name=expert-service",
                        "spring.application.name=expert-service");
    }
}
