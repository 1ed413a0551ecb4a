package org.socius.request;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Institutions and requests: everything up to the decision to accept. */
@SpringBootApplication
public class RequestServiceApplication {

    /** Starts the service as a process of its own; every address is a property. */
    public static void main(String[] arguments) {
        application().run(arguments);
    }

    /**
     * The service ready to be started, alone or beside others in one JVM. Its own settings stand in
     * {@code request-service.yaml}, a name of its own because services in one JVM share the class
     * path.
     */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(RequestServiceApplication.class)
                .properties(
                        "spring.config.name=request-service",
                        "spring.application.name=request-service");
    }
}
