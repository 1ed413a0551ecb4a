package org.socius.action;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Actions and their activities: everything from acceptance to publication. */
@SpringBootApplication
public class ActionServiceApplication {

    /** Starts the service as a process of its own; every address is a property. */
    public static void main(String[] arguments) {
        application().run(arguments);
    }

    /**
     * The service ready to be started, alone or beside others in one JVM. Its own settings stand in
     * {@code action-service.yaml}, a name of its own because services in one JVM share the class
     * path.
     */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(ActionServiceApplication.class)
                .properties(
                        "spring.config.name=action-service",
                        "spring.application.name=action-service");
    }
}
