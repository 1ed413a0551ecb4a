package org.socius.expert;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The roster of experts, calls, applications and mobilisations. */
@SpringBootApplication
public class ExpertServiceApplication {

    /** Starts the service as a process of its own; every address is a property. */
    public static void main(String[] arguments) {
        SpringApplication.run(ExpertServiceApplication.class, arguments);
    }
}
